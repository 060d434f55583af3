import { type Decimal, decimal, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import type { Problem } from '@greenlane/kernel/decision';
import { isWeak } from './factors.ts';
import { FUELEU_FUELS, type FuelEuFuel, type FuelEuGwpSet, fuelEuTankToWakePerGram } from './fueleu-factors.ts';
import type { Note } from './sea-intensity.ts';

/** RFNBO count twice in the denominator in these years (Art. 5). */
export const RFNBO_REWARD = { fromYear: 2025, toYear: 2033, factor: decimal(2) } as const;
/** Certified RFNBO above this well-to-wake value do not qualify, g CO2e/MJ (70 % below 94). */
const RFNBO_CEILING = decimal('28.2');

export type FuelPathway = {
  readonly fuel: FuelEuFuel;
  readonly wellToTank: Decimal;
  readonly tankToWake: Decimal;
  readonly rewarded: boolean;
  readonly notes: readonly Note[];
};

/** The fossil fuel that a biofuel or RFNBO without a certificate counts as (least favourable pathway of its type, Art. 10). */
function fossilPathway(fuel: string): string {
  if (fuel.startsWith('BIO_LNG_')) return fuel.slice('BIO_'.length);
  if (fuel === 'BIO_METHANOL' || fuel === 'E_METHANOL') return 'METHANOL';
  if (fuel === 'E_AMMONIA') return 'AMMONIA';
  if (fuel === 'E_HYDROGEN') return 'HYDROGEN';
  return 'HFO';
}

function perMJ(fuel: FuelEuFuel, gwpSet: FuelEuGwpSet, ttwDecimals: number | undefined): Decimal {
  const exact = fuelEuTankToWakePerGram(fuel, gwpSet).div(fuel.lowerCalorificValue);
  return ttwDecimals === undefined ? exact : roundHalfEven(exact, ttwDecimals);
}

/** What a megajoule of a fuel emits, as a year counts it. */
export function pathwayOf(
  use: { readonly fuel: string; readonly certifiedGramsPerMJ?: string | undefined },
  options: { readonly year: number; readonly gwpSet: FuelEuGwpSet; readonly ttwDecimals?: number | undefined },
): FuelPathway {
  const own = rowOf(use.fuel);
  const tankToWake = perMJ(own, options.gwpSet, options.ttwDecimals);
  const weakNote: readonly Note[] = isWeak(own.trust)
    ? [{ code: 'WEAK_FACTOR', message: `${own.factorId} has trust ${own.trust}.` }]
    : [];
  if (own.wellToTank !== 'CERTIFIED') {
    return { fuel: own, wellToTank: decimal(own.wellToTank), tankToWake, rewarded: false, notes: weakNote };
  }
  const certified = use.certifiedGramsPerMJ === undefined ? undefined : decimal(use.certifiedGramsPerMJ);
  const isAboveCeiling = certified !== undefined && own.fuelClass === 'RFNBO' && certified.greaterThan(RFNBO_CEILING);
  if (certified !== undefined && !isAboveCeiling) {
    const carbon = decimal(own.co2).div(own.lowerCalorificValue);
    const rewarded =
      own.fuelClass === 'RFNBO' && options.year >= RFNBO_REWARD.fromYear && options.year <= RFNBO_REWARD.toYear;
    return { fuel: own, wellToTank: certified.minus(carbon), tankToWake, rewarded, notes: weakNote };
  }
  const fossil = rowOf(fossilPathway(use.fuel));
  const reason = isAboveCeiling
    ? `its certified ${toText(certified)} g CO2e/MJ is above ${toText(RFNBO_CEILING)}`
    : 'no certified value was given';
  return {
    fuel: { ...own, factorId: fossil.factorId, trust: fossil.trust },
    wellToTank: decimal(fossil.wellToTank),
    tankToWake: perMJ(fossil, options.gwpSet, options.ttwDecimals),
    rewarded: false,
    notes: [
      {
        code: 'FOSSIL_PATHWAY_USED',
        message: `${use.fuel} counts as ${fossil.factorId}, the least favourable pathway: ${reason}.`,
      },
    ],
  };
}

function rowOf(fuel: string): FuelEuFuel {
  const row = FUELEU_FUELS.get(fuel);
  if (row === undefined) throw new RangeError(`fuel ${fuel} was checked before`);
  return row;
}

export function fuelProblems(property: string, fuel: string): readonly Problem[] {
  if (FUELEU_FUELS.has(fuel)) return [];
  const hint =
    fuel === 'VLSFO'
      ? 'VLSFO is no class of Annex II: enter it by its ISO 8217 grade, HFO for RME to RMK.'
      : fuel === 'LNG' || fuel === 'BIO_LNG'
        ? `The engine decides the slip: enter ${fuel}_OTTO_MS, ${fuel}_OTTO_SS, ${fuel}_DIESEL_SS, ${fuel}_LBSI or ${fuel}_STEAM.`
        : `${fuel} is none of ${[...FUELEU_FUELS.keys()].join(', ')}.`;
  return [{ code: 'FUEL_UNKNOWN', property, message: hint }];
}
