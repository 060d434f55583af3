import { decimal, toText } from '@greenlane/kernel/decimal';
import { describe, expect, test } from 'vitest';
import { biogenicCo2GramsOf, certifiedEnergyOf } from '../src/certified-energy.ts';
import { computeDoorToPort, type DoorToPortInput, seaLegGrams, weakest } from '../src/door-to-port.ts';
import { CURRENT_FACTOR_SET_VERSION } from '../src/factors.ts';
import { operationCategoryOf } from '../src/operation-categories.ts';
import { burntFuels } from '../src/primary-fuels.ts';
import {
  dataQualityOf,
  type EmissionProfile,
  type FuelName,
  seaIntensityOf,
  tradeLaneOf,
} from '../src/sea-intensity.ts';

const EVIDENCE = { type: 'BUNKER_DELIVERY_NOTE', reference: 'BDN-1', sha256: 'a'.repeat(64) };
const PROOF = { type: 'PROOF_OF_SUSTAINABILITY', reference: 'POS-1', sha256: 'b'.repeat(64) };
const PRIMARY = {
  dataQuality: 'PRIMARY',
  fuels: [{ fuel: 'LNG', tonnes: '2100' }],
  referencePeriod: { start: '2026-07-01', end: '2026-09-30' },
  transportWorkTeuKm: '331200000',
  evidence: [EVIDENCE],
} as const satisfies EmissionProfile;

function intensity(
  profile: EmissionProfile,
  change: { tradeLane?: string; refrigerated?: boolean; on?: string; edition?: string } = {},
) {
  return seaIntensityOf({
    factorSetVersion: change.edition ?? CURRENT_FACTOR_SET_VERSION,
    profile,
    profileJudgedOn: change.on ?? '2026-11-20',
    tradeLane: change.tradeLane ?? 'ASIA_NEUR',
    refrigerated: change.refrigerated ?? false,
  });
}
/** As it is signed: decimals as text. */
function shown(decision: ReturnType<typeof intensity>) {
  if (!decision.ok) return decision.refusal;
  const { wellToTank, tankToWake, ...rest } = decision.value;
  return { wellToTank: toText(wellToTank), tankToWake: toText(tankToWake), ...rest };
}
const mrv = (figure: string, reportingYear = 2023): EmissionProfile => ({
  dataQuality: 'MODELLED',
  gCO2PerTonneNauticalMile: figure,
  reportingYear,
  source: 'EU-MRV',
});

describe('EU-MRV of real ships (EMSA THETIS-MRV)', () => {
  /**
   * The conversion by another way: whole micrograms in integers, in one division. g CO2/(t·nm) × 10 t/TEU ÷ 1.852 × 1.15 ×
   * 3.16 ÷ 3.114 is tank-to-wake, × 0.68 ÷ 3.16 of it well-to-tank.
   */
  function byHand(figure: string): readonly [wellToTank: string, tankToWake: string] {
    const hundredths = BigInt(figure.replace('.', '')) * 10n ** BigInt(2 - (figure.split('.')[1]?.length ?? 0));
    const rounded = (numerator: bigint, denominator: bigint) => {
      const twice = (2n * numerator) / denominator;
      return toText(decimal((twice + 1n) / 2n).div(1_000_000));
    };
    // figure/100 × 10 × 1.15 × 3.16 / (1.852 × 3.114), times 10^6 for micrograms.
    const denominator = 100n * 1_852n * 3_114n;
    const scale = 10n * 115n * 100_000_000n;
    return [rounded(hundredths * scale * 68n, denominator), rounded(hundredths * scale * 316n, denominator)];
  }

  test.each([
    ['MSC IRIS', 2018, '34.91'],
    ['MSC VERONIQUE', 2018, '41.53'],
    ['MSC AUGUSTA', 2018, '26.6'],
    ['CAP CAMARAT', 2018, '134.57'],
    ['EVER ACE', 2023, '6.63'],
    ['MANILA MAERSK', 2023, '6.05'],
  ])('%s %d: %s g CO2/(t·nm)', (ship, year, figure) => {
    const result = intensity(mrv(figure, year));
    if (!result.ok) throw new Error(JSON.stringify(result.refusal));
    if (ship === 'CAP CAMARAT') {
      // A feeder with 783 t of cargo on average: above the band of real liner service, so the lane default stands.
      expect([result.value.dataQuality, result.value.notes[0]?.code]).toEqual(['DEFAULT', 'MRV_FIGURE_IMPLAUSIBLE']);
      return;
    }
    expect([toText(result.value.wellToTank), toText(result.value.tankToWake)]).toEqual(byHand(figure));
  });

  test('whole, with the conversion written down in the source', () => {
    expect(shown(intensity(mrv('6.05')))).toMatchInlineSnapshot(`
      {
        "dataQuality": "MODELLED",
        "identity": {
          "factorId": "EU-MRV-2023",
          "factorSetVersion": "GLEC-3.2",
          "framework": "ISO14083_GLEC",
          "gwpSet": "AR6",
          "source": {
            "locator": "6.05 g CO2/(t·nm) × 10 t/TEU ÷ 1.852 × 1.15 × 3.16/3.114; well-to-tank × 0.68/3.16 (GLEC v3.2, VLSFO/HFO)",
            "title": "EU-MRV annual emissions 2023 (EMSA THETIS-MRV), converted",
          },
          "trust": "D",
          "unit": "g CO2e/TEU-km",
        },
        "notes": [
          {
            "code": "MRV_CONVERSION",
            "message": "Converted from EU-MRV: CO2 per tonne-mile at 10 t/TEU, distance adjustment 1.15, other gases and well-to-tank at the GLEC ratios of heavy fuel oil.",
          },
        ],
        "tankToWake": "38.122442",
        "wellToTank": "8.203563",
      }
    `);
    expect(shown(intensity(mrv('6.05'), { refrigerated: true, tradeLane: 'INTRA_NEA' }))).toMatchInlineSnapshot(`
      {
        "dataQuality": "MODELLED",
        "identity": {
          "factorId": "EU-MRV-2023",
          "factorSetVersion": "GLEC-3.2",
          "framework": "ISO14083_GLEC",
          "gwpSet": "AR6",
          "source": {
            "locator": "6.05 g CO2/(t·nm) × 10 t/TEU ÷ 1.852 × 1.15 × 3.16/3.114; well-to-tank × 0.68/3.16 (GLEC v3.2, VLSFO/HFO)",
            "title": "EU-MRV annual emissions 2023 (EMSA THETIS-MRV), converted",
          },
          "trust": "D",
          "unit": "g CO2e/TEU-km",
        },
        "notes": [
          {
            "code": "MRV_CONVERSION",
            "message": "Converted from EU-MRV: CO2 per tonne-mile at 10 t/TEU, distance adjustment 1.15, other gases and well-to-tank at the GLEC ratios of heavy fuel oil.",
          },
          {
            "code": "TRADE_LANE_STAND_IN",
            "message": "The factor table holds no lane INTRA_NEA; the row "Industry average" stands in for it.",
          },
          {
            "code": "REEFER_INCREMENT_FROM_LANE",
            "message": "The ship's figure does not tell reefers apart: the difference between refrigerated and dry of Industry average is added.",
          },
        ],
        "tankToWake": "96.122442",
        "wellToTank": "20.803563",
      }
    `);
  });

  test.each([
    ['0.0', 2023],
    ['-1', 2023],
    ['4.49', 2023],
    ['120.01', 2023],
    ['6.05', 2026],
    ['6.05', 2027],
  ])('%s of %d falls back to the lane default and says why', (figure, year) => {
    const result = shown(intensity(mrv(figure, year)));
    expect(result).toMatchObject({ wellToTank: '8.2', tankToWake: '38.7', dataQuality: 'DEFAULT' });
    expect('notes' in result && result.notes).toMatchSnapshot();
  });

  test('at the edges of the band the figure stands', () => {
    expect(['4.5', '120'].map((figure) => dataQualityOf(mrv(figure), '2026-11-20').dataQuality)).toEqual([
      'MODELLED',
      'MODELLED',
    ]);
    expect(dataQualityOf(mrv('6.05', 2025), '2026-01-01').dataQuality).toBe('MODELLED');
  });
});

describe('primary evidence', () => {
  test('whole, of one fuel and of several', () => {
    expect(shown(intensity(PRIMARY))).toMatchInlineSnapshot(`
      {
        "dataQuality": "PRIMARY",
        "identity": {
          "factorId": "PRIMARY-2026-07-01-2026-09-30",
          "factorSetVersion": "GLEC-3.2",
          "framework": "ISO14083_GLEC",
          "gwpSet": "AR6",
          "source": {
            "locator": "2100 t LNG (GLEC-FUEL-LNG) ÷ 331200000 TEU-km × 1.15",
            "title": "Fuel burnt over transport work, 2026-07-01 to 2026-09-30",
          },
          "trust": "D",
          "unit": "g CO2e/TEU-km",
        },
        "notes": [],
        "tankToWake": "27.197917",
        "wellToTank": "6.416667",
      }
    `);
    expect(
      shown(
        intensity({
          ...PRIMARY,
          fuels: [
            { fuel: 'VLSFO', tonnes: '1000' },
            { fuel: 'MDO_MGO', tonnes: '100' },
            { fuel: 'FAME', tonnes: '300', certifiedGramsPerMJ: '14.9' },
          ],
          evidence: [EVIDENCE, PROOF],
        }),
      ),
    ).toMatchInlineSnapshot(`
      {
        "dataQuality": "PRIMARY",
        "identity": {
          "factorId": "PRIMARY-2026-07-01-2026-09-30",
          "factorSetVersion": "GLEC-3.2 + FUELEU-2023/1805-ANNEX-II",
          "framework": "ISO14083_GLEC",
          "gwpSet": "AR4_AND_AR6",
          "source": {
            "locator": "1000 t VLSFO (GLEC-FUEL-VLSFO-HFO) + 100 t MDO_MGO (GLEC-FUEL-MDO-MGO) + 300 t FAME (FUELEU-FAME) ÷ 331200000 TEU-km × 1.15",
            "title": "Fuel burnt over transport work, 2026-07-01 to 2026-09-30",
          },
          "trust": "D",
          "unit": "g CO2e/TEU-km",
        },
        "notes": [
          {
            "code": "FUELEU_FACTOR_USED",
            "message": "The GLEC table has no factor for FAME; the FuelEU Annex II row FUELEU-FAME (GWP AR4) is used.",
          },
        ],
        "tankToWake": "12.161344",
        "wellToTank": "3.195799",
      }
    `);
  });

  test.each<FuelName>(['HFO', 'METHANOL', 'BIO_METHANOL', 'AMMONIA', 'FAME', 'HVO', 'BIO_LNG'])(
    '%s counts with its own row only when certified with a proof, otherwise as fossil',
    (fuel) => {
      const tonnes = '2500';
      const read = (profile: EmissionProfile) => {
        const result = shown(intensity(profile));
        return 'notes' in result
          ? [result.wellToTank, result.tankToWake, result.identity.source.locator, result.identity.trust, result.notes]
          : result;
      };
      expect(read({ ...PRIMARY, fuels: [{ fuel, tonnes }] })).toMatchSnapshot();
      const certified = { fuel, tonnes, certifiedGramsPerMJ: '12' };
      expect(read({ ...PRIMARY, fuels: [certified] })).toEqual(read({ ...PRIMARY, fuels: [{ fuel, tonnes }] }));
      const unhashed = { type: PROOF.type, reference: PROOF.reference };
      expect(read({ ...PRIMARY, fuels: [certified], evidence: [EVIDENCE, unhashed] })).toEqual(
        read({ ...PRIMARY, fuels: [{ fuel, tonnes }] }),
      );
      expect(read({ ...PRIMARY, fuels: [certified], evidence: [PROOF] })).toMatchSnapshot();
    },
  );

  test('names the warming potentials of the factors in it, and in the first edition AR6 with the same grams', () => {
    const gwpOf = (profile: EmissionProfile, change: { refrigerated?: boolean; edition?: string } = {}) => {
      const result = intensity(profile, change);
      return result.ok ? result.value.identity.gwpSet : result.refusal;
    };
    const burning = (...fuels: FuelName[]) => ({
      ...PRIMARY,
      fuels: fuels.map((fuel) => ({ fuel, tonnes: '3000', certifiedGramsPerMJ: '14.9' })),
      evidence: [PROOF],
    });
    expect([
      gwpOf(burning('HFO', 'MDO_MGO')),
      gwpOf(burning('METHANOL')),
      gwpOf(burning('FAME', 'BIO_METHANOL')),
      gwpOf({ ...burning('FAME'), evidence: [EVIDENCE] }),
      gwpOf(burning('HFO', 'FAME')),
      // What the lane table adds for a reefer is AR6.
      gwpOf(burning('FAME'), { refrigerated: true }),
      gwpOf(burning('HFO'), { refrigerated: true }),
      gwpOf(mrv('6.05'), { refrigerated: true }),
      gwpOf({ dataQuality: 'DEFAULT' }),
    ]).toEqual(['AR6', 'AR4', 'AR4', 'AR4', 'AR4_AND_AR6', 'AR4_AND_AR6', 'AR6', 'AR6', 'AR6']);
    for (const profile of [burning('HFO', 'FAME'), burning('FAME'), burning('LNG'), mrv('6.05')]) {
      for (const refrigerated of [false, true]) {
        const now = intensity(profile, { refrigerated });
        const first = intensity(profile, { refrigerated, edition: 'greenlane-factors-2026.1' });
        if (!now.ok || !first.ok) throw new Error('both are computed');
        expect(first.value).toEqual({ ...now.value, identity: { ...now.value.identity, gwpSet: 'AR6' } });
      }
    }
  });

  test.each<[string, Partial<Extract<EmissionProfile, { dataQuality: 'PRIMARY' }>>, string]>([
    ['ends before it begins', { referencePeriod: { start: '2026-09-30', end: '2026-09-29' } }, '2026-11-20'],
    ['is no date', { referencePeriod: { start: 'soon', end: '2026-09-29' } }, '2026-11-20'],
    ['is longer than a year', { referencePeriod: { start: '2025-09-30', end: '2026-10-01' } }, '2026-11-20'],
    ['ends today', {}, '2026-09-30'],
    ['has no document by hash', { evidence: [{ type: 'OTHER', reference: 'X' }] }, '2026-11-20'],
    ['has no transport work', { transportWorkTeuKm: '0' }, '2026-11-20'],
    ['has no fuel', { fuels: [] }, '2026-11-20'],
    [
      'has a fuel of zero',
      {
        fuels: [
          { fuel: 'LNG', tonnes: '0' },
          { fuel: 'HFO', tonnes: '1' },
        ],
      },
      '2026-11-20',
    ],
    ['burns too little', { transportWorkTeuKm: '700000000' }, '2026-11-20'],
    ['burns too much', { transportWorkTeuKm: '6000000' }, '2026-11-20'],
  ])('that %s is downgraded, saying why', (_, change, on) => {
    const judged = dataQualityOf({ ...PRIMARY, ...change }, on);
    expect(judged.dataQuality).toBe('DEFAULT');
    expect(judged.downgrade).toMatchSnapshot();
  });

  test('at the edges it stands: a year and a day more, one day, yesterday, the energy band', () => {
    const stands = (change: Partial<Extract<EmissionProfile, { dataQuality: 'PRIMARY' }>>, on = '2026-11-20') =>
      dataQualityOf({ ...PRIMARY, ...change }, on);
    expect(stands({ referencePeriod: { start: '2025-10-01', end: '2026-10-01' } })).toEqual({
      dataQuality: 'PRIMARY',
      downgrade: [],
    });
    expect(stands({ referencePeriod: { start: '2026-09-30', end: '2026-09-30' } }).dataQuality).toBe('PRIMARY');
    expect(stands({}, '2026-10-01').dataQuality).toBe('PRIMARY');
    // 2,100 t × 49,100 MJ/t = 103,110,000 MJ: ÷ 0.15 and ÷ 17.
    expect(stands({ transportWorkTeuKm: '687400000' }).dataQuality).toBe('PRIMARY');
    expect(stands({ transportWorkTeuKm: '687400001' }).dataQuality).toBe('DEFAULT');
    expect(stands({ transportWorkTeuKm: '6065295' }).dataQuality).toBe('PRIMARY');
    expect(stands({ transportWorkTeuKm: '6065294' }).dataQuality).toBe('DEFAULT');
  });

  test('shares of energy add up to one, the last fuel taking the remainder', () => {
    const fuels = burntFuels({
      ...PRIMARY,
      fuels: [
        { fuel: 'HFO', tonnes: '1' },
        { fuel: 'MDO_MGO', tonnes: '1' },
        { fuel: 'LNG', tonnes: '1' },
      ],
    });
    // 40.5, 42.7 and 49.1 of 132.3 GJ.
    expect(fuels.map(({ fuel, energyMJ, energyShare }) => [fuel, toText(energyMJ), toText(energyShare)])).toEqual([
      ['HFO', '40500', '0.306122'],
      ['MDO_MGO', '42700', '0.322751'],
      ['LNG', '49100', '0.371127'],
    ]);
  });
});

describe('certified energy and biogenic CO2', () => {
  const chain = (profile: EmissionProfile, ISOEquipmentCode = '45G1') => ({
    ISOEquipmentCode,
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
  });
  const bio: EmissionProfile = {
    ...PRIMARY,
    fuels: [
      { fuel: 'HFO', tonnes: '1500' },
      { fuel: 'FAME', tonnes: '600', certifiedGramsPerMJ: '14.9' },
      { fuel: 'FAME', tonnes: '100', certifiedGramsPerMJ: '20' },
    ],
    evidence: [PROOF],
  };

  test('follow the containers’ share of the transport work', () => {
    const read = (profile: EmissionProfile, units = 1, code?: string) => ({
      energies: [...certifiedEnergyOf({ chain: chain(profile, code), units })].map(([fuel, MJ]) => [fuel, toText(MJ)]),
      biogenicCo2Grams: biogenicCo2GramsOf({ chain: chain(profile, code), units }),
    });
    // (600 + 100) t × 37,000 MJ/t × 39,336.48 TEU-km × 1.15 ÷ 331.2 million; ÷ 0.037 MJ/g × 2.834 g/g.
    expect(read(bio)).toEqual({ energies: [['FAME', '3537.551']], biogenicCo2Grams: 270957 });
    expect(read(bio, 3)).toEqual({ energies: [['FAME', '10612.655']], biogenicCo2Grams: 812872 });
    const none = { energies: [], biogenicCo2Grams: 0 };
    expect(read({ dataQuality: 'DEFAULT' })).toEqual(none);
    expect(read({ ...bio, evidence: [EVIDENCE] } as EmissionProfile)).toEqual(none);
    expect(read({ ...bio, transportWorkTeuKm: '1' } as EmissionProfile)).toEqual(none);
    expect(read(bio, 1, 'XXXX')).toEqual(none);
  });

  test('operation categories name ship, period, temperature and size', () => {
    const read = (profile: EmissionProfile, code: string, modes: DoorToPortInput['preCarriage'] = []) => {
      const input = {
        ...chain(profile, code),
        factorSetVersion: CURRENT_FACTOR_SET_VERSION,
        cargoMassKg: '20000',
        preCarriage: modes,
      };
      const computed = computeDoorToPort(input);
      if (!computed.ok) throw new Error(JSON.stringify(computed.refusal));
      return computed.value.elements.map((element) =>
        operationCategoryOf(element, { chain: input, vesselIMONumber: '9780469' }),
      );
    };
    expect(
      read(bio, '45G1', [
        { mode: 'ROAD', distanceKm: '10' },
        { mode: 'FEEDER', distanceKm: '10' },
      ]),
    ).toMatchInlineSnapshot(`
      [
        {
          "categoryId": "GLEC-ROAD-ARTICULATED-DIESEL",
          "categoryType": "TOC",
          "distanceAdjustment": "NONE",
          "energyCarriers": [
            {
              "energyCarrier": "DIESEL",
              "share": "1",
            },
          ],
        },
        {
          "categoryId": "GLEC-T18-SEA_NEA-DRY-FEEDER",
          "categoryType": "TOC",
          "distanceAdjustment": "INCLUDED_IN_FACTOR",
          "energyCarriers": [
            {
              "energyCarrier": "HFO",
              "share": "1",
            },
          ],
        },
        {
          "categoryId": "GLEC-T3-MaritimeContainerTerminal-AMBIENT-2TEU",
          "categoryType": "HOC",
          "distanceAdjustment": "NONE",
          "energyCarriers": [
            {
              "energyCarrier": "DIESEL",
              "share": "1",
            },
          ],
        },
        {
          "categoryId": "PRIMARY-2026-07-01-2026-09-30-IMO9780469",
          "categoryType": "TOC",
          "distanceAdjustment": "MULTIPLIED_INTO_INTENSITY",
          "energyCarriers": [
            {
              "energyCarrier": "HFO",
              "share": "0.701096",
            },
            {
              "energyCarrier": "FAME",
              "share": "0.256203",
            },
            {
              "energyCarrier": "FAME",
              "share": "0.042701",
            },
          ],
        },
        {
          "categoryId": "GLEC-T3-MaritimeContainerTerminal-AMBIENT-2TEU",
          "categoryType": "HOC",
          "distanceAdjustment": "NONE",
          "energyCarriers": [
            {
              "energyCarrier": "DIESEL",
              "share": "1",
            },
          ],
        },
      ]
    `);
    expect(read(mrv('6.05'), 'L5R1')).toMatchInlineSnapshot(`
      [
        {
          "categoryId": "GLEC-T3-MaritimeContainerTerminal-TEMPERATURE-CONTROLLED-2.25TEU",
          "categoryType": "HOC",
          "distanceAdjustment": "NONE",
          "energyCarriers": [
            {
              "energyCarrier": "DIESEL",
              "share": "1",
            },
          ],
        },
        {
          "categoryId": "EU-MRV-2023-IMO9780469-REEFER",
          "categoryType": "TOC",
          "distanceAdjustment": "MULTIPLIED_INTO_INTENSITY",
          "energyCarriers": [
            {
              "energyCarrier": "HFO",
              "share": "1",
            },
          ],
        },
        {
          "categoryId": "GLEC-T3-MaritimeContainerTerminal-TEMPERATURE-CONTROLLED-2.25TEU",
          "categoryType": "HOC",
          "distanceAdjustment": "NONE",
          "energyCarriers": [
            {
              "energyCarrier": "DIESEL",
              "share": "1",
            },
          ],
        },
      ]
    `);
    expect(read({ dataQuality: 'DEFAULT' }, '22G1')[1]).toMatchInlineSnapshot(`
      {
        "categoryId": "GLEC-T18-ASIA_NEUR-DRY",
        "categoryType": "TOC",
        "distanceAdjustment": "INCLUDED_IN_FACTOR",
        "energyCarriers": [
          {
            "energyCarrier": "HFO",
            "share": "1",
          },
        ],
      }
    `);
  });
});

describe('lanes, grades and refusals', () => {
  test('a lane without a row has a stand-in, said in a note; an unknown one has none', () => {
    const standIn = tradeLaneOf('INTRA_NEA');
    expect([standIn?.lane.id, standIn?.note]).toMatchInlineSnapshot(`
      [
        "INDUSTRY_AVG",
        {
          "code": "TRADE_LANE_STAND_IN",
          "message": "The factor table holds no lane INTRA_NEA; the row "Industry average" stands in for it.",
        },
      ]
    `);
    expect(tradeLaneOf('ASIA_MED')?.note).toBeUndefined();
    expect(tradeLaneOf('MARS')).toBeUndefined();
    expect(shown(intensity({ dataQuality: 'DEFAULT' }, { tradeLane: 'MARS' }))).toMatchInlineSnapshot(`
      [
        {
          "code": "TRADE_LANE_UNKNOWN",
          "message": "MARS is none of ASIA_NEUR, ASIA_MED, ASIA_NAWC, ASIA_NAEC, ASIA_SAM, ASIA_MEI, ASIA_AFR, ASIA_OCE, SEA_NEA, INTRA_SEA, INTRA_MEI, EUR_MEI, TRANS_SUEZ, INDUSTRY_AVG, INTRA_NEA.",
          "property": "sea.tradeLane",
        },
      ]
    `);
    expect(
      seaIntensityOf({
        factorSetVersion: 'x',
        profile: { dataQuality: 'DEFAULT' },
        profileJudgedOn: '2026-11-20',
        tradeLane: 'ASIA_NEUR',
        refrigerated: false,
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "FACTOR_SET_UNKNOWN",
            "message": "This build knows the factor sets greenlane-factors-2026.1, greenlane-factors-2026.2, not x.",
            "property": "factorSetVersion",
          },
        ],
      }
    `);
    expect(shown(intensity({ dataQuality: 'DEFAULT' }, { refrigerated: true }))).toMatchObject({
      wellToTank: '19.4',
      tankToWake: '91.2',
      notes: [],
    });
    expect(shown(intensity(mrv('0'), { tradeLane: 'INTRA_NEA' }))).toMatchObject({
      notes: [{ code: 'TRADE_LANE_STAND_IN' }, { code: 'MRV_FIGURE_MISSING' }],
    });
  });

  test('the weakest grade stands for all', () => {
    expect([
      weakest(['PRIMARY']),
      weakest(['PRIMARY', 'MODELLED']),
      weakest(['PRIMARY', 'DEFAULT', 'MODELLED']),
    ]).toEqual(['PRIMARY', 'MODELLED', 'DEFAULT']);
    expect(dataQualityOf({ dataQuality: 'DEFAULT' }, '2026-11-20')).toEqual({ dataQuality: 'DEFAULT', downgrade: [] });
  });

  test('a whole result, and everything that is refused at once', () => {
    const input: DoorToPortInput = {
      factorSetVersion: CURRENT_FACTOR_SET_VERSION,
      ISOEquipmentCode: '45R1',
      cargoMassKg: '24500',
      preCarriage: [
        { mode: 'RAIL', distanceKm: '812.5' },
        { mode: 'INLAND_WATERWAY', distanceKm: '100' },
        { mode: 'FEEDER', distanceKm: '640' },
      ],
      sea: {
        loadPort: 'CNSGH',
        dischargePort: 'NLRTM',
        route: 'SUEZ',
        distanceKm: '19668.24',
        distanceSource: '10,620 nm',
        tradeLane: 'ASIA_NEUR',
        profile: PRIMARY,
        profileJudgedOn: '2026-11-20',
      },
    };
    expect(computeDoorToPort(input)).toMatchSnapshot();
    expect(
      computeDoorToPort({
        ...input,
        ISOEquipmentCode: '12G1',
        cargoMassKg: '-1',
        preCarriage: [{ mode: 'CANOE' as 'ROAD', distanceKm: '0' }],
        sea: { ...input.sea, distanceKm: 'x' },
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "EQUIPMENT_UNKNOWN",
            "message": "12G1 is no ISO 6346 size-type of 20, 40 or 45 feet.",
            "property": "ISOEquipmentCode",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "cargoMassKg must be a decimal above 0, in text.",
            "property": "cargoMassKg",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "preCarriage.0.distanceKm must be a decimal above 0, in text.",
            "property": "preCarriage.0.distanceKm",
          },
          {
            "code": "MODE_UNKNOWN",
            "message": "CANOE is none of ROAD, RAIL, INLAND_WATERWAY, FEEDER.",
            "property": "preCarriage.0.mode",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "sea.distanceKm must be a decimal above 0, in text.",
            "property": "sea.distanceKm",
          },
        ],
      }
    `);
    expect(computeDoorToPort({ ...input, sea: { ...input.sea, tradeLane: 'MARS' } })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "TRADE_LANE_UNKNOWN",
            "message": "MARS is none of ASIA_NEUR, ASIA_MED, ASIA_NAWC, ASIA_NAEC, ASIA_SAM, ASIA_MEI, ASIA_AFR, ASIA_OCE, SEA_NEA, INTRA_SEA, INTRA_MEI, EUR_MEI, TRANS_SUEZ, INDUSTRY_AVG, INTRA_NEA.",
            "property": "sea.tradeLane",
          },
        ],
      }
    `);
    const sea = seaLegGrams({ ...input, ...input.sea });
    expect(
      sea.ok && [
        sea.value.wellToTankGrams,
        sea.value.tankToWakeGrams,
        sea.value.wellToWakeGrams,
        toText(sea.value.teuKm),
      ],
    ).toMatchInlineSnapshot(`
      [
        692978,
        3135036,
        3828014,
        "39336.48",
      ]
    `);
    expect(seaLegGrams({ ...input, ...input.sea, distanceKm: '0', ISOEquipmentCode: 'x' })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "EQUIPMENT_UNKNOWN",
            "message": "x is no ISO 6346 size-type of 20, 40 or 45 feet.",
            "property": "ISOEquipmentCode",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "sea.distanceKm must be a decimal above 0, in text.",
            "property": "sea.distanceKm",
          },
        ],
      }
    `);
  });
});
