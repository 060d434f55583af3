import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { anneal } from './anneal.ts';
import { greedyPlan, keptPlan, repairedPlan } from './construct.ts';
import { compareTuples, DIMENSION_COUNT, type PlanInstance, type PlanTuple, weightedObjective } from './instance.ts';
import { priceOptions, relax, relaxationRounds } from './lagrange.ts';
import { compileModel, type Model } from './model.ts';
import { assertState, emptyState, type PlanState, restore } from './plan-state.ts';
import { seededRandom } from './random.ts';

export type SolveOptions = {
  /** Rounds of ruin and recreate: the whole budget. The same instance, iterations and seed give the same plan. */
  readonly iterations: number;
  readonly seed: number;
  /** Called now and then with the rounds done; true stops early, and the plan then depends on when. */
  readonly onProgress?: (done: number) => boolean | undefined;
};

export type PlannedUnits = { readonly request: number; readonly option: number; readonly units: number };

export type Plan = {
  /** Containers by request and option (positions in the instance), pins among them, in the order of the instance. */
  readonly allocations: readonly PlannedUnits[];
  readonly unserved: readonly { readonly request: number; readonly units: number }[];
  readonly totals: PlanTuple & {
    readonly servedQuarterTeu: number;
    readonly priorityServedQuarterTeu: number;
    /** The tuple in one figure by the instance's weights, in grams. */
    readonly objective: number;
  };
  /** No plan of the instance has a smaller objective. */
  readonly lowerBound: number;
  /** The same instance taken first come, first served: what the plan is worth. */
  readonly firstComeFirstServed: PlanTuple;
  /** How far the objective is above the bound, as a share of the bound. */
  readonly gap: number;
  /**
   * Bid prices: grams CO2e that one unit of each dimension (quarter-TEU, kg, quarter-TEU of dangerous goods, plug) is
   * worth on each leg of each offer, from the relaxation. 0 where space is left over.
   */
  readonly multipliers: readonly (readonly Float64Array[])[];
  /** Of the allocations: equal hashes, equal plans. */
  readonly planHash: string;
};

/** Iterations that a book of this size is given when nobody says: about 150 a request. */
export function defaultIterations(instance: PlanInstance): number {
  return Math.max(20_000, Math.min(1_000_000, instance.requests.length * 150));
}

/**
 * Plans a whole book at once: relaxation, repair, search. Pure and deterministic; the budget is counted in iterations,
 * never in time. The search steers by one weighted figure, in which a container less left behind can be outweighed by
 * the grams of a large request that makes way for it; so the answer is chosen by the tuple itself, and is never worse
 * than first come, first served, nor than leaving everything where it stands.
 */
export function solve(instance: PlanInstance, options: SolveOptions): Plan {
  const model = compileModel(instance);
  const greedy = greedyPlan(instance, model);
  const relaxation = relax(model, relaxationRounds(model));
  const prices = new Float64Array(model.optionCount);
  priceOptions(model, relaxation.multipliers, prices);
  const kept = keptPlan(instance, model);
  const state = repairedPlan(model, prices);
  for (const other of [greedy, kept]) if (other.cost < state.cost) restore(state, other.placed);
  const seek = (from: PlanState, by: { readonly prices: Float64Array; readonly multipliers: Float64Array }) => {
    const best = from.placed.slice();
    const random = seededRandom(options.seed);
    const onIteration = (done: number) => options.onProgress?.(done) === true;
    anneal({ ...by, state: from, random, iterations: options.iterations, best, onIteration });
    restore(from, best);
    assertState(from);
    return from;
  };
  const candidateOf = ({ placed }: PlanState) => {
    const allocations = allocationsOf(instance, model, placed);
    return { placed, allocations, tuple: tupleOf(instance, allocations) };
  };
  const better = (a: Candidate, b: Candidate) => (compareTuples(b.tuple, a.tuple) < 0 ? b : a);
  const found = candidateOf(seek(state, { prices, multipliers: relaxation.multipliers }));
  const firstCome = candidateOf(greedy);
  const given = better(firstCome, candidateOf(kept));
  let chosen = better(found, given);
  if (chosen !== found) {
    // Seldom: the weights sold priority cargo for a lot of standard cargo. Priority is made dearer, and the search goes on.
    const steeper = compileModel({ ...instance, weights: steeperWeights(instance) });
    const relaxed = relax(steeper, relaxationRounds(steeper));
    const dearer = new Float64Array(steeper.optionCount);
    priceOptions(steeper, relaxed.multipliers, dearer);
    const again = emptyState(steeper);
    restore(again, given.placed);
    chosen = better(candidateOf(seek(again, { prices: dearer, multipliers: relaxed.multipliers })), chosen);
  }
  return planOf(instance, chosen.allocations, {
    firstComeFirstServed: firstCome.tuple,
    lowerBound: objectiveBound(instance, relaxation.bound),
    multipliers: instance.offers.map(({ legs }, offer) =>
      legs.map((_leg, leg) => {
        const at = (model.offerPools[offer]! + leg) * model.width;
        return relaxation.multipliers.slice(at, at + DIMENSION_COUNT);
      }),
    ),
  });
}

type Candidate = {
  readonly placed: Int32Array;
  readonly allocations: readonly PlannedUnits[];
  readonly tuple: PlanTuple;
};

const STEEPER = 8;

function steeperWeights({ weights }: PlanInstance): PlanInstance['weights'] {
  return { ...weights, priorityQuarterTeu: weights.priorityQuarterTeu * STEEPER };
}

/** A plan from its allocations, with all that is counted from them. */
export function planOf(
  instance: PlanInstance,
  allocations: readonly PlannedUnits[],
  rest: Pick<Plan, 'firstComeFirstServed' | 'lowerBound' | 'multipliers'>,
): Plan {
  const tuple = tupleOf(instance, allocations);
  const objective = weightedObjective(tuple, instance.weights);
  const quarterTeu = (units: { readonly request: number; readonly units: number }) =>
    instance.requests[units.request]!.space[0] * units.units;
  const isPriority = ({ request }: { readonly request: number }) => instance.requests[request]!.priority;
  return {
    allocations,
    unserved: unservedOf(instance, allocations),
    totals: {
      ...tuple,
      servedQuarterTeu: allocations.reduce((sum, units) => sum + quarterTeu(units), 0),
      priorityServedQuarterTeu: allocations.filter(isPriority).reduce((sum, units) => sum + quarterTeu(units), 0),
      objective,
    },
    ...rest,
    gap: objective === 0 ? 0 : (objective - rest.lowerBound) / Math.max(1, Math.abs(rest.lowerBound)),
    planHash: canonicalHash(allocations.map(({ request, option, units }) => [request, option, units])),
  };
}

/** A bound on the model's cost as one on the objective: pins added, and the gram that changes weigh at most taken off. */
export function objectiveBound(instance: PlanInstance, bound: number): number {
  let grams = instance.requests.some(({ soft }) => soft.length > 0) ? -1 : 0;
  for (const { pins, options } of instance.requests) {
    for (const { option, units } of pins) grams += options[option]!.grams * units;
  }
  return bound + grams;
}

export function allocationsOf(instance: PlanInstance, model: Model, placed: Int32Array): PlannedUnits[] {
  return instance.requests.flatMap((request, r) => {
    const units = new Map<number, number>();
    for (const pin of request.pins) units.set(pin.option, (units.get(pin.option) ?? 0) + pin.units);
    for (let o = model.optionStart[r]!; o < model.optionStart[r + 1]!; o += 1) {
      const option = model.optionPosition[o]!;
      if (placed[o]! > 0) units.set(option, (units.get(option) ?? 0) + placed[o]! * model.unitsPerBlock[r]!);
    }
    return [...units].sort(([a], [b]) => a - b).map(([option, count]) => ({ request: r, option, units: count }));
  });
}

function unservedOf(instance: PlanInstance, allocations: readonly PlannedUnits[]) {
  const left = instance.requests.map(({ units }) => units);
  for (const { request, units } of allocations) left[request] = left[request]! - units;
  return left.flatMap((units, request) => (units > 0 ? [{ request, units }] : []));
}

/** The tuple of any allocations, counted from the instance alone: whole numbers, exact. */
export function tupleOf(instance: PlanInstance, allocations: readonly PlannedUnits[]): PlanTuple {
  let priorityUnservedQuarterTeu = 0;
  let standardUnservedQuarterTeu = 0;
  for (const { request, units } of unservedOf(instance, allocations)) {
    const { priority, space } = instance.requests[request]!;
    if (priority) priorityUnservedQuarterTeu += units * space[0];
    else standardUnservedQuarterTeu += units * space[0];
  }
  let grams = 0;
  const on = new Map<string, number>();
  for (const { request, option, units } of allocations) {
    grams += instance.requests[request]!.options[option]!.grams * units;
    on.set(`${request} ${option}`, units);
  }
  let changedPlacements = 0;
  for (const [r, { soft, pins }] of instance.requests.entries()) {
    for (const { option, units } of soft) {
      const pinned = pins.reduce((sum, pin) => sum + (pin.option === option ? pin.units : 0), 0);
      if ((on.get(`${r} ${option}`) ?? 0) - pinned < units) changedPlacements += 1;
    }
  }
  return { priorityUnservedQuarterTeu, standardUnservedQuarterTeu, grams, changedPlacements };
}
