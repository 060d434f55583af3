import highsModule from 'highs';
import { compareTuples, type PlanInstance } from './instance.ts';
import { compileModel, type Model } from './model.ts';
import { allocationsOf, objectiveBound, type Plan, planOf, tupleOf } from './solve.ts';

/** The package's types describe its CommonJS build; Node loads the ES module, whose default is the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** What an exact solver proved about a model within its time. */
export type Certificate = {
  /** No plan costs less: grams of the weighted objective, rounding of the solver taken off. */
  readonly bound: number;
  /** Blocks on each option of the best plan that it knows; undefined when it found none. */
  readonly placed: Int32Array | undefined;
  readonly optimal: boolean;
};

/** Costs and weights in tonnes, so that the solver's absolute tolerances mean little. */
const TONNE = 1e6;
const KILOGRAMS_PER_TONNE = 1000;
const SCALE = [1, KILOGRAMS_PER_TONNE, 1, 1] as const;
/** HiGHS's feasibility tolerances, as a share of the bound. */
const TOLERANCE_SHARE = 1e-6;

/**
 * Solves a model with HiGHS (branch and cut, WebAssembly) for so many seconds at most, from a known plan on. The time is
 * wall clock: the bound it reaches in it may differ from run to run, what it says is proved either way.
 * `relaxed` drops the whole numbers: the bound of linear programming.
 */
export async function certify(
  model: Model,
  options: { readonly seconds: number; readonly start?: Int32Array; readonly relaxed?: boolean },
): Promise<Certificate> {
  const highs = await loadHighs();
  const { width } = model;
  const poolRows = model.poolCount * width;
  const rows = poolRows + model.requestCount;
  const starts = new Int32Array(model.optionCount + 1);
  const indices: number[] = [];
  const values: number[] = [];
  const upper = new Float64Array(model.optionCount);
  const cost = new Float64Array(model.optionCount);
  let constant = 0;
  for (let r = 0; r < model.requestCount; r += 1) constant += model.penalty[r]! * model.blocks[r]!;
  for (let o = 0; o < model.optionCount; o += 1) {
    const request = model.optionRequest[o]!;
    cost[o] = (model.cost[o]! - model.penalty[request]!) / TONNE;
    let most = model.blocks[request]!;
    for (let pool = model.poolFrom[o]!; pool < model.poolTo[o]!; pool += 1) {
      for (let d = 0; d < width; d += 1) {
        const amount = model.space[o * width + d]!;
        if (amount === 0) continue;
        most = Math.min(most, Math.floor(model.capacity[pool * width + d]! / amount));
        indices.push(pool * width + d);
        values.push(amount / SCALE[d % SCALE.length]!);
      }
    }
    upper[o] = most;
    indices.push(poolRows + request);
    values.push(1);
    starts[o + 1] = indices.length;
  }
  const rowUpper = new Float64Array(rows);
  for (let at = 0; at < poolRows; at += 1) rowUpper[at] = model.capacity[at]! / SCALE[at % SCALE.length]!;
  for (let r = 0; r < model.requestCount; r += 1) rowUpper[poolRows + r] = model.blocks[r]!;
  return highs.withModel(
    {
      numCols: model.optionCount,
      numRows: rows,
      colCost: cost,
      colLower: new Float64Array(model.optionCount),
      colUpper: upper,
      rowLower: new Float64Array(rows).fill(-highs.infinity),
      rowUpper,
      matrix: {
        format: 'csc',
        numCols: model.optionCount,
        numRows: rows,
        starts,
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
      ...(options.relaxed === true
        ? {}
        : { integrality: new Int32Array(model.optionCount).fill(highs.constants.variableType.integer) }),
    },
    (solver): Certificate => {
      solver.options.set({ output_flag: false, time_limit: options.seconds, mip_rel_gap: 0, mip_abs_gap: 1e-6 });
      if (options.start !== undefined) solver.setSolution({ colValue: Float64Array.from(options.start) });
      solver.run();
      const optimal = solver.getModelStatus() === highs.constants.modelStatus.optimal;
      const proved =
        options.relaxed === true
          ? optimal
            ? solver.getObjectiveValue()
            : Number.NEGATIVE_INFINITY
          : Number(solver.info.get('mip_dual_bound'));
      const solution = solver.getSolution().colValue;
      const bound = constant + proved * TONNE;
      return {
        bound: bound - TOLERANCE_SHARE * Math.abs(bound),
        placed: solution.length === 0 ? undefined : Int32Array.from(solution, Math.round),
        optimal,
      };
    },
  );
}

/**
 * Has the exact solver look at a plan for so many seconds: the plan comes back with the better of the two bounds, and is
 * replaced where the solver knows one that is better by the tuple.
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
  const better = certificate.placed !== undefined && compareTuples(tupleOf(instance, found), plan.totals) < 0;
  return {
    plan: planOf(instance, better ? found : plan.allocations, { ...plan, lowerBound }),
    optimal: certificate.optimal,
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
