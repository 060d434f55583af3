import { describe, expect, test } from 'vitest';
import {
  computeDoorToPort,
  type DoorToPortInput,
  preCarriageAndTerminalGrams,
  seaLegGrams,
} from '../src/door-to-port.ts';
import { CURRENT_FACTOR_SET_VERSION } from '../src/factors.ts';
import { dataQualityOf, type EmissionProfile } from '../src/sea-intensity.ts';

const EVIDENCE = { type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN-1', sha256: 'a'.repeat(64) };

const PRIMARY = {
  dataQuality: 'PRIMARY',
  fuels: [{ fuel: 'LNG', tonnes: '2100' }],
  referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
  transportWorkTeuKm: '331200000',
  evidence: [EVIDENCE],
} as const satisfies EmissionProfile;

function chain(profile: EmissionProfile, changes: Partial<DoorToPortInput> = {}): DoorToPortInput {
  return {
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    ISOEquipmentCode: '45G1',
    cargoMassKg: '24500',
    preCarriage: [{ mode: 'ROAD', distanceKm: '310' }],
    sea: {
      loadPort: 'CNSGH',
      dischargePort: 'NLRTM',
      route: 'SUEZ',
      distanceKm: '19668.24',
      distanceSource: '10,620 nm',
      tradeLane: 'ASIA_NEUR',
      profile,
      profileJudgedOn: '2026-11-20',
    },
    ...changes,
  };
}

function resultOf(input: DoorToPortInput) {
  const decision = computeDoorToPort(input);
  if (!decision.ok) throw new Error(JSON.stringify(decision.refusal));
  return decision.value;
}

describe('a door-to-port chain', () => {
  test('adds pre-carriage, two terminals and the trade-lane default, each rounded once', () => {
    const result = resultOf(chain({ dataQuality: 'DEFAULT' }));
    expect(
      result.elements.map(({ kind, mode, activity, activityUnit, factorId, wellToTankGrams, tankToWakeGrams }) => ({
        kind,
        mode,
        activity,
        activityUnit,
        factorId,
        wellToTankGrams,
        tankToWakeGrams,
      })),
    ).toEqual([
      {
        kind: 'PRE_CARRIAGE',
        mode: 'ROAD',
        activity: '7595',
        activityUnit: 't-km',
        factorId: 'GLEC-ROAD-ARTICULATED-DIESEL',
        wellToTankGrams: 205_065,
        tankToWakeGrams: 675_955,
      },
      {
        kind: 'LOAD_TERMINAL',
        mode: 'TERMINAL',
        activity: '1',
        activityUnit: 'container',
        factorId: 'GLEC-T3-MaritimeContainerTerminal-AMBIENT',
        wellToTankGrams: 2_639,
        tankToWakeGrams: 8_761,
      },
      {
        kind: 'SEA',
        mode: 'SEA',
        activity: '39336.48',
        activityUnit: 'TEU-km',
        factorId: 'GLEC-T18-ASIA_NEUR-DRY',
        wellToTankGrams: 322_559,
        tankToWakeGrams: 1_522_322,
      },
      {
        kind: 'DISCHARGE_TERMINAL',
        mode: 'TERMINAL',
        activity: '1',
        activityUnit: 'container',
        factorId: 'GLEC-T3-MaritimeContainerTerminal-AMBIENT',
        wellToTankGrams: 2_639,
        tankToWakeGrams: 8_761,
      },
    ]);
    expect(result).toMatchObject({
      wellToTankGrams: 532_902,
      tankToWakeGrams: 2_215_799,
      wellToWakeGrams: 2_748_701,
      laneDefaultWellToWakeGrams: 2_748_701,
      dataQuality: 'DEFAULT',
      seaDataQuality: 'DEFAULT',
      primaryDataSharePercent: '0',
    });
    expect(result.notes.map((note) => note.code)).toEqual([
      'PROXY_FACTOR',
      'WEAK_FACTOR',
      'WEAK_FACTOR',
      'WEAK_FACTOR',
    ]);
  });

  test('takes primary fuel over transport work, with the distance adjustment, when the evidence stands', () => {
    const result = resultOf(chain(PRIMARY));
    const sea = result.elements.find((element) => element.kind === 'SEA');
    // 2,100 t × 4.61 ÷ 331.2 million TEU-km × 1.15 = 33.614583 g CO2e/TEU-km well-to-wake.
    expect(sea).toMatchObject({
      dataQuality: 'PRIMARY',
      intensityWellToTank: '6.416667',
      intensityTankToWake: '27.197917',
      wellToTankGrams: 252_409,
      tankToWakeGrams: 1_069_870,
    });
    expect(result.seaDataQuality).toBe('PRIMARY');
    expect(result.dataQuality).toBe('DEFAULT');
    // 24.5 t × 19,668.24 km of 24.5 t × 19,978.24 km.
    expect(result.primaryDataSharePercent).toBe('98.45');
    expect(result.laneDefaultWellToWakeGrams).toBe(2_748_701);
  });

  test('converts an EU-MRV figure of a real ship (Ever Ace 2023, 6.63 g CO2 per tonne-mile)', () => {
    const result = resultOf(
      chain({ dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: '6.63', reportingYear: 2023, source: 'EU-MRV' }),
    );
    const sea = result.elements.find((element) => element.kind === 'SEA');
    // 6.63 × 10 ÷ 1.852 × 1.15 × 3.16/3.114 = 41.777155 tank-to-wake; × 0.68/3.16 8.990021 well-to-tank.
    expect(sea).toMatchObject({
      dataQuality: 'MODELLED',
      intensityTankToWake: '41.777155',
      intensityWellToTank: '8.990021',
    });
  });

  test.each([
    ['0.0', 'MRV_FIGURE_MISSING', 'Laura Maersk 2023: a zero is a missing figure'],
    ['57015333.89', 'MRV_FIGURE_IMPLAUSIBLE', 'the largest figure in the register'],
    ['0.07', 'MRV_FIGURE_IMPLAUSIBLE', 'the smallest figure in the register'],
  ])('falls back to the lane default for an EU-MRV figure of %s: %s (%s)', (figure, code) => {
    const result = resultOf(
      chain({ dataQuality: 'MODELLED', gCO2PerTonneNauticalMile: figure, reportingYear: 2023, source: 'EU-MRV' }),
    );
    expect(result.seaDataQuality).toBe('DEFAULT');
    expect(result.wellToWakeGrams).toBe(result.laneDefaultWellToWakeGrams);
    expect(result.notes.map((note) => note.code)).toContain(code);
  });

  test.each<[string, EmissionProfile]>([
    ['PRIMARY_PERIOD_NOT_PAST', { ...PRIMARY, referencePeriod: { start: '2026-09-01', end: '2026-11-20' } }],
    ['PRIMARY_PERIOD_TOO_LONG', { ...PRIMARY, referencePeriod: { start: '2025-07-01', end: '2026-09-30' } }],
    ['PRIMARY_PERIOD_INVALID', { ...PRIMARY, referencePeriod: { start: '2026-09-30', end: '2026-07-01' } }],
    ['PRIMARY_EVIDENCE_MISSING', { ...PRIMARY, evidence: [{ type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN-1' }] }],
    ['PRIMARY_FIGURES_MISSING', { ...PRIMARY, transportWorkTeuKm: '0' }],
    ['PRIMARY_FIGURES_MISSING', { ...PRIMARY, fuels: [{ fuel: 'LNG', tonnes: '0' }] }],
    ['PRIMARY_INTENSITY_IMPLAUSIBLE', { ...PRIMARY, transportWorkTeuKm: '331200000000' }],
    ['PRIMARY_INTENSITY_IMPLAUSIBLE', { ...PRIMARY, transportWorkTeuKm: '331200' }],
  ])('downgrades a primary profile to the lane default: %s', (code, profile) => {
    expect(dataQualityOf(profile, '2026-11-20')).toMatchObject({ dataQuality: 'DEFAULT', downgrade: [{ code }] });
    const result = resultOf(chain(profile));
    expect(result.wellToWakeGrams).toBe(result.laneDefaultWellToWakeGrams);
    expect(result.notes.map((note) => note.code)).toContain(code);
  });

  test('counts a biofuel as fossil until a certified value with a proof of sustainability is given', () => {
    const fuels = [{ fuel: 'BIO_METHANOL', tonnes: '4000' }] as const;
    const unproven = resultOf(chain({ ...PRIMARY, fuels }));
    expect(unproven.notes.map((note) => note.code)).toContain('BIOFUEL_NOT_PROVEN');
    const proven = resultOf(
      chain({
        ...PRIMARY,
        fuels: [{ fuel: 'BIO_METHANOL', tonnes: '4000', certifiedGramsPerMJ: '12' }],
        evidence: [{ type: 'PROOF_OF_SUSTAINABILITY', reference: 'ISCC-1', sha256: 'b'.repeat(64) }],
      }),
    );
    expect(proven.notes.map((note) => note.code)).toContain('FUELEU_FACTOR_USED');
    // 4,000 t × 0.020 MJ/g × 12 g/MJ and × (0.00005 × 25 + 0.00018 × 298), ÷ 331.2 million TEU-km × 1.15.
    expect(proven.elements.find((element) => element.kind === 'SEA')).toMatchObject({
      intensityWellToTank: '3.333333',
      intensityTankToWake: '0.762361',
    });
  });

  test('adds the reefer increment of the lane to the ship’s own figure', () => {
    const dry = resultOf(chain(PRIMARY)).elements.find((element) => element.kind === 'SEA');
    const reefer = resultOf(chain(PRIMARY, { ISOEquipmentCode: '45R1' })).elements.find(
      (element) => element.kind === 'SEA',
    );
    expect([dry?.intensityWellToTank, dry?.intensityTankToWake]).toEqual(['6.416667', '27.197917']);
    expect([reefer?.intensityWellToTank, reefer?.intensityTankToWake]).toEqual(['17.616667', '79.697917']);
  });

  test('is built from the parts that the ranking index holds', () => {
    const input = chain(PRIMARY, {
      preCarriage: [
        { mode: 'RAIL', distanceKm: '812.5' },
        { mode: 'FEEDER', distanceKm: '640' },
      ],
    });
    const land = preCarriageAndTerminalGrams(input);
    const sea = seaLegGrams({ ...input, ...input.sea });
    if (!land.ok || !sea.ok) throw new Error('refused');
    expect(resultOf(input).wellToWakeGrams).toBe(land.value.wellToWakeGrams + sea.value.wellToWakeGrams);
  });

  test('says that the industry average stands in for a lane without a row', () => {
    const input = chain({ dataQuality: 'DEFAULT' });
    const result = resultOf({ ...input, sea: { ...input.sea, tradeLane: 'INTRA_NEA' } });
    expect(result.notes[0]?.code).toBe('TRADE_LANE_STAND_IN');
    expect(result.elements[2]?.factorId).toBe('GLEC-T18-INDUSTRY_AVG-DRY');
  });

  test('refuses what it cannot compute, with a code for each reason', () => {
    const input = chain({ dataQuality: 'DEFAULT' });
    expect(
      computeDoorToPort({
        ...input,
        ISOEquipmentCode: 'XXXX',
        cargoMassKg: '0',
        factorSetVersion: 'greenlane-factors-1999',
        sea: { ...input.sea, distanceKm: '-1' },
      }),
    ).toEqual({
      ok: false,
      refusal: [
        {
          code: 'EQUIPMENT_UNKNOWN',
          property: 'ISOEquipmentCode',
          message: 'XXXX is no ISO 6346 size-type of 20, 40 or 45 feet.',
        },
        {
          code: 'NOT_A_POSITIVE_DECIMAL',
          property: 'cargoMassKg',
          message: 'cargoMassKg must be a decimal above 0, in text.',
        },
        {
          code: 'NOT_A_POSITIVE_DECIMAL',
          property: 'sea.distanceKm',
          message: 'sea.distanceKm must be a decimal above 0, in text.',
        },
      ],
    });
    expect(computeDoorToPort({ ...input, factorSetVersion: 'greenlane-factors-1999' })).toMatchObject({
      ok: false,
      refusal: [{ code: 'FACTOR_SET_UNKNOWN' }],
    });
    expect(computeDoorToPort({ ...input, sea: { ...input.sea, tradeLane: 'MARS' } })).toMatchObject({
      ok: false,
      refusal: [{ code: 'TRADE_LANE_UNKNOWN' }],
    });
  });
});
