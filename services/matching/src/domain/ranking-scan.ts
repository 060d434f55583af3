import type { Question } from './feasibility.ts';
import { balancedLoadPortPoints, type RankedOffer } from './ranking.ts';
import { advance, compareTied, type ScanLimits, type Search } from './ranking-advance.ts';
import { type Asked, ask, BY_ARRIVAL, BY_GRAMS, BY_POINTS, NO_CAP, nothingAsked } from './ranking-asked.ts';
import { type Cursor, makeCursor } from './ranking-cursor.ts';
import { type Ground, unitsAt } from './ranking-judging.ts';
import { laneAt, offerAt, offerBit, offerIdAt, ofSameOffer, placeOf } from './ranking-places.ts';
import {
  HEAD_FIRST,
  HEAD_INTS,
  HEAD_SHELF,
  HEAD_SIZE,
  HEAD_STARTS,
  HEAD_TRANSIT,
  ROW_ARRIVAL,
  ROW_GRAMS,
  ROW_INTS,
  ROW_PLACE,
  slotsHalf,
} from './ranking-rows.ts';

export const SCAN_LIMITS: ScanLimits = {
  patience: 448,
  setsFromRows: 1_024,
  scansBeforeSets: 6,
  rowsForOne: 256,
  scansBeforeOrder: 4,
};

/** Rows that are read one after the other sooner than another one anywhere. */
const NEAR = 16;
const NONE = -1;
/** Integers of a cache line, and of eight. */
const LINE = 16;
const TOUCHED = 8 * LINE;
const LARGEST_KEY = Number.MAX_SAFE_INTEGER;

// Once more for the loops below, as in ranking-advance.ts.
const GRAMS = ROW_GRAMS;
const ARRIVAL = ROW_ARRIVAL;
const PLACE = ROW_PLACE;
const INTS = ROW_INTS;

/** A ranking under way. One object an index, filled anew for each. */
export type Scan = Search & {
  limit: number;
  /** Leading figure of the best row so far, of a ranking that asks for no other. */
  bestKey: number;
  /** Lanes of this ranking: the first so many cursors. */
  readonly pool: Cursor[];
  used: number;
  /** Cursors that have a row, unordered: the first so many. */
  readonly active: Cursor[];
  lanes: number;
  /** Of no meaning: what is read ahead has to go somewhere. */
  touched: number;
  /**
   * What was found and is not yet named: places, from which of the load ports, and what of them fits. Numbers all: to store a request's own objects,
   * which are younger than the index, has V8 note each for its next collection.
   */
  readonly foundPlaces: number[];
  readonly foundLoads: number[];
  readonly foundGrams: number[];
  readonly foundUnits: number[];
};

export function makeScan(ground: Ground, limits: ScanLimits, question: Question): Scan {
  return {
    ground,
    limits,
    asked: nothingAsked(),
    question,
    limit: 0,
    bestKey: LARGEST_KEY,
    pool: [],
    used: 0,
    active: [],
    lanes: 0,
    touched: 0,
    foundPlaces: [],
    foundLoads: [],
    foundGrams: [],
    foundUnits: [],
  };
}

/** Begins a ranking of the best so many. */
export function openScan(scan: Scan, question: Question, limit: number): void {
  scan.question = question;
  scan.limit = limit;
  ask(scan.asked, question, scan.ground);
  scan.used = 0;
  scan.lanes = 0;
  scan.bestKey = LARGEST_KEY;
}

/** Adds a lane to it, by the numbers of its block and of its load port. */
export function addLane(scan: Scan, number: number, load: number): void {
  const { asked, ground, pool, question } = scan;
  const { heads, ints } = ground.shelves;
  const head = number * HEAD_INTS;
  const size = heads[head + HEAD_SIZE]!;
  if (size === 0) return;
  const rows = ints[heads[head + HEAD_SHELF]!]!;
  let cursor = pool[scan.used];
  if (cursor === undefined) {
    cursor = makeCursor(rows);
    pool.push(cursor);
  }
  scan.used += 1;
  const { addedGrams, atGateMinute } = question.request.loadPorts[load]!;
  const { leads, maximumGrams } = asked;
  const first = heads[head + HEAD_FIRST]!;
  const gramsLeft = maximumGrams === NO_CAP ? NO_CAP : Math.max(-1, maximumGrams - addedGrams);
  cursor.number = number;
  cursor.rows = rows;
  cursor.first = first;
  cursor.end = first + size * INTS;
  cursor.load = load;
  cursor.atGate = atGateMinute;
  cursor.gramsLeft = gramsLeft;
  if (leads === BY_GRAMS) {
    cursor.leadCap = gramsLeft;
    cursor.addedKey = addedGrams;
    cursor.addedSecond = 0;
  } else {
    cursor.leadCap = leads === BY_ARRIVAL ? asked.latest : NO_CAP;
    cursor.addedKey =
      leads === BY_ARRIVAL
        ? 0
        : balancedLoadPortPoints(addedGrams, question.request.emissionQuarterTeu, question.policy);
    cursor.addedSecond = addedGrams;
    if (leads === BY_POINTS) cursor.keys = ground.blocks[number]!.keys;
  }
  cursor.refused = 0;
  if (cursor.ties.length > 0) cursor.ties.length = 0;
  cursor.isNarrowed = false;
  cursor.sets = 0;
  cursor.word = -1;
  cursor.from = firstWithRoom(cursor, heads, head + HEAD_STARTS + asked.start, asked);
  if (leads === BY_ARRIVAL) skipTooSoon(cursor, cursor.atGate + heads[head + HEAD_TRANSIT]!);
}

/** Where a scan for the need begins: every row before has fewer slots, by its own figures. */
function firstWithRoom(
  { rows, first, end }: Cursor,
  heads: Int32Array,
  start: number,
  { roomAt, startSlots }: Asked,
): number {
  const known = heads[start]!;
  let at = first + known * INTS;
  while (at < end && slotsHalf(rows[at + roomAt]!) < startSlots) at += INTS;
  const row = (at - first) / INTS;
  if (row !== known) heads[start] = row;
  return at;
}

/**
 * What arrives before cargo could that is at the gate in time: in the order of arrival the rows of many days. Arrivals lie evenly enough that
 * two or three guesses find the day, where halving a lane of 5,000 rows misses the cache twelve times.
 */
function skipTooSoon(cursor: Cursor, soonest: number): void {
  const { rows } = cursor;
  let below = cursor.from / INTS;
  let above = cursor.end / INTS;
  let guesses = true;
  while (above - below > NEAR) {
    const first = rows[below * INTS + ARRIVAL]!;
    const last = rows[(above - 1) * INTS + ARRIVAL]!;
    if (first >= soonest) break;
    if (last < soonest) {
      below = above;
      break;
    }
    const share = guesses ? (soonest - first) / (last - first + 1) : 0.5;
    const middle = below + Math.floor((above - below) * share);
    if (rows[middle * INTS + ARRIVAL]! < soonest) below = middle + 1;
    else above = middle;
    guesses = !guesses;
  }
  cursor.from = below * INTS;
}

/** Takes the best rows of so many offers off the lanes, the best pair of calls of each, in rank order; how many there were. */
export function mergeLanes(scan: Scan): number {
  begin(scan);
  const { active, limit, foundPlaces, foundLoads, foundGrams, foundUnits } = scan;
  const { loadPorts } = scan.question.request;
  let { lanes } = scan;
  let found = 0;
  /** Bits of the offers found so far. */
  let seen = 0;
  /** Where in `active` the row taken last came from: its cursor moves on only when another row is asked for. */
  let behind = NONE;
  while (found < limit) {
    if (behind >= 0 && !advance(scan, active[behind]!)) {
      lanes -= 1;
      active[behind] = active[lanes]!;
    }
    if (lanes === 0) break;
    let first = 0;
    let best = active[0]!;
    for (let other = 1; other < lanes; other += 1) {
      const next = active[other]!;
      const order =
        next.key - best.key ||
        next.second - best.second ||
        compareTied(scan, next.rows[next.at + PLACE]!, best.rows[best.at + PLACE]!);
      if (order >= 0) continue;
      first = other;
      best = next;
    }
    behind = first;
    const { rows, at, load } = best;
    const place = rows[at + PLACE]!;
    // The first pair of an offer that comes up is its best.
    const bit = offerBit(place);
    if ((seen & bit) !== 0 && isFound(foundPlaces, place, found)) continue;
    seen |= bit;
    foundPlaces[found] = place;
    foundLoads[found] = load;
    foundGrams[found] = rows[at + GRAMS]! + loadPorts[load]!.addedGrams;
    foundUnits[found] = unitsAt(scan, rows, at);
    found += 1;
  }
  return found;
}

/**
 * Moves each cursor to its first row. Only now, when all lanes have been looked up: the lines that their heads and first rows stand in are
 * on their way together.
 */
function begin(scan: Scan): void {
  const { asked, pool, active, used, limit } = scan;
  if (limit > 1) scan.touched = touchFirstRows(scan);
  for (let at = 0; at < used; at += 1) {
    const cursor = pool[at]!;
    // Where only the best counts, no lane is read beyond what another has found.
    const onlyBest = limit === 1 && asked.leads === BY_GRAMS;
    if (onlyBest) cursor.leadCap = Math.min(cursor.gramsLeft, scan.bestKey - cursor.addedKey);
    if (!advance(scan, cursor)) continue;
    if (onlyBest && cursor.key < scan.bestKey) scan.bestKey = cursor.key;
    active[scan.lanes] = cursor;
    scan.lanes += 1;
  }
}

/**
 * Reads a figure of the first lines of each lane, so that these are on their way together: a scan that goes from lane to lane waits for
 * each one's first lines again, until the processor has seen that it goes straight on.
 */
function touchFirstRows({ pool, used }: Scan): number {
  let touched = 0;
  for (let lane = 0; lane < used; lane += 1) {
    const { rows, from, end } = pool[lane]!;
    const stop = Math.min(end, from + TOUCHED);
    for (let at = from; at < stop; at += LINE) touched ^= rows[at]!;
  }
  return touched;
}

function isFound(foundPlaces: readonly number[], place: number, found: number): boolean {
  for (let at = 0; at < found; at += 1) if (ofSameOffer(place, foundPlaces[at]!)) return true;
  return false;
}

/** What was found at a position of the rank order. */
export function foundAt(scan: Scan, position: number): RankedOffer {
  const { places } = scan.ground;
  const place = placeOf(scan.foundPlaces[position]!);
  return {
    offerId: offerIdAt(places, place),
    offer: offerAt(places, place),
    lane: laneAt(places, place),
    loadPort: scan.question.request.loadPorts[scan.foundLoads[position]!]!,
    grams: scan.foundGrams[position]!,
    units: scan.foundUnits[position]!,
  };
}
