import { decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import { describe, expect, test } from 'vitest';
import { ciiRating, computeCii, imoCo2GramsPerKilogram } from '../src/cii.ts';
import { computeEuEts } from '../src/eu-ets.ts';
import {
  computeFuelEu,
  ESSF_ROUNDING,
  fuelEuBalance,
  fuelEuBlend,
  fuelEuFuelIntensity,
  fuelEuLimit,
} from '../src/fueleu.ts';
import {
  type ChainHub,
  type ChainLeg,
  computeTransportChain,
  type TransportChainInput,
} from '../src/transport-chain.ts';

/** Published or derived worked examples: every digit that a source prints must come out. */

function accepted<Value>(decision: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value {
  if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.value;
}

describe('FuelEU Maritime', () => {
  test('two fuels in 2025, with the rounding of the ESSF (SAPS WS1, worked example 1, May 2025)', () => {
    const result = accepted(
      computeFuelEu({
        year: 2025,
        scopePercent: '100',
        fuels: [
          { fuel: 'HFO', tonnes: '12000' },
          { fuel: 'MDO_MGO', tonnes: '1400' },
        ],
        gwpSet: 'AR4',
        rounding: ESSF_ROUNDING,
      }),
    );
    expect(result).toMatchObject({
      energyMJ: '545780000',
      ghgIntensityGPerMJ: '91.63722',
      complianceBalanceG: '-1255523227.6',
      penaltyEur: '802011',
    });
  });

  test('the same ship without rounding, and with the other reading of the warming potentials', () => {
    const ship = {
      year: 2025,
      scopePercent: '100',
      fuels: [
        { fuel: 'HFO', tonnes: '12000' },
        { fuel: 'MDO_MGO', tonnes: '1400' },
      ],
    };
    expect(accepted(computeFuelEu({ ...ship, gwpSet: 'AR4' })).penaltyEur).toBe('802008');
    expect(accepted(computeFuelEu({ ...ship, gwpSet: 'AR5' })).penaltyEur).toBe('753617');
  });

  test.each([
    ['HFO', '78.2442', '91.7442'],
    ['LFO', '78.19244', '91.39244'],
    ['MDO_MGO', '76.36745', '90.76745'],
    ['LNG_OTTO_SS', '64.36808', '82.86808'],
    ['LNG_OTTO_MS', '70.70293', '89.20293'],
    ['LNG_DIESEL_SS', '57.58074', '76.08074'],
    ['LNG_LBSI', '68.44048', '86.94048'],
    ['LPG_PROPANE', '66.41065', '74.21065'],
    ['LPG_BUTANE', '67.06283', '74.86283'],
  ])('%s emits %s g CO2e/MJ tank-to-wake and %s well-to-wake (Annex I and II, AR4)', (fuel, ttw, wtw) => {
    const result = accepted(fuelEuFuelIntensity({ fuel }));
    expect([result.tankToWakeGPerMJ, result.wellToWakeGPerMJ]).toEqual([ttw, wtw]);
  });

  test.each([
    ['HFO', '91.60123'],
    ['MDO_MGO', '90.63185'],
    ['LNG_OTTO_MS', '91.02538'],
    ['LNG_DIESEL_SS', '76.12916'],
  ])('%s emits %s g CO2e/MJ well-to-wake with AR5', (fuel, wtw) => {
    expect(accepted(fuelEuFuelIntensity({ fuel }, 'AR5')).wellToWakeGPerMJ).toBe(wtw);
  });

  test.each([
    [2025, '89.3368'],
    [2029, '89.3368'],
    [2030, '85.6904'],
    [2035, '77.9418'],
    [2040, '62.9004'],
    [2045, '34.6408'],
    [2050, '18.232'],
  ])('the limit of %d is %s g CO2e/MJ (Art. 4(2))', (year, limit) => {
    expect(toText(fuelEuLimit(year) ?? decimal(0))).toBe(limit);
  });

  test('a ship below the limit has a surplus', () => {
    const balance = fuelEuBalance({ limit: '89.3368', actual: '85.0', energyMJ: '1000000' });
    expect(toText(balance)).toBe('4336800');
  });

  test.each([
    ['FAME', '14.9', '16.38351'],
    ['HVO', '16.0', '17.2475'],
  ])('%s with a certified value of %s emits %s g CO2e/MJ', (fuel, certifiedGramsPerMJ, wtw) => {
    expect(accepted(fuelEuFuelIntensity({ fuel, certifiedGramsPerMJ })).wellToWakeGPerMJ).toBe(wtw);
  });

  test.each([
    ['HFO', '0.80', '0.20', '77.732'],
    ['HFO', '0.76', '0.24', '74.871'],
    ['HFO', '0.70', '0.30', '70.54'],
    ['LFO', '0.76', '0.24', '74.757'],
    ['LFO', '0.70', '0.30', '70.473'],
  ])('a blend of %s %s and FAME %s is weighted by energy: %s g CO2e/MJ', (base, fossilShare, bioShare, wtw) => {
    const blend = fuelEuBlend([
      { fuel: base, massShare: fossilShare },
      { fuel: 'FAME', massShare: bioShare, certifiedGramsPerMJ: '14.9' },
    ]);
    expect(accepted(blend).wellToWakeGPerMJ).toBe(wtw);
  });
});

describe('EU ETS', () => {
  test.each([
    [2024, '622.8'],
    [2025, '1089.9'],
    [2026, '1557'],
  ])('1,000 t of HFO on a half-covered leg surrender in %d %s t CO2', (year, surrendered) => {
    const result = accepted(
      computeEuEts({ year, fuels: [{ fuel: 'HFO', tonnes: '1000', coverage: '0.5' }], gases: 'CO2' }),
    );
    expect([result.coveredTonnes, result.surrenderedTonnes]).toEqual(['1557', surrendered]);
  });

  test('from 2026 on, methane and nitrous oxide count: 3.1631 t CO2e per tonne of HFO (AR5)', () => {
    const result = accepted(computeEuEts({ year: 2026, fuels: [{ fuel: 'HFO', tonnes: '1', coverage: '1' }] }));
    expect(result).toMatchObject({ gases: 'CO2_CH4_N2O', gwpSet: 'AR5', coveredTonnes: '3.1631' });
  });
});

describe('IMO', () => {
  test('bounds and ratings of a reference of 10 (MEPC.354(78), bulk carriers)', () => {
    const rate = (attained: string) =>
      ciiRating({ attained: decimal(attained), required: decimal(10), vectors: ['0.86', '0.94', '1.06', '1.18'] });
    expect(rate('9').bounds.map(toText)).toEqual(['8.6', '9.4', '10.6', '11.8']);
    expect([rate('8.6').rating, rate('9').rating, rate('9.5').rating, rate('11').rating, rate('11.81').rating]).toEqual(
      ['A', 'B', 'C', 'D', 'E'],
    );
  });

  test('a ro-pax ship of 25,000 GT in 2019', () => {
    const result = accepted(
      computeCii({
        shipType: 'ROPAX',
        capacity: '25000',
        distanceNm: '150000',
        fuels: [{ fuel: 'MDO_MGO', tonnes: '19000' }],
        year: 2019,
      }),
    );
    expect([result.attained, result.required, result.rating]).toEqual(['16.243733333', '19.184190519', 'B']);
  });

  test.each([
    [2019, '5.840272'],
    [2025, '5.314647'],
    [2026, '5.197842'],
    [2027, '5.044535'],
    [2028, '4.891227'],
    [2029, '4.73792'],
    [2030, '4.584613'],
  ])('a container ship of 150,000 DWT is required in %d to attain %s', (year, required) => {
    const result = accepted(
      computeCii({
        shipType: 'CONTAINER',
        capacity: '150000',
        distanceNm: '90000',
        fuels: [{ fuel: 'HFO', tonnes: '20000' }],
        year,
      }),
    );
    expect(toText(roundHalfEven(decimal(result.required), 6))).toBe(required);
  });

  test.each([
    ['MDO_MGO', '3206'],
    ['LFO', '3151'],
    ['HFO', '3114'],
    ['LPG_PROPANE', '3000'],
    ['LPG_BUTANE', '3030'],
    ['ETHANE', '2927'],
    ['LNG', '2750'],
    ['METHANOL', '1375'],
    ['ETHANOL', '1913'],
  ])('a kilogram of %s burns to %s g of CO2 (MEPC.364(79))', (fuel, grams) => {
    expect(toText(imoCo2GramsPerKilogram(fuel) ?? decimal(0))).toBe(grams);
  });
});

describe('ISO 14083', () => {
  const leg = (distanceKm: string, intensity: ChainLeg['intensity'], more: Partial<ChainLeg> = {}): ChainLeg => ({
    type: 'LEG',
    mode: 'ROAD',
    distanceKm,
    distanceBasis: 'SFD',
    intensity,
    ...more,
  });
  const chain = (massKg: string, elements: TransportChainInput['elements'], more: Partial<TransportChainInput> = {}) =>
    accepted(computeTransportChain({ massKg, massBasis: 'ACTUAL', elements, ...more }));

  test('two legs of the iLEAP Technical Specifications v1.0.0, one with primary data', () => {
    const result = chain('87', [
      leg('423', { kind: 'TOTALS', wellToWakeKg: '3.6801', tankToWakeKg: '3.2801' }, { dataQuality: 'PRIMARY' }),
      leg('321', { kind: 'TOTALS', wellToWakeKg: '4.74759', tankToWakeKg: '4.272831' }),
    ]);
    expect(result).toMatchObject({
      transportActivityTkm: '64.728',
      wellToWakeKg: '8.42769',
      primaryDataSharePercent: '56.85',
      dataQuality: 'DEFAULT',
    });
  });

  test('230 kg over 700 km are 161 t-km', () => {
    const result = chain('230', [leg('700', { kind: 'PER_TONNE_KM', wellToTankG: '0', tankToWakeG: '1' })]);
    expect(result.transportActivityTkm).toBe('161');
  });

  test('40 t over 423 km at 116 g/t-km of which 89 tank-to-wake', () => {
    const result = chain('40000', [leg('423', { kind: 'PER_TONNE_KM', wellToTankG: '27', tankToWakeG: '89' })]);
    expect([result.transportActivityTkm, result.wellToWakeKg, result.tankToWakeKg]).toEqual([
      '16920',
      '1962.72',
      '1505.88',
    ]);
  });

  test('a tonne by road and by rail', () => {
    const road = chain('1000', [leg('2126.845', { kind: 'PER_TONNE_KM', wellToTankG: '27', tankToWakeG: '89' })]);
    const rail = chain('1000', [
      leg('1994.288', { kind: 'PER_TONNE_KM', wellToTankG: '6.2', tankToWakeG: '4.1' }, { mode: 'RAIL' }),
    ]);
    expect([road.wellToTankKg, road.tankToWakeKg, road.wellToWakeKg]).toEqual(['57.424815', '189.289205', '246.71402']);
    expect([rail.wellToTankKg, rail.tankToWakeKg]).toEqual(['12.3645856', '8.1765808']);
  });

  test.each([
    [false, '114.5'],
    [true, '207.8'],
  ])('a TEU over 1,000 km within the Middle East and India, refrigerated %s: %s kg', (refrigerated, wellToWakeKg) => {
    const result = chain(
      '10000',
      [leg('1000', { kind: 'TRADE_LANE', tradeLane: 'INTRA_MEI', refrigerated }, { mode: 'SEA' })],
      { teu: '1' },
    );
    expect(result.wellToWakeKg).toBe(wellToWakeKg);
  });

  test.each<[ChainHub['hubType'], ChainHub['temperature'], string, number, string]>([
    ['Transshipment', 'ambient', '10000', 0, '12'],
    ['Warehouse', 'mixed', '2000', 0, '100'],
    ['MaritimeContainerTerminal', 'ambient', '30000', 3, '34.2'],
  ])('a %s (%s) with %s kg in %d containers emits %s kg', (hubType, temperature, massKg, containers, wellToWakeKg) => {
    const result = chain(massKg, [{ type: 'HUB', hubType, temperature }], { containers });
    expect(result.wellToWakeKg).toBe(wellToWakeKg);
  });

  test.each<[string, ChainLeg['intensity'], string]>([
    [
      'litres given for CNG',
      { kind: 'ENERGY', carriers: [{ carrier: 'CNG', quantity: '120', unit: 'l' }], allocationShare: '1' },
      'UNIT_NOT_FOR_CARRIER',
    ],
    [
      'an allocation share of 1.5',
      { kind: 'ENERGY', carriers: [{ carrier: 'DIESEL', quantity: '120', unit: 'l' }], allocationShare: '1.5' },
      'SHARE_OUT_OF_RANGE',
    ],
  ])('%s is refused', (_, intensity, code) => {
    const decision = computeTransportChain({ massKg: '1000', massBasis: 'ACTUAL', elements: [leg('100', intensity)] });
    expect(decision.ok ? [] : decision.refusal.map((problem) => problem.code)).toEqual([code]);
  });
});
