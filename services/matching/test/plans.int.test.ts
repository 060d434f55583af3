import type { Topic } from '@greenlane/contracts/topics';
import { REGIONS } from '@greenlane/geography/regions';
import { manualClock } from '@greenlane/kernel/clock';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { matching } from '../src/service.ts';
import { DEFAULT_PROFILE, sampleDesignation, sampleOffer, samplePolicy, sampleRequest } from './samples.ts';

const clock = manualClock(new Date('2026-11-20T00:00:00Z'));
let services: RunningServices;

const publish = (topic: Topic, type: string, subject: string, data: unknown) =>
  services.bus.publish([{ topic, envelope: sampleEnvelope({ type, subject, time: clock.now().toISOString(), data }) }]);

const small = { teu: 20, weightTonnes: '1000', dangerousGoodsTeu: 0, reeferPlugs: 0 };
const offer = (offerId: string, changes = {}) =>
  publish(
    'vessel-offers',
    'org.greenlane.vessel-offer.published.v1',
    'CHINA',
    sampleOffer({
      offerId,
      carrierOfferReference: offerId,
      capacity: small,
      emissionProfile: DEFAULT_PROFILE,
      ...changes,
    }),
  );
const request = (requestId: string, units: number, changes = {}) =>
  publish(
    'cargo-requests',
    'org.greenlane.cargo-request.submitted.v1',
    'CHINA',
    sampleRequest({
      requestId,
      equipment: { ISOEquipmentCode: '45G1', units, cargoGrossWeightKg: '18000' },
      ...changes,
    }),
  );

const call = (method: 'GET' | 'POST', path: string, as: string, body?: unknown) =>
  services.call({ method, path, as, ...(body === undefined ? {} : { body }) });

async function held(): Promise<Record<string, [string, number][]>> {
  const { body } = await call('GET', '/v1/allocations?status=held&limit=100', 'authority');
  const found: Record<string, [string, number][]> = {};
  for (const { requestId, offerId, units } of body) {
    found[requestId] ??= [];
    found[requestId].push([offerId, units]);
  }
  return found;
}

beforeAll(async () => {
  services = await startServices({
    services: [matching],
    clock,
    organisations: [
      { organisationId: 'authority', role: 'authority' },
      { organisationId: 'carrier-a', role: 'carrier' },
      { organisationId: 'exporter-a', role: 'exporter' },
    ],
  });
  await publish('programme', 'org.greenlane.policy.published.v1', 'national', samplePolicy());
  await publish('programme', 'org.greenlane.designation.changed.v1', 'exporter-p', sampleDesignation());
  // The first ship takes cargo for Rotterdam and Hamburg, the second for Rotterdam alone, and is dirtier (by the Cape).
  await offer('both');
  await offer('rotterdam-only', { route: 'CAPE', portCalls: sampleOffer().portCalls.slice(0, 3) });
}, 120_000);
afterAll(() => services?.stop());

describe('plans of a market', () => {
  it('names the markets that there are when it is asked for another', async () => {
    const { status, body } = await call('POST', '/v1/plans', 'authority', { market: 'CHIN' });
    expect([status, body.errors]).toEqual([
      400,
      [{ code: 'INVALID_VALUE', property: 'market', message: `must be one of ${REGIONS.join(', ')}` }],
    ]);
  });

  it('places what first come, first served had left behind, only when committed', async () => {
    await request('flexible', 10, { destination: { dischargePorts: ['NLRTM'] } });
    await vi.waitFor(async () => expect(await held()).toEqual({ flexible: [['both', 10]] }), 15_000);
    await request('hamburg', 10, { destination: { dischargePorts: ['DEHAM'] } });
    await vi.waitFor(async () => {
      const { status } = await call('GET', '/v1/rankings/hamburg', 'authority');
      expect(status).toBe(200);
    }, 15_000);

    const dry = await call('POST', '/v1/plans', 'authority', { market: 'CHINA', iterations: 2_000, seed: 7 });
    expect(dry.status).toBe(201);
    expect(dry.body).toMatchObject({
      status: 'PLANNED',
      iterations: 2_000,
      unserved: [],
      totals: { priorityUnservedTeu: 0, standardUnservedTeu: 0, changedPlacements: 1, servedTeu: 40 },
      firstComeFirstServed: { standardUnservedTeu: 20 },
      optionsConsidered: { mostPerRequest: 200, requestsWithMore: 0 },
    });
    expect(dry.body.sentences).toMatchInlineSnapshot(`
      [
        "The plan places 40 TEU, 0 of them for priority units, with 56473 kg CO2e door to port; 1 hold moves to another sailing.",
        "Everything that waits finds space.",
        "No plan could be better.",
        "First come, first served would leave 0 TEU of priority units and 20 TEU of standard cargo without space, with 25150 kg CO2e for the rest.",
      ]
    `);
    expect(
      dry.body.allocations.map((each: { requestId: string; offerId: string; units: number }) => [
        each.requestId,
        each.offerId,
        each.units,
      ]),
    ).toEqual([
      ['flexible', 'rotterdam-only', 10],
      ['hamburg', 'both', 10],
    ]);
    expect(await held()).toEqual({ flexible: [['both', 10]] });

    const again = await call('POST', '/v1/plans', 'authority', { market: 'CHINA', iterations: 2_000, seed: 7 });
    expect(again.body.planHash).toBe(dry.body.planHash);

    const committed = await call('POST', `/v1/plans/${dry.body.planId}/commit`, 'authority');
    expect(committed.status).toBe(200);
    expect(committed.body).toMatchObject({
      status: 'COMMITTED',
      commit: { unitsPlaced: 20, allocationsMoved: 1, refused: [] },
    });
    expect(await held()).toEqual({ flexible: [['rotterdam-only', 10]], hamburg: [['both', 10]] });
    expect(committed.body.sentences.at(-1)).toMatchInlineSnapshot(
      `"Carried out: 20 containers placed, 1 allocation moved to another sailing."`,
    );
    const read = await call('GET', `/v1/plans/${dry.body.planId}`, 'authority');
    expect(read.body).toEqual(committed.body);

    // The second plan knew the holds of before: nothing is placed twice.
    const stale = await call('POST', `/v1/plans/${again.body.planId}/commit`, 'authority');
    expect(stale.body.commit).toEqual({
      unitsPlaced: 0,
      allocationsMoved: 0,
      refused: [
        { requestId: 'flexible', code: 'REQUEST_CHANGED', reasons: [] },
        { requestId: 'hamburg', code: 'REQUEST_CHANGED', reasons: [] },
      ],
    });
  });

  it('refuses the lines of a stale plan one by one and oversells nothing', async () => {
    await request('late', 5, { destination: { dischargePorts: ['DEHAM'] } });
    await offer('third');
    await vi.waitFor(async () => expect(await held()).toMatchObject({ late: [['third', 5]] }), 15_000);
    await request('later', 8, { destination: { dischargePorts: ['DEHAM'] } });
    await vi.waitFor(async () => {
      const { status } = await call('GET', '/v1/rankings/later', 'authority');
      expect(status).toBe(200);
    }, 15_000);
    await offer('fourth', { confirmation: 'AUTO' });
    const planned = await vi.waitFor(async () => {
      expect(await held()).not.toHaveProperty('later');
      const answer = await call('POST', '/v1/plans', 'authority', { market: 'CHINA', certifySeconds: 2 });
      expect(answer.body).toMatchObject({ status: 'PLANNED', certificate: 'OPTIMAL' });
      return answer.body;
    }, 15_000);
    // The carrier leaves before the commit.
    await publish('vessel-offers', 'org.greenlane.vessel-offer.withdrawn.v1', 'CHINA', {
      offerId: 'third',
      version: 2,
      carrierId: 'carrier-a',
      market: 'CHINA',
      reason: 'BLANK_SAILING',
    });
    await vi.waitFor(async () => expect(await held()).not.toMatchObject({ late: [['third', 5]] }), 15_000);
    const committed = await call('POST', `/v1/plans/${planned.planId}/commit`, 'authority');
    expect(committed.status).toBe(200);
    const rows = await services.database.query<{ oversold: boolean }>(
      'select bool_or(held_quarter_teu + confirmed_quarter_teu + loaded_quarter_teu > quarter_teu) as oversold from matching.ledger',
    );
    expect(rows).toEqual([{ oversold: false }]);
  });

  it('says that it was carried out, whoever waited for that', async () => {
    const { body: plan } = await call('POST', '/v1/plans', 'authority', { market: 'CHINA', iterations: 500 });
    expect(plan.status).toBe('PLANNED');
    await services.database.query(
      `insert into matching.command (command_id, market, organisation_id, input)
       select 'unawaited', market, organisation_id, jsonb_build_object('kind', 'plan-committed', 'planId', plan_id, 'requests', requests)
       from matching.plan where plan_id = $1`,
      [plan.planId],
    );
    await vi.waitFor(async () => {
      const { body } = await call('GET', `/v1/plans/${plan.planId}`, 'authority');
      expect(body).toMatchObject({ status: 'COMMITTED', commit: { refused: [] } });
    }, 15_000);
  });

  it('is for the authority alone, and commits once', async () => {
    const body = { market: 'CHINA', iterations: 500 };
    expect((await call('POST', '/v1/plans', 'exporter-a', body)).status).toBe(403);
    expect((await call('GET', '/v1/plans/unknown', 'authority')).status).toBe(404);
    const plan = await call('POST', '/v1/plans', 'authority', { ...body, commit: true });
    expect(plan.body).toMatchObject({ status: 'COMMITTED', commit: { refused: [] } });
    const twice = await call('POST', `/v1/plans/${plan.body.planId}/commit`, 'authority');
    expect([twice.status, twice.body.errors[0].code]).toEqual([409, 'PLAN_COMMITTED']);
    const nowhere = await call('POST', '/v1/plans', 'authority', { market: 'OCEANIA' });
    expect(nowhere.body).toMatchObject({ status: 'FAILED', failure: 'NO_POLICY_IN_FORCE' });
  });
});
