import { assert } from '@greenlane/kernel/assert';
import { NO_PLACE, placeOf } from './ranking-places.ts';
import {
  type Block,
  HEAD_FIRST,
  HEAD_INTS,
  HEAD_SHELF,
  HEAD_SIZE,
  HEAD_STARTS,
  HEAD_TRANSIT,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_OPEN,
  ROW_PLACE,
  ROW_SPECIAL,
  type Shape,
  STARTS,
} from './ranking-rows.ts';
import { BEHIND, giveRoom, type Shelves, takeRoom } from './ranking-shelves.ts';

const LARGEST = 2_147_483_647;

/** The first of so many rows that does not come before one with these figures. */
function lowerBound(block: Block, size: number, key: number, second: number, { ints }: Shelves): number {
  const { room, keys, objective } = block;
  const rows = ints[room.shelf]!;
  const lowest = objective === 'LOWEST_EMISSIONS';
  const [leadAt, secondAt] = lowest ? [ROW_GRAMS, ROW_ARRIVAL] : [ROW_ARRIVAL, ROW_GRAMS];
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = room.at + middle * ROW_INTS;
    const order = (keys === null ? rows[at + leadAt]! : keys[middle]!) - key || rows[at + secondAt]! - second;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findRow(block: Block, { key, second, place }: Standing, shelves: Shelves): number {
  const rows = shelves.ints[block.room.shelf]!;
  const { at } = block.room;
  let row = lowerBound(block, block.size, key, second, shelves);
  while (row < block.size && rows[at + row * ROW_INTS + ROW_PLACE] !== place) row += 1;
  assert(row < block.size, 'the row of a place is where its order says');
  return row;
}

/** Tells the head of a block where its rows are now. */
function writeHead({ number, room, size }: Block, { heads }: Shelves): void {
  const head = number * HEAD_INTS;
  heads[head + HEAD_SHELF] = room.shelf;
  heads[head + HEAD_FIRST] = room.at;
  heads[head + HEAD_SIZE] = size;
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
  for (let at = 0; at < size; at += 1) order[at]! -= Math.floor(order[at]! / ROWS_IN_KEY) * ROWS_IN_KEY;
  for (let from = 0; from < size; ) {
    let to = from + 1;
    while (to < size && keys[order[to]!] === keys[order[from]!]) to += 1;
    if (to - from > FEW_TIED) order.subarray(from, to).sort(byFigures);
    else sortFew(order, from, to, byFigures);
    from = to;
  }
  return order;
}

/** The figure that tells apart what the leading one does not. */
const secondOf = ({ objective }: Shape) => (objective === 'LOWEST_EMISSIONS' ? ROW_ARRIVAL : ROW_GRAMS);

/** So few are sorted one by one: most that tie are two. */
const FEW_TIED = 8;

function sortFew(order: Float64Array, from: number, to: number, compare: (a: number, b: number) => number): void {
  for (let at = from + 1; at < to; at += 1) {
    const row = order[at]!;
    let before = at - 1;
    for (; before >= from && compare(order[before]!, row) > 0; before -= 1) order[before + 1] = order[before]!;
    order[before + 1] = row;
  }
}

/** Copies a row, integer by integer: a loop over them, or a call into V8, takes twice as long. */
export function copyRow(from: Int32Array, at: number, into: Int32Array, to: number): void {
  into[to] = from[at]!;
  into[to + 1] = from[at + 1]!;
  into[to + 2] = from[at + 2]!;
  into[to + 3] = from[at + 3]!;
  into[to + 4] = from[at + 4]!;
  into[to + 5] = from[at + 5]!;
  into[to + 6] = from[at + 6]!;
  into[to + 7] = from[at + 7]!;
}

/** A block with all its rows. */
export function makeBlock(shape: Shape, unordered: Unordered, shelves: Shelves): Block {
  const { ints, keys, size } = unordered;
  const order = orderOf(unordered, secondOf(shape));
  const room = takeRoom(shelves, size);
  const block: Block = {
    ...shape,
    size,
    room,
    keys: shape.objective === 'BALANCED' ? new Float64Array(room.capacity) : null,
    pending: [],
    given: 0,
    ordered: null,
    tired: 0,
    tiredSince: 0,
  };
  const rows = shelves.ints[room.shelf]!;
  let leastTransit = LARGEST;
  for (let row = 0; row < size; row += 1) {
    const from = order[row]!;
    leastTransit = Math.min(leastTransit, ints[from * ROW_INTS + ROW_ARRIVAL]! - ints[from * ROW_INTS + ROW_GATE]!);
    copyRow(ints, from * ROW_INTS, rows, room.at + row * ROW_INTS);
    if (block.keys !== null) block.keys[row] = keys[from]!;
  }
  const head = shape.number * HEAD_INTS;
  shelves.heads.fill(0, head + HEAD_STARTS, head + HEAD_STARTS + STARTS);
  shelves.heads[head + HEAD_TRANSIT] = leastTransit;
  writeHead(block, shelves);
  return block;
}

// --- changes ---------------------------------------------------------------------------------------------------------

/** Where the row of a place stands: its figures in the order of the block. */
export type Standing = { readonly key: number; readonly second: number; readonly place: number };

/** Rows that may wait for a block of few rows: more than half of its rows otherwise, and to make it anew costs no more than to put them in. */
const LEAST_PENDING = 64;

/**
 * Notes that a place has come; false when the block is not worth keeping. Its row is put in when the block is next asked: a sailing comes into four lanes and
 * some fifty orders, of which requests ask for three at a time, and to move half of 8,000 rows in each order at once took 1.6 ms.
 */
export function addRow(block: Block, place: number, { heads }: Shelves): boolean {
  block.pending.push(place);
  heads[block.number * HEAD_INTS + HEAD_SHELF] = BEHIND;
  return block.pending.length <= Math.max(LEAST_PENDING, block.size / 2);
}

/** Rows that were given up and stay in their block, at most one of so many. */
const GIVEN_SHARE = 8;
/** No cargo is at a gate before it. */
const NEVER = -1_000_000_000;

/** Gives up the row of a place: it stays where it is, refuses everything, and leaves when the block is next put in order. */
export function dropRow(block: Block, wanted: Standing, shelves: Shelves): void {
  const pending = block.pending.indexOf(placeOf(wanted.place));
  if (pending >= 0) {
    block.pending.splice(pending, 1);
    return;
  }
  const rows = shelves.ints[block.room.shelf]!;
  const at = block.room.at + findRow(block, wanted, shelves) * ROW_INTS;
  rows[at + ROW_PLACE] = NO_PLACE;
  rows[at + ROW_GATE] = NEVER;
  rows[at + ROW_FREE] = 0;
  rows[at + ROW_OPEN] = 0;
  block.given += 1;
  if (block.given > block.size / GIVEN_SHARE) shelves.heads[block.number * HEAD_INTS + HEAD_SHELF] = BEHIND;
}

/** Tells a row that its place has more space than before. */
export function updateSpace(
  block: Block,
  wanted: Standing,
  space: { readonly free: number; readonly open: number; readonly special: number },
  shelves: Shelves,
): void {
  if (block.pending.includes(placeOf(wanted.place))) return;
  const row = findRow(block, wanted, shelves);
  const at = block.room.at + row * ROW_INTS;
  const rows = shelves.ints[block.room.shelf]!;
  rows[at + ROW_FREE] = space.free;
  rows[at + ROW_OPEN] = space.open;
  rows[at + ROW_SPECIAL] = space.special;
  startFrom(block, row, shelves);
}

/** Puts a block in order that is behind: rows that were given up leave it, and those of pending places come in. */
export function putInOrder(block: Block, unordered: Unordered, shelves: Shelves): void {
  if (block.given > 0) removeGiven(block, shelves);
  if (unordered.size > 0) insertRows(block, unordered, shelves);
  block.pending.length = 0;
  writeHead(block, shelves);
}

function removeGiven(block: Block, shelves: Shelves): void {
  const { room, size, keys } = block;
  const rows = shelves.ints[room.shelf]!;
  const starts = block.number * HEAD_INTS + HEAD_STARTS;
  const { heads } = shelves;
  let kept = size;
  let to = 0;
  let from = 0;
  for (let row = 0; row <= size; row += 1) {
    if (row < size && rows[room.at + row * ROW_INTS + ROW_PLACE] !== NO_PLACE) continue;
    rows.copyWithin(room.at + to * ROW_INTS, room.at + from * ROW_INTS, room.at + row * ROW_INTS);
    keys?.copyWithin(to, from, row);
    to += row - from;
    from = row + 1;
    if (row === size) break;
    // By now so many have gone before it.
    const now = row - (size - kept);
    for (let start = starts; start < starts + STARTS; start += 1) if (heads[start]! > now) heads[start]! -= 1;
    kept -= 1;
  }
  block.size = kept;
  block.given = 0;
}

/** All in one pass from the end on: each run of rows between two new ones moves once. */
function insertRows(block: Block, unordered: Unordered, shelves: Shelves): void {
  const second = secondOf(block);
  const order = orderOf(unordered, second);
  const { ints, keys } = unordered;
  const count = unordered.size;
  if (block.size + count > block.room.capacity) grow(block, block.size + count, shelves);
  const { room } = block;
  const rows = shelves.ints[room.shelf]!;
  let transit = LARGEST;
  let end = block.size;
  for (let left = count - 1; left >= 0; left -= 1) {
    const from = order[left]! * ROW_INTS;
    const row = lowerBound(block, end, keys[order[left]!]!, ints[from + second]!, shelves);
    rows.copyWithin(room.at + (row + left + 1) * ROW_INTS, room.at + row * ROW_INTS, room.at + end * ROW_INTS);
    block.keys?.copyWithin(row + left + 1, row, end);
    const to = room.at + (row + left) * ROW_INTS;
    copyRow(ints, from, rows, to);
    if (block.keys !== null) block.keys[row + left] = keys[order[left]!]!;
    transit = Math.min(transit, ints[from + ROW_ARRIVAL]! - ints[from + ROW_GATE]!);
    end = row;
  }
  block.size += count;
  startFrom(block, end, shelves);
  const { heads } = shelves;
  const head = block.number * HEAD_INTS + HEAD_TRANSIT;
  heads[head] = Math.min(heads[head]!, transit);
}

function grow(block: Block, rows: number, shelves: Shelves): void {
  const before = block.room;
  const room = takeRoom(shelves, Math.ceil(rows * 1.125));
  const ints = shelves.ints[before.shelf]!;
  shelves.ints[room.shelf]!.set(ints.subarray(before.at, before.at + block.size * ROW_INTS), room.at);
  block.room = room;
  giveRoom(shelves, before);
  if (block.keys === null) return;
  const keys = new Float64Array(room.capacity);
  keys.set(block.keys.subarray(0, block.size));
  block.keys = keys;
}

/** No scan may begin after this row any more. */
function startFrom({ number }: Block, row: number, { heads }: Shelves): void {
  const starts = number * HEAD_INTS + HEAD_STARTS;
  for (let start = starts; start < starts + STARTS; start += 1) if (heads[start]! > row) heads[start] = row;
}
