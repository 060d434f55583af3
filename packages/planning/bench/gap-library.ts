import type { PlanInstance } from '@greenlane/planning/instance';

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
