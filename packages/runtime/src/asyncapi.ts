import { EVENT_TYPES, EVENTS } from '@greenlane/contracts/registry';
import { deadLetterTopic, PARTITION_COUNT, TOPICS } from '@greenlane/contracts/topics';
import { jsonSchema } from './openapi.ts';

/** The AsyncAPI 3 document, from the one registry of event types. */
export function asyncApiDocument(version: string): Record<string, unknown> {
  const messageName = (type: string) => type.replace(/^org\.greenlane\./, '').replaceAll('.', '-');
  const typesOf = (topic: string) => EVENT_TYPES.filter((type) => EVENTS[type].topic === topic);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'greenlane events',
      version,
      description: `CloudEvents 1.0 in binary mode on Kafka: context attributes are ce_ headers, the value is the data as JSON. ${PARTITION_COUNT} partitions a topic; order holds per partition key. What cannot be handled is parked on <topic>.dlt.`,
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      TOPICS.map((topic) => [
        topic,
        {
          address: topic,
          description: `Failed deliveries are parked on ${deadLetterTopic(topic)}.`,
          messages: Object.fromEntries(
            typesOf(topic).map((type) => [messageName(type), { $ref: `#/components/messages/${messageName(type)}` }]),
          ),
          bindings: { kafka: { topic, partitions: PARTITION_COUNT } },
        },
      ]),
    ),
    operations: Object.fromEntries(
      TOPICS.map((topic) => [
        `receive-${topic}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${topic}` },
          messages: typesOf(topic).map((type) => ({ $ref: `#/channels/${topic}/messages/${messageName(type)}` })),
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(
        EVENT_TYPES.map((type) => [
          messageName(type),
          {
            name: type,
            summary: EVENTS[type].summary,
            headers: {
              type: 'object',
              required: [
                'ce_specversion',
                'ce_id',
                'ce_source',
                'ce_type',
                'ce_time',
                'ce_subject',
                'ce_partitionkey',
                'ce_audience',
              ],
              properties: {
                ce_specversion: { const: '1.0' },
                ce_id: { type: 'string' },
                ce_source:
                  EVENTS[type].owner === 'any' ? { type: 'string' } : { const: `/greenlane/${EVENTS[type].owner}` },
                ce_type: { const: type },
                ce_time: { type: 'string', format: 'date-time' },
                ce_subject: { type: 'string' },
                ce_partitionkey: { type: 'string', description: EVENTS[type].key },
                ce_audience: { type: 'string', description: 'Organisations that may see it, space separated, or *.' },
                ce_subjectversion: { type: 'string' },
                ce_priority: {
                  enum: ['true', 'false'],
                  description: 'On allocations: whether it is a priority unit’s.',
                },
                ce_traceparent: { type: 'string' },
              },
            },
            payload: jsonSchema(EVENTS[type].data, 'output'),
          },
        ]),
      ),
    },
  };
}
