import type { Envelope } from '@greenlane/contracts/envelope';
import { isEventType } from '@greenlane/contracts/registry';
import type { Topic } from '@greenlane/contracts/topics';
import type { Database, Transaction } from '@greenlane/database/database';
import { faultPoint } from '@greenlane/kernel/fault-point';
import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Delivery, EventBus, RunningSubscription } from './event-bus.ts';
import { dataSchema } from './event-data.ts';
import type { messagingTables } from './tables.ts';

export type MessagingTables = ReturnType<typeof messagingTables>;

export type ReceivedEvent = { readonly envelope: Envelope; readonly data: unknown };
export type EventHandler = (tx: Transaction, received: ReceivedEvent) => Promise<void>;

export type RunningConsumer = RunningSubscription & { readonly group: string };

export type ConsumerOptions = {
  readonly bus: EventBus;
  readonly db: Database;
  readonly tables: MessagingTables;
  readonly group: string;
  readonly topics: readonly Topic[];
  readonly handlers: ReadonlyMap<string, EventHandler>;
  /** Given the new events of a batch before the handlers: takes at once, in one order, the locks that they would take one by one. */
  readonly lock?: (tx: Transaction, events: readonly ReceivedEvent[]) => Promise<void>;
  readonly log: Logger;
  readonly limits?: Partial<ConsumerLimits>;
  /** Called after each commit: the effects may have put events into the outbox. */
  readonly onCommitted?: () => void;
};

export type ConsumerLimits = {
  /** Tries of one event before it is parked. */
  readonly attempts: number;
  readonly handlerMilliseconds: number;
  readonly firstPauseMilliseconds: number;
};

export const CONSUMER_LIMITS: ConsumerLimits = { attempts: 5, handlerMilliseconds: 30_000, firstPauseMilliseconds: 50 };

/** Why a delivery was parked. */
export type ParkingReason =
  | 'MALFORMED'
  | 'TOO_LARGE'
  | 'UNKNOWN_TYPE'
  | 'WRONG_SCHEMA'
  | 'HANDLER_FAILED'
  | 'HANDLER_TIMED_OUT';

/** Far above any event of ours (a request body is at most 1 MiB), so that one stranger cannot fill the memory of a consumer. */
export const MAXIMUM_EVENT_BYTES = 4 * 1024 * 1024;

/** Why a delivery is fit for no handler, whatever the group; undefined when its type is one of the registry. */
export function unfitness(
  delivery: Delivery,
): { readonly reason: 'MALFORMED' | 'TOO_LARGE' | 'UNKNOWN_TYPE'; readonly why: string } | undefined {
  if (delivery.bytes.length > MAXIMUM_EVENT_BYTES)
    return {
      reason: 'TOO_LARGE',
      why: `${delivery.bytes.length} bytes; an event has at most ${MAXIMUM_EVENT_BYTES}`,
    };
  if (!delivery.envelope) return { reason: 'MALFORMED', why: delivery.malformed };
  // Perhaps a newer version publishes it: kept, so that it can be replayed once its reader knows it.
  if (!isEventType(delivery.envelope.type))
    return { reason: 'UNKNOWN_TYPE', why: `${delivery.envelope.type} is not in the registry of this version` };
  return undefined;
}

/** PostgreSQL keeps no NUL in text or jsonb: one in a poisoned header or message must not keep it from being parked. */
const withoutNul = (text: string): string => text.replaceAll('\u0000', '\ufffd');

class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';
}

/**
 * PostgreSQL or the network is away, or another session keeps a lock (55P03, and 25P03 for the one that is told it kept one):
 * no event's fault, so nothing is parked and the batch waits; and no fault of who asked over HTTP, so that is 503.
 */
export function isOutage(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (
      typeof code === 'string' &&
      /^(08|53|57P|58|40|55P03|25P03|25006)|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET)/.test(code)
    )
      return true;
    if (
      /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Cannot use a pool after calling end|Client has encountered a connection error|Client was closed and is not queryable/.test(
        current.message,
      )
    )
      return true;
  }
  return false;
}

async function withTimeout(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new HandlerTimeout(`the handler did not end within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Prepared = { readonly delivery: Delivery; readonly received: ReceivedEvent; readonly handle: EventHandler };

/** Sorts a delivery: of no concern here, fit for its handler, or unfit for anyone. */
function prepare(
  delivery: Delivery,
  handlers: ConsumerOptions['handlers'],
): Prepared | { readonly unfit: ParkingReason; readonly why: string } | undefined {
  const unfit = unfitness(delivery);
  if (unfit) return { unfit: unfit.reason, why: unfit.why };
  const handle = delivery.envelope && handlers.get(delivery.envelope.type);
  // A type of the registry that nobody here handles passes.
  if (!handle || !isEventType(delivery.envelope.type)) return undefined;
  const parsed = dataSchema(delivery.envelope.type).safeParse(delivery.envelope.data);
  if (!parsed.success) return { unfit: 'WRONG_SCHEMA', why: parsed.error.message };
  return { delivery, received: { envelope: delivery.envelope, data: parsed.data }, handle };
}

/** Keeps a delivery that cannot be handled, with its reason, trace and original bytes, and puts it on `<topic>.dlt`. */
export async function parkDelivery(
  { db, tables, group, log, bus }: Pick<ConsumerOptions, 'db' | 'tables' | 'group' | 'log' | 'bus'>,
  {
    delivery,
    reason,
    error,
    attempts,
  }: { readonly delivery: Delivery; readonly reason: ParkingReason; readonly error: string; readonly attempts: number },
): Promise<void> {
  const received = Object.fromEntries(
    Object.entries(delivery.headers).map(([name, value]) => [withoutNul(name), withoutNul(value)]),
  );
  const said = withoutNul(error);
  const headers = {
    ...received,
    'greenlane-reason': reason,
    'greenlane-group': group,
    'greenlane-error': said.slice(0, 500),
  };
  await db.asWorker((tx) =>
    tx
      .insert(tables.parked)
      .values({
        // The place it came from: a crash before the acknowledgement parks it again and finds it parked.
        parkedId: `${group}/${delivery.topic}/${delivery.partition}/${delivery.position}`,
        consumerGroup: group,
        topic: delivery.topic,
        partition: delivery.partition,
        eventId: delivery.envelope?.id ?? null,
        eventType: delivery.envelope?.type ?? null,
        reason,
        error: said.slice(0, 10_000),
        // Of a malformed one, the header that would have carried it.
        traceparent: delivery.envelope?.traceparent ?? received['ce_traceparent'] ?? null,
        headers: received,
        originalBytes: delivery.bytes,
        attempts,
      })
      .onConflictDoNothing(),
  );
  await bus.publishDeadLetter({
    topic: delivery.topic,
    key: delivery.envelope?.partitionkey ?? delivery.position,
    headers,
    bytes: delivery.bytes,
  });
  log.error(
    {
      group,
      topic: delivery.topic,
      eventId: delivery.envelope?.id,
      type: delivery.envelope?.type,
      reason,
      error: said.slice(0, 500),
    },
    'an event was parked',
  );
}

/**
 * Runs an idempotent consumer: each event's inbox row commits in the transaction of its effect, so a redelivery changes
 * nothing. A batch is tried in one transaction; when that fails, its events are taken one by one. What fails on its own
 * account is parked with reason, trace and original bytes after bounded tries; an outage parks nothing and is waited out.
 */
export async function runConsumer(options: ConsumerOptions): Promise<RunningConsumer> {
  const { db, tables, group, handlers, log, bus } = options;
  const limits = { ...CONSUMER_LIMITS, ...options.limits };

  const apply = (events: readonly Prepared[]): Promise<void> =>
    db.asWorker(async (tx) => {
      const inserted = await tx
        .insert(tables.inbox)
        .values(events.map(({ received }) => ({ consumerGroup: group, eventId: received.envelope.id })))
        .onConflictDoNothing()
        .returning({ eventId: tables.inbox.eventId });
      const fresh = new Set(inserted.map((row) => row.eventId));
      // The same event twice in one batch: the second finds itself taken.
      const news = events.filter(({ received }) => fresh.delete(received.envelope.id));
      if (news.length > 0 && options.lock)
        await withTimeout(
          options.lock(
            tx,
            news.map(({ received }) => received),
          ),
          limits.handlerMilliseconds,
        );
      for (const { received, handle } of news) {
        await withTimeout(handle(tx, received), limits.handlerMilliseconds);
        faultPoint('mid-batch');
      }
    });

  const park = (delivery: Delivery, reason: ParkingReason, error: string, attempts: number): Promise<void> =>
    parkDelivery({ db, tables, group, log, bus }, { delivery, reason, error, attempts });

  const applyAlone = async (event: Prepared): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await apply([event]);
        return;
      } catch (error) {
        if (isOutage(error)) throw error;
        if (attempt >= limits.attempts || error instanceof HandlerTimeout) {
          const reason = error instanceof HandlerTimeout ? 'HANDLER_TIMED_OUT' : 'HANDLER_FAILED';
          await park(
            event.delivery,
            reason,
            error instanceof Error ? (error.stack ?? error.message) : String(error),
            attempt,
          );
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, limits.firstPauseMilliseconds * 2 ** (attempt - 1)));
      }
    }
  };

  const running = await bus.subscribe({
    group,
    topics: options.topics,
    handleBatch: async ({ deliveries }) => {
      const events: Prepared[] = [];
      for (const delivery of deliveries) {
        const prepared = prepare(delivery, handlers);
        if (!prepared) continue;
        if ('unfit' in prepared) await park(delivery, prepared.unfit, prepared.why, 1);
        else events.push(prepared);
      }
      if (events.length === 0) return;
      try {
        await apply(events);
      } catch (error) {
        if (isOutage(error)) throw error;
        for (const event of events) await applyAlone(event);
      }
      faultPoint('after-effect-before-acknowledgement');
      options.onCommitted?.();
    },
  });
  return { group, ...running };
}

/** How long an inbox row is kept: far beyond any redelivery. */
export const INBOX_DAYS = 14;

export async function pruneInbox(tx: Transaction, tables: MessagingTables): Promise<void> {
  await tx.execute(sql`delete from ${tables.inbox} where received_at < now() - make_interval(days => ${INBOX_DAYS})`);
}
