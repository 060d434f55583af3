import { SERVICES } from '@greenlane/embedded/services';
import { accept } from '@greenlane/kernel/decision';
import { fromRecord } from '@greenlane/messaging/cloudevents';
import pg from 'pg';
import { type Connection, connect } from './connection.ts';

type Options = { readonly data: string };
type ParkedRow = {
  readonly schema: string;
  readonly parked_id: string;
  readonly topic: string;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly reason: string;
  readonly error: string;
  readonly traceparent: string | null;
  readonly attempts: number;
  readonly parked_at: Date;
  readonly replayed_at: Date | null;
  /** As they came, which need not be text; empty in a list. */
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
};

const schemas = (): readonly string[] => SERVICES.map(({ schema }) => schema).filter((schema) => schema !== 'none');

async function withClient<Result>(options: Options, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const connection: Connection = await connect(options);
  const client = new pg.Client(connection.admin);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
    await connection.close();
  }
}

async function readParked(client: pg.Client, parkedId?: string): Promise<readonly ParkedRow[]> {
  const rows: ParkedRow[] = [];
  for (const schema of schemas()) {
    const found = await client.query<ParkedRow>(
      `select '${schema}' as schema, parked_id, topic, event_id, event_type, reason, error, traceparent, attempts, parked_at, replayed_at, headers,
         case when $1::text is null then ''::bytea else original_bytes end as bytes
       from "${schema}".parked where $1::text is null or parked_id = $1 order by parked_at`,
      [parkedId ?? null],
    );
    rows.push(...found.rows);
  }
  return rows;
}

export async function listParked(options: Options): Promise<void> {
  const rows = await withClient(options, (client) => readParked(client));
  for (const row of rows) {
    console.log(
      `${row.parked_id}\t${row.reason}\t${row.event_type ?? 'unknown type'}\t${row.parked_at.toISOString()}\t${row.replayed_at ? `replayed ${row.replayed_at.toISOString()}` : 'waiting'}`,
    );
  }
  console.log(`${rows.length} parked, ${rows.filter((row) => row.replayed_at === null).length} waiting`);
}

export async function showParked(parkedId: string, options: Options): Promise<void> {
  const [row] = await withClient(options, (client) => readParked(client, parkedId));
  if (!row) {
    console.error(`nothing is parked as ${parkedId}`);
    process.exitCode = 1;
    return;
  }
  const text = row.bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(row.bytes);
  console.log(JSON.stringify({ ...row, bytes: isText ? text : { base64: row.bytes.toString('base64') } }, null, 2));
}

/**
 * Puts an event into the outbox of a service that parked it, under its own id; says why when it cannot. Every group hears it
 * once more, and who had taken it finds it in its inbox: so wherever it was parked, it counts as replayed.
 */
async function replayOne(client: pg.Client, row: ParkedRow): Promise<string | undefined> {
  const unusable = `${row.parked_id}: its bytes hold no event envelope; mend the sender and let it publish again`;
  if (row.event_id === null) return unusable;
  // From Kafka the attributes are headers and the bytes the data alone; in the Postgres log the bytes are the whole envelope.
  const read =
    row.headers['ce_id'] === undefined
      ? accept(JSON.parse(row.bytes.toString('utf8')))
      : fromRecord(row.headers, row.bytes);
  if (!read.ok) return unusable;
  await client.query('begin');
  await client.query(`insert into "${row.schema}".outbox (topic, envelopes, events) values ($1, $2, 1)`, [
    row.topic,
    JSON.stringify(read.value),
  ]);
  for (const schema of schemas())
    await client.query(`update "${schema}".parked set replayed_at = now() where topic = $1 and event_id = $2`, [
      row.topic,
      row.event_id,
    ]);
  await client.query('commit');
  return undefined;
}

/** Sends an event to its topic again, or every waiting one of a reason. */
export async function replay(
  parkedId: string | undefined,
  options: Options & { readonly reason?: string },
): Promise<void> {
  if ((parkedId === undefined) === (options.reason === undefined))
    throw new Error('name one parked event, or a --reason of which all that wait are replayed');
  const outcomes = await withClient(options, async (client) => {
    const ids =
      parkedId === undefined
        ? (await readParked(client))
            .filter(({ reason, replayed_at }) => reason === options.reason && replayed_at === null)
            .map(({ parked_id }) => parked_id)
        : [parkedId];
    const results: (string | undefined)[] = [];
    const sent = new Set<string>();
    for (const id of ids) {
      const [row] = await readParked(client, id);
      if (row === undefined) results.push(`nothing is parked as ${id}`);
      else if (row.event_id === null || !sent.has(`${row.topic} ${row.event_id}`)) {
        sent.add(`${row.topic} ${row.event_id}`);
        results.push(await replayOne(client, row));
      }
    }
    return results;
  });
  const refused = outcomes.flatMap((outcome) => outcome ?? []);
  for (const why of refused) console.error(why);
  if (refused.length > 0) process.exitCode = 1;
  console.log(`${outcomes.length - refused.length} on their way again`);
}
