import { greatCircleNauticalMiles } from '@greenlane/geography/great-circle';
import { findPort } from '@greenlane/geography/ports';
import type { OfferState } from './book.ts';
import { bitCount, type Explanation, type RefusedOffer } from './explain.ts';
import {
  doorToPortGrams,
  gateCutOff,
  judge,
  leastUnits,
  type Question,
  REASON,
  REASON_CODES,
  type ReasonCode,
  rateOf,
  releaseMinute,
  unitsThatFit,
} from './feasibility.ts';
import { type Candidate, leadingFigures, type RankedOffer, type RankingEngine } from './ranking.ts';
import type { Could, Outcome, Wording } from './wording.ts';

/** What one change would bring: for a clerk as a sentence, for a program as a code with its figures. */
export type Advice = {
  readonly change: 'ARRIVE_LATER' | 'READY_EARLIER' | 'NO_RATE_CAP' | 'SPLIT' | 'LOWEST_EMISSIONS_FIRST' | ReasonCode;
  readonly offerId: string;
  readonly kgCo2ePerTeu: string;
  readonly message: string;
};

const MINUTES_PER_DAY = 1_440;
/** A smaller gain is a figure on paper. */
const LEAST_GAIN_PERCENT = 2;
const DAYS_TRIED = [1, 2, 3, 5, 7, 10, 14] as const;

/** How sailings are named to whoever reads, and in which language. */
export type Telling = { readonly nameOf: (offer: OfferState) => string; readonly wording: Wording };

export function kgPerTeu(grams: number, question: Question): string {
  return ((grams * 4) / question.request.emissionQuarterTeu / 1000).toFixed(0);
}

/** Why a candidate stands before the next one, with the figure that decided. */
export function rankSentence(
  candidate: Candidate,
  { before, next }: { readonly before: Candidate | undefined; readonly next: Candidate | undefined },
  question: Question,
  { nameOf, wording: { rank } }: Telling,
): string {
  if (next === undefined) return before === undefined ? rank.only() : rank.last();
  const name = nameOf(next.offer);
  const kilograms = trimmed(
    (((next.grams - candidate.grams) * 4) / question.request.emissionQuarterTeu / 1000).toFixed(1),
  );
  const minutes = next.lane.arrivalMinute - candidate.lane.arrivalMinute;
  const [first, second] = leadingFigures(candidate, question);
  const [firstNext, secondNext] = leadingFigures(next, question);
  const { objective } = question.request;
  if (first !== firstNext) {
    if (objective === 'LOWEST_EMISSIONS') return rank.lighter({ name, kilograms });
    if (objective === 'EARLIEST_ARRIVAL') return rank.earlier({ name, minutes });
    return rank.morePoints({ name, points: ((firstNext - first) / 1_000_000).toFixed(1) });
  }
  if (second !== secondNext) {
    if (objective === 'LOWEST_EMISSIONS') return rank.sameCo2eEarlier({ name, minutes });
    return objective === 'EARLIEST_ARRIVAL'
      ? rank.sameArrivalLighter({ name, kilograms })
      : rank.samePointsLighter({ name, kilograms });
  }
  if (candidate.rate !== null && next.rate !== null && candidate.rate.currencyCode === next.rate.currencyCode) {
    const cheaper = next.rate.amountMinor - candidate.rate.amountMinor;
    if (cheaper > 0) return rank.cheaper({ name, saved: { ...candidate.rate, amountMinor: cheaper } });
  }
  if (candidate.rate !== null && next.rate === null) return rank.rateNamed({ name });
  return rank.byNumber({ name });
}

const trimmed = (kilograms: string) => (Math.abs(Number(kilograms)) >= 10 ? Number(kilograms).toFixed(0) : kilograms);

/**
 * What one change of the request would bring, each the smallest that gives markedly less CO2e than the best candidate.
 * One change at a time: two together would need two promises.
 */
export function counterfactuals(
  engine: RankingEngine,
  question: Question,
  best: Candidate | undefined,
  { nameOf, wording: { counterfactual } }: Telling,
): Advice[] {
  if (best === undefined) return [];
  const { request } = question;
  const enough = (grams: number) => grams * 100 <= best.grams * (100 - LEAST_GAIN_PERCENT);
  const tried = (
    change: Advice['change'],
    changed: Question['request'],
    sentence: (outcome: Outcome, candidate: RankedOffer) => string,
  ): Advice[] => {
    const candidate = engine.rank({ ...question, request: changed }, 1).at(0);
    if (candidate === undefined || !enough(candidate.grams)) return [];
    const kilograms = kgPerTeu(candidate.grams, question);
    const outcome: Outcome = {
      gainPercent: Math.round(((best.grams - candidate.grams) * 100) / best.grams),
      name: nameOf(candidate.offer),
      kgPerTeu: kilograms,
      arrivalMinute: candidate.lane.arrivalMinute,
    };
    const { offerId } = candidate.offer.terms;
    return [{ change, offerId, kgCo2ePerTeu: kilograms, message: sentence(outcome, candidate) }];
  };
  const first = (options: readonly (() => Advice[])[]) => {
    for (const option of options) {
      const advice = option();
      if (advice.length > 0) return advice;
    }
    return [];
  };
  const shift = (days: number) => days * MINUTES_PER_DAY;
  // Nobody can be told to have had the cargo at a gate before today.
  const isStillAhead = (days: number) =>
    request.loadPorts.some(({ atGateMinute }) => atGateMinute - shift(days) >= question.minute);
  return [
    ...first(
      DAYS_TRIED.map(
        (days) => () =>
          tried(
            'ARRIVE_LATER',
            { ...request, latestArrivalMinute: request.latestArrivalMinute + shift(days) },
            (outcome) => counterfactual.arriveLater({ days }, outcome),
          ),
      ),
    ),
    ...first(
      DAYS_TRIED.filter((days) => isStillAhead(days)).map((days) => () => {
        const loadPorts = request.loadPorts.map((port) => ({
          ...port,
          atGateMinute: port.atGateMinute - shift(days),
        }));
        return tried('READY_EARLIER', { ...request, loadPorts }, (outcome) =>
          counterfactual.readyEarlier({ days }, outcome),
        );
      }),
    ),
    ...(request.maximumRate === null
      ? []
      : tried('NO_RATE_CAP', { ...request, maximumRate: null }, (outcome, { offer }) => {
          const rate = rateOf(offer, request);
          return rate === null
            ? counterfactual.noRateCap(outcome)
            : counterfactual.higherRate({ rate, cap: request.maximumRate! }, outcome);
        })),
    ...(request.splitAllowed
      ? []
      : tried('SPLIT', { ...request, splitAllowed: true }, (outcome, { units }) =>
          counterfactual.split({ units, of: question.units }, outcome),
        )),
    ...(request.objective === 'LOWEST_EMISSIONS'
      ? []
      : tried('LOWEST_EMISSIONS_FIRST', { ...request, objective: 'LOWEST_EMISSIONS' }, (outcome) =>
          counterfactual.lowestEmissions(outcome),
        )),
  ];
}

type Relaxation = {
  readonly effort: number;
  /** Door to port, for one container. */
  readonly grams: number;
  readonly sentence: (could: Could) => string;
};

/**
 * For a request that nothing takes: the least that would have to give, among the offers that only one limit keeps away. The
 * effort is in days or their like, so that a day's wait is not set against a whole new booking.
 */
export function bestRelaxation(
  explanation: Explanation,
  question: Question,
  { nameOf, wording }: Telling,
): Advice | null {
  let best: { refused: RefusedOffer; relaxation: Relaxation; code: ReasonCode } | undefined;
  for (const refused of explanation.refused) {
    if (bitCount(refused.mask) !== 1) continue;
    const code = REASON_CODES.find((each) => (refused.mask & REASON[each]) !== 0)!;
    const relaxation =
      code === 'LOAD_PORT_NOT_CALLED' || code === 'SEA_DISTANCE_UNKNOWN'
        ? otherLoadPort(refused.offer, question, wording)
        : relaxationOf(code, refused, question, wording);
    if (relaxation === undefined) continue;
    if (
      best === undefined ||
      relaxation.effort < best.relaxation.effort ||
      (relaxation.effort === best.relaxation.effort && relaxation.grams < best.relaxation.grams)
    ) {
      best = { refused, relaxation, code };
    }
  }
  if (best === undefined) return null;
  const kilograms = kgPerTeu(best.relaxation.grams, question);
  return {
    change: best.code,
    offerId: best.refused.offer.terms.offerId,
    kgCo2ePerTeu: kilograms,
    message: best.relaxation.sentence({
      name: nameOf(best.refused.offer),
      kgPerTeu: best.code === 'CO2E_ABOVE_CAP' ? null : kilograms,
    }),
  };
}

/** A day's effort: cargo of Shanghai may well go to Ningbo, and hardly to Yantian. */
const NAUTICAL_MILES_PER_DAY = 100;

/**
 * Another port of the market where the offer could load the cargo. How it would get there is not known: the way is counted as
 * that to the nearest port of the request, and the sentence says so.
 */
function otherLoadPort(offer: OfferState, question: Question, { relaxation }: Wording): Relaxation | undefined {
  const { loadPorts, dischargePorts } = question.request;
  let best: Relaxation | undefined;
  for (const lane of offer.terms.lanes) {
    const there = findPort(lane.loadPort);
    if (there === undefined || !dischargePorts.includes(lane.dischargePort)) continue;
    for (const instead of loadPorts) {
      const known = findPort(instead.port);
      if (known === undefined) continue;
      const loadPort = { ...instead, port: lane.loadPort };
      if (judge(offer, lane, loadPort, question) !== 0) continue;
      const effort = greatCircleNauticalMiles(known, there) / NAUTICAL_MILES_PER_DAY;
      const grams = doorToPortGrams(lane, loadPort, question.request);
      if (best !== undefined && (best.effort < effort || (best.effort === effort && best.grams <= grams))) continue;
      const change = { port: lane.loadPort, insteadOf: instead.port };
      best = { effort, grams, sentence: (could) => relaxation.otherLoadPort(change, could) };
    }
  }
  return best;
}

function relaxationOf(
  code: ReasonCode,
  refused: RefusedOffer,
  question: Question,
  { relaxation }: Wording,
): Relaxation | undefined {
  const { offer, nearest } = refused;
  if (nearest === undefined) return undefined;
  const { lane, loadPort } = nearest;
  const { request, minute } = question;
  const grams = doorToPortGrams(lane, loadPort, request);
  const wholeDays = (minutes: number) => Math.max(1, Math.ceil(minutes / MINUTES_PER_DAY));
  switch (code) {
    case 'ARRIVES_TOO_LATE': {
      const days = wholeDays(lane.arrivalMinute - request.latestArrivalMinute);
      return { grams, effort: days, sentence: (could) => relaxation.arriveLater({ days }, could) };
    }
    case 'CARGO_NOT_READY': {
      const days = wholeDays(loadPort.atGateMinute - gateCutOff(lane, request));
      const { port } = loadPort;
      return { grams, effort: days * 2, sentence: (could) => relaxation.gateEarlier({ port, days }, could) };
    }
    case 'CO2E_ABOVE_CAP': {
      const over = ((grams - request.maximumGrams!) * 100) / request.maximumGrams!;
      const needed = Math.ceil((grams * 4) / request.emissionQuarterTeu / 1000);
      return { grams, effort: over / 4, sentence: (could) => relaxation.co2eCap({ kgPerTeu: needed }, could) };
    }
    case 'RATE_ABOVE_CAP': {
      const rate = rateOf(offer, request)!;
      const over = ((rate.amountMinor - request.maximumRate!.amountMinor) * 100) / request.maximumRate!.amountMinor;
      return { grams, effort: over / 4, sentence: (could) => relaxation.rateCap({ rate }, could) };
    }
    case 'FULL':
    case 'WEIGHT_FULL':
    case 'DANGEROUS_GOODS_FULL':
    case 'REEFER_PLUGS_FULL': {
      const { open } = unitsThatFit(offer, lane, question);
      if (open === 0 || leastUnits(question) === 1) return undefined;
      const left = (question.units - open) / question.units;
      const change = { units: open, of: question.units };
      return { grams, effort: 7 * left, sentence: (could) => relaxation.fewerUnits(change, could) };
    }
    case 'PROTECTED':
    case 'DISPLACES_EXPECTED_PRIORITY': {
      const untilMinute = releaseMinute(offer, question.policy);
      return {
        grams,
        effort: wholeDays(untilMinute - minute) / 2,
        sentence: (could) => relaxation.afterRelease({ untilMinute }, could),
      };
    }
    case 'CERTIFICATE_MISSING':
      return { grams, effort: 1, sentence: (could) => relaxation.certificate(could) };
    case 'DANGEROUS_GOODS_CLASS_MISMATCH':
      return { grams, effort: 1, sentence: (could) => relaxation.imoClass(could) };
    case 'RATE_UNKNOWN':
    case 'CURRENCY_MISMATCH':
      return { grams, effort: 5, sentence: (could) => relaxation.noRateCap(could) };
    default:
      return undefined;
  }
}
