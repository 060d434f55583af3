import { decimal } from '@greenlane/kernel/decimal';
import type { PlanInstance, PlanTuple } from './instance.ts';
import type { Plan } from './solve.ts';

const GRAMS_PER_KILOGRAM = 1000;
const QUARTERS_PER_TEU = 4;

/** Exact: grams as kilograms. */
export function kilogramsOf(grams: number): string {
  return decimal(grams).div(GRAMS_PER_KILOGRAM).toString();
}

/** A plan in words and units that its readers use: kilograms as decimals, TEU, ids. */
export type PlanDocument = {
  readonly allocations: readonly {
    readonly requestId: string;
    readonly offerId: string;
    readonly units: number;
    readonly co2eKg: string;
  }[];
  readonly unserved: readonly {
    readonly requestId: string;
    readonly units: number;
    /** NO_FEASIBLE_OFFER: no sailing could take it even when empty. NO_SPACE: a plan that serves it serves others less. */
    readonly reason: 'NO_FEASIBLE_OFFER' | 'NO_SPACE';
  }[];
  readonly totals: TupleDocument & {
    readonly servedTeu: number;
    readonly priorityServedTeu: number;
    /** The tuple in one figure: kilograms, with the weights of {@link PlanInstance} for TEU left behind. */
    readonly objective: string;
    /** No plan has a smaller objective. */
    readonly lowerBound: string;
    readonly gapPercent: string;
  };
  readonly firstComeFirstServed: TupleDocument;
  readonly planHash: string;
};

export type TupleDocument = {
  readonly priorityUnservedTeu: number;
  readonly standardUnservedTeu: number;
  readonly co2eKg: string;
  readonly changedPlacements: number;
};

function tupleDocument(tuple: PlanTuple): TupleDocument {
  return {
    priorityUnservedTeu: tuple.priorityUnservedQuarterTeu / QUARTERS_PER_TEU,
    standardUnservedTeu: tuple.standardUnservedQuarterTeu / QUARTERS_PER_TEU,
    co2eKg: kilogramsOf(tuple.grams),
    changedPlacements: tuple.changedPlacements,
  };
}

export function planDocument(instance: PlanInstance, plan: Plan): PlanDocument {
  const { requests, offers } = instance;
  return {
    allocations: plan.allocations.map(({ request, option, units }) => {
      const { requestId, options } = requests[request]!;
      const { offer, grams } = options[option]!;
      return { requestId, offerId: offers[offer]!.offerId, units, co2eKg: kilogramsOf(grams * units) };
    }),
    unserved: plan.unserved.map(({ request, units }) => {
      const { requestId, options } = requests[request]!;
      return { requestId, units, reason: options.length === 0 ? 'NO_FEASIBLE_OFFER' : 'NO_SPACE' };
    }),
    totals: {
      ...tupleDocument(plan.totals),
      servedTeu: plan.totals.servedQuarterTeu / QUARTERS_PER_TEU,
      priorityServedTeu: plan.totals.priorityServedQuarterTeu / QUARTERS_PER_TEU,
      objective: kilogramsOf(plan.totals.objective),
      lowerBound: kilogramsOf(Math.floor(plan.lowerBound)),
      gapPercent: (plan.gap * 100).toFixed(3),
    },
    firstComeFirstServed: tupleDocument(plan.firstComeFirstServed),
    planHash: plan.planHash,
  };
}
