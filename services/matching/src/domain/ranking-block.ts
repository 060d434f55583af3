import { assert } from '@greenlane/kernel/assert';
import { type BitSet, clearBit, insertBit, removeBit, setBit } from './bit-sets.ts';
import { LEVELS } from './ranking-places.ts';
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
export const ROW_CLOSES = 3;
export const ROW_PLACE = 4;
/** Size-types accepted, and above them a bit for each UN number accepted: two numbers may share one. */
export const ROW_ACCEPTS = 5;
/**
 * Slots and weight left when the row was written: free in the upper half, open in the lower. The truth is in the place; a row
 * may remember more than is left (who reads it finds out and corrects it), never less.
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

const LARGEST_HALF = 0xffff;
const KILOGRAMS_SHIFT = 8;

/** Half a row's integer of quarter-TEU, and of units of 256 kg. */
export function packSlots(quarterTeu: number): number {
  return quarterTeu < LARGEST_HALF ? Math.max(0, quarterTeu) : LARGEST_HALF;
}
export function packKilograms(kilograms: number): number {
  return packSlots(kilograms >> KILOGRAMS_SHIFT);
}

/** Quantiles in a family of sets. */
export const BUCKETS = 16;
/** Families of bit sets, each a run of sets in a block. */
export const LIVE = 0;
export const EQUIPMENT_SETS = 1;
export const SPACE_SETS = EQUIPMENT_SETS + 9;
export const ARRIVES_BY = SPACE_SETS + 8 * LEVELS;
export const GATE_FROM = ARRIVES_BY + BUCKETS;
export const RATE_UP_TO = GATE_FROM + BUCKETS;
export const GRAMS_UP_TO = RATE_UP_TO + BUCKETS;
const SET_COUNT = GRAMS_UP_TO + BUCKETS;

/** The sets of a block in rank order, made when a scan first needs them. A set may hold a row too many, never one too few. */
export type BlockSets = {
  sets: BitSet[];
  readonly unNumbers: Map<number, BitSet>;
  /** Limits of the quantile families, as of the last filing. */
  arrivalBounds: number[];
  gateBounds: number[];
  rateBounds: number[];
  gramsBounds: number[];
  /** Bounds of all rows that have been here since the last filing. */
  latestGate: number;
  earliestArrival: number;
  /** Rows put in or taken out since the quantiles were filed. */
  changes: number;
};

export type Block = {
  readonly objective: Objective;
  readonly emissionClass: number;
  /** Bits of the size-types whose rows stand here. */
  readonly equipmentBits: number;
  /** Set for BALANCED: its order depends on the policy's weights. */
  readonly policy: PolicyTerms | null;
  size: number;
  rows: Int32Array;
  /** Points of each row, up to 2^53, for BALANCED; the other objectives lead by a figure of the row. */
  keys: Float64Array | null;
  filed: BlockSets | null;
};

/** One row before it has a place in the order. */
export type Row = {
  readonly key: number;
  readonly grams: number;
  readonly arrival: number;
  readonly gate: number;
  readonly closes: number;
  readonly place: number;
  readonly accepts: number;
  readonly slots: number;
  readonly kilograms: number;
};

/** What a row needs of the rest of the index to be filed. */
export type Filing = {
  readonly levelsOf: (place: number) => number;
  readonly unNumbersOf: (place: number) => readonly number[];
  /** The lowest rate of an offer in any of these size-types. */
  readonly lowestRateOf: (place: number, equipmentBits: number) => number;
};

function keyOf(block: Block, row: number): number {
  if (block.keys !== null) return block.keys[row]!;
  return block.rows[row * ROW_INTS + (block.objective === 'LOWEST_EMISSIONS' ? ROW_GRAMS : ROW_ARRIVAL)]!;
}

function secondOf(block: Block, row: number): number {
  return block.rows[row * ROW_INTS + (block.objective === 'LOWEST_EMISSIONS' ? ROW_ARRIVAL : ROW_GRAMS)]!;
}

/** Whether two rows of a block have the same leading figures. */
export function tie(block: Block, a: number, b: number): boolean {
  return keyOf(block, a) === keyOf(block, b) && secondOf(block, a) === secondOf(block, b);
}

function compareWith(block: Block, row: number, wanted: Row): number {
  const second = block.objective === 'LOWEST_EMISSIONS' ? wanted.arrival : wanted.grams;
  return keyOf(block, row) - wanted.key || secondOf(block, row) - second;
}

/** First row that does not come before the wanted one. */
function lowerBound(block: Block, wanted: Row): number {
  let low = 0;
  let high = block.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareWith(block, middle, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findRow(block: Block, wanted: Row): number {
  let row = lowerBound(block, wanted);
  while (row < block.size && block.rows[row * ROW_INTS + ROW_PLACE] !== wanted.place) row += 1;
  assert(row < block.size && compareWith(block, row, wanted) === 0, 'the row of a place is where its order says');
  return row;
}

function writeRow(block: Block, row: number, from: Row): void {
  const at = row * ROW_INTS;
  const { rows } = block;
  rows[at + ROW_GRAMS] = from.grams;
  rows[at + ROW_ARRIVAL] = from.arrival;
  rows[at + ROW_GATE] = from.gate;
  rows[at + ROW_CLOSES] = from.closes;
  rows[at + ROW_PLACE] = from.place;
  rows[at + ROW_ACCEPTS] = from.accepts;
  rows[at + ROW_SLOTS] = from.slots;
  rows[at + ROW_KILOGRAMS] = from.kilograms;
  if (block.keys !== null) block.keys[row] = from.key;
}

/** A block with all its rows. */
export function makeBlock(
  shape: Pick<Block, 'objective' | 'emissionClass' | 'equipmentBits' | 'policy'>,
  unordered: readonly Row[],
): Block {
  const lowest = shape.objective === 'LOWEST_EMISSIONS';
  const ordered = [...unordered].sort(
    (a, b) => a.key - b.key || (lowest ? a.arrival - b.arrival : a.grams - b.grams) || a.place - b.place,
  );
  const capacity = Math.max(8, Math.ceil(ordered.length * 1.125));
  const block: Block = {
    ...shape,
    size: ordered.length,
    rows: new Int32Array(capacity * ROW_INTS),
    keys: shape.objective === 'BALANCED' ? new Float64Array(capacity) : null,
    filed: null,
  };
  for (const [row, from] of ordered.entries()) writeRow(block, row, from);
  return block;
}

function eachSet({ filed }: Block, change: (set: BitSet) => void): void {
  if (filed === null) return;
  for (const set of filed.sets) change(set);
  for (const set of filed.unNumbers.values()) change(set);
}

function grow(block: Block): void {
  const capacity = Math.max(8, Math.ceil((block.rows.length / ROW_INTS) * 1.5));
  const rows = new Int32Array(capacity * ROW_INTS);
  rows.set(block.rows);
  block.rows = rows;
  if (block.keys !== null) {
    const keys = new Float64Array(capacity);
    keys.set(block.keys);
    block.keys = keys;
  }
  const { filed } = block;
  if (filed === null) return;
  const wider = (set: BitSet) => {
    const next = new Uint32Array((capacity + 31) >>> 5);
    next.set(set);
    return next;
  };
  filed.sets = filed.sets.map(wider);
  for (const [unNumber, set] of filed.unNumbers) filed.unNumbers.set(unNumber, wider(set));
}

export function insertRow(block: Block, from: Row, filing: Filing): void {
  const row = lowerBound(block, from);
  if ((block.size + 1) * ROW_INTS > block.rows.length) grow(block);
  block.rows.copyWithin((row + 1) * ROW_INTS, row * ROW_INTS, block.size * ROW_INTS);
  block.keys?.copyWithin(row + 1, row, block.size);
  eachSet(block, (set) => insertBit(set, row, block.size));
  block.size += 1;
  writeRow(block, row, from);
  if (block.filed === null) return;
  fileRow(block, block.filed, row, filing);
  changed(block, block.filed);
}

export function removeRow(block: Block, wanted: Row): void {
  const row = findRow(block, wanted);
  block.rows.copyWithin(row * ROW_INTS, (row + 1) * ROW_INTS, block.size * ROW_INTS);
  block.keys?.copyWithin(row, row + 1, block.size);
  eachSet(block, (set) => removeBit(set, row, block.size));
  block.size -= 1;
  if (block.filed !== null) changed(block, block.filed);
}

/** Quantiles that no longer fit their rows are thrown away: the next scan that needs them files anew. */
function changed(block: Block, filed: BlockSets): void {
  filed.changes += 1;
  if (filed.changes > 64 && filed.changes > block.size / 4) block.filed = null;
}

// --- bit sets --------------------------------------------------------------------------------------------------------

function fileRow(block: Block, filed: BlockSets, row: number, filing: Filing): void {
  const at = row * ROW_INTS;
  const { rows } = block;
  const { sets } = filed;
  setBit(sets[LIVE]!, row);
  filed.latestGate = Math.max(filed.latestGate, rows[at + ROW_GATE]!);
  filed.earliestArrival = Math.min(filed.earliestArrival, rows[at + ROW_ARRIVAL]!);
  for (let equipment = 0; equipment < EQUIPMENT_COUNT; equipment += 1) {
    if ((rows[at + ROW_ACCEPTS]! & (1 << equipment)) !== 0) setBit(sets[EQUIPMENT_SETS + equipment]!, row);
  }
  const levels = filing.levelsOf(rows[at + ROW_PLACE]!);
  for (let amount = 0; amount < 8; amount += 1) {
    const reached = (levels >>> (amount * 4)) & 15;
    for (let level = 0; level < reached; level += 1) setBit(sets[SPACE_SETS + amount * LEVELS + level]!, row);
  }
  const lowestRate = filing.lowestRateOf(rows[at + ROW_PLACE]!, block.equipmentBits);
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    if (rows[at + ROW_ARRIVAL]! <= filed.arrivalBounds[bucket]!) setBit(sets[ARRIVES_BY + bucket]!, row);
    if (rows[at + ROW_GATE]! >= filed.gateBounds[bucket]!) setBit(sets[GATE_FROM + bucket]!, row);
    if (lowestRate <= filed.rateBounds[bucket]!) setBit(sets[RATE_UP_TO + bucket]!, row);
    if (rows[at + ROW_GRAMS]! <= filed.gramsBounds[bucket]!) setBit(sets[GRAMS_UP_TO + bucket]!, row);
  }
  for (const unNumber of filing.unNumbersOf(rows[at + ROW_PLACE]!)) {
    let set = filed.unNumbers.get(unNumber);
    if (set === undefined) {
      set = new Uint32Array(sets[LIVE]!.length);
      filed.unNumbers.set(unNumber, set);
    }
    setBit(set, row);
  }
}

function quantiles(values: Int32Array, direction: 'up to' | 'from'): number[] {
  values.sort();
  if (direction === 'from') values.reverse();
  return Array.from(
    { length: BUCKETS },
    (_none, bucket) => values[Math.floor(((bucket + 1) * values.length) / BUCKETS) - 1] ?? 0,
  );
}

function column(block: Block, position: number): Int32Array {
  const values = new Int32Array(block.size);
  for (let row = 0; row < block.size; row += 1) values[row] = block.rows[row * ROW_INTS + position]!;
  return values;
}

/** The sets of a block, filed now unless they are already. */
export function filedSets(block: Block, filing: Filing): BlockSets {
  if (block.filed !== null) return block.filed;
  const words = (block.rows.length / ROW_INTS + 31) >>> 5;
  // One buffer: a set is a window of it, so that what a scan intersects lies together.
  const all = new Uint32Array(SET_COUNT * words);
  const filed: BlockSets = {
    sets: Array.from({ length: SET_COUNT }, (_none, set) => all.subarray(set * words, (set + 1) * words)),
    unNumbers: new Map(),
    arrivalBounds: quantiles(column(block, ROW_ARRIVAL), 'up to'),
    gateBounds: quantiles(column(block, ROW_GATE), 'from'),
    rateBounds: quantiles(
      column(block, ROW_PLACE).map((place) => filing.lowestRateOf(place, block.equipmentBits)),
      'up to',
    ),
    gramsBounds: quantiles(column(block, ROW_GRAMS), 'up to'),
    latestGate: 0,
    earliestArrival: UNKNOWN_RATE,
    changes: 0,
  };
  for (let row = 0; row < block.size; row += 1) fileRow(block, filed, row, filing);
  block.filed = filed;
  return filed;
}

/** Tells a row that its place has more space than before, and moves it between the sets of space. */
export function updateSpace(
  block: Block,
  wanted: Row,
  levels: { readonly before: number; readonly now: number },
): void {
  const row = findRow(block, wanted);
  block.rows[row * ROW_INTS + ROW_SLOTS] = wanted.slots;
  block.rows[row * ROW_INTS + ROW_KILOGRAMS] = wanted.kilograms;
  const { filed } = block;
  if (filed === null) return;
  for (let amount = 0; amount < 8; amount += 1) {
    const had = (levels.before >>> (amount * 4)) & 15;
    const has = (levels.now >>> (amount * 4)) & 15;
    const first = SPACE_SETS + amount * LEVELS;
    for (let level = had; level < has; level += 1) setBit(filed.sets[first + level]!, row);
    for (let level = has; level < had; level += 1) clearBit(filed.sets[first + level]!, row);
  }
}
