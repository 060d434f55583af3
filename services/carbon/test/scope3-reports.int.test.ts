import type { Allocation } from '@greenlane/contracts/allocation';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { carbon } from '../src/service.ts';
import { allocation, allocationEvent } from './chains.ts';

let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'verifier', role: 'verifier' },
    ],
  });
  await state('cif', { incoterm: 'CIF', incotermNamedPlace: 'Rotterdam, Maasvlakte II' });
  await state('fob', { incoterm: 'FOB', carrierName: '=Green Sea', units: 3 });
  await state('last', { departureDateTime: '2025-11-02T10:00:00+08:00' });
  await state('foreign', { exporterId: 'rival', exporterName: 'Rival' });
}, 60_000);
afterAll(async () => services?.stop());

const get = (path: string, as: string) => services.call({ method: 'GET', path: `/v1/carbon/${path}`, as });

const publish = (state: Allocation) => services.bus.publish([allocationEvent(state)]);
const SHIPPED = {
  units: 2,
  departureDateTime: '2026-04-02T14:00:00+08:00',
  arrivalDateTime: '2026-05-20T04:00:00+02:00',
};

/** Publishes an allocation and has its statement issued. */
async function state(allocationId: string, change: Partial<Allocation>): Promise<void> {
  const shipped = allocation(allocationId, { ...SHIPPED, ...change });
  await publish(shipped);
  const as = shipped.exporterId;
  await vi.waitFor(
    async () =>
      expect(
        (
          await services.call({
            method: 'POST',
            path: '/v1/carbon/statements',
            as,
            body: { allocationIds: [allocationId] },
          })
        ).status,
      ).toBe(201),
    { timeout: 30_000, interval: 100 },
  );
}

describe('GET /v1/carbon/scope3-reports', () => {
  test('sums one exporter’s statements of the year and reconciles to them', async () => {
    const { status, body } = await get('scope3-reports?year=2026', 'solar');
    expect(status).toBe(200);
    const grams = allocation('x').perContainer.wellToWakeGrams;
    expect(body).toMatchObject({
      exporter: { organisationId: 'solar', name: 'Yancheng Solar 盐城光伏' },
      indicative: true,
      totals: { shipments: 2, containers: 5, wellToWakeGrams: grams * 5 },
      byCategory: [
        { key: '4', wellToWakeGrams: grams * 2 },
        { key: '9', wellToWakeGrams: grams * 3 },
      ],
      lastYear: { year: 2025, shipments: 1, wellToWakeGrams: grams * 2, differencePercent: '150' },
      reconciliation: { ok: true },
    });
    const listed = await get('statements', 'solar');
    const own = new Map(
      listed.body.map((one: { statementId: string; sha256: string }) => [one.statementId, one.sha256]),
    );
    expect(
      body.shipments.map(({ incoterm, incotermNamedPlace, scope3Category }: Record<string, unknown>) => [
        incoterm,
        incotermNamedPlace,
        scope3Category,
      ]),
    ).toEqual([
      ['CIF', 'Rotterdam, Maasvlakte II', 4],
      ['FOB', undefined, 9],
    ]);
    for (const line of body.shipments) expect(own.get(line.statementId)).toBe(line.statementSha256);
  });

  test('as CSV says the same, with foreign names kept from running as formulas', async () => {
    const json = (await get('scope3-reports?year=2026', 'solar')).body;
    const { body, headers } = await get('scope3-reports?year=2026&format=csv', 'solar');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const rows = parse(String(body), { columns: true, bom: true }) as Record<string, string>[];
    const total = rows.find(({ section }) => section === 'TOTAL');
    expect(Number(total?.['wellToWakeKg']) * 1_000).toBe(json.totals.wellToWakeGrams);
    expect(total?.['statementIds']?.split(' ')).toHaveLength(2);
    expect(
      rows.filter(({ section }) => section === 'SHIPMENT').map(({ detail }) => detail?.split('; ').slice(-2)),
    ).toEqual([
      ['category 4', 'CIF Rotterdam, Maasvlakte II'],
      ['category 9', 'FOB'],
    ]);
    expect(rows.filter(({ section }) => section === 'CARRIER').map(({ key }) => key)).toEqual([
      "'=Green Sea",
      'Ocean Bridge Line',
    ]);
  });

  test('shows nobody another exporter’s year; a verifier names whose', async () => {
    expect((await get('scope3-reports?year=2026&exporterId=solar', 'rival')).status).toBe(404);
    expect((await get('scope3-reports?year=2026', 'rival')).body.totals.shipments).toBe(1);
    expect((await get('scope3-reports?year=2026', 'line')).status).toBe(403);
    expect((await get('scope3-reports?year=2026', 'verifier')).status).toBe(400);
    expect((await get('scope3-reports?year=2026&exporterId=solar', 'verifier')).body.totals.shipments).toBe(2);
    expect((await get('scope3-reports?year=2030', 'rival')).status).toBe(404);
  });

  test('leaves out what was cancelled after it was stated, and says so', async () => {
    await state('gone', { units: 7 });
    await publish(allocation('gone', { ...SHIPPED, units: 7, version: 2, status: 'cancelled' }));
    await vi.waitFor(
      async () =>
        expect((await get('scope3-reports?year=2026', 'solar')).body).toMatchObject({
          totals: { containers: 5 },
          notCounted: [{ allocationId: 'gone', reason: 'NOT_SHIPPED' }],
          reconciliation: { ok: true },
        }),
      { timeout: 30_000, interval: 100 },
    );
  });
});
