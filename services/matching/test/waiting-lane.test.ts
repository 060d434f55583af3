import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../src/domain/apply.ts';
import { remainingUnits } from '../src/domain/book.ts';
import { exportBook, importBook } from '../src/domain/book-snapshot.ts';
import { judge, questionOf, REASON } from '../src/domain/feasibility.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { laneKey } from '../src/domain/terms.ts';
import { eachWhoMayFit } from '../src/domain/waiting-lane.ts';
import { eventsOf, newPlay, offerSeed, offerTermsOf, POLICY, step } from './random-books.ts';

describe('whoever waits on a lane', () => {
  it('is looked at whenever an offer could take it, and mostly not when none can', () => {
    let [looked, keptAway] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50, size: 'max' }), offerSeed, (steps, seed) => {
        const play = newPlay(indexedRanking);
        for (const next of steps) for (const event of eventsOf(play, next)) apply(play.book, play.engine, event);
        // As it is, and as a snapshot gives it back.
        for (const book of [play.book, importBook(JSON.parse(JSON.stringify(exportBook(play.book))))]) {
          const named = [...book.waitingByLane.values()].flatMap(({ requestIds }) => requestIds);
          expect(new Set(named)).toEqual(book.waiting);
          const offers = [...book.offers.values()].filter(({ open }) => open);
          const [any] = offers;
          if (any !== undefined) {
            // One that nothing was taken from, beside those that have their cargo.
            const terms = offerTermsOf('fresh', 1, seed);
            const empty = terms.legs.flatMap(() => [0, 0, 0, 0]);
            offers.push({
              ...any,
              terms,
              capacity: terms.legs.flat(),
              used: empty,
              priorityUsed: empty,
              confirmed: empty,
              loaded: empty,
            });
          }
          for (const offer of offers) {
            for (const lane of offer.terms.lanes) {
              const waiting = book.waitingByLane.get(laneKey(lane.loadPort, lane.dischargePort));
              if (waiting === undefined) continue;
              const seen = new Set<string>();
              eachWhoMayFit(waiting, offer, lane, (requestId) => seen.add(requestId));
              const fitting = waiting.requestIds.filter((requestId) => {
                const request = book.requests.get(requestId)!;
                const units = remainingUnits(book, request);
                const question = questionOf(book, request, { units, minute: play.minute, policy: POLICY });
                const loadPort = request.terms.loadPorts.find(({ port }) => port === lane.loadPort)!;
                return (judge(offer, lane, loadPort, question) & ~REASON.DISPLACES_EXPECTED_PRIORITY) === 0;
              });
              expect(fitting.filter((requestId) => !seen.has(requestId))).toEqual([]);
              looked += seen.size;
              keptAway += waiting.requestIds.length - seen.size;
            }
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(keptAway).toBeGreaterThan(looked);
  }, 60_000);
});
