import type { Topic } from '@greenlane/contracts/topics';
import { integerArray, textArray } from '@greenlane/database/array-parameters';
import { inTransaction, type Statement, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { schemaOf } from '@greenlane/database/schema-of';
import { addNewRows, NeedsTransaction, type NewRows } from '@greenlane/database/shared-commits';
import { faultPoint } from '@greenlane/kernel/fault-point';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { EventBus, Outgoing } from './event-bus.ts';
import type { messagingTables } from './tables.ts';

export type OutboxTable = ReturnType<typeof messagingTables>['outbox'];

/** What a transaction has emitted so far: envelopes as JSON, by topic. */
const gathered = new WeakMap<Transaction, Map<Topic, string[]>>();
/** Commits of this process that put something into the outbox of a schema. */
const commits = new Map<string, number>();

type OutboxRow = Pick<OutboxTable['$inferSelect'], 'topic' | 'envelopes' | 'events'>;

/** At about a kilobyte each a hundred compress tenfold; more would gain little and make a relay's round uneven. */
const EVENTS_A_ROW = 100;

function gather(lines: Map<Topic, string[]>, outgoing: Iterable<Outgoing>): Map<Topic, string[]> {
  for (const { topic, envelope } of outgoing) {
    const ofTopic = lines.get(topic);
    const line = JSON.stringify(envelope);
    if (ofTopic) ofTopic.push(line);
    else lines.set(topic, [line]);
  }
  return lines;
}

/** A line each: no JSON text holds a bare line break. Events of one topic keep their order. */
function rowsOf(gatheredLines: ReadonlyMap<Topic, readonly string[]>): OutboxRow[] {
  const rows: OutboxRow[] = [];
  for (const [topic, lines] of gatheredLines)
    for (let start = 0; start < lines.length; start += EVENTS_A_ROW) {
      const chunk = lines.slice(start, start + EVENTS_A_ROW);
      rows.push({ topic, envelopes: chunk.join('\n'), events: chunk.length });
    }
  return rows;
}

/** Written by JSON.stringify, a text has such escapes for nothing but what PostgreSQL keeps in no text; or after a backslash. */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|d[89a-f])/;

const holdsSuspiciousEscape = (rows: readonly OutboxRow[]): boolean =>
  rows.some(({ envelopes }) => SUSPICIOUS_ESCAPE.test(envelopes));

/** The same for a write that shares its commit, which a text that must be checked may not do. */
function newRows(schema: string, rows: readonly OutboxRow[]): NewRows {
  if (holdsSuspiciousEscape(rows)) throw new NeedsTransaction('a text of an event must be checked');
  return {
    name: `outbox rows of ${schema}`,
    insert: `insert into "${schema}".outbox (topic, envelopes, events)`,
    rows: rows.map(({ topic, envelopes, events }) => [topic, envelopes, events]),
  };
}

function insertion(schema: string, rows: readonly OutboxRow[]): Statement {
  const isSuspicious = holdsSuspiciousEscape(rows);
  return {
    name: `${isSuspicious ? 'checked ' : ''}outbox of ${schema}`,
    // What no reader could store is refused here, with the transaction that said it.
    text: `insert into "${schema}".outbox (topic, envelopes, events)
      select topic, ${isSuspicious ? `(select string_agg(line::jsonb::text, E'\\n') from string_to_table(envelopes, E'\\n') as line)` : 'envelopes'}, events
      from unnest($1::text[], $2::text[], $3::integer[]) as sent (topic, envelopes, events)`,
    values: [
      textArray(rows.map(({ topic }) => topic)),
      textArray(rows.map(({ envelopes }) => envelopes)),
      integerArray(rows.map(({ events }) => events)),
    ],
  };
}

/**
 * Puts events into the outbox of the caller's transaction: they leave if, and only if, it commits. What a transaction
 * emits is gathered and written by one statement that travels with the commit.
 */
export async function appendToOutbox(
  tx: Transaction,
  outbox: OutboxTable,
  outgoing: Iterable<Outgoing>,
): Promise<void> {
  const waiting = gathered.get(tx);
  if (waiting !== undefined) {
    gather(waiting, outgoing);
    return;
  }
  const lines = gather(new Map(), outgoing);
  if (lines.size === 0) return;
  const schema = schemaOf(outbox);
  const committed = () => commits.set(schema, (commits.get(schema) ?? 0) + 1);
  if (addNewRows(tx, () => newRows(schema, rowsOf(lines)), committed)) return;
  if (sendWithCommit(tx, () => insertion(schema, rowsOf(lines)), committed)) gathered.set(tx, lines);
  else await tx.insert(outbox).values(rowsOf(lines));
}

export type OutboxRelay = {
  /**
   * A hint that something was committed; without it the next poll finds the rows. When no transaction of this process
   * emitted anything since the last round, there is nothing to look for: most commits emit nothing.
   */
  wake(): void;
  /** Publishes what is left of the current round and ends. */
  stop(): Promise<void>;
};

/** Events published in one round, or as many more as the last row holds. */
const BATCH = 500;
const POLL_MILLISECONDS = 2_000;
const GATHER_MILLISECONDS = 5;
const FAILURE_PAUSE_MILLISECONDS = { first: 200, longest: 10_000 };

/**
 * Publishes a schema's outbox: claims rows in order, publishes them, removes them in the transaction of the claim. An
 * advisory lock lets one relay of a schema work at a time: two would publish rows of one key out of order.
 * A crash between publishing and removing publishes again, with the same event ids.
 */
export function startOutboxRelay(options: {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly bus: EventBus;
  readonly log: Logger;
}): OutboxRelay {
  const table = `"${options.schema}".outbox`;
  let stopped = false;
  let awake = true;
  let seen = 0;
  const committed = () => commits.get(options.schema) ?? 0;
  let wakeUp: (() => void) | undefined;
  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const publishRound = (): Promise<number> =>
    inTransaction(options.pool, async (client) => {
      // They travel together; what was read without the lock is left to whoever holds it.
      const [locked, { rows }] = await Promise.all([
        client.query<{ locked: boolean }>({
          name: `relay lock of ${table}`,
          text: `select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as locked`,
          values: [table],
        }),
        client.query<{ sequence: string; topic: Topic; envelopes: string }>({
          name: `relay round of ${table}`,
          text: `select sequence, topic, envelopes from (
             select sequence, topic, envelopes, sum(events) over (order by sequence) - events as before
             from (select * from ${table} order by sequence limit ${BATCH}) waiting
           ) counted where before < ${BATCH} order by sequence`,
        }),
      ]);
      if (locked.rows[0]?.locked !== true) return 0;
      if (rows.length === 0) return 0;
      const outgoing = rows.flatMap(({ topic, envelopes }) =>
        envelopes.split('\n').map((line): Outgoing => ({ topic, envelope: JSON.parse(line) })),
      );
      await options.bus.publish(outgoing);
      faultPoint('after-produce-before-mark');
      sendWithCommit(client, () => ({
        name: `relay mark of ${table}`,
        text: `delete from ${table} where sequence = any($1::bigint[])`,
        values: [rows.map((row) => row.sequence)],
      }));
      return outgoing.length;
    });

  const loop = async (): Promise<void> => {
    let failurePause = FAILURE_PAUSE_MILLISECONDS.first;
    while (!stopped) {
      awake = false;
      seen = committed();
      try {
        const published = await publishRound();
        failurePause = FAILURE_PAUSE_MILLISECONDS.first;
        if (stopped) break;
        if (published >= BATCH) continue;
        // Under load each commit wakes the relay: a moment's rest gathers many events into one round.
        if (awake) {
          await new Promise((resolve) => setTimeout(resolve, GATHER_MILLISECONDS));
          continue;
        }
        await pause(POLL_MILLISECONDS);
      } catch (error) {
        options.log.warn(
          { err: error, schema: options.schema },
          'events could not be published; they stay in the outbox and are tried again',
        );
        await pause(failurePause);
        failurePause = Math.min(failurePause * 2, FAILURE_PAUSE_MILLISECONDS.longest);
      }
    }
    await publishRound().catch(() => 0);
  };
  const running = loop();
  return {
    wake: () => {
      if (committed() === seen) return;
      awake = true;
      wakeUp?.();
    },
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await running;
    },
  };
}
