import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../src/domain/apply.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash, exportBook, importBook } from '../src/domain/book-snapshot.ts';
import type { CoreEvent } from '../src/domain/core-events.ts';
import { KEPT_MINUTES } from '../src/domain/deadlines.ts';
import { learnForecast } from '../src/domain/forecast.ts';
import { lateRefusal } from '../src/domain/late.ts';
import type { Market } from '../src/domain/market.ts';
import { importMarket, marketText, replay } from '../src/domain/market-snapshot.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import {
  eventsOf,
  newPlay,
  offerSeed,
  offerTermsOf,
  POLICY,
  requestSeed,
  requestTermsOf,
  START,
  step,
} from './random-books.ts';
import { gist, sampleOffer, sampleRequest, testMarket } from './samples.ts';

/** All that a market holds by name: what must be empty once everything has left. */
const held = ({ book, ...market }: Market) => ({
  offers: [...book.offers.keys(), ...market.offers.keys()],
  requests: [...book.requests.keys(), ...market.requests.keys()],
  allocations: [...book.allocations.keys(), ...market.payloads.keys(), ...market.numbers.keys()],
  waiting: [...book.waiting, ...book.waitingByLane.keys(), ...book.waitingByExporter.keys(), ...book.gated],
});
const NOTHING = { offers: [], requests: [], allocations: [], waiting: [] };
const SAILED = new Date(Date.parse('2027-01-09T03:00:00Z') + KEPT_MINUTES * 60_000).toISOString();

function market() {
  const made = testMarket(indexedRanking);
  made.feed(made.policy());
  return made;
}

describe('what has ended leaves the book', () => {
  it('at once, when a request is cancelled and an offer withdrawn', () => {
    const { market: own, feed, offer, request } = market();
    feed(offer());
    feed(request());
    expect(gist(feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'over' }))).toEqual({
      allocations: ['request-1 released 10 on offer-1: REQUEST_CANCELLED'],
      decided: ['request-1 CANCELLED 0'],
    });
    expect(held(own).requests).toEqual([]);
    const withdrawn = feed({ kind: 'offer-withdrawn', offerId: 'offer-1', version: 2, reason: 'over' });
    expect([...withdrawn.left.offers.keys()]).toEqual(['offer-1']);
    expect(held(own)).toEqual(NOTHING);
  });

  it('when the last of it on board has sailed, and not before', () => {
    const { market: own, feed, offer, request, at } = market();
    feed(offer());
    feed(request({ equipment: { ISOEquipmentCode: '45G1', units: 1, cargoGrossWeightKg: '9000' } }));
    const [allocationId] = own.numbers.keys();
    const move = {
      kind: 'container-moved',
      allocationId: allocationId!,
      equipmentReference: 'BOX',
      retracted: false,
    } as const;
    feed({ kind: 'allocation-confirmed', allocationId: allocationId! });
    feed({ ...move, move: 'LOAD', port: 'CNSGH' });
    feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'too late' });
    feed({ kind: 'offer-withdrawn', offerId: 'offer-1', version: 2, reason: 'too late' });
    expect(held(own)).toMatchObject({ offers: ['offer-1', 'offer-1'], requests: ['request-1', 'request-1'] });
    at('2027-02-01T00:00:00Z');
    feed({ kind: 'tick' });
    expect(gist(feed({ ...move, move: 'DISC', port: 'NLRTM' })).allocations).toEqual([
      'request-1 completed 1 on offer-1: ALL_CONTAINERS_DISCHARGED',
    ]);
    at(SAILED);
    expect([feed({ kind: 'tick' }).changed, held(own)]).toEqual([true, NOTHING]);
  });

  it('with its sailing, when it has all it asked for, whatever the ports have said of it', () => {
    const { market: own, feed, offer, request, at } = market();
    feed(offer({ confirmation: 'AUTO' }));
    feed(request());
    at(SAILED);
    expect([gist(feed({ kind: 'tick' })), held(own)]).toEqual([{ allocations: [], decided: [] }, NOTHING]);
  });

  it('some days after the latest arrival, when it expired', () => {
    const { market: own, feed, offer, request, at } = market();
    feed(offer({ acceptedEquipment: ['22G1'] }));
    feed(request());
    at('2027-01-19T23:00:00Z');
    expect(gist(feed({ kind: 'tick' })).decided).toEqual(['request-1 EXPIRED 0']);
    expect(held(own).requests).toEqual(['request-1', 'request-1']);
    at('2027-02-19T00:00:00Z');
    feed({ kind: 'tick' });
    expect(held(own)).toEqual(NOTHING);
  });

  it('part by part: a request that still waits counts the units whose sailing has gone', () => {
    const { market: own, feed, offer, request, at } = market();
    feed(
      offer({
        confirmation: 'AUTO',
        capacity: { teu: 8, weightTonnes: '1200', dangerousGoodsTeu: 0, reeferPlugs: 0 },
        emissionProfile: { dataQuality: 'DEFAULT' },
      }),
    );
    feed(request({ splitAllowed: true, latestArrivalDateTime: '2027-06-01T00:00:00Z' }));
    at(SAILED);
    feed({ kind: 'tick' });
    expect([held(own).offers, held(own).allocations, [...own.book.waiting]]).toEqual([[], [], ['request-1']]);
    const later = (when: string) => when.replace('2026-12', '2027-03').replace('2027-01', '2027-04');
    const { portCalls } = sampleOffer();
    const next = sampleOffer({
      offerId: 'offer-2',
      confirmation: 'AUTO',
      validUntil: later('2026-12-04T18:00:00+08:00'),
      portCalls: JSON.parse(
        later(JSON.stringify(portCalls)).replaceAll('2026-12', '2027-03').replaceAll('2027-01', '2027-04'),
      ),
    });
    expect(gist(feed({ kind: 'offer-published', offer: next }))).toEqual({
      allocations: [
        'request-1 held 6 on offer-2: MATCHED',
        'request-1 confirmed 6 on offer-2: CONFIRMED_AUTOMATICALLY',
      ],
      decided: ['request-1 CONFIRMED 10'],
    });
  });

  it('keeps nothing of a thousand rounds of offers and requests that came and went', () => {
    const { market: own, feed, offer, request } = market();
    const rounds = (from: number) => {
      for (let round = from; round < from + 1_000; round += 1) {
        const [offerId, requestId] = [`offer-${round}`, `request-${round}`];
        feed(offer({ offerId }));
        feed(request({ requestId }));
        feed({ kind: 'request-cancelled', requestId, version: 2, reason: 'over' });
        feed({ kind: 'offer-withdrawn', offerId, version: 2, reason: 'over' });
      }
      const { holds, cutOffs, hopes, sailings, expiries, byUnknownLane } = own.book.deadlines;
      return {
        ...held(own),
        noted: [holds, cutOffs, hopes, sailings, expiries].map(({ noted }) => noted <= 1_024),
        snapshot: marketText(own).length,
        lanes: byUnknownLane.size,
      };
    };
    const first = rounds(0);
    expect({ ...rounds(1_000), snapshot: 0 }).toEqual({
      ...NOTHING,
      noted: Array(5).fill(true),
      snapshot: 0,
      lanes: 0,
    });
    expect(marketText(own).length - first.snapshot).toBeLessThan(10);
  });
});

describe('what is asked about what has left', () => {
  it('is answered as before: nothing comes back, and nothing is taken twice', () => {
    const { market: own, feed, offer, request } = market();
    feed(offer());
    feed(request());
    feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'over' });
    feed({ kind: 'offer-withdrawn', offerId: 'offer-1', version: 2, reason: 'over' });
    const known = { offers: new Set(['offer-1', 'offer-2']), requests: new Set(['request-1', 'request-2']) };
    feed(offer({ offerId: 'offer-2' }));
    feed(request({ requestId: 'request-2', allocationMode: 'MANUAL' }));
    const codes = [
      offer(),
      { kind: 'offer-amended', offer: sampleOffer({ version: 3 }) } as const,
      request(),
      { kind: 'request-amended', request: sampleRequest({ version: 3 }) } as const,
      { kind: 'units-chosen', requestId: 'request-1', offerId: 'offer-2', units: 1 } as const,
      { kind: 'units-chosen', requestId: 'request-2', offerId: 'offer-1', units: 1 } as const,
      { kind: 'offer-amended', offer: sampleOffer({ offerId: 'offer-2', version: 3 }) } as const,
      request({ requestId: 'request-3' }),
    ].map((input) => lateRefusal(own, input, known)?.code);
    expect(codes).toEqual([
      'OFFER_ENDED',
      'OFFER_ENDED',
      'REQUEST_ENDED',
      'REQUEST_ENDED',
      'TOO_MANY_UNITS',
      'NOT_FEASIBLE',
      undefined,
      undefined,
    ]);
    expect(
      [
        feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'again' }),
        feed({ kind: 'offer-withdrawn', offerId: 'offer-1', version: 2, reason: 'again' }),
      ].map(({ changed, refusal }) => [changed, refusal?.code]),
    ).toEqual([
      [false, 'UNKNOWN_REQUEST'],
      [false, 'UNKNOWN_OFFER'],
    ]);
  });
});

/** Steps as everywhere, and months that pass between them. */
const long = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: step },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 2_000, max: 60_000 }) }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

describe('a book that things leave', () => {
  it('is the same from any snapshot and the events behind it, and its pools are those of what is in it', () => {
    let leavings = 0;
    fc.assert(
      fc.property(long, fc.nat(60), (steps, cut) => {
        const play = newPlay(indexedRanking);
        const events: CoreEvent[] = [];
        let restored = importBook(JSON.parse(JSON.stringify(exportBook(play.book))));
        let engine = naiveRanking(restored);
        for (const [at, next] of steps.entries()) {
          if (at === cut) {
            restored = importBook(JSON.parse(JSON.stringify(exportBook(play.book))));
            engine = naiveRanking(restored);
          }
          for (const event of eventsOf(play, next)) {
            const { left, changed, refusal } = apply(play.book, play.engine, event);
            leavings += left.offers.size + left.requests.size;
            assertBook(play.book);
            // As an owner does: what changed nothing is in no journal.
            if (changed && refusal === undefined) {
              events.push(event);
              apply(restored, engine, event);
            }
          }
        }
        const whole = newPlay(naiveRanking);
        for (const event of events) apply(whole.book, whole.engine, event);
        expect([bookHash(restored), bookHash(whole.book)]).toEqual([bookHash(play.book), bookHash(play.book)]);
        apply(play.book, play.engine, { kind: 'tick', minute: play.minute + 200_000 });
        expect([play.book.offers.size, play.book.allocations.size, play.book.waiting.size]).toEqual([0, 0, 0]);
      }),
      { numRuns: 300 },
    );
    expect(leavings).toBeGreaterThan(300);
  }, 60_000);

  it('learns the same booking curve as one that keeps everything', () => {
    const policy = {
      ...POLICY,
      bidPrice: { ...POLICY.bidPrice, minimumHistoryMinutes: 1, minimumPriorityRequests: 1 },
    };
    fc.assert(
      fc.property(fc.array(requestSeed, { minLength: 5, maxLength: 40 }), offerSeed, (seeds, sailing) => {
        const play = newPlay(indexedRanking);
        const feed = (event: CoreEvent) => apply(play.book, play.engine, event);
        feed({ kind: 'offer-published', minute: START, terms: offerTermsOf('offer', 1, sailing) });
        for (const [at, seed] of seeds.entries()) {
          feed({
            kind: 'request-submitted',
            minute: START + at,
            terms: requestTermsOf(`request-${at}`, 1, { ...seed, manual: false }),
          });
        }
        feed({ kind: 'request-cancelled', minute: START + seeds.length, requestId: 'request-0' });
        const before = learnForecast(play.book, START + 60_000, policy);
        feed({ kind: 'tick', minute: START + 60_000 });
        expect([play.book.requests.size, play.book.offers.size]).toEqual([0, 0]);
        expect(learnForecast(play.book, START + 60_000, policy)).toEqual(before);
        // A year on, nothing that the policy learns from is left, and nothing is kept of it.
        feed({ kind: 'offer-published', minute: START + 600_000, terms: offerTermsOf('late', 1, sailing) });
        feed({ kind: 'tick', minute: START + 600_001 });
        expect(play.book.bookings.size).toBe(0);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('reads a snapshot of before there was any leaving, and lets what has ended go', () => {
    const { market: own, feed, offer, request, journal } = market();
    feed(offer());
    feed(request());
    const plain = JSON.parse(marketText(own));
    delete plain.book.bookings;
    for (const [, state] of plain.book.requests)
      Object.assign(state, { departed: undefined, ended: 'CANCELLED', waiting: false });
    for (const [, state] of plain.book.offers) Object.assign(state, { open: false });
    plain.book.allocations = [];
    plain.payloads = [];
    expect(held(importMarket(plain, naiveRanking))).toEqual(NOTHING);
    expect(bookHash(replay('CHINA', 'book-1', journal, naiveRanking).book)).toBe(bookHash(own.book));
  });
});
