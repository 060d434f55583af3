import { assert } from '@greenlane/kernel/assert';
import { apply } from '@greenlane/matching/domain/apply';
import { areBidPricesDue, priceInstance } from '@greenlane/matching/domain/bid-prices';
import { type Book, emptyBook, type ProtectionBasis, takesSpace } from '@greenlane/matching/domain/book';
import { assertBook } from '@greenlane/matching/domain/book-invariants';
import type { AllocationSnapshot, CoreEvent } from '@greenlane/matching/domain/core-events';
import { isLowEmission } from '@greenlane/matching/domain/feasibility';
import { learnForecast } from '@greenlane/matching/domain/forecast';
import { indexedRanking } from '@greenlane/matching/domain/ranking-index';
import { policyTerms } from '@greenlane/matching/domain/request-terms';
import { solveBidPrices } from '@greenlane/matching/domain/solve-bid-prices';
import type { OfferGate, PolicyTerms, RequestTerms } from '@greenlane/matching/domain/terms';
import type { Contender } from './policies.ts';
import { type Draw, PRIORITY_EXPORTER, START_MINUTE, scenarioForecast, scenarioPolicy } from './scenario.ts';

const TICK_MINUTES = 360;

/** What became of a season, in TEU and points. */
export type SeasonFigures = {
  readonly priorityTeu: number;
  readonly priorityServedTeu: number;
  readonly priorityLowEmissionTeu: number;
  readonly standardTeu: number;
  readonly standardServedTeu: number;
  /** Emissions of what moved by their weight, and what did not move by its worth: the lower the better. */
  readonly costPoints: number;
};

/** The real core, event by event: nothing here decides who gets what. */
export function runSeason(draw: Draw, contender: Contender, forecastError: number): SeasonFigures {
  const book = emptyBook('CHINA');
  const engine = indexedRanking(book);
  const placed = new Map<number, AllocationSnapshot>();
  const feed = (event: CoreEvent) => {
    const { refusal, effects } = apply(book, engine, event);
    assert(refusal === undefined, `the engine takes ${event.kind}`);
    // What sailed leaves the book before the season is over.
    for (const effect of effects) {
      if (effect.kind !== 'allocation-changed') continue;
      const { allocation } = effect;
      if (takesSpace(allocation.status)) placed.set(allocation.number, allocation);
      else placed.delete(allocation.number);
    }
  };
  const policy = policyTerms(scenarioPolicy(contender.protection));
  feed({ kind: 'policy-published', minute: START_MINUTE, policy });
  feed({
    kind: 'designation-changed',
    minute: START_MINUTE,
    designation: {
      designationId: 'designation',
      exporterId: PRIORITY_EXPORTER,
      status: 'granted',
      province: 'Jiangsu',
      hsPrefixes: ['8541'],
      markets: ['CHINA'],
      validFromMinute: 0,
      validToMinute: null,
    },
  });
  const profiles = contender.forecast === 'SCENARIO' ? scenarioForecast(draw.load, forecastError) : [];
  const arrivals: CoreEvent[] = [
    ...draw.offers.map(({ minute, terms }): CoreEvent => ({ kind: 'offer-published', minute, terms })),
    ...draw.requests.map(({ minute, terms }): CoreEvent => ({ kind: 'request-submitted', minute, terms })),
  ].sort((a, b) => a.minute - b.minute);
  let changes = 0;
  const takeArrival = (event: CoreEvent) => {
    feed(event);
    changes += 1;
    solveWhenDue(event.minute);
  };
  const solveWhenDue = (minute: number) => {
    if (contender.forecast === 'NONE' || !areBidPricesDue(book, policy, { minute, changes })) return;
    changes = 0;
    feed({ kind: 'bid-prices-set', minute, ...solve(book, { contender, policy, minute, profiles, seed: draw.seed }) });
  };
  let next = 0;
  for (let minute = START_MINUTE; minute <= draw.endMinute; minute += TICK_MINUTES) {
    for (; next < arrivals.length && arrivals[next]!.minute < minute; next += 1) takeArrival(arrivals[next]!);
    feed({ kind: 'tick', minute });
    solveWhenDue(minute);
  }
  assertBook(book);
  return figuresOf(draw, placed.values(), policy);
}

function solve(
  book: Book,
  at: {
    readonly contender: Contender;
    readonly policy: PolicyTerms;
    readonly minute: number;
    readonly profiles: ReturnType<typeof scenarioForecast>;
    readonly seed: number;
  },
): { basis: ProtectionBasis; gates: OfferGate[] } {
  const { contender, policy, minute, profiles, seed } = at;
  const forecast =
    contender.forecast === 'HISTORY'
      ? learnForecast(book, minute, policy)
      : { kind: 'BOOKING_CURVE' as const, profiles, historyDays: 0, priorityRequests: 0 };
  const { historyDays, priorityRequests } = forecast;
  if (forecast.kind === 'FIXED_SHARE') {
    return { basis: { kind: 'FIXED_SHARE', solvedMinute: minute, historyDays, priorityRequests }, gates: [] };
  }
  const instance = priceInstance(book, forecast.profiles, { minute, policy, seed: seed * 1_000_003 + minute });
  const solved = solveBidPrices(instance);
  return {
    basis: { kind: 'BOOKING_CURVE', solvedMinute: minute, historyDays, priorityRequests },
    gates: contender.withoutPrices ? solved.map((gate) => ({ ...gate, prices: [0, 0, 0, 0] })) : solved,
  };
}

/** Points of one container: what it costs when it stays, and when it goes with these grams. */
export function pointsOf(request: RequestTerms, priority: boolean, policy: PolicyTerms) {
  const { bidPrice } = policy;
  const teu = request.emissionQuarterTeu / 4;
  const perKilogram = priority ? bidPrice.priorityPointsPerKilogram : bidPrice.standardPointsPerKilogram;
  return {
    unserved: (priority ? bidPrice.priorityServedPoints : bidPrice.standardServedPoints) * teu,
    moved: (grams: number) => (perKilogram * grams) / 1000,
  };
}

function figuresOf(draw: Draw, placed: Iterable<AllocationSnapshot>, policy: PolicyTerms): SeasonFigures {
  const byRequest = Map.groupBy(placed, ({ requestId }) => requestId);
  const isGreen = new Map(draw.offers.map(({ terms }) => [terms.offerId, isLowEmission({ terms }, policy)]));
  const figures = {
    priorityTeu: 0,
    priorityServedTeu: 0,
    priorityLowEmissionTeu: 0,
    standardTeu: 0,
    standardServedTeu: 0,
    costPoints: 0,
  };
  for (const { terms, priority } of draw.requests) {
    const points = pointsOf(terms, priority, policy);
    const teu = terms.emissionQuarterTeu / 4;
    figures[priority ? 'priorityTeu' : 'standardTeu'] += terms.units * teu;
    figures.costPoints += terms.units * points.unserved;
    for (const allocation of byRequest.get(terms.requestId) ?? []) {
      const served = allocation.units * teu;
      figures.costPoints += allocation.units * (points.moved(allocation.grams) - points.unserved);
      figures[priority ? 'priorityServedTeu' : 'standardServedTeu'] += served;
      if (priority && isGreen.get(allocation.offerId)) figures.priorityLowEmissionTeu += served;
    }
  }
  return figures;
}
