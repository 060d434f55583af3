import type { Envelope } from '@greenlane/contracts/envelope';
import {
  type ConsumerLimits,
  type ConsumerOptions,
  parkDelivery,
  type RunningConsumer,
  runConsumer,
  unfitness,
} from '@greenlane/messaging/consumer';
import type { EventBus } from '@greenlane/messaging/event-bus';
import type { Composed } from './composed.ts';
import type { BatchConsumer, Handlers, ServiceConsumer } from './service.ts';

export type ConsumingOptions = { readonly bus: EventBus; readonly consumerLimits?: Partial<ConsumerLimits> };

/** Joins a consumer's handlers to the inbox-keeping consumer of the messaging package. */
function joinConsumer(
  composed: Composed,
  consumer: ServiceConsumer,
  onCommitted: () => void,
  { bus, consumerLimits }: ConsumingOptions,
): Promise<RunningConsumer> {
  const { context, db, tables, emitFor, log } = composed;
  type AnyHandler = NonNullable<Handlers[keyof Handlers]>;
  const handlers = new Map(Object.entries(consumer.handlers) as [string, AnyHandler][]);
  return runConsumer({
    bus,
    db,
    tables,
    group: consumer.group,
    topics: consumer.topics,
    log,
    handlers: new Map(
      [...handlers].map(([type, handle]) => [
        type,
        async (tx, received) => {
          const { envelope } = received;
          const emit = emitFor({
            traceparent: envelope.traceparent,
            correlationId: envelope.correlationid,
            causationId: envelope.id,
          });
          // The registry has parsed the data by the type it was filed under.
          await handle({ tx, emit, now: context.clock.now(), log }, received as never);
        },
      ]),
    ),
    onCommitted,
    ...(consumer.lock ? { lock: consumer.lock as NonNullable<ConsumerOptions['lock']> } : {}),
    ...(consumerLimits ? { limits: consumerLimits } : {}),
  });
}

/** What cannot be read is parked before the service sees its batch. */
async function joinBatchConsumer(
  { db, tables, log }: Composed,
  consumer: BatchConsumer,
  onCommitted: () => void,
  { bus }: ConsumingOptions,
): Promise<RunningConsumer> {
  const { group, topics, maximumBatch, onPartitionsChanged } = consumer;
  const running = await bus.subscribe({
    group,
    topics,
    handleBatch: async ({ partition, deliveries }) => {
      const fit: Envelope[] = [];
      for (const delivery of deliveries) {
        const unfit = unfitness(delivery);
        if (unfit)
          await parkDelivery(
            { db, tables, group, log, bus },
            { delivery, reason: unfit.reason, error: unfit.why, attempts: 1 },
          );
        else if (delivery.envelope) fit.push(delivery.envelope);
      }
      await consumer.handleBatch({ partition, envelopes: fit });
      onCommitted();
    },
    ...(maximumBatch === undefined ? {} : { maximumBatch }),
    ...(onPartitionsChanged ? { onPartitionsChanged } : {}),
  });
  return { group, ...running };
}

/** Every consumer of a service, and the one that keeps its own projection of who may call it. */
export function joinConsumers(
  composed: Composed,
  wakeOutbox: () => void,
  options: ConsumingOptions,
): Promise<RunningConsumer>[] {
  const { service, identity, parts } = composed;
  const identityConsumer: ServiceConsumer = {
    group: `${service.name}.identity`,
    topics: ['programme'],
    handlers: identity.handlers,
  };
  const forgetAndWake = () => {
    identity.forget();
    wakeOutbox();
  };
  return [
    joinConsumer(composed, identityConsumer, forgetAndWake, options),
    ...(parts.consumers ?? []).map((consumer) => joinConsumer(composed, consumer, wakeOutbox, options)),
    ...(parts.batchConsumers ?? []).map((consumer) => joinBatchConsumer(composed, consumer, wakeOutbox, options)),
  ];
}
