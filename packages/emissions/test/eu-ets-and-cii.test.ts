import { decimal, toText } from '@greenlane/kernel/decimal';
import { describe, expect, test } from 'vitest';
import { ciiRating, ciiRequired, computeCii, imoCo2GramsPerKilogram } from '../src/cii.ts';
import { computeEuEts, type EuEtsInput, euEtsShareOfSeaLeg } from '../src/eu-ets.ts';

const covered = (input: EuEtsInput) => {
  const result = computeEuEts(input);
  return result.ok ? result.value.coveredTonnes : result.refusal.map((problem) => problem.code);
};

describe('EU ETS', () => {
  test('shows the frame, the gases by the year, and what is surrendered', () => {
    const fuels = [{ fuel: 'HFO', tonnes: '1000', coverage: '0.5' }];
    expect(computeEuEts({ year: 2025, fuels })).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "coveredTonnes": "1557",
          "factorSetVersion": "EU-MRV-2015/757-ANNEX-I",
          "framework": "EU_ETS",
          "gases": "CO2",
          "gwpSet": "CO2_ONLY",
          "surrenderShare": "0.7",
          "surrenderedTonnes": "1089.9",
        },
      }
    `);
    expect(computeEuEts({ year: 2026, fuels, grossTonnage: '5000' })).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "coveredTonnes": "1581.55",
          "factorSetVersion": "EU-MRV-2015/757-ANNEX-I",
          "framework": "EU_ETS",
          "gases": "CO2_CH4_N2O",
          "gwpSet": "AR5",
          "surrenderShare": "1",
          "surrenderedTonnes": "1581.55",
        },
      }
    `);
  });

  test('slip leaves the engine as methane, and certified fuel is zero-rated for CO2 alone', () => {
    // 1,000 t with 3.1 % slip: 969 × 2.75 + 28 × 31 + 265 × 969 × 0.00011 = 3,561.0...
    expect(covered({ year: 2026, fuels: [{ fuel: 'LNG_OTTO_MS', tonnes: '1000', coverage: '1' }] })).toBe('3560.99635');
    expect(covered({ year: 2025, fuels: [{ fuel: 'LNG_OTTO_MS', tonnes: '1000', coverage: '1' }] })).toBe('2664.75');
    expect(covered({ year: 2026, fuels: [{ fuel: 'FAME', tonnes: '1000', coverage: '1', zeroRated: true }] })).toBe(
      '49.1',
    );
    expect(covered({ year: 2026, fuels: [{ fuel: 'FAME', tonnes: '1000', coverage: '1', zeroRated: false }] })).toBe(
      '2883.1',
    );
    expect(covered({ year: 2024, gases: 'CO2_CH4_N2O', fuels: [{ fuel: 'HFO', tonnes: '1', coverage: '1' }] })).toBe(
      '3.1631',
    );
  });

  test('refuses by name', () => {
    expect(
      computeEuEts({
        year: 2023,
        fuels: [{ fuel: 'COAL', tonnes: '0', coverage: '1.5' }],
        grossTonnage: '4999',
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "YEAR_NOT_COVERED",
            "message": "The EU ETS covers shipping from 2024 on.",
            "property": "year",
          },
          {
            "code": "SHIP_NOT_COVERED",
            "message": "Ships below 5,000 GT are outside the EU ETS.",
            "property": "grossTonnage",
          },
          {
            "code": "FUEL_UNKNOWN",
            "message": "COAL is none of HFO, LFO, MDO_MGO, LNG_OTTO_MS, LNG_OTTO_SS, LNG_DIESEL_SS, LNG_LBSI, LPG_PROPANE, LPG_BUTANE, METHANOL, ETHANOL, FAME, HVO.",
            "property": "fuels.0.fuel",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "fuels.0.tonnes must be a decimal above 0, in text.",
            "property": "fuels.0.tonnes",
          },
          {
            "code": "SHARE_OUT_OF_RANGE",
            "message": "fuels.0.coverage must be above 0 and at most 1.",
            "property": "fuels.0.coverage",
          },
        ],
      }
    `);
    expect(computeEuEts({ year: 2025, fuels: [], grossTonnage: '-1' })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "FUELS_MISSING",
            "message": "At least one fuel is needed.",
            "property": "fuels",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "grossTonnage must be a decimal above 0, in text.",
            "property": "grossTonnage",
          },
        ],
      }
    `);
  });

  test('a container bears its own sea leg’s part', () => {
    const share = (year: number) => toText(euEtsShareOfSeaLeg({ tankToWakeGrams: 1000, coverage: '0.5', year }));
    expect([2023, 2024, 2025, 2026, 2030].map(share)).toEqual(['0', '200', '350', '500', '500']);
  });
});

describe('CII', () => {
  test('shows everything of a container ship', () => {
    expect(
      computeCii({
        shipType: 'CONTAINER',
        capacity: '150000',
        distanceNm: '90000',
        fuels: [
          { fuel: 'HFO', tonnes: '20000' },
          { fuel: 'LNG', tonnes: '100' },
        ],
        year: 2026,
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "attained": "4.633703704",
          "bounds": [
            "4.314208609",
            "4.885971196",
            "5.561690617",
            "6.185431621",
          ],
          "factorSetVersion": "MEPC.364(79)",
          "framework": "IMO_CII",
          "rating": "B",
          "required": "5.197841698",
        },
      }
    `);
  });

  test('refuses by name', () => {
    expect(
      computeCii({ shipType: 'CONTAINER', capacity: '0', distanceNm: '0', fuels: [], year: 2031 }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "YEAR_NOT_COVERED",
            "message": "Reduction factors are known for 2019 to 2030.",
            "property": "year",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "capacity must be a decimal above 0, in text.",
            "property": "capacity",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "distanceNm must be a decimal above 0, in text.",
            "property": "distanceNm",
          },
          {
            "code": "FUELS_MISSING",
            "message": "At least one fuel is needed.",
            "property": "fuels",
          },
        ],
      }
    `);
    expect(
      computeCii({
        shipType: 'ROPAX',
        capacity: '1',
        distanceNm: '1',
        fuels: [{ fuel: 'COAL', tonnes: '0' }],
        year: 2030,
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "FUEL_UNKNOWN",
            "message": "COAL is none of MDO_MGO, LFO, HFO, LPG_PROPANE, LPG_BUTANE, ETHANE, LNG, METHANOL, ETHANOL.",
            "property": "fuels.0.fuel",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "fuels.0.tonnes must be a decimal above 0, in text.",
            "property": "fuels.0.tonnes",
          },
        ],
      }
    `);
    expect(imoCo2GramsPerKilogram('COAL')).toBeUndefined();
  });

  test('the required value falls with capacity and with the years', () => {
    const required = (capacity: string, reductionPercent: string) =>
      ciiRequired({ a: '1984', c: '0.489', capacity, reductionPercent }).toFixed(6);
    expect([
      required('50000', '0'),
      required('110000', '0'),
      required('200000', '0'),
      required('150000', '11'),
    ]).toEqual(['9.994138', '6.796740', '5.073854', '5.197842']);
  });

  test('a rating is judged at its bounds', () => {
    const rate = (attained: string) =>
      ciiRating({ attained: decimal(attained), required: decimal(10), vectors: ['0.83', '0.94', '1.07', '1.19'] })
        .rating;
    expect(['8.3', '8.3001', '9.4', '9.4001', '10.7', '10.7001', '11.9', '11.9001'].map(rate)).toEqual([
      'A',
      'B',
      'B',
      'C',
      'C',
      'D',
      'D',
      'E',
    ]);
  });
});
