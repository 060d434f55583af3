import type { Words } from './bit-sets.ts';
import type { Question } from './feasibility.ts';
import { type Asked, BY_GRAMS } from './ranking-asked.ts';
import { type Block, ROW_INTS } from './ranking-rows.ts';
import {
  ARRIVAL,
  type Filing,
  GATE,
  GRAMS,
  IMPOSSIBLE,
  RATE,
  type RowSets,
  SPACE,
  setsOf,
  windowFor,
  windowForUnNumber,
} from './ranking-sets.ts';
import { DIMENSION_COUNT, type LoadPortTerms } from './terms.ts';

/** One lane of a ranking: where its scan stands. Made once and used again. Rows are named by their first integer. */
export type Cursor = {
  /** Of the block. */
  number: number;
  rows: Int32Array;
  /** First row, and the end of the last. */
  first: number;
  end: number;
  /** Of a block in the order of points. */
  keys: Float64Array | null;
  loadPort: LoadPortTerms;
  /** The value of the leading figure beyond which no later row is feasible. */
  leadCap: number;
  /** What this load port adds to the two leading figures of each row. */
  addedKey: number;
  addedSecond: number;
  atGate: number;
  gramsLeft: number;
  /** The best row not yet taken, and its leading figures. */
  at: number;
  key: number;
  second: number;
  /** First row not yet looked at. */
  from: number;
  refused: number;
  /** Further feasible rows that tie with the head, the next one last. */
  readonly ties: number[];
  /** Where the sets to intersect begin in `words`; `sets` of them, 0 while it goes row by row. */
  words: Words;
  readonly begins: number[];
  readonly counts: number[];
  sets: number;
  word: number;
  rest: number;
};
const NO_WORDS = new Uint32Array(0);

export function makeCursor(rows: Int32Array, loadPort: LoadPortTerms): Cursor {
  return {
    number: 0,
    rows,
    first: 0,
    end: 0,
    keys: null,
    loadPort,
    leadCap: 0,
    addedKey: 0,
    addedSecond: 0,
    atGate: 0,
    gramsLeft: 0,
    at: 0,
    key: 0,
    second: 0,
    from: 0,
    refused: 0,
    ties: [],
    words: NO_WORDS,
    begins: [],
    counts: [],
    sets: 0,
    word: -1,
    rest: 0,
  };
}

/** Chooses the sets whose intersection holds every row that could be feasible; false when none can. */
export function narrow(cursor: Cursor, block: Block, question: Question, asked: Asked, filing: Filing): boolean {
  const { request } = question;
  const sets = setsOf(block);
  for (const { unNumber } of request.dangerousGoods) {
    if (!intersectWith(cursor, sets, windowForUnNumber(block, sets, unNumber, filing.shelves))) return false;
  }
  const first = question.priority ? SPACE : SPACE + DIMENSION_COUNT;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    const need = asked.needs[dimension]!;
    if (need === 0) continue;
    if (!intersectWith(cursor, sets, windowFor(block, sets, first + dimension, need, filing))) return false;
  }
  const { maximumRate, maximumGrams } = request;
  if (!intersectWith(cursor, sets, windowFor(block, sets, ARRIVAL, -asked.latest, filing))) return false;
  if (!intersectWith(cursor, sets, windowFor(block, sets, GATE, cursor.atGate, filing))) return false;
  if (maximumRate !== null) {
    if (!intersectWith(cursor, sets, windowFor(block, sets, RATE, -maximumRate.amountMinor, filing))) return false;
  }
  if (maximumGrams !== null && asked.leads !== BY_GRAMS) {
    const limit = cursor.loadPort.addedGrams - maximumGrams;
    if (!intersectWith(cursor, sets, windowFor(block, sets, GRAMS, limit, filing))) return false;
  }
  cursor.words = sets.words;
  return true;
}

/** Adds a set to those of a cursor, the scarcest first; false when no row is in it. */
function intersectWith(cursor: Cursor, sets: RowSets, window: number): boolean {
  if (window === IMPOSSIBLE) return false;
  if (window < 0) return true;
  const { begins, counts } = cursor;
  const count = sets.counts[window]!;
  let at = cursor.sets;
  for (; at > 0 && counts[at - 1]! > count; at -= 1) {
    begins[at] = begins[at - 1]!;
    counts[at] = counts[at - 1]!;
  }
  begins[at] = window * sets.stride;
  counts[at] = count;
  cursor.sets += 1;
  return true;
}

/** First row from `cursor.from` on that is in every set; the end when there is none. */
export function nextInSets(cursor: Cursor): number {
  const { first, end } = cursor;
  const from = (cursor.from - first) / ROW_INTS;
  const words = ((end - first) / ROW_INTS + 31) >>> 5;
  if (cursor.word === from >>> 5) cursor.rest &= -1 << (from & 31);
  else {
    cursor.word = from >>> 5;
    if (cursor.word >= words) return end;
    cursor.rest = intersection(cursor, cursor.word) & (-1 << (from & 31));
  }
  while (cursor.rest === 0) {
    cursor.word += 1;
    if (cursor.word >= words) return end;
    cursor.rest = intersection(cursor, cursor.word);
  }
  const row = cursor.word * 32 + (31 - Math.clz32(cursor.rest & -cursor.rest));
  return Math.min(first + row * ROW_INTS, end);
}

function intersection(cursor: Cursor, word: number): number {
  const { words, begins, sets } = cursor;
  let common = words[begins[0]! + word]! | 0;
  for (let set = 1; set < sets && common !== 0; set += 1) common &= words[begins[set]! + word]!;
  return common;
}
