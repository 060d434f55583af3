import { z } from 'zod';
import { DateTime, Identifier } from './values.ts';

/**
 * The event envelope: CloudEvents 1.0 context attributes by their own (lower-case) names, and the extensions we use.
 * On Kafka each becomes a `ce_` header (binary mode) and `data` the record value; in the Postgres log it is one JSON row.
 */
export const Envelope = z.strictObject({
  specversion: z.literal('1.0'),
  /** UUID version 7: unique for ever, the key of every inbox. */
  id: Identifier,
  /** The service that owns the fact, for example `/greenlane/vessel-offer`. */
  source: z.string().min(1),
  type: z.string().min(1),
  time: DateTime,
  /** The thing the event is about: an offer id, a request id, a container. */
  subject: Identifier,
  datacontenttype: z.literal('application/json'),
  /** Ordering key: events with one key on one topic are delivered in the order they were committed. */
  partitionkey: Identifier,
  /** Which organisations may see the event: space separated ids, or `*` for everyone. */
  audience: z.string(),
  /** Version of the subject's state that this event produced; grows by one per subject where the subject is versioned. */
  subjectversion: z.number().int().nonnegative().optional(),
  priority: z.boolean().optional(),
  /** W3C trace context. */
  traceparent: z.string().optional(),
  /** The event or command that began the chain. */
  correlationid: Identifier.optional(),
  /** The event that this one answers. */
  causationid: Identifier.optional(),
  data: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;
