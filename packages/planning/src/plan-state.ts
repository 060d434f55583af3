import { assert } from '@greenlane/kernel/assert';
import type { Model } from './model.ts';

/**
 * A plan under construction: always feasible, changed in place a block at a time. Moves are written to a log, so that a
 * step of the search can be taken back at the price of what it changed.
 */
export type PlanState = {
  readonly model: Model;
  /** Blocks on each option, and blocks of each request left behind. */
  readonly placed: Int32Array;
  readonly unserved: Int32Array;
  /** Capacity left, `width` figures a pool. */
  readonly free: Float64Array;
  /** Options of each offer that carry blocks come first in this order; `active` says how many do. */
  readonly order: Int32Array;
  readonly positionOf: Int32Array;
  readonly active: Int32Array;
  cost: number;
  /** Pairs of option and blocks moved since the last {@link keep}. */
  readonly log: number[];
};

export function emptyState(model: Model): PlanState {
  const positionOf = new Int32Array(model.optionCount);
  for (const [at, option] of model.offerOptions.entries()) positionOf[option] = at;
  let cost = 0;
  for (let r = 0; r < model.requestCount; r += 1) cost += model.blocks[r]! * model.penalty[r]!;
  return {
    model,
    placed: new Int32Array(model.optionCount),
    unserved: model.blocks.slice(),
    free: model.capacity.slice(),
    order: model.offerOptions.slice(),
    positionOf,
    active: new Int32Array(model.offerCount),
    cost,
    log: [],
  };
}

/** How many blocks, up to the wanted number, fit an option now. */
export function fits(state: PlanState, option: number, wanted: number): number {
  const { model, free } = state;
  const { space, width } = model;
  const bits = model.dimensions[option]!;
  const row = option * width;
  const to = model.poolTo[option]! * width;
  let count = wanted;
  for (let at = model.poolFrom[option]! * width; at < to; at += width) {
    for (let d = 0; bits >> d !== 0; d += 1) {
      if ((bits & (1 << d)) === 0) continue;
      const need = space[row + d]!;
      if (free[at + d]! < need * count) {
        count = Math.floor(free[at + d]! / need);
        if (count <= 0) return 0;
      }
    }
  }
  return count;
}

/** Puts blocks on an option (or, negative, takes them off) without asking whether they fit. */
function shift(state: PlanState, option: number, count: number): void {
  const { model, free, placed, order, positionOf, active } = state;
  const { width } = model;
  const row = option * width;
  const bits = model.dimensions[option]!;
  const to = model.poolTo[option]! * width;
  for (let at = model.poolFrom[option]! * width; at < to; at += width) {
    for (let d = 0; bits >> d !== 0; d += 1) {
      if ((bits & (1 << d)) !== 0) free[at + d] = free[at + d]! - model.space[row + d]! * count;
    }
  }
  const before = placed[option]!;
  placed[option] = before + count;
  const request = model.optionRequest[option]!;
  state.unserved[request] = state.unserved[request]! - count;
  state.cost += count * (model.cost[option]! - model.penalty[request]!);
  if ((before === 0) === (before + count === 0)) return;
  const offer = model.optionOffer[option]!;
  const joins = before === 0;
  const edge = model.offerStart[offer]! + active[offer]! - (joins ? 0 : 1);
  const other = order[edge]!;
  const mine = positionOf[option]!;
  order[edge] = option;
  order[mine] = other;
  positionOf[option] = edge;
  positionOf[other] = mine;
  active[offer] = active[offer]! + (joins ? 1 : -1);
}

export function place(state: PlanState, option: number, count: number): void {
  shift(state, option, count);
  state.log.push(option, count);
}

/** Takes every block of a request off its options. */
export function lift(state: PlanState, request: number): void {
  const { optionStart } = state.model;
  for (let o = optionStart[request]!; o < optionStart[request + 1]!; o += 1) {
    if (state.placed[o]! > 0) place(state, o, -state.placed[o]!);
  }
}

/** What was moved since the last call stays. */
export function keep(state: PlanState): void {
  state.log.length = 0;
}

/** Takes back every move since the last {@link keep}; the cost returns exactly, not by subtraction. */
export function undo(state: PlanState, cost: number): void {
  for (let at = state.log.length - 2; at >= 0; at -= 2) shift(state, state.log[at]!, -state.log[at + 1]!);
  state.log.length = 0;
  state.cost = cost;
}

/** Makes the plan equal to saved placements. */
export function restore(state: PlanState, placed: Int32Array): void {
  for (let o = 0; o < placed.length; o += 1) {
    if (state.placed[o]! > placed[o]!) place(state, o, placed[o]! - state.placed[o]!);
  }
  for (let o = 0; o < placed.length; o += 1) {
    if (state.placed[o]! < placed[o]!) place(state, o, placed[o]! - state.placed[o]!);
  }
  keep(state);
  recount(state);
}

/** Sums of many small steps drift by rounding: the cost is counted afresh. */
export function recount(state: PlanState): void {
  const { model } = state;
  let cost = 0;
  for (let r = 0; r < model.requestCount; r += 1) cost += state.unserved[r]! * model.penalty[r]!;
  for (let o = 0; o < model.optionCount; o += 1) cost += state.placed[o]! * model.cost[o]!;
  state.cost = cost;
}

/** Recomputes every pool from the placements: what must hold after any search. */
export function assertState(state: PlanState): void {
  const { model } = state;
  const { width } = model;
  const free = model.capacity.slice();
  const unserved = model.blocks.slice();
  for (let o = 0; o < model.optionCount; o += 1) {
    const count = state.placed[o]!;
    assert(count >= 0, 'no option carries fewer than no blocks');
    unserved[model.optionRequest[o]!] = unserved[model.optionRequest[o]!]! - count;
    for (let pool = model.poolFrom[o]!; pool < model.poolTo[o]!; pool += 1) {
      for (let d = 0; d < width; d += 1) {
        const at = pool * width + d;
        free[at] = free[at]! - model.space[o * width + d]! * count;
      }
    }
  }
  assert(
    free.every((amount) => amount >= 0),
    'no pool of a plan is oversold',
  );
  assert(
    unserved.every((count) => count >= 0),
    'no request gets more than it asked for',
  );
}
