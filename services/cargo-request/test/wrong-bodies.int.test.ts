import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cargoRequest } from '../src/service.ts';

let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [cargoRequest],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'delta', role: 'logistics-provider', actsFor: ['solar'] },
      { organisationId: 'line', role: 'carrier' },
    ],
  });
});
afterAll(async () => services?.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function body(reference: string) {
  return {
    requestReference: reference,
    cargo: { extendedHSCode: '854143', commodityType: 'PV modules', dangerousGoods: [] as unknown[] },
    equipment: { ISOEquipmentCode: '45G1', units: 4, cargoGrossWeightKg: '24500' },
    origin: {
      clusterCode: 'YANCHENG',
      loadPorts: ['CNSGH'],
      preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '310' }],
    },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: inDays(3),
    latestArrivalDateTime: inDays(70),
  };
}

const post = (request: unknown, options: { as?: string; headers?: Record<string, string> } = {}) =>
  services.call({
    method: 'POST',
    path: '/v1/cargo-requests',
    as: options.as ?? 'solar',
    body: request,
    ...(options.headers ? { headers: options.headers } : {}),
  });

describe('a wrong body answers a problem document that names the field', () => {
  const good = body('WRONG');
  test.each([
    [400, 'a missing property', { ...good, cargo: undefined }, 'cargo', 'MISSING_PROPERTY'],
    [400, 'an unknown property', { ...good, colour: 'green' }, 'colour', 'UNKNOWN_PROPERTY'],
    [400, 'a status of one’s own', { ...good, status: 'CONFIRMED' }, 'status', 'UNKNOWN_PROPERTY'],
    [400, 'a priority of one’s own', { ...good, priority: true }, 'priority', 'UNKNOWN_PROPERTY'],
    [400, 'an organisation of one’s own', { ...good, organisationId: 'rival' }, 'organisationId', 'UNKNOWN_PROPERTY'],
    [
      400,
      'a time without offset',
      { ...good, cargoReadyDateTime: '2026-12-01T08:00:00' },
      'cargoReadyDateTime',
      'INVALID_VALUE',
    ],
    [
      400,
      'a cluster that nobody designated',
      { ...good, origin: { ...good.origin, clusterCode: 'CHANGZHOU' } },
      'origin.clusterCode',
      'INVALID_VALUE',
    ],
    [400, 'an import market that is no country', { ...good, importMarket: 'ZZ' }, 'importMarket', 'INVALID_VALUE'],
    [
      400,
      'a cap of nothing on the rate',
      { ...good, constraints: { maxRate: { amount: '0.00', currencyCode: 'USD' } } },
      'constraints.maxRate.amount',
      'INVALID_VALUE',
    ],
    [
      400,
      'a bad UN/LOCODE',
      { ...good, origin: { ...good.origin, loadPorts: ['Shanghai'] } },
      'origin.loadPorts[0]',
      'INVALID_VALUE',
    ],
    [422, 'a named place of no Incoterm', { ...good, incotermNamedPlace: 'Rotterdam' }, 'incoterm', 'INCOTERM_MISSING'],
    [400, 'no containers', { ...good, equipment: { ...good.equipment, units: 0 } }, 'equipment.units', 'INVALID_VALUE'],
    [
      400,
      'a weight that is a number',
      { ...good, equipment: { ...good.equipment, cargoGrossWeightKg: 24_500 } },
      'equipment.cargoGrossWeightKg',
      'INVALID_VALUE',
    ],
    [
      400,
      'a negative weight',
      { ...good, equipment: { ...good.equipment, cargoGrossWeightKg: '-1' } },
      'equipment.cargoGrossWeightKg',
      'INVALID_VALUE',
    ],
  ])('%d: %s', async (status, _name, request, property, code) => {
    const answer = await post(request);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(
      answer.body.errors.map((error: { property: string; code: string }) => [error.property, error.code]),
    ).toContainEqual([property, code]);
  });

  test.each([
    [
      'load ports in two markets',
      { ...good, origin: { loadPorts: ['CNSGH', 'KRPUS'], preCarriage: [] } },
      'origin.loadPorts',
    ],
    ['a port that nobody knows', { ...good, destination: { dischargePorts: ['XXXXX'] } }, 'destination.dischargePorts'],
    ['arrival before the cargo is ready', { ...good, latestArrivalDateTime: inDays(1) }, 'latestArrivalDateTime'],
    ['a year that no cargo waits for', { ...good, latestArrivalDateTime: '9999-12-31T00:00:00Z' }, 'latestArrival'],
    [
      'a rate that no engine counts',
      { ...good, constraints: { maxRate: { amount: '9'.repeat(30), currencyCode: 'USD' } } },
      'constraints.maxRate.amount',
    ],
    [
      'a cap without meaning',
      { ...good, constraints: { maxCo2eKgPerTeu: '9'.repeat(25) } },
      'constraints.maxCo2eKgPerTeu',
    ],
    [
      'a road longer than the Earth',
      {
        ...good,
        origin: { ...good.origin, preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '999999999999' }] },
      },
      'origin.preCarriage[0].distanceKm',
    ],
    [
      'a voyage that never leaves its market',
      { ...good, destination: { dischargePorts: ['CNTAO'] } },
      'destination.dischargePorts',
    ],
    [
      'batteries without a UN number',
      { ...good, cargo: { ...good.cargo, extendedHSCode: '850760', commodityType: 'Lithium-ion batteries' } },
      'cargo.dangerousGoods',
    ],
  ])('422: %s', async (_name, request, property) => {
    const answer = await post(request);
    expect([answer.status, JSON.stringify(answer.body.errors)]).toEqual([
      422,
      expect.stringContaining(`"property":"${property}`),
    ]);
  });

  test('nothing of it was stored', async () => {
    expect(await services.database.query('select count(*)::int as count from cargo_request.request')).toEqual([
      { count: 0 },
    ]);
  });
});

describe('the contract of a request', () => {
  test('202 with its place; the same again is the same request, another body under its reference 409', async () => {
    const first = await post(body('R-1'));
    expect([first.status, first.headers.get('location')]).toEqual([202, `/v1/cargo-requests/${first.body.requestId}`]);
    const stored = (
      await services.call({ method: 'GET', path: `/v1/cargo-requests/${first.body.requestId}`, as: 'solar' })
    ).body;
    const again = body('R-1');
    expect(
      (
        await post({
          ...again,
          cargoReadyDateTime: stored.cargoReadyDateTime,
          latestArrivalDateTime: stored.latestArrivalDateTime,
        })
      ).body.requestId,
    ).toBe(first.body.requestId);
    expect((await post({ ...again, equipment: { ...again.equipment, units: 9 } })).status).toBe(409);
  });

  test('another organisation gets 404, a provider sees and acts for its exporter, a carrier may not ask', async () => {
    const { body: made } = await post({ ...body('R-2'), onBehalfOf: 'solar' }, { as: 'delta' });
    const path = `/v1/cargo-requests/${made.requestId}`;
    const statuses = await Promise.all(
      ['solar', 'delta', 'rival'].map(async (as) => (await services.call({ method: 'GET', path, as })).status),
    );
    expect(statuses).toEqual([200, 200, 404]);
    expect([403, 404]).toContain((await post({ ...body('R-3'), onBehalfOf: 'rival' }, { as: 'delta' })).status);
    expect((await post(body('R-4'), { as: 'line' })).status).toBe(403);
  });

  test('an amendment needs the ETag that was read last', async () => {
    const { body: made } = await post(body('R-5'));
    const path = `/v1/cargo-requests/${made.requestId}`;
    const etag = (await services.call({ method: 'GET', path, as: 'solar' })).headers.get('etag') ?? '';
    const change = { ...body('R-5'), equipment: { ...body('R-5').equipment, units: 2 } };
    const put = (headers: Record<string, string>) =>
      services.call({ method: 'PUT', path, as: 'solar', body: change, headers });
    expect((await put({})).status).toBe(428);
    expect((await put({ 'if-match': '"99"' })).status).toBe(412);
    expect((await put({ 'if-match': etag })).status).toBe(200);
    expect((await put({ 'if-match': etag })).status).toBe(412);
  });

  test('a batch answers line by line: good lines are stored, bad ones named', async () => {
    const lines = [
      JSON.stringify(body('B-1')),
      '{"broken": ',
      JSON.stringify({ ...body('B-2'), colour: 'green' }),
      JSON.stringify(body('B-3')),
    ];
    const answer = await services.call({
      method: 'POST',
      path: '/v1/cargo-requests/batch',
      as: 'solar',
      body: lines.join('\n'),
    });
    const results = String(answer.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; status: number });
    expect(results.map(({ line, status }) => [line, status])).toEqual([
      [1, 202],
      [2, 400],
      [3, 400],
      [4, 202],
    ]);
  });

  test('a batch answers each line in the language that was asked for, and again so when it is repeated', async () => {
    const lines = [
      JSON.stringify({ ...body('C-1'), latestArrivalDateTime: '2026-01-20' }),
      JSON.stringify({ ...body('C-2'), destination: { dischargePorts: ['ZZZZZ'] } }),
    ];
    const send = (language: string) =>
      services.call({
        method: 'POST',
        path: '/v1/cargo-requests/batch',
        as: 'solar',
        headers: { 'accept-language': language, 'idempotency-key': 'in-chinese' },
        body: lines.join('\n'),
      });
    const answer = await send('zh-CN');
    const results = String(answer.body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number; errors: unknown });
    expect(results.map(({ status, errors }) => [status, errors])).toEqual([
      [
        400,
        [
          {
            code: 'INVALID_VALUE',
            property: 'latestArrivalDateTime',
            message: '须为带时区的日期时间，如 2026-12-03T06:00:00+08:00',
          },
        ],
      ],
      [
        422,
        [
          {
            code: 'UNKNOWN_LOCATION',
            property: 'destination.dischargePorts[0]',
            message: 'ZZZZZ 不是已知的海港代码（UN/LOCODE）',
          },
        ],
      ],
    ]);
    const repeated = await send('en');
    expect([repeated.body, repeated.headers.get('content-language')]).toEqual([answer.body, 'zh']);
  });

  test('what is only doubtful is said in both languages', async () => {
    const light = body('DOUBTFUL');
    const { body: made } = await post({
      ...light,
      origin: { ...light.origin, loadPorts: ['CNSGH', 'CNNBO'] },
    });
    expect(made.feedbacks).toEqual([
      {
        severity: 'WARN',
        code: 'PRE_CARRIAGE_MISSING',
        property: 'origin.preCarriage',
        message: 'no leg to CNNBO: its door-to-port figure begins at the terminal and looks lower than it is',
        translations: { zh: expect.stringMatching(/^.*CNNBO.*\p{Script=Han}/u) },
      },
    ]);
  });
});
