import { Envelope } from '@greenlane/contracts/envelope';
import type { Topic } from '@greenlane/contracts/topics';
import { bigintArray, bytesArray, integerArray, textArray } from '@greenlane/database/array-parameters';
import { sendWithCommit } from '@greenlane/database/database';
import type pg from 'pg';
import type { Delivery } from './event-bus.ts';

/** Where what was appended is told of. */
export const CHANNEL = 'greenlane_event_log';

/** Partition p of a topic, as it is notified of. */
export const nameOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic} ${partition}`;

/**
 * Appends with the commit of the transaction: one statement for all partitions, as what a market says goes to each of them.
 * As one statement each, and one more to notify of it, a round of the relay was 24.
 */
export function appendToLog(
  client: Pick<pg.ClientBase, 'query'>,
  records: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly headers: object;
    readonly bytes: Buffer;
  }[],
): void {
  const byPartition = Map.groupBy(records, nameOf);
  // One order for all writers, so that two of them never wait for each other's heads.
  const groups = [...byPartition.keys()].toSorted().map((name) => byPartition.get(name)!);
  if (groups.length === 0) return;
  const sorted = groups.flat();
  sendWithCommit(client, () => ({
    name: 'append to the event log',
    text: `with part as (
        select * from unnest($1::text[], $2::integer[], $3::integer[]) with ordinality as part (topic, partition, count, place)
      ), head as (
        insert into event_log.head (topic, partition, position) select topic, partition, count from part order by place
        on conflict (topic, partition) do update set position = head.position + excluded.position
        returning topic, partition, position
      ), before as (
        select array_agg(head.position - part.count order by place) as positions from part join head using (topic, partition)
      )
      insert into event_log.log (topic, partition, position, headers, bytes)
      select ($1::text[])[place], ($2::integer[])[place], positions[place] + number, headers::jsonb, bytes
      from before, unnest($4::integer[], $5::integer[], $6::text[], $7::bytea[]) as record (place, number, headers, bytes)`,
    values: [
      textArray(groups.map(([first]) => first!.topic)),
      integerArray(groups.map(([first]) => first!.partition)),
      integerArray(groups.map(({ length }) => length)),
      integerArray(groups.flatMap((group, place) => group.map(() => place + 1))),
      integerArray(groups.flatMap((group) => group.map((_record, number) => number + 1))),
      textArray(sorted.map(({ headers }) => JSON.stringify(headers))),
      bytesArray(sorted.map(({ bytes }) => bytes)),
    ],
  }));
  sendWithCommit(client, () => ({
    name: 'notify of the event log',
    text: 'select pg_notify($1, name) from unnest($2::text[]) as name',
    values: [CHANNEL, textArray(groups.map(([first]) => nameOf(first!)))],
  }));
}

type Row = { place: number; position: string; headers: Record<string, string>; bytes: Buffer };

function deliveryOf({ topic, partition }: Pick<Ask, 'topic' | 'partition'>, row: Row): Delivery {
  const base = { topic, partition, position: row.position, headers: row.headers, bytes: row.bytes };
  try {
    const parsed = Envelope.safeParse(JSON.parse(row.bytes.toString('utf8')));
    return parsed.success ? { ...base, envelope: parsed.data } : { ...base, malformed: parsed.error.message };
  } catch (error) {
    return { ...base, malformed: (error as Error).message };
  }
}

/** Sends together what is asked for in one turn of the event loop. */
function together<Item, Answer>(
  send: (items: readonly Item[]) => Promise<readonly Answer[]>,
  weigh: (item: Item) => number,
  heaviest: number,
): (item: Item) => Promise<Answer> {
  type Waiting = { readonly item: Item } & Pick<PromiseWithResolvers<Answer>, 'resolve' | 'reject'>;
  let waiting: Waiting[] = [];
  const fly = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await send(some.map(({ item }) => item));
      for (const [place, { resolve }] of some.entries()) resolve(answers[place]!);
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  };
  const flush = (): void => {
    let some: Waiting[] = [];
    let weight = 0;
    for (const each of waiting) {
      const more = weigh(each.item);
      if (some.length > 0 && weight + more > heaviest) {
        void fly(some);
        [some, weight] = [[], 0];
      }
      some.push(each);
      weight += more;
    }
    void fly(some);
    waiting = [];
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.push({ item, resolve, reject }) === 1) setImmediate(flush);
    });
}

type Ask = { readonly group: string; readonly topic: Topic; readonly partition: number; readonly limit: number };
type Stand = Omit<Ask, 'limit'> & { readonly position: string };

/** Rows that one statement may be asked for: as many as a group takes at once of each of its partitions. */
const ROWS_AT_ONCE = 2_400;
const STANDS_AT_ONCE = 1_000;

/**
 * Reads and acknowledges for all partitions of all groups of a process. What a market says goes to each partition: as a
 * statement each, a listener cost more than what it listened to.
 */
export function makeLogReader(pool: pg.Pool): {
  /** What comes after what the group has acknowledged, in order. */
  readonly read: (ask: Ask) => Promise<readonly Delivery[]>;
  readonly acknowledge: (stand: Stand) => Promise<void>;
} {
  const names = (of: readonly Omit<Ask, 'limit'>[]) => [
    textArray(of.map(({ group }) => group)),
    textArray(of.map(({ topic }) => topic)),
    integerArray(of.map(({ partition }) => partition)),
  ];
  const read = async (asks: readonly Ask[]): Promise<readonly (readonly Delivery[])[]> => {
    const { rows } = await pool.query<Row>({
      name: 'read the event log',
      text: `select place::integer, log.position, headers, bytes
        from unnest($1::text[], $2::text[], $3::integer[], $4::integer[]) with ordinality as ask (consumer_group, topic, partition, most, place)
        cross join lateral (
          select position, headers, bytes from event_log.log
          where log.topic = ask.topic and log.partition = ask.partition and position > coalesce(
            (select position from event_log.cursor where cursor.consumer_group = ask.consumer_group and cursor.topic = ask.topic and cursor.partition = ask.partition), 0)
          order by position limit ask.most) as log`,
      values: [...names(asks), integerArray(asks.map(({ limit }) => limit))],
    });
    const answers: Delivery[][] = asks.map(() => []);
    for (const row of rows) answers[row.place - 1]!.push(deliveryOf(asks[row.place - 1]!, row));
    // Of each the limited part is in order already, unless PostgreSQL finds a way to join them that is not.
    return answers.map((deliveries) => deliveries.sort((a, b) => Number(a.position) - Number(b.position)));
  };
  const acknowledge = async (stands: readonly Stand[]): Promise<readonly undefined[]> => {
    await pool.query({
      name: 'acknowledge in the event log',
      text: `insert into event_log.cursor (consumer_group, topic, partition, position)
        select consumer_group, topic, partition, max(position)
        from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[]) as stand (consumer_group, topic, partition, position)
        group by consumer_group, topic, partition order by consumer_group, topic, partition
        on conflict (consumer_group, topic, partition) do update set position = greatest(event_log.cursor.position, excluded.position)`,
      values: [...names(stands), bigintArray(stands.map(({ position }) => Number(position)))],
    });
    return stands.map(() => undefined);
  };
  return {
    read: together(read, ({ limit }) => limit, ROWS_AT_ONCE),
    acknowledge: together<Stand, undefined>(acknowledge, () => 1, STANDS_AT_ONCE),
  };
}
