import type { Writable } from 'node:stream';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { isSilence, NO_ROLLBACK, openPool, type SessionLimits } from './pool.ts';
import { makeSharedCommits } from './shared-commits.ts';

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
  /**
   * The same for work that adds rows and reads little: it is committed together with that of other callers. Work that asks
   * for more, that fails, or whose rows cannot be stored so, is run again in a transaction of its own, as by `asTenant`: so
   * it must have no effect but its rows, and nobody notices what became of the others.
   */
  asTenantTogether<Result>(tenant: TenantContext, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
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
  readonly limits?: SessionLimits;
};

const ROLLBACK_MILLISECONDS = 1_000;

/** The connection went while the commit was on its way: the transaction may stand or not. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** A statement in `pg`'s own form: text, values, and a name when it is to be prepared. */
export type Statement = pg.QueryConfig;

/** Told once a commit stands: the answer of the statement that travelled with it, and the database that it is in. */
export type Committed = (answer: pg.QueryResult, database: string) => void;
/** A statement that waits for the commit of its transaction. */
type Closing = { readonly make: () => pg.QueryConfig; readonly committed: Committed | undefined };

/** Names the database of a pool among all that a process may be connected to. */
export function databaseOf(pool: pg.Pool): string {
  const { host, port, database } = pool.options;
  return `${host}:${port}/${database}`;
}
/** By what `work` holds of its transaction. */
const closings = new WeakMap<object, Closing[]>();
/** The client behind what drizzle makes of it. */
const clients = new WeakMap<object, Pick<pg.ClientBase, 'query'>>();

/** Transactions of the worker role. */
const workers = new WeakSet<object>();

/** True in a transaction of `asWorker`, whose role may also read what it writes beside tenants' rows. */
export const isWorkers = (tx: Transaction): boolean => workers.has(tx);

/**
 * Sends a statement together with the commit, so that nobody waits a round trip for it; when it fails, the commit does.
 * It is made at that time, from all that has gathered by then; `committed` is called once the commit stands.
 * @returns false in a transaction that was opened elsewhere
 */
export function sendWithCommit(
  tx: Transaction | Pick<pg.ClientBase, 'query'>,
  make: () => pg.QueryConfig,
  committed?: Committed,
): boolean {
  const closing = closings.get(clients.get(tx) ?? tx);
  closing?.push({ make, committed });
  return closing !== undefined;
}

/**
 * Runs a statement of `pg` itself in the transaction: for hot paths, where a named statement saves drizzle's building and
 * PostgreSQL's planning of the same text again and again.
 */
export async function runStatement<Row extends pg.QueryResultRow>(
  tx: Transaction,
  statement: pg.QueryConfig,
): Promise<readonly Row[]> {
  const client = clients.get(tx);
  if (client === undefined) throw new Error('this transaction was not opened by asTenant or asWorker');
  return (await client.query<Row>(statement)).rows;
}

/**
 * Lets a transaction be idle for longer than {@link openPool} allows, while its process computes between two statements. A session that
 * goes silent meanwhile keeps what it has locked for as long.
 */
export async function allowComputing(tx: Transaction, limit: '2min' | '10min'): Promise<void> {
  await runStatement(tx, {
    name: 'allow computing',
    text: `select set_config('idle_in_transaction_session_timeout', $1, true)`,
    values: [limit],
  });
}

/** What is sent until the end of this turn leaves in one packet: a system call each took a fifth of the time of a POST. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: Writable } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** @returns the answers of the statements that waited for the commit */
async function commit(
  client: pg.PoolClient,
  closing: readonly Closing[],
  database: string,
): Promise<readonly pg.QueryResult[]> {
  const last = closing.map(({ make }) => client.query(make()));
  const [answer, ...closed] = await Promise.allSettled([client.query('commit'), ...last]);
  if (answer.status === 'rejected') {
    const error: unknown = answer.reason;
    if (error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '')) throw error;
    throw new OutcomeUnknown('the connection was lost while a transaction committed', { cause: error });
  }
  if (answer.value.command === 'COMMIT') {
    for (const [place, each] of closed.entries())
      if (each.status === 'fulfilled') closing[place]?.committed?.(each.value, database);
    return closed.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }
  // A statement failed: the server answers COMMIT with ROLLBACK, without an error.
  for (const each of closed) if (each.status === 'rejected') throw each.reason;
  throw new Error('the transaction had failed before its commit and was rolled back');
}

async function rollback(client: pg.PoolClient): Promise<Error | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    timer = setTimeout(() => resolve(new Error(NO_ROLLBACK)), ROLLBACK_MILLISECONDS);
  });
  const done = client.query('rollback').then(
    () => undefined,
    (error: Error) => error,
  );
  const failure = await Promise.race([done, late]);
  clearTimeout(timer);
  return failure;
}

/**
 * Lends a client of the pool. One whose connection was lost, or on which something still runs, is destroyed and never
 * handed out again.
 */
async function withClient<Result>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Between two statements nobody else listens: without this, a restarted database ended the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await use(client);
  } catch (error) {
    if (error instanceof OutcomeUnknown || isSilence(error)) broken = error as Error;
    else broken ??= await rollback(client);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/**
 * Runs `work` in one transaction on a client of the pool. Opening statements travel with the first query of `work`, those
 * of {@link sendWithCommit} with the commit: POST /v1/vessel-offers needed nine round trips and needs three. Once the
 * transaction has ended, `work` can do nothing more with it.
 * @throws OutcomeUnknown when the connection was lost during the commit
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: Pick<pg.ClientBase, 'query'>) => Promise<Result>,
  opening: readonly pg.QueryConfig[] = [],
): Promise<Result> {
  return withClient(pool, async (client) => {
    let hasEnded = false;
    const query = (...args: readonly unknown[]): unknown => {
      if (hasEnded) return Promise.reject(new Error('the transaction has ended'));
      return Reflect.apply(client.query, client, args);
    };
    sendTogether(client);
    const opened = Promise.all([client.query('begin'), ...opening.map((statement) => client.query(statement))]);
    // Whoever comes second hears of it: until then it is not unheard.
    opened.catch(() => {});
    const closing: Closing[] = [];
    try {
      const held = { query } as Pick<pg.ClientBase, 'query'>;
      closings.set(held, closing);
      const result = await work(held).catch(async (error) => {
        // When the opening failed, everything after it fails for that reason: it is the one to tell.
        await opened;
        throw error;
      });
      await opened;
      hasEnded = true;
      sendTogether(client);
      await commit(client, closing, databaseOf(pool));
      return result;
    } finally {
      hasEnded = true;
    }
  });
}

/**
 * Sends a whole transaction in one packet: one round trip, whatever it holds.
 * @throws OutcomeUnknown when the connection was lost meanwhile; anything else: it was rolled back
 */
async function sendTransaction(
  pool: pg.Pool,
  statements: readonly pg.QueryConfig[],
): Promise<readonly pg.QueryResult[]> {
  return withClient(pool, (client) => {
    sendTogether(client);
    // A lost connection is told by the commit.
    client.query('begin').catch(() => {});
    return commit(
      client,
      statements.map((statement) => ({ make: () => statement, committed: undefined })),
      databaseOf(pool),
    );
  });
}

/** What drizzle makes of a client is a transaction for as long as {@link inTransaction} keeps it open. */
function transactionOn(client: Pick<pg.ClientBase, 'query'>): Transaction {
  const tx = drizzle({ client: client as pg.PoolClient });
  clients.set(tx, client);
  return tx;
}

function makePool(options: DatabaseOptions, role: { user: string; password: string }, max: number): pg.Pool {
  const pool = openPool(
    {
      host: options.host,
      port: options.port,
      database: options.database,
      user: role.user,
      password: role.password,
      application_name: options.applicationName,
      max,
    },
    options.limits,
  );
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
  const sharedCommits = makeSharedCommits(
    (statements) => sendTransaction(tenantPool, statements),
    databaseOf(tenantPool),
  );
  const asTenant: Database['asTenant'] = (tenant, work) =>
    inTransaction(tenantPool, (client) => work(transactionOn(client)), [
      {
        name: 'tenant',
        text: `select set_config('greenlane.organisation', $1, true), set_config('greenlane.role', $2, true), set_config('greenlane.ports', $3, true)`,
        values: [tenant.organisationId, tenant.role, (tenant.ports ?? []).join(' ')],
      },
    ]);
  return {
    asTenant,
    asTenantTogether: (tenant, work) =>
      sharedCommits.run(tenant, work).catch((error: unknown) => {
        if (error instanceof OutcomeUnknown) throw error;
        return asTenant(tenant, work);
      }),
    asWorker: (work) =>
      inTransaction(workerPool, (client) => {
        const tx = transactionOn(client);
        workers.add(tx);
        return work(tx);
      }),
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
