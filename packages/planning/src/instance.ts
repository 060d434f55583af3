/**
 * What a batch plan is asked: who wants space, where it is, and what counts as better. Every figure is a whole number in
 * the units of the matching engine: quarter-TEU, kilograms, quarter-TEU of dangerous goods, reefer plugs, grams CO2e.
 */

export const DIMENSION_COUNT = 4;
/** quarterTeu, weightKg, dangerousGoodsQuarterTeu, reeferPlugs: the order of every vector here. */
export type PoolSpace = readonly [number, number, number, number];

/** A sailing: one pool for each leg between consecutive calls. Capacity that others took is already taken off. */
export type PlanOffer = {
  readonly offerId: string;
  readonly legs: readonly PoolSpace[];
  /** How much of each leg standard cargo may take, where the rest is kept for priority units; absent: all of it. */
  readonly standardLegs?: readonly PoolSpace[];
};

/** One way to carry containers of a request: an offer from one call to a later one. */
export type PlanOption = {
  /** Position in the instance's offers. */
  readonly offer: number;
  /** The legs that it takes space on: from the first up to, not including, the second. */
  readonly fromLeg: number;
  readonly toLeg: number;
  /** Grams CO2e of one container, door to port. */
  readonly grams: number;
  /** Space of one container where it differs by offer; otherwise the request's. */
  readonly space?: PoolSpace;
};

/** Containers of a request that stand on one of its options already. */
export type Placed = { readonly option: number; readonly units: number };

export type PlanRequest = {
  readonly requestId: string;
  readonly priority: boolean;
  readonly units: number;
  /** Space of one container. */
  readonly space: PoolSpace;
  /** False: all units on one option, or none. */
  readonly splitAllowed: boolean;
  readonly options: readonly PlanOption[];
  /** Confirmed: never moved. Their space comes out of the offers' legs above. */
  readonly pins: readonly Placed[];
  /** Held or planned before: may move, but each one that does counts as a change. */
  readonly soft: readonly Placed[];
};

/**
 * How many grams CO2e one quarter-TEU left behind is worth. The order of plans is lexicographic; the weights only steer
 * the search and make one figure of the tuple, for the gap beside the lower bound.
 */
export type PlanWeights = { readonly priorityQuarterTeu: number; readonly standardQuarterTeu: number };

export type PlanInstance = {
  readonly offers: readonly PlanOffer[];
  readonly requests: readonly PlanRequest[];
  readonly weights: PlanWeights;
};

/** The order of plans: less of the first, then of the second … is better. */
export type PlanTuple = {
  readonly priorityUnservedQuarterTeu: number;
  readonly standardUnservedQuarterTeu: number;
  readonly grams: number;
  /** Soft placements of which the plan moves at least one container. */
  readonly changedPlacements: number;
};

export function compareTuples(a: PlanTuple, b: PlanTuple): number {
  return (
    a.priorityUnservedQuarterTeu - b.priorityUnservedQuarterTeu ||
    a.standardUnservedQuarterTeu - b.standardUnservedQuarterTeu ||
    a.grams - b.grams ||
    a.changedPlacements - b.changedPlacements
  );
}

/** The tuple as one figure in grams; changes weigh less than one gram altogether, so they never buy any. */
export function weightedObjective(tuple: PlanTuple, weights: PlanWeights): number {
  return (
    tuple.priorityUnservedQuarterTeu * weights.priorityQuarterTeu +
    tuple.standardUnservedQuarterTeu * weights.standardQuarterTeu +
    tuple.grams
  );
}

/**
 * Weights for an instance that names none: leaving standard space unused is worse than four times the dirtiest option
 * for it, so that the search never trades cargo for grams one for one nor along a chain of four moves; priority is worth
 * four times standard for the same reason.
 */
const WEIGHT_STEP = 4;

export function defaultWeights(requests: readonly PlanRequest[]): PlanWeights {
  let dirtiest = 1;
  for (const { options, space } of requests) {
    for (const option of options) dirtiest = Math.max(dirtiest, option.grams / Math.max(1, (option.space ?? space)[0]));
  }
  const standardQuarterTeu = Math.ceil(dirtiest) * WEIGHT_STEP;
  return { standardQuarterTeu, priorityQuarterTeu: standardQuarterTeu * WEIGHT_STEP };
}
