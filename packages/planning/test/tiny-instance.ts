import type { PlanInstance, PlanOption, PlanRequest } from '@greenlane/planning/instance';
import fc from 'fast-check';

export const QUARTERS = 8;

export function request(
  requestId: string,
  options: readonly PlanOption[],
  more: Partial<PlanRequest> = {},
): PlanRequest {
  return {
    requestId,
    priority: false,
    units: 1,
    space: [QUARTERS, 20_000, 0, 0],
    splitAllowed: false,
    options,
    pins: [],
    soft: [],
    ...more,
  };
}

export const option = (offer: number, grams: number, fromLeg = 0, toLeg = 1): PlanOption => ({
  offer,
  fromLeg,
  toLeg,
  grams,
});

const instanceParts = (offers: PlanInstance['offers'], requests: readonly PlanRequest[]) => ({ offers, requests });

/** Small instances with every feature: legs, four dimensions, splitting, priority. */
export const tinyInstance: fc.Arbitrary<PlanInstance> = fc
  .record({
    offers: fc.array(
      fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 5 }),
          fc.integer({ min: 0, max: 9 }),
          fc.integer({ min: 0, max: 2 }),
          fc.integer({ min: 0, max: 2 }),
        ),
        { minLength: 1, maxLength: 3 },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    requests: fc.array(
      fc.record({
        priority: fc.boolean(),
        units: fc.integer({ min: 1, max: 3 }),
        teu: fc.integer({ min: 1, max: 2 }),
        weight: fc.integer({ min: 1, max: 4 }),
        dangerous: fc.boolean(),
        plugs: fc.integer({ min: 0, max: 1 }),
        splitAllowed: fc.boolean(),
        placedBefore: fc.boolean(),
        options: fc.array(
          fc.record({
            offer: fc.nat(2),
            from: fc.nat(2),
            legs: fc.integer({ min: 1, max: 3 }),
            grams: fc.integer({ min: 1, max: 50 }),
          }),
          { maxLength: 3 },
        ),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ offers, requests }) => ({
    // So heavy that the weighted order is the lexicographic one: no plan of so few containers has this many grams.
    weights: { standardQuarterTeu: 1_000, priorityQuarterTeu: 1_000_000 },
    ...instanceParts(
      offers.map((legs, at) => ({
        offerId: `o${at}`,
        legs: legs.map(([teu, weight, dangerous, plugs]) => [teu * 4, weight * 10, dangerous * 4, plugs] as const),
      })),
      requests.map((made, at) => {
        const seen = new Set<string>();
        const options = made.options.flatMap(({ offer, from, legs, grams }) => {
          const at = offer % offers.length;
          const count = offers[at]!.length;
          const fromLeg = from % count;
          const toLeg = Math.min(count, fromLeg + legs);
          const key = `${at} ${fromLeg} ${toLeg}`;
          if (seen.has(key)) return [];
          seen.add(key);
          return [option(at, grams, fromLeg, toLeg)];
        });
        return request(`r${at}`, options, {
          priority: made.priority,
          units: made.units,
          space: [made.teu * 4, made.weight * 10, made.dangerous ? made.teu * 4 : 0, made.plugs],
          splitAllowed: made.splitAllowed,
          soft: made.placedBefore && options.length > 0 ? [{ option: options.length - 1, units: made.units }] : [],
        });
      }),
    ),
  }));
