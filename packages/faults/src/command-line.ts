import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { World } from './stage.ts';

const cli = `${fileURLToPath(new URL('../../../', import.meta.url))}packages/cli/src/main.ts`;

/** Runs `greenlane …` on a world as its operator does; throws when it ends with a failure. */
export async function command(world: World, args: readonly string[]): Promise<string> {
  const environment = {
    ...process.env,
    ...world.environment(),
    DATABASE_ADMIN_USER: world.admin.user,
    DATABASE_ADMIN_PASSWORD: world.admin.password,
  };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [cli, ...args], { env: environment, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
