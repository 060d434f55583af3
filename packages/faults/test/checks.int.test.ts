import { inHours, offerBody, requestBody } from '@greenlane/testing/cargo';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchAnswer } from '../src/history.ts';
import { type CheckResult, checkPlatform } from '../src/invariants.ts';
import { until } from '../src/process.ts';
import { openStage, type World } from '../src/stage.ts';

/** Checkers that find nothing prove nothing: each is shown rows that break what it looks for. */

let stage: Awaited<ReturnType<typeof openStage>>;
let world: World;
let session: pg.Client;
const SHIP = { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' };
const GREEN = { dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '4.7', reportingYear: 2023, source: 'EU-MRV' };

beforeAll(async () => {
  stage = await openStage({ scale: 'short', seed: 1, isReplay: false });
  world = await stage.world();
  session = await world.session();
  const service = await world.start();
  const post = (path: string, key: string, body: unknown) =>
    fetchAnswer({ method: 'POST', url: `${service.url}${path}`, key, body });
  const ship = offerBody({ reference: 'GREEN', teu: 20, confirmation: 'AUTO', emissionProfile: GREEN, vessel: SHIP });
  const [first, second, last] = ship['portCalls'] as readonly object[];
  const offer = { ...ship, portCalls: [first, second, { ...last, arrivalDateTime: inHours(1_200, '+01:00') }] };
  // No other sailing arrives in time.
  const latestArrivalDateTime = inHours(1_250, '+01:00');
  const { offerId } = (await post('/v1/vessel-offers', world.keys.line, offer)).body;
  // Fourteen of twenty are open to everyone: seven times two fit, and the eighth does not.
  for (let index = 0; index < 8; index += 1)
    await post(
      '/v1/cargo-requests',
      world.keys.trader,
      requestBody({ reference: `T-${index}`, units: 2, latestArrivalDateTime }),
    );
  await post('/v1/cargo-requests', world.keys.solar, requestBody({ reference: 'S', units: 3, latestArrivalDateTime }));
  await until('the sailing is sold', 60_000, async () => {
    const [row] = await world.query<{ teu: number }>(
      'select sum(quarter_teu)::int / 4 as teu from matching.allocation where offer_id = $1',
      [offerId],
    );
    return row?.teu === 17;
  });
  await world.settled(60_000);
  await service.end('SIGTERM');
}, 180_000);
afterAll(async () => {
  await session?.end();
  await stage?.close();
});

/** What is found once the rows were changed; the changes are taken back. */
async function foundAfter(
  ...changes: readonly string[]
): Promise<readonly Pick<CheckResult, 'invariant' | 'counted' | 'wrong'>[]> {
  await session.query('begin');
  try {
    for (const change of changes) expect((await session.query(change)).rowCount).toBeGreaterThan(0);
    const results = await checkPlatform(async <Row>(text: string) => (await session.query(text)).rows as Row[]);
    return results
      .filter(({ wrong }) => wrong > 0)
      .map(({ invariant, counted, wrong }) => ({ invariant, counted, wrong }));
  } finally {
    await session.query('rollback');
  }
}

describe('the checks of greenlane verify', () => {
  test('find nothing on a platform that is whole, and have looked at something', async () => {
    const results = await checkPlatform(async <Row>(text: string) => (await session.query(text)).rows as Row[]);
    expect(results.filter(({ wrong }) => wrong > 0)).toEqual([]);
    const looked = results.filter(({ checked }) => checked > 0).map(({ invariant }) => invariant);
    expect(new Set(looked)).toEqual(new Set(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I11']));
  });

  test('find cargo in protected space that had no right to it', async () => {
    const change = `update matching.allocation set priority = false where priority and offer_id =
      (select offer_id from vessel_offer.offer where carrier_offer_reference = 'GREEN')`;
    expect(await foundAfter(change)).toEqual([{ invariant: 'I7', counted: 'legs', wrong: 2 }]);
  });

  /** The space that was protected has been open to everyone for a while, and the last request of the trader still waits. */
  const RELEASED = `update programme.policy set rules = jsonb_set(rules, '{protection,releaseHoursBeforeCutOff}', '1000')`;

  test('find cargo that waits beside open space that would take it', async () => {
    expect(await foundAfter(RELEASED)).toEqual([{ invariant: 'I7', counted: 'waiting requests', wrong: 1 }]);
  });

  test('find cargo that waited too long and was passed over for later cargo', async () => {
    const first = `update matching.journal set sequence = -1, input = jsonb_set(jsonb_set(input,
      '{request,submittedAt}', '"2026-01-01T00:00:00Z"'), '{request,equipment,cargoGrossWeightKg}', '"9000"')
      where input -> 'request' ->> 'requestReference' = 'T-7'`;
    expect(await foundAfter(RELEASED, first)).toEqual([
      { invariant: 'I7', counted: 'waiting requests', wrong: 1 },
      { invariant: 'I7', counted: 'overdue requests', wrong: 1 },
    ]);
  });

  test('find a row that names a stranger', async () => {
    const owned = `(select allocation_id from matching.allocation where exporter_id = 'solar' limit 1)`;
    for (const change of [
      `update port_channel.allocation set exporter_id = 'trader' where allocation_id = ${owned}`,
      `update carbon.allocation set carrier_id = 'rival' where allocation_id = ${owned}`,
      `update cargo_request.allocation set submitted_by = 'trader' where allocation_id = ${owned}`,
      `update matching.request set exporter_id = 'trader' where request_id = (select request_id from matching.allocation where allocation_id = ${owned})`,
    ])
      expect([change, await foundAfter(change)]).toEqual([change, [{ invariant: 'I11', counted: 'rows', wrong: 1 }]]);
  });

  test('find an event in the feed of somebody whom it was not for', async () => {
    const change = `insert into notifications.feed (position, organisation_id, event)
      select (select max(position) + 1 from notifications.feed), 'capped', event from notifications.feed
      where event ->> 'type' = 'org.greenlane.allocation.held.v1' or event ->> 'type' = 'org.greenlane.allocation.confirmed.v1' limit 1`;
    expect(await foundAfter(change)).toEqual([{ invariant: 'I11', counted: 'feed rows', wrong: 1 }]);
  });
});
