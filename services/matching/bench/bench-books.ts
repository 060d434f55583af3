import { type Book, emptyBook, newOffer, type OfferState } from '../src/domain/book.ts';
import { noteTransit } from '../src/domain/deadlines.ts';
import type { Question } from '../src/domain/feasibility.ts';
import { policyTerms } from '../src/domain/request-terms.ts';
import {
  type Lane,
  laneKey,
  type OfferTerms,
  type PolicyTerms,
  type RequestTerms,
  type Space,
} from '../src/domain/terms.ts';

import { samplePolicy } from '../test/samples.ts';

/**
 * Seeded books and questions for the benches, in the engine's own integers. Two shapes: a network, where a sailing calls
 * one to three of 10 load ports and one to three of 50 discharge ports, so that 100,000 offers make some 400,000 rows on 500
 * lanes; and hot lanes, where all of them crowd on 20 pairs of ports, 5,000 on each.
 */
export const START = 29_600_000;
const DAY = 1_440;

export type Random = () => number;

/** Mulberry32: a seeded generator, so that every run measures the same book. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const between = (random: Random, low: number, high: number) => low + Math.floor(random() * (high - low + 1));
const oneOf = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;

export type Shape = {
  readonly offers: number;
  readonly loadPorts: readonly string[];
  readonly dischargePorts: readonly string[];
  /** Calls of a sailing at load ports and at discharge ports, at most. */
  readonly calls: number;
};

const named = (letter: string, count: number) =>
  Array.from({ length: count }, (_none, at) => `${letter}${String(at).padStart(2, '0')}`);

export const network = (offers: number): Shape => ({
  offers,
  loadPorts: named('L', 10),
  dischargePorts: named('D', 50),
  calls: 3,
});
export const hotLanes = (offers: number): Shape => ({
  offers,
  loadPorts: named('L', 4),
  dischargePorts: named('D', 5),
  calls: 1,
});

export const POLICY: PolicyTerms = { ...policyTerms(samplePolicy()), effectiveFromMinute: 0 };

/** Emission TEU in quarters by class: 20-foot dry and refrigerated, 40-foot dry and refrigerated, 45-foot dry. */
const CLASS_QUARTERS = [4, 4, 8, 8, 9] as const;
/** Share of the factor that a refrigerated box adds, in percent. */
const REFRIGERATED_PERCENT = 160;

export function benchOffer(random: Random, shape: Shape, number: number): OfferTerms {
  const pick = (ports: readonly string[]) => {
    const first = Math.floor(random() * ports.length);
    return Array.from(
      { length: between(random, 1, shape.calls) },
      (_none, step) => ports[(first + step) % ports.length]!,
    );
  };
  const loads = pick(shape.loadPorts);
  const discharges = pick(shape.dischargePorts);
  const gate = START + between(random, 3 * DAY, 75 * DAY);
  const transit = between(random, 15 * DAY, 45 * DAY);
  // Grams per TEU of the sea leg: a third well below the lane default of 1.2 t, the others around it.
  const perTeu = random() < 0.33 ? between(random, 250_000, 900_000) : between(random, 1_000_000, 1_500_000);
  const lanes: Lane[] = loads.flatMap((loadPort, loadCall) =>
    discharges.map((dischargePort, at): Lane => {
      const dischargeCall = loads.length + at;
      const gateCutOffMinute = gate + loadCall * DAY;
      const lanePerTeu = perTeu + at * 11_003 - loadCall * 7_001;
      return {
        loadPort,
        dischargePort,
        loadCall,
        dischargeCall,
        departureMinute: gateCutOffMinute + DAY,
        arrivalMinute: gate + transit + at * 2 * DAY,
        gateCutOffMinute,
        dangerousGoodsCutOffMinute: gateCutOffMinute - 720,
        reeferCutOffMinute: gateCutOffMinute - 360,
        standardBookingMinute: 2_147_483_647,
        specialBookingMinute: 2_147_483_647,
        seaGrams: CLASS_QUARTERS.map((quarters, emissionClass) =>
          Math.round((lanePerTeu * quarters * (emissionClass % 2 === 1 ? REFRIGERATED_PERCENT : 100)) / 400),
        ),
      };
    }),
  );
  const teu = between(random, 50, 400);
  const leg: Space = [teu * 4, teu * 11_000, between(random, 0, 40) * 4, between(random, 0, 60)];
  const rate = between(random, 900, 4_000) * 100;
  const currencyCode = random() < 0.9 ? 'USD' : 'CNY';
  return {
    offerId: `offer-${(number * 2_654_435_761) % 4_294_967_296}`,
    version: 1,
    carrierId: `carrier-${between(random, 1, 20)}`,
    validUntilMinute: gate,
    confirmation: 'AUTO',
    equipmentBits: random() < 0.85 ? 0b1_1111_1111 : 0b0_1100_1001,
    unNumbers: random() < 0.3 ? [3480, 3481] : random() < 0.004 ? [1263] : [],
    rates: Array.from({ length: 9 }, (_none, equipment) =>
      random() < 0.05 ? null : { amountMinor: equipment < 3 ? Math.floor(rate * 0.6) : rate, currencyCode },
    ),
    legs: Array.from({ length: loads.length + discharges.length - 1 }, () => leg),
    lanes,
    unmeasuredLanes: [],
    earliestCutOffMinute: gate,
    referenceSeaGrams: perTeu,
    referenceDefaultGrams: 1_200_000,
    endsMinute: gate + transit + 10 * DAY,
  };
}

/** A book with its offers; of each, a random share is already sold, and one in eight is full. */
export function benchBook(shape: Shape, seed: number, sold: 'partly' | 'nothing' = 'partly'): Book {
  const random = seeded(seed);
  const book = emptyBook('CHINA');
  book.policies.push(POLICY);
  for (let number = 1; number <= shape.offers; number += 1) {
    const terms = benchOffer(random, shape, number);
    const share = sold === 'nothing' ? 0 : random() < 0.125 ? 1 : random();
    const released = START >= terms.earliestCutOffMinute - POLICY.releaseMinutes;
    const plain = newOffer(terms, { open: true, released, gate: null });
    const offer: OfferState = { ...plain, used: plain.capacity.map((amount) => Math.floor(amount * share)) };
    for (const lane of terms.lanes) {
      noteTransit(book, laneKey(lane.loadPort, lane.dischargePort), lane.arrivalMinute - lane.gateCutOffMinute);
    }
    book.offers.set(terms.offerId, offer);
  }
  return book;
}

/** Size-types as exporters use them: mostly 40-foot high cubes. */
const EQUIPMENT_MIX = [6, 6, 6, 6, 6, 0, 0, 0, 3, 7, 7, 8] as const;
const CLASS_OF_EQUIPMENT: Readonly<Record<number, number>> = { 0: 0, 3: 2, 6: 2, 7: 3, 8: 4 };

export function benchRequest(random: Random, shape: Shape, requestId: string): RequestTerms {
  const equipment = oneOf(random, EQUIPMENT_MIX);
  const emissionClass = CLASS_OF_EQUIPMENT[equipment]!;
  const quarters = equipment === 0 ? 4 : 8;
  const refrigerated = emissionClass === 3;
  const dangerous = !refrigerated && random() < 0.05;
  const ready = START + between(random, DAY, 40 * DAY);
  const firstLoad = Math.floor(random() * shape.loadPorts.length);
  const loads = between(random, 1, 3);
  const firstDischarge = Math.floor(random() * shape.dischargePorts.length);
  const discharges = between(random, 1, 2);
  return {
    requestId,
    version: 1,
    exporterId: `exporter-${between(random, 1, 50)}`,
    hsCode: random() < 0.2 ? '854143' : '940360',
    units: between(random, 1, 12),
    equipment,
    emissionClass,
    emissionQuarterTeu: CLASS_QUARTERS[emissionClass]!,
    refrigerated,
    space: [
      quarters,
      between(random, 4_000, quarters === 4 ? 20_000 : 26_000),
      dangerous ? quarters : 0,
      refrigerated ? 1 : 0,
    ],
    loadPorts: Array.from({ length: loads }, (_none, step) => ({
      port: shape.loadPorts[(firstLoad + step) % shape.loadPorts.length]!,
      atGateMinute: ready + between(random, 0, 3 * DAY),
      addedGrams: between(random, 5_000, 400_000),
    })).sort((a, b) => (a.port < b.port ? -1 : 1)),
    dischargePorts: Array.from(
      { length: discharges },
      (_none, step) => shape.dischargePorts[(firstDischarge + step) % shape.dischargePorts.length]!,
    ).sort(),
    latestArrivalMinute: ready + between(random, 30 * DAY, 80 * DAY),
    maximumGrams: random() < 0.2 ? between(random, 500_000, 2_500_000) : null,
    maximumRate: random() < 0.1 ? { amountMinor: between(random, 1_500, 4_000) * 100, currencyCode: 'USD' } : null,
    dangerousGoods: dangerous ? [{ unNumber: 3480, imoClass: '9', certified: true }] : [],
    objective: oneOf(random, [
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'LOWEST_EMISSIONS',
      'BALANCED',
      'EARLIEST_ARRIVAL',
    ] as const),
    splitAllowed: random() < 0.5,
    manual: false,
    rollable: false,
  };
}

export function benchQuestion(random: Random, shape: Shape, number: number): Question {
  const request = benchRequest(random, shape, `request-${number}`);
  return questionAbout(request, random() < 0.2);
}

const NONE_DECLINED: ReadonlyMap<string, number> = new Map();

export function questionAbout(request: RequestTerms, priority: boolean): Question {
  return { request, units: request.units, priority, minute: START, policy: POLICY, declinedOffers: NONE_DECLINED };
}

/**
 * Requests that almost nothing, or nothing, fits: a scan for them finds no tenth row to stop at. Each kind fails on another
 * limit, or on two that only together are tight.
 */
export function needle(random: Random, shape: Shape, number: number): Question {
  const plain = benchRequest(random, shape, `needle-${number}`);
  const whole: RequestTerms = { ...plain, splitAllowed: false, maximumGrams: null, maximumRate: null };
  const at = (minute: number) => plain.loadPorts.map((port) => ({ ...port, atGateMinute: minute }));
  const kinds: readonly (() => RequestTerms)[] = [
    // More boxes than all but the emptiest of the largest can take.
    () => ({ ...whole, equipment: 6, emissionClass: 2, refrigerated: false, units: 195, space: [8, 20_000, 0, 0] }),
    // Goods that one sailing in three hundred accepts.
    () => ({
      ...whole,
      refrigerated: false,
      space: [plain.space[0], plain.space[1], plain.space[0], 0],
      dangerousGoods: [{ unNumber: 1263, imoClass: '3', certified: true }],
    }),
    // Ready late and wanted early: each limit leaves a third, both together next to nothing.
    () => ({ ...whole, loadPorts: at(START + 50 * DAY), latestArrivalMinute: START + 66 * DAY }),
    // As many plugs as the best have.
    () => ({
      ...whole,
      equipment: 7,
      emissionClass: 3,
      emissionQuarterTeu: 8,
      refrigerated: true,
      units: 55,
      space: [8, 18_000, 0, 1],
      dangerousGoods: [],
    }),
    // Cheaper than almost all.
    () => ({ ...whole, maximumRate: { amountMinor: 55_000, currencyCode: 'USD' } }),
    // Cargo as heavy as lead.
    () => ({ ...whole, units: 12, space: [plain.space[0], 320_000, 0, 0], refrigerated: false, dangerousGoods: [] }),
    // Impossible: wanted before anything arrives, ready after everything has left, or more than any ship has.
    () => ({ ...whole, latestArrivalMinute: START + 10 * DAY }),
    () => ({ ...whole, loadPorts: at(START + 100 * DAY), latestArrivalMinute: START + 400 * DAY }),
    () => ({ ...whole, units: 5_000 }),
  ];
  return questionAbout(kinds[number % kinds.length]!(), random() < 0.2);
}

/** What an answer is compared by. */
export function answerOf(
  candidates: readonly {
    readonly offer: OfferState;
    readonly lane: Lane;
    readonly grams: number;
    readonly units: number;
  }[],
): string {
  return candidates
    .map(
      ({ offer, lane, grams, units }) =>
        `${offer.terms.offerId}/${lane.loadCall}/${lane.dischargeCall}/${grams}/${units}`,
    )
    .join(' ');
}
