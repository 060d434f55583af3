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
  /** Descending; each has a window of its own, from `first` on. A line that reaches one reaches all that follow. */
  readonly bounds: Int32Array;
  readonly first: number;
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
  /** Lines from here on have come since: they are filed when sets are next asked for. */
  filed: number;
  /** Lines put in or taken out since it was made. */
  changes: number;
};

/** What is needed of the rest of the index to file a line. */
export type Filing = {
  /** The rate of an offer for a size-type, whatever its currency. */
  readonly rateOf: (slot: number, equipment: number) => number;
  /** One figure of every line of a sheet while a set is made of it: kept from one to the next. */
  readonly column: { values: Int32Array };
};

/** A lane that is asked in vain has a hundred windows in the end. */
const FIRST_WINDOWS = 32;

/** The sets of a lane, with all of its lines in them: made when first asked for, or when they no longer fit. */
export function setsOf(sheet: Sheet, filing: Filing): LineSets {
  const { size } = sheet;
  const { sets } = sheet;
  if (sets !== null) {
    sets.changes += size - sets.filed;
    // They are as wide as the sheet had room; and bounds age with the lines that they were taken from.
    if (size <= 32 * sets.stride && (sets.changes <= LEAST_CHANGES || sets.changes <= size / 4)) {
      for (let line = sets.filed; line < size; line += 1) fileLine(sheet, sets, line, filing);
      sets.filed = size;
      return sets;
    }
  }
  const stride = (Math.floor(sheet.ints.length / SHEET_INTS) + 31) >>> 5;
  sheet.sets = {
    words: new Uint32Array(FIRST_WINDOWS * stride),
    stride,
    used: 0,
    counts: [],
    figures: Array.from({ length: FIGURES }, () => undefined),
    acceptedBits: new Map(),
    filed: size,
    changes: 0,
  };
  return sheet.sets;
}

/** So many lines may always come and go before bounds are too old. */
const LEAST_CHANGES = 64;

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

/** The first bound, of those that descend, that is at most a value. */
function boundFor(bounds: Int32Array, value: number): number {
  let bound = 0;
  for (let above = bounds.length; bound < above; ) {
    const middle = (bound + above) >>> 1;
    if (bounds[middle]! > value) bound = middle + 1;
    else above = middle;
  }
  return bound;
}

/** Lines that the bounds of a figure are taken from: enough to know its spread, and not all of them to be sorted. */
const SAMPLE = 256;

/** All windows of a figure in one pass: each line into that of the first bound that it reaches, then each window into the next. */
function makeFigure(sheet: Sheet, sets: LineSets, number: number, filing: Filing): Figure {
  const { size } = sheet;
  const column = readColumn(sheet, number, filing);
  const bounds = boundsOf(column, size, number);
  const first = makeWindows(sets, bounds.length);
  const { words, stride, counts } = sets;
  let best = -LARGEST;
  for (let line = 0; line < size; line += 1) {
    const value = column[line]!;
    if (value > best) best = value;
    const bound = boundFor(bounds, value);
    if (bound === bounds.length) continue;
    const window = first + bound;
    counts[window]! += 1;
    setBit(words, window * stride, line);
  }
  for (let window = first + 1; window < first + bounds.length; window += 1) {
    counts[window]! += counts[window - 1]!;
    const to = window * stride;
    for (let word = to; word < to + stride; word += 1) words[word] = words[word]! | words[word - stride]!;
  }
  return { bounds, first, best };
}

function boundsOf(column: Int32Array, size: number, number: number): Int32Array {
  const step = Math.max(1, Math.ceil(size / SAMPLE));
  const values = new Int32Array(Math.ceil(size / step));
  for (let sample = 0; sample < values.length; sample += 1) values[sample] = column[sample * step]!;
  values.sort().reverse();
  const bounds = new Set<number>();
  for (const share of SHARES) bounds.add(values[Math.max(0, Math.ceil(values.length * share) - 1)]!);
  if (number < ARRIVAL) {
    const base = SPACE_BASES[number % DIMENSION_COUNT]!;
    for (let doubling = 0; doubling < SPACE_DOUBLINGS; doubling += 1) bounds.add(base << doubling);
  }
  return Int32Array.from(bounds).sort().reverse();
}

function makeWindows(sets: LineSets, count: number): number {
  const first = sets.used;
  sets.used += count;
  const { stride, words, counts } = sets;
  for (let window = 0; window < count; window += 1) counts.push(0);
  if (sets.used * stride > words.length) {
    sets.words = new Uint32Array(Math.max(sets.used * stride, words.length * 2));
    sets.words.set(words);
  }
  return first;
}

/**
 * The window of the scarcest set that holds every line whose figure reaches a limit; -1 when the limit is below all bounds,
 * {@link IMPOSSIBLE} when no line reaches it.
 */
export function windowFor(sheet: Sheet, sets: LineSets, number: number, limit: number, filing: Filing): number {
  let figure = sets.figures[number];
  if (figure === undefined) {
    figure = makeFigure(sheet, sets, number, filing);
    sets.figures[number] = figure;
  }
  if (limit > figure.best) return IMPOSSIBLE;
  const { bounds, first } = figure;
  const bound = boundFor(bounds, limit);
  return bound === bounds.length ? NO_WINDOW : first + bound;
}

/**
 * The window of what accepts something, by its bit in a row; -1 when most lines do. UN numbers that share a bit share a window: it
 * holds a line too many.
 */
export function windowForAccepted(sheet: Sheet, sets: LineSets, bit: number): number {
  const known = sets.acceptedBits.get(bit);
  if (known !== undefined) return known;
  const { ints, size } = sheet;
  let count = 0;
  for (let line = 0; line < size; line += 1) count += Number((ints[line * SHEET_INTS + SHEET_ACCEPTS]! & bit) !== 0);
  const window = count > size / 2 ? NO_WINDOW : makeWindows(sets, 1);
  sets.acceptedBits.set(bit, window);
  if (window === NO_WINDOW) return window;
  sets.counts[window] = count;
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
  const { bounds, first } = figure;
  const reached = boundFor(bounds, value);
  // From the bound on that it reaches it is in every window, and in none before: what is right already ends the look.
  for (let bound = reached; bound < bounds.length; bound += 1) if (!hasSet(sets, first + bound, line)) break;
  for (let bound = reached - 1; bound >= 0; bound -= 1) if (!hasCleared(sets, first + bound, line)) break;
}

/** Puts a line into a window; false when it was in it. */
function hasSet({ words, stride }: LineSets, window: number, line: number): boolean {
  const word = window * stride + (line >>> 5);
  const before = words[word]!;
  words[word] = before | (1 << (line & 31));
  return words[word] !== before;
}

/** Takes a line out of a window; false when it was not in it. */
function hasCleared({ words, stride }: LineSets, window: number, line: number): boolean {
  const word = window * stride + (line >>> 5);
  const before = words[word]!;
  words[word] = before & ~(1 << (line & 31));
  return words[word] !== before;
}

/** Tells the line of a place what space it has, and files it anew. */
export function rewriteSpace(sheet: Sheet, lines: SheetLines, place: number, space: PackedSpace, filing: Filing): void {
  noteSpace(sheet, lines, place, space);
  const { sets } = sheet;
  const line = lines.ofPlace[place]! - 1;
  if (sets === null || line >= sets.filed) return;
  for (let amount = SPACE; amount < ARRIVAL; amount += 1) fileFigure(sheet, sets, line, amount, filing);
}

function fileLine(sheet: Sheet, sets: LineSets, line: number, filing: Filing): void {
  for (let figure = 0; figure < FIGURES; figure += 1) fileFigure(sheet, sets, line, figure, filing);
  for (const [bit, window] of sets.acceptedBits) fileAccepted(sheet, sets, line, bit, window);
}

/** After a line was given up, and the last one has taken its place unless it was that. */
export function refileLine(sheet: Sheet, line: number, filing: Filing): void {
  const { sets } = sheet;
  if (sets === null) return;
  sets.changes += 1;
  if (line < sets.filed && line < sheet.size) fileLine(sheet, sets, line, filing);
  sets.filed = Math.min(sets.filed, sheet.size);
}
