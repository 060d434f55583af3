import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

/** A transaction (or the pool between transactions): what stores are handed. */
export type Transaction = Pick<
  NodePgDatabase,
  'select' | 'insert' | 'update' | 'delete' | 'execute' | '$with' | 'with' | 'selectDistinct' | 'selectDistinctOn'
>;

/** On whose behalf a transaction runs; row level security reads it. */
export type TenantContext = {
  readonly organisationId: string;
  readonly role: string;
  readonly ports?: readonly string[];
};

export type Database = {
  /**
   * Runs `work` in one transaction whose rows are limited to what the tenant may see: the settings
   * `greenlane.organisation`, `greenlane.role` and `greenlane.ports` are local to the transaction. Uses the service's
   * HTTP role.
   */
  asTenant<Result>(tenant: TenantContext, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Runs `work` in one transaction of the service's worker role, which crosses tenants (consumers, jobs). */
  asWorker<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  /** Resolves when the database answers a trivial query; throws otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
  /** The worker pool: for LISTEN connections and batched inserts with `pg` itself. */
  readonly workerPool: pg.Pool;
};

export type DatabaseOptions = {
  /** Connection string without user and password. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly tenantRole: { readonly user: string; readonly password: string };
  readonly workerRole: { readonly user: string; readonly password: string };
  readonly applicationName: string;
  readonly maxConnections?: { readonly tenant: number; readonly worker: number };
  readonly onIdleError?: (error: Error) => void;
};

function makePool(options: DatabaseOptions, role: { user: string; password: string }, max: number): pg.Pool {
  const pool = new pg.Pool({
    host: options.host,
    port: options.port,
    database: options.database,
    user: role.user,
    password: role.password,
    application_name: options.applicationName,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    // A half-open connection must not hang a request for ever.
    query_timeout: 60_000,
    keepAlive: true,
  });
  // Without a listener an idle client's error (a database restart) would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  return pool;
}

/**
 * Opens the two pools of a service: `tenantRole` sees through row level security, `workerRole` has policies of its own.
 * Both are refused at start when they could bypass row level security (see {@link assertRolesAreBound}).
 */
export function openDatabase(options: DatabaseOptions): Database {
  const tenantPool = makePool(options, options.tenantRole, options.maxConnections?.tenant ?? 4);
  const workerPool = makePool(options, options.workerRole, options.maxConnections?.worker ?? 3);
  const tenantDb = drizzle({ client: tenantPool });
  const workerDb = drizzle({ client: workerPool });
  return {
    asTenant: (tenant, work) =>
      tenantDb.transaction(async (tx) => {
        await tx.execute(
          sql`select set_config('greenlane.organisation', ${tenant.organisationId}, true), set_config('greenlane.role', ${tenant.role}, true), set_config('greenlane.ports', ${(tenant.ports ?? []).join(' ')}, true)`,
        );
        return work(tx);
      }),
    asWorker: (work) => workerDb.transaction((tx) => work(tx)),
    ping: async () => {
      await workerPool.query('select 1');
    },
    close: async () => {
      await Promise.all([tenantPool.end(), workerPool.end()]);
    },
    workerPool,
  };
}

/** Refuses to start with a role that row level security would not hold. */
export async function assertRolesAreBound(database: Database): Promise<void> {
  const unbound = await database.workerPool.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)`,
  );
  if (unbound.rows.length > 0) {
    throw new Error(
      `the database role ${unbound.rows[0]?.rolname} is a superuser or bypasses row level security; use a role made by greenlane migrate`,
    );
  }
}
