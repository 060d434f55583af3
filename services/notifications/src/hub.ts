import { Readable } from 'node:stream';
import type { Envelope } from '@greenlane/contracts/envelope';
import type { Database } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import { and, asc, eq, gt, inArray, lte, max } from 'drizzle-orm';
import type { Logger } from 'pino';
import { feed, identityKey, identityOrganisation } from './tables.ts';

export type FeedRow = { readonly position: number; readonly organisationId: string; readonly event: Envelope };

/** Events a listener may fall behind in memory before it is let go; it comes back with Last-Event-ID and misses nothing. */
const LISTENER_BACKLOG = 2_000;
const POLL_MILLISECONDS = 300;
const HEARTBEAT_MILLISECONDS = 15_000;
const PAGE = 500;

/** Who listens: as in the principal. */
export type Subscriber = { readonly organisationId: string; readonly keyId: string; readonly expiresAt?: Date };

type Listener = Subscriber & {
  readonly stream: Readable;
  sentUpTo: number;
  isCaughtUp: boolean;
  held: FeedRow[];
};

export type Hub = {
  /**
   * A server-sent-events stream of the subscriber's feed after a position. It ends when the client goes, and when the
   * credential that opened it is good no more: expired, revoked, or of an organisation that was suspended.
   */
  open(subscriber: Subscriber, after: number, signal: AbortSignal): Readable;
  listeners(): number;
  stop(): void;
};

const texts = new WeakMap<FeedRow, string>();

/** A row's text on the wire, made once however many listen: for 2,000 listeners it was most of the work. */
function textOf(row: FeedRow): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = `id: ${row.position}\nevent: ${row.event.type}\ndata: ${JSON.stringify(row.event)}\n\n`;
  texts.set(row, text);
  return text;
}

/** One poller a process, however many listeners: new rows are read once and handed to those they concern. */
export function makeHub({
  db,
  clock,
  log,
}: {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}): Hub {
  const listeners = new Set<Listener>();
  let tail: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const drop = (listener: Listener): void => {
    listeners.delete(listener);
    listener.stream.destroy();
  };
  const send = (listener: Listener, row: FeedRow): void => {
    if (
      row.position <= listener.sentUpTo ||
      (row.organisationId !== listener.organisationId && row.organisationId !== '*')
    )
      return;
    listener.sentUpTo = row.position;
    listener.stream.push(textOf(row));
    // A listener that does not read is let go before it fills the memory of everyone.
    if (listener.stream.readableLength > LISTENER_BACKLOG * 1_024) drop(listener);
  };
  /** One read a round for all listeners, of what this service knows of credentials: so it holds in every process alike. */
  const dropStrangers = async (): Promise<void> => {
    // Those who come while it is read are for the next round.
    const asked = [...listeners];
    const keyIds = [...new Set(asked.map(({ keyId }) => keyId))];
    if (keyIds.length === 0) return;
    const rows = await db.asWorker((tx) =>
      tx
        .select({ keyId: identityKey.keyId })
        .from(identityKey)
        .innerJoin(identityOrganisation, eq(identityOrganisation.organisationId, identityKey.organisationId))
        .where(
          and(
            inArray(identityKey.keyId, keyIds),
            eq(identityKey.status, 'active'),
            eq(identityOrganisation.status, 'active'),
          ),
        ),
    );
    const good = new Set(rows.map(({ keyId }) => keyId));
    const now = clock.now();
    for (const listener of asked)
      if (!good.has(listener.keyId) || (listener.expiresAt !== undefined && listener.expiresAt <= now)) drop(listener);
  };

  const rowsAfter = (position: number, upTo: number, organisations?: readonly string[]): Promise<FeedRow[]> =>
    db.asWorker((tx) =>
      tx
        .select()
        .from(feed)
        .where(
          and(
            gt(feed.position, position),
            lte(feed.position, upTo),
            organisations ? inArray(feed.organisationId, [...organisations]) : undefined,
          ),
        )
        .orderBy(asc(feed.position))
        .limit(PAGE),
    );
  const newestPosition = async (): Promise<number> =>
    (await db.asWorker((tx) => tx.select({ newest: max(feed.position) }).from(feed)))[0]?.newest ?? 0;

  const round = async (): Promise<void> => {
    await dropStrangers();
    tail ??= await newestPosition();
    for (;;) {
      const rows = await rowsAfter(tail, Number.MAX_SAFE_INTEGER);
      for (const row of rows) {
        for (const listener of listeners) {
          if (listener.isCaughtUp) send(listener, row);
          else listener.held.push(row);
        }
      }
      tail = rows.at(-1)?.position ?? tail;
      if (rows.length < PAGE) return;
    }
  };
  const schedule = (): void => {
    if (isStopped || listeners.size === 0 || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void round()
        .catch((error) => log.warn({ err: error }, 'the feed could not be read; listeners wait'))
        .then(schedule);
    }, POLL_MILLISECONDS);
  };
  const beat = setInterval(() => {
    for (const listener of listeners) listener.stream.push(': still here\n\n');
  }, HEARTBEAT_MILLISECONDS);
  beat.unref();

  /** Reads what the listener missed, then joins it to the live rows without a gap or a repeat. */
  const catchUp = async (listener: Listener): Promise<void> => {
    await round();
    for (;;) {
      const rows = await rowsAfter(listener.sentUpTo, tail ?? 0, [listener.organisationId, '*']);
      for (const row of rows) send(listener, row);
      if (rows.length < PAGE) break;
    }
    for (const row of listener.held) send(listener, row);
    listener.held = [];
    listener.isCaughtUp = true;
  };

  return {
    open: (subscriber, after, signal) => {
      const stream = new Readable({ read: () => {} });
      const listener: Listener = { ...subscriber, stream, sentUpTo: after, isCaughtUp: false, held: [] };
      listeners.add(listener);
      signal.addEventListener('abort', () => drop(listener));
      if (signal.aborted) drop(listener);
      stream.push(': connected\n\n');
      void catchUp(listener)
        .catch((error) => {
          log.warn({ err: error }, 'a listener could not be caught up and is let go');
          drop(listener);
        })
        .then(schedule);
      return stream;
    },
    listeners: () => listeners.size,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      clearInterval(beat);
      for (const listener of listeners) drop(listener);
    },
  };
}
