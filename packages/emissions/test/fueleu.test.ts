import { decimal, toText } from '@greenlane/kernel/decimal';
import { describe, expect, test } from 'vitest';
import {
  computeFuelEu,
  type FuelEuInput,
  fuelEuBlend,
  fuelEuFuelIntensity,
  fuelEuLimit,
  fuelEuPenalty,
} from '../src/fueleu.ts';
import { fuelEuBanking, fuelEuBorrowing, fuelEuPool } from '../src/fueleu-flexibility.ts';

const SHIP: FuelEuInput = {
  year: 2025,
  scopePercent: '100',
  fuels: [{ fuel: 'HFO', tonnes: '1000' }],
  gwpSet: 'AR4',
};

function figures(change: Partial<FuelEuInput>) {
  const result = computeFuelEu({ ...SHIP, ...change });
  if (!result.ok) return result.refusal.map((problem) => problem.code);
  const { energyMJ, ghgIntensityGPerMJ, complianceBalanceG, penaltyEur } = result.value;
  return [energyMJ, ghgIntensityGPerMJ, complianceBalanceG, penaltyEur];
}

describe('a ship’s year', () => {
  test('with every figure, and each fuel with its row', () => {
    expect(
      computeFuelEu({
        ...SHIP,
        fuels: [
          { fuel: 'HFO', tonnes: '1000' },
          { fuel: 'FAME', tonnes: '200', certifiedGramsPerMJ: '14.9', scopePercent: '50' },
        ],
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "complianceBalanceG": "172427560",
          "energyMJ": "44200000",
          "framework": "FUELEU",
          "fuels": [
            {
              "energyMJ": "40500000",
              "factorSetVersion": "FUELEU-2023/1805-ANNEX-II",
              "fuel": "HFO",
              "pathway": "FUELEU-HFO",
              "tankToWakeGPerMJ": "78.2442",
              "trust": "A",
              "wellToTankGPerMJ": "13.5",
              "wellToWakeGPerMJ": "91.7442",
            },
            {
              "energyMJ": "3700000",
              "factorSetVersion": "FUELEU-2023/1805-ANNEX-II",
              "fuel": "FAME",
              "pathway": "FUELEU-FAME",
              "tankToWakeGPerMJ": "78.07811",
              "trust": "B",
              "wellToTankGPerMJ": "-61.69459",
              "wellToWakeGPerMJ": "16.38351",
            },
          ],
          "ghgIntensityGPerMJ": "85.43572",
          "gwpSet": "AR4",
          "limitGPerMJ": "89.3368",
          "notes": [],
          "penaltyEur": "0",
        },
      }
    `);
  });

  test('counts half of the energy between the EEA and a third country, and shore power without emissions', () => {
    expect(figures({ scopePercent: '50' })).toEqual(['20250000', '91.7442', '-48749800', '31104']);
    // 40,500,000 × 91.7442 ÷ 50,625,000 = 73.39536.
    expect(figures({ shorePowerMJ: '10125000' })).toEqual(['50625000', '73.39536', '807035500', '0']);
  });

  test.each([
    ['1', '91.7442'],
    ['0.99', '90.82676'],
    ['0.97', '88.99187'],
    ['0.95', '87.15699'],
  ])('takes the wind reward factor %s: %s g CO2e/MJ', (windFactor, intensity) => {
    expect(figures({ windFactor })[1]).toBe(intensity);
  });

  test('raises the penalty by a tenth for every further year with a deficit', () => {
    const penalties = [1, 2, 3, 11].map((years) => figures({ consecutiveDeficitYears: years })[3]);
    expect(penalties).toEqual(['62209', '68430', '74651', '124418']);
    expect(toText(fuelEuPenalty({ balance: decimal(5), intensity: decimal(1), consecutiveDeficitYears: 1 }))).toBe('0');
    expect(toText(fuelEuPenalty({ balance: decimal(-5), intensity: decimal(0), consecutiveDeficitYears: 1 }))).toBe(
      '0',
    );
  });

  test('counts RFNBO twice from 2025 to 2033, unless their certificate is above 28.2 g/MJ', () => {
    const methanol = (certifiedGramsPerMJ: string | undefined, year: number) =>
      computeFuelEu({
        ...SHIP,
        year,
        fuels: [
          { fuel: 'HFO', tonnes: '1000' },
          { fuel: 'E_METHANOL', tonnes: '500', ...(certifiedGramsPerMJ === undefined ? {} : { certifiedGramsPerMJ }) },
        ],
      });
    const read = (result: ReturnType<typeof methanol>) =>
      result.ok && [result.value.ghgIntensityGPerMJ, result.value.fuels[1]?.pathway, result.value.notes];
    expect(read(methanol('5', 2025))).toMatchInlineSnapshot(`
      [
        "62.79528",
        "FUELEU-E_METHANOL",
        [
          {
            "code": "WEAK_FACTOR",
            "message": "FUELEU-E_METHANOL has trust C.",
          },
        ],
      ]
    `);
    expect(read(methanol('5', 2033))).toEqual(read(methanol('5', 2025)));
    expect(read(methanol('5', 2034))).toMatchInlineSnapshot(`
      [
        "75.18008",
        "FUELEU-E_METHANOL",
        [
          {
            "code": "WEAK_FACTOR",
            "message": "FUELEU-E_METHANOL has trust C.",
          },
        ],
      ]
    `);
    expect(read(methanol('28.2', 2025))).toMatchInlineSnapshot(`
      [
        "66.61714",
        "FUELEU-E_METHANOL",
        [
          {
            "code": "WEAK_FACTOR",
            "message": "FUELEU-E_METHANOL has trust C.",
          },
        ],
      ]
    `);
    expect(read(methanol('28.3', 2025))).toMatchInlineSnapshot(`
      [
        "93.99445",
        "FUELEU-METHANOL",
        [
          {
            "code": "FOSSIL_PATHWAY_USED",
            "message": "E_METHANOL counts as FUELEU-METHANOL, the least favourable pathway: its certified 28.3 g CO2e/MJ is above 28.2.",
          },
        ],
      ]
    `);
    expect(read(methanol(undefined, 2025))).toMatchInlineSnapshot(`
      [
        "93.99445",
        "FUELEU-METHANOL",
        [
          {
            "code": "FOSSIL_PATHWAY_USED",
            "message": "E_METHANOL counts as FUELEU-METHANOL, the least favourable pathway: no certified value was given.",
          },
        ],
      ]
    `);
  });

  test('refuses what cannot be, naming everything that is wrong', () => {
    expect(
      computeFuelEu({
        year: 2024,
        scopePercent: '101',
        fuels: [
          { fuel: 'VLSFO', tonnes: '0' },
          { fuel: 'LNG', tonnes: '1', scopePercent: '-1' },
          { fuel: 'COAL', tonnes: '1', certifiedGramsPerMJ: '-2' },
        ],
        gwpSet: 'AR4',
        shorePowerMJ: '-1',
        windFactor: '0.98',
        consecutiveDeficitYears: 0,
      }),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "YEAR_NOT_COVERED",
            "message": "FuelEU Maritime applies from 2025 on.",
            "property": "year",
          },
          {
            "code": "PERCENT_OUT_OF_RANGE",
            "message": "scopePercent must lie between 0 and 100.",
            "property": "scopePercent",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "shorePowerMJ must be a decimal of 0 or more, in text.",
            "property": "shorePowerMJ",
          },
          {
            "code": "WIND_FACTOR_UNKNOWN",
            "message": "The wind reward factor is one of 1, 0.99, 0.97, 0.95.",
            "property": "windFactor",
          },
          {
            "code": "DEFICIT_YEARS_OUT_OF_RANGE",
            "message": "Deficit years count from 1.",
            "property": "consecutiveDeficitYears",
          },
          {
            "code": "FUEL_UNKNOWN",
            "message": "VLSFO is no class of Annex II: enter it by its ISO 8217 grade, HFO for RME to RMK.",
            "property": "fuels.0.fuel",
          },
          {
            "code": "NOT_A_POSITIVE_DECIMAL",
            "message": "fuels.0.tonnes must be a decimal above 0, in text.",
            "property": "fuels.0.tonnes",
          },
          {
            "code": "FUEL_UNKNOWN",
            "message": "The engine decides the slip: enter LNG_OTTO_MS, LNG_OTTO_SS, LNG_DIESEL_SS, LNG_LBSI or LNG_STEAM.",
            "property": "fuels.1.fuel",
          },
          {
            "code": "PERCENT_OUT_OF_RANGE",
            "message": "fuels.1.scopePercent must lie between 0 and 100.",
            "property": "fuels.1.scopePercent",
          },
          {
            "code": "FUEL_UNKNOWN",
            "message": "COAL is none of HFO, LFO, MDO_MGO, LNG_OTTO_MS, LNG_OTTO_SS, LNG_DIESEL_SS, LNG_LBSI, LNG_STEAM, LPG_PROPANE, LPG_BUTANE, METHANOL, AMMONIA, HYDROGEN, FAME, HVO, BIO_LNG_OTTO_MS, BIO_LNG_OTTO_SS, BIO_LNG_DIESEL_SS, BIO_LNG_LBSI, BIO_LNG_STEAM, BIO_METHANOL, ETHANOL, E_METHANOL, E_AMMONIA, E_HYDROGEN.",
            "property": "fuels.2.fuel",
          },
          {
            "code": "NOT_A_DECIMAL",
            "message": "fuels.2.certifiedGramsPerMJ must be a decimal of 0 or more, in text.",
            "property": "fuels.2.certifiedGramsPerMJ",
          },
        ],
      }
    `);
    expect(figures({ fuels: [] })).toEqual(['FUELS_MISSING']);
    expect(figures({ scopePercent: '0' })).toEqual(['NO_ENERGY_IN_SCOPE']);
    expect(computeFuelEu({ ...SHIP, scopePercent: '0' })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "NO_ENERGY_IN_SCOPE",
            "message": "No energy is within the scope.",
            "property": "scopePercent",
          },
        ],
      }
    `);
    expect(figures({ fuels: [{ fuel: 'BIO_LNG', tonnes: '1' }] })).toEqual(['FUEL_UNKNOWN']);
    expect(fuelEuLimit(2024)).toBeUndefined();
  });
});

describe('a fuel', () => {
  test.each([
    ['BIO_LNG_OTTO_SS', 'FUELEU-LNG_OTTO_SS'],
    ['BIO_METHANOL', 'FUELEU-METHANOL'],
    ['E_METHANOL', 'FUELEU-METHANOL'],
    ['E_AMMONIA', 'FUELEU-AMMONIA'],
    ['E_HYDROGEN', 'FUELEU-HYDROGEN'],
    ['FAME', 'FUELEU-HFO'],
    ['HVO', 'FUELEU-HFO'],
    ['ETHANOL', 'FUELEU-HFO'],
  ])('%s without a certificate counts as %s', (fuel, pathway) => {
    const result = fuelEuFuelIntensity({ fuel });
    expect(result.ok && [result.value.pathway, result.value.notes[0]?.code]).toEqual([pathway, 'FOSSIL_PATHWAY_USED']);
  });

  test('shows its row, the weak ones with a note, and an unknown one is refused', () => {
    expect(fuelEuFuelIntensity({ fuel: 'METHANOL' })).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "energyMJ": "0.0199",
          "factorSetVersion": "FUELEU-2023/1805-ANNEX-II",
          "fuel": "METHANOL",
          "notes": [
            {
              "code": "WEAK_FACTOR",
              "message": "FUELEU-METHANOL has trust C.",
            },
          ],
          "pathway": "FUELEU-METHANOL",
          "tankToWakeGPerMJ": "71.85377",
          "trust": "C",
          "wellToTankGPerMJ": "31.3",
          "wellToWakeGPerMJ": "103.15377",
        },
      }
    `);
    expect(fuelEuFuelIntensity({ fuel: 'BIO_METHANOL', certifiedGramsPerMJ: '12' })).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "energyMJ": "0.020",
          "factorSetVersion": "FUELEU-2023/1805-ANNEX-II",
          "fuel": "BIO_METHANOL",
          "notes": [
            {
              "code": "WEAK_FACTOR",
              "message": "FUELEU-BIO_METHANOL has trust C.",
            },
          ],
          "pathway": "FUELEU-BIO_METHANOL",
          "tankToWakeGPerMJ": "71.4945",
          "trust": "C",
          "wellToTankGPerMJ": "-56.75",
          "wellToWakeGPerMJ": "14.7445",
        },
      }
    `);
    expect(fuelEuFuelIntensity({ fuel: 'HFO' })).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "energyMJ": "0.0405",
          "factorSetVersion": "FUELEU-2023/1805-ANNEX-II",
          "fuel": "HFO",
          "notes": [],
          "pathway": "FUELEU-HFO",
          "tankToWakeGPerMJ": "78.2442",
          "trust": "A",
          "wellToTankGPerMJ": "13.5",
          "wellToWakeGPerMJ": "91.7442",
        },
      }
    `);
    expect(fuelEuFuelIntensity({ fuel: 'PEAT' })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "FUEL_UNKNOWN",
            "message": "PEAT is none of HFO, LFO, MDO_MGO, LNG_OTTO_MS, LNG_OTTO_SS, LNG_DIESEL_SS, LNG_LBSI, LNG_STEAM, LPG_PROPANE, LPG_BUTANE, METHANOL, AMMONIA, HYDROGEN, FAME, HVO, BIO_LNG_OTTO_MS, BIO_LNG_OTTO_SS, BIO_LNG_DIESEL_SS, BIO_LNG_LBSI, BIO_LNG_STEAM, BIO_METHANOL, ETHANOL, E_METHANOL, E_AMMONIA, E_HYDROGEN.",
            "property": "fuel",
          },
        ],
      }
    `);
  });

  test('in a blend is weighed by energy, and shares of mass add up to one', () => {
    expect(
      fuelEuBlend([
        { fuel: 'HFO', massShare: '0.76' },
        { fuel: 'FAME', massShare: '0.24', certifiedGramsPerMJ: '14.9' },
      ]),
    ).toMatchInlineSnapshot(`
      {
        "ok": true,
        "value": {
          "energyShares": [
            "0.7761",
            "0.2239",
          ],
          "lowerCalorificValue": "0.03966",
          "wellToWakeGPerMJ": "74.871",
        },
      }
    `);
    expect(
      fuelEuBlend([
        { fuel: 'HFO', massShare: '0.76' },
        { fuel: 'TAR', massShare: '0.25' },
      ]),
    ).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "FUEL_UNKNOWN",
            "message": "TAR is none of HFO, LFO, MDO_MGO, LNG_OTTO_MS, LNG_OTTO_SS, LNG_DIESEL_SS, LNG_LBSI, LNG_STEAM, LPG_PROPANE, LPG_BUTANE, METHANOL, AMMONIA, HYDROGEN, FAME, HVO, BIO_LNG_OTTO_MS, BIO_LNG_OTTO_SS, BIO_LNG_DIESEL_SS, BIO_LNG_LBSI, BIO_LNG_STEAM, BIO_METHANOL, ETHANOL, E_METHANOL, E_AMMONIA, E_HYDROGEN.",
            "property": "blend.1.fuel",
          },
          {
            "code": "SHARES_DO_NOT_SUM_TO_ONE",
            "message": "The shares add up to 1.01, not to 1.",
            "property": "blend.massShare",
          },
        ],
      }
    `);
  });
});

describe('flexibility', () => {
  const borrow = (change: Partial<Parameters<typeof fuelEuBorrowing>[0]>) =>
    fuelEuBorrowing({
      balanceG: '-1000',
      limitGPerMJ: '89.3368',
      energyMJ: '1000',
      borrowedG: '1000',
      borrowedLastYear: false,
      ...change,
    });

  test('borrowing covers a deficit up to 2 %, not two years running, and costs a tenth', () => {
    expect(borrow({})).toEqual({ ok: true, value: { balanceAfterG: '0', repaymentNextYearG: '1100' } });
    expect(borrow({ borrowedG: '1786.736' })).toMatchObject({ ok: true });
    expect(borrow({ borrowedG: '1786.737' })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "BORROWING_LIMIT",
            "message": "Borrowing is above 0 and at most 1786.736 g (2 % of limit × energy).",
            "property": "borrowedG",
          },
        ],
      }
    `);
    expect(borrow({ borrowedG: '0', balanceG: '0', borrowedLastYear: true })).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "NO_DEFICIT",
            "message": "Only a deficit can be covered by borrowing.",
            "property": "balanceG",
          },
          {
            "code": "BORROWED_TWICE",
            "message": "Borrowing in two consecutive years is not allowed.",
            "property": "borrowedLastYear",
          },
          {
            "code": "BORROWING_LIMIT",
            "message": "Borrowing is above 0 and at most 1786.736 g (2 % of limit × energy).",
            "property": "borrowedG",
          },
        ],
      }
    `);
  });

  test('banking takes at most the surplus', () => {
    expect(fuelEuBanking({ balanceG: '500', bankedG: '500' })).toEqual({
      ok: true,
      value: { balanceAfterG: '0', bankedG: '500' },
    });
    for (const bankedG of ['501', '0', '-1'])
      expect(fuelEuBanking({ balanceG: '500', bankedG })).toEqual({
        ok: false,
        refusal: [
          {
            code: 'BANKING_LIMIT',
            property: 'bankedG',
            message: 'Only a surplus can be banked, and no more than all of it.',
          },
        ],
      });
  });

  test('a pool shares out what it has, and harms nobody', () => {
    const pool = (...members: readonly (readonly [string, string, string])[]) =>
      fuelEuPool(members.map(([ship, balanceG, allocatedG]) => ({ ship, balanceG, allocatedG })));
    expect(pool(['A', '-100', '0'], ['B', '150', '50'])).toEqual({ ok: true, value: { totalG: '50' } });
    expect(pool(['A', '-100', '-100'], ['B', '100', '100'])).toEqual({ ok: true, value: { totalG: '0' } });
    expect(pool(['A', '-200', '-50'], ['A', '150', '-10'])).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "POOL_NEGATIVE",
            "message": "The balances of a pool add up to 0 or more.",
            "property": "members",
          },
          {
            "code": "POOL_NOT_CONSERVED",
            "message": "-60 g were shared out of -50 g.",
            "property": "members",
          },
          {
            "code": "POOL_SHIP_TWICE",
            "message": "A ship is in one pool, once.",
            "property": "members",
          },
          {
            "code": "POOL_SURPLUS_LOST",
            "message": "A would leave with a deficit.",
            "property": "members.1",
          },
        ],
      }
    `);
    expect(pool(['A', '-100', '-101'], ['B', '100', '101'])).toMatchInlineSnapshot(`
      {
        "ok": false,
        "refusal": [
          {
            "code": "POOL_DEFICIT_GREW",
            "message": "A would leave with a larger deficit.",
            "property": "members.0",
          },
        ],
      }
    `);
  });
});
