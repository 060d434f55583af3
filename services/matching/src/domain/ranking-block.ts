import { assert } from '@greenlane/kernel/assert';
import {
  type Block,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_CLOSES,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_KILOGRAMS,
  ROW_PLACE,
  ROW_SLOTS,
  type Row,
  STARTS,
} from './ranking-rows.ts';
import { type Filing, fileInserted, fileRemoved, refileSpace } from './ranking-sets.ts';

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
    pairs: ordered.flatMap(({ offer, lane }) => [offer, lane]),
    keys: shape.objective === 'BALANCED' ? new Float64Array(capacity) : null,
    starts: Array.from({ length: STARTS }, () => 0),
    sets: null,
    refused: 0,
  };
  for (const [row, from] of ordered.entries()) writeRow(block, row, from);
  return block;
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
  // Sets are as wide as the rows have room.
  block.sets = null;
}

export function insertRow(block: Block, from: Row, filing: Filing): void {
  const row = lowerBound(block, from);
  if ((block.size + 1) * ROW_INTS > block.rows.length) grow(block);
  block.rows.copyWithin((row + 1) * ROW_INTS, row * ROW_INTS, block.size * ROW_INTS);
  block.pairs.splice(2 * row, 0, from.offer, from.lane);
  block.keys?.copyWithin(row + 1, row, block.size);
  block.size += 1;
  writeRow(block, row, from);
  startFrom(block, row);
  fileInserted(block, row, filing);
}

export function removeRow(block: Block, wanted: Row): void {
  const row = findRow(block, wanted);
  block.rows.copyWithin(row * ROW_INTS, (row + 1) * ROW_INTS, block.size * ROW_INTS);
  block.pairs.splice(2 * row, 2);
  block.keys?.copyWithin(row, row + 1, block.size);
  block.size -= 1;
  for (let start = 0; start < STARTS; start += 1) if (block.starts[start]! > row) block.starts[start]! -= 1;
  fileRemoved(block, row);
}

/** No scan may begin after this row any more. */
function startFrom({ starts }: Block, row: number): void {
  for (let start = 0; start < STARTS; start += 1) if (starts[start]! > row) starts[start] = row;
}

/** Tells a row that its place has more space than before. */
export function updateSpace(block: Block, wanted: Row, filing: Filing): void {
  const row = findRow(block, wanted);
  block.rows[row * ROW_INTS + ROW_SLOTS] = wanted.slots;
  block.rows[row * ROW_INTS + ROW_KILOGRAMS] = wanted.kilograms;
  startFrom(block, row);
  refileSpace(block, row, filing);
}
