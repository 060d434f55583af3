import type { Envelope } from '@greenlane/contracts/envelope';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { sql } from 'drizzle-orm';
import { bigint, bigserial, index, integer, jsonb, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { TrackAndTraceFilter } from './domain/track-and-trace-filter.ts';

export const notificationsSchema = pgSchema('notifications');

export const { outbox, inbox, parked } = messagingTables(notificationsSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(notificationsSchema);

/**
 * One row an event and organisation that may see it (`*` for everyone). Positions are handed out under one lock that is held to
 * the commit, so they become visible in order and a reader that remembers the last one it saw misses nothing. A plain serial
 * would not do: a lower number can commit after a higher one was read.
 */
export const feed = notificationsSchema.table(
  'feed',
  {
    position: bigint('position', { mode: 'number' }).notNull(),
    organisationId: text('organisation_id').notNull(),
    event: jsonb('event').$type<Envelope>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.position, table.organisationId] }),
    index('feed_by_organisation').on(table.organisationId, table.position),
  ],
);

export const feedHead = notificationsSchema.table('feed_head', {
  one: integer('one').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
});

/** Ports of port operators, so that they are told of what happens there. */
export const operatorPorts = notificationsSchema.table(
  'operator_port',
  { organisationId: text('organisation_id').notNull(), UNLocationCode: text('un_location_code').notNull() },
  (table) => [primaryKey({ columns: [table.organisationId, table.UNLocationCode] })],
);

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** Who is posted what. The cursor into the feed is the queue's tail: events beyond it wait in the feed at no further cost. */
export const webhookSubscriptions = notificationsSchema.table(
  'webhook_subscription',
  {
    subscriptionId: text('subscription_id').primaryKey(),
    organisationId: text('organisation_id').notNull(),
    /** `standard`: Standard Webhooks; `track-and-trace`: the callbacks of DCSA T&T 2.2. */
    kind: text('kind').$type<'standard' | 'track-and-trace'>().notNull(),
    callbackUrl: text('callback_url').notNull(),
    /** Of `standard`; none means all. */
    eventTypes: text('event_types').array().notNull().default(sql`'{}'::text[]`),
    /** Of `track-and-trace`. */
    filter: jsonb('filter').$type<TrackAndTraceFilter>(),
    /** `whsec_` and base64, or the base64 that a T&T subscriber gave; sealed by a key of the configuration (see secret-keys.ts). */
    secret: text('secret').notNull(),
    /** After a rotation both sign, until this one lapses. */
    previousSecret: text('previous_secret'),
    previousSecretUntil: moment('previous_secret_until'),
    status: text('status').$type<'pending' | 'active' | 'disabled'>().notNull(),
    statusCause: text('status_cause').notNull(),
    challenge: text('challenge').notNull(),
    challengeAttempts: integer('challenge_attempts').notNull().default(0),
    challengeAt: moment('challenge_at').notNull(),
    challengedFrom: moment('challenged_from').notNull(),
    /** Deliveries are queued up to here. */
    position: bigint('position', { mode: 'number' }).notNull(),
    consecutiveFailures: integer('consecutive_failures').notNull().default(0),
    /** The receiver asked for a pause (Retry-After). */
    notBefore: moment('not_before'),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (table) => [
    index('webhook_subscription_by_organisation').on(table.organisationId, table.subscriptionId),
    index('webhook_subscription_pending').on(table.challengeAt).where(sql`status = 'pending'`),
  ],
);

/** One event on its way to one subscription. A claim moves `due_at` past the time-out, so a dead process's claim lapses by itself. */
export const webhookDeliveries = notificationsSchema.table(
  'webhook_delivery',
  {
    subscriptionId: text('subscription_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    organisationId: text('organisation_id').notNull(),
    eventId: text('event_id').notNull(),
    eventType: text('event_type').notNull(),
    status: text('status').$type<'pending' | 'delivered' | 'exhausted'>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: moment('due_at').notNull(),
    firstAttemptAt: moment('first_attempt_at'),
    lastHttpStatus: integer('last_http_status'),
    lastError: text('last_error'),
    deliveredAt: moment('delivered_at'),
    queuedAt: moment('queued_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subscriptionId, table.position] }),
    index('webhook_delivery_due').on(table.subscriptionId, table.dueAt).where(sql`status = 'pending'`),
    index('webhook_delivery_by_event').on(table.subscriptionId, table.eventId),
    index('webhook_delivery_delivered').on(table.deliveredAt).where(sql`status = 'delivered'`),
  ],
);

/** The delivery log: every attempt, without what the receiver said (its words could carry what it should not have seen). */
export const webhookAttempts = notificationsSchema.table(
  'webhook_attempt',
  {
    attemptId: bigserial('attempt_id', { mode: 'number' }).primaryKey(),
    subscriptionId: text('subscription_id').notNull(),
    organisationId: text('organisation_id').notNull(),
    eventId: text('event_id').notNull(),
    attemptNumber: integer('attempt_number').notNull(),
    startedAt: moment('started_at').notNull(),
    milliseconds: integer('milliseconds').notNull(),
    httpStatus: integer('http_status'),
    error: text('error'),
  },
  (table) => [
    index('webhook_attempt_by_event').on(table.subscriptionId, table.eventId),
    index('webhook_attempt_by_time').on(table.startedAt),
  ],
);
