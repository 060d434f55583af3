import { z } from 'zod';
import { Policy } from './policy.ts';
import { DecimalText, Identifier } from './values.ts';

const Count = z.int().nonnegative();

const MarketStanding = z.strictObject({
  /** Null before any policy is in force. */
  policyVersion: Identifier.nullable(),
  /** Containers placed for requests that have priority, and for the others. */
  priorityUnits: Count,
  standardUnits: Count,
  waitingRequests: Count,
  waitingUnits: Count,
  lowEmissionOffers: Count,
  /** Space kept for priority units now, each open offer at its fullest-protected leg. */
  protectedTeu: DecimalText,
});

/** A market's book under the policy in force and under another, at the same minute. */
export const MarketPreview = z.strictObject({
  market: Identifier,
  /** The place in the market's journal at which both were computed. */
  journalSequence: Count,
  before: MarketStanding,
  after: MarketStanding,
  requestsGainingPriority: Count,
  requestsLosingPriority: Count,
  requestsChanged: Count,
  /** The first of those that change. */
  requests: z.array(
    z.strictObject({
      requestId: Identifier,
      exporterId: Identifier,
      isPriorityBefore: z.boolean(),
      isPriorityAfter: z.boolean(),
      unitsPlacedBefore: Count,
      unitsPlacedAfter: Count,
    }),
  ),
});
export type MarketPreview = z.infer<typeof MarketPreview>;

export const PolicyPreviewRequest = z.strictObject({ previewId: Identifier, policy: Policy });

export const PolicyPreviewed = z.strictObject({
  previewId: Identifier,
  policyId: Identifier,
  version: Identifier,
  markets: z.array(MarketPreview),
});
export type PolicyPreviewed = z.infer<typeof PolicyPreviewed>;
