import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { EventBus } from '@greenlane/messaging/event-bus';
import { hashKey } from '@greenlane/runtime/identity';
import { openBus } from '@greenlane/runtime/run';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { portAlert } from './alerts.ts';
import { type Receiver, startReceiver } from './receivers.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const WAIT = { timeout: 45_000, interval: 50 };
const EVENTS = 300;
const KILLS = 2;

let database: TestDatabase;
let bus: EventBus;
let closeBus: () => Promise<void>;
let receiver: Receiver;
let child: ChildProcess | undefined;
let port = 0;

const freePort = () =>
  new Promise<number>((settle) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address ? address.port : 0));
    });
  });

beforeAll(async () => {
  database = await testDatabase(['notifications', 'event_log']);
  for (const organisationId of ['solar', 'rival']) {
    await database.query(
      `insert into notifications.identity_organisation (organisation_id, version, name, role, status) values ($1, 1, $1, 'exporter', 'active')`,
      [organisationId],
    );
    await database.query(
      `insert into notifications.identity_key (key_hash, key_id, organisation_id, version, status) values ($1, $2, $2, 1, 'active')`,
      [hashKey(`gl_test_${organisationId}`), organisationId],
    );
  }
  const environment = {
    BUS: 'postgres' as const,
    KAFKA_BROKERS: [],
    DATABASE_HOST: database.admin.host,
    DATABASE_PORT: database.admin.port,
    DATABASE_NAME: database.admin.database,
    DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
  };
  ({ bus, close: closeBus } = await openBus(environment, pino({ level: 'silent' }), () => {}));
  receiver = await startReceiver();
  port = await freePort();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await receiver?.close();
  await closeBus?.();
  await database?.close();
});

async function startProcess(): Promise<void> {
  child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      DATABASE_HOST: database.admin.host,
      DATABASE_PORT: String(database.admin.port),
      DATABASE_NAME: database.admin.database,
      DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
      PORT: String(port),
      LOG_LEVEL: 'silent',
      WEBHOOK_ALLOW_LOOPBACK: '1',
      WEBHOOK_TIMEOUT_MILLISECONDS: '500',
      WEBHOOK_FIRST_RETRY_MILLISECONDS: '50',
    },
    stdio: 'ignore',
  });
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), WAIT);
}

const killProcess = () =>
  new Promise<void>((settle) => {
    child?.once('exit', () => settle());
    child?.kill('SIGKILL');
  });

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted on by the test
const call = async (method: string, path: string, body?: unknown): Promise<any> =>
  (
    await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: 'Bearer gl_test_solar',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  ).json();

/** A listener that comes back with Last-Event-ID whenever its stream breaks, as browsers do; it keeps every id in order. */
function listen(ids: string[], signal: AbortSignal): Promise<void> {
  let last = '0';
  const once = async (): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/events/stream`, {
      headers: { authorization: 'Bearer gl_test_solar', 'last-event-id': last },
      signal,
    });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('utf8');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        ids.push(JSON.parse(data).id);
        last = /^id: (.*)$/m.exec(block)?.[1] ?? last;
      }
    }
  };
  return (async () => {
    while (!signal.aborted) {
      await once().catch(() => {});
      await new Promise((settle) => setTimeout(settle, 50));
    }
  })();
}

test('across kill -9 the feed, the stream and the webhooks skip nothing and hold nothing foreign', async () => {
  await startProcess();
  const { subscriptionId } = await call('POST', '/v1/webhook-subscriptions', { callbackUrl: receiver.url });
  await vi.waitFor(
    async () => expect((await call('GET', `/v1/webhook-subscriptions/${subscriptionId}`)).status).toBe('active'),
    WAIT,
  );
  const streamed: string[] = [];
  const listening = new AbortController();
  const listener = listen(streamed, listening.signal);
  const mine: string[] = [];
  const slice = EVENTS / (KILLS + 1);
  for (let round = 0; round <= KILLS; round += 1) {
    const events = Array.from({ length: slice * 2 }, (_unused, number) =>
      portAlert(number % 2 === 0 ? 'solar' : 'rival', round * 1_000 + number),
    );
    mine.push(...events.filter(({ envelope }) => envelope.audience === 'solar').map(({ envelope }) => envelope.id));
    for (let start = 0; start < events.length; start += 30) await bus.publish(events.slice(start, start + 30));
    if (round === KILLS) break;
    // In the middle of things: some have been handed on and some have not.
    const before = streamed.length;
    await vi.waitFor(() => expect(streamed.length).toBeGreaterThan(before), WAIT);
    await killProcess();
    await startProcess();
  }
  await vi.waitFor(() => expect(streamed.length).toBeGreaterThanOrEqual(EVENTS), WAIT);
  const feed: string[] = [];
  for (let cursor = '0'; ; ) {
    const page = await call('GET', `/v1/events?after=${cursor}`);
    if (page.events.length === 0) break;
    feed.push(...page.events.map((event: { id: string }) => event.id));
    cursor = page.cursor;
  }
  listening.abort();
  await listener;
  expect(new Set(feed)).toEqual(new Set(mine));
  expect(feed).toHaveLength(EVENTS);
  // The stream is the feed, in its order, each event once.
  expect(streamed).toEqual(feed);
  await vi.waitFor(
    () => expect(new Set(receiver.accepted.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(mine)),
    WAIT,
  );
}, 120_000);
