import type { Policy } from '@greenlane/contracts/policy';
import type { Role } from '@greenlane/contracts/roles';
import type { Transaction } from '@greenlane/database/database';
import type { Emit } from '@greenlane/runtime/service';
import { and, asc, eq, ne, sql } from 'drizzle-orm';
import { appendAudit } from './audit.ts';
import { designations, mandates, organisations, policies } from './tables.ts';

export type OrganisationRow = typeof organisations.$inferSelect;
export type DesignationRow = typeof designations.$inferSelect;
export type PolicyRow = typeof policies.$inferSelect;

/** Who does it, when, and in which exchange: goes into events and the audit log. */
export type Act = {
  readonly emit: Emit;
  readonly actor: string;
  readonly now: Date;
  readonly correlationId?: string;
};

/** Ties a row of the audit log to the request that made it. */
export const exchange = ({ correlationId }: Act) => (correlationId === undefined ? {} : { correlationId });

/** Organisation facts are for everyone's services, but for no other organisation's feed. */
export async function announceOrganisation(
  tx: Transaction,
  act: Act,
  row: OrganisationRow,
  action: string,
): Promise<void> {
  const { emit, actor, now } = act;
  await emit(tx, {
    type: 'org.greenlane.organisation.changed.v1',
    subject: row.organisationId,
    key: row.organisationId,
    subjectVersion: row.version,
    audience: [row.organisationId],
    data: {
      organisationId: row.organisationId,
      version: row.version,
      name: row.name,
      role: row.role,
      status: row.status,
      ...(row.clusterCode === null ? {} : { clusterCode: row.clusterCode }),
      ...(row.province === null ? {} : { province: row.province }),
      ports: row.ports,
      actsFor: row.actsFor,
    },
  });
  await appendAudit(tx, {
    chainId: row.organisationId,
    occurredAt: now.toISOString(),
    action,
    subject: row.organisationId,
    actor,
    detail: {
      name: row.name,
      role: row.role,
      status: row.status,
      ports: row.ports,
      actsFor: row.actsFor,
      clusterCode: row.clusterCode,
      province: row.province,
      ...exchange(act),
    },
  });
}

export type NewOrganisation = {
  readonly organisationId: string;
  readonly name: string;
  readonly role: Role;
  readonly clusterCode?: string | undefined;
  readonly province?: string | undefined;
  readonly ports?: readonly string[] | undefined;
  readonly actsFor?: readonly string[] | undefined;
};

/** @returns undefined when the id is taken */
export async function registerOrganisation(
  tx: Transaction,
  act: Act,
  organisation: NewOrganisation,
): Promise<OrganisationRow | undefined> {
  const rows = await tx
    .insert(organisations)
    .values({
      organisationId: organisation.organisationId,
      version: 1,
      name: organisation.name,
      role: organisation.role,
      status: 'active',
      clusterCode: organisation.clusterCode ?? null,
      province: organisation.province ?? null,
      ports: [...(organisation.ports ?? [])],
      actsFor: [...(organisation.actsFor ?? [])],
      registeredAt: act.now,
    })
    .onConflictDoNothing()
    .returning();
  const row = rows[0];
  if (!row) return undefined;
  if (row.actsFor.length > 0)
    await tx.insert(mandates).values(
      row.actsFor.map((exporterId) => ({
        exporterId,
        providerId: row.organisationId,
        status: 'granted' as const,
        changedBy: act.actor,
        changedAt: act.now,
      })),
    );
  await announceOrganisation(tx, act, row, 'ORGANISATION_REGISTERED');
  return row;
}

export async function setOrganisationStatus(
  tx: Transaction,
  act: Act,
  row: OrganisationRow,
  status: 'active' | 'suspended',
): Promise<OrganisationRow> {
  if (row.status === status) return row;
  const rows = await tx
    .update(organisations)
    .set({ status, version: row.version + 1 })
    .where(eq(organisations.organisationId, row.organisationId))
    .returning();
  const changed = rows[0] ?? row;
  await announceOrganisation(
    tx,
    act,
    changed,
    status === 'suspended' ? 'ORGANISATION_SUSPENDED' : 'ORGANISATION_REINSTATED',
  );
  return changed;
}

async function announceDesignation(tx: Transaction, act: Act, row: DesignationRow): Promise<void> {
  const { emit, actor, now } = act;
  await emit(tx, {
    type: 'org.greenlane.designation.changed.v1',
    subject: row.designationId,
    key: row.organisationId,
    subjectVersion: row.version,
    audience: [row.organisationId],
    data: {
      designationId: row.designationId,
      organisationId: row.organisationId,
      clusterCode: row.clusterCode,
      province: row.province,
      hsPrefixes: row.hsPrefixes,
      markets: row.markets,
      validFrom: row.validFrom,
      ...(row.validTo === null ? {} : { validTo: row.validTo }),
      evidence: row.evidence,
      status: row.status,
    },
  });
  await appendAudit(tx, {
    chainId: row.organisationId,
    occurredAt: now.toISOString(),
    action: `DESIGNATION_${row.status.toUpperCase()}`,
    subject: row.designationId,
    actor,
    detail: {
      clusterCode: row.clusterCode,
      hsPrefixes: row.hsPrefixes,
      markets: row.markets,
      validFrom: row.validFrom,
      validTo: row.validTo,
      evidence: row.evidence,
      reason: row.reason,
      ...exchange(act),
    },
  });
}

export async function grantDesignation(
  tx: Transaction,
  act: Act,
  values: Omit<DesignationRow, 'version' | 'status' | 'reason' | 'changedAt'>,
): Promise<DesignationRow | undefined> {
  const rows = await tx
    .insert(designations)
    .values({ ...values, version: 1, status: 'granted', changedAt: act.now })
    .returning();
  if (rows[0]) await announceDesignation(tx, act, rows[0]);
  return rows[0];
}

/**
 * A designation that says the same already: of this unit, cluster, products and markets, with a day in common. Waits for a
 * grant to the same unit that is under way.
 */
export async function standingDesignation(
  tx: Transaction,
  scope: Pick<DesignationRow, 'organisationId' | 'clusterCode' | 'hsPrefixes' | 'markets' | 'validFrom' | 'validTo'>,
): Promise<DesignationRow | undefined> {
  await tx
    .select({ organisationId: organisations.organisationId })
    .from(organisations)
    .where(eq(organisations.organisationId, scope.organisationId))
    .for('update');
  const rows = await tx
    .select()
    .from(designations)
    .where(and(eq(designations.organisationId, scope.organisationId), ne(designations.status, 'revoked')))
    .orderBy(asc(designations.designationId));
  const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join() === [...b].sort().join();
  return rows.find(
    (row) =>
      row.clusterCode === scope.clusterCode &&
      same(row.hsPrefixes, scope.hsPrefixes) &&
      same(row.markets, scope.markets) &&
      (row.validTo === null || row.validTo >= scope.validFrom) &&
      (scope.validTo === null || scope.validTo >= row.validFrom),
  );
}

export async function setDesignationStatus(
  tx: Transaction,
  act: Act,
  row: DesignationRow,
  change: { readonly status: DesignationRow['status']; readonly reason: string },
): Promise<DesignationRow> {
  if (row.status === change.status) return row;
  const rows = await tx
    .update(designations)
    .set({ ...change, version: row.version + 1, changedAt: act.now })
    .where(eq(designations.designationId, row.designationId))
    .returning();
  if (rows[0]) await announceDesignation(tx, act, rows[0]);
  return rows[0] ?? row;
}

export function policyDocument(row: PolicyRow): Policy {
  return {
    policyId: row.policyId,
    version: row.version,
    status: row.status,
    basis: row.basis,
    effectiveFrom: row.effectiveFrom.toISOString(),
    evidence: [...row.evidence],
    rules: row.rules,
  };
}

/** @returns undefined when the version exists already */
export async function draftPolicy(
  tx: Transaction,
  act: Act,
  values: Omit<PolicyRow, 'status' | 'approvedBy' | 'author' | 'changedAt'>,
): Promise<PolicyRow | undefined> {
  // Decisions, passes and claims name a version alone: it is one of all policies. Whoever drafts waits for the other.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${values.version}, 9))`);
  const taken = await tx
    .select({ version: policies.version })
    .from(policies)
    .where(eq(policies.version, values.version));
  if (taken.length > 0) return undefined;
  const rows = await tx
    .insert(policies)
    .values({ ...values, status: 'draft', author: act.actor, changedAt: act.now })
    .onConflictDoNothing()
    .returning();
  const row = rows[0];
  if (row) await recordPolicy(tx, act, row, 'POLICY_DRAFTED');
  return row;
}

async function recordPolicy(tx: Transaction, act: Act, row: PolicyRow, action: string): Promise<void> {
  const { actor, now } = act;
  await appendAudit(tx, {
    chainId: 'programme',
    occurredAt: now.toISOString(),
    action,
    subject: `${row.policyId}/${row.version}`,
    actor,
    detail: {
      basis: row.basis,
      effectiveFrom: row.effectiveFrom.toISOString(),
      evidence: row.evidence,
      rules: row.rules,
      author: row.author,
      approvedBy: row.approvedBy,
      ...exchange(act),
    },
  });
}

/**
 * The version that is in force from the same moment on as this one would be: which of two then holds would be for each reader to
 * guess, and so would what a decision was made by.
 */
export async function inForceFrom(
  tx: Transaction,
  { policyId, version, effectiveFrom }: Pick<PolicyRow, 'policyId' | 'version' | 'effectiveFrom'>,
): Promise<string | undefined> {
  const rows = await tx
    .select({ version: policies.version })
    .from(policies)
    .where(
      and(
        eq(policies.policyId, policyId),
        ne(policies.version, version),
        eq(policies.status, 'in-force'),
        eq(policies.effectiveFrom, effectiveFrom),
      ),
    )
    .limit(1);
  return rows[0]?.version;
}

/** Puts a draft in force from its effective date; everyone is told, so that services take it up at that minute. */
export async function approvePolicy(tx: Transaction, act: Act, row: PolicyRow): Promise<PolicyRow> {
  const rows = await tx
    .update(policies)
    .set({ status: 'in-force', approvedBy: act.actor, changedAt: act.now })
    .where(and(eq(policies.policyId, row.policyId), eq(policies.version, row.version)))
    .returning();
  const approved = rows[0] ?? row;
  await act.emit(tx, {
    type: 'org.greenlane.policy.published.v1',
    subject: `${row.policyId}/${row.version}`,
    key: row.policyId,
    audience: '*',
    data: policyDocument(approved),
  });
  await recordPolicy(tx, act, approved, 'POLICY_APPROVED');
  return approved;
}
