import { describe, expect, it } from 'vitest';
import { euVoyageCoverage } from '../src/eu-ets.ts';
import { computeFuelEu, fuelEuFuelIntensity } from '../src/fueleu.ts';
import { fuelEuShareOfSeaLeg } from '../src/fueleu-pass-through.ts';

describe('what a container bears of EU costs', () => {
  it('counts a voyage whole within the EEA, half to or from it, and not at all elsewhere', () => {
    expect([
      euVoyageCoverage('CNSGH', 'NLRTM'),
      euVoyageCoverage('NLRTM', 'DEHAM'),
      euVoyageCoverage('CNSGH', 'GBFXT'),
      euVoyageCoverage('NOOSL', 'CNSGH'),
    ]).toEqual(['0.5', '1', '0', '0.5']);
  });

  it('gives one container that were the whole ship the whole penalty of the ship', () => {
    const ship = computeFuelEu({
      year: 2026,
      fuels: [{ fuel: 'HFO', tonnes: '1000' }],
      scopePercent: '50',
      gwpSet: 'AR4',
    });
    const fuel = fuelEuFuelIntensity({ fuel: 'HFO' });
    if (!ship.ok || !fuel.ok) throw new Error('the calculators know fuel oil');
    // All that the ship burns, half of which is in scope.
    const tankToWakeGrams = Math.round(Number(ship.value.energyMJ) * 2 * Number(fuel.value.tankToWakeGPerMJ));
    const share = fuelEuShareOfSeaLeg({ tankToWakeGrams, scopePercent: '50', year: 2026 });
    expect(share!.costEur.toNumber()).toBeGreaterThan(Number(ship.value.penaltyEur) - 5);
    expect(share!.costEur.toNumber()).toBeLessThan(Number(ship.value.penaltyEur) + 5);
    expect(share!.balanceG.isNegative()).toBe(true);
  });

  it('costs nothing where the fuel is cleaner than the limit, and is unknown before FuelEU', () => {
    const biofuel = [{ fuel: 'FAME', tonnes: '10', certifiedGramsPerMJ: '15' }];
    const clean = fuelEuShareOfSeaLeg({ tankToWakeGrams: 1_000_000, scopePercent: '50', year: 2026, fuels: biofuel });
    expect([clean!.costEur.toNumber(), clean!.balanceG.greaterThan(0)]).toEqual([0, true]);
    expect(fuelEuShareOfSeaLeg({ tankToWakeGrams: 1, scopePercent: '50', year: 2024 })).toBeUndefined();
  });

  it('knows every fuel that an offer can name', () => {
    const names = ['HFO', 'VLSFO', 'MDO_MGO', 'LNG', 'METHANOL', 'BIO_METHANOL', 'FAME', 'HVO', 'BIO_LNG', 'AMMONIA'];
    const costs = names.map(
      (fuel) =>
        fuelEuShareOfSeaLeg({
          tankToWakeGrams: 1_000_000,
          scopePercent: '50',
          year: 2026,
          fuels: [{ fuel, tonnes: '10' }],
        })!.costEur,
    );
    expect(costs.every((cost) => cost.greaterThanOrEqualTo(0))).toBe(true);
  });
});
