import type { Topic } from '@greenlane/contracts/topics';
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
const offer = (changes = {}) =>
  publish('vessel-offers', 'org.greenlane.vessel-offer.published.v1', 'CHINA', sampleOffer(changes));
const request = (changes = {}) =>
  publish('cargo-requests', 'org.greenlane.cargo-request.submitted.v1', 'CHINA', sampleRequest(changes));

async function allocationOf(requestId: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const { body } = await services.call({
        method: 'GET',
        path: `/v1/allocations?requestId=${requestId}`,
        as: 'authority',
      });
      expect(body).toHaveLength(1);
      return body[0].allocationId;
    },
    { timeout: 15_000, interval: 50 },
  );
}

beforeAll(async () => {
  services = await startServices({
    services: [matching],
    clock,
    organisations: [
      { organisationId: 'authority', role: 'authority' },
      { organisationId: 'carrier-a', role: 'carrier' },
      { organisationId: 'carrier-b', role: 'carrier' },
      { organisationId: 'exporter-a', role: 'exporter' },
      { organisationId: 'exporter-b', role: 'exporter' },
      { organisationId: 'provider', role: 'logistics-provider', actsFor: ['exporter-a'] },
      { organisationId: 'shanghai', role: 'port-operator', ports: ['CNSGH'] },
      { organisationId: 'ningbo', role: 'port-operator', ports: ['CNNBO'] },
    ],
  });
  await publish('programme', 'org.greenlane.policy.published.v1', 'national', samplePolicy());
  await publish('programme', 'org.greenlane.designation.changed.v1', 'exporter-p', sampleDesignation());
  await offer();
  await offer({ offerId: 'ordinary', carrierId: 'carrier-b', emissionProfile: DEFAULT_PROFILE });
  await offer({ offerId: 'elsewhere', portCalls: sampleOffer().portCalls.slice(1), emissionProfile: DEFAULT_PROFILE });
}, 120_000);
afterAll(() => services?.stop());

describe('matching over HTTP', () => {
  it('ranks a stored request, naming the best first and why the others were refused', async () => {
    await request({ requestId: 'ranked', allocationMode: 'MANUAL' });
    const ranking = await vi.waitFor(async () => {
      const answer = await services.call({ method: 'GET', path: '/v1/rankings/ranked', as: 'exporter-a' });
      expect(answer.status).toBe(200);
      // The offers are taken one batch after the other.
      expect(answer.body.counts).toEqual({ candidates: 2, refused: 1, byReason: { LOAD_PORT_NOT_CALLED: 1 } });
      return answer.body;
    }, 15_000);
    expect(ranking.candidates.map((each: { offerId: string; rank: number }) => [each.rank, each.offerId])).toEqual([
      [1, 'offer-1'],
      [2, 'ordinary'],
    ]);
    expect(ranking.candidates[0].co2e.byElement.map((element: { kind: string }) => element.kind)).toEqual([
      'PRE_CARRIAGE',
      'LOAD_TERMINAL',
      'SEA',
      'DISCHARGE_TERMINAL',
    ]);
    expect(ranking.refused).toEqual([
      {
        offerId: 'elsewhere',
        carrierOfferReference: 'AEU3-054W',
        carrierName: 'Carrier A',
        vessel: { vesselIMONumber: '9795610', name: 'COSCO SHIPPING UNIVERSE' },
        reasons: [
          { code: 'LOAD_PORT_NOT_CALLED', message: "The sailing loads at none of the request's ports (CNSGH)." },
        ],
      },
    ]);
    const page = await services.call({
      method: 'GET',
      path: '/v1/rankings/ranked/candidates?limit=1',
      as: 'exporter-a',
    });
    const next = page.headers.get('next-page-cursor');
    const second = await services.call({
      method: 'GET',
      path: `/v1/rankings/ranked/candidates?limit=1&cursor=${next}`,
      as: 'exporter-a',
    });
    expect([page.body[0], second.body[0]]).toEqual(ranking.candidates);
  });

  it('shows rankings to the exporter and who acts for it, and to nobody else', async () => {
    const status = async (as: string) =>
      (await services.call({ method: 'GET', path: '/v1/rankings/ranked', as })).status;
    expect([await status('exporter-a'), await status('provider'), await status('authority')]).toEqual([200, 200, 200]);
    expect([await status('exporter-b'), await status('carrier-a')]).toEqual([404, 403]);
  });

  it('words what it says in the language that is asked for, and nothing but the words changes', async () => {
    const withoutWords = (document: unknown) =>
      JSON.parse(JSON.stringify(document, (name, value) => (['message', 'sentences'].includes(name) ? null : value)));
    for (const [path, as] of [
      ['/v1/rankings/ranked', 'exporter-a'],
      ['/v1/rankings/ranked/candidates', 'exporter-a'],
      ['/v1/rankings/ranked/refused', 'exporter-a'],
      ['/v1/rankings/offers/ordinary', 'carrier-b'],
      ['/v1/ranking-policy?market=CHINA', 'exporter-a'],
      ['/v1/outlook?market=CHINA', 'exporter-a'],
    ] as const) {
      const ask = (language: string) =>
        services.call({ method: 'GET', path, as, headers: { 'accept-language': language } });
      const [english, chinese] = [await ask('en'), await ask('zh-CN,zh;q=0.9,en;q=0.8')];
      expect([path, english.status, chinese.status]).toEqual([path, 200, 200]);
      expect([english, chinese].map(({ headers }) => [headers.get('content-language'), headers.get('vary')])).toEqual([
        ['en', 'Accept-Language'],
        ['zh', 'Accept-Language'],
      ]);
      expect(withoutWords(chinese.body)).toEqual(withoutWords(english.body));
      expect([path, /\p{Script=Han}/u.test(JSON.stringify(english.body))]).toEqual([path, false]);
      expect([path, /\p{Script=Han}/u.test(JSON.stringify(chinese.body))]).toEqual([path, true]);
    }
  });

  it('takes units that the exporter chooses, and the carrier confirms them', async () => {
    const made = await services.call({
      method: 'POST',
      path: '/v1/allocations',
      as: 'exporter-a',
      headers: { 'idempotency-key': 'choose-1' },
      body: { requestId: 'ranked', offerId: 'ordinary', units: 10 },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ status: 'held', offerId: 'ordinary', units: 10, cause: 'EXPORTER_CHOSE' });
    const again = await services.call({
      method: 'POST',
      path: '/v1/allocations',
      as: 'exporter-a',
      headers: { 'idempotency-key': 'choose-1' },
      body: { requestId: 'ranked', offerId: 'ordinary', units: 10 },
    });
    expect([again.status, again.body]).toEqual([201, made.body]);
    const path = `/v1/allocations/${made.body.allocationId}/confirmation`;
    expect((await services.call({ method: 'POST', path, as: 'carrier-a' })).status).toBe(404);
    const confirmed = await services.call({ method: 'POST', path, as: 'carrier-b' });
    expect([confirmed.status, confirmed.body.status]).toEqual([200, 'confirmed']);
    const twice = await services.call({ method: 'POST', path, as: 'carrier-b' });
    expect([twice.status, twice.body.errors[0].code]).toEqual([409, 'WRONG_STATUS']);
  });

  it('refuses units that can never be taken with 422 and space that is gone with 409', async () => {
    const choose = async (body: object) => {
      const answer = await services.call({ method: 'POST', path: '/v1/allocations', as: 'exporter-a', body });
      const told = (error: { code: string; property: string }) => `${error.code} ${error.property}`;
      return [answer.status, answer.body.errors?.map(told)];
    };
    expect(await choose({ requestId: 'ranked', offerId: 'ordinary', units: 1 })).toEqual([
      422,
      ['TOO_MANY_UNITS units'],
    ]);
    expect(await choose({ requestId: 'none', offerId: 'ordinary', units: 1 })).toEqual([
      422,
      ['UNKNOWN_REQUEST requestId'],
    ]);
    const inChinese = await services.call({
      method: 'POST',
      path: '/v1/allocations',
      as: 'exporter-a',
      headers: { 'accept-language': 'zh' },
      body: { requestId: 'ranked', offerId: 'ordinary', units: 1 },
    });
    expect([inChinese.body.title, inChinese.body.detail]).toEqual([
      '舱位分配未作更改',
      'units：该需求已没有待配载的箱',
    ]);
    await request({
      requestId: 'large',
      allocationMode: 'MANUAL',
      equipment: { ISOEquipmentCode: '45G1', units: 49, cargoGrossWeightKg: '9000' },
    });
    await vi.waitFor(
      async () =>
        expect((await services.call({ method: 'GET', path: '/v1/rankings/large', as: 'exporter-a' })).status).toBe(200),
      15_000,
    );
    expect(await choose({ requestId: 'large', offerId: 'ordinary', units: 49 })).toEqual([
      409,
      ['NOT_FEASIBLE offerId', 'FULL offerId'],
    ]);
  });

  it('answers a refused choice again as it was refused, under the same Idempotency-Key', async () => {
    const choose = () =>
      services.call({
        method: 'POST',
        path: '/v1/allocations',
        as: 'exporter-a',
        headers: { 'idempotency-key': 'refused-1' },
        body: { requestId: 'large', offerId: 'ordinary', units: 49 },
      });
    const first = await choose();
    const again = await choose();
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([409, 409, 'true']);
    expect([again.headers.get('content-type'), again.body]).toEqual(['application/problem+json', first.body]);
  });

  it('explains a decision from the journal, as it was then', async () => {
    await request({ requestId: 'explained' });
    const allocationId = await allocationOf('explained');
    const before = await services.call({
      method: 'GET',
      path: `/v1/allocations/${allocationId}/decision`,
      as: 'exporter-a',
    });
    expect(before.status).toBe(200);
    expect(before.body).toMatchObject({
      journalInput: 'request-submitted',
      cause: 'MATCHED',
      offerId: 'offer-1',
      units: 10,
    });
    expect(before.body.ranking.candidates[0].offerId).toBe('offer-1');
    await publish('vessel-offers', 'org.greenlane.vessel-offer.withdrawn.v1', 'CHINA', {
      offerId: 'elsewhere',
      version: 2,
      market: 'CHINA',
      carrierId: 'carrier-a',
      reason: 'gone',
    });
    await offer({
      offerId: 'greener',
      emissionProfile: {
        dataQuality: 'MODELLED',
        gCO2PerTonneNauticalMile: '4.6',
        reportingYear: 2023,
        source: 'EU-MRV',
      },
    });
    await vi.waitFor(async () => {
      const now = await services.call({ method: 'GET', path: '/v1/rankings/explained', as: 'exporter-a' });
      expect(now.body.candidates[0].offerId).toBe('greener');
    }, 15_000);
    const after = await services.call({
      method: 'GET',
      path: `/v1/allocations/${allocationId}/decision`,
      as: 'exporter-a',
    });
    expect(JSON.stringify(after.body)).toBe(JSON.stringify(before.body));
  });

  it('gives anyone the outlook of a lane, and each carrier the use of its own space alone', async () => {
    const rows = await services.call({
      method: 'GET',
      path: '/v1/outlook?market=CHINA&loadPort=CNSGH&dischargePort=NLRTM',
      as: 'exporter-a',
    });
    expect(rows.status).toBe(200);
    expect(rows.body).toHaveLength(1);
    expect(rows.body[0]).toMatchObject({ week: '2026-W49', loadPort: 'CNSGH', dischargePort: 'NLRTM' });
    const use = (as: string) => services.call({ method: 'GET', path: '/v1/rankings/offers/ordinary', as });
    const own = await use('carrier-b');
    expect(own.status).toBe(200);
    expect(own.body).toMatchObject({ offerId: 'ordinary', open: true });
    expect(own.body.requests).toBeGreaterThan(0);
    expect((await use('carrier-a')).status).toBe(404);
    expect((await use('exporter-a')).status).toBe(403);
  });

  it('shows allocations to their parties alone', async () => {
    const allocationId = await allocationOf('explained');
    const path = `/v1/allocations/${allocationId}`;
    const statuses: Record<string, number> = {};
    for (const as of [
      'exporter-a',
      'provider',
      'carrier-a',
      'shanghai',
      'authority',
      'exporter-b',
      'carrier-b',
      'ningbo',
    ]) {
      statuses[as] = (await services.call({ method: 'GET', path, as })).status;
    }
    expect(statuses).toEqual({
      'exporter-a': 200,
      provider: 200,
      'carrier-a': 200,
      shanghai: 200,
      authority: 200,
      'exporter-b': 404,
      'carrier-b': 404,
      ningbo: 404,
    });
  });

  it('ships an allocation when the port has loaded all its boxes', async () => {
    await request({
      requestId: 'shipped',
      equipment: { ISOEquipmentCode: '45G1', units: 2, cargoGrossWeightKg: '9000' },
    });
    const allocationId = await allocationOf('shipped');
    for (const equipmentReference of ['CSQU3054383', 'MSCU6639870']) {
      await publish('port-channel', 'org.greenlane.equipment-event.recorded.v1', equipmentReference, {
        eventID: `load-${equipmentReference}`,
        equipmentEventTypeCode: 'LOAD',
        eventClassifierCode: 'ACT',
        eventDateTime: '2026-12-03T10:00:00+08:00',
        equipmentReference,
        UNLocationCode: 'CNSGH',
        isRetracted: false,
        allocationId,
        recordedAt: '2026-12-03T10:05:00+08:00',
      });
    }
    await vi.waitFor(async () => {
      const { body } = await services.call({ method: 'GET', path: `/v1/allocations/${allocationId}`, as: 'authority' });
      expect(body.status).toBe('loaded');
    }, 15_000);
  });

  it('quotes a body that is not stored, for the caller or whom it acts for', async () => {
    const {
      requestId: _id,
      version: _v,
      exporterId: _e,
      exporterName: _n,
      submittedBy: _s,
      market: _m,
      submittedAt: _at,
      ...body
    } = sampleRequest();
    const quote = await services.call({
      method: 'POST',
      path: '/v1/rankings',
      as: 'provider',
      body: { ...body, onBehalfOf: 'exporter-a' },
    });
    expect([quote.status, quote.body.requestId, quote.body.counts.candidates > 0]).toEqual([200, 'quote', true]);
    const foreign = await services.call({
      method: 'POST',
      path: '/v1/rankings',
      as: 'provider',
      body: { ...body, onBehalfOf: 'exporter-b' },
    });
    expect(foreign.status).toBe(403);
    const split = { ...body, origin: { ...body.origin, loadPorts: ['CNSGH', 'SGSIN'] } };
    const twoMarkets = await services.call({ method: 'POST', path: '/v1/rankings', as: 'exporter-a', body: split });
    expect([twoMarkets.status, twoMarkets.body.errors[0].code]).toEqual([422, 'LOAD_PORTS_IN_TWO_MARKETS']);
  });

  it('refuses to rank a quote that no request could be, as the request would be refused', async () => {
    const { requestId: _, version: _v, market: _m, submittedAt: _at, ...rest } = sampleRequest();
    const { exporterId: _e, exporterName: _n, submittedBy: _s, ...body } = rest;
    const wrong = {
      ...body,
      equipment: { ...body.equipment, cargoGrossWeightKg: '9'.repeat(25) },
      origin: { ...body.origin, preCarriage: [{ loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '9'.repeat(25) }] },
      destination: { dischargePorts: ['XXXXX'] },
      latestArrivalDateTime: '9999-12-31T00:00:00Z',
      constraints: { maxRate: { amount: '9'.repeat(30), currencyCode: 'USD' } },
    };
    const answer = await services.call({ method: 'POST', path: '/v1/rankings', as: 'exporter-a', body: wrong });
    expect([answer.status, answer.body.errors.map((error: { property: string }) => error.property)]).toEqual([
      422,
      [
        'destination.dischargePorts[0]',
        'equipment.cargoGrossWeightKg',
        'latestArrivalDateTime',
        'origin.preCarriage[0].distanceKm',
        'constraints.maxRate.amount',
      ],
    ]);
  });

  it('answers about a cancelled request and a withdrawn offer although both have left the book', async () => {
    const origin = { ...sampleRequest().origin, loadPorts: ['CNNBO'], preCarriage: [] };
    await offer({ offerId: 'gone', portCalls: sampleOffer().portCalls.slice(1), emissionProfile: DEFAULT_PROFILE });
    await request({ requestId: 'dropped', origin });
    const allocationId = await allocationOf('dropped');
    const { body: allocation } = await services.call({
      method: 'GET',
      path: `/v1/allocations/${allocationId}`,
      as: 'authority',
    });
    const ask = async (path: string, as: string) => services.call({ method: 'GET', path, as });
    const [ranking, use, decision] = [
      '/v1/rankings/dropped',
      '/v1/rankings/offers/gone',
      `/v1/allocations/${allocationId}/decision`,
    ];
    await vi.waitFor(async () => expect((await ask(use, 'carrier-a')).status).toBe(200), 15_000);
    const before = [await ask(ranking, 'exporter-a'), await ask(use, 'carrier-a'), await ask(decision, 'exporter-a')];
    expect(before.map(({ status }) => status)).toEqual([200, 200, 200]);
    await publish('cargo-requests', 'org.greenlane.cargo-request.cancelled.v1', 'CHINA', {
      requestId: 'dropped',
      version: 2,
      market: 'CHINA',
      exporterId: 'exporter-a',
      reason: 'over',
    });
    const hasLeft = (table: 'offer' | 'request', id: string) =>
      vi.waitFor(async () => {
        const rows = await services.database.query(
          `select left_sequence is not null as left from matching.${table} where ${table}_id = '${id}'`,
        );
        expect(rows).toEqual([{ left: true }]);
      }, 15_000);
    // Two topics keep no order between each other.
    await hasLeft('request', 'dropped');
    await publish('vessel-offers', 'org.greenlane.vessel-offer.withdrawn.v1', 'CHINA', {
      offerId: 'gone',
      version: 2,
      market: 'CHINA',
      carrierId: 'carrier-a',
      reason: 'over',
    });
    await hasLeft('offer', 'gone');
    const after = await ask(ranking, 'exporter-a');
    expect([after.status, after.body.requestId, after.body.units]).toEqual([200, 'dropped', allocation.units]);
    const named = [...after.body.candidates, ...after.body.refused].map((each: { offerId: string }) => each.offerId);
    expect(named).not.toContain('gone');
    // A carrier reads how its space stood when it took it away, and everyone reads the decision that was made then.
    expect((await ask(use, 'carrier-a')).body).toEqual({
      ...before[1]!.body,
      open: false,
      decidedAt: expect.any(String),
      requests: before[1]!.body.requests - 1,
      placedHere: before[1]!.body.placedHere - (allocation.offerId === 'gone' ? 1 : 0),
      placedElsewhere: before[1]!.body.placedElsewhere - (allocation.offerId === 'gone' ? 0 : 1),
      legs: expect.any(Array),
      message: expect.any(String),
    });
    expect((await ask(decision, 'exporter-a')).body).toEqual(before[2]!.body);
  });

  it('lets holds lapse as time passes', async () => {
    const allocationId = await allocationOf('explained');
    clock.set(new Date('2026-11-22T00:00:00Z'));
    await vi.waitFor(async () => {
      const { body } = await services.call({ method: 'GET', path: `/v1/allocations/${allocationId}`, as: 'authority' });
      expect([body.status, body.cause]).toEqual(['expired', 'HOLD_EXPIRED']);
    }, 15_000);
  });
});
