import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import { EQUIPMENT } from '@greenlane/contracts/values';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import type { DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { CURRENT_FACTOR_SET_VERSION } from '@greenlane/emissions/factors';
import { assert } from '@greenlane/kernel/assert';
import { decimal, moneyText, roundHalfEven, toText } from '@greenlane/kernel/decimal';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import { type Advice, bestRelaxation, counterfactuals, rankSentence, type Telling } from './advice.ts';
import { chainOf, chainResult } from './allocation-payload.ts';
import { type Book, policyAt, remainingUnits } from './book.ts';
import { type CostDocument, costDocument } from './cost-document.ts';
import { decidingCriterion, explain, paretoOptimal, type Reason, reasonCodes, reasonSentences } from './explain.ts';
import { isLowEmission, isPriority, type Question } from './feasibility.ts';
import type { Market, Ranking } from './market.ts';
import { policyDocumentAt } from './market-reading.ts';
import type { Candidate } from './ranking.ts';
import { dateTimeOf, minuteOf, requestTerms } from './request-terms.ts';
import type { PolicyTerms } from './terms.ts';
import type { Wording } from './wording.ts';

/** How many candidates and refusals a ranking shows; the rest is paged. */
export const SHOWN = 10;
/** Candidates within this much of the best are marked: a figure on paper, not a difference at sea. */
const NEARLY_EQUAL_PERCENT = 2;

export type CandidateDocument = {
  readonly rank: number;
  readonly offerId: string;
  readonly carrierOfferReference: string;
  readonly carrierName: string;
  readonly vessel: { readonly vesselIMONumber: string; readonly name: string };
  readonly loadPort: string;
  readonly dischargePort: string;
  readonly departureDateTime: string;
  readonly arrivalDateTime: string;
  readonly rate: { readonly amount: string; readonly currencyCode: string } | null;
  /** No other candidate is better on CO2e, arrival and rate together. */
  readonly paretoOptimal: boolean;
  readonly lowEmission: boolean;
  readonly withinTwoPercentOfBest: boolean;
  /** What put it below the one before it. */
  readonly decidedBy: string | null;
  /** Why it stands before the next one, as a sentence. */
  readonly message: string;
  /** Units that fit. */
  readonly units: number;
  readonly freight: { readonly amount: string; readonly currencyCode: string } | null;
  readonly co2e: Co2eDocument;
  /** Cost beside carbon. */
  readonly cost: CostDocument;
};

export type Co2eDocument = {
  /** For the units of the candidate. */
  readonly totalKg: string;
  readonly perTeuKg: string;
  readonly perContainerKg: string;
  readonly wellToTankKg: string;
  readonly tankToWakeKg: string;
  readonly laneDefaultKg: string;
  readonly byElement: readonly {
    readonly kind: string;
    readonly mode: string;
    readonly distanceKm: string;
    readonly kg: string;
    readonly dataQuality: string;
  }[];
  readonly dataQuality: string;
  readonly primaryDataSharePercent: string;
};

export type RefusedDocument = Pick<
  CandidateDocument,
  'offerId' | 'carrierOfferReference' | 'carrierName' | 'vessel'
> & {
  readonly reasons: readonly Reason[];
};

export type RankingDocument = {
  readonly requestId: string;
  readonly decidedAt: string;
  readonly policyVersion: string;
  readonly factorSetVersion: string;
  readonly isPriorityUnit: boolean;
  readonly indicative: boolean;
  readonly objective: string;
  /** Units that the ranking was asked for. */
  readonly units: number;
  readonly counts: {
    readonly candidates: number;
    readonly refused: number;
    readonly byReason: Readonly<Record<string, number>>;
  };
  /** What protection rested on when this was decided. */
  readonly protection: ProtectionDocument;
  readonly candidates: readonly CandidateDocument[];
  readonly refused: readonly RefusedDocument[];
  /** What one change of the request would bring. */
  readonly counterfactuals: readonly Advice[];
  /** For a request that nothing takes: the least that would have to give. */
  readonly relaxation: Advice | null;
};

export type ProtectionDocument = {
  readonly mode: 'FIXED_SHARE' | 'BID_PRICE';
  readonly basis: 'FIXED_SHARE' | 'BOOKING_CURVE';
  readonly solvedAt: string | null;
  readonly message: string;
};

/** Ranks a request that is in the book, for the units that still need space (or all, when none do). */
export function rankStored(market: Market, requestId: string, minute: number): Ranking | undefined {
  const state = market.book.requests.get(requestId);
  const policy = policyAt(market.book, minute);
  if (state === undefined || policy === undefined) return undefined;
  const remaining = remainingUnits(market.book, state);
  const asked: Question = {
    request: state.terms,
    units: remaining === 0 ? state.terms.units : remaining,
    priority: isPriority(market.book, state.terms, minute, policy),
    minute,
    policy,
    declinedOffers: state.declinedOffers,
  };
  const request = market.requests.get<CargoRequest>(requestId);
  return { request, policy, ...explainAsMatched(market.book, asked) };
}

/** Ranks a body that is not stored: the same judgement, for a quote. */
export function rankQuote(market: Market, request: CargoRequest, minute: number): Ranking | undefined {
  const policy = policyAt(market.book, minute);
  const document = policyDocumentAt(market, minute);
  if (policy === undefined || document === undefined) return undefined;
  const terms = requestTerms(request, document);
  const asked: Question = {
    request: terms,
    units: terms.units,
    priority: isPriority(market.book, terms, minute, policy),
    minute,
    policy,
    declinedOffers: new Map(),
  };
  return { request, policy, ...explainAsMatched(market.book, asked) };
}

/** As matching asks: what nothing takes for what a cleaner ship saves is judged by all that its moving is worth. */
function explainAsMatched(book: Book, asked: Question): Pick<Ranking, 'question' | 'explanation'> {
  const explanation = explain(book, asked);
  if (explanation.candidates.length > 0 || asked.priority || asked.policy.protectionMode === 'FIXED_SHARE') {
    return { question: asked, explanation };
  }
  const question: Question = { ...asked, lastResort: true };
  return { question, explanation: explain(book, question) };
}

function protectionDocument({ book }: Market, policy: PolicyTerms, { protection }: Wording): ProtectionDocument {
  const { kind, solvedMinute, historyDays, priorityRequests } = book.protectionBasis;
  const { sharePercent, protectionMode: mode } = policy;
  const [requests, days] = [priorityRequests, historyDays];
  if (mode === 'FIXED_SHARE' || kind === 'FIXED_SHARE' || solvedMinute === null) {
    const { minimumPriorityRequests: minimumRequests, minimumHistoryMinutes } = policy.bidPrice;
    const minimumDays = minimumHistoryMinutes / 1_440;
    const message =
      mode === 'FIXED_SHARE'
        ? protection.byPolicy({ sharePercent })
        : protection.untilHistory({ sharePercent, requests, minimumRequests, days, minimumDays });
    return { mode, basis: 'FIXED_SHARE', solvedAt: null, message };
  }
  return {
    mode: 'BID_PRICE',
    basis: 'BOOKING_CURVE',
    solvedAt: dateTimeOf(solvedMinute),
    message: protection.learned({ requests, days, solvedMinute }),
  };
}

/** Sailings by carriers' own references: what a clerk finds on the booking. */
function tellingOf(market: Market, wording: Wording): Telling {
  const nameOf: Telling['nameOf'] = ({ terms }) => market.offers.get<VesselOffer>(terms.offerId).carrierOfferReference;
  return { nameOf, wording };
}

/** The ranking as it is shown, worded in one language; everything but the sentences is the same in each. */
export function rankingDocument(market: Market, ranking: Ranking, wording: Wording): RankingDocument {
  const { explanation, question, policy, request } = ranking;
  const telling = tellingOf(market, wording);
  const byReason: Record<string, number> = {};
  for (const refused of explanation.refused) {
    for (const code of reasonCodes(refused)) byReason[code] = (byReason[code] ?? 0) + 1;
  }
  return {
    requestId: request.requestId,
    decidedAt: dateTimeOf(question.minute),
    policyVersion: policy.version,
    factorSetVersion: CURRENT_FACTOR_SET_VERSION,
    isPriorityUnit: question.priority,
    indicative: policy.indicative,
    objective: request.objective,
    units: question.units,
    counts: {
      candidates: explanation.candidates.length,
      refused: explanation.refused.length,
      byReason: Object.fromEntries(Object.entries(byReason).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
    protection: protectionDocument(market, policy, wording),
    candidates: candidateDocuments(market, ranking, { from: 0, count: SHOWN }, wording),
    refused: refusedDocuments(market, ranking, { from: 0, count: SHOWN }, wording),
    counterfactuals: counterfactuals(market.engine, question, explanation.candidates[0], telling),
    relaxation: explanation.candidates.length === 0 ? bestRelaxation(explanation, question, telling) : null,
  };
}

type Page = { readonly from: number; readonly count: number };

export function candidateDocuments(
  market: Market,
  ranking: Ranking,
  page: Page,
  wording: Wording,
): CandidateDocument[] {
  const telling = tellingOf(market, wording);
  const { candidates } = ranking.explanation;
  const pareto = paretoOptimal(candidates);
  return candidates.slice(page.from, page.from + page.count).map((candidate, index) => {
    const position = page.from + index;
    const before = candidates[position - 1];
    return candidateDocument(market, ranking, candidate, wording, {
      rank: position + 1,
      paretoOptimal: pareto.has(candidate),
      decidedBy: before === undefined ? null : decidingCriterion(before, candidate, ranking.question),
      message: rankSentence(candidate, { before, next: candidates[position + 1] }, ranking.question, telling),
    });
  });
}

function candidateDocument(
  market: Market,
  ranking: Ranking,
  candidate: Candidate,
  wording: Wording,
  place: Pick<CandidateDocument, 'rank' | 'paretoOptimal' | 'decidedBy' | 'message'>,
): CandidateDocument {
  const { request, question, explanation } = ranking;
  const { offer: state, lane } = candidate;
  const offer = market.offers.get<VesselOffer>(state.terms.offerId);
  const policy = policyDocumentAt(market, question.minute);
  assert(policy, 'a ranking is made under a policy');
  const code = request.equipment.ISOEquipmentCode;
  const rate = offer.rates.find((each) => each.ISOEquipmentCode === code);
  const best = explanation.candidates.reduce((least, { grams }) => Math.min(least, grams), Number.MAX_SAFE_INTEGER);
  const ports = { loadPort: lane.loadPort, dischargePort: lane.dischargePort };
  const chain = chainResult(
    chainOf(request, offer, { ...ports, eastWestDefault: policy.rules.routes.eastWestDefault }),
  );
  const cost = costDocument({
    request,
    offer,
    chain,
    ports,
    arrivalDateTime: dateTimeOf(lane.arrivalMinute),
    units: candidate.units,
    priority: question.priority,
    province: provinceOf(market.book, request.exporterId),
    rules: policy.rules,
    wording,
  });
  return {
    rank: place.rank,
    offerId: state.terms.offerId,
    carrierOfferReference: offer.carrierOfferReference,
    carrierName: offer.carrierName,
    vessel: offer.vessel,
    loadPort: lane.loadPort,
    dischargePort: lane.dischargePort,
    departureDateTime: dateTimeOf(lane.departureMinute),
    arrivalDateTime: dateTimeOf(lane.arrivalMinute),
    rate: rate === undefined ? null : { amount: moneyText(rate.amount), currencyCode: rate.currencyCode },
    paretoOptimal: place.paretoOptimal,
    lowEmission: isLowEmission(state, question.policy),
    withinTwoPercentOfBest: candidate.grams * 100 <= best * (100 + NEARLY_EQUAL_PERCENT),
    decidedBy: place.decidedBy,
    units: candidate.units,
    message: place.message,
    freight: cost.freight,
    co2e: co2eDocument(request, chain, candidate.units),
    cost,
  };
}

/** The province that designated a unit; undefined for others. */
function provinceOf(book: Book, exporterId: string): string | undefined {
  for (const designation of book.designations.values()) {
    if (designation.exporterId === exporterId && designation.status === 'granted') return designation.province;
  }
  return undefined;
}

function co2eDocument(request: CargoRequest, result: DoorToPortResult, units: number): Co2eDocument {
  const forAll = (grams: number) => gramsToKilogramText(grams * units);
  const { emissionTeu } = EQUIPMENT[request.equipment.ISOEquipmentCode];
  return {
    totalKg: forAll(result.wellToWakeGrams),
    perTeuKg: toText(roundHalfEven(decimal(result.wellToWakeGrams).div(1000).div(emissionTeu), 3)),
    perContainerKg: gramsToKilogramText(result.wellToWakeGrams),
    wellToTankKg: forAll(result.wellToTankGrams),
    tankToWakeKg: forAll(result.tankToWakeGrams),
    laneDefaultKg: forAll(result.laneDefaultWellToWakeGrams),
    byElement: result.elements.map((element) => ({
      kind: element.kind,
      mode: element.mode,
      distanceKm: element.distanceKm,
      kg: forAll(element.wellToTankGrams + element.tankToWakeGrams),
      dataQuality: element.dataQuality,
    })),
    dataQuality: result.dataQuality,
    primaryDataSharePercent: result.primaryDataSharePercent,
  };
}

export function refusedDocuments(market: Market, ranking: Ranking, page: Page, wording: Wording): RefusedDocument[] {
  return ranking.explanation.refused.slice(page.from, page.from + page.count).map((refused) => {
    const { offerId } = refused.offer.terms;
    const { carrierOfferReference, carrierName, vessel } = market.offers.get<VesselOffer>(offerId);
    const reasons = reasonSentences(refused, ranking.question, wording);
    return { offerId, carrierOfferReference, carrierName, vessel, reasons };
  });
}

/** The moment of a ranking: the minute of the clock. */
export function rankingMinute(now: Date): number {
  return minuteOf(now.toISOString());
}
