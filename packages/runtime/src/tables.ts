import { sql } from 'drizzle-orm';
import { integer, jsonb, type PgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/**
 * Tables that every service keeps in its own schema: answers by Idempotency-Key, and its projection of who may call
 * (organisations and key hashes), so that no request needs another service.
 */
export function runtimeTables<Name extends string>(schema: PgSchema<Name>) {
  const idempotency = schema.table(
    'idempotency',
    {
      organisationId: text('organisation_id').notNull(),
      key: text('key').notNull(),
      /** SHA-256 over method, path and body. */
      fingerprint: text('fingerprint').notNull(),
      status: integer('status').notNull(),
      headers: jsonb('headers').$type<Record<string, string>>().notNull(),
      body: text('body'),
      createdAt: timestamp('created_at', { withTimezone: true }).notNull().default(sql`now()`),
    },
    (table) => [primaryKey({ columns: [table.organisationId, table.key] })],
  );
  const identityOrganisation = schema.table('identity_organisation', {
    organisationId: text('organisation_id').primaryKey(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    role: text('role').notNull(),
    status: text('status').notNull(),
    clusterCode: text('cluster_code'),
    province: text('province'),
    ports: text('ports').array().notNull().default(sql`'{}'::text[]`),
    actsFor: text('acts_for').array().notNull().default(sql`'{}'::text[]`),
  });
  const identityKey = schema.table('identity_key', {
    keyHash: text('key_hash').primaryKey(),
    keyId: text('key_id').notNull(),
    organisationId: text('organisation_id').notNull(),
    version: integer('version').notNull(),
    scopes: text('scopes').array().notNull().default(sql`'{}'::text[]`),
    status: text('status').notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
  });
  return { idempotency, identityOrganisation, identityKey };
}
