import type pg from 'pg';
import { integerArray, jsonbArray, momentArray, textArray } from './array-parameters.ts';

/** What a column of new rows holds: a text, a whole number, a JSON text, or milliseconds since 1970. */
const ARRAYS = {
  text: textArray,
  integer: integerArray,
  jsonb: jsonbArray,
  timestamptz: momentArray,
} as const;
export type ColumnType = keyof typeof ARRAYS;

/** New rows for one table; rows of the same name share their statement. */
export type NewRows = {
  readonly name: string;
  /** As it stands in a statement. */
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** In the order of the columns. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /**
   * Columns that PostgreSQL fills, each by an expression, and what of them is told of each row: also to a role that may add
   * rows to the table and see none.
   */
  readonly made?: { readonly columns: Readonly<Record<string, string>>; readonly told: string };
};

const quoted = (name: string): string => `"${name}"`;

/** By what they add to, in the order of the statement's parameters. */
const statements = new Map<string, { readonly name: string; readonly text: string }>();

function textOf(tables: readonly NewRows[]): string {
  const parts: string[] = [];
  let told = 'select null where false';
  let parameter = 0;
  for (const [index, { table, columns, made }] of tables.entries()) {
    const names = columns.map(({ name }) => quoted(name));
    const given = `unnest(${columns.map(({ type }) => `$${++parameter}::${type}[]`)})`;
    if (made === undefined) {
      parts.push(`added_${index} as (insert into ${table} (${names}) select * from ${given})`);
      continue;
    }
    const added = [...Object.keys(made.columns).map(quoted), ...names].join(', ');
    const filled = Object.entries(made.columns).map(([name, value]) => `${value} as ${quoted(name)}`);
    parts.push(
      `made_${index} as materialized (select ${[...filled, ...names]}, place from ${given} with ordinality as given (${names}, place))`,
      `added_${index} as (insert into ${table} (${added}) select ${added} from made_${index})`,
    );
    told = `select ${made.told} from made_${index} order by place`;
  }
  return `with ${parts.join(', ')} ${told}`;
}

function statementOf(tables: readonly NewRows[]): { readonly name: string; readonly text: string } {
  const key = tables.map(({ name }) => name).join();
  const known = statements.get(key);
  if (known !== undefined) return known;
  const made = { name: `new rows ${statements.size + 1}`, text: textOf(tables) };
  statements.set(key, made);
  return made;
}

/** One statement, and the rows that its answer tells of, in the order of that answer. */
export type Insertion = { readonly statement: pg.QueryConfig; readonly told: readonly NewRows[] };

/**
 * All new rows in one statement: its cost is that of its text, its answers and their packets, more than that of a row. A
 * parameter is a whole column, so that it is the same statement, planned once, for however many rows.
 * @param added not empty; of at most one name that has columns to tell of
 */
export function insertionOf(added: readonly NewRows[]): Insertion {
  const byName = [...Map.groupBy(added, ({ name }) => name).values()].toSorted((a, b) =>
    a[0]!.name < b[0]!.name ? -1 : 1,
  );
  const values = byName.flatMap((same) => {
    const rows = same.flatMap((each) => each.rows);
    return same[0]!.columns.map(({ type }, place) =>
      // Each column holds what its type says.
      ARRAYS[type](rows.map((row) => row[place]) as never),
    );
  });
  const told = byName.flatMap((same) => (same[0]!.made === undefined ? [] : same));
  return { statement: { ...statementOf(byName.map((same) => same[0]!)), values }, told };
}
