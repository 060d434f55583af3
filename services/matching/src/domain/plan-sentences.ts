import type { OptionsConsidered } from './book-plan.ts';
import type { Wording } from './wording.ts';

type Tuple = {
  readonly priorityUnservedTeu: number;
  readonly standardUnservedTeu: number;
  readonly co2eKg: string;
  readonly changedPlacements: number;
};

/** What is told of a plan: its totals, the same by first come, first served, and what came of its commit. */
export type PlanFacts = {
  readonly totals?:
    | (Tuple & {
        readonly servedTeu: number;
        readonly priorityServedTeu: number;
        readonly gapPercent: string;
      })
    | undefined;
  readonly firstComeFirstServed?: Tuple | undefined;
  readonly optionsConsidered?: OptionsConsidered | undefined;
  readonly commit?:
    | {
        readonly unitsPlaced: number;
        readonly allocationsMoved: number;
        readonly refused: readonly unknown[];
      }
    | undefined;
};

const whole = (kilograms: string) => Number(kilograms).toFixed(0);

/** A plan as the authority reads it: who gets space, who does not, what it costs in carbon, and how good that is. */
export function planSentences(
  { totals, firstComeFirstServed, optionsConsidered, commit }: PlanFacts,
  { plan }: Wording,
): string[] {
  if (totals === undefined) return [];
  const left = (tuple: Tuple) => ({ priorityTeu: tuple.priorityUnservedTeu, standardTeu: tuple.standardUnservedTeu });
  const { servedTeu, priorityServedTeu, changedPlacements, co2eKg, gapPercent } = totals;
  const other = firstComeFirstServed;
  const isAlike = (['priorityUnservedTeu', 'standardUnservedTeu', 'co2eKg'] as const).every(
    (name) => other?.[name] === totals[name],
  );
  return [
    plan.served({ servedTeu, priorityServedTeu, kilograms: whole(co2eKg), moved: changedPlacements }),
    plan.left(left(totals)),
    plan.bound({ gapPercent }),
    ...(optionsConsidered === undefined || optionsConsidered.requestsWithMore === 0
      ? []
      : [plan.optionsConsidered(optionsConsidered)]),
    ...(other === undefined
      ? []
      : [isAlike ? plan.firstComeAlike() : plan.firstCome({ ...left(other), kilograms: whole(other.co2eKg) })]),
    ...(commit === undefined
      ? []
      : [
          plan.carriedOut({
            units: commit.unitsPlaced,
            moved: commit.allocationsMoved,
            refused: commit.refused.length,
          }),
        ]),
  ];
}
