import { assert } from '@greenlane/kernel/assert';
import { clearBit, setBit, type Words } from './bit-sets.ts';
import type { OfferState } from './book.ts';
import { isProtected, protectedAmount } from './feasibility.ts';
import { LARGEST_LEAD, packSpace, packSpecial } from './ranking-rows.ts';
import { DIMENSION_COUNT, type Lane, type PolicyTerms } from './terms.ts';

/**
 * What the index knows of each pair of calls of each offer (a place), in one cache line of 16 integers: its exact gates and
 * booking cut-offs, and the space left on the tightest of its legs. Rows of all blocks point here, so that taking space
 * writes one line a pair, however many orders it stands in.
 */
export const PLACE_INTS = 16;
export const PLACE_SLOT = 0;
export const PLACE_GATE_DANGEROUS = 1;
export const PLACE_GATE_REEFER = 2;
export const PLACE_BOOK_STANDARD = 3;
export const PLACE_BOOK_SPECIAL = 4;
/** From this minute on no cargo of any kind can be booked; -1 where the place is not in use. */
export const PLACE_CLOSES = 5;
/** Which list of dangerous goods its offer accepts. */
export const PLACE_GOODS = 6;
/** Which of the offer's lanes it is. */
export const PLACE_LANE = 7;
/** Free space in the four dimensions, then what of it is open to standard cargo. */
export const PLACE_FREE = 8;
export const PLACE_OPEN = PLACE_FREE + DIMENSION_COUNT;

const LARGEST = 2_147_483_647;

export type Places = {
  ints: Int32Array;
  /** A bit for each place that has less space than some row remembers. */
  taken: Words;
  /** A bit for each word of them in which one is set, or was: few enough to be at hand, where the words themselves are a miss each. */
  takenWords: Words;
  /** Numbers below `used` were given out. */
  used: number;
  /** First numbers of the ranges that came back, by the doublings of their length. */
  readonly free: number[][];
  /** Offer, lane and the offer's id of each place, side by side: whoever lists ten offers reads their ids, and nothing else of them. */
  readonly names: (OfferState | Lane | string | undefined)[];
};

export function noPlaces(): Places {
  return {
    ints: new Int32Array(64 * PLACE_INTS),
    taken: new Uint32Array(2),
    takenWords: new Uint32Array(1),
    used: 0,
    free: [],
    names: [],
  };
}

const NAMES = 3;

export function offerAt({ names }: Places, place: number): OfferState {
  return names[NAMES * place] as OfferState;
}

export function laneAt({ names }: Places, place: number): Lane {
  return names[NAMES * place + 1] as Lane;
}

export function offerIdAt({ names }: Places, place: number): string {
  return names[NAMES * place + 2] as string;
}

/** When no cargo of any kind can be booked on the lane any more. */
function closingMinute(lane: Lane, validUntilMinute: number): number {
  const booking = Math.max(lane.standardBookingMinute, lane.specialBookingMinute);
  return Math.min(lane.gateCutOffMinute, booking, validUntilMinute);
}

/**
 * The places of one offer stand in one range of 2^doublings, aligned to its length. A row holds both figures in one integer, so
 * that two rows tell by themselves whether they are of the same offer: to ask their places costs as much as the rest of a ranking.
 */
export type PlaceRange = { readonly first: number; readonly doublings: number };
const DOUBLINGS_SHIFT = 27;
/** The place in a row's figure of it. */
export const PLACE_MASK = (1 << DOUBLINGS_SHIFT) - 1;

export function packPlace(place: number, { doublings }: PlaceRange): number {
  return (doublings << DOUBLINGS_SHIFT) | place;
}
/** In a row whose place was given up. */
export const NO_PLACE = -1;
export function placeOf(packed: number): number {
  return packed & PLACE_MASK;
}
export function ofSameOffer(packedA: number, packedB: number): boolean {
  return (packedA ^ packedB) >>> (packedA >>> DOUBLINGS_SHIFT) === 0;
}

/** One of 32 bits, the same for all places of an offer. */
export function offerBit(packed: number): number {
  return 1 << (placeOf(packed) >>> (packed >>> DOUBLINGS_SHIFT));
}

export function takePlaces(places: Places, count: number): PlaceRange {
  const doublings = count <= 1 ? 0 : 32 - Math.clz32(count - 1);
  const back = places.free[doublings]?.pop();
  if (back !== undefined) return { first: back, doublings };
  const length = 1 << doublings;
  while (places.used % length !== 0) {
    // What alignment leaves over goes to smaller offers.
    const gap = 31 - Math.clz32(places.used & -places.used);
    giveBack(places, { first: places.used, doublings: gap });
    places.used += 1 << gap;
  }
  const first = places.used;
  places.used += length;
  assert(places.used <= PLACE_MASK, 'places are numbered in 27 bits');
  while (places.used * PLACE_INTS > places.ints.length) {
    // By a quarter: by doubling, up to half of what is most of an index's memory stood empty.
    const room = Math.ceil((places.ints.length / PLACE_INTS) * 1.25);
    const wider = new Int32Array(room * PLACE_INTS);
    wider.set(places.ints);
    places.ints = wider;
    places.taken = widened(places.taken, Math.ceil(room / 32));
    places.takenWords = widened(places.takenWords, Math.ceil(room / 32 / 32));
  }
  return { first, doublings };
}

function widened(words: Words, length: number): Words {
  const wider = new Uint32Array(length);
  wider.set(words);
  return wider;
}

export function giveBack({ free }: Places, { first, doublings }: PlaceRange): void {
  while (free.length <= doublings) free.push([]);
  free[doublings]!.push(first);
}

export function addPlace(
  places: Places,
  place: number,
  of: { readonly slot: number; readonly goods: number; readonly offer: OfferState },
  number: number,
): void {
  const { slot, goods, offer } = of;
  const { terms } = offer;
  const lane = terms.lanes[number]!;
  const at = place * PLACE_INTS;
  const { ints } = places;
  ints[at + PLACE_SLOT] = slot;
  ints[at + PLACE_GATE_DANGEROUS] = Math.min(lane.gateCutOffMinute, lane.dangerousGoodsCutOffMinute);
  ints[at + PLACE_GATE_REEFER] = Math.min(lane.gateCutOffMinute, lane.reeferCutOffMinute);
  ints[at + PLACE_BOOK_STANDARD] = lane.standardBookingMinute;
  ints[at + PLACE_BOOK_SPECIAL] = lane.specialBookingMinute;
  ints[at + PLACE_CLOSES] = closingMinute(lane, terms.validUntilMinute);
  ints[at + PLACE_GOODS] = goods;
  ints[at + PLACE_LANE] = number;
  places.names[NAMES * place] = offer;
  places.names[NAMES * place + 1] = lane;
  places.names[NAMES * place + 2] = terms.offerId;
  clearBit(places.taken, 0, place);
}

export function dropPlace(places: Places, place: number): void {
  places.ints[place * PLACE_INTS + PLACE_CLOSES] = -1;
  places.names.fill(undefined, NAMES * place, NAMES * (place + 1));
}

export const LESS = -1;
export const SAME = 0;
/** More of some amount, whatever became of the others: rows remember too little. */
export const MORE = 1;

/**
 * Counts the space of a place anew, and says how it compares with before: the amounts that `unitsThatFit` divides, dimension
 * by dimension. Whatever moves them (cargo, protection, its end, a policy) is an event after which the index is told.
 */
export function countSpace(
  places: Places,
  place: number,
  pair: { readonly offer: OfferState; readonly lane: Lane },
  policy: PolicyTerms | null,
): number {
  const { offer, lane } = pair;
  const { capacity, used } = offer;
  const { ints } = places;
  const at = place * PLACE_INTS;
  const gated = policy !== null && isProtected(offer, policy);
  let moved = SAME;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    let free = LARGEST;
    let open = LARGEST;
    for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
      const pool = leg * DIMENSION_COUNT + dimension;
      const left = capacity[pool]! - used[pool]!;
      if (left < free) free = left;
      const beyond = gated ? left - protectedAmount(offer, policy, pool) : left;
      if (beyond < open) open = beyond;
    }
    if (open < 0) open = 0;
    const freeBefore = ints[at + PLACE_FREE + dimension]!;
    const openBefore = ints[at + PLACE_OPEN + dimension]!;
    if (free > freeBefore || open > openBefore) moved = MORE;
    else if (moved === SAME && (free < freeBefore || open < openBefore)) moved = LESS;
    ints[at + PLACE_FREE + dimension] = free;
    ints[at + PLACE_OPEN + dimension] = open;
  }
  return moved;
}

/** What rows say of the space of a place whose gate closes for plain cargo at a minute. */
export type PackedSpace = {
  readonly free: number;
  readonly open: number;
  readonly dangerous: number;
  readonly reefer: number;
};

export function packedSpace(places: Places, place: number, gateMinute: number): PackedSpace {
  const { ints } = places;
  const at = place * PLACE_INTS;
  return {
    free: packSpace(ints[at + PLACE_FREE]!, ints[at + PLACE_FREE + 1]!),
    open: packSpace(ints[at + PLACE_OPEN]!, ints[at + PLACE_OPEN + 1]!),
    dangerous: packedSpecial(places, place, gateMinute, false),
    reefer: packedSpecial(places, place, gateMinute, true),
  };
}

export function packedSpecial({ ints }: Places, place: number, gateMinute: number, refrigerated: boolean): number {
  const at = place * PLACE_INTS;
  const amount = refrigerated ? 3 : 2;
  const closes = ints[at + (refrigerated ? PLACE_GATE_REEFER : PLACE_GATE_DANGEROUS)]!;
  const lead = ints[at + PLACE_BOOK_SPECIAL]! < closes ? LARGEST_LEAD : gateMinute - closes;
  return packSpecial(ints[at + PLACE_FREE + amount]!, ints[at + PLACE_OPEN + amount]!, lead);
}

/** Marks a place whose rows remember more than is left, or takes the mark off. */
export function markTaken(places: Places, place: number, isTaken: boolean): void {
  if (!isTaken) clearBit(places.taken, 0, place);
  else {
    setBit(places.taken, 0, place);
    setBit(places.takenWords, 0, place >>> 5);
  }
}

/** Whether a row may remember more than is left of its place. */
export function isTaken({ taken, takenWords }: Places, place: number): boolean {
  const word = place >>> 5;
  return (takenWords[word >>> 5]! & (1 << (word & 31))) !== 0 && (taken[word]! & (1 << (place & 31))) !== 0;
}

/** Takes all marks off, after whatever rows remember was forgotten. */
export function clearTaken({ taken, takenWords }: Places): void {
  taken.fill(0);
  takenWords.fill(0);
}
