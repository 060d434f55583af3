import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SERVICES } from '@greenlane/embedded/services';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { TEST_ROLE_SECRET } from '@greenlane/testing/postgres';
import { type RunningServices, startServices } from '@greenlane/testing/services';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

const run = promisify(execFile);
const cli = fileURLToPath(new URL('../src/main.ts', import.meta.url));

describe('greenlane parked', () => {
  let services: RunningServices;
  beforeAll(async () => {
    services = await startServices({ services: SERVICES.filter(({ schema }) => schema !== 'none'), organisations: [] });
  }, 60_000);
  afterAll(async () => services?.stop());

  const parked = async (...args: readonly string[]): Promise<string> => {
    const { host, port, database, user, password } = services.database.admin;
    const env = {
      ...process.env,
      DATABASE_HOST: host,
      DATABASE_PORT: String(port),
      DATABASE_NAME: database,
      DATABASE_ADMIN_USER: user,
      DATABASE_ADMIN_PASSWORD: password,
      DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
    };
    return (await run(process.execPath, [cli, 'parked', ...args], { env })).stdout;
  };
  const waiting = async () =>
    (
      await services.database.query<{ group: string }>(
        `${['matching', 'notifications', 'programme']
          .map((schema) => `select consumer_group as group from ${schema}.parked where replayed_at is null`)
          .join(' union all ')} order by 1`,
      )
    ).map(({ group }) => group);

  test('an event that several groups parked is sent once, waits again where it still fails, and stays open to a mended reader', async () => {
    await services.bus.publish([
      {
        topic: 'cargo-requests',
        envelope: sampleEnvelope({
          id: 'unreadable-1',
          type: 'org.greenlane.cargo-request.submitted.v1',
          subject: 'request-1',
          partitionkey: 'CHINA',
          data: { requestId: 7 },
        }),
      },
    ]);
    const all = ['matching', 'notifications.feed', 'programme.outcomes.requests'];
    await vi.waitFor(async () => expect(await waiting()).toEqual(all), 10_000);
    expect(await parked('list')).toContain('3 parked, 3 waiting');
    expect(await parked('show', 'matching/unreadable-1')).toContain('"reason": "WRONG_SCHEMA"');
    expect(await parked('replay', '--reason', 'WRONG_SCHEMA')).toBe('1 on their way again\n');
    await vi.waitFor(async () => expect(await waiting()).toEqual(all), 10_000);
    // Matching knows it by its event, whoever delivers it; the feed by its place in the topic.
    expect(await parked('list')).toContain('5 parked, 3 waiting');
    const known = await services.database.query(`select from matching.inbox where event_id = 'unreadable-1'`);
    expect(known).toEqual([]);
  }, 60_000);
});
