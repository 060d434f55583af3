import { type Decimal, decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import type { FuelEuGwpSet } from './fueleu-factors.ts';
import { fuelProblems, pathwayOf, RFNBO_REWARD } from './fueleu-pathways.ts';
import { nonNegativeProblems, percentProblems, positiveProblems, sharesOfOneProblems } from './guards.ts';
import type { Note } from './sea-intensity.ts';

/** Reference intensity of the fleet of 2020, g CO2e/MJ (Regulation (EU) 2023/1805, Art. 4(2)). */
export const FUELEU_REFERENCE_G_PER_MJ = '91.16';

/** Reduction against the reference from each year on (Art. 4(2)). */
export const FUELEU_REDUCTIONS = [
  { fromYear: 2025, percent: '2' },
  { fromYear: 2030, percent: '6' },
  { fromYear: 2035, percent: '14.5' },
  { fromYear: 2040, percent: '31' },
  { fromYear: 2045, percent: '62' },
  { fromYear: 2050, percent: '80' },
] as const;

/** A tonne of VLSFO equivalent holds 41,000 MJ and costs 2,400 euros (Annex IV). */
export const VLSFO_MJ_PER_TONNE = decimal(41_000);
export const PENALTY_EUR_PER_TONNE = decimal(2_400);
const GRAMS_PER_TONNE = decimal(1_000_000);

/** Wind assistance: installed wind power over propulsion power, and the reward factor (Annex I). */
export const FUELEU_WIND_FACTORS = ['1', '0.99', '0.97', '0.95'] as const;

/** The rounding of the ESSF worked example (SAPS WS1, May 2025): both 5 decimals; unrounded it gives 802,008 instead of 802,011 euros. */
export const ESSF_ROUNDING = { ttwDecimals: 5, ghgIntensityDecimals: 5 } as const;

/** The limit of a year in g CO2e/MJ, or undefined before 2025. */
export function fuelEuLimit(year: number): Decimal | undefined {
  const step = FUELEU_REDUCTIONS.findLast((candidate) => year >= candidate.fromYear);
  if (step === undefined) return undefined;
  return decimal(FUELEU_REFERENCE_G_PER_MJ).times(decimal(100).minus(step.percent)).div(100);
}

export type FuelEuFuelUse = {
  readonly fuel: string;
  readonly tonnes: string;
  /** E of the proof of sustainability, g CO2e/MJ; needed for biofuels and RFNBO to count as such. */
  readonly certifiedGramsPerMJ?: string | undefined;
  /** 100 within the EEA and at berth, 50 between the EEA and a third country; default the calculation's. */
  readonly scopePercent?: string | undefined;
};

export type FuelEuInput = {
  readonly year: number;
  readonly fuels: readonly FuelEuFuelUse[];
  readonly scopePercent: string;
  readonly gwpSet: FuelEuGwpSet;
  /** Absent: exact to the end, figures printed with 5 decimals. */
  readonly rounding?: { readonly ttwDecimals: number; readonly ghgIntensityDecimals: number } | undefined;
  /** On-shore power at berth. */
  readonly shorePowerMJ?: string | undefined;
  readonly windFactor?: string | undefined;
  /** Which consecutive year with a deficit this is, the first being 1. */
  readonly consecutiveDeficitYears?: number | undefined;
};

export type FuelEuFuelResult = {
  readonly fuel: string;
  readonly pathway: string;
  readonly factorSetVersion: string;
  readonly trust: string;
  readonly energyMJ: string;
  readonly wellToTankGPerMJ: string;
  readonly tankToWakeGPerMJ: string;
  readonly wellToWakeGPerMJ: string;
};

export type FuelEuResult = {
  readonly framework: 'FUELEU';
  readonly gwpSet: FuelEuGwpSet;
  readonly energyMJ: string;
  readonly ghgIntensityGPerMJ: string;
  readonly limitGPerMJ: string;
  readonly complianceBalanceG: string;
  /** Whole euros, half to even; 0 with a surplus. */
  readonly penaltyEur: string;
  readonly fuels: readonly FuelEuFuelResult[];
  readonly notes: readonly Note[];
};

const SHOWN_DECIMALS = 5;

/**
 * GHG intensity, compliance balance and penalty of a ship's year (Annexes I and IV). Emissions are weighted by energy;
 * CB = (limit − actual) × energy in g CO2e; penalty = |CB| ÷ (actual × 41,000) × 2,400 × (1 + (n − 1)/10).
 */
export function computeFuelEu(input: FuelEuInput): Decision<FuelEuResult, readonly Problem[]> {
  const limit = fuelEuLimit(input.year);
  const problems: Problem[] = [
    ...(limit === undefined
      ? [{ code: 'YEAR_NOT_COVERED', property: 'year', message: 'FuelEU Maritime applies from 2025 on.' }]
      : []),
    ...percentProblems('scopePercent', input.scopePercent),
    ...nonNegativeProblems('shorePowerMJ', input.shorePowerMJ ?? '0'),
    ...(input.fuels.length === 0
      ? [{ code: 'FUELS_MISSING', property: 'fuels', message: 'At least one fuel is needed.' }]
      : []),
    ...((FUELEU_WIND_FACTORS as readonly string[]).includes(input.windFactor ?? '1')
      ? []
      : [
          {
            code: 'WIND_FACTOR_UNKNOWN',
            property: 'windFactor',
            message: `The wind reward factor is one of ${FUELEU_WIND_FACTORS.join(', ')}.`,
          },
        ]),
    ...((input.consecutiveDeficitYears ?? 1) >= 1
      ? []
      : [
          {
            code: 'DEFICIT_YEARS_OUT_OF_RANGE',
            property: 'consecutiveDeficitYears',
            message: 'Deficit years count from 1.',
          },
        ]),
    ...input.fuels.flatMap((use, index) => [
      ...fuelProblems(`fuels.${index}.fuel`, use.fuel),
      ...positiveProblems(`fuels.${index}.tonnes`, use.tonnes),
      ...percentProblems(`fuels.${index}.scopePercent`, use.scopePercent ?? '100'),
      ...(use.certifiedGramsPerMJ === undefined
        ? []
        : nonNegativeProblems(`fuels.${index}.certifiedGramsPerMJ`, use.certifiedGramsPerMJ)),
    ]),
  ];
  if (problems.length > 0 || limit === undefined) return refuse(problems);
  const burnt = input.fuels.map((use) => {
    const pathway = pathwayOf(use, {
      year: input.year,
      gwpSet: input.gwpSet,
      ttwDecimals: input.rounding?.ttwDecimals,
    });
    const scope = decimal(use.scopePercent ?? input.scopePercent).div(100);
    const energy = decimal(use.tonnes).times(GRAMS_PER_TONNE).times(pathway.fuel.lowerCalorificValue).times(scope);
    return { use, pathway, energy };
  });
  const shorePower = decimal(input.shorePowerMJ ?? '0');
  const energy = sum(burnt.map((part) => part.energy)).plus(shorePower);
  const rewardedEnergy = sum(
    burnt.map((part) => (part.pathway.rewarded ? part.energy.times(RFNBO_REWARD.factor) : part.energy)),
  ).plus(shorePower);
  if (energy.isZero()) {
    return refuse([
      { code: 'NO_ENERGY_IN_SCOPE', property: 'scopePercent', message: 'No energy is within the scope.' },
    ]);
  }
  const emissions = sum(burnt.map((part) => part.energy.times(part.pathway.wellToTank.plus(part.pathway.tankToWake))));
  const exactIntensity = emissions.div(rewardedEnergy).times(input.windFactor ?? '1');
  const intensity =
    input.rounding === undefined ? exactIntensity : roundHalfEven(exactIntensity, input.rounding.ghgIntensityDecimals);
  const balance = limit.minus(intensity).times(energy);
  return accept({
    framework: 'FUELEU',
    gwpSet: input.gwpSet,
    energyMJ: toText(energy),
    ghgIntensityGPerMJ: toText(roundHalfEven(intensity, SHOWN_DECIMALS)),
    limitGPerMJ: toText(limit),
    complianceBalanceG: toText(roundHalfEven(balance, SHOWN_DECIMALS)),
    penaltyEur: toText(
      fuelEuPenalty({ balance, intensity, consecutiveDeficitYears: input.consecutiveDeficitYears ?? 1 }),
    ),
    fuels: burnt.map(({ use, pathway, energy: fuelEnergy }) => ({
      fuel: use.fuel,
      pathway: pathway.fuel.factorId,
      factorSetVersion: pathway.fuel.factorSetVersion,
      trust: pathway.fuel.trust,
      energyMJ: toText(fuelEnergy),
      wellToTankGPerMJ: shown(pathway.wellToTank),
      tankToWakeGPerMJ: shown(pathway.tankToWake),
      wellToWakeGPerMJ: shown(pathway.wellToTank.plus(pathway.tankToWake)),
    })),
    notes: burnt.flatMap((part) => part.pathway.notes),
  });
}

function shown(value: Decimal): string {
  return toText(roundHalfEven(value, SHOWN_DECIMALS));
}

/** Compliance balance in g CO2e: positive is a surplus. */
export function fuelEuBalance(input: {
  readonly limit: string;
  readonly actual: string;
  readonly energyMJ: string;
}): Decimal {
  return decimal(input.limit).minus(input.actual).times(input.energyMJ);
}

/** Penalty in whole euros (Annex IV), dividing by the ship's own intensity, not by the limit. */
export function fuelEuPenalty(input: {
  readonly balance: Decimal;
  readonly intensity: Decimal;
  readonly consecutiveDeficitYears: number;
}): Decimal {
  if (!input.balance.isNegative() || input.intensity.isZero()) return decimal(0);
  const multiplier = decimal(9 + input.consecutiveDeficitYears).div(10);
  const penalty = input.balance
    .abs()
    .div(input.intensity.times(VLSFO_MJ_PER_TONNE))
    .times(PENALTY_EUR_PER_TONNE)
    .times(multiplier);
  return roundHalfEven(penalty, 0);
}

/** Tank-to-wake and well-to-wake of one fuel in g CO2e/MJ, 5 decimals half even. */
export function fuelEuFuelIntensity(
  use: { readonly fuel: string; readonly certifiedGramsPerMJ?: string | undefined },
  gwpSet: FuelEuGwpSet = 'AR4',
): Decision<FuelEuFuelResult & { readonly notes: readonly Note[] }, readonly Problem[]> {
  const problems = fuelProblems('fuel', use.fuel);
  if (problems.length > 0) return refuse(problems);
  const pathway = pathwayOf(use, { year: RFNBO_REWARD.fromYear, gwpSet });
  return accept({
    fuel: use.fuel,
    pathway: pathway.fuel.factorId,
    factorSetVersion: pathway.fuel.factorSetVersion,
    trust: pathway.fuel.trust,
    energyMJ: pathway.fuel.lowerCalorificValue,
    wellToTankGPerMJ: shown(pathway.wellToTank),
    tankToWakeGPerMJ: shown(pathway.tankToWake),
    wellToWakeGPerMJ: shown(pathway.wellToTank.plus(pathway.tankToWake)),
    notes: pathway.notes,
  });
}

export type FuelBlendPart = {
  readonly fuel: string;
  /** Share of mass; a blend labelled by volume is converted by density first. */
  readonly massShare: string;
  readonly certifiedGramsPerMJ?: string | undefined;
};

/**
 * Intensity of a blend, weighted by energy: B24 of HFO and FAME is 74.871 g CO2e/MJ; weighting by mass would give 73.66.
 * Figures with 3 decimals, the calorific value exact.
 */
export function fuelEuBlend(
  parts: readonly FuelBlendPart[],
  gwpSet: FuelEuGwpSet = 'AR4',
): Decision<
  { readonly lowerCalorificValue: string; readonly energyShares: readonly string[]; readonly wellToWakeGPerMJ: string },
  readonly Problem[]
> {
  const problems = [
    ...parts.flatMap((part, index) => fuelProblems(`blend.${index}.fuel`, part.fuel)),
    ...sharesOfOneProblems(
      'blend.massShare',
      parts.map((part) => part.massShare),
    ),
  ];
  if (problems.length > 0) return refuse(problems);
  const weighed = parts.map((part) => {
    const pathway = pathwayOf(part, { year: RFNBO_REWARD.fromYear, gwpSet });
    return {
      energy: decimal(part.massShare).times(pathway.fuel.lowerCalorificValue),
      intensity: pathway.wellToTank.plus(pathway.tankToWake),
    };
  });
  const energy = sum(weighed.map((part) => part.energy));
  const emissions = sum(weighed.map((part) => part.energy.times(part.intensity)));
  return accept({
    lowerCalorificValue: toText(energy),
    energyShares: weighed.map((part) => shown(part.energy.div(energy))),
    wellToWakeGPerMJ: toText(roundHalfEven(emissions.div(energy), 3)),
  });
}
