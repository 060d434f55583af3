import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@greenlane/kernel/clock';
import { bootstrapAuthority } from '@greenlane/programme/bootstrap';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../src/embedded.ts';
import { journey } from './journey.ts';

let directory: string;
let embedded: Embedded;

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
  await journey({ urlOf: (path) => `${embedded.baseUrl}${path}`, authorityKey: first?.apiKey ?? '' });
  await embedded.platform.settled();
  expect(await embedded.platform.isReady()).toBe(true);
}, 180_000);
