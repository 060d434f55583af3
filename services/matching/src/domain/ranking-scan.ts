import { type BitSet, levelOf } from './bit-sets.ts';
import type { OfferState } from './book.ts';
import { leastUnits, priceReasons, type Question, rateOf } from './feasibility.ts';
import { balancedLoadPortPoints, compareRates, compareText, type RankedOffer } from './ranking.ts';
import {
  ARRIVES_BY,
  type Block,
  BUCKETS,
  EQUIPMENT_COUNT,
  EQUIPMENT_SETS,
  type Filing,
  filedSets,
  GATE_FROM,
  GRAMS_UP_TO,
  LIVE,
  packKilograms,
  packSlots,
  RATE_UP_TO,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_CLOSES,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_KILOGRAMS,
  ROW_PLACE,
  ROW_SLOTS,
  SPACE_SETS,
  tie,
  unNumberBit,
} from './ranking-block.ts';
import {
  LEVEL_BASES,
  LEVELS,
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
import { DIMENSION_COUNT, type LoadPortTerms } from './terms.ts';

/**
 * Reads blocks from their best rows on and merges them. The cost of a ranking is the cache lines that it touches, so what
 * refuses most rows stands in the row, a place is read only for rows that pass, offers are not read at all (unless goods,
 * a rate cap or an earlier refusal ask for it), and what a scan remembers is kept from one ranking to the next.
 *
 * Most requests find their ten within a few dozen rows, so a scan starts row by row. After some refusals it
 * turns to the bit sets and looks only at rows in the intersection of those that the request asks for: a lane that is sold
 * out at its green end, or holds next to nothing for this cargo, costs words, not rows.
 */
export type ScanLimits = {
  /** Refusals after which a scan turns to the bit sets. */
  readonly patience: number;
  /** Shorter lanes are read row by row to their end. */
  readonly setsFromRows: number;
};
export const SCAN_LIMITS: ScanLimits = { patience: 24, setsFromRows: 512 };

/** What a scan reads besides blocks. */
export type Ground = Filing & {
  readonly places: Places;
  readonly slots: readonly OfferState[];
  /** The rate of each size-type by slot; the largest integer where there is none. */
  readonly rates: { amounts: Int32Array };
};

/** One lane of a ranking: where its scan stands. Made once and used again. */
type Cursor = {
  block: Block;
  loadPort: LoadPortTerms;
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
  sets: BitSet[] | null;
  word: number;
  rest: number;
};

const NO_CAP = 2_147_483_647;

const REFUSED = 0;
const FEASIBLE = 1;
/** In this order every later row fails on the same limit. */
const NONE_FOLLOWS = 2;

export type Scan = {
  /** Begins a ranking. */
  readonly open: (question: Question) => void;
  /** Adds a lane to it. */
  readonly add: (block: Block, loadPort: LoadPortTerms) => void;
  /** The best of all lanes, the best pair of calls of each offer, in rank order. */
  readonly merge: (limit: number) => RankedOffer[];
};

export function makeScan(ground: Ground, limits: ScanLimits): Scan {
  const { patience, setsFromRows } = limits;
  const { places, slots } = ground;
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
  let needKilograms = 0;
  /** Where the space that counts begins in a place, and in the halves of a row's: free for priority cargo, else open. */
  let spaceAt = PLACE_OPEN;
  let half = 0;
  let dangerous = false;
  let special = false;
  let readsOffer = false;
  /** Standard cargo under bid prices: the price of a gated offer depends on the request, so its rule is asked row by row. */
  let asksPrice = false;
  let rateCap = NO_CAP;

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
      needs[dimension] = Math.min(space[dimension]! * least, 2_147_483_647);
    }
    needSlots = packSlots(needs[0]!);
    needKilograms = packKilograms(needs[1]!);
    spaceAt = priority ? PLACE_FREE : PLACE_OPEN;
    half = priority ? 16 : 0;
    dangerous = request.dangerousGoods.length > 0;
    special = dangerous || request.refrigerated;
    asksPrice = !priority && asked.policy.protectionMode === 'BID_PRICE';
    readsOffer = dangerous || request.maximumRate !== null || asked.declinedOffers.size > 0;
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
        sets: null,
        word: -1,
        rest: 0,
      };
      pool.push(cursor);
    }
    const { request } = question;
    const { addedGrams } = loadPort;
    cursor.block = block;
    cursor.loadPort = loadPort;
    cursor.addedKey =
      block.objective === 'LOWEST_EMISSIONS'
        ? addedGrams
        : block.objective === 'EARLIEST_ARRIVAL'
          ? 0
          : balancedLoadPortPoints(addedGrams, request.emissionQuarterTeu, question.policy);
    cursor.addedSecond = block.objective === 'LOWEST_EMISSIONS' ? 0 : addedGrams;
    cursor.atGate = loadPort.atGateMinute;
    cursor.gramsLeft = request.maximumGrams === null ? NO_CAP : Math.min(NO_CAP, request.maximumGrams - addedGrams);
    cursor.from = 0;
    cursor.refused = 0;
    cursor.ties.length = 0;
    cursor.sets = null;
    cursor.word = -1;
    if (!advance(cursor)) return;
    active.push(cursor);
    used += 1;
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
      const row = cursor.sets === null ? cursor.from : nextInSets(cursor);
      if (row >= size) return false;
      cursor.from = row + 1;
      const verdict = judgeRow(cursor, block, row);
      if (verdict === FEASIBLE) {
        lead(cursor, row);
        if (row + 1 < size && tie(block, row, row + 1)) takeTies(cursor);
        return true;
      }
      if (verdict === NONE_FOLLOWS) return false;
      cursor.refused += 1;
      if (cursor.refused === patience && size >= setsFromRows) {
        cursor.sets = narrowing(cursor);
        if (cursor.sets === null) return false;
      }
    }
  }

  function lead(cursor: Cursor, row: number): void {
    const { block } = cursor;
    const at = row * ROW_INTS;
    cursor.row = row;
    if (block.objective === 'LOWEST_EMISSIONS') {
      cursor.key = block.rows[at + ROW_GRAMS]! + cursor.addedKey;
      cursor.second = block.rows[at + ROW_ARRIVAL]!;
    } else {
      cursor.key = (block.keys === null ? block.rows[at + ROW_ARRIVAL]! : block.keys[row]!) + cursor.addedKey;
      cursor.second = block.rows[at + ROW_GRAMS]! + cursor.addedSecond;
    }
  }

  /** Whether a row is feasible, by exactly the rules of `judge`: cheapest first, the row's own line before the place's. */
  function judgeRow(cursor: Cursor, block: Block, row: number): number {
    const { rows } = block;
    const at = row * ROW_INTS;
    if (rows[at + ROW_GRAMS]! > cursor.gramsLeft) {
      return block.objective === 'LOWEST_EMISSIONS' ? NONE_FOLLOWS : REFUSED;
    }
    if (rows[at + ROW_ARRIVAL]! > latest) return block.objective === 'EARLIEST_ARRIVAL' ? NONE_FOLLOWS : REFUSED;
    const gate = rows[at + ROW_GATE]!;
    if (
      gate < cursor.atGate ||
      rows[at + ROW_CLOSES]! <= minute ||
      (rows[at + ROW_ACCEPTS]! & accepts) !== accepts ||
      ((rows[at + ROW_SLOTS]! >>> half) & 0xffff) < needSlots ||
      ((rows[at + ROW_KILOGRAMS]! >>> half) & 0xffff) < needKilograms
    ) {
      return REFUSED;
    }
    const { ints } = places;
    const place = rows[at + ROW_PLACE]! * PLACE_INTS;
    const space = place + spaceAt;
    if (ints[space]! < needs[0]! || ints[space + 1]! < needs[1]!) {
      // The row remembers more than is left: next time it refuses by itself.
      rows[at + ROW_SLOTS] = (packSlots(ints[place + PLACE_FREE]!) << 16) | packSlots(ints[place + PLACE_OPEN]!);
      rows[at + ROW_KILOGRAMS] =
        (packKilograms(ints[place + PLACE_FREE + 1]!) << 16) | packKilograms(ints[place + PLACE_OPEN + 1]!);
      return REFUSED;
    }
    if (ints[place + (special ? PLACE_BOOK_SPECIAL : PLACE_BOOK_STANDARD)]! <= minute) return REFUSED;
    if (special) {
      let closes = gate;
      if (dangerous) closes = Math.min(closes, ints[place + PLACE_GATE_DANGEROUS]!);
      if (question.request.refrigerated) closes = Math.min(closes, ints[place + PLACE_GATE_REEFER]!);
      if (closes < cursor.atGate || closes <= minute) return REFUSED;
      if (ints[space + 2]! < needs[2]! || ints[space + 3]! < needs[3]!) return REFUSED;
    }
    if (asksPrice) {
      const offer = slots[ints[place + PLACE_SLOT]!]!;
      const lane = places.lanes[rows[at + ROW_PLACE]!]!;
      if (offer.gate !== null && priceReasons(offer, lane, cursor.loadPort, question) !== 0) return REFUSED;
    }
    if (!readsOffer) return FEASIBLE;
    const slot = ints[place + PLACE_SLOT]!;
    if (rateCap !== NO_CAP && ground.rates.amounts[slot * EQUIPMENT_COUNT + question.request.equipment]! > rateCap) {
      return REFUSED;
    }
    if (!offerTakes(slots[slot]!, question)) return REFUSED;
    return FEASIBLE;
  }

  /** Units of the question that fit a place. */
  function unitsAt(place: number): number {
    const { ints } = places;
    const { space } = question.request;
    let { units } = question;
    if (units === least) return units;
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
    const placeA = blockA.rows[rowA * ROW_INTS + ROW_PLACE]!;
    const placeB = blockB.rows[rowB * ROW_INTS + ROW_PLACE]!;
    const offerA = slots[places.ints[placeA * PLACE_INTS + PLACE_SLOT]!]!;
    const offerB = slots[places.ints[placeB * PLACE_INTS + PLACE_SLOT]!]!;
    const laneA = places.lanes[placeA]!;
    const laneB = places.lanes[placeB]!;
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
      if (judgeRow(cursor, block, row) === FEASIBLE) ties.push(row);
    }
    cursor.from = row;
    ties.sort((a, b) => compareTied(block, b, block, a));
    cursor.row = ties.pop()!;
  }

  // --- bit sets ------------------------------------------------------------------------------------------------------

  /** The sets whose intersection holds every row that could be feasible; null when none can. */
  function narrowing({ block, loadPort }: Cursor): BitSet[] | null {
    const { request } = question;
    const filed = filedSets(block, ground);
    const sets: BitSet[] = [];
    for (const goods of request.dangerousGoods) {
      const set = filed.unNumbers.get(goods.unNumber);
      if (set === undefined) return null;
      sets.push(set);
    }
    const first = spaceAt === PLACE_FREE ? 0 : DIMENSION_COUNT;
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const level = levelOf(needs[dimension]!, LEVEL_BASES[dimension]!, LEVELS);
      if (level > 0) sets.push(filed.sets[SPACE_SETS + (first + dimension) * LEVELS + level - 1]!);
    }
    if (loadPort.atGateMinute > filed.latestGate || latest < filed.earliestArrival) return null;
    // The tightest bound that still lets every possible row through; none when the limit is looser than all.
    const upTo = (family: number, bounds: readonly number[], limit: number) => {
      const bucket = bounds.findIndex((bound) => bound >= limit);
      if (bucket >= 0 && bucket < BUCKETS - 1) sets.push(filed.sets[family + bucket]!);
    };
    upTo(ARRIVES_BY, filed.arrivalBounds, request.latestArrivalMinute);
    const gate = filed.gateBounds.findIndex((bound) => bound <= loadPort.atGateMinute);
    if (gate >= 0 && gate < BUCKETS - 1) sets.push(filed.sets[GATE_FROM + gate]!);
    if (request.maximumRate !== null) upTo(RATE_UP_TO, filed.rateBounds, request.maximumRate.amountMinor);
    if (request.maximumGrams !== null && block.objective !== 'LOWEST_EMISSIONS') {
      upTo(GRAMS_UP_TO, filed.gramsBounds, request.maximumGrams - loadPort.addedGrams);
    }
    sets.push(filed.sets[EQUIPMENT_SETS + request.equipment]!, filed.sets[LIVE]!);
    return sets;
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
      const number = rows[at + ROW_PLACE]!;
      const place = number * PLACE_INTS;
      const offer = slots[places.ints[place + PLACE_SLOT]!]!;
      // The first pair of an offer that comes up is its best.
      if (!isIn(ranked, offer)) {
        ranked.push({
          offer,
          lane: places.lanes[number]!,
          loadPort: best.loadPort,
          grams: rows[at + ROW_GRAMS]! + best.loadPort.addedGrams,
          units: unitsAt(place),
        });
      }
      if (!advance(best)) {
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
  const sets = cursor.sets!;
  const words = (block.size + 31) >>> 5;
  if (cursor.word === from >>> 5) cursor.rest &= -1 << (from & 31);
  else {
    cursor.word = from >>> 5;
    if (cursor.word >= words) return block.size;
    cursor.rest = intersect(sets, cursor.word) & (-1 << (from & 31));
  }
  while (cursor.rest === 0) {
    cursor.word += 1;
    if (cursor.word >= words) return block.size;
    cursor.rest = intersect(sets, cursor.word);
  }
  return cursor.word * 32 + (31 - Math.clz32(cursor.rest & -cursor.rest));
}

function intersect(sets: readonly BitSet[], word: number): number {
  let common = sets[0]![word]!;
  for (let set = 1; set < sets.length && common !== 0; set += 1) common &= sets[set]![word]!;
  return common | 0;
}
