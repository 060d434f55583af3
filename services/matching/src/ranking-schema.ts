import { BidPriceRules, Policy } from '@greenlane/contracts/policy';
import { Identifier, Money, UNLocationCode } from '@greenlane/contracts/values';
import { z } from 'zod';
import { REASON_CODES } from './domain/feasibility.ts';

const ReasonSchema = z.strictObject({
  code: z.enum(REASON_CODES as [string, ...string[]]),
  message: z.string(),
  limit: z.string().optional(),
  actual: z.string().optional(),
});
const Co2eSchema = z.strictObject({
  totalKg: z.string(),
  perTeuKg: z.string(),
  perContainerKg: z.string(),
  wellToTankKg: z.string(),
  tankToWakeKg: z.string(),
  laneDefaultKg: z.string(),
  byElement: z.array(
    z.strictObject({
      kind: z.string(),
      mode: z.string(),
      distanceKm: z.string(),
      kg: z.string(),
      dataQuality: z.string(),
    }),
  ),
  dataQuality: z.string(),
  primaryDataSharePercent: z.string(),
});
const CostSchema = z.strictObject({
  freight: Money.nullable(),
  euEts: z.strictObject({ allowancesKg: z.string(), amount: Money.nullable(), allocationRule: z.string() }).nullable(),
  fuelEu: z
    .strictObject({ amount: Money, position: z.enum(['DEFICIT', 'SURPLUS']), allocationRule: z.string() })
    .nullable(),
  indicativeSubsidy: Money.nullable(),
  message: z.string(),
});
const AdviceSchema = z.strictObject({
  change: z.string(),
  offerId: Identifier,
  kgCo2ePerTeu: z.string(),
  message: z.string(),
});
export const CandidateSchema = z.strictObject({
  rank: z.int().positive(),
  offerId: Identifier,
  carrierOfferReference: z.string(),
  carrierName: z.string(),
  vessel: z.strictObject({ vesselIMONumber: z.string(), name: z.string() }),
  loadPort: UNLocationCode,
  dischargePort: UNLocationCode,
  departureDateTime: z.string(),
  arrivalDateTime: z.string(),
  rate: Money.nullable(),
  paretoOptimal: z.boolean(),
  lowEmission: z.boolean(),
  withinTwoPercentOfBest: z.boolean(),
  decidedBy: z.string().nullable(),
  message: z.string(),
  units: z.int().positive(),
  freight: Money.nullable(),
  co2e: Co2eSchema,
  cost: CostSchema,
});
export const RefusedSchema = CandidateSchema.pick({
  offerId: true,
  carrierOfferReference: true,
  carrierName: true,
  vessel: true,
}).extend({ reasons: z.array(ReasonSchema) });
export const RankingSchema = z.strictObject({
  requestId: Identifier,
  decidedAt: z.string(),
  policyVersion: Identifier,
  factorSetVersion: Identifier,
  isPriorityUnit: z.boolean(),
  indicative: z.boolean(),
  objective: z.string(),
  units: z.int().positive(),
  counts: z.strictObject({
    candidates: z.int().nonnegative(),
    refused: z.int().nonnegative(),
    byReason: z.record(z.string(), z.int()),
  }),
  protection: z.strictObject({
    mode: z.enum(['FIXED_SHARE', 'BID_PRICE']),
    basis: z.enum(['FIXED_SHARE', 'BOOKING_CURVE']),
    solvedAt: z.string().nullable(),
    message: z.string(),
  }),
  candidates: z.array(CandidateSchema),
  refused: z.array(RefusedSchema),
  counterfactuals: z.array(AdviceSchema),
  relaxation: AdviceSchema.nullable(),
});
export const RankingPolicySchema = Policy.extend({
  bidPrice: BidPriceRules,
  mainParameters: z.array(z.strictObject({ name: z.string(), message: z.string() })),
});
