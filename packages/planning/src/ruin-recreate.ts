import type { Search } from './anneal.ts';
import { fits, lift, place } from './plan-state.ts';

const LARGEST_RUIN = 10;
const TOURNAMENT = 6;
/** Best options by price that a guided ruin makes room on. */
const WANTED = 4;
const CLEARINGS = 4;
/** Share of the options passed over though they have room, so that no order is a rut. */
const BLINK = 0.1;
/** Share of the repairs that follow bid prices rather than grams alone. */
const BY_PRICE = 0.8;
/** A split request loses part of its blocks as often as all; and takes less than fits now and then. */
const PART_LIFTED = 0.5;
const OPTION_LIFTED = 0.6;
const PART_PLACED = 0.2;
const LEAVE_REST = 0.3;
const KEYS = 4;

/** What a request loses against its best price where it stands. */
function lossOf(search: Search, request: number): number {
  const { state, prices, leastPrice } = search;
  const { model } = state;
  const first = model.optionStart[request]!;
  const last = model.optionStart[request + 1]!;
  if (first === last) return -1;
  const least = leastPrice[request]!;
  let lost = state.unserved[request]! * (model.penalty[request]! - least);
  let left = model.blocks[request]! - state.unserved[request]!;
  for (let o = first; o < last && left > 0; o += 1) {
    const count = state.placed[o]!;
    left -= count;
    lost += count * (prices[o]! - least);
  }
  return lost;
}

/** The request that loses most among a few drawn at random. */
export function lossiest(search: Search): number {
  const { random } = search;
  const { requestCount } = search.state.model;
  let chosen = random.below(requestCount);
  let most = lossOf(search, chosen);
  for (let round = 1; round < TOURNAMENT; round += 1) {
    const other = random.below(requestCount);
    const lost = lossOf(search, other);
    if (lost > most) {
      most = lost;
      chosen = other;
    }
  }
  return chosen;
}

export function take(search: Search, request: number): void {
  if (search.isRemoved[request] === 1) return;
  search.isRemoved[request] = 1;
  search.removed.push(request);
}

/** Marks some requests that share a leg with an option. */
export function clear(search: Search, option: number, count: number): void {
  const { state, random } = search;
  const { model } = state;
  const offer = model.optionOffer[option]!;
  const active = state.active[offer]!;
  if (active === 0) return;
  let at = random.below(active);
  for (let seen = 0, taken = 0; seen < active && taken < count; seen += 1) {
    const other = state.order[model.offerStart[offer]! + at]!;
    at = at + 1 === active ? 0 : at + 1;
    if (model.poolFrom[other]! >= model.poolTo[option]! || model.poolTo[other]! <= model.poolFrom[option]!) continue;
    take(search, model.optionRequest[other]!);
    taken += 1;
  }
}

/** Takes off a request and some that stand where it could be. */
function ruin(search: Search, guided: boolean): void {
  const { state, random, byPrice, removed } = search;
  const { model } = state;
  const size = 2 + random.below(LARGEST_RUIN - 1);
  const seed = guided ? lossiest(search) : random.below(model.requestCount);
  take(search, seed);
  const first = model.optionStart[seed]!;
  const choices = model.optionStart[seed + 1]! - first;
  for (let round = 0; choices > 0 && removed.length < size && round < CLEARINGS; round += 1) {
    const wanted = guided ? byPrice[first + random.below(Math.min(choices, WANTED))]! : first + random.below(choices);
    clear(search, wanted, 1 + random.below(size - removed.length));
  }
  for (const request of removed) {
    if (model.blocks[request]! === 1 || random.next() >= PART_LIFTED) {
      lift(state, request);
      continue;
    }
    for (let o = model.optionStart[request]!; o < model.optionStart[request + 1]!; o += 1) {
      const count = state.placed[o]!;
      if (count > 0 && random.next() < OPTION_LIFTED) place(state, o, -1 - random.below(count));
    }
  }
}

/** Puts back what a request lacks, on the first options with room in order of price or of grams. */
export function fill(search: Search, request: number, byPrice: boolean): void {
  const { state, random } = search;
  const { model } = state;
  const first = model.optionStart[request]!;
  const last = model.optionStart[request + 1]!;
  for (let pass = 0; pass < 2; pass += 1) {
    for (let at = first; at < last; at += 1) {
      const o = byPrice ? search.byPrice[at]! : at;
      if (pass === 0 && random.next() < BLINK) continue;
      const lacking = state.unserved[request]!;
      const wanted = pass === 0 && lacking > 1 && random.next() < PART_PLACED ? 1 + random.below(lacking) : lacking;
      const count = fits(state, o, wanted);
      if (count === 0) continue;
      place(state, o, count);
      if (state.unserved[request] === 0) return;
    }
    if (random.next() < LEAVE_REST) return;
  }
}

/**
 * Takes a few requests off and puts them back in another order: at random, dearest first, by what is lost when the best
 * price is gone, or dearest first with noise. A guided ruin clears the sailings that its seed would rather be on.
 */
export function ruinAndRecreate(search: Search, guided: boolean): void {
  const { state, random, removed, isRemoved, leastPrice } = search;
  const { model } = state;
  ruin(search, guided);
  const way = random.below(KEYS);
  const key = (request: number): number => {
    const weight = model.penalty[request]! * model.blocks[request]!;
    if (way === 0) return random.next();
    if (way === 1) return -weight;
    if (way === 2) return leastPrice[request]! - secondPrice(search, request);
    return -weight * (0.5 + random.next());
  };
  const keyed = removed.map((request) => ({ request, key: key(request) }));
  keyed.sort((a, b) => a.key - b.key || a.request - b.request);
  const byPrice = random.next() < BY_PRICE;
  for (const { request } of keyed) {
    fill(search, request, byPrice || random.next() < 0.5);
    isRemoved[request] = 0;
  }
  removed.length = 0;
}

export function secondPrice({ state, prices, byPrice }: Search, request: number): number {
  const { optionStart, penalty } = state.model;
  const second = optionStart[request]! + 1;
  return second < optionStart[request + 1]!
    ? Math.min(penalty[request]!, prices[byPrice[second]!]!)
    : penalty[request]!;
}
