import type { Search } from './anneal.ts';
import { fits, place } from './plan-state.ts';
import { fill, lossiest } from './ruin-recreate.ts';

/** Requests that one move may push off, each onto its next option: with the mover itself, chains of depth four. */
const MOST_EJECTED = 3;
const TRIES = 8;
/** Share of the moves that take blocks from where they stand although some are left behind. */
const FROM_PLACE = 0.3;
const WHOLE = 0.4;
const FRONT_BIAS = 3;

/** Blocks that must leave option `x` so that an amount fits option `o`, as far as `x` stands in its way. */
export function blocksInTheWay({ state }: Search, o: number, count: number, x: number): number {
  const { model, free } = state;
  const { width } = model;
  const from = Math.max(model.poolFrom[o]!, model.poolFrom[x]!);
  const to = Math.min(model.poolTo[o]!, model.poolTo[x]!);
  let blocks = 0;
  for (let at = from * width; at < to * width; at += 1) {
    const d = at % width;
    const lack = model.space[o * width + d]! * count - free[at]!;
    const each = model.space[x * width + d]!;
    if (lack > 0 && each > 0) blocks = Math.max(blocks, Math.ceil(lack / each));
  }
  return Math.min(blocks, state.placed[x]!);
}

/** One of the request's options that carry blocks, other than the wanted one; -1 when there is none. */
export function sourceOf({ state, random }: Search, request: number, wanted: number): number {
  const { optionStart } = state.model;
  let source = -1;
  let seen = 0;
  for (let x = optionStart[request]!; x < optionStart[request + 1]!; x += 1) {
    if (state.placed[x]! === 0 || x === wanted) continue;
    seen += 1;
    if (random.below(seen) === 0) source = x;
  }
  return source;
}

/**
 * Moves some blocks of a request to an option that it wants, pushing off just as much of others as needed; those go to
 * their next option with room, or stay behind. Covers shift (nobody pushed off), swap (one, who takes the place that
 * became free) and longer chains.
 */
export function chainOfEjections(search: Search, guided: boolean): void {
  const { state, random } = search;
  const { model } = state;
  const request = guided ? lossiest(search) : random.below(model.requestCount);
  const first = model.optionStart[request]!;
  const choices = model.optionStart[request + 1]! - first;
  if (choices === 0) return;
  const wanted = guided
    ? search.byPrice[first + Math.floor(choices * random.next() ** FRONT_BIAS)]!
    : first + random.below(choices);
  let have = state.unserved[request]!;
  if (have === 0 || random.next() < FROM_PLACE) {
    const source = sourceOf(search, request, wanted);
    if (source >= 0) have = state.placed[source]!;
    if (have === 0) return;
    const count = amountOf(search, have);
    if (source >= 0) place(state, source, -count);
    push(search, { request, wanted, count });
    return;
  }
  push(search, { request, wanted, count: amountOf(search, have) });
}

function amountOf({ random }: Search, have: number): number {
  return have === 1 || random.next() < WHOLE ? have : 1 + random.below(have);
}

function push(
  search: Search,
  move: { readonly request: number; readonly wanted: number; readonly count: number },
): void {
  const { state, random } = search;
  const { model } = state;
  const { request, wanted, count } = move;
  const offer = model.optionOffer[wanted]!;
  const ejected: number[] = [];
  let room = fits(state, wanted, count);
  for (let round = 0; room < count && round < TRIES && ejected.length < MOST_EJECTED; round += 1) {
    const active = state.active[offer]!;
    if (active === 0) break;
    const x = state.order[model.offerStart[offer]! + random.below(active)]!;
    const other = model.optionRequest[x]!;
    const leaving = other === request ? 0 : blocksInTheWay(search, wanted, count, x);
    if (leaving === 0) continue;
    place(state, x, -leaving);
    ejected.push(other);
    room = fits(state, wanted, count);
  }
  if (room > 0) place(state, wanted, room);
  for (const other of ejected) fill(search, other, random.next() < 0.5);
  if (state.unserved[request]! > 0) fill(search, request, random.next() < 0.5);
}
