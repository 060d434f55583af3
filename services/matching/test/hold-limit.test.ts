import { beforeEach, describe, expect, it } from 'vitest';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import { importMarket, marketText } from '../src/domain/market-snapshot.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { gist, samplePolicy, testMarket } from './samples.ts';

/** Nobody blocks a sailing by holding it: a policy's limit on unconfirmed space, 40 TEU here, 2 TEU a box. */
let book = testMarket();
const equipmentOf = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '9000' });
const ask = (requestId: string, units: number, splitAllowed = false) =>
  book.request({ requestId, equipment: equipmentOf(units), splitAllowed });

beforeEach(() => {
  book = testMarket();
  book.feed(book.policy(samplePolicy({}, { limits: { maximumHeldTeuPerUnit: 40 } })));
});

describe('a limit on held space', () => {
  it('is filled where a request may be split, and the rest waits with the reason', () => {
    book.feed(book.offer());
    const outcome = book.feed(ask('large', 30, true));
    expect(gist(outcome)).toEqual({
      allocations: ['large held 20 on offer-1: MATCHED'],
      decided: ['large PARTIALLY_ALLOCATED 20'],
    });
    expect(outcome.decided[0]!.feedbacks.map(({ code }) => code)).toEqual(['HOLD_LIMIT_REACHED']);
    assertBook(book.market.book);
  });

  it('lets the next hold begin as soon as a carrier confirms', () => {
    book.feed(book.offer());
    const { allocationId } = book.feed(ask('first', 15)).allocations[0]!.payload;
    expect(gist(book.feed(ask('second', 15)))).toEqual({ allocations: [], decided: ['second WAITING 0'] });
    expect(gist(book.feed({ kind: 'allocation-confirmed', allocationId })).allocations).toEqual([
      'first confirmed 15 on offer-1: CARRIER_CONFIRMED',
      'second held 15 on offer-1: MATCHED',
    ]);
  });

  it('is per exporter, and does not touch offers that confirm by themselves', () => {
    book.feed(book.offer());
    book.feed(ask('first', 20));
    const other = book.request({ requestId: 'other', exporterId: 'exporter-b', equipment: equipmentOf(10) });
    expect(gist(book.feed(other)).allocations).toEqual(['other held 10 on offer-1: MATCHED']);
    book.feed(book.offer({ offerId: 'automatic', confirmation: 'AUTO', carrierOfferReference: 'AUTO-1' }));
    expect(gist(book.feed(ask('second', 10))).allocations).toEqual([
      'second held 10 on automatic: MATCHED',
      'second confirmed 10 on automatic: CONFIRMED_AUTOMATICALLY',
    ]);
  });

  it('refuses a choice by hand that would pass it', () => {
    book.feed(book.offer());
    book.feed(ask('first', 20));
    book.feed(book.request({ requestId: 'chosen', equipment: equipmentOf(1), allocationMode: 'MANUAL' }));
    const chosen = { kind: 'units-chosen', requestId: 'chosen', offerId: 'offer-1', units: 1 } as const;
    expect(book.feed(chosen).refusal?.code).toBe('HOLD_LIMIT_REACHED');
  });

  it('is counted again from a snapshot', () => {
    book.feed(book.offer());
    book.feed(ask('first', 15));
    const copy = importMarket(JSON.parse(marketText(book.market)), naiveRanking);
    expect(bookHash(copy.book)).toBe(bookHash(book.market.book));
    expect([...copy.book.heldQuarterTeu]).toEqual([...book.market.book.heldQuarterTeu]);
  });
});
