import { randomUUID } from 'node:crypto';
import type { Envelope } from '@greenlane/contracts/envelope';
import { PARTITION_COUNT, type Topic } from '@greenlane/contracts/topics';
import { assert } from '@greenlane/kernel/assert';
import { manualClock } from '@greenlane/kernel/clock';
import { appendProgrammeFact } from '@greenlane/matching/programme-facts';
import { matching } from '@greenlane/matching/service';
import { toBinary } from '@greenlane/messaging/cloudevents';
import type { DeliveredBatch, EventBus, Outgoing } from '@greenlane/messaging/event-bus';
import { createKafkaBus } from '@greenlane/messaging/kafka';
import { TOPIC_LIMITS } from '@greenlane/messaging/kafka-topics';
import { partitionOf } from '@greenlane/messaging/partitioner';
import { createPostgresLog } from '@greenlane/messaging/postgres-log';
import { collectByGrowth } from '@greenlane/runtime/collector';
import { type Platform, startPlatform } from '@greenlane/runtime/platform';
import {
  type Bench,
  type BenchServices,
  inTurn,
  type Measured,
  type PreparedBench,
  sumOf,
} from '@greenlane/testing/bench/bench';
import { TEST_ROLE_SECRET, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs';
import { Kafka as PublishedKafka } from 'kafkajs-published';
import pg from 'pg';
import { pino } from 'pino';
import { seeded } from '../../matching/bench/bench-books.ts';
import { type BenchMarket, publishedOffer, submittedRequest } from '../../matching/bench/bench-documents.ts';
import { samplePolicy } from '../../matching/test/samples.ts';

/**
 * Request event → committed allocation → published decision, beside the barest pipeline that keeps its promises: consume,
 * one batched INSERT a batch, produce, commit the offset. Both on the same broker and the same durable PostgreSQL; both
 * are sent the same records by the same producer, answer an event with two (an allocation and a decision here, the event
 * itself twice there), and are read by the same bare listener.
 *
 * Until 26 November 2026 a stretch was 600 events, after as many to warm up: 0.4 s, most of it filling and draining the
 * pipeline in code that was not compiled yet, and runs of one lay between 0.39 and 0.67. Now it is 2,000, twenty in turn a
 * run (with ten of them runs lay between 0.54 and 0.73 on a day when the machine gave half of its speed), after 20,000 on each
 * side (after 6,000 the broker's own code was still being compiled) and a checkpoint before each run; which side begins changes from stretch to stretch, and the raw log takes batches as large as ours. The collector is
 * set as services set it: without that the books of one side were marked after every 64 MB of buffers of the other. And the
 * broker has the heap that its own scripts give it: with the 128 MB of tests it marked without end, at 30 µs an event of ours
 * and 14 of the raw side on cores that it shares with both; with 1 GB it is 1.5 and 0.8.
 *
 * Each run has databases, a platform and books of its own. Until 27 November 2026 runs shared them, and all that was ever asked for waited in
 * the books, a gigabyte after 240,000 events: a stretch whose heap reached a new height paid for the kernel's first touch of each page (some 17 µs here;
 * 2,300 events a second, 3,400 in memory that was touched before), and one in which that gigabyte was collected had 1,260.
 *
 * The raw side has kafkajs as a team finds it on the registry (2.2.3, which reads and writes records as 2.2.4 does: a patch is
 * for every copy of a version); what feeds and listens to both sides is the kafkajs that we patch (ADR 32). With the patched
 * one on the raw side too the ratio is a fifth lower, since records are most of what that side does.
 */
/** In each market. */
const OFFERS = 500;
const CHUNK = 2_000;
const ROUNDS = 20;
/** Stretches that each side is given before it is measured. */
const WARM_UP = 10;
/** As of our own subscription. */
const MOST_AT_ONCE = 2_000;
const POOL = 3;
const silent = pino({ level: 'silent' });
/** The day before the first cut-off of the offers. */
const clock = manualClock(new Date('2026-11-20T00:00:00Z'));

type Pipeline = {
  readonly ends: Ends;
  readonly answersEach: number;
  /** Milliseconds from publishing the requests until the last answer about them was delivered. */
  readonly run: (requests: readonly Envelope[]) => Promise<number>;
};

/** How both sides are fed and listened to; `topics` are the real ones or those of the raw pipeline. */
type Ends = {
  readonly send: (requests: readonly Envelope[]) => Promise<void>;
  /** Resolves once so many answers have come; rejects when the pipeline fails, or nothing comes of it for a minute. */
  readonly await: (count: number) => Promise<void>;
  readonly fail: (error: Error) => void;
  /** Told the subject of each answer as it comes. */
  readonly tap: (listener: (subject: string) => void) => void;
};
type IsAnswer = (event: { readonly type: string; readonly subject: string }) => boolean;
type Topics = { readonly input: string; readonly output: string; readonly isAnswer: IsAnswer };

/** The raw pipeline answers each event with two records of the same type. */
const ANSWERS = 2;

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

const STALL_MILLISECONDS = 60_000;

/** Waits for a number of answers, from whatever delivers them. */
function counter(of: string) {
  let seen = 0;
  let wanted = 0;
  let enough = Promise.withResolvers<void>();
  let failure: Error | undefined;
  let stall: NodeJS.Timeout | undefined;
  let told: ((subject: string) => void) | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    clearTimeout(stall);
    enough.reject(failure);
  };
  // Whoever awaits answers hears of a failure; until then it is not unheard.
  enough.promise.catch(() => {});
  const watch = () => {
    clearTimeout(stall);
    stall = setTimeout(
      () => fail(new Error(`${of} stalls: ${seen} of ${wanted} answers, and none for ${STALL_MILLISECONDS} ms`)),
      STALL_MILLISECONDS,
    );
  };
  return {
    add: (subjects: readonly string[]) => {
      seen += subjects.length;
      if (told !== undefined) for (const subject of subjects) told(subject);
      if (seen < wanted) return watch();
      clearTimeout(stall);
      enough.resolve();
    },
    await: (count: number): Promise<void> => {
      wanted = seen + count;
      enough = Promise.withResolvers();
      enough.promise.catch(() => {});
      if (failure === undefined) watch();
      else enough.reject(failure);
      return enough.promise;
    },
    tap: (listener: (subject: string) => void) => {
      told = listener;
    },
    fail,
    close: () => clearTimeout(stall),
  };
}

/** An error that a worker would only repeat for ever ends the bench. */
const orFail =
  <Argument>(ends: Ends, work: (argument: Argument) => Promise<void>) =>
  (argument: Argument): Promise<void> =>
    work(argument).catch((error: unknown) => {
      ends.fail(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });

async function kafkaEnds(
  closing: AsyncDisposableStack,
  kafka: Kafka,
  markets: readonly BenchMarket[],
  topics: Topics,
): Promise<Ends> {
  const answers = counter(`the pipeline of ${topics.input}`);
  closing.defer(answers.close);
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  closing.defer(() => producer.disconnect());
  await producer.connect();
  const listener = kafka.consumer({ groupId: `bench-${randomUUID()}` });
  closing.defer(() => listener.disconnect());
  await listener.connect();
  await listener.subscribe({ topics: [topics.output], fromBeginning: true });
  // It only looks: what it commits, for each of a dozen partitions, would be measured with the pipelines.
  await listener.run({
    autoCommit: false,
    eachBatch: async ({ batch }) =>
      answers.add(
        batch.messages
          .map(({ headers }) => ({ type: String(headers?.['ce_type']), subject: String(headers?.['ce_subject']) }))
          .filter(topics.isAnswer)
          .map(({ subject }) => subject),
      ),
  });
  const isReal = topics.input === 'cargo-requests';
  const partitionOfMarket = (market: string) =>
    isReal ? partitionOf(market) : (markets as readonly string[]).indexOf(market);
  return {
    send: async (requests) => {
      const messages = requests.map((envelope) => {
        const { key, headers, value } = toBinary(envelope);
        return { key, headers: { ...headers }, value, partition: partitionOfMarket(envelope.partitionkey) };
      });
      await producer.send({ topic: topics.input, messages });
    },
    await: answers.await,
    tap: answers.tap,
    fail: answers.fail,
  };
}

async function busEnds(
  closing: AsyncDisposableStack,
  bus: EventBus,
  { input, output, isAnswer }: { readonly input: Topic; readonly output: Topic; readonly isAnswer: IsAnswer },
): Promise<Ends> {
  const answers = counter(`the pipeline of ${input}`);
  closing.defer(answers.close);
  const listener = await bus.subscribe({
    group: `bench-${randomUUID()}`,
    topics: [output],
    handleBatch: async ({ deliveries }) =>
      answers.add(deliveries.flatMap(({ envelope }) => (envelope && isAnswer(envelope) ? [envelope.subject] : []))),
  });
  closing.defer(() => listener.stop());
  return {
    send: (requests) => bus.publish(requests.map((envelope) => ({ topic: input, envelope }))),
    await: answers.await,
    tap: answers.tap,
    fail: answers.fail,
  };
}

/** Feeds a pipeline and waits for its answers. */
const through =
  (ends: Ends, answersEach: number): Pipeline['run'] =>
  async (requests) => {
    const all = ends.await(requests.length * answersEach);
    const from = performance.now();
    await ends.send(requests);
    await all;
    return performance.now() - from;
  };

async function ours(
  closing: AsyncDisposableStack,
  bus: EventBus,
  database: TestDatabase,
  markets: readonly BenchMarket[],
  ends: Ends,
): Promise<Pipeline> {
  await database
    .open('matching')
    .asWorker((tx) => appendProgrammeFact(tx, { kind: 'policy-published', policy: samplePolicy() }));
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
  closing.defer(() => platform.stop());
  const random = seeded(3);
  // Space for all: what is measured is the way, not the waiting.
  const capacity = { teu: 30_000, weightTonnes: '900000', dangerousGoodsTeu: 30_000, reeferPlugs: 30_000 };
  for (const market of markets) {
    const offers = Array.from({ length: OFFERS }, (_none, at) => {
      const offer = publishedOffer(random, at + 1, market);
      const offerId = `${market}-${offer.offerId}`;
      return envelopeOf('org.greenlane.vessel-offer.published.v1', market, offerId, {
        ...offer,
        offerId,
        capacity,
        confirmation: 'MANUAL',
      });
    });
    await bus.publish(offers.map((envelope) => ({ topic: 'vessel-offers', envelope })));
  }
  // The offers stand in the books before anyone asks for space.
  for (const from = performance.now(); ; ) {
    const [taken] = await database.query<{ n: number }>('select count(*)::int as n from matching.offer');
    if (taken?.n === OFFERS * markets.length) break;
    assert(performance.now() - from < STALL_MILLISECONDS, 'the offers reach their books within a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    ends,
    answersEach: 1,
    run: through(ends, 1),
  };
}

async function rawTable(closing: AsyncDisposableStack, database: TestDatabase): Promise<pg.Pool> {
  const pool = new pg.Pool({ ...database.admin, max: POOL });
  closing.defer(() => pool.end());
  await pool.query('create table if not exists public.raw (id text primary key, body jsonb not null)');
  return pool;
}
const INSERT = 'insert into public.raw (id, body) select * from unnest($1::text[], $2::jsonb[])';

/** kafkajs alone, as it is published: one consumer, one INSERT a batch, one produce, offsets committed after it. */
async function rawKafka(
  closing: AsyncDisposableStack,
  broker: string,
  database: TestDatabase,
  markets: readonly BenchMarket[],
): Promise<Pipeline> {
  const settings = { brokers: [broker], clientId: 'raw', logLevel: logLevel.NOTHING };
  const kafka = new PublishedKafka(settings);
  const id = randomUUID();
  const [input, output] = [`raw-in-${id}`, `raw-out-${id}`];
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [input, output].map((topic) => ({
      topic,
      // Answers are spread by their keys over as many partitions as ours are.
      numPartitions: topic === input ? markets.length : PARTITION_COUNT,
      replicationFactor: 1,
      // As of our own: one batch of answers is more than the megabyte that a broker takes by default.
      configEntries: TOPIC_LIMITS,
    })),
    waitForLeaders: true,
  });
  await admin.disconnect();
  const pool = await rawTable(closing, database);
  const producer = kafka.producer();
  closing.defer(() => producer.disconnect());
  await producer.connect();
  const ends = await kafkaEnds(closing, new Kafka(settings), markets, { input, output, isAnswer: () => true });
  const worker = kafka.consumer({ groupId: `raw-${id}` });
  closing.defer(() => worker.disconnect());
  await worker.connect();
  await worker.subscribe({ topics: [input], fromBeginning: true });
  await worker.run({
    eachBatch: orFail(ends, async ({ batch, heartbeat }: EachBatchPayload) => {
      const values = batch.messages.map(({ value }) => value?.toString('utf8') ?? '');
      for (const value of values) JSON.parse(value);
      const ids = batch.messages.map(({ headers }) => String(headers?.['ce_id']));
      await pool.query(INSERT, [ids, values]);
      const answers = batch.messages.map(({ value, headers }) => ({
        key: String(headers?.['ce_subject']),
        value,
        ...(headers === undefined ? {} : { headers }),
      }));
      await producer.send({ topic: output, messages: answers.flatMap((answer) => Array(ANSWERS).fill(answer)) });
      await heartbeat();
    }),
  });
  return {
    ends,
    answersEach: ANSWERS,
    run: through(ends, ANSWERS),
  };
}

/** The same on the Postgres log: subscribe, one INSERT a batch, publish. */
async function rawLog(closing: AsyncDisposableStack, bus: EventBus, database: TestDatabase): Promise<Pipeline> {
  const pool = await rawTable(closing, database);
  const ends = await busEnds(closing, bus, { input: 'port-channel', output: 'carbon', isAnswer: () => true });
  const worker = await bus.subscribe({
    group: 'raw',
    topics: ['port-channel'],
    maximumBatch: MOST_AT_ONCE,
    handleBatch: orFail(ends, async ({ deliveries }: DeliveredBatch) => {
      const envelopes = deliveries.flatMap(({ envelope }) => envelope ?? []);
      await pool.query(INSERT, [envelopes.map(({ id }) => id), envelopes.map((envelope) => JSON.stringify(envelope))]);
      // Spread over the partitions as ours are, by what each answers.
      const answers = envelopes.map((envelope) => ({ ...envelope, partitionkey: envelope.subject }));
      await bus.publish(answers.flatMap((envelope) => Array<Outgoing>(ANSWERS).fill({ topic: 'carbon', envelope })));
    }),
  });
  closing.defer(() => worker.stop());
  return {
    ends,
    answersEach: ANSWERS,
    run: through(ends, ANSWERS),
  };
}

type Sides = {
  readonly real: Pipeline;
  readonly raw: Pipeline;
  /** So many new requests for ours, shared evenly by the markets. */
  readonly requests: (count: number) => readonly Envelope[];
  /** The same events under ids of their own. */
  readonly again: (requests: readonly Envelope[]) => readonly Envelope[];
  /** So many for the raw side alone. */
  readonly events: (count: number) => readonly Envelope[];
  /** So that no run pays for the writes of the one before it. Both databases are of one server. */
  readonly checkpoint: () => Promise<void>;
  /** @throws InvariantError when ours did not place most of what it was asked */
  readonly assertPlaced: () => Promise<void>;
};

async function openSides(
  closing: AsyncDisposableStack,
  services: BenchServices,
  { markets, onKafka }: How,
): Promise<Sides> {
  collectByGrowth();
  await services.postgres();
  const database = await testDatabase(['event_log', 'matching']);
  closing.defer(() => database.close());
  const rawDatabase = await testDatabase(['event_log']);
  closing.defer(() => rawDatabase.close());
  const kafka = onKafka
    ? new Kafka({ brokers: [await services.kafka()], clientId: 'bench', logLevel: logLevel.NOTHING })
    : undefined;
  const died = Promise.withResolvers<Error>();
  const busFor = async (of: TestDatabase): Promise<EventBus> => {
    const bus = onKafka
      ? await createKafkaBus({
          brokers: [await services.kafka()],
          clientId: `bench-${randomUUID()}`,
          log: silent,
          onDead: died.resolve,
        })
      : await createPostgresLog({ pool: of.open('event_log').workerPool, log: silent });
    closing.defer(() => bus.close());
    return bus;
  };
  const bus = await busFor(database);
  const rawBus = onKafka ? undefined : await busFor(rawDatabase);
  // The broker keeps what benches before this one said about theirs.
  const name = randomUUID();
  const isDecision: IsAnswer = ({ type, subject }) =>
    type.endsWith('cargo-request.decided.v1') && subject.startsWith(name);
  const ends = kafka
    ? await kafkaEnds(closing, kafka, markets, { input: 'cargo-requests', output: 'allocations', isAnswer: isDecision })
    : await busEnds(closing, bus, { input: 'cargo-requests', output: 'allocations', isAnswer: isDecision });
  void died.promise.then(ends.fail);
  const real = await ours(closing, bus, database, markets, ends);
  const raw = onKafka
    ? await rawKafka(closing, await services.kafka(), rawDatabase, markets)
    : await rawLog(closing, rawBus!, rawDatabase);
  const random = seeded(4);
  let number = 0;
  let asked = 0;
  const events = (count: number) =>
    Array.from({ length: count }, () => {
      number += 1;
      const market = markets[number % markets.length]!;
      const request = { ...submittedRequest(random, number, market), requestId: `${name}-${number}` };
      return envelopeOf('org.greenlane.cargo-request.submitted.v1', market, request.requestId, request);
    });
  const requests = (count: number) => {
    asked += count;
    return events(count);
  };
  const again = (envelopes: readonly Envelope[]) => envelopes.map((envelope) => ({ ...envelope, id: randomUUID() }));
  for (let stretch = 0; stretch < WARM_UP; stretch += 1) {
    const chunk = requests(CHUNK);
    await real.run(chunk);
    await raw.run(again(chunk));
  }
  return {
    real,
    raw,
    requests,
    again,
    events,
    checkpoint: async () => {
      await database.query('checkpoint');
    },
    assertPlaced: async () => {
      const placed = await database.query<{ n: number }>('select count(*)::int as n from matching.allocation');
      assert(placed[0]!.n > asked / 2, 'most requests were placed');
    },
  };
}

type How = { readonly markets: readonly BenchMarket[]; readonly onKafka: boolean };

/** Works with both sides for one run, on databases, a platform and books of its own. */
async function inFreshSides<Result>(
  services: BenchServices,
  how: How,
  work: (sides: Sides) => Promise<Result>,
): Promise<Result> {
  await using closing = new AsyncDisposableStack();
  const sides = await openSides(closing, services, how);
  await sides.checkpoint();
  const result = await work(sides);
  await sides.assertPlaced();
  return result;
}

const throughput = (services: BenchServices, markets: readonly BenchMarket[], onKafka: boolean): PreparedBench => ({
  measure: () =>
    inFreshSides(services, { markets, onKafka }, async ({ real, raw, requests, again }): Promise<Measured> => {
      let [mine, theirs] = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const chunk = requests(CHUNK);
        const sides = [
          async () => {
            mine += await real.run(chunk);
          },
          async () => {
            theirs += await raw.run(again(chunk));
          },
        ];
        // What one stretch leaves to be done (pages to write, garbage) is paid for by the next, so each side follows itself as often as the other.
        for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
      }
      const perSecond = (milliseconds: number) => (ROUNDS * CHUNK * 1_000) / milliseconds;
      return {
        ratio: theirs / mine,
        figures: { 'ours a second': perSecond(mine), 'raw a second': perSecond(theirs), pool: POOL, chunk: CHUNK },
      };
    }),
});

/**
 * What is judged is the rate that each side takes for two seconds with a p99 within the bound, in half of the stretches (ADR 39). It is found as a
 * staircase finds a threshold: a stretch within the bound is followed by a faster one, one above it by a slower one, ours and the raw one
 * in turn; the answer is the middle of the rates tried with the last step. Beside it stand the waits at shares of the rate that ours takes so,
 * both sides at the same rate. A run asks ours for some 150,000 events, and the stretches of all shares lie among one another in it.
 */
const BOUND_MILLISECONDS = 250;
const LATENCY_SECONDS = 2;
const FIRST_RATE = 1_500;
const [FIRST_STEP, LAST_STEP] = [0.2, 0.05];
/** Stretches with the last step that say what the rate is, and the most that are made to find it. */
const [COUNTED, MOST_SEARCHED] = [12, 60];
const SHARES = [10, 50, 90] as const;
/** Stretches of each side at each share are twice as many. */
const SHARE_ROUNDS = 4;
const SEND_EVERY_MILLISECONDS = 20;

/** Climbs and descends around the rate at which stretches lie within the bound as often as above it. */
function staircase() {
  let rate = FIRST_RATE;
  let step = FIRST_STEP;
  let wasWithin: boolean | undefined;
  const tried: number[] = [];
  return {
    rate: () => rate,
    isFound: () => tried.length >= COUNTED,
    tell: (isWithin: boolean): void => {
      if (step === LAST_STEP) tried.push(rate);
      if (wasWithin !== undefined && wasWithin !== isWithin) step = Math.max(LAST_STEP, step / 2);
      wasWithin = isWithin;
      rate = isWithin ? rate * (1 + step) : rate / (1 + step);
    },
    found: () => middleOf(tried),
  };
}

/**
 * Sends at a steady rate, in slices, and says how long after its slice was due each event was answered, in milliseconds: what a busy event loop
 * keeps the sender from sending waits as well.
 */
async function latencies(
  { ends, answersEach }: Pipeline,
  events: readonly Envelope[],
  perSecond: number,
): Promise<number[]> {
  const dueAt = new Map<string, number>();
  const waited: number[] = [];
  ends.tap((subject) => {
    const sent = dueAt.get(subject);
    if (sent === undefined) return;
    dueAt.delete(subject);
    waited.push(performance.now() - sent);
  });
  const all = ends.await(events.length * answersEach);
  const began = performance.now();
  const sliceOf = (index: number) => Math.floor((index * 1_000) / perSecond / SEND_EVERY_MILLISECONDS);
  for (let sent = 0; sent < events.length; ) {
    const from = sent;
    for (const now = performance.now(); sent < events.length; sent += 1) {
      const due = began + sliceOf(sent) * SEND_EVERY_MILLISECONDS;
      if (due > now) break;
      dueAt.set(events[sent]!.subject, due);
    }
    if (sent > from) ends.send(events.slice(from, sent)).catch(ends.fail);
    const next = began + sliceOf(sent) * SEND_EVERY_MILLISECONDS - performance.now();
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next)));
  }
  await all;
  assert(waited.length === events.length, 'each event was answered');
  return waited;
}

const percentile = (waited: readonly number[], share: number) =>
  waited.toSorted((a, b) => a - b)[Math.floor((waited.length - 1) * share)]!;

/** The geometric mean of the middle half: neither a standstill nor where the middle one happens to lie decides. */
function middleOf(positive: readonly number[]): number {
  const sorted = positive.toSorted((a, b) => a - b);
  const quarter = sorted.length >> 2;
  const middle = sorted.slice(quarter, sorted.length - quarter);
  return Math.exp(sumOf(middle.map(Math.log)) / middle.length);
}

const latency: Bench = {
  name: 'pipeline.latency',
  what: `events a second from a real Kafka to published decisions with a p99 within ${BOUND_MILLISECONDS} ms for ${LATENCY_SECONDS} s, 1 market`,
  rival: 'the raw pipeline within the same bound: consume, one batched INSERT, produce',
  better: 'higher',
  floor: 0.4,
  judged: 'median',
  prepare: async (services) => ({
    measure: () => inFreshSides(services, { markets: MARKETS.slice(0, 1), onKafka: true }, latencyOf),
  }),
};

async function latencyOf(sides: Sides): Promise<Measured> {
  const count = (perSecond: number) => Math.ceil(perSecond * LATENCY_SECONDS);
  const waits = {
    ours: (perSecond: number) => latencies(sides.real, sides.requests(count(perSecond)), perSecond),
    theirs: (perSecond: number) => latencies(sides.raw, sides.events(count(perSecond)), perSecond),
  };
  const steps = { ours: staircase(), theirs: staircase() };
  const climb = (side: 'ours' | 'theirs') => async () => {
    const waited = await waits[side](steps[side].rate());
    steps[side].tell(percentile(waited, 0.99) <= BOUND_MILLISECONDS);
  };
  for (let searched = 0; !(steps.ours.isFound() && steps.theirs.isFound()); searched += 2) {
    assert(searched < MOST_SEARCHED, 'a rate within the bound is found');
    await inTurn(2, { ours: climb('ours'), theirs: climb('theirs') });
  }
  const [ours, theirs] = [steps.ours.found(), steps.theirs.found()];
  const waited = SHARES.map((share) => ({ share, ours: [] as number[][], theirs: [] as number[][] }));
  for (let round = 0; round < SHARE_ROUNDS; round += 1)
    for (const at of waited) {
      const perSecond = (ours * at.share) / 100;
      const both = await inTurn(2, { ours: () => waits.ours(perSecond), theirs: () => waits.theirs(perSecond) });
      at.ours.push(...both.ours);
      at.theirs.push(...both.theirs);
    }
  const beside: Record<string, number> = {};
  const figures: Record<string, number> = { 'ours a second': ours, 'raw a second': theirs };
  for (const at of waited)
    for (const percent of [50, 99]) {
      const usual = (all: readonly (readonly number[])[]) =>
        middleOf(all.map((each) => percentile(each, percent / 100)));
      const [mine, raw] = [usual(at.ours), usual(at.theirs)];
      beside[`p${percent} at ${at.share} % against raw`] = mine / raw;
      figures[`ours p${percent} at ${at.share} % ms`] = mine;
      figures[`raw p${percent} at ${at.share} % ms`] = raw;
    }
  return { ratio: ours / theirs, figures, beside };
}

const MARKETS = ['CHINA', 'NORTH_EUROPE', 'MEDITERRANEAN', 'NORTH_AMERICA_EAST'] as const;
const onKafka = (count: 1 | 2 | 4): Bench => ({
  name: `pipeline.kafka-${count}-market${count === 1 ? '' : 's'}`,
  what: `${CHUNK} request events on a real Kafka to committed allocations and published decisions, ${count} market${count === 1 ? '' : 's'}`,
  rival: 'kafkajs: consume, one batched INSERT, produce (fsync and synchronous_commit on both sides)',
  better: 'higher',
  floor: 0.6,
  judged: 'median',
  prepare: async (services) => throughput(services, MARKETS.slice(0, count), true),
});

export const benches: readonly Bench[] = [
  onKafka(1),
  onKafka(2),
  onKafka(4),
  latency,
  {
    name: 'pipeline.embedded',
    what: `${CHUNK} request events on the Postgres log to committed allocations and published decisions, 1 market`,
    rival: 'the Postgres log: subscribe, one batched INSERT, publish',
    better: 'higher',
    floor: 0.6,
    judged: 'median',
    prepare: async (services) => throughput(services, MARKETS.slice(0, 1), false),
  },
];
