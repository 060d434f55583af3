import { beforeEach, describe, expect, it } from 'vitest';
import { assertBook } from '../src/domain/book-invariants.ts';
import { gist, sampleDesignation, samplePolicy, testMarket } from './samples.ts';

/** What happens to space when the right that it was taken by ends. */
let book = testMarket();
const equipmentOf = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '9000' });
const designated = (changes: Parameters<typeof sampleDesignation>[0] = {}) =>
  ({ kind: 'designation-changed', designation: sampleDesignation(changes) }) as const;
/** 100 TEU of which 35 are protected: the standard request of 30 boxes leaves 5 unprotected TEU. */
const crowd = () =>
  book.feed(book.request({ requestId: 'crowd', exporterId: 'exporter-s', equipment: equipmentOf(30) }));
const priority = (requestId: string, units: number) =>
  book.request({ requestId, exporterId: 'exporter-p', equipment: equipmentOf(units) });

beforeEach(() => {
  book = testMarket();
  book.feed(book.policy());
});

describe('a designation that ends', () => {
  it('leaves confirmed space alone and gives held space back with the reason', () => {
    book.feed(designated());
    book.feed(book.offer());
    crowd();
    const confirmed = book.feed(priority('confirmed', 8)).allocations[0]!.payload.allocationId;
    book.feed({ kind: 'allocation-confirmed', allocationId: confirmed });
    book.feed(priority('held', 8));
    const outcome = book.feed(designated({ status: 'suspended' }));
    expect(gist(outcome)).toEqual({
      allocations: ['held released 8 on offer-1: PRIORITY_ENDED'],
      decided: ['held WAITING 0'],
    });
    expect(outcome.decided[0]!.feedbacks.map(({ code }) => code)).toEqual(['WAITING_FOR_SPACE', 'PRIORITY_ENDED']);
    assertBook(book.market.book);
  });

  it('matches the cargo again at once as standard where space outside the protection is left', () => {
    book.feed(designated());
    book.feed(book.offer());
    book.feed(priority('held', 8));
    expect(gist(book.feed(designated({ status: 'revoked' })))).toEqual({
      allocations: ['held released 8 on offer-1: PRIORITY_ENDED', 'held held 8 on offer-1: MATCHED'],
      decided: ['held ALLOCATED 8'],
    });
    assertBook(book.market.book);
  });

  it('ends by itself after its last day, at the next tick and once', () => {
    book.feed(designated({ validTo: '2026-11-20' }));
    book.feed(book.offer());
    crowd();
    expect(gist(book.feed(priority('held', 8))).allocations).toEqual(['held held 8 on offer-1: MATCHED']);
    book.at('2026-11-20T15:59:00Z');
    expect(book.feed({ kind: 'tick' }).changed).toBe(false);
    book.at('2026-11-20T16:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual(['held released 8 on offer-1: PRIORITY_ENDED']);
    book.at('2026-11-20T16:01:00Z');
    expect(book.feed({ kind: 'tick' }).changed).toBe(false);
  });

  it('begins by itself on its first day: who waits may use protected space from then on', () => {
    book.feed(designated({ validFrom: '2026-11-21' }));
    book.feed(book.offer());
    crowd();
    expect(gist(book.feed(priority('early', 8))).allocations).toEqual([]);
    book.at('2026-11-20T16:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual(['early held 8 on offer-1: MATCHED']);
  });

  it('ends too when a policy takes the product out of scope, at the minute it comes into force', () => {
    book.feed(designated());
    book.feed(book.offer());
    crowd();
    book.feed(priority('held', 8));
    const narrower = samplePolicy(
      { version: '2026-2', effectiveFrom: '2026-11-20T12:00:00Z' },
      { eligibility: { hsPrefixes: ['850760'], markets: ['CHINA'] } },
    );
    expect(gist(book.feed(book.policy(narrower))).allocations).toEqual([]);
    book.at('2026-11-20T11:59:00Z');
    expect(book.feed({ kind: 'tick' }).changed).toBe(false);
    book.at('2026-11-20T12:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual(['held released 8 on offer-1: PRIORITY_ENDED']);
  });
});

it('a province may rule which goods its units have priority for', () => {
  const policy = samplePolicy(
    { version: '2026-2' },
    { provinceOverrides: [{ province: 'Zhejiang', eligibility: { hsPrefixes: ['850760'] } }] },
  );
  book.feed(book.policy(policy));
  book.feed(designated({ designationId: 'of jiangsu' }));
  book.feed(designated({ designationId: 'of zhejiang', organisationId: 'exporter-z', province: 'Zhejiang' }));
  book.feed(book.offer());
  const isPriority = (exporterId: string) =>
    book.feed(book.request({ requestId: exporterId, exporterId, equipment: equipmentOf(1) })).decided[0]!
      .isPriorityUnit;
  expect([isPriority('exporter-p'), isPriority('exporter-z')]).toEqual([true, false]);
});
