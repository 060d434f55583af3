import {
  defaultWeights,
  type PlanInstance,
  type PlanOffer,
  type PlanOption,
  type PlanRequest,
  type PoolSpace,
} from './instance.ts';
import { type Random, seededRandom } from './random.ts';

/**
 * Generated markets for benches, tests and the simulator: one seed, one market. What is taken from where:
 *
 * - Trades and their mean intensity: Clean Cargo lane values, g CO2e/TEU-km, dry and refrigerated (GLEC v3.2 Module 2
 *   Table 18). Distances Shanghai–Rotterdam 10,646, Yantian–Piraeus 7,143, Shanghai–Los Angeles 5,720 and Shanghai–New
 *   York 10,812 nautical miles (Eurostat marnet network), rounded to kilometres.
 * - Spread between ships: the 2023 EU-MRV medians by size run from 7.2 (over 150,000 GT) over 11.9 (80–150,000) to
 *   18.4 g CO2/t·nm (40–80,000); deep-sea services use the upper two classes, so a sailing lies between 0.6 and 1.4 of
 *   its lane's mean. A third of the sailings is low-emission (0.5–0.75), the share of the design's own simulation.
 * - Demand: a fifth of the TEU belongs to priority units (the share of the design's simulation). The split over trades
 *   (Europe 50 %, North America 50 %) follows the two mainlanes out of Asia being of like size; ASSUMED in detail.
 * - Boxes: 40-foot with two slots three times in four, else 20-foot; cargo 6 to 14.5 t a TEU, 10 on average (iLEAP
 *   Technical Specifications 1.0, HOC/TOC mapping), tare 2 t a TEU. A third of the priority cargo is batteries (class 9).
 * - Ships: weight allowance 12 t a TEU (mean cargo plus tare, so that weight binds about as often as slots), 15 % of the slots open to dangerous goods, 6 % reefer
 *   plugs. ASSUMED; they bind now and then, which is what they are for.
 * - Sizes: 1 to 24 containers, small ones most often; half of the requests may be split. ASSUMED.
 * - Weights: {@link defaultWeights}: a TEU left behind is worse than four times the dirtiest way to carry it.
 */
export type Scenario = {
  readonly requests: number;
  readonly offers: number;
  /** Demand in TEU over capacity in TEU of the sailings. */
  readonly load: number;
  readonly seed: number;
  /** Share of the sailings whose ships are clean. */
  readonly lowEmissionShare?: number;
  /** Share of the requests from priority units. */
  readonly priorityShare?: number;
};

export type Trade = {
  readonly name: string;
  readonly distanceKm: number;
  readonly dryGramsPerTeuKm: number;
  readonly reeferGramsPerTeuKm: number;
  readonly transitDays: number;
};

export const TRADES: readonly Trade[] = [
  { name: 'ASIA_NEUR', distanceKm: 19_716, dryGramsPerTeuKm: 46.9, reeferGramsPerTeuKm: 110.6, transitDays: 32 },
  { name: 'ASIA_MED', distanceKm: 13_229, dryGramsPerTeuKm: 52.2, reeferGramsPerTeuKm: 116.4, transitDays: 26 },
  { name: 'ASIA_NAWC', distanceKm: 10_593, dryGramsPerTeuKm: 67.0, reeferGramsPerTeuKm: 134.4, transitDays: 15 },
  { name: 'ASIA_NAEC', distanceKm: 20_024, dryGramsPerTeuKm: 59.0, reeferGramsPerTeuKm: 122.5, transitDays: 33 },
];

/** Nautical order of the load calls along the coast, and road grams of one TEU from a plant to each: 310 km and 460 km at 116 g/t-km. */
const LOAD_CALLS = 3;
const DISCHARGE_CALLS = 3;
const ROAD_GRAMS_PER_TEU_KM = 1_160;

const LOW_EMISSION_SHARE = 1 / 3;
const PRIORITY_SHARE = 0.2;
const WEIGHT_KG_PER_TEU = 12_000;
const DANGEROUS_SHARE = 0.15;
const REEFER_SHARE = 0.06;
/** Sailings leave weekly on each trade; cargo waits at most this many weeks. */
const LONGEST_WAIT_WEEKS = 3;

export type Sailing = {
  readonly trade: number;
  readonly week: number;
  /** Its intensity over the lane's mean. */
  readonly intensity: number;
  readonly loadCalls: readonly number[];
  readonly dischargeCalls: readonly number[];
};

export type Cargo = {
  readonly trade: number;
  readonly readyWeek: number;
  readonly waitWeeks: number;
  readonly priority: boolean;
  readonly refrigerated: boolean;
  readonly dangerous: boolean;
  readonly units: number;
  readonly teu: number;
  readonly weightKg: number;
  readonly splitAllowed: boolean;
  readonly roadKm: readonly number[];
  readonly dischargeCalls: readonly number[];
};

/** Some of the calls, ascending, at least one. */
function someCalls(random: Random, count: number): number[] {
  const calls = Array.from({ length: count }, (_, call) => call).filter(() => random.next() < 0.6);
  return calls.length === 0 ? [random.below(count)] : calls;
}

export function makeSailing(
  random: Random,
  about: { readonly trade: number; readonly week: number; readonly lowEmissionShare: number },
): Sailing {
  const clean = random.next() < about.lowEmissionShare;
  return {
    trade: about.trade,
    week: about.week,
    intensity: clean ? 0.5 + 0.25 * random.next() : 0.8 + 0.6 * random.next(),
    loadCalls: someCalls(random, LOAD_CALLS),
    dischargeCalls: someCalls(random, DISCHARGE_CALLS),
  };
}

export function makeCargo(
  random: Random,
  about: { readonly weeks: number; readonly trades: number; readonly priorityShare: number },
): Cargo {
  const priority = random.next() < about.priorityShare;
  const refrigerated = !priority && random.next() < 0.05;
  const teu = random.next() < 0.75 ? 2 : 1;
  return {
    trade: random.below(about.trades),
    readyWeek: random.below(about.weeks),
    waitWeeks: 1 + random.below(LONGEST_WAIT_WEEKS),
    priority,
    refrigerated,
    dangerous: priority && random.next() < 1 / 3,
    units: 1 + Math.floor(24 * random.next() ** 2.5),
    teu,
    weightKg: Math.round(teu * (8_000 + 8_500 * ((random.next() + random.next()) / 2))),
    splitAllowed: random.next() < 0.5,
    roadKm: Array.from({ length: LOAD_CALLS }, () => 100 + random.below(500)),
    dischargeCalls: someCalls(random, DISCHARGE_CALLS),
  };
}

/** Legs of a sailing: load calls, then discharge calls, one pool between each two. */
function legsOf(sailing: Sailing, capacityTeu: number): PoolSpace[] {
  const legs = sailing.loadCalls.length + sailing.dischargeCalls.length - 1;
  const pool: PoolSpace = [
    capacityTeu * 4,
    capacityTeu * WEIGHT_KG_PER_TEU,
    Math.round(capacityTeu * DANGEROUS_SHARE) * 4,
    Math.round(capacityTeu * REEFER_SHARE),
  ];
  return Array.from({ length: legs }, () => pool);
}

/** Every pair of calls that the cargo may use; the nearest load call with the least road is not always on the cleanest ship. */
function optionsOf(cargo: Cargo, sailings: readonly Sailing[]): PlanOption[] {
  return sailings.flatMap((sailing, offer) => {
    if (sailing.trade !== cargo.trade) return [];
    if (sailing.week < cargo.readyWeek || sailing.week > cargo.readyWeek + cargo.waitWeeks) return [];
    const trade = TRADES[sailing.trade]!;
    const intensity = cargo.refrigerated ? trade.reeferGramsPerTeuKm : trade.dryGramsPerTeuKm;
    return sailing.loadCalls.flatMap((load, loadAt) =>
      sailing.dischargeCalls.flatMap((discharge, dischargeAt) => {
        if (!cargo.dischargeCalls.includes(discharge)) return [];
        const sea = cargo.teu * intensity * sailing.intensity * trade.distanceKm;
        const road = cargo.teu * ROAD_GRAMS_PER_TEU_KM * cargo.roadKm[load]!;
        return [
          { offer, fromLeg: loadAt, toLeg: sailing.loadCalls.length + dischargeAt, grams: Math.round(sea + road) },
        ];
      }),
    );
  });
}

export function generateInstance(scenario: Scenario): PlanInstance {
  const random = seededRandom(scenario.seed);
  const { weeks, trades } = calendarOf(scenario.offers);
  const sailings = Array.from({ length: scenario.offers }, (_, at) =>
    makeSailing(random, {
      week: Math.floor(at / trades) % weeks,
      trade: at % trades,
      lowEmissionShare: scenario.lowEmissionShare ?? LOW_EMISSION_SHARE,
    }),
  );
  const requests: PlanRequest[] = [];
  let demandTeu = 0;
  while (requests.length < scenario.requests) {
    const cargo = makeCargo(random, { weeks, trades, priorityShare: scenario.priorityShare ?? PRIORITY_SHARE });
    const options = optionsOf(cargo, sailings);
    // Cargo that no sailing serves is refused before any plan: it would only be a constant in every figure.
    if (options.length === 0) continue;
    demandTeu += cargo.units * cargo.teu;
    requests.push({
      requestId: `request-${String(requests.length).padStart(5, '0')}`,
      priority: cargo.priority,
      units: cargo.units,
      space: [cargo.teu * 4, cargo.weightKg, cargo.dangerous ? cargo.teu * 4 : 0, cargo.refrigerated ? 1 : 0],
      splitAllowed: cargo.splitAllowed,
      options,
      pins: [],
      soft: [],
    });
  }
  const meanCapacity = demandTeu / scenario.load / scenario.offers;
  const offers = sailings.map(
    (sailing, at): PlanOffer => ({
      offerId: `offer-${String(at).padStart(4, '0')}`,
      legs: legsOf(sailing, Math.max(4, Math.round(meanCapacity * (0.7 + 0.6 * random.next())))),
    }),
  );
  return { offers, requests, weights: defaultWeights(requests) };
}

/** Weekly services: each trade has about three sailings a week; small markets have fewer trades and weeks. */
function calendarOf(offers: number): { readonly weeks: number; readonly trades: number } {
  const trades = Math.max(1, Math.min(TRADES.length, Math.floor(offers / 5)));
  return { trades, weeks: Math.max(2, Math.min(12, Math.round(offers / trades / 3))) };
}
