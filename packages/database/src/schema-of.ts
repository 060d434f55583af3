import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';

const schemas = new WeakMap<PgTable, string>();

/** The schema that a table is in; drizzle puts its whole description together each time it is asked. */
export function schemaOf(table: PgTable): string {
  const known = schemas.get(table) ?? getTableConfig(table).schema ?? 'public';
  schemas.set(table, known);
  return known;
}
