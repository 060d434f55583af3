import type { Allocation } from '@greenlane/contracts/allocation';
import type { FootprintReason } from '@greenlane/contracts/carbon-events';
import type { PolicyRules } from '@greenlane/contracts/policy';
import type { EmissionProfile, FuelName } from '@greenlane/contracts/vessel-offer';
import type { DoorToPortResult } from '@greenlane/emissions/door-to-port';
import { messagingTables } from '@greenlane/messaging/tables';
import { signingKeyTable } from '@greenlane/runtime/signing-keys';
import { runtimeTables } from '@greenlane/runtime/tables';
import type { SignedStatement } from '@greenlane/statement/statement';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { diagnosisTables } from './diagnosis-tables.ts';

export const carbonSchema = pgSchema('carbon');

export const { outbox, inbox, parked } = messagingTables(carbonSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(carbonSchema);

export const { diagnoses, diagnosisVersions, evidenceRequests } = diagnosisTables(carbonSchema);

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** Allocations as decided last: what a footprint is of. */
export const allocations = carbonSchema.table(
  'allocation',
  {
    allocationId: text('allocation_id').primaryKey(),
    version: integer('version').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    state: jsonb('state').$type<Allocation>().notNull(),
    equipmentReferences: text('equipment_references').array().notNull().default(sql`'{}'::text[]`),
  },
  // For the few offers that change after cargo was decided on them.
  (table) => [index('allocation_by_offer').on(sql`(${table.state} ->> 'offerId')`)],
);

/** Containers that were heard of before their allocation, until it comes. */
export const earlyContainers = carbonSchema.table(
  'early_container',
  {
    allocationId: text('allocation_id').notNull(),
    assignedAt: moment('assigned_at').notNull(),
    equipmentReferences: text('equipment_references').array().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'early_container_of_event',
      columns: [table.allocationId, table.assignedAt, table.equipmentReferences],
    }),
  ],
);

/** Never edited: a change of facts makes a new row that supersedes the old. */
export const footprints = carbonSchema.table(
  'footprint',
  {
    footprintId: text('footprint_id').primaryKey(),
    allocationId: text('allocation_id').notNull(),
    version: integer('version').notNull(),
    kind: text('kind').$type<'PLANNED' | 'ACTUAL'>().notNull(),
    reason: text('reason').$type<FootprintReason>().notNull().default('HELD'),
    /** Null in rows made before vessels could change: the allocation's own. */
    vessel: jsonb('vessel').$type<Allocation['vessel']>(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    requestId: text('request_id').notNull(),
    units: integer('units').notNull(),
    chain: jsonb('chain').$type<Allocation['chain']>().notNull(),
    result: jsonb('result').$type<DoorToPortResult>().notNull(),
    supersedes: text('supersedes'),
    policyVersion: text('policy_version').notNull(),
    indicative: boolean('indicative').notNull(),
    calculatedAt: moment('calculated_at').notNull(),
  },
  (table) => [uniqueIndex('footprint_version').on(table.allocationId, table.version)],
);

/**
 * What became known of a sailing after cargo was decided on it: the carrier amended the offer (another ship, other fuel
 * evidence), or sent the data of the voyage itself. Only these exceptions are kept, not every offer.
 */
export const sailingFacts = carbonSchema.table(
  'sailing_fact',
  {
    offerId: text('offer_id').notNull(),
    source: text('source').$type<'OFFER_AMENDED' | 'VOYAGE'>().notNull(),
    version: integer('version').notNull(),
    carrierId: text('carrier_id').notNull(),
    vessel: jsonb('vessel').$type<Allocation['vessel']>(),
    profile: jsonb('profile').$type<EmissionProfile>().notNull(),
    profileJudgedOn: text('profile_judged_on').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.offerId, table.source] })],
);

/**
 * Fuel evidence as a ledger in MJ: what a proof of sustainability or bunker note covers is allocated once. The check is the
 * guarantee, whoever races; `free_mj` can only fall as `allocated_mj` rises.
 */
export const fuelEvidence = carbonSchema.table(
  'fuel_evidence',
  {
    evidenceId: text('evidence_id').primaryKey(),
    carrierId: text('carrier_id').notNull(),
    type: text('type').$type<'PROOF_OF_SUSTAINABILITY' | 'BUNKER_DELIVERY_NOTE'>().notNull(),
    reference: text('reference').notNull(),
    sha256: text('sha256').notNull(),
    fuel: text('fuel').$type<FuelName>().notNull(),
    certifiedGramsPerMJ: numeric('certified_grams_per_mj'),
    /** PHYSICAL: burnt in the ship's own inventory. BOOK_AND_CLAIM: bought elsewhere, shown apart and never in a total. */
    inventory: text('inventory').$type<'PHYSICAL' | 'BOOK_AND_CLAIM'>().notNull(),
    publishedMJ: numeric('published_mj').notNull(),
    allocatedMJ: numeric('allocated_mj').notNull(),
    freeMJ: numeric('free_mj').notNull(),
    registeredAt: moment('registered_at').notNull(),
  },
  (table) => [
    // A document is registered once, by whichever carrier: the same proof cannot stand in two books.
    uniqueIndex('fuel_evidence_document').on(table.type, table.reference),
    index('fuel_evidence_by_carrier').on(table.carrierId, table.evidenceId),
    check(
      'published_is_allocated_and_free',
      sql`published_mj = allocated_mj + free_mj and allocated_mj >= 0 and free_mj >= 0`,
    ),
  ],
);

/** Entries of the ledger, never edited: energy given to a shipment, negative when the shipment fell away. */
export const fuelEntries = carbonSchema.table(
  'fuel_entry',
  {
    entryId: text('entry_id').primaryKey(),
    evidenceId: text('evidence_id').notNull(),
    allocationId: text('allocation_id').notNull(),
    energyMJ: numeric('energy_mj').notNull(),
    carrierId: text('carrier_id').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    /** STATEMENT, CARRIER, or the state of the allocation that gave the energy back. */
    cause: text('cause').notNull(),
    enteredAt: moment('entered_at').notNull(),
  },
  (table) => [
    index('fuel_entry_by_allocation').on(table.allocationId, table.evidenceId),
    index('fuel_entry_by_evidence').on(table.evidenceId),
  ],
);

/** Signs statements. */
export const signingKeys = signingKeyTable(carbonSchema);

export const statements = carbonSchema.table(
  'statement',
  {
    statementId: text('statement_id').primaryKey(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    allocationIds: text('allocation_ids').array().notNull(),
    signed: jsonb('signed').$type<SignedStatement>().notNull(),
    sha256: text('sha256').notNull(),
    chainNumber: integer('chain_number').notNull(),
    supersedes: text('supersedes'),
    issuedAt: moment('issued_at').notNull(),
    attestation: jsonb('attestation').$type<{
      readonly verifierId: string;
      readonly outcome: 'ATTESTED' | 'REFUSED';
      readonly reason: string;
      readonly at: string;
    }>(),
  },
  (table) => [
    uniqueIndex('statement_chain').on(table.exporterId, table.chainNumber),
    index('statement_by_exporter').on(table.exporterId, table.statementId),
  ],
);

export const policies = carbonSchema.table('policy', {
  version: text('version').primaryKey(),
  status: text('status').notNull(),
  basis: text('basis').notNull(),
  effectiveFrom: moment('effective_from').notNull(),
  subsidy: jsonb('subsidy').$type<PolicyRules['subsidy']>().notNull(),
  eligibility: jsonb('eligibility').$type<PolicyRules['eligibility']>(),
  provinceOverrides: jsonb('province_overrides').$type<PolicyRules['provinceOverrides']>(),
  eastWestDefault: text('east_west_default').$type<PolicyRules['routes']['eastWestDefault']>(),
});

export const CLAIM_STATES = ['draft', 'submitted', 'verified', 'approved', 'rejected', 'corrected'] as const;

export const claims = carbonSchema.table(
  'claim',
  {
    claimId: text('claim_id').primaryKey(),
    version: integer('version').notNull(),
    status: text('status').$type<(typeof CLAIM_STATES)[number]>().notNull(),
    statementId: text('statement_id').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    clusterCode: text('cluster_code'),
    amount: numeric('amount').notNull(),
    currencyCode: text('currency_code').notNull(),
    basis: text('basis').notNull(),
    policyVersion: text('policy_version').notNull(),
    indicative: boolean('indicative').notNull(),
    reason: text('reason'),
    corrects: text('corrects'),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [index('claim_by_exporter').on(table.exporterId, table.claimId)],
);

/** One line a container and leg. The unique index is the guarantee: one active claim per container, leg and programme. */
export const claimItems = carbonSchema.table(
  'claim_item',
  {
    claimId: text('claim_id').notNull(),
    allocationId: text('allocation_id').notNull(),
    unitNumber: integer('unit_number').notNull(),
    leg: text('leg').notNull(),
    programme: text('programme').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    amount: numeric('amount').notNull(),
    isActive: boolean('is_active').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.allocationId, table.unitNumber, table.leg] }),
    uniqueIndex('one_active_claim')
      .on(table.allocationId, table.unitNumber, table.leg, table.programme)
      .where(sql`is_active`),
  ],
);

/** Invoices behind a claim for a share of cost. A document, by its SHA-256 and by its number, stands behind one active claim. */
export const claimInvoices = carbonSchema.table(
  'claim_invoice',
  {
    claimId: text('claim_id').notNull(),
    reference: text('reference').notNull(),
    sha256: text('sha256').notNull(),
    amount: numeric('amount').notNull(),
    currencyCode: text('currency_code').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    isActive: boolean('is_active').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.claimId, table.sha256] }),
    uniqueIndex('one_active_invoice').on(table.sha256).where(sql`is_active`),
    uniqueIndex('one_active_invoice_number').on(table.exporterId, table.reference).where(sql`is_active`),
  ],
);

/** What is spoken for under a policy, per unit and in all; the checks hold the caps even when claims race. */
export const subsidyBudgets = carbonSchema.table(
  'subsidy_budget',
  {
    policyVersion: text('policy_version').notNull(),
    /** An exporter, or `*` for the programme. */
    holder: text('holder').notNull(),
    cap: numeric('cap').notNull(),
    claimed: numeric('claimed').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.policyVersion, table.holder] }),
    check('within_cap', sql`claimed <= cap and claimed >= 0`),
  ],
);
