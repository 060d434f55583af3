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
import { DIMENSION_COUNT, type Lane, type LoadPortTerms, type Rate, type UnmeasuredLane } from './terms.ts';
import type { RefusalFacts, Wording } from './wording.ts';

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
    // What sails between the wanted ports comes first: it is what a change of the request could still open.
    refused: refused.sort(
      (a, b) =>
        Number(a.nearest === undefined) - Number(b.nearest === undefined) ||
        bitCount(a.mask) - bitCount(b.mask) ||
        compareText(a.offer.terms.offerId, b.offer.terms.offerId),
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

/** The wanted pairs of ports that the sailing joins without a sourced distance between them. */
function unmeasuredFor({ terms }: OfferState, { request }: Question): readonly UnmeasuredLane[] {
  return terms.unmeasuredLanes.filter(
    (lane) =>
      request.loadPorts.some(({ port }) => port === lane.loadPort) &&
      request.dischargePorts.includes(lane.dischargePort),
  );
}

/** Why no lane of the offer joins the wanted ports. */
export function portReasons(offer: OfferState, question: Question): number {
  if (unmeasuredFor(offer, question).length > 0) return REASON.SEA_DISTANCE_UNKNOWN;
  const { loadPorts, dischargePorts } = question.request;
  const { lanes, unmeasuredLanes } = offer.terms;
  const isLoaded = (way: UnmeasuredLane) => loadPorts.some(({ port }) => port === way.loadPort);
  const isDischarged = (way: UnmeasuredLane) => dischargePorts.includes(way.dischargePort);
  const loads = lanes.some(isLoaded) || unmeasuredLanes.some(isLoaded);
  const discharges = lanes.some(isDischarged) || unmeasuredLanes.some(isDischarged);
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

const GRAM_PLACES = 3;
/** Two figures in kilograms, to as many places as tell them apart: a limit is not said to be missed by itself. */
function kilogramsApart(...grams: readonly [number, number]): readonly [string, string] {
  const shown = (places: number) => grams.map((each) => (each / 1000).toFixed(places)) as [string, string];
  for (let places = 0; places < GRAM_PLACES; places += 1) {
    const [first, second] = shown(places);
    if (first !== second) return [first, second];
  }
  return shown(GRAM_PLACES);
}
const money = (rate: Rate) => `${(rate.amountMinor / 100).toFixed(2)} ${rate.currencyCode}`;

/** The limits that were missed, in the order of the filters. */
export const reasonCodes = ({ mask }: Pick<RefusedOffer, 'mask'>): ReasonCode[] =>
  REASON_CODES.filter((code) => (mask & REASON[code]) !== 0);

/** The reasons of a refused offer as sentences, in the order of the filters. */
export function reasonSentences(refused: RefusedOffer, question: Question, wording: Wording): Reason[] {
  return reasonCodes(refused).map((code) => reasonOf(code, refused, question, wording));
}

function reasonOf<Code extends ReasonCode>(
  code: Code,
  refused: RefusedOffer,
  question: Question,
  wording: Wording,
): Reason {
  const told: Told<Code> = TELL[code](refused, question);
  const { facts, ...figures } = told;
  return { code, message: wording.refusal[code](facts), ...figures };
}

/** What a sentence is made of, and the figures for programs. */
type Told<Code extends ReasonCode> = {
  readonly facts: RefusalFacts[Code];
  readonly limit?: string;
  readonly actual?: string;
};
type Teller<Code extends ReasonCode> = (refused: RefusedOffer, question: Question) => Told<Code>;

function nearestOf(refused: RefusedOffer): { lane: Lane; loadPort: LoadPortTerms } {
  if (refused.nearest === undefined) throw new RangeError('a limit of a pair of calls was judged on a pair of calls');
  return refused.nearest;
}

/** The tightest leg of a pool, in containers of the question. */
function spaceTeller(dimension: number) {
  return (refused: RefusedOffer, question: Question) => {
    const { lane } = nearestOf(refused);
    const { offer } = refused;
    let free = Number.MAX_SAFE_INTEGER;
    for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
      const at = leg * DIMENSION_COUNT + dimension;
      free = Math.min(free, offer.capacity[at]! - offer.used[at]!);
    }
    const need = question.request.space[dimension]! * leastUnits(question);
    const isTeu = dimension === 0 || dimension === 2;
    const unit = isTeu ? 'TEU' : dimension === 1 ? 'kg' : 'plugs';
    const amount = (value: number) => (isTeu ? value / 4 : value);
    return {
      facts: { loadPort: lane.loadPort, dischargePort: lane.dischargePort, left: amount(free), need: amount(need) },
      limit: `${amount(free)} ${unit}`,
      actual: `${amount(need)} ${unit}`,
    };
  };
}

/** A code that says all there is to say. */
const bare = () => ({ facts: null });

const TELL: { readonly [Code in ReasonCode]: Teller<Code> } = {
  LOAD_PORT_NOT_CALLED: (_refused, { request }) => ({ facts: { ports: request.loadPorts.map(({ port }) => port) } }),
  DISCHARGE_PORT_NOT_CALLED: (_refused, { request }) => ({ facts: { ports: request.dischargePorts } }),
  PORTS_OUT_OF_SEQUENCE: bare,
  SEA_DISTANCE_UNKNOWN: ({ offer }, question) => ({
    facts: {
      // A ship may call at one port twice.
      ways: [...new Set(unmeasuredFor(offer, question).map((way) => `${way.loadPort} → ${way.dischargePort}`))],
    },
  }),
  OFFER_CLOSED: bare,
  OFFER_EXPIRED: ({ offer }) => ({
    facts: { atMinute: offer.terms.validUntilMinute },
    limit: dateTimeOf(offer.terms.validUntilMinute),
  }),
  EQUIPMENT_NOT_ACCEPTED: bare,
  UN_NUMBER_NOT_ACCEPTED: ({ offer }, { request }) => ({
    facts: {
      unNumbers: request.dangerousGoods
        .map(({ unNumber }) => unNumber)
        .filter((number) => !offer.terms.unNumbers.includes(number)),
    },
  }),
  DANGEROUS_GOODS_CLASS_MISMATCH: bare,
  CERTIFICATE_MISSING: bare,
  CUT_OFF_PASSED: (refused, { request, minute }) => {
    const cutOff = bookingCutOff(nearestOf(refused).lane, request);
    return { facts: { atMinute: cutOff }, limit: dateTimeOf(cutOff), actual: dateTimeOf(minute) };
  },
  CARGO_NOT_READY: (refused, { request }) => {
    const { lane, loadPort } = nearestOf(refused);
    const closesMinute = gateCutOff(lane, request);
    return {
      facts: { port: loadPort.port, atGateMinute: loadPort.atGateMinute, closesMinute },
      limit: dateTimeOf(closesMinute),
      actual: dateTimeOf(loadPort.atGateMinute),
    };
  },
  ARRIVES_TOO_LATE: (refused, { request }) => {
    const { lane } = nearestOf(refused);
    const { arrivalMinute } = lane;
    return {
      facts: { port: lane.dischargePort, arrivalMinute, latestMinute: request.latestArrivalMinute },
      limit: dateTimeOf(request.latestArrivalMinute),
      actual: dateTimeOf(arrivalMinute),
    };
  },
  RATE_UNKNOWN: bare,
  CURRENCY_MISMATCH: ({ offer }, { request }) => {
    const [offered, cap] = [rateOf(offer, request)!.currencyCode, request.maximumRate!.currencyCode];
    return { facts: { offered, cap }, limit: cap, actual: offered };
  },
  RATE_ABOVE_CAP: ({ offer }, { request }) => {
    const [offered, cap] = [rateOf(offer, request)!, request.maximumRate!];
    return { facts: { offered, cap }, limit: money(cap), actual: money(offered) };
  },
  CO2E_ABOVE_CAP: (refused, { request }) => {
    const { lane, loadPort } = nearestOf(refused);
    const perTeu = (grams: number) => (grams * 4) / request.emissionQuarterTeu;
    const [kgPerTeu, capKgPerTeu] = kilogramsApart(
      perTeu(doorToPortGrams(lane, loadPort, request)),
      perTeu(request.maximumGrams!),
    );
    return { facts: { kgPerTeu, capKgPerTeu }, limit: `${capKgPerTeu} kg`, actual: `${kgPerTeu} kg` };
  },
  DECLINED_BEFORE: bare,
  FULL: spaceTeller(0),
  WEIGHT_FULL: spaceTeller(1),
  DANGEROUS_GOODS_FULL: spaceTeller(2),
  REEFER_PLUGS_FULL: spaceTeller(3),
  PROTECTED: (refused, question) => {
    const untilMinute = releaseMinute(refused.offer, question.policy);
    const { lane } = nearestOf(refused);
    const keptTeu = protectedAmount(refused.offer, question.policy, lane.loadCall * DIMENSION_COUNT) / 4;
    return { facts: { untilMinute, keptTeu }, limit: dateTimeOf(untilMinute) };
  },
  DISPLACES_EXPECTED_PRIORITY: (refused, question) => {
    const { lane, loadPort } = nearestOf(refused);
    const { offer } = refused;
    const untilMinute = releaseMinute(offer, question.policy);
    const perTeu = (thousandths: number) => Math.round((thousandths * 4) / question.request.emissionQuarterTeu / 1000);
    const pricePoints = perTeu(bidPrice(offer, question));
    const worthPoints = perTeu(worthOf(offer, lane, loadPort, question));
    return {
      facts: { pricePoints, worthPoints, lastResort: question.lastResort === true, untilMinute },
      limit: `${pricePoints} points`,
      actual: `${worthPoints} points`,
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
