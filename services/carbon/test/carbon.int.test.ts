import type { Allocation } from '@greenlane/contracts/allocation';
import { verifyStatement } from '@greenlane/statement/verify';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { carbon } from '../src/service.ts';
import { allocation, allocationEvent } from './chains.ts';
import { policy } from './policies.ts';

let services: RunningServices;
const WAIT = { timeout: 30_000, interval: 50 };

beforeAll(async () => {
  services = await startServices({
    services: [carbon],
    organisations: [
      { organisationId: 'solar', role: 'exporter' },
      { organisationId: 'capped', role: 'exporter' },
      { organisationId: 'rival', role: 'exporter' },
      { organisationId: 'line', role: 'carrier' },
      { organisationId: 'authority', role: 'authority' },
      { organisationId: 'verifier', role: 'verifier' },
    ],
  });
  await services.bus.publish([
    {
      topic: 'programme',
      // Room for 50 containers of one exporter, or 30 of the other once the first has its own: 80 in all.
      envelope: sampleEnvelope({
        type: 'org.greenlane.policy.published.v1',
        subject: 'P',
        data: policy({
          subsidy: {
            rate: { basis: 'CONTAINER', amount: '40.00', currencyCode: 'CNY' },
            capPerUnit: '2000.00',
            capTotal: '3200.00',
          },
        }),
      }),
    },
  ]);
}, 60_000);
afterAll(async () => services?.stop());

const publish = (state: Allocation) => services.bus.publish([allocationEvent(state)]);
const get = (path: string, as: string, headers?: Record<string, string>) =>
  services.call({ method: 'GET', path, as, ...(headers ? { headers } : {}) });

async function footprintOf(allocationId: string, as: string) {
  return vi.waitFor(async () => {
    const answer = await get(`/v1/carbon/footprints/${allocationId}`, as);
    expect(answer.status).toBe(200);
    return answer.body;
  }, WAIT);
}

async function statementOf(allocationIds: readonly string[], as = 'solar') {
  for (const allocationId of allocationIds) await footprintOf(allocationId, as);
  const made = await services.call({ method: 'POST', path: '/v1/carbon/statements', as, body: { allocationIds } });
  expect(made.status).toBe(201);
  return made.body;
}

describe('footprints', () => {
  test('are PLANNED with the grams that ranked, superseded by ACTUAL on loading, and never edited', async () => {
    const held = allocation('f-1', { status: 'held', units: 3 });
    await publish(held);
    const planned = await footprintOf('f-1', 'solar');
    expect(planned).toMatchObject({
      kind: 'PLANNED',
      version: 1,
      units: 3,
      superseded: [],
      perContainer: { wellToWakeGrams: held.perContainer.wellToWakeGrams },
    });
    await publish({ ...held, version: 2, status: 'confirmed' });
    await publish({ ...held, version: 3, status: 'loaded' });
    await vi.waitFor(async () => expect((await footprintOf('f-1', 'solar')).kind).toBe('ACTUAL'), WAIT);
    const actual = await footprintOf('f-1', 'solar');
    expect([actual.version, actual.supersedes, actual.superseded.length]).toEqual([2, planned.footprintId, 1]);
    expect((await get('/v1/carbon/footprints/f-1', 'rival')).status).toBe(404);
    await expect(services.database.query('update carbon.footprint set units = 9')).rejects.toThrow('never edited');
  });

  test('read as iLEAP and PACT views that pass the import check of whoever receives them', async () => {
    await publish(allocation('f-2', { units: 2 }));
    await footprintOf('f-2', 'solar');
    const accepted = await get('/v1/carbon/footprints/f-2', 'solar', { accept: 'application/vnd.ileap+json' });
    const view = async (name: string) => await get(`/v1/carbon/footprints/f-2/${name}`, 'solar');
    const [shipment, tocs, hocs, pact] = await Promise.all(
      ['shipment-footprint', 'tocs', 'hocs', 'product-footprints'].map(view),
    );
    expect(accepted.body).toEqual(shipment?.body);
    expect([shipment, tocs, hocs, pact].map((answer) => answer?.headers.get('content-type'))).toEqual([
      'application/vnd.ileap+json; charset=utf-8',
      'application/vnd.ileap+json; charset=utf-8',
      'application/vnd.ileap+json; charset=utf-8',
      'application/json; charset=utf-8',
    ]);
    const grams = shipment?.body.tces.reduce(
      (total: number, tce: { co2eWTW: string }) => total + Math.round(Number(tce.co2eWTW) * 1_000),
      0,
    );
    expect(grams).toBe(allocation('f-2').perContainer.wellToWakeGrams * 2);
    expect(pact?.body.data.map((row: { extensions: { data: unknown }[] }) => row.extensions[0]?.data)).toEqual([
      shipment?.body,
      ...(tocs?.body ?? []),
      ...(hocs?.body ?? []),
    ]);
    const body = { shipmentFootprint: shipment?.body, tocs: tocs?.body, hocs: hocs?.body };
    const check = (sent: unknown) =>
      services.call({ method: 'POST', path: '/v1/carbon/ileap-imports/check', body: sent });
    expect((await check(body)).status).toBe(200);
    const [first, ...others] = shipment?.body.tces ?? [];
    const altered = {
      ...body,
      shipmentFootprint: { ...shipment?.body, tces: [{ ...first, co2eWTW: '1.234' }, ...others] },
    };
    const refused = await check(altered);
    expect([refused.status, refused.body.errors[0]]).toEqual([
      422,
      {
        code: 'WTW_MISMATCH',
        property: 'shipmentFootprint.tces.0.co2eWTW',
        message: '1.234 kg stated; 15190 tkm × 0.116 kg give 1762.04',
      },
    ]);
    expect((await get('/v1/carbon/footprints/f-2/tocs', 'rival')).status).toBe(404);
  });
});

describe('statements', () => {
  test('verify offline; one flipped digit anywhere is found', async () => {
    await publish(allocation('s-1', { units: 4 }));
    const signed = await statementOf(['s-1']);
    const jwks = (await services.call({ method: 'GET', path: '/.well-known/jwks.json' })).body;
    expect(await verifyStatement(signed)).toMatchObject({ ok: true, signer: 'not established' });
    expect(await verifyStatement(signed, { jwks })).toMatchObject({ ok: true, signer: 'established' });
    const text = JSON.stringify(signed);
    let flipped = 0;
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index] ?? '';
      if (!/\d/.test(character)) continue;
      const changed = `${text.slice(0, index)}${(Number(character) + 1) % 10}${text.slice(index + 1)}`;
      let value: unknown;
      try {
        value = JSON.parse(changed);
      } catch {
        // A number with a leading zero is no JSON: found as well.
        continue;
      }
      const { ok } = await verifyStatement(value, { jwks });
      if (ok) expect.fail(`a flipped digit at ${index} was not found: …${text.slice(index - 40, index + 20)}…`);
      flipped += 1;
    }
    expect(flipped).toBeGreaterThan(300);
  }, 120_000);

  test('hang together: each names the hash of the one before, and a correction the one it supersedes', async () => {
    await publish(allocation('s-2'));
    const first = await statementOf(['s-2']);
    const second = await services.call({
      method: 'POST',
      path: '/v1/carbon/statements',
      as: 'solar',
      body: { allocationIds: ['s-2'], supersedes: first.statement.statementId },
    });
    expect([second.body.statement.previousSha256, second.body.statement.supersedes]).toEqual([
      first.sha256,
      first.statement.statementId,
    ]);
    const verification = await services.call({
      method: 'GET',
      path: `/v1/carbon/statements/${first.statement.statementId}/verification`,
    });
    expect(verification.body).toMatchObject({ ok: true, supersededBy: second.body.statement.statementId });
    await expect(services.database.query(`update carbon.statement set sha256 = 'x'`)).rejects.toThrow('never edited');
  });

  test('the same content as page and PDF, in both languages', async () => {
    await publish(allocation('s-3', { units: 2 }));
    const signed = await statementOf(['s-3']);
    const path = `/v1/carbon/statements/${signed.statement.statementId}`;
    const page = await get(`${path}?format=html`, 'solar');
    expect(page.headers.get('content-type')).toContain('text/html');
    for (const words of [
      'Transport carbon statement (ISO 14083)',
      '运输碳排放声明',
      signed.sha256,
      'R-s-3',
      'MANILA MAERSK',
      'category 4',
      '盐城光伏',
    ])
      expect(page.body).toContain(words);
    expect(page.body).not.toContain('CBAM declaration (');
    const pdf = await fetch(`${services.baseUrl}${path}?format=pdf`, { headers: services.authorization('solar') });
    const bytes = Buffer.from(await pdf.arrayBuffer());
    expect([pdf.headers.get('content-type'), bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    // One page a shipment.
    expect(bytes.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect((await get(path, 'rival')).status).toBe(404);
    expect(
      (
        await services.call({
          method: 'POST',
          path: `${path}/attestation`,
          as: 'verifier',
          body: { outcome: 'ATTESTED', reason: 'figures recomputed' },
        })
      ).status,
    ).toBe(200);
    expect(
      (
        await services.call({
          method: 'POST',
          path: `${path}/attestation`,
          as: 'verifier',
          body: { outcome: 'REFUSED', reason: 'second thoughts' },
        })
      ).status,
    ).toBe(409);
  });
});

describe('claims', () => {
  async function race(exporterId: string, containers: number): Promise<readonly number[]> {
    const ids = Array.from({ length: containers }, (_unused, index) => `${exporterId}-${index}`);
    for (const id of ids) await publish(allocation(id, { exporterId, exporterName: exporterId }));
    const statements = await Promise.all(ids.map((id) => statementOf([id], exporterId)));
    const tries = statements.flatMap(({ statement }) =>
      Array.from({ length: 4 }, () => statement.statementId as string),
    );
    const answers = await Promise.all(
      tries.map((statementId) =>
        services.call({ method: 'POST', path: '/v1/carbon/claims', as: exporterId, body: { statementId } }),
      ),
    );
    return answers.map(({ status }) => status);
  }

  test('200 racing on 50 containers: exactly 50, and with the cap reached midway exactly 30', async () => {
    const first = await race('solar', 50);
    expect(
      Object.fromEntries([...Map.groupBy(first, (status) => status)].map(([status, list]) => [status, list.length])),
    ).toEqual({ 201: 50, 409: 150 });
    const second = await race('capped', 50);
    expect(
      Object.fromEntries([...Map.groupBy(second, (status) => status)].map(([status, list]) => [status, list.length])),
    ).toEqual({ 201: 30, 409: 170 });
    expect(
      await services.database.query(`select holder, claimed::int, cap::int from carbon.subsidy_budget order by holder`),
    ).toEqual([
      { holder: '*', claimed: 3200, cap: 3200 },
      { holder: 'capped', claimed: 1200, cap: 2000 },
      { holder: 'solar', claimed: 2000, cap: 2000 },
    ]);
    expect(
      await services.database.query(`select count(*)::int as active from carbon.claim_item where is_active`),
    ).toEqual([{ active: 80 }]);
  }, 120_000);

  test('go from draft to approval by the right hands, and a rejection gives budget and containers back', async () => {
    const { body: list } = await get('/v1/carbon/claims?limit=2', 'solar');
    const [one, two] = list as { claimId: string; statementId: string }[];
    const step = (claimId: string | undefined, name: string, as: string, body?: unknown) =>
      services.call({
        method: 'POST',
        path: `/v1/carbon/claims/${claimId}/${name}`,
        as,
        ...(body === undefined ? {} : { body }),
      });
    expect((await step(one?.claimId, 'approval', 'authority')).status).toBe(409);
    expect((await step(one?.claimId, 'submission', 'rival')).status).toBe(404);
    expect((await step(one?.claimId, 'verification', 'solar')).status).toBe(403);
    expect((await step(one?.claimId, 'submission', 'solar')).body.status).toBe('submitted');
    expect((await step(one?.claimId, 'verification', 'verifier')).body.status).toBe('verified');
    expect((await step(one?.claimId, 'approval', 'authority')).body.status).toBe('approved');
    await step(two?.claimId, 'submission', 'solar');
    expect((await step(two?.claimId, 'rejection', 'authority', { reason: 'evidence missing' })).body).toMatchObject({
      status: 'rejected',
      reason: 'evidence missing',
    });
    expect(
      (
        await services.call({
          method: 'POST',
          path: '/v1/carbon/claims',
          as: 'solar',
          body: { statementId: two?.statementId },
        })
      ).status,
    ).toBe(201);
    const csv = await get('/v1/carbon/claims?format=csv', 'solar');
    const [header, line] = String(csv.body).split('\n');
    expect(header).toBe(
      'claimId,status,statementId,allocationId,unitNumber,leg,amount,currencyCode,policyVersion,indicative,requestReference,equipmentReference,ISOEquipmentCode,extendedHSCode,commodityType,vesselIMONumber,carrierExportVoyageNumber,loadPort,dischargePort,departureDateTime,cargoMassKg,wellToWakeKg',
    );
    expect(line).toContain(',DOOR_TO_PORT,40.00,CNY,1,true,R-solar-');
    const { body: claim } = await get(`/v1/carbon/claims/${one?.claimId}`, 'solar');
    expect(claim.items).toEqual([
      {
        allocationId: expect.stringMatching(/^solar-/),
        unitNumber: 1,
        leg: 'DOOR_TO_PORT',
        programme: 'CN-PRIORITY-GUARANTEE',
        amount: '40.00',
        isActive: true,
        requestReference: expect.stringMatching(/^R-solar-/),
        ISOEquipmentCode: '45G1',
        extendedHSCode: '854143',
        commodityType: 'PV modules',
        vesselIMONumber: '9780469',
        carrierExportVoyageNumber: '054W',
        loadPort: 'CNSGH',
        dischargePort: 'NLRTM',
        departureDateTime: '2026-12-04T14:00:00+08:00',
        cargoMassKg: '24500',
        wellToWakeKg: '2726.122',
      },
    ]);
  });
});

describe('calculators', () => {
  const calculate = (name: string, body: unknown) =>
    services.call({ method: 'POST', path: `/v1/carbon/calculations/${name}`, body });

  test('FuelEU gives the published example of the European Sustainable Shipping Forum', async () => {
    const { body } = await calculate('fueleu', {
      year: 2025,
      scopePercent: '100',
      fuels: [
        { fuel: 'HFO', tonnes: '12000' },
        { fuel: 'MDO_MGO', tonnes: '1400' },
      ],
      gwpSet: 'AR4',
      rounding: { ttwDecimals: 5, ghgIntensityDecimals: 5 },
    });
    expect(body).toMatchObject({
      energyMJ: '545780000',
      ghgIntensityGPerMJ: '91.63722',
      complianceBalanceG: '-1255523227.6',
      penaltyEur: '802011',
    });
  });

  test('FuelEU covers the published fuels, limits and blends', async () => {
    const fuels = async (year: number, list: readonly Record<string, string>[]) =>
      (await calculate('fueleu', { year, scopePercent: '100', fuels: list })).body;
    const lng = await fuels(2025, [
      { fuel: 'LNG_OTTO_SS', tonnes: '1' },
      { fuel: 'LNG_OTTO_MS', tonnes: '1' },
    ]);
    expect(lng.fuels.map((fuel: { tankToWakeGPerMJ: string }) => fuel.tankToWakeGPerMJ)).toEqual([
      '64.36808',
      '70.70293',
    ]);
    const bio = await fuels(2030, [
      { fuel: 'FAME', tonnes: '1', certifiedGramsPerMJ: '14.9' },
      { fuel: 'HVO', tonnes: '1', certifiedGramsPerMJ: '16.0' },
    ]);
    expect(bio.fuels.map((fuel: { wellToWakeGPerMJ: string }) => fuel.wellToWakeGPerMJ)).toEqual([
      '16.38351',
      '17.2475',
    ]);
    expect([lng.limitGPerMJ, bio.limitGPerMJ]).toEqual(['89.3368', '85.6904']);
    const blend = await fuels(2025, [
      { fuel: 'HFO', tonnes: '760' },
      { fuel: 'FAME', tonnes: '240', certifiedGramsPerMJ: '14.9' },
    ]);
    expect(Number(blend.ghgIntensityGPerMJ).toFixed(3)).toBe('74.871');
  });

  test('FuelEU balances are banked, borrowed and pooled by Articles 20 and 21', async () => {
    // The ship of ESSF worked example 1: 545,780,000 MJ and 1,255.5 t short; 2 % of 89.3368 × its energy is 975,164,774.08 g.
    const [balanceG, energyMJ] = ['-1255523227.6', '545780000'];
    const borrow = (change: Record<string, unknown>) =>
      calculate('fueleu-flexibility', {
        mechanism: 'BORROWING',
        year: 2025,
        energyMJ,
        balanceG,
        borrowedG: '975164774.08',
        ...change,
      });
    expect((await borrow({})).body).toEqual({
      mechanism: 'BORROWING',
      year: 2025,
      limitGPerMJ: '89.3368',
      energyMJ,
      balanceG,
      borrowedG: '975164774.08',
      balanceAfterG: '-280358453.52',
      repaymentNextYearG: '1072681251.488',
    });
    const codesOf = ({ status, body }: { status: number; body: { errors: { code: string; property: string }[] } }) => [
      status,
      ...body.errors.map(({ code, property }) => `${code} ${property}`),
    ];
    expect(codesOf(await borrow({ borrowedG: '975164774.09', borrowedLastYear: true }))).toEqual([
      422,
      'BORROWED_TWICE borrowedLastYear',
      'BORROWING_LIMIT borrowedG',
    ]);
    expect(codesOf(await borrow({ year: 2024 }))).toEqual([422, 'YEAR_NOT_COVERED year']);
    const bank = (bankedG: string) =>
      calculate('fueleu-flexibility', { mechanism: 'BANKING', balanceG: '300000000', bankedG });
    expect((await bank('250000000')).body).toEqual({
      mechanism: 'BANKING',
      balanceG: '300000000',
      bankedG: '250000000',
      balanceAfterG: '50000000',
    });
    expect(codesOf(await bank('300000001'))).toEqual([422, 'BANKING_LIMIT bankedG']);
    const pool = (...shares: readonly string[]) =>
      calculate('fueleu-flexibility', {
        mechanism: 'POOLING',
        members: [
          { ship: '9780469', balanceG, allocatedG: shares[0] },
          { ship: '9948748', balanceG: '1400000000', allocatedG: shares[1] },
        ],
      });
    expect((await pool('0', '144476772.4')).body).toMatchObject({ mechanism: 'POOLING', totalG: '144476772.4' });
    expect(codesOf(await pool('-1255523227.7', '1399999999.9'))).toEqual([
      422,
      'POOL_NOT_CONSERVED members',
      'POOL_DEFICIT_GREW members.0',
    ]);
    expect(codesOf(await calculate('fueleu-flexibility', { mechanism: 'HOPE' }))[0]).toBe(400);
  });

  test('EU ETS covers half a leg and surrenders by year; CII rates a ship', async () => {
    const surrendered = [2024, 2025, 2026].map(async (year) => {
      const fuels = [{ fuel: 'HFO', tonnes: '1000', coverage: '0.5' }];
      const { body } = await calculate('eu-ets', { year, fuels, gases: 'CO2' });
      return [body.coveredTonnes, body.surrenderedTonnes];
    });
    expect(await Promise.all(surrendered)).toEqual([
      ['1557', '622.8'],
      ['1557', '1089.9'],
      ['1557', '1557'],
    ]);
    expect(
      (
        await calculate('cii', {
          shipType: 'ROPAX',
          capacity: '25000',
          distanceNm: '150000',
          fuels: [{ fuel: 'MDO_MGO', tonnes: '19000' }],
          year: 2019,
        })
      ).body,
    ).toMatchObject({ attained: '16.243733333', required: '19.184190519', rating: 'B' });
  });

  test('transport chains give the examples of iLEAP, road and rail, trade lanes and hubs', async () => {
    const chain = async (massKg: string, elements: readonly unknown[], more: Record<string, unknown> = {}) =>
      (await calculate('transport-chain', { massKg, massBasis: 'ACTUAL', elements, ...more })).body;
    const leg = (distanceKm: string, intensity: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
      type: 'LEG',
      mode: 'ROAD',
      distanceKm,
      distanceBasis: 'SFD',
      intensity,
      ...more,
    });
    expect(
      await chain('87', [
        leg('423', { kind: 'TOTALS', wellToWakeKg: '3.6801', tankToWakeKg: '3.2801' }, { dataQuality: 'PRIMARY' }),
        leg('321', { kind: 'TOTALS', wellToWakeKg: '4.74759', tankToWakeKg: '4.272831' }),
      ]),
    ).toMatchObject({ transportActivityTkm: '64.728', wellToWakeKg: '8.42769', primaryDataSharePercent: '56.85' });
    const split = (wellToTankG: string, tankToWakeG: string) => ({ kind: 'PER_TONNE_KM', wellToTankG, tankToWakeG });
    expect((await chain('230', [leg('700', split('1', '1'))])).transportActivityTkm).toBe('161');
    expect(await chain('1000', [leg('2126.845', split('27', '89'))])).toMatchObject({
      wellToTankKg: '57.424815',
      tankToWakeKg: '189.289205',
      wellToWakeKg: '246.71402',
    });
    expect(await chain('1000', [leg('1994.288', split('6.2', '4.1'), { mode: 'RAIL' })])).toMatchObject({
      wellToTankKg: '12.3645856',
      tankToWakeKg: '8.1765808',
    });
    const lane = (refrigerated: boolean) =>
      chain('10000', [leg('1000', { kind: 'TRADE_LANE', tradeLane: 'INTRA_MEI', refrigerated }, { mode: 'SEA' })], {
        teu: '1',
      });
    expect([(await lane(false)).wellToWakeKg, (await lane(true)).wellToWakeKg]).toEqual(['114.5', '207.8']);
    const hub = (hubType: string, temperature: string) => ({ type: 'HUB', hubType, temperature });
    expect([
      (await chain('10000', [hub('Transshipment', 'ambient')])).wellToWakeKg,
      (await chain('2000', [hub('Warehouse', 'mixed')])).wellToWakeKg,
      (await chain('30000', [hub('MaritimeContainerTerminal', 'ambient')], { containers: 3 })).wellToWakeKg,
    ]).toEqual(['12', '100', '34.2']);
    const refused = async (carrier: string, allocationShare: string) =>
      (
        await calculate('transport-chain', {
          massKg: '1000',
          massBasis: 'ACTUAL',
          elements: [
            leg('100', { kind: 'ENERGY', carriers: [{ carrier, quantity: '120', unit: 'l' }], allocationShare }),
          ],
        })
      ).body.errors[0].code;
    expect([await refused('CNG', '1'), await refused('DIESEL', '1.5')]).toEqual([
      'UNIT_NOT_FOR_CARRIER',
      'SHARE_OUT_OF_RANGE',
    ]);
  });

  test('a chain of any kind is computed, and chargeable weight refused by name', async () => {
    const chain = {
      massKg: '40000',
      massBasis: 'ACTUAL',
      elements: [
        {
          type: 'LEG',
          mode: 'ROAD',
          distanceKm: '423',
          distanceBasis: 'SFD',
          intensity: { kind: 'PER_TONNE_KM', wellToTankG: '27', tankToWakeG: '89' },
        },
      ],
    };
    expect((await calculate('transport-chain', chain)).body).toMatchObject({
      transportActivityTkm: '16920',
      wellToWakeKg: '1962.72',
      tankToWakeKg: '1505.88',
    });
    const refused = await calculate('transport-chain', { ...chain, massBasis: 'CHARGEABLE' });
    expect([refused.status, refused.body.errors[0].property]).toEqual([422, 'massBasis']);
  });
});
