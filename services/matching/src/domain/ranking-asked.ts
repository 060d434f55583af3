import { REFRIGERATED_CLASSES } from './equipment.ts';
import { leastUnits, type Question } from './feasibility.ts';
import type { GoodsLists } from './ranking-goods.ts';
import { PLACE_FREE, PLACE_OPEN } from './ranking-places.ts';
import type { Rates } from './ranking-rates.ts';
import {
  amountShift,
  BOOKS_EARLIER,
  LARGEST_AMOUNT,
  LARGEST_HALF,
  LEAST_SLOTS,
  otherRateBit,
  packSpace,
  ROW_ARRIVAL,
  ROW_FREE,
  ROW_GRAMS,
  ROW_OPEN,
  rateClass,
  slotsHalf,
  startFor,
  startLevel,
  UN_NUMBER_BITS,
  unNumberBit,
} from './ranking-rows.ts';
import { DIMENSION_COUNT } from './terms.ts';

/** Which figure comes first in the order of an objective. */
export const BY_GRAMS = 0;
export const BY_ARRIVAL = 1;
export const BY_POINTS = 2;
const LEADS = { LOWEST_EMISSIONS: BY_GRAMS, EARLIEST_ARRIVAL: BY_ARRIVAL, BALANCED: BY_POINTS } as const;

const LARGEST = 2_147_483_647;
export const NO_CAP = LARGEST;

/** A question in the integers that rows and places are compared with. One object, filled anew for each ranking. */
export type Asked = {
  latest: number;
  minute: number;
  /** The bits that a row must accept: the size-type, and one for each UN number. */
  accepts: number;
  /** Space of the least units that would do. */
  readonly needs: Int32Array;
  /** Slots and weight of it as rows have them. */
  need: number;
  least: number;
  /** Where the space that counts begins in a place, and stands in a row: free for priority cargo, else open. */
  spaceAt: number;
  roomAt: number;
  /** Which start of a block holds, and the slots that every row before it lacks. */
  start: number;
  startSlots: number;
  leads: number;
  leadAt: number;
  maximumGrams: number;
  dangerous: boolean;
  special: boolean;
  /** Rows tell of what makes it special: of plugs, or of dangerous goods, up to a limit. */
  asksSpecial: boolean;
  /** Of the dangerous goods or plugs what the least units take, and where a row has that amount. */
  specialNeed: number;
  specialShift: number;
  /** The figures of a row never settle it. */
  readsPlace: boolean;
  /** The bits of which a row has none that settles it by itself: one where the request is neither special nor limits its rate, else all. */
  unsettled: number;
  /** Lists of UN numbers of which a place must have one, for each of the request's goods. */
  readonly goods: ReadonlySet<number>[];
  /** An earlier refusal stands only in the offer. */
  asksOffer: boolean;
  /** Standard cargo under bid prices: the price of a gated offer depends on the request, so its rule is asked row by row. */
  asksPrice: boolean;
  capped: boolean;
  rateCap: number;
  capClass: number;
  capCurrency: number;
  otherRate: number;
};

export function nothingAsked(): Asked {
  return {
    latest: 0,
    minute: 0,
    accepts: 0,
    needs: new Int32Array(DIMENSION_COUNT),
    need: 0,
    least: 0,
    spaceAt: 0,
    roomAt: 0,
    start: 0,
    startSlots: 0,
    leads: BY_GRAMS,
    leadAt: 0,
    maximumGrams: 0,
    dangerous: false,
    special: false,
    asksSpecial: false,
    specialNeed: 0,
    specialShift: 0,
    readsPlace: false,
    unsettled: 0,
    goods: [],
    asksOffer: false,
    asksPrice: false,
    capped: false,
    rateCap: 0,
    capClass: 0,
    capCurrency: 0,
    otherRate: 0,
  };
}

const NO_LISTS: ReadonlySet<number> = new Set();

type Known = { readonly rates: Rates; readonly goods: GoodsLists };

export function ask(asked: Asked, question: Question, { rates, goods }: Known): void {
  const { request, priority } = question;
  const { space, maximumRate, maximumGrams, dangerousGoods } = request;
  asked.latest = request.latestArrivalMinute;
  asked.minute = question.minute;
  let accepts = 1 << request.equipment;
  let sharesBits = false;
  for (let at = 0; at < dangerousGoods.length; at += 1) {
    const { unNumber } = dangerousGoods[at]!;
    accepts |= unNumberBit(unNumber);
    asked.goods[at] = goods.holding.get(unNumber) ?? NO_LISTS;
    if (goods.sharing[unNumber % UN_NUMBER_BITS]! > 1) sharesBits = true;
  }
  asked.accepts = accepts;
  const least = leastUnits(question);
  const { needs } = asked;
  asked.least = least;
  // Beyond what fits 31 bits no pool reaches either.
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    needs[dimension] = Math.min(space[dimension]! * least, LARGEST);
  }
  asked.need = packSpace(needs[0]!, needs[1]!);
  asked.spaceAt = priority ? PLACE_FREE : PLACE_OPEN;
  asked.roomAt = priority ? ROW_FREE : ROW_OPEN;
  const level = startLevel(needs[0]!);
  asked.start = startFor(level, priority);
  asked.startSlots = LEAST_SLOTS << level;
  asked.leads = LEADS[request.objective];
  asked.leadAt = asked.leads === BY_ARRIVAL ? ROW_ARRIVAL : ROW_GRAMS;
  asked.maximumGrams = maximumGrams ?? NO_CAP;
  asked.dangerous = dangerousGoods.length > 0;
  asked.special = asked.dangerous || request.refrigerated;
  asked.specialNeed = needs[request.refrigerated ? 3 : 2]!;
  asked.specialShift = amountShift(priority);
  asked.asksPrice = !priority && question.policy.protectionMode === 'BID_PRICE';
  asked.asksOffer = question.declinedOffers.size > 0;
  asked.asksSpecial =
    asked.special &&
    asked.specialNeed <= LARGEST_AMOUNT &&
    request.refrigerated === REFRIGERATED_CLASSES[request.emissionClass];
  const rowsSettle = !asked.special || (asked.asksSpecial && !sharesBits && asked.dangerous !== request.refrigerated);
  asked.readsPlace = asked.asksPrice || asked.asksOffer || slotsHalf(asked.need) === LARGEST_HALF || !rowsSettle;
  asked.capped = maximumRate !== null;
  asked.unsettled = asked.readsPlace || asked.special || asked.capped ? -1 : BOOKS_EARLIER;
  if (maximumRate === null) return;
  asked.rateCap = Math.min(NO_CAP, maximumRate.amountMinor);
  asked.capClass = rateClass(asked.rateCap);
  asked.capCurrency = rates.currencies.get(maximumRate.currencyCode) ?? NO_CAP;
  asked.otherRate = otherRateBit(request.equipment);
}
