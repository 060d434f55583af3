import { chainOfEjections } from './ejection.ts';
import { exchange } from './exchange.ts';
import type { Model } from './model.ts';
import { keep, type PlanState, recount, restore, undo } from './plan-state.ts';
import type { Random } from './random.ts';
import { rebuilder } from './rebuild.ts';
import { repacker } from './repack.ts';
import { ruinAndRecreate, secondPrice } from './ruin-recreate.ts';

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
  /** Of the annealing now: what a plan may get worse by with a chance of about a third. */
  temperature: number;
};

export type Annealing = {
  readonly state: PlanState;
  readonly prices: Float64Array;
  /** Bid prices that the prices were made with. */
  readonly multipliers: Float64Array;
  readonly random: Random;
  readonly iterations: number;
  /** Blocks on each option of the best plan so far; kept up to date. */
  readonly best: Int32Array;
  /** Told how many iterations are done; true ends the search early. */
  readonly onIteration?: (done: number) => boolean;
};

/**
 * Temperatures at the start and the end, as a share of the mean cost of a request; but no hotter at the start than what
 * the choice between the best two options is worth, where requests are much alike.
 */
const HOT = 0.3;
const HOT_BY_REGRET = 0.7;
const COLD = 0.0005;
/** Shares of the moves: ruins reach furthest, exchanges choose best, chains are cheapest. */
const RUIN_SHARE = 0.3;
const CHAIN_SHARE = 0.3;
const REPORT_EVERY = 256;
const RECOUNT_EVERY = 8_192;
const SMALLEST_GAIN = 1e-9;
const LEAST_CHANCE = 1e-12;
/**
 * A rebuilding takes as long as about so many other moves. Half of the budget goes to them once annealing has had its
 * part: below so many moves a request annealing gains more.
 */
const MOVES_A_REBUILDING = 100;
const ANNEALING_A_REQUEST = 200;
/** Beyond so many moves a request annealing gains nothing any more, and rebuilding has the rest. */
const MOST_ANNEALING_A_REQUEST = 5_000;
/** Share of the rebuildings that go by sailing; and how much worse those may make the plan at first, in first temperatures. */
const REPACK_SHARE = 0.8;
const TOLERANCE = 0.7;

/** Options of each request by price, cheapest first; costs are in that order already. */
function orderByPrice(model: Model, prices: Float64Array): Int32Array {
  const order = Int32Array.from({ length: model.optionCount }, (_, o) => o);
  for (let r = 0; r < model.requestCount; r += 1) {
    const own = order.subarray(model.optionStart[r]!, model.optionStart[r + 1]!);
    own.sort((a, b) => prices[a]! - prices[b]! || a - b);
  }
  return order;
}

export function searchOf({ state, prices, random }: Pick<Annealing, 'state' | 'prices' | 'random'>): Search {
  const { model } = state;
  const byPrice = orderByPrice(model, prices);
  const leastPrice = Float64Array.from({ length: model.requestCount }, (_, r) => {
    const first = model.optionStart[r]!;
    return first < model.optionStart[r + 1]!
      ? Math.min(prices[byPrice[first]!]!, model.penalty[r]!)
      : model.penalty[r]!;
  });
  const isRemoved = new Uint8Array(model.requestCount);
  return { state, random, prices, byPrice, leastPrice, removed: [], isRemoved, temperature: 0 };
}

/**
 * The search: moves that take a little cargo off and put it back elsewhere, then exact rebuildings of what they leave.
 * Every second move starts where the relaxation says that most is lost, the others anywhere.
 */
export function anneal(run: Annealing): void {
  const { state, iterations } = run;
  const { model } = state;
  if (model.requestCount === 0 || model.optionCount === 0) return;
  const search = searchOf(run);
  const half = Math.min(iterations / 2, MOST_ANNEALING_A_REQUEST * model.requestCount);
  const annealed = Math.min(iterations, Math.max(half, ANNEALING_A_REQUEST * model.requestCount));
  if (coolDown(run, search, annealed)) return;
  restore(state, run.best);
  const rebuild = rebuilder(search, run.multipliers);
  const repack = repacker(search, run.multipliers);
  const tolerance = TOLERANCE * temperaturesOf(search).first;
  let best = state.cost;
  for (let done = annealed; done + MOVES_A_REBUILDING <= iterations; done += MOVES_A_REBUILDING) {
    if (run.onIteration?.(Math.floor(done)) === true) break;
    if (search.random.next() < REPACK_SHARE) {
      const left = 1 - (done - annealed) / (iterations - annealed);
      repack(-tolerance * left * Math.log(search.random.next() + LEAST_CHANCE));
    } else rebuild();
    if (state.cost < best - SMALLEST_GAIN) {
      best = state.cost;
      run.best.set(state.placed);
    }
  }
}

/**
 * Simulated annealing: a better plan is kept, a worse one with a chance that falls over the iterations, so the budget is
 * the schedule. Says whether it was stopped.
 */
function coolDown(run: Annealing, search: Search, iterations: number): boolean {
  const { state, random } = run;
  const { model } = state;
  // Copying every best plan cost more than finding it: only what moved since the last one is written.
  const moved: number[] = [];
  const catchUp = () => {
    if (moved.length > model.optionCount) run.best.set(state.placed);
    else for (let at = 0; at < moved.length; at += 2) run.best[moved[at]!]! += moved[at + 1]!;
    moved.length = 0;
  };
  let best = state.cost;
  const { first, last } = temperaturesOf(search);
  const cooling = (last / first) ** (1 / Math.max(1, iterations));
  search.temperature = first;
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    if (iteration % REPORT_EVERY === 0) {
      if (iteration % RECOUNT_EVERY === 0) recount(state);
      if (run.onIteration?.(iteration) === true) return true;
    }
    const before = state.cost;
    move(search, iteration % 2 === 0);
    search.temperature *= cooling;
    if (state.cost < before - search.temperature * Math.log(random.next() + LEAST_CHANCE)) {
      for (const amount of state.log) moved.push(amount);
      keep(state);
      if (state.cost < best - SMALLEST_GAIN) {
        best = state.cost;
        catchUp();
      }
    } else undo(state, before);
  }
  return false;
}

function move(search: Search, guided: boolean): void {
  const draw = search.random.next();
  if (draw < RUIN_SHARE) ruinAndRecreate(search, guided);
  else if (draw < RUIN_SHARE + CHAIN_SHARE) chainOfEjections(search, guided);
  else exchange(search, guided);
}

function temperaturesOf(search: Search): { readonly first: number; readonly last: number } {
  const { model, cost } = search.state;
  const meanCost = Math.abs(cost) / model.requestCount;
  let squares = 0;
  for (let r = 0; r < model.requestCount; r += 1) {
    squares += (model.blocks[r]! * (secondPrice(search, r) - search.leastPrice[r]!)) ** 2;
  }
  const regret = Math.sqrt(squares / model.requestCount);
  const last = COLD * meanCost;
  return { first: Math.max(last, Math.min(HOT * meanCost, HOT_BY_REGRET * regret)), last };
}
