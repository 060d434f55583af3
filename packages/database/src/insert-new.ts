import { getTableColumns } from 'drizzle-orm';
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core';
import { runStatement, type Transaction } from './database.ts';
import type { ColumnType } from './new-rows.ts';
import { addNewRows, NeedsTransaction } from './shared-commits.ts';

const quoted = (name: string) => `"${name}"`;

/** What the statements for one table are made of; asking drizzle anew took 40 µs of a POST. */
type Parts = {
  readonly name: string;
  readonly insert: string;
  readonly table: string;
  readonly columns: readonly (readonly [string, PgColumn])[];
};
const partsOf = new WeakMap<PgTable, Parts>();

function parts(table: PgTable): Parts {
  const known = partsOf.get(table);
  if (known !== undefined) return known;
  const { schema, name } = getTableConfig(table);
  const columns = Object.entries(getTableColumns(table)) as [string, PgColumn][];
  const names = columns.map(([, column]) => quoted(column.name)).join(', ');
  const place = `${quoted(schema ?? 'public')}.${quoted(name)}`;
  const made = {
    name: `insert into ${schema}.${name}`,
    insert: `insert into ${place} (${names})`,
    table: place,
    columns,
  };
  partsOf.set(table, made);
  return made;
}

const SHARED_TYPES: Readonly<Record<string, ColumnType>> = {
  text: 'text',
  integer: 'integer',
  jsonb: 'jsonb',
  'timestamp with time zone': 'timestamptz',
};

function sharedType(column: PgColumn): ColumnType {
  const type = SHARED_TYPES[column.getSQLType()];
  if (type === undefined) throw new NeedsTransaction(`rows with ${column.getSQLType()} do not share a commit`);
  return type;
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
  const { name, insert, table, columns } = parts(into.table);
  const id = columns.findIndex(([, column]) => column === into.id);
  const propertyOf = (row: Table['$inferInsert'], property: string) =>
    (row as Readonly<Record<string, unknown>>)[property] ?? null;
  const isShared = addNewRows(tx, () => ({
    name,
    table,
    columns: columns.map(([, column]) => ({ name: column.name, type: sharedType(column) })),
    rows: rows.map((row) =>
      columns.map(([property, column]) => {
        const value = propertyOf(row, property);
        if (value instanceof Date) return value.getTime();
        return value === null ? null : (column.mapToDriverValue(value) as string | number);
      }),
    ),
  }));
  if (isShared) return new Set(rows.map((row) => String(propertyOf(row, columns[id]![0]))));
  const values = rows.map((row) =>
    columns.map(([property, column]) => {
      const value = propertyOf(row, property);
      return value === null ? null : column.mapToDriverValue(value);
    }),
  );
  let place = 0;
  const tuples = values.map((row) => `(${row.map(() => `$${++place}`).join(', ')})`);
  const stored = await runStatement<{ id: string }>(tx, {
    ...(rows.length === 1 ? { name } : {}),
    text: `${insert} values ${tuples.join(', ')} on conflict (${into.key.map((column) => quoted(column.name)).join(', ')}) do nothing returning ${quoted(into.id.name)} as id`,
    values: values.flat(),
  });
  return new Set(stored.map(({ id: stored }) => stored));
}
