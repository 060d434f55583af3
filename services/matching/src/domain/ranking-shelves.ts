import { HEAD_INTS, HEAD_SHELF, ROW_INTS } from './ranking-rows.ts';

/**
 * Room for the rows of all blocks in few large arrays, so that a scan goes from the head of a block straight to its rows. Room
 * comes in steps of an eighth to a fifth; what a block outgrows is kept for the next that asks for as much.
 */
export type Shelves = {
  readonly ints: Int32Array[];
  /** The heads of all blocks; a block that was never asked for has shelf {@link NO_SHELF}. */
  heads: Int32Array;
  /** Integers given out of the last shelf. */
  used: number;
  /** Room given back, by how many rows it holds. */
  readonly free: Map<number, Room[]>;
};
export type Room = {
  readonly shelf: number;
  /** Its first integer in the shelf. */
  readonly at: number;
  /** Rows that it holds. */
  readonly capacity: number;
};

export const NO_SHELF = -1;
/** Of a block that is to be put in order before it is read. */
export const BEHIND = -2;
const FIRST_SHELF_INTS = 2_048;
const LARGEST_SHELF_INTS = 1 << 20;
const STEPS_PER_DOUBLING = 8;
const LEAST_ROWS = 8;

export function noShelves(): Shelves {
  return {
    ints: [new Int32Array(FIRST_SHELF_INTS)],
    heads: new Int32Array(64 * HEAD_INTS).fill(NO_SHELF),
    used: 0,
    free: new Map(),
  };
}

/** Makes sure of a head for each block below a number. */
export function haveHeads(shelves: Shelves, blocks: number): void {
  const { heads } = shelves;
  if (blocks * HEAD_INTS <= heads.length) return;
  const wider = new Int32Array(Math.max(blocks * HEAD_INTS, 2 * heads.length)).fill(NO_SHELF, heads.length);
  wider.set(heads);
  shelves.heads = wider;
}

/** Gives up the rows of a block. */
export function clearHead({ heads }: Shelves, number: number): void {
  heads[number * HEAD_INTS + HEAD_SHELF] = NO_SHELF;
}

/** The least step that holds so many rows. */
function stepFor(rows: number): number {
  if (rows <= LEAST_ROWS) return LEAST_ROWS;
  const doubling = 31 - Math.clz32(rows - 1);
  const step = Math.max(1, 2 ** doubling / STEPS_PER_DOUBLING);
  return Math.ceil(rows / step) * step;
}

export function takeRoom(shelves: Shelves, rows: number): Room {
  const capacity = stepFor(rows);
  const back = shelves.free.get(capacity)?.pop();
  if (back !== undefined) return back;
  const { ints } = shelves;
  const wanted = capacity * ROW_INTS;
  const last = ints[ints.length - 1]!;
  if (shelves.used + wanted > last.length) {
    ints.push(new Int32Array(Math.max(wanted, Math.min(LARGEST_SHELF_INTS, 2 * last.length))));
    shelves.used = 0;
  }
  const room = { shelf: ints.length - 1, at: shelves.used, capacity };
  shelves.used += wanted;
  return room;
}

export function giveRoom(shelves: Shelves, room: Room): void {
  const kept = shelves.free.get(room.capacity);
  if (kept === undefined) shelves.free.set(room.capacity, [room]);
  else kept.push(room);
}
