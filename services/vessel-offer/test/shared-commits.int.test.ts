import { manualClock } from '@greenlane/kernel/clock';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vesselOffer } from '../src/service.ts';
import { NOW, sampleOffer } from './offers.ts';

let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [vesselOffer],
    clock: manualClock(NOW),
    organisations: [
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'rival', role: 'carrier' },
    ],
  });
});
afterAll(async () => services?.stop());

const post = (carrierOfferReference: string, options: { as?: string; key?: string; code?: string } = {}) =>
  services.call({
    method: 'POST',
    path: '/v1/vessel-offers',
    as: options.as ?? 'line',
    body: sampleOffer({ carrierOfferReference, carrierServiceCode: options.code ?? 'AEU3' }),
    ...(options.key === undefined ? {} : { headers: { 'idempotency-key': options.key } }),
  });
const stored = (references: readonly string[]) =>
  services.database.query<{ carrier: string; reference: string }>(
    `select carrier_id as carrier, carrier_offer_reference as reference from vessel_offer.offer
     where carrier_offer_reference = any($1) order by 1, 2`,
    [references],
  );
const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_none, at) => `${name}-${String(at).padStart(2, '0')}`);
const statusesOf = (answers: readonly { readonly status: number }[]) => answers.map(({ status }) => status).toSorted();

describe('offers that are published at the same time', () => {
  test('are each stored once, under the carrier that asked, in fewer commits than there are offers', async () => {
    const references = numbered('MANY', 30);
    const answers = await Promise.all(
      references.flatMap((reference) => [post(reference), post(reference, { as: 'rival' })]),
    );
    expect(new Set(statusesOf(answers))).toEqual(new Set([201]));
    expect(await stored(references)).toEqual(
      ['line', 'rival'].flatMap((carrier) => references.map((reference) => ({ carrier, reference }))),
    );
    const [commits] = await services.database.query<{ n: number }>(
      `select count(distinct xmin::text)::int as n from vessel_offer.offer where carrier_offer_reference = any($1)`,
      [references],
    );
    expect(commits?.n).toBeLessThan(60);
    for (const answer of answers.slice(0, 4)) {
      const as = answer.body.carrierId;
      const path = `/v1/vessel-offers/${answer.body.offerId}`;
      expect((await services.call({ method: 'GET', path, as })).body).toEqual(answer.body);
      expect((await services.call({ method: 'GET', path, as: as === 'line' ? 'rival' : 'line' })).status).toBe(404);
    }
  });

  test('take nothing from one another when one is refused', async () => {
    await post('TAKEN');
    const references = numbered('BESIDE', 12);
    const answers = await Promise.all([
      ...references.slice(0, 6).map((reference) => post(reference)),
      post('TAKEN', { code: 'OTHER' }),
      ...references.slice(6).map((reference) => post(reference, { as: 'rival' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([...Array(6).fill(201), 409, ...Array(6).fill(201)]);
    expect(answers[6]?.body.errors[0].code).toBe('REFERENCE_TAKEN');
    expect((await stored(references)).map(({ reference }) => reference).toSorted()).toEqual(references);
  });

  test('under one Idempotency-Key are one offer, whose answer is replayed', async () => {
    const answers = await Promise.all(numbered('same', 8).map(() => post('ONE-KEY', { key: 'one' })));
    expect(new Set([201, 409, ...statusesOf(answers)])).toEqual(new Set([201, 409]));
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    const ids = new Set(answers.flatMap(({ status, body }) => (status === 201 ? [body.offerId] : [])));
    expect(ids.size).toBe(1);
    const replayed = await post('ONE-KEY', { key: 'one' });
    expect([replayed.status, replayed.headers.get('idempotent-replayed'), [...ids]]).toEqual([
      201,
      'true',
      [replayed.body.offerId],
    ]);
    expect((await post('ANOTHER', { key: 'one' })).status).toBe(422);
    expect(await stored(['ONE-KEY', 'ANOTHER'])).toEqual([{ carrier: 'line', reference: 'ONE-KEY' }]);
  });

  test('announce each offer once', async () => {
    await services.platform.settled();
    const announced = await services.database.query<{ published: number; offers: number }>(
      `select (select count(*)::int from event_log.log where topic = 'vessel-offers') as published,
         (select count(*)::int from vessel_offer.offer) as offers`,
    );
    expect(announced[0]?.published).toBe(announced[0]?.offers);
  });
});
