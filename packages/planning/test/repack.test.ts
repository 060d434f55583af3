import { searchOf } from '@greenlane/planning/anneal';
import { greedyPlan } from '@greenlane/planning/construct';
import { defaultWeights, type PlanInstance, type PlanRequest } from '@greenlane/planning/instance';
import { priceOptions, relax } from '@greenlane/planning/lagrange';
import { compileModel } from '@greenlane/planning/model';
import { assertState, type PlanState, recount } from '@greenlane/planning/plan-state';
import { seededRandom } from '@greenlane/planning/random';
import { repacker } from '@greenlane/planning/repack';
import { generateInstance } from '@greenlane/planning/scenario';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** A plan that was taken first come, first served, and the move on it. */
function repackingOf(instance: PlanInstance, seed = 1) {
  const model = compileModel(instance);
  const { multipliers } = relax(model, 300);
  const prices = new Float64Array(model.optionCount);
  priceOptions(model, multipliers, prices);
  const state = greedyPlan(instance, model);
  const repack = repacker(searchOf({ state, prices, random: seededRandom(seed) }), multipliers);
  return { state, repack };
}

const costCountedAfresh = (state: PlanState): number => {
  const copy = { ...state };
  recount(copy);
  return copy.cost;
};

describe('repacking sailings', () => {
  test('finds the one way to fill two sailings to the last slot', () => {
    const request = (requestId: string, units: number): PlanRequest => ({
      requestId,
      priority: false,
      units,
      space: [4, 1_000, 0, 0],
      splitAllowed: false,
      options: [0, 1].map((offer) => ({ offer, fromLeg: 0, toLeg: 1, grams: offer === 0 ? 100 : 110 })),
      pins: [],
      soft: [],
    });
    const sailing = (offerId: string, slots: number) => ({ offerId, legs: [[slots * 4, 90_000, 0, 0]] as const });
    // First come, first served puts 3 and 5 on the first and 3 on the second, and leaves 4 behind: only 5 + 4 and 3 + 3 fit.
    const requests = [request('a', 3), request('b', 5), request('c', 3), request('d', 4)];
    const offers = [sailing('first', 9), sailing('second', 6)];
    const { state, repack } = repackingOf({ offers, requests, weights: defaultWeights(requests) });
    expect([...state.unserved]).toEqual([0, 0, 0, 1]);
    for (let round = 0; round < 20; round += 1) repack(0);
    expect([...state.unserved]).toEqual([0, 0, 0, 0]);
    expect(state.cost).toBe(9 * 100 + 6 * 110);
  });

  test('leaves a plan that holds, never worse than the tolerance says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.constantFrom(0.8, 1.1, 1.4),
        fc.constantFrom(0, 0, 1_000_000),
        (seed, load, tolerance) => {
          const { state, repack } = repackingOf(generateInstance({ requests: 12, offers: 5, load, seed }), seed);
          for (let round = 0; round < 5; round += 1) {
            const before = state.cost;
            repack(tolerance);
            assertState(state);
            const rounding = 1e-9 * before;
            expect(state.cost).toBeLessThanOrEqual(before + tolerance + rounding);
            expect(Math.abs(state.cost - costCountedAfresh(state))).toBeLessThanOrEqual(rounding);
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
