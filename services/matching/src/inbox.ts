import type { Envelope } from '@greenlane/contracts/envelope';
import { textArray } from '@greenlane/database/array-parameters';
import { runStatement, type Transaction } from '@greenlane/database/database';
import { sql } from 'drizzle-orm';
import { writeWithCommit } from './batch-statement.ts';
import * as tables from './tables.ts';

export const MATCHING_GROUP = 'matching';

/** Ids of the events that this group has not taken before. */
export async function takeFresh(tx: Transaction, group: string, envelopes: readonly Envelope[]): Promise<Set<string>> {
  if (envelopes.length === 0) return new Set();
  const rows = await runStatement<{ event_id: string }>(tx, {
    name: 'matching inbox',
    text: `insert into matching.inbox (consumer_group, event_id) select $1, id from unnest($2::text[]) as id
      on conflict do nothing returning event_id`,
    values: [group, textArray(envelopes.map(({ id }) => id))],
  });
  return new Set(rows.map(({ event_id: id }) => id));
}

/** Which of these events this group has taken: asked ahead of deciding the others, and guarded by {@link writeInbox}. */
export async function findTaken(tx: Transaction, group: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runStatement<{ event_id: string }>(tx, {
    name: 'matching inbox ahead',
    text: 'select event_id from matching.inbox where consumer_group = $1 and event_id = any($2::text[])',
    values: [group, textArray(ids)],
  });
  return new Set(rows.map(({ event_id: id }) => id));
}

/** Takes events that are fresh: the commit fails when one of them is not. */
export function writeInbox(tx: Transaction, group: string, ids: readonly string[]): void {
  writeWithCommit(tx, () => ({
    name: 'matching inbox of the fresh',
    text: 'insert into matching.inbox (consumer_group, event_id) select $1, id from unnest($2::text[]) as id',
    values: [group, textArray(ids)],
  }));
}

/** Keeps an event that no retry will heal, with its reason, so that the rest of its market goes on. */
export async function park(
  tx: Transaction,
  parked: {
    readonly group: string;
    readonly envelope: Envelope;
    readonly topic: string;
    readonly reason: string;
    readonly error: string;
  },
): Promise<void> {
  const { envelope, group } = parked;
  const error = parked.error.slice(0, 10_000);
  await tx
    .insert(tables.parked)
    .values({
      parkedId: `${group}/${envelope.id}`,
      consumerGroup: group,
      topic: parked.topic,
      partition: 0,
      eventId: envelope.id,
      eventType: envelope.type,
      reason: parked.reason,
      error,
      traceparent: envelope.traceparent ?? null,
      headers: {},
      originalBytes: Buffer.from(JSON.stringify(envelope), 'utf8'),
      attempts: 1,
    })
    // It was replayed and failed again: it waits again, for what stands now.
    .onConflictDoUpdate({
      target: tables.parked.parkedId,
      set: {
        reason: parked.reason,
        error,
        attempts: sql`${tables.parked.attempts} + 1`,
        parkedAt: sql`now()`,
        replayedAt: null,
      },
    });
}
