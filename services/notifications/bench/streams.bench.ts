import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type ClientRequest, get } from 'node:http';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { assert } from '@greenlane/kernel/assert';
import { hashKey } from '@greenlane/runtime/identity';
import { openBus } from '@greenlane/runtime/run';
import type { Bench } from '@greenlane/testing/bench/bench';
import { TEST_ROLE_SECRET, testDatabase } from '@greenlane/testing/postgres';
import { pino } from 'pino';

const LISTENERS = 2_000;
const BURST = 50;
const SINGLES = 10;
const CONNECT_AT_ONCE = 50;
const KEY = 'gl_bench_solar';

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const freePort = () =>
  new Promise<number>((settle) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address ? address.port : 0));
    });
  });

async function until(holds: () => Promise<boolean>, seconds: number, what: string): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await holds().catch(() => false))) {
    assert(performance.now() < end, what);
    await new Promise((settle) => setTimeout(settle, 5));
  }
}

async function startServer(script: string, port: number, ready: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: 'ignore',
  });
  await until(async () => (await fetch(`http://127.0.0.1:${port}${ready}`)).ok, 60, `${script} comes up`);
  return child;
}

type Listeners = {
  /** When each of the listeners had got so many events in all: the time of the last. */
  received(total: number): Promise<number>;
  close(): void;
};

/** Two thousand plain HTTP clients that count what they get. */
async function listen(url: string, headers: Readonly<Record<string, string>>): Promise<Listeners> {
  const requests: ClientRequest[] = [];
  let count = 0;
  let connected = 0;
  let waiting: { readonly total: number; readonly settle: (at: number) => void } | undefined;
  const open = () =>
    new Promise<void>((settle, reject) => {
      const request = get(url, { headers, agent: false }, (response) => {
        response.setEncoding('utf8');
        let isConnected = false;
        response.on('data', (chunk: string) => {
          if (!isConnected) {
            isConnected = true;
            connected += 1;
            settle();
          }
          let at = chunk.indexOf('\ndata: ');
          while (at !== -1) {
            count += 1;
            at = chunk.indexOf('\ndata: ', at + 1);
          }
          if (waiting && count >= waiting.total) {
            waiting.settle(performance.now());
            waiting = undefined;
          }
        });
        response.on('error', () => {});
      });
      request.on('error', reject);
      requests.push(request);
    });
  for (let opened = 0; opened < LISTENERS; opened += CONNECT_AT_ONCE)
    await Promise.all(Array.from({ length: CONNECT_AT_ONCE }, open));
  assert(connected === LISTENERS, 'every listener is connected');
  return {
    received: (total) =>
      count >= total
        ? Promise.resolve(performance.now())
        : new Promise((settle) => {
            waiting = { total, settle };
          }),
    close: () => {
      for (const request of requests) {
        request.on('error', () => {});
        request.destroy();
      }
    },
  };
}

const alert = (number: number) => ({
  topic: 'port-channel' as const,
  envelope: {
    specversion: '1.0' as const,
    id: randomUUID() as string,
    source: '/greenlane/port-channel',
    type: 'org.greenlane.port-alert.raised.v1',
    time: new Date().toISOString(),
    subject: `alert-${number}`,
    datacontenttype: 'application/json' as const,
    partitionkey: `box-${number % 7}`,
    audience: 'solar',
    data: {
      alertId: `alert-${number}`,
      kind: 'DWELL_AT_RISK',
      UNLocationCode: 'CNYTN',
      message: 'the box has waited 19.2 hours in the green lane; the target is 24 hours',
      raisedAt: new Date().toISOString(),
    },
  },
});

const medianOf = (values: readonly number[]): number =>
  values.toSorted((first, second) => first - second)[values.length >> 1] ?? 0;
const megabytes = (bytes: number) => Math.round(bytes / 104_857.6) / 10;

export const benches: readonly Bench[] = [
  {
    name: 'notifications.sse-2000',
    what: `${LISTENERS.toLocaleString('en')} server-sent-events listeners on one process; a burst of ${BURST} events from the bus to every one of them, counted by the last`,
    rival: 'a bare fastify that pushes the same texts to the same number of streams from memory',
    better: 'higher',
    floor: 0.5,
    judged: 'best',
    runs: 2,
    prepare: async ({ postgres }) => {
      await postgres();
      const database = await testDatabase(['notifications', 'event_log']);
      await database.query(
        `insert into notifications.identity_organisation (organisation_id, version, name, role, status) values ('solar', 1, 'solar', 'exporter', 'active')`,
      );
      await database.query(
        `insert into notifications.identity_key (key_hash, key_id, organisation_id, version, status) values ($1, 'key', 'solar', 1, 'active')`,
        [hashKey(KEY)],
      );
      const connection = {
        DATABASE_HOST: database.admin.host,
        DATABASE_NAME: database.admin.database,
        DATABASE_ROLE_SECRET: TEST_ROLE_SECRET,
      };
      const { bus, close } = await openBus(
        { ...connection, DATABASE_PORT: database.admin.port, BUS: 'postgres', KAFKA_BROKERS: [] },
        pino({ level: 'silent' }),
        () => {},
      );
      const [ourPort, barePort] = [await freePort(), await freePort()];
      const ours = await startServer(pathOf('../src/main.ts'), ourPort, '/readyz', {
        ...connection,
        DATABASE_PORT: String(database.admin.port),
        LOG_LEVEL: 'silent',
        RATE_LIMIT_PER_MINUTE: '1000000',
      });
      const bare = await startServer(pathOf('./bare-server.ts'), barePort, '/memory', {});
      const bareUrl = `http://127.0.0.1:${barePort}`;
      const sendBare = (texts: readonly string[]) =>
        fetch(`${bareUrl}/send`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(texts),
        });
      const memoryOfOurs = async () =>
        Number(
          /^process_resident_memory_bytes (\d+)/m.exec(
            await (await fetch(`http://127.0.0.1:${ourPort}/metrics`)).text(),
          )?.[1],
        );
      const memoryOfBare = async () => ((await (await fetch(`${bareUrl}/memory`)).json()) as { bytes: number }).bytes;
      const idle = { ours: await memoryOfOurs(), bare: await memoryOfBare() };
      const ourListeners = await listen(`http://127.0.0.1:${ourPort}/v1/events/stream?after=now`, {
        authorization: `Bearer ${KEY}`,
      });
      const bareListeners = await listen(`${bareUrl}/stream`, {});
      let sent = 0;
      const timed = async (events: readonly ReturnType<typeof alert>[]) => {
        sent += events.length;
        const total = sent * LISTENERS;
        const texts = events.map(
          ({ envelope }, index) => `id: ${index}\nevent: ${envelope.type}\ndata: ${JSON.stringify(envelope)}\n\n`,
        );
        let began = performance.now();
        await bus.publish(events);
        const oursTook = (await ourListeners.received(total)) - began;
        began = performance.now();
        await sendBare(texts);
        return { ours: oursTook, bare: (await bareListeners.received(total)) - began };
      };
      return {
        measure: async () => {
          const single = [];
          for (let number = 0; number < SINGLES; number += 1) single.push(await timed([alert(number)]));
          const burst = await timed(Array.from({ length: BURST }, (_unused, number) => alert(number)));
          const [ourMemory, bareMemory] = [await memoryOfOurs(), await memoryOfBare()];
          return {
            ratio: burst.bare / burst.ours,
            figures: {
              'ours messages a second': Math.round((BURST * LISTENERS * 1_000) / burst.ours),
              'bare messages a second': Math.round((BURST * LISTENERS * 1_000) / burst.bare),
              'one event to the last of 2,000, ours ms': Math.round(medianOf(single.map((each) => each.ours))),
              'the same, bare ms': Math.round(medianOf(single.map((each) => each.bare))),
              'ours MB': megabytes(ourMemory),
              'ours MB a thousand listeners': megabytes((ourMemory - idle.ours) / 2),
              'bare MB a thousand listeners': megabytes((bareMemory - idle.bare) / 2),
            },
          };
        },
        close: async () => {
          ourListeners.close();
          bareListeners.close();
          ours.kill('SIGKILL');
          bare.kill('SIGKILL');
          await close();
          await database.close();
        },
      };
    },
  },
];
