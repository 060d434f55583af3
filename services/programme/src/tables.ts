import type { Designation, PolicyRules } from '@greenlane/contracts/policy';
import type { PolicyPreviewed } from '@greenlane/contracts/policy-preview';
import type { Role } from '@greenlane/contracts/roles';
import { messagingTables } from '@greenlane/messaging/tables';
import { signingKeyTable } from '@greenlane/runtime/signing-keys';
import { runtimeTables } from '@greenlane/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Anchor, AnchorDocument } from './domain/audit-chain.ts';

export const programmeSchema = pgSchema('programme');

export const { outbox, inbox, parked } = messagingTables(programmeSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(programmeSchema);

const moment = (name: string) => timestamp(name, { withTimezone: true });

export const organisations = programmeSchema.table('organisation', {
  organisationId: text('organisation_id').primaryKey(),
  version: integer('version').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  status: text('status').$type<'active' | 'suspended'>().notNull(),
  clusterCode: text('cluster_code'),
  province: text('province'),
  ports: text('ports').array().notNull().default(sql`'{}'::text[]`),
  actsFor: text('acts_for').array().notNull().default(sql`'{}'::text[]`),
  registeredAt: moment('registered_at').notNull(),
});

export const apiKeys = programmeSchema.table(
  'api_key',
  {
    keyId: text('key_id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    version: integer('version').notNull(),
    /** SHA-256 of the whole key: the key itself is shown once and stored nowhere. */
    keyHash: text('key_hash').notNull().unique(),
    label: text('label').notNull(),
    scopes: text('scopes').array().notNull().default(sql`'{}'::text[]`),
    status: text('status').$type<'active' | 'revoked'>().notNull(),
    expiresAt: moment('expires_at'),
    createdAt: moment('created_at').notNull(),
    /** To within five minutes: services tell it in batches. */
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [index('api_key_by_organisation').on(table.organisationId)],
);

/** Persons who act for an organisation, by what their OpenID Connect issuer calls them. Rows stay when a person goes. */
export const organisationUsers = programmeSchema.table(
  'organisation_user',
  {
    userId: text('user_id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    /** Counts per issuer and subject, across organisations, so that a person who moves is never moved back by a late event. */
    version: integer('version').notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    label: text('label').notNull(),
    scopes: text('scopes').array().notNull().default(sql`'{}'::text[]`),
    status: text('status').$type<'active' | 'removed'>().notNull(),
    createdAt: moment('created_at').notNull(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [
    index('organisation_user_by_organisation').on(table.organisationId),
    uniqueIndex('organisation_user_active').on(table.issuer, table.subject).where(sql`status = 'active'`),
  ],
);

/** Which logistics provider may act for which exporter; the provider's `actsFor` follows from the granted ones. */
export const mandates = programmeSchema.table(
  'mandate',
  {
    exporterId: text('exporter_id').notNull(),
    providerId: text('provider_id').notNull(),
    status: text('status').$type<'granted' | 'revoked'>().notNull(),
    changedBy: text('changed_by').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.exporterId, table.providerId] })],
);

export const designations = programmeSchema.table(
  'designation',
  {
    designationId: text('designation_id').primaryKey(),
    version: integer('version').notNull(),
    organisationId: text('organisation_id').notNull(),
    clusterCode: text('cluster_code').notNull(),
    province: text('province').notNull(),
    status: text('status').$type<'granted' | 'suspended' | 'revoked'>().notNull(),
    hsPrefixes: text('hs_prefixes').array().notNull(),
    markets: text('markets').array().notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
    evidence: jsonb('evidence').$type<Designation['evidence']>().notNull(),
    reason: text('reason'),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [index('designation_by_organisation').on(table.organisationId)],
);

export const policies = programmeSchema.table(
  'policy',
  {
    policyId: text('policy_id').notNull(),
    version: text('version').notNull(),
    status: text('status').$type<'draft' | 'in-force'>().notNull(),
    basis: text('basis').$type<'PUBLISHED' | 'ASSUMED'>().notNull(),
    effectiveFrom: moment('effective_from').notNull(),
    evidence: jsonb('evidence')
      .$type<readonly { title: string; reference: string; sha256?: string | undefined }[]>()
      .notNull(),
    rules: jsonb('rules').$type<PolicyRules>().notNull(),
    author: text('author').notNull(),
    approvedBy: text('approved_by'),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.policyId, table.version] })],
);

/** What a policy version would change, asked of matching and kept with its answer. */
export const policyPreviews = programmeSchema.table('policy_preview', {
  previewId: text('preview_id').primaryKey(),
  policyId: text('policy_id').notNull(),
  version: text('version').notNull(),
  requestedBy: text('requested_by').notNull(),
  requestedAt: moment('requested_at').notNull(),
  answeredAt: moment('answered_at'),
  markets: jsonb('markets').$type<PolicyPreviewed['markets']>(),
});

/** The state of requests, allocations, dwell, footprints and claims that outcome reports count: projections of events. */
export const requestOutcomes = programmeSchema.table('request_outcome', {
  requestId: text('request_id').primaryKey(),
  exporterId: text('exporter_id').notNull(),
  clusterCode: text('cluster_code'),
  loadPorts: text('load_ports').array().notNull(),
  units: integer('units').notNull(),
  submittedAt: moment('submitted_at').notNull(),
});

/** What matching decided on a request; kept apart because the decision can arrive before the request does. */
export const requestDecisions = programmeSchema.table('request_decision', {
  requestId: text('request_id').primaryKey(),
  isPriority: boolean('is_priority').notNull(),
  decisionNumber: integer('decision_number').notNull(),
  status: text('status').notNull(),
  unitsAllocated: integer('units_allocated').notNull(),
  firstAllocatedAt: moment('first_allocated_at'),
});

export const allocationOutcomes = programmeSchema.table('allocation_outcome', {
  allocationId: text('allocation_id').primaryKey(),
  version: integer('version').notNull(),
  exporterId: text('exporter_id').notNull(),
  clusterCode: text('cluster_code'),
  isPriority: boolean('is_priority').notNull(),
  status: text('status').notNull(),
  loadPort: text('load_port').notNull(),
  units: integer('units').notNull(),
  quarterTeu: integer('quarter_teu').notNull(),
  grams: bigint('grams', { mode: 'number' }).notNull(),
  laneDefaultGrams: bigint('lane_default_grams', { mode: 'number' }).notNull(),
  /** The sea leg alone, and the same with the trade-lane default: what makes space low-emission. */
  seaGrams: bigint('sea_grams', { mode: 'number' }).notNull().default(0),
  laneDefaultSeaGrams: bigint('lane_default_sea_grams', { mode: 'number' }).notNull().default(0),
  policyVersion: text('policy_version').notNull().default(''),
  decidedAt: moment('decided_at').notNull(),
});

export const dwellOutcomes = programmeSchema.table('dwell_outcome', {
  visitId: text('visit_id').primaryKey(),
  version: integer('version').notNull(),
  lane: text('lane').notNull(),
  UNLocationCode: text('un_location_code').notNull(),
  clusterCode: text('cluster_code'),
  dwellMinutes: integer('dwell_minutes').notNull(),
  loadedAt: moment('loaded_at').notNull(),
});

export const claimOutcomes = programmeSchema.table('claim_outcome', {
  claimId: text('claim_id').primaryKey(),
  version: integer('version').notNull(),
  status: text('status').notNull(),
  exporterId: text('exporter_id').notNull(),
  clusterCode: text('cluster_code'),
  amount: text('amount').notNull(),
  currencyCode: text('currency_code').notNull(),
  changedAt: moment('changed_at').notNull().default(sql`now()`),
});

/** Append-only: UPDATE and DELETE are refused by a trigger. One hash chain an organisation. */
export const auditLog = programmeSchema.table(
  'audit_log',
  {
    chainId: text('chain_id').notNull(),
    sequence: integer('sequence').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
    occurredAt: text('occurred_at').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    actor: text('actor').notNull(),
    detail: jsonb('detail').notNull(),
  },
  (table) => [primaryKey({ columns: [table.chainId, table.sequence] })],
);

/** The end of each chain: locked while a row is appended. */
export const auditHeads = programmeSchema.table('audit_head', {
  chainId: text('chain_id').primaryKey(),
  sequence: integer('sequence').notNull(),
  hash: text('hash').notNull(),
});

/** Signs the anchors of the audit log. */
export const signingKeys = signingKeyTable(programmeSchema);

/** Where every chain ended, signed once a day. */
export const auditAnchors = programmeSchema.table('audit_anchor', {
  day: date('day', { mode: 'string' }).primaryKey(),
  document: jsonb('document').$type<AnchorDocument>().notNull(),
  jws: text('jws').notNull(),
  kid: text('kid').notNull(),
  ends: jsonb('ends').$type<readonly Anchor[]>().notNull(),
});
