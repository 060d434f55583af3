import { assert } from '@greenlane/kernel/assert';
import {
  type Block,
  HEAD_FIRST,
  HEAD_INTS,
  HEAD_SHELF,
  HEAD_SIZE,
  HEAD_STARTS,
  HEAD_TRANSIT,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_OPEN,
  ROW_PLACE,
  ROW_SPECIAL,
  type Row,
  type Shape,
  STARTS,
} from './ranking-rows.ts';
import { giveRoom, type Shelves, takeRoom } from './ranking-shelves.ts';

const LARGEST = 2_147_483_647;

function compareWith(block: Block, row: number, wanted: Row, rows: Int32Array): number {
  const at = block.room.at + row * ROW_INTS;
  const lowest = block.objective === 'LOWEST_EMISSIONS';
  const key = block.keys !== null ? block.keys[row]! : rows[at + (lowest ? ROW_GRAMS : ROW_ARRIVAL)]!;
  if (key !== wanted.key) return key - wanted.key;
  return lowest ? rows[at + ROW_ARRIVAL]! - wanted.arrival : rows[at + ROW_GRAMS]! - wanted.grams;
}

/** First row that does not come before the wanted one. */
function lowerBound(block: Block, wanted: Row, { ints }: Shelves): number {
  const rows = ints[block.room.shelf]!;
  let low = 0;
  let high = block.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareWith(block, middle, wanted, rows) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findRow(block: Block, wanted: Row, shelves: Shelves): number {
  const rows = shelves.ints[block.room.shelf]!;
  const { at } = block.room;
  let row = lowerBound(block, wanted, shelves);
  while (row < block.size && rows[at + row * ROW_INTS + ROW_PLACE] !== wanted.place) row += 1;
  assert(row < block.size && compareWith(block, row, wanted, rows) === 0, 'the row of a place is where its order says');
  return row;
}

function writeRow(block: Block, row: number, from: Row, { ints }: Shelves): void {
  const at = block.room.at + row * ROW_INTS;
  const rows = ints[block.room.shelf]!;
  rows[at + ROW_GRAMS] = from.grams;
  rows[at + ROW_ARRIVAL] = from.arrival;
  rows[at + ROW_GATE] = from.gate;
  rows[at + ROW_SPECIAL] = from.special;
  rows[at + ROW_PLACE] = from.place;
  rows[at + ROW_ACCEPTS] = from.accepts;
  rows[at + ROW_FREE] = from.free;
  rows[at + ROW_OPEN] = from.open;
  if (block.keys !== null) block.keys[row] = from.key;
}

/** Tells the head of a block where its rows are now. */
function writeHead({ number, room, size }: Block, { heads }: Shelves): void {
  const head = number * HEAD_INTS;
  heads[head + HEAD_SHELF] = room.shelf;
  heads[head + HEAD_FIRST] = room.at;
  heads[head + HEAD_SIZE] = size;
}

function transitOf({ arrival, gate }: Row): number {
  return arrival - gate;
}

/**
 * Rows in no order, {@link ROW_INTS} integers each, what leads in the order that is wanted, and room to sort them. Kept from
 * one block to the next.
 */
export type Unordered = { ints: Int32Array; keys: Float64Array; order: Float64Array; size: number };

export const noRows = (): Unordered => ({
  ints: new Int32Array(0),
  keys: new Float64Array(0),
  order: new Float64Array(0),
  size: 0,
});

export function haveRoomFor(rows: Unordered, size: number): void {
  if (rows.keys.length < size) {
    rows.keys = new Float64Array(2 * size);
    rows.ints = new Int32Array(2 * size * ROW_INTS);
    rows.order = new Float64Array(2 * size);
  }
  rows.size = 0;
}

/** Rows below this number, and keys within 2^53 over it, are sorted as one number: key, then row. */
const ROWS_IN_KEY = 1 << 20;
const LARGEST_KEY = Number.MAX_SAFE_INTEGER / ROWS_IN_KEY - 1;

/**
 * The numbers of the rows in the order that is wanted. Numbers sort without a call for each comparison: a fifth of the time of
 * sorting by a function, which only what ties still is.
 */
export function orderOf(rows: Unordered, second: number): Float64Array {
  const { ints, keys, size } = rows;
  const order = rows.order.subarray(0, size);
  const byFigures = (a: number, b: number) =>
    keys[a]! - keys[b]! ||
    ints[a * ROW_INTS + second]! - ints[b * ROW_INTS + second]! ||
    ints[a * ROW_INTS + ROW_PLACE]! - ints[b * ROW_INTS + ROW_PLACE]!;
  let isPacked = size <= ROWS_IN_KEY;
  for (let row = 0; row < size && isPacked; row += 1) isPacked = keys[row]! >= 0 && keys[row]! <= LARGEST_KEY;
  for (let row = 0; row < size; row += 1) order[row] = isPacked ? keys[row]! * ROWS_IN_KEY + row : row;
  if (!isPacked) return order.sort(byFigures);
  order.sort();
  for (let at = 0; at < size; at += 1) order[at] = order[at]! % ROWS_IN_KEY;
  for (let from = 0; from < size; ) {
    let to = from + 1;
    while (to < size && keys[order[to]!] === keys[order[from]!]) to += 1;
    if (to > from + 1) order.subarray(from, to).sort(byFigures);
    from = to;
  }
  return order;
}

/** A block with all its rows. */
export function makeBlock(shape: Shape, unordered: Unordered, shelves: Shelves): Block {
  const { ints, keys, size } = unordered;
  const order = orderOf(unordered, shape.objective === 'LOWEST_EMISSIONS' ? ROW_ARRIVAL : ROW_GRAMS);
  const room = takeRoom(shelves, Math.ceil(size * 1.125));
  const block: Block = {
    ...shape,
    size,
    room,
    keys: shape.objective === 'BALANCED' ? new Float64Array(room.capacity) : null,
    ordered: null,
    tired: 0,
    tiredSince: 0,
  };
  const rows = shelves.ints[room.shelf]!;
  let leastTransit = LARGEST;
  for (let row = 0; row < size; row += 1) {
    const from = order[row]!;
    leastTransit = Math.min(leastTransit, ints[from * ROW_INTS + ROW_ARRIVAL]! - ints[from * ROW_INTS + ROW_GATE]!);
    for (let int = 0; int < ROW_INTS; int += 1) rows[room.at + row * ROW_INTS + int] = ints[from * ROW_INTS + int]!;
    if (block.keys !== null) block.keys[row] = keys[from]!;
  }
  const head = shape.number * HEAD_INTS;
  shelves.heads.fill(0, head + HEAD_STARTS, head + HEAD_STARTS + STARTS);
  shelves.heads[head + HEAD_TRANSIT] = leastTransit;
  writeHead(block, shelves);
  return block;
}

function grow(block: Block, shelves: Shelves): void {
  const before = block.room;
  const room = takeRoom(shelves, Math.ceil(before.capacity * 1.5));
  const rows = shelves.ints[before.shelf]!;
  shelves.ints[room.shelf]!.set(rows.subarray(before.at, before.at + block.size * ROW_INTS), room.at);
  block.room = room;
  giveRoom(shelves, before);
  if (block.keys !== null) {
    const keys = new Float64Array(room.capacity);
    keys.set(block.keys);
    block.keys = keys;
  }
}

export function insertRow(block: Block, from: Row, shelves: Shelves): void {
  const row = lowerBound(block, from, shelves);
  if (block.size === block.room.capacity) grow(block, shelves);
  const { at, shelf } = block.room;
  shelves.ints[shelf]!.copyWithin(at + (row + 1) * ROW_INTS, at + row * ROW_INTS, at + block.size * ROW_INTS);
  block.keys?.copyWithin(row + 1, row, block.size);
  block.size += 1;
  writeRow(block, row, from, shelves);
  writeHead(block, shelves);
  startFrom(block, row, shelves);
  const transit = block.number * HEAD_INTS + HEAD_TRANSIT;
  shelves.heads[transit] = Math.min(shelves.heads[transit]!, transitOf(from));
}

export function removeRow(block: Block, wanted: Row, shelves: Shelves): void {
  const row = findRow(block, wanted, shelves);
  const { at, shelf } = block.room;
  shelves.ints[shelf]!.copyWithin(at + row * ROW_INTS, at + (row + 1) * ROW_INTS, at + block.size * ROW_INTS);
  block.keys?.copyWithin(row, row + 1, block.size);
  block.size -= 1;
  writeHead(block, shelves);
  const starts = block.number * HEAD_INTS + HEAD_STARTS;
  const { heads } = shelves;
  for (let start = starts; start < starts + STARTS; start += 1) if (heads[start]! > row) heads[start]! -= 1;
}

/** No scan may begin after this row any more. */
function startFrom({ number }: Block, row: number, { heads }: Shelves): void {
  const starts = number * HEAD_INTS + HEAD_STARTS;
  for (let start = starts; start < starts + STARTS; start += 1) if (heads[start]! > row) heads[start] = row;
}

/** Tells a row that its place has more space than before. */
export function updateSpace(block: Block, wanted: Row, shelves: Shelves): void {
  const row = findRow(block, wanted, shelves);
  const at = block.room.at + row * ROW_INTS;
  const rows = shelves.ints[block.room.shelf]!;
  rows[at + ROW_FREE] = wanted.free;
  rows[at + ROW_OPEN] = wanted.open;
  rows[at + ROW_SPECIAL] = wanted.special;
  startFrom(block, row, shelves);
}
