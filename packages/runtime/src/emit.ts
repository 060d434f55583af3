import { EVENTS } from '@greenlane/contracts/registry';
import type { Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import type { Clock } from '@greenlane/kernel/clock';
import type { Outgoing } from '@greenlane/messaging/event-bus';
import { appendToOutbox, type OutboxTable } from '@greenlane/messaging/outbox';
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
  const envelopeOf = <Type extends keyof typeof EVENTS>(cause: Cause, event: NewEvent<Type>): Outgoing => {
    const definition = EVENTS[event.type];
    assert(
      definition.owner === 'any' || definition.owner === options.serviceName,
      `${event.type} is published by ${definition.owner} alone`,
    );
    return {
      topic: definition.topic,
      envelope: {
        specversion: '1.0',
        id: options.newId(),
        source: `/greenlane/${options.serviceName}`,
        type: event.type,
        time: options.clock.now().toISOString(),
        subject: event.subject,
        datacontenttype: 'application/json',
        partitionkey: event.key,
        audience: event.audience === '*' ? '*' : [...new Set(event.audience)].join(' '),
        ...(event.subjectVersion === undefined ? {} : { subjectversion: event.subjectVersion }),
        ...(event.priority === undefined ? {} : { priority: event.priority }),
        ...(cause.traceparent === undefined ? {} : { traceparent: cause.traceparent }),
        ...(cause.correlationId === undefined ? {} : { correlationid: cause.correlationId }),
        ...(cause.causationId === undefined ? {} : { causationid: cause.causationId }),
        data: definition.data.parse(event.data),
      },
    };
  };
  return (cause) =>
    async <Type extends keyof typeof EVENTS>(
      tx: Transaction,
      events: NewEvent<Type> | readonly NewEvent<Type>[],
    ): Promise<void> => {
      const list = 'type' in events ? [events] : events;
      await appendToOutbox(
        tx,
        options.outbox,
        list.map((event) => envelopeOf(cause, event)),
      );
    };
}
