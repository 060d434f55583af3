import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequestBody, Feedback, RequestStatus } from '@greenlane/contracts/cargo-request';
import type { EventData } from '@greenlane/contracts/registry';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { index, integer, jsonb, pgSchema, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import type { DangerousGoodsRules, ScreeningRules } from './domain/pre-screen.ts';

export const cargoRequestSchema = pgSchema('cargo_request');

export const { outbox, inbox, parked } = messagingTables(cargoRequestSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(cargoRequestSchema);

export type DecisionOfMatching = EventData<'org.greenlane.cargo-request.decided.v1'>;

export const requests = cargoRequestSchema.table(
  'request',
  {
    requestId: text('request_id').primaryKey(),
    exporterId: text('exporter_id').notNull(),
    exporterName: text('exporter_name').notNull(),
    submittedBy: text('submitted_by').notNull(),
    requestReference: text('request_reference').notNull(),
    version: integer('version').notNull(),
    market: text('market').notNull(),
    status: text('status').$type<RequestStatus>().notNull(),
    /** As it was given, times with their offsets; only retired port codes are replaced. */
    body: jsonb('body').$type<CargoRequestBody>().notNull(),
    /** Of the body that created the request: tells a repeated POST from another request under the same reference. */
    submittedHash: text('submitted_hash').notNull(),
    /** Of the present body: an amendment that changes nothing makes no version. */
    bodyHash: text('body_hash').notNull(),
    /** What the pre-screen found at submission or at the last amendment. */
    feedbacks: jsonb('feedbacks').$type<readonly Feedback[]>().notNull(),
    /** 0 until matching has decided; then the number of the decision below. */
    decisionNumber: integer('decision_number').notNull(),
    decision: jsonb('decision').$type<DecisionOfMatching>(),
    submittedAt: timestamp('submitted_at', { withTimezone: true }).notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull(),
    cancellationReason: text('cancellation_reason'),
  },
  (table) => [
    uniqueIndex('request_reference').on(table.exporterId, table.requestReference),
    index('request_by_exporter').on(table.exporterId, table.requestId),
    index('request_by_submitter').on(table.submittedBy, table.requestId),
  ],
);

/** Allocations of the requests: a projection of allocation events, the newest version of each. */
export const allocations = cargoRequestSchema.table(
  'allocation',
  {
    allocationId: text('allocation_id').primaryKey(),
    version: integer('version').notNull(),
    requestId: text('request_id').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    state: jsonb('state').$type<Allocation>().notNull(),
  },
  (table) => [index('allocation_by_request').on(table.requestId)],
);

/** Dangerous-goods rules of each policy version, projected from programme events. */
export const policies = cargoRequestSchema.table(
  'policy',
  {
    policyId: text('policy_id').notNull(),
    version: text('version').notNull(),
    status: text('status').notNull(),
    effectiveFrom: timestamp('effective_from', { withTimezone: true }).notNull(),
    dangerousGoods: jsonb('dangerous_goods').$type<DangerousGoodsRules>().notNull(),
    portRestrictions: jsonb('port_restrictions').$type<ScreeningRules['portRestrictions']>().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.policyId, table.version] })],
);

/** Dangerous goods that open offers take, projected from offer events: only whether anyone takes them is ever told. */
export const acceptedUNNumbers = cargoRequestSchema.table(
  'accepted_un_number',
  {
    UNNumber: text('un_number').notNull(),
    market: text('market').notNull(),
    offerId: text('offer_id').notNull(),
    validUntil: timestamp('valid_until', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.UNNumber, table.market, table.offerId] }),
    index('accepted_un_number_by_offer').on(table.offerId),
  ],
);
