import type { OfferState } from './book.ts';
import { priceReasons, type Question, rateOf } from './feasibility.ts';
import { type Asked, NO_CAP } from './ranking-asked.ts';
import type { Cursor } from './ranking-cursor.ts';
import type { GoodsLists } from './ranking-goods.ts';
import {
  laneAt,
  offerAt,
  PLACE_BOOK_SPECIAL,
  PLACE_BOOK_STANDARD,
  PLACE_FREE,
  PLACE_GATE_DANGEROUS,
  PLACE_GATE_REEFER,
  PLACE_GOODS,
  PLACE_INTS,
  PLACE_OPEN,
  PLACE_SLOT,
  type Places,
  placeOf,
} from './ranking-places.ts';
import { MIXED, RATE_CURRENCY, RATE_INTS, type Rates } from './ranking-rates.ts';
import {
  type Block,
  BOOKS_EARLIER,
  kilogramsHalf,
  LARGEST_HALF,
  lacks,
  packSpace,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_CLOSES,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_INTS,
  ROW_OPEN,
  ROW_PLACE,
  slotsHalf,
} from './ranking-rows.ts';
import { type Filing, refileSpace } from './ranking-sets.ts';
import { DIMENSION_COUNT, type RequestTerms } from './terms.ts';

/** What a scan reads. */
export type Ground = Filing & {
  readonly places: Places;
  readonly rates: Rates;
  readonly goods: GoodsLists;
  readonly blocks: readonly (Block | undefined)[];
};

/** Judges rows for what is asked; the same rules as `judge`, which reads offers. */
export type Judging = {
  /** Whether a row may remember more than is left. */
  readonly isTaken: (number: number) => boolean;
  readonly hasWeightToSpare: (room: number) => boolean;
  readonly isFeasible: (cursor: Cursor, at: number, question: Question) => boolean;
  /** The same by the place of a row that its own line does not refuse. */
  readonly isPlaceFeasible: (cursor: Cursor, at: number, number: number, question: Question) => boolean;
  readonly unitsAt: (rows: Int32Array, at: number, question: Question) => number;
};

export function makeJudging(ground: Ground, asked: Asked): Judging {
  const { places } = ground;

  /** Weight is remembered in units of 256 kg: what equals the need in them may still be too little. */
  function hasWeightToSpare(room: number): boolean {
    return kilogramsHalf(room) > kilogramsHalf(asked.need);
  }

  function isTaken(number: number): boolean {
    return (places.taken[number >>> 5]! & (1 << (number & 31))) !== 0;
  }

  /** Whether a row is feasible, by exactly the rules of `judge`: its own line, then its place where that does not settle it. */
  function isFeasible(cursor: Cursor, at: number, question: Question): boolean {
    const { rows } = cursor;
    const { accepts } = asked;
    const room = rows[at + asked.roomAt]!;
    const accepted = rows[at + ROW_ACCEPTS]!;
    if (
      rows[at + ROW_GRAMS]! > cursor.gramsLeft ||
      rows[at + ROW_ARRIVAL]! > asked.latest ||
      rows[at + ROW_GATE]! < cursor.atGate ||
      rows[at + ROW_CLOSES]! <= asked.minute ||
      (accepted & accepts) !== accepts ||
      lacks(room, asked.need) < 0
    ) {
      return false;
    }
    const number = placeOf(rows[at + ROW_PLACE]!);
    if (
      !asked.readsPlace &&
      !asked.capped &&
      hasWeightToSpare(room) &&
      (accepted & BOOKS_EARLIER) === 0 &&
      !isTaken(number)
    )
      return true;
    return isPlaceFeasible(cursor, at, number, question);
  }

  function isPlaceFeasible(cursor: Cursor, at: number, number: number, question: Question): boolean {
    const { ints } = places;
    const { needs, minute, special } = asked;
    const place = number * PLACE_INTS;
    const space = place + asked.spaceAt;
    if (
      ints[space]! < needs[0]! ||
      ints[space + 1]! < needs[1]! ||
      ints[space + 2]! < needs[2]! ||
      ints[space + 3]! < needs[3]!
    ) {
      correct(cursor, at, place);
      return false;
    }
    if (ints[place + (special ? PLACE_BOOK_SPECIAL : PLACE_BOOK_STANDARD)]! <= minute) return false;
    const { request } = question;
    for (let goods = 0; goods < request.dangerousGoods.length; goods += 1) {
      if (!asked.goods[goods]!.has(ints[place + PLACE_GOODS]!)) return false;
    }
    if (special) {
      let closes = cursor.rows[at + ROW_GATE]!;
      if (asked.dangerous) closes = Math.min(closes, ints[place + PLACE_GATE_DANGEROUS]!);
      if (request.refrigerated) closes = Math.min(closes, ints[place + PLACE_GATE_REEFER]!);
      if (closes < cursor.atGate || closes <= minute) return false;
    }
    if (asked.asksPrice) {
      const offer = offerAt(places, number);
      const lane = laneAt(places, number);
      if (offer.gate !== null && priceReasons(offer, lane, cursor.loadPort, question) !== 0) return false;
    }
    if (asked.capped) {
      const rates = ground.rates.ints;
      const rate = ints[place + PLACE_SLOT]! * RATE_INTS;
      if (rates[rate + request.equipment]! > asked.rateCap) return false;
      const currency = rates[rate + RATE_CURRENCY]!;
      if (currency !== MIXED && currency !== asked.capCurrency) return false;
      const asksRate = currency === MIXED || asked.rateCap === NO_CAP;
      if (asksRate && !isRateWithin(offerAt(places, number), request)) return false;
    }
    return !asked.asksOffer || !isDeclined(offerAt(places, number), question);
  }

  /** The row, or one of its sets, remembers more than is left: next time it refuses by itself. */
  function correct({ rows, first, number }: Cursor, at: number, place: number): void {
    const { ints } = places;
    const free = packSpace(ints[place + PLACE_FREE]!, ints[place + PLACE_FREE + 1]!);
    const open = packSpace(ints[place + PLACE_OPEN]!, ints[place + PLACE_OPEN + 1]!);
    // What takes dangerous goods or plugs takes slots as well: where these are as the row says, its sets are right.
    if (rows[at + ROW_FREE] === free && rows[at + ROW_OPEN] === open) return;
    rows[at + ROW_FREE] = free;
    rows[at + ROW_OPEN] = open;
    refileSpace(ground.blocks[number]!, (at - first) / ROW_INTS, ground);
  }

  /** Units of the question that fit a feasible row: all of them where the row itself can say so. */
  function unitsAt(rows: Int32Array, at: number, question: Question): number {
    const { least, wholeSlots, spaceAt } = asked;
    const room = rows[at + asked.roomAt]!;
    let { units } = question;
    if (units === least) return units;
    const number = placeOf(rows[at + ROW_PLACE]!);
    if (
      !asked.readsPlace &&
      wholeSlots < LARGEST_HALF &&
      slotsHalf(room) >= wholeSlots &&
      kilogramsHalf(room) > asked.wholeKilograms &&
      !isTaken(number)
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

  return { isTaken, hasWeightToSpare, isFeasible, isPlaceFeasible, unitsAt };
}

/** The rate cap, where the table of rates cannot tell: several currencies, or an amount beyond it. */
function isRateWithin(offer: OfferState, request: RequestTerms): boolean {
  const rate = rateOf(offer, request);
  const cap = request.maximumRate!;
  return rate !== null && rate.currencyCode === cap.currencyCode && rate.amountMinor <= cap.amountMinor;
}

function isDeclined(offer: OfferState, { declinedOffers }: Question): boolean {
  const declinedVersion = declinedOffers.get(offer.terms.offerId);
  return declinedVersion !== undefined && declinedVersion >= offer.terms.version;
}
