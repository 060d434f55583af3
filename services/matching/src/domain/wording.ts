import type { Language } from '@greenlane/contracts/values';
import type { ReasonCode } from './feasibility.ts';
import type { MarketInput } from './inputs.ts';
import type { Rate } from './terms.ts';
import { CHINESE } from './wording-chinese.ts';
import { ENGLISH } from './wording-english.ts';

/** A pair of calls' space in one dimension, in TEU, kilograms or plugs. */
type Space = {
  readonly loadPort: string;
  readonly dischargePort: string;
  readonly left: number;
  readonly need: number;
};
type Closed = { readonly atMinute: number };

/** What each refusal is told from: figures and names, no words. */
export type RefusalFacts = {
  readonly LOAD_PORT_NOT_CALLED: { readonly ports: readonly string[] };
  readonly DISCHARGE_PORT_NOT_CALLED: { readonly ports: readonly string[] };
  readonly PORTS_OUT_OF_SEQUENCE: null;
  /** Pairs of ports, such as `CNSGH → NLRTM`. */
  readonly SEA_DISTANCE_UNKNOWN: { readonly ways: readonly string[] };
  readonly OFFER_CLOSED: null;
  readonly OFFER_EXPIRED: Closed;
  readonly EQUIPMENT_NOT_ACCEPTED: null;
  readonly UN_NUMBER_NOT_ACCEPTED: { readonly unNumbers: readonly number[] };
  readonly DANGEROUS_GOODS_CLASS_MISMATCH: null;
  readonly CERTIFICATE_MISSING: null;
  readonly CUT_OFF_PASSED: Closed;
  readonly CARGO_NOT_READY: { readonly port: string; readonly atGateMinute: number; readonly closesMinute: number };
  readonly ARRIVES_TOO_LATE: {
    readonly port: string;
    readonly arrivalMinute: number;
    readonly latestMinute: number;
  };
  readonly RATE_UNKNOWN: null;
  readonly CURRENCY_MISMATCH: { readonly offered: string; readonly cap: string };
  readonly RATE_ABOVE_CAP: { readonly offered: Rate; readonly cap: Rate };
  readonly CO2E_ABOVE_CAP: { readonly kgPerTeu: string; readonly capKgPerTeu: string };
  readonly DECLINED_BEFORE: null;
  readonly FULL: Space;
  readonly WEIGHT_FULL: Space;
  readonly DANGEROUS_GOODS_FULL: Space;
  readonly REEFER_PLUGS_FULL: Space;
  readonly PROTECTED: { readonly untilMinute: number; readonly keptTeu: number };
  readonly DISPLACES_EXPECTED_PRIORITY: {
    readonly pricePoints: number;
    readonly worthPoints: number;
    readonly lastResort: boolean;
    readonly untilMinute: number;
  };
};

/** The better sailing that one change would open. */
export type Outcome = {
  readonly gainPercent: number;
  readonly name: string;
  readonly kgPerTeu: string;
  readonly arrivalMinute: number;
};

/** An amount as decimal text. */
type Amount = { readonly amount: string; readonly currencyCode: string };

/** What a request is told beside its ranking. */
export type FeedbackCode =
  | 'WAITING_FOR_SPACE'
  | 'LATEST_ARRIVAL_UNREACHABLE'
  | 'ALLOCATION_ROLLED'
  | 'HOLD_LIMIT_REACHED'
  | 'PRIORITY_ENDED'
  | 'CERTIFICATE_MISSING'
  | 'DANGEROUS_GOODS_CLASS_MISMATCH';

type Placed = { readonly units: number; readonly reference: string; readonly departureMinute: number };

/** Cargo that left a sailing, why, and where it is now. */
export type MovedFacts = {
  readonly left: Placed & { readonly cause: string };
  /** Null while no other sailing fits. Days and kilograms below zero are earlier and less. */
  readonly now:
    | (Placed & { readonly daysLater: number; readonly kgPerTeuMore: number; readonly unitsWaiting: number })
    | null;
};

export type PolicyFacts = {
  readonly sharePercent: number;
  readonly floorSharePercent: number;
  readonly releaseHours: number;
  readonly quantilePercent: number;
  readonly historyDays: number;
  readonly minimumRequests: number;
  readonly minimumDays: number;
};

/**
 * Every sentence of an explanation in one language. Each says the same from the same figures, so a language is added by one
 * more of these, and forgetting a sentence is an error of the compiler.
 */
export type Wording = {
  readonly language: Language;
  /** Why a candidate stands before the next one. */
  readonly rank: {
    readonly last: () => string;
    readonly lighter: (than: { readonly name: string; readonly kilograms: string }) => string;
    readonly earlier: (than: { readonly name: string; readonly minutes: number }) => string;
    readonly morePoints: (than: { readonly name: string; readonly points: string }) => string;
    /** Of a single one. */
    readonly only: () => string;
    readonly sameCo2eEarlier: (than: { readonly name: string; readonly minutes: number }) => string;
    readonly sameArrivalLighter: (than: { readonly name: string; readonly kilograms: string }) => string;
    readonly samePointsLighter: (than: { readonly name: string; readonly kilograms: string }) => string;
    readonly cheaper: (than: { readonly name: string; readonly saved: Rate }) => string;
    readonly rateNamed: (than: { readonly name: string }) => string;
    readonly byNumber: (than: { readonly name: string }) => string;
  };
  readonly refusal: { readonly [Code in ReasonCode]: (facts: RefusalFacts[Code]) => string };
  /** What one change of the request would bring. */
  readonly counterfactual: {
    readonly arriveLater: (change: { readonly days: number }, outcome: Outcome) => string;
    readonly readyEarlier: (change: { readonly days: number }, outcome: Outcome) => string;
    readonly higherRate: (change: { readonly rate: Rate; readonly cap: Rate }, outcome: Outcome) => string;
    readonly noRateCap: (outcome: Outcome) => string;
    readonly split: (change: { readonly units: number; readonly of: number }, outcome: Outcome) => string;
    readonly lowestEmissions: (outcome: Outcome) => string;
  };
  /** The least that would have to give; `kgPerTeu` is null where the sentence has said it. */
  readonly relaxation: {
    readonly arriveLater: (change: { readonly days: number }, could: Could) => string;
    readonly gateEarlier: (change: { readonly port: string; readonly days: number }, could: Could) => string;
    readonly co2eCap: (change: { readonly kgPerTeu: number }, could: Could) => string;
    readonly rateCap: (change: { readonly rate: Rate }, could: Could) => string;
    readonly fewerUnits: (change: { readonly units: number; readonly of: number }, could: Could) => string;
    readonly certificate: (could: Could) => string;
    readonly imoClass: (could: Could) => string;
    readonly noRateCap: (could: Could) => string;
    readonly afterRelease: (change: { readonly untilMinute: number }, could: Could) => string;
    readonly otherLoadPort: (change: { readonly port: string; readonly insteadOf: string }, could: Could) => string;
  };
  readonly protection: {
    readonly byPolicy: (share: { readonly sharePercent: number }) => string;
    readonly untilHistory: (share: {
      readonly sharePercent: number;
      readonly requests: number;
      readonly minimumRequests: number;
      readonly days: number;
      readonly minimumDays: number;
    }) => string;
    readonly learned: (basis: {
      readonly requests: number;
      readonly days: number;
      readonly solvedMinute: number;
    }) => string;
  };
  readonly cost: {
    readonly freight: (freight: Amount | null) => string;
    readonly noEuPort: () => string;
    readonly allowances: (estimate: { readonly amount: Amount | null; readonly kilograms: string }) => string;
    readonly fuelEuSurplus: () => string;
    readonly fuelEuPenalty: (amount: Amount) => string;
    readonly subsidy: (amount: Amount) => string;
    /** The parts as one text. */
    readonly joined: (parts: readonly string[]) => string;
  };
  readonly policy: {
    readonly fits: () => string;
    readonly co2e: () => string;
    readonly arrival: () => string;
    readonly balanced: (weights: {
      readonly emissionsWeight: number;
      readonly emissionsKgPerTeu: number;
      readonly arrivalWeight: number;
      readonly arrivalHours: number;
      readonly rateWeight: number;
      readonly ratePerTeu: Rate;
    }) => string;
    readonly lowEmission: (limit: { readonly belowPercent: number }) => string;
    readonly priority: (wait: { readonly standardHours: number }) => string;
    readonly fixedShare: (policy: PolicyFacts) => string;
    readonly bidPrice: (policy: PolicyFacts) => string;
    readonly points: (points: {
      readonly standardServed: number;
      readonly priorityServed: number;
      readonly standardPerKilogram: number;
      readonly priorityPerKilogram: number;
    }) => string;
    readonly payment: () => string;
  };
  /** What a request is told beside its ranking; `moved` where there are figures of a roll. */
  readonly feedback: { readonly [Code in FeedbackCode]: () => string } & {
    readonly moved: (facts: MovedFacts) => string;
  };
  /** How an allocation came about. */
  readonly decision: (facts: DecisionFacts) => string;
  /** What a plan of the whole market comes to. */
  readonly plan: {
    readonly served: (totals: {
      readonly servedTeu: number;
      readonly priorityServedTeu: number;
      readonly kilograms: string;
      readonly moved: number;
    }) => string;
    readonly left: (left: Left) => string;
    readonly bound: (bound: { readonly gapPercent: string }) => string;
    /** What the bound does not speak of. */
    readonly optionsConsidered: (cut: { readonly requestsWithMore: number; readonly mostPerRequest: number }) => string;
    readonly firstCome: (other: Left & { readonly kilograms: string }) => string;
    readonly firstComeAlike: () => string;
    readonly unserved: { readonly [reason in 'NO_FEASIBLE_OFFER' | 'NO_SPACE']: () => string };
    readonly carriedOut: (report: {
      readonly units: number;
      readonly moved: number;
      readonly refused: number;
    }) => string;
  };
  /** Why a carrier's space was used or not. */
  readonly use: {
    readonly summary: (counts: {
      readonly requests: number;
      readonly here: number;
      readonly elsewhere: number;
      readonly rest: number;
    }) => string;
    readonly lostByCarbon: (lost: { readonly requests: number; readonly kilograms: number }) => string;
    readonly lostByArrival: (lost: { readonly requests: number; readonly days: number }) => string;
    readonly refused: (refused: { readonly requests: number; readonly code: ReasonCode }) => string | undefined;
  };
  readonly outlook: (week: {
    /** ISO week, two digits. */
    readonly week: string;
    readonly sailings: number;
    readonly lowEmission: number;
    readonly freeTeu: number;
    readonly lowEmissionFreeTeu: number;
    readonly keptTeu: number;
    readonly lowestKgPerTeu: string;
  }) => string;
};

/** TEU that find no space. */
type Left = { readonly priorityTeu: number; readonly standardTeu: number };

export type DecisionFacts = {
  /** What the market took when it decided. */
  readonly input: MarketInput['kind'];
  readonly units: number;
  readonly name: string;
  /** Its place among the sailings that could take the cargo; null where it was not judged by rank. */
  readonly rank: number | null;
  readonly of: number;
  readonly isPriority: boolean;
  readonly policyVersion: string;
};

export type Could = { readonly name: string; readonly kgPerTeu: string | null };

const WORDINGS: Readonly<Record<Language, Wording>> = { en: ENGLISH, zh: CHINESE };
export const wordingOf = (language: Language): Wording => WORDINGS[language];
