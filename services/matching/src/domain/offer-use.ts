import { remainingUnits } from './apply.ts';
import { allocationOf, type Book, type OfferState, policyAt, type RequestState } from './book.ts';
import { bitCount } from './explain.ts';
import {
  judge,
  protectedAmount,
  type Question,
  questionOf,
  REASON,
  REASON_CODES,
  type ReasonCode,
} from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { candidateOf, compareCandidates, leadingFigures } from './ranking.ts';
import { dateTimeOf } from './request-terms.ts';

/**
 * Why a carrier's space was used or not: counts of requests, and what its own figures lacked. Nothing of another carrier and
 * nothing of a single exporter: gaps are means over at least {@link LEAST_REQUESTS} requests, rounded to ten kilograms or to days.
 */
export type OfferUse = {
  readonly offerId: string;
  readonly decidedAt: string;
  readonly open: boolean;
  readonly legs: readonly {
    readonly publishedTeu: number;
    readonly usedTeu: number;
    readonly keptForPriorityTeu: number;
  }[];
  /** Requests of the market on this sailing's ports that could still be placed or were placed. */
  readonly requests: number;
  readonly placedHere: number;
  readonly placedElsewhere: number;
  /** Requests that no limit keeps away from this sailing and that wait all the same: none after a tick, unless they choose by hand. */
  readonly couldStillTake: number;
  readonly refusedBy: readonly { readonly code: ReasonCode; readonly requests: number }[];
  readonly message: string;
  readonly sentences: readonly string[];
};

const LEAST_REQUESTS = 3;

export function offerUse(book: Book, offerId: string, minute: number): OfferUse | undefined {
  const offer = book.offers.get(offerId);
  const policy = policyAt(book, minute);
  if (offer === undefined || policy === undefined) return undefined;
  const lost: { readonly kilograms: number; readonly minutes: number; readonly by: 'CARBON' | 'ARRIVAL' | 'OTHER' }[] =
    [];
  const refused = new Map<ReasonCode, number>();
  let requests = 0;
  let placedHere = 0;
  let placedElsewhere = 0;
  let couldStillTake = 0;
  for (const request of book.requests.values()) {
    if (request.ended === 'CANCELLED') continue;
    const remaining = remainingUnits(book, request);
    const units = remaining === 0 ? request.terms.units : remaining;
    const question = questionOf(book, request, { units, minute, policy });
    const pairs = matchingLanes(offer, question);
    if (pairs.length === 0) continue;
    requests += 1;
    const placed = [...request.allocations].map((number) => allocationOf(book, number));
    if (placed.some((allocation) => allocation.offerId === offerId)) {
      placedHere += 1;
      continue;
    }
    if (placed.length > 0) {
      placedElsewhere += 1;
      lost.push(...gapTo(book, offer, request, question));
      continue;
    }
    const masks = pairs.map(({ lane, loadPort }) => judge(offer, lane, loadPort, question));
    const nearest = masks.reduce((a, b) => (bitCount(b) < bitCount(a) ? b : a));
    if (nearest === 0) couldStillTake += 1;
    for (const code of REASON_CODES) {
      if ((nearest & REASON[code]) !== 0) refused.set(code, (refused.get(code) ?? 0) + 1);
    }
  }
  const legs = offer.terms.legs.map((_leg, leg) => ({
    publishedTeu: offer.capacity[leg * 4]! / 4,
    usedTeu: offer.used[leg * 4]! / 4,
    keptForPriorityTeu: Math.floor((offer.released ? 0 : protectedAmount(offer, policy, leg * 4)) / 4),
  }));
  const refusedBy = [...refused]
    .map(([code, count]) => ({ code, requests: count }))
    .sort((a, b) => b.requests - a.requests || (a.code < b.code ? -1 : 1));
  return {
    offerId,
    decidedAt: dateTimeOf(minute),
    open: offer.open,
    legs,
    requests,
    placedHere,
    placedElsewhere,
    couldStillTake,
    refusedBy,
    message: `${counted(requests, 'request')} of this market could use the sailing's ports: ${placedHere} ${placedHere === 1 ? 'is' : 'are'} placed on it, ${placedElsewhere} on other sailings, ${requests - placedHere - placedElsewhere} ${requests - placedHere - placedElsewhere === 1 ? 'waits or has' : 'wait or have'} ended.`,
    sentences: sentencesOf(lost, refusedBy),
  };
}

const counted = (count: number, what: string) => `${count === 0 ? 'No' : count} ${what}${count === 1 ? '' : 's'}`;

/** How far this sailing lay behind where a request went, by its own objective; nothing where it could not have taken it. */
function gapTo(
  book: Book,
  offer: OfferState,
  request: RequestState,
  question: Question,
): { kilograms: number; minutes: number; by: 'CARBON' | 'ARRIVAL' | 'OTHER' }[] {
  const own = matchingLanes(offer, question)
    .map(({ lane, loadPort }) => candidateOf(offer, lane, loadPort, question))
    .sort((a, b) => compareCandidates(a, b, question))[0];
  const [number] = request.allocations;
  if (own === undefined || number === undefined) return [];
  const { grams, offerId, loadCall, dischargeCall } = allocationOf(book, number);
  const arrival = book.offers
    .get(offerId)!
    .terms.lanes.find((lane) => lane.loadCall === loadCall && lane.dischargeCall === dischargeCall)?.arrivalMinute;
  if (arrival === undefined) return [];
  const kilograms = ((own.grams - grams) * 4) / question.request.emissionQuarterTeu / 1000;
  const minutes = own.lane.arrivalMinute - arrival;
  const [first] = leadingFigures(own, question);
  const { objective } = question.request;
  const by =
    objective === 'LOWEST_EMISSIONS' && first > grams
      ? 'CARBON'
      : objective === 'EARLIEST_ARRIVAL' && minutes > 0
        ? 'ARRIVAL'
        : 'OTHER';
  return [{ kilograms, minutes, by }];
}

const REFUSAL_WORDS: Readonly<Partial<Record<ReasonCode, string>>> = {
  FULL: 'too little slot space is left',
  WEIGHT_FULL: 'too little weight is left',
  DANGEROUS_GOODS_FULL: 'no dangerous-goods space is left',
  REEFER_PLUGS_FULL: 'no reefer plug is left',
  PROTECTED: 'the space left is kept for priority units until its release',
  DISPLACES_EXPECTED_PRIORITY: 'the space is worth more to expected priority units until its release',
  ARRIVES_TOO_LATE: 'the ship arrives too late for them',
  CARGO_NOT_READY: 'the gate closes before their cargo is there',
  CUT_OFF_PASSED: 'bookings have closed',
  EQUIPMENT_NOT_ACCEPTED: 'the container size-type is not accepted',
  UN_NUMBER_NOT_ACCEPTED: 'their dangerous goods are not accepted',
  RATE_ABOVE_CAP: 'the rate is above their cap',
  RATE_UNKNOWN: 'no rate is named and they cap it',
  CURRENCY_MISMATCH: 'the rate is in another currency than their cap',
  CO2E_ABOVE_CAP: 'the CO2e is above their cap',
  DECLINED_BEFORE: 'this offer was declined or given back for them',
  OFFER_EXPIRED: 'the offer is no longer valid',
  OFFER_CLOSED: 'the offer is withdrawn',
};

function sentencesOf(
  lost: readonly { readonly kilograms: number; readonly minutes: number; readonly by: string }[],
  refusedBy: OfferUse['refusedBy'],
): string[] {
  const sentences: string[] = [];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const byCarbon = lost.filter(({ by }) => by === 'CARBON');
  if (byCarbon.length >= LEAST_REQUESTS) {
    const kilograms = Math.max(10, Math.round(mean(byCarbon.map((gap) => gap.kilograms)) / 10) * 10);
    sentences.push(
      `${byCarbon.length} requests went where the CO2e is lower, by about ${kilograms} kg per TEU on average; better fuel evidence or a cleaner fuel would change that.`,
    );
  }
  const byArrival = lost.filter(({ by }) => by === 'ARRIVAL');
  if (byArrival.length >= LEAST_REQUESTS) {
    const days = Math.max(1, Math.round(mean(byArrival.map((gap) => gap.minutes)) / 1_440));
    sentences.push(
      `${byArrival.length} requests went where the cargo arrives earlier, by about ${days} ${days === 1 ? 'day' : 'days'}.`,
    );
  }
  for (const { code, requests } of refusedBy) {
    const words = REFUSAL_WORDS[code];
    if (words !== undefined) sentences.push(`${counted(requests, 'request')} could not be placed here: ${words}.`);
  }
  return sentences;
}
