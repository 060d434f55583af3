import type { OfferState } from './book.ts';
import { bitCount, clerkTime, type Explanation, type RefusedOffer } from './explain.ts';
import {
  doorToPortGrams,
  gateCutOff,
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
import type { Rate } from './terms.ts';

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

export type NameOf = (offer: OfferState) => string;

export function kgPerTeu(grams: number, question: Question): string {
  return ((grams * 4) / question.request.emissionQuarterTeu / 1000).toFixed(0);
}
const clerkDay = (minute: number) => clerkTime(minute).slice(0, 10);
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
const money = (rate: Rate) => `${(rate.amountMinor / 100).toFixed(2)} ${rate.currencyCode}`;

/** Why a candidate stands before the next one, with the figure that decided. */
export function rankSentence(
  candidate: Candidate,
  next: Candidate | undefined,
  question: Question,
  nameOf: NameOf,
): string {
  if (next === undefined) return 'The last of the sailings that could take this cargo.';
  const name = nameOf(next.offer);
  const kilograms = (grams: number) => ((grams * 4) / question.request.emissionQuarterTeu / 1000).toFixed(1);
  const byCarbon = next.grams - candidate.grams;
  const byArrival = next.lane.arrivalMinute - candidate.lane.arrivalMinute;
  const [first, second] = leadingFigures(candidate, question);
  const [firstNext, secondNext] = leadingFigures(next, question);
  const { objective } = question.request;
  const lighter = `${trimmed(kilograms(byCarbon))} kg CO2e per TEU`;
  if (first !== firstNext) {
    if (objective === 'LOWEST_EMISSIONS') return `Ranks above ${name} by ${lighter}.`;
    if (objective === 'EARLIEST_ARRIVAL') return `Ranks above ${name} by arriving ${duration(byArrival)} earlier.`;
    const points = ((firstNext - first) / 1_000_000).toFixed(1);
    return `Ranks above ${name} by ${points} points of CO2e, arrival and rate together, weighed as the policy publishes.`;
  }
  if (second !== secondNext) {
    if (objective === 'LOWEST_EMISSIONS') return `Same CO2e as ${name}; arrives ${duration(byArrival)} earlier.`;
    const same = objective === 'EARLIEST_ARRIVAL' ? 'Arrives together with' : 'Same points as';
    return `${same} ${name}; emits ${lighter} less.`;
  }
  if (candidate.rate !== null && next.rate !== null && candidate.rate.currencyCode === next.rate.currencyCode) {
    const cheaper = next.rate.amountMinor - candidate.rate.amountMinor;
    if (cheaper > 0) {
      const saved = money({ ...candidate.rate, amountMinor: cheaper });
      return `Same CO2e and arrival as ${name}; ${saved} cheaper a container.`;
    }
  }
  if (candidate.rate !== null && next.rate === null) {
    return `Same CO2e and arrival as ${name}, whose carrier names no rate.`;
  }
  return `Same in every figure as ${name}; listed first by its number.`;
}

const trimmed = (kilograms: string) => (Math.abs(Number(kilograms)) >= 10 ? Number(kilograms).toFixed(0) : kilograms);

function duration(minutes: number): string {
  if (minutes >= MINUTES_PER_DAY) return days(Math.round(minutes / MINUTES_PER_DAY));
  return minutes >= 60 ? `${Math.round(minutes / 60)} hours` : `${minutes} minutes`;
}

/**
 * What one change of the request would bring, each the smallest that gives markedly less CO2e than the best candidate.
 * One change at a time: two together would need two promises.
 */
export function counterfactuals(
  engine: RankingEngine,
  question: Question,
  best: Candidate | undefined,
  nameOf: NameOf,
): Advice[] {
  if (best === undefined) return [];
  const { request } = question;
  const enough = (grams: number) => grams * 100 <= best.grams * (100 - LEAST_GAIN_PERCENT);
  const tried = (
    change: Advice['change'],
    changed: Question['request'],
    sentence: (gain: string, candidate: RankedOffer) => string,
  ): Advice[] => {
    const [candidate] = engine.rank({ ...question, request: changed }, 1);
    if (candidate === undefined || !enough(candidate.grams)) return [];
    const gain = `${Math.round(((best.grams - candidate.grams) * 100) / best.grams)} % less CO2e`;
    const where = `${nameOf(candidate.offer)}, ${kgPerTeu(candidate.grams, question)} kg per TEU`;
    const message = `${sentence(gain, candidate)} (${where}, arriving ${clerkDay(candidate.lane.arrivalMinute)}).`;
    return [
      { change, offerId: candidate.offer.terms.offerId, kgCo2ePerTeu: kgPerTeu(candidate.grams, question), message },
    ];
  };
  const first = (options: readonly (() => Advice[])[]) => {
    for (const option of options) {
      const advice = option();
      if (advice.length > 0) return advice;
    }
    return [];
  };
  const shift = (count: number) => count * MINUTES_PER_DAY;
  return [
    ...first(
      DAYS_TRIED.map(
        (count) => () =>
          tried(
            'ARRIVE_LATER',
            { ...request, latestArrivalMinute: request.latestArrivalMinute + shift(count) },
            (gain) => `${days(count)} later arrival would give ${gain}`,
          ),
      ),
    ),
    ...first(
      DAYS_TRIED.map((count) => () => {
        const loadPorts = request.loadPorts.map((port) => ({
          ...port,
          atGateMinute: port.atGateMinute - shift(count),
        }));
        return tried(
          'READY_EARLIER',
          { ...request, loadPorts },
          (gain) => `Cargo ready ${days(count)} earlier would give ${gain}`,
        );
      }),
    ),
    ...(request.maximumRate === null
      ? []
      : tried('NO_RATE_CAP', { ...request, maximumRate: null }, (gain, { offer }) => {
          const rate = rateOf(offer, request);
          return rate === null
            ? `Without the rate cap there would be ${gain}`
            : `A rate of ${money(rate)} instead of ${money(request.maximumRate!)} would give ${gain}`;
        })),
    ...(request.splitAllowed
      ? []
      : tried(
          'SPLIT',
          { ...request, splitAllowed: true },
          (gain, { units }) =>
            `If the request may be split, ${units} of ${question.units} containers would give ${gain}`,
        )),
    ...(request.objective === 'LOWEST_EMISSIONS'
      ? []
      : tried(
          'LOWEST_EMISSIONS_FIRST',
          { ...request, objective: 'LOWEST_EMISSIONS' },
          (gain) => `Ranked by lowest emissions there would be ${gain}`,
        )),
  ];
}

type Relaxation = { readonly effort: number; readonly sentence: string };

/**
 * For a request that nothing takes: the least that would have to give, among the offers that only one limit keeps away. The
 * effort is in days or their like, so that a day's wait is not set against a whole new booking.
 */
export function bestRelaxation(explanation: Explanation, question: Question, nameOf: NameOf): Advice | null {
  let best: { refused: RefusedOffer; relaxation: Relaxation; code: ReasonCode; grams: number } | undefined;
  for (const refused of explanation.refused) {
    if (refused.nearest === undefined || bitCount(refused.mask) !== 1) continue;
    const code = REASON_CODES.find((each) => (refused.mask & REASON[each]) !== 0)!;
    const relaxation = relaxationOf(code, refused, question);
    if (relaxation === undefined) continue;
    const grams = doorToPortGrams(refused.nearest.lane, refused.nearest.loadPort, question.request);
    if (
      best === undefined ||
      relaxation.effort < best.relaxation.effort ||
      (relaxation.effort === best.relaxation.effort && grams < best.grams)
    ) {
      best = { refused, relaxation, code, grams };
    }
  }
  if (best === undefined) return null;
  const kilograms = kgPerTeu(best.grams, question);
  return {
    change: best.code,
    offerId: best.refused.offer.terms.offerId,
    kgCo2ePerTeu: kilograms,
    message: `${best.relaxation.sentence}, ${nameOf(best.refused.offer)} could take it${
      best.code === 'CO2E_ABOVE_CAP' ? '' : ` with ${kilograms} kg CO2e per TEU`
    }.`,
  };
}

function relaxationOf(code: ReasonCode, refused: RefusedOffer, question: Question): Relaxation | undefined {
  const { offer, nearest } = refused;
  const { lane, loadPort } = nearest!;
  const { request, minute } = question;
  const wholeDays = (minutes: number) => Math.max(1, Math.ceil(minutes / MINUTES_PER_DAY));
  switch (code) {
    case 'ARRIVES_TOO_LATE': {
      const late = wholeDays(lane.arrivalMinute - request.latestArrivalMinute);
      return { effort: late, sentence: `If the cargo might arrive ${days(late)} later` };
    }
    case 'CARGO_NOT_READY': {
      const late = wholeDays(loadPort.atGateMinute - gateCutOff(lane, request));
      return { effort: late * 2, sentence: `If the cargo were at the gate of ${loadPort.port} ${days(late)} earlier` };
    }
    case 'CO2E_ABOVE_CAP': {
      const grams = doorToPortGrams(lane, loadPort, request);
      const over = ((grams - request.maximumGrams!) * 100) / request.maximumGrams!;
      return {
        effort: over / 4,
        sentence: `If ${Math.ceil((grams * 4) / request.emissionQuarterTeu / 1000)} kg CO2e per TEU were allowed`,
      };
    }
    case 'RATE_ABOVE_CAP': {
      const rate = rateOf(offer, request)!;
      const over = ((rate.amountMinor - request.maximumRate!.amountMinor) * 100) / request.maximumRate!.amountMinor;
      return { effort: over / 4, sentence: `If a rate of ${money(rate)} were allowed` };
    }
    case 'FULL':
    case 'WEIGHT_FULL':
    case 'DANGEROUS_GOODS_FULL':
    case 'REEFER_PLUGS_FULL': {
      const { open } = unitsThatFit(offer, lane, question);
      if (open === 0 || leastUnits(question) === 1) return undefined;
      const left = (question.units - open) / question.units;
      return { effort: 7 * left, sentence: `With ${open} instead of ${question.units} containers` };
    }
    case 'PROTECTED':
    case 'DISPLACES_EXPECTED_PRIORITY': {
      const until = releaseMinute(offer, question.policy);
      return {
        effort: wholeDays(until - minute) / 2,
        sentence: `From ${clerkTime(until)}, if the space is still free`,
      };
    }
    default:
      return undefined;
  }
}
