import type { Book, OfferState } from './book.ts';
import {
  bidPrice,
  bookingCutOff,
  doorToPortGrams,
  gateCutOff,
  judge,
  leastUnits,
  offerReasons,
  protectedAmount,
  type Question,
  REASON,
  REASON_CODES,
  type ReasonCode,
  rateOf,
  releaseMinute,
  requestReasons,
  worthOf,
} from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { type Candidate, candidateOf, compareCandidates, compareText, leadingFigures } from './ranking.ts';
import { dateTimeOf } from './request-terms.ts';
import { DIMENSION_COUNT, type Lane, type LoadPortTerms, type Rate } from './terms.ts';

/** Why an offer was refused: the least number of violated limits over its pairs of calls. */
export type RefusedOffer = {
  readonly offer: OfferState;
  readonly mask: number;
  /** The pair of calls that came nearest; absent when no pair joins the wanted ports. */
  readonly nearest: { readonly lane: Lane; readonly loadPort: LoadPortTerms } | undefined;
};

/** Every offer of the market exactly once: as a candidate in rank order, or refused. */
export type Explanation = { readonly candidates: readonly Candidate[]; readonly refused: readonly RefusedOffer[] };

/**
 * Judges the whole market for one question. Costs far more than ranking (it cannot stop early), so it is computed on
 * demand only.
 */
export function explain(book: Book, question: Question): Explanation {
  const candidates: Candidate[] = [];
  const refused: RefusedOffer[] = [];
  for (const offer of book.offers.values()) {
    const judged = matchingLanes(offer, question).map((pair) => ({
      ...pair,
      mask: judge(offer, pair.lane, pair.loadPort, question),
    }));
    const best = judged
      .filter(({ mask }) => mask === 0)
      .map(({ lane, loadPort }) => candidateOf(offer, lane, loadPort, question))
      .sort((a, b) => compareCandidates(a, b, question))[0];
    if (best !== undefined) candidates.push(best);
    else refused.push(refusedOffer(offer, judged, question));
  }
  return {
    candidates: candidates.sort((a, b) => compareCandidates(a, b, question)),
    refused: refused.sort(
      (a, b) => bitCount(a.mask) - bitCount(b.mask) || compareText(a.offer.terms.offerId, b.offer.terms.offerId),
    ),
  };
}

function refusedOffer(
  offer: OfferState,
  judged: readonly { lane: Lane; loadPort: LoadPortTerms; mask: number }[],
  question: Question,
): RefusedOffer {
  if (judged.length === 0) {
    const mask =
      portReasons(offer, question) | offerReasons(offer, question) | requestReasons(question.request, question.policy);
    return { offer, mask, nearest: undefined };
  }
  // Fewest limits first: with those named dropped the offer would do, and with fewer dropped no pair of it would.
  const nearest = [...judged].sort(
    (a, b) =>
      bitCount(a.mask) - bitCount(b.mask) ||
      doorToPortGrams(a.lane, a.loadPort, question.request) - doorToPortGrams(b.lane, b.loadPort, question.request) ||
      a.lane.loadCall - b.lane.loadCall ||
      a.lane.dischargeCall - b.lane.dischargeCall,
  )[0]!;
  return { offer, mask: nearest.mask, nearest };
}

function portReasons(offer: OfferState, question: Question): number {
  const { loadPorts, dischargePorts } = question.request;
  const loads = offer.terms.lanes.some((lane) => loadPorts.some(({ port }) => port === lane.loadPort));
  const discharges = offer.terms.lanes.some((lane) => dischargePorts.includes(lane.dischargePort));
  if (loads && discharges) return REASON.PORTS_OUT_OF_SEQUENCE;
  return (loads ? 0 : REASON.LOAD_PORT_NOT_CALLED) | (discharges ? 0 : REASON.DISCHARGE_PORT_NOT_CALLED);
}

export function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** True for the candidates that no other beats on grams, arrival and rate together. */
export function paretoOptimal(candidates: readonly Candidate[]): ReadonlySet<Candidate> {
  const amount = (rate: Rate | null) => (rate === null ? Number.MAX_SAFE_INTEGER : rate.amountMinor);
  const dominates = (a: Candidate, b: Candidate) => {
    // Rates of two currencies cannot be compared, so neither beats the other.
    if (a.rate !== null && b.rate !== null && a.rate.currencyCode !== b.rate.currencyCode) return false;
    const noWorse =
      a.grams <= b.grams && a.lane.arrivalMinute <= b.lane.arrivalMinute && amount(a.rate) <= amount(b.rate);
    const better = a.grams < b.grams || a.lane.arrivalMinute < b.lane.arrivalMinute || amount(a.rate) < amount(b.rate);
    return noWorse && better;
  };
  return new Set(candidates.filter((candidate) => !candidates.some((other) => dominates(other, candidate))));
}

/** One refusal reason for people and programs: the limit that was violated and the figure that violated it. */
export type Reason = {
  readonly code: ReasonCode;
  readonly message: string;
  readonly limit?: string;
  readonly actual?: string;
};

const kilograms = (grams: number) => `${(grams / 1000).toFixed(0)} kg`;
const money = (rate: Rate) => `${(rate.amountMinor / 100).toFixed(2)} ${rate.currencyCode}`;
/** A minute as clerks write it: 2026-12-02 10:00 UTC. */
export const clerkTime = (minute: number) => `${dateTimeOf(minute).slice(0, 16).replace('T', ' ')} UTC`;

/** The reasons of a refused offer as sentences, in the order of the filters. */
export function reasonSentences(refused: RefusedOffer, question: Question): Reason[] {
  return REASON_CODES.filter((code) => (refused.mask & REASON[code]) !== 0).map((code) => ({
    code,
    ...SENTENCES[code](refused, question),
  }));
}

type Sentence = (refused: RefusedOffer, question: Question) => Omit<Reason, 'code'>;

function nearestOf(refused: RefusedOffer): { lane: Lane; loadPort: LoadPortTerms } {
  if (refused.nearest === undefined) throw new RangeError('a limit of a pair of calls was judged on a pair of calls');
  return refused.nearest;
}

/** The tightest leg of a pool, in containers of the question. */
function spaceSentence(dimension: number, what: string): Sentence {
  return (refused, question) => {
    const { lane } = nearestOf(refused);
    const { offer } = refused;
    let free = Number.MAX_SAFE_INTEGER;
    for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
      const at = leg * DIMENSION_COUNT + dimension;
      free = Math.min(free, offer.capacity[at]! - offer.used[at]!);
    }
    const need = question.request.space[dimension]! * leastUnits(question);
    const unit = dimension === 1 ? 'kg' : dimension === 3 ? 'plugs' : 'TEU';
    const amount = (value: number) => `${dimension === 1 || dimension === 3 ? value : value / 4} ${unit}`;
    return {
      message: `The ${what} between ${lane.loadPort} and ${lane.dischargePort} has ${amount(free)} left; ${amount(need)} are needed.`,
      limit: amount(free),
      actual: amount(need),
    };
  };
}

const SENTENCES: Readonly<Record<ReasonCode, Sentence>> = {
  LOAD_PORT_NOT_CALLED: (_refused, { request }) => ({
    message: `The sailing loads at none of the request's ports (${request.loadPorts.map(({ port }) => port).join(', ')}).`,
  }),
  DISCHARGE_PORT_NOT_CALLED: (_refused, { request }) => ({
    message: `The sailing discharges at none of the request's ports (${request.dischargePorts.join(', ')}).`,
  }),
  PORTS_OUT_OF_SEQUENCE: () => ({ message: 'The sailing calls at the discharge port before the load port.' }),
  OFFER_CLOSED: () => ({ message: 'The carrier has withdrawn this offer.' }),
  OFFER_EXPIRED: ({ offer }) => ({
    message: `The offer was valid until ${clerkTime(offer.terms.validUntilMinute)}.`,
    limit: dateTimeOf(offer.terms.validUntilMinute),
  }),
  EQUIPMENT_NOT_ACCEPTED: () => ({ message: 'The carrier does not take this container size-type on this sailing.' }),
  UN_NUMBER_NOT_ACCEPTED: ({ offer }, { request }) => {
    const missing = request.dangerousGoods.filter((goods) => !offer.terms.unNumbers.includes(goods.unNumber));
    return {
      message: `The carrier does not take ${missing.map((goods) => `UN ${goods.unNumber}`).join(', ')} on this sailing.`,
    };
  },
  DANGEROUS_GOODS_CLASS_MISMATCH: () => ({ message: 'The IMO class of the request does not belong to its UN number.' }),
  CERTIFICATE_MISSING: () => ({ message: 'The dangerous goods need a certificate that the request does not name.' }),
  CUT_OFF_PASSED: (refused, { request, minute }) => {
    const cutOff = bookingCutOff(nearestOf(refused).lane, request);
    return {
      message: `Bookings closed at ${clerkTime(cutOff)}.`,
      limit: dateTimeOf(cutOff),
      actual: dateTimeOf(minute),
    };
  },
  CARGO_NOT_READY: (refused, { request }) => {
    const { lane, loadPort } = nearestOf(refused);
    const cutOff = gateCutOff(lane, request);
    return {
      message: `The cargo reaches the gate of ${loadPort.port} at ${clerkTime(loadPort.atGateMinute)}, after it closes at ${clerkTime(cutOff)}.`,
      limit: dateTimeOf(cutOff),
      actual: dateTimeOf(loadPort.atGateMinute),
    };
  },
  ARRIVES_TOO_LATE: (refused, { request }) => {
    const { lane } = nearestOf(refused);
    return {
      message: `The ship reaches ${lane.dischargePort} at ${clerkTime(lane.arrivalMinute)}, after the latest arrival ${clerkTime(request.latestArrivalMinute)}.`,
      limit: dateTimeOf(request.latestArrivalMinute),
      actual: dateTimeOf(lane.arrivalMinute),
    };
  },
  RATE_UNKNOWN: () => ({ message: 'The carrier names no rate for this container, so the rate cap cannot be kept.' }),
  CURRENCY_MISMATCH: ({ offer }, { request }) => ({
    message: `The rate is in ${rateOf(offer, request)?.currencyCode}, the cap in ${request.maximumRate?.currencyCode}.`,
    limit: request.maximumRate!.currencyCode,
    actual: rateOf(offer, request)!.currencyCode,
  }),
  RATE_ABOVE_CAP: ({ offer }, { request }) => ({
    message: `The rate is ${money(rateOf(offer, request)!)}; the request allows ${money(request.maximumRate!)}.`,
    limit: money(request.maximumRate!),
    actual: money(rateOf(offer, request)!),
  }),
  CO2E_ABOVE_CAP: (refused, { request }) => {
    const { lane, loadPort } = nearestOf(refused);
    const perTeu = (grams: number) => kilograms((grams * 4) / request.emissionQuarterTeu);
    const actual = perTeu(doorToPortGrams(lane, loadPort, request));
    const limit = perTeu(request.maximumGrams!);
    return { message: `Door to port it emits ${actual} CO2e per TEU; the request allows ${limit}.`, limit, actual };
  },
  DECLINED_BEFORE: () => ({
    message: 'This version of the offer was declined, lapsed unconfirmed, or was given back for this request.',
  }),
  FULL: spaceSentence(0, 'slot space'),
  WEIGHT_FULL: spaceSentence(1, 'weight allowance'),
  DANGEROUS_GOODS_FULL: spaceSentence(2, 'dangerous-goods space'),
  REEFER_PLUGS_FULL: spaceSentence(3, 'reefer plugs'),
  PROTECTED: (refused, question) => {
    const until = releaseMinute(refused.offer, question.policy);
    const { lane } = nearestOf(refused);
    const kept = protectedAmount(refused.offer, question.policy, lane.loadCall * DIMENSION_COUNT) / 4;
    return {
      message: `The space left is kept for priority units until ${clerkTime(until)} (${kept} TEU of this low-emission sailing).`,
      limit: dateTimeOf(until),
    };
  },
  DISPLACES_EXPECTED_PRIORITY: (refused, question) => {
    const { lane, loadPort } = nearestOf(refused);
    const { offer } = refused;
    const until = releaseMinute(offer, question.policy);
    const perTeu = (thousandths: number) => Math.round((thousandths * 4) / question.request.emissionQuarterTeu / 1000);
    const price = perTeu(bidPrice(offer, question));
    const worth = perTeu(worthOf(offer, lane, loadPort, question));
    const brings = question.lastResort ? 'its moving at all brings' : 'the cleaner ship brings this request';
    return {
      message: `The space is worth ${price} points a TEU to the priority units expected here; ${brings} ${worth}. It opens to everyone at ${clerkTime(until)}, or when the price falls.`,
      limit: `${price} points`,
      actual: `${worth} points`,
    };
  },
};

/** Which figure put a candidate below the one before it. */
export function decidingCriterion(before: Candidate, after: Candidate, question: Question): string {
  const [firstBefore, secondBefore] = leadingFigures(before, question);
  const [firstAfter, secondAfter] = leadingFigures(after, question);
  const names = {
    LOWEST_EMISSIONS: ['CO2E', 'ARRIVAL'],
    EARLIEST_ARRIVAL: ['ARRIVAL', 'CO2E'],
    BALANCED: ['BALANCED_SCORE', 'CO2E'],
  } as const;
  const [first, second] = names[question.request.objective];
  if (firstBefore !== firstAfter) return first;
  if (secondBefore !== secondAfter) return second;
  if (before.rate?.amountMinor !== after.rate?.amountMinor || before.rate?.currencyCode !== after.rate?.currencyCode) {
    return 'RATE';
  }
  return 'OFFER_ID';
}
