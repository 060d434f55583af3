import { chainOfEjections } from './ejection.ts';
import type { Model } from './model.ts';
import { keep, type PlanState, recount, undo } from './plan-state.ts';
import type { Random } from './random.ts';
import { ruinAndRecreate } from './ruin-recreate.ts';

/** What every move of the search reads and writes. */
export type Search = {
  readonly state: PlanState;
  readonly random: Random;
  /** Grams plus bid prices of a block on each option. */
  readonly prices: Float64Array;
  /** Each request's options by price; without it they are in order of cost. */
  readonly byPrice: Int32Array;
  /** The least that a block of each request can cost by price. */
  readonly leastPrice: Float64Array;
  /** Requests that the move at hand took off, wholly or in part. */
  readonly removed: number[];
  readonly isRemoved: Uint8Array;
};

export type Annealing = {
  readonly state: PlanState;
  readonly prices: Float64Array;
  readonly random: Random;
  readonly iterations: number;
  /** Blocks on each option of the best plan so far; kept up to date. */
  readonly best: Int32Array;
  /** Told how many iterations are done; true ends the search early. */
  readonly onIteration?: (done: number) => boolean;
};

/** Temperatures at the start and the end, as a share of the mean cost of a request. */
const HOT = 0.3;
const COLD = 0.0005;
/** Half of the moves are ruins, half chains of ejections: chains are cheaper, ruins reach further. */
const RUIN_SHARE = 0.5;
const REPORT_EVERY = 256;
const RECOUNT_EVERY = 8_192;
const SMALLEST_GAIN = 1e-9;
const LEAST_CHANCE = 1e-12;

/** Options of each request by price, cheapest first; costs are in that order already. */
function orderByPrice(model: Model, prices: Float64Array): Int32Array {
  const order = Int32Array.from({ length: model.optionCount }, (_, o) => o);
  for (let r = 0; r < model.requestCount; r += 1) {
    const own = order.subarray(model.optionStart[r]!, model.optionStart[r + 1]!);
    own.sort((a, b) => prices[a]! - prices[b]! || a - b);
  }
  return order;
}

/**
 * The search: moves that take a little cargo off and put it back elsewhere. A better plan is kept, a worse one with a
 * chance that falls over the iterations (simulated annealing), so the budget is the schedule. Every second move starts
 * where the relaxation says that most is lost, the others anywhere.
 */
export function anneal(run: Annealing): void {
  const { state, prices, random } = run;
  const { model } = state;
  if (model.requestCount === 0 || model.optionCount === 0) return;
  const byPrice = orderByPrice(model, prices);
  const leastPrice = Float64Array.from({ length: model.requestCount }, (_, r) => {
    const first = model.optionStart[r]!;
    return first < model.optionStart[r + 1]!
      ? Math.min(prices[byPrice[first]!]!, model.penalty[r]!)
      : model.penalty[r]!;
  });
  const search: Search = {
    state,
    random,
    prices,
    byPrice,
    leastPrice,
    removed: [],
    isRemoved: new Uint8Array(model.requestCount),
  };
  // Copying every best plan cost more than finding it: only what moved since the last one is written.
  const moved: number[] = [];
  const catchUp = () => {
    if (moved.length > model.optionCount) run.best.set(state.placed);
    else for (let at = 0; at < moved.length; at += 2) run.best[moved[at]!]! += moved[at + 1]!;
    moved.length = 0;
  };
  let best = state.cost;
  let temperature = (HOT * Math.abs(state.cost)) / model.requestCount;
  const cooling = (COLD / HOT) ** (1 / Math.max(1, run.iterations));
  for (let iteration = 0; iteration < run.iterations; iteration += 1) {
    if (iteration % REPORT_EVERY === 0) {
      if (iteration % RECOUNT_EVERY === 0) recount(state);
      if (run.onIteration?.(iteration) === true) return;
    }
    const before = state.cost;
    const guided = iteration % 2 === 0;
    if (random.next() < RUIN_SHARE) ruinAndRecreate(search, guided);
    else chainOfEjections(search, guided);
    temperature *= cooling;
    if (state.cost < before - temperature * Math.log(random.next() + LEAST_CHANCE)) {
      for (const amount of state.log) moved.push(amount);
      keep(state);
      if (state.cost < best - SMALLEST_GAIN) {
        best = state.cost;
        catchUp();
      }
    } else undo(state, before);
  }
}
