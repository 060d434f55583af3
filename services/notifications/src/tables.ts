import type { Envelope } from '@greenlane/contracts/envelope';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { bigint, index, integer, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';

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
