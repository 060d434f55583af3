import type { Book, OfferState } from './book.ts';
import { doorToPortGrams, type Question, rateOf, unitsThatFit } from './feasibility.ts';
import type { Lane, LoadPortTerms, Objective, PolicyTerms, Rate } from './terms.ts';

/** A feasible pair of calls of one offer. */
export type RankedOffer = {
  /** That of `offer`, which itself has to be fetched from anywhere in memory. */
  readonly offerId: string;
  readonly offer: OfferState;
  readonly lane: Lane;
  readonly loadPort: LoadPortTerms;
  /** Well-to-wake grams of one container, door to port. */
  readonly grams: number;
  /** Units of the question that fit, at least the least that would do. */
  readonly units: number;
};
/**
 * What a ranking found, in rank order, named when asked for: to read the offer and lane of ten rows costs a sixth of a whole ranking,
 * and whoever decides takes the first one or two. The next ranking of the same engine writes over it. An array is one as well.
 */
export type Ranked = {
  readonly length: number;
  readonly at: (position: number) => RankedOffer | undefined;
};

/** All of it, to keep. Named in one go, before anything looks at the names: ten loads that miss the cache are on their way together. */
export function rankedOffers(ranked: Ranked): RankedOffer[] {
  const offers: RankedOffer[] = [];
  for (let position = 0; position < ranked.length; position += 1) offers.push(ranked.at(position)!);
  return offers;
}

/**
 * No offer yet. V8 notes the one shape of the objects that a field has held, and checks whatever is stored there by reading its
 * first word: a cache miss for every offer and lane that is named, before anyone has looked into them. Fields that have held a
 * number as well are stored unchecked. Exported, so that what V8 has learnt from it lives as long as this module.
 */
export const UNNAMED = { offerId: 0, offer: 0, lane: 0, loadPort: 0, grams: 0, units: 0 };

/** The same with all that ranks it, for whoever compares or explains. */
export type Candidate = RankedOffer & { readonly rate: Rate | null };

/** Finds candidates in rank order. Two engines: the naive reference, and the index that must equal it. */
export type RankingEngine = {
  /** New terms, closed, released or gone from the book: called after the change. */
  readonly offerChanged: (offerId: string) => void;
  /** Space of an offer was taken or given back. */
  readonly poolsChanged: (offerId: string) => void;
  /** The best `limit` candidates, the best pair of calls of each offer, in rank order. */
  readonly rank: (question: Question, limit: number) => Ranked;
};
export type MakeEngine = (book: Book) => RankingEngine;

/** BALANCED adds integer points: millionths of the published weights, cut down, so that no order hangs on a float. */
const POINTS_PER_WEIGHT = 1_000_000;
/** Balanced rates are compared in this currency alone; any other counts as unknown. */
export const BALANCED_CURRENCY = 'USD';
/** An unknown rate counts as this many times the policy's full point: it ranks last on cost, yet is not refused. */
const UNKNOWN_RATE_FULL_POINTS = 10;

function points(weight: number, amount: number, fullPoint: number): number {
  return Math.floor((weight * amount * POINTS_PER_WEIGHT) / fullPoint);
}

/** What the BALANCED score counts of a rate; null where it does not know it. */
export function balancedMinor(rate: Rate | null): number | null {
  return rate === null || rate.currencyCode !== BALANCED_CURRENCY ? null : rate.amountMinor;
}

/** The part of the BALANCED score that load port and request do not change. */
export function balancedLanePoints(
  seaGrams: number,
  arrivalMinute: number,
  rateMinor: number | null,
  emissionQuarterTeu: number,
  { balanced }: PolicyTerms,
): number {
  const ratePerTeu =
    rateMinor === null
      ? UNKNOWN_RATE_FULL_POINTS * balanced.rateMinorPerTeu
      : Math.floor((rateMinor * 4) / emissionQuarterTeu);
  return (
    points(balanced.emissionsWeight, Math.floor((seaGrams * 4) / emissionQuarterTeu), balanced.emissionsGramsPerTeu) +
    points(balanced.arrivalWeight, arrivalMinute, balanced.arrivalMinutes) +
    points(balanced.rateWeight, ratePerTeu, balanced.rateMinorPerTeu)
  );
}

/** The part of the BALANCED score that comes from the load port alone. */
export function balancedLoadPortPoints(addedGrams: number, emissionQuarterTeu: number, policy: PolicyTerms): number {
  return points(
    policy.balanced.emissionsWeight,
    Math.floor((addedGrams * 4) / emissionQuarterTeu),
    policy.balanced.emissionsGramsPerTeu,
  );
}

/** Known before unknown, then by currency, then by amount: total and transitive, whatever currencies meet. */
export function compareRates(a: Rate | null, b: Rate | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return compareText(a.currencyCode, b.currencyCode) || a.amountMinor - b.amountMinor;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The figures that come first under an objective; lower is better. */
export function leadingFigures(candidate: RankedOffer, question: Question): readonly [number, number] {
  const objective: Objective = question.request.objective;
  if (objective === 'LOWEST_EMISSIONS') return [candidate.grams, candidate.lane.arrivalMinute];
  if (objective === 'EARLIEST_ARRIVAL') return [candidate.lane.arrivalMinute, candidate.grams];
  const { emissionQuarterTeu, emissionClass } = question.request;
  const { seaGrams, arrivalMinute } = candidate.lane;
  const rate = balancedMinor(rateOf(candidate.offer, question.request));
  const score =
    balancedLanePoints(seaGrams[emissionClass]!, arrivalMinute, rate, emissionQuarterTeu, question.policy) +
    balancedLoadPortPoints(candidate.loadPort.addedGrams, emissionQuarterTeu, question.policy);
  return [score, candidate.grams];
}

/**
 * The total order of candidates: the objective's figures, then rate, then offer id, then the pair of calls. The last
 * key only tells apart pairs of one offer, so the order of insertion can never matter.
 */
export function compareCandidates(a: RankedOffer, b: RankedOffer, question: Question): number {
  const [firstA, secondA] = leadingFigures(a, question);
  const [firstB, secondB] = leadingFigures(b, question);
  return (
    firstA - firstB ||
    secondA - secondB ||
    compareRates(rateOf(a.offer, question.request), rateOf(b.offer, question.request)) ||
    compareText(a.offerId, b.offerId) ||
    a.lane.loadCall - b.lane.loadCall ||
    a.lane.dischargeCall - b.lane.dischargeCall
  );
}

export function candidateOf(offer: OfferState, lane: Lane, loadPort: LoadPortTerms, question: Question): Candidate {
  return {
    offerId: offer.terms.offerId,
    offer,
    lane,
    loadPort,
    grams: doorToPortGrams(lane, loadPort, question.request),
    rate: rateOf(offer, question.request),
    units: unitsThatFit(offer, lane, question).open,
  };
}
