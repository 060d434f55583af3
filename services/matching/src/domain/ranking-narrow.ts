import { type Asked, BY_GRAMS, BY_POINTS } from './ranking-asked.ts';
import { copyRow, haveRoomFor, orderOf, type Unordered } from './ranking-block.ts';
import type { Cursor } from './ranking-cursor.ts';
import { gatherLine } from './ranking-gather.ts';
import type { Ground, Sought } from './ranking-judging.ts';
import { isOrdered, orderedSets, orderedWindow, paysToOrder } from './ranking-order.ts';
import { type Block, lacks, ROW_ARRIVAL, ROW_FREE, ROW_GRAMS, ROW_INTS } from './ranking-rows.ts';
import {
  ARRIVAL,
  GATE,
  GRAMS,
  IMPOSSIBLE,
  type LineSets,
  RATE,
  SPACE,
  setsOf,
  windowFor,
  windowForAccepted,
} from './ranking-sets.ts';
import {
  SHEET_ACCEPTS,
  SHEET_ARRIVAL,
  SHEET_FREE,
  SHEET_GATE,
  SHEET_GRAMS,
  SHEET_INTS,
  SHEET_OPEN,
  type Sheet,
} from './ranking-sheet.ts';
import { DIMENSION_COUNT } from './terms.ts';

export type NarrowLimits = { readonly rowsForOne: number; readonly scansBeforeOrder: number };

/** Lines of an intersection that are looked at for each that may be left. */
const LOOKED_AT = 4;

/**
 * Leaves a cursor with the few rows of its lane that could be feasible, where sets say that they are few: it goes on through copies
 * of them, in its order, and not through the block. Where they are many, the next one is seldom far: it goes on row by row, or by
 * the same sets in the order of the block if its lane has long stayed as it is. False when no row can be feasible.
 */
export function narrow(sought: Sought, cursor: Cursor, limits: NarrowLimits): boolean {
  const { ground, asked } = sought;
  const rows = (cursor.end - cursor.first) / ROW_INTS;
  // Whatever it goes through now, it does to the end.
  cursor.refused = -rows;
  const sheet = ground.sheetOf(cursor.number);
  if (!chooseSets(sought, cursor, sheet)) return false;
  if (cursor.chosen === 0) return true;
  const block = ground.blocks[cursor.number]!;
  if (isOrdered(block, sheet)) return goByOrder(ground, cursor, block, sheet);
  const { unordered, lines, rateSource } = ground;
  const areFew = findFew(sought, cursor, sheet, Math.floor(rows / limits.rowsForOne));
  if (paysToOrder(block, sheet, areFew, limits.scansBeforeOrder)) return goByOrder(ground, cursor, block, sheet);
  if (!areFew) return true;
  if (lines.size === 0) return false;
  haveRoomFor(unordered, lines.size);
  for (let at = 0; at < lines.size; at += 1) gatherLine(block, sheet, lines.ints[at]!, unordered, rateSource);
  const order = orderOf(unordered, asked.leads === BY_GRAMS ? ROW_ARRIVAL : ROW_GRAMS);
  const { ints, keys, size } = unordered;
  const { few, from } = cursor;
  haveRoomFor(few, size);
  for (let at = 0; at < size; at += 1) {
    const row = order[at]!;
    // What comes before the rows that it has not yet read was found, or refused.
    if (comesBefore(asked, unordered, row, cursor, from)) continue;
    copyRow(ints, row * ROW_INTS, few.ints, few.size * ROW_INTS);
    few.keys[few.size] = keys[row]!;
    few.size += 1;
  }
  cursor.isNarrowed = true;
  cursor.rows = few.ints;
  cursor.keys = few.keys;
  cursor.first = 0;
  cursor.from = 0;
  cursor.end = few.size * ROW_INTS;
  return few.size > 0;
}

/** Whether a row comes before one of the block, by its leading figures. */
function comesBefore({ leads }: Asked, { ints, keys }: Unordered, row: number, cursor: Cursor, at: number): boolean {
  const { rows, first } = cursor;
  const second = leads === BY_GRAMS ? ROW_ARRIVAL : ROW_GRAMS;
  const key =
    leads === BY_POINTS
      ? cursor.keys![(at - first) / ROW_INTS]!
      : rows[at + (leads === BY_GRAMS ? ROW_GRAMS : ROW_ARRIVAL)]!;
  return keys[row]! < key || (keys[row]! === key && ints[row * ROW_INTS + second]! < rows[at + second]!);
}

/** Chooses the sets whose intersection holds every line that could be feasible; false when none can. */
function chooseSets({ ground, question, asked }: Sought, cursor: Cursor, sheet: Sheet): boolean {
  const sets = setsOf(sheet, ground);
  const { request } = question;
  cursor.chosen = 0;
  const isIn = (window: number) => intersectWith(cursor, sets, window);
  // A bit at a time: the size-type, and the UN numbers.
  for (let bits = asked.accepts; bits !== 0; bits &= bits - 1) {
    if (!isIn(windowForAccepted(sheet, sets, bits & -bits))) return false;
  }
  const first = question.priority ? SPACE : SPACE + DIMENSION_COUNT;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    const need = asked.needs[dimension]!;
    if (need > 0 && !isIn(windowFor(sheet, sets, first + dimension, need, ground))) return false;
  }
  if (!isIn(windowFor(sheet, sets, ARRIVAL, -asked.latest, ground))) return false;
  if (!isIn(windowFor(sheet, sets, GATE, cursor.atGate, ground))) return false;
  const { maximumRate, maximumGrams, emissionClass, equipment } = request;
  if (maximumRate !== null && !isIn(windowFor(sheet, sets, RATE + equipment, -maximumRate.amountMinor, ground)))
    return false;
  return maximumGrams === null || isIn(windowFor(sheet, sets, GRAMS + emissionClass, -cursor.gramsLeft, ground));
}

/** Adds a window to those of a cursor, the scarcest first; false when no line is in it. */
function intersectWith(cursor: Cursor, sets: LineSets, window: number): boolean {
  if (window === IMPOSSIBLE) return false;
  if (window < 0) return true;
  const { windows, counts } = cursor;
  const count = sets.counts[window]!;
  let at = cursor.chosen;
  for (; at > 0 && counts[at - 1]! > count; at -= 1) {
    windows[at] = windows[at - 1]!;
    counts[at] = counts[at - 1]!;
  }
  windows[at] = window;
  counts[at] = count;
  cursor.chosen += 1;
  return true;
}

/** The lines in every set that are within the limits; false when these are not few. */
function findFew({ ground, question, asked }: Sought, cursor: Cursor, sheet: Sheet, most: number): boolean {
  const { lines } = ground;
  const { ints, size } = sheet;
  const { words, stride } = sheet.sets!;
  const { windows, chosen, atGate, gramsLeft } = cursor;
  const { accepts, latest, need } = asked;
  const roomAt = asked.roomAt === ROW_FREE ? SHEET_FREE : SHEET_OPEN;
  const gramsAt = SHEET_GRAMS + question.request.emissionClass;
  if (lines.ints.length < most) lines.ints = new Int32Array(2 * most);
  lines.size = 0;
  let looks = most * LOOKED_AT;
  for (let word = 0; word * 32 < size; word += 1) {
    let common = words[windows[0]! * stride + word]! | 0;
    for (let set = 1; set < chosen && common !== 0; set += 1) common &= words[windows[set]! * stride + word]!;
    for (; common !== 0; common &= common - 1) {
      const line = word * 32 + 31 - Math.clz32(common & -common);
      // A line that was given up may have left its bits behind.
      if (line >= size) break;
      looks -= 1;
      if (looks < 0) return false;
      const at = line * SHEET_INTS;
      if (
        ints[at + SHEET_ARRIVAL]! > latest ||
        ints[at + SHEET_GATE]! < atGate ||
        ints[at + gramsAt]! > gramsLeft ||
        (ints[at + SHEET_ACCEPTS]! & accepts) !== accepts ||
        lacks(ints[at + roomAt]!, need) < 0
      ) {
        continue;
      }
      if (lines.size === most) return false;
      lines.ints[lines.size] = line;
      lines.size += 1;
    }
  }
  return true;
}

/** Has a cursor go through its block by the sets in its order. */
function goByOrder({ sheetLines, shelves }: Ground, cursor: Cursor, block: Block, sheet: Sheet): true {
  const ordered = orderedSets(block, sheet, shelves, sheetLines);
  for (let set = 0; set < cursor.chosen; set += 1) {
    cursor.begins[set] = orderedWindow(ordered, block, cursor.windows[set]!) * ordered.stride;
  }
  cursor.words = ordered.words;
  cursor.sets = cursor.chosen;
  return true;
}
