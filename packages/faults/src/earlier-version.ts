import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AdminConnection } from '@greenlane/database/migrate';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The product as it was before it last changed its schema, from the history of this clone. */
export type EarlierVersion = {
  /** Abbreviated hash of the commit. */
  readonly commit: string;
  /** Its main.ts of all services in one process. */
  readonly main: string;
  /** Brings an empty database to the newest migrations of that version, with the first authority; resolves with its key. */
  readonly makeEmptyWorld: (admin: AdminConnection) => Promise<string>;
};

const git = async (...args: readonly string[]): Promise<string> =>
  (await run('git', ['-C', root, ...args])).stdout.trim();

/** The parent of the newest commit that touched the migrations; undefined where the history does not reach so far. */
async function commitBeforeLastMigration(): Promise<string | undefined> {
  try {
    const newest = await git('log', '-1', '--format=%H', '--', 'migrations');
    return await git('rev-parse', '--short', '--verify', `${newest}^`);
  } catch {
    return undefined;
  }
}

/**
 * Unpacks that version below `directory` and installs what its own lockfile names.
 * @returns undefined where there is no history, as in an archive of the files or a shallow clone
 */
export async function unpackEarlierVersion(directory: string): Promise<EarlierVersion | undefined> {
  const commit = await commitBeforeLastMigration();
  if (commit === undefined) return undefined;
  const home = join(directory, `version-${commit}`);
  await mkdir(home);
  await git('archive', '--format=tar', `--output=${home}.tar`, commit);
  await run('tar', ['-xf', `${home}.tar`, '-C', home]);
  await run('npx', ['-y', 'pnpm@12', 'install', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts'], {
    cwd: home,
    env: { ...process.env, CI: 'true' },
  });
  return {
    commit,
    main: join(home, 'services/embedded/src/main.ts'),
    makeEmptyWorld: async (admin) => {
      const world = join(home, 'packages/faults/src/world.ts');
      const script = `
        import { makeEmptyWorld } from ${JSON.stringify(world)};
        process.stdout.write(await makeEmptyWorld(${JSON.stringify(admin)}));`;
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: home });
      return stdout;
    },
  };
}
