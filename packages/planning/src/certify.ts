import { type ExactAnswer, type ExactProblem, exactProblem, separateOptions, solveExactly, TONNE } from './exact.ts';
import { compareTuples, type PlanInstance, weightedObjective } from './instance.ts';
import { compileModel, type Model } from './model.ts';
import { allocationsOf, objectiveBound, type Plan, planOf, tupleOf } from './solve.ts';

/** What an exact solver proved about a model within its time. */
export type Certificate = {
  /** No plan costs less: grams of the weighted objective, rounding of the solver taken off. */
  readonly bound: number;
  /** Blocks on each option of the best plan that it knows; undefined when it found none. */
  readonly placed: Int32Array | undefined;
  readonly optimal: boolean;
};

/** HiGHS's feasibility tolerances, as a share of the bound. */
const TOLERANCE_SHARE = 1e-6;
/** HiGHS calls a plan optimal that is a gram above the best. */
const SOLVER_GRAM = 1;
/** A bound this much above a whole number of units proves the next one. */
const WHOLE_TOLERANCE = 1e-3;
/** Shares of the time: for all costs together, then of the rest for what must be left behind. */
const AT_ONCE_SHARE = 1 / 4;
const LEFT_SHARE = 1 / 2;

/**
 * Solves a model with HiGHS for so many seconds at most, from a known plan on. The time is wall clock: the bound it reaches
 * in it may differ from run to run, what it says is proved either way.
 *
 * Trades that share no sailing are proved one by one, since a tree for two of them branches as often as the product of
 * both. Where that is not enough, there is a second way: a container left behind costs more than all that placing the
 * others better can save, and one tree for both keeps every branch alive that seems to carry one container more. So it is
 * proved how much stays behind at least, in whole units, and then what plans cost that leave as much. A market of 40
 * requests that was 0.5 % from its bound after 20 minutes is proved in half a minute by both.
 */
export async function certify(
  model: Model,
  options: { readonly seconds: number; readonly start?: Int32Array },
): Promise<Certificate> {
  const until = performance.now() + options.seconds * 1000;
  let bound = 0;
  for (let r = 0; r < model.requestCount; r += 1) bound += model.penalty[r]! * model.blocks[r]!;
  const placed = new Int32Array(model.optionCount);
  let isPlaced = true;
  let optimal = true;
  const parts = separateOptions(model);
  for (const [at, part] of parts.entries()) {
    const seconds = Math.max(0, until - performance.now()) / 1000 / (parts.length - at);
    const found = await solvePart(exactProblem(model, part), { seconds, start: options.start });
    bound += found.bound * TONNE;
    optimal &&= found.optimal;
    if (found.placed === undefined) isPlaced = false;
    else for (const [column, o] of part.entries()) placed[o] = found.placed[column]!;
  }
  return { bound: bound - TOLERANCE_SHARE * Math.abs(bound), placed: isPlaced ? placed : undefined, optimal };
}

type Search = { readonly seconds: number; readonly start: Int32Array | undefined };

async function solvePart(problem: ExactProblem, { seconds, start }: Search): Promise<ExactAnswer> {
  const until = performance.now() + seconds * 1000;
  const left = () => Math.max(0, until - performance.now()) / 1000;
  const { cost } = problem;
  const atLeast = await leftByFractions(problem, seconds);
  // Where fractions of containers leave nothing behind, the plan that does is long in coming, and its proof worth nothing.
  if (atLeast === 0) return solveExactly(problem, { cost, leastLeft: 0, seconds: left(), start });
  const atOnce = await solveExactly(problem, { cost, leastLeft: atLeast, seconds: left() * AT_ONCE_SHARE, start });
  if (atOnce.optimal) return atOnce;
  const leastLeft = await leftByWholes(problem, atLeast, { seconds: left() * LEFT_SHARE, start });
  const inTurn = await solveExactly(problem, { cost, leastLeft, seconds: left(), start });
  const better = inTurn.cost < atOnce.cost ? inTurn : atOnce;
  return { ...better, bound: Math.max(atOnce.bound, inTurn.bound), optimal: inTurn.optimal };
}

/** Units that every plan leaves behind, as far as linear programming knows. */
export async function leftByFractions(problem: ExactProblem, seconds: number): Promise<number> {
  const { bound } = await solveExactly(problem, { cost: onlyLeft(problem), leastLeft: 0, seconds, relaxed: true });
  return wholeUnits(bound);
}

/** Units that every plan leaves behind, since containers are whole: at least those known before. */
export async function leftByWholes(problem: ExactProblem, known: number, search: Search): Promise<number> {
  const { bound } = await solveExactly(problem, { ...search, cost: onlyLeft(problem), leastLeft: known });
  return Math.max(known, wholeUnits(bound));
}

function onlyLeft({ upper }: ExactProblem): Float64Array {
  return new Float64Array(upper.length).fill(1, upper.length - 1);
}

function wholeUnits(bound: number): number {
  return Number.isFinite(bound) ? Math.max(0, Math.ceil(bound - WHOLE_TOLERANCE)) : 0;
}

/**
 * Has the exact solver look at a plan for so many seconds: the plan comes back with the better of the two bounds, and is
 * replaced where the solver knows one that is better by the tuple. `optimal` says that no plan has a smaller objective.
 */
export async function certifyPlan(
  instance: PlanInstance,
  plan: Plan,
  seconds: number,
): Promise<{ readonly plan: Plan; readonly optimal: boolean }> {
  const model = compileModel(instance);
  const certificate = await certify(model, { seconds, start: placementOf(instance, model, plan) });
  const lowerBound = Math.max(plan.lowerBound, objectiveBound(instance, certificate.bound));
  const found = certificate.placed === undefined ? [] : allocationsOf(instance, model, certificate.placed);
  const tuple = tupleOf(instance, found);
  const better = certificate.placed !== undefined && compareTuples(tuple, plan.totals) < 0;
  const objective = weightedObjective(better ? tuple : plan.totals, instance.weights);
  // The proof is of the one figure. A plan that is better in order, priority first, and worse in that figure is not proved.
  const isProved = objective <= weightedObjective(tuple, instance.weights) + SOLVER_GRAM;
  return {
    plan: planOf(instance, better ? found : plan.allocations, { ...plan, lowerBound }),
    optimal: certificate.optimal && isProved,
  };
}

/** Blocks on each option: the plan's units less the pins. */
function placementOf(instance: PlanInstance, model: Model, plan: Plan): Int32Array {
  const units = new Map(plan.allocations.map((each) => [`${each.request} ${each.option}`, each.units]));
  return Int32Array.from({ length: model.optionCount }, (_, o) => {
    const request = model.optionRequest[o]!;
    const option = model.optionPosition[o]!;
    const { pins } = instance.requests[request]!;
    const pinned = pins.reduce((sum, pin) => sum + (pin.option === option ? pin.units : 0), 0);
    return ((units.get(`${request} ${option}`) ?? 0) - pinned) / model.unitsPerBlock[request]!;
  });
}
