import type { LineSets } from './ranking-sets.ts';
import { EMISSION_CLASS_COUNT, type Lane } from './terms.ts';

/**
 * What rows say of each pair of calls of a lane, one after the other in no order: from it a block of any size and objective is
 * made at the speed of memory. To gather the same from offers, their terms, lanes and places took eight cache misses a row, and
 * most of the time of a book of 100,000 offers whose lanes are asked for the first time. Space is as in rows: it may be
 * more than is left, never less.
 */
export const SHEET_INTS = 14;
/** As a row has it, with the doublings of its range. */
export const SHEET_PLACE = 0;
export const SHEET_SLOT = 1;
export const SHEET_ARRIVAL = 2;
export const SHEET_GATE = 3;
/** Size-types and UN numbers accepted, and whether bookings end earlier, as a row states them. */
export const SHEET_ACCEPTS = 4;
export const SHEET_FREE = 5;
export const SHEET_OPEN = 6;
/** For dangerous goods and for reefers, as a row says the one or the other. */
export const SHEET_DANGEROUS = 7;
export const SHEET_REEFER = 8;
/** Grams of the sea leg, a class each. */
export const SHEET_GRAMS = 9;

export type Sheet = {
  ints: Int32Array;
  size: number;
  /** Made once scans of the lane have run out of patience often enough to make up for it. */
  sets: LineSets | null;
  /** How often they have. */
  tired: number;
  /** Grows with every line that comes, goes or has more space than before. */
  version: number;
};

/** Where each place stands on the sheet of its lane, plus one; 0 where it is on none. */
export type SheetLines = { ofPlace: Int32Array };

export const noSheet = (): Sheet => ({
  ints: new Int32Array(2 * SHEET_INTS),
  size: 0,
  sets: null,
  tired: 0,
  version: 0,
});
export const noSheetLines = (): SheetLines => ({ ofPlace: new Int32Array(64) });

export function isOnSheet({ ofPlace }: SheetLines, place: number): boolean {
  return place < ofPlace.length && ofPlace[place]! > 0;
}

export function enterSheet(
  sheet: Sheet,
  lines: SheetLines,
  place: number,
  row: {
    readonly packed: number;
    readonly slot: number;
    readonly accepts: number;
    readonly lane: Lane;
  },
): void {
  if (place >= lines.ofPlace.length)
    lines.ofPlace = grown(lines.ofPlace, Math.max(place + 1, 2 * lines.ofPlace.length));
  if ((sheet.size + 1) * SHEET_INTS > sheet.ints.length) {
    sheet.ints = grown(sheet.ints, Math.ceil(sheet.size * 1.5 + 1) * SHEET_INTS);
  }
  const { ints } = sheet;
  const at = sheet.size * SHEET_INTS;
  ints[at + SHEET_PLACE] = row.packed;
  ints[at + SHEET_SLOT] = row.slot;
  ints[at + SHEET_ARRIVAL] = row.lane.arrivalMinute;
  ints[at + SHEET_GATE] = row.lane.gateCutOffMinute;
  ints[at + SHEET_ACCEPTS] = row.accepts;
  for (let each = 0; each < EMISSION_CLASS_COUNT; each += 1) ints[at + SHEET_GRAMS + each] = row.lane.seaGrams[each]!;
  sheet.size += 1;
  lines.ofPlace[place] = sheet.size;
}

/** Tells the line of a place what space it has; nothing where it is on no sheet. */
export function noteSpace(
  { ints }: Sheet,
  { ofPlace }: SheetLines,
  place: number,
  space: { readonly free: number; readonly open: number; readonly dangerous: number; readonly reefer: number },
): void {
  const at = (ofPlace[place]! - 1) * SHEET_INTS;
  if (at < 0) return;
  ints[at + SHEET_FREE] = space.free;
  ints[at + SHEET_OPEN] = space.open;
  ints[at + SHEET_DANGEROUS] = space.dangerous;
  ints[at + SHEET_REEFER] = space.reefer;
}

export const NO_LINE = -1;

/** The line that it leaves, which the last one takes; none when the place is not on the sheet. */
export function leaveSheet(
  sheet: Sheet,
  lines: SheetLines,
  place: number,
  placeOf: (packed: number) => number,
): number {
  if (!isOnSheet(lines, place)) return NO_LINE;
  const line = lines.ofPlace[place]! - 1;
  const at = line * SHEET_INTS;
  const last = (sheet.size - 1) * SHEET_INTS;
  if (at !== last) {
    sheet.ints.copyWithin(at, last, last + SHEET_INTS);
    lines.ofPlace[placeOf(sheet.ints[at + SHEET_PLACE]!)] = lines.ofPlace[place]!;
  }
  lines.ofPlace[place] = 0;
  sheet.size -= 1;
  return line;
}

function grown(ints: Int32Array, length: number): Int32Array {
  const wider = new Int32Array(length);
  wider.set(ints);
  return wider;
}
