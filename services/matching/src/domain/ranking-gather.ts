import { EQUIPMENT_CODES, emissionQuarterTeu } from './equipment.ts';
import { balancedLanePoints, balancedMinor } from './ranking.ts';
import { haveRoomFor, type Unordered } from './ranking-block.ts';
import { minorAt, packedRate, type Rates } from './ranking-rates.ts';
import {
  ANY_EQUIPMENT,
  type Block,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_OPEN,
  ROW_PLACE,
  ROW_SPECIAL,
  type Shape,
} from './ranking-rows.ts';
import {
  SHEET_ACCEPTS,
  SHEET_ARRIVAL,
  SHEET_DANGEROUS,
  SHEET_FREE,
  SHEET_GATE,
  SHEET_GRAMS,
  SHEET_INTS,
  SHEET_OPEN,
  SHEET_PLACE,
  SHEET_REEFER,
  SHEET_SLOT,
  type Sheet,
  type SheetLines,
} from './ranking-sheet.ts';
import type { OfferTerms } from './terms.ts';

const QUARTERS = EQUIPMENT_CODES.map(emissionQuarterTeu);

/** Rates by the slot of an offer: from their line, or from its terms where that does not say. */
export type RateSource = { readonly rates: Rates; readonly termsOf: (slot: number) => OfferTerms };

/** What leads in the order of a BALANCED block: figure by figure, since an object for each of its rows took longer than the rest. */
export function balancedKey(
  { equipmentBits, policy }: Shape,
  seaGrams: number,
  arrivalMinute: number,
  slot: number,
  { rates, termsOf }: RateSource,
): number {
  const equipment = 31 - Math.clz32(equipmentBits);
  const known = minorAt(rates, slot, equipment);
  const rate = known === undefined ? balancedMinor(termsOf(slot).rates[equipment] ?? null) : known;
  return balancedLanePoints(seaGrams, arrivalMinute, rate, QUARTERS[equipment]!, policy!);
}

/** The rows of every pair of calls of a lane that a block has, in no order. */
export function gatherRows(block: Shape, sheet: Sheet, into: Unordered, source: RateSource): void {
  haveRoomFor(into, sheet.size);
  for (let line = 0; line < sheet.size; line += 1) {
    if ((sheet.ints[line * SHEET_INTS + SHEET_ACCEPTS]! & block.equipmentBits) === 0) continue;
    gatherLine(block, sheet, line, into, source);
  }
}

/** The rows of the places that have come since a block was last asked. */
export function gatherPlaces(block: Block, sheet: Sheet, lines: SheetLines, into: Unordered, source: RateSource): void {
  haveRoomFor(into, block.pending.length);
  for (const place of block.pending) gatherLine(block, sheet, lines.ofPlace[place]! - 1, into, source);
}

/** The row of one pair of calls that a block has: the next of those in no order. */
export function gatherLine(
  block: Shape,
  { ints: sheet }: Sheet,
  line: number,
  into: Unordered,
  source: RateSource,
): void {
  const { ints: rows, keys } = into;
  const { objective, equipmentBits, emissionClass, refrigerated } = block;
  const others = ANY_EQUIPMENT & ~equipmentBits;
  const from = line * SHEET_INTS;
  const accepted = sheet[from + SHEET_ACCEPTS]!;
  const slot = sheet[from + SHEET_SLOT]!;
  const arrival = sheet[from + SHEET_ARRIVAL]!;
  const grams = sheet[from + SHEET_GRAMS + emissionClass]!;
  const row = into.size;
  const to = row * ROW_INTS;
  keys[row] =
    objective === 'LOWEST_EMISSIONS'
      ? grams
      : objective === 'EARLIEST_ARRIVAL'
        ? arrival
        : balancedKey(block, grams, arrival, slot, source);
  rows[to + ROW_GRAMS] = grams;
  rows[to + ROW_ARRIVAL] = arrival;
  rows[to + ROW_GATE] = sheet[from + SHEET_GATE]!;
  rows[to + ROW_SPECIAL] = sheet[from + (refrigerated ? SHEET_REEFER : SHEET_DANGEROUS)]!;
  rows[to + ROW_PLACE] = sheet[from + SHEET_PLACE]!;
  rows[to + ROW_ACCEPTS] = (accepted & ~others) | packedRate(source.rates, slot, accepted & equipmentBits);
  rows[to + ROW_FREE] = sheet[from + SHEET_FREE]!;
  rows[to + ROW_OPEN] = sheet[from + SHEET_OPEN]!;
  into.size = row + 1;
}
