import type { OfferState } from './book.ts';
import { type Question, rateOf } from './feasibility.ts';
import { balancedLoadPortPoints, compareRates, compareText, type RankedOffer } from './ranking.ts';
import { ask, BY_ARRIVAL, BY_GRAMS, BY_POINTS, NO_CAP, nothingAsked } from './ranking-asked.ts';
import { type Cursor, makeCursor, narrow, nextInSets } from './ranking-cursor.ts';
import { type Ground, makeJudging } from './ranking-judging.ts';
import { laneAt, offerAt, ofSameOffer, placeOf } from './ranking-places.ts';
import {
  ABOVE,
  BOOKS_EARLIER,
  HEAD_FIRST,
  HEAD_INTS,
  HEAD_SHELF,
  HEAD_SIZE,
  HEAD_STARTS,
  HEAD_TRANSIT,
  lacks,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_CLOSES,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_PLACE,
  rateWithin,
  slotsHalf,
  WITHIN,
} from './ranking-rows.ts';
import type { Lane, LoadPortTerms } from './terms.ts';

/**
 * Reads blocks from their best rows on and merges them. The cost of a ranking is the cache lines that it touches one after
 * the other, so what refuses most rows stands in the row, a place is read only for rows whose figures do not settle it,
 * offers are not read at all (unless a price or an earlier refusal asks for it), and what a scan remembers is kept
 * from one ranking to the next.
 *
 * Most requests find their ten within a few dozen rows, so a scan starts row by row. When refusals outnumber what it finds,
 * it turns to the bit sets and looks only at rows in the intersection of those that the request asks for: a lane that is
 * sold out at its green end, or holds next to nothing for this cargo, costs words, not rows.
 */
export type ScanLimits = {
  /** Refusals after which a scan turns to the bit sets; a feasible row makes up for {@link FOUND} of them. */
  readonly patience: number;
  /** Shorter lanes are read row by row to their end. */
  readonly setsFromRows: number;
  /**
   * Sets are made once this many scans have run out of patience, and read the lane to its end: to make them costs about as
   * much, and most lanes of a wide network are never asked in vain that often.
   */
  readonly scansBeforeSets: number;
};
export const SCAN_LIMITS: ScanLimits = { patience: 64, setsFromRows: 1_024, scansBeforeSets: 6 };
const FOUND = 6;

/** No further row of the lane is feasible; none was found before patience ran out. */
const NONE = -1;
const TIRED = -2;
const LARGEST_KEY = Number.MAX_SAFE_INTEGER;

export type Scan = {
  /** Begins a ranking of the best so many. */
  readonly open: (question: Question, limit: number) => void;
  /** Adds a lane to it, by the number of its block. */
  readonly add: (block: number, loadPort: LoadPortTerms) => void;
  /** The best of all lanes, the best pair of calls of each offer, in rank order. */
  readonly merge: () => RankedOffer[];
};

export function makeScan(ground: Ground, limits: ScanLimits): Scan {
  const { patience, setsFromRows, scansBeforeSets } = limits;
  const { places, shelves } = ground;
  const asked = nothingAsked();
  const { isTaken, hasWeightToSpare, isFeasible, isPlaceFeasible, unitsAt } = makeJudging(ground, asked);
  let question: Question;
  let limit = 0;
  /** Leading figure of the best row so far, of a ranking that asks for no other. */
  let bestKey = LARGEST_KEY;
  const pool: Cursor[] = [];
  let used = 0;
  /** Cursors that have a row, unordered: the first so many. */
  const active: Cursor[] = [];
  let lanes = 0;
  /** What was found and is not yet named: places, whence, and what of them fits. */
  const foundPlaces: number[] = [];
  const foundLoadPorts: LoadPortTerms[] = [];
  const foundGrams: number[] = [];
  const foundUnits: number[] = [];

  function open(next: Question, most: number): void {
    question = next;
    limit = most;
    ask(asked, next, ground);
    used = 0;
    lanes = 0;
    bestKey = LARGEST_KEY;
  }

  function add(number: number, loadPort: LoadPortTerms): void {
    const { heads } = shelves;
    const head = number * HEAD_INTS;
    const size = heads[head + HEAD_SIZE]!;
    if (size === 0) return;
    const rows = shelves.ints[heads[head + HEAD_SHELF]!]!;
    let cursor = pool[used];
    if (cursor === undefined) {
      cursor = makeCursor(rows, loadPort);
      pool.push(cursor);
    }
    const { addedGrams } = loadPort;
    const { leads, maximumGrams } = asked;
    const first = heads[head + HEAD_FIRST]!;
    const gramsLeft = maximumGrams === NO_CAP ? NO_CAP : Math.max(-1, maximumGrams - addedGrams);
    cursor.number = number;
    cursor.rows = rows;
    cursor.first = first;
    cursor.end = first + size * ROW_INTS;
    cursor.loadPort = loadPort;
    cursor.atGate = loadPort.atGateMinute;
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
    cursor.from = firstWithRoom(cursor, heads, head + HEAD_STARTS + asked.start);
    if (leads === BY_ARRIVAL) skipTooSoon(cursor, cursor.atGate + heads[head + HEAD_TRANSIT]!);
    // Where only the best counts, no lane is read beyond what another has found.
    else if (leads === BY_GRAMS) cursor.leadCap = Math.min(gramsLeft, bestKey - addedGrams);
    cursor.refused = 0;
    if (cursor.ties.length > 0) cursor.ties.length = 0;
    cursor.sets = 0;
    cursor.word = -1;
    if (!advance(cursor)) return;
    if (limit === 1 && cursor.key < bestKey) bestKey = cursor.key;
    active[lanes] = cursor;
    lanes += 1;
    used += 1;
  }

  /** Where a scan for the need begins: every row before has fewer slots, by its own figures. */
  function firstWithRoom({ rows, first, end }: Cursor, heads: Int32Array, start: number): number {
    const { roomAt, startSlots } = asked;
    const known = heads[start]!;
    let at = first + known * ROW_INTS;
    while (at < end && slotsHalf(rows[at + roomAt]!) < startSlots) at += ROW_INTS;
    const row = (at - first) / ROW_INTS;
    if (row !== known) heads[start] = row;
    return at;
  }

  /** What arrives before cargo could that is at the gate in time: in the order of arrival the rows of many days. */
  function skipTooSoon(cursor: Cursor, soonest: number): void {
    const { rows } = cursor;
    let below = cursor.from;
    for (let above = cursor.end; below < above; ) {
      const middle = below + (((above - below) / ROW_INTS) >>> 1) * ROW_INTS;
      if (rows[middle + ROW_ARRIVAL]! < soonest) below = middle + ROW_INTS;
      else above = middle;
    }
    cursor.from = below;
  }

  /** Moves a cursor to its next feasible row; false when there is none. */
  function advance(cursor: Cursor): boolean {
    const { ties } = cursor;
    if (ties.length > 0) {
      cursor.at = ties.pop()!;
      return true;
    }
    for (;;) {
      const at = cursor.sets === 0 ? nextByRow(cursor) : nextBySets(cursor);
      if (at === NONE) return false;
      if (at === TIRED) {
        const block = ground.blocks[cursor.number]!;
        block.tired += 1;
        const paysOff = block.sets !== null || block.tired > scansBeforeSets;
        if (paysOff && !narrow(cursor, block, question, asked, ground)) return false;
        // No sets yet, or none of them is scarce: row by row to the end.
        if (cursor.sets === 0) cursor.refused = -block.size;
        continue;
      }
      lead(cursor, at);
      const next = at + ROW_INTS;
      if (next < cursor.end && tie(cursor, at, next)) takeTies(cursor);
      return true;
    }
  }

  /** The next feasible row, row by row. Everything in locals, since this loop reads nine of ten rows. */
  function nextByRow(cursor: Cursor): number {
    const { rows, end, from, gramsLeft, atGate, leadCap } = cursor;
    const { latest, minute, accepts, need, roomAt, leadAt, readsPlace, capped, capClass, capCurrency } = asked;
    const short = end - cursor.first < setsFromRows * ROW_INTS;
    const stop = short ? end : Math.min(end, from + (patience - cursor.refused) * ROW_INTS);
    let at = from;
    for (; at < stop; at += ROW_INTS) {
      if (rows[at + leadAt]! > leadCap) return NONE;
      // Four limits in one branch: whichever is missed makes the sign negative. None guesses right often enough to stand alone.
      const room = rows[at + roomAt]!;
      if (((latest - rows[at + ROW_ARRIVAL]!) | (rows[at + ROW_GATE]! - atGate) | lacks(room, need)) < 0) continue;
      // These seldom refuse what the others let through.
      if (rows[at + ROW_CLOSES]! <= minute || rows[at + ROW_GRAMS]! > gramsLeft) continue;
      const accepted = rows[at + ROW_ACCEPTS]!;
      if ((accepted & accepts) !== accepts) continue;
      const rate = capped ? rateWithin(accepted, capClass, capCurrency) : WITHIN;
      if (rate === ABOVE) continue;
      const number = placeOf(rows[at + ROW_PLACE]!);
      if (
        (!readsPlace &&
          rate === WITHIN &&
          hasWeightToSpare(room) &&
          (accepted & BOOKS_EARLIER) === 0 &&
          !isTaken(number)) ||
        isPlaceFeasible(cursor, at, number, question)
      ) {
        cursor.from = at + ROW_INTS;
        cursor.refused += (at - from) / ROW_INTS - FOUND;
        return at;
      }
    }
    cursor.from = at;
    cursor.refused += (at - from) / ROW_INTS;
    return at >= end ? NONE : TIRED;
  }

  function nextBySets(cursor: Cursor): number {
    const { end, leadCap, rows } = cursor;
    for (;;) {
      const at = nextInSets(cursor);
      if (at >= end || rows[at + asked.leadAt]! > leadCap) return NONE;
      cursor.from = at + ROW_INTS;
      if (isFeasible(cursor, at, question)) return at;
    }
  }

  function lead(cursor: Cursor, at: number): void {
    const { rows } = cursor;
    cursor.at = at;
    if (asked.leads === BY_GRAMS) {
      cursor.key = rows[at + ROW_GRAMS]! + cursor.addedKey;
      cursor.second = rows[at + ROW_ARRIVAL]!;
    } else {
      cursor.key = pointsAt(cursor, at) + cursor.addedKey;
      cursor.second = rows[at + ROW_GRAMS]! + cursor.addedSecond;
    }
  }

  /** What comes first in the order of points, else the arrival. */
  function pointsAt({ keys, first, rows }: Cursor, at: number): number {
    return asked.leads === BY_POINTS ? keys![(at - first) / ROW_INTS]! : rows[at + ROW_ARRIVAL]!;
  }

  // --- ties ----------------------------------------------------------------------------------------------------------

  /** Whether two rows of a lane have the same leading figures. */
  function tie(cursor: Cursor, a: number, b: number): boolean {
    const { rows } = cursor;
    return rows[a + ROW_GRAMS] === rows[b + ROW_GRAMS] && pointsAt(cursor, a) === pointsAt(cursor, b);
  }

  /** Rows that tie on the leading figures, by rate, offer and calls. */
  function compareTied(placeA: number, placeB: number): number {
    const offerA = offerAt(places, placeA);
    const offerB = offerAt(places, placeB);
    const laneA = laneAt(places, placeA);
    const laneB = laneAt(places, placeB);
    return (
      compareRates(rateOf(offerA, question.request), rateOf(offerB, question.request)) ||
      compareText(offerA.terms.offerId, offerB.terms.offerId) ||
      laneA.loadCall - laneB.loadCall ||
      laneA.dischargeCall - laneB.dischargeCall
    );
  }

  function takeTies(cursor: Cursor): void {
    const { at: first, ties, rows, end } = cursor;
    ties.push(first);
    let at = first + ROW_INTS;
    for (; at < end && tie(cursor, first, at); at += ROW_INTS) if (isFeasible(cursor, at, question)) ties.push(at);
    cursor.from = at;
    ties.sort((a, b) => compareTied(placeOf(rows[b + ROW_PLACE]!), placeOf(rows[a + ROW_PLACE]!)));
    cursor.at = ties.pop()!;
  }

  // --- merging -------------------------------------------------------------------------------------------------------

  function merge(): RankedOffer[] {
    const found = take(limit);
    const ranked: RankedOffer[] = [];
    // Named in one go, before anything looks at the names: ten loads that miss the cache are on their way together.
    const { pairs } = places;
    for (let at = 0; at < found; at += 1) {
      const pair = 2 * placeOf(foundPlaces[at]!);
      ranked.push({
        offer: pairs[pair] as OfferState,
        lane: pairs[pair + 1] as Lane,
        loadPort: foundLoadPorts[at]!,
        grams: foundGrams[at]!,
        units: foundUnits[at]!,
      });
    }
    return ranked;
  }

  /** Takes the best rows of so many offers off the lanes; how many there were. */
  function take(wanted: number): number {
    let found = 0;
    /** Where in `active` the row taken last came from: its cursor moves on only when another row is asked for. */
    let behind = NONE;
    while (found < wanted) {
      if (behind >= 0 && !advance(active[behind]!)) {
        lanes -= 1;
        active[behind] = active[lanes]!;
      }
      if (lanes === 0) return found;
      let first = 0;
      let best = active[0]!;
      for (let other = 1; other < lanes; other += 1) {
        const next = active[other]!;
        const order =
          next.key - best.key ||
          next.second - best.second ||
          compareTied(placeOf(next.rows[next.at + ROW_PLACE]!), placeOf(best.rows[best.at + ROW_PLACE]!));
        if (order >= 0) continue;
        first = other;
        best = next;
      }
      behind = first;
      const { rows, at, loadPort } = best;
      const place = rows[at + ROW_PLACE]!;
      // The first pair of an offer that comes up is its best.
      if (isFound(place, found)) continue;
      foundPlaces[found] = place;
      foundLoadPorts[found] = loadPort;
      foundGrams[found] = rows[at + ROW_GRAMS]! + loadPort.addedGrams;
      foundUnits[found] = unitsAt(rows, at, question);
      found += 1;
    }
    return found;
  }

  function isFound(place: number, found: number): boolean {
    for (let at = 0; at < found; at += 1) if (ofSameOffer(place, foundPlaces[at]!)) return true;
    return false;
  }

  return { open, add, merge };
}
