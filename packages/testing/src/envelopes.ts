import { randomUUID } from 'node:crypto';
import type { Envelope } from '@greenlane/contracts/envelope';

/** An event as its owner would publish it, open to everyone and in order with others of its subject, unless a test says otherwise. */
export function sampleEnvelope(event: Pick<Envelope, 'type' | 'subject' | 'data'> & Partial<Envelope>): Envelope {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/greenlane/test',
    time: '2026-11-24T08:00:00.000Z',
    datacontenttype: 'application/json',
    partitionkey: event.subject,
    audience: '*',
    ...event,
  };
}
