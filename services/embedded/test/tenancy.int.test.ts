import { migrate, rolePassword, rolesOf } from '@greenlane/database/migrate';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMAS, SERVICES } from '../src/services.ts';

let database: TestDatabase;
type Column = { readonly column_name: string; readonly data_type: string };
type Table = { readonly schema: string; readonly name: string };
let tables: readonly Table[];

/** Policies in force are for everyone who is known; they are no tenant's. */
const PUBLIC_TABLES = ['policy'];
const OWNED = SERVICES.map(({ schema }) => schema);

/** A value of each type: what it says does not matter, only that the row is there. */
const VALUES: Readonly<Record<string, string>> = {
  text: `'x'`,
  ARRAY: `'{x}'`,
  'ARRAY of integer': `'{1}'`,
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1',
  'double precision': '1',
  boolean: 'true',
  jsonb: `'{}'`,
  json: `'{}'`,
  date: `'2026-11-26'`,
  'timestamp with time zone': `'2026-11-26T08:00:00Z'`,
  bytea: `'\\x00'`,
  uuid: `'00000000-0000-7000-8000-000000000000'`,
};

/** Puts a row into every table from outside: constraints and triggers would only say which rows are sensible. */
async function fill(client: pg.Client): Promise<void> {
  await client.query('set session_replication_role = replica');
  for (const { schema, name } of tables) {
    const checks = await client.query<{ conname: string }>(
      `select conname from pg_constraint where conrelid = $1::regclass and contype in ('c', 'f')`,
      [`${schema}.${name}`],
    );
    for (const { conname } of checks.rows)
      await client.query(`alter table ${schema}.${name} drop constraint ${client.escapeIdentifier(conname)}`);
    const columns = await client.query<Column>(
      `select column_name, case when udt_name in ('_int4', '_int8') then 'ARRAY of integer' else data_type end as data_type from information_schema.columns
       where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`,
      [schema, name],
    );
    const values = columns.rows.map(({ column_name, data_type }) => {
      const value = VALUES[data_type];
      if (value === undefined) throw new Error(`${schema}.${name}.${column_name} is ${data_type}: add it to VALUES`);
      return value;
    });
    const names = columns.rows.map(({ column_name }) => client.escapeIdentifier(column_name)).join(', ');
    await client.query(`insert into ${schema}.${name} (${names}) values (${values.join(', ')})`);
  }
}

/** A session of a role as a service would open it, with no setting made. */
async function as(role: string): Promise<pg.Client> {
  const { host, port, database: name } = database.admin;
  const client = new pg.Client({
    host,
    port,
    database: name,
    user: role,
    password: rolePassword(TEST_ROLE_SECRET, role),
  });
  await client.connect();
  return client;
}

/** How many rows the session sees, or why it may not look. */
const seenBy = async (client: pg.Client, { schema, name }: Table): Promise<number | string> =>
  client.query<{ count: number }>(`select count(*)::int as count from ${schema}.${name}`).then(
    ({ rows }) => rows[0]?.count ?? 0,
    (error: Error) => error.message,
  );

beforeAll(async () => {
  database = await testDatabase(['event_log']);
  await migrate({ admin: database.admin, schemas: SCHEMAS, roleSecret: TEST_ROLE_SECRET });
  tables = await database.query<Table>(
    `select schemaname as schema, tablename as name from pg_tables where schemaname = any($1) order by 1, 2`,
    [OWNED],
  );
  const client = new pg.Client(database.admin);
  await client.connect();
  await fill(client);
  await client.end();
}, 120_000);
afterAll(async () => database?.close());

describe('tenancy, read from the catalogue', () => {
  test('every table of every service has row level security, forced', async () => {
    const unguarded = await database.query(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`,
      [OWNED],
    );
    expect(unguarded).toEqual([]);
  });

  test('no service role is a superuser, bypasses row level security, or owns a table', async () => {
    const roles = SERVICES.flatMap(({ schema }) => Object.values(rolesOf(schema)));
    expect(
      await database.query(`select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls)`, [
        roles,
      ]),
    ).toEqual([]);
    expect(
      await database.query(
        `select relname from pg_class join pg_roles on pg_roles.oid = relowner where rolname = any($1)`,
        [roles],
      ),
    ).toEqual([]);
    expect(
      await database.query(`select count(*)::int as count from pg_roles where rolname = any($1)`, [roles]),
    ).toEqual([{ count: roles.length }]);
  });

  test('every table has a row, and without a tenant each HTTP role sees none of any tenant table', async () => {
    const shown: string[] = [];
    for (const schema of OWNED) {
      const own = tables.filter((table) => table.schema === schema);
      const outside = await database.query<{ name: string }>(
        own.map(({ name }) => `select '${name}' as name from ${schema}.${name}`).join(' union all '),
      );
      expect(outside).toHaveLength(own.length);
      const client = await as(rolesOf(schema).tenant);
      // Without the settings, and with empty ones: both are "no tenant".
      for (const settings of [
        '',
        `set greenlane.organisation = ''; set greenlane.role = ''; set greenlane.ports = ''`,
      ]) {
        await client.query(settings);
        for (const table of own.filter(({ name }) => !PUBLIC_TABLES.includes(name)))
          if ((await seenBy(client, table)) !== 0) shown.push(`${schema}.${table.name}`);
      }
      await client.end();
    }
    console.log(`tenancy: ${tables.length} tables of ${OWNED.length} services`);
    expect(shown).toEqual([]);
    expect(tables.length).toBeGreaterThan(80);
  });

  test('workers cross tenants by roles of their own, each in its own schema', async () => {
    const hidden: string[] = [];
    const reached: string[] = [];
    for (const schema of OWNED) {
      const roles = rolesOf(schema);
      const worker = await as(roles.worker);
      for (const table of tables.filter((each) => each.schema === schema))
        if ((await seenBy(worker, table)) !== 1) hidden.push(`${schema}.${table.name}`);
      await worker.end();
      for (const role of Object.values(roles)) {
        const client = await as(role);
        for (const table of tables.filter((each) => each.schema !== schema)) {
          const seen = await seenBy(client, table);
          if (seen !== `permission denied for schema ${table.schema}`)
            reached.push(`${role}: ${table.schema}.${table.name}`);
        }
        await client.end();
      }
    }
    expect(hidden).toEqual([]);
    expect(reached).toEqual([]);
  });
});
