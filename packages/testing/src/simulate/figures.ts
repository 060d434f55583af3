import type { SeasonFigures } from './run-season.ts';

export const MEASURES = [
  { key: 'priorityServedPercent', title: 'priority served', unit: '%', better: 'higher' },
  { key: 'lowEmissionPercent', title: 'of it on low-emission', unit: '%', better: 'higher' },
  { key: 'standardServedPercent', title: 'standard served', unit: '%', better: 'higher' },
  { key: 'regretPercent', title: 'regret', unit: '%', better: 'lower' },
] as const;
export type Measure = (typeof MEASURES)[number]['key'];

/** A figure over the seeds: their mean, and the worst with its seed. */
export type Spread = { readonly mean: number; readonly worst: number; readonly worstSeed: number };

export type ResultRow = {
  readonly load: number;
  readonly forecastError: number;
  readonly policy: string;
  readonly title: string;
  readonly seeds: readonly number[];
  /** How far the mean of standard cargo served lies below hindsight, in points. */
  readonly standardBelowHindsightPoints: number;
} & Readonly<Record<Measure, Spread>>;

export type SeasonResult = {
  readonly seed: number;
  readonly figures: SeasonFigures;
  readonly hindsight: SeasonFigures;
};

const percent = (part: number, whole: number) => (whole === 0 ? 100 : (100 * part) / whole);

function measured({ figures, hindsight }: SeasonResult): Record<Measure, number> {
  return {
    priorityServedPercent: percent(figures.priorityServedTeu, figures.priorityTeu),
    lowEmissionPercent: percent(figures.priorityLowEmissionTeu, figures.priorityServedTeu),
    standardServedPercent: percent(figures.standardServedTeu, figures.standardTeu),
    // Hindsight is a lower bound of the cost, so this is never below zero for a plan in whole containers.
    regretPercent: percent(figures.costPoints - hindsight.costPoints, hindsight.costPoints),
  };
}

export function rowOf(
  about: Pick<ResultRow, 'load' | 'forecastError' | 'policy' | 'title'>,
  seasons: readonly SeasonResult[],
): ResultRow {
  const values = seasons.map((season) => ({ seed: season.seed, ...measured(season) }));
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const spread = (key: Measure): Spread => {
    const lowerIsWorse = MEASURES.find((measure) => measure.key === key)?.better === 'higher';
    const worst = values.reduce((a, b) => (b[key] < a[key] === lowerIsWorse ? b : a));
    return { mean: round(mean(values.map((value) => value[key]))), worst: round(worst[key]), worstSeed: worst.seed };
  };
  const hindsightServed = mean(
    seasons.map(({ hindsight }) => percent(hindsight.standardServedTeu, hindsight.standardTeu)),
  );
  const standardServedPercent = spread('standardServedPercent');
  return {
    ...about,
    seeds: values.map(({ seed }) => seed),
    priorityServedPercent: spread('priorityServedPercent'),
    lowEmissionPercent: spread('lowEmissionPercent'),
    standardServedPercent,
    standardBelowHindsightPoints: round(hindsightServed - standardServedPercent.mean),
    regretPercent: spread('regretPercent'),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;
