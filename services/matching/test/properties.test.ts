import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../src/domain/apply.ts';
import { type Book, emptyBook, type OfferState, remainingUnits } from '../src/domain/book.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import type { CoreEvent, Observe, Outcome } from '../src/domain/core-events.ts';
import { bitCount, explain } from '../src/domain/explain.ts';
import {
  isLowEmission,
  isPriority,
  type Question,
  questionOf,
  REASON,
  REASON_CODES,
  type ReasonCode,
} from '../src/domain/feasibility.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { compareCandidates, type MakeEngine, rankedOffers } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import type { OfferTerms, RequestTerms } from '../src/domain/terms.ts';
import {
  eventsOf,
  newPlay,
  offerSeed,
  offerTermsOf,
  type Play,
  POLICY,
  requestSeed,
  requestTermsOf,
  START,
  type Step,
  step,
} from './random-books.ts';

/**
 * The properties of the engine, each over random interleavings of publish, amend, cut, withdraw, request, choose,
 * confirm, decline, cancel, load, discharge, designate and time. Beside each stands a broken twin: the same property with
 * its guard taken away must fail.
 */
const RUNS = 1_000;
const TWIN_RUNS = 3_000;
const histories = fc.array(step, { maxLength: 50, size: 'max' });

type Told = {
  readonly play: Play;
  readonly event: CoreEvent;
  readonly outcome: Outcome;
  /** Live allocations before the event. */
  readonly before: ReadonlyMap<number, { readonly offerId: string; readonly requestId: string }>;
};
type Check = (told: Told) => void;
type Twin = {
  readonly makeEngine?: MakeEngine;
  /** Spoils the event or the book before the event is applied. */
  readonly spoil?: (play: Play, event: CoreEvent) => CoreEvent;
  /** Spoils the book after the event. */
  readonly after?: (play: Play, event: CoreEvent) => void;
};

function tell(steps: readonly Step[], check: Check, twin: Twin = {}, observe?: (play: Play) => Observe): Play {
  const play = newPlay(twin.makeEngine ?? indexedRanking);
  const watch = observe?.(play);
  for (const next of steps) {
    for (const planned of eventsOf(play, next)) {
      const event = twin.spoil?.(play, planned) ?? planned;
      const before = new Map(
        [...play.book.allocations].map(([number, { offerId, requestId }]) => [number, { offerId, requestId }]),
      );
      const outcome = apply(play.book, play.engine, event, watch);
      twin.after?.(play, event);
      check({ play, event, outcome, before });
    }
  }
  return play;
}

/** The property holds for the engine, and fails for its broken twin. */
function holds(check: Check, twin: Twin, observe?: (play: Play) => Observe): void {
  fc.assert(
    fc.property(histories, (steps) => void tell(steps, check, {}, observe)),
    { numRuns: RUNS },
  );
  const broken = fc.check(
    fc.property(histories, (steps) => void tell(steps, check, twin, observe)),
    { numRuns: TWIN_RUNS, endOnFailure: true },
  );
  expect(broken.failed, 'the broken twin is caught').toBe(true);
}

/**
 * Whether an allocation was a priority unit's when it was made, judged by this test and not read from the book: a designation can
 * be revoked in between, and what was placed before keeps its rank.
 */
const madeAsPriority = new WeakMap<Play, Map<number, boolean>>();
function rankAtBirth(play: Play): ReadonlyMap<number, boolean> {
  const ranks = madeAsPriority.get(play) ?? new Map<number, boolean>();
  madeAsPriority.set(play, ranks);
  for (const { number, requestId } of play.book.allocations.values()) {
    if (ranks.has(number)) continue;
    ranks.set(number, isPriority(play.book, play.book.requests.get(requestId)!.terms, play.minute, POLICY));
  }
  return ranks;
}
const changed = (outcome: Outcome) =>
  outcome.effects.flatMap((effect) => (effect.kind === 'allocation-changed' ? [effect.allocation] : []));

/** An engine that puts its answer in an order of the offers' places in the book, whichever came first or last. */
const ordered =
  (compare: (a: number, b: number) => number): MakeEngine =>
  (book) => {
    const engine = naiveRanking(book);
    const rank: typeof engine.rank = (question, limit) => {
      const places = new Map([...book.offers.values()].map((offer, place) => [offer, place]));
      return rankedOffers(engine.rank(question, book.offers.size))
        .sort((a, b) => compare(places.get(a.offer)!, places.get(b.offer)!))
        .slice(0, limit);
    };
    return { ...engine, rank };
  };

/** An engine that looks at another question than the one it is asked. */
const deceived =
  (lie: (question: Question) => Question): MakeEngine =>
  (book) => {
    const engine = naiveRanking(book);
    return { ...engine, rank: (question, limit) => engine.rank(lie(question), limit) };
  };

describe('the properties of the engine', () => {
  it('1: never oversells, recomputed from the allocations per leg and dimension', () => {
    holds(({ play }) => assertBook(play.book), {
      makeEngine: deceived((question) => ({
        ...question,
        request: { ...question.request, space: [1, 1, 0, 0] },
      })),
    });
  }, 120_000);

  it('2: gives back exactly what was taken, and replays to the same bytes', () => {
    const restored = (twin: Twin) =>
      fc.property(histories, (steps) => {
        const log: CoreEvent[] = [];
        const play = tell(steps, ({ event, outcome }) => void (outcome.changed && log.push(event)), twin);
        const again = newPlay(indexedRanking);
        for (const event of log) apply(again.book, again.engine, event);
        expect(bookHash(again.book)).toBe(bookHash(play.book));
        for (const requestId of [...play.book.requests.keys()].sort()) {
          apply(play.book, play.engine, { kind: 'request-cancelled', minute: play.minute, requestId });
        }
        for (const offer of play.book.offers.values()) expect(offer.used).toEqual(offer.loaded);
      });
    fc.assert(restored({}), { numRuns: RUNS });
    const forgetful: Twin = {
      after: ({ book }, event) => {
        if (event.kind !== 'allocation-cancelled') return;
        for (const offer of book.offers.values())
          offer.used = offer.used.map((amount, at) => (at === 0 ? amount + 1 : amount));
      },
    };
    expect(fc.check(restored(forgetful), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
  }, 120_000);

  it('3: accepts standard cargo only outside the protection of that moment', () => {
    const outside =
      (play: Play): Observe =>
      ({ requestId, offerId, units, question }) => {
        const offer = play.book.offers.get(offerId)!;
        const { terms } = play.book.requests.get(requestId)!;
        if (isPriority(play.book, terms, play.minute, POLICY) || offer.released || !isLowEmission(offer, POLICY))
          return;
        const { gate } = offer;
        const fitsSomeLane = offer.terms.lanes.some((lane) =>
          offer.capacity.every((published, at) => {
            const leg = Math.floor(at / 4);
            if (leg < lane.loadCall || leg >= lane.dischargeCall || terms.space[at % 4] === 0) return true;
            let taken = 0;
            let takenByPriority = 0;
            for (const allocation of play.book.allocations.values()) {
              if (allocation.offerId !== offerId || leg < allocation.loadCall || leg >= allocation.dischargeCall)
                continue;
              taken += allocation.space[at % 4]!;
              if (allocation.priority) takenByPriority += allocation.space[at % 4]!;
            }
            const share = gate === null ? POLICY.sharePercent : POLICY.floorSharePercent;
            const slots = offer.capacity[leg * 4]!;
            const expected = gate === null || slots === 0 ? 0 : Math.min(gate.protectedQuarterTeu, slots) / slots;
            const kept = Math.max(
              0,
              Math.floor((published * share) / 100) - takenByPriority,
              Math.floor(published * expected),
            );
            return taken + units * terms.space[at % 4]! + kept <= published;
          }),
        );
        expect(fitsSomeLane).toBe(true);
        const price = gate === null ? 0 : gate.terms.prices.reduce((sum, each, at) => sum + each * terms.space[at]!, 0);
        const moving = POLICY.bidPrice.standardServedPoints * 250 * terms.emissionQuarterTeu;
        expect(price).toBeLessThanOrEqual(moving);
        if (question.lastResort) return;
        const saved = offer.terms.referenceDefaultGrams - offer.terms.referenceSeaGrams;
        expect(price).toBeLessThanOrEqual((saved * terms.emissionQuarterTeu) / 8);
      };
    holds(() => {}, { makeEngine: deceived((question) => ({ ...question, priority: true })) }, outside);
  }, 120_000);

  it('4: lets no standard request change a priority allocation, and moves none on a cut while standard cargo would do', () => {
    const check: Check = ({ play, event, outcome, before }) => {
      const ranks = rankAtBirth(play);
      const touched = changed(outcome).filter(({ number }) => before.has(number));
      if (event.kind === 'request-submitted' && !isPriority(play.book, event.terms, play.minute, POLICY)) {
        expect(
          touched.filter(({ number, requestId }) => ranks.get(number) && event.terms.requestId !== requestId),
        ).toEqual([]);
      }
      if (event.kind !== 'offer-amended') return;
      const offer = play.book.offers.get(event.terms.offerId)!;
      const stayed = [...play.book.allocations.values()].filter(
        ({ number, offerId }) => offerId === event.terms.offerId && before.has(number),
      );
      const rolledPriority = touched.filter(({ cause, number }) => cause === 'CAPACITY_CUT' && ranks.get(number));
      for (const rolled of rolledPriority) {
        const fitsWithout = (left: number | undefined) =>
          offer.capacity.every((published, at) => {
            const leg = Math.floor(at / 4);
            const crosses = ({ loadCall, dischargeCall }: { loadCall: number; dischargeCall: number }) =>
              loadCall <= leg && leg < dischargeCall;
            const used = stayed
              .filter((allocation) => allocation.number !== left && crosses(allocation))
              .reduce((sum, allocation) => sum + allocation.space[at % 4]!, 0);
            return used + (crosses(rolled) ? rolled.space[at % 4]! : 0) <= published;
          });
        const standard = stayed.filter(
          ({ status, number }) => (status === 'held' || status === 'confirmed') && !ranks.get(number),
        );
        expect(standard.filter(({ number }) => fitsWithout(number))).toEqual([]);
      }
    };
    holds(check, {
      // The book is told that priority cargo is standard and the other way round.
      spoil: (play, event) => {
        if (event.kind !== 'offer-amended') return event;
        for (const allocation of play.book.allocations.values()) {
          (allocation as { priority: boolean }).priority = !rankAtBirth(play).get(allocation.number);
        }
        return event;
      },
    });
  }, 120_000);

  it('5: never moves firm standard cargo except by its carrier', () => {
    const firm = new WeakMap<Play, Set<string>>();
    const check: Check = ({ play, event, outcome }) => {
      const ranks = rankAtBirth(play);
      const names = firm.get(play) ?? new Set();
      firm.set(play, names);
      const byCarrier = event.kind === 'offer-amended' || event.kind === 'offer-withdrawn';
      for (const allocation of changed(outcome)) {
        if (allocation.status !== 'rolled') continue;
        if (!byCarrier || allocation.cause === 'ROLLED_FOR_PRIORITY') {
          expect(names.has(allocation.requestId)).toBe(false);
          expect(ranks.get(allocation.number)).toBe(false);
        }
      }
    };
    const remember = (play: Play, event: CoreEvent) => {
      if (event.kind !== 'request-submitted' && event.kind !== 'request-amended') return;
      const names = firm.get(play) ?? new Set();
      firm.set(play, names);
      if (event.terms.rollable) names.delete(event.terms.requestId);
      else names.add(event.terms.requestId);
    };
    const run = (soldAsRollable: boolean): Twin => ({
      spoil: (play, event) => {
        remember(play, event);
        if (!soldAsRollable || (event.kind !== 'request-submitted' && event.kind !== 'request-amended')) return event;
        return { ...event, terms: { ...event.terms, rollable: true } };
      },
    });
    fc.assert(
      fc.property(histories, (steps) => void tell(steps, check, run(false))),
      { numRuns: RUNS },
    );
    const broken = fc.check(
      fc.property(histories, (steps) => void tell(steps, check, run(true))),
      { numRuns: TWIN_RUNS, endOnFailure: true },
    );
    expect(broken.failed).toBe(true);
  }, 120_000);

  const quoted = (play: Play, request: RequestTerms): Question => ({
    request,
    units: request.units,
    priority: isPriority(play.book, request, play.minute, POLICY),
    minute: play.minute,
    policy: POLICY,
    declinedOffers: new Map(),
  });

  it('6: an offer more never worsens the best, a constraint less never shrinks what is feasible', () => {
    const property = (relax: (request: RequestTerms) => RequestTerms, twin: Twin = {}) =>
      fc.property(histories, requestSeed, offerSeed, (steps, seed, extra) => {
        const play = tell(steps, () => {}, twin);
        const request = requestTermsOf('asked', 1, seed);
        const question = quoted(play, request);
        const feasible = rankedOffers(play.engine.rank(question, 1_000));
        const relaxed = rankedOffers(play.engine.rank(quoted(play, relax(request)), 1_000));
        const ids = new Set(relaxed.map(({ offer }) => offer.terms.offerId));
        expect(feasible.filter(({ offer }) => !ids.has(offer.terms.offerId))).toEqual([]);
        play.book.waiting.clear();
        play.book.waitingByLane.clear();
        apply(play.book, play.engine, {
          kind: 'offer-published',
          minute: play.minute,
          terms: offerTermsOf('extra', 1, extra),
        });
        const best = play.engine.rank(question, 1).at(0);
        if (feasible[0] !== undefined) expect(compareCandidates(best!, feasible[0], question)).toBeLessThanOrEqual(0);
      });
    const relaxations: ((request: RequestTerms) => RequestTerms)[] = [
      (request) => ({ ...request, latestArrivalMinute: request.latestArrivalMinute + 500 }),
      (request) => ({ ...request, maximumGrams: null, maximumRate: null }),
      (request) => ({
        ...request,
        loadPorts: request.loadPorts.map((port) => ({ ...port, atGateMinute: port.atGateMinute - 500 })),
      }),
      (request) => ({ ...request, splitAllowed: true }),
    ];
    for (const relax of relaxations) fc.assert(property(relax), { numRuns: RUNS / 4 });
    const tighten = property((request) => ({ ...request, latestArrivalMinute: request.latestArrivalMinute - 1_500 }));
    expect(fc.check(tighten, { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
    // The request stays as it is, so only the offer more can be what this one stumbles over.
    const newestFirst = property((request) => request, { makeEngine: ordered((a, b) => b - a) });
    expect(fc.check(newestFirst, { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
  }, 120_000);

  it('7: the order of insertion never matters, and the order is total', () => {
    const property = (makeEngine: MakeEngine) =>
      fc.property(
        fc.array(offerSeed, { minLength: 2, maxLength: 30, size: 'max' }),
        fc.integer(),
        requestSeed,
        (seeds, salt, seed) => {
          const terms = seeds.map((each, at) => offerTermsOf(`offer-${String(at).padStart(3, '0')}`, 1, each));
          const shuffled = [...terms].sort((a, b) => hash(a.offerId, salt) - hash(b.offerId, salt));
          const rankedIds = (order: readonly OfferTerms[]) => {
            const play = newPlay(makeEngine);
            for (const each of order) {
              apply(play.book, play.engine, { kind: 'offer-published', minute: START, terms: each });
            }
            const question = quoted(play, requestTermsOf('asked', 1, seed));
            const ranked = rankedOffers(play.engine.rank(question, 1_000));
            for (let at = 1; at < ranked.length; at += 1) {
              expect(compareCandidates(ranked[at - 1]!, ranked[at]!, question)).toBeLessThan(0);
              expect(compareCandidates(ranked[at]!, ranked[at - 1]!, question)).toBeGreaterThan(0);
            }
            return ranked.map(({ offer, lane }) => [offer.terms.offerId, lane.loadCall, lane.dischargeCall]);
          };
          expect(rankedIds(shuffled)).toEqual(rankedIds(terms));
        },
      );
    fc.assert(property(indexedRanking), { numRuns: RUNS });
    expect(fc.check(property(ordered((a, b) => a - b)), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
  }, 120_000);

  it('9: the index answers as the naive engine does', () => {
    const property = (makeEngine: MakeEngine) =>
      fc.property(histories, requestSeed, (steps, seed) => {
        const play = tell(steps, () => {}, { makeEngine });
        const question = quoted(play, requestTermsOf('asked', 1, seed));
        const ids = (engine: ReturnType<MakeEngine>) =>
          rankedOffers(engine.rank(question, 10)).map(({ offer }) => offer.terms.offerId);
        expect(ids(play.engine)).toEqual(ids(naiveRanking(play.book)));
      });
    fc.assert(property(indexedRanking), { numRuns: RUNS });
    const deafToPools: MakeEngine = (book) => ({ ...indexedRanking(book), poolsChanged: () => {} });
    const deafToOffers: MakeEngine = (book) => ({ ...indexedRanking(book), offerChanged: () => {} });
    expect(fc.check(property(deafToPools), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
    expect(fc.check(property(deafToOffers), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
  }, 120_000);

  it('10: every offer is ranked or refused, and the reasons named are the ones to drop, all of them', () => {
    const property = (report: (codes: readonly ReasonCode[]) => readonly ReasonCode[]) =>
      fc.property(histories, requestSeed, (steps, seed) => {
        const play = tell(steps, () => {});
        const question = quoted(play, requestTermsOf('asked', 1, seed));
        const { candidates, refused } = explain(play.book, question);
        const ids = [...candidates, ...refused].map(({ offer }) => offer.terms.offerId).sort();
        expect(ids).toEqual([...play.book.offers.keys()].sort());
        for (const { offer, mask, nearest } of refused) {
          expect(bitCount(mask)).toBeGreaterThan(0);
          if (nearest === undefined) continue;
          const codes = report(REASON_CODES.filter((code) => (mask & REASON[code]) !== 0));
          expect(isFeasibleWithout(offer, question, codes)).toBe(true);
          for (const kept of codes) {
            expect(
              isFeasibleWithout(
                offer,
                question,
                codes.filter((code) => code !== kept),
              ),
            ).toBe(false);
          }
        }
      });
    fc.assert(
      property((codes) => codes),
      { numRuns: RUNS },
    );
    for (const lie of [
      (codes: readonly ReasonCode[]) => codes.slice(1),
      (codes: readonly ReasonCode[]) => [...new Set<ReasonCode>([...codes, 'ARRIVES_TOO_LATE'])],
    ]) {
      expect(fc.check(property(lie), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
    }
  }, 120_000);

  /** Cargo that an amendment rolled, looked at again when prices come a second time: that it was rolled is no news then. */
  const ROLLED_AND_PRICED: Step[] = [
    {
      kind: 'request',
      seed: {
        exporter: 2,
        units: 1,
        equipment: 0,
        weight: 5000,
        loads: [0],
        discharges: [1],
        ready: 0,
        latest: 2000,
        cap: 0,
        rateCap: 0,
        dangerous: 2,
        objective: 'LOWEST_EMISSIONS',
        split: false,
        manual: false,
        rollable: true,
      },
    },
    {
      kind: 'publish',
      seed: {
        loads: [0, 1],
        discharges: [1, 2],
        cutOff: 300,
        transit: 500,
        grams: 1,
        teu: 2,
        weight: 10000,
        special: 0,
        rate: 0,
        currency: 'USD',
        equipmentBits: 511,
        dangerous: false,
        automatic: false,
        legs: [1, 1, 1, 1, 1, 1],
      },
    },
    {
      kind: 'amend',
      which: 0,
      seed: {
        loads: [0, 3],
        discharges: [1],
        cutOff: 601,
        transit: 500,
        grams: 1,
        teu: 1,
        weight: 3704,
        special: 0,
        rate: 0,
        currency: 'USD',
        equipmentBits: 511,
        dangerous: false,
        automatic: false,
        legs: [1, 3, 1, 1, 1, 1],
      },
    },
    {
      kind: 'request',
      seed: {
        exporter: 0,
        units: 1,
        equipment: 0,
        weight: 5000,
        loads: [3],
        discharges: [1, 2],
        ready: 0,
        latest: 2000,
        cap: 0,
        rateCap: 0,
        dangerous: 2,
        objective: 'LOWEST_EMISSIONS',
        split: false,
        manual: false,
        rollable: true,
      },
    },
    { kind: 'price', which: 0, prices: [0, 0, 0, 0], kept: [0], learned: true },
  ];

  it('12: the same command twice has one effect', () => {
    const property = (disguise: (event: CoreEvent) => CoreEvent) =>
      fc.property(histories, (steps) => {
        tell(steps, ({ play, event }) => {
          if (event.kind === 'units-chosen' || event.kind === 'designation-changed') return;
          const before = bookHash(play.book);
          const again = apply(play.book, play.engine, disguise(event));
          expect([changed(again), bookHash(play.book)]).toEqual([[], before]);
        });
      });
    fc.assert(
      property((event) => event),
      { numRuns: RUNS, examples: [[ROLLED_AND_PRICED]] },
    );
    const asNews = (event: CoreEvent): CoreEvent =>
      'terms' in event
        ? ({ ...event, terms: { ...event.terms, version: event.terms.version + 1 } } as CoreEvent)
        : event;
    expect(fc.check(property(asNews), { numRuns: TWIN_RUNS, endOnFailure: true }).failed).toBe(true);
  }, 120_000);

  it('13: after a tick no cargo waits for space that is free for it', () => {
    // Time passes between ticks: a release can fall due in the middle of another event, and the next tick acts on it.
    const check: Check = ({ play, event }) => {
      if (event.kind !== 'tick') return;
      const reference = naiveRanking(play.book);
      for (const requestId of play.book.waiting) {
        const request = play.book.requests.get(requestId)!;
        const units = remainingUnits(play.book, request);
        const question = questionOf(play.book, request, { units, minute: play.minute, policy: POLICY });
        expect(rankedOffers(reference.rank(question, 1))).toEqual([]);
        expect(rankedOffers(reference.rank({ ...question, lastResort: true }, 1))).toEqual([]);
      }
    };
    holds(check, {
      // Nobody tells the waiting list that protection has ended.
      spoil: (play, event) => {
        if (event.kind === 'tick') for (const offer of play.book.offers.values()) offer.released = true;
        return event;
      },
    });
  }, 120_000);
});

function hash(text: string, salt: number): number {
  let value = salt | 0;
  for (const letter of text) value = Math.imul(value ^ letter.charCodeAt(0), 0x5bd1e995);
  return value;
}

/** Takes the named limits out of the world (not out of the code) and judges the offer again. */
function isFeasibleWithout(original: OfferState, question: Question, codes: readonly ReasonCode[]): boolean {
  const drop = (code: ReasonCode) => codes.includes(code);
  const far = 2_000_000_000;
  const { request } = question;
  const relaxedRequest: RequestTerms = {
    ...request,
    latestArrivalMinute: drop('ARRIVES_TOO_LATE') ? far : request.latestArrivalMinute,
    maximumGrams: drop('CO2E_ABOVE_CAP') ? null : request.maximumGrams,
    maximumRate:
      drop('RATE_UNKNOWN') || drop('CURRENCY_MISMATCH') || drop('RATE_ABOVE_CAP') ? null : request.maximumRate,
    loadPorts: request.loadPorts.map((port) => (drop('CARGO_NOT_READY') ? { ...port, atGateMinute: 0 } : port)),
    dangerousGoods: request.dangerousGoods.map((goods) => ({
      ...goods,
      certified: goods.certified || drop('CERTIFICATE_MISSING'),
    })),
  };
  const widened = [drop('FULL'), drop('WEIGHT_FULL'), drop('DANGEROUS_GOODS_FULL'), drop('REEFER_PLUGS_FULL')];
  const isExpired = original.terms.validUntilMinute <= question.minute && !drop('OFFER_EXPIRED');
  const offer: OfferState = {
    ...original,
    open: original.open || drop('OFFER_CLOSED'),
    gate: original.gate && {
      terms: { ...original.gate.terms, ...(drop('DISPLACES_EXPECTED_PRIORITY') ? { prices: [0, 0, 0, 0] } : {}) },
      protectedQuarterTeu: drop('PROTECTED') ? 0 : original.gate.protectedQuarterTeu,
    },
    // Room is made by emptying the ship, not by building a larger one: protection counts what is published.
    used: original.used.map((amount, at) => (widened[at % 4] ? amount - 1_000_000_000 : amount)),
    terms: {
      ...original.terms,
      validUntilMinute: isExpired ? -1 : far,
      equipmentBits: drop('EQUIPMENT_NOT_ACCEPTED') ? 0b1_1111_1111 : original.terms.equipmentBits,
      unNumbers: drop('UN_NUMBER_NOT_ACCEPTED') ? [3480, 3481] : original.terms.unNumbers,
    },
  };
  const book: Book = emptyBook('CHINA');
  book.offers.set('relaxed', offer);
  const relaxed: Question = {
    ...question,
    request: relaxedRequest,
    policy: drop('PROTECTED') ? { ...question.policy, sharePercent: 0, floorSharePercent: 0 } : question.policy,
    minute: drop('CUT_OFF_PASSED') ? 0 : question.minute,
  };
  return explain(book, relaxed).candidates.length === 1;
}
