import { assert } from '@greenlane/kernel/assert';
import type { OfferState, Pool } from '@greenlane/matching/domain/book';
import {
  doorToPortGrams,
  isLowEmission,
  laneReasons,
  offerReasons,
  type Question,
} from '@greenlane/matching/domain/feasibility';
import { matchingLanes } from '@greenlane/matching/domain/naive-ranking';
import { policyTerms } from '@greenlane/matching/domain/request-terms';
import type { PolicyTerms } from '@greenlane/matching/domain/terms';
import highsModule from 'highs';
import { pointsOf, type SeasonFigures } from './run-season.ts';
import { type Draw, scenarioPolicy } from './scenario.ts';

/** The package's types describe its CommonJS build; Node loads the ES module, whose default is the loader itself. */
const loadHighs = highsModule as unknown as typeof highsModule.default;

type Placement = {
  readonly name: string;
  readonly request: number;
  readonly offer: number;
  readonly cost: number;
  readonly isGreen: boolean;
};

/**
 * The season with all of it known beforehand, as a linear programme: containers of each request over the sailings that its
 * dates allow, within slots and weight. It relaxes what binds every policy (whole containers, requests that may not be
 * split, the order of arrival), so its cost is a lower bound on what any policy can reach.
 */
export async function hindsight(draw: Draw): Promise<SeasonFigures> {
  const policy = policyTerms(
    scenarioPolicy({ mode: 'FIXED_SHARE', sharePercent: 0, floorSharePercent: 0, releaseHoursBeforeCutOff: 72 }),
  );
  const placements = placementsOf(draw, policy);
  const highs = await loadHighs();
  const solution = highs.solve(programmeOf(draw, placements));
  assert(solution.Status === 'Optimal', 'the hindsight programme has an optimum');
  const columns = solution.Columns as Record<string, { readonly Primal: number }>;
  const figures = {
    priorityTeu: 0,
    priorityServedTeu: 0,
    priorityLowEmissionTeu: 0,
    standardTeu: 0,
    standardServedTeu: 0,
    costPoints: 0,
  };
  for (const { terms, priority } of draw.requests) {
    const teu = terms.emissionQuarterTeu / 4;
    figures[priority ? 'priorityTeu' : 'standardTeu'] += terms.units * teu;
    figures.costPoints += terms.units * pointsOf(terms, priority, policy).unserved;
  }
  for (const { name, request, cost, isGreen } of placements) {
    const units = columns[name]?.Primal ?? 0;
    const { terms, priority } = draw.requests[request]!;
    const teu = (units * terms.emissionQuarterTeu) / 4;
    figures.costPoints += units * cost;
    figures[priority ? 'priorityServedTeu' : 'standardServedTeu'] += teu;
    if (priority && isGreen) figures.priorityLowEmissionTeu += teu;
  }
  return figures;
}

/** Each request on each sailing that would take it at the moment it was made, space and protection aside. */
function placementsOf(draw: Draw, policy: PolicyTerms): Placement[] {
  const placements: Placement[] = [];
  const states = draw.offers.map(({ terms }): OfferState => {
    const none: Pool = [];
    const empty = { capacity: none, used: none, priorityUsed: none, confirmed: none, loaded: none, rollable: 0 };
    return { terms, open: true, released: false, gate: null, allocations: [], ...empty };
  });
  draw.requests.forEach(({ minute, terms, priority }, request) => {
    const question: Question = {
      request: terms,
      units: terms.units,
      priority,
      minute,
      policy,
      declinedOffers: new Map(),
    };
    const points = pointsOf(terms, priority, policy);
    states.forEach((offer, position) => {
      if (offerReasons(offer, question) !== 0) return;
      const costs = matchingLanes(offer, question)
        .filter(({ lane, loadPort }) => laneReasons(lane, loadPort, question) === 0)
        .map(({ lane, loadPort }) => points.moved(doorToPortGrams(lane, loadPort, terms)) - points.unserved);
      if (costs.length === 0) return;
      placements.push({
        name: `x${request}_${position}`,
        request,
        offer: position,
        cost: Math.min(...costs),
        isGreen: isLowEmission(offer, policy),
      });
    });
  });
  return placements;
}

/** In CPLEX LP form. */
function programmeOf(draw: Draw, placements: readonly Placement[]): string {
  const sumOf = (terms: readonly string[]) => terms.join(' + ');
  const byRequest = Map.groupBy(placements, ({ request }) => request);
  const byOffer = Map.groupBy(placements, ({ offer }) => offer);
  const objective = sumOf(placements.map(({ name, cost }) => `${cost.toFixed(6)} ${name}`));
  const rows = [...byRequest].map(
    ([request, all]) => `r${request}: ${sumOf(all.map(({ name }) => name))} <= ${draw.requests[request]!.terms.units}`,
  );
  for (const [offer, all] of byOffer) {
    const leg = draw.offers[offer]!.terms.legs[0]!;
    for (const dimension of [0, 1] as const) {
      const space = all.map(({ name, request }) => `${draw.requests[request]!.terms.space[dimension]} ${name}`);
      rows.push(`o${offer}_${dimension}: ${sumOf(space)} <= ${leg[dimension]}`);
    }
  }
  return `Minimize\n obj: ${objective.replaceAll('+ -', '- ')}\nSubject To\n ${rows.join('\n ')}\nEnd\n`;
}
