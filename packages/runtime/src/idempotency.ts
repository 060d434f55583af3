import { createHash, hash } from 'node:crypto';
import { runStatement, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { schemaOf } from '@greenlane/database/schema-of';
import { addNewRows, sharesCommit } from '@greenlane/database/shared-commits';
import { lt } from 'drizzle-orm';
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

/** @param content the body as it came, or as JSON writes it: blanks between its parts make no other request */
export function requestFingerprint(method: string, path: string, content: string | Buffer): string {
  const head = `${method} ${path}\n`;
  return typeof content === 'string'
    ? hash('sha256', head + content)
    : createHash('sha256').update(head).update(content).digest('hex');
}

type StoredReply = {
  readonly fingerprint: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | null;
};

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
  // Two answers under one key cannot both be stored: when there is an earlier one, this write is rolled back and done again
  // in a transaction of its own, where the earlier answer is found.
  if (sharesCommit(tx)) return undefined;
  const schema = schemaOf(table);
  // One statement looks and locks. Its snapshot is a moment older than its lock: a request that ended in between is not
  // seen here, but its answer stands in the way of this one's (see answerTaken), so no effect can happen twice.
  const [found] = await runStatement<{ locked: boolean } & { [Name in keyof StoredReply]: StoredReply[Name] | null }>(
    tx,
    {
      name: `idempotency look-up of ${schema}`,
      text: `select pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0)) as locked, fingerprint, status, headers, body
        from (select 1) as always left join "${schema}".idempotency on organisation_id = $1 and key = $2`,
      values: [caller.organisationId, caller.key],
    },
  );
  if (found?.locked !== true) throw stillRunning();
  if (found.fingerprint === null) return undefined;
  const row = found as StoredReply;
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

const stillRunning = () =>
  new ProblemError({
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    headers: { 'retry-after': '1' },
  });

/** Of the unique key of stored answers: the first request with the key ended while this one ran. */
export function answerTaken(error: unknown): ProblemError | undefined {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && table === 'idempotency' ? stillRunning() : undefined;
}

const ANSWER_COLUMNS = [
  { name: 'status', type: 'integer' },
  { name: 'headers', type: 'jsonb' },
  { name: 'body', type: 'text' },
  { name: 'organisation_id', type: 'text' },
  { name: 'key', type: 'text' },
  { name: 'fingerprint', type: 'text' },
] as const;

/** Stores the answer with the commit of what it answers; `again` replaces one that was stored before. */
export function saveReply(
  tx: Transaction,
  table: IdempotencyTable,
  caller: KeyOfCaller,
  reply: Reply & { readonly text: string | undefined },
  again = false,
): void {
  const schema = schemaOf(table);
  const headers = {
    ...reply.headers,
    ...(reply.contentType === undefined ? {} : { 'content-type': reply.contentType }),
  };
  const values = [reply.status, JSON.stringify(headers), reply.text ?? null, caller.organisationId, caller.key];
  if (again) {
    const text = `update "${schema}".idempotency set status = $1, headers = $2, body = $3 where organisation_id = $4 and key = $5`;
    sendWithCommit(tx, () => ({ text, values }));
    return;
  }
  const row = [...values, caller.fingerprint];
  const place = `"${schema}".idempotency`;
  if (addNewRows(tx, () => ({ name: place, table: place, columns: ANSWER_COLUMNS, rows: [row] }))) return;
  sendWithCommit(tx, () => ({
    name: `idempotency answer of ${schema}`,
    text: `insert into ${place} (${ANSWER_COLUMNS.map(({ name }) => name)}) values ($1, $2, $3, $4, $5, $6)`,
    values: row,
  }));
}

export async function pruneReplies(tx: Transaction, table: IdempotencyTable, now: Date): Promise<void> {
  await tx.delete(table).where(lt(table.createdAt, new Date(now.getTime() - IDEMPOTENCY_DAYS * 86_400_000)));
}
