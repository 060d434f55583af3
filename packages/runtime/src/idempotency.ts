import { createHash } from 'node:crypto';
import type { Transaction } from '@greenlane/database/database';
import { and, eq, lt, sql } from 'drizzle-orm';
import { ProblemError, type Reply } from './service.ts';
import type { runtimeTables } from './tables.ts';

export type IdempotencyTable = ReturnType<typeof runtimeTables>['idempotency'];

/** Published expiry of stored answers. */
export const IDEMPOTENCY_DAYS = 30;
const MAXIMUM_KEY_LENGTH = 200;

/** The header is a quoted structured-field string; many clients leave the quotes out, so both are taken. */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = /^".*"$/.test(header) ? header.slice(1, -1) : header;
  if (key.length === 0 || key.length > MAXIMUM_KEY_LENGTH) {
    throw new ProblemError({
      status: 400,
      title: 'Unusable Idempotency-Key',
      errors: [
        { code: 'INVALID_VALUE', property: 'Idempotency-Key', message: `1 to ${MAXIMUM_KEY_LENGTH} characters` },
      ],
    });
  }
  return key;
}

export function requestFingerprint(method: string, path: string, body: unknown): string {
  const content = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null);
  return createHash('sha256').update(`${method} ${path}\n`).update(content).digest('hex');
}

export type KeyOfCaller = { readonly organisationId: string; readonly key: string; readonly fingerprint: string };

/**
 * Looks for an earlier answer under the caller's key, holding an advisory lock on the key until the transaction ends:
 * a second request that arrives meanwhile gets 409 instead of waiting, and a crash leaves nothing behind.
 * @throws ProblemError 409 while the first is running, 422 when the key came with another body
 */
export async function findEarlierReply(
  tx: Transaction,
  table: IdempotencyTable,
  caller: KeyOfCaller,
): Promise<Reply | undefined> {
  const lock = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`${caller.organisationId} ${caller.key}`}, 0)) as locked`,
  );
  if (lock.rows[0]?.locked !== true) {
    throw new ProblemError({
      status: 409,
      title: 'The first request with this Idempotency-Key is still running',
      headers: { 'retry-after': '1' },
    });
  }
  const rows = await tx
    .select()
    .from(table)
    .where(and(eq(table.organisationId, caller.organisationId), eq(table.key, caller.key)));
  const row = rows[0];
  if (!row) return undefined;
  if (row.fingerprint !== caller.fingerprint) {
    throw new ProblemError({
      status: 422,
      title: 'This Idempotency-Key was used with another request',
      errors: [
        {
          code: 'IDEMPOTENCY_KEY_REUSED',
          property: 'Idempotency-Key',
          message: 'use a new key for a different request',
        },
      ],
    });
  }
  const { 'content-type': contentType, ...headers } = row.headers;
  return {
    status: row.status,
    headers: { ...headers, 'idempotent-replayed': 'true' },
    ...(contentType === undefined ? {} : { contentType }),
    ...(row.body === null ? {} : { body: row.body }),
  };
}

export async function saveReply(
  tx: Transaction,
  table: IdempotencyTable,
  caller: KeyOfCaller,
  reply: Reply & { readonly text: string | undefined },
): Promise<void> {
  const row = {
    organisationId: caller.organisationId,
    key: caller.key,
    fingerprint: caller.fingerprint,
    status: reply.status,
    headers: { ...reply.headers, ...(reply.contentType === undefined ? {} : { 'content-type': reply.contentType }) },
    body: reply.text ?? null,
  };
  await tx
    .insert(table)
    .values(row)
    .onConflictDoUpdate({ target: [table.organisationId, table.key], set: row });
}

export async function pruneReplies(tx: Transaction, table: IdempotencyTable, now: Date): Promise<void> {
  await tx.delete(table).where(lt(table.createdAt, new Date(now.getTime() - IDEMPOTENCY_DAYS * 86_400_000)));
}
