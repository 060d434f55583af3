import { Identifier } from '@greenlane/contracts/values';
import { defineRoute, type Route } from '@greenlane/runtime/service';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { auditLog } from './tables.ts';

/** The audit log for those who check it. */
export function auditRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/programme/audit',
      operationId: 'readAudit',
      summary: 'The audit log as NDJSON, one chain or all, in order.',
      description:
        'Each row carries the hash of the one before it; hashes are SHA-256 over the RFC 8785 form of the row without its hash.',
      allow: ['authority', 'verifier'],
      query: z.strictObject({
        chainId: Identifier.optional(),
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
      }),
      responses: { 200: { description: 'One row a line.', contentType: 'application/x-ndjson' } },
      handle: async ({ tx, query }) => {
        const rows = await tx
          .select()
          .from(auditLog)
          .where(
            and(
              query.chainId === undefined ? undefined : eq(auditLog.chainId, query.chainId),
              gt(auditLog.sequence, query.after),
            ),
          )
          .orderBy(asc(auditLog.chainId), asc(auditLog.sequence))
          .limit(query.limit);
        return {
          status: 200,
          body: rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
          contentType: 'application/x-ndjson',
        };
      },
    }),
  ];
}
