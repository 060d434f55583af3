import { EVENTS } from '@greenlane/contracts/registry';
import type { Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import type { Clock } from '@greenlane/kernel/clock';
import { dataSchema } from '@greenlane/messaging/event-data';
import { appendToOutbox, type Emitted, type OutboxTable } from '@greenlane/messaging/outbox';
import type { Emit, NewEvent } from './service.ts';

/** Where an event comes from: the request or the event that it answers. */
export type Cause = {
  readonly traceparent?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
};
export type EmitFor = (cause: Cause) => Emit;

/**
 * Makes the `emit` of a service: completes the envelope and puts it into the outbox of the caller's transaction. Data is
 * parsed against the registry here, so a wrong event fails its own transaction and never reaches a topic.
 */
export function makeEmit(options: {
  readonly serviceName: string;
  readonly outbox: OutboxTable;
  readonly clock: Clock;
  readonly newId: () => string;
}): EmitFor {
  const { serviceName, newId } = options;
  const source = `/greenlane/${serviceName}`;
  const outgoingOf = <Type extends keyof typeof EVENTS>(cause: Cause, time: string, event: NewEvent<Type>): Emitted => {
    const { topic, owner } = EVENTS[event.type];
    assert(owner === 'any' || owner === serviceName, `${event.type} is published by ${owner} alone`);
    return {
      topic,
      envelope: {
        specversion: '1.0',
        id: newId(),
        source,
        type: event.type,
        time,
        subject: event.subject,
        datacontenttype: 'application/json',
        partitionkey: event.key,
        audience: event.audience === '*' ? '*' : [...new Set(event.audience)].join(' '),
        ...(event.subjectVersion === undefined ? {} : { subjectversion: event.subjectVersion }),
        ...(event.priority === undefined ? {} : { priority: event.priority }),
        ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
        ...(cause.correlationId === undefined ? {} : { correlationid: cause.correlationId }),
        ...(cause.causationId === undefined ? {} : { causationid: cause.causationId }),
        data: dataSchema(event.type).parse(event.data),
      },
      ...(event.text === undefined ? {} : { written: { data: event.text } }),
    };
  };
  return (cause) =>
    async <Type extends keyof typeof EVENTS>(
      tx: Transaction,
      events: NewEvent<Type> | Iterable<NewEvent<Type>>,
    ): Promise<void> => {
      const time = options.clock.now().toISOString();
      const list = 'type' in events ? [events] : events;
      await appendToOutbox(
        tx,
        options.outbox,
        // One after the other, so that of ten thousand events only the lines are ever held at once.
        Iterator.from(list).map((event) => outgoingOf(cause, time, event)),
      );
    };
}
