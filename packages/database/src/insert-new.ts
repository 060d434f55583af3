import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import { runStatement, type Transaction } from './database.ts';
import { addNewRows } from './shared-commits.ts';

const quoted = (name: string) => `"${name}"`;

/** What the statements for one table are made of; asking drizzle anew took 40 µs of a POST. */
type Parts = {
  readonly name: string;
  readonly insert: string;
  readonly columns: readonly (readonly [string, PgColumn])[];
};
const partsOf = new WeakMap<PgTable, Parts>();

function parts(table: PgTable): Parts {
  const known = partsOf.get(table);
  if (known !== undefined) return known;
  const { schema, name } = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)) as [string, PgColumn][];
  const names = columns.map(([, column]) => quoted(column.name)).join(', ');
  const made = {
    name: `insert into ${schema}.${name}`,
    insert: `insert into ${quoted(schema ?? 'public')}.${quoted(name)} (${names})`,
    columns,
  };
  partsOf.set(table, made);
  return made;
}

/**
 * Stores rows whose key is new and answers the ids of those that were stored; the others are left alone. One row, the
 * hot path of a POST, runs as a named statement: PostgreSQL plans it (row level security included) once a connection.
 * A write that shares its commit takes all of them for new: the key stands in the way when one is not.
 * Measured on POST /v1/vessel-offers beside drizzle's insert: see services/embedded/bench/http.bench.ts.
 * @param key the columns of the unique index that tells whether a row is new
 */
export async function insertNew<Table extends PgTable>(
  tx: Transaction,
  into: { readonly table: Table; readonly key: readonly PgColumn[]; readonly id: PgColumn },
  rows: readonly Table['$inferInsert'][],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const { name, insert, columns } = parts(into.table);
  const valuesOf = (row: Table['$inferInsert']): unknown[] =>
    columns.map(([property, column]) => {
      const value = (row as Readonly<Record<string, unknown>>)[property];
      return value === undefined || value === null ? null : column.mapToDriverValue(value);
    });
  const id = columns.findIndex(([, column]) => column === into.id);
  const values = rows.map(valuesOf);
  if (addNewRows(tx, () => ({ name, insert, rows: values }))) return new Set(values.map((row) => String(row[id])));
  let place = 0;
  const tuples = values.map((row) => `(${row.map(() => `$${++place}`).join(', ')})`);
  const stored = await runStatement<{ id: string }>(tx, {
    ...(rows.length === 1 ? { name } : {}),
    text: `${insert} values ${tuples.join(', ')} on conflict (${into.key.map((column) => quoted(column.name)).join(', ')}) do nothing returning ${quoted(into.id.name)} as id`,
    values: values.flat(),
  });
  return new Set(stored.map(({ id: stored }) => stored));
}
