import type { Topic } from '@greenlane/contracts/topics';
import { integerArray, textArray } from '@greenlane/database/array-parameters';
import {
  databaseOf,
  inTransaction,
  isWorkers,
  type Statement,
  sendWithCommit,
  type Transaction,
} from '@greenlane/database/database';
import type { NewRows } from '@greenlane/database/new-rows';
import { schemaOf } from '@greenlane/database/schema-of';
import { addNewRows, NeedsTransaction } from '@greenlane/database/shared-commits';
import { faultPoint } from '@greenlane/kernel/fault-point';
import type pg from 'pg';
import type { Logger } from 'pino';
import { linesOf, writtenEvent } from './cloudevents.ts';
import { MAXIMUM_EVENT_BYTES } from './consumer.ts';
import type { EventBus, Outgoing, OutgoingText } from './event-bus.ts';
import {
  forgetOutbox,
  forgetWritten,
  keepWritten,
  newestWritten,
  outboxName,
  rememberOutbox,
  type WrittenRow,
  writtenRow,
} from './outbox-memory.ts';
import type { messagingTables } from './tables.ts';

/** An event that is emitted; `written`: its data as JSON, where the caller has written it before. */
export type Emitted = Outgoing & { readonly written?: { readonly data: string } };

export type OutboxTable = ReturnType<typeof messagingTables>['outbox'];

/** What a transaction has emitted so far, by topic. */
const gathered = new WeakMap<Transaction, Map<Topic, OutgoingText[]>>();
/** Commits of this process that put something into the outbox of a schema. */
const commits = new Map<string, number>();

type OutboxRow = Pick<OutboxTable['$inferSelect'], 'topic' | 'envelopes' | 'events'>;
type GatheredRow = OutboxRow & { readonly outgoing: readonly OutgoingText[] };

/** At about a kilobyte each a hundred compress tenfold; more would gain little and make a relay's round uneven. */
const EVENTS_A_ROW = 100;

/** UTF-8 takes at most three bytes for what is one unit of a text. */
const LARGEST_CERTAINLY_FITTING = Math.floor(MAXIMUM_EVENT_BYTES / 3);

/**
 * An event that no reader takes and that a broker may refuse: in the outbox it would stand in the way of all that follow.
 * Whoever emits it is refused instead, over HTTP with 413.
 */
export class EventTooLarge extends Error {
  override readonly name = 'EventTooLarge';
  readonly code = 'EVENT_TOO_LARGE';
  readonly statusCode = 413;
}

/**
 * An event as JSON.
 * @throws EventTooLarge
 */
function textOf({ topic, envelope, written: before }: Emitted): OutgoingText {
  const written = writtenEvent(envelope, before?.data);
  if (written.attributes.length + written.data.length > LARGEST_CERTAINLY_FITTING) {
    const bytes = Buffer.byteLength(linesOf([written]));
    if (bytes > MAXIMUM_EVENT_BYTES)
      throw new EventTooLarge(
        `what follows from this has ${bytes} bytes as ${envelope.type}; an event has at most ${MAXIMUM_EVENT_BYTES}`,
      );
  }
  return { topic, written };
}

function gather(texts: Map<Topic, OutgoingText[]>, outgoing: Iterable<Emitted>): Map<Topic, OutgoingText[]> {
  for (const emitted of outgoing) {
    const ofTopic = texts.get(emitted.topic);
    const text = textOf(emitted);
    if (ofTopic) ofTopic.push(text);
    else texts.set(emitted.topic, [text]);
  }
  return texts;
}

/** A line each: no JSON text holds a bare line break. Events of one topic keep their order. */
function rowsOf(texts: ReadonlyMap<Topic, readonly OutgoingText[]>): GatheredRow[] {
  const rows: GatheredRow[] = [];
  for (const [topic, ofTopic] of texts)
    for (let start = 0; start < ofTopic.length; start += EVENTS_A_ROW) {
      const outgoing = ofTopic.slice(start, start + EVENTS_A_ROW);
      const envelopes = linesOf(outgoing.map(({ written }) => written));
      rows.push({ topic, envelopes, events: outgoing.length, outgoing });
    }
  return rows;
}

const OUTBOX_COLUMNS = [
  { name: 'topic', type: 'text' },
  { name: 'envelopes', type: 'text' },
  { name: 'events', type: 'integer' },
] as const;

/** Written by JSON.stringify, a text has such escapes for nothing but what PostgreSQL keeps in no text; or after a backslash. */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|d[89a-f])/;

const holdsSuspiciousEscape = (rows: readonly OutboxRow[]): boolean =>
  rows.some(({ envelopes }) => SUSPICIOUS_ESCAPE.test(envelopes));

/** What names a row in the table and in memory. */
const TOLD = 'sequence, extract(epoch from created_at)::text as written_at';

/** The same for a write that shares its commit, which a text that must be checked may not do. */
function newRows(schema: string, rows: readonly OutboxRow[]): NewRows {
  if (holdsSuspiciousEscape(rows)) throw new NeedsTransaction('a text of an event must be checked');
  const table = `"${schema}".outbox`;
  return {
    name: table,
    table,
    columns: OUTBOX_COLUMNS,
    rows: rows.map(({ topic, envelopes, events }) => [topic, envelopes, events]),
    // A tenant's role sees no row of an outbox, its own included: what it makes itself it knows.
    made: { columns: { sequence: `nextval('${table}_sequence_seq')`, created_at: 'now()' }, told: TOLD },
  };
}

function insertion(schema: string, rows: readonly OutboxRow[], isReturning: boolean): Statement {
  const isSuspicious = holdsSuspiciousEscape(rows);
  return {
    name: `${isSuspicious ? 'checked ' : ''}${isReturning ? 'returning ' : ''}outbox of ${schema}`,
    // What no reader could store is refused here, with the transaction that said it.
    text: `insert into "${schema}".outbox (topic, envelopes, events)
      select topic, ${isSuspicious ? `(select string_agg(line::jsonb::text, E'\\n') from string_to_table(envelopes, E'\\n') as line)` : 'envelopes'}, events
      from unnest($1::text[], $2::text[], $3::integer[]) as sent (topic, envelopes, events)${isReturning ? ` returning ${TOLD}` : ''}`,
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
export async function appendToOutbox(tx: Transaction, outbox: OutboxTable, outgoing: Iterable<Emitted>): Promise<void> {
  const waiting = gathered.get(tx);
  if (waiting !== undefined) {
    gather(waiting, outgoing);
    return;
  }
  const texts = gather(new Map(), outgoing);
  if (texts.size === 0) return;
  const schema = schemaOf(outbox);
  let rows: GatheredRow[] = [];
  const committed = (told: readonly pg.QueryResultRow[], database: string) => {
    commits.set(schema, (commits.get(schema) ?? 0) + 1);
    keepWritten(
      outboxName(database, schema),
      (told as readonly WrittenRow[]).map((row, place) => ({ ...row, outgoing: rows[place]!.outgoing })),
    );
  };
  const makeRows = () => {
    rows = rowsOf(texts);
    return rows;
  };
  if (addNewRows(tx, () => newRows(schema, makeRows()), committed)) return;
  const isSent = sendWithCommit(
    tx,
    () => insertion(schema, makeRows(), isWorkers(tx)),
    (answer, database) => committed(answer.rows, database),
  );
  if (isSent) gathered.set(tx, texts);
  else await tx.insert(outbox).values(rowsOf(texts).map(({ outgoing: _outgoing, ...row }) => row));
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
const BATCH = 1_000;
/** A round of so many is large enough without waiting for more. */
const LARGE_ROUND = 250;
const POLL_MILLISECONDS = 2_000;
const GATHER_MILLISECONDS = 25;
const FAILURE_PAUSE_MILLISECONDS = { first: 200, longest: 10_000 };

/**
 * Publishes a schema's outbox: claims rows in order, publishes them, removes them in the transaction of the claim. What this
 * process wrote itself is published from memory, the rest is read. An advisory lock lets one relay of a schema work at a
 * time: two would publish rows of one key out of order.
 * A crash between publishing and removing publishes again, with the same event ids.
 */
export function startOutboxRelay(options: {
  readonly pool: pg.Pool;
  readonly schema: string;
  readonly bus: EventBus;
  readonly log: Logger;
}): OutboxRelay {
  const table = `"${options.schema}".outbox`;
  const name = outboxName(databaseOf(options.pool), options.schema);
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

  const readRows = async (
    client: Pick<pg.ClientBase, 'query'>,
    sequences: readonly string[],
  ): Promise<Map<string, readonly Outgoing[]>> => {
    if (sequences.length === 0) return new Map();
    const { rows } = await client.query<{ sequence: string; topic: Topic; envelopes: string }>({
      name: `relay rows of ${table}`,
      text: `select sequence, topic, envelopes from ${table} where sequence = any($1::bigint[])`,
      values: [sequences],
    });
    return new Map(
      rows.map(({ sequence, topic, envelopes }) => [
        sequence,
        envelopes.split('\n').map((line) => ({ topic, envelope: JSON.parse(line) })),
      ]),
    );
  };

  const publishRound = (): Promise<number> => {
    // Committed before the round looks; what commits meanwhile is for the next.
    const newest = newestWritten(name);
    return inTransaction(options.pool, async (client) => {
      // They travel together; what was read without the lock is left to whoever holds it.
      const [locked, { rows }] = await Promise.all([
        client.query<{ locked: boolean }>({
          name: `relay lock of ${table}`,
          // It is idle while its bus takes its time: ended sooner, the same round would be published again and again.
          text: `select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as locked,
            set_config('idle_in_transaction_session_timeout', $2, true)`,
          values: [table, `${options.bus.publishMilliseconds}ms`],
        }),
        client.query<WrittenRow>({
          name: `relay round of ${table}`,
          text: `select sequence, extract(epoch from created_at)::text as written_at from (
             select sequence, created_at, sum(events) over (order by sequence) - events as before
             from (select sequence, created_at, events from ${table} order by sequence limit ${BATCH}) waiting
           ) counted where before < ${BATCH} order by sequence`,
        }),
      ]);
      if (locked.rows[0]?.locked !== true || rows.length === 0) {
        // Another relay publishes them.
        if (newest !== undefined) forgetWritten(name, newest);
        return 0;
      }
      const unknown = rows.filter((row) => writtenRow(name, row) === undefined);
      const read = await readRows(
        client,
        unknown.map(({ sequence }) => sequence),
      );
      const outgoing = rows.flatMap(
        (row): readonly (Outgoing | OutgoingText)[] => read.get(row.sequence) ?? writtenRow(name, row) ?? [],
      );
      await options.bus.publish(outgoing);
      faultPoint('after-produce-before-mark');
      sendWithCommit(client, () => ({
        name: `relay mark of ${table}`,
        text: `delete from ${table} where sequence = any($1::bigint[])`,
        values: [rows.map((row) => row.sequence)],
      }));
      forgetWritten(name, rows.at(-1)!.sequence);
      return outgoing.length;
    });
  };

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
        // Under load each commit wakes the relay: a moment's rest gathers many small ones into one round.
        if (awake) {
          if (published < LARGE_ROUND) await new Promise((resolve) => setTimeout(resolve, GATHER_MILLISECONDS));
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
    forgetOutbox(name);
  };
  const wake = () => {
    if (committed() === seen) return;
    awake = true;
    wakeUp?.();
  };
  rememberOutbox(name, wake);
  const running = loop();
  return {
    wake,
    stop: async () => {
      stopped = true;
      wakeUp?.();
      await running;
    },
  };
}
