import type { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import type { RequestStatus } from '@greenlane/contracts/cargo-request';
import type { EventData } from '@greenlane/contracts/registry';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { PlanReport } from './domain/core-events.ts';
import type { CommandInput, MarketInput } from './domain/inputs.ts';
import type { PlannedRequest } from './domain/plan-commit.ts';

export const matchingSchema = pgSchema('matching');

export const { outbox, inbox, parked } = messagingTables(matchingSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(matchingSchema);

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/**
 * One row a market: who may write its book. Each commit locks the row and compares the epoch with the one that its writer
 * took over with, so a writer that lost its partition without knowing cannot commit.
 */
export const markets = matchingSchema.table('market', {
  name: text('name').primaryKey(),
  /** Names the fold of this journal; allocation ids are made from it. */
  bookId: text('book_id').notNull(),
  epoch: bigint('epoch', { mode: 'number' }).notNull(),
  /** Of the last journal entry; 0 before the first. */
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  lastAt: timestamp('last_at', { withTimezone: true }).notNull(),
  /** Up to where the programme's facts are in the journal. */
  programmePosition: bigint('programme_position', { mode: 'number' }).notNull(),
  policyVersion: text('policy_version'),
});

/** Every input that changed a market, in the order in which it was decided: the book is a fold of it. */
export const journal = matchingSchema.table(
  'journal',
  {
    market: text('market').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
    policyVersion: text('policy_version'),
    kind: text('kind').$type<MarketInput['kind']>().notNull(),
    input: jsonb('input').$type<MarketInput>().notNull(),
    /** The event or command that it came from. */
    causeId: text('cause_id'),
  },
  (table) => [primaryKey({ columns: [table.market, table.sequence] })],
);

/** The whole market after a journal entry, in compressed parts: a rebuild reads the newest and the tail behind it. */
export const snapshots = matchingSchema.table(
  'snapshot',
  {
    market: text('market').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    part: integer('part').notNull(),
    parts: integer('parts').notNull(),
    data: bytea('data').notNull(),
  },
  (table) => [primaryKey({ columns: [table.market, table.sequence, table.part] })],
);

/** Policies and designations in the order in which they arrived: every market takes them from here into its journal. */
export const programmeFacts = matchingSchema.table('programme_fact', {
  position: bigint('position', { mode: 'number' }).primaryKey(),
  fact: jsonb('fact').$type<Extract<MarketInput, { kind: 'policy-published' | 'designation-changed' }>>().notNull(),
});

export type CommandOutcome =
  | { readonly ok: true; readonly allocation: Allocation }
  | { readonly ok: true; readonly plan: PlanReport }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly reasons?: readonly string[] };

/** What organisations and ports asked of a market, until its owner has taken it. */
export const commands = matchingSchema.table(
  'command',
  {
    commandId: text('command_id').primaryKey(),
    position: bigserial('position', { mode: 'number' }).notNull(),
    market: text('market').notNull(),
    /** Who asked; the port's facts carry none. */
    organisationId: text('organisation_id').notNull(),
    input: jsonb('input').$type<CommandInput | Extract<MarketInput, { kind: 'container-moved' }>>().notNull(),
    outcome: jsonb('outcome').$type<CommandOutcome>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    takenAt: timestamp('taken_at', { withTimezone: true }),
  },
  (table) => [index('command_pending').on(table.market, table.position).where(sql`outcome is null`)],
);

/** Plans of whole markets: asked for, computed, carried out. A plan changes nothing until its commit enters the journal. */
export const plans = matchingSchema.table('plan', {
  planId: text('plan_id').primaryKey(),
  market: text('market').notNull(),
  /** The authority that asked. */
  organisationId: text('organisation_id').notNull(),
  status: text('status').$type<'RUNNING' | 'PLANNED' | 'COMMITTED' | 'FAILED'>().notNull(),
  failure: text('failure'),
  parameters: jsonb('parameters')
    .$type<{
      readonly iterations?: number | undefined;
      readonly seed: number;
      readonly certifySeconds?: number | undefined;
      /** Carried out as soon as it is computed, by a command of the plan's own id. */
      readonly commit?: boolean;
    }>()
    .notNull(),
  /** Journal entry up to which the plan knows the book. */
  sequence: bigint('sequence', { mode: 'number' }),
  document: jsonb('document').$type<unknown>(),
  /** What a commit asks of the market, request by request. */
  requests: jsonb('requests').$type<readonly PlannedRequest[]>(),
  report: jsonb('report').$type<PlanReport>(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
});

/** Requests and offers of each market, with the parties that may see them. */
export const requests = matchingSchema.table('request', {
  requestId: text('request_id').primaryKey(),
  market: text('market').notNull(),
  exporterId: text('exporter_id').notNull(),
  submittedBy: text('submitted_by').notNull(),
  status: text('status').$type<RequestStatus>().notNull(),
  /** JSON as text: read whole, and parsed by nothing on its way in. */
  decision: json('decision').$type<EventData<'org.greenlane.cargo-request.decided.v1'>>(),
  /** The journal entry with which it left the book: it stands in the market before that. Null while it is in the book. */
  leftSequence: bigint('left_sequence', { mode: 'number' }),
});
export const offers = matchingSchema.table('offer', {
  offerId: text('offer_id').primaryKey(),
  market: text('market').notNull(),
  carrierId: text('carrier_id').notNull(),
  /** As of a request. */
  leftSequence: bigint('left_sequence', { mode: 'number' }),
});

export const allocations = matchingSchema.table(
  'allocation',
  {
    allocationId: text('allocation_id').primaryKey(),
    market: text('market').notNull(),
    /** Its number in the market's book, and the journal entry that decided it. */
    number: bigint('number', { mode: 'number' }).notNull(),
    decisionSequence: bigint('decision_sequence', { mode: 'number' }).notNull(),
    requestId: text('request_id').notNull(),
    offerId: text('offer_id').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    loadPort: text('load_port').notNull(),
    /** Positions of its calls: it takes space on every leg from the first to the second. */
    loadCall: integer('load_call').notNull(),
    dischargeCall: integer('discharge_call').notNull(),
    status: text('status').$type<AllocationStatus>().notNull(),
    priority: boolean('priority').notNull(),
    version: integer('version').notNull(),
    quarterTeu: integer('quarter_teu').notNull(),
    weightKg: integer('weight_kg').notNull(),
    dangerousGoodsQuarterTeu: integer('dangerous_goods_quarter_teu').notNull(),
    reeferPlugs: integer('reefer_plugs').notNull(),
    payload: json('payload').$type<Allocation>().notNull(),
  },
  (table) => [
    index('allocation_by_request').on(table.requestId),
    index('allocation_by_offer').on(table.offerId),
    index('allocation_by_exporter').on(table.exporterId, table.allocationId),
    index('allocation_by_carrier').on(table.carrierId, table.allocationId),
    index('allocation_by_load_port').on(table.loadPort, table.allocationId),
  ],
);

/**
 * The capacity ledger: per leg of an offer and dimension, what is published and what is held, confirmed and loaded. The
 * checks are the database's own guard: whatever the engine believes, an oversold row cannot commit.
 */
export const ledger = matchingSchema.table(
  'ledger',
  {
    offerId: text('offer_id').notNull(),
    leg: integer('leg').notNull(),
    market: text('market').notNull(),
    quarterTeu: integer('quarter_teu').notNull(),
    heldQuarterTeu: integer('held_quarter_teu').notNull(),
    confirmedQuarterTeu: integer('confirmed_quarter_teu').notNull(),
    loadedQuarterTeu: integer('loaded_quarter_teu').notNull(),
    weightKg: integer('weight_kg').notNull(),
    heldWeightKg: integer('held_weight_kg').notNull(),
    confirmedWeightKg: integer('confirmed_weight_kg').notNull(),
    loadedWeightKg: integer('loaded_weight_kg').notNull(),
    dangerousGoodsQuarterTeu: integer('dangerous_goods_quarter_teu').notNull(),
    heldDangerousGoodsQuarterTeu: integer('held_dangerous_goods_quarter_teu').notNull(),
    confirmedDangerousGoodsQuarterTeu: integer('confirmed_dangerous_goods_quarter_teu').notNull(),
    loadedDangerousGoodsQuarterTeu: integer('loaded_dangerous_goods_quarter_teu').notNull(),
    reeferPlugs: integer('reefer_plugs').notNull(),
    heldReeferPlugs: integer('held_reefer_plugs').notNull(),
    confirmedReeferPlugs: integer('confirmed_reefer_plugs').notNull(),
    loadedReeferPlugs: integer('loaded_reefer_plugs').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.offerId, table.leg] }),
    check('teu_not_oversold', sql`held_quarter_teu + confirmed_quarter_teu + loaded_quarter_teu <= quarter_teu`),
    check('weight_not_oversold', sql`held_weight_kg::bigint + confirmed_weight_kg + loaded_weight_kg <= weight_kg`),
    check(
      'dangerous_goods_not_oversold',
      sql`held_dangerous_goods_quarter_teu + confirmed_dangerous_goods_quarter_teu + loaded_dangerous_goods_quarter_teu <= dangerous_goods_quarter_teu`,
    ),
    check(
      'reefer_plugs_not_oversold',
      sql`held_reefer_plugs + confirmed_reefer_plugs + loaded_reefer_plugs <= reefer_plugs`,
    ),
    check(
      'nothing_negative',
      sql`least(held_quarter_teu, confirmed_quarter_teu, loaded_quarter_teu, held_weight_kg, confirmed_weight_kg, loaded_weight_kg, held_dangerous_goods_quarter_teu, confirmed_dangerous_goods_quarter_teu, loaded_dangerous_goods_quarter_teu, held_reefer_plugs, confirmed_reefer_plugs, loaded_reefer_plugs) >= 0`,
    ),
  ],
);
