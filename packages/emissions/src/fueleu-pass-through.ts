import { type Decimal, decimal, sum } from '@greenlane/kernel/decimal';
import { type FuelEuFuelUse, fuelEuLimit, PENALTY_EUR_PER_TONNE, VLSFO_MJ_PER_TONNE } from './fueleu.ts';
import { type FuelPathway, pathwayOf } from './fueleu-pathways.ts';

/** Names of an offer's emission profile as rows of Annex II; where the engine decides the slip, the least favourable one. */
const PROFILE_FUELS: Readonly<Record<string, string>> = {
  VLSFO: 'HFO',
  LNG: 'LNG_OTTO_MS',
  BIO_LNG: 'BIO_LNG_OTTO_MS',
};

/**
 * What one container's sea leg stands for of a ship's FuelEU deficit. The allocation rule, named beside every such estimate: a
 * container bears the deficit of the energy that its own sea leg takes, which is its tank-to-wake grams over those of a
 * megajoule of the ship's fuel. Without a fuel profile the ship is taken to burn fuel oil.
 * @returns exact grams of the balance (negative: a deficit) and euros of the penalty; undefined before 2025
 */
export const FUELEU_PASS_THROUGH_RULE = 'CONTAINER_BEARS_THE_DEFICIT_OF_ITS_OWN_SEA_LEG_ENERGY';
export function fuelEuShareOfSeaLeg(input: {
  readonly tankToWakeGrams: number;
  readonly scopePercent: string;
  readonly year: number;
  readonly fuels?: readonly FuelEuFuelUse[] | undefined;
}): { readonly balanceG: Decimal; readonly costEur: Decimal } | undefined {
  const limit = fuelEuLimit(input.year);
  if (limit === undefined) return undefined;
  const fuels = input.fuels ?? [{ fuel: 'HFO', tonnes: '1' }];
  const parts = fuels.map((use) => {
    const named = { ...use, fuel: PROFILE_FUELS[use.fuel] ?? use.fuel };
    const pathway = pathwayOf(named, { year: input.year, gwpSet: 'AR4' });
    return { pathway, energy: decimal(use.tonnes).times(pathway.fuel.lowerCalorificValue) };
  });
  const energy = sum(parts.map((part) => part.energy));
  const perMJ = (of: (pathway: FuelPathway) => Decimal) =>
    sum(parts.map((part) => part.energy.times(of(part.pathway)))).div(energy);
  const actual = perMJ((pathway) => pathway.wellToTank.plus(pathway.tankToWake));
  const tankToWake = perMJ((pathway) => pathway.tankToWake);
  if (!tankToWake.greaterThan(0) || !actual.greaterThan(0)) return { balanceG: decimal(0), costEur: decimal(0) };
  const legEnergy = decimal(input.tankToWakeGrams).div(tankToWake).times(input.scopePercent).div(100);
  const balanceG = limit.minus(actual).times(legEnergy);
  const costEur = balanceG.isNegative()
    ? balanceG.abs().div(actual.times(VLSFO_MJ_PER_TONNE)).times(PENALTY_EUR_PER_TONNE)
    : decimal(0);
  return { balanceG, costEur };
}
