import { sql } from 'drizzle-orm';
import {
  bigserial,
  customType,
  index,
  integer,
  jsonb,
  type PgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Tables of event delivery that every service keeps in its own schema. */
export function messagingTables<Name extends string>(schema: PgSchema<Name>) {
  /**
   * Events that were committed with their cause and are on their way to a topic: a queue whose rows go once published. A row holds
   * what one transaction emitted to one topic, up to a hundred envelopes, each a line of JSON: a row an event, as jsonb, cost more
   * than all else of recording an equipment event.
   */
  const outbox = schema.table('outbox', {
    sequence: bigserial('sequence', { mode: 'bigint' }).primaryKey(),
    topic: text('topic').notNull(),
    envelopes: text('envelopes').notNull(),
    /** How many lines. */
    events: integer('events').notNull().default(1),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
  });
  /** Events whose effect is committed, by consumer group: a redelivery finds its row and changes nothing. */
  const inbox = schema.table(
    'inbox',
    {
      consumerGroup: text('consumer_group').notNull(),
      eventId: text('event_id').notNull(),
      receivedAt: timestamp('received_at', { withTimezone: true }).notNull().default(sql`now()`),
    },
    (table) => [
      primaryKey({ columns: [table.consumerGroup, table.eventId] }),
      index('inbox_received_at').on(table.receivedAt),
    ],
  );
  /** Deliveries that could not be handled, with the reason and the original bytes, until someone replays them. */
  const parked = schema.table('parked', {
    parkedId: text('parked_id').primaryKey(),
    consumerGroup: text('consumer_group').notNull(),
    topic: text('topic').notNull(),
    partition: integer('partition').notNull(),
    eventId: text('event_id'),
    eventType: text('event_type'),
    reason: text('reason').notNull(),
    error: text('error').notNull(),
    traceparent: text('traceparent'),
    headers: jsonb('headers').$type<Record<string, string>>().notNull(),
    originalBytes: bytea('original_bytes').notNull(),
    attempts: integer('attempts').notNull(),
    parkedAt: timestamp('parked_at', { withTimezone: true }).notNull().default(sql`now()`),
    replayedAt: timestamp('replayed_at', { withTimezone: true }),
  });
  return { outbox, inbox, parked };
}
