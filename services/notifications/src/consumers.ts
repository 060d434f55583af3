import type { Envelope } from '@greenlane/contracts/envelope';
import { EVENT_TYPES } from '@greenlane/contracts/registry';
import { TOPICS } from '@greenlane/contracts/topics';
import type { Transaction } from '@greenlane/database/database';
import type { ConsumerContext, Handlers, ServiceConsumer } from '@greenlane/runtime/service';
import { eq, sql } from 'drizzle-orm';
import { portOf, readersOf } from './domain/audience.ts';
import { feed, feedHead, operatorPorts } from './tables.ts';

/** Hands out the next position; the row lock is held to the commit, which makes the order of positions the order of commits. */
async function nextPosition(tx: Transaction): Promise<number> {
  const rows = await tx
    .insert(feedHead)
    .values({ one: 1, position: 1 })
    .onConflictDoUpdate({ target: feedHead.one, set: { position: sql`${feedHead.position} + 1` } })
    .returning({ position: feedHead.position });
  return rows[0]?.position ?? 0;
}

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

async function append({ tx }: ConsumerContext, { envelope }: { readonly envelope: Envelope }): Promise<void> {
  const port = portOf(envelope);
  const operators =
    port === undefined
      ? []
      : await tx
          .select({ organisationId: operatorPorts.organisationId })
          .from(operatorPorts)
          .where(eq(operatorPorts.UNLocationCode, port));
  const readers = readersOf(envelope, () => operators.map((row) => row.organisationId));
  if (readers.length === 0) return;
  const position = await nextPosition(tx);
  await tx.insert(feed).values(readers.map((organisationId) => ({ position, organisationId, event: envelope })));
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
