import { type RunningServices, startServices } from '@greenlane/testing/services';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomeFigures } from '../src/outcome-figures.ts';
import { programme } from '../src/service.ts';

let platform: RunningServices;

beforeAll(async () => {
  platform = await startServices({
    services: [programme],
    organisations: [
      { organisationId: 'ministry', role: 'authority' },
      { organisationId: 'jiangsu-bureau', role: 'authority', province: 'Jiangsu' },
      { organisationId: 'unit', role: 'exporter' },
    ],
  });
  const { query } = platform.database;
  const rules = { lowEmission: { belowLaneDefaultPercent: 20 }, dwell: { minimumSample: 2 } };
  await query(
    `insert into programme.policy (policy_id, version, status, basis, effective_from, evidence, rules, author, changed_at)
     values ('national', '2026-1', 'in-force', 'PUBLISHED', '2026-04-01', '[]', $1, 'x', now()), ('national', '2026-2', 'in-force', 'ASSUMED', '2026-11-01', '[]', $1, 'x', now())`,
    [JSON.stringify(rules)],
  );
  // Two requests of Yancheng by Shanghai in October, one of Huizhou by Yantian in November.
  await query(`insert into programme.request_outcome (request_id, exporter_id, cluster_code, load_ports, units, submitted_at) values
    ('a', 'unit', 'YANCHENG', '{CNSGH,CNNBO}', 10, '2026-10-05T00:00:00Z'), ('b', 'plain', 'YANCHENG', '{CNSGH}', 10, '2026-10-06T00:00:00Z'),
    ('c', 'south', 'HUIZHOU', '{CNYTN}', 4, '2026-11-02T00:00:00Z')`);
  await query(`insert into programme.request_decision (request_id, is_priority, decision_number, status, units_allocated, first_allocated_at) values
    ('a', true, 1, 'ALLOCATED', 10, '2026-10-05T06:00:00Z'), ('b', false, 1, 'PARTIALLY_ALLOCATED', 4, '2026-10-07T00:00:00Z'), ('c', true, 1, 'WAITING', 0, null)`);
  await query(`insert into programme.allocation_outcome (allocation_id, version, exporter_id, cluster_code, is_priority, status, load_port, units, quarter_teu,
      grams, lane_default_grams, sea_grams, lane_default_sea_grams, policy_version, decided_at) values
    ('1', 1, 'unit', 'YANCHENG', true, 'confirmed', 'CNSGH', 10, 80, 9000000, 11000000, 8000000, 10000000, '2026-1', '2026-10-05T06:00:00Z'),
    ('2', 1, 'plain', 'YANCHENG', false, 'held', 'CNSGH', 4, 32, 4500000, 4900000, 3601000, 4500000, '2026-1', '2026-10-07T00:00:00Z'),
    ('3', 2, 'plain', 'YANCHENG', false, 'rolled', 'CNSGH', 4, 32, 1, 1, 1, 1, '2026-1', '2026-10-07T00:00:00Z')`);
  await query(`insert into programme.dwell_outcome (visit_id, version, lane, un_location_code, cluster_code, dwell_minutes, loaded_at) values
    ('g1', 1, 'GREEN', 'CNSGH', 'YANCHENG', 1200, '2026-10-20T00:00:00Z'), ('g2', 1, 'GREEN', 'CNSGH', 'YANCHENG', 1320, '2026-10-21T00:00:00Z'),
    ('o1', 1, 'ORDINARY', 'CNSGH', null, 4200, '2026-10-20T00:00:00Z'), ('o2', 1, 'ORDINARY', 'CNSGH', null, 4440, '2026-10-22T00:00:00Z'),
    ('o3', 1, 'ORDINARY', 'CNYTN', null, 99999, '2026-10-22T00:00:00Z')`);
  await query(`insert into programme.claim_outcome (claim_id, version, status, exporter_id, cluster_code, amount, currency_code, changed_at) values
    ('x', 1, 'approved', 'unit', 'YANCHENG', '40.00', 'CNY', '2026-10-30T00:00:00Z')`);
}, 60_000);
afterAll(() => platform?.stop());

const read = async (query: string, as = 'ministry') =>
  (await platform.call({ method: 'GET', path: `/v1/programme/outcomes${query}`, as })).body;

describe('outcomes', () => {
  test('count what came of the requests of a cluster, each group of figures with its method', async () => {
    const { clusters } = await read('?cluster=YANCHENG');
    expect(clusters).toEqual([
      {
        clusterCode: 'YANCHENG',
        province: 'Jiangsu',
        units: { designated: 0, active: 1, method: '/v1/programme/outcomes/methods#units' },
        requests: {
          priority: {
            requests: 1,
            unitsRequested: 10,
            unitsPlaced: 10,
            fillRatePercent: '100.0',
            hoursToAllocation: '6.00',
            medianHoursToAllocation: '6.00',
          },
          standard: {
            requests: 1,
            unitsRequested: 10,
            unitsPlaced: 4,
            fillRatePercent: '40.0',
            hoursToAllocation: '24.00',
            medianHoursToAllocation: '24.00',
          },
          method: '/v1/programme/outcomes/methods#requests',
        },
        carbon: {
          allocations: 2,
          teu: '28',
          // Exactly 20 % below counts; 19.98 % below does not.
          teuOnLowEmissionSpace: '20',
          co2eKg: '13500',
          laneDefaultCo2eKg: '15900',
          belowLaneDefaultPercent: '15.1',
          label: 'comparison with the trade-lane default, not a reduction',
          method: '/v1/programme/outcomes/methods#co2e',
        },
        dwell: {
          GREEN: { boxes: 2, meanHours: '21.0', medianHours: '21.0' },
          ORDINARY: { boxes: 2, meanHours: '72.0', medianHours: '72.0' },
          hoursSavedPerBox: '51.0',
          confidenceInterval95Hours: ['46.6', '55.4'],
          minimumSample: 2,
          method: '/v1/programme/outcomes/methods#dwell',
        },
        claims: [{ status: 'approved', claims: 1, amount: '40.00', currencyCode: 'CNY' }],
        indicative: false,
      },
    ]);
  });

  test('are grouped by province, port and month', async () => {
    const placed = async (query: string) =>
      (await read(query)).groups.map(
        ({ key, requests }: { key: string; requests: Record<string, { unitsPlaced: number }> }) => [
          key,
          requests['priority']!.unitsPlaced,
          requests['standard']!.unitsPlaced,
        ],
      );
    expect(await placed('?by=province')).toEqual([
      ['Jiangsu', 10, 4],
      ['Zhejiang', 0, 0],
      ['Guangdong', 0, 0],
    ]);
    expect(await placed('?by=port')).toEqual([
      ['CNSGH', 10, 4],
      ['CNYTN', 0, 0],
    ]);
    expect(await placed('?by=month')).toEqual([
      ['2026-10', 10, 4],
      ['2026-11', 0, 0],
    ]);
    expect(await placed('?by=month&to=2026-10-05')).toEqual([['2026-10', 10, 0]]);
  });

  test('say that they are indicative where a policy they rest on is ASSUMED', async () => {
    expect((await read('?cluster=YANCHENG')).indicative).toBe(false);
    // Nothing was decided there yet: the policy in force speaks.
    expect((await read('?cluster=HUIZHOU')).indicative).toBe(true);
  });

  test('count no claim of a port: a statement may be of several', async () => {
    const { groups } = await read('?by=port');
    expect(groups.map(({ key, claims }: { key: string; claims: unknown }) => [key, claims])).toEqual([
      ['CNSGH', null],
      ['CNYTN', null],
    ]);
    expect((await read('?by=month&cluster=YANCHENG')).total.claims).toHaveLength(1);
    expect(await read('?by=port&format=csv')).toMatch(/^CNSGH,.*,,,false$/m);
  });

  test('say how each figure is made, in Chinese to whoever reads Chinese', async () => {
    const inChinese = { 'accept-language': 'zh-CN' };
    const path = '/v1/programme/outcomes';
    const { body } = await platform.call({ method: 'GET', path, as: 'ministry', headers: inChinese });
    const english = await platform.call({ method: 'GET', path: `${path}/methods` });
    expect(Object.keys(body.methods)).toEqual(Object.keys(english.body));
    for (const sentence of Object.values(body.methods)) expect(sentence).toMatch(/\p{Script=Han}/u);
    expect((await read('')).methods).toEqual(english.body);
  });

  test('are asked of a period that ends after it begins', async () => {
    expect((await read('?from=2026-11-02&to=2026-11-01')).errors).toEqual([
      { code: 'INVALID_VALUE', property: 'to', message: 'a date not before from' },
    ]);
  });

  test('count by days of UTC, whatever time zone the database has', async () => {
    const { db } = platform.platform.contextOf('programme');
    const figures = await db.asWorker(async (tx) => {
      await tx.execute(sql`set local time zone 'America/Los_Angeles'`);
      return outcomeFigures(tx, { from: '2026-10-05', to: '2026-10-05' });
    });
    expect([figures.requests.priority.requests, figures.requests.standard.requests]).toEqual([1, 0]);
    expect(figures.carbon.allocations).toBe(1);
  });

  test('of a provincial bureau are those of its province, whatever it asks for', async () => {
    const { clusters } = await read('?province=Guangdong', 'jiangsu-bureau');
    expect(clusters.map(({ clusterCode }: { clusterCode: string }) => clusterCode)).toEqual(['YANCHENG']);
    expect(await read('?cluster=HUIZHOU', 'jiangsu-bureau')).toMatchObject({ clusters: [], groups: [] });
    expect((await platform.call({ method: 'GET', path: '/v1/programme/outcomes', as: 'unit' })).status).toBe(403);
  });

  test('are a table for a spreadsheet', async () => {
    expect(await read('?by=province&format=csv')).toBe(
      `${[
        'province,designatedUnits,activeUnits,priorityRequests,priorityFillRatePercent,priorityHoursToAllocation,standardRequests,standardFillRatePercent,standardHoursToAllocation,teu,teuOnLowEmissionSpace,co2eKg,laneDefaultCo2eKg,greenBoxes,greenMeanHours,ordinaryBoxes,ordinaryMeanHours,hoursSavedPerBox,hoursSavedLow95,hoursSavedHigh95,approvedClaims,openClaims,indicative',
        'Jiangsu,0,1,1,100.0,6.00,1,40.0,24.00,28,20,13500,15900,2,21.0,2,72.0,51.0,46.6,55.4,1,0,false',
        'Zhejiang,0,0,0,,,0,,,0,0,0,0,0,,0,,,,,0,0,true',
        'Guangdong,0,1,1,0.0,,0,,,0,0,0,0,0,,0,,,,,0,0,true',
      ].join('\n')}\n`,
    );
  });
});
