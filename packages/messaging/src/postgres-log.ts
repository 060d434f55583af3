import { randomUUID } from 'node:crypto';
import { PARTITION_COUNT, type Topic } from '@greenlane/contracts/topics';
import { inTransaction } from '@greenlane/database/database';
import pg from 'pg';
import type { Logger } from 'pino';
import { linesOf } from './cloudevents.ts';
import { type EventBus, type RunningSubscription, type Subscription, writtenOf } from './event-bus.ts';
import { appendToLog, CHANNEL, makeLogReader, nameOf } from './log-statements.ts';
import { partitionOf } from './partitioner.ts';

/** NOTIFY is only a hint: this poll finds what a lost hint would have told. One cheap query a process, whatever its groups. */
const POLL_MILLISECONDS = 1_000;
const HEARTBEAT_MILLISECONDS = 2_000;
/** A beat may wait long for a batch that is at work; the session says that it lives whatever beats do. */
const SESSION_SIGN_MILLISECONDS = 5_000;
const SESSION_IDLE_MILLISECONDS = 30_000;
const DEFAULT_BATCH = 200;
const REDELIVERY_PAUSE_MILLISECONDS = { first: 100, longest: 5_000 };
/** Positions behind the slowest cursor are pruned, but so many are kept for a group that joins late or a rebuild. */
const KEPT_POSITIONS = 1_000_000;
const PRUNE_EVERY_HEARTBEATS = 300;

type Owned = {
  running: Promise<void>;
  /** Topics that something may have come on. */
  readonly dirty: Set<Topic>;
  wake: (() => void) | undefined;
  stopping: boolean;
  failing: boolean;
};
type Group = { readonly subscription: Subscription; readonly owned: Map<number, Owned>; stopped: boolean };

/**
 * The bus on PostgreSQL alone. All groups of a process share one session (LISTEN, ownership locks, heartbeats): a partition
 * number of a group is owned by holding a session advisory lock, so that a dead process frees its partitions at once.
 */
export async function createPostgresLog(options: { readonly pool: pg.Pool; readonly log: Logger }): Promise<EventBus> {
  const { pool, log } = options;
  const memberId = randomUUID();
  const groups = new Set<Group>();
  const reader = makeLogReader(pool);
  let session: pg.PoolClient | undefined;
  let closed = false;
  let beats = 0;
  // The session is one connection: its queries run one after another.
  let turn: Promise<unknown> = Promise.resolve();
  const onSession = <Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> => {
    const result = turn.then(async () => {
      const client = await openSession();
      try {
        return await work(client);
      } catch (error) {
        // An answer of the server leaves the session as it was; silence (a half-open connection) is the end of it.
        if (!(error instanceof pg.DatabaseError)) loseSession(client, error as Error);
        throw error;
      }
    });
    turn = result.catch(() => {});
    return result;
  };

  /** Has those look who own that partition and listen to that topic: each look is a query. */
  const markDirty = (name: string): void => {
    const [topic, partition] = name.split(' ') as [Topic, string];
    for (const { subscription, owned } of groups) {
      const state = owned.get(Number(partition));
      if (state === undefined || !subscription.topics.includes(topic)) continue;
      state.dirty.add(topic);
      state.wake?.();
    }
  };

  const loseSession = (client: pg.PoolClient, error: Error): void => {
    if (session !== client) return;
    session = undefined;
    log.warn({ err: error }, 'the event log lost its session; partitions are taken again');
    client.release(error);
    // The locks went with the session: whatever was owned is given up before it is taken again.
    for (const group of groups) void giveUp(group, [...group.owned.keys()], false);
  };

  const openSession = async (): Promise<pg.PoolClient> => {
    if (session) return session;
    const client = await pool.connect();
    session = client;
    client.on('notification', (message) => markDirty(message.payload ?? ''));
    client.on('error', (error) => loseSession(client, error));
    try {
      // Once it has gone silent the server ends it, and with it the locks of what it owned.
      await client.query(`set idle_session_timeout = ${SESSION_IDLE_MILLISECONDS}`);
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      loseSession(client, error as Error);
      throw error;
    }
    return client;
  };

  const lockKey = (group: string) => `event_log ${group}`;

  const deliverPartition = async (group: Group, partition: number): Promise<void> => {
    const state = group.owned.get(partition);
    if (!state) return;
    const { subscription } = group;
    const limit = subscription.maximumBatch ?? DEFAULT_BATCH;
    let pause = REDELIVERY_PAUSE_MILLISECONDS.first;
    const wait = (milliseconds: number) =>
      new Promise<void>((resolve) => {
        const timer = milliseconds === Number.POSITIVE_INFINITY ? undefined : setTimeout(resolve, milliseconds);
        state.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    while (!state.stopping) {
      const topics = subscription.topics.filter((topic) => state.dirty.has(topic));
      state.dirty.clear();
      try {
        for (const topic of topics) {
          if (state.stopping) break;
          const deliveries = await reader.read({ topic, partition, group: subscription.group, limit });
          const last = deliveries.at(-1);
          if (last === undefined) continue;
          await subscription.handleBatch({ partition, deliveries });
          await reader.acknowledge({ topic, partition, group: subscription.group, position: last.position });
          if (deliveries.length === limit) state.dirty.add(topic);
        }
        state.failing = false;
        pause = REDELIVERY_PAUSE_MILLISECONDS.first;
        if (state.dirty.size === 0 && !state.stopping) await wait(Number.POSITIVE_INFINITY);
      } catch (error) {
        for (const topic of topics) state.dirty.add(topic);
        state.failing = true;
        log.warn({ err: error, group: subscription.group, partition }, 'a batch failed and is delivered again');
        if (!state.stopping) await wait(pause);
        pause = Math.min(pause * 2, REDELIVERY_PAUSE_MILLISECONDS.longest);
      }
    }
  };

  const giveUp = async (group: Group, partitions: readonly number[], unlock: boolean): Promise<void> => {
    const leaving = partitions.flatMap((partition) => {
      const state = group.owned.get(partition);
      if (!state) return [];
      state.stopping = true;
      state.wake?.();
      return [{ partition, state }];
    });
    for (const { partition, state } of leaving) {
      await state.running;
      if (group.owned.get(partition) === state) group.owned.delete(partition);
      if (unlock)
        await onSession((client) =>
          client.query('select pg_advisory_unlock(hashtext($1), $2)', [lockKey(group.subscription.group), partition]),
        );
    }
    if (leaving.length > 0)
      await group.subscription.onPartitionsChanged?.([...group.owned.keys()].toSorted((a, b) => a - b));
  };

  const takeShare = async (group: Group, members: number): Promise<void> => {
    const share = Math.ceil(PARTITION_COUNT / Math.max(1, members));
    const surplus = [...group.owned.keys()].slice(share);
    if (surplus.length > 0) await giveUp(group, surplus, true);
    const taken: number[] = [];
    for (
      let partition = 0;
      partition < PARTITION_COUNT && group.owned.size + taken.length < share && !group.stopped;
      partition += 1
    ) {
      if (group.owned.has(partition)) continue;
      const got = await onSession((client) =>
        client.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtext($1), $2) as locked', [
          lockKey(group.subscription.group),
          partition,
        ]),
      );
      if (got.rows[0]?.locked) taken.push(partition);
    }
    if (taken.length === 0) return;
    await group.subscription.onPartitionsChanged?.([...group.owned.keys(), ...taken].toSorted((a, b) => a - b));
    for (const partition of taken) {
      const dirty = new Set(group.subscription.topics);
      const state: Owned = { running: Promise.resolve(), dirty, wake: undefined, stopping: false, failing: false };
      group.owned.set(partition, state);
      state.running = deliverPartition(group, partition);
    }
  };

  const prune = async (): Promise<void> => {
    await pool.query(
      `delete from event_log.member where not exists (select 1 from pg_stat_activity where pid = backend_pid and pg_stat_activity.backend_start = member.backend_start)`,
    );
    await pool.query(
      `delete from event_log.log using event_log.head
       where log.topic = head.topic and log.partition = head.partition and log.position <= head.position - $1
         and log.position <= coalesce((select min(position) from event_log.cursor where cursor.topic = log.topic and cursor.partition = log.partition), 0)`,
      [KEPT_POSITIONS],
    );
  };

  const beat = async (): Promise<void> => {
    if (groups.size === 0) return;
    const names = [...groups].map((group) => group.subscription.group);
    const counted = await onSession(async (client) => {
      await client.query(
        `insert into event_log.member (consumer_group, member_id, backend_pid, backend_start)
         select name, $2, pid, backend_start from unnest($1::text[]) name, pg_stat_activity where pid = pg_backend_pid()
         on conflict (consumer_group, member_id) do update set backend_pid = excluded.backend_pid, backend_start = excluded.backend_start`,
        [names, memberId],
      );
      return client.query<{ consumer_group: string; members: number }>(
        `select consumer_group, count(*)::int as members from event_log.member
         join pg_stat_activity on pid = backend_pid and pg_stat_activity.backend_start = member.backend_start
         where consumer_group = any($1::text[]) group by consumer_group`,
        [names],
      );
    });
    const members = new Map(counted.rows.map((row) => [row.consumer_group, row.members]));
    for (const group of groups) if (!group.stopped) await takeShare(group, members.get(group.subscription.group) ?? 1);
    beats += 1;
    if (beats % PRUNE_EVERY_HEARTBEATS === 0) await prune();
  };

  // One beat at a time: the locks are re-entrant, so two beats of one session would both be given the same partition.
  // Groups that join while one is awaited share the next.
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const heartbeat = (): Promise<void> => {
    next ??= running.then(() => {
      next = undefined;
      const now = beat();
      running = now.catch(() => {});
      return now;
    });
    return next;
  };

  let heads: ReadonlyMap<string, string> = new Map();
  const poll = async (): Promise<void> => {
    const found = await pool.query<{ topic: string; partition: number; position: string }>(
      'select topic, partition, position from event_log.head',
    );
    const now = new Map(found.rows.map((row) => [nameOf(row), row.position]));
    for (const [name, position] of now) if (heads.get(name) !== position) markDirty(name);
    heads = now;
  };

  const repeat = (work: () => Promise<void>, milliseconds: number) => {
    let timer: NodeJS.Timeout | undefined;
    let running: Promise<void> = Promise.resolve();
    const schedule = () => {
      if (closed) return;
      timer = setTimeout(() => {
        running = work()
          .catch((error) => log.warn({ err: error }, 'the event log could not reach PostgreSQL; it tries again'))
          .then(schedule);
      }, milliseconds);
    };
    schedule();
    return async () => {
      clearTimeout(timer);
      await running;
    };
  };
  const stopPolling = repeat(poll, POLL_MILLISECONDS);
  const stopBeating = repeat(heartbeat, HEARTBEAT_MILLISECONDS);
  // What keeps it from an answer is found by the next beat.
  const signs = setInterval(() => void session?.query('select 1').catch(() => {}), SESSION_SIGN_MILLISECONDS);

  return {
    publish: async (outgoing) => {
      await inTransaction(pool, async (client) =>
        appendToLog(
          client,
          outgoing.map((each) => {
            const written = writtenOf(each);
            return {
              topic: each.topic,
              partition: partitionOf(written.key),
              headers: {},
              bytes: Buffer.from(linesOf([written]), 'utf8'),
            };
          }),
        ),
      );
    },
    publishMilliseconds: 20_000,
    publishDeadLetter: async (letter) => {
      await inTransaction(pool, async (client) =>
        appendToLog(client, [
          {
            topic: `${letter.topic}.dlt`,
            partition: partitionOf(letter.key),
            headers: letter.headers,
            bytes: letter.bytes,
          },
        ]),
      );
    },
    subscribe: async (subscription): Promise<RunningSubscription> => {
      const group: Group = { subscription, owned: new Map(), stopped: false };
      groups.add(group);
      await heartbeat();
      return {
        stop: async () => {
          group.stopped = true;
          await giveUp(group, [...group.owned.keys()], true);
          groups.delete(group);
          await pool.query('delete from event_log.member where consumer_group = $1 and member_id = $2', [
            subscription.group,
            memberId,
          ]);
        },
        healthy: () => !group.stopped && ![...group.owned.values()].some((state) => state.failing),
        lag: async () => {
          const found = await pool.query<{ lag: string | null }>(
            `select sum(head.position - coalesce(cursor.position, 0))::text as lag from event_log.head
             left join event_log.cursor on cursor.topic = head.topic and cursor.partition = head.partition and cursor.consumer_group = $1
             where head.topic = any($2::text[])`,
            [subscription.group, [...subscription.topics]],
          );
          return Number(found.rows[0]?.lag ?? 0);
        },
      };
    },
    close: async () => {
      closed = true;
      await Promise.all([stopPolling(), stopBeating()]);
      for (const group of groups) await giveUp(group, [...group.owned.keys()], false);
      await turn;
      clearInterval(signs);
      session?.removeAllListeners();
      session?.release(true);
      session = undefined;
    },
  };
}
