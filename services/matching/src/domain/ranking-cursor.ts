import type { Words } from './bit-sets.ts';
import { noRows, type Unordered } from './ranking-block.ts';
import { ROW_INTS } from './ranking-rows.ts';

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
  /** Which of the request's load ports it is. */
  load: number;
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
  /** The windows whose intersection is asked for, the scarcest first, and how many lines each has; `chosen` of them. */
  readonly windows: number[];
  readonly counts: number[];
  chosen: number;
  /** Where they begin in `words`, in the order of the block; `sets` of them, 0 while it goes row by row. */
  words: Words;
  readonly begins: number[];
  sets: number;
  word: number;
  rest: number;
  /** Rows that these left, in its order; it goes through them instead of its block once it was narrowed. */
  readonly few: Unordered;
  isNarrowed: boolean;
};

const NO_WORDS = new Uint32Array(0);

export function makeCursor(rows: Int32Array): Cursor {
  return {
    number: 0,
    rows,
    first: 0,
    end: 0,
    keys: null,
    load: 0,
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
    windows: [],
    counts: [],
    chosen: 0,
    words: NO_WORDS,
    begins: [],
    sets: 0,
    word: -1,
    rest: 0,
    few: noRows(),
    isNarrowed: false,
  };
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
