import { beforeEach, describe, expect, it } from 'vitest';
import { offerUse } from '../src/domain/offer-use.ts';
import { outlook } from '../src/domain/outlook.ts';
import { planSentences } from '../src/domain/plan-sentences.ts';
import { rankingDocument, rankStored } from '../src/domain/ranking-document.ts';
import { rankingPolicyDocument } from '../src/domain/ranking-policy.ts';
import { minuteOf } from '../src/domain/request-terms.ts';
import { type Wording, wordingOf } from '../src/domain/wording.ts';
import { DEFAULT_PROFILE, sampleDesignation, sampleOffer, samplePolicy, testMarket } from './samples.ts';

/** The words that clerks read, whole, in both languages: a change of them is seen here before a user sees it. */
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
const [ENGLISH, CHINESE] = [wordingOf('en'), wordingOf('zh')];
/** The same ranking in both languages. */
const ask = (changes = {}) => {
  book.feed(book.request({ allocationMode: 'MANUAL', ...changes }));
  const ranking = rankStored(book.market, 'request-1', minute)!;
  return { en: rankingDocument(book.market, ranking, ENGLISH), zh: rankingDocument(book.market, ranking, CHINESE) };
};
type Document = ReturnType<typeof rankingDocument>;
/** Sentences of both, each beside its other. */
const told = (asked: { en: Document; zh: Document }, look: (document: Document) => readonly string[]) =>
  look(asked.en).map((english, at) => [english, look(asked.zh)[at]]);

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
    const asked = ask({ exporterId: 'exporter-p' });
    const { candidates } = asked.en;
    expect(told(asked, (ranking) => ranking.candidates.map(({ message }) => message))).toMatchInlineSnapshot(`
      [
        [
          "Same CO2e as AEU3-055W; arrives 2 days earlier.",
          "CO2e 与 AEU3-055W 相同，早到 2 天。",
        ],
        [
          "Same CO2e and arrival as AEU1-011W; 120.00 USD cheaper a container.",
          "CO2e 和到港时间与 AEU1-011W 相同，每箱便宜 120.00 美元。",
        ],
        [
          "Ranks above NE2-060W by 169 kg CO2e per TEU.",
          "排在 NE2-060W 之前：每 TEU 少排放 169 千克 CO2e。",
        ],
        [
          "The last of the sailings that could take this cargo.",
          "能承运本票货物的航次中排在最后。",
        ],
      ]
    `);
    expect(told(asked, (ranking) => ranking.candidates.map(({ cost }) => cost.message))).toMatchInlineSnapshot(`
      [
        [
          "Freight 21500.00 USD. Estimated EU ETS share: 464.75 EUR (allowances for 6197 kg CO2e). Estimated FuelEU share: 121.65 EUR of penalty. Subsidy of up to 100.00 CNY, indicative only.",
          "海运费 21500.00 美元。EU ETS 分摊估算：464.75 欧元（6197 千克 CO2e 的配额）。FuelEU 分摊估算：罚金 121.65 欧元。补贴上限：人民币 100.00 元，仅供参考。",
        ],
        [
          "Freight 21500.00 USD. Estimated EU ETS share: 464.75 EUR (allowances for 6197 kg CO2e). Estimated FuelEU share: 121.65 EUR of penalty. Subsidy of up to 100.00 CNY, indicative only.",
          "海运费 21500.00 美元。EU ETS 分摊估算：464.75 欧元（6197 千克 CO2e 的配额）。FuelEU 分摊估算：罚金 121.65 欧元。补贴上限：人民币 100.00 元，仅供参考。",
        ],
        [
          "Freight 22700.00 USD. Estimated EU ETS share: 464.75 EUR (allowances for 6197 kg CO2e). Estimated FuelEU share: 121.65 EUR of penalty. Subsidy of up to 100.00 CNY, indicative only.",
          "海运费 22700.00 美元。EU ETS 分摊估算：464.75 欧元（6197 千克 CO2e 的配额）。FuelEU 分摊估算：罚金 121.65 欧元。补贴上限：人民币 100.00 元，仅供参考。",
        ],
        [
          "Freight 21500.00 USD. Estimated EU ETS share: 570.87 EUR (allowances for 7612 kg CO2e). Estimated FuelEU share: 149.42 EUR of penalty. Subsidy of up to 100.00 CNY, indicative only.",
          "海运费 21500.00 美元。EU ETS 分摊估算：570.87 欧元（7612 千克 CO2e 的配额）。FuelEU 分摊估算：罚金 149.42 欧元。补贴上限：人民币 100.00 元，仅供参考。",
        ],
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
          "amount": "21500.00",
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
          "amount": "100.00",
          "currencyCode": "CNY",
        },
        "message": "Freight 21500.00 USD. Estimated EU ETS share: 464.75 EUR (allowances for 6197 kg CO2e). Estimated FuelEU share: 121.65 EUR of penalty. Subsidy of up to 100.00 CNY, indicative only.",
      }
    `);
    expect(told(asked, ({ protection }) => [protection.message])).toMatchInlineSnapshot(
      `
      [
        [
          "35 % of each low-emission sailing is kept for priority units, as the policy says.",
          "按现行政策，每个低排放航次的 35% 舱位为优先保障单位保留。",
        ],
      ]
    `,
    );
  });

  it('writes a rate as it writes freight, however its carrier did', () => {
    book.feed(book.offer({ rates: rates('2150') }));
    const [candidate] = ask({}).en.candidates;
    expect([candidate?.rate?.amount, candidate?.freight?.amount]).toEqual(['2150.00', '21500.00']);
  });

  it('says what one change would bring', () => {
    book.feed(book.offer({ offerId: 'now', carrierOfferReference: 'NE2-060W', emissionProfile: DEFAULT_PROFILE }));
    book.feed(later('AEU3-056W', 14, { rates: rates('2900.00') }));
    const late = ask({ latestArrivalDateTime: '2027-01-16T00:00:00+01:00' });
    const capped = ask({
      version: 2,
      latestArrivalDateTime: '2027-02-16T00:00:00+01:00',
      constraints: { maxRate: { amount: '2600.00', currencyCode: 'USD' } },
    });
    const advice = ({ counterfactuals }: Document) => counterfactuals.map(({ message }) => message);
    expect([...told(late, advice), ...told(capped, advice)]).toMatchInlineSnapshot(`
      [
        [
          "Arriving 5 days later would give 13 % less CO2e (AEU3-056W, 1088 kg per TEU, arriving 2027-01-19).",
          "若可晚到 5 天，CO2e 可减少 13%（AEU3-056W，每 TEU 1088 千克，2027-01-19 到港）。",
        ],
        [
          "A rate of 2900.00 USD instead of 2600.00 USD would give 13 % less CO2e (AEU3-056W, 1088 kg per TEU, arriving 2027-01-19).",
          "若运价上限由 2600.00 美元放宽到 2900.00 美元，CO2e 可减少 13%（AEU3-056W，每 TEU 1088 千克，2027-01-19 到港）。",
        ],
      ]
    `);
  });

  it('advises nobody to have had the cargo at the gate before today', () => {
    book.feed(book.offer({ offerId: 'soon', carrierOfferReference: 'AEU3-054W' }));
    book.feed(later('NE2-060W', 14, { emissionProfile: DEFAULT_PROFILE }));
    const cargoReadyDateTime = '2026-12-03T08:00:00+08:00';
    const { en } = ask({ cargoReadyDateTime, latestArrivalDateTime: '2027-02-16T00:00:00+01:00' });
    expect(en.counterfactuals.map(({ message }) => message)).toMatchInlineSnapshot(`
      [
        "Cargo ready 2 days earlier would give 13 % less CO2e (AEU3-054W, 1088 kg per TEU, arriving 2027-01-05).",
      ]
    `);
    const onTheLastDay = rankStored(book.market, 'request-1', minuteOf('2026-12-02T00:00:00Z'))!;
    expect(rankingDocument(book.market, onTheLastDay, ENGLISH).counterfactuals).toEqual([]);
  });

  it('tells a cap that is missed by a few grams from what misses it', () => {
    book.feed(book.offer());
    const { co2e } = ask().en.candidates[0]!;
    const cap = (Number(co2e.perTeuKg) - 0.002).toFixed(3);
    const refused = ask({ version: 2, constraints: { maxCo2eKgPerTeu: cap } }).en.refused[0]!;
    expect([co2e.perTeuKg, refused.reasons[0]]).toMatchInlineSnapshot(`
      [
        "1088.058",
        {
          "actual": "1088.057 kg",
          "code": "CO2E_ABOVE_CAP",
          "limit": "1088.056 kg",
          "message": "Door to port it emits 1088.057 kg CO2e per TEU; the request allows 1088.056 kg.",
        },
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
      {
        equipment: equipment(2),
        cargo: {
          extendedHSCode: '850760',
          commodityType: 'batteries',
          dangerousGoods: [{ UNNumber: '3480', imoClass: '9' }],
        },
      },
      { constraints: { maxRate: { amount: '2600.00', currencyCode: 'EUR' } } },
    ].flatMap((changes, at) => told(ask({ version: at + 1, ...changes }), ({ relaxation }) => [relaxation!.message]));
    expect(relaxations).toMatchInlineSnapshot(`
      [
        [
          "If the cargo may arrive 3 days later, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "若货物可晚到 3 天，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "If the cargo were at the gate of CNSGH 2 days earlier, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "若货物早 2 天到达 CNSGH 闸口，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "If 1089 kg CO2e per TEU were allowed, AEU3-054W could take it.",
          "若上限放宽到每 TEU 1089 千克 CO2e，AEU3-054W 即可承运。",
        ],
        [
          "If a rate of 2150.00 USD were allowed, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "若运价可到 2150.00 美元，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "From 2026-11-29 10:00 UTC, if the space is still free, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "北京时间 2026-11-29 18:00 起，若舱位仍有剩余，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "From 2026-11-29 10:00 UTC, if the space is still free, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "北京时间 2026-11-29 18:00 起，若舱位仍有剩余，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "If the certificate of the dangerous goods were named, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "若补填危险品证书，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
        [
          "Without the rate cap, AEU3-054W could take it with 1088 kg CO2e per TEU.",
          "若不设运价上限，AEU3-054W 即可承运，每 TEU 排放 1088 千克 CO2e。",
        ],
      ]
    `);
  });

  it('names the nearest other load port when only the port keeps a sailing away', () => {
    const calling = (reference: string, UNLocationCode: string) => {
      const [first, , ...rest] = sampleOffer().portCalls;
      const portCalls = [{ ...first!, UNLocationCode }, ...rest];
      return book.offer({ offerId: reference, carrierOfferReference: reference, portCalls });
    };
    const from = (port: string) => ({
      loadPorts: [port],
      preCarriage: [{ loadPort: port, mode: 'ROAD', distanceKm: '310' }],
    });
    book.feed(calling('AEU7-003W', 'CNYTN'));
    book.feed(calling('AEU1-021W', 'CNSGH'));
    const asked = ask({ origin: { ...book.request().request.origin, ...from('CNNBO') } });
    expect(asked.en.relaxation).toMatchObject({ change: 'LOAD_PORT_NOT_CALLED', offerId: 'AEU1-021W' });
    expect(told(asked, ({ relaxation }) => [relaxation!.message])).toMatchInlineSnapshot(`
      [
        [
          "If the cargo could load at CNSGH, AEU1-021W could take it with 1088 kg CO2e per TEU. The way there is counted as the way to CNNBO.",
          "若货物可改在 CNSGH 装船，AEU1-021W 即可承运，每 TEU 排放 1088 千克 CO2e。前往该港的路程按前往 CNNBO 估算。",
        ],
      ]
    `);
    // A second limit in the way makes it two changes, and nobody is promised two.
    const late = ask({
      version: 2,
      origin: { ...book.request().request.origin, ...from('CNNBO') },
      latestArrivalDateTime: '2027-01-03T00:00:00+01:00',
    });
    expect(late.en.relaxation).toBeNull();
  });

  it('does not say that a ship passes by a port from which only the sea distance is unknown', () => {
    // Xiamen has no sourced distance yet.
    const [first, ...rest] = sampleOffer().portCalls;
    const portCalls = [{ ...first!, UNLocationCode: 'CNXAM' }, ...rest];
    book.feed(book.offer({ offerId: 'unmeasured', carrierOfferReference: 'AEU5-009W', portCalls }));
    const from = (port: string) => ({ loadPorts: [port], preCarriage: [] });
    const asked = ask({ origin: from('CNXAM') });
    expect([asked.en.counts, asked.en.refused[0]!.reasons.map(({ code }) => code)]).toEqual([
      { candidates: 0, refused: 1, byReason: { SEA_DISTANCE_UNKNOWN: 1 } },
      ['SEA_DISTANCE_UNKNOWN'],
    ]);
    expect(told(asked, ({ refused }) => refused[0]!.reasons.map(({ message }) => message))).toMatchInlineSnapshot(`
      [
        [
          "No sourced sea distance is known for CNXAM → NLRTM, so this sailing has no CO2e figure there and is not offered.",
          "CNXAM → NLRTM 没有有据可查的海运距离，无法计算 CO2e，因此不提供该航次。",
        ],
      ]
    `);
    // It does load there, so another discharge port is all that is wrong with this one.
    const elsewhere = ask({ version: 2, origin: from('CNXAM'), destination: { dischargePorts: ['USLAX'] } });
    expect(elsewhere.en.counts.byReason).toEqual({ DISCHARGE_PORT_NOT_CALLED: 1 });
    expect(asked.en.relaxation).toMatchObject({ change: 'SEA_DISTANCE_UNKNOWN', offerId: 'unmeasured' });
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
    ].flatMap((changes, at) =>
      told(ask({ version: at + 1, ...changes }), ({ refused }) => refused[0]!.reasons.map(({ message }) => message)),
    );
    expect(messages).toMatchInlineSnapshot(`
      [
        [
          "The sailing discharges at none of the request's ports (USLAX).",
          "该航次不在所需的任何卸货港（USLAX）卸货。",
        ],
        [
          "The ship reaches NLRTM at 2027-01-05 03:00 UTC, after the latest arrival 2027-01-02 23:00 UTC.",
          "船舶北京时间 2027-01-05 11:00 抵达 NLRTM，晚于最迟到港时间（北京时间 2027-01-03 07:00）。",
        ],
        [
          "Door to port it emits 1088 kg CO2e per TEU; the request allows 700 kg.",
          "门到港每 TEU 排放 1088 千克 CO2e，高于上限 700 千克。",
        ],
        [
          "The rate is in USD, the cap in EUR.",
          "运价以美元计，上限以欧元计，无法比较。",
        ],
        [
          "The space left is kept for priority units until 2026-11-29 10:00 UTC (35 TEU of this low-emission sailing).",
          "剩余舱位为优先保障单位保留至北京时间 2026-11-29 18:00（该低排放航次共保留 35 TEU）。",
        ],
        [
          "The slot space between CNSGH and NLRTM has 100 TEU left; 120 TEU are needed.",
          "CNSGH 至 NLRTM 航段的舱位仅剩 100 TEU，本票需要 120 TEU。",
        ],
        [
          "The weight allowance between CNSGH and NLRTM has 1200000 kg left; 1314000 kg are needed.",
          "CNSGH 至 NLRTM 航段的载重仅剩 1200000 千克，本票需要 1314000 千克。",
        ],
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
      ...told(before, ({ protection }) => [protection.message]),
      ...told(after, ({ protection }) => [protection.message]),
      ...told(after, ({ refused }) => refused.flatMap(({ reasons }) => reasons.map(({ message }) => message))),
    ]).toMatchInlineSnapshot(`
      [
        [
          "35 % of each low-emission sailing is kept for priority units, until there is history to learn from (0 of 30 priority requests, 0 of 14 days).",
          "历史数据尚不足（优先需求 0/30 票，0/14 天），在此之前每个低排放航次的 35% 舱位为优先保障单位保留。",
        ],
        [
          "On low-emission sailings space is kept for priority units: as much as they are still expected to need, learned from 117 of their requests in the last 42 days (computed 2026-11-20 00:00 UTC).",
          "低排放航次为优先保障单位保留舱位，数量按其预计仍会到来的需求确定，依据最近 42 天的 117 票优先需求推算（北京时间 2026-11-20 08:00 测算）。",
        ],
        [
          "This low-emission space is kept for priority units that are expected to book it: to them it is worth 500 points a TEU, and the cleaner ship for this cargo is worth 173 (a point is a kilogram of CO2e). It opens to everyone at 2026-11-29 10:00 UTC, or earlier when the price falls.",
          "该低排放舱位为预计到来的优先保障单位保留：对其每 TEU 值 500 分，而本票改装更清洁的船仅值 173 分（一分相当于一千克 CO2e）。北京时间 2026-11-29 18:00 起向所有货主开放，价格下降时提前开放。",
        ],
      ]
    `);
  });
});

describe('the ranking policy', () => {
  it('says in words what ranks, how much it weighs and why', () => {
    const words = (mode: 'FIXED_SHARE' | 'BID_PRICE', wording: Wording = ENGLISH) =>
      rankingPolicyDocument(samplePolicy({}, { protection: { ...samplePolicy().rules.protection, mode } }), wording);
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
    expect(
      words('FIXED_SHARE', CHINESE).mainParameters.map(({ name, message }) => `${name}: ${message}`),
    ).toMatchInlineSnapshot(`
      [
        "FITS: 只对能承运该货物的航次排序：港口、日期、截止时间、箱型、危险品、舱位以及托运需求中设定的上限均须满足。其余航次一并列出，并注明不满足的条件。",
        "CO2E: 选择“排放最低”时，以单箱门到港 CO2e 为准，精确到克：这是出口商的要求。相同时依次比较到港早晚、运价高低、舱位编号。",
        "ARRIVAL: 选择“最早到港”时，先比到港时间，再比 CO2e，最后比运价。",
        "BALANCED: 选择“综合平衡”时按分数排序：CO2e 权重 60（每 TEU 1000 千克为满分），到港时间权重 20（168 小时），运价权重 20（每 TEU 1000 美元）。运价未知或币种不同的，按高价处理。",
        "LOW_EMISSION: 海运段排放比所在航线默认值低 15% 以上的航次为低排放航次。",
        "PRIORITY: 候补队列先配优先保障单位，这些单位还可使用为其保留的低排放舱位。普通货物等待满 240 小时后与其同等对待。只有订舱时约定可甩柜的普通货物，才会为其让位。",
        "PROTECTION: 优先保障单位订舱较晚，因此每个低排放航次为其保留 35% 的舱位，至首个截止时间前 72 小时为止。",
        "POINTS: 一分相当于一千克 CO2e。每运走一个 TEU 计 4000 分，优先保障单位计 12000 分；每排放一千克扣 1 分，优先保障单位扣 3 分。",
        "PAYMENT: 任何付款或与承运人的协议都不会改变排序。",
      ]
    `);
    expect(words('BID_PRICE').mainParameters.find(({ name }) => name === 'PROTECTION')?.message).toMatchInlineSnapshot(
      `"Priority units book late, so the demand still expected of them is kept (85 % of seasons need no more) and priced; at least 10 % stay kept until 72 hours before the first cut-off. The curve is learned from the last 84 days. With fewer than 30 priority requests or 14 days, 35 % of each low-emission sailing is kept for them, until 72 hours before its first cut-off."`,
    );
    expect(
      words('BID_PRICE', CHINESE).mainParameters.find(({ name }) => name === 'PROTECTION')?.message,
    ).toMatchInlineSnapshot(
      `"优先保障单位订舱较晚，因此按预计仍会到来的需求为其保留舱位并计价（85% 的情况下不会超出）；至首个截止时间前 72 小时，至少保留 10%。订舱规律取自最近 84 天。优先需求不足 30 票或不足 14 天时，每个低排放航次为其保留 35% 的舱位，至首个截止时间前 72 小时为止。"`,
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
          feedbacks
            .filter(({ code }) => code === 'ALLOCATION_ROLLED')
            .flatMap(({ message, translations }) => [`${requestId}: ${message}`, `${requestId}: ${translations?.zh}`]),
        ),
      ),
    ).toMatchInlineSnapshot(`
      [
        "second: 9 containers left AEU3-054W (departure 2026-12-04): the carrier cut its space. 9 containers are now on NE2-060W (departure 2026-12-07), arriving 3 days later, with 169 kg CO2e per TEU more.",
        "second: 9 箱已从 AEU3-054W（2026-12-04 离港）撤下：承运人缩减了舱位。9 箱已改配 NE2-060W（2026-12-07 离港），晚到 3 天，每 TEU 多排放 169 千克 CO2e。",
        "second: 9 containers left NE2-060W (departure 2026-12-07): the carrier withdrew the sailing. No other sailing fits yet; the cargo keeps its place and is matched as soon as space appears.",
        "second: 9 箱已从 NE2-060W（2026-12-07 离港）撤下：承运人撤回了该航次。暂无其他合适航次；货物保留排位，一有舱位即行配载。",
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
    const [rows, chinese] = [ENGLISH, CHINESE].map((wording) =>
      outlook(book.market.book, { minute, weeks: 8, loadPort: 'CNSGH', dischargePort: 'NLRTM', wording }),
    ) as [ReturnType<typeof outlook>, ReturnType<typeof outlook>];
    expect(rows.map(({ message }, at) => [message, chinese[at]?.message])).toMatchInlineSnapshot(`
      [
        [
          "Week 49: 1 of 2 sailings is low-emission, with 80 TEU free, of which 35 are kept for priority units for now; the cleanest emits 753 kg CO2e per TEU at sea.",
          "第 49 周：2 个航次中 1 个为低排放，低排放舱位剩余 80 TEU，其中 35 TEU 暂为优先保障单位保留；最清洁的航次海运段每 TEU 排放 753 千克 CO2e。",
        ],
        [
          "Week 50: the only sailing is not low-emission; 100 TEU are free; the cleanest emits 922 kg CO2e per TEU at sea.",
          "第 50 周：仅一个航次，非低排放，剩余 100 TEU；最清洁的航次海运段每 TEU 排放 922 千克 CO2e。",
        ],
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
    expect(outlook(book.market.book, { minute, weeks: 1, wording: ENGLISH })).toEqual([]);
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
    const use = offerUse(book.market.book, 'own', { minute, wording: ENGLISH })!;
    const chinese = offerUse(book.market.book, 'own', { minute, wording: CHINESE })!;
    expect([use.message, ...use.sentences, chinese.message, ...chinese.sentences]).toMatchInlineSnapshot(`
      [
        "4 requests of this market could use the sailing's ports: 0 are placed on it, 3 on other sailings, 1 waits or has ended.",
        "3 requests went where the CO2e is lower, by about 170 kg per TEU on average; better fuel evidence or a cleaner fuel would change that.",
        "1 request could not be placed here: the rate is above its cap.",
        "本市场有 4 票需求可用该航次的港口：0 票已配在本航次，3 票配在其他航次，1 票仍在等待或已结束。",
        "3 票选择了排放更低的航次，平均每 TEU 低约 170 千克；提供更好的燃料证据或改用更清洁的燃料可改变这一点。",
        "1 票无法配在本航次：运价高于其上限。",
      ]
    `);
    expect(JSON.stringify(use)).not.toMatch(/rival/i);
  });

  it('count no request as lost to a better sailing that this one could not have taken', () => {
    book.feed(book.offer({ offerId: 'greener' }));
    book.feed(later('LATE', 30, { offerId: 'late', emissionProfile: DEFAULT_PROFILE }));
    for (const requestId of ['a', 'b', 'c']) book.feed(book.request({ requestId, equipment: equipment(4) }));
    const use = offerUse(book.market.book, 'late', { minute, wording: ENGLISH })!;
    expect([use.message, ...use.sentences]).toEqual([
      "3 requests of this market could use the sailing's ports: 0 are placed on it, 3 on other sailings, 0 wait or have ended.",
      '3 requests could not be placed here: the ship arrives too late for them.',
    ]);
    expect(use.refusedBy).toEqual([{ code: 'ARRIVES_TOO_LATE', requests: 3 }]);
  });
});

describe('a plan that was carried out on a market that had moved', () => {
  it('says how much of it was, and of nobody that it had changed: its sailing may have', () => {
    const tuple = { priorityUnservedTeu: 0, standardUnservedTeu: 4, co2eKg: '10380.5', changedPlacements: 1 };
    const told = (refused: number) =>
      [ENGLISH, CHINESE].map((wording) =>
        planSentences(
          {
            totals: { ...tuple, servedTeu: 12, priorityServedTeu: 8, gapPercent: '0.298' },
            commit: { unitsPlaced: 1, allocationsMoved: 2, refused: Array.from({ length: refused }) },
          },
          wording,
        ).at(-1),
      );
    expect([...told(0), ...told(1), ...told(2)]).toEqual([
      'Carried out: 1 container placed, 2 allocations moved to another sailing.',
      '已执行：安排 1 箱，2 票改配其他航次。',
      'Carried out: 1 container placed, 2 allocations moved to another sailing; 1 request could no longer be placed as planned and stays as it was.',
      '已执行：安排 1 箱，2 票改配其他航次；另有 1 票已不能按方案安排，维持原状。',
      'Carried out: 1 container placed, 2 allocations moved to another sailing; 2 requests could no longer be placed as planned and stay as they were.',
      '已执行：安排 1 箱，2 票改配其他航次；另有 2 票已不能按方案安排，维持原状。',
    ]);
  });
});
