import { migrate, rolesOf } from '@greenlane/database/migrate';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SCHEMAS, SERVICES } from '../src/services.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(['event_log']);
  await migrate({ admin: database.admin, schemas: SCHEMAS, roleSecret: TEST_ROLE_SECRET });
}, 60_000);
afterAll(async () => database?.close());

/** Policies in force are for everyone who is known; they are no tenant's. */
const PUBLIC_TABLES = ['policy'];

describe('tenancy, read from the catalogue', () => {
  test('every table of every service has row level security, forced', async () => {
    const unguarded = await database.query(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`,
      [SERVICES.map(({ schema }) => schema)],
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

  test('without a tenant each HTTP role sees no row of any tenant table, even when there are rows', async () => {
    for (const { schema } of SERVICES) {
      const tables = await database.query<{ name: string }>(
        `select tablename as name from pg_tables where schemaname = $1`,
        [schema],
      );
      const db = database.open(schema);
      // One identity row a schema, written from outside: something that must stay hidden.
      await database.query(
        `insert into ${schema}.identity_organisation (organisation_id, version, name, role, status) values ('x', 1, 'x', 'exporter', 'active')`,
      );
      for (const { name } of tables.filter((table) => !PUBLIC_TABLES.includes(table.name))) {
        const seen = await db.asTenant({ organisationId: '', role: '' }, (tx) =>
          tx.execute(`select count(*)::int as count from ${schema}.${name}`),
        );
        expect([`${schema}.${name}`, seen.rows[0]?.['count']]).toEqual([`${schema}.${name}`, 0]);
      }
    }
  });
});
