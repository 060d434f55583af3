import { z } from 'zod';
import { Grams } from './allocation.ts';
import { DateTime, Identifier, Money, NonNegativeDecimal, Sha256 } from './values.ts';

/** Why a version of a footprint was made. */
export const FootprintReason = z.enum([
  'HELD',
  'REPLACES_ROLLED',
  'LOADED',
  'UNITS_CHANGED',
  'VESSEL_CHANGED',
  'FUEL_EVIDENCE_CHANGED',
  'VOYAGE_DATA',
  'INPUT_CHANGED',
]);
export type FootprintReason = z.infer<typeof FootprintReason>;

export const FootprintEventData = z.strictObject({
  footprintId: Identifier,
  version: z.int().positive(),
  kind: z.enum(['PLANNED', 'ACTUAL']),
  reason: FootprintReason.optional(),
  allocationId: Identifier,
  requestId: Identifier,
  exporterId: Identifier,
  carrierId: Identifier,
  units: z.int().positive(),
  wellToWakeGramsPerContainer: Grams,
  tankToWakeGramsPerContainer: Grams,
  laneDefaultGramsPerContainer: Grams,
  dataQuality: z.enum(['PRIMARY', 'MODELLED', 'DEFAULT']),
  primaryDataSharePercent: NonNegativeDecimal,
  factorSetVersion: Identifier,
  supersedes: Identifier.optional(),
  calculatedAt: DateTime,
});
export type FootprintEventData = z.infer<typeof FootprintEventData>;

export const StatementEventData = z.strictObject({
  statementId: Identifier,
  exporterId: Identifier,
  allocationIds: z.array(Identifier),
  sha256: Sha256,
  supersedes: Identifier.optional(),
  issuedAt: DateTime,
});
export type StatementEventData = z.infer<typeof StatementEventData>;

export const ClaimStatus = z.enum(['draft', 'submitted', 'verified', 'approved', 'rejected', 'corrected']);
export const ClaimEventData = z.strictObject({
  claimId: Identifier,
  version: z.int().positive(),
  status: ClaimStatus,
  statementId: Identifier,
  exporterId: Identifier,
  clusterCode: z.string().optional(),
  amount: Money,
  indicative: z.boolean(),
  policyVersion: Identifier,
  changedAt: DateTime,
});
export type ClaimEventData = z.infer<typeof ClaimEventData>;

export const DiagnosisEventData = z.strictObject({
  diagnosisId: Identifier,
  version: z.int().positive(),
  /** SUBMITTED, or EVIDENCE_SUPPLIED when a supplier answered a request for evidence. */
  cause: z.enum(['SUBMITTED', 'EVIDENCE_SUPPLIED']),
  exporterId: Identifier,
  rows: z.int().positive(),
  computedRows: z.int().nonnegative(),
  grades: z.strictObject({
    PRIMARY: z.int().nonnegative(),
    MODELLED: z.int().nonnegative(),
    DEFAULT: z.int().nonnegative(),
    NONE: z.int().nonnegative(),
  }),
  wellToWakeGrams: Grams,
  factorSetVersion: Identifier,
  evidenceRequestId: Identifier.optional(),
  changedAt: DateTime,
});
export type DiagnosisEventData = z.infer<typeof DiagnosisEventData>;
