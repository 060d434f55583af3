import type { Search } from './anneal.ts';
import { blocksInTheWay, sourceOf } from './ejection.ts';
import { fits, place } from './plan-state.ts';
import { lossiest } from './ruin-recreate.ts';

/** Options of a partner, cheapest by price first, among which it looks for its next place. */
const PLACES = 8;
const LEAST_CHANCE = 1e-12;

/**
 * Moves blocks of a request to a sailing that it wants in exchange for the partner there whose way out costs least: every
 * request on that sailing is asked what it would cost to take it off and put it on its first option with room, on the
 * space just left among others. Nothing is moved before the choice, so that looking at all of them costs about as much as
 * one random ejection. The noise is that of a draw by Boltzmann weights (Gumbel's trick), so that heat spreads the choice.
 */
export function exchange(search: Search, guided: boolean): void {
  const { state, random, byPrice, temperature } = search;
  const { model } = state;
  const request = guided ? lossiest(search) : random.below(model.requestCount);
  const first = model.optionStart[request]!;
  const choices = model.optionStart[request + 1]! - first;
  if (choices === 0) return;
  const wanted = byPrice[first + Math.floor(choices * random.next() ** 2)]!;
  let count = state.unserved[request]!;
  if (count === 0) {
    const source = sourceOf(search, request, wanted);
    if (source < 0) return;
    count = state.placed[source]!;
    place(state, source, -count);
  }
  if (fits(state, wanted, count) === count) {
    place(state, wanted, count);
    return;
  }
  const offer = model.optionOffer[wanted]!;
  const start = model.offerStart[offer]!;
  const active = state.active[offer]!;
  let partner = -1;
  let target = -1;
  let amount = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < active; k += 1) {
    const y = state.order[start + k]!;
    const other = model.optionRequest[y]!;
    if (other === request) continue;
    const leaving = blocksInTheWay(search, wanted, count, y);
    if (leaving === 0 || !makesRoom(search, wanted, count, y, leaving)) continue;
    const from = model.optionStart[other]!;
    const to = Math.min(model.optionStart[other + 1]!, from + PLACES);
    let place = -1;
    let change = leaving * (model.penalty[other]! - model.cost[y]!);
    for (let at = from; at < to; at += 1) {
      const z = byPrice[at]!;
      if (model.optionOffer[z] === offer || fits(state, z, leaving) < leaving) continue;
      place = z;
      change = leaving * (model.cost[z]! - model.cost[y]!);
      break;
    }
    change -= temperature * Math.log(random.next() + LEAST_CHANCE);
    if (change < least) {
      least = change;
      partner = y;
      target = place;
      amount = leaving;
    }
  }
  if (partner < 0) return;
  place(state, partner, -amount);
  place(state, wanted, count);
  if (target >= 0) {
    const room = fits(state, target, amount);
    if (room > 0) place(state, target, room);
  }
}

/** Whether an amount fits an option once some blocks have left another of the same offer. */
function makesRoom({ state }: Search, wanted: number, count: number, x: number, leaving: number): boolean {
  const { model, free } = state;
  const { width } = model;
  for (let pool = model.poolFrom[wanted]!; pool < model.poolTo[wanted]!; pool += 1) {
    const shared = pool >= model.poolFrom[x]! && pool < model.poolTo[x]!;
    for (let d = 0; d < width; d += 1) {
      const need = model.space[wanted * width + d]! * count;
      const room = free[pool * width + d]! + (shared ? model.space[x * width + d]! * leaving : 0);
      if (need > room) return false;
    }
  }
  return true;
}
