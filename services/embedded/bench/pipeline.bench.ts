import { randomUUID } from 'node:crypto';
import type { Envelope } from '@greenlane/contracts/envelope';
import { assert } from '@greenlane/kernel/assert';
import { manualClock } from '@greenlane/kernel/clock';
import { matching } from '@greenlane/matching/service';
import { appendProgrammeFact } from '@greenlane/matching/store';
import type { EventBus } from '@greenlane/messaging/event-bus';
import { createKafkaBus } from '@greenlane/messaging/kafka';
import { createPostgresLog } from '@greenlane/messaging/postgres-log';
import { type Platform, startPlatform } from '@greenlane/runtime/platform';
import type { Bench, BenchServices, Measured, PreparedBench } from '@greenlane/testing/bench/bench';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { pino } from 'pino';
import { seeded } from '../../matching/bench/bench-books.ts';
import { publishedOffer, submittedRequest } from '../../matching/bench/bench-documents.ts';
import { publishedPolicy } from '../../matching/bench/bench-policy.ts';

/**
 * Request event → committed allocation → published decision, beside the barest pipeline that keeps its promises: consume,
 * one batched INSERT a batch, produce, commit the offset. Both on the same broker and the same durable PostgreSQL.
 */
const OFFERS = 500;
const CHUNK = 600;
const ROUNDS = 3;
const POOL = 3;
const silent = pino({ level: 'silent' });
/** The day before the first cut-off of the offers. */
const clock = manualClock(new Date('2026-11-20T00:00:00Z'));

type Pipeline = {
  /** Milliseconds from publishing the requests until the last answer about them was delivered; each one's latency. */
  readonly run: (requests: readonly Envelope[]) => Promise<number>;
  readonly close: () => Promise<void>;
};

function envelopeOf(type: string, market: string, subject: string, data: unknown): Envelope {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/greenlane/bench',
    type,
    time: '2026-11-20T00:00:00.000Z',
    subject,
    datacontenttype: 'application/json',
    partitionkey: market,
    audience: '*',
    data,
  };
}

/** Waits for a number of answers, from whatever delivers them. */
function counter() {
  let seen = 0;
  let wanted = 0;
  let enough: (() => void) | undefined;
  return {
    add: (count: number) => {
      seen += count;
      if (seen >= wanted) enough?.();
    },
    await: (count: number) => {
      wanted = seen + count;
      return new Promise<void>((resolve) => {
        enough = resolve;
      });
    },
  };
}

async function ours(bus: EventBus, database: TestDatabase, markets: readonly string[]): Promise<Pipeline> {
  await database
    .open('matching')
    .asWorker((tx) => appendProgrammeFact(tx, { kind: 'policy-published', policy: publishedPolicy() }));
  const answers = counter();
  const listener = await bus.subscribe({
    group: `bench-${randomUUID()}`,
    topics: ['allocations'],
    handleBatch: async ({ deliveries }) =>
      answers.add(deliveries.filter(({ envelope }) => envelope?.type.endsWith('cargo-request.decided.v1')).length),
  });
  const platform: Platform = await startPlatform({
    services: [matching],
    database: { ...database.admin, roleSecret: TEST_ROLE_SECRET },
    bus,
    clock,
    log: silent,
    host: '127.0.0.1',
    port: 0,
    config: {},
  });
  const random = seeded(3);
  // Space for all: what is measured is the way, not the waiting.
  const capacity = { teu: 30_000, weightTonnes: '900000', dangerousGoodsTeu: 30_000, reeferPlugs: 30_000 };
  for (const market of markets) {
    const offers = Array.from({ length: OFFERS / markets.length }, (_none, at) => {
      const offer = publishedOffer(random, at + 1);
      const offerId = `${market}-${offer.offerId}`;
      return envelopeOf('org.greenlane.vessel-offer.published.v1', market, offerId, {
        ...offer,
        offerId,
        market,
        capacity,
        confirmation: 'MANUAL',
      });
    });
    await bus.publish(offers.map((envelope) => ({ topic: 'vessel-offers', envelope })));
  }
  return {
    run: async (requests) => {
      const all = answers.await(requests.length);
      const from = performance.now();
      await bus.publish(requests.map((envelope) => ({ topic: 'cargo-requests', envelope })));
      await all;
      return performance.now() - from;
    },
    close: async () => {
      await platform.stop();
      await listener.stop();
    },
  };
}

async function rawTable(database: TestDatabase): Promise<pg.Pool> {
  const pool = new pg.Pool({ ...database.admin, max: POOL });
  await pool.query('create table if not exists public.raw (id text primary key, body jsonb not null)');
  return pool;
}
const INSERT = 'insert into public.raw (id, body) select * from unnest($1::text[], $2::jsonb[])';

/** kafkajs alone: one consumer, one INSERT a batch, one produce, offsets committed after it. */
async function rawKafka(broker: string, database: TestDatabase, markets: readonly string[]): Promise<Pipeline> {
  const kafka = new Kafka({ brokers: [broker], clientId: 'raw', logLevel: logLevel.NOTHING });
  const id = randomUUID();
  const [input, output] = [`raw-in-${id}`, `raw-out-${id}`];
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [input, output].map((topic) => ({ topic, numPartitions: markets.length, replicationFactor: 1 })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  const pool = await rawTable(database);
  const producer = kafka.producer();
  await producer.connect();
  const worker = kafka.consumer({ groupId: `raw-${id}` });
  await worker.connect();
  await worker.subscribe({ topics: [input], fromBeginning: true });
  await worker.run({
    eachBatch: async ({ batch, heartbeat }) => {
      const values = batch.messages.map(({ value }) => value?.toString('utf8') ?? '');
      const ids = values.map((text) => (JSON.parse(text) as Envelope).id);
      await pool.query(INSERT, [ids, values]);
      await producer.send({ topic: output, messages: values.map((value) => ({ value, partition: batch.partition })) });
      await heartbeat();
    },
  });
  const answers = counter();
  const listener = kafka.consumer({ groupId: `raw-listener-${id}` });
  await listener.connect();
  await listener.subscribe({ topics: [output], fromBeginning: true });
  await listener.run({ eachBatch: async ({ batch }) => answers.add(batch.messages.length) });
  return {
    run: async (requests) => {
      const all = answers.await(requests.length);
      const from = performance.now();
      await producer.send({
        topic: input,
        messages: requests.map((envelope) => ({
          partition: markets.indexOf(envelope.partitionkey),
          value: JSON.stringify(envelope),
        })),
      });
      await all;
      return performance.now() - from;
    },
    close: async () => {
      await worker.disconnect();
      await listener.disconnect();
      await producer.disconnect();
      await pool.end();
    },
  };
}

/** The same on the Postgres log: subscribe, one INSERT a batch, publish. */
async function rawLog(bus: EventBus, database: TestDatabase): Promise<Pipeline> {
  const pool = await rawTable(database);
  const answers = counter();
  const worker = await bus.subscribe({
    group: 'raw',
    topics: ['port-channel'],
    handleBatch: async ({ deliveries }) => {
      const envelopes = deliveries.flatMap(({ envelope }) => envelope ?? []);
      await pool.query(INSERT, [envelopes.map(({ id }) => id), envelopes.map((envelope) => JSON.stringify(envelope))]);
      await bus.publish(envelopes.map((envelope) => ({ topic: 'carbon', envelope })));
    },
  });
  const listener = await bus.subscribe({
    group: 'raw-listener',
    topics: ['carbon'],
    handleBatch: async ({ deliveries }) => answers.add(deliveries.length),
  });
  return {
    run: async (requests) => {
      const all = answers.await(requests.length);
      const from = performance.now();
      await bus.publish(requests.map((envelope) => ({ topic: 'port-channel', envelope })));
      await all;
      return performance.now() - from;
    },
    close: async () => {
      await worker.stop();
      await listener.stop();
      await pool.end();
    },
  };
}

async function prepare(services: BenchServices, markets: readonly string[], onKafka: boolean): Promise<PreparedBench> {
  await services.postgres();
  const database = await testDatabase(['event_log', 'matching']);
  const rawDatabase = await testDatabase(['event_log']);
  const busFor = async (of: TestDatabase): Promise<EventBus> =>
    onKafka
      ? createKafkaBus({
          brokers: [await services.kafka()],
          clientId: `bench-${randomUUID()}`,
          log: silent,
          onDead: () => {},
        })
      : createPostgresLog({ pool: of.open('event_log').workerPool, log: silent });
  const bus = await busFor(database);
  const rawBus = onKafka ? undefined : await busFor(rawDatabase);
  const real = await ours(bus, database, markets);
  const raw =
    rawBus === undefined
      ? await rawKafka(await services.kafka(), rawDatabase, markets)
      : await rawLog(rawBus, rawDatabase);
  const random = seeded(4);
  let number = 0;
  const chunk = () =>
    Array.from({ length: CHUNK }, () => {
      number += 1;
      const market = markets[number % markets.length]!;
      const request = { ...submittedRequest(random, number), market };
      return envelopeOf('org.greenlane.cargo-request.submitted.v1', market, request.requestId, request);
    });
  const again = (requests: readonly Envelope[]) => requests.map((envelope) => ({ ...envelope, id: randomUUID() }));
  const warm = chunk();
  await real.run(warm);
  await raw.run(again(warm));
  return {
    measure: async (): Promise<Measured> => {
      let [mine, theirs] = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const requests = chunk();
        mine += await real.run(requests);
        theirs += await raw.run(again(requests));
      }
      const placed = await database.query<{ n: number }>('select count(*)::int as n from matching.allocation');
      assert(placed[0]!.n > number / 2, 'most requests were placed');
      const perSecond = (milliseconds: number) => (ROUNDS * CHUNK * 1_000) / milliseconds;
      return {
        ratio: theirs / mine,
        figures: { 'ours a second': perSecond(mine), 'raw a second': perSecond(theirs), pool: POOL, chunk: CHUNK },
      };
    },
    close: async () => {
      await real.close();
      await raw.close();
      await bus.close();
      await rawBus?.close();
      await database.close();
      await rawDatabase.close();
    },
  };
}

const MARKETS = ['CHINA', 'NORTH-EAST-ASIA', 'SOUTH-EAST-ASIA', 'SOUTH-ASIA'] as const;
const onKafka = (count: 1 | 2 | 4): Bench => ({
  name: `pipeline.kafka-${count}-market${count === 1 ? '' : 's'}`,
  what: `${CHUNK} request events on a real Kafka to committed allocations and published decisions, ${count} market${count === 1 ? '' : 's'}`,
  rival: 'kafkajs: consume, one batched INSERT, produce (fsync and synchronous_commit on both sides)',
  better: 'higher',
  floor: 0.6,
  judged: 'median',
  prepare: (services) => prepare(services, MARKETS.slice(0, count), true),
});

export const benches: readonly Bench[] = [
  onKafka(1),
  onKafka(2),
  onKafka(4),
  {
    name: 'pipeline.embedded',
    what: `${CHUNK} request events on the Postgres log to committed allocations and published decisions, 1 market`,
    rival: 'the Postgres log: subscribe, one batched INSERT, publish',
    better: 'higher',
    floor: 0.6,
    judged: 'median',
    prepare: (services) => prepare(services, MARKETS.slice(0, 1), false),
  },
];
