import type { Book, GateState, OfferState, RequestState } from './book.ts';
import {
  type DesignationTerms,
  DIMENSION_COUNT,
  type Lane,
  type LoadPortTerms,
  type PolicyTerms,
  type Rate,
  type RequestTerms,
} from './terms.ts';

/**
 * Every hard filter with its bit: an offer is a candidate when no bit is set, refused with exactly the bits that are.
 * Each filter is judged by itself, so dropping the named ones makes the pair of calls feasible and dropping fewer does not.
 */
export const REASON = {
  LOAD_PORT_NOT_CALLED: 1 << 0,
  DISCHARGE_PORT_NOT_CALLED: 1 << 1,
  PORTS_OUT_OF_SEQUENCE: 1 << 2,
  SEA_DISTANCE_UNKNOWN: 1 << 23,
  OFFER_CLOSED: 1 << 3,
  OFFER_EXPIRED: 1 << 4,
  EQUIPMENT_NOT_ACCEPTED: 1 << 5,
  UN_NUMBER_NOT_ACCEPTED: 1 << 6,
  DANGEROUS_GOODS_CLASS_MISMATCH: 1 << 7,
  CERTIFICATE_MISSING: 1 << 8,
  CUT_OFF_PASSED: 1 << 9,
  CARGO_NOT_READY: 1 << 10,
  ARRIVES_TOO_LATE: 1 << 11,
  RATE_UNKNOWN: 1 << 12,
  CURRENCY_MISMATCH: 1 << 13,
  RATE_ABOVE_CAP: 1 << 14,
  CO2E_ABOVE_CAP: 1 << 15,
  DECLINED_BEFORE: 1 << 16,
  FULL: 1 << 17,
  WEIGHT_FULL: 1 << 18,
  DANGEROUS_GOODS_FULL: 1 << 19,
  REEFER_PLUGS_FULL: 1 << 20,
  PROTECTED: 1 << 21,
  DISPLACES_EXPECTED_PRIORITY: 1 << 22,
} as const;
export type ReasonCode = keyof typeof REASON;
export const REASON_CODES = Object.keys(REASON) as ReasonCode[];

const FULL_BY_DIMENSION = [
  REASON.FULL,
  REASON.WEIGHT_FULL,
  REASON.DANGEROUS_GOODS_FULL,
  REASON.REEFER_PLUGS_FULL,
] as const;
/** Reasons that pass when space is given back or protection ends; all others need new terms. */
export const SPACE_REASONS =
  REASON.FULL |
  REASON.WEIGHT_FULL |
  REASON.DANGEROUS_GOODS_FULL |
  REASON.REEFER_PLUGS_FULL |
  REASON.PROTECTED |
  REASON.DISPLACES_EXPECTED_PRIORITY;

/** What a request asks of the book at one moment. */
export type Question = {
  readonly request: RequestTerms;
  /** Units that still need space. */
  readonly units: number;
  readonly priority: boolean;
  readonly minute: number;
  readonly policy: PolicyTerms;
  /** Offers not to be tried, with the version that was declined. */
  readonly declinedOffers: ReadonlyMap<string, number>;
  /** Set when no sailing without a price takes the request: its whole worth is then at stake, not only a cleaner ship. */
  readonly lastResort?: boolean;
};

export function questionOf(
  book: Book,
  request: RequestState,
  at: { units: number; minute: number; policy: PolicyTerms },
): Question {
  return {
    request: request.terms,
    units: at.units,
    priority: isPriority(book, request.terms, at.minute, at.policy),
    minute: at.minute,
    policy: at.policy,
    declinedOffers: request.declinedOffers,
  };
}

const NO_DESIGNATIONS: readonly DesignationTerms[] = [];

/** A designation in force on the day, for that product and market, where the policy grants priority at all. */
export function isPriority(
  book: Book,
  request: Pick<RequestTerms, 'exporterId' | 'hsCode'>,
  minute: number,
  policy: PolicyTerms,
): boolean {
  if (!policy.markets.includes(book.market)) return false;
  for (const designation of book.designationsOf.get(request.exporterId) ?? NO_DESIGNATIONS) {
    if (
      designation.status === 'granted' &&
      designation.validFromMinute <= minute &&
      (designation.validToMinute === null || minute < designation.validToMinute) &&
      designation.markets.includes(book.market) &&
      covers(designation.hsPrefixes, request) &&
      covers(policy.provinceHsPrefixes[designation.province] ?? policy.hsPrefixes, request)
    ) {
      return true;
    }
  }
  return false;
}

function covers(prefixes: readonly string[], request: Pick<RequestTerms, 'hsCode'>): boolean {
  return prefixes.some((prefix) => request.hsCode.startsWith(prefix));
}

/** Low-emission: the sea leg is at least the policy's share below the trade-lane default. */
export function isLowEmission(offer: Pick<OfferState, 'terms'>, policy: PolicyTerms): boolean {
  const { referenceSeaGrams, referenceDefaultGrams } = offer.terms;
  return referenceSeaGrams * 100 <= referenceDefaultGrams * (100 - policy.belowLaneDefaultPercent);
}

/** When the protection of an offer's pools ends. */
export function releaseMinute(offer: OfferState, policy: PolicyTerms): number {
  return offer.terms.earliestCutOffMinute - policy.releaseMinutes;
}

/**
 * True while part of the offer's pools is kept for priority units. The end is an event of its own (a tick past
 * {@link releaseMinute}), so that everyone judges by the same moment and the waiting list is served within it.
 */
export function isProtected(offer: OfferState, policy: PolicyTerms): boolean {
  return !offer.released && isLowEmission(offer, policy);
}

/** The price and protection of the booking curve, where they are in force on an offer. */
export function gateOf(offer: OfferState, policy: PolicyTerms): GateState | null {
  return policy.protectionMode === 'BID_PRICE' && isProtected(offer, policy) ? offer.gate : null;
}

/**
 * What of a pool is still kept for priority units. Under a booking curve it is the demand still expected, in the same
 * share of each dimension, and never less than the policy's floor; otherwise the policy's share. Floor and share count
 * what priority units already took.
 */
export function protectedAmount(offer: OfferState, policy: PolicyTerms, at: number): number {
  const published = offer.capacity[at]!;
  const gate = gateOf(offer, policy);
  const share = gate === null ? Math.max(policy.sharePercent, policy.floorSharePercent) : policy.floorSharePercent;
  const kept = Math.max(0, Math.floor((published * share) / 100) - offer.priorityUsed[at]!);
  if (gate === null || gate.protectedQuarterTeu === 0) return kept;
  const slots = offer.capacity[at - (at % DIMENSION_COUNT)]!;
  if (slots === 0) return kept;
  return Math.max(kept, Math.floor((published * Math.min(gate.protectedQuarterTeu, slots)) / slots));
}

/** The bid price of one container, Σ price × space, in thousandths of a point; 0 where no price is in force. */
export function bidPrice(offer: OfferState, question: Question): number {
  const gate = question.priority ? null : gateOf(offer, question.policy);
  if (gate === null) return 0;
  const { prices } = gate.terms;
  const { space } = question.request;
  return prices[0] * space[0] + prices[1] * space[1] + prices[2] * space[2] + prices[3] * space[3];
}

/**
 * What one container brings to this sailing, in thousandths of a point (a gram is a thousandth of a kilogram). Usually
 * the cargo could sail on an ordinary ship as well, so only what the cleaner one saves is at stake; when nothing else
 * takes it, all that its moving is worth.
 */
export function worthOf(offer: OfferState, lane: Lane, loadPort: LoadPortTerms, question: Question): number {
  const { request, policy } = question;
  const { standardServedPoints, standardPointsPerKilogram } = policy.bidPrice;
  const quarters = request.emissionQuarterTeu;
  if (question.lastResort === true) {
    return standardServedPoints * 250 * quarters - standardPointsPerKilogram * doorToPortGrams(lane, loadPort, request);
  }
  // The reference figures are for a 40-foot box: eight quarters.
  const saved = offer.terms.referenceDefaultGrams - offer.terms.referenceSeaGrams;
  return Math.floor((standardPointsPerKilogram * saved * quarters) / 8);
}

/** Standard cargo that brings less than the space is worth to the priority units expected there. */
export function priceReasons(offer: OfferState, lane: Lane, loadPort: LoadPortTerms, question: Question): number {
  const price = bidPrice(offer, question);
  return price > 0 && price > worthOf(offer, lane, loadPort, question) ? REASON.DISPLACES_EXPECTED_PRIORITY : 0;
}

export function gateCutOff(lane: Lane, request: RequestTerms): number {
  let cutOff = lane.gateCutOffMinute;
  if (request.dangerousGoods.length > 0) cutOff = Math.min(cutOff, lane.dangerousGoodsCutOffMinute);
  if (request.refrigerated) cutOff = Math.min(cutOff, lane.reeferCutOffMinute);
  return cutOff;
}

/** Latest minute at which the lane can still be booked for this cargo. */
export function bookingCutOff(lane: Lane, request: RequestTerms): number {
  const special = request.dangerousGoods.length > 0 || request.refrigerated;
  return Math.min(gateCutOff(lane, request), special ? lane.specialBookingMinute : lane.standardBookingMinute);
}

export function doorToPortGrams(lane: Lane, loadPort: LoadPortTerms, request: RequestTerms): number {
  return lane.seaGrams[request.emissionClass]! + loadPort.addedGrams;
}

export function rateOf(offer: OfferState, request: RequestTerms): Rate | null {
  return offer.terms.rates[request.equipment] ?? null;
}

/** Reasons that hold for the request whatever the offer: documents and the class of its dangerous goods. */
export function requestReasons(request: RequestTerms, policy: PolicyTerms): number {
  let mask = 0;
  for (const goods of request.dangerousGoods) {
    const rule = policy.dangerousGoods.find((candidate) => candidate.unNumber === goods.unNumber);
    if (rule === undefined) continue;
    if (rule.imoClass !== goods.imoClass) mask |= REASON.DANGEROUS_GOODS_CLASS_MISMATCH;
    if (rule.certificateRequired && !goods.certified) mask |= REASON.CERTIFICATE_MISSING;
  }
  return mask;
}

/** Reasons of the offer as a whole, the same for all its lanes. */
export function offerReasons(offer: OfferState, question: Question): number {
  const { request, minute } = question;
  let mask = 0;
  if (!offer.open) mask |= REASON.OFFER_CLOSED;
  if (offer.terms.validUntilMinute <= minute) mask |= REASON.OFFER_EXPIRED;
  if ((offer.terms.equipmentBits & (1 << request.equipment)) === 0) mask |= REASON.EQUIPMENT_NOT_ACCEPTED;
  for (const goods of request.dangerousGoods) {
    if (!offer.terms.unNumbers.includes(goods.unNumber)) mask |= REASON.UN_NUMBER_NOT_ACCEPTED;
  }
  if (request.maximumRate !== null) {
    const rate = rateOf(offer, request);
    if (rate === null) mask |= REASON.RATE_UNKNOWN;
    else if (rate.currencyCode !== request.maximumRate.currencyCode) mask |= REASON.CURRENCY_MISMATCH;
    else if (rate.amountMinor > request.maximumRate.amountMinor) mask |= REASON.RATE_ABOVE_CAP;
  }
  const declinedVersion = question.declinedOffers.get(offer.terms.offerId);
  if (declinedVersion !== undefined && declinedVersion >= offer.terms.version) mask |= REASON.DECLINED_BEFORE;
  return mask;
}

/** Reasons of one pair of calls, apart from space. */
export function laneReasons(lane: Lane, loadPort: LoadPortTerms, question: Question): number {
  const { request, minute } = question;
  let mask = 0;
  if (bookingCutOff(lane, request) <= minute) mask |= REASON.CUT_OFF_PASSED;
  if (loadPort.atGateMinute > gateCutOff(lane, request)) mask |= REASON.CARGO_NOT_READY;
  if (lane.arrivalMinute > request.latestArrivalMinute) mask |= REASON.ARRIVES_TOO_LATE;
  if (request.maximumGrams !== null && doorToPortGrams(lane, loadPort, request) > request.maximumGrams) {
    mask |= REASON.CO2E_ABOVE_CAP;
  }
  return mask;
}

/** Units that fit a lane for this question: physically, and outside the protection. */
export function unitsThatFit(offer: OfferState, lane: Lane, question: Question): { physical: number; open: number } {
  const { space } = question.request;
  const gated = !question.priority && isProtected(offer, question.policy);
  let physical = question.units;
  let open = question.units;
  for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const need = space[dimension]!;
      if (need === 0) continue;
      const at = leg * DIMENSION_COUNT + dimension;
      const free = offer.capacity[at]! - offer.used[at]!;
      if (free < need * physical) physical = Math.floor(free / need);
      if (gated) {
        const beyond = Math.max(0, free - protectedAmount(offer, question.policy, at));
        if (beyond < need * open) open = Math.floor(beyond / need);
      }
    }
  }
  return { physical, open: Math.min(open, physical) };
}

/** Units that one allocation must place at least: all of them, or one when the request may be split. */
export function leastUnits(question: Question): number {
  return question.request.splitAllowed ? 1 : question.units;
}

/**
 * Reasons of space, for the least number of units that would do. Each dimension is judged by itself: it is full, or what
 * is left of it is protected.
 */
export function spaceReasons(offer: OfferState, lane: Lane, question: Question): number {
  const needed = leastUnits(question);
  const gated = !question.priority && isProtected(offer, question.policy);
  let mask = 0;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    const need = question.request.space[dimension]! * needed;
    if (need === 0) continue;
    let free = Number.MAX_SAFE_INTEGER;
    let open = Number.MAX_SAFE_INTEGER;
    for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
      const at = leg * DIMENSION_COUNT + dimension;
      const left = offer.capacity[at]! - offer.used[at]!;
      free = Math.min(free, left);
      open = Math.min(open, gated ? left - protectedAmount(offer, question.policy, at) : left);
    }
    if (free < need) mask |= FULL_BY_DIMENSION[dimension]!;
    else if (open < need) mask |= REASON.PROTECTED;
  }
  return mask;
}

/** The whole judgement of one pair of calls: 0 is a candidate. */
export function judge(offer: OfferState, lane: Lane, loadPort: LoadPortTerms, question: Question): number {
  return (
    requestReasons(question.request, question.policy) |
    offerReasons(offer, question) |
    laneReasons(lane, loadPort, question) |
    spaceReasons(offer, lane, question) |
    priceReasons(offer, lane, loadPort, question)
  );
}

export function reasonsOf(mask: number): ReasonCode[] {
  return REASON_CODES.filter((code) => (mask & REASON[code]) !== 0);
}
