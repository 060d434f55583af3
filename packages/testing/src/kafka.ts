import { createServer } from 'node:net';
import { type LocalKafka, type LocalKafkaOptions, startLocalKafka, whyNoKafka } from '@greenlane/kafka-local/kafka';

export type TestBroker = { readonly broker: string; readonly from: string; stop(): Promise<void> };

async function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? settle(address.port) : reject(new Error('no free port')),
      );
    });
  });
}

async function startContainer(): Promise<TestBroker | undefined> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const hasEngine = await getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
  if (!hasEngine) return undefined;
  const port = await freePort();
  const container = await new GenericContainer('apache/kafka:4.1.1')
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({ KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}` })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    broker: `127.0.0.1:${port}`,
    from: 'Docker',
    stop: async () => {
      await container.stop();
    },
  };
}

/**
 * A real broker for tests: KAFKA_BROKERS, else Docker through testcontainers, else Java from Maven Central.
 * @returns the reason when none can be had
 */
export async function ensureKafka(
  options: Pick<LocalKafkaOptions, 'asPublished'> = {},
): Promise<TestBroker | { readonly reason: string }> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { broker: given.split(',')[0] ?? given, from: 'KAFKA_BROKERS', stop: async () => {} };
  const container = await startContainer();
  if (container) return container;
  const reason = await whyNoKafka();
  if (reason !== undefined) return { reason };
  const kafka: LocalKafka = await startLocalKafka({ ...options, port: await freePort(), isTemporary: true });
  return { ...kafka, from: 'Java' };
}
