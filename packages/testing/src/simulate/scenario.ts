import { createHash } from 'node:crypto';
import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { DemandProfile } from '@greenlane/matching/domain/forecast';
import { offerTerms } from '@greenlane/matching/domain/offer-rows';
import { minuteOf, requestTerms } from '@greenlane/matching/domain/request-terms';
import type { OfferTerms, RequestTerms } from '@greenlane/matching/domain/terms';
import { RULES } from '../demo/rules.ts';
import { LARGE_SHIPS } from '../demo/ships.ts';
import { type Random, seededRandom } from '../random.ts';

/**
 * The scenario of `pnpm simulate`: one trade for a season, small enough that every figure can be followed by hand and tight
 * enough that who may take what decides.
 *
 * Supply. 36 sailings Shanghai – Rotterdam round the Cape in 12 weeks, 200 TEU of each on the platform, three a week. One of
 *   the three is low-emission, by its fuel: the order book and fleet of 2025 have about that share of alternative-fuel
 *   tonnage on this trade, and a third is what the first carriers of the programme can promise (assumed). Published six
 *   weeks ahead: carriers load schedules 6 to 12 weeks out and take bookings at most eight (OOCL's rule since 2010,
 *   freightwaves.com/news/oocl-narrows-booking-window).
 * Emission spread. Ordinary ships carry the EU-MRV figure of 2023 of a real large ship (EMSA THETIS-MRV; see demo/ships.ts) or
 *   the GLEC default of the lane; low-emission ones a quarter's fuel bill that puts them 25 to 45 % below the default, the
 *   spread that LNG and methanol ships on the demo's services show.
 * Demand. 20 % of the TEU is priority cargo (assumed: the clusters' share of the trade's platform cargo). Requests bring 1 to
 *   12 forty-foot boxes; six in ten may be split. Weeks differ by up to a fifth, as nobody's forecast knows.
 * Booking curves. Priority units book 3 to 14 days before their cargo is at the gate, late because production for the tender
 *   decides; others 7 to 42 days with most at two to three weeks, which is what forwarders advise in the season (2–3 weeks;
 *   5–7 days is the least that lines take at ordinary times).
 * Values. In points of one kilogram CO2e, those of the policy: a TEU that does not move costs 4,000, three times the
 *   emissions of the whole passage, so that no plan looks green by leaving cargo behind; a priority TEU 12,000, and its
 *   emissions count three times, which is what "priority on low-emission space first" means in figures (assumed).
 */
type Range = readonly [number, number];
type Triangle = readonly [number, number, number];
type ByKind<Value> = { readonly priority: Value; readonly standard: Value };
export const SCENARIO = {
  weeks: 12,
  sailingsPerWeek: 3,
  sailingTeu: 200,
  firstCutOffDay: 32,
  publishedDaysAhead: 42,
  transitDays: 40,
  priorityShare: 0.2,
  weeklySwing: 0.15,
  unitsPerRequest: { priority: [1, 8], standard: [1, 8] } as ByKind<Range>,
  splitShare: 0.7,
  /** Days from the booking to the cargo at the gate. */
  bookedDaysAhead: { priority: [3, 14, 7], standard: [7, 42, 17] } as ByKind<Triangle>,
  /** Days from the gate within which a sailing must close, so that the cargo arrives in time. */
  slackDays: { priority: [8, 15], standard: [7, 21] } as ByKind<Range>,
};

const START = '2026-01-05T00:00:00.000Z';
const DAY_MINUTES = 1_440;
export const START_MINUTE = minuteOf(START);
const at = (day: number) => new Date(Date.parse(START) + Math.round(day * DAY_MINUTES) * 60_000).toISOString();

export type Draw = {
  readonly seed: number;
  readonly load: number;
  /** In time order. */
  readonly offers: readonly { readonly minute: number; readonly terms: OfferTerms }[];
  readonly requests: readonly { readonly minute: number; readonly terms: RequestTerms; readonly priority: boolean }[];
  readonly endMinute: number;
};

export const PRIORITY_EXPORTER = 'priority-unit';
const STANDARD_EXPORTER = 'exporter';

/** The policy of the demo, under the protection that is tried; its priority units make solar modules. */
export function scenarioPolicy(protection: Policy['rules']['protection']): Policy {
  return {
    policyId: 'simulation',
    version: 'simulation',
    status: 'in-force',
    basis: 'ASSUMED',
    effectiveFrom: '2025-01-01T00:00:00Z',
    evidence: [],
    rules: { ...RULES, eligibility: { hsPrefixes: ['8541'], markets: ['CHINA'] }, protection, dangerousGoods: [] },
  };
}

const TRANSLATION = scenarioPolicy(RULES.protection);

/** One season: the same seed and load give the same sailings and requests under every policy. */
export function drawScenario(seed: number, load: number): Draw {
  const random = seededRandom(seed);
  const sailings = SCENARIO.weeks * SCENARIO.sailingsPerWeek;
  const offers = Array.from({ length: sailings }, (_none, number) => drawOffer(random, number));
  const requests = drawRequests(random, load * sailings * SCENARIO.sailingTeu);
  return {
    seed,
    load,
    offers: offers.sort((a, b) => a.minute - b.minute),
    requests: requests.sort((a, b) => a.minute - b.minute),
    endMinute: Math.max(...offers.map(({ terms }) => terms.earliestCutOffMinute)) + DAY_MINUTES,
  };
}

const cutOffDay = (number: number) =>
  SCENARIO.firstCutOffDay +
  Math.floor(number / SCENARIO.sailingsPerWeek) * 7 +
  [0, 2, 5][number % SCENARIO.sailingsPerWeek]!;

function drawOffer(random: Random, number: number): { minute: number; terms: OfferTerms } {
  const day = cutOffDay(number);
  const publishedDay = Math.max(0, day - SCENARIO.publishedDaysAhead);
  const isGreen = number % SCENARIO.sailingsPerWeek === Math.floor(number / SCENARIO.sailingsPerWeek) % 3;
  const ship = random.pick(LARGE_SHIPS);
  const offer: VesselOffer = {
    offerId: `sailing-${String(number + 1).padStart(2, '0')}`,
    version: 1,
    carrierId: 'carrier',
    carrierName: 'Carrier',
    market: 'CHINA',
    publishedAt: at(publishedDay),
    carrierOfferReference: `S${number + 1}`,
    vessel: ship,
    carrierServiceCode: 'SIM',
    carrierExportVoyageNumber: `${number + 1}W`,
    route: 'CAPE',
    portCalls: [
      {
        UNLocationCode: 'CNSGH',
        arrivalDateTime: at(day + 1),
        departureDateTime: at(day + 2),
        cutOffs: [{ cutOffDateTimeCode: 'FCO', cutOffDateTime: at(day) }],
      },
      { UNLocationCode: 'NLRTM', arrivalDateTime: at(day + SCENARIO.transitDays) },
    ],
    capacity: {
      teu: SCENARIO.sailingTeu,
      weightTonnes: String(SCENARIO.sailingTeu * 14),
      dangerousGoodsTeu: 0,
      reeferPlugs: 0,
    },
    acceptedEquipment: ['45G1'],
    acceptedUNNumbers: [],
    rates: [],
    emissionProfile: isGreen
      ? greenProfile(random, publishedDay)
      : random.next() < 0.4
        ? { dataQuality: 'DEFAULT' }
        : {
            dataQuality: 'MODELLED',
            gCO2PerTonneNauticalMile: ship.gCO2PerTonneNauticalMile,
            reportingYear: 2023,
            source: 'EU-MRV',
          },
    confirmation: 'AUTO',
    validUntil: at(day),
  };
  const terms = offerTerms(offer, 'CAPE');
  return { minute: START_MINUTE + publishedDay * DAY_MINUTES, terms };
}

/** A quarter's fuel and transport work: 25 to 45 % below the lane default. */
function greenProfile(random: Random, publishedDay: number): VesselOffer['emissionProfile'] {
  const [fuel, tonnes] = random.pick([
    ['LNG', 1_790],
    ['METHANOL', 4_050],
  ] as const);
  const reference = `BDN-${publishedDay}`;
  return {
    dataQuality: 'PRIMARY',
    fuels: [{ fuel, tonnes: String(Math.round(tonnes * (0.85 + random.next() * 0.3))) }],
    referencePeriod: { start: at(publishedDay - 200).slice(0, 10), end: at(publishedDay - 110).slice(0, 10) },
    transportWorkTeuKm: '310000000',
    evidence: [
      { type: 'BUNKER_DELIVERY_NOTE', reference, sha256: createHash('sha256').update(reference, 'utf8').digest('hex') },
    ],
  };
}

function drawRequests(random: Random, totalTeu: number): { minute: number; terms: RequestTerms; priority: boolean }[] {
  const weeks = Array.from({ length: SCENARIO.weeks }, () => 1 + (random.next() * 2 - 1) * SCENARIO.weeklySwing);
  const swing = weeks.reduce((total, week) => total + week, 0);
  const requests: { minute: number; terms: RequestTerms; priority: boolean }[] = [];
  for (const [week, share] of weeks.entries()) {
    for (const priority of [true, false]) {
      const kind = priority ? 'priority' : 'standard';
      const target = ((totalTeu * share) / swing) * (priority ? SCENARIO.priorityShare : 1 - SCENARIO.priorityShare);
      for (let teu = 0; teu < target; ) {
        const units = random.whole(...SCENARIO.unitsPerRequest[kind]);
        teu += units * 2;
        // Cargo comes a good week before its sailings close: shippers with slack wait for the cleaner ship, at the end as at
        // the beginning, and a season that ended with its demand would leave its last ships short of room and its first empty.
        const gateDay = SCENARIO.firstCutOffDay + (week - 1.1) * 7 + random.next() * 7;
        const bookedDay = Math.max(0, gateDay - triangular(random, SCENARIO.bookedDaysAhead[kind]));
        const requestId = `${kind}-${String(requests.length + 1).padStart(4, '0')}`;
        const terms = requestTerms(requestOf(requestId, { priority, units, gateDay, bookedDay }, random), TRANSLATION);
        requests.push({ minute: minuteOf(at(bookedDay)), terms, priority });
      }
    }
  }
  return requests;
}

function requestOf(
  requestId: string,
  cargo: { readonly priority: boolean; readonly units: number; readonly gateDay: number; readonly bookedDay: number },
  random: Random,
): CargoRequest {
  const { priority, units, gateDay, bookedDay } = cargo;
  const exporterId = priority ? PRIORITY_EXPORTER : STANDARD_EXPORTER;
  const slack = random.whole(...SCENARIO.slackDays[priority ? 'priority' : 'standard']);
  return {
    requestId,
    version: 1,
    exporterId,
    exporterName: exporterId,
    submittedBy: exporterId,
    market: 'CHINA',
    submittedAt: at(bookedDay),
    requestReference: requestId,
    cargo: { extendedHSCode: priority ? '854143' : '940360', commodityType: 'goods', dangerousGoods: [] },
    equipment: { ISOEquipmentCode: '45G1', units, cargoGrossWeightKg: String(random.whole(12_000, 20_000)) },
    origin: { loadPorts: ['CNSGH'], preCarriage: [] },
    destination: { dischargePorts: ['NLRTM'] },
    cargoReadyDateTime: at(gateDay),
    latestArrivalDateTime: at(gateDay + slack + SCENARIO.transitDays),
    constraints: {},
    objective: 'LOWEST_EMISSIONS',
    splitAllowed: random.next() < SCENARIO.splitShare,
    allocationMode: 'AUTO',
    rollable: false,
  };
}

/** Triangular between the first two, most often the third. */
function triangular(random: Random, [low, high, mode]: readonly [number, number, number]): number {
  const draw = random.next();
  const bend = (mode - low) / (high - low);
  return draw < bend
    ? low + Math.sqrt(draw * (high - low) * (mode - low))
    : high - Math.sqrt((1 - draw) * (high - low) * (high - mode));
}

/** What a forecaster who knows the scenario would say, `error` too much (0.4) or too little (-0.4). */
export function scenarioForecast(load: number, error: number): DemandProfile[] {
  const random = seededRandom(20_260_105);
  const days = SCENARIO.weeks * 7;
  const totalTeu = load * SCENARIO.weeks * SCENARIO.sailingsPerWeek * SCENARIO.sailingTeu;
  return (['priority', 'standard'] as const).map((kind) => {
    const priority = kind === 'priority';
    const share = priority ? SCENARIO.priorityShare : 1 - SCENARIO.priorityShare;
    const [fewest, most] = SCENARIO.unitsPerRequest[kind];
    const bookedDaysAhead: number[] = Array(SCENARIO.bookedDaysAhead[kind][1] + 1).fill(0);
    const samples = 4_000;
    for (let sample = 0; sample < samples; sample += 1) {
      bookedDaysAhead[Math.floor(triangular(random, SCENARIO.bookedDaysAhead[kind]))]! += 1 / samples;
    }
    const [shortest, longest] = SCENARIO.slackDays[kind];
    const { loadPorts, dischargePorts, emissionClass, emissionQuarterTeu, space } = requestTerms(
      requestOf('typical', { priority, units: 1, gateDay: 0, bookedDay: 0 }, random),
      TRANSLATION,
    );
    return {
      priority,
      loadPorts,
      dischargePorts,
      emissionClass,
      emissionQuarterTeu,
      space,
      unitsPerDay: ((totalTeu * share) / 2 / days) * (1 + error),
      unitsPerRequest: (fewest + most) / 2,
      bookedDaysAhead,
      windowMinutes: [0.1, 0.3, 0.5, 0.7, 0.9].map(
        (share) => (shortest + share * (longest - shortest) + SCENARIO.transitDays) * DAY_MINUTES,
      ),
    };
  });
}
