import type { Finding } from './fault.ts';
import type { World } from './stage.ts';

/** Tables whose rows are about delivery itself, and so change with it. */
const DELIVERY = new Set(['inbox', 'outbox', 'idempotency']);

/** Every row of the platform, as a count and a sum of hashes by table: equal before and after, nothing has changed. */
export async function digestRows(world: World): Promise<ReadonlyMap<string, string>> {
  const tables = await world.query<{ schema: string; name: string }>(
    `select table_schema as schema, table_name as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'event_log', 'greenlane_migrations')
     order by 1, 2`,
  );
  return digestTables(
    world,
    tables.filter(({ name }) => !DELIVERY.has(name)),
  );
}

export async function digestTables(
  world: World,
  tables: readonly { readonly schema: string; readonly name: string }[],
): Promise<ReadonlyMap<string, string>> {
  const digest = new Map<string, string>();
  for (const { schema, name } of tables) {
    // The epoch counts who has written a market, one more with each start; it says nothing of what was written.
    const [row] = await world.query<{ rows: string; sum: string }>(
      `select count(*)::text as rows, coalesce(sum(hashtextextended((to_jsonb(t) - 'epoch')::text, 0)::numeric), 0)::text as sum from "${schema}"."${name}" t`,
    );
    digest.set(`${schema}.${name}`, `${row?.rows} rows, ${row?.sum}`);
  }
  return digest;
}

export function changedTables(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Finding[] {
  return [...before]
    .filter(([table, digest]) => after.get(table) !== digest)
    .map(([table, digest]) => ({
      invariant: 'I3',
      says: `${table} changed: ${digest} before, ${after.get(table)} after`,
    }));
}
