import { rulesForProvince } from '@greenlane/contracts/policy';
import type { Transaction } from '@greenlane/database/database';
import { type Decimal, decimal, sum, toText } from '@greenlane/kernel/decimal';
import { faultPoint } from '@greenlane/kernel/fault-point';
import { type Emit, ProblemError, type ProblemItem } from '@greenlane/runtime/service';
import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { type ClaimInvoice, claimLines } from './domain/claim-lines.ts';
import { noSuch } from './footprints.ts';
import { holdAllocations, lockOpenClaims } from './locks.ts';
import { supersedingOf } from './statement-issue.ts';
import {
  type allocations,
  claimInvoices,
  claimItems,
  claims,
  identityOrganisation,
  policies,
  statements,
  subsidyBudgets,
} from './tables.ts';

export type ClaimRow = typeof claims.$inferSelect;
type PolicyRow = typeof policies.$inferSelect;
type AllocationRow = typeof allocations.$inferSelect;

/** The whole programme's budget stands beside each exporter's. */
const ALL = '*';
const PROGRAMME = 'CN-PRIORITY-GUARANTEE';
const LEG = 'DOOR_TO_PORT';
const FIRM = ['confirmed', 'loaded', 'completed'];

const refusal = (status: number, errors: readonly ProblemItem[]) =>
  new ProblemError({ status, title: 'The claim cannot be taken', errors });

/** The policy that pays: the newest in force; without one a draft, whose claims are indicative and never approved. */
async function subsidyPolicy(tx: Transaction, now: Date): Promise<PolicyRow> {
  const inForce = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.status, 'in-force'), lte(policies.effectiveFrom, now)))
    .orderBy(desc(policies.effectiveFrom), desc(policies.version))
    .limit(1);
  const draft =
    inForce[0] === undefined
      ? await tx
          .select()
          .from(policies)
          .where(eq(policies.status, 'draft'))
          .orderBy(desc(policies.effectiveFrom), desc(policies.version))
          .limit(1)
      : [];
  const policy = inForce[0] ?? draft[0];
  if (!policy) throw refusal(409, [{ code: 'NO_POLICY', message: 'there is no policy with a subsidy' }]);
  return policy;
}

/** The policy as it holds for the exporter's province. */
async function policyForExporter(tx: Transaction, policy: PolicyRow, exporterId: string): Promise<PolicyRow> {
  const { eligibility, subsidy, provinceOverrides } = policy;
  if (eligibility === null || !provinceOverrides) return policy;
  const [exporter] = await tx
    .select({ province: identityOrganisation.province })
    .from(identityOrganisation)
    .where(eq(identityOrganisation.organisationId, exporterId));
  return {
    ...policy,
    ...rulesForProvince({ eligibility, subsidy, provinceOverrides }, exporter?.province ?? undefined),
  };
}

/** Takes an amount from the exporter's and the programme's budget; the checks refuse what passes a cap, however claims race. */
async function reserve(
  tx: Transaction,
  policy: PolicyRow,
  part: { readonly exporterId: string; readonly amount: Decimal },
): Promise<void> {
  const amount = toText(part.amount);
  const { rate, capTotal, capPerUnit } = policy.subsidy;
  // One order of locks for everyone: the programme's row first.
  for (const [holder, cap] of [
    [ALL, capTotal],
    [part.exporterId, capPerUnit],
  ] as const) {
    await tx
      .insert(subsidyBudgets)
      .values({ policyVersion: policy.version, holder, cap, claimed: '0' })
      .onConflictDoNothing();
    const taken = await tx
      .update(subsidyBudgets)
      .set({ claimed: sql`${subsidyBudgets.claimed} + ${amount}::numeric` })
      .where(
        and(
          eq(subsidyBudgets.policyVersion, policy.version),
          eq(subsidyBudgets.holder, holder),
          sql`${subsidyBudgets.claimed} + ${amount}::numeric <= ${subsidyBudgets.cap}`,
        ),
      )
      .returning({ claimed: subsidyBudgets.claimed });
    if (taken.length === 0) {
      const whose = holder === ALL ? 'the programme’s cap' : 'your cap';
      throw refusal(409, [{ code: 'CAP_REACHED', message: `${whose} of ${cap} ${rate.currencyCode} is reached` }]);
    }
  }
}

/** Gives containers, invoices and budget back. */
export async function release(tx: Transaction, claim: ClaimRow): Promise<void> {
  await tx.update(claimItems).set({ isActive: false }).where(eq(claimItems.claimId, claim.claimId));
  await tx.update(claimInvoices).set({ isActive: false }).where(eq(claimInvoices.claimId, claim.claimId));
  for (const holder of [ALL, claim.exporterId]) {
    await tx
      .update(subsidyBudgets)
      .set({ claimed: sql`${subsidyBudgets.claimed} - ${claim.amount}::numeric` })
      .where(and(eq(subsidyBudgets.policyVersion, claim.policyVersion), eq(subsidyBudgets.holder, holder)));
  }
}

export async function announce(tx: Transaction, emit: Emit, claim: ClaimRow): Promise<void> {
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

/** The subsidy is for priority units, for the goods and markets that the policy names, and for cargo that still sails. */
function eligibilityProblems(rows: readonly AllocationRow[], policy: PolicyRow): readonly ProblemItem[] {
  const problem = (code: string, message: string): ProblemItem => ({ code, property: 'statementId', message });
  return rows.flatMap(({ allocationId, state }) => {
    if (!FIRM.includes(state.status))
      return [problem('NOT_FIRM', `${allocationId} is ${state.status}: its statement is of cargo that did not sail`)];
    if (!state.priority)
      return [problem('NOT_ELIGIBLE', `the subsidy is for priority units; ${allocationId} was not booked as one`)];
    if (policy.eligibility === null) return [];
    const { hsPrefixes, markets } = policy.eligibility;
    if (!hsPrefixes.some((prefix) => state.extendedHSCode.startsWith(prefix)))
      return [problem('NOT_ELIGIBLE', `HS ${state.extendedHSCode} is none of ${hsPrefixes.join(', ')}`)];
    if (!markets.includes(state.market))
      return [problem('NOT_ELIGIBLE', `market ${state.market} is none of ${markets.join(', ')}`)];
    return [];
  });
}

export type Opening = {
  readonly statementId: string;
  readonly invoices?: readonly ClaimInvoice[] | undefined;
  readonly corrects?: string;
  readonly claimId: string;
  readonly principal: { readonly organisationId: string };
  readonly now: Date;
};

/** Opens a claim on a statement, in the worker role: budgets and other exporters' active lines are nobody's to see. */
export async function openClaim(tx: Transaction, emit: Emit, opening: Opening): Promise<ClaimRow> {
  const found = await tx.select().from(statements).where(eq(statements.statementId, opening.statementId));
  const statement = found[0];
  if (!statement) throw noSuch('statement');
  const later = await supersedingOf(tx, statement);
  if (later !== undefined)
    throw refusal(409, [
      {
        code: 'SUPERSEDED',
        property: 'statementId',
        message: `the statement ${later} supersedes it; name that one`,
      },
    ]);
  if (statement.attestation?.outcome === 'REFUSED')
    throw refusal(409, [
      {
        code: 'STATEMENT_REFUSED',
        property: 'statementId',
        message: 'a verifier refused the statement; issue one that supersedes it, and name that',
      },
    ]);
  const policy = await policyForExporter(tx, await subsidyPolicy(tx, opening.now), statement.exporterId);
  // Held until the claim stands: cargo that is cancelled meanwhile looks for open claims once.
  const booked = await holdAllocations(tx, statement.allocationIds);
  const ineligible = eligibilityProblems(booked, policy);
  if (ineligible.length > 0) throw refusal(422, ineligible);
  const { rate } = policy.subsidy;
  const lines = claimLines({
    shipments: statement.signed.statement.shipments.map(({ allocationId, units, chain }) => ({
      allocationId,
      units,
      cargoMassKg: chain.cargoMassKg,
    })),
    rate,
    invoices: opening.invoices,
  });
  if (!lines.ok) throw refusal(422, lines.refusal);
  const amount = sum(lines.value.map((line) => line.amount));
  await reserve(tx, policy, { exporterId: statement.exporterId, amount });
  const inserted = await tx
    .insert(claims)
    .values({
      claimId: opening.claimId,
      version: 1,
      status: 'draft',
      statementId: statement.statementId,
      exporterId: statement.exporterId,
      submittedBy: opening.principal.organisationId,
      clusterCode: booked[0]?.state.clusterCode ?? null,
      amount: amount.toFixed(2),
      currencyCode: rate.currencyCode,
      basis: rate.basis,
      policyVersion: policy.version,
      indicative: policy.basis === 'ASSUMED' || policy.status === 'draft',
      reason: null,
      corrects: opening.corrects ?? null,
      changedAt: opening.now,
    })
    .returning();
  const claim = inserted[0];
  if (!claim) throw noSuch('claim');
  const owner = { claimId: claim.claimId, exporterId: claim.exporterId, submittedBy: claim.submittedBy };
  await placeItems(
    tx,
    lines.value.map((line) => ({
      ...owner,
      allocationId: line.allocationId,
      unitNumber: line.unitNumber,
      leg: LEG,
      programme: PROGRAMME,
      amount: line.amount.toFixed(2),
      isActive: true,
    })),
  );
  await placeInvoices(tx, opening.invoices ?? [], owner);
  await announce(tx, emit, claim);
  return claim;
}

async function placeItems(tx: Transaction, items: readonly (typeof claimItems.$inferInsert)[]): Promise<void> {
  faultPoint('during-claim');
  const placed = await tx
    .insert(claimItems)
    .values([...items])
    .onConflictDoNothing()
    .returning({ unitNumber: claimItems.unitNumber });
  if (placed.length < items.length)
    throw refusal(409, [
      {
        code: 'ALREADY_CLAIMED',
        property: 'statementId',
        message: 'a container of this statement is in another active claim',
      },
    ]);
}

async function placeInvoices(
  tx: Transaction,
  invoices: readonly ClaimInvoice[],
  owner: { readonly claimId: string; readonly exporterId: string; readonly submittedBy: string },
): Promise<void> {
  if (invoices.length === 0) return;
  const placed = await tx
    .insert(claimInvoices)
    .values(
      invoices.map(({ reference, sha256, amount }) => ({
        ...owner,
        reference,
        sha256,
        amount: toText(decimal(amount.amount)),
        currencyCode: amount.currencyCode,
        isActive: true,
      })),
    )
    .onConflictDoNothing()
    .returning({ sha256: claimInvoices.sha256 });
  if (placed.length < invoices.length)
    throw refusal(409, [
      {
        code: 'INVOICE_ALREADY_CLAIMED',
        property: 'invoices',
        message: 'an invoice stands behind another active claim',
      },
    ]);
}

/** Cargo that rolled or was cancelled takes its open claims along; the statement of its next sailing can be claimed anew. */
export async function rejectClaimsOf(
  tx: Transaction,
  emit: Emit,
  ended: { readonly allocationId: string; readonly status: string; readonly now: Date },
): Promise<void> {
  for (const claim of await lockOpenClaims(tx, [ended.allocationId])) {
    const reason = `ALLOCATION_${ended.status.toUpperCase()}: allocation ${ended.allocationId} is ${ended.status}`;
    const changed = await tx
      .update(claims)
      .set({ status: 'rejected', version: claim.version + 1, reason, changedAt: ended.now })
      .where(eq(claims.claimId, claim.claimId))
      .returning();
    await release(tx, claim);
    if (changed[0]) await announce(tx, emit, changed[0]);
  }
}
