import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import { runStatement, type Transaction } from './database.ts';

const quoted = (name: string) => `"${name}"`;

/**
 * Stores rows whose key is new and answers the ids of those that were stored; the others are left alone. One row, the
 * hot path of a POST, runs as a named statement: PostgreSQL plans it (row level security included) once a connection.
 * Measured on POST /v1/vessel-offers beside drizzle's insert: see services/embedded/bench/http.bench.ts.
 * @param key the columns of the unique index that tells whether a row is new
 */
export async function insertNew<Table extends PgTable>(
  tx: Transaction,
  into: { readonly table: Table; readonly key: readonly PgColumn[]; readonly id: PgColumn },
  rows: readonly Table['$inferInsert'][],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const { schema, name } = getTableConfig(into.table);
  const columns = Object.entries(getTableColumns(into.table)) as [string, PgColumn][];
  const values: unknown[] = [];
  const tuples = rows.map((row) => {
    const places = columns.map(([property, column]) => {
      const value = (row as Readonly<Record<string, unknown>>)[property];
      values.push(value === undefined || value === null ? null : column.mapToDriverValue(value));
      return `$${values.length}`;
    });
    return `(${places.join(', ')})`;
  });
  const stored = await runStatement<{ id: string }>(tx, {
    ...(rows.length === 1 ? { name: `insert into ${schema}.${name}` } : {}),
    text: `insert into ${quoted(schema ?? 'public')}.${quoted(name)} (${columns.map(([, column]) => quoted(column.name)).join(', ')})
      values ${tuples.join(', ')} on conflict (${into.key.map((column) => quoted(column.name)).join(', ')}) do nothing returning ${quoted(into.id.name)} as id`,
    values,
  });
  return new Set(stored.map(({ id }) => id));
}
