import type { OfferState } from './book.ts';
import type { RowSets } from './ranking-sets.ts';
import type { Lane, Objective, PolicyTerms } from './terms.ts';

/**
 * The rows of one lane in the rank order of one objective and size: eight integers a row, two rows a cache line, so that a
 * scan from the best row on runs at the speed of memory. Rows that tie on both leading figures stand in any order; whoever
 * reads them sorts them by what is left (rate, offer, calls), which may differ between the size-types that share a block.
 */
export const ROW_INTS = 8;
export const ROW_GRAMS = 0;
export const ROW_ARRIVAL = 1;
export const ROW_GATE = 2;
export const ROW_CLOSES = 3;
export const ROW_PLACE = 4;
/**
 * Size-types accepted, above them a bit for each UN number accepted (two numbers may share one), and {@link BOOKS_EARLIER}.
 */
export const ROW_ACCEPTS = 5;
/**
 * Slots and weight left when the row was written: free in the upper half, open in the lower. The truth is in the place; a row
 * may remember more than is left (its place is then marked, and who reads it corrects it), never less.
 */
export const ROW_SLOTS = 6;
export const ROW_KILOGRAMS = 7;
export const UNKNOWN_RATE = 2_147_483_647;

export const EQUIPMENT_COUNT = 9;
const UN_NUMBER_BITS = 22;

/** The bit of a UN number in {@link ROW_ACCEPTS}. */
export function unNumberBit(unNumber: number): number {
  return 1 << (EQUIPMENT_COUNT + (unNumber % UN_NUMBER_BITS));
}

/** Set where bookings of standard cargo end before anything else does: the minute is in the place. */
export const BOOKS_EARLIER = 1 << 31;

export const LARGEST_HALF = 0xffff;
const LARGEST = 2_147_483_647;
const KILOGRAMS_SHIFT = 8;

/** Half a row's integer of quarter-TEU, and of units of 256 kg. */
export function packSlots(quarterTeu: number): number {
  return quarterTeu < LARGEST_HALF ? Math.max(0, quarterTeu) : LARGEST_HALF;
}
export function packKilograms(kilograms: number): number {
  return packSlots(kilograms >> KILOGRAMS_SHIFT);
}

/** The most that half a row's integer may stand for. */
export function mostSlots(half: number): number {
  return half === LARGEST_HALF ? LARGEST : half;
}
export function mostKilograms(half: number): number {
  return half === LARGEST_HALF ? LARGEST : (half << KILOGRAMS_SHIFT) | ((1 << KILOGRAMS_SHIFT) - 1);
}

export type Block = {
  readonly objective: Objective;
  readonly emissionClass: number;
  /** Bits of the size-types whose rows stand here. */
  readonly equipmentBits: number;
  /** Set for BALANCED: its order depends on the policy's weights. */
  readonly policy: PolicyTerms | null;
  size: number;
  rows: Int32Array;
  /** Offer and lane of each row, in rank order like the rows: what a ranking names lies together and is found without a look elsewhere. */
  readonly pairs: (OfferState | Lane)[];
  /** Points of each row, up to 2^53, for BALANCED; the other objectives lead by a figure of the row. */
  keys: Float64Array | null;
  /**
   * First row that may have room, for each {@link startFor}: the best rows sell out first, and no scan should walk over them
   * again and again.
   */
  readonly starts: number[];
  /** Made once scans have refused enough rows to make up for it. */
  sets: RowSets | null;
  /** Rows that scans refused since sets were last made. */
  refused: number;
};

/** One row before it has a place in the order. */
export type Row = {
  readonly key: number;
  readonly grams: number;
  readonly arrival: number;
  readonly gate: number;
  readonly closes: number;
  readonly place: number;
  readonly offer: OfferState;
  readonly lane: Lane;
  readonly accepts: number;
  readonly slots: number;
  readonly kilograms: number;
};

export function offerAt({ pairs }: Block, row: number): OfferState {
  return pairs[2 * row] as OfferState;
}

export function laneAt({ pairs }: Block, row: number): Lane {
  return pairs[2 * row + 1] as Lane;
}

/** From a slot of 4 quarter-TEU on, doubled: starts for free space come first, then those for open space. */
export const LEAST_SLOTS = 4;
const START_LEVELS = 10;
export const STARTS = 2 * START_LEVELS;

/** How often the least of slots can be doubled and still be within a need. */
export function startLevel(quarterTeu: number): number {
  return Math.min(START_LEVELS - 1, 31 - Math.clz32(Math.max(1, quarterTeu / LEAST_SLOTS)));
}

/** Which start of a block holds for a need of that level, in free or in open space. */
export function startFor(level: number, ofFree: boolean): number {
  return ofFree ? level : START_LEVELS + level;
}
