import { beforeEach, describe, expect, it } from 'vitest';
import { offerUse } from '../src/domain/offer-use.ts';
import { outlook } from '../src/domain/outlook.ts';
import { rankingDocument, rankStored } from '../src/domain/ranking-document.ts';
import { rankingPolicyDocument } from '../src/domain/ranking-policy.ts';
import { minuteOf } from '../src/domain/request-terms.ts';
import { DEFAULT_PROFILE, sampleDesignation, sampleOffer, samplePolicy, testMarket } from './samples.ts';

/** The words that clerks read, whole: a change of them is seen here before a user sees it. */
const NOW = '2026-11-20T00:00:00Z';
const minute = minuteOf(NOW);
let book = testMarket();
const costs = { costEstimates: { euAllowanceEurPerTonne: '75' } };
const equipment = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '18000' });
const rates = (amount: string) => [{ ISOEquipmentCode: '45G1' as const, amount, currencyCode: 'USD' }];
/** The sample sailing some days later, under a reference of its own. */
const later = (offerId: string, days: number, changes = {}) => {
  const moved = (time: string | undefined) =>
    time === undefined ? {} : { time: new Date(Date.parse(time) + days * 86_400_000).toISOString() };
  const portCalls = sampleOffer().portCalls.map((call) => {
    const { time: arrivalDateTime } = moved(call.arrivalDateTime);
    const { time: departureDateTime } = moved(call.departureDateTime);
    return {
      ...call,
      ...(arrivalDateTime === undefined ? {} : { arrivalDateTime }),
      ...(departureDateTime === undefined ? {} : { departureDateTime }),
      ...(call.cutOffs === undefined
        ? {}
        : {
            cutOffs: call.cutOffs.map((cutOff) => ({ ...cutOff, cutOffDateTime: moved(cutOff.cutOffDateTime).time! })),
          }),
    };
  });
  return book.offer({ offerId, carrierOfferReference: offerId, portCalls, ...changes });
};
const ask = (changes = {}) => {
  book.feed(book.request({ allocationMode: 'MANUAL', ...changes }));
  return rankingDocument(book.market, rankStored(book.market, 'request-1', minute)!);
};

beforeEach(() => {
  book = testMarket();
  book.feed(book.policy(samplePolicy({}, costs)));
  book.feed({ kind: 'designation-changed', designation: sampleDesignation() });
});

describe('a ranking in words', () => {
  it('says why each candidate stands where it does, and what it costs beside its carbon', () => {
    book.feed(book.offer({ offerId: 'green', carrierOfferReference: 'AEU3-054W' }));
    book.feed(later('AEU3-055W', 2));
    book.feed(later('AEU1-011W', 2, { rates: rates('2270.00') }));
    book.feed(book.offer({ offerId: 'plain', carrierOfferReference: 'NE2-060W', emissionProfile: DEFAULT_PROFILE }));
    const { candidates, protection } = ask({ exporterId: 'exporter-p' });
    expect(candidates.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "Same CO2e as AEU3-055W; arrives 2 days earlier.",
        "Same CO2e and arrival as AEU1-011W; 120.00 USD cheaper a container.",
        "Ranks above NE2-060W by 169 kg CO2e per TEU.",
        "The last of the sailings that could take this cargo.",
      ]
    `);
    expect(candidates.map(({ cost }) => cost.message)).toMatchInlineSnapshot(`
      [
        "Freight 21500.00 USD. About 464.75 EUR of EU allowances (6197 kg). About 121.65 EUR of FuelEU penalty. Subsidy of up to 100.00 CNY, indicative only.",
        "Freight 21500.00 USD. About 464.75 EUR of EU allowances (6197 kg). About 121.65 EUR of FuelEU penalty. Subsidy of up to 100.00 CNY, indicative only.",
        "Freight 22700.00 USD. About 464.75 EUR of EU allowances (6197 kg). About 121.65 EUR of FuelEU penalty. Subsidy of up to 100.00 CNY, indicative only.",
        "Freight 21500.00 USD. About 570.87 EUR of EU allowances (7612 kg). About 149.42 EUR of FuelEU penalty. Subsidy of up to 100.00 CNY, indicative only.",
      ]
    `);
    expect(candidates[0]?.cost).toMatchInlineSnapshot(`
      {
        "euEts": {
          "allocationRule": "CONTAINER_BEARS_ITS_OWN_SEA_LEG_TANK_TO_WAKE",
          "allowancesKg": "6196.705",
          "amount": {
            "amount": "464.75",
            "currencyCode": "EUR",
          },
        },
        "freight": {
          "amount": "21500",
          "currencyCode": "USD",
        },
        "fuelEu": {
          "allocationRule": "CONTAINER_BEARS_THE_DEFICIT_OF_ITS_OWN_SEA_LEG_ENERGY",
          "amount": {
            "amount": "121.65",
            "currencyCode": "EUR",
          },
          "position": "DEFICIT",
        },
        "indicativeSubsidy": {
          "amount": "100",
          "currencyCode": "CNY",
        },
        "message": "Freight 21500.00 USD. About 464.75 EUR of EU allowances (6197 kg). About 121.65 EUR of FuelEU penalty. Subsidy of up to 100.00 CNY, indicative only.",
      }
    `);
    expect(protection.message).toMatchInlineSnapshot(
      `"35 % of each low-emission sailing is kept for priority units, as the policy says."`,
    );
  });

  it('says what one change would bring', () => {
    book.feed(book.offer({ offerId: 'now', carrierOfferReference: 'NE2-060W', emissionProfile: DEFAULT_PROFILE }));
    book.feed(later('AEU3-056W', 14, { rates: rates('2900.00') }));
    const { counterfactuals } = ask({ latestArrivalDateTime: '2027-01-16T00:00:00+01:00' });
    const capped = ask({
      version: 2,
      latestArrivalDateTime: '2027-02-16T00:00:00+01:00',
      constraints: { maxRate: { amount: '2600.00', currencyCode: 'USD' } },
    });
    expect([...counterfactuals, ...capped.counterfactuals].map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "5 days later arrival would give 13 % less CO2e (AEU3-056W, 1088 kg per TEU, arriving 2027-01-19).",
        "A rate of 2900.00 USD instead of 2600.00 USD would give 13 % less CO2e (AEU3-056W, 1088 kg per TEU, arriving 2027-01-19).",
      ]
    `);
  });

  it('says the least that would have to give when nothing fits', () => {
    book.feed(book.offer());
    const relaxations = [
      { latestArrivalDateTime: '2027-01-03T00:00:00+01:00' },
      { cargoReadyDateTime: '2026-12-03T08:00:00+08:00' },
      { constraints: { maxCo2eKgPerTeu: '700' } },
      { constraints: { maxRate: { amount: '2000.00', currencyCode: 'USD' } } },
      { equipment: equipment(49) },
      { equipment: equipment(34) },
    ].map((changes, at) => ask({ version: at + 1, ...changes }).relaxation?.message);
    expect(relaxations).toMatchInlineSnapshot(`
      [
        "If the cargo might arrive 3 days later, AEU3-054W could take it with 1088 kg CO2e per TEU.",
        "If the cargo were at the gate of CNSGH 2 days earlier, AEU3-054W could take it with 1088 kg CO2e per TEU.",
        "If 1089 kg CO2e per TEU were allowed, AEU3-054W could take it.",
        "If a rate of 2150.00 USD were allowed, AEU3-054W could take it with 1088 kg CO2e per TEU.",
        "From 2026-11-29 10:00 UTC, if the space is still free, AEU3-054W could take it with 1088 kg CO2e per TEU.",
        "From 2026-11-29 10:00 UTC, if the space is still free, AEU3-054W could take it with 1088 kg CO2e per TEU.",
      ]
    `);
  });

  it('says why an offer was refused, with the limit that was missed', () => {
    book.feed(book.offer({ offerId: 'refused' }));
    const messages = [
      { destination: { dischargePorts: ['USLAX'] } },
      { latestArrivalDateTime: '2027-01-03T00:00:00+01:00' },
      { constraints: { maxCo2eKgPerTeu: '700' } },
      { constraints: { maxRate: { amount: '2000.00', currencyCode: 'EUR' } } },
      { equipment: equipment(34) },
      { equipment: equipment(60) },
    ].flatMap((changes, at) => ask({ version: at + 1, ...changes }).refused[0]!.reasons.map(({ message }) => message));
    expect(messages).toMatchInlineSnapshot(`
      [
        "The sailing discharges at none of the request's ports (USLAX).",
        "The ship reaches NLRTM at 2027-01-05 03:00 UTC, after the latest arrival 2027-01-02 23:00 UTC.",
        "Door to port it emits 1088 kg CO2e per TEU; the request allows 700 kg.",
        "The rate is in USD, the cap in EUR.",
        "The space left is kept for priority units until 2026-11-29 10:00 UTC (35 TEU of this low-emission sailing).",
        "The slot space between CNSGH and NLRTM has 100 TEU left; 120 TEU are needed.",
        "The weight allowance between CNSGH and NLRTM has 1200000 kg left; 1314000 kg are needed.",
      ]
    `);
  });
});

describe('protection in words', () => {
  it('says what the space is worth, what the request brings, and what the figures rest on', () => {
    const { protection } = samplePolicy().rules;
    const priced = samplePolicy({ version: '2026-2' }, { protection: { ...protection, mode: 'BID_PRICE' } });
    book.feed(book.policy(priced));
    book.feed(book.offer());
    book.feed(book.offer({ offerId: 'plain', emissionProfile: DEFAULT_PROFILE }));
    const before = ask();
    book.feed({
      kind: 'bid-prices-solved',
      basis: { kind: 'BOOKING_CURVE', solvedMinute: minute, historyDays: 42, priorityRequests: 117 },
      gates: [{ offerId: 'offer-1', prices: [125_000, 0, 0, 0], protection: [{ fromMinute: minute, quarterTeu: 0 }] }],
    });
    const after = ask({ version: 2 });
    expect([
      before.protection.message,
      after.protection.message,
      ...after.refused.flatMap(({ reasons }) => reasons.map(({ message }) => message)),
    ]).toMatchInlineSnapshot(`
      [
        "35 % of each low-emission sailing is kept for priority units, until there is history to learn from (0 of 30 priority requests, 0 of 14 days).",
        "Space is kept by the priority demand still expected, learned from 117 priority requests of the last 42 days (solved 2026-11-20 00:00 UTC).",
        "The space is worth 500 points a TEU to the priority units expected here; the cleaner ship brings this request 173. It opens to everyone at 2026-11-29 10:00 UTC, or when the price falls.",
      ]
    `);
  });
});

describe('the ranking policy', () => {
  it('says in words what ranks, how much it weighs and why', () => {
    const words = (mode: 'FIXED_SHARE' | 'BID_PRICE') =>
      rankingPolicyDocument(samplePolicy({}, { protection: { ...samplePolicy().rules.protection, mode } }));
    expect(
      words('FIXED_SHARE').mainParameters.map(({ name, message }) => `${name}: ${message}`),
    ).toMatchInlineSnapshot(`
      [
        "FITS: Only sailings that can take the cargo are ranked: ports, dates, cut-offs, equipment, dangerous goods, space, and the caps that the request names. Every other is listed with the limit that it misses.",
        "CO2E: Under LOWEST_EMISSIONS the door-to-port CO2e of one container decides, to the gram: what the exporter asked for. Then the earlier arrival, then the lower rate, then the number of the offer.",
        "ARRIVAL: Under EARLIEST_ARRIVAL the arrival decides, then the CO2e, then the rate.",
        "BALANCED: Under BALANCED points decide: CO2e weighs 60 (a full point is 1000 kg per TEU), arrival 20 (168 hours), rate 20 (1000 USD per TEU). A rate that is unknown or in another currency counts as dear.",
        "LOW_EMISSION: A sailing is low-emission when its sea leg emits at least 15 % less than the default of its trade lane.",
        "PRIORITY: Designated units are served first from the waiting list and may take low-emission space that is kept for them. Standard cargo that has waited 240 hours stands with them. Standard cargo gives way to them only where it was sold as rollable.",
        "PROTECTION: Priority units book late, so 35 % of each low-emission sailing is kept for them, until 72 hours before its first cut-off.",
        "POINTS: A point is a kilogram CO2e. A TEU that moves is worth 4000 points, of a priority unit 12000; each kilogram it emits takes off 1, of a priority unit 3.",
        "PAYMENT: No payment and no agreement with a carrier changes a rank.",
      ]
    `);
    expect(words('BID_PRICE').mainParameters.find(({ name }) => name === 'PROTECTION')?.message).toMatchInlineSnapshot(
      `"Priority units book late, so the demand still expected of them is kept (85 % of seasons need no more) and priced; at least 10 % stay kept until 72 hours before the first cut-off. The curve is learned from the last 84 days. With fewer than 30 priority requests or 14 days, 35 % of each low-emission sailing is kept for them, until 72 hours before its first cut-off."`,
    );
  });
});

describe('cargo that is moved', () => {
  it('hears where it was, why it left, and where it is now', () => {
    const auto = { confirmation: 'AUTO' as const };
    book.feed(book.offer({ ...auto, capacity: { ...sampleOffer().capacity, teu: 60, weightTonnes: '900' } }));
    book.feed(later('NE2-060W', 3, { ...auto, emissionProfile: DEFAULT_PROFILE }));
    for (const requestId of ['first', 'second']) book.feed(book.request({ requestId, equipment: equipment(9) }));
    const cut = sampleOffer({ version: 2, ...auto, capacity: { ...sampleOffer().capacity, teu: 20 } });
    const told = book.feed({ kind: 'offer-amended', offer: cut });
    const withdrawn = book.feed({ kind: 'offer-withdrawn', offerId: 'NE2-060W', version: 2, reason: 'no ship' });
    expect(
      [told, withdrawn].flatMap(({ decided }) =>
        decided.flatMap(({ requestId, feedbacks }) =>
          feedbacks.filter(({ code }) => code === 'ALLOCATION_ROLLED').map(({ message }) => `${requestId}: ${message}`),
        ),
      ),
    ).toMatchInlineSnapshot(`
      [
        "second: 9 containers left AEU3-054W (departure 2026-12-04): the carrier cut its space. 9 containers are now on NE2-060W (departure 2026-12-07), arriving 3 days later, with 169 kg CO2e per TEU more.",
        "second: 9 containers left NE2-060W (departure 2026-12-07): the carrier withdrew the sailing. No other sailing fits yet; the cargo keeps its place and is matched as soon as space appears.",
      ]
    `);
  });
});

describe('views of a book', () => {
  it('give an exporter the outlook of a lane, week by week', () => {
    book.feed(book.offer());
    book.feed(later('NE2-060W', 1, { emissionProfile: DEFAULT_PROFILE }));
    book.feed(later('AEU3-055W', 7, { emissionProfile: DEFAULT_PROFILE }));
    book.feed(book.request({ equipment: equipment(10) }));
    const rows = outlook(book.market.book, { minute, weeks: 8, loadPort: 'CNSGH', dischargePort: 'NLRTM' });
    expect(rows.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "Week 49: 1 of 2 sailings is low-emission, with 80 TEU free, of which 35 are kept for priority units for now; the cleanest emits 753 kg CO2e per TEU at sea.",
        "Week 50: the only sailing is not low-emission; 100 TEU are free; the cleanest emits 922 kg CO2e per TEU at sea.",
      ]
    `);
    expect(rows[0]).toMatchInlineSnapshot(`
      {
        "dischargePort": "NLRTM",
        "firstGateCutOff": "2026-12-02T10:00:00.000Z",
        "freeTeu": 180,
        "keptForPriorityTeu": 35,
        "loadPort": "CNSGH",
        "lowEmissionFreeTeu": 80,
        "lowEmissionSailings": 1,
        "lowestKgCo2ePerTeu": "753",
        "message": "Week 49: 1 of 2 sailings is low-emission, with 80 TEU free, of which 35 are kept for priority units for now; the cleanest emits 753 kg CO2e per TEU at sea.",
        "publishedTeu": 200,
        "sailings": 2,
        "week": "2026-W49",
        "weekStart": "2026-11-30",
      }
    `);
    expect(outlook(book.market.book, { minute, weeks: 1 })).toEqual([]);
  });

  it('tell a carrier why its space was not used, and nothing of its rivals', () => {
    book.feed(book.offer({ offerId: 'rival', carrierId: 'rival-carrier', carrierName: 'Rival' }));
    book.feed(book.offer({ offerId: 'own', emissionProfile: DEFAULT_PROFILE, rates: rates('2900.00') }));
    for (const requestId of ['a', 'b', 'c']) book.feed(book.request({ requestId, equipment: equipment(4) }));
    book.feed(
      book.request({
        requestId: 'capped',
        equipment: equipment(40),
        constraints: { maxRate: { amount: '2600.00', currencyCode: 'USD' } },
      }),
    );
    const use = offerUse(book.market.book, 'own', minute)!;
    expect([use.message, ...use.sentences]).toMatchInlineSnapshot(`
      [
        "4 requests of this market could use the sailing's ports: 0 are placed on it, 3 on other sailings, 1 waits or has ended.",
        "3 requests went where the CO2e is lower, by about 170 kg per TEU on average; better fuel evidence or a cleaner fuel would change that.",
        "1 request could not be placed here: the rate is above their cap.",
      ]
    `);
    expect(JSON.stringify(use)).not.toMatch(/rival/i);
  });
});
