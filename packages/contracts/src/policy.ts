import { z } from 'zod';
import {
  CalendarDate,
  DateTime,
  Identifier,
  ImoClass,
  NonNegativeDecimal,
  Reference,
  Sha256,
  UNLocationCode,
  UNNumber,
} from './values.ts';
import { Route } from './vessel-offer.ts';

const Percent = z.int().min(0).max(100);
const Hours = z.int().min(0).max(2_400);

/**
 * BID_PRICE protection: what a request is worth, how much of the expected priority demand is kept room for, and when the
 * market's own bookings are enough to be learned from. One point is one kilogram CO2e kept out of the air, so that
 * ranking, protection and the batch plan weigh in one unit.
 */
export const BidPriceRules = z.strictObject({
  points: z.strictObject({
    /** What it is worth that one TEU moves at all, before its emissions are taken off. */
    priorityServedPerTeu: z.int().min(0).max(1_000_000),
    standardServedPerTeu: z.int().min(0).max(1_000_000),
    /** What one kilogram CO2e of such cargo counts. */
    priorityPerKilogram: z.int().min(0).max(100),
    standardPerKilogram: z.int().min(0).max(100),
  }),
  /** Quantile of the priority demand still expected on a sailing that stays kept for it (Littlewood's rule). */
  protectionQuantilePercent: Percent,
  /** Prices are solved anew after so many hours, or once so many changes of the market have come in. */
  resolveHours: z.int().min(1).max(168),
  resolveAfterChanges: z.int().min(1).max(1_000_000),
  learning: z.strictObject({
    /** How far back the booking curve looks. */
    historyDays: z.int().min(7).max(730),
    /** Fewer days or priority requests than this: the fixed share is in force instead. */
    minimumDays: z.int().min(1).max(365),
    minimumPriorityRequests: z.int().min(1).max(100_000),
  }),
});
export type BidPriceRules = z.infer<typeof BidPriceRules>;

/** In force where a policy document names no bid-price rules of its own; the simulator (`pnpm simulate`) shows what they do. */
export const DEFAULT_BID_PRICE_RULES: BidPriceRules = {
  points: { priorityServedPerTeu: 12_000, standardServedPerTeu: 4_000, priorityPerKilogram: 3, standardPerKilogram: 1 },
  protectionQuantilePercent: 85,
  resolveHours: 24,
  resolveAfterChanges: 500,
  learning: { historyDays: 84, minimumDays: 14, minimumPriorityRequests: 30 },
};

/**
 * A policy document: every rule of the programme that is not published, as dated data. `basis` ASSUMED marks all that
 * rests on it as indicative; PUBLISHED needs evidence.
 */
const HsPrefixes = z.array(z.string().regex(/^\d{2,12}$/)).min(1);
const DwellRules = z.strictObject({
  targetHours: z.strictObject({ GREEN: Hours, ORDINARY: Hours }),
  /** Which pauses stop the clock. */
  pauses: z.array(z.enum(['CUSTOMS_INSPECTION', 'EXPORTER_HOLD', 'WEATHER'])),
  /** Fewer completed boxes than this on either lane: no conclusion is drawn. */
  minimumSample: z.int().positive(),
});
const SubsidyRules = z.strictObject({
  rate: z.strictObject({
    basis: z.enum(['CALCULATION', 'STATEMENT', 'CONTAINER', 'TONNE', 'SHARE_OF_COST']),
    amount: NonNegativeDecimal,
    currencyCode: z.string().length(3),
  }),
  capPerUnit: NonNegativeDecimal,
  capTotal: NonNegativeDecimal,
});

/**
 * What a province rules otherwise, for the units it designated: whole sections, so that nobody has to guess how two
 * halves of a rule combine. The programme's cap in all stays one budget.
 */
const ProvinceRules = z.strictObject({
  province: z.string().trim().min(2).max(50),
  eligibility: z.strictObject({ hsPrefixes: HsPrefixes }).optional(),
  subsidy: SubsidyRules.omit({ capTotal: true }).optional(),
});

export const PolicyRules = z.strictObject({
  eligibility: z.strictObject({
    /** HS prefixes of goods that the priority covers. */
    hsPrefixes: HsPrefixes,
    /** Load markets in which the priority applies. */
    markets: z.array(Identifier).min(1),
  }),
  protection: z.strictObject({
    mode: z.enum(['FIXED_SHARE', 'BID_PRICE']),
    /** Share of every pool of a low-emission offer that only priority units may take before the release. */
    sharePercent: Percent,
    floorSharePercent: Percent,
    /** Hours before the earliest cut-off at which protected space opens to everyone. */
    releaseHoursBeforeCutOff: Hours,
    /** Of mode BID_PRICE; absent: {@link DEFAULT_BID_PRICE_RULES}. */
    bidPrice: BidPriceRules.optional(),
  }),
  deadlines: z.strictObject({
    carrierConfirmHours: Hours,
    standardMaximumWaitHours: Hours,
    lateCancellationHoursBeforeCutOff: Hours,
  }),
  limits: z
    .strictObject({
      /** Space that one exporter may hold unconfirmed in a market: nobody blocks a sailing by holding it. */
      maximumHeldTeuPerUnit: z.int().positive(),
    })
    .optional(),
  lowEmission: z.strictObject({
    /** An offer is low-emission when its sea leg is at least this far below the trade-lane default. */
    belowLaneDefaultPercent: Percent,
  }),
  ranking: z.strictObject({
    balanced: z.strictObject({
      emissionsWeight: Percent,
      arrivalWeight: Percent,
      rateWeight: Percent,
      /** What one full point of each term is worth. */
      emissionsKgPerTeu: z.int().positive(),
      arrivalHours: z.int().positive(),
      rateMinorUnitsPerTeu: z.int().positive(),
    }),
  }),
  /** Prices that cost estimates beside a ranking use; absent: quantities are shown without an amount. */
  costEstimates: z.strictObject({ euAllowanceEurPerTonne: NonNegativeDecimal }).optional(),
  routes: z.strictObject({ eastWestDefault: Route }),
  preCarriage: z.strictObject({
    /** Planning speeds in kilometres a day, to know when cargo reaches the gate. */
    kilometresPerDay: z.strictObject({
      ROAD: z.int().positive(),
      RAIL: z.int().positive(),
      INLAND_WATERWAY: z.int().positive(),
      FEEDER: z.int().positive(),
    }),
  }),
  dangerousGoods: z.array(
    z.strictObject({ UNNumber, imoClass: ImoClass, properShippingName: z.string(), certificateRequired: z.boolean() }),
  ),
  /** Dangerous goods that a port does not take at all, with what says so. */
  portRestrictions: z
    .array(
      z.strictObject({ UNLocationCode, refusedUNNumbers: z.array(UNNumber).min(1), evidence: Reference.optional() }),
    )
    .optional(),
  dwell: DwellRules,
  subsidy: SubsidyRules,
  provinceOverrides: z
    .array(ProvinceRules)
    .refine((rows) => new Set(rows.map(({ province }) => province)).size === rows.length, 'each province at most once')
    .optional(),
});
export type PolicyRules = z.infer<typeof PolicyRules>;

/** The rules as they hold for a unit that the province designated; the national ones where it rules nothing else. */
export function rulesForProvince<Rules extends Pick<PolicyRules, 'eligibility' | 'subsidy' | 'provinceOverrides'>>(
  rules: Rules,
  province: string | undefined,
): Rules {
  const own = rules.provinceOverrides?.find((candidate) => candidate.province === province);
  if (own === undefined) return rules;
  return {
    ...rules,
    eligibility: { ...rules.eligibility, ...own.eligibility },
    subsidy: own.subsidy === undefined ? rules.subsidy : { ...own.subsidy, capTotal: rules.subsidy.capTotal },
  };
}

export const Policy = z.strictObject({
  policyId: Identifier,
  version: Identifier,
  status: z.enum(['draft', 'in-force']),
  basis: z.enum(['PUBLISHED', 'ASSUMED']),
  effectiveFrom: DateTime,
  evidence: z.array(z.strictObject({ title: z.string().min(1), reference: Reference, sha256: Sha256.optional() })),
  rules: PolicyRules,
});
export type Policy = z.infer<typeof Policy>;

export const DesignationStatus = z.enum(['granted', 'suspended', 'revoked']);

export const Designation = z.strictObject({
  designationId: Identifier,
  organisationId: Identifier,
  clusterCode: Identifier,
  province: z.string(),
  hsPrefixes: z.array(z.string().regex(/^\d{2,12}$/)).min(1),
  markets: z.array(Identifier).min(1),
  validFrom: CalendarDate,
  validTo: CalendarDate.optional(),
  evidence: z.strictObject({ reference: Reference, sha256: Sha256.optional() }),
});
export type Designation = z.infer<typeof Designation>;
