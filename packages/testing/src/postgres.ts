import { randomBytes } from 'node:crypto';
import { type Database, type DatabaseOptions, openDatabase } from '@greenlane/database/database';
import { type AdminConnection, migrate, rolePassword, rolesOf } from '@greenlane/database/migrate';
import { assert } from '@greenlane/kernel/assert';
import pg from 'pg';

export const TEST_ROLE_SECRET = 'only for throw-away test clusters';

export type TestDatabase = {
  readonly admin: AdminConnection;
  /** Opens the two pools of a schema's service. */
  open(schema: string, limits?: DatabaseOptions['limits']): Database;
  /** Runs SQL as the superuser: for checkers that look from outside. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** A fresh database with the named schemas migrated, on the run's PostgreSQL. Databases of one schema list share a template. */
export async function testDatabase(schemas: readonly string[]): Promise<TestDatabase> {
  const given = process.env['GREENLANE_TEST_POSTGRES'];
  assert(given, 'a test that needs PostgreSQL is named *.int.test.ts or *.kafka.test.ts');
  const server: { host: string; port: number; user: string; password: string } = JSON.parse(given);
  const template = `template_${schemas.toSorted().join('_')}`.slice(0, 60);
  const database = `test_${randomBytes(6).toString('hex')}`;
  const maintenance = new pg.Client({ ...server, database: 'postgres' });
  await maintenance.connect();
  try {
    await maintenance.query('select pg_advisory_lock(hashtext($1))', [template]);
    const found = await maintenance.query('select datistemplate from pg_database where datname = $1', [template]);
    if (found.rows[0]?.datistemplate !== true) {
      await maintenance.query(`DROP DATABASE IF EXISTS ${template}`);
      await maintenance.query(`CREATE DATABASE ${template}`);
      await migrate({ admin: { ...server, database: template }, schemas, roleSecret: TEST_ROLE_SECRET });
      await maintenance.query(`ALTER DATABASE ${template} IS_TEMPLATE true`);
    }
    await maintenance.query(`CREATE DATABASE ${database} TEMPLATE ${template}`);
  } finally {
    await maintenance.end();
  }
  return reopenTestDatabase({ ...server, database });
}

/** A database of the run that was made before: closing one leaves it where it is. */
export function reopenTestDatabase(admin: AdminConnection): TestDatabase {
  const outside = new pg.Pool({ ...admin, max: 2 });
  const opened: Database[] = [];
  return {
    admin,
    open: (schema, limits) => {
      const roles = rolesOf(schema);
      const made = openDatabase({
        host: admin.host,
        port: admin.port,
        database: admin.database,
        tenantRole: { user: roles.tenant, password: rolePassword(TEST_ROLE_SECRET, roles.tenant) },
        workerRole: { user: roles.worker, password: rolePassword(TEST_ROLE_SECRET, roles.worker) },
        applicationName: `test ${schema}`,
        ...(limits === undefined ? {} : { limits }),
      });
      opened.push(made);
      return made;
    },
    query: async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
      (await outside.query<Row>(text, [...values])).rows,
    close: async () => {
      await Promise.all(opened.map((made) => made.close()));
      await outside.end();
    },
  };
}
