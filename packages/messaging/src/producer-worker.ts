import { parentPort, workerData } from 'node:worker_threads';
import { deadLetterTopic, type Topic } from '@greenlane/contracts/topics';
import { assert } from '@greenlane/kernel/assert';
import type { Producer } from 'kafkajs';
import { toBinary } from './cloudevents.ts';
import type { DeadLetter } from './event-bus.ts';
import { type KafkaAddress, kafkaClient } from './kafka-client.ts';
import { TOPIC_LIMIT_BYTES } from './kafka-topics.ts';
import { partitionOf } from './partitioner.ts';

/** Texts cross to a thread as they lie in memory; objects of twenty attributes are taken apart and put together again. */
export type OutgoingTexts = {
  readonly topics: readonly Topic[];
  /** Of each event all but its data, as JSON. */
  readonly attributes: readonly string[];
  readonly data: readonly string[];
};

export type ToProducer =
  | { readonly kind: 'publish'; readonly number: number; readonly events: OutgoingTexts }
  | { readonly kind: 'dead-letter'; readonly number: number; readonly letter: DeadLetter }
  | { readonly kind: 'close' };

export type FromProducer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly number: number }
  | { readonly kind: 'failed'; readonly number: number; readonly error: unknown }
  | { readonly kind: 'said'; readonly message: string };

/** The limit is on what is sent to a partition at once, so large events leave in several sends; the rest is for what frames them. */
const SEND_BYTES = TOPIC_LIMIT_BYTES / 2;
/** Far more than the attributes of an event come to. */
const HEADER_BYTES = 2_048;

type OutgoingRecord = {
  readonly topic: Topic;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly value: Buffer;
};

/** Records in their order, in sends of at most so many bytes, or of one record that is larger. */
function sendsOf({ topics, attributes, data }: OutgoingTexts): OutgoingRecord[][] {
  let last: OutgoingRecord[] = [];
  const sends = [last];
  let bytes = 0;
  for (const [at, topic] of topics.entries()) {
    const { key, headers, value } = toBinary(JSON.parse(attributes[at]!), data[at]);
    bytes += value.length + HEADER_BYTES;
    if (bytes > SEND_BYTES && last.length > 0) {
      last = [];
      sends.push(last);
      bytes = value.length + HEADER_BYTES;
    }
    last.push({ topic, key, headers: { ...headers }, value });
  }
  return sends.filter((records) => records.length > 0);
}

async function publish(producer: Producer, events: OutgoingTexts): Promise<void> {
  for (const records of sendsOf(events))
    await producer.sendBatch({
      acks: -1,
      timeout: 30_000,
      topicMessages: [...Map.groupBy(records, ({ topic }) => topic)].map(([topic, messages]) => ({ topic, messages })),
    });
}

async function publishDeadLetter(producer: Producer, { topic, key, headers, bytes }: DeadLetter): Promise<void> {
  await producer.send({
    topic: deadLetterTopic(topic),
    acks: -1,
    // Bytes that crossed to a thread are no Buffer any more.
    messages: [{ key, headers: { ...headers }, value: Buffer.from(bytes) }],
  });
}

/** The producer of one bus, beside the event loop of its owner (`producer-thread.ts`), until it is told to close. */
async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const answer = (message: FromProducer) => port.postMessage(message);
  const client = kafkaClient(workerData as KafkaAddress, (message) => answer({ kind: 'said', message }));
  // Not kafkajs's idempotent producer (marked experimental there): one request in flight keeps the order through retries, and the inbox bears duplicates.
  const producer = client.producer({
    allowAutoTopicCreation: false,
    maxInFlightRequests: 1,
    createPartitioner:
      () =>
      ({ partitionMetadata, message }) =>
        partitionMetadata.length === 1 ? 0 : partitionOf(String(message.key)),
  });
  await producer.connect();
  const take = async (message: Exclude<ToProducer, { kind: 'close' }>): Promise<void> => {
    try {
      if (message.kind === 'publish') await publish(producer, message.events);
      else await publishDeadLetter(producer, message.letter);
      answer({ kind: 'done', number: message.number });
    } catch (error) {
      answer({ kind: 'failed', number: message.number, error });
    }
  };
  port.on('message', (message: ToProducer) => {
    if (message.kind !== 'close') return void take(message);
    // With the port closed nothing is left to wait for, and the thread ends.
    void producer.disconnect().finally(() => port.close());
  });
  answer({ kind: 'ready' });
}

assert(parentPort, 'this file runs as a worker');
await run(parentPort);
