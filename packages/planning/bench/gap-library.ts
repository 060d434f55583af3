import type { PlanInstance } from '@greenlane/planning/instance';
import { seededRandom } from '@greenlane/planning/random';

/** A generalised assignment problem: every job to one agent, at least cost, within each agent's capacity. */
export type GapInstance = {
  readonly costs: readonly (readonly number[])[];
  readonly resources: readonly (readonly number[])[];
  readonly capacities: readonly number[];
};

/** The OR-Library form: agents, jobs, then costs and resources agent by agent, then capacities. */
export function parseGap(text: string): GapInstance {
  const numbers = text.trim().split(/\s+/).map(Number);
  let at = 0;
  const take = (count: number) => {
    at += count;
    return numbers.slice(at - count, at);
  };
  const [agents = 0, jobs = 0] = take(2);
  const table = () => Array.from({ length: agents }, () => take(jobs));
  return { costs: table(), resources: table(), capacities: take(agents) };
}

/** Jobs as requests of one container, agents as sailings of one leg; a job left behind costs more than any plan. */
export function planOfGap({ costs, resources, capacities }: GapInstance): PlanInstance {
  const jobs = costs[0]!.length;
  const dear = costs.reduce((sum, row) => sum + Math.max(...row), 0);
  return {
    offers: capacities.map((capacity, agent) => ({ offerId: `agent-${agent}`, legs: [[capacity, 0, 0, 0]] })),
    requests: Array.from({ length: jobs }, (_, job) => ({
      requestId: `job-${job}`,
      priority: false,
      units: 1,
      space: [1, 0, 0, 0],
      splitAllowed: false,
      options: costs.map((row, agent) => ({
        offer: agent,
        fromLeg: 0,
        toLeg: 1,
        grams: row[job]!,
        space: [resources[agent]![job]!, 0, 0, 0],
      })),
      pins: [],
      soft: [],
    })),
    weights: { standardQuarterTeu: dear, priorityQuarterTeu: dear },
  };
}

/** Capacity of an agent as a share of what it would need for an even share of all jobs. */
const TIGHTNESS = 0.8;

/**
 * Types D and E of the literature, hard since what is cheap takes much, and minimised: as maximisation they are trivial, says
 * Yagiura's own page of the instances (www.al.cm.is.nagoya-u.ac.jp/~yagiura/gap). Made by the recipe in M. Yagiura, T. Ibaraki and
 * F. Glover, "A path relinking approach with ejection chains for the generalized assignment problem", European Journal of
 * Operational Research 169 (2006), section 5; D goes back to Chu and Beasley (1997), E to Laguna et al. (1995).
 *
 * - D: resources whole from 1 to 100, cost 111 less the resource, plus a whole number from -10 to 10.
 * - E: resources 1 - 10 ln(e), cost 1000 over the resource less 10 e', with e and e' between 0 and 1.
 * - Both: each agent's capacity is 0.8 times its resources for all jobs over the number of agents.
 *
 * Whole numbers by rounding down. The published instances are of the same recipe, not of the same random numbers.
 */
export function generateGap(
  type: 'd' | 'e',
  { agents, jobs, seed }: { readonly agents: number; readonly jobs: number; readonly seed: number },
): GapInstance {
  const random = seededRandom(seed);
  const costs: number[][] = [];
  const resources: number[][] = [];
  for (let agent = 0; agent < agents; agent += 1) {
    const pairs = Array.from({ length: jobs }, () => {
      if (type === 'd') {
        const resource = 1 + random.below(100);
        return { resource, cost: 111 - resource + random.below(21) - 10 };
      }
      const resource = Math.floor(1 - 10 * Math.log(1 - random.next()));
      return { resource, cost: Math.floor(1_000 / resource - 10 * random.next()) };
    });
    costs.push(pairs.map(({ cost }) => cost));
    resources.push(pairs.map(({ resource }) => resource));
  }
  return {
    costs,
    resources,
    capacities: resources.map((row) => Math.floor((TIGHTNESS * row.reduce((sum, each) => sum + each, 0)) / agents)),
  };
}
