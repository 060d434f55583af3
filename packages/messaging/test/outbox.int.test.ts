import type { Envelope } from '@greenlane/contracts/envelope';
import { rolePassword, rolesOf } from '@greenlane/database/migrate';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { pgSchema } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { writtenEvent } from '../src/cloudevents.ts';
import type { EventBus, Outgoing, OutgoingText } from '../src/event-bus.ts';
import { appendToOutbox, type OutboxRelay, startOutboxRelay } from '../src/outbox.ts';
import { createPostgresLog } from '../src/postgres-log.ts';
import { messagingTables } from '../src/tables.ts';

const log = pino({ level: 'silent' });
const { outbox } = messagingTables(pgSchema('port_channel'));

let database: TestDatabase;
let bus: EventBus;
let logPool: pg.Pool;
let relay: OutboxRelay | undefined;

beforeAll(async () => {
  database = await testDatabase(['event_log', 'port_channel']);
  const user = rolesOf('event_log').worker;
  logPool = new pg.Pool({
    ...database.admin,
    user,
    password: rolePassword(TEST_ROLE_SECRET, user),
    max: 6,
    pipeline: true,
  });
  bus = await createPostgresLog({ pool: logPool, log });
});
afterAll(async () => {
  await relay?.stop();
  await bus?.close();
  await logPool?.end();
  await database?.close();
});

const event = (number: number, words = `number ${number}`): Outgoing => {
  const envelope = sampleEnvelope({
    type: 'org.greenlane.test.happened.v1',
    subject: `subject-${number}`,
    partitionkey: 'one-key',
    data: { number, words },
  });
  return { topic: number % 3 === 0 ? 'programme' : 'port-channel', envelope };
};
const waiting = () =>
  database.query<{ topic: string; events: number; lines: number }>(
    `select topic, events, (select count(*)::int from string_to_table(envelopes, E'\\n')) as lines
     from port_channel.outbox order by sequence`,
  );

test('what a transaction emits lies in few rows and leaves once, in order, as it was', async () => {
  const events = Array.from({ length: 900 }, (_unused, number) => event(number, `line\nbreak ${number}`));
  const db = database.open('port_channel');
  await db.asWorker(async (tx) => {
    await appendToOutbox(tx, outbox, events.slice(0, 450));
    await appendToOutbox(tx, outbox, events.slice(450));
  });
  expect(await waiting()).toEqual([
    ...Array.from({ length: 3 }, () => ({ topic: 'programme', events: 100, lines: 100 })),
    ...Array.from({ length: 6 }, () => ({ topic: 'port-channel', events: 100, lines: 100 })),
  ]);
  const received: Envelope[] = [];
  const subscription = await bus.subscribe({
    group: 'outbox-test',
    topics: ['programme', 'port-channel'],
    handleBatch: async ({ deliveries }) => {
      received.push(...deliveries.flatMap(({ envelope }) => (envelope ? [envelope] : [])));
    },
  });
  relay = startOutboxRelay({ pool: db.workerPool, schema: 'port_channel', bus, log });
  await vi.waitFor(() => expect(received).toHaveLength(events.length), { timeout: 30_000 });
  await subscription.stop();
  const ofTopic = (topic: string) => events.filter((each) => each.topic === topic).map(({ envelope }) => envelope);
  const isProgramme = new Set(ofTopic('programme').map(({ id }) => id));
  expect(received.filter(({ id }) => isProgramme.has(id))).toEqual(ofTopic('programme'));
  expect(received.filter(({ id }) => !isProgramme.has(id))).toEqual(ofTopic('port-channel'));
  expect(await waiting()).toEqual([]);
});

test('an event with text that no reader could store fails its transaction; what only looks so does not', async () => {
  const db = database.open('port_channel');
  for (const [words, code] of [
    ['a\u0000b', '22P05'],
    ['half \ud800', '22P02'],
  ] as const)
    await expect(db.asWorker((tx) => appendToOutbox(tx, outbox, [event(1), event(2, words)]))).rejects.toMatchObject({
      code,
    });
  await relay?.stop();
  relay = undefined;
  await db.asWorker((tx) => appendToOutbox(tx, outbox, [event(1, 'a \\u0000 and 🚢'), event(2)]));
  expect(await waiting()).toEqual([{ topic: 'port-channel', events: 2, lines: 2 }]);
});

test('an event larger than any reader takes is refused to whoever emits it, and stands in nobody’s way', async () => {
  const db = database.open('port_channel');
  const before = await waiting();
  const emit = (words: string) => db.asWorker((tx) => appendToOutbox(tx, outbox, [event(1, words)]));
  // Two million units of text, six million bytes.
  await expect(emit('港'.repeat(2_000_000))).rejects.toMatchObject({ code: 'EVENT_TOO_LARGE', statusCode: 413 });
  expect(await waiting()).toEqual(before);
  await emit('p'.repeat(2_000_000));
  expect(await waiting()).toEqual([...before, { topic: 'port-channel', events: 1, lines: 1 }]);
});

test('a relay publishes what its process wrote without reading it back, in one order with what others wrote', async () => {
  const db = database.open('port_channel');
  await database.query('delete from port_channel.outbox');
  const published: (Outgoing | OutgoingText)[] = [];
  let isDown = true;
  const recording: EventBus = {
    ...bus,
    publish: async (outgoing) => {
      if (isDown) throw new Error('the bus is down');
      await bus.publish(outgoing);
      published.push(...outgoing);
    },
  };
  relay = startOutboxRelay({ pool: db.workerPool, schema: 'port_channel', bus: recording, log });
  const [first, others, last] = [event(1), event(2), event(4, 'übrigens\n盐城')];
  await db.asWorker((tx) => appendToOutbox(tx, outbox, [first]));
  await database.query(
    `insert into port_channel.outbox (topic, envelopes) values ('${others.topic}', '${JSON.stringify(others.envelope)}')`,
  );
  await db.asWorker((tx) =>
    appendToOutbox(tx, outbox, [{ ...last, written: { data: JSON.stringify(last.envelope.data) } }]),
  );
  isDown = false;
  await vi.waitFor(() => expect(published).toHaveLength(3), { timeout: 30_000 });
  const textOf = ({ topic, envelope }: Outgoing): OutgoingText => ({ topic, written: writtenEvent(envelope) });
  expect(published).toEqual([textOf(first), others, textOf(last)]);
  await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 30_000 });
  await relay.stop();
  relay = undefined;
});
