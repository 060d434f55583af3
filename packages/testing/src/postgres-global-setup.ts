import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer } from '@greenlane/database/embedded-server';

/** One throw-away PostgreSQL for the whole run; each test file gets a database of its own from it. */
export async function setup(): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'greenlane-test-'));
  await chmod(directory, 0o755);
  const server = await startEmbeddedServer({ directory, durable: false, maxConnections: 400 });
  process.env['GREENLANE_TEST_POSTGRES'] = JSON.stringify({
    host: server.host,
    port: server.port,
    ...server.superuser,
  });
  return async () => {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
