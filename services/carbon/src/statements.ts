import { Identifier } from '@greenlane/contracts/values';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import {
  defineRoute,
  ProblemError,
  type Route,
  type RouteContext,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { publishedKeys, rotateSigningKey } from '@greenlane/runtime/signing-keys';
import { verifyStatement } from '@greenlane/statement/verify';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { noSuch } from './footprints.ts';
import { issueStatement, statementSource } from './statement-issue.ts';
import { signingKeys, statements } from './tables.ts';

function requestOrigin(headers: RouteContext['headers']): string {
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['x-forwarded-host'] ?? headers['host'] ?? 'localhost'}`;
}

const FORMATS = { json: 'application/json', html: 'text/html', pdf: 'application/pdf' } as const;

function formatOf(
  query: { readonly format?: keyof typeof FORMATS | undefined },
  accept: string | undefined,
): keyof typeof FORMATS {
  if (query.format) return query.format;
  if (accept?.includes(FORMATS.pdf)) return 'pdf';
  return accept?.includes(FORMATS.html) ? 'html' : 'json';
}

export function statementRoutes({ db, newId }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/.well-known/jwks.json',
      operationId: 'readKeys',
      summary: 'The public keys that statements are signed with, retired ones included.',
      allow: 'anyone',
      transaction: false,
      responses: { 200: { description: 'A JWK set.' } },
      handle: async () => ({
        status: 200,
        body: { keys: await db.asWorker((tx) => publishedKeys(tx, signingKeys)) },
        contentType: 'application/jwk-set+json',
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/signing-keys/rotation',
      operationId: 'rotateSigningKey',
      summary: 'Retires the present signing key and makes the next; the retired one stays published.',
      allow: ['authority'],
      scope: 'carbon:write',
      responses: { 201: { description: 'The new public key.' } },
      handle: async ({ now }) => ({
        status: 201,
        body: await db.asWorker((tx) => rotateSigningKey(tx, signingKeys, now)),
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/statements',
      operationId: 'issueStatement',
      summary: 'Issues a signed transport carbon statement of one or more allocations.',
      description: 'Immutable. A correction is a new statement that names the one it supersedes.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'carbon:write',
      body: z.strictObject({ allocationIds: z.array(Identifier).min(1).max(100), supersedes: Identifier.optional() }),
      examples: { 'of one allocation': { allocationIds: ['0199…'] } },
      responses: { 201: { description: 'The statement, its hash and its signature.' } },
      handle: async ({ tx, writeAsWorker, body, principal, emit, now }) => {
        const source = await statementSource(tx, [...new Set(body.allocationIds)]);
        if (body.supersedes !== undefined) {
          const old = await tx
            .select({ exporterId: statements.exporterId })
            .from(statements)
            .where(eq(statements.statementId, body.supersedes));
          if (old[0]?.exporterId !== source.exporterId)
            throw new ProblemError({
              status: 422,
              title: 'The statement cannot be made',
              errors: [{ code: 'UNKNOWN_STATEMENT', property: 'supersedes', message: 'no such statement of yours' }],
            });
        }
        const statementId = newId();
        return writeAsWorker(async (worker) => ({
          status: 201,
          body: await issueStatement(worker, emit, {
            statementId,
            source,
            supersedes: body.supersedes ?? null,
            submittedBy: principal.organisationId,
            now,
            newId,
          }),
          headers: { location: `/v1/carbon/statements/${statementId}` },
        }));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/statements',
      operationId: 'listStatements',
      summary: 'Statements of your cargo; verifiers and the authority read all.',
      allow: ['exporter', 'logistics-provider', 'verifier', 'authority'],
      query: z.strictObject({ ...PAGE_QUERY }),
      responses: { 200: { description: 'By id, without their content.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const rows = await tx
          .select()
          .from(statements)
          .where(after === undefined ? undefined : gt(statements.statementId, after))
          .orderBy(asc(statements.statementId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.statementId);
        return {
          status: 200,
          body: page.rows.map((row) => ({
            statementId: row.statementId,
            exporterId: row.exporterId,
            allocationIds: row.allocationIds,
            sha256: row.sha256,
            issuedAt: row.issuedAt.toISOString(),
            ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
            ...(row.attestation === null ? {} : { attestation: row.attestation }),
          })),
          headers: page.headers,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/statements/{statementId}',
      operationId: 'readStatement',
      summary: 'A statement as JSON, HTML or PDF (by Accept or ?format=): the same content.',
      allow: ['exporter', 'logistics-provider', 'verifier', 'authority'],
      params: z.object({ statementId: Identifier }),
      query: z.strictObject({ format: z.enum(['json', 'html', 'pdf']).optional() }),
      responses: { 200: { description: 'The statement.' } },
      handle: async ({ tx, params, query, headers }) => {
        const rows = await tx.select().from(statements).where(eq(statements.statementId, params.statementId));
        const row = rows[0];
        if (!row) throw noSuch('statement');
        const verifyUrl = `${requestOrigin(headers)}/v1/carbon/statements/${row.statementId}/verification`;
        // Loaded when first asked for: fonts and layout cost 30 MB that most processes never need.
        const format = formatOf(query, headers['accept']);
        if (format === 'html')
          return {
            status: 200,
            body: await (await import('./statement-html.ts')).statementHtml(row.signed, verifyUrl),
            contentType: 'text/html; charset=utf-8',
          };
        if (format === 'pdf')
          return {
            status: 200,
            body: await (await import('./statement-pdf.ts')).statementPdf(row.signed, verifyUrl),
            contentType: FORMATS.pdf,
          };
        return { status: 200, body: row.signed };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/statements/{statementId}/verification',
      operationId: 'verifyIssuedStatement',
      summary:
        'What the QR code leads to: whether a statement of this number was issued, its hash, and whether it stands.',
      description: 'Open to anyone who holds a statement; shows no figures and no names.',
      allow: 'anyone',
      transaction: false,
      params: z.object({ statementId: Identifier }),
      query: z.strictObject({ format: z.enum(['json', 'html']).optional() }),
      responses: { 200: { description: 'Hash, key and state; as a page for browsers.' } },
      handle: async ({ params, query, headers }) => {
        const state = await db.asWorker(async (tx) => {
          const rows = await tx.select().from(statements).where(eq(statements.statementId, params.statementId));
          const superseding = await tx
            .select({ statementId: statements.statementId })
            .from(statements)
            .where(eq(statements.supersedes, params.statementId));
          const before =
            rows[0] &&
            (await tx
              .select({ signed: statements.signed })
              .from(statements)
              .where(
                and(eq(statements.exporterId, rows[0].exporterId), eq(statements.chainNumber, rows[0].chainNumber - 1)),
              ));
          return (
            rows[0] && {
              row: rows[0],
              previous: before?.[0]?.signed,
              supersededBy: superseding[0]?.statementId,
              keys: await publishedKeys(tx, signingKeys),
            }
          );
        });
        if (!state) throw noSuch('statement');
        const { row, previous, supersededBy } = state;
        const verification = await verifyStatement(
          row.signed,
          { jwks: { keys: [...state.keys] } },
          previous === undefined ? {} : { previous },
        );
        const body = {
          statementId: row.statementId,
          sha256: row.sha256,
          kid: row.signed.jwk.kid,
          issuedAt: row.issuedAt.toISOString(),
          ok: verification.ok,
          checks: verification.checks,
          ...(supersededBy === undefined ? {} : { supersededBy }),
          ...(row.attestation === null
            ? {}
            : { attestation: { outcome: row.attestation.outcome, at: row.attestation.at } }),
        };
        if (formatOf(query, headers['accept']) !== 'html') return { status: 200, body };
        const { verificationPage } = await import('./verification-page.ts');
        return { status: 200, body: await verificationPage(body), contentType: 'text/html; charset=utf-8' };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/verify',
      operationId: 'verifyStatement',
      summary: 'Verifies a statement.json: figures, hash, signature, and whether the signer is this platform.',
      allow: 'anyone',
      transaction: false,
      idempotent: false,
      description: 'Add `previous`, the statement before it of the same reporter, to check the link of the hash chain.',
      body: z.looseObject({ statement: z.looseObject({}), previous: z.looseObject({}).optional() }),
      responses: { 200: { description: 'Each check with its result.' } },
      handle: async ({ body }) => {
        const keys = await db.asWorker((tx) => publishedKeys(tx, signingKeys));
        const { previous, ...statement } = body;
        const pins = { jwks: { keys: [...keys] } };
        return {
          status: 200,
          body: await verifyStatement(statement, pins, previous === undefined ? {} : { previous }),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/statements/{statementId}/attestation',
      operationId: 'attestStatement',
      summary: 'A verifier attests a statement, or refuses to, with the reason.',
      allow: ['verifier'],
      scope: 'carbon:write',
      params: z.object({ statementId: Identifier }),
      body: z.strictObject({ outcome: z.enum(['ATTESTED', 'REFUSED']), reason: z.string().trim().min(2).max(1_000) }),
      examples: { attested: { outcome: 'ATTESTED', reason: 'recomputed from the stated inputs' } },
      responses: { 200: { description: 'Recorded.' } },
      handle: async ({ tx, params, body, principal, now }) => {
        const attestation = { verifierId: principal.organisationId, ...body, at: now.toISOString() };
        const rows = await tx
          .update(statements)
          .set({ attestation })
          .where(and(eq(statements.statementId, params.statementId), sql`attestation is null`))
          .returning({ statementId: statements.statementId });
        if (rows.length === 0) {
          const exists = await tx
            .select({ statementId: statements.statementId })
            .from(statements)
            .where(eq(statements.statementId, params.statementId));
          if (exists.length === 0) throw noSuch('statement');
          throw new ProblemError({
            status: 409,
            title: 'Already attested',
            errors: [
              { code: 'ALREADY_ATTESTED', message: 'a statement is attested once; a correction is a new statement' },
            ],
          });
        }
        return { status: 200, body: { statementId: params.statementId, attestation } };
      },
    }),
  ];
}
