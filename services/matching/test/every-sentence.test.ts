import { describe, expect, it } from 'vitest';
import { REASON_CODES } from '../src/domain/feasibility.ts';
import { minuteOf } from '../src/domain/request-terms.ts';
import { type RefusalFacts, type Wording, wordingOf } from '../src/domain/wording.ts';

/** Sentences that no scenario of wording.test.ts happens to need, and what all of them must keep. */
const minute = minuteOf('2026-12-02T10:00:00Z');
const usd = (amountMinor: number) => ({ amountMinor, currencyCode: 'USD' });
const space = { loadPort: 'CNSGH', dischargePort: 'NLRTM', left: 12, need: 20 };
const REFUSALS: RefusalFacts = {
  LOAD_PORT_NOT_CALLED: { ports: ['CNSGH', 'CNNBO'] },
  DISCHARGE_PORT_NOT_CALLED: { ports: ['NLRTM'] },
  PORTS_OUT_OF_SEQUENCE: null,
  SEA_DISTANCE_UNKNOWN: { ways: ['CNSGH → GRPIR', 'CNNBO → GRPIR'] },
  OFFER_CLOSED: null,
  OFFER_EXPIRED: { atMinute: minute },
  EQUIPMENT_NOT_ACCEPTED: null,
  UN_NUMBER_NOT_ACCEPTED: { unNumbers: [3480, 3536] },
  DANGEROUS_GOODS_CLASS_MISMATCH: null,
  CERTIFICATE_MISSING: null,
  CUT_OFF_PASSED: { atMinute: minute },
  CARGO_NOT_READY: { port: 'CNSGH', atGateMinute: minute + 1_440, closesMinute: minute },
  ARRIVES_TOO_LATE: { port: 'NLRTM', arrivalMinute: minute + 1_440, latestMinute: minute },
  RATE_UNKNOWN: null,
  CURRENCY_MISMATCH: { offered: 'USD', cap: 'EUR' },
  RATE_ABOVE_CAP: { offered: usd(260_000), cap: usd(215_000) },
  CO2E_ABOVE_CAP: { kgPerTeu: '1088', capKgPerTeu: '700' },
  DECLINED_BEFORE: null,
  FULL: space,
  WEIGHT_FULL: space,
  DANGEROUS_GOODS_FULL: space,
  REEFER_PLUGS_FULL: space,
  PROTECTED: { untilMinute: minute, keptTeu: 35 },
  DISPLACES_EXPECTED_PRIORITY: { pricePoints: 500, worthPoints: 173, lastResort: true, untilMinute: minute },
};
const outcome = { gainPercent: 28, name: 'AEU3-056W', kgPerTeu: '1088', arrivalMinute: minute };
const could = { name: 'AEU3-056W', kgPerTeu: '1088' };
const kept = {
  sharePercent: 35,
  floorSharePercent: 10,
  releaseHours: 72,
  quantilePercent: 85,
  historyDays: 84,
  minimumRequests: 30,
  minimumDays: 14,
};
const INPUTS = [
  'request-submitted',
  'request-amended',
  'request-cancelled',
  'offer-published',
  'offer-amended',
  'offer-withdrawn',
  'allocation-confirmed',
  'allocation-declined',
  'allocation-cancelled',
  'units-chosen',
  'plan-committed',
  'container-moved',
  'policy-published',
  'designation-changed',
  'bid-prices-solved',
  'tick',
] as const;
const decided = { units: 2, name: 'AEU3-056W', rank: 2, of: 8, isPriority: true, policyVersion: '2026-1' };
const roll = { units: 9, reference: 'AEU3-054W', departureMinute: minute };
const refusalOf = <Code extends keyof RefusalFacts>({ refusal }: Wording, code: Code) => refusal[code](REFUSALS[code]);

/** Every sentence of a wording, under its place in it. */
const sentencesOf = (wording: Wording): Readonly<Record<string, string>> => {
  const {
    rank,
    refusal,
    counterfactual,
    relaxation,
    protection,
    cost,
    policy,
    feedback,
    use,
    outlook,
    decision,
    plan,
  } = wording;
  const than = { name: 'NE2-060W', kilograms: '169', minutes: 4 * 1_440, points: '2.5', saved: usd(12_000) };
  const named = (group: string, sentences: Readonly<Record<string, string | undefined>>) =>
    Object.entries(sentences).flatMap(([name, text]) =>
      text === undefined ? [] : [[`${group}.${name}`, text] as const],
    );
  return Object.fromEntries([
    ...named('rank', {
      only: rank.only(),
      last: rank.last(),
      lighter: rank.lighter(than),
      earlier: rank.earlier(than),
      earlierByHours: rank.earlier({ ...than, minutes: 300 }),
      earlierByMinutes: rank.earlier({ ...than, minutes: 40 }),
      earlierByAnHour: rank.earlier({ ...than, minutes: 70 }),
      earlierByAMinute: rank.earlier({ ...than, minutes: 1 }),
      morePoints: rank.morePoints(than),
      sameCo2eEarlier: rank.sameCo2eEarlier(than),
      sameArrivalLighter: rank.sameArrivalLighter(than),
      samePointsLighter: rank.samePointsLighter(than),
      cheaper: rank.cheaper(than),
      rateNamed: rank.rateNamed(than),
      byNumber: rank.byNumber(than),
    }),
    ...named('refusal', Object.fromEntries(REASON_CODES.map((code) => [code, refusalOf(wording, code)]))),
    ...named('refusal', { lastPlug: refusal.REEFER_PLUGS_FULL({ ...space, left: 0, need: 1 }) }),
    ...named('counterfactual', {
      arriveLater: counterfactual.arriveLater({ days: 3 }, outcome),
      readyEarlier: counterfactual.readyEarlier({ days: 2 }, outcome),
      higherRate: counterfactual.higherRate({ rate: usd(260_000), cap: usd(215_000) }, outcome),
      noRateCap: counterfactual.noRateCap(outcome),
      split: counterfactual.split({ units: 5, of: 8 }, outcome),
      lowestEmissions: counterfactual.lowestEmissions(outcome),
    }),
    ...named('relaxation', {
      arriveLater: relaxation.arriveLater({ days: 3 }, could),
      gateEarlier: relaxation.gateEarlier({ port: 'CNSGH', days: 2 }, could),
      co2eCap: relaxation.co2eCap({ kgPerTeu: 1_089 }, { ...could, kgPerTeu: null }),
      rateCap: relaxation.rateCap({ rate: usd(260_000) }, could),
      fewerUnits: relaxation.fewerUnits({ units: 5, of: 8 }, could),
      certificate: relaxation.certificate(could),
      imoClass: relaxation.imoClass(could),
      noRateCap: relaxation.noRateCap(could),
      afterRelease: relaxation.afterRelease({ untilMinute: minute }, could),
      otherLoadPort: relaxation.otherLoadPort({ port: 'CNNBO', insteadOf: 'CNSGH' }, could),
    }),
    ...named('protection', {
      byPolicy: protection.byPolicy({ sharePercent: 35 }),
      untilHistory: protection.untilHistory({ ...kept, requests: 4, days: 6 }),
      learned: protection.learned({ requests: 117, days: 42, solvedMinute: minute }),
    }),
    ...named('cost', {
      freight: cost.freight({ amount: '4700.00', currencyCode: 'USD' }),
      noRate: cost.freight(null),
      noEuPort: cost.noEuPort(),
      allowances: cost.allowances({ amount: { amount: '46.17', currencyCode: 'EUR' }, kilograms: '2352' }),
      allowancesUnpriced: cost.allowances({ amount: null, kilograms: '2352' }),
      fuelEuSurplus: cost.fuelEuSurplus(),
      fuelEuPenalty: cost.fuelEuPenalty({ amount: '46.17', currencyCode: 'EUR' }),
      subsidy: cost.subsidy({ amount: '80.00', currencyCode: 'CNY' }),
    }),
    ...named('policy', {
      fits: policy.fits(),
      co2e: policy.co2e(),
      arrival: policy.arrival(),
      balanced: policy.balanced({
        emissionsWeight: 50,
        emissionsKgPerTeu: 100,
        arrivalWeight: 30,
        arrivalHours: 72,
        rateWeight: 20,
        ratePerTeu: usd(10_000),
      }),
      lowEmission: policy.lowEmission({ belowPercent: 15 }),
      priority: policy.priority({ standardHours: 240 }),
      fixedShare: policy.fixedShare(kept),
      bidPrice: policy.bidPrice(kept),
      points: policy.points({
        standardServed: 4_000,
        priorityServed: 12_000,
        standardPerKilogram: 1,
        priorityPerKilogram: 3,
      }),
      payment: policy.payment(),
    }),
    ...named('feedback', {
      WAITING_FOR_SPACE: feedback.WAITING_FOR_SPACE(),
      LATEST_ARRIVAL_UNREACHABLE: feedback.LATEST_ARRIVAL_UNREACHABLE(),
      ALLOCATION_ROLLED: feedback.ALLOCATION_ROLLED(),
      HOLD_LIMIT_REACHED: feedback.HOLD_LIMIT_REACHED(),
      PRIORITY_ENDED: feedback.PRIORITY_ENDED(),
      CERTIFICATE_MISSING: feedback.CERTIFICATE_MISSING(),
      DANGEROUS_GOODS_CLASS_MISMATCH: feedback.DANGEROUS_GOODS_CLASS_MISMATCH(),
      ...Object.fromEntries(
        [
          'CAPACITY_CUT',
          'OFFER_WITHDRAWN',
          'CALL_REMOVED',
          'CUT_OFF_MOVED',
          'ARRIVAL_MOVED',
          'EQUIPMENT_NO_LONGER_ACCEPTED',
          'DANGEROUS_GOODS_NO_LONGER_ACCEPTED',
          'ROLLED_FOR_PRIORITY',
        ].map((cause) => [`moved.${cause}`, feedback.moved({ left: { ...roll, cause }, now: null })]),
      ),
      movedEarlier: feedback.moved({
        left: { ...roll, cause: 'CAPACITY_CUT' },
        now: { ...roll, units: 7, daysLater: -2, kgPerTeuMore: -40, unitsWaiting: 2 },
      }),
      movedOne: feedback.moved({
        left: { ...roll, units: 2, cause: 'CAPACITY_CUT' },
        now: { ...roll, units: 1, daysLater: 1, kgPerTeuMore: 40, unitsWaiting: 1 },
      }),
      movedAlike: feedback.moved({
        left: { ...roll, cause: 'CAPACITY_CUT' },
        now: { ...roll, daysLater: 0, kgPerTeuMore: 0, unitsWaiting: 0 },
      }),
    }),
    ...named('decision', {
      ...Object.fromEntries(INPUTS.map((input) => [input, decision({ ...decided, input })])),
      only: decision({ ...decided, input: 'request-submitted', units: 1, rank: 1, of: 1 }),
      unranked: decision({ ...decided, input: 'plan-committed', rank: null, isPriority: false }),
    }),
    ...named('plan', {
      served: plan.served({ servedTeu: 96, priorityServedTeu: 40, kilograms: '104000', moved: 3 }),
      left: plan.left({ priorityTeu: 0, standardTeu: 12.25 }),
      nobodyLeft: plan.left({ priorityTeu: 0, standardTeu: 0 }),
      bound: plan.bound({ gapPercent: '0.412' }),
      best: plan.bound({ gapPercent: '0.000' }),
      optionsConsidered: plan.optionsConsidered({ requestsWithMore: 3, mostPerRequest: 200 }),
      firstCome: plan.firstCome({ priorityTeu: 18, standardTeu: 9, kilograms: '101000' }),
      firstComeAlike: plan.firstComeAlike(),
      NO_FEASIBLE_OFFER: plan.unserved.NO_FEASIBLE_OFFER(),
      NO_SPACE: plan.unserved.NO_SPACE(),
      carriedOut: plan.carriedOut({ units: 40, moved: 3, refused: 2 }),
      carriedOutWhole: plan.carriedOut({ units: 2, moved: 0, refused: 0 }),
    }),
    ...named('use', {
      summary: use.summary({ requests: 9, here: 4, elsewhere: 3, rest: 2 }),
      lostByCarbon: use.lostByCarbon({ requests: 3, kilograms: 170 }),
      lostByArrival: use.lostByArrival({ requests: 3, days: 4 }),
      ...Object.fromEntries(REASON_CODES.map((code) => [`refused.${code}`, use.refused({ requests: 3, code })])),
    }),
    ...named('outlook', {
      some: outlook({
        week: '49',
        sailings: 5,
        lowEmission: 2,
        freeTeu: 300,
        lowEmissionFreeTeu: 80,
        keptTeu: 35,
        lowestKgPerTeu: '753',
      }),
      only: outlook({
        week: '49',
        sailings: 1,
        lowEmission: 1,
        freeTeu: 80,
        lowEmissionFreeTeu: 80,
        keptTeu: 0,
        lowestKgPerTeu: '753',
      }),
      none: outlook({
        week: '49',
        sailings: 3,
        lowEmission: 0,
        freeTeu: 80,
        lowEmissionFreeTeu: 0,
        keptTeu: 0,
        lowestKgPerTeu: '753',
      }),
    }),
  ]);
};

const [english, chinese] = [sentencesOf(wordingOf('en')), sentencesOf(wordingOf('zh'))];

describe('every sentence', () => {
  it('is there in both languages', () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
  });

  it('names the same figures and sailings in both; only hours of the day are the reader’s', () => {
    const figures = (text: string) => (text.match(/[A-Z]{2}\w*-\d+W|\b[A-Z]{5}\b|\d[\d.]*(?<=\d)/g) ?? []).toSorted();
    const withoutTimes = (text: string) =>
      text.replace(/\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?/g, 'T').replaceAll('CO2e', '');
    const differing = Object.keys(english).filter(
      (name) =>
        JSON.stringify(figures(withoutTimes(english[name]!))) !== JSON.stringify(figures(withoutTimes(chinese[name]!))),
    );
    expect(differing).toEqual([]);
  });

  it('leaves no English word in the Chinese', () => {
    const left = Object.values(chinese).filter((text) => /\b[a-z]{2,}\b/.test(text.replaceAll(/CO2e|FuelEU/g, '')));
    expect(left).toEqual([]);
  });

  it('reads like this', () => {
    expect(
      Object.keys(english)
        .map((name) => `${name}\n${english[name]}\n${chinese[name]}`)
        .join('\n\n'),
    ).toMatchSnapshot();
  });
});
