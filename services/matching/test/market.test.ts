import { Allocation } from '@greenlane/contracts/allocation';
import { beforeEach, describe, expect, it } from 'vitest';
import { allocationOf } from '../src/domain/book.ts';
import { assertBook } from '../src/domain/book-invariants.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import { applyInput } from '../src/domain/market.ts';
import { importMarket, marketText, replay, snapshotOf } from '../src/domain/market-snapshot.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { minuteOf } from '../src/domain/request-terms.ts';
import { DEFAULT_PROFILE, gist, sampleDesignation, sampleOffer, samplePolicy, testMarket } from './samples.ts';

let book = testMarket();
const equipmentOf = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '18000' });

beforeEach(() => {
  book = testMarket();
  book.feed(book.policy());
});

const idOf = (outcome: ReturnType<typeof book.feed>) => outcome.allocations[0]!.payload.allocationId;

describe('matching one request', () => {
  it('holds the space of the offer with the least CO2e and says so as a whole allocation', () => {
    book.feed(book.offer({ offerId: 'ordinary', emissionProfile: DEFAULT_PROFILE }));
    book.feed(book.offer({ offerId: 'green' }));
    const outcome = book.feed(book.request());
    expect(gist(outcome)).toEqual({
      allocations: ['request-1 held 10 on green: MATCHED'],
      decided: ['request-1 ALLOCATED 10'],
    });
    const { payload } = outcome.allocations[0]!;
    expect(Allocation.parse(payload)).toEqual(payload);
    expect(payload.space).toEqual({
      quarterTeu: 80,
      weightKg: 219_000,
      dangerousGoodsQuarterTeu: 0,
      reeferPlugs: 0,
    });
    expect(payload.holdExpiresAt).toBe('2026-11-21T00:00:00.000Z');
    assertBook(book.market.book);
  });

  it('waits without an offer and is matched as soon as one is published', () => {
    expect(gist(book.feed(book.request()))).toEqual({ allocations: [], decided: ['request-1 WAITING 0'] });
    expect(gist(book.feed(book.offer()))).toEqual({
      allocations: ['request-1 held 10 on offer-1: MATCHED'],
      decided: ['request-1 ALLOCATED 10'],
    });
  });

  it('is taken only whole unless it may be split', () => {
    book.feed(book.offer({ capacity: { ...sampleOffer().capacity, teu: 16 }, emissionProfile: DEFAULT_PROFILE }));
    expect(gist(book.feed(book.request())).allocations).toEqual([]);
    expect(gist(book.feed(book.request({ requestId: 'split', splitAllowed: true }))).allocations).toEqual([
      'split held 8 on offer-1: MATCHED',
    ]);
  });

  it('holds inputs back until a policy is in force', () => {
    const early = testMarket();
    early.feed(early.offer());
    expect(gist(early.feed(early.request()))).toEqual({ allocations: [], decided: [] });
    expect(gist(early.feed(early.policy())).allocations).toEqual(['request-1 held 10 on offer-1: MATCHED']);
  });
});

describe('holds', () => {
  it('are confirmed by the carrier, once', () => {
    book.feed(book.offer());
    const allocationId = idOf(book.feed(book.request()));
    expect(gist(book.feed({ kind: 'allocation-confirmed', allocationId }))).toEqual({
      allocations: ['request-1 confirmed 10 on offer-1: CARRIER_CONFIRMED'],
      decided: ['request-1 CONFIRMED 10'],
    });
    expect(book.feed({ kind: 'allocation-confirmed', allocationId }).refusal).toEqual({
      code: 'WRONG_STATUS',
      message: 'the allocation is confirmed; this needs held',
    });
  });

  it('lapse at their deadline and the cargo goes elsewhere', () => {
    book.feed(book.offer());
    book.feed(book.offer({ offerId: 'second', emissionProfile: DEFAULT_PROFILE }));
    book.feed(book.request());
    book.at('2026-11-20T23:59:00Z');
    expect(book.feed({ kind: 'tick' }).changed).toBe(false);
    book.at('2026-11-21T00:00:00Z');
    expect(gist(book.feed({ kind: 'tick' }))).toEqual({
      allocations: ['request-1 expired 10 on offer-1: HOLD_EXPIRED', 'request-1 held 10 on second: MATCHED'],
      decided: ['request-1 ALLOCATED 10'],
    });
  });

  it('need no carrier where the offer confirms by itself', () => {
    book.feed(book.offer({ confirmation: 'AUTO' }));
    expect(gist(book.feed(book.request()))).toEqual({
      allocations: [
        'request-1 held 10 on offer-1: MATCHED',
        'request-1 confirmed 10 on offer-1: CONFIRMED_AUTOMATICALLY',
      ],
      decided: ['request-1 CONFIRMED 10'],
    });
  });

  it('declined by the carrier or cancelled by the exporter are not placed there again', () => {
    book.feed(book.offer());
    const allocationId = idOf(book.feed(book.request()));
    expect(gist(book.feed({ kind: 'allocation-declined', allocationId }))).toEqual({
      allocations: ['request-1 declined 10 on offer-1: CARRIER_DECLINED'],
      decided: ['request-1 WAITING 0'],
    });
    const next = book.feed({ kind: 'offer-amended', offer: sampleOffer({ version: 2 }) });
    expect(gist(next).allocations).toEqual(['request-1 held 10 on offer-1: MATCHED']);
    expect(gist(book.feed({ kind: 'allocation-cancelled', allocationId: idOf(next) })).allocations).toEqual([
      'request-1 cancelled 10 on offer-1: EXPORTER_CANCELLED',
    ]);
  });
});

describe('protection of low-emission space', () => {
  const half = { ...sampleOffer().capacity, teu: 40 };
  const priority = { exporterId: 'exporter-p', submittedBy: 'exporter-p' };

  beforeEach(() => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer({ capacity: half, confirmation: 'AUTO' }));
  });

  it('keeps the policy share for priority units, and gives it to them', () => {
    book.feed(book.request({ requestId: 'standard-1' }));
    // 40 TEU, 35 % kept: 14; 20 are taken, so 6 are open.
    expect(gist(book.feed(book.request({ requestId: 'standard-2', equipment: equipmentOf(4) }))).allocations).toEqual(
      [],
    );
    expect(
      gist(book.feed(book.request({ requestId: 'priority', ...priority, equipment: equipmentOf(7) }))).allocations,
    ).toEqual(['priority held 7 on offer-1: MATCHED', 'priority confirmed 7 on offer-1: CONFIRMED_AUTOMATICALLY']);
    assertBook(book.market.book);
  });

  it('ends before the cut-off, and waiting standard cargo that fits is matched within the tick', () => {
    book.feed(book.request({ requestId: 'standard-1' }));
    book.feed(book.request({ requestId: 'standard-2' }));
    book.at('2026-11-29T09:59:00Z');
    book.feed({ kind: 'tick' });
    book.at('2026-11-29T10:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual([
      'standard-2 held 10 on offer-1: MATCHED',
      'standard-2 confirmed 10 on offer-1: CONFIRMED_AUTOMATICALLY',
    ]);
  });

  it('does not hold on an ordinary sailing', () => {
    book.feed(book.offer({ offerId: 'ordinary', capacity: half, emissionProfile: DEFAULT_PROFILE }));
    expect(gist(book.feed(book.request({ equipment: equipmentOf(20) }))).allocations).toEqual([
      'request-1 held 20 on ordinary: MATCHED',
    ]);
  });
});

describe('the waiting list', () => {
  it('is served priority first, then in journal order', () => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.request({ requestId: 'first', equipment: equipmentOf(20) }));
    book.feed(book.request({ requestId: 'second', equipment: equipmentOf(20) }));
    book.feed(book.request({ requestId: 'priority', exporterId: 'exporter-p', equipment: equipmentOf(20) }));
    const outcome = book.feed(
      book.offer({ capacity: { ...sampleOffer().capacity, teu: 80 }, emissionProfile: DEFAULT_PROFILE }),
    );
    expect(gist(outcome).allocations).toEqual([
      'priority held 20 on offer-1: MATCHED',
      'first held 20 on offer-1: MATCHED',
    ]);
  });

  it('lets standard cargo that waited too long stand with priority', () => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.request({ requestId: 'patient', equipment: equipmentOf(20) }));
    book.at('2026-11-30T00:01:00Z');
    book.feed(book.request({ requestId: 'priority', exporterId: 'exporter-p', equipment: equipmentOf(20) }));
    const outcome = book.feed(
      book.offer({ capacity: { ...sampleOffer().capacity, teu: 40 }, emissionProfile: DEFAULT_PROFILE }),
    );
    expect(gist(outcome).allocations).toEqual(['patient held 20 on offer-1: MATCHED']);
  });

  it('ends when no sailing can be in time any more', () => {
    book.feed(book.request({ latestArrivalDateTime: '2026-12-20T00:00:00Z' }));
    book.at('2026-12-20T00:00:00Z');
    expect(gist(book.feed({ kind: 'tick' }))).toEqual({ allocations: [], decided: ['request-1 EXPIRED 0'] });
  });
});

describe('re-matching', () => {
  beforeEach(() => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer({ confirmation: 'AUTO' }));
    for (const requestId of ['standard-1', 'standard-2']) book.feed(book.request({ requestId }));
    book.feed(book.request({ requestId: 'priority', exporterId: 'exporter-p' }));
  });

  it('on a cut rolls standard cargo first, the latest first, and matches it again in the same event', () => {
    book.feed(book.offer({ offerId: 'other', emissionProfile: DEFAULT_PROFILE }));
    const cut = sampleOffer({
      version: 2,
      confirmation: 'AUTO',
      capacity: { ...sampleOffer().capacity, teu: 40 },
    });
    const outcome = book.feed({ kind: 'offer-amended', offer: cut });
    expect(gist(outcome).allocations).toEqual([
      'standard-2 rolled 10 on offer-1: CAPACITY_CUT',
      'standard-2 held 10 on other: MATCHED',
    ]);
    expect(outcome.allocations[1]!.payload.replaces).toBe(outcome.allocations[0]!.payload.allocationId);
    assertBook(book.market.book);
  });

  it('on a withdrawal rolls everyone, standard first', () => {
    expect(
      gist(book.feed({ kind: 'offer-withdrawn', offerId: 'offer-1', version: 2, reason: 'no ship' })).allocations,
    ).toEqual([
      'standard-2 rolled 10 on offer-1: OFFER_WITHDRAWN',
      'standard-1 rolled 10 on offer-1: OFFER_WITHDRAWN',
      'priority rolled 10 on offer-1: OFFER_WITHDRAWN',
    ]);
  });

  it('on an omitted call rolls the cargo that needed it', () => {
    const { portCalls } = sampleOffer();
    const omitted = portCalls.map((call) =>
      call.UNLocationCode === 'NLRTM' ? { ...call, statusCode: 'OMIT' as const } : call,
    );
    const outcome = book.feed({
      kind: 'offer-amended',
      offer: sampleOffer({ version: 2, confirmation: 'AUTO', portCalls: omitted }),
    });
    expect(new Set(outcome.allocations.map(({ payload }) => payload.cause))).toEqual(new Set(['CALL_REMOVED']));
    assertBook(book.market.book);
  });

  it('on a new schedule keeps what still fits and tells everyone the new times', () => {
    const portCalls = sampleOffer().portCalls.map((call) =>
      call.UNLocationCode === 'NLRTM' ? { ...call, arrivalDateTime: '2027-01-10T04:00:00+01:00' } : call,
    );
    const outcome = book.feed({
      kind: 'offer-amended',
      offer: sampleOffer({ version: 2, confirmation: 'AUTO', portCalls }),
    });
    expect(outcome.allocations.map(({ payload }) => [payload.status, payload.cause, payload.arrivalDateTime])).toEqual(
      Array(3).fill(['confirmed', 'SCHEDULE_UPDATED', '2027-01-10T04:00:00+01:00']),
    );
  });

  it('never cuts away what is on board', () => {
    const allocationId = [...book.market.numbers.keys()][0]!;
    for (let box = 0; box < 10; box += 1) {
      book.feed({
        kind: 'container-moved',
        allocationId,
        move: 'LOAD',
        port: 'CNSGH',
        equipmentReference: `BOX${box}`,
        retracted: false,
      });
    }
    const capacity = { ...sampleOffer().capacity, teu: 8 };
    const outcome = book.feed({
      kind: 'offer-amended',
      offer: sampleOffer({ version: 2, confirmation: 'AUTO', capacity }),
    });
    expect(gist(outcome).allocations).toEqual([
      'standard-2 rolled 10 on offer-1: CAPACITY_CUT',
      'priority rolled 10 on offer-1: CAPACITY_CUT',
    ]);
    expect(book.market.book.offers.get('offer-1')?.capacity[0]).toBe(80);
    assertBook(book.market.book);
  });
});

describe('a plan carried out', () => {
  it('gives up only the hold that it moves, where it keeps another of the same request at the same place', () => {
    const slots = (version: number, teu: number) =>
      sampleOffer({
        version,
        capacity: { ...sampleOffer().capacity, teu },
        emissionProfile: DEFAULT_PROFILE,
      });
    book.feed({ kind: 'offer-published', offer: slots(1, 16) });
    book.feed(book.request({ splitAllowed: true }));
    expect(gist(book.feed({ kind: 'offer-amended', offer: slots(2, 20) })).allocations).toEqual([
      'request-1 held 2 on offer-1: MATCHED',
    ]);
    const held = book.market.book.requests
      .get('request-1')!
      .allocations.map((number) => allocationOf(book.market.book, number));
    expect(held.map(({ units }) => units)).toEqual([8, 2]);
    book.feed(book.offer({ offerId: 'other', emissionProfile: DEFAULT_PROFILE }));
    const { loadCall, dischargeCall } = held[0]!;
    const outcome = book.feed({
      kind: 'plan-committed',
      planId: 'plan-1',
      requests: [
        {
          requestId: 'request-1',
          version: book.market.book.requests.get('request-1')!.terms.version,
          movable: held.map(({ number }) => number),
          places: [
            { offerId: 'offer-1', offerVersion: 2, loadCall, dischargeCall, units: 8 },
            { offerId: 'other', offerVersion: 1, loadCall, dischargeCall, units: 2 },
          ],
        },
      ],
    });
    expect(gist(outcome).allocations).toEqual([
      'request-1 rolled 2 on offer-1: PLAN_MOVED',
      'request-1 held 2 on other: PLANNED',
    ]);
    assertBook(book.market.book);
  });
});

describe('cargo sold as rollable', () => {
  it('gives way to a priority request that fits nowhere; firm standard does not', () => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer({ capacity: { ...sampleOffer().capacity, teu: 40 }, emissionProfile: DEFAULT_PROFILE }));
    book.feed(book.request({ requestId: 'firm' }));
    book.feed(book.request({ requestId: 'rollable', rollable: true }));
    const priority = { exporterId: 'exporter-p' };
    expect(gist(book.feed(book.request({ requestId: 'priority-1', ...priority }))).allocations).toEqual([
      'rollable rolled 10 on offer-1: ROLLED_FOR_PRIORITY',
      'priority-1 held 10 on offer-1: MATCHED',
    ]);
    expect(gist(book.feed(book.request({ requestId: 'priority-2', ...priority }))).allocations).toEqual([]);
  });

  it('leaves what the priority request does not need to whoever waits for it', () => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer({ capacity: { ...sampleOffer().capacity, teu: 40 }, emissionProfile: DEFAULT_PROFILE }));
    const boxes = (units: number) => ({
      equipment: { ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '9000' },
    });
    book.feed(book.request({ requestId: 'rollable', rollable: true, ...boxes(15) }));
    book.feed(book.request({ requestId: 'waiting', ...boxes(6) }));
    const priority = book.request({ requestId: 'priority', exporterId: 'exporter-p', ...boxes(10) });
    expect(gist(book.feed(priority)).allocations).toEqual([
      'rollable rolled 15 on offer-1: ROLLED_FOR_PRIORITY',
      'priority held 10 on offer-1: MATCHED',
      'waiting held 6 on offer-1: MATCHED',
    ]);
  });
});

describe('boxes', () => {
  it('make an allocation loaded and completed when all of them are', () => {
    book.feed(book.offer());
    const allocationId = idOf(book.feed(book.request({ equipment: equipmentOf(2) })));
    const move = (move: 'LOAD' | 'DISC', equipmentReference: string) =>
      gist(
        book.feed({
          kind: 'container-moved',
          allocationId,
          move,
          port: move === 'LOAD' ? 'CNSGH' : 'NLRTM',
          equipmentReference,
          retracted: false,
        }),
      );
    expect(move('LOAD', 'A')).toEqual({ allocations: [], decided: [] });
    expect(move('LOAD', 'B')).toEqual({
      allocations: ['request-1 loaded 2 on offer-1: ALL_CONTAINERS_LOADED'],
      decided: ['request-1 SHIPPED 2'],
    });
    move('DISC', 'B');
    expect(move('DISC', 'A')).toEqual({
      allocations: ['request-1 completed 2 on offer-1: ALL_CONTAINERS_DISCHARGED'],
      decided: ['request-1 COMPLETED 2'],
    });
  });
});

describe('manual allocation', () => {
  it('takes the offer and units that the exporter names, and names what forbids it', () => {
    book.feed(book.offer());
    book.feed(book.request({ allocationMode: 'MANUAL', splitAllowed: true }));
    expect(gist(book.feed({ kind: 'units-chosen', requestId: 'request-1', offerId: 'offer-1', units: 4 }))).toEqual({
      allocations: ['request-1 held 4 on offer-1: EXPORTER_CHOSE'],
      decided: ['request-1 PARTIALLY_ALLOCATED 4'],
    });
    book.feed(book.offer({ offerId: 'reefers-only', acceptedEquipment: ['45R1'] }));
    expect(
      book.feed({ kind: 'units-chosen', requestId: 'request-1', offerId: 'reefers-only', units: 4 }).refusal,
    ).toEqual({
      code: 'NOT_FEASIBLE',
      message: 'the offer cannot take these units',
      reasons: ['EQUIPMENT_NOT_ACCEPTED'],
    });
  });
});

describe('the journal', () => {
  it('gives the same market again, whole or from a snapshot and its tail', () => {
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer());
    book.feed(book.request());
    book.feed(book.request({ requestId: 'priority', exporterId: 'exporter-p' }));
    const snapshot = JSON.parse(marketText(book.market));
    const before = book.journal.length;
    book.feed({
      kind: 'offer-amended',
      offer: sampleOffer({ version: 2, capacity: { ...sampleOffer().capacity, teu: 30 } }),
    });
    book.at('2026-11-22T00:00:00Z');
    book.feed({ kind: 'tick' });
    book.feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'sold out' });
    const replayed = replay('CHINA', 'book-1', book.journal, naiveRanking);
    const resumed = importMarket(snapshot, naiveRanking);
    for (const entry of book.journal.slice(before)) expect(applyInput(resumed, entry).changed).toBe(true);
    const hash = bookHash(book.market.book);
    expect([bookHash(replayed.book), bookHash(resumed.book)]).toEqual([hash, hash]);
  });

  it('writes a snapshot of the moment that it was taken in, whatever the market becomes meanwhile', () => {
    const { protection } = samplePolicy().rules;
    book.feed(book.policy(samplePolicy({ version: '2026-2' }, { protection: { ...protection, mode: 'BID_PRICE' } })));
    book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
    book.feed(book.offer());
    book.feed(book.offer({ offerId: 'other' }));
    book.feed(book.request());
    const [taken, text] = [snapshotOf(book.market), marketText(book.market)];
    book.feed(book.policy(samplePolicy({ version: '2026-3' })));
    book.feed({ kind: 'designation-changed', designation: sampleDesignation({ status: 'revoked' }) });
    book.feed({
      kind: 'offer-amended',
      offer: sampleOffer({ version: 2, capacity: { ...sampleOffer().capacity, teu: 30 } }),
    });
    book.feed(book.request({ requestId: 'priority', exporterId: 'exporter-p' }));
    book.feed({ kind: 'request-cancelled', requestId: 'request-1', version: 2, reason: 'sold out' });
    book.feed({ kind: 'offer-withdrawn', offerId: 'other', version: 2, reason: 'sold' });
    book.at('2026-11-22T00:00:00Z');
    book.feed({ kind: 'tick' });
    expect(marketText(book.market)).not.toBe(text);
    expect([...taken.pieces()].join('')).toBe(text);
  });

  it('resumes with what its protection rests on: every ranking after a restart says it', () => {
    const resumed = () => importMarket(JSON.parse(marketText(book.market)), naiveRanking).book.protectionBasis;
    expect(resumed()).toEqual({ kind: 'FIXED_SHARE', solvedMinute: null, historyDays: 0, priorityRequests: 0 });
    const { protection } = samplePolicy().rules;
    book.feed(book.policy(samplePolicy({ version: '2026-2' }, { protection: { ...protection, mode: 'BID_PRICE' } })));
    const solvedMinute = minuteOf('2026-11-20T00:00:00Z');
    const basis = { kind: 'BOOKING_CURVE', solvedMinute, historyDays: 42, priorityRequests: 117 } as const;
    book.feed({ kind: 'bid-prices-solved', basis, gates: [] });
    expect(resumed()).toEqual(basis);
  });

  it('reads offers without a declared route anew when the default route changes', () => {
    const { route: _declared, ...undeclared } = sampleOffer();
    book.feed({ kind: 'offer-published', offer: undeclared });
    const before = book.market.book.offers.get('offer-1')!.terms.lanes[0]!.seaGrams[2]!;
    const policy = samplePolicy(
      { version: '2026-2', effectiveFrom: '2026-11-21T00:00:00Z' },
      { routes: { eastWestDefault: 'SUEZ' } },
    );
    book.feed(book.policy(policy));
    expect(book.market.book.offers.get('offer-1')!.terms.lanes[0]!.seaGrams[2]).toBe(before);
    book.at('2026-11-21T00:00:00Z');
    book.feed({ kind: 'tick' });
    expect(book.market.book.offers.get('offer-1')!.terms.lanes[0]!.seaGrams[2]).toBeLessThan(before * 0.8);
    const replayed = replay('CHINA', 'book-1', book.journal, naiveRanking);
    expect(bookHash(replayed.book)).toBe(bookHash(book.market.book));
  });
});
