import { createHash } from 'node:crypto';
import { Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { canonicalJson } from '@greenlane/kernel/canonical-json';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import {
  defineRoute,
  ProblemError,
  type Route,
  type RouteContext,
  type ServiceContext,
} from '@greenlane/runtime/service';
import {
  METHOD,
  type Shipment,
  type SignedStatement,
  type StatementDocument,
  scope3CategoryOf,
  sumTotals,
  totalsOfUnits,
} from '@greenlane/statement/statement';
import { verifyStatement } from '@greenlane/statement/verify';
import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { noSuch } from './footprints.ts';
import { publishedKeys, sign } from './keys.ts';
import { allocations, footprints, statements } from './tables.ts';

const ENGINE = 'greenlane 0.1.0';

async function newestFootprints(
  tx: Transaction,
  allocationIds: readonly string[],
): Promise<ReadonlyMap<string, typeof footprints.$inferSelect>> {
  const rows = await tx
    .select()
    .from(footprints)
    .where(inArray(footprints.allocationId, [...allocationIds]))
    .orderBy(asc(footprints.version));
  return new Map(rows.map((row) => [row.allocationId, row]));
}

async function shipmentsOf(
  tx: Transaction,
  allocationIds: readonly string[],
): Promise<{
  readonly shipments: readonly Shipment[];
  readonly indicative: boolean;
  readonly exporterId: string;
  readonly exporterName: string;
}> {
  const found = await tx
    .select()
    .from(allocations)
    .where(inArray(allocations.allocationId, [...allocationIds]));
  const byId = new Map(found.map((row) => [row.allocationId, row]));
  const newest = await newestFootprints(tx, allocationIds);
  const shipments = allocationIds.map((allocationId): Shipment => {
    const row = byId.get(allocationId);
    const footprint = newest.get(allocationId);
    if (!row || !footprint) {
      throw new ProblemError({
        status: 422,
        title: 'The statement cannot be made',
        errors: [
          {
            code: 'UNKNOWN_ALLOCATION',
            property: 'allocationIds',
            message: `${allocationId} has no footprint of yours`,
          },
        ],
      });
    }
    const { state } = row;
    if (!['confirmed', 'loaded', 'completed'].includes(state.status)) {
      throw new ProblemError({
        status: 409,
        title: 'The statement cannot be made',
        errors: [
          {
            code: 'NOT_FIRM',
            property: 'allocationIds',
            message: `${allocationId} is ${state.status}; statements are of confirmed, loaded or completed space`,
          },
        ],
      });
    }
    return {
      allocationId,
      footprintId: footprint.footprintId,
      footprintKind: footprint.kind,
      requestReference: state.requestReference,
      carrier: state.carrierName,
      vessel: state.vessel,
      carrierServiceCode: state.carrierServiceCode,
      carrierExportVoyageNumber: state.carrierExportVoyageNumber,
      loadPort: state.loadPort,
      dischargePort: state.dischargePort,
      departureDateTime: state.departureDateTime,
      arrivalDateTime: state.arrivalDateTime,
      extendedHSCode: state.extendedHSCode,
      commodityType: state.commodityType,
      ...(state.consignee === undefined ? {} : { consignee: state.consignee }),
      ...(state.incoterm === undefined ? {} : { incoterm: state.incoterm }),
      scope3Category: scope3CategoryOf(state.incoterm),
      ISOEquipmentCode: state.ISOEquipmentCode,
      units: footprint.units,
      equipmentReferences: row.equipmentReferences,
      chain: footprint.chain,
      perContainer: footprint.result,
      totals: totalsOfUnits(footprint.result, footprint.units),
    };
  });
  const first = byId.get(allocationIds[0] ?? '');
  if (!first) throw noSuch('allocation');
  if (found.some((row) => row.exporterId !== first.exporterId)) {
    throw new ProblemError({
      status: 422,
      title: 'The statement cannot be made',
      errors: [
        { code: 'SEVERAL_EXPORTERS', property: 'allocationIds', message: 'a statement is of one exporter’s shipments' },
      ],
    });
  }
  return {
    shipments,
    indicative: found.some((row) => row.state.indicative),
    exporterId: first.exporterId,
    exporterName: first.state.exporterName,
  };
}

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
        body: { keys: await db.asWorker((tx) => publishedKeys(tx)) },
        contentType: 'application/jwk-set+json',
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
      handle: async ({ tx, body, principal, emit, now }) => {
        const allocationIds = [...new Set(body.allocationIds)];
        const { shipments, indicative, exporterId, exporterName } = await shipmentsOf(tx, allocationIds);
        if (body.supersedes !== undefined) {
          const old = await tx
            .select({ exporterId: statements.exporterId })
            .from(statements)
            .where(eq(statements.statementId, body.supersedes));
          if (old[0]?.exporterId !== exporterId)
            throw new ProblemError({
              status: 422,
              title: 'The statement cannot be made',
              errors: [{ code: 'UNKNOWN_STATEMENT', property: 'supersedes', message: 'no such statement of yours' }],
            });
        }
        const statementId = newId();
        // Signing and the exporter's hash chain need rows that no tenant sees: the keys, and statements others made for it.
        const signed = await db.asWorker(async (worker) => {
          await worker.execute(sql`select pg_advisory_xact_lock(hashtextextended(${exporterId}, 11))`);
          const last = await worker
            .select({ sha256: statements.sha256, chainNumber: statements.chainNumber })
            .from(statements)
            .where(eq(statements.exporterId, exporterId))
            .orderBy(desc(statements.chainNumber))
            .limit(1);
          const document: StatementDocument = {
            documentType: 'TransportCarbonStatement',
            title: 'Transport carbon statement (ISO 14083)',
            schemaVersion: '1',
            statementId,
            issuedAt: now.toISOString(),
            reporter: { organisationId: exporterId, name: exporterName },
            indicative,
            supersedes: body.supersedes ?? null,
            previousSha256: last[0]?.sha256 ?? null,
            method: METHOD,
            factorSetVersion: shipments[0]?.chain.factorSetVersion ?? '',
            engine: ENGINE,
            shipments: [...shipments],
            totals: sumTotals(shipments.map((shipment) => shipment.totals)),
          };
          const canonical = canonicalJson(document);
          const sha256 = createHash('sha256').update(canonical, 'utf8').digest('hex');
          const statement: SignedStatement = { statement: document, sha256, ...(await sign(worker, canonical)) };
          await worker.insert(statements).values({
            statementId,
            exporterId,
            submittedBy: principal.organisationId,
            allocationIds,
            signed: statement,
            sha256,
            chainNumber: (last[0]?.chainNumber ?? 0) + 1,
            supersedes: body.supersedes ?? null,
            issuedAt: now,
          });
          await emit(worker, {
            type: 'org.greenlane.statement.issued.v1',
            subject: statementId,
            key: allocationIds[0] ?? statementId,
            audience: [exporterId, principal.organisationId],
            data: {
              statementId,
              exporterId,
              allocationIds,
              sha256,
              ...(body.supersedes === undefined ? {} : { supersedes: body.supersedes }),
              issuedAt: now.toISOString(),
            },
          });
          return statement;
        });
        return { status: 201, body: signed, headers: { location: `/v1/carbon/statements/${statementId}` } };
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
      responses: { 200: { description: 'Hash, key and state.' } },
      handle: async ({ params }) => {
        const state = await db.asWorker(async (tx) => {
          const rows = await tx.select().from(statements).where(eq(statements.statementId, params.statementId));
          const superseding = await tx
            .select({ statementId: statements.statementId })
            .from(statements)
            .where(eq(statements.supersedes, params.statementId));
          return rows[0] && { row: rows[0], supersededBy: superseding[0]?.statementId, keys: await publishedKeys(tx) };
        });
        if (!state) throw noSuch('statement');
        const verification = await verifyStatement(state.row.signed, { jwks: { keys: [...state.keys] } });
        return {
          status: 200,
          body: {
            statementId: state.row.statementId,
            sha256: state.row.sha256,
            kid: state.row.signed.jwk.kid,
            issuedAt: state.row.issuedAt.toISOString(),
            ok: verification.ok,
            checks: verification.checks,
            ...(state.supersededBy === undefined ? {} : { supersededBy: state.supersededBy }),
            ...(state.row.attestation === null
              ? {}
              : { attestation: { outcome: state.row.attestation.outcome, at: state.row.attestation.at } }),
          },
        };
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
      body: z.looseObject({ statement: z.looseObject({}) }),
      responses: { 200: { description: 'Each check with its result.' } },
      handle: async ({ body }) => {
        const keys = await db.asWorker((tx) => publishedKeys(tx));
        return { status: 200, body: await verifyStatement(body, { jwks: { keys: [...keys] } }) };
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
      body: z.strictObject({ outcome: z.enum(['ATTESTED', 'REFUSED']), reason: z.string().trim().min(3).max(1_000) }),
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
