import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalKafka, whyNoKafka } from '@greenlane/kafka-local/kafka';
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';
import { freePort, until } from './process.ts';

/** What an outsider writes: bytes and headers as they please. */
export type RawRecord = {
  readonly topic: string;
  readonly partition?: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer;
};

/**
 * A real broker of our own that can be stopped, killed and started again on the same data, seen from outside: this is not
 * the platform's Kafka client but a stranger's.
 */
export type KafkaControl = {
  readonly broker: string;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  start(): Promise<void>;
  produce(records: readonly RawRecord[]): Promise<void>;
  /** What all the platform's groups have not acknowledged yet. */
  lag(groups?: readonly string[]): Promise<number>;
  /** Ids of a group's members now. */
  members(group: string): Promise<readonly string[]>;
  stop(): Promise<void>;
};

/** A process that was killed gives its partitions back after six seconds, the least that a broker takes, not after thirty. */
export const SHORT_SESSIONS = { KAFKA_SESSION_MILLISECONDS: '6000' };

const root = fileURLToPath(new URL('../../../', import.meta.url));

export async function startKafka(directory: string): Promise<KafkaControl> {
  const reason = await whyNoKafka();
  if (reason !== undefined) throw new Error(`a real Kafka is needed: ${reason}`);
  await mkdir(directory, { recursive: true });
  // The jars are kept beside those of `pnpm kafka:start`; only the node's data are this run's own.
  const jars = join(root, '.greenlane', 'kafka');
  const port = await freePort();
  const open = () => startLocalKafka({ port, directory: jars, isTemporary: true });
  let node = await open();
  let isStopped = false;
  const home = join(jars, `node-${port}-${process.pid}`);
  const client = new Kafka({
    clientId: 'outsider',
    brokers: [node.broker],
    logLevel: logLevel.NOTHING,
    retry: { retries: 3, initialRetryTime: 200 },
  });
  let admin: Admin | undefined;
  let producer: Producer | undefined;
  const openAdmin = async (): Promise<Admin> => {
    if (admin) return admin;
    admin = client.admin();
    await admin.connect();
    return admin;
  };
  const forget = async () => {
    await admin?.disconnect().catch(() => {});
    await producer?.disconnect().catch(() => {});
    admin = undefined;
    producer = undefined;
  };
  return {
    broker: node.broker,
    end: async (signal) => {
      await forget();
      const pid = Number(await readFile(join(home, 'pid'), 'utf8'));
      process.kill(pid, signal);
      await until('Kafka has gone', 60_000, async () => {
        try {
          return !process.kill(pid, 0);
        } catch {
          return true;
        }
      });
    },
    start: async () => {
      node = await open();
    },
    produce: async (records) => {
      if (!producer) {
        producer = client.producer({ allowAutoTopicCreation: false });
        await producer.connect();
      }
      const byTopic = Map.groupBy(records, ({ topic }) => topic);
      await producer.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, messages]) => ({
          topic,
          messages: messages.map(({ key, headers, value, partition }) => ({
            key,
            headers: { ...headers },
            value,
            ...(partition === undefined ? {} : { partition }),
          })),
        })),
      });
    },
    lag: async (groups) => {
      const opened = await openAdmin();
      const names = groups ?? (await opened.listGroups()).groups.map(({ groupId }) => groupId);
      const heads = new Map<string, ReadonlyMap<number, number>>();
      const headsOf = async (topic: string) => {
        const known = heads.get(topic);
        if (known) return known;
        const found = new Map(
          (await opened.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
        );
        heads.set(topic, found);
        return found;
      };
      const described = (await opened.describeGroups([...names])).groups;
      let lag = 0;
      for (const { groupId, members } of described) {
        // The topics of a group are those that its members ask for, and those that it has read from: after an outage members
        // come back late, and a group without them once passed for one that had read everything.
        const read = (await opened.fetchOffsets({ groupId })).map(({ topic }) => topic);
        const topics = new Set([...members.flatMap(({ memberMetadata }) => topicsOf(memberMetadata)), ...read]);
        if (topics.size === 0) continue;
        const committed = await opened.fetchOffsets({ groupId, topics: [...topics] });
        for (const { topic, partitions } of committed) {
          const high = await headsOf(topic);
          for (const { partition, offset } of partitions)
            lag += Math.max(0, (high.get(partition) ?? 0) - Math.max(0, Number(offset)));
        }
      }
      return lag;
    },
    members: async (group) => {
      const { groups } = await (await openAdmin()).describeGroups([group]);
      return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
    },
    stop: async () => {
      await forget();
      if (isStopped) return;
      isStopped = true;
      await node.stop();
    },
  };
}

/** Consumer protocol metadata: a version (int16), then the topics as an array of strings. */
function topicsOf(metadata: Buffer): readonly string[] {
  if (metadata.length < 6) return [];
  const count = metadata.readInt32BE(2);
  const topics: string[] = [];
  for (let index = 0, at = 6; index < count; index += 1) {
    const length = metadata.readInt16BE(at);
    topics.push(metadata.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return topics;
}
