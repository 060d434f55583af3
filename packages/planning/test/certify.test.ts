import { certify, certifyPlan, leftByFractions, leftByWholes } from '@greenlane/planning/certify';
import { exactProblem, separateOptions, solveExactly } from '@greenlane/planning/exact';
import { defaultWeights, type PlanInstance, weightedObjective } from '@greenlane/planning/instance';
import { compileModel } from '@greenlane/planning/model';
import { generateInstance } from '@greenlane/planning/scenario';
import { allocationsOf, objectiveBound, solve, tupleOf } from '@greenlane/planning/solve';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bruteForce } from './brute-force.ts';
import { option, QUARTERS, request, tinyInstance } from './tiny-instance.ts';

/** In kilograms for grams: HiGHS calls a plan optimal that is a gram above the best, and does not see less than that. */
const certifiable = tinyInstance.map(
  ({ offers, requests, weights }): PlanInstance => ({
    offers,
    requests: requests.map((one) => ({
      ...one,
      options: one.options.map((each) => ({ ...each, grams: each.grams * 1_000 })),
    })),
    weights: {
      standardQuarterTeu: weights.standardQuarterTeu * 1_000,
      priorityQuarterTeu: weights.priorityQuarterTeu * 1_000,
    },
  }),
);

/** What rounding and the gram that all changes weigh take off a bound. */
const near = (bound: number, objective: number) => {
  expect(bound).toBeLessThanOrEqual(objective);
  expect(bound).toBeGreaterThanOrEqual(objective * (1 - 1e-5) - 2);
};

describe('a certificate', () => {
  test('has the best of all plans and proves it, on every tiny instance', async () => {
    await fc.assert(
      fc.asyncProperty(certifiable, async (instance) => {
        const model = compileModel(instance);
        const best = bruteForce(instance);
        const { placed, bound, optimal } = await certify(model, { seconds: 10 });
        expect(optimal).toBe(true);
        const { changedPlacements: _seen, ...found } = tupleOf(instance, allocationsOf(instance, model, placed!));
        expect(best).toMatchObject(found);
        near(objectiveBound(instance, bound), weightedObjective(best, instance.weights));
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test('says the same when it first proves how much stays behind', async () => {
    await fc.assert(
      fc.asyncProperty(certifiable, async (instance) => {
        const model = compileModel(instance);
        const all = Array.from({ length: model.optionCount }, (_, o) => o);
        if (all.length === 0) return;
        const problem = exactProblem(model, all);
        const { cost } = problem;
        const known = await leftByFractions(problem, 10);
        const leastLeft = await leftByWholes(problem, known, { seconds: 10, start: undefined });
        const inTurn = await solveExactly(problem, { cost, leastLeft, seconds: 10 });
        const atOnce = await solveExactly(problem, { cost, leastLeft: 0, seconds: 10 });
        expect(problem.unitsLeft(inTurn.placed!)).toBeGreaterThanOrEqual(leastLeft);
        expect(inTurn.cost).toBeCloseTo(atOnce.cost, 4);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  test('leaves whole containers behind where fractions of them would fill the ship', async () => {
    // Room for two containers and a half of three.
    const offers = [{ offerId: 'only', legs: [[5 * (QUARTERS / 2), 90_000, 0, 0] as const] }];
    const requests = ['a', 'b', 'c'].map((requestId) => request(requestId, [option(0, 100)]));
    const model = compileModel({ offers, requests, weights: defaultWeights(requests) });
    const problem = exactProblem(model, [0, 1, 2]);
    expect(await leftByFractions(problem, 10)).toBe(1);
    const { bound } = await certify(model, { seconds: 10 });
    near(bound, 2 * 100 + QUARTERS * defaultWeights(requests).standardQuarterTeu);
  });

  test('takes a market apart into trades that share no sailing', () => {
    const model = compileModel(generateInstance({ requests: 40, offers: 10, load: 1, seed: 4 }));
    const parts = separateOptions(model);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: model.optionCount }, (_, o) => o));
    const offersOf = parts.map((part) => new Set(part.map((o) => model.optionOffer[o]!)));
    expect(new Set(offersOf.flatMap((offers) => [...offers])).size).toBe(
      offersOf.reduce((count, { size }) => count + size, 0),
    );
  });

  test('does not call a plan proved that is better in order and worse in the one figure that was proved', async () => {
    const space = [4, 10_000, 0, 0] as const;
    const requests = [
      { ...request('priority', [{ offer: 0, fromLeg: 0, toLeg: 1, grams: 1_000 }]), priority: true, space },
      { ...request('standard', [{ offer: 0, fromLeg: 0, toLeg: 1, grams: 10 }]), priority: false, space },
    ];
    const instance: PlanInstance = {
      offers: [{ offerId: 'one-box', legs: [space] }],
      requests,
      // So cheap to leave behind that the figure would rather serve the clean standard box than the priority one.
      weights: { priorityQuarterTeu: 5, standardQuarterTeu: 5 },
    };
    const plan = solve(instance, { iterations: 100, seed: 1 });
    expect(plan.unserved).toEqual([{ request: 1, units: 1 }]);
    const certified = await certifyPlan(instance, plan, 5);
    expect(certified.plan.unserved).toEqual([{ request: 1, units: 1 }]);
    expect(certified.optimal).toBe(false);
  });

  test('of a market without any place for its cargo says that all of it stays behind', async () => {
    const requests = [request('too-late', [])];
    const instance: PlanInstance = { offers: [], requests, weights: defaultWeights(requests) };
    const plan = solve(instance, { iterations: 100, seed: 1 });
    const certified = await certifyPlan(instance, plan, 1);
    expect(certified.optimal).toBe(true);
    expect(certified.plan.unserved).toEqual([{ request: 0, units: 1 }]);
    near(certified.plan.lowerBound, certified.plan.totals.objective);
  });
});
