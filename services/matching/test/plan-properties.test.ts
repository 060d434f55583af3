import { assert } from '@greenlane/kernel/assert';
import { compareTuples } from '@greenlane/planning/instance';
import { solve } from '@greenlane/planning/solve';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../src/domain/apply.ts';
import { allocationOf } from '../src/domain/book.ts';
import { movedSpace } from '../src/domain/book-changes.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { plannedRequests, planOfBook } from '../src/domain/book-plan.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import type { CoreEvent } from '../src/domain/core-events.ts';
import { isProtected, protectedAmount } from '../src/domain/feasibility.ts';
import type { PlannedRequest } from '../src/domain/plan-commit.ts';
import { indexedRanking } from '../src/domain/ranking-index.ts';
import { eventsOf, newPlay, type Play, POLICY, type Step, step } from './random-books.ts';

/** The properties of plans, over random books and over whatever happens between a plan and its commit. */
const RUNS = 1_000;
const TWIN_RUNS = 3_000;
const ITERATIONS = 300;
const before = fc.array(step, { maxLength: 40, size: 'max' });
const between = fc.array(step, { maxLength: 12 });

function play(steps: readonly Step[], on: Play = newPlay(indexedRanking)): Play {
  for (const next of steps) for (const event of eventsOf(on, next)) apply(on.book, on.engine, event);
  return on;
}

function planNow({ book, minute }: Play, seed = 1) {
  const bookPlan = planOfBook(book, { minute, policy: POLICY });
  const plan = solve(bookPlan.instance, { iterations: ITERATIONS, seed });
  return { plan, bookPlan, requests: plannedRequests(bookPlan, plan.allocations) };
}

const commit = ({ minute }: Play, requests: readonly PlannedRequest[]): CoreEvent => ({
  kind: 'plan-committed',
  minute,
  planId: 'plan',
  requests,
});

describe('a plan of a book', () => {
  it('is carried out whole when nothing happened since, and leaves nobody worse off by the tuple', () => {
    fc.assert(
      fc.property(before, (steps) => {
        const now = play(steps);
        const { plan, requests } = planNow(now);
        const outcome = apply(now.book, now.engine, commit(now, requests));
        assertBook(now.book);
        const report = outcome.effects.find((effect) => effect.kind === 'plan-carried-out');
        assert(report, 'a commit says what became of the plan');
        // A booking curve keeps room for demand still to come beside the priority cargo that the plan places. Whoever is
        // refused for it stays where it stands, and others then find no room that it would have left.
        const stayed = new Set<string>();
        for (const { requestId, reasons } of report.refused) {
          const wanted = requests.find((request) => request.requestId === requestId)!;
          if (!wanted.places.some(({ offerId }) => stayed.has(offerId))) expect(reasons).toEqual(['PROTECTED']);
          for (const number of wanted.movable) stayed.add(allocationOf(now.book, number).offerId);
        }
        expect(compareTuples(plan.totals, plan.firstComeFirstServed)).toBeLessThanOrEqual(0);
        expect(plan.lowerBound).toBeLessThanOrEqual(plan.totals.objective);
        if (report.refused.length > 0) return;
        // Carried out, the book is what the plan said: nothing is left for it to do.
        const { plan: after } = planNow(now);
        expect(
          compareTuples({ ...after.totals, changedPlacements: 0 }, { ...plan.totals, changedPlacements: 0 }),
        ).toBeLessThanOrEqual(0);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('oversells nothing when it is stale, keeps standard cargo out of protected space, and replays byte for byte', () => {
    fc.assert(
      fc.property(before, between, (steps, meanwhile) => {
        const [one, two] = [play(steps), play(steps)];
        const { requests } = planNow(one);
        for (const each of [one, two]) {
          play(meanwhile, each);
          apply(each.book, each.engine, commit(each, requests), ({ question, offerId, units }) => {
            const offer = each.book.offers.get(offerId)!;
            if (question.priority || !isProtected(offer, question.policy)) return;
            const open = (at: number) =>
              offer.capacity[at]! - offer.used[at]! - protectedAmount(offer, question.policy, at);
            const roomiest = Math.max(...offer.terms.legs.map((_leg, leg) => open(leg * 4)));
            expect(question.request.space[0] * units).toBeLessThanOrEqual(roomiest);
          });
          assertBook(each.book);
        }
        expect(bookHash(one.book)).toBe(bookHash(two.book));
        // The same plan once more finds everything as it wants it, or refuses it as before: it places nothing twice.
        const again = apply(one.book, one.engine, commit(one, requests));
        assertBook(one.book);
        expect(again.refusal).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  it('would oversell if its lines were not judged again', () => {
    const oversells = (steps: readonly Step[], meanwhile: readonly Step[]): boolean => {
      const now = play(steps);
      const { requests } = planNow(now);
      play(meanwhile, now);
      return requests.some(({ requestId, places }) =>
        places.some(({ offerId, loadCall, dischargeCall, units }) => {
          const offer = now.book.offers.get(offerId)!;
          const { space } = now.book.requests.get(requestId)!.terms;
          const legs = offer.terms.legs.length;
          if (dischargeCall > legs) return true;
          const taken = space.map((amount) => amount * units) as [number, number, number, number];
          const used = movedSpace(offer.used, { loadCall, dischargeCall, space: taken }, 1);
          return used.some((amount, at) => amount > offer.capacity[at]!);
        }),
      );
    };
    const found = fc.check(
      fc.property(before, between, (steps, meanwhile) => !oversells(steps, meanwhile)),
      { numRuns: TWIN_RUNS, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  }, 120_000);

  it('is the same for the same book, seed and budget, and another where the search is stopped by something else', () => {
    const property = (stops: () => boolean) =>
      fc.property(before, fc.integer({ min: 0, max: 1_000 }), (steps, seed) => {
        const now = play(steps);
        const { instance } = planOfBook(play(steps).book, { minute: now.minute, policy: POLICY });
        const again = solve(instance, { iterations: ITERATIONS, seed, onProgress: stops });
        expect(again.planHash).toBe(planNow(now, seed).plan.planHash);
      });
    fc.assert(
      property(() => false),
      { numRuns: RUNS },
    );
    // As a clock would, at once.
    expect(
      fc.check(
        property(() => true),
        { numRuns: TWIN_RUNS, endOnFailure: true },
      ).failed,
    ).toBe(true);
  }, 120_000);
});
