import type { Model } from './model.ts';
import { fits, keep, lift, type PlanState, place, recount, undo } from './plan-state.ts';
import type { Random } from './random.ts';

export type Ruin = {
  readonly state: PlanState;
  /** Grams plus bid prices of a block on each option. */
  readonly prices: Float64Array;
  readonly random: Random;
  readonly iterations: number;
  /** Called whenever a plan costs less than all before; reads the state at once. */
  readonly onBest: () => void;
  /** Asked now and then; true ends the search early. */
  readonly onIteration?: (done: number) => boolean;
};

/** Share of the mean cost of a request at which the annealing starts and ends. */
const HOT = 0.02;
const COLD = 0.0002;
const LARGEST_RUIN = 10;
const TOURNAMENT = 6;
const REPORT_EVERY = 256;

/** Positions of each request's options by price, cheapest first; costs are in that order already. */
function orderByPrice(model: Model, prices: Float64Array): Int32Array {
  const order = Int32Array.from({ length: model.optionCount }, (_, o) => o);
  for (let r = 0; r < model.requestCount; r += 1) {
    order.subarray(model.optionStart[r]!, model.optionStart[r + 1]!).sort((a, b) => prices[a]! - prices[b]! || a - b);
  }
  return order;
}

/**
 * Takes a few requests off and puts them back in another order, again and again; a worse plan is kept with a chance that
 * falls over the iterations. Half of the ruins start where the relaxation says that most is lost: at a request far from
 * its best price, clearing the sailing that it would rather be on. The other half are anywhere.
 */
export function ruinAndRecreate(search: Ruin): void {
  const { state, prices, random } = search;
  const { model } = state;
  if (model.requestCount === 0 || model.optionCount === 0) return;
  const byPrice = orderByPrice(model, prices);
  const leastPrice = Float64Array.from({ length: model.requestCount }, (_, r) => {
    const first = model.optionStart[r]!;
    const best = first < model.optionStart[r + 1]! ? prices[byPrice[first]!]! : Number.POSITIVE_INFINITY;
    return Math.min(best, model.penalty[r]!);
  });
  const removed: number[] = [];
  const isRemoved = new Uint8Array(model.requestCount);
  const keys = new Float64Array(model.requestCount);
  let best = state.cost;
  const mean = Math.abs(state.cost) / model.requestCount;
  let temperature = HOT * mean;
  const cooling = (COLD / HOT) ** (1 / Math.max(1, search.iterations));

  const take = (request: number) => {
    if (isRemoved[request] === 1) return;
    isRemoved[request] = 1;
    removed.push(request);
  };

  /** What a request loses against its best price where it stands. */
  const loss = (request: number): number => {
    const first = model.optionStart[request]!;
    const last = model.optionStart[request + 1]!;
    if (first === last) return -1;
    let lost = state.unserved[request]! * (model.penalty[request]! - leastPrice[request]!);
    let left = model.blocks[request]! - state.unserved[request]!;
    for (let o = first; o < last && left > 0; o += 1) {
      const count = state.placed[o]!;
      if (count === 0) continue;
      left -= count;
      lost += count * (prices[o]! - leastPrice[request]!);
    }
    return lost;
  };

  const lossiest = (): number => {
    let chosen = random.below(model.requestCount);
    let most = loss(chosen);
    for (let round = 1; round < TOURNAMENT; round += 1) {
      const other = random.below(model.requestCount);
      const lost = loss(other);
      if (lost > most) {
        most = lost;
        chosen = other;
      }
    }
    return chosen;
  };

  /** Requests that share a leg with an option, some of them. */
  const clear = (option: number, count: number) => {
    const offer = model.optionOffer[option]!;
    const start = model.offerStart[offer]!;
    const active = state.active[offer]!;
    if (active === 0) return;
    let at = random.below(active);
    for (let seen = 0, taken = 0; seen < active && taken < count; seen += 1) {
      const other = state.order[start + at]!;
      at = at + 1 === active ? 0 : at + 1;
      if (model.poolFrom[other]! >= model.poolTo[option]! || model.poolTo[other]! <= model.poolFrom[option]!) continue;
      take(model.optionRequest[other]!);
      taken += 1;
    }
  };

  const ruin = (guided: boolean) => {
    const size = 2 + random.below(LARGEST_RUIN - 1);
    const seed = guided ? lossiest() : random.below(model.requestCount);
    take(seed);
    const first = model.optionStart[seed]!;
    const choices = model.optionStart[seed + 1]! - first;
    if (choices === 0) return;
    let guard = 0;
    while (removed.length < size && guard < 4) {
      guard += 1;
      const among = guided ? Math.min(choices, 4) : choices;
      const wanted = guided ? byPrice[first + random.below(among)]! : first + random.below(among);
      clear(wanted, 1 + random.below(size - removed.length));
    }
  };

  const recreate = (guided: boolean) => {
    const way = random.below(4);
    for (const r of removed) {
      keys[r] =
        way === 0
          ? random.next()
          : way === 1
            ? -model.penalty[r]! * model.blocks[r]!
            : way === 2
              ? leastPrice[r]! - secondPrice(r)
              : -model.penalty[r]! * model.blocks[r]! * (0.5 + random.next());
    }
    removed.sort((a, b) => keys[a]! - keys[b]! || a - b);
    for (const r of removed) {
      fill(r, guided || random.next() < 0.5 ? byPrice : undefined);
      isRemoved[r] = 0;
    }
  };

  const secondPrice = (r: number): number => {
    const first = model.optionStart[r]!;
    return first + 1 < model.optionStart[r + 1]!
      ? Math.min(model.penalty[r]!, prices[byPrice[first + 1]!]!)
      : model.penalty[r]!;
  };

  /** First option with room in the given order; now and then one is passed over, so that no order is a rut. */
  const fill = (r: number, order: Int32Array | undefined) => {
    const last = model.optionStart[r + 1]!;
    for (let at = model.optionStart[r]!; at < last; at += 1) {
      const o = order === undefined ? at : order[at]!;
      if (random.next() < 0.02) continue;
      const count = fits(state, o, state.unserved[r]!);
      if (count === 0) continue;
      place(state, o, count);
      if (state.unserved[r] === 0) return;
    }
  };

  for (let iteration = 0; iteration < search.iterations; iteration += 1) {
    if (iteration % REPORT_EVERY === 0) {
      recount(state);
      if (search.onIteration?.(iteration) === true) return;
    }
    const before = state.cost;
    const guided = iteration % 2 === 0;
    ruin(guided);
    for (const r of removed) lift(state, r);
    recreate(random.next() < 0.7);
    removed.length = 0;
    temperature *= cooling;
    if (state.cost < before - temperature * Math.log(random.next() + 1e-12)) {
      keep(state);
      if (state.cost < best - 1e-9) {
        best = state.cost;
        search.onBest();
      }
    } else undo(state, before);
  }
}
