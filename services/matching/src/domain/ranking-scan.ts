import type { Words } from './bit-sets.ts';
import type { OfferState } from './book.ts';
import { leastUnits, priceReasons, type Question, rateOf } from './feasibility.ts';
import { balancedLoadPortPoints, compareRates, compareText, type RankedOffer } from './ranking.ts';
import { tie } from './ranking-block.ts';
import {
  PLACE_BOOK_SPECIAL,
  PLACE_BOOK_STANDARD,
  PLACE_FREE,
  PLACE_GATE_DANGEROUS,
  PLACE_GATE_REEFER,
  PLACE_INTS,
  PLACE_OPEN,
  PLACE_SLOT,
  type Places,
} from './ranking-places.ts';
import { MIXED, RATE_CURRENCY, RATE_INTS, type Rates } from './ranking-rates.ts';
import {
  type Block,
  BOOKS_EARLIER,
  LARGEST_HALF,
  LEAST_SLOTS,
  laneAt,
  offerAt,
  packKilograms,
  packSlots,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_CLOSES,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_KILOGRAMS,
  ROW_PLACE,
  ROW_SLOTS,
  startFor,
  startLevel,
  unNumberBit,
} from './ranking-rows.ts';
import {
  ARRIVAL,
  type Filing,
  GATE,
  GRAMS,
  IMPOSSIBLE,
  RATE,
  type RowSets,
  refileSpace,
  SPACE,
  setsOf,
  windowFor,
  windowForUnNumber,
} from './ranking-sets.ts';
import { DIMENSION_COUNT, type LoadPortTerms } from './terms.ts';

/**
 * Reads blocks from their best rows on and merges them. The cost of a ranking is the cache lines that it touches, so what
 * refuses most rows stands in the row, a place is read only for rows whose figures do not settle it, offers are not read at
 * all (unless goods, a rate cap or an earlier refusal ask for it), and what a scan remembers is kept from one ranking to the
 * next.
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
   * Sets are made once scans have refused as many rows as this many readings of the whole lane would: to make them costs about
   * as much, and most lanes of a wide network are never asked in vain that often.
   */
  readonly scansBeforeSets: number;
};
export const SCAN_LIMITS: ScanLimits = { patience: 64, setsFromRows: 512, scansBeforeSets: 16 };
const FOUND = 6;

/** What a scan reads besides blocks. */
export type Ground = Filing & {
  readonly places: Places;
  readonly rates: Rates;
};

/** One lane of a ranking: where its scan stands. Made once and used again. */
type Cursor = {
  block: Block;
  loadPort: LoadPortTerms;
  /** Which figure comes first in its order, where it stands in a row, and the value beyond which no later row is feasible. */
  leads: number;
  leadAt: number;
  leadCap: number;
  /** What this load port adds to the two leading figures of each row. */
  addedKey: number;
  addedSecond: number;
  atGate: number;
  gramsLeft: number;
  /** The best row not yet taken, and its leading figures. */
  row: number;
  key: number;
  second: number;
  /** First row not yet looked at. */
  from: number;
  refused: number;
  /** Further feasible rows that tie with the head, the next one last. */
  readonly ties: number[];
  /** Where the sets to intersect begin in `words`; `sets` of them, 0 while it goes row by row. */
  words: Words;
  readonly begins: number[];
  readonly counts: number[];
  sets: number;
  word: number;
  rest: number;
};
const NO_WORDS = new Uint32Array(0);

const BY_GRAMS = 0;
const BY_ARRIVAL = 1;
const BY_POINTS = 2;
const LEADS = { LOWEST_EMISSIONS: BY_GRAMS, EARLIEST_ARRIVAL: BY_ARRIVAL, BALANCED: BY_POINTS } as const;

const LARGEST = 2_147_483_647;
const NO_CAP = LARGEST;

export type Scan = {
  /** Begins a ranking. */
  readonly open: (question: Question) => void;
  /** Adds a lane to it. */
  readonly add: (block: Block, loadPort: LoadPortTerms) => void;
  /** The best of all lanes, the best pair of calls of each offer, in rank order. */
  readonly merge: (limit: number) => RankedOffer[];
};

export function makeScan(ground: Ground, limits: ScanLimits): Scan {
  const { patience, setsFromRows, scansBeforeSets } = limits;
  const { places } = ground;
  const pool: Cursor[] = [];
  /** Cursors in use: those of `pool` with these numbers, unordered. */
  const active: Cursor[] = [];
  let used = 0;

  // The question, in the integers that rows are compared with.
  let question: Question;
  let latest = 0;
  let minute = 0;
  let accepts = 0;
  let least = 0;
  const needs = new Int32Array(DIMENSION_COUNT);
  let needSlots = 0;
  let start = 0;
  let startSlots = 0;
  let needKilograms = 0;
  /** The same for all units, not only for the least that would do. */
  let wholeSlots = 0;
  let wholeKilograms = 0;
  /** Where the space that counts begins in a place, and in the halves of a row's: free for priority cargo, else open. */
  let spaceAt = PLACE_OPEN;
  let half = 0;
  let dangerous = false;
  let special = false;
  let readsOffer = false;
  /** Something besides the rate stands only in the offer. */
  let asksOffer = false;
  /** The figures of a row never settle it. */
  let readsPlace = false;
  /** Standard cargo under bid prices: the price of a gated offer depends on the request, so its rule is asked row by row. */
  let asksPrice = false;
  let rateCap = NO_CAP;
  let capCurrency = MIXED;

  function open(asked: Question): void {
    question = asked;
    const { request, priority } = asked;
    const { space } = request;
    latest = request.latestArrivalMinute;
    minute = asked.minute;
    accepts = 1 << request.equipment;
    for (const { unNumber } of request.dangerousGoods) accepts |= unNumberBit(unNumber);
    least = leastUnits(asked);
    // Beyond what fits 31 bits no pool reaches either.
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      needs[dimension] = Math.min(space[dimension]! * least, LARGEST);
    }
    needSlots = packSlots(needs[0]!);
    needKilograms = packKilograms(needs[1]!);
    wholeSlots = packSlots(Math.min(space[0] * asked.units, LARGEST));
    wholeKilograms = packKilograms(Math.min(space[1] * asked.units, LARGEST));
    spaceAt = priority ? PLACE_FREE : PLACE_OPEN;
    half = priority ? 16 : 0;
    const level = startLevel(needs[0]!);
    start = startFor(level, priority);
    startSlots = LEAST_SLOTS << level;
    dangerous = request.dangerousGoods.length > 0;
    special = dangerous || request.refrigerated;
    asksPrice = !priority && asked.policy.protectionMode === 'BID_PRICE';
    asksOffer = dangerous || asked.declinedOffers.size > 0;
    readsOffer = asksOffer || request.maximumRate !== null;
    readsPlace = special || asksPrice || readsOffer || needSlots === LARGEST_HALF;
    capCurrency =
      request.maximumRate === null ? MIXED : (ground.rates.currencies.get(request.maximumRate.currencyCode) ?? NO_CAP);
    rateCap = request.maximumRate === null ? NO_CAP : Math.min(NO_CAP, request.maximumRate.amountMinor);
    used = 0;
    active.length = 0;
  }

  function add(block: Block, loadPort: LoadPortTerms): void {
    if (block.size === 0) return;
    let cursor = pool[used];
    if (cursor === undefined) {
      cursor = {
        block,
        loadPort,
        leads: 0,
        leadAt: 0,
        leadCap: 0,
        addedKey: 0,
        addedSecond: 0,
        atGate: 0,
        gramsLeft: 0,
        row: 0,
        key: 0,
        second: 0,
        from: 0,
        refused: 0,
        ties: [],
        words: NO_WORDS,
        begins: [],
        counts: [],
        sets: 0,
        word: -1,
        rest: 0,
      };
      pool.push(cursor);
    }
    const { request } = question;
    const { addedGrams } = loadPort;
    cursor.block = block;
    cursor.loadPort = loadPort;
    cursor.leads = LEADS[block.objective];
    cursor.addedKey =
      cursor.leads === BY_GRAMS
        ? addedGrams
        : cursor.leads === BY_ARRIVAL
          ? 0
          : balancedLoadPortPoints(addedGrams, request.emissionQuarterTeu, question.policy);
    cursor.addedSecond = cursor.leads === BY_GRAMS ? 0 : addedGrams;
    cursor.atGate = loadPort.atGateMinute;
    cursor.gramsLeft =
      request.maximumGrams === null ? NO_CAP : Math.max(-1, Math.min(NO_CAP, request.maximumGrams - addedGrams));
    cursor.leadAt = cursor.leads === BY_ARRIVAL ? ROW_ARRIVAL : ROW_GRAMS;
    cursor.leadCap = cursor.leads === BY_ARRIVAL ? latest : cursor.leads === BY_GRAMS ? cursor.gramsLeft : LARGEST;
    cursor.from = firstWithRoom(block);
    cursor.refused = 0;
    if (cursor.ties.length > 0) cursor.ties.length = 0;
    cursor.sets = 0;
    cursor.word = -1;
    if (!advance(cursor)) return;
    active.push(cursor);
    used += 1;
  }

  /** Where a scan for the need begins: every row before has fewer slots, by its own figures. */
  function firstWithRoom({ rows, size, starts }: Block): number {
    let row = starts[start]!;
    while (row < size && ((rows[row * ROW_INTS + ROW_SLOTS]! >>> half) & 0xffff) < startSlots) row += 1;
    starts[start] = row;
    return row;
  }

  /** Moves a cursor to its next feasible row; false when there is none. */
  function advance(cursor: Cursor): boolean {
    const { block, ties } = cursor;
    if (ties.length > 0) {
      cursor.row = ties.pop()!;
      return true;
    }
    const { size } = block;
    for (;;) {
      // Row by row, no further than patience reaches.
      const end =
        cursor.sets > 0 || size < setsFromRows ? size : Math.min(size, cursor.from + patience - cursor.refused);
      const row = cursor.sets > 0 ? nextInSets(cursor) : nextUnrefused(cursor, block, end);
      if (row >= size) return false;
      if (row < end) {
        cursor.from = row + 1;
        if (isFeasible(cursor, block, row)) {
          cursor.refused -= FOUND;
          lead(cursor, row);
          if (row + 1 < size && tie(block, row, row + 1)) takeTies(cursor);
          return true;
        }
        if (block.rows[row * ROW_INTS + cursor.leadAt]! > cursor.leadCap) return false;
        cursor.refused += 1;
      }
      if (cursor.refused < patience || cursor.sets > 0 || size < setsFromRows) continue;
      const paysOff = block.sets !== null || block.refused >= scansBeforeSets * size;
      if (paysOff && !narrow(cursor)) return false;
      // No sets yet, or none of them is scarce: row by row to the end.
      if (cursor.sets === 0) cursor.refused = -size;
    }
  }

  /**
   * The next row before `end` that its own line does not refuse; `end` when there is none, and the size of the block when
   * its order says that none follows. Everything in locals, since this loop reads nine of ten rows.
   */
  function nextUnrefused(cursor: Cursor, block: Block, end: number): number {
    const { rows } = block;
    const { from, gramsLeft, atGate, leadAt, leadCap } = cursor;
    const by = latest;
    const now = minute;
    const wanted = accepts;
    const shift = half;
    const slots = needSlots;
    const kilograms = needKilograms;
    let row = from;
    for (; row < end; row += 1) {
      const at = row * ROW_INTS;
      if (rows[at + leadAt]! > leadCap) return block.size;
      // Six limits in one branch: whichever is missed makes the sign negative. None guesses right often enough to stand alone.
      const missed =
        (gramsLeft - rows[at + ROW_GRAMS]!) |
        (by - rows[at + ROW_ARRIVAL]!) |
        (rows[at + ROW_GATE]! - atGate) |
        (rows[at + ROW_CLOSES]! - 1 - now) |
        (((rows[at + ROW_SLOTS]! >>> shift) & 0xffff) - slots) |
        (((rows[at + ROW_KILOGRAMS]! >>> shift) & 0xffff) - kilograms);
      if (missed >= 0 && (rows[at + ROW_ACCEPTS]! & wanted) === wanted) break;
    }
    cursor.from = row;
    cursor.refused += row - from;
    block.refused += row - from;
    return row;
  }

  function lead(cursor: Cursor, row: number): void {
    const { block } = cursor;
    const at = row * ROW_INTS;
    cursor.row = row;
    if (cursor.leads === BY_GRAMS) {
      cursor.key = block.rows[at + ROW_GRAMS]! + cursor.addedKey;
      cursor.second = block.rows[at + ROW_ARRIVAL]!;
    } else {
      cursor.key = (block.keys === null ? block.rows[at + ROW_ARRIVAL]! : block.keys[row]!) + cursor.addedKey;
      cursor.second = block.rows[at + ROW_GRAMS]! + cursor.addedSecond;
    }
  }

  /** Whether a row is feasible, by exactly the rules of `judge`: its own line again, then its place where that does not settle it. */
  function isFeasible(cursor: Cursor, block: Block, row: number): boolean {
    const { rows } = block;
    const at = row * ROW_INTS;
    const accepted = rows[at + ROW_ACCEPTS]!;
    const moreKilograms = ((rows[at + ROW_KILOGRAMS]! >>> half) & 0xffff) - needKilograms;
    if (
      rows[at + ROW_GRAMS]! > cursor.gramsLeft ||
      rows[at + ROW_ARRIVAL]! > latest ||
      rows[at + ROW_GATE]! < cursor.atGate ||
      rows[at + ROW_CLOSES]! <= minute ||
      (accepted & accepts) !== accepts ||
      ((rows[at + ROW_SLOTS]! >>> half) & 0xffff) < needSlots ||
      moreKilograms < 0
    ) {
      return false;
    }
    const number = rows[at + ROW_PLACE]!;
    // Weight is remembered in units of 256 kg: what equals the need in them may still be too little.
    if (
      !readsPlace &&
      moreKilograms > 0 &&
      (accepted & BOOKS_EARLIER) === 0 &&
      (places.taken[number >>> 5]! & (1 << (number & 31))) === 0
    ) {
      return true;
    }
    return isPlaceFeasible(cursor, block, row, number);
  }

  function isPlaceFeasible(cursor: Cursor, block: Block, row: number, number: number): boolean {
    const { ints } = places;
    const place = number * PLACE_INTS;
    const space = place + spaceAt;
    if (
      ints[space]! < needs[0]! ||
      ints[space + 1]! < needs[1]! ||
      ints[space + 2]! < needs[2]! ||
      ints[space + 3]! < needs[3]!
    ) {
      correct(block, row, place);
      return false;
    }
    if (ints[place + (special ? PLACE_BOOK_SPECIAL : PLACE_BOOK_STANDARD)]! <= minute) return false;
    if (special) {
      const gate = block.rows[row * ROW_INTS + ROW_GATE]!;
      let closes = gate;
      if (dangerous) closes = Math.min(closes, ints[place + PLACE_GATE_DANGEROUS]!);
      if (question.request.refrigerated) closes = Math.min(closes, ints[place + PLACE_GATE_REEFER]!);
      if (closes < cursor.atGate || closes <= minute) return false;
    }
    if (asksPrice) {
      const offer = offerAt(block, row);
      const lane = laneAt(block, row);
      if (offer.gate !== null && priceReasons(offer, lane, cursor.loadPort, question) !== 0) return false;
    }
    if (rateCap !== NO_CAP) {
      const rates = ground.rates.ints;
      const rate = ints[place + PLACE_SLOT]! * RATE_INTS;
      if (rates[rate + question.request.equipment]! > rateCap) return false;
      const currency = rates[rate + RATE_CURRENCY]!;
      if (currency !== MIXED && currency !== capCurrency) return false;
      if (currency === capCurrency && !asksOffer) return true;
    }
    if (!readsOffer) return true;
    return offerTakes(offerAt(block, row), question);
  }

  /** The row, or one of its sets, remembers more than is left: next time it refuses by itself. */
  function correct(block: Block, row: number, place: number): void {
    const { rows } = block;
    const { ints } = places;
    const at = row * ROW_INTS;
    rows[at + ROW_SLOTS] = (packSlots(ints[place + PLACE_FREE]!) << 16) | packSlots(ints[place + PLACE_OPEN]!);
    rows[at + ROW_KILOGRAMS] =
      (packKilograms(ints[place + PLACE_FREE + 1]!) << 16) | packKilograms(ints[place + PLACE_OPEN + 1]!);
    refileSpace(block, row, ground);
  }

  /** Units of the question that fit a feasible row: all of them where the row itself can say so. */
  function unitsAt(rows: Int32Array, at: number): number {
    const number = rows[at + ROW_PLACE]!;
    let { units } = question;
    if (units === least) return units;
    if (
      !readsPlace &&
      wholeSlots < LARGEST_HALF &&
      ((rows[at + ROW_SLOTS]! >>> half) & 0xffff) >= wholeSlots &&
      ((rows[at + ROW_KILOGRAMS]! >>> half) & 0xffff) > wholeKilograms &&
      (places.taken[number >>> 5]! & (1 << (number & 31))) === 0
    ) {
      return units;
    }
    const { ints } = places;
    const { space } = question.request;
    const place = number * PLACE_INTS;
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const need = space[dimension]!;
      if (need === 0) continue;
      const left = ints[place + spaceAt + dimension]!;
      if (left < need * units) units = Math.floor(left / need);
    }
    return units;
  }

  // --- ties ----------------------------------------------------------------------------------------------------------

  /** Rows that tie on the leading figures, by rate, offer and calls. */
  function compareTied(blockA: Block, rowA: number, blockB: Block, rowB: number): number {
    const offerA = offerAt(blockA, rowA);
    const offerB = offerAt(blockB, rowB);
    const laneA = laneAt(blockA, rowA);
    const laneB = laneAt(blockB, rowB);
    return (
      compareRates(rateOf(offerA, question.request), rateOf(offerB, question.request)) ||
      compareText(offerA.terms.offerId, offerB.terms.offerId) ||
      laneA.loadCall - laneB.loadCall ||
      laneA.dischargeCall - laneB.dischargeCall
    );
  }

  function takeTies(cursor: Cursor): void {
    const { block, row: first, ties } = cursor;
    ties.push(first);
    let row = first + 1;
    for (; row < block.size && tie(block, first, row); row += 1) {
      if (isFeasible(cursor, block, row)) ties.push(row);
    }
    cursor.from = row;
    ties.sort((a, b) => compareTied(block, b, block, a));
    cursor.row = ties.pop()!;
  }

  // --- bit sets ------------------------------------------------------------------------------------------------------

  /** Chooses the sets whose intersection holds every row that could be feasible; false when none can. */
  function narrow(cursor: Cursor): boolean {
    const { block, loadPort } = cursor;
    const { request } = question;
    const sets = setsOf(block);
    for (const { unNumber } of request.dangerousGoods) {
      if (!intersectWith(cursor, sets, windowForUnNumber(block, sets, unNumber))) return false;
    }
    const first = spaceAt === PLACE_FREE ? SPACE : SPACE + DIMENSION_COUNT;
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const need = needs[dimension]!;
      if (need === 0) continue;
      if (!intersectWith(cursor, sets, windowFor(block, sets, first + dimension, need, ground))) return false;
    }
    const { maximumRate, maximumGrams } = request;
    if (!intersectWith(cursor, sets, windowFor(block, sets, ARRIVAL, -latest, ground))) return false;
    if (!intersectWith(cursor, sets, windowFor(block, sets, GATE, loadPort.atGateMinute, ground))) return false;
    if (maximumRate !== null) {
      if (!intersectWith(cursor, sets, windowFor(block, sets, RATE, -maximumRate.amountMinor, ground))) return false;
    }
    if (maximumGrams !== null && cursor.leads !== BY_GRAMS) {
      const limit = loadPort.addedGrams - maximumGrams;
      if (!intersectWith(cursor, sets, windowFor(block, sets, GRAMS, limit, ground))) return false;
    }
    cursor.words = sets.words;
    return true;
  }

  /** Adds a set to those of a cursor, the scarcest first; false when no row is in it. */
  function intersectWith(cursor: Cursor, sets: RowSets, window: number): boolean {
    if (window === IMPOSSIBLE) return false;
    if (window < 0) return true;
    const { begins, counts } = cursor;
    const count = sets.counts[window]!;
    let at = cursor.sets;
    for (; at > 0 && counts[at - 1]! > count; at -= 1) {
      begins[at] = begins[at - 1]!;
      counts[at] = counts[at - 1]!;
    }
    begins[at] = window * sets.stride;
    counts[at] = count;
    cursor.sets += 1;
    return true;
  }

  // --- merging -------------------------------------------------------------------------------------------------------

  function merge(limit: number): RankedOffer[] {
    const ranked: RankedOffer[] = [];
    while (ranked.length < limit && active.length > 0) {
      let first = 0;
      let best = active[0]!;
      for (let other = 1; other < active.length; other += 1) {
        const next = active[other]!;
        const order =
          next.key - best.key || next.second - best.second || compareTied(next.block, next.row, best.block, best.row);
        if (order >= 0) continue;
        first = other;
        best = next;
      }
      const at = best.row * ROW_INTS;
      const { rows } = best.block;
      const offer = offerAt(best.block, best.row);
      // The first pair of an offer that comes up is its best.
      if (!isIn(ranked, offer)) {
        ranked.push({
          offer,
          lane: laneAt(best.block, best.row),
          loadPort: best.loadPort,
          grams: rows[at + ROW_GRAMS]! + best.loadPort.addedGrams,
          units: unitsAt(rows, at),
        });
      }
      if (ranked.length < limit && !advance(best)) {
        active[first] = active[active.length - 1]!;
        active.length -= 1;
      }
    }
    return ranked;
  }

  return { open, add, merge };
}

function isIn(ranked: readonly RankedOffer[], offer: OfferState): boolean {
  for (let at = 0; at < ranked.length; at += 1) if (ranked[at]!.offer === offer) return true;
  return false;
}

/** The limits of a request that only the offer itself can answer. */
function offerTakes(offer: OfferState, question: Question): boolean {
  const { request, declinedOffers } = question;
  for (const goods of request.dangerousGoods) if (!offer.terms.unNumbers.includes(goods.unNumber)) return false;
  if (request.maximumRate !== null) {
    const rate = rateOf(offer, request);
    if (rate === null || rate.currencyCode !== request.maximumRate.currencyCode) return false;
    if (rate.amountMinor > request.maximumRate.amountMinor) return false;
  }
  if (declinedOffers.size === 0) return true;
  const declinedVersion = declinedOffers.get(offer.terms.offerId);
  return declinedVersion === undefined || declinedVersion < offer.terms.version;
}

/** First row from `cursor.from` on that is in every set; at least the size when there is none. */
function nextInSets(cursor: Cursor): number {
  const { from, block } = cursor;
  const words = (block.size + 31) >>> 5;
  if (cursor.word === from >>> 5) cursor.rest &= -1 << (from & 31);
  else {
    cursor.word = from >>> 5;
    if (cursor.word >= words) return block.size;
    cursor.rest = intersection(cursor, cursor.word) & (-1 << (from & 31));
  }
  while (cursor.rest === 0) {
    cursor.word += 1;
    if (cursor.word >= words) return block.size;
    cursor.rest = intersection(cursor, cursor.word);
  }
  return cursor.word * 32 + (31 - Math.clz32(cursor.rest & -cursor.rest));
}

function intersection(cursor: Cursor, word: number): number {
  const { words, begins, sets } = cursor;
  let common = words[begins[0]! + word]! | 0;
  for (let set = 1; set < sets && common !== 0; set += 1) common &= words[begins[set]! + word]!;
  return common;
}
