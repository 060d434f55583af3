import { type Decimal, decimal, roundHalfEven, sum, toText } from '@greenlane/kernel/decimal';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { positiveProblems } from './guards.ts';
import { IMO_CO2_PER_FUEL, IMO_FACTOR_IDENTITY } from './imo-factors.ts';

/** Carbon intensity indicator of a ship (MEPC.352 to 354(78)): a rating of ships, never a factor of a shipment. */
export type CiiRating = 'A' | 'B' | 'C' | 'D' | 'E';

/** Reduction against 2019 in per cent (MEPC.338(76), 2027 to 2030 by MEPC.400(83)). */
export const CII_REDUCTION_PERCENT: ReadonlyMap<number, string> = new Map([
  [2019, '0'],
  [2020, '1'],
  [2021, '2'],
  [2022, '3'],
  [2023, '5'],
  [2024, '7'],
  [2025, '9'],
  [2026, '11'],
  [2027, '13.625'],
  [2028, '16.25'],
  [2029, '18.875'],
  [2030, '21.5'],
]);

/** Reference line a × capacity^−c (MEPC.353(78)) and exp(d1…d4) (MEPC.354(78)); capacity is DWT or GT. */
export const CII_SHIP_TYPES = {
  CONTAINER: { a: '1984', c: '0.489', capacity: 'DWT', vectors: ['0.83', '0.94', '1.07', '1.19'] },
  ROPAX: { a: '2023', c: '0.460', capacity: 'GT', vectors: ['0.76', '0.92', '1.14', '1.30'] },
} as const;
export type CiiShipType = keyof typeof CII_SHIP_TYPES;

const SHOWN_DECIMALS = 9;

export type CiiInput = {
  readonly shipType: CiiShipType;
  /** Deadweight (container ships) or gross tonnage (ro-pax). */
  readonly capacity: string;
  readonly distanceNm: string;
  readonly fuels: readonly { readonly fuel: string; readonly tonnes: string }[];
  readonly year: number;
};

export type CiiResult = {
  readonly framework: 'IMO_CII';
  readonly factorSetVersion: string;
  /** g CO2 per capacity tonne and nautical mile, 9 decimals half even; the rating is judged on the exact values. */
  readonly attained: string;
  readonly required: string;
  readonly rating: CiiRating;
  readonly bounds: readonly [string, string, string, string];
};

/** Attained and required CII and the rating of a year. */
export function computeCii(input: CiiInput): Decision<CiiResult, readonly Problem[]> {
  const reduction = CII_REDUCTION_PERCENT.get(input.year);
  const problems: Problem[] = [
    ...(reduction === undefined
      ? [{ code: 'YEAR_NOT_COVERED', property: 'year', message: 'Reduction factors are known for 2019 to 2030.' }]
      : []),
    ...positiveProblems('capacity', input.capacity),
    ...positiveProblems('distanceNm', input.distanceNm),
    ...(input.fuels.length === 0
      ? [{ code: 'FUELS_MISSING', property: 'fuels', message: 'At least one fuel is needed.' }]
      : []),
    ...input.fuels.flatMap((use, index) => [
      ...(IMO_CO2_PER_FUEL.has(use.fuel)
        ? []
        : [
            {
              code: 'FUEL_UNKNOWN',
              property: `fuels.${index}.fuel`,
              message: `${use.fuel} is none of ${[...IMO_CO2_PER_FUEL.keys()].join(', ')}.`,
            },
          ]),
      ...positiveProblems(`fuels.${index}.tonnes`, use.tonnes),
    ]),
  ];
  if (problems.length > 0 || reduction === undefined) return refuse(problems);
  const ship = CII_SHIP_TYPES[input.shipType];
  const grams = sum(
    input.fuels.map((use) =>
      decimal(use.tonnes)
        .times(1_000_000)
        .times(IMO_CO2_PER_FUEL.get(use.fuel) ?? '0'),
    ),
  );
  const attained = grams.div(decimal(input.capacity).times(input.distanceNm));
  const required = ciiRequired({ a: ship.a, c: ship.c, capacity: input.capacity, reductionPercent: reduction });
  const { rating, bounds } = ciiRating({ attained, required, vectors: ship.vectors });
  return accept({
    framework: 'IMO_CII',
    factorSetVersion: IMO_FACTOR_IDENTITY.factorSetVersion,
    attained: toText(roundHalfEven(attained, SHOWN_DECIMALS)),
    required: toText(roundHalfEven(required, SHOWN_DECIMALS)),
    rating,
    bounds: bounds.map((bound) => toText(roundHalfEven(bound, SHOWN_DECIMALS))) as unknown as CiiResult['bounds'],
  });
}

/** Required CII = a × capacity^−c × (1 − Z/100). */
export function ciiRequired(input: {
  readonly a: string;
  readonly c: string;
  readonly capacity: string;
  readonly reductionPercent: string;
}): Decimal {
  return decimal(input.a)
    .times(decimal(input.capacity).pow(decimal(input.c).negated()))
    .times(decimal(100).minus(input.reductionPercent))
    .div(100);
}

/** A up to d1 × required, then B, C and D up to d2, d3 and d4; beyond it E. */
export function ciiRating(input: {
  readonly attained: Decimal;
  readonly required: Decimal;
  readonly vectors: readonly [string, string, string, string];
}): { readonly rating: CiiRating; readonly bounds: readonly Decimal[] } {
  const bounds = input.vectors.map((vector) => input.required.times(vector));
  const passed = bounds.findIndex((bound) => input.attained.lessThanOrEqualTo(bound));
  const ratings = ['A', 'B', 'C', 'D'] as const;
  return { rating: ratings[passed] ?? 'E', bounds };
}

/** Grams of CO2 per kilogram of fuel. */
export function imoCo2GramsPerKilogram(fuel: string): Decimal | undefined {
  const factor = IMO_CO2_PER_FUEL.get(fuel);
  return factor === undefined ? undefined : decimal(factor).times(1000);
}
