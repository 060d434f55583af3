import type { OfferState } from './book.ts';
import { priceReasons, type Question, rateOf } from './feasibility.ts';
import { type Asked, NO_CAP } from './ranking-asked.ts';
import type { Unordered } from './ranking-block.ts';
import type { Cursor } from './ranking-cursor.ts';
import type { RateSource } from './ranking-gather.ts';
import type { GoodsLists } from './ranking-goods.ts';
import {
  isTaken,
  laneAt,
  offerAt,
  PLACE_BOOK_SPECIAL,
  PLACE_BOOK_STANDARD,
  PLACE_FREE,
  PLACE_GATE_DANGEROUS,
  PLACE_GATE_REEFER,
  PLACE_GOODS,
  PLACE_INTS,
  PLACE_MASK,
  PLACE_OPEN,
  PLACE_SLOT,
  type Places,
  packedSpace,
  packedSpecial,
  placeOf,
} from './ranking-places.ts';
import { MIXED, RATE_CURRENCY, RATE_INTS, type Rates } from './ranking-rates.ts';
import {
  ABOVE,
  amountIn,
  type Block,
  BOOKS_EARLIER,
  kilogramsHalf,
  LARGEST_HALF,
  LARGEST_LEAD,
  lacks,
  leadIn,
  leastKilograms,
  mostAmount,
  mostKilograms,
  mostSlots,
  packSpace,
  ROW_ACCEPTS,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GATE,
  ROW_GRAMS,
  ROW_OPEN,
  ROW_PLACE,
  ROW_SPECIAL,
  rateWithin,
  slotsHalf,
  UNSETTLED,
  WITHIN,
} from './ranking-rows.ts';
import { type Filing, rewriteSpace } from './ranking-sets.ts';
import type { Sheet, SheetLines } from './ranking-sheet.ts';
import type { Shelves } from './ranking-shelves.ts';
import { DIMENSION_COUNT, type RequestTerms } from './terms.ts';

// What a loop over rows reads stands here once more: a constant of another module is a cell that V8 loads, checks and shifts wherever
// it is named, one of the module's own is part of the code.
const GRAMS = ROW_GRAMS;
const ARRIVAL = ROW_ARRIVAL;
const GATE = ROW_GATE;
const SPECIAL = ROW_SPECIAL;
const PLACE = ROW_PLACE;
const ACCEPTS = ROW_ACCEPTS;
const KILOGRAMS = LARGEST_HALF;
const PLACES = PLACE_MASK;
const isMarked = isTaken;

/** What is looked for, and where. */
export type Sought = { readonly ground: Ground; readonly asked: Asked; question: Question };

/** What a scan reads. */
export type Ground = Filing & {
  readonly shelves: Shelves;
  /** The sheet of the lane of a block. */
  readonly sheetOf: (block: number) => Sheet;
  readonly sheetLines: SheetLines;
  readonly rateSource: RateSource;
  /** Room for rows before they are in order: kept from one use to the next. */
  readonly unordered: Unordered;
  /** Lines of a sheet that sets have left. */
  readonly lines: { ints: Int32Array; size: number };
  readonly places: Places;
  readonly rates: Rates;
  readonly goods: GoodsLists;
  readonly blocks: readonly (Block | undefined)[];
};

/** Weight is remembered in units of 256 kg: what equals the need in them may still be too little. */
function hasWeightToSpare(room: number, need: number): boolean {
  return (room & KILOGRAMS) > (need & KILOGRAMS);
}

/**
 * Whether a row is feasible, by exactly the rules of `judge`, which reads offers: its own line, then its place where that does not
 * settle it.
 */
export function isFeasible(sought: Sought, cursor: Cursor, at: number): boolean {
  const { asked } = sought;
  const { rows } = cursor;
  return (
    rows[at + ARRIVAL]! <= asked.latest &&
    rows[at + GATE]! >= cursor.atGate &&
    lacks(rows[at + asked.roomAt]!, asked.need) >= 0 &&
    isFeasibleWithin(sought, cursor, at)
  );
}

/** The same of a row within the limits on arrival, gate and room, which refuse nine of ten: the others seldom do. */
export function isFeasibleWithin(sought: Sought, cursor: Cursor, at: number): boolean {
  const { asked, ground } = sought;
  const { rows } = cursor;
  const { accepts } = asked;
  const accepted = rows[at + ACCEPTS]!;
  if ((accepted & accepts) !== accepts || rows[at + GRAMS]! > cursor.gramsLeft) return false;
  const number = rows[at + PLACE]! & PLACES;
  if (
    (accepted & asked.unsettled) === 0 &&
    hasWeightToSpare(rows[at + asked.roomAt]!, asked.need) &&
    !isMarked(ground.places, number)
  ) {
    return true;
  }
  return isFeasibleInAll(sought, cursor, at, number);
}

/** By whatever else the row knows, then by its place. */
function isFeasibleInAll(sought: Sought, cursor: Cursor, at: number, number: number): boolean {
  const { asked, ground } = sought;
  const { rows } = cursor;
  const accepted = rows[at + ACCEPTS]!;
  const rate = asked.capped ? rateWithin(accepted, asked) : WITHIN;
  if (rate === ABOVE) return false;
  let booking = (accepted & BOOKS_EARLIER) === 0 ? WITHIN : UNSETTLED;
  if (asked.asksSpecial) {
    booking = specialWithin(asked, rows[at + SPECIAL]!, rows[at + GATE]!, cursor.atGate);
    if (booking === ABOVE) return false;
  }
  return (
    (!asked.readsPlace &&
      rate === WITHIN &&
      booking === WITHIN &&
      hasWeightToSpare(rows[at + asked.roomAt]!, asked.need) &&
      !isMarked(ground.places, number)) ||
    isPlaceFeasible(sought, cursor, at, number)
  );
}

/** Whether dangerous goods or a reefer find what they take, and are at the gate in time, as far as the row knows. */
function specialWithin({ specialNeed, specialShift, minute }: Asked, special: number, gate: number, atGate: number) {
  if (amountIn(special, specialShift) < specialNeed) return ABOVE;
  const lead = leadIn(special);
  if (lead === LARGEST_LEAD) return UNSETTLED;
  return gate - lead < atGate || gate - lead <= minute ? ABOVE : WITHIN;
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
    const loadPort = request.loadPorts[cursor.load]!;
    if (offer.gate !== null && priceReasons(offer, lane, loadPort, question) !== 0) return false;
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

/** The row remembers more than is left: next time it refuses by itself, or is in fewer sets where these have led to it. */
function correct(ground: Ground, { rows, number, isNarrowed }: Cursor, at: number, place: number): void {
  const { ints } = ground.places;
  const block = ground.blocks[number]!;
  const free = packSpace(ints[place + PLACE_FREE]!, ints[place + PLACE_FREE + 1]!);
  const open = packSpace(ints[place + PLACE_OPEN]!, ints[place + PLACE_OPEN + 1]!);
  rows[at + SPECIAL] = packedSpecial(ground.places, place / PLACE_INTS, rows[at + GATE]!, block.refrigerated);
  // What takes dangerous goods or plugs takes slots as well: where these are as the row says, its sets are right.
  if (rows[at + ROW_FREE] === free && rows[at + ROW_OPEN] === open) return;
  rows[at + ROW_FREE] = free;
  rows[at + ROW_OPEN] = open;
  if (!isNarrowed) return;
  const space = packedSpace(ground.places, place / PLACE_INTS, rows[at + GATE]!);
  rewriteSpace(ground.sheetOf(number), ground.sheetLines, place / PLACE_INTS, space, ground);
}

/** Units of the question that fit a feasible row. */
export function unitsAt(sought: Sought, rows: Int32Array, at: number): number {
  const { asked, ground, question } = sought;
  if (question.units === asked.least) return question.units;
  const number = placeOf(rows[at + PLACE]!);
  if (!asked.readsPlace && !isMarked(ground.places, number)) {
    const units = unitsByRow(asked, question, rows, at);
    if (units > 0) return units;
  }
  return unitsByPlace(sought, number);
}

/** The same as far as the row knows: 0 where it makes a difference that it has weight in steps and no amounts beyond some. */
function unitsByRow(asked: Asked, { units, request }: Question, rows: Int32Array, at: number): number {
  const { space } = request;
  const room = rows[at + asked.roomAt]!;
  const slots = slotsHalf(room);
  const kilograms = kilogramsHalf(room);
  let fewest = unitsWithin(unitsWithin(units, slots, space[0]), leastKilograms(kilograms), space[1]);
  let most = unitsWithin(unitsWithin(units, mostSlots(slots), space[0]), mostKilograms(kilograms), space[1]);
  if (asked.asksSpecial) {
    const each = space[request.refrigerated ? 3 : 2];
    const amount = amountIn(rows[at + SPECIAL]!, asked.specialShift);
    fewest = unitsWithin(fewest, amount, each);
    most = unitsWithin(most, mostAmount(amount), each);
  }
  return fewest === most ? fewest : 0;
}

function unitsWithin(units: number, amount: number, each: number): number {
  return amount < each * units ? Math.floor(amount / each) : units;
}

function unitsByPlace({ asked, ground, question }: Sought, number: number): number {
  const { ints } = ground.places;
  const { space } = question.request;
  let { units } = question;
  const left = number * PLACE_INTS + asked.spaceAt;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    const each = space[dimension]!;
    if (each > 0) units = unitsWithin(units, ints[left + dimension]!, each);
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
