import type { PlanInstance } from './instance.ts';
import type { Model } from './model.ts';
import { emptyState, fits, keep, type PlanState, place, recount } from './plan-state.ts';

/**
 * First come, first served, as the engine does without a plan: priority requests first, then in the order of the
 * instance, each on its cheapest option with room. Every plan is held against it.
 */
export function greedyPlan(instance: PlanInstance, model: Model): PlanState {
  const state = emptyState(model);
  fillInTurn(state, instance);
  return state;
}

function fillInTurn(state: PlanState, { requests }: PlanInstance): void {
  for (const priority of [true, false]) {
    for (const [r, request] of requests.entries()) {
      if (request.priority === priority) insert(state, r, state.model.cost);
    }
  }
  keep(state);
  recount(state);
}

/**
 * Everything as it stands: soft placements first, then whoever is still without space as if first come, first served. What
 * cannot stay (its space went to others, or it may not be split and stands in parts) is placed like the rest.
 */
export function keptPlan(instance: PlanInstance, model: Model): PlanState {
  const state = emptyState(model);
  for (let o = 0; o < model.optionCount; o += 1) {
    const r = model.optionRequest[o]!;
    const option = model.optionPosition[o]!;
    const units = instance.requests[r]!.soft.reduce((sum, each) => sum + (each.option === option ? each.units : 0), 0);
    const blocks = Math.floor(units / model.unitsPerBlock[r]!);
    const count = fits(state, o, Math.min(blocks, state.unserved[r]!));
    if (count > 0) place(state, o, count);
  }
  fillInTurn(state, instance);
  return state;
}

/** Puts the blocks of a request that are left behind on its options, cheapest by `prices` first, as far as they fit. */
export function insert(state: PlanState, request: number, prices: Float64Array): void {
  const { model, unserved } = state;
  const first = model.optionStart[request]!;
  const last = model.optionStart[request + 1]!;
  while (unserved[request]! > 0) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let o = first; o < last; o += 1) {
      if (prices[o]! < least && fits(state, o, 1) > 0) {
        least = prices[o]!;
        best = o;
      }
    }
    if (best < 0) return;
    place(state, best, fits(state, best, unserved[request]!));
  }
}

/**
 * A feasible plan from the relaxation: requests choose by price (grams plus bid prices), those first that lose most when
 * their best choice is gone, counted against the space that it takes.
 */
export function repairedPlan(model: Model, prices: Float64Array): PlanState {
  const state = emptyState(model);
  const order = Array.from({ length: model.requestCount }, (_, r) => r);
  const regret = Float64Array.from(order, (r) => regretOf(model, prices, r));
  order.sort((a, b) => regret[b]! - regret[a]! || a - b);
  for (const r of order) insert(state, r, prices);
  keep(state);
  recount(state);
  return state;
}

function regretOf(model: Model, prices: Float64Array, r: number): number {
  let best = model.penalty[r]!;
  let second = model.penalty[r]!;
  let space = 1;
  for (let o = model.optionStart[r]!; o < model.optionStart[r + 1]!; o += 1) {
    if (prices[o]! < best) {
      second = best;
      best = prices[o]!;
      space = Math.max(1, model.space[o * model.width]!);
    } else if (prices[o]! < second) second = prices[o]!;
  }
  return (second - best) / space;
}
