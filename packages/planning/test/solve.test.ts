import { certify } from '@greenlane/planning/certify';
import { greedyPlan } from '@greenlane/planning/construct';
import {
  compareTuples,
  DIMENSION_COUNT,
  defaultWeights,
  type PlanInstance,
  type PlanRequest,
  weightedObjective,
} from '@greenlane/planning/instance';
import { compileModel } from '@greenlane/planning/model';
import { generateInstance } from '@greenlane/planning/scenario';
import { allocationsOf, type Plan, type PlannedUnits, solve, tupleOf } from '@greenlane/planning/solve';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bruteForce } from './brute-force.ts';
import { option, QUARTERS, request, tinyInstance } from './tiny-instance.ts';

function instanceOf(offers: PlanInstance['offers'], requests: readonly PlanRequest[]): PlanInstance {
  return { offers, requests, weights: defaultWeights(requests) };
}

const plan = (instance: PlanInstance, seed = 1): Plan => solve(instance, { iterations: 2_000, seed });
const slots = (containers: number) => [containers * QUARTERS, containers * 30_000, 0, 0] as const;

/** Problems of an allocation list, counted from the instance alone. */
export function oversold(instance: PlanInstance, allocations: readonly PlannedUnits[]): string[] {
  const free = instance.offers.map(({ legs }) => legs.map((leg) => [...leg]));
  for (const { request: r, option: o, units } of allocations) {
    const { space, options } = instance.requests[r]!;
    for (let leg = options[o]!.fromLeg; leg < options[o]!.toLeg; leg += 1) {
      for (let d = 0; d < DIMENSION_COUNT; d += 1) {
        free[options[o]!.offer]![leg]![d]! -= (options[o]!.space ?? space)[d]! * units;
      }
    }
  }
  const pools = free.flatMap((legs, offer) =>
    legs.flatMap((leg, at) => (leg.some((amount) => amount < 0) ? [`offer ${offer} leg ${at}`] : [])),
  );
  const requests = instance.requests.flatMap(({ units, splitAllowed }, r) => {
    const mine = allocations.filter((allocation) => allocation.request === r);
    const placed = mine.reduce((sum, allocation) => sum + allocation.units, 0);
    return placed > units || (!splitAllowed && placed !== 0 && (placed !== units || mine.length !== 1))
      ? [`request ${r}`]
      : [];
  });
  return [...pools, ...requests];
}

describe('a plan', () => {
  test('serves priority first, then standard, then saves grams, then leaves soft placements where they are', () => {
    const offers = [
      { offerId: 'green', legs: [slots(1)] },
      { offerId: 'brown', legs: [slots(1)] },
    ];
    const both = [option(0, 100), option(1, 300)];
    const found = plan(
      instanceOf(offers, [
        request('standard-that-only-fits-green', [option(0, 90)]),
        request('priority', both, { priority: true }),
      ]),
    );
    // Everybody is served although the priority unit then sails on the dirtier ship.
    expect(found.totals).toMatchObject({ priorityUnservedQuarterTeu: 0, standardUnservedQuarterTeu: 0, grams: 390 });

    const contested = plan(
      instanceOf(
        [offers[0]!],
        [request('standard', [option(0, 50)]), request('priority', [option(0, 100)], { priority: true })],
      ),
    );
    expect(contested.unserved).toEqual([{ request: 0, units: 1 }]);

    const tied = plan(
      instanceOf(offers, [
        request('a', [option(0, 100), option(1, 100)], { soft: [{ option: 1, units: 1 }] }),
        request('b', [option(0, 100), option(1, 100)], { soft: [{ option: 0, units: 1 }] }),
      ]),
    );
    expect(tied.totals.changedPlacements).toBe(0);
  });

  test('counts a container from call to call on every leg between', () => {
    const offers = [{ offerId: 'through', legs: [slots(2), slots(1), slots(2)] }];
    const found = plan(
      instanceOf(offers, [
        request('first-leg', [option(0, 10, 0, 1)]),
        request('whole', [option(0, 30, 0, 3)]),
        request('middle', [option(0, 10, 1, 2)]),
        request('last-leg', [option(0, 10, 2, 3)]),
      ]),
    );
    expect(found.totals).toMatchObject({ standardUnservedQuarterTeu: QUARTERS, grams: 30 });
    expect(found.unserved).toEqual([{ request: 1, units: 1 }]);
  });

  test('splits whole containers only where the request allows it', () => {
    const offers = [
      { offerId: 'a', legs: [slots(2)] },
      { offerId: 'b', legs: [slots(2)] },
    ];
    const options = [option(0, 10), option(1, 20)];
    const split = plan(instanceOf(offers, [request('may', options, { units: 3, splitAllowed: true })]));
    expect(split.allocations).toEqual([
      { request: 0, option: 0, units: 2 },
      { request: 0, option: 1, units: 1 },
    ]);
    const whole = plan(instanceOf(offers, [request('may-not', options, { units: 3 })]));
    expect(whole.unserved).toEqual([{ request: 0, units: 3 }]);
  });

  test('keeps confirmed cargo where it is and plans the rest around it', () => {
    const offers = [
      { offerId: 'a', legs: [slots(1)] },
      { offerId: 'b', legs: [slots(1)] },
    ];
    const found = plan(
      instanceOf(offers, [
        request('confirmed-standard', [option(0, 50), option(1, 60)], { pins: [{ option: 0, units: 1 }] }),
        request('priority', [option(0, 10), option(1, 500)], { priority: true }),
      ]),
    );
    expect(found.allocations).toEqual([
      { request: 0, option: 0, units: 1 },
      { request: 1, option: 1, units: 1 },
    ]);
    expect(found.totals).toMatchObject({
      grams: 550,
      servedQuarterTeu: 2 * QUARTERS,
      priorityServedQuarterTeu: QUARTERS,
    });
  });

  test('is the best of all plans on every tiny instance, and its bound is below the best', () => {
    fc.assert(
      fc.property(tinyInstance, fc.integer({ min: 1, max: 9 }), (instance, seed) => {
        const found = plan(instance, seed);
        expect(oversold(instance, found.allocations)).toEqual([]);
        const best = bruteForce(instance);
        expect({ ...found.totals }).toMatchObject(best);
        expect(found.lowerBound).toBeLessThanOrEqual(weightedObjective(best, instance.weights));
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);

  test('leaves no container behind to save the grams of a large request, though the weighted figure would', () => {
    // The large request alone fits the clean ship, or the small one does: 12 containers on the dirty ship cost more grams
    // than the weight of the container that stays behind otherwise.
    const found = plan(
      instanceOf(
        [
          { offerId: 'clean', legs: [slots(12)] },
          { offerId: 'dirty', legs: [slots(12)] },
        ],
        [request('small', [option(0, 100)]), request('large', [option(0, 100), option(1, 900)], { units: 12 })],
      ),
    );
    expect(found.totals).toMatchObject({ standardUnservedQuarterTeu: 0, grams: 100 + 12 * 900 });
  });

  test('is never worse by the tuple than first come, first served, nor than leaving everything where it stands', () => {
    fc.assert(
      fc.property(tinyInstance, fc.nat(20), (tiny, iterations) => {
        const weights = defaultWeights(tiny.requests);
        const found = solve({ ...tiny, weights }, { iterations, seed: 1 });
        expect(compareTuples(found.totals, found.firstComeFirstServed)).toBeLessThanOrEqual(0);
        const requests = tiny.requests.map((one, r) => ({
          ...one,
          soft: found.allocations.filter((each) => each.request === r),
        }));
        const again = solve({ ...tiny, requests, weights }, { iterations, seed: 2 });
        expect(compareTuples(again.totals, { ...found.totals, changedPlacements: 0 })).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('is within a hair of the exact solver on generated markets, never worse than first come, first served', async () => {
    for (const seed of [1, 2, 3]) {
      const instance = generateInstance({ requests: 30, offers: 10, load: 1, seed });
      const found = solve(instance, { iterations: 20_000, seed: 1 });
      expect(oversold(instance, found.allocations)).toEqual([]);
      const model = compileModel(instance);
      const certificate = await certify(model, { seconds: 10 });
      expect(found.totals.objective / certificate.bound).toBeLessThan(1.005);
      expect(found.lowerBound).toBeLessThanOrEqual(found.totals.objective);
      const greedy = greedyPlan(instance, model);
      const first = tupleOf(instance, allocationsOf(instance, model, greedy.placed));
      expect(compareTuples(found.totals, first)).toBeLessThanOrEqual(0);
    }
  });

  test('is the same for the same seed and budget, and says so by its hash', () => {
    const instance = generateInstance({ requests: 60, offers: 12, load: 1.1, seed: 7 });
    const [first, again, other] = [3, 3, 4].map((seed) => solve(instance, { iterations: 3_000, seed }));
    expect(again).toEqual(first);
    expect(other!.planHash).not.toBe(first!.planHash);
  });

  test('prices the space that is fought for, and no other', () => {
    const found = plan(
      instanceOf(
        [
          { offerId: 'full', legs: [slots(1)] },
          { offerId: 'empty', legs: [slots(9)] },
        ],
        [request('a', [option(0, 100), option(1, 900)]), request('b', [option(0, 100), option(1, 1_300)])],
      ),
    );
    const [full, empty] = found.multipliers.map(([leg]) => leg![0]! * QUARTERS);
    // Between what the first and the second request would lose without the slot: weight is not scarce, slots are.
    expect(full).toBeGreaterThan(790);
    expect(full).toBeLessThan(1_210);
    expect(empty).toBe(0);
  });
});
