import { allocationOf, type Book, type OfferState, policyAt, type RequestState, remainingUnits } from './book.ts';
import { bitCount } from './explain.ts';
import {
  judge,
  protectedAmount,
  type Question,
  questionOf,
  REASON,
  REASON_CODES,
  type ReasonCode,
  SPACE_REASONS,
} from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { candidateOf, compareCandidates, leadingFigures } from './ranking.ts';
import { dateTimeOf } from './request-terms.ts';
import type { Wording } from './wording.ts';

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
  /** What keeps requests away: those that wait by all that does so now, those on other sailings by what would have in any case. */
  readonly refusedBy: readonly { readonly code: ReasonCode; readonly requests: number }[];
  readonly message: string;
  readonly sentences: readonly string[];
};

const LEAST_REQUESTS = 3;

/** What passes or comes with time. Whether it held when a request went elsewhere is not asked: all else held then as it does now. */
const OF_THE_MOMENT = SPACE_REASONS | REASON.OFFER_CLOSED | REASON.OFFER_EXPIRED | REASON.CUT_OFF_PASSED;

export function offerUse(
  book: Book,
  offerId: string,
  { minute, wording }: { readonly minute: number; readonly wording: Wording },
): OfferUse | undefined {
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
    const placed = request.allocations.map((number) => allocationOf(book, number));
    if (placed.some((allocation) => allocation.offerId === offerId)) {
      placedHere += 1;
      continue;
    }
    const isElsewhere = placed.length + request.departed.units > 0;
    const judged = isElsewhere ? ~OF_THE_MOMENT : ~0;
    const masks = pairs.map(({ lane, loadPort }) => judge(offer, lane, loadPort, question) & judged);
    const nearest = masks.reduce((a, b) => (bitCount(b) < bitCount(a) ? b : a));
    if (isElsewhere) {
      placedElsewhere += 1;
      const open = pairs.filter((_pair, at) => masks[at] === 0);
      lost.push(...gapTo(book, offer, request, { question, open }));
    } else if (nearest === 0) couldStillTake += 1;
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
    message: wording.use.summary({
      requests,
      here: placedHere,
      elsewhere: placedElsewhere,
      rest: requests - placedHere - placedElsewhere,
    }),
    sentences: sentencesOf(lost, refusedBy, wording),
  };
}

/** How far this sailing lay behind where a request went, by its own objective; nothing where it could not have taken it. */
function gapTo(
  book: Book,
  offer: OfferState,
  request: RequestState,
  { question, open }: { readonly question: Question; readonly open: ReturnType<typeof matchingLanes> },
): { kilograms: number; minutes: number; by: 'CARBON' | 'ARRIVAL' | 'OTHER' }[] {
  const own = open
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

function sentencesOf(
  lost: readonly { readonly kilograms: number; readonly minutes: number; readonly by: string }[],
  refusedBy: OfferUse['refusedBy'],
  { use }: Wording,
): string[] {
  const sentences: string[] = [];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const byCarbon = lost.filter(({ by }) => by === 'CARBON');
  if (byCarbon.length >= LEAST_REQUESTS) {
    const kilograms = Math.max(10, Math.round(mean(byCarbon.map((gap) => gap.kilograms)) / 10) * 10);
    sentences.push(use.lostByCarbon({ requests: byCarbon.length, kilograms }));
  }
  const byArrival = lost.filter(({ by }) => by === 'ARRIVAL');
  if (byArrival.length >= LEAST_REQUESTS) {
    const days = Math.max(1, Math.round(mean(byArrival.map((gap) => gap.minutes)) / 1_440));
    sentences.push(use.lostByArrival({ requests: byArrival.length, days }));
  }
  for (const refused of refusedBy) {
    const sentence = use.refused(refused);
    if (sentence !== undefined) sentences.push(sentence);
  }
  return sentences;
}
