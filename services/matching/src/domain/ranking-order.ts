import { setBit, type Words } from './bit-sets.ts';
import { NO_PLACE, placeOf } from './ranking-places.ts';
import { type Block, ROW_INTS, ROW_PLACE } from './ranking-rows.ts';
import type { LineSets } from './ranking-sets.ts';
import { NO_LINE, type Sheet, type SheetLines } from './ranking-sheet.ts';
import type { Shelves } from './ranking-shelves.ts';

/**
 * Sets of a lane in the order of one of its blocks. They pay where many requests look for rows that are many, but far from the best, on a lane
 * that stays as it is: cargo that is ready late, in an order that puts early arrivals first. A line that comes, goes or gets more space makes them
 * worthless; what has less space only stands in a set too many.
 */
export type OrderedSets = {
  words: Words;
  readonly stride: number;
  used: number;
  /** The window here of each window of the lane; none where it is missing. */
  readonly windows: (number | undefined)[];
  /** On which line of the sheet each row stands. */
  readonly lines: Int32Array;
  readonly of: LineSets;
  readonly version: number;
};

const FIRST_WINDOWS = 8;

/** Whether a block has sets in its order that still hold. */
export function isOrdered({ ordered }: Block, sheet: Sheet): boolean {
  return ordered !== null && ordered.version === sheet.version && ordered.of === sheet.sets;
}

/** Where few rows are left, sets in the order of the block save so much less than where they are many. */
const FEW_SHARE = 1 / 16;

/** Counts a scan that sets in the order of the block would have helped; whether these have been enough. */
export function paysToOrder(block: Block, sheet: Sheet, areFew: boolean, scans: number): boolean {
  if (block.tiredSince !== sheet.version) {
    block.ordered = null;
    block.tired = 0;
    block.tiredSince = sheet.version;
  }
  block.tired += areFew ? FEW_SHARE : 1;
  return block.tired > scans;
}

export function orderedSets(block: Block, sheet: Sheet, { ints }: Shelves, { ofPlace }: SheetLines): OrderedSets {
  if (block.ordered !== null && isOrdered(block, sheet)) return block.ordered;
  const { size, room } = block;
  const stride = (size + 31) >>> 5;
  const rows = ints[room.shelf]!;
  const lines = new Int32Array(size);
  for (let row = 0; row < size; row += 1) {
    // A row that was given up has no place.
    const packed = rows[room.at + row * ROW_INTS + ROW_PLACE]!;
    lines[row] = packed === NO_PLACE ? NO_LINE : ofPlace[placeOf(packed)]! - 1;
  }
  block.ordered = {
    words: new Uint32Array(FIRST_WINDOWS * stride),
    stride,
    used: 0,
    windows: [],
    lines,
    of: sheet.sets!,
    version: sheet.version,
  };
  return block.ordered;
}

/** The window in the order of the block that has the rows of a window of its lane. */
export function orderedWindow(ordered: OrderedSets, { size }: Block, ofLane: number): number {
  const known = ordered.windows[ofLane];
  if (known !== undefined) return known;
  const { stride, lines, of } = ordered;
  const window = ordered.used;
  ordered.used += 1;
  if (ordered.used * stride > ordered.words.length) {
    const wider = new Uint32Array(ordered.words.length * 2);
    wider.set(ordered.words);
    ordered.words = wider;
  }
  const from = ofLane * of.stride;
  for (let row = 0; row < size; row += 1) {
    const line = lines[row]!;
    if (line !== NO_LINE && (of.words[from + (line >>> 5)]! & (1 << (line & 31))) !== 0)
      setBit(ordered.words, window * stride, row);
  }
  ordered.windows[ofLane] = window;
  return window;
}
