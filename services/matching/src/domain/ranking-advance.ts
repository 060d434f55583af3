import { rateOf } from './feasibility.ts';
import { compareRates, compareText } from './ranking.ts';
import { type Asked, BY_GRAMS, BY_POINTS } from './ranking-asked.ts';
import { type Cursor, nextInSets } from './ranking-cursor.ts';
import { isFeasible, isFeasibleWithin, type Sought } from './ranking-judging.ts';
import { narrow } from './ranking-narrow.ts';
import { laneAt, offerAt, placeOf } from './ranking-places.ts';
import { lacks, ROW_ARRIVAL, ROW_GATE, ROW_GRAMS, ROW_INTS, ROW_PLACE } from './ranking-rows.ts';

/**
 * Moves the cursors of a ranking from one feasible row to the next. The cost of a ranking is the cache lines that it touches one after
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
  /** Sets narrow a lane where they leave one row of so many or fewer: of more, the next is found as soon by reading on. */
  readonly rowsForOne: number;
  /** So often sets leave more in a block whose lane stays as it is before they are put into its order. */
  readonly scansBeforeOrder: number;
};
/** Refusals that a feasible row makes up for. */
const FOUND = 6;

/** No further row of the lane is feasible; none was found before patience ran out. */
const NONE = -1;
const TIRED = -2;

// What a loop over rows reads stands here once more: a constant of another module is a cell that V8 loads, checks and shifts wherever
// it is named, one of the module's own is part of the code. It was a tenth of a ranking. For the same reason the functions below stand
// in the module: those that a factory makes anew for each index are compiled for none of them.
const GRAMS = ROW_GRAMS;
const ARRIVAL = ROW_ARRIVAL;
const GATE = ROW_GATE;
const PLACE = ROW_PLACE;
const INTS = ROW_INTS;
const lacksRoom = lacks;
const isWithin = isFeasibleWithin;
/** Sixteen rows. */
const STRIDE = 16 * INTS;

/** What a scan is about, and how long it reads row by row. */
export type Search = Sought & { readonly limits: ScanLimits };

/** Moves a cursor to its next feasible row; false when there is none. */
export function advance(scan: Search, cursor: Cursor): boolean {
  const { ties } = cursor;
  if (ties.length > 0) {
    cursor.at = ties.pop()!;
    return true;
  }
  for (;;) {
    const at = cursor.sets === 0 ? nextByRow(scan, cursor) : nextBySets(scan, cursor);
    if (at === NONE) return false;
    if (at === TIRED) {
      if (!rest(scan, cursor)) return false;
      continue;
    }
    lead(scan.asked, cursor, at);
    const next = at + INTS;
    if (next < cursor.end && tie(scan.asked, cursor, at, next)) takeTies(scan, cursor);
    return true;
  }
}

/** After a scan has run out of patience: it goes on through few rows, or through all that are left; false when there are none. */
function rest(scan: Search, cursor: Cursor): boolean {
  const { ground, limits } = scan;
  const sheet = ground.sheetOf(cursor.number);
  const rows = (cursor.end - cursor.first) / INTS;
  sheet.tired += 1;
  if (sheet.sets !== null || sheet.tired > limits.scansBeforeSets) {
    return narrow(scan, cursor, limits);
  }
  cursor.refused = -rows;
  return true;
}

/** The next feasible row, row by row. */
function nextByRow(scan: Search, cursor: Cursor): number {
  const { asked } = scan;
  const { end, from } = cursor;
  const stop = patienceEnd(scan, cursor);
  for (let next = from; ; ) {
    const at = nextWithin(asked, cursor, next, stop);
    if (at === NONE) return NONE;
    if (at >= stop) break;
    next = at + INTS;
    if (isWithin(scan, cursor, at)) {
      cursor.from = next;
      cursor.refused += (at - from) / INTS - FOUND;
      return at;
    }
  }
  cursor.from = stop;
  cursor.refused += (stop - from) / INTS;
  return stop >= end ? NONE : TIRED;
}

/** Where a scan runs out of patience if it finds nothing: in a short lane never. */
function patienceEnd({ limits }: Search, { first, end, from, refused }: Cursor): number {
  if (end - first < limits.setsFromRows * INTS) return end;
  return Math.min(end, from + (limits.patience - refused) * INTS);
}

/**
 * The first row from one on, and before another, that is within the leading limits; else the latter, or none where the order ends the lane. This loop reads nine of ten
 * rows: it calls nothing, so that V8 looks at the array once and not for each row, and has its figures as plain integers (`| 0`).
 */
function nextWithin(asked: Asked, cursor: Cursor, from: number, stop: number): number {
  const { rows } = cursor;
  const atGate = cursor.atGate | 0;
  const leadCap = cursor.leadCap | 0;
  const latest = asked.latest | 0;
  const need = asked.need | 0;
  const roomAt = asked.roomAt | 0;
  const leadAt = asked.leadAt | 0;
  const end = stop | 0;
  for (let at = from | 0; at < end; ) {
    // In the order of that figure: to look now and then is enough.
    if (rows[(at + leadAt) | 0]! > leadCap) return NONE;
    const near = Math.min(end, (at + STRIDE) | 0) | 0;
    for (; at < near; at = (at + INTS) | 0) {
      // Four limits in one branch: whichever is missed makes the sign negative. None guesses right often enough to stand alone.
      const late = latest - rows[(at + ARRIVAL) | 0]!;
      const early = rows[(at + GATE) | 0]! - atGate;
      if ((late | early | lacksRoom(rows[(at + roomAt) | 0]!, need)) >= 0) {
        return rows[(at + leadAt) | 0]! > leadCap ? NONE : at;
      }
    }
  }
  return end;
}

function nextBySets(scan: Search, cursor: Cursor): number {
  const { end, leadCap, rows } = cursor;
  const { leadAt } = scan.asked;
  for (;;) {
    const at = nextInSets(cursor);
    if (at >= end || rows[at + leadAt]! > leadCap) return NONE;
    cursor.from = at + INTS;
    if (isFeasible(scan, cursor, at)) return at;
  }
}

function lead({ leads }: Asked, cursor: Cursor, at: number): void {
  const { rows } = cursor;
  cursor.at = at;
  if (leads === BY_GRAMS) {
    cursor.key = rows[at + GRAMS]! + cursor.addedKey;
    cursor.second = rows[at + ARRIVAL]!;
  } else {
    cursor.key = pointsAt(leads, cursor, at) + cursor.addedKey;
    cursor.second = rows[at + GRAMS]! + cursor.addedSecond;
  }
}

/** What comes first in the order of points, else the arrival. */
function pointsAt(leads: number, { keys, first, rows }: Cursor, at: number): number {
  return leads === BY_POINTS ? keys![(at - first) / INTS]! : rows[at + ARRIVAL]!;
}

// --- ties ------------------------------------------------------------------------------------------------------------

/** Whether two rows of a lane have the same leading figures. */
function tie({ leads }: Asked, cursor: Cursor, a: number, b: number): boolean {
  const { rows } = cursor;
  return rows[a + GRAMS] === rows[b + GRAMS] && pointsAt(leads, cursor, a) === pointsAt(leads, cursor, b);
}

/** Rows that tie on the leading figures, by rate, offer and calls. */
export function compareTied({ ground: { places }, question }: Search, packedA: number, packedB: number): number {
  const [placeA, placeB] = [placeOf(packedA), placeOf(packedB)];
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

function takeTies(scan: Search, cursor: Cursor): void {
  const { at: first, ties, rows, end } = cursor;
  ties.push(first);
  let at = first + INTS;
  for (; at < end && tie(scan.asked, cursor, first, at); at += INTS) if (isFeasible(scan, cursor, at)) ties.push(at);
  cursor.from = at;
  ties.sort((a, b) => compareTied(scan, rows[b + PLACE]!, rows[a + PLACE]!));
  cursor.at = ties.pop()!;
}
