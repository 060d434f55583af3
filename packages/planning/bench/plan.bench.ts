import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert } from '@greenlane/kernel/assert';
import { certify } from '@greenlane/planning/certify';
import { compileModel } from '@greenlane/planning/model';
import { emptyState, restore } from '@greenlane/planning/plan-state';
import { generateInstance } from '@greenlane/planning/scenario';
import { type Plan, solve } from '@greenlane/planning/solve';
import type { Bench, Measured } from '@greenlane/testing/bench/bench';
import { generateGap, parseGap, planOfGap } from './gap-library.ts';

/** The table of the batch plan: gaps in per cent, the tuple beside them. */
const percent = (share: number) => share * 100;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const tuple = ({ totals }: Plan) =>
  `${totals.priorityUnservedQuarterTeu / 4} / ${totals.standardUnservedQuarterTeu / 4} TEU left, ${Math.round(totals.grams / 1e6)} t`;

type Size = {
  readonly requests: number;
  readonly offers: number;
  readonly iterations: number;
  readonly seeds: readonly number[];
};

/** Gap to the better of the two bounds: our own, and what HiGHS proves in so many seconds. */
async function gapsOf(size: Size, highsSeconds: number): Promise<Measured> {
  const gaps: number[] = [];
  const seconds: number[] = [];
  let shown = '';
  for (const seed of size.seeds) {
    for (const load of [0.85, 1.15]) {
      const instance = generateInstance({ ...size, load, seed });
      const began = process.cpuUsage();
      const plan = solve(instance, { iterations: size.iterations, seed: 1 });
      seconds.push(process.cpuUsage(began).user / 1e6);
      const proved = highsSeconds === 0 ? undefined : await certify(compileModel(instance), { seconds: highsSeconds });
      const bound = Math.max(plan.lowerBound, proved?.bound ?? 0);
      gaps.push(percent(plan.totals.objective / bound - 1));
      shown = tuple(plan);
    }
  }
  return {
    ratio: mean(gaps),
    figures: { 'largest gap %': Math.max(...gaps), 'CPU seconds a plan': mean(seconds), 'last tuple': shown },
  };
}

function sizeBench(name: string, size: Size, more: { readonly floor: number; readonly highsSeconds: number }): Bench {
  const { requests, offers, iterations, seeds } = size;
  return {
    name: `matching.plan-${name}`,
    what: `mean gap in % of ${requests} requests × ${offers} sailings, loads 0.85 and 1.15, ${seeds.length} seeds, ${iterations} iterations`,
    rival:
      more.highsSeconds === 0
        ? 'its own lower bound'
        : `the better of its own bound and HiGHS in ${more.highsSeconds} s`,
    better: 'lower',
    floor: more.floor,
    judged: 'best',
    runs: 1,
    prepare: async () => ({ measure: () => gapsOf(size, more.highsSeconds) }),
  };
}

const SMALL_SEEDS = Array.from({ length: 20 }, (_, at) => at + 1);
const SMALL_ITERATIONS = 1_000_000;
/** All but one are proved within a second or two, that of seed 4 in half a minute: see `certify` for how. */
const ORACLE_SECONDS = 180;
/** HiGHS itself calls a plan optimal within this share. */
const OPTIMAL_SHARE = 1e-4;

/** What HiGHS proves, and beside it the best plan that it knows: where it proves nothing, that is what is left to compare. */
async function smallOptima(): Promise<Measured> {
  const excess: number[] = [];
  const excessOverKnown: number[] = [];
  let unproved = 0;
  for (const seed of SMALL_SEEDS) {
    const instance = generateInstance({ requests: 40, offers: 10, load: seed % 2 === 0 ? 1.15 : 0.85, seed });
    const plan = solve(instance, { iterations: SMALL_ITERATIONS, seed: 1 });
    const model = compileModel(instance);
    const oracle = await certify(model, { seconds: ORACLE_SECONDS });
    if (oracle.placed !== undefined) {
      const known = emptyState(model);
      restore(known, oracle.placed);
      excessOverKnown.push(plan.totals.objective / known.cost - 1);
    }
    if (!oracle.optimal) unproved += 1;
    excess.push(plan.totals.objective / oracle.bound - 1);
  }
  const optimal = excess.filter((share) => share <= OPTIMAL_SHARE).length;
  return {
    ratio: percent(optimal / excess.length),
    figures: {
      'largest excess over the bound %': percent(Math.max(...excess)),
      'largest excess over the best plan of HiGHS %': percent(Math.max(...excessOverKnown)),
      'not proved by HiGHS': unproved,
    },
  };
}

/** Best known values of minimisation, from the collection's own bounds file; the data lie beside the project. */
const GAP_FOLDER =
  process.env['GREENLANE_GAP_DATA'] ?? fileURLToPath(new URL('../../../../shared/data/gap', import.meta.url));

function gapLibraryBench(
  name: string,
  files: RegExp,
  { floor, iterations }: { readonly floor: number; readonly iterations: number },
): Bench {
  return {
    name: `matching.plan-${name}`,
    what: `mean gap in % on the OR-Library generalised assignment problems, minimised, ${iterations} iterations`,
    rival: 'best known values',
    better: 'lower',
    floor,
    judged: 'best',
    runs: 1,
    prepare: async () => {
      assert(existsSync(GAP_FOLDER), `the GAP data are at ${GAP_FOLDER}; GREENLANE_GAP_DATA names another folder`);
      const bounds = new Map(
        readFileSync(`${GAP_FOLDER}/bounds.txt`, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split(/\s+/))
          .map(([key, lower]) => [key!, Number(lower)]),
      );
      const chosen = readdirSync(GAP_FOLDER)
        .filter((file) => files.test(file))
        .toSorted();
      return {
        measure: async () => {
          const gaps = chosen.map((file) => {
            const plan = solve(planOfGap(parseGap(readFileSync(`${GAP_FOLDER}/${file}`, 'utf8'))), {
              iterations,
              seed: 1,
            });
            return percent(plan.totals.objective / bounds.get(`${file}_Min`)! - 1);
          });
          return { ratio: mean(gaps), figures: { instances: chosen.length, 'largest gap %': Math.max(...gaps) } };
        },
      };
    },
  };
}

const HARD_SIZES = [
  { agents: 5, jobs: 100 },
  { agents: 10, jobs: 100 },
  { agents: 20, jobs: 100 },
  { agents: 10, jobs: 200 },
  { agents: 20, jobs: 200 },
] as const;
/**
 * About ten seconds a plan: D of 20 agents gains up to here, by script 0.58 % at two million and 0.4 % at six over all of type D.
 * Most of what is left of D is in the plans: a bound by knapsacks (assignments priced, each agent packed exactly) is 0.2–0.5 %
 * above the linear one at 10 and 20 agents of 100 jobs, and the plans are still 0.3–0.7 % above that.
 */
const HARD_ITERATIONS = 6_000_000;
const HARD_HIGHS_SECONDS = 15;

async function hardGaps(): Promise<Measured> {
  const gaps: { readonly type: 'd' | 'e'; readonly size: string; readonly gap: number }[] = [];
  for (const type of ['d', 'e'] as const) {
    for (const size of HARD_SIZES) {
      const instance = planOfGap(generateGap(type, { ...size, seed: size.agents * size.jobs }));
      const plan = solve(instance, { iterations: HARD_ITERATIONS, seed: 1 });
      const proved = await certify(compileModel(instance), { seconds: HARD_HIGHS_SECONDS });
      const gap = percent(plan.totals.objective / Math.max(plan.lowerBound, proved.bound) - 1);
      gaps.push({ type, size: `${size.agents} × ${size.jobs}`, gap });
    }
  }
  const gapsOfType = (of: 'd' | 'e') => gaps.filter(({ type }) => type === of).map(({ gap }) => gap);
  return {
    ratio: mean(gaps.map(({ gap }) => gap)),
    figures: {
      'mean gap of type d %': mean(gapsOfType('d')),
      'mean gap of type e %': mean(gapsOfType('e')),
      'largest gap %': Math.max(...gaps.map(({ gap }) => gap)),
      'of each': gaps.map(({ type, size, gap }) => `${type} ${size} ${gap.toFixed(2)}`).join(', '),
    },
  };
}

const hardGapBench: Bench = {
  name: 'matching.plan-gap-d-e',
  what: 'mean gap in % on generated problems of types d and e, 5 sizes from 5 × 100 to 20 × 200, 6,000,000 iterations',
  rival: 'the better of its own bound and HiGHS in 15 s',
  better: 'lower',
  floor: 0.5,
  judged: 'best',
  runs: 1,
  prepare: async () => ({ measure: hardGaps }),
};

export const benches: Bench[] = [
  {
    name: 'matching.plan-40x10',
    what: 'share in % of 20 markets of 40 requests × 10 sailings planned optimally (within 0.01 %), 1,000,000 iterations',
    rival: 'HiGHS, 180 s at most for each',
    better: 'higher',
    floor: 95,
    judged: 'best',
    runs: 1,
    prepare: async () => ({ measure: smallOptima }),
  },
  sizeBench(
    '200x40',
    { requests: 200, offers: 40, iterations: 200_000, seeds: [1, 2, 3] },
    { floor: 1.3, highsSeconds: 20 },
  ),
  sizeBench(
    '1000x100',
    { requests: 1_000, offers: 100, iterations: 200_000, seeds: [1, 2, 3, 4, 5] },
    { floor: 2, highsSeconds: 0 },
  ),
  sizeBench(
    '5000x300',
    { requests: 5_000, offers: 300, iterations: 1_000_000, seeds: [1] },
    { floor: 2.5, highsSeconds: 0 },
  ),
  gapLibraryBench('gap1-12', /^c\d{4}_\d$/, { floor: 0.03, iterations: 200_000 }),
  gapLibraryBench('gap-c', /^c\d{5,6}$/, { floor: 0.2, iterations: 1_000_000 }),
  hardGapBench,
];
