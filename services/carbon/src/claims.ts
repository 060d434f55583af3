import { Identifier, Money, Reference, Sha256 } from '@greenlane/contracts/values';
import type { Database } from '@greenlane/database/database';
import { moneyText } from '@greenlane/kernel/decimal';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Reply, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { claimCsv, claimLineViews, linesOfClaims } from './claim-documents.ts';
import { announce, type ClaimRow, openClaim, release } from './claim-ledger.ts';
import { noSuch } from './footprints.ts';
import { holdAllocations } from './locks.ts';
import { supersedingOf } from './statement-issue.ts';
import { claimInvoices, claimItems, claims, policies, statements } from './tables.ts';

const CSV = 'text/csv; charset=utf-8';

const ClaimBody = z.strictObject({
  statementId: Identifier,
  /** For a policy that pays a share of cost: what the calculation was invoiced at. */
  invoices: z
    .array(z.strictObject({ reference: Reference, sha256: Sha256, amount: Money }))
    .min(1)
    .max(50)
    .optional(),
});

function claimView(claim: ClaimRow) {
  return {
    claimId: claim.claimId,
    status: claim.status,
    statementId: claim.statementId,
    exporterId: claim.exporterId,
    ...(claim.clusterCode === null ? {} : { clusterCode: claim.clusterCode }),
    amount: { amount: moneyText(claim.amount), currencyCode: claim.currencyCode },
    basis: claim.basis,
    policyVersion: claim.policyVersion,
    indicative: claim.indicative,
    ...(claim.reason === null ? {} : { reason: claim.reason }),
    ...(claim.corrects === null ? {} : { corrects: claim.corrects }),
    changedAt: claim.changedAt.toISOString(),
  };
}

const opened = (claim: ClaimRow): Reply => ({
  status: 201,
  body: claimView(claim),
  headers: { location: `/v1/carbon/claims/${claim.claimId}` },
});

function invoiceView(row: typeof claimInvoices.$inferSelect) {
  const { reference, sha256, amount, currencyCode, isActive } = row;
  return { reference, sha256, amount: { amount: moneyText(amount), currencyCode }, isActive };
}

/** A draft policy may be tried out; nobody approves money on it. */
async function refuseDraftPolicy(db: Database, claim: ClaimRow): Promise<void> {
  const rows = await db.asWorker((tx) => tx.select().from(policies).where(eq(policies.version, claim.policyVersion)));
  if (rows[0]?.status === 'in-force') return;
  throw new ProblemError({
    status: 409,
    title: 'The claim cannot be approved',
    errors: [{ code: 'POLICY_IS_DRAFT', message: `policy ${claim.policyVersion} is not in force` }],
  });
}

/** Money is granted on the figures that stand; the claim of others is rejected, and its containers can be claimed anew. */
async function refuseSuperseded(db: Database, claim: ClaimRow): Promise<void> {
  const later = await db.asWorker((tx) => supersedingOf(tx, claim));
  if (later === undefined) return;
  throw new ProblemError({
    status: 409,
    title: 'The claim cannot be approved',
    errors: [
      {
        code: 'SUPERSEDED',
        property: 'statementId',
        message: `the statement ${later} supersedes that of the claim: reject it, for its exporter to claim on the new one`,
      },
    ],
  });
}

/** Nor on figures that a verifier refused, before or after they were claimed on. */
async function refuseRefused(db: Database, { statementId }: ClaimRow): Promise<void> {
  const [statement] = await db.asWorker((tx) =>
    tx.select({ attestation: statements.attestation }).from(statements).where(eq(statements.statementId, statementId)),
  );
  if (statement?.attestation?.outcome !== 'REFUSED') return;
  throw new ProblemError({
    status: 409,
    title: 'The claim cannot go on',
    errors: [
      {
        code: 'STATEMENT_REFUSED',
        property: 'statementId',
        message:
          'a verifier refused the statement of the claim: reject it, for its exporter to claim on one that supersedes it',
      },
    ],
  });
}

type Step = {
  readonly name: string;
  readonly operationId: string;
  readonly from: readonly ClaimRow['status'][];
  readonly to: ClaimRow['status'];
  readonly allow: readonly ('exporter' | 'logistics-provider' | 'verifier' | 'authority')[];
  readonly needsReason: boolean;
};

const STEPS: readonly Step[] = [
  {
    name: 'submission',
    operationId: 'submitClaim',
    from: ['draft'],
    to: 'submitted',
    allow: ['exporter', 'logistics-provider'],
    needsReason: false,
  },
  {
    name: 'verification',
    operationId: 'verifyClaim',
    from: ['submitted'],
    to: 'verified',
    allow: ['verifier'],
    needsReason: false,
  },
  {
    name: 'approval',
    operationId: 'approveClaim',
    from: ['verified'],
    to: 'approved',
    allow: ['authority'],
    needsReason: false,
  },
  {
    name: 'rejection',
    operationId: 'rejectClaim',
    from: ['submitted', 'verified'],
    to: 'rejected',
    allow: ['authority', 'verifier'],
    needsReason: true,
  },
];

function stepRoute(step: Step, db: Database): Route {
  return defineRoute({
    method: 'POST',
    path: `/v1/carbon/claims/{claimId}/${step.name}`,
    operationId: step.operationId,
    summary: `${step.from.join(' or ')} → ${step.to}.`,
    allow: step.allow,
    scope: 'carbon:write',
    params: z.object({ claimId: Identifier }),
    body: step.needsReason
      ? z.strictObject({ reason: z.string().trim().min(2).max(1_000) })
      : z.strictObject({ reason: z.string().trim().min(2).max(1_000).optional() }).optional(),
    examples: { 'with a reason': { reason: 'the statement was recomputed and holds' } },
    responses: { 200: { description: 'The claim.' } },
    handle: async ({ tx, params, body, emit, now }) => {
      const rows = await tx.select().from(claims).where(eq(claims.claimId, params.claimId)).for('update');
      const claim = rows[0];
      if (!claim) throw noSuch('claim');
      const isSaidAgain = body?.reason === undefined || body.reason === claim.reason;
      if (claim.status === step.to && isSaidAgain) return { status: 200, body: claimView(claim) };
      if (!step.from.includes(claim.status))
        throw new ProblemError({
          status: 409,
          title: 'Wrong state',
          errors: [
            {
              code: 'WRONG_STATE',
              property: 'status',
              message: `the claim is ${claim.status}; ${step.name} needs ${step.from.join(' or ')}`,
            },
          ],
        });
      if (step.to === 'verified' || step.to === 'approved') await refuseRefused(db, claim);
      if (step.to === 'approved') {
        await refuseDraftPolicy(db, claim);
        await refuseSuperseded(db, claim);
      }
      const changed = await tx
        .update(claims)
        .set({ status: step.to, version: claim.version + 1, reason: body?.reason ?? claim.reason, changedAt: now })
        .where(eq(claims.claimId, claim.claimId))
        .returning();
      const saved = changed[0] ?? claim;
      if (step.to === 'rejected') await release(tx, saved);
      await announce(tx, emit, saved);
      return { status: 200, body: claimView(saved) };
    },
  });
}

export function claimRoutes({ db, newId }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/claims',
      operationId: 'openClaim',
      summary: 'Opens a subsidy claim on a statement, under the policy in force.',
      description:
        'One active claim per container, leg and programme; the caps per unit and in all are never passed. Under an ASSUMED policy it is indicative: nothing here promises money.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'carbon:write',
      body: ClaimBody,
      examples: {
        'on a statement': { statementId: '0199…' },
        'for a share of cost': {
          statementId: '0199…',
          invoices: [
            { reference: 'INV-2026-118', sha256: 'a'.repeat(64), amount: { amount: '1200.00', currencyCode: 'CNY' } },
          ],
        },
      },
      responses: { 201: { description: 'A draft.' } },
      handle: async ({ tx, writeAsWorker, body, principal, emit, now }) => {
        const own = await tx
          .select({ statementId: statements.statementId })
          .from(statements)
          .where(eq(statements.statementId, body.statementId));
        if (own.length === 0) throw noSuch('statement');
        return writeAsWorker(async (worker) =>
          opened(await openClaim(worker, emit, { ...body, claimId: newId(), principal, now })),
        );
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/claims',
      operationId: 'listClaims',
      summary: 'Claims with their state; ?format=csv gives line items for export documents.',
      allow: ['exporter', 'logistics-provider', 'authority', 'verifier'],
      query: z.strictObject({ ...PAGE_QUERY, format: z.enum(['json', 'csv']).default('json') }),
      responses: { 200: { description: 'By id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        if (query.format === 'csv') {
          return { status: 200, body: claimCsv(await linesOfClaims(db, tx)), contentType: CSV };
        }
        const rows = await tx
          .select()
          .from(claims)
          .where(after === undefined ? undefined : gt(claims.claimId, after))
          .orderBy(asc(claims.claimId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.claimId);
        return { status: 200, body: page.rows.map(claimView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/claims/{claimId}',
      operationId: 'readClaim',
      summary: 'A claim with its line items.',
      allow: ['exporter', 'logistics-provider', 'authority', 'verifier'],
      params: z.object({ claimId: Identifier }),
      query: z.strictObject({ format: z.enum(['json', 'csv']).default('json') }),
      responses: { 200: { description: 'The claim.' } },
      handle: async ({ tx, params, query }) => {
        const rows = await linesOfClaims(db, tx, params.claimId);
        const first = rows[0];
        if (!first) throw noSuch('claim');
        if (query.format === 'csv') return { status: 200, body: claimCsv(rows), contentType: CSV };
        const invoices = await tx.select().from(claimInvoices).where(eq(claimInvoices.claimId, params.claimId));
        return {
          status: 200,
          body: {
            ...claimView(first.claim),
            items: claimLineViews(rows),
            ...(invoices.length === 0 ? {} : { invoices: invoices.map(invoiceView) }),
          },
        };
      },
    }),
    ...STEPS.map((step) => stepRoute(step, db)),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/claims/{claimId}/correction',
      operationId: 'correctClaim',
      summary: 'Replaces a claim by a new one on a (usually superseding) statement; the old stays, marked corrected.',
      allow: ['exporter', 'logistics-provider'],
      params: z.object({ claimId: Identifier }),
      scope: 'carbon:write',
      body: ClaimBody,
      examples: { 'on the superseding statement': { statementId: '0199…' } },
      responses: { 201: { description: 'The new draft.' } },
      handle: async ({ tx, writeAsWorker, params, body, principal, emit, now }) => {
        const own = await tx.select().from(claims).where(eq(claims.claimId, params.claimId));
        const ownStatement = await tx
          .select({ exporterId: statements.exporterId, allocationIds: statements.allocationIds })
          .from(statements)
          .where(eq(statements.statementId, body.statementId));
        if (own.length === 0) throw noSuch('claim');
        if (ownStatement.length === 0) throw noSuch('statement');
        if (ownStatement[0]?.exporterId !== own[0]?.exporterId)
          throw new ProblemError({
            status: 422,
            title: 'The claim cannot be taken',
            errors: [
              {
                code: 'OTHER_EXPORTER',
                property: 'statementId',
                message: 'the claim is another exporter’s than the statement',
              },
            ],
          });
        return writeAsWorker(async (worker) => {
          const lines = await worker
            .select({ allocationId: claimItems.allocationId })
            .from(claimItems)
            .where(eq(claimItems.claimId, params.claimId));
          await holdAllocations(worker, [
            ...lines.map(({ allocationId }) => allocationId),
            ...ownStatement.flatMap(({ allocationIds }) => allocationIds),
          ]);
          const rows = await worker.select().from(claims).where(eq(claims.claimId, params.claimId)).for('update');
          const old = rows[0];
          if (!old || old.status === 'corrected' || old.status === 'rejected')
            throw new ProblemError({
              status: 409,
              title: 'Wrong state',
              errors: [{ code: 'WRONG_STATE', property: 'status', message: `the claim is ${old?.status}` }],
            });
          const changed = await worker
            .update(claims)
            .set({ status: 'corrected', version: old.version + 1, changedAt: now })
            .where(eq(claims.claimId, old.claimId))
            .returning();
          await release(worker, old);
          if (changed[0]) await announce(worker, emit, changed[0]);
          return opened(
            await openClaim(worker, emit, { ...body, corrects: old.claimId, claimId: newId(), principal, now }),
          );
        });
      },
    }),
  ];
}
