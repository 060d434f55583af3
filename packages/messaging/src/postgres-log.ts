import { randomUUID } from 'node:crypto';
import { Envelope } from '@greenlane/contracts/envelope';
import { PARTITION_COUNT, type Topic } from '@greenlane/contracts/topics';
import { bytesArray, textArray } from '@greenlane/database/array-parameters';
import { inTransaction, sendWithCommit } from '@greenlane/database/database';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Delivery, EventBus, RunningSubscription, Subscription } from './event-bus.ts';
import { partitionOf } from './partitioner.ts';

const CHANNEL = 'greenlane_event_log';
/** NOTIFY is only a hint: this poll finds what a lost hint would have told. One cheap query a process, whatever its groups. */
const POLL_MILLISECONDS = 1_000;
const HEARTBEAT_MILLISECONDS = 2_000;
const DEFAULT_BATCH = 200;
const REDELIVERY_PAUSE_MILLISECONDS = { first: 100, longest: 5_000 };
/** Positions behind the slowest cursor are pruned, but so many are kept for a group that joins late or a rebuild. */
const KEPT_POSITIONS = 1_000_000;
const PRUNE_EVERY_HEARTBEATS = 300;

type Row = { topic: Topic; partition: number; position: string; headers: Record<string, string>; bytes: Buffer };

function deliveryOf(row: Row): Delivery {
  const base = {
    topic: row.topic,
    partition: row.partition,
    position: row.position,
    headers: row.headers,
    bytes: row.bytes,
  };
  try {
    const parsed = Envelope.safeParse(JSON.parse(row.bytes.toString('utf8')));
    return parsed.success ? { ...base, envelope: parsed.data } : { ...base, malformed: parsed.error.message };
  } catch (error) {
    return { ...base, malformed: (error as Error).message };
  }
}

/** Appends with the commit of the transaction. */
function append(
  client: Pick<pg.ClientBase, 'query'>,
  records: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly headers: object;
    readonly bytes: Buffer;
  }[],
): void {
  const byPartition = Map.groupBy(records, (record) => `${record.topic}\n${record.partition}`);
  // One order for all writers, so that two of them never wait for each other's heads.
  for (const name of [...byPartition.keys()].toSorted()) {
    const group = byPartition.get(name) ?? [];
    const [first] = group;
    if (!first) continue;
    sendWithCommit(client, () => ({
      name: 'append to the event log',
      text: `with head as (
          insert into event_log.head (topic, partition, position) values ($1, $2, $3)
          on conflict (topic, partition) do update set position = event_log.head.position + $3 returning position
        )
        insert into event_log.log (topic, partition, position, headers, bytes)
        select $1, $2, head.position - $3 + ordinal, headers::jsonb, bytes
        from head, unnest($4::text[], $5::bytea[]) with ordinality as record (headers, bytes, ordinal)`,
      values: [
        first.topic,
        first.partition,
        group.length,
        textArray(group.map((record) => JSON.stringify(record.headers))),
        bytesArray(group.map((record) => record.bytes)),
      ],
    }));
    sendWithCommit(client, () => ({
      name: 'notify of the event log',
      text: 'select pg_notify($1, $2)',
      values: [CHANNEL, `${first.partition}`],
    }));
  }
}

type Group = {
  readonly subscription: Subscription;
  readonly owned: Map<
    number,
    { running: Promise<void>; dirty: boolean; wake: (() => void) | undefined; stopping: boolean; failing: boolean }
  >;
  stopped: boolean;
};

/**
 * The bus on PostgreSQL alone. All groups of a process share one session (LISTEN, ownership locks, heartbeats): a partition
 * number of a group is owned by holding a session advisory lock, so that a dead process frees its partitions at once.
 */
export async function createPostgresLog(options: { readonly pool: pg.Pool; readonly log: Logger }): Promise<EventBus> {
  const { pool, log } = options;
  const memberId = randomUUID();
  const groups = new Set<Group>();
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

  const markDirty = (partition: number | undefined): void => {
    for (const group of groups) {
      for (const [number, state] of group.owned) {
        if (partition !== undefined && number !== partition) continue;
        state.dirty = true;
        state.wake?.();
      }
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
    client.on('notification', (message) => markDirty(Number(message.payload)));
    client.on('error', (error) => loseSession(client, error));
    try {
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
      state.dirty = false;
      let more = false;
      try {
        for (const topic of subscription.topics) {
          if (state.stopping) break;
          const found = await pool.query<Row>({
            name: 'read the event log',
            text: `select topic, partition, position, headers, bytes from event_log.log
               where topic = $1 and partition = $2
                 and position > coalesce((select position from event_log.cursor where consumer_group = $3 and topic = $1 and partition = $2), 0)
               order by position limit $4`,
            values: [topic, partition, subscription.group, limit],
          });
          const last = found.rows.at(-1);
          if (!last) continue;
          await subscription.handleBatch({ partition, deliveries: found.rows.map(deliveryOf) });
          await pool.query({
            name: 'acknowledge in the event log',
            text: `insert into event_log.cursor (consumer_group, topic, partition, position) values ($1, $2, $3, $4)
             on conflict (consumer_group, topic, partition) do update set position = greatest(event_log.cursor.position, excluded.position)`,
            values: [subscription.group, topic, partition, last.position],
          });
          if (found.rows.length === limit) more = true;
        }
        state.failing = false;
        pause = REDELIVERY_PAUSE_MILLISECONDS.first;
        if (!more && !state.dirty && !state.stopping) await wait(Number.POSITIVE_INFINITY);
      } catch (error) {
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
      const state = { running: Promise.resolve(), dirty: true, wake: undefined, stopping: false, failing: false };
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

  let heads = '';
  const poll = async (): Promise<void> => {
    const found = await pool.query<{ heads: string | null }>('select sum(position)::text as heads from event_log.head');
    const now = found.rows[0]?.heads ?? '';
    if (now !== heads) markDirty(undefined);
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

  return {
    publish: async (outgoing) => {
      await inTransaction(pool, async (client) =>
        append(
          client,
          outgoing.map(({ topic, envelope, written }) => ({
            topic,
            partition: partitionOf(envelope.partitionkey),
            headers: {},
            bytes: Buffer.from(written?.envelope ?? JSON.stringify(envelope), 'utf8'),
          })),
        ),
      );
    },
    publishDeadLetter: async (letter) => {
      await inTransaction(pool, async (client) =>
        append(client, [
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
      session?.removeAllListeners();
      session?.release(true);
      session = undefined;
    },
  };
}
