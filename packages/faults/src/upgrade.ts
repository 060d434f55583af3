import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIGRATIONS_DIRECTORY, migrate } from '@greenlane/database/migrate';
import { SCHEMAS } from '@greenlane/embedded/services';
import { checkWorld } from './check-world.ts';
import type { EarlierVersion } from './earlier-version.ts';
import { type Finding, findings } from './fault.ts';
import { recordHistory, serverErrors } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { until } from './process.ts';
import { startProxy } from './proxy.ts';
import { freshWorld, type Stage, type World } from './stage.ts';
import { ROLE_SECRET } from './world.ts';

/**
 * The project's migrations and, after them, one more of ours for every schema that changes every table of it. The inbox comes
 * first, as it does in every consumer: in another order each would hold what the other waits for, and only the migration gives way.
 */
async function withMigration(
  world: World,
  from: string,
  migration: { readonly directory: string; readonly name: string; readonly change: string },
): Promise<string> {
  await cp(from, migration.directory, { recursive: true });
  const tables = await world.query<{ schema: string; names: string[] }>(
    `select table_schema::text as schema, array_agg(table_name::text order by table_name <> 'inbox', table_name) as names from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema = any($1) group by 1`,
    [SCHEMAS],
  );
  for (const { schema, names } of tables) {
    const path = join(migration.directory, schema, 'meta', '_journal.json');
    const journal = JSON.parse(await readFile(path, 'utf8'));
    const last = journal.entries.at(-1);
    const tag = `9999_${migration.name}`;
    const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag };
    await writeFile(path, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
    const statements = names.map((name) => `alter table "${schema}"."${name}" ${migration.change};`);
    await writeFile(join(migration.directory, schema, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
  }
  return migration.directory;
}

type Rolled = { readonly findings: readonly Finding[]; readonly accepted: number; readonly slowestSeconds: number };

/** What is done to the schema on the way from one instance to the next; each is done while clients write. */
type Steps = {
  /**
   * The instance that leaves; of this version where none is named. An earlier one may not yet answer on connections that were
   * busy as it began to close (a bare 503 until 26 November 2026), so its clients hold none open.
   */
  readonly main?: string;
  readonly expand: () => Promise<void>;
  readonly contract?: () => Promise<void>;
  /** What must be so at the end, beside every invariant. */
  readonly check?: (expect: ReturnType<typeof findings>['expect']) => Promise<void>;
};

/**
 * An instance serves; the schema grows while it serves; a second instance starts on the schema after; both serve; the first
 * leaves; the schema shrinks. Clients come by one address, as through a load balancer, and by the second instance's own.
 */
async function roll(stage: Stage, world: World, steps: Steps): Promise<Rolled> {
  const old = await world.start(steps.main === undefined ? {} : { main: steps.main });
  const front = await startProxy({ host: '127.0.0.1', port: Number(new URL(old.url).port) });
  const history = recordHistory(steps.main !== undefined);
  const { all, expect } = findings();
  const more = async (what: string) => {
    const accepted = countOk(history.operations);
    await until(`writes are accepted ${what}`, 60_000, async () => countOk(history.operations) > accepted + 40);
  };
  const shared = { world, history, seed: stage.seed, claims: true };
  const load = startLoad({ ...shared, url: `http://127.0.0.1:${front.port}`, clients: 3 });
  let next: Awaited<ReturnType<World['start']>> | undefined;
  try {
    await more('on the schema before');
    await steps.expand();
    await more('by the old instance on the schema after');
    next = await world.start();
    const beside = startLoad({ ...shared, url: next.url, clients: 3, name: 'N' });
    await more('by both');
    front.leadTo({ host: '127.0.0.1', port: Number(new URL(next.url).port) });
    await old.end('SIGTERM');
    await more('by the new instance alone');
    await steps.contract?.();
    await more('after the contraction');
    await Promise.all([load.stop(), beside.stop()]);
    await world.settled(120_000);
    const errors = serverErrors(history.operations);
    expect(
      errors.length === 0,
      'I2',
      `${errors.length} answers were ${errors[0]?.status} ${errors[0]?.code} (${errors[0]?.name})`,
    );
    await steps.check?.(expect);
    all.push(...(await checkHistory(world, history.operations)), ...(await checkWorld(world)));
    const slowest = Math.max(...history.operations.map(({ invokedAt, endedAt }) => endedAt - invokedAt));
    return { findings: all, accepted: countOk(history.operations), slowestSeconds: slowest / 1_000 };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${old.output()}\n${next?.output()}`, { cause: error });
  } finally {
    await old.end('SIGKILL');
    await next?.end('SIGKILL');
    await front.close();
    await world.drop();
  }
}

const migrateTo = (world: World, directory: string) =>
  migrate({ admin: world.admin, schemas: SCHEMAS, roleSecret: ROLE_SECRET, directory });

/** Every table of every schema gains a column before the next instance comes, and loses one after the last has left. */
export async function rollOver(stage: Stage): Promise<Rolled> {
  const world = await stage.world();
  const at = (name: string) => join(stage.directory, `${world.database}-${name}`);
  const before = await withMigration(world, MIGRATIONS_DIRECTORY, {
    directory: at('before'),
    name: 'before',
    change: `add column upgrade_before text default 'before'`,
  });
  const expand = await withMigration(world, before, {
    directory: at('expand'),
    name: 'expand',
    change: `add column upgrade_after text not null default 'after'`,
  });
  const contract = await withMigration(world, expand, {
    directory: at('contract'),
    name: 'contract',
    change: 'drop column upgrade_before',
  });
  await migrateTo(world, before);
  return roll(stage, world, {
    expand: () => migrateTo(world, expand),
    contract: () => migrateTo(world, contract),
    check: async (expect) => {
      const [left] = await world.query<{ columns: number }>(
        `select count(*)::int as columns from information_schema.columns where column_name = 'upgrade_before'`,
      );
      expect(left?.columns === 0, 'run', `${left?.columns} tables were not contracted`);
    },
  });
}

/**
 * Two versions of the code: the earlier one makes the database and serves, its schema is brought to today's while it
 * serves, and this version takes over.
 */
export async function upgradeFrom(stage: Stage, earlier: EarlierVersion): Promise<Rolled> {
  const world = await freshWorld(await stage.postgres(), 'faults_earlier', earlier);
  return roll(stage, world, { main: earlier.main, expand: () => migrateTo(world, MIGRATIONS_DIRECTORY) });
}

/** The contraction first: a column goes under another name while an instance that writes it is still there. */
export async function contractTooEarly(stage: Stage): Promise<readonly Finding[]> {
  const world = await stage.world();
  const service = await world.start();
  const history = recordHistory();
  const { all, expect } = findings();
  const load = startLoad({ world, url: service.url, history, clients: 3, seed: stage.seed });
  try {
    await until('writes are accepted', 30_000, async () => countOk(history.operations) > 10);
    await world.query('alter table cargo_request.request rename column body to document');
    await until('writes are refused', 30_000, async () => serverErrors(history.operations).length > 0);
    await world.query('alter table cargo_request.request rename column document to body');
    await load.stop();
    const errors = serverErrors(history.operations);
    expect(
      errors.length === 0,
      'I2',
      `contracted before the old instance had left: ${errors.length} answers were ${errors[0]?.status}`,
    );
    return all;
  } finally {
    await service.end('SIGKILL');
    await world.drop();
  }
}
