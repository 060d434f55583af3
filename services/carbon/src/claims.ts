import { Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { type Decimal, decimal, toText } from '@greenlane/kernel/decimal';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Emit, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import type { SignedStatement } from '@greenlane/statement/statement';
import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { noSuch } from './footprints.ts';
import { allocations, claimItems, claims, policies, statements, subsidyBudgets } from './tables.ts';

type ClaimRow = typeof claims.$inferSelect;
type PolicyRow = typeof policies.$inferSelect;

/** The whole programme's budget stands beside each exporter's. */
const ALL = '*';

const refusal = (status: number, code: string, message: string, property?: string) =>
  new ProblemError({
    status,
    title: 'The claim cannot be taken',
    errors: [{ code, message, ...(property === undefined ? {} : { property }) }],
  });

async function subsidyPolicy(tx: Transaction, now: Date): Promise<PolicyRow> {
  const rows = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.status, 'in-force'), lte(policies.effectiveFrom, now)))
    .orderBy(desc(policies.effectiveFrom))
    .limit(1);
  if (!rows[0]) throw refusal(409, 'NO_POLICY', 'no policy with a subsidy is in force');
  return rows[0];
}

type Line = { readonly allocationId: string; readonly unitNumber: number; readonly amount: Decimal };

/** The line items of a statement under a policy: one a container, with its share of what the basis gives. */
function linesOf(signed: SignedStatement, { subsidy }: PolicyRow): readonly Line[] {
  const rate = decimal(subsidy.rate.amount);
  const { basis } = subsidy.rate;
  if (basis === 'SHARE_OF_COST')
    throw refusal(
      422,
      'INVOICE_NEEDED',
      'the policy pays a share of invoiced cost; a claim carries no invoice yet',
      'statementId',
    );
  const { shipments } = signed.statement;
  const units = shipments.reduce((total, shipment) => total + shipment.units, 0);
  return shipments.flatMap((shipment) =>
    Array.from({ length: shipment.units }, (_unused, index) => {
      const amounts = {
        CONTAINER: rate,
        TONNE: rate.times(decimal(shipment.chain.cargoMassKg)).div(1_000),
        CALCULATION: rate.div(shipment.units),
        STATEMENT: rate.div(units),
      };
      return {
        allocationId: shipment.allocationId,
        unitNumber: index + 1,
        amount: amounts[basis].toDecimalPlaces(2),
      };
    }),
  );
}

/** Takes an amount from the exporter's and the programme's budget; the checks refuse what passes a cap, however claims race. */
async function reserve(tx: Transaction, policy: PolicyRow, exporterId: string, amount: Decimal): Promise<void> {
  // One order of locks for everyone: the programme's row first.
  for (const [holder, cap] of [
    [ALL, policy.subsidy.capTotal],
    [exporterId, policy.subsidy.capPerUnit],
  ] as const) {
    await tx
      .insert(subsidyBudgets)
      .values({ policyVersion: policy.version, holder, cap, claimed: '0' })
      .onConflictDoNothing();
    const taken = await tx
      .update(subsidyBudgets)
      .set({ claimed: sql`${subsidyBudgets.claimed} + ${toText(amount)}::numeric` })
      .where(
        and(
          eq(subsidyBudgets.policyVersion, policy.version),
          eq(subsidyBudgets.holder, holder),
          sql`${subsidyBudgets.claimed} + ${toText(amount)}::numeric <= ${subsidyBudgets.cap}`,
        ),
      )
      .returning({ claimed: subsidyBudgets.claimed });
    if (taken.length === 0)
      throw refusal(
        409,
        'CAP_REACHED',
        holder === ALL
          ? `the programme’s cap of ${cap} ${policy.subsidy.rate.currencyCode} is reached`
          : `your cap of ${cap} ${policy.subsidy.rate.currencyCode} is reached`,
      );
  }
}

async function release(tx: Transaction, claim: ClaimRow): Promise<void> {
  await tx.update(claimItems).set({ isActive: false }).where(eq(claimItems.claimId, claim.claimId));
  for (const holder of [ALL, claim.exporterId]) {
    await tx
      .update(subsidyBudgets)
      .set({ claimed: sql`${subsidyBudgets.claimed} - ${claim.amount}::numeric` })
      .where(and(eq(subsidyBudgets.policyVersion, claim.policyVersion), eq(subsidyBudgets.holder, holder)));
  }
}

function claimView(claim: ClaimRow) {
  return {
    claimId: claim.claimId,
    status: claim.status,
    statementId: claim.statementId,
    exporterId: claim.exporterId,
    ...(claim.clusterCode === null ? {} : { clusterCode: claim.clusterCode }),
    amount: { amount: claim.amount, currencyCode: claim.currencyCode },
    basis: claim.basis,
    policyVersion: claim.policyVersion,
    indicative: claim.indicative,
    ...(claim.reason === null ? {} : { reason: claim.reason }),
    ...(claim.corrects === null ? {} : { corrects: claim.corrects }),
    changedAt: claim.changedAt.toISOString(),
  };
}

async function announce(tx: Transaction, emit: Emit, claim: ClaimRow): Promise<void> {
  await emit(tx, {
    type: 'org.greenlane.claim.changed.v1',
    subject: claim.claimId,
    key: claim.claimId,
    subjectVersion: claim.version,
    audience: [claim.exporterId, claim.submittedBy],
    data: {
      claimId: claim.claimId,
      version: claim.version,
      status: claim.status,
      statementId: claim.statementId,
      exporterId: claim.exporterId,
      ...(claim.clusterCode === null ? {} : { clusterCode: claim.clusterCode }),
      amount: { amount: claim.amount, currencyCode: claim.currencyCode },
      indicative: claim.indicative,
      policyVersion: claim.policyVersion,
      changedAt: claim.changedAt.toISOString(),
    },
  });
}

const PROGRAMME = 'CN-PRIORITY-GUARANTEE';
const LEG = 'DOOR_TO_PORT';

type Opening = {
  readonly statementId: string;
  readonly corrects?: string;
  readonly claimId: string;
  readonly principal: { readonly organisationId: string };
  readonly now: Date;
};

/** Opens a claim on a statement, in the worker role: budgets and other exporters' active lines are nobody's to see. */
async function openClaim(tx: Transaction, emit: Emit, opening: Opening): Promise<ClaimRow> {
  const rows = await tx.select().from(statements).where(eq(statements.statementId, opening.statementId));
  const statement = rows[0];
  if (!statement) throw noSuch('statement');
  const policy = await subsidyPolicy(tx, opening.now);
  const ofCluster = await tx
    .select({
      clusterCode: sql<string | null>`state ->> 'clusterCode'`,
      priority: sql<boolean>`(state ->> 'priority')::boolean`,
    })
    .from(allocations)
    .where(eq(allocations.allocationId, statement.allocationIds[0] ?? ''));
  if (!ofCluster[0]?.priority)
    throw refusal(
      422,
      'NOT_ELIGIBLE',
      'the subsidy is for priority units; this shipment was not booked as one',
      'statementId',
    );
  const lines = linesOf(statement.signed, policy);
  const amount = lines.reduce((total, line) => total.plus(line.amount), decimal(0));
  await reserve(tx, policy, statement.exporterId, amount);
  const inserted = await tx
    .insert(claims)
    .values({
      claimId: opening.claimId,
      version: 1,
      status: 'draft',
      statementId: statement.statementId,
      exporterId: statement.exporterId,
      submittedBy: opening.principal.organisationId,
      clusterCode: ofCluster[0].clusterCode,
      amount: amount.toFixed(2),
      currencyCode: policy.subsidy.rate.currencyCode,
      basis: policy.subsidy.rate.basis,
      policyVersion: policy.version,
      indicative: policy.basis === 'ASSUMED',
      reason: null,
      corrects: opening.corrects ?? null,
      changedAt: opening.now,
    })
    .returning();
  const claim = inserted[0];
  if (!claim) throw noSuch('claim');
  const items = lines.map((line) => ({
    claimId: claim.claimId,
    allocationId: line.allocationId,
    unitNumber: line.unitNumber,
    leg: LEG,
    programme: PROGRAMME,
    exporterId: claim.exporterId,
    submittedBy: claim.submittedBy,
    amount: line.amount.toFixed(2),
    isActive: true,
  }));
  const placed = await tx
    .insert(claimItems)
    .values(items)
    .onConflictDoNothing()
    .returning({ unitNumber: claimItems.unitNumber });
  if (placed.length < items.length)
    throw refusal(409, 'ALREADY_CLAIMED', 'a container of this statement is in another active claim', 'statementId');
  await announce(tx, emit, claim);
  return claim;
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

function stepRoute(step: Step): Route {
  return defineRoute({
    method: 'POST',
    path: `/v1/carbon/claims/{claimId}/${step.name}`,
    operationId: step.operationId,
    summary: `${step.from.join(' or ')} → ${step.to}.`,
    allow: step.allow,
    scope: 'carbon:write',
    params: z.object({ claimId: Identifier }),
    body: step.needsReason
      ? z.strictObject({ reason: z.string().trim().min(3).max(1_000) })
      : z.strictObject({ reason: z.string().trim().min(3).max(1_000).optional() }).optional(),
    examples: { 'with a reason': { reason: 'the statement was recomputed and holds' } },
    responses: { 200: { description: 'The claim.' } },
    handle: async ({ tx, params, body, emit, now }) => {
      const rows = await tx.select().from(claims).where(eq(claims.claimId, params.claimId)).for('update');
      const claim = rows[0];
      if (!claim) throw noSuch('claim');
      if (claim.status === step.to) return { status: 200, body: claimView(claim) };
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

function csvOf(rows: readonly { readonly claim: ClaimRow; readonly item: typeof claimItems.$inferSelect }[]): string {
  const header = 'claimId,status,statementId,allocationId,unitNumber,leg,amount,currencyCode,policyVersion,indicative';
  return `${[header, ...rows.map(({ claim, item }) => [claim.claimId, claim.status, claim.statementId, item.allocationId, item.unitNumber, item.leg, item.amount, claim.currencyCode, claim.policyVersion, claim.indicative].join(','))].join('\n')}\n`;
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
      body: z.strictObject({ statementId: Identifier }),
      examples: { 'on a statement': { statementId: '0199…' } },
      responses: { 201: { description: 'A draft.' } },
      handle: async ({ tx, body, principal, emit, now }) => {
        const own = await tx
          .select({ statementId: statements.statementId })
          .from(statements)
          .where(eq(statements.statementId, body.statementId));
        if (own.length === 0) throw noSuch('statement');
        const claim = await db.asWorker((worker) =>
          openClaim(worker, emit, { statementId: body.statementId, claimId: newId(), principal, now }),
        );
        return { status: 201, body: claimView(claim), headers: { location: `/v1/carbon/claims/${claim.claimId}` } };
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
          const rows = await tx
            .select({ claim: claims, item: claimItems })
            .from(claims)
            .innerJoin(claimItems, eq(claimItems.claimId, claims.claimId))
            .orderBy(asc(claims.claimId), asc(claimItems.allocationId), asc(claimItems.unitNumber))
            .limit(50_000);
          return { status: 200, body: csvOf(rows), contentType: 'text/csv; charset=utf-8' };
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
        const rows = await tx
          .select({ claim: claims, item: claimItems })
          .from(claims)
          .innerJoin(claimItems, eq(claimItems.claimId, claims.claimId))
          .where(eq(claims.claimId, params.claimId))
          .orderBy(asc(claimItems.allocationId), asc(claimItems.unitNumber));
        const first = rows[0];
        if (!first) throw noSuch('claim');
        if (query.format === 'csv') return { status: 200, body: csvOf(rows), contentType: 'text/csv; charset=utf-8' };
        return {
          status: 200,
          body: {
            ...claimView(first.claim),
            items: rows.map(({ item }) => ({
              allocationId: item.allocationId,
              unitNumber: item.unitNumber,
              leg: item.leg,
              amount: item.amount,
              isActive: item.isActive,
            })),
          },
        };
      },
    }),
    ...STEPS.map(stepRoute),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/claims/{claimId}/correction',
      operationId: 'correctClaim',
      summary: 'Replaces a claim by a new one on a (usually superseding) statement; the old stays, marked corrected.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'carbon:write',
      params: z.object({ claimId: Identifier }),
      body: z.strictObject({ statementId: Identifier }),
      examples: { 'on the superseding statement': { statementId: '0199…' } },
      responses: { 201: { description: 'The new draft.' } },
      handle: async ({ tx, params, body, principal, emit, now }) => {
        const own = await tx.select().from(claims).where(eq(claims.claimId, params.claimId));
        const ownStatement = await tx
          .select({ statementId: statements.statementId })
          .from(statements)
          .where(eq(statements.statementId, body.statementId));
        if (own.length === 0) throw noSuch('claim');
        if (ownStatement.length === 0) throw noSuch('statement');
        const corrected = await db.asWorker(async (worker) => {
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
          return openClaim(worker, emit, {
            statementId: body.statementId,
            corrects: old.claimId,
            claimId: newId(),
            principal,
            now,
          });
        });
        return {
          status: 201,
          body: claimView(corrected),
          headers: { location: `/v1/carbon/claims/${corrected.claimId}` },
        };
      },
    }),
  ];
}
