import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../src/embedded.ts';
import { journey } from './journey.ts';

let directory: string;
let embedded: Embedded;
let authorityKey: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'greenlane-journey-'));
  await chmod(directory, 0o755);
  embedded = await startEmbedded({
    port: 0,
    dataDirectory: directory,
    clock: systemClock,
    log: pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    bus: { kind: 'postgres' },
    onDead: (error) => {
      throw error;
    },
  });
}, 120_000);

afterAll(async () => {
  await embedded?.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

test('the main job runs end to end in one process on the Postgres log', async () => {
  const context = embedded.platform.contextOf('programme');
  const first = await bootstrapAuthority(context.db, { name: 'Authority', ...context });
  authorityKey = first?.apiKey ?? '';
  await journey({ urlOf: (path) => `${embedded.baseUrl}${path}`, authorityKey });
  await embedded.platform.settled();
  expect(await embedded.platform.isReady()).toBe(true);
}, 180_000);

test('the newcomer’s walk of the README works as it is typed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'greenlane-walk-'));
  try {
    const credentials = join(folder, 'credentials.json');
    await writeFile(credentials, JSON.stringify({ keys: { authority: { apiKey: authorityKey } } }));
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const blocksBetween = (from: string, to: string) =>
      [...readme.slice(readme.indexOf(from), readme.indexOf(to)).matchAll(/```sh\n([\s\S]*?)```/g)].map(
        (match) => match[1],
      );
    // The first block of the tour makes the words that the walk uses.
    const script = [
      blocksBetween('<!-- tour:', '<!-- end of tour -->')[0],
      ...blocksBetween('<!-- walk:', '<!-- end of walk -->'),
    ].join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        BASE: embedded.baseUrl,
        CREDENTIALS: credentials,
      },
    });
    expect(stdout).toContain('granted');
    expect(stdout).toMatch(/^(held|confirmed)$/m);
    expect(stdout).toMatch(/outcomes: 'YANCHENG'[\s\S]*unitsPlaced: [1-9]/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
