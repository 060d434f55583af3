import highsModule from 'highs';
import type { Model } from './model.ts';

/** The package's types describe its CommonJS build; Node loads the ES module, whose default is the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;
let loaded: ReturnType<typeof loadHighs> | undefined;

/** Costs and weights in tonnes, so that the solver's absolute tolerances mean little. */
export const TONNE = 1e6;
const KILOGRAMS_PER_TONNE = 1000;
const SCALE = [1, KILOGRAMS_PER_TONNE, 1, 1] as const;
/** Beyond so many units left behind it says nothing that their number is whole. */
const MOST_UNITS = 1_000_000;

/**
 * Part of a model as HiGHS reads it: a column of blocks for each of some options and one of what is left behind, in units
 * that divide every penalty; a row for each pool and dimension, one for each request, and one that counts what is left.
 */
export type ExactProblem = {
  readonly options: readonly number[];
  readonly upper: Float64Array;
  /** Tonnes. */
  readonly cost: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  /** Units left behind by blocks on each option of the model. */
  readonly unitsLeft: (placed: Int32Array) => number;
};

/** The options by parts of the market that share neither a request nor a sailing, the smallest part first. */
export function separateOptions(model: Model): number[][] {
  const partOf = new Int32Array(model.requestCount).fill(-1);
  const parts: number[][] = [];
  for (let seed = 0; seed < model.requestCount; seed += 1) {
    if (partOf[seed]! >= 0 || model.optionStart[seed] === model.optionStart[seed + 1]) continue;
    const own: number[] = [];
    const reached = [seed];
    partOf[seed] = parts.length;
    for (let request = reached.pop(); request !== undefined; request = reached.pop()) {
      for (let o = model.optionStart[request]!; o < model.optionStart[request + 1]!; o += 1) {
        own.push(o);
        const offer = model.optionOffer[o]!;
        for (const other of model.offerOptions.subarray(model.offerStart[offer]!, model.offerStart[offer + 1]!)) {
          const neighbour = model.optionRequest[other]!;
          if (partOf[neighbour]! >= 0) continue;
          partOf[neighbour] = parts.length;
          reached.push(neighbour);
        }
      }
    }
    parts.push(own.toSorted((a, b) => a - b));
  }
  return parts.toSorted((a, b) => a.length - b.length);
}

export function exactProblem(model: Model, options: readonly number[]): ExactProblem {
  const { width, requestCount, blocks } = model;
  const poolRows = model.poolCount * width;
  const rows = poolRows + requestCount + 1;
  const units = penaltyUnits(model);
  const requests = new Set(options.map((o) => model.optionRequest[o]!));
  const allUnits = [...requests].reduce((sum, r) => sum + blocks[r]! * units[r]!, 0);
  const starts = new Int32Array(options.length + 2);
  const indices: number[] = [];
  const values: number[] = [];
  const upper = new Float64Array(options.length + 1);
  const cost = new Float64Array(options.length + 1);
  for (const [column, o] of options.entries()) {
    const request = model.optionRequest[o]!;
    cost[column] = (model.cost[o]! - model.penalty[request]!) / TONNE;
    let most = blocks[request]!;
    for (let pool = model.poolFrom[o]!; pool < model.poolTo[o]!; pool += 1) {
      for (let d = 0; d < width; d += 1) {
        const amount = model.space[o * width + d]!;
        if (amount === 0) continue;
        most = Math.min(most, Math.floor(model.capacity[pool * width + d]! / amount));
        indices.push(pool * width + d);
        values.push(amount / SCALE[d % SCALE.length]!);
      }
    }
    upper[column] = most;
    indices.push(poolRows + request);
    values.push(1);
    if (units[request]! > 0) {
      indices.push(rows - 1);
      values.push(units[request]!);
    }
    starts[column + 1] = indices.length;
  }
  indices.push(rows - 1);
  values.push(1);
  starts[options.length + 1] = indices.length;
  upper[options.length] = allUnits;
  const rowLower = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  const rowUpper = new Float64Array(rows);
  for (let at = 0; at < poolRows; at += 1) rowUpper[at] = model.capacity[at]! / SCALE[at % SCALE.length]!;
  for (let r = 0; r < requestCount; r += 1) rowUpper[poolRows + r] = blocks[r]!;
  rowLower[rows - 1] = allUnits;
  rowUpper[rows - 1] = allUnits;
  return {
    ...{ options, upper, cost, rowLower, rowUpper, starts },
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    unitsLeft: (placed) => options.reduce((left, o) => left - placed[o]! * units[model.optionRequest[o]!]!, allUnits),
  };
}

/** The penalty of a block of each request in units that all of them have in common; all zero where those are too small. */
function penaltyUnits({ penalty, blocks }: Model): Float64Array {
  // Changes add less than a gram to a penalty; what is whole of it is quarter-TEU by weight.
  const unit = penalty.reduce((common, each) => greatestCommonDivisor(common, Math.floor(each)), 0);
  const units = penalty.map((each) => (unit === 0 ? 0 : Math.floor(each) / unit));
  const all = blocks.reduce((sum, count, r) => sum + count * units[r]!, 0);
  return all <= MOST_UNITS ? units : units.fill(0);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export type ExactRun = {
  /** Of each column; the least sum of them is looked for. */
  readonly cost: Float64Array;
  /** Units that are known to stay behind. */
  readonly leastLeft: number;
  readonly seconds: number;
  /** Blocks on each option of the model. */
  readonly start?: Int32Array | undefined;
  /** Drops the whole numbers: the bound of linear programming, negative infinity when there was no time for it. */
  readonly relaxed?: boolean;
};

export type ExactAnswer = {
  /** No plan sums up to less. */
  readonly bound: number;
  /** Blocks on each option of the problem in the best plan that it knows; undefined when it found none. */
  readonly placed: Int32Array | undefined;
  /** What that plan sums up to; infinity when it found none. */
  readonly cost: number;
  readonly optimal: boolean;
};

/** Branch and cut (HiGHS, WebAssembly) for so many seconds at most, from a known plan on. */
export async function solveExactly(problem: ExactProblem, run: ExactRun): Promise<ExactAnswer> {
  loaded ??= loadHighs();
  const highs = await loaded;
  const columns = problem.upper.length;
  const lower = new Float64Array(columns);
  lower[columns - 1] = run.leastLeft;
  return highs.withModel(
    {
      numCols: columns,
      numRows: problem.rowUpper.length,
      colCost: run.cost,
      colLower: lower,
      colUpper: problem.upper,
      rowLower: problem.rowLower.map((bound) => (Number.isFinite(bound) ? bound : -highs.infinity)),
      rowUpper: problem.rowUpper,
      matrix: {
        format: 'csc',
        numCols: columns,
        numRows: problem.rowUpper.length,
        starts: problem.starts,
        indices: problem.indices,
        values: problem.values,
      },
      ...(run.relaxed === true
        ? {}
        : { integrality: new Int32Array(columns).fill(highs.constants.variableType.integer) }),
    },
    (solver): ExactAnswer => {
      solver.options.set({ output_flag: false, time_limit: run.seconds, mip_rel_gap: 0, mip_abs_gap: 1e-6 });
      if (run.start !== undefined) {
        const blocks = problem.options.map((o) => run.start![o]!);
        solver.setSolution({ colValue: Float64Array.from([...blocks, problem.unitsLeft(run.start)]) });
      }
      solver.run();
      const optimal = solver.getModelStatus() === highs.constants.modelStatus.optimal;
      const value = solver.getObjectiveValue();
      const found = solver.getSolution().colValue;
      return {
        bound: run.relaxed !== true ? Number(solver.info.get('mip_dual_bound')) : optimal ? value : -highs.infinity,
        cost: found.length === 0 ? highs.infinity : value,
        placed: found.length === 0 ? undefined : Int32Array.from(found.subarray(0, columns - 1), Math.round),
        optimal,
      };
    },
  );
}
