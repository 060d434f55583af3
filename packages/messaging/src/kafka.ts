import { deadLetterTopic, PARTITION_COUNT, TOPICS, type Topic } from '@greenlane/contracts/topics';
import { faultPoint } from '@greenlane/kernel/fault-point';
import {
  AssignerProtocol,
  type Consumer,
  type EachBatchPayload,
  type KafkaMessage,
  type PartitionAssigner,
  type TopicPartitionOffset,
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

/** Headers as text, each of its one value or its list. */
export function headersOf(message: Pick<KafkaMessage, 'headers'>): Record<string, string> {
  const headers: Record<string, string> = {};
  // A loop: lists of pairs cost as much as all else of reading a record.
  for (const name in message.headers) {
    const value = message.headers[name];
    // A header of another producer may have no value.
    if (value !== undefined && value !== null)
      headers[name] = Array.isArray(value) ? value.map(String).join(',') : value.toString();
  }
  return headers;
}

function deliveryOf(topic: Topic, partition: number, message: KafkaMessage): Delivery {
  const headers = headersOf(message);
  // A copy: a slice would keep all that was fetched with it for as long as this one waits.
  const bytes = Buffer.from(message.value ?? '');
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
    // One request that is not answered, its repetition and the pauses between.
    publishMilliseconds: 60_000,
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
      /** Set when the group is rebalancing: this member will join anew, whatever it has at work ends first. */
      let leaving: { readonly generation: number; readonly error: unknown } | undefined;
      const isLeaving = () => leaving !== undefined && leaving.generation === state.generation;

      let commitOffsets: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
      /** What was handled and is not acknowledged yet: the offset after it, by topic and partition. */
      const handled = new Map<string, TopicPartitionOffset>();
      let isAcknowledging = false;
      let acknowledged: Promise<void> = Promise.resolve();
      const acknowledgeAll = async (): Promise<void> => {
        const { generation } = state;
        isAcknowledging = true;
        while (handled.size > 0) {
          const some = [...handled];
          handled.clear();
          try {
            await commitOffsets?.({
              topics: some.map(([, { topic, partition, offset }]) => ({ topic, partitions: [{ partition, offset }] })),
            });
          } catch (error) {
            log.debug({ err: error, group: subscription.group }, 'positions were not acknowledged');
            for (const [name, each] of some) if (!handled.has(name)) handled.set(name, each);
            // What is never acknowledged is delivered again, and found taken.
            if (state.generation !== generation || isLeaving() || state.stopping || state.dead) break;
            await new Promise((resolve) => setTimeout(resolve, REDELIVERY_PAUSE_MILLISECONDS.first));
          }
        }
        isAcknowledging = false;
      };
      const acknowledge = (deliveries: readonly Delivery[]): void => {
        for (const { topic, partition, position } of deliveries)
          handled.set(`${topic} ${partition}`, { topic, partition, offset: String(BigInt(position) + 1n) });
        if (!isAcknowledging) acknowledged = acknowledgeAll();
      };

      let ours: ReadonlySet<number> = new Set();
      const queues = fetchedQueues({
        maximumBatch: subscription.maximumBatch ?? DEFAULT_BATCH,
        atOnce: PARTITIONS_AT_ONCE,
        handle: async (partition, deliveries) => {
          const { generation } = state;
          const isOurs = () => state.generation === generation && !isLeaving() && !state.stopping && !state.dead;
          const isDone = await handleUntilDone(subscription, deliveries, partition, { isOurs, log });
          // Of another member meanwhile: that one acknowledges it.
          if (isDone && ours.has(partition)) acknowledge(deliveries);
          return isDone;
        },
      });
      /** After it nothing is at work, and what was handled is acknowledged if that can be. */
      const finish = async (): Promise<void> => {
        await queues.hold();
        await acknowledged;
      };

      let settled: Promise<void> = Promise.resolve();
      const joinedOnce = Promise.withResolvers<void>();
      watch(consumer, subscription, state, {
        joined: (owned) => {
          state.generation += 1;
          const { generation } = state;
          ours = new Set(owned);
          const idle = queues.hold();
          settled = settled
            .then(() => idle)
            .then(() => subscription.onPartitionsChanged?.(owned))
            .catch((error) => log.error({ err: error, group: subscription.group }, 'taking over partitions failed'))
            .then(() => {
              // Joined anew meanwhile, or about to end: others go on.
              if (state.generation !== generation || state.stopping) return;
              for (const [name, { partition }] of handled) if (!ours.has(partition)) handled.delete(name);
              if (!isAcknowledging) acknowledged = acknowledgeAll();
              queues.release(ours);
            });
          joinedOnce.resolve();
        },
        died: options.onDead,
      });
      /** When the group rebalances, whoever has what is at work next finds it acknowledged: it ends before this member joins anew. */
      const leaveFor = (error: unknown): boolean => {
        if (!isRebalance(error)) return false;
        leaving = { generation: state.generation, error };
        void queues.hold();
        return true;
      };
      /** From then on it is fetched, though not acknowledged. False: it is fetched again, by this member or another. */
      const queue = async (
        { batch, resolveOffset, isRunning }: EachBatchPayload,
        generation: number,
      ): Promise<boolean> => {
        await settled;
        if (state.generation !== generation || state.stopping || !isRunning() || !ours.has(batch.partition))
          return false;
        const deliveries = batch.messages.map((message) => deliveryOf(batch.topic as Topic, batch.partition, message));
        if (!(await queues.add(batch.partition, deliveries))) return false;
        resolveOffset(batch.lastOffset());
        return true;
      };
      const takeBatch = async (payload: EachBatchPayload): Promise<void> => {
        // Another fetch may join anew while this one waits for its heartbeat.
        const { generation } = state;
        const { heartbeat } = payload;
        faultPoint('in-delivery');
        ({ commitOffsetsIfNecessary: commitOffsets } = payload);
        const beat = setInterval(() => void heartbeat().catch(leaveFor), heartbeatMilliseconds);
        try {
          await heartbeat().catch((error: unknown) => {
            if (!leaveFor(error)) throw error;
          });
          if (await queue(payload, generation)) return;
          if (isLeaving() || state.stopping) await finish();
          if (isLeaving()) throw leaving?.error;
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
