import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../src/domain/apply.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import { isPriority, type Question } from '../src/domain/feasibility.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { type MakeEngine, type RankedOffer, rankedOffers } from '../src/domain/ranking.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import type { PolicyTerms } from '../src/domain/terms.ts';
import {
  eagerIndex,
  eventsOf,
  newPlay,
  offerSeed,
  type Play,
  POLICY,
  requestSeed,
  requestTermsOf,
  step,
} from './random-books.ts';
import { gist, sampleOffer, testMarket } from './samples.ts';

const RUNS = 1_000;
/** As it is, and as it behaves on lanes longer than random books have. */
const engines = fc.constantFrom<MakeEngine>(indexedRanking, eagerIndex);

/** Without prices: rows then settle standard cargo as well. */
const FIXED_SHARE: PolicyTerms = { ...POLICY, protectionMode: 'FIXED_SHARE' };

function questionFor(play: Play, seed: Parameters<typeof requestTermsOf>[2]): Question {
  const request = requestTermsOf('asked', 1, seed);
  return {
    request,
    units: request.units,
    priority: isPriority(play.book, request, play.minute, POLICY),
    minute: play.minute,
    policy: POLICY,
    declinedOffers: new Map(),
  };
}

const plain = (ranked: readonly RankedOffer[]) =>
  ranked.map(({ offer, lane, loadPort, grams, units }) => [
    offer.terms.offerId,
    lane.loadCall,
    lane.dischargeCall,
    loadPort.port,
    grams,
    units,
  ]);

describe('the ranking index', () => {
  it('finds a sailing again whose arrival was written as the year 9999', () => {
    const play = testMarket(indexedRanking);
    play.feed(play.policy());
    const [shanghai, ningbo] = sampleOffer().portCalls;
    const portCalls = [shanghai!, ningbo!, { UNLocationCode: 'NLRTM', arrivalDateTime: '9999-12-31T00:00:00Z' }];
    play.feed(play.offer());
    play.feed(play.request());
    play.feed(play.offer({ offerId: 'slip', portCalls }));
    play.feed(play.request({ requestId: 'asks again', latestArrivalDateTime: '2026-12-20T00:00:00Z' }));
    expect(gist(play.feed({ kind: 'offer-withdrawn', offerId: 'slip', version: 2, reason: 'a slip' }))).toEqual({
      allocations: [],
      decided: [],
    });
  });

  it('decides every random history exactly as the naive engine does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), engines, (steps, makeEngine) => {
        const naive = newPlay(naiveRanking);
        const fast = newPlay(makeEngine);
        for (const next of steps) {
          const events = eventsOf(naive, next);
          expect(eventsOf(fast, next)).toEqual(events);
          for (const event of events) {
            const outcome = apply(naive.book, naive.engine, event);
            expect(apply(fast.book, fast.engine, event)).toEqual(outcome);
          }
        }
        assertBook(naive.book);
        expect(bookHash(fast.book)).toBe(bookHash(naive.book));
      }),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('answers any question on any book as the naive engine does, in full order', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60, size: 'max' }),
        fc.array(requestSeed, { minLength: 1, maxLength: 10 }),
        fc.constantFrom(1, 3, 10, 1_000),
        engines,
        (steps, seeds, limit, makeEngine) => {
          const play = newPlay(makeEngine);
          for (const next of steps) for (const event of eventsOf(play, next)) apply(play.book, play.engine, event);
          const reference = naiveRanking(play.book);
          for (const seed of seeds) {
            const question = questionFor(play, seed);
            const variants = [
              question,
              { ...question, lastResort: true },
              { ...question, priority: true },
              { ...question, policy: FIXED_SHARE },
            ];
            for (const asked of variants) {
              expect(plain(rankedOffers(play.engine.rank(asked, limit)))).toEqual(
                plain(rankedOffers(reference.rank(asked, limit))),
              );
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('answers on lanes long enough for its bit sets, while they grow, fill and shrink', () => {
    const crowding = fc.oneof(
      { weight: 7, arbitrary: fc.record({ kind: fc.constant('publish' as const), seed: offerSeed }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('request' as const), seed: requestSeed }) },
      { weight: 2, arbitrary: step },
    );
    fc.assert(
      fc.property(
        fc.array(crowding, { minLength: 700, maxLength: 900, size: 'max' }),
        fc.array(requestSeed, { minLength: 10, maxLength: 20 }),
        // Rows that come and go while nobody asks are put in order by whoever asks next, or their block is made anew.
        fc.constantFrom(1, 9, 200),
        (steps, seeds, asksEvery) => {
          const play = newPlay(eagerIndex);
          const reference = naiveRanking(play.book);
          steps.forEach((next, at) => {
            for (const event of eventsOf(play, next)) apply(play.book, play.engine, event);
            if (at % asksEvery > 0) return;
            const question = questionFor(play, seeds[at % seeds.length]!);
            expect(plain(rankedOffers(play.engine.rank(question, 10)))).toEqual(
              plain(rankedOffers(reference.rank(question, 10))),
            );
          });
        },
      ),
      { numRuns: 8 },
    );
  }, 300_000);
});
