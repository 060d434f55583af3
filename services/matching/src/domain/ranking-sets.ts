import { clearBit, insertBit, removeBit, setBit, type Words } from './bit-sets.ts';
import { placeOf } from './ranking-places.ts';
import {
  type Block,
  kilogramsHalf,
  leastRate,
  mostKilograms,
  mostSlots,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_OPEN,
  ROW_PLACE,
  slotsHalf,
  unNumberBit,
} from './ranking-rows.ts';
import type { Shelves } from './ranking-shelves.ts';
import { DIMENSION_COUNT } from './terms.ts';

/**
 * Bit sets over the rows of a block, in rank order: for each figure that a request may limit, the rows that reach a bound.
 * A scan that finds little intersects those of its request and looks only at what is left. Bounds are finest where few rows
 * reach them, since that is where a request that next to nothing fits asks. A set is made when a scan first asks for it, and
 * may hold a row too many, never one too few.
 */

/** Figures: the space of a place (free, then open to standard cargo), and what of a row an upper limit is put on, negated. */
export const SPACE = 0;
export const ARRIVAL = SPACE + 2 * DIMENSION_COUNT;
export const GATE = ARRIVAL + 1;
export const RATE = GATE + 1;
export const GRAMS = RATE + 1;
const FIGURES = GRAMS + 1;

/** Shares of the rows that reach the bounds of a figure. */
const SHARES = [
  1 / 1024,
  1 / 512,
  1 / 256,
  1 / 128,
  1 / 64,
  1 / 32,
  1 / 16,
  1 / 8,
  3 / 16,
  1 / 4,
  3 / 8,
  1 / 2,
  5 / 8,
  3 / 4,
] as const;
/** Space moves, down to nothing: it has fixed bounds beside, powers of two from 4 quarter-TEU, 8 t, 4 quarter-TEU and 1 plug. */
const SPACE_BASES = [4, 8_192, 4, 1] as const;
const SPACE_DOUBLINGS = 10;
const LARGEST = 2_147_483_647;
const NO_WINDOW = -1;
export const IMPOSSIBLE = -2;

type Figure = {
  /** Bounds, descending, then as many windows: that of each bound, once made. One array is a line or two to look through. */
  readonly table: Int32Array;
  /** No row that has been here since has more. */
  best: number;
  /** Where the figure stands in places: of each row the first bound that it reaches. Null where rows tell it themselves. */
  readonly reached: Uint8Array | null;
};

export type RowSets = {
  /** Windows of so many words each, one after the other. */
  words: Words;
  readonly stride: number;
  used: number;
  /** Rows in each window when it was made: the scarcest are intersected first. */
  readonly counts: number[];
  readonly figures: (Figure | undefined)[];
  /** The window of each bit of a UN number. */
  readonly unNumberBits: Map<number, number>;
  /** Rows put in or taken out since. */
  changes: number;
};

/** What a row needs of the rest of the index to be filed. */
export type Filing = {
  readonly shelves: Shelves;
  readonly spaceOf: (place: number, amount: number) => number;
  /** The lowest rate of an offer in any of these size-types. */
  readonly lowestRateOf: (place: number, equipmentBits: number) => number;
  /** One figure of every row of a block while a set is made of it: kept from one to the next. */
  readonly column: { values: Int32Array };
};

/** A lane that is asked in vain has some twenty windows in the end; to double four words thrice left as much behind as it holds. */
const FIRST_WINDOWS = 16;

export function setsOf(block: Block): RowSets {
  if (block.sets !== null) return block.sets;
  block.tired = 0;
  const stride = (block.room.capacity + 31) >>> 5;
  block.sets = {
    words: new Uint32Array(FIRST_WINDOWS * stride),
    stride,
    used: 0,
    counts: [],
    figures: Array.from({ length: FIGURES }, () => undefined),
    unNumberBits: new Map(),
    changes: 0,
  };
  return block.sets;
}

function acceptsAt({ room }: Block, row: number, { ints }: Shelves): number {
  return ints[room.shelf]![room.at + row * ROW_INTS + ROW_ACCEPTS]!;
}

/**
 * What stands in the row is read there, slots and weight as well although it may remember more than is left, and of a rate
 * the least that its class may stand for: rows lie one after the other, places anywhere, and to look at each of them cost
 * ten times the rest of a set.
 */
function figureOf(block: Block, row: number, figure: number, filing: Filing): number {
  const rows = filing.shelves.ints[block.room.shelf]!;
  const at = block.room.at + row * ROW_INTS;
  if (figure < ARRIVAL) {
    const dimension = figure % DIMENSION_COUNT;
    const space = rows[at + (figure < DIMENSION_COUNT ? ROW_FREE : ROW_OPEN)]!;
    if (dimension === 0) return mostSlots(slotsHalf(space));
    if (dimension === 1) return mostKilograms(kilogramsHalf(space));
    return filing.spaceOf(placeOf(rows[at + ROW_PLACE]!), figure);
  }
  if (figure === ARRIVAL) return -rows[at + ROW_ARRIVAL]!;
  if (figure === GATE) return rows[at + ROW_GATE]!;
  if (figure === GRAMS) return -rows[at + ROW_GRAMS]!;
  return -(
    leastRate(rows[at + ROW_ACCEPTS]!, block.equipmentBits) ??
    filing.lowestRateOf(placeOf(rows[at + ROW_PLACE]!), block.equipmentBits)
  );
}

const standsInPlaces = (figure: number) => figure < ARRIVAL && figure % DIMENSION_COUNT > 1;

/**
 * The same of every row. Whatever has to ask a place does nothing else in its loop: so the loads of a dozen rows are on their way
 * together, where one that also compares and files waits for each. On lanes of thousands of rows that was half of all time.
 */
function readColumn(block: Block, figure: number, filing: Filing): Int32Array {
  const { size, room } = block;
  const { column, shelves, spaceOf } = filing;
  if (column.values.length < size) column.values = new Int32Array(2 * size);
  const { values } = column;
  if (standsInPlaces(figure)) {
    const rows = shelves.ints[room.shelf]!;
    for (let row = 0; row < size; row += 1) {
      values[row] = spaceOf(placeOf(rows[room.at + row * ROW_INTS + ROW_PLACE]!), figure);
    }
  } else {
    for (let row = 0; row < size; row += 1) values[row] = figureOf(block, row, figure, filing);
  }
  return values;
}

/** The first bound, of so many that descend, that is at most a value. */
function boundFor(table: Int32Array, bounds: number, value: number): number {
  let bound = 0;
  for (let above = bounds; bound < above; ) {
    const middle = (bound + above) >>> 1;
    if (table[middle]! > value) bound = middle + 1;
    else above = middle;
  }
  return bound;
}

/** Rows that the bounds of a figure are taken from: enough to know its spread, and not all of them to be sorted. */
const SAMPLE = 512;

function makeFigure(block: Block, number: number, filing: Filing): Figure {
  const column = readColumn(block, number, filing);
  let best = -LARGEST;
  for (let row = 0; row < block.size; row += 1) if (column[row]! > best) best = column[row]!;
  const step = Math.ceil(block.size / SAMPLE);
  const values = new Int32Array(Math.ceil(block.size / step));
  for (let sample = 0; sample < values.length; sample += 1) values[sample] = column[sample * step]!;
  values.sort().reverse();
  const bounds = new Set<number>();
  for (const share of SHARES) bounds.add(values[Math.max(0, Math.ceil(values.length * share) - 1)]!);
  if (number < ARRIVAL) {
    const base = SPACE_BASES[number % DIMENSION_COUNT]!;
    for (let doubling = 0; doubling < SPACE_DOUBLINGS; doubling += 1) bounds.add(base << doubling);
  }
  const table = new Int32Array(2 * bounds.size).fill(NO_WINDOW);
  table.set([...bounds].sort((a, b) => b - a));
  const reached = standsInPlaces(number) ? new Uint8Array(block.room.capacity) : null;
  if (reached !== null) {
    for (let row = 0; row < block.size; row += 1) reached[row] = boundFor(table, bounds.size, column[row]!);
  }
  return { table, best, reached };
}

function makeWindow(sets: RowSets): number {
  const number = sets.used;
  sets.used += 1;
  if (sets.used * sets.stride > sets.words.length) {
    const wider = new Uint32Array(sets.words.length * 2);
    wider.set(sets.words);
    sets.words = wider;
  }
  return number;
}

/**
 * The window of the scarcest set that holds every row whose figure reaches a limit; -1 when the limit is below all bounds,
 * {@link IMPOSSIBLE} when no row reaches it.
 */
export function windowFor(block: Block, sets: RowSets, number: number, limit: number, filing: Filing): number {
  let figure = sets.figures[number];
  if (figure === undefined) {
    figure = makeFigure(block, number, filing);
    sets.figures[number] = figure;
  }
  if (limit > figure.best) return IMPOSSIBLE;
  const { table } = figure;
  const bounds = table.length / 2;
  const bound = boundFor(table, bounds, limit);
  if (bound === bounds) return NO_WINDOW;
  const known = table[bounds + bound]!;
  if (known !== NO_WINDOW) return known;
  const window = makeWindow(sets);
  const { reached } = figure;
  const column = reached === null ? readColumn(block, number, filing) : reachedColumn(reached, block.size, filing);
  sets.counts.push(fill(sets, window, block.size, reached === null ? table[bound]! : -bound, column));
  table[bounds + bound] = window;
  return window;
}

/** The first bounds that rows reach, negated: a row reaches a bound when its own comes no later. */
function reachedColumn(reached: Uint8Array, size: number, { column }: Filing): Int32Array {
  if (column.values.length < size) column.values = new Int32Array(2 * size);
  const { values } = column;
  for (let row = 0; row < size; row += 1) values[row] = -reached[row]!;
  return values;
}

/** Puts the rows of a column that reach a bound into a window that is still empty: a word at a time and without a branch. */
function fill(sets: RowSets, window: number, size: number, least: number, column: Int32Array): number {
  const { words } = sets;
  let word = window * sets.stride;
  let count = 0;
  for (let from = 0; from < size; from += 32) {
    const end = Math.min(32, size - from);
    let bits = 0;
    for (let at = 0; at < end; at += 1) {
      const isIn = Number(column[from + at]! >= least);
      bits |= isIn << at;
      count += isIn;
    }
    words[word] = bits;
    word += 1;
  }
  return count;
}

/** Numbers that share a bit share a window: it holds a row too many. */
export function windowForUnNumber(block: Block, sets: RowSets, unNumber: number, shelves: Shelves): number {
  const bit = unNumberBit(unNumber);
  const known = sets.unNumberBits.get(bit);
  if (known !== undefined) return known;
  const window = makeWindow(sets);
  const from = window * sets.stride;
  let count = 0;
  for (let row = 0; row < block.size; row += 1) {
    if ((acceptsAt(block, row, shelves) & bit) === 0) continue;
    setBit(sets.words, from, row);
    count += 1;
  }
  sets.counts.push(count);
  sets.unNumberBits.set(bit, window);
  return window;
}

function fileFigure(block: Block, sets: RowSets, row: number, number: number, filing: Filing): void {
  const figure = sets.figures[number];
  if (figure === undefined) return;
  const value = figureOf(block, row, number, filing);
  if (value > figure.best) figure.best = value;
  const { table, reached } = figure;
  const bounds = table.length / 2;
  if (reached !== null) reached[row] = boundFor(table, bounds, value);
  for (let bound = 0; bound < bounds; bound += 1) {
    const window = table[bounds + bound]!;
    if (window === NO_WINDOW) continue;
    if (value >= table[bound]!) setBit(sets.words, window * sets.stride, row);
    else clearBit(sets.words, window * sets.stride, row);
  }
}

/** After the space of a row's place was found to be another than its sets say. */
export function refileSpace(block: Block, row: number, filing: Filing): void {
  if (block.sets === null) return;
  for (let amount = SPACE; amount < ARRIVAL; amount += 1) fileFigure(block, block.sets, row, amount, filing);
}

/** Makes room for a row in the middle and files it. */
export function fileInserted(block: Block, row: number, filing: Filing): void {
  const { sets } = block;
  if (sets === null) return;
  for (let window = 0; window < sets.used; window += 1) {
    insertBit(sets.words, window * sets.stride, row, block.size - 1);
  }
  for (let figure = 0; figure < FIGURES; figure += 1) {
    sets.figures[figure]?.reached?.copyWithin(row + 1, row, block.size - 1);
    fileFigure(block, sets, row, figure, filing);
  }
  const accepts = acceptsAt(block, row, filing.shelves);
  for (const [bit, window] of sets.unNumberBits) {
    if ((accepts & bit) !== 0) setBit(sets.words, window * sets.stride, row);
  }
  forgetWhenOld(block, sets);
}

export function fileRemoved(block: Block, row: number): void {
  const { sets } = block;
  if (sets === null) return;
  for (let window = 0; window < sets.used; window += 1) {
    removeBit(sets.words, window * sets.stride, row, block.size + 1);
  }
  for (const figure of sets.figures) figure?.reached?.copyWithin(row, row + 1, block.size + 1);
  forgetWhenOld(block, sets);
}

/** Bounds that no longer fit their rows are thrown away: the next scan that needs them makes new ones. */
function forgetWhenOld(block: Block, sets: RowSets): void {
  sets.changes += 1;
  if (sets.changes > 64 && sets.changes > block.size / 4) block.sets = null;
}
