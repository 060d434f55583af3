import type { Allocation } from '@greenlane/contracts/allocation';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ShipmentFootprint } from '../src/domain/ileap.ts';
import { carbon } from '../src/service.ts';
import { allocation, allocationEvent } from './chains.ts';

let services: RunningServices;
const WAIT = { timeout: 30_000, interval: 40 };
const SHIPMENT = 'urn:pathfinder:product:customcode:vendor-assigned:shipment:';
const COMPANY = 'urn:pathfinder:company:customcode:vendor-assigned:';

type Pf = {
  readonly id: string;
  readonly status: string;
  readonly precedingPfIds?: readonly string[];
  readonly productIds: readonly string[];
  readonly extensions: readonly { readonly data: unknown }[];
};

const get = (path: string, as = 'solar') => services.call({ method: 'GET', path, as });
const filtered = ($filter: string, more: Record<string, string> = {}) =>
  get(`/2/footprints?${new URLSearchParams({ $filter, ...more })}`);
const namesOf = (data: readonly Pf[]) => data.map(({ productIds }) => productIds[0]?.slice(SHIPMENT.length));
const publish = (...states: readonly Allocation[]) => services.bus.publish(states.map(allocationEvent));

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'verifier', role: 'verifier' },
    ],
  });
  for (const name of ['p-1', 'p-2', 'p-3', 'p-4', 'p-5']) await publish(allocation(name, { requestId: 'one-key' }));
  await publish(
    allocation('late', {
      requestId: 'one-key',
      departureDateTime: '2027-03-01T00:00:00+08:00',
      arrivalDateTime: '2027-04-05T00:00:00+02:00',
    }),
    allocation('gone', { requestId: 'one-key' }),
    allocation('gone', { requestId: 'one-key', version: 2, status: 'cancelled' }),
    allocation('foreign', { requestId: 'one-key', exporterId: 'rival', exporterName: 'Rival' }),
  );
  await vi.waitFor(async () => expect((await get('/2/footprints', 'rival')).body.data).toHaveLength(1), WAIT);
}, 60_000);
afterAll(async () => services?.stop());

describe('PACT ListFootprints', () => {
  test('lists the newest footprint of each shipment that stands and that the caller may see', async () => {
    const { status, headers, body } = await get('/2/footprints');
    expect([status, headers.get('content-type'), headers.get('link')]).toEqual([
      200,
      'application/json; charset=utf-8',
      null,
    ]);
    expect(namesOf(body.data)).toEqual(['R-p-1', 'R-p-2', 'R-p-3', 'R-p-4', 'R-p-5', 'R-late']);
    expect(new Set(body.data.map(({ status: one }: Pf) => one))).toEqual(new Set(['Active']));
    for (const { extensions } of body.data as Pf[])
      expect(ShipmentFootprint.safeParse(extensions[0]?.data).success).toBe(true);
    expect(namesOf((await get('/2/footprints', 'rival')).body.data)).toEqual(['R-foreign']);
    expect((await services.call({ method: 'GET', path: '/2/footprints' })).status).toBe(401);
  });

  test('pages by an absolute Link of the same host, which may be followed more than once and keeps the filter', async () => {
    const found: (string | undefined)[][] = [];
    let next: string | undefined =
      `${services.baseUrl}/2/footprints?${new URLSearchParams({ limit: '2', $filter: "pcf/referencePeriodStart lt '2027-01-01T00:00:00Z'" })}`;
    while (next !== undefined) {
      const ask = async () => fetch(next ?? '', { headers: services.authorization('solar') });
      const [first, again] = [await ask(), await ask()];
      const { data } = (await first.json()) as { data: readonly Pf[] };
      expect(((await again.json()) as { data: readonly Pf[] }).data).toEqual(data);
      found.push(namesOf(data));
      next = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1];
      if (next !== undefined) expect(new URL(next).origin).toBe(services.baseUrl);
    }
    expect(found).toEqual([['R-p-1', 'R-p-2'], ['R-p-3', 'R-p-4'], ['R-p-5']]);
  });

  test.each([
    ["productCategoryCpc eq '83117'", 6],
    ["productCategoryCpc gt '83117'", 0],
    ["pcf/geographyCountry eq 'DE'", 0],
    ["updated lt '2100-01-01T00:00:00Z'", 0],
    ["created ge '2026-01-01T00:00:00Z' and created lt '2100-01-01T00:00:00Z'", 6],
    ["created lt '2026-01-01T00:00:00Z'", 0],
    [
      "(pcf/referencePeriodStart ge '2027-02-28T16:00:00.000Z') and (pcf/referencePeriodEnd le '2027-04-04T22:00:00Z')",
      1,
    ],
    [`productIds/any(productId:(productId eq '${SHIPMENT}R-p-3'))`, 1],
    ["productIds/any(productId:(productId eq 'urn:gtin:4712345060507'))", 0],
    [`companyIds/any(c:(c eq '${COMPANY}solar'))`, 6],
    [`companyIds/any(c:(c eq '${COMPANY}rival'))`, 0],
  ])('$filter=%s finds %d', async ($filter, count) => {
    const { status, body } = await filtered($filter);
    expect([status, body.data.length]).toEqual([200, count]);
  });

  test('refuses in PACT’s words what it cannot read or does not implement', async () => {
    const refusals = await Promise.all([
      filtered("companyName eq 'Solar'"),
      filtered('created gt'),
      get('/2/footprints?limit=0'),
      get('/2/footprints?limit=many'),
    ]);
    expect(refusals.map(({ status, body }) => [status, body.code, typeof body.message])).toEqual([
      [400, 'NotImplemented', 'string'],
      [400, 'BadRequest', 'string'],
      [400, 'BadRequest', 'string'],
      [400, 'BadRequest', 'string'],
    ]);
  });
});

describe('PACT GetFootprint', () => {
  test('answers a footprint by its id, and the one it replaced as Deprecated', async () => {
    const before = (await filtered(`productIds/any(p:(p eq '${SHIPMENT}R-p-2'))`)).body.data[0] as Pf;
    expect((await get(`/2/footprints/${before.id}`)).body).toEqual({ data: before });
    await publish(allocation('p-2', { requestId: 'one-key', version: 2, status: 'loaded' }));
    const after = await vi.waitFor(async () => {
      const newest = (await filtered(`productIds/any(p:(p eq '${SHIPMENT}R-p-2'))`)).body.data as Pf[];
      expect(newest[0]?.id).not.toBe(before.id);
      return newest;
    }, WAIT);
    expect([after.length, after[0]?.status, after[0]?.precedingPfIds]).toEqual([1, 'Active', [before.id]]);
    expect((await get(`/2/footprints/${before.id}`)).body.data).toEqual({ ...before, status: 'Deprecated' });
  });

  test('knows none that the caller may not see', async () => {
    const [own] = (await get('/2/footprints', 'rival')).body.data as Pf[];
    for (const id of [own?.id, 'no-such-id']) {
      const { status, body } = await get(`/2/footprints/${id}`);
      expect([status, body]).toEqual([
        404,
        { code: 'NoSuchFootprint', message: 'The specified footprint does not exist.' },
      ]);
    }
    expect((await get(`/2/footprints/${own?.id}`, 'verifier')).status).toBe(200);
  });
});
