import type { Envelope } from '@greenlane/contracts/envelope';
import type { Topic } from '@greenlane/contracts/topics';
import { inTransaction, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { faultPoint } from '@greenlane/kernel/fault-point';
import { getTableConfig } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import type { Logger } from 'pino';
import type { EventBus, Outgoing } from './event-bus.ts';
import type { messagingTables } from './tables.ts';

export type OutboxTable = ReturnType<typeof messagingTables>['outbox'];

const gathered = new WeakMap<Transaction, Outgoing[]>();
/** Commits of this process that put something into the outbox of a schema. */
const commits = new Map<string, number>();

/**
 * Puts events into the outbox of the caller's transaction: they leave if, and only if, it commits. What a transaction
 * emits is gathered and written by one statement that travels with the commit.
 */
export async function appendToOutbox(
  tx: Transaction,
  outbox: OutboxTable,
  outgoing: readonly Outgoing[],
): Promise<void> {
  if (outgoing.length === 0) return;
  const waiting = gathered.get(tx);
  if (waiting !== undefined) {
    waiting.push(...outgoing);
    return;
  }
  const list = [...outgoing];
  const { schema } = getTableConfig(outbox);
  const insert = () => ({
    name: `outbox of ${schema}`,
    text: `insert into "${schema}".outbox (topic, partition_key, envelope)
      select topic, key, envelope::jsonb
      from rows from (unnest($1::text[]), unnest($2::text[]), string_to_table($3, E'\\n')) with ordinality as sent (topic, key, envelope, place)
      order by place`,
    values: [
      list.map(({ topic }) => topic),
      list.map(({ envelope }) => envelope.partitionkey),
      // A line each: no JSON text holds a bare line break, while in an array every quote of it is escaped, and unescaped again.
      list.map(({ envelope }) => JSON.stringify(envelope)).join('\n'),
    ],
  });
  const committed = () => commits.set(schema ?? '', (commits.get(schema ?? '') ?? 0) + 1);
  if (sendWithCommit(tx, insert, committed)) gathered.set(tx, list);
  else
    await tx
      .insert(outbox)
      .values(list.map(({ topic, envelope }) => ({ topic, partitionKey: envelope.partitionkey, envelope })));
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
      const locked = await client.query<{ locked: boolean }>(
        `select pg_try_advisory_xact_lock(hashtextextended($1, 1)) as locked`,
        [table],
      );
      if (locked.rows[0]?.locked !== true) return 0;
      const { rows } = await client.query<{ sequence: string; topic: Topic; envelope: Envelope }>(
        `select sequence, topic, envelope from ${table} order by sequence limit ${BATCH} for update skip locked`,
      );
      if (rows.length === 0) return 0;
      await options.bus.publish(rows.map(({ topic, envelope }) => ({ topic, envelope })));
      faultPoint('after-produce-before-mark');
      await client.query(`delete from ${table} where sequence = any($1::bigint[])`, [rows.map((row) => row.sequence)]);
      return rows.length;
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
        if (published === BATCH) continue;
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
