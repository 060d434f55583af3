import { clearBit, setBit, type Words } from './bit-sets.ts';
import { EQUIPMENT_CODES } from './equipment.ts';
import type { PackedSpace } from './ranking-places.ts';
import {
  amountIn,
  amountShift,
  kilogramsHalf,
  mostAmount,
  mostKilograms,
  mostSlots,
  slotsHalf,
} from './ranking-rows.ts';
import {
  noteSpace,
  SHEET_ACCEPTS,
  SHEET_ARRIVAL,
  SHEET_DANGEROUS,
  SHEET_FREE,
  SHEET_GATE,
  SHEET_GRAMS,
  SHEET_INTS,
  SHEET_OPEN,
  SHEET_REEFER,
  SHEET_SLOT,
  type Sheet,
  type SheetLines,
} from './ranking-sheet.ts';
import { DIMENSION_COUNT, EMISSION_CLASS_COUNT } from './terms.ts';

/**
 * Bit sets over the lines of a sheet: for each figure that a request may limit, the pairs of calls that reach a bound. A scan that
 * finds little intersects those of its request and looks only at what is left. They stand once for a lane and not in
 * each of its orders: a new offer is a bit at the end of each, and a lane that is asked by five size-types for two objectives
 * makes a set once. Bounds are finest where few lines reach them, since that is where a request that next to nothing fits asks. A
 * set is made when a scan first asks for it, and may hold a line too many, never one too few.
 */

/** Figures: the space of a place (free, then open to standard cargo), and what an upper limit is put on, negated: grams for each emission class, rates for each size-type. */
export const SPACE = 0;
export const ARRIVAL = SPACE + 2 * DIMENSION_COUNT;
export const GATE = ARRIVAL + 1;
export const GRAMS = GATE + 1;
export const RATE = GRAMS + EMISSION_CLASS_COUNT;
const FIGURES = RATE + EQUIPMENT_CODES.length;

/** Shares of the lines that reach the bounds of a figure. */
const SHARES = [1 / 1024, 1 / 256, 1 / 64, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 3 / 4] as const;
/** Space moves, down to nothing: it has fixed bounds beside, powers of two from 4 quarter-TEU, 8 t, 4 quarter-TEU and 1 plug. */
const SPACE_BASES = [4, 8_192, 4, 1] as const;
const SPACE_DOUBLINGS = 10;
const LARGEST = 2_147_483_647;
const NO_WINDOW = -1;
export const IMPOSSIBLE = -2;

type Figure = {
  /** Bounds, descending, then as many windows: that of each bound, once made. One array is a line or two to look through. */
  readonly table: Int32Array;
  /** No line that has been here since has more. */
  best: number;
};

export type LineSets = {
  /** Windows of so many words each, one after the other. */
  words: Words;
  readonly stride: number;
  used: number;
  /** Lines in each window when it was made: the scarcest are intersected first. */
  readonly counts: number[];
  readonly figures: (Figure | undefined)[];
  /** The window of each bit of what is accepted. */
  readonly acceptedBits: Map<number, number>;
  /** Lines put in or taken out since. */
  changes: number;
};

/** What is needed of the rest of the index to file a line. */
export type Filing = {
  /** The rate of an offer for a size-type, whatever its currency. */
  readonly rateOf: (slot: number, equipment: number) => number;
  /** One figure of every line of a sheet while a set is made of it: kept from one to the next. */
  readonly column: { values: Int32Array };
};

/** A lane that is asked in vain has some twenty windows in the end; to double four words thrice left as much behind as it holds. */
const FIRST_WINDOWS = 16;

export function setsOf(sheet: Sheet): LineSets {
  if (sheet.sets !== null) return sheet.sets;
  const stride = (Math.floor(sheet.ints.length / SHEET_INTS) + 31) >>> 5;
  sheet.sets = {
    words: new Uint32Array(FIRST_WINDOWS * stride),
    stride,
    used: 0,
    counts: [],
    figures: Array.from({ length: FIGURES }, () => undefined),
    acceptedBits: new Map(),
    changes: 0,
  };
  return sheet.sets;
}

/** Space is read on the sheet although this may remember more than is left: its lines lie one after the other, places anywhere. */
function figureOf({ ints }: Sheet, line: number, figure: number, { rateOf }: Filing): number {
  const at = line * SHEET_INTS;
  if (figure < ARRIVAL) {
    const ofFree = figure < DIMENSION_COUNT;
    const dimension = figure % DIMENSION_COUNT;
    if (dimension > 1) {
      return mostAmount(amountIn(ints[at + (dimension === 2 ? SHEET_DANGEROUS : SHEET_REEFER)]!, amountShift(ofFree)));
    }
    const space = ints[at + (ofFree ? SHEET_FREE : SHEET_OPEN)]!;
    return dimension === 0 ? mostSlots(slotsHalf(space)) : mostKilograms(kilogramsHalf(space));
  }
  if (figure === ARRIVAL) return -ints[at + SHEET_ARRIVAL]!;
  if (figure === GATE) return ints[at + SHEET_GATE]!;
  if (figure < RATE) return -ints[at + SHEET_GRAMS + figure - GRAMS]!;
  return -rateOf(ints[at + SHEET_SLOT]!, figure - RATE);
}

/**
 * The same of every line. It does nothing else in its loop: so what a dozen lines load is on its way together, where one that also
 * compares and files waits for each. On lanes of thousands of rows that was half of all time.
 */
function readColumn(sheet: Sheet, figure: number, filing: Filing): Int32Array {
  const { size } = sheet;
  const { column } = filing;
  if (column.values.length < size) column.values = new Int32Array(2 * size);
  const { values } = column;
  for (let line = 0; line < size; line += 1) values[line] = figureOf(sheet, line, figure, filing);
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

/** Lines that the bounds of a figure are taken from: enough to know its spread, and not all of them to be sorted. */
const SAMPLE = 256;

function makeFigure(sheet: Sheet, number: number, filing: Filing): Figure {
  const { size } = sheet;
  const column = readColumn(sheet, number, filing);
  let best = -LARGEST;
  for (let line = 0; line < size; line += 1) if (column[line]! > best) best = column[line]!;
  const step = Math.ceil(size / SAMPLE);
  const values = new Int32Array(Math.ceil(size / step));
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
  return { table, best };
}

function makeWindow(sets: LineSets): number {
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
 * The window of the scarcest set that holds every line whose figure reaches a limit; -1 when the limit is below all bounds,
 * {@link IMPOSSIBLE} when no line reaches it.
 */
export function windowFor(sheet: Sheet, number: number, limit: number, filing: Filing): number {
  const sets = setsOf(sheet);
  let figure = sets.figures[number];
  if (figure === undefined) {
    figure = makeFigure(sheet, number, filing);
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
  sets.counts.push(fill(sets, window, sheet.size, table[bound]!, readColumn(sheet, number, filing)));
  table[bounds + bound] = window;
  return window;
}

/** Puts the lines of a column that reach a bound into a window that is still empty: a word at a time and without a branch. */
function fill(sets: LineSets, window: number, size: number, least: number, column: Int32Array): number {
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

/**
 * The window of what accepts something, by its bit in a row; -1 when most lines do. UN numbers that share a bit share a window: it
 * holds a line too many.
 */
export function windowForAccepted(sheet: Sheet, bit: number): number {
  const sets = setsOf(sheet);
  const known = sets.acceptedBits.get(bit);
  if (known !== undefined) return known;
  const { ints, size } = sheet;
  let count = 0;
  for (let line = 0; line < size; line += 1) count += Number((ints[line * SHEET_INTS + SHEET_ACCEPTS]! & bit) !== 0);
  const window = count > size / 2 ? NO_WINDOW : makeWindow(sets);
  sets.acceptedBits.set(bit, window);
  if (window === NO_WINDOW) return window;
  sets.counts.push(count);
  for (let line = 0; line < size; line += 1) fileAccepted(sheet, sets, line, bit, window);
  return window;
}

function fileAccepted({ ints }: Sheet, sets: LineSets, line: number, bit: number, window: number): void {
  if (window === NO_WINDOW) return;
  const isIn = (ints[line * SHEET_INTS + SHEET_ACCEPTS]! & bit) !== 0;
  if (isIn) setBit(sets.words, window * sets.stride, line);
  else clearBit(sets.words, window * sets.stride, line);
}

function fileFigure(sheet: Sheet, sets: LineSets, line: number, number: number, filing: Filing): void {
  const figure = sets.figures[number];
  if (figure === undefined) return;
  const value = figureOf(sheet, line, number, filing);
  if (value > figure.best) figure.best = value;
  const { table } = figure;
  const bounds = table.length / 2;
  const first = boundFor(table, bounds, value);
  for (let bound = 0; bound < bounds; bound += 1) {
    const window = table[bounds + bound]!;
    if (window === NO_WINDOW) continue;
    if (bound >= first) setBit(sets.words, window * sets.stride, line);
    else clearBit(sets.words, window * sets.stride, line);
  }
}

/** Tells the line of a place what space it has, and files it anew. */
export function rewriteSpace(sheet: Sheet, lines: SheetLines, place: number, space: PackedSpace, filing: Filing): void {
  noteSpace(sheet, lines, place, space);
  if (sheet.sets === null) return;
  const line = lines.ofPlace[place]! - 1;
  for (let amount = SPACE; amount < ARRIVAL; amount += 1) fileFigure(sheet, sheet.sets, line, amount, filing);
}

/** After a line was written: a new one, or one that took the place of another. */
export function fileLine(sheet: Sheet, line: number, filing: Filing): void {
  const { sets } = sheet;
  if (sets === null) return;
  sets.changes += 1;
  // Sets are as wide as the sheet had room; and bounds that no longer fit its lines are made anew when they are next asked for.
  if (line >= 32 * sets.stride || (sets.changes > 64 && sets.changes > sheet.size / 4)) {
    sheet.sets = null;
    return;
  }
  for (let figure = 0; figure < FIGURES; figure += 1) fileFigure(sheet, sets, line, figure, filing);
  for (const [bit, window] of sets.acceptedBits) fileAccepted(sheet, sets, line, bit, window);
}
