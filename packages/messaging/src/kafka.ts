import { deadLetterTopic, PARTITION_COUNT, TOPICS, type Topic } from '@greenlane/contracts/topics';
import { faultPoint } from '@greenlane/kernel/fault-point';
import {
  AssignerProtocol,
  type Consumer,
  type EachBatchPayload,
  type KafkaMessage,
  type PartitionAssigner,
} from 'kafkajs';
import type { Logger } from 'pino';
import { assertBrokerSpeaksOurVersions } from './broker-check.ts';
import { fromRecord } from './cloudevents.ts';
import type { Delivery, EventBus, RunningSubscription, Subscription } from './event-bus.ts';
import { fetchedQueues } from './fetched-queues.ts';
import { type KafkaAddress, kafkaClient } from './kafka-client.ts';
import { TOPIC_LIMITS } from './kafka-topics.ts';
import { startProducerThread } from './producer-thread.ts';

export type KafkaOptions = KafkaAddress & {
  readonly log: Logger;
  /** After so long without a heartbeat the broker gives a member's partitions to others (default 30 s). */
  readonly sessionMilliseconds?: number | undefined;
  /** Called once when a consumer or the producer has died for good: the process should end so that its supervisor starts it anew. */
  readonly onDead: (error: Error) => void;
};

const DEFAULT_BATCH = 500;
const SESSION_MILLISECONDS = 30_000;
/** Heartbeats within one session: a lost one must not end the membership. */
const HEARTBEATS_PER_SESSION = 5;
/** No heartbeat went through for so long: the consumer has stalled, whatever it says. */
const STALL_MILLISECONDS = 90_000;
/** Each takes a connection to PostgreSQL while it commits. */
const PARTITIONS_AT_ONCE = 3;
const REDELIVERY_PAUSE_MILLISECONDS = { first: 100, longest: 5_000 };

/**
 * Gives partition p of every topic to the same member, so that one market's offers and requests meet in one process. Members in
 * the order of their ids take partition numbers in turn; the built-in round-robin co-owned none with 4 partitions and 3 members.
 */
export function shareByPartition(
  members: readonly string[],
  partitions: number,
): ReadonlyMap<string, readonly number[]> {
  const ordered = members.toSorted();
  const shares = new Map<string, number[]>(ordered.map((member) => [member, []]));
  for (let partition = 0; partition < partitions; partition += 1)
    shares.get(ordered[partition % ordered.length] ?? '')?.push(partition);
  return shares;
}

const ASSIGNER_NAME = 'greenlane-by-partition';
const byPartition: PartitionAssigner = () => ({
  name: ASSIGNER_NAME,
  version: 1,
  assign: async ({ members, topics }) => {
    const shares = shareByPartition(
      members.map(({ memberId }) => memberId),
      PARTITION_COUNT,
    );
    return members.map(({ memberId }) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: Object.fromEntries(topics.map((topic) => [topic, [...(shares.get(memberId) ?? [])]])),
        userData: Buffer.alloc(0),
      }),
    }));
  },
  protocol: ({ topics }) => ({
    name: ASSIGNER_NAME,
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
  }),
});

function headersOf(message: KafkaMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  // A loop: lists of pairs cost as much as all else of reading a record.
  for (const name in message.headers) {
    const value = message.headers[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.map(String).join(',') : value.toString();
  }
  return headers;
}

function deliveryOf(topic: Topic, partition: number, message: KafkaMessage): Delivery {
  const headers = headersOf(message);
  const bytes = message.value ?? Buffer.alloc(0);
  const base = { topic, partition, position: message.offset, headers, bytes };
  const read = fromRecord(headers, bytes);
  return read.ok ? { ...base, envelope: read.value } : { ...base, malformed: read.refusal };
}

const isRebalance = (error: unknown): boolean => (error as { type?: unknown }).type === 'REBALANCE_IN_PROGRESS';

type State = {
  stopping: boolean;
  dead: boolean;
  lastSign: number;
  /** Counts what this member joined: what was fetched before it joined anew is delivered again, to whoever owns it now. */
  generation: number;
};

/** Runs the batch again until it succeeds: later events of its keys wait. False when it is no longer this member's. */
async function handleUntilDone(
  subscription: Subscription,
  deliveries: readonly Delivery[],
  partition: number,
  context: { readonly isOurs: () => boolean; readonly log: Logger },
): Promise<boolean> {
  let pause = REDELIVERY_PAUSE_MILLISECONDS.first;
  while (context.isOurs()) {
    try {
      await subscription.handleBatch({ partition, deliveries });
      return true;
    } catch (error) {
      context.log.warn({ err: error, group: subscription.group, partition }, 'a batch failed and is delivered again');
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, REDELIVERY_PAUSE_MILLISECONDS.longest);
    }
  }
  return false;
}

function watch(
  consumer: Consumer,
  subscription: Subscription,
  state: State,
  hooks: { readonly joined: (owned: readonly number[]) => void; readonly died: (error: Error) => void },
): void {
  const { HEARTBEAT, FETCH, GROUP_JOIN, CRASH } = consumer.events;
  const sign = () => {
    state.lastSign = performance.now();
  };
  consumer.on(HEARTBEAT, sign);
  consumer.on(FETCH, sign);
  consumer.on(GROUP_JOIN, ({ payload }) => {
    sign();
    const owned = [...new Set(subscription.topics.flatMap((topic) => payload.memberAssignment[topic] ?? []))].toSorted(
      (a, b) => a - b,
    );
    hooks.joined(owned);
  });
  consumer.on(CRASH, ({ payload }) => {
    if (payload.restart || state.stopping) return;
    state.dead = true;
    hooks.died(payload.error);
  });
}

/** The bus on Apache Kafka: at-least-once, one in-flight request a connection, acknowledgement by all replicas, CloudEvents in binary mode. */
export async function createKafkaBus(options: KafkaOptions): Promise<EventBus> {
  const { log, sessionMilliseconds = SESSION_MILLISECONDS } = options;
  const heartbeatMilliseconds = Math.floor(sessionMilliseconds / HEARTBEATS_PER_SESSION);
  await assertBrokerSpeaksOurVersions(options.brokers[0] ?? '');
  const kafka = kafkaClient(options, (message) => log.warn({ kafkajs: message }, 'kafkajs'));
  const admin = kafka.admin();
  await admin.connect();
  const existing = new Set(await admin.listTopics());
  const wanted = TOPICS.flatMap((topic) => [
    { topic, numPartitions: PARTITION_COUNT, configEntries: TOPIC_LIMITS },
    { topic: deadLetterTopic(topic), numPartitions: 1, configEntries: TOPIC_LIMITS },
  ]).filter(({ topic }) => !existing.has(topic));
  // Several processes start at once: one creates, the others find them there.
  if (wanted.length > 0)
    await admin
      .createTopics({ topics: wanted, waitForLeaders: true })
      .catch((error: Error) => log.info({ err: error }, 'topics were made by another process'));

  const producer = await startProducerThread(options);

  const lagOf = async (subscription: Subscription): Promise<number> => {
    const committed = await admin.fetchOffsets({ groupId: subscription.group, topics: [...subscription.topics] });
    let lag = 0;
    for (const topic of subscription.topics) {
      const ends = await admin.fetchTopicOffsets(topic);
      for (const { partition, high } of ends) {
        const offset =
          committed.find((entry) => entry.topic === topic)?.partitions.find((entry) => entry.partition === partition)
            ?.offset ?? '-1';
        lag += Math.max(0, Number(high) - Math.max(0, Number(offset)));
      }
    }
    return lag;
  };

  return {
    publish: producer.publish,
    publishDeadLetter: producer.publishDeadLetter,
    subscribe: async (subscription): Promise<RunningSubscription> => {
      const state: State = { stopping: false, dead: false, lastSign: performance.now(), generation: 0 };
      const consumer = kafka.consumer({
        groupId: subscription.group,
        partitionAssigners: [byPartition],
        sessionTimeout: sessionMilliseconds,
        heartbeatInterval: heartbeatMilliseconds,
        rebalanceTimeout: 60_000,
        // The broker answers a fetch as soon as there is data, so a long wait costs no latency: 27 idle consumers took
        // 4.0 % of a core at 500 ms and take 2.6 % now.
        maxWaitTimeInMs: 3_000,
        allowAutoTopicCreation: false,
        retry: {
          retries: 10,
          initialRetryTime: 200,
          maxRetryTime: 10_000,
          restartOnFailure: async () => !state.stopping,
        },
      });
      let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
      let acknowledged: Promise<void> = Promise.resolve();
      /** Tries until it is known, or this member has joined anew: then the events come again and are found taken. */
      const acknowledge = async (deliveries: readonly Delivery[], generation: number): Promise<void> => {
        const offsets = new Map(deliveries.map(({ topic, position }) => [topic, String(BigInt(position) + 1n)]));
        const partition = deliveries[0]!.partition;
        const topics = [...offsets].map(([topic, offset]) => ({ topic, partitions: [{ partition, offset }] }));
        while (state.generation === generation) {
          try {
            return await commitOffsets?.({ topics });
          } catch (error) {
            log.debug({ err: error, group: subscription.group, partition }, 'a position was not acknowledged');
            if (state.stopping || state.dead) return;
            await new Promise((resolve) => setTimeout(resolve, REDELIVERY_PAUSE_MILLISECONDS.first));
          }
        }
      };
      const queues = fetchedQueues({
        maximumBatch: subscription.maximumBatch ?? DEFAULT_BATCH,
        atOnce: PARTITIONS_AT_ONCE,
        handle: async (partition, deliveries) => {
          const { generation } = state;
          const isOurs = () => state.generation === generation && !state.stopping && !state.dead;
          if (!(await handleUntilDone(subscription, deliveries, partition, { isOurs, log }))) return;
          acknowledged = acknowledged.then(() => acknowledge(deliveries, generation));
        },
      });
      /** Nothing that was fetched so far is handled any more after it. */
      const finish = async (): Promise<void> => {
        await queues.drop();
        await acknowledged;
      };
      let leaving: { readonly generation: number; readonly error: unknown } | undefined;
      let settled: Promise<void> = Promise.resolve();
      const joinedOnce = Promise.withResolvers<void>();
      watch(consumer, subscription, state, {
        joined: (owned) => {
          state.generation += 1;
          settled = settled
            .then(finish)
            .then(() => subscription.onPartitionsChanged?.(owned))
            .catch((error) => log.error({ err: error, group: subscription.group }, 'taking over partitions failed'));
          joinedOnce.resolve();
        },
        died: options.onDead,
      });
      const takeBatch = async (payload: EachBatchPayload): Promise<void> => {
        const { batch, resolveOffset, heartbeat } = payload;
        faultPoint('in-delivery');
        const beat = setInterval(() => void heartbeat().catch(() => {}), heartbeatMilliseconds);
        try {
          await heartbeat().catch(async (error: unknown) => {
            if (!isRebalance(error)) throw error;
            leaving = { generation: state.generation, error };
            // What is being handled ends first, so that its next owner finds it acknowledged.
            await finish();
          });
          // What waited was forgotten: nothing that comes after it may be taken before this member has joined anew.
          if (leaving?.generation === state.generation) throw leaving.error;
          await settled;
          if (state.stopping || !payload.isRunning()) return;
          ({ commitOffsetsIfNecessary: commitOffsets } = payload);
          const deliveries = batch.messages.map((message) =>
            deliveryOf(batch.topic as Topic, batch.partition, message),
          );
          // From here on it is fetched, though not acknowledged.
          resolveOffset(batch.lastOffset());
          await queues.add(batch.partition, deliveries);
        } finally {
          clearInterval(beat);
        }
      };
      await consumer.connect();
      await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
        eachBatch: takeBatch,
      });
      await joinedOnce.promise;
      return {
        stop: async () => {
          state.stopping = true;
          await finish();
          await consumer.stop();
          await consumer.disconnect();
        },
        healthy: () => !state.dead && !state.stopping && performance.now() - state.lastSign < STALL_MILLISECONDS,
        lag: () => lagOf(subscription),
      };
    },
    close: async () => {
      await producer.close();
      await admin.disconnect();
    },
  };
}
