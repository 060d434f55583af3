import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BackupManifest, backUp, restore } from '@greenlane/database/backup';
import { SCHEMAS } from '@greenlane/embedded/services';
import { checkWorld } from './check-world.ts';
import { command } from './command-line.ts';
import { type Finding, findings } from './fault.ts';
import { recordHistory } from './history.ts';
import { checkHistory, countOk, startLoad } from './load.ts';
import { until } from './process.ts';
import { digestTables } from './rows.ts';
import type { Stage, World } from './stage.ts';
import { ROLE_SECRET } from './world.ts';

/** What a service keeps of others' events and could lose without losing anything: its tables, and the groups that fill them. */
const PROJECTIONS: readonly {
  readonly schema: string;
  readonly groups: readonly string[];
  readonly tables: readonly string[];
}[] = [
  {
    schema: 'cargo_request',
    groups: ['cargo-request', 'cargo-request.offers'],
    tables: ['allocation', 'policy', 'accepted_un_number'],
  },
  { schema: 'vessel_offer', groups: ['vessel-offer'], tables: ['allocated_space'] },
  { schema: 'carbon', groups: ['carbon.policies'], tables: ['policy'] },
  { schema: 'port_channel', groups: ['port-channel.policies'], tables: ['policy'] },
  {
    schema: 'programme',
    groups: ['programme.outcomes.requests', 'programme.outcomes.allocations', 'programme.outcomes.carbon'],
    tables: ['request_outcome', 'request_decision', 'allocation_outcome', 'claim_outcome'],
  },
  ...['cargo_request', 'vessel_offer', 'matching', 'port_channel', 'carbon', 'notifications'].map((schema) => ({
    schema,
    groups: [`${schema.replace('_', '-')}.identity`],
    tables: ['identity_organisation', 'identity_key'],
  })),
];

/** Empties every projection, forgets that its events were taken, and lets the topics be read again from their beginning. */
async function rebuildProjections(
  world: World,
): Promise<{ readonly findings: readonly Finding[]; readonly rows: number }> {
  const tables = PROJECTIONS.flatMap(({ schema, tables: names }) => names.map((name) => ({ schema, name })));
  const before = await digestTables(world, tables);
  for (const { schema, groups, tables: names } of PROJECTIONS) {
    await world.query(`truncate ${names.map((name) => `"${schema}"."${name}"`).join(', ')}`);
    await world.query(`delete from "${schema}".inbox where consumer_group = any($1)`, [groups]);
    await world.query('update event_log.cursor set position = 0 where consumer_group = any($1)', [groups]);
  }
  const emptied = await digestTables(world, tables);
  const service = await world.start();
  await world.settled(120_000);
  await service.end('SIGTERM');
  const after = await digestTables(world, tables);
  const { all, expect } = findings();
  for (const [table, digest] of before)
    expect(
      after.get(table) === digest,
      'I3',
      `${table} rebuilt from its topics is ${after.get(table)}; it was ${digest}`,
    );
  const filled = [...before].filter(([table, digest]) => emptied.get(table) !== digest).length;
  return { findings: all, rows: filled };
}

type Restored = { readonly figure: string; readonly findings: readonly Finding[] };

/**
 * A backup is taken in the middle of a load, brought back into an empty database, and served from: everything accepted
 * before it began is there, `greenlane verify` is clean, and its projections can be built again from its topics.
 */
export async function restoreBackup(stage: Stage): Promise<Restored> {
  const world = await stage.world();
  const directory = join(stage.directory, `${world.database}-backup`);
  const history = recordHistory();
  const { all, expect } = findings();
  const service = await world.start();
  const restored = world.as(`${world.database}_restored`);
  const load = startLoad({ world, url: service.url, history, clients: 5, seed: stage.seed, claims: true });
  try {
    await until(
      'writes are accepted',
      60_000,
      async () => countOk(history.operations) > stage.sized(300, { short: 60 }),
    );
    const began = performance.now();
    await command(world, ['backup', directory]);
    const seconds = (performance.now() - began) / 1_000;
    await load.stop();
    await service.end('SIGTERM');
    const earlier = history.operations.filter(({ endedAt }) => endedAt < began);
    const printed = await command(restored, ['restore', directory]);
    const process = await restored.start();
    try {
      await restored.settled(120_000);
    } finally {
      await process.end('SIGTERM');
    }
    all.push(...(await checkHistory(restored, earlier)), ...(await checkWorld(restored)));
    const verified = await command(restored, ['verify']).catch((error: Error) => `${error.message} BROKEN`);
    expect(!verified.includes('BROKEN'), 'I1', `greenlane verify after the restore: ${verified.slice(0, 600)}`);
    const rebuilt = await rebuildProjections(restored);
    all.push(...rebuilt.findings);
    return {
      figure: `${/[\d,]+ rows of \d+ tables/.exec(printed)?.[0]} backed up under load in ${seconds.toFixed(1)} s and restored: ${countOk(earlier)} accepted writes there, verify clean, ${rebuilt.rows} projections rebuilt equal`,
      findings: all,
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${service.output()}`, { cause: error });
  } finally {
    await service.end('SIGKILL');
    await restored.drop();
    await world.drop();
  }
}

/** Tables copied at two moments, as copying them one after another without one snapshot does. */
export async function restoreTornBackup(stage: Stage): Promise<readonly Finding[]> {
  const world = await stage.world();
  const at = (name: string) => join(stage.directory, `${world.database}-${name}`);
  const history = recordHistory();
  const service = await world.start();
  const restored = world.as(`${world.database}_torn`);
  const load = startLoad({ world, url: service.url, history, clients: 3, seed: stage.seed });
  const copy = (name: string) => backUp({ admin: world.admin, schemas: SCHEMAS, directory: at(name) });
  const held = async () =>
    (await world.query<{ held: number }>('select count(*)::int as held from matching.allocation'))[0]?.held ?? 0;
  try {
    await until('space is held', 30_000, async () => (await held()) > 3);
    await copy('first');
    const before = await held();
    await until('more space is held', 30_000, async () => (await held()) > before + 3);
    await copy('second');
    await load.stop();
    const [first, second] = await Promise.all(
      ['first', 'second'].map(
        async (name): Promise<BackupManifest> => JSON.parse(await readFile(join(at(name), 'manifest.json'), 'utf8')),
      ),
    );
    const isLate = ({ schema, name }: BackupManifest['tables'][number]) =>
      schema === 'matching' && name === 'allocation';
    const late = second?.tables.find(isLate);
    if (!first || !late) throw new Error('there was no table to tear');
    await copyFile(join(at('second'), late.file), join(at('first'), late.file));
    const torn = { ...first, tables: first.tables.map((table) => (isLate(table) ? late : table)) };
    await writeFile(join(at('first'), 'manifest.json'), JSON.stringify(torn));
    await restore({ admin: restored.admin, schemas: SCHEMAS, directory: at('first'), roleSecret: ROLE_SECRET });
    return await checkWorld(restored);
  } finally {
    await service.end('SIGKILL');
    await restored.drop();
    await world.drop();
  }
}
