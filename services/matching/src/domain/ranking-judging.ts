import type { Words } from './bit-sets.ts';
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

// What a loop over rows reads stands here once more: a constant of another module is a cell that V8 loads, checks and shifts wherever
// it is named, one of the module's own is part of the code.
const GRAMS = ROW_GRAMS;
const ARRIVAL = ROW_ARRIVAL;
const GATE = ROW_GATE;
const CLOSES = ROW_CLOSES;
const PLACE = ROW_PLACE;
const ACCEPTS = ROW_ACCEPTS;

/** What is looked for, and where. */
export type Sought = { readonly ground: Ground; readonly asked: Asked; question: Question };

/** What a scan reads. */
export type Ground = Filing & {
  readonly places: Places;
  readonly rates: Rates;
  readonly goods: GoodsLists;
  readonly blocks: readonly (Block | undefined)[];
};

/** Weight is remembered in units of 256 kg: what equals the need in them may still be too little. */
export function hasWeightToSpare(room: number, need: number): boolean {
  return kilogramsHalf(room) > kilogramsHalf(need);
}

/** Whether a row may remember more than is left. */
export function isTaken(taken: Words, number: number): boolean {
  return (taken[number >>> 5]! & (1 << (number & 31))) !== 0;
}

/**
 * Whether a row is feasible, by exactly the rules of `judge`, which reads offers: its own line, then its place where that does not
 * settle it.
 */
export function isFeasible(sought: Sought, cursor: Cursor, at: number): boolean {
  const { asked, ground } = sought;
  const { rows } = cursor;
  const { accepts } = asked;
  const room = rows[at + asked.roomAt]!;
  const accepted = rows[at + ACCEPTS]!;
  if (
    rows[at + GRAMS]! > cursor.gramsLeft ||
    rows[at + ARRIVAL]! > asked.latest ||
    rows[at + GATE]! < cursor.atGate ||
    rows[at + CLOSES]! <= asked.minute ||
    (accepted & accepts) !== accepts ||
    lacks(room, asked.need) < 0
  ) {
    return false;
  }
  const number = placeOf(rows[at + PLACE]!);
  if (
    !asked.readsPlace &&
    !asked.capped &&
    hasWeightToSpare(room, asked.need) &&
    (accepted & BOOKS_EARLIER) === 0 &&
    !isTaken(ground.places.taken, number)
  )
    return true;
  return isPlaceFeasible(sought, cursor, at, number);
}

/** The same by the place of a row that its own line does not refuse. */
export function isPlaceFeasible(sought: Sought, cursor: Cursor, at: number, number: number): boolean {
  const { asked, ground, question } = sought;
  const { places } = ground;
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
    correct(ground, cursor, at, place);
    return false;
  }
  if (ints[place + (special ? PLACE_BOOK_SPECIAL : PLACE_BOOK_STANDARD)]! <= minute) return false;
  const { request } = question;
  for (let goods = 0; goods < request.dangerousGoods.length; goods += 1) {
    if (!asked.goods[goods]!.has(ints[place + PLACE_GOODS]!)) return false;
  }
  if (special) {
    let closes = cursor.rows[at + GATE]!;
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
function correct(ground: Ground, { rows, first, number }: Cursor, at: number, place: number): void {
  const { ints } = ground.places;
  const free = packSpace(ints[place + PLACE_FREE]!, ints[place + PLACE_FREE + 1]!);
  const open = packSpace(ints[place + PLACE_OPEN]!, ints[place + PLACE_OPEN + 1]!);
  // What takes dangerous goods or plugs takes slots as well: where these are as the row says, its sets are right.
  if (rows[at + ROW_FREE] === free && rows[at + ROW_OPEN] === open) return;
  rows[at + ROW_FREE] = free;
  rows[at + ROW_OPEN] = open;
  refileSpace(ground.blocks[number]!, (at - first) / ROW_INTS, ground);
}

/** Units of the question that fit a feasible row: all of them where the row itself can say so. */
export function unitsAt({ asked, ground, question }: Sought, rows: Int32Array, at: number): number {
  const { least, wholeSlots, spaceAt } = asked;
  const room = rows[at + asked.roomAt]!;
  let { units } = question;
  if (units === least) return units;
  const { places } = ground;
  const number = placeOf(rows[at + PLACE]!);
  if (
    !asked.readsPlace &&
    wholeSlots < LARGEST_HALF &&
    slotsHalf(room) >= wholeSlots &&
    kilogramsHalf(room) > asked.wholeKilograms &&
    !isTaken(places.taken, number)
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
