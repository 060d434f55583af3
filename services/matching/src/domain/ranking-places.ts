import { clearBit, setBit, type Words } from './bit-sets.ts';
import type { OfferState } from './book.ts';
import { isProtected, protectedAmount } from './feasibility.ts';
import { DIMENSION_COUNT, type Lane, type OfferTerms, type PolicyTerms } from './terms.ts';

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
  /** Numbers below `used` were given out; those in `free` came back. */
  used: number;
  readonly free: number[];
};

export function noPlaces(): Places {
  return { ints: new Int32Array(64 * PLACE_INTS), taken: new Uint32Array(2), used: 0, free: [] };
}

/** When no cargo of any kind can be booked on the lane any more. */
function closingMinute(lane: Lane, validUntilMinute: number): number {
  const booking = Math.max(lane.standardBookingMinute, lane.specialBookingMinute);
  return Math.min(lane.gateCutOffMinute, booking, validUntilMinute);
}

export function addPlace(places: Places, slot: number, terms: OfferTerms, number: number): number {
  const lane = terms.lanes[number]!;
  const place = places.free.pop() ?? places.used++;
  if ((place + 1) * PLACE_INTS > places.ints.length) {
    const wider = new Int32Array(places.ints.length * 2);
    wider.set(places.ints);
    places.ints = wider;
    const wideEnough = new Uint32Array(places.taken.length * 2);
    wideEnough.set(places.taken);
    places.taken = wideEnough;
  }
  const at = place * PLACE_INTS;
  const { ints } = places;
  ints[at + PLACE_SLOT] = slot;
  ints[at + PLACE_GATE_DANGEROUS] = Math.min(lane.gateCutOffMinute, lane.dangerousGoodsCutOffMinute);
  ints[at + PLACE_GATE_REEFER] = Math.min(lane.gateCutOffMinute, lane.reeferCutOffMinute);
  ints[at + PLACE_BOOK_STANDARD] = lane.standardBookingMinute;
  ints[at + PLACE_BOOK_SPECIAL] = lane.specialBookingMinute;
  ints[at + PLACE_CLOSES] = closingMinute(lane, terms.validUntilMinute);
  ints[at + PLACE_LANE] = number;
  clearBit(places.taken, 0, place);
  return place;
}

export function dropPlace(places: Places, place: number): void {
  places.ints[place * PLACE_INTS + PLACE_CLOSES] = -1;
  places.free.push(place);
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

/** Marks a place whose rows remember more than is left, or takes the mark off. */
export function markTaken(places: Places, place: number, isTaken: boolean): void {
  if (isTaken) setBit(places.taken, 0, place);
  else clearBit(places.taken, 0, place);
}
