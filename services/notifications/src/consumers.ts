import type { Envelope } from '@greenlane/contracts/envelope';
import { EVENT_TYPES } from '@greenlane/contracts/registry';
import { TOPICS } from '@greenlane/contracts/topics';
import { type Statement, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import type { ConsumerContext, Handlers, ServiceConsumer } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import { isInternal, portOf, readersOf } from './domain/audience.ts';
import { operatorPorts } from './tables.ts';

async function learnPorts(
  tx: Transaction,
  data: { readonly organisationId: string; readonly ports?: readonly string[] | undefined },
): Promise<void> {
  await tx.delete(operatorPorts).where(eq(operatorPorts.organisationId, data.organisationId));
  const ports = data.ports ?? [];
  if (ports.length > 0)
    await tx
      .insert(operatorPorts)
      .values(ports.map((UNLocationCode) => ({ organisationId: data.organisationId, UNLocationCode })));
}

type Entry = { readonly envelope: Envelope; readonly readers: readonly string[]; readonly port: string | undefined };
const gathered = new WeakMap<Transaction, Entry[]>();

/**
 * One statement for all events of a transaction, sent with its commit: positions are handed out under the lock of the
 * head's row, which is held to the commit, so that the order of positions is the order of commits. An event of a port
 * is read by the operators of that port too.
 */
function feedStatement(entries: readonly Entry[]): Statement {
  const readers = entries.flatMap((entry, index) => entry.readers.map((reader) => ({ reader, ordinal: index + 1 })));
  return {
    name: 'notifications feed',
    text: `with head as (
        insert into notifications.feed_head (one, position) values (1, $1)
        on conflict (one) do update set position = feed_head.position + $1 returning position),
      sent as (select * from unnest($2::jsonb[], $3::text[]) with ordinality as sent (event, port, ordinal)),
      reader as (
        select ordinal, organisation_id from unnest($4::bigint[], $5::text[]) as named (ordinal, organisation_id)
        union select sent.ordinal, organisation_id from sent join notifications.operator_port on un_location_code = sent.port)
      insert into notifications.feed (position, organisation_id, event)
      select head.position - $1 + sent.ordinal, reader.organisation_id, sent.event from head, sent join reader using (ordinal)`,
    values: [
      entries.length,
      entries.map(({ envelope }) => JSON.stringify(envelope)),
      entries.map(({ port }) => port ?? null),
      readers.map(({ ordinal }) => ordinal),
      readers.map(({ reader }) => reader),
    ],
  };
}

async function append({ tx }: ConsumerContext, { envelope }: { readonly envelope: Envelope }): Promise<void> {
  const readers = readersOf(envelope);
  // What everyone reads needs no reader by its port.
  const port = readers.includes('*') || isInternal(envelope) ? undefined : portOf(envelope);
  if (readers.length === 0 && port === undefined) return;
  const entry: Entry = { envelope, readers, port };
  const waiting = gathered.get(tx);
  if (waiting !== undefined) {
    waiting.push(entry);
    return;
  }
  const entries = [entry];
  gathered.set(tx, entries);
  const isGathered = sendWithCommit(tx, () => feedStatement(entries));
  assert(isGathered, 'a consumer works in a transaction of ours');
}

/** Every event of every topic goes into the feeds of those who may see it. */
export function notificationConsumers(): readonly ServiceConsumer[] {
  const handlers: Handlers = {
    ...Object.fromEntries(EVENT_TYPES.map((type) => [type, append])),
    'org.greenlane.organisation.changed.v1': async (context, received) => {
      await learnPorts(context.tx, received.data);
      await append(context, received);
    },
  };
  return [{ group: 'notifications.feed', topics: TOPICS, handlers }];
}
