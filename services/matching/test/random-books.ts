import fc from 'fast-check';
import { apply } from '../src/domain/apply.ts';
import { type Book, emptyBook } from '../src/domain/book.ts';
import type { CoreEvent } from '../src/domain/core-events.ts';
import type { MakeEngine, RankingEngine } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { policyTerms } from '../src/domain/request-terms.ts';
import type { DesignationTerms, Lane, OfferTerms, PolicyTerms, RequestTerms, Space } from '../src/domain/terms.ts';
import { samplePolicy } from './samples.ts';

/**
 * Random books in integers, small enough that sailings fill up, cut-offs pass and requests meet: everything happens
 * within a few thousand minutes on four load and three discharge ports.
 */
export const LOAD_PORTS = ['L1', 'L2', 'L3', 'L4'] as const;
export const DISCHARGE_PORTS = ['D1', 'D2', 'D3'] as const;
export const EXPORTERS = ['exporter-1', 'exporter-2', 'priority-1', 'priority-2'] as const;
export const START = 29_000_000;
const SPAN = 4_000;

export const POLICY: PolicyTerms = {
  ...policyTerms(samplePolicy()),
  effectiveFromMinute: START - 1_000_000,
  hsPrefixes: ['85'],
  provinceHsPrefixes: {},
  markets: ['CHINA'],
  // Until a price is set, each sailing is protected by its share; the steps below set prices now and then.
  protectionMode: 'BID_PRICE',
  releaseMinutes: 600,
  confirmMinutes: 300,
  standardMaximumWaitMinutes: 1_500,
};

export function designation(exporterId: string, status: DesignationTerms['status'] = 'granted'): DesignationTerms {
  return {
    designationId: `of ${exporterId}`,
    exporterId,
    status,
    province: 'Jiangsu',
    hsPrefixes: ['85'],
    markets: ['CHINA'],
    validFromMinute: 0,
    validToMinute: null,
  };
}

type OfferSeed = {
  readonly loads: readonly number[];
  readonly discharges: readonly number[];
  readonly cutOff: number;
  readonly transit: number;
  readonly grams: number;
  readonly teu: number;
  readonly weight: number;
  readonly special: number;
  readonly rate: number;
  readonly currency: string;
  readonly equipmentBits: number;
  readonly dangerous: boolean;
  readonly automatic: boolean;
  readonly legs: readonly number[];
};

export const offerSeed: fc.Arbitrary<OfferSeed> = fc.record({
  loads: fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 3 }),
  discharges: fc.subarray([0, 1, 2], { minLength: 1 }),
  cutOff: fc.integer({ min: 300, max: SPAN }),
  transit: fc.integer({ min: 500, max: 1_500 }),
  grams: fc.integer({ min: 1, max: 12 }),
  teu: fc.integer({ min: 0, max: 60 }),
  weight: fc.integer({ min: 0, max: 900_000 }),
  special: fc.integer({ min: 0, max: 6 }),
  rate: fc.integer({ min: 0, max: 5 }),
  currency: fc.constantFrom('USD', 'USD', 'USD', 'EUR'),
  equipmentBits: fc.constantFrom(0b1_1111_1111, 0b1_1111_1111, 0b0_0100_0001, 0b0_1100_0000),
  dangerous: fc.boolean(),
  automatic: fc.boolean(),
  legs: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 6, maxLength: 6 }),
});

export function offerTermsOf(offerId: string, version: number, seed: OfferSeed): OfferTerms {
  const ports = [...seed.loads.map((at) => LOAD_PORTS[at]!), ...seed.discharges.map((at) => DISCHARGE_PORTS[at]!)];
  const legs = ports.slice(0, -1).map((_port, leg): Space => {
    const teu = Math.floor((seed.teu * seed.legs[leg]!) / 2);
    return [teu * 4, Math.floor((seed.weight * seed.legs[leg]!) / 2), Math.min(teu, seed.special) * 4, seed.special];
  });
  const lanes: Lane[] = seed.loads.flatMap((load, loadCall) =>
    seed.discharges.map((discharge, at): Lane => {
      const dischargeCall = seed.loads.length + at;
      const gate = START + seed.cutOff + loadCall * 60;
      const grams = seed.grams * 100_000 + dischargeCall * 7_000 - loadCall * 3_000;
      return {
        loadPort: LOAD_PORTS[load]!,
        dischargePort: DISCHARGE_PORTS[discharge]!,
        loadCall,
        dischargeCall,
        departureMinute: gate + 30,
        arrivalMinute: gate + seed.transit + dischargeCall * 100,
        gateCutOffMinute: gate,
        // Now and then earlier than a row of the index can say.
        dangerousGoodsCutOffMinute: gate - (seed.special === 4 ? 2_500 : 40),
        reeferCutOffMinute: gate - 20,
        standardBookingMinute: gate - 10,
        specialBookingMinute: gate + (seed.special === 2 ? -60 : 10_000),
        seaGrams: [grams, grams * 2, grams * 2, grams * 4, Math.floor(grams * 2.25)],
      };
    }),
  );
  const rate = seed.rate === 0 ? null : { amountMinor: seed.rate * 50_000, currencyCode: seed.currency };
  const otherRate = rate === null || seed.automatic ? null : { ...rate, amountMinor: rate.amountMinor + 50_000 };
  return {
    offerId,
    version,
    carrierId: `carrier of ${offerId}`,
    validUntilMinute: START + seed.cutOff + 200,
    confirmation: seed.automatic ? 'AUTO' : 'MANUAL',
    equipmentBits: seed.equipmentBits,
    // 3488 shares the bit of 3480 in rows of the index.
    unNumbers: seed.dangerous ? [3480, 3481] : seed.special === 0 ? [3488] : [],
    rates: Array.from({ length: 9 }, (_none, equipment) => (equipment % 7 === seed.special ? otherRate : rate)),
    legs,
    lanes,
    unmeasuredLanes: [],
    earliestCutOffMinute: START + seed.cutOff,
    referenceSeaGrams: seed.grams * 200_000,
    referenceDefaultGrams: 2_000_000,
    endsMinute: START + seed.cutOff + seed.transit + 2_000,
  };
}

type RequestSeed = {
  readonly exporter: number;
  readonly units: number;
  readonly equipment: number;
  readonly weight: number;
  readonly loads: readonly number[];
  readonly discharges: readonly number[];
  readonly ready: number;
  readonly latest: number;
  readonly cap: number;
  readonly rateCap: number;
  readonly dangerous: number;
  readonly objective: RequestTerms['objective'];
  readonly split: boolean;
  readonly manual: boolean;
  readonly rollable: boolean;
};

export const requestSeed: fc.Arbitrary<RequestSeed> = fc.record({
  exporter: fc.nat(EXPORTERS.length - 1),
  units: fc.integer({ min: 1, max: 8 }),
  equipment: fc.constantFrom(0, 6, 6, 6, 7, 8),
  weight: fc.integer({ min: 5_000, max: 30_000 }),
  loads: fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 3 }),
  discharges: fc.subarray([0, 1, 2], { minLength: 1 }),
  ready: fc.integer({ min: 0, max: SPAN / 2 }),
  latest: fc.integer({ min: 2_000, max: SPAN + 4_000 }),
  cap: fc.integer({ min: 0, max: 40 }),
  rateCap: fc.integer({ min: 0, max: 12 }),
  dangerous: fc.nat(19),
  objective: fc.constantFrom('LOWEST_EMISSIONS', 'LOWEST_EMISSIONS', 'BALANCED', 'EARLIEST_ARRIVAL'),
  split: fc.boolean(),
  manual: fc.nat(9).map((value) => value === 0),
  rollable: fc.nat(4).map((value) => value === 0),
});

export function requestTermsOf(requestId: string, version: number, seed: RequestSeed): RequestTerms {
  const small = seed.equipment === 0;
  const refrigerated = seed.equipment === 7;
  const dangerous = seed.dangerous <= 1;
  const slots = small ? 4 : 8;
  return {
    requestId,
    version,
    exporterId: EXPORTERS[seed.exporter]!,
    hsCode: '854143',
    units: seed.units,
    equipment: seed.equipment,
    emissionClass: small ? 0 : refrigerated ? 3 : seed.equipment === 8 ? 4 : 2,
    emissionQuarterTeu: small ? 4 : seed.equipment === 8 ? 9 : 8,
    refrigerated,
    space: [slots, seed.weight, dangerous ? slots : 0, refrigerated ? 1 : 0],
    loadPorts: seed.loads.map((at) => ({
      port: LOAD_PORTS[at]!,
      atGateMinute: START + seed.ready + at * 30,
      addedGrams: 20_000 + at * 5_000,
    })),
    dischargePorts: seed.discharges.map((at) => DISCHARGE_PORTS[at]!),
    latestArrivalMinute: START + seed.latest,
    maximumGrams: seed.cap < 4 || seed.cap > 14 ? null : seed.cap * 200_000,
    maximumRate:
      seed.rateCap < 3 || seed.rateCap > 6 ? null : { amountMinor: seed.rateCap * 50_000, currencyCode: 'USD' },
    dangerousGoods: dangerous ? [{ unNumber: 3480, imoClass: '9', certified: seed.dangerous === 0 }] : [],
    objective: seed.objective,
    splitAllowed: seed.split,
    manual: seed.manual,
    rollable: seed.rollable,
  };
}

/** What may be done next, in terms that fit any book: names are taken from what is there. */
export type Step =
  | { readonly kind: 'publish'; readonly seed: OfferSeed }
  | { readonly kind: 'amend'; readonly which: number; readonly seed: OfferSeed }
  | { readonly kind: 'cut'; readonly which: number; readonly percent: number }
  | { readonly kind: 'withdraw'; readonly which: number }
  | { readonly kind: 'request'; readonly seed: RequestSeed }
  | { readonly kind: 'change'; readonly which: number; readonly seed: RequestSeed }
  | { readonly kind: 'drop'; readonly which: number }
  | { readonly kind: 'choose'; readonly which: number; readonly offer: number; readonly units: number }
  | { readonly kind: 'confirm' | 'decline' | 'cancel' | 'load' | 'discharge'; readonly which: number }
  | {
      readonly kind: 'price';
      readonly which: number;
      readonly prices: Space;
      readonly kept: readonly number[];
      readonly learned: boolean;
    }
  | { readonly kind: 'designate'; readonly exporter: number; readonly granted: boolean }
  | { readonly kind: 'wait'; readonly minutes: number };

const which = fc.nat(1_000);
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('publish' as const), seed: offerSeed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('amend' as const), which, seed: offerSeed }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('cut' as const), which, percent: fc.integer({ min: 0, max: 150 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), which }) },
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('request' as const), seed: requestSeed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('change' as const), which, seed: requestSeed }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('choose' as const),
      which,
      offer: which,
      units: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'confirm' as const,
        'decline' as const,
        'cancel' as const,
        'load' as const,
        'discharge' as const,
      ),
      which,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      which,
      // From nothing to more than a box is worth even where it is the last resort.
      prices: fc.tuple(
        fc.constantFrom(0, 20_000, 50_000, 150_000, 400_000, 900_000),
        fc.constantFrom(0, 0, 5, 30),
        fc.constantFrom(0, 0, 10_000),
        fc.constantFrom(0, 0, 100_000),
      ),
      kept: fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 3 }),
      learned: fc.nat(9).map((value) => value > 0),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('designate' as const),
      exporter: fc.constantFrom(2, 3),
      granted: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 250 }) }),
  },
);

/** The index as it behaves on long lanes: it turns to its bit sets after the first refusal, however short the lane. */
export const eagerIndex: MakeEngine = (book) =>
  indexedRanking(book, { patience: 1, setsFromRows: 2, scansBeforeSets: 0, rowsForOne: 2, scansBeforeOrder: 3 });

/** A book under test with its engine and clock. */
export type Play = {
  readonly book: Book;
  readonly engine: RankingEngine;
  minute: number;
  named: number;
};

export function newPlay(makeEngine: MakeEngine): Play {
  const book = emptyBook('CHINA');
  const play: Play = { book, engine: makeEngine(book), minute: START, named: 0 };
  apply(book, play.engine, { kind: 'policy-published', minute: START, policy: POLICY });
  for (const exporterId of ['priority-1', 'priority-2']) {
    apply(book, play.engine, { kind: 'designation-changed', minute: START, designation: designation(exporterId) });
  }
  return play;
}

function pick<Value>(values: readonly Value[], at: number): Value | undefined {
  return values.length === 0 ? undefined : values[at % values.length];
}

/** The core events of a step; none when there is nothing to do it to. Deterministic: names come in sorted order. */
export function eventsOf(play: Play, next: Step): CoreEvent[] {
  const { book } = play;
  const { minute } = play;
  const offerAt = (at: number) => pick([...book.offers.keys()].sort(), at);
  const requestAt = (at: number) => pick([...book.requests.keys()].sort(), at);
  const allocationAt = (at: number) =>
    pick(
      [...book.allocations.keys()].sort((a, b) => a - b),
      at,
    );
  switch (next.kind) {
    case 'publish': {
      play.named += 1;
      // Ids in an order of their own, so that nothing can lean on the order of publication.
      const offerId = `offer-${(play.named * 7_919) % 10_007}`;
      return [{ kind: 'offer-published', minute, terms: offerTermsOf(offerId, 1, next.seed) }];
    }
    case 'amend': {
      const offerId = offerAt(next.which);
      if (offerId === undefined || !book.offers.get(offerId)!.open) return [];
      const version = book.offers.get(offerId)!.terms.version + 1;
      return [{ kind: 'offer-amended', minute, terms: offerTermsOf(offerId, version, next.seed) }];
    }
    case 'cut': {
      const offerId = offerAt(next.which);
      if (offerId === undefined || !book.offers.get(offerId)!.open) return [];
      const { terms } = book.offers.get(offerId)!;
      const legs = terms.legs.map(
        (leg) => leg.map((amount) => Math.floor((amount * next.percent) / 100)) as unknown as Space,
      );
      return [{ kind: 'offer-amended', minute, terms: { ...terms, legs, version: terms.version + 1 } }];
    }
    case 'withdraw': {
      const offerId = offerAt(next.which);
      return offerId === undefined ? [] : [{ kind: 'offer-withdrawn', minute, offerId }];
    }
    case 'request': {
      play.named += 1;
      return [{ kind: 'request-submitted', minute, terms: requestTermsOf(`request-${play.named}`, 1, next.seed) }];
    }
    case 'change': {
      const requestId = requestAt(next.which);
      if (requestId === undefined) return [];
      const version = book.requests.get(requestId)!.terms.version + 1;
      return [{ kind: 'request-amended', minute, terms: requestTermsOf(requestId, version, next.seed) }];
    }
    case 'drop': {
      const requestId = requestAt(next.which);
      return requestId === undefined ? [] : [{ kind: 'request-cancelled', minute, requestId }];
    }
    case 'choose': {
      const requestId = requestAt(next.which);
      const offerId = offerAt(next.offer);
      if (requestId === undefined || offerId === undefined) return [];
      return [{ kind: 'units-chosen', minute, requestId, offerId, units: next.units }];
    }
    case 'load':
    case 'discharge': {
      const number = allocationAt(next.which);
      if (number === undefined) return [];
      const allocation = book.allocations.get(number)!;
      const loading = next.kind === 'load';
      return Array.from({ length: allocation.units }, (_none, box) => ({
        kind: 'container-moved' as const,
        minute,
        allocation: number,
        move: loading ? ('LOAD' as const) : ('DISC' as const),
        port: loading ? allocation.loadPort : allocation.dischargePort,
        equipmentReference: `box ${box}`,
        retracted: false,
      }));
    }
    case 'confirm':
    case 'decline':
    case 'cancel': {
      const number = allocationAt(next.which);
      if (number === undefined) return [];
      const kind = (
        { confirm: 'allocation-confirmed', decline: 'allocation-declined', cancel: 'allocation-cancelled' } as const
      )[next.kind];
      return [{ kind, minute, allocation: number }];
    }
    case 'price': {
      const offerId = offerAt(next.which);
      if (offerId === undefined) return [];
      const protection = next.kept.map((quarterTeu, at) => ({ fromMinute: minute + at * 150, quarterTeu }));
      const kind = next.learned ? ('BOOKING_CURVE' as const) : ('FIXED_SHARE' as const);
      const basis = { kind, solvedMinute: minute, historyDays: 20, priorityRequests: 40 };
      const gates = next.learned ? [{ offerId, prices: next.prices, protection }] : [];
      return [{ kind: 'bid-prices-set', minute, basis, gates }];
    }
    case 'designate': {
      const changed = designation(EXPORTERS[next.exporter]!, next.granted ? 'granted' : 'suspended');
      return [{ kind: 'designation-changed', minute, designation: changed }];
    }
    case 'wait':
      play.minute += next.minutes;
      return [{ kind: 'tick', minute: play.minute }];
  }
}
