import type { OrderedSets } from './ranking-order.ts';
import type { Room } from './ranking-shelves.ts';
import type { Objective, PolicyTerms } from './terms.ts';

/**
 * The rows of one lane in the rank order of one objective and size: eight integers a row, two rows a cache line, so that a
 * scan from the best row on runs at the speed of memory. Rows that tie on both leading figures stand in any order; whoever
 * reads them sorts them by what is left (rate, offer, calls), which may differ between the size-types that share a block.
 */
export const ROW_INTS = 8;
export const ROW_GRAMS = 0;
export const ROW_ARRIVAL = 1;
export const ROW_GATE = 2;
/**
 * What special cargo asks beside slots and weight ({@link packSpecial}): plugs and the gate cut-off of reefers in a block of refrigerated
 * size-types, in any other what dangerous goods may take and their cut-off.
 */
export const ROW_SPECIAL = 3;
export const ROW_PLACE = 4;
/**
 * Size-types accepted of those in the block, above them a bit for each UN number accepted (several numbers share one), what is known
 * of the rate ({@link packRate}), and {@link BOOKS_EARLIER}. The bits of other size-types say where that rate does not hold
 * ({@link otherRateBit}).
 */
export const ROW_ACCEPTS = 5;
/**
 * Free space and space open to standard cargo when the row was written, each as {@link packSpace}. The truth is in the place; a
 * row may remember more than is left (its place is then marked, and who reads it corrects it), never less.
 */
export const ROW_FREE = 6;
export const ROW_OPEN = 7;
export const UNKNOWN_RATE = 2_147_483_647;

export const EQUIPMENT_COUNT = 9;
export const ANY_EQUIPMENT = (1 << EQUIPMENT_COUNT) - 1;
export const UN_NUMBER_BITS = 8;

/** The bit of a UN number in {@link ROW_ACCEPTS}. */
export function unNumberBit(unNumber: number): number {
  return 1 << (EQUIPMENT_COUNT + (unNumber % UN_NUMBER_BITS));
}

/** Set where the size-types that have not the rate of their row ({@link otherRateBit}) have none at all. */
export const OTHERS_UNRATED = 1 << (EQUIPMENT_COUNT + UN_NUMBER_BITS);

const RATE_SHIFT = EQUIPMENT_COUNT + UN_NUMBER_BITS + 1;
/** Doublings of a rate, and the bits that follow its first. */
const DOUBLINGS_BITS = 5;
const FINE_BITS = 6;
const RATE_BITS = DOUBLINGS_BITS + FINE_BITS;
const FINE = 1 << FINE_BITS;
const CURRENCY_SHIFT = RATE_SHIFT + RATE_BITS;
const LARGEST_CURRENCY = 3;

/** A rate in 64ths of its power of two: a higher class is a higher rate, within one class the rates themselves decide. */
export function rateClass(amountMinor: number): number {
  const doublings = 31 - Math.clz32(amountMinor);
  if (doublings < FINE_BITS) return amountMinor;
  return (doublings << FINE_BITS) | ((amountMinor >>> (doublings - FINE_BITS)) & (FINE - 1));
}

/**
 * Set where a size-type has another rate than its row knows, or none. One emission class has at most four size-types, no two of them
 * four apart, and a row needs the bits of no other class.
 */
export function otherRateBit(equipment: number): number {
  return 1 << ((equipment + 4) % EQUIPMENT_COUNT);
}

/** What a row knows of its rate: the class, where it is in one of the first currencies. */
export function packRate(amountMinor: number, currency: number): number {
  return currency > LARGEST_CURRENCY ? 0 : (rateClass(amountMinor) << RATE_SHIFT) | (currency << CURRENCY_SHIFT);
}

const LARGEST_RATE_CLASS = rateClass(UNKNOWN_RATE);

export const WITHIN = 1;
export const ABOVE = -1;
export const UNSETTLED = 0;

export type RateCap = {
  readonly capClass: number;
  readonly capCurrency: number;
  /** {@link otherRateBit} of the size-type. */
  readonly otherRate: number;
};

/** Whether a row's rate is within a cap, as far as the row knows. */
export function rateWithin(accepts: number, { capClass, capCurrency, otherRate }: RateCap): number {
  const currency = (accepts >>> CURRENCY_SHIFT) & LARGEST_CURRENCY;
  if (currency === 0) return UNSETTLED;
  // A rate beyond what is kept of rates looks like none, and only a cap as high may be above it.
  if ((accepts & otherRate) !== 0) {
    return (accepts & OTHERS_UNRATED) !== 0 && capClass < LARGEST_RATE_CLASS ? ABOVE : UNSETTLED;
  }
  if (currency !== capCurrency) return ABOVE;
  const above = ((accepts >>> RATE_SHIFT) & ((1 << RATE_BITS) - 1)) - capClass;
  return above > 0 ? ABOVE : above < 0 ? WITHIN : UNSETTLED;
}

/** Set where bookings of standard cargo end before anything else does: the minute is in the place. */
export const BOOKS_EARLIER = 1 << 31;

export const LARGEST_HALF = 0x7fff;
const LARGEST = 2_147_483_647;
const KILOGRAMS_SHIFT = 8;

/** Half a row's integer, 15 bits of it: quarter-TEU, and weight in units of 256 kg. */
export function halfOfSlots(quarterTeu: number): number {
  return quarterTeu < LARGEST_HALF ? Math.max(0, quarterTeu) : LARGEST_HALF;
}
export function halfOfKilograms(kilograms: number): number {
  return halfOfSlots(kilograms >> KILOGRAMS_SHIFT);
}

/** Slots in the upper half, weight in the lower. */
export function packSpace(quarterTeu: number, kilograms: number): number {
  return (halfOfSlots(quarterTeu) << 16) | halfOfKilograms(kilograms);
}
export function slotsHalf(packed: number): number {
  return packed >>> 16;
}
export function kilogramsHalf(packed: number): number {
  return packed & LARGEST_HALF;
}

const UPPER_BITS = 0x8000_8000 | 0;

/** Negative when either half of the space is less than that of the need: both are compared in one subtraction. */
export function lacks(space: number, need: number): number {
  const kept = ~((space | UPPER_BITS) - need);
  return kept | (kept << 16);
}

const AMOUNT_BITS = 10;
export const LARGEST_AMOUNT = (1 << AMOUNT_BITS) - 1;
const LEAD_SHIFT = 2 * AMOUNT_BITS;
/** The special cut-off comes earlier than a row can say, or bookings end before it: the place is asked. */
export const LARGEST_LEAD = (1 << (31 - LEAD_SHIFT)) - 1;

/** Of what a special cargo takes the free and the open amount, and the minutes between its gate cut-off and that of plain cargo. */
export function packSpecial(free: number, open: number, lead: number): number {
  return (Math.min(lead, LARGEST_LEAD) << LEAD_SHIFT) | (amountOf(free) << AMOUNT_BITS) | amountOf(open);
}
function amountOf(amount: number): number {
  return Math.max(0, Math.min(amount, LARGEST_AMOUNT));
}
/** How far the amount that counts is to be shifted: free for priority cargo, else open. */
export function amountShift(ofFree: boolean): number {
  return ofFree ? AMOUNT_BITS : 0;
}
export function amountIn(special: number, shift: number): number {
  return (special >>> shift) & LARGEST_AMOUNT;
}
export function leadIn(special: number): number {
  return special >>> LEAD_SHIFT;
}

/** The most that an amount, or half a row's integer, may stand for. */
export function mostAmount(amount: number): number {
  return amount === LARGEST_AMOUNT ? LARGEST : amount;
}
export function mostSlots(half: number): number {
  return half === LARGEST_HALF ? LARGEST : half;
}
export function leastKilograms(half: number): number {
  return half << KILOGRAMS_SHIFT;
}
export function mostKilograms(half: number): number {
  return half === LARGEST_HALF ? LARGEST : (half << KILOGRAMS_SHIFT) | ((1 << KILOGRAMS_SHIFT) - 1);
}

/** What the rows of a block are, and in which order. */
export type Shape = {
  /** Which head is its own. */
  readonly number: number;
  readonly objective: Objective;
  readonly emissionClass: number;
  /** Its rows say what reefers find, not dangerous goods. */
  readonly refrigerated: boolean;
  /** Bits of the size-types whose rows stand here. */
  readonly equipmentBits: number;
  /** Set for BALANCED: its order depends on the policy's weights. */
  readonly policy: PolicyTerms | null;
};
export type Block = Shape & {
  size: number;
  /** Where its rows stand, the first from the integer `room.at` on. */
  room: Room;
  /** Points of each row, up to 2^53, for BALANCED; the other objectives lead by a figure of the row. */
  keys: Float64Array | null;
  /** Places that have come since it was last asked: their rows are put in when it is asked again. */
  readonly pending: number[];
  /** Rows whose places have gone, and that still stand here. */
  given: number;
  /** The sets of its lane in its own order, and how often they would have helped since its lane has changed. */
  ordered: OrderedSets | null;
  tired: number;
  tiredSince: number;
};

/**
 * What a scan reads of a block before its rows, in two cache lines: which shelf holds them, where they begin there and how many
 * they are, and for each {@link startFor} the first row that may have room, since the best rows sell out first and no scan
 * should walk over them again and again. Blocks of all lanes have their heads in one array: to find the rows of a lane through
 * an object, its array and that array's buffer cost a miss each, in all a quarter of a ranking.
 */
export const HEAD_INTS = 32;
export const HEAD_SHELF = 0;
export const HEAD_FIRST = 1;
export const HEAD_SIZE = 2;
/** No row arrives sooner after its gate cut-off, in minutes. */
export const HEAD_TRANSIT = 3;
export const HEAD_STARTS = 4;

/** From a slot of 4 quarter-TEU on, doubled. */
export const LEAST_SLOTS = 4;
const START_LEVELS = 10;
/** Starts for open space stand in the first line of a head, those for free space in the second. */
const FREE_STARTS = 12;
export const STARTS = FREE_STARTS + START_LEVELS;

/** How often the least of slots can be doubled and still be within a need. */
export function startLevel(quarterTeu: number): number {
  return Math.min(START_LEVELS - 1, 31 - Math.clz32(Math.max(1, quarterTeu / LEAST_SLOTS)));
}

/** Which start of a block holds for a need of that level, in free or in open space. */
export function startFor(level: number, ofFree: boolean): number {
  return ofFree ? FREE_STARTS + level : level;
}
