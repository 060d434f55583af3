import { Identifier } from '@greenlane/contracts/values';
import { pageOf, readCursor, wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readAnchors } from './anchors.ts';
import { auditLog } from './tables.ts';

const MAXIMUM_ROWS = 10_000;

/** `<chainId>/<sequence>`: the row after which a page begins. */
function placeOf(cursor: string | undefined): { readonly chainId: string; readonly sequence: number } | undefined {
  const key = readCursor(cursor, /^.+\/\d{1,9}$/);
  if (key === undefined) return undefined;
  const at = key.lastIndexOf('/');
  return { chainId: key.slice(0, at), sequence: Number(key.slice(at + 1)) };
}

/** The audit log for those who check it, and the anchors that anyone may keep. */
export function auditRoutes({ db }: ServiceContext): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/programme/audit',
      operationId: 'readAudit',
      summary: 'The audit log as NDJSON, one chain or all, in order.',
      description:
        'Each row carries the hash of the one before it; hashes are SHA-256 over the RFC 8785 form of the row without its hash. `greenlane audit verify` checks an export offline.',
      allow: ['authority', 'verifier'],
      query: z.strictObject({
        chainId: Identifier.optional(),
        limit: wholeNumber(1, MAXIMUM_ROWS).default(1_000),
        cursor: z.string().max(300).optional(),
      }),
      responses: { 200: { description: 'One row a line.', contentType: 'application/x-ndjson' } },
      handle: async ({ tx, query }) => {
        const after = placeOf(query.cursor);
        const rows = await tx
          .select()
          .from(auditLog)
          .where(
            and(
              query.chainId === undefined ? undefined : eq(auditLog.chainId, query.chainId),
              after === undefined
                ? undefined
                : sql`(${auditLog.chainId}, ${auditLog.sequence}) > (${after.chainId}, ${after.sequence})`,
            ),
          )
          .orderBy(asc(auditLog.chainId), asc(auditLog.sequence))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => `${row.chainId}/${row.sequence}`);
        return {
          status: 200,
          body: page.rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
          contentType: 'application/x-ndjson',
          headers: page.headers,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/audit/anchors',
      operationId: 'readAuditAnchors',
      summary: 'The daily anchors with the chain ends that each signs: what `greenlane audit verify` needs.',
      allow: ['authority', 'verifier'],
      responses: { 200: { description: 'Keys, and anchors oldest first.' } },
      transaction: false,
      handle: async () => ({ status: 200, body: await db.asWorker((tx) => readAnchors(tx, { withEnds: true })) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/.well-known/audit-anchors',
      operationId: 'readPublicAuditAnchors',
      summary: 'The daily signed anchors of the audit log: keep them, and no row they cover can be cut unseen.',
      description:
        'Each document holds the number of chains and rows, a root hash over all chain ends, and the hash of the anchor before it; it says nothing of who is in the log. JWS (Ed25519) over the RFC 8785 form.',
      allow: 'anyone',
      transaction: false,
      responses: { 200: { description: 'Keys, and anchors oldest first.' } },
      handle: async () => ({
        status: 200,
        body: await db.asWorker((tx) => readAnchors(tx, { withEnds: false })),
        headers: { 'cache-control': 'public, max-age=300' },
      }),
    }),
  ];
}
