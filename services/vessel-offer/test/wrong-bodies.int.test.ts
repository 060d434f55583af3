import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vesselOffer } from '../src/service.ts';

let services: RunningServices;

beforeAll(async () => {
  services = await startServices({
    services: [vesselOffer],
    organisations: [
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'rival', role: 'carrier' },
      { organisationId: 'solar', role: 'exporter' },
    ],
  });
});
afterAll(async () => services?.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

function body(reference: string) {
  return {
    carrierOfferReference: reference,
    vessel: { vesselIMONumber: '9780469', name: 'MANILA MAERSK' },
    carrierServiceCode: 'NE1',
    carrierExportVoyageNumber: '054W',
    portCalls: [
      {
        UNLocationCode: 'CNSHA',
        arrivalDateTime: inDays(9),
        departureDateTime: inDays(10),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: inDays(8) }],
      },
      { UNLocationCode: 'NLRTM', arrivalDateTime: inDays(45) },
    ],
    capacity: { teu: 100, weightTonnes: '1400', dangerousGoodsTeu: 20, reeferPlugs: 0 },
    acceptedEquipment: ['22G1', '45G1'],
    validUntil: inDays(8),
  };
}
const post = (offer: unknown, as = 'line') =>
  services.call({ method: 'POST', path: '/v1/vessel-offers', as, body: offer });

describe('a wrong offer answers a problem document that names the field', () => {
  const good = body('WRONG');
  test.each([
    [400, 'a negative capacity', { ...good, capacity: { ...good.capacity, teu: -1 } }, 'capacity.teu'],
    [400, 'an unknown property', { ...good, colour: 'green' }, 'colour'],
    [400, 'a time without offset', { ...good, validUntil: '2026-12-02T18:00:00' }, 'validUntil'],
    [
      400,
      'a bad UN/LOCODE',
      { ...good, portCalls: [{ ...good.portCalls[0], UNLocationCode: 'cnsgh' }, good.portCalls[1]] },
      'portCalls[0].UNLocationCode',
    ],
    [
      400,
      'a bad IMO number',
      { ...good, vessel: { ...good.vessel, vesselIMONumber: 'IMO9780469' } },
      'vessel.vesselIMONumber',
    ],
    [400, 'a reference that nobody sees', { ...good, carrierOfferReference: '\u200b\u2060' }, 'carrierOfferReference'],
    [
      400,
      'a reference that looks like another',
      { ...good, carrierOfferReference: 'A\u200bB' },
      'carrierOfferReference',
    ],
    [400, 'a name in two lines', { ...good, vessel: { ...good.vessel, name: 'MANILA\nMAERSK' } }, 'vessel.name'],
    [
      400,
      'a currency of no country',
      { ...good, rates: [{ ISOEquipmentCode: '45G1', amount: '1', currencyCode: 'ZZZ' }] },
      'rates[0].currencyCode',
    ],
    [400, 'one call alone', { ...good, portCalls: [good.portCalls[0]] }, 'portCalls'],
    [
      422,
      'more dangerous than all space',
      { ...good, capacity: { ...good.capacity, dangerousGoodsTeu: 200 } },
      'capacity.dangerousGoodsTeu',
    ],
    [
      422,
      'calls out of order',
      { ...good, portCalls: [good.portCalls[0], { ...good.portCalls[1], arrivalDateTime: inDays(2) }] },
      'portCalls[1].arrivalDateTime',
    ],
  ])('%d: %s', async (status, _name, offer, property) => {
    const answer = await post(offer);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(answer.body.errors.map((error: { property: string }) => error.property)).toContain(property);
  });
});

describe('the contract of an offer', () => {
  test('references and names may be in Chinese and hold emoji', async () => {
    const offer = { ...body('中远 欧线 🚢👩‍🔧'), vessel: { vesselIMONumber: '9780469', name: '中远海运宇宙 🌊' } };
    const answer = await post(offer);
    expect([answer.status, answer.body.carrierOfferReference, answer.body.vessel.name]).toEqual([
      201,
      offer.carrierOfferReference,
      offer.vessel.name,
    ]);
  });

  test('201 and its place under today’s port code; the same again 200, another body under its reference 409', async () => {
    const offer = body('O-1');
    const first = await post(offer);
    expect([first.status, first.headers.get('location')]).toEqual([201, `/v1/vessel-offers/${first.body.offerId}`]);
    const read = await services.call({ method: 'GET', path: `/v1/vessel-offers/${first.body.offerId}`, as: 'line' });
    expect([read.body.market, read.body.portCalls[0].UNLocationCode, read.body.pools[0].remaining.teu]).toEqual([
      'CHINA',
      'CNSGH',
      100,
    ]);
    expect((await post(offer)).status).toBe(200);
    expect((await post({ ...offer, capacity: { ...offer.capacity, teu: 90 } })).status).toBe(409);
  });

  test('a rival gets 404 for it, and may use the same reference for an offer of its own; an exporter may publish nothing', async () => {
    const offer = body('O-2');
    const { body: made } = await post(offer);
    expect(
      (await services.call({ method: 'GET', path: `/v1/vessel-offers/${made.offerId}`, as: 'rival' })).status,
    ).toBe(404);
    expect(
      (await services.call({ method: 'POST', path: `/v1/vessel-offers/${made.offerId}/withdrawal`, as: 'rival' }))
        .status,
    ).toBe(404);
    expect((await post(offer, 'rival')).status).toBe(201);
    expect((await post(offer, 'solar')).status).toBe(403);
  });

  test('an amendment replaces the full state under the ETag read last, and cannot change the market', async () => {
    const offer = body('O-3');
    const { body: made } = await post(offer);
    const path = `/v1/vessel-offers/${made.offerId}`;
    const etag = (await services.call({ method: 'GET', path, as: 'line' })).headers.get('etag') ?? '';
    const put = (change: unknown, headers: Record<string, string>) =>
      services.call({ method: 'PUT', path, as: 'line', body: change, headers });
    expect((await put(offer, {})).status).toBe(428);
    expect((await put(offer, { 'if-match': '"7"' })).status).toBe(412);
    expect(
      (
        await put(
          { ...offer, portCalls: [{ ...offer.portCalls[0], UNLocationCode: 'KRPUS' }, offer.portCalls[1]] },
          { 'if-match': etag },
        )
      ).status,
    ).toBe(422);
    const amended = await put({ ...offer, capacity: { ...offer.capacity, teu: 120 } }, { 'if-match': etag });
    expect([amended.status, amended.body.version]).toEqual([200, 2]);
  });

  test('what the carrier is warned of is said in Chinese too, on the offer and in a batch', async () => {
    const emissionProfile = {
      dataQuality: 'MODELLED',
      gCO2PerTonneNauticalMile: '3.1',
      reportingYear: 2023,
      source: 'EU-MRV',
    };
    const feedbacks = [
      {
        severity: 'WARN',
        code: 'MRV_FIGURE_IMPLAUSIBLE',
        property: 'emissionProfile',
        message:
          '3.1 g CO2/(t·nm) lies outside 4.5 to 120, the range of real container ships. The trade-lane default is used instead.',
        translations: { zh: '3.1 克 CO2/(吨·海里) 超出 4.5 至 120 的范围，即真实集装箱船的范围；改用贸易航线默认值' },
      },
    ];
    const offer = { ...body('O-WARNED'), emissionProfile };
    expect((await post(offer)).body.feedbacks).toEqual(feedbacks);
    const batch = await services.call({
      method: 'POST',
      path: '/v1/vessel-offers/batch',
      as: 'line',
      body: JSON.stringify({ ...offer, carrierOfferReference: 'O-WARNED-2' }),
    });
    expect(JSON.parse(String(batch.body)).feedbacks).toEqual(feedbacks);
  });

  test('each change leaves one event, in order, for the market', async () => {
    const { body: made } = await post(body('O-4'));
    await services.call({
      method: 'POST',
      path: `/v1/vessel-offers/${made.offerId}/withdrawal`,
      as: 'line',
      body: { reason: 'dry dock' },
    });
    await services.platform.settled();
    const rows = await services.database.query<{ type: string; key: string }>(
      `select convert_from(bytes, 'utf8')::jsonb ->> 'type' as type, convert_from(bytes, 'utf8')::jsonb ->> 'partitionkey' as key
       from event_log.log where topic = 'vessel-offers' and convert_from(bytes, 'utf8')::jsonb ->> 'subject' = $1 order by position`,
      [made.offerId],
    );
    expect(rows).toEqual([
      { type: 'org.greenlane.vessel-offer.published.v1', key: 'CHINA' },
      { type: 'org.greenlane.vessel-offer.withdrawn.v1', key: 'CHINA' },
    ]);
  });
});
