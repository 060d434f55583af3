import { randomUUID } from 'node:crypto';
import type { Envelope } from '@greenlane/contracts/envelope';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { Kafka as KafkaSdk } from 'cloudevents';
import { Kafka, logLevel } from 'kafkajs';
import { pino } from 'pino';
import { describe, expect, inject, test, vi } from 'vitest';
import { createKafkaBus } from '../src/kafka.ts';
import { TOPIC_LIMIT_BYTES } from '../src/kafka-topics.ts';
import { busContract } from './bus-contract.ts';

const broker = inject('kafkaBroker');
const missing = inject('kafkaMissing');
const log = pino({ level: 'silent' });
const open = () =>
  createKafkaBus({
    brokers: [broker],
    clientId: 'contract',
    log,
    onDead: (error) => {
      throw error;
    },
  });

if (missing !== '') {
  test.skip(`no Kafka: ${missing}`, () => {});
} else {
  busContract('Apache Kafka', async () => ({ open, close: async () => {} }));

  describe('CloudEvents on Kafka', () => {
    test('an independent decoder (the CloudEvents SDK) reads what we publish, headers and all', async () => {
      const sent: Envelope = {
        specversion: '1.0',
        id: randomUUID(),
        source: '/greenlane/matching',
        type: 'org.greenlane.allocation.held.v1',
        time: '2026-11-24T08:00:00.000Z',
        subject: 'allocation-1',
        datacontenttype: 'application/json',
        partitionkey: `sdk-${randomUUID()}`,
        audience: 'yancheng-solar oceanbridge',
        subjectversion: 3,
        priority: true,
        data: { units: 12, place: '盐城' },
      };
      const bus = await open();
      await bus.publish([{ topic: 'allocations', envelope: sent }]);
      await bus.close();
      const consumer = new Kafka({ clientId: 'sdk', brokers: [broker], logLevel: logLevel.NOTHING }).consumer({
        groupId: `sdk-${randomUUID()}`,
      });
      await consumer.connect();
      await consumer.subscribe({ topics: ['allocations'], fromBeginning: true });
      const found = Promise.withResolvers<{ headers: Record<string, string>; value: string; key: string }>();
      await consumer.run({
        eachMessage: async ({ message }) => {
          const headers = Object.fromEntries(
            Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
          );
          if (headers['ce_id'] === sent.id)
            found.resolve({ headers, value: String(message.value), key: String(message.key) });
        },
      });
      const record = await found.promise;
      await consumer.disconnect();
      expect(record.key).toBe(sent.partitionkey);
      expect(record.headers).toMatchObject({
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_type: sent.type,
        ce_priority: 'true',
        ce_audience: sent.audience,
      });
      const message = { headers: record.headers, body: record.value, value: record.value, key: record.key };
      const decoded = KafkaSdk.toEvent(message);
      const event = Array.isArray(decoded) ? decoded[0] : decoded;
      expect([event?.id, event?.type, event?.source, event?.subject, event?.['audience'], event?.data]).toEqual([
        sent.id,
        sent.type,
        sent.source,
        sent.subject,
        sent.audience,
        sent.data,
      ]);
    }, 90_000);

    test('what is not an envelope is delivered as malformed, with its bytes', async () => {
      const client = new Kafka({ clientId: 'poison', brokers: [broker], logLevel: logLevel.NOTHING });
      const producer = client.producer();
      await producer.connect();
      const mark = randomUUID();
      await producer.send({
        topic: 'carbon',
        messages: [{ key: mark, value: `{"${mark}": `, headers: { ce_id: mark } }],
      });
      await producer.disconnect();
      const bus = await open();
      const seen: string[] = [];
      const subscription = await bus.subscribe({
        group: `poison-${mark}`,
        topics: ['carbon'],
        handleBatch: async ({ deliveries }) =>
          void seen.push(
            ...deliveries
              .filter(({ bytes }) => bytes.includes(mark))
              .map(({ malformed }) => malformed ?? 'an envelope'),
          ),
      });
      await vi.waitFor(() => expect(seen).toHaveLength(1), 60_000);
      expect(seen[0]).toContain('not JSON');
      await subscription.stop();
      await bus.close();
    }, 90_000);

    test('what the broker refuses is told to whoever published it, and the next is published', async () => {
      const key = `refused-${randomUUID()}`;
      const event = (data: string) => sampleEnvelope({ type: 'org.greenlane.test.happened.v1', subject: key, data });
      const bus = await open();
      await expect(
        bus.publish([{ topic: 'carbon', envelope: event('x'.repeat(2 * TOPIC_LIMIT_BYTES)) }]),
      ).rejects.toThrow(/larger than the max message size/);
      await bus.publish([{ topic: 'carbon', envelope: event('small') }]);
      await bus.close();
      await expect(bus.publish([{ topic: 'carbon', envelope: event('late') }])).rejects.toThrow(/thread ended/);
    }, 90_000);

    test('more than a topic takes at once is published whole and in order', async () => {
      const key = `large-${randomUUID()}`;
      const events = Array.from({ length: 12 }, (_none, number) =>
        sampleEnvelope({
          type: 'org.greenlane.test.happened.v1',
          subject: `large-${number}`,
          partitionkey: key,
          data: 'x'.repeat(900_000),
        }),
      );
      const bus = await open();
      await bus.publish(events.map((envelope) => ({ topic: 'carbon', envelope })));
      const seen: string[] = [];
      const subscription = await bus.subscribe({
        group: key,
        topics: ['carbon'],
        handleBatch: async ({ deliveries }) =>
          void seen.push(...deliveries.flatMap(({ envelope }) => (envelope?.partitionkey === key ? envelope.id : []))),
      });
      await vi.waitFor(() => expect(seen).toHaveLength(events.length), 60_000);
      expect(seen).toEqual(events.map(({ id }) => id));
      await subscription.stop();
      await bus.close();
    }, 90_000);
  });
}
