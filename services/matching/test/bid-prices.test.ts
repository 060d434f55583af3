import { DEFAULT_BID_PRICE_RULES } from '@greenlane/contracts/policy';
import { beforeEach, describe, expect, it } from 'vitest';
import { areBidPricesDue, priceInstance } from '../src/domain/bid-prices.ts';
import { policyAt } from '../src/domain/book.ts';
import { learnForecast } from '../src/domain/forecast.ts';
import { rankingDocument, rankStored } from '../src/domain/ranking-document.ts';
import { minuteOf } from '../src/domain/request-terms.ts';
import { type PriceInstance, solveBidPrices } from '../src/domain/solve-bid-prices.ts';
import type { OfferGate } from '../src/domain/terms.ts';
import { wordingOf } from '../src/domain/wording.ts';
import { DEFAULT_PROFILE, gist, sampleDesignation, sampleOffer, samplePolicy, testMarket } from './samples.ts';

const NOW = 29_000_000;
const VALUE = 8_000_000;
type Class = PriceInstance['classes'][number];

/** Boxes of eight quarters and ten tonnes, one a request, `mean` of them still to come today, fewer each day. */
function expecting(mean: number, options: readonly number[], changes: Partial<Class> = {}): Class {
  return {
    priority: true,
    space: [8, 10_000, 0, 0],
    unitsPerRequest: 1,
    remaining: Array.from({ length: 8 }, (_none, day) => Math.max(0, mean - day)),
    certain: false,
    options: options.map((offer) => ({ offer, value: VALUE })),
    ...changes,
  };
}
const sailing = (offerId: string, boxes: number, gated = true): PriceInstance['offers'][number] => ({
  offerId,
  gated,
  free: [boxes * 8, 1_000_000, 0, 0],
  capacity: [boxes * 8, 1_000_000, 0, 0],
  prices: [0, 0, 0, 0],
});
const instance = (
  offers: PriceInstance['offers'],
  classes: PriceInstance['classes'],
  quantilePercent = 50,
): PriceInstance => ({ minute: NOW, seed: 7, quantilePercent, offers, classes });
const pricePerBox = ([price]: OfferGate['prices']) => (price * 8) / VALUE;

describe('the solver of bid prices', () => {
  it('prices the last free box by the chance that a priority box will want it', () => {
    // P(more than 9 of a Poisson count with mean 10) = 0.54; with 16 free 0.03 want the last.
    const [tight] = solveBidPrices(instance([sailing('tight', 10)], [expecting(10, [0])]), 400);
    expect(pricePerBox(tight!.prices)).toBeGreaterThan(0.4);
    expect(pricePerBox(tight!.prices)).toBeLessThan(0.68);
    const [roomy] = solveBidPrices(instance([sailing('roomy', 17)], [expecting(10, [0])]), 400);
    expect(pricePerBox(roomy!.prices)).toBeLessThan(0.12);
  });

  it('asks nothing where nobody is expected', () => {
    expect(solveBidPrices(instance([sailing('quiet', 10)], []))).toEqual([
      { offerId: 'quiet', prices: [0, 0, 0, 0], protection: [{ fromMinute: NOW, quarterTeu: 0 }] },
    ]);
  });

  it('knows that a neighbour could do', () => {
    const alone = solveBidPrices(instance([sailing('a', 10)], [expecting(12, [0])]), 100);
    const beside = solveBidPrices(instance([sailing('a', 10), sailing('b', 30)], [expecting(12, [0, 1])]), 100);
    expect(pricePerBox(beside[0]!.prices)).toBeLessThan(pricePerBox(alone[0]!.prices) / 3);
  });

  it('prices weight where weight is what runs short', () => {
    const heavy = expecting(12, [0], { space: [8, 100_000, 0, 0] });
    const [gate] = solveBidPrices(instance([sailing('deep', 90)], [heavy]), 100);
    expect(gate!.prices[0]).toBe(0);
    expect(gate!.prices[1] * 100_000).toBeGreaterThan(VALUE / 2);
  });

  it('keeps the quantile of what is still expected, falling day by day', () => {
    const [gate] = solveBidPrices(instance([sailing('a', 60)], [expecting(10, [0])], 80));
    const kept = gate!.protection.map(({ quarterTeu }) => quarterTeu);
    // The mean is 80 quarters; 80 % of seasons stay below the mean and 0.84 deviations of a count of boxes of 8.
    expect(kept[0]).toBeGreaterThan(80);
    expect(kept[0]).toBeLessThan(115);
    expect(kept).toEqual([...kept].sort((a, b) => b - a));
    expect(gate!.protection[1]!.fromMinute).toBe(NOW + 1_440);
  });

  it('sets no price on an ordinary sailing, and gives the same answer again', () => {
    const both = instance([sailing('green', 5), sailing('ordinary', 5, false)], [expecting(12, [0, 1])]);
    const first = solveBidPrices(both);
    expect(first.map(({ offerId }) => offerId)).toEqual(['green']);
    expect(solveBidPrices(both)).toEqual(first);
  });
});

const BID_PRICE = samplePolicy(
  {},
  {
    protection: {
      mode: 'BID_PRICE',
      sharePercent: 35,
      floorSharePercent: 10,
      releaseHoursBeforeCutOff: 72,
      bidPrice: {
        ...DEFAULT_BID_PRICE_RULES,
        learning: { historyDays: 84, minimumDays: 5, minimumPriorityRequests: 4 },
      },
    },
  },
);
let book = testMarket();
let clock = '';
const at = (time: string) => {
  clock = time;
  book.at(time);
};
const minute = () => minuteOf(clock);
const policy = () => policyAt(book.market.book, minute())!;
const equipment = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '9000' });

beforeEach(() => {
  book = testMarket();
  at('2026-11-10T00:00:00Z');
  book.feed(book.policy(BID_PRICE));
  book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
});

const priced = (offerId: string, gate: Omit<OfferGate, 'offerId'>) =>
  book.feed({
    kind: 'bid-prices-solved',
    basis: { kind: 'BOOKING_CURVE', solvedMinute: minute(), historyDays: 20, priorityRequests: 40 },
    gates: [{ offerId, ...gate }],
  });
/** Thousandths of a point a quarter of a TEU. */
const perTeu = (points: number) => points * 250;

describe('a bid price', () => {
  it('turns standard cargo to an ordinary sailing that can take it', () => {
    book.feed(book.offer());
    book.feed(book.offer({ offerId: 'ordinary', emissionProfile: DEFAULT_PROFILE }));
    priced('offer-1', { prices: [perTeu(500), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    expect(gist(book.feed(book.request({ equipment: equipment(10) }))).allocations).toEqual([
      'request-1 held 10 on ordinary: MATCHED',
    ]);
  });

  it('is covered by cargo that would otherwise stay, and by priority cargo always', () => {
    book.feed(book.offer());
    priced('offer-1', { prices: [perTeu(500), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    expect(gist(book.feed(book.request({ equipment: equipment(10) }))).allocations).toEqual([
      'request-1 held 10 on offer-1: MATCHED',
    ]);
    priced('offer-1', { prices: [perTeu(9_000), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    expect(gist(book.feed(book.request({ requestId: 'late', equipment: equipment(10) }))).allocations).toEqual([]);
    const urgent = { requestId: 'priority', exporterId: 'exporter-p', equipment: equipment(10) };
    expect(gist(book.feed(book.request(urgent))).allocations).toEqual(['priority held 10 on offer-1: MATCHED']);
  });

  it('falls, and whoever waited is matched within the same event', () => {
    book.feed(book.offer());
    priced('offer-1', { prices: [perTeu(9_000), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    book.feed(book.request({ equipment: equipment(10) }));
    const cheaper = priced('offer-1', {
      prices: [perTeu(100), 0, 0, 0],
      protection: [{ fromMinute: minute(), quarterTeu: 0 }],
    });
    expect(gist(cheaper).allocations).toEqual(['request-1 held 10 on offer-1: MATCHED']);
  });

  it('ends with the release, three days before the cut-off', () => {
    book.feed(book.offer());
    priced('offer-1', { prices: [perTeu(9_000), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 400 }] });
    book.feed(book.request({ equipment: equipment(10) }));
    at('2026-11-29T10:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual(['request-1 held 10 on offer-1: MATCHED']);
  });
});

describe('protection by the booking curve', () => {
  it('falls by its own steps, each of them an event', () => {
    book.feed(book.offer());
    const day = 1_440;
    priced('offer-1', {
      prices: [0, 0, 0, 0],
      protection: [
        { fromMinute: minute(), quarterTeu: 360 },
        { fromMinute: minute() + day, quarterTeu: 200 },
      ],
    });
    expect(gist(book.feed(book.request({ equipment: equipment(10) }))).allocations).toEqual([]);
    at('2026-11-10T23:59:00Z');
    expect(book.feed({ kind: 'tick' }).changed).toBe(false);
    at('2026-11-11T00:00:00Z');
    expect(gist(book.feed({ kind: 'tick' })).allocations).toEqual(['request-1 held 10 on offer-1: MATCHED']);
  });

  it('never falls below the floor', () => {
    book.feed(book.offer());
    priced('offer-1', { prices: [0, 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    expect(gist(book.feed(book.request({ equipment: equipment(46) }))).allocations).toEqual([]);
    expect(gist(book.feed(book.request({ requestId: 'fits', equipment: equipment(45) }))).allocations).toEqual([
      'fits held 45 on offer-1: MATCHED',
    ]);
  });

  it('is told apart from a full ship and from a price that is too high', () => {
    const small = { ...sampleOffer().capacity, teu: 16 };
    book.feed(book.offer({ offerId: 'full', capacity: small }));
    book.feed(book.offer({ offerId: 'kept' }));
    book.feed(book.offer({ offerId: 'dear' }));
    book.feed(book.offer({ offerId: 'ordinary', emissionProfile: DEFAULT_PROFILE }));
    priced('full', { prices: [0, 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    priced('kept', { prices: [0, 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 360 }] });
    priced('dear', { prices: [perTeu(700), 0, 0, 0], protection: [{ fromMinute: minute(), quarterTeu: 0 }] });
    book.feed(book.request({ allocationMode: 'MANUAL', equipment: equipment(10) }));
    const ranking = rankingDocument(book.market, rankStored(book.market, 'request-1', minute())!, wordingOf('en'));
    expect(ranking.candidates.map(({ offerId }) => offerId)).toEqual(['ordinary']);
    expect(ranking.refused.map(({ offerId, reasons }) => [offerId, ...reasons.map(({ code }) => code)])).toEqual([
      ['dear', 'DISPLACES_EXPECTED_PRIORITY'],
      ['full', 'FULL'],
      ['kept', 'PROTECTED'],
    ]);
  });
});

describe('learning the booking curve', () => {
  const history = (requests: number) => {
    for (let number = 0; number < requests; number += 1) {
      at(`2026-11-${10 + number}T00:00:00Z`);
      book.feed(
        book.request({
          requestId: `priority-${number}`,
          exporterId: 'exporter-p',
          equipment: equipment(4),
          cargoReadyDateTime: `2026-11-${13 + number}T00:00:00Z`,
        }),
      );
      book.feed(book.request({ requestId: `standard-${number}` }));
    }
  };

  it('rests on the fixed share until there is enough of it', () => {
    history(3);
    expect(learnForecast(book.market.book, minute(), policy())).toEqual({
      kind: 'FIXED_SHARE',
      historyDays: 2,
      priorityRequests: 3,
    });
  });

  it('says how much comes a day, how far ahead, and for which ports', () => {
    history(7);
    const forecast = learnForecast(book.market.book, minute(), policy());
    if (forecast.kind !== 'BOOKING_CURVE') throw new Error('there is enough history');
    const profile = forecast.profiles.find(({ priority }) => priority)!;
    expect([forecast.historyDays, forecast.priorityRequests]).toEqual([6, 7]);
    expect(profile.loadPorts.map(({ port }) => port)).toEqual(['CNSGH']);
    expect(profile.dischargePorts).toEqual(['NLRTM']);
    expect([profile.unitsPerDay, profile.unitsPerRequest]).toEqual([28 / 6, 4]);
    // Ready three days after the booking, and 310 km by road at 500 a day: at the gate on the fourth day.
    expect(profile.bookedDaysAhead.map((share) => Math.round(share * 100) / 100)).toEqual([0, 0, 0, 1]);
  });

  it('prices the sailings of the book, and is due by time, by change and for a new low-emission sailing', () => {
    history(7);
    const now = minute();
    const due = (after: number, changes = 0) =>
      areBidPricesDue(book.market.book, policy(), { minute: now + after, changes });
    expect(due(0)).toBe(true);
    // Cargo for the other end of the forecast: a small sailing that expected priority demand fills.
    book.feed(
      book.offer({ offerId: 'small', capacity: { ...sampleOffer().capacity, teu: 120, weightTonnes: '1400' } }),
    );
    const forecast = learnForecast(book.market.book, now, policy());
    if (forecast.kind !== 'BOOKING_CURVE') throw new Error('there is enough history');
    const gates = solveBidPrices(
      priceInstance(book.market.book, forecast.profiles, { minute: now, policy: policy(), seed: 1 }),
    );
    expect(gates.map(({ offerId }) => offerId)).toEqual(['small']);
    expect(gates[0]!.protection[0]!.quarterTeu).toBeGreaterThan(0);
    priced('small', gates[0]!);
    expect([due(0), due(1_439), due(1_440), due(0, 499), due(0, 500)]).toEqual([false, false, true, false, true]);
    book.feed(book.offer({ offerId: 'new' }));
    expect(due(0)).toBe(true);
  });
});
