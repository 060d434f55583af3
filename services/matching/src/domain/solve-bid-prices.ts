import { DIMENSION_COUNT, type OfferGate, type Space } from './terms.ts';

/**
 * Bid prices by the randomised linear programme (Talluri and van Ryzin, A Randomized Linear Programming Method for Computing
 * Network Bid Prices, Transportation Science 33, 1999): the demand still expected is drawn some dozens of times, each draw is
 * solved by its dual (minimise Σ λ·free + Σ units · max(0, best of value − λ·space) over λ ≥ 0, by subgradient), and the
 * price is the mean of the duals. So it knows that a neighbour could do, and it is the chance that the space will be wanted
 * times what that is worth, where the dual of the mean demand jumps from nothing to everything.
 *
 * Standard cargo takes part on ordinary sailings only, where it makes the priority units' alternative dearer: among
 * themselves standard requests are first come, first served, and a price that they set for each other would keep space
 * empty for nobody.
 */

const MINUTES_PER_DAY = 1_440;
/** Days for which protection is laid down ahead: longer than prices ever stay unsolved. */
export const STEP_DAYS = 8;
const DEFAULT_DRAWS = 24;
const STEPS_PER_DRAW = 64;

/** What the solver works on: plain data, taken from the book at one moment, so that it can be solved elsewhere. */
export type PriceInstance = {
  readonly minute: number;
  readonly seed: number;
  readonly quantilePercent: number;
  readonly offers: readonly PriceOffer[];
  readonly classes: readonly DemandClass[];
};

export type PriceOffer = {
  readonly offerId: string;
  readonly gated: boolean;
  /** The tightest leg, in each dimension. */
  readonly free: Space;
  readonly capacity: Space;
  readonly prices: Space;
};

export type DemandClass = {
  readonly priority: boolean;
  readonly space: Space;
  readonly unitsPerRequest: number;
  /** Units still to come now, and after each further day; a request that is there already comes for certain. */
  readonly remaining: readonly number[];
  readonly certain: boolean;
  readonly options: readonly { readonly offer: number; readonly value: number }[];
};

/**
 * Prices and protection of the low-emission sailings. Floats stay in here: what leaves is whole, and enters the journal as
 * an event. The same instance gives the same answer.
 */
export function solveBidPrices(instance: PriceInstance, draws = DEFAULT_DRAWS): OfferGate[] {
  const { offers, classes } = instance;
  const size = offers.length * DIMENSION_COUNT;
  const known = Float64Array.from(offers.flatMap(({ prices }) => [...prices]));
  const sum = new Float64Array(size);
  /** Units of each class on each of its options, over all draws. */
  const placed = classes.map(({ options }) => new Float64Array(options.length));
  const random = seededRandom(instance.seed);
  for (let draw = 0; draw < draws; draw += 1) {
    const units = classes.map((demand) => drawUnits(demand, random));
    // A start near the end: the mean of the draws so far.
    const start = draw === 0 ? known : sum.map((total) => total / draw);
    const prices = solveDraw(instance, units, start, placed);
    for (let at = 0; at < size; at += 1) sum[at]! += prices[at]!;
  }
  const kept = expectedPriority(instance, placed);
  return offers.flatMap(({ offerId, gated, capacity }, offer) => {
    if (!gated) return [];
    const price = (d: number) => Math.round(sum[offer * DIMENSION_COUNT + d]! / draws);
    return [
      {
        offerId,
        prices: [price(0), price(1), price(2), price(3)],
        protection: stepsOf(instance, kept[offer]!, capacity[0]),
      },
    ];
  });
}

/** The dual of one draw, as the mean of the later half of the steps; counts in `placed` where its cargo went then. */
function solveDraw(
  { offers, classes }: PriceInstance,
  units: readonly number[],
  start: Float64Array,
  placed: readonly Float64Array[],
): Float64Array {
  const drawn = classes.flatMap((_demand, at) => (units[at] === 0 ? [] : [at]));
  const dearest = drawn.reduce((most, at) => {
    const { options, space } = classes[at]!;
    return options.reduce((value, option) => Math.max(value, option.value / Math.max(1, space[0])), most);
  }, 0);
  const prices = Float64Array.from(start);
  const mean = new Float64Array(prices.length);
  const usage = new Float64Array(prices.length);
  const firstCounted = STEPS_PER_DRAW / 2;
  for (let iteration = 0; iteration < STEPS_PER_DRAW; iteration += 1) {
    usage.fill(0);
    for (const at of drawn) {
      const demand = classes[at]!;
      const chosen = bestOption(demand, prices);
      if (chosen < 0) continue;
      const base = demand.options[chosen]!.offer * DIMENSION_COUNT;
      for (let d = 0; d < DIMENSION_COUNT; d += 1) usage[base + d]! += units[at]! * demand.space[d]!;
      if (iteration >= firstCounted) placed[at]![chosen]! += units[at]!;
    }
    const step = (dearest * 0.5) / (1 + iteration / 4);
    offers.forEach(({ free, capacity }, offer) => {
      for (let d = 0; d < DIMENSION_COUNT; d += 1) {
        const at = offer * DIMENSION_COUNT + d;
        if (capacity[d] === 0) continue;
        // Prices of all dimensions move on the scale of slots, whatever their unit.
        const scale = capacity[0] / capacity[d]!;
        const beyond = (usage[at]! - free[d]!) / capacity[d]!;
        prices[at] = Math.min(
          4 * dearest * scale,
          Math.max(0, prices[at]! + step * scale * Math.max(-1, Math.min(1, 4 * beyond))),
        );
        if (iteration >= firstCounted) mean[at]! += prices[at]! / (STEPS_PER_DRAW - firstCounted);
      }
    });
  }
  return mean;
}

function bestOption({ options, space }: DemandClass, prices: Float64Array): number {
  let best = -1;
  let most = 0;
  for (let at = 0; at < options.length; at += 1) {
    const base = options[at]!.offer * DIMENSION_COUNT;
    let net = options[at]!.value;
    for (let d = 0; d < DIMENSION_COUNT; d += 1) net -= prices[base + d]! * space[d]!;
    if (net <= most) continue;
    most = net;
    best = at;
  }
  return best;
}

function drawUnits(demand: DemandClass, random: () => number): number {
  const units = demand.remaining[0]!;
  return demand.certain ? units : poisson(units / demand.unitsPerRequest, random) * demand.unitsPerRequest;
}

type Expected = { mean: number; variance: number };

/** Slots that priority units are still expected to take on each sailing, now and after each further day. */
function expectedPriority(instance: PriceInstance, placed: readonly Float64Array[]): Expected[][] {
  const { offers, classes } = instance;
  const expected = offers.map(() => Array.from({ length: STEP_DAYS }, () => ({ mean: 0, variance: 0 })));
  classes.forEach((demand, at) => {
    const total = placed[at]!.reduce((sum, units) => sum + units, 0);
    if (!demand.priority || demand.certain || total === 0) return;
    demand.options.forEach(({ offer }, option) => {
      const share = placed[at]![option]! / total;
      if (share === 0) return;
      demand.remaining.forEach((units, day) => {
        const slots = units * share * demand.space[0];
        const cell = expected[offer]![day]!;
        cell.mean += slots;
        // Requests come one by one but bring several containers: a compound Poisson count, sizes spread evenly.
        cell.variance += slots * demand.space[0] * demand.unitsPerRequest * (4 / 3);
      });
    });
  });
  return expected;
}

function stepsOf(instance: PriceInstance, expected: readonly Expected[], capacity: number): OfferGate['protection'] {
  const steps: { fromMinute: number; quarterTeu: number }[] = [];
  const deviations = normalQuantile(instance.quantilePercent / 100);
  expected.forEach(({ mean, variance }, day) => {
    const quarterTeu = Math.min(capacity, Math.max(0, Math.floor(mean + deviations * Math.sqrt(variance))));
    if (steps.at(-1)?.quarterTeu === quarterTeu) return;
    steps.push({ fromMinute: instance.minute + day * MINUTES_PER_DAY, quarterTeu });
  });
  return steps;
}

/** Mulberry32. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function poisson(mean: number, random: () => number): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normalQuantile(random() || 0.5)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** Standard deviations below which a normal variable stays with this probability; within 0.005 (Abramowitz and Stegun 26.2.23). */
function normalQuantile(probability: number): number {
  const p = Math.min(Math.max(probability, 0.001), 0.999);
  const t = Math.sqrt(-2 * Math.log(Math.min(p, 1 - p)));
  const tail = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return p < 0.5 ? -tail : tail;
}
