import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

export type AdminConnection = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
};

/** Roles of a schema: one for HTTP (limited to its tenant by row level security), one for consumers and jobs. */
export function rolesOf(schema: string): { readonly tenant: string; readonly worker: string } {
  return { tenant: `greenlane_${schema}`, worker: `greenlane_${schema}_worker` };
}

/** Each role's password follows from one secret, so that a deployment configures one value and not sixteen. */
export function rolePassword(secret: string, role: string): string {
  return createHmac('sha256', secret).update(`greenlane database role ${role}`).digest('base64url');
}

/** Any fixed number: it names the lock that makes concurrent starts migrate one after another (without: 24 of 120 starts succeeded). */
const MIGRATION_LOCK = 7_226_001;

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../migrations/', import.meta.url));

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const attributes = `LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD ${client.escapeLiteral(password)}`;
  await client.query(
    `${found.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${client.escapeIdentifier(role)} ${attributes}`,
  );
}

/**
 * Row level security of the tables that the runtime and messaging give every schema: answers by Idempotency-Key belong to
 * their organisation, the outbox takes what a request emits, everything else is the worker's alone.
 */
export async function applyCommonPolicies(client: pg.Client, schema: string): Promise<void> {
  const roles = rolesOf(schema);
  const own = `organisation_id = current_setting('greenlane.organisation', true)`;
  const tenantPolicies: Readonly<Record<string, string | undefined>> = {
    idempotency: `FOR ALL TO ${roles.tenant} USING (${own}) WITH CHECK (${own})`,
    outbox: `FOR INSERT TO ${roles.tenant} WITH CHECK (true)`,
    inbox: undefined,
    parked: undefined,
    identity_organisation: undefined,
    identity_key: undefined,
  };
  for (const [table, tenantPolicy] of Object.entries(tenantPolicies)) {
    const found = await client.query('select to_regclass($1) as found', [`${schema}.${table}`]);
    if (found.rows[0]?.found === null) continue;
    const name = `${schema}.${table}`;
    // One statement, and so one transaction: a running service must not find the table without its policies in between.
    await client.query(`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY; ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
      DROP POLICY IF EXISTS common_worker ON ${name}; DROP POLICY IF EXISTS common_tenant ON ${name};
      CREATE POLICY common_worker ON ${name} TO ${roles.worker} USING (true) WITH CHECK (true);
      ${tenantPolicy === undefined ? '' : `CREATE POLICY common_tenant ON ${name} ${tenantPolicy};`}`);
  }
}

/** Gives both roles of a schema its tables, sequences and functions; what each sees is for row level security to say. */
export async function grantSchema(client: pg.Client, schema: string): Promise<void> {
  const name = client.escapeIdentifier(schema);
  for (const role of Object.values(rolesOf(schema))) {
    const grantee = client.escapeIdentifier(role);
    await client.query(`GRANT USAGE ON SCHEMA ${name} TO ${grantee}`);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${grantee}`);
    await client.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${name} TO ${grantee}`);
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${name} TO ${grantee}`);
  }
}

/** Makes a schema's two roles, or renews their passwords. */
export async function ensureRoles(client: pg.Client, schema: string, roleSecret: string): Promise<void> {
  for (const role of Object.values(rolesOf(schema))) await ensureRole(client, role, rolePassword(roleSecret, role));
}

/**
 * A migration waits no longer for a lock, which is less than the server's `deadlock_timeout` (1 s): beside a running
 * platform it is the migration that gives way and comes again, never a request.
 */
const LOCK_MILLISECONDS = 400;
const LOCK_ATTEMPTS = 100;
const LOCK_PAUSE_MILLISECONDS = 150;

async function givingWay(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const { code } = ((error as Error).cause ?? error) as { readonly code?: string };
      if ((code !== '55P03' && code !== '40P01') || attempt === LOCK_ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MILLISECONDS));
    }
  }
}

type Applying = { readonly client: pg.Client; readonly schema: string; readonly directory: string };

/**
 * A schema that has migrations gets each new one in a transaction of its own: together they would need the locks of all their
 * tables at once, and beside a platform under load might never get them. What was done stays done when a later one gives up.
 */
async function applyNew({ client, schema, directory }: Applying): Promise<void> {
  const migrationsFolder = join(directory, schema);
  if (!existsSync(migrationsFolder)) throw new Error(`there is no folder migrations/${schema}`);
  const apply = (folder: string) =>
    givingWay(() =>
      applyMigrations(drizzle({ client }), {
        migrationsFolder: folder,
        migrationsSchema: 'greenlane_migrations',
        migrationsTable: schema,
      }),
    );
  const times = await newMigrations({ client, schema, directory });
  // All but the last of them alone, each with those before it; the last is what the folder itself ends with.
  for (const time of times.slice(0, -1))
    await inScratchFolder(async (upTo) => {
      await copyMigrations(directory, upTo, { schema, isIn: ({ when }) => when <= time });
      await apply(join(upTo, schema));
    });
  await apply(migrationsFolder);
}

/** Times of the migrations that a schema with others still lacks; of an empty one none: nobody works beside its first. */
async function newMigrations({ client, schema, directory }: Applying): Promise<readonly number[]> {
  const table = `greenlane_migrations.${client.escapeIdentifier(schema)}`;
  const known = await client.query<{ found: string | null }>('select to_regclass($1) as found', [table]);
  if (known.rows[0]?.found === null) return [];
  const { rows } = await client.query<{ last: string | null }>(`select max(created_at) as last from ${table}`);
  const last = rows[0]?.last ?? null;
  if (last === null) return [];
  const { entries } = await readJournal(join(directory, schema));
  return entries.map(({ when }) => when).filter((when) => when > Number(last));
}

/**
 * Brings the named schemas to the newest migration, each with a journal table of its own, under one advisory lock; makes
 * their two roles and grants them the schema's tables. Safe to run from many processes at once, and beside a running
 * platform as long as the migrations only add.
 */
export async function migrate(options: {
  readonly admin: AdminConnection;
  readonly schemas: readonly string[];
  readonly roleSecret: string;
  /** Where the migrations are, one folder a schema; the project's own by default. */
  readonly directory?: string;
}): Promise<void> {
  const directory = options.directory ?? MIGRATIONS_DIRECTORY;
  const client = new pg.Client(options.admin);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`set lock_timeout = ${LOCK_MILLISECONDS}`);
    for (const schema of options.schemas) {
      await ensureRoles(client, schema, options.roleSecret);
      await applyNew({ client, schema, directory });
      await givingWay(() => applyCommonPolicies(client, schema));
      await grantSchema(client, schema);
    }
  } finally {
    await client.end();
  }
}

type Entry = { readonly when: number; readonly tag: string };
type Journal = { readonly entries: readonly Entry[] };

const readJournal = async (folder: string): Promise<Journal> =>
  JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8'));

/** Puts some migrations of a schema into a folder of their own below `target`. */
async function copyMigrations(
  source: string,
  target: string,
  { schema, isIn }: { readonly schema: string; readonly isIn: (entry: Entry) => boolean },
): Promise<number> {
  const journal = await readJournal(join(source, schema));
  const entries = journal.entries.filter(isIn);
  await mkdir(join(target, schema, 'meta'), { recursive: true });
  for (const { tag } of entries) await cp(join(source, schema, `${tag}.sql`), join(target, schema, `${tag}.sql`));
  await writeFile(join(target, schema, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  return entries.length;
}

async function inScratchFolder<Result>(work: (directory: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), 'greenlane-migrations-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Runs `work` on a folder that holds, of each schema, exactly the migrations of these times: how the schema was before the
 * newer ones.
 * @throws Error when one of them is not among the migrations of this version
 */
export function withMigrationsUpTo<Result>(
  applied: Readonly<Record<string, readonly number[]>>,
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  return inScratchFolder(async (directory) => {
    for (const [schema, times] of Object.entries(applied)) {
      const isIn = ({ when }: Entry) => times.includes(when);
      if ((await copyMigrations(MIGRATIONS_DIRECTORY, directory, { schema, isIn })) !== times.length)
        throw new Error(
          `${schema} is at a migration that this version does not know: use the version it was made with`,
        );
    }
    return work(directory);
  });
}

/** Makes the database when the server has none of that name. */
export async function ensureDatabase(admin: AdminConnection, database: string): Promise<void> {
  const client = new pg.Client({ ...admin, database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}
