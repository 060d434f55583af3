import { setImmediate } from 'node:timers/promises';
import type { Transaction } from '@greenlane/database/database';
import { beginDiagnosis, type Diagnosis, type DiagnosisInput } from '@greenlane/diagnosis/diagnosis';
import type { ReadinessPolicy } from '@greenlane/diagnosis/readiness';
import type { RowDiagnosis } from '@greenlane/diagnosis/row-diagnosis';
import type { SuppliedEvidence } from '@greenlane/diagnosis/supplied-evidence';
import { assert } from '@greenlane/kernel/assert';
import type { Emit } from '@greenlane/runtime/service';
import { and, asc, desc, eq, isNotNull, lte } from 'drizzle-orm';
import { diagnoses, diagnosisVersions, evidenceRequests, identityOrganisation, policies } from './tables.ts';

export type DiagnosisRow = typeof diagnoses.$inferSelect;
export type DiagnosisVersionRow = typeof diagnosisVersions.$inferSelect;

/** About 20 ms of work between two chances for other requests. */
const ROWS_A_TURN = 20;

/** The same diagnosis as offline, giving way to other requests of the process as it goes. */
async function diagnoseInTurns(input: DiagnosisInput): Promise<Diagnosis> {
  const work = beginDiagnosis(input);
  const rows: RowDiagnosis[] = [];
  for (const row of work.rows) {
    rows.push(work.diagnoseRow(row));
    if (rows.length % ROWS_A_TURN === 0) await setImmediate();
  }
  return work.conclude(rows);
}

/** The policy in force, as far as a diagnosis asks it. */
async function policyInForce(tx: Transaction, now: Date) {
  const rows = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.status, 'in-force'), lte(policies.effectiveFrom, now)))
    .orderBy(desc(policies.effectiveFrom))
    .limit(1);
  const row = rows[0];
  // A policy that was taken before eligibility was kept here says nothing about it.
  if (!row?.eligibility) return { policy: undefined, eastWestDefault: row?.eastWestDefault ?? undefined };
  const policy: ReadinessPolicy = {
    version: row.version,
    basis: row.basis as ReadinessPolicy['basis'],
    effectiveFrom: row.effectiveFrom.toISOString(),
    eligibility: row.eligibility,
    subsidyBasis: row.subsidy.rate.basis,
  };
  return { policy, eastWestDefault: row.eastWestDefault ?? undefined };
}

/** False when the exporter belongs to no cluster; a cluster alone is no designation, so nothing is said otherwise. */
async function priorityOf(tx: Transaction, exporterId: string): Promise<false | undefined> {
  const rows = await tx
    .select({ clusterCode: identityOrganisation.clusterCode })
    .from(identityOrganisation)
    .where(eq(identityOrganisation.organisationId, exporterId));
  return rows[0]?.clusterCode === null ? false : undefined;
}

async function answersOf(tx: Transaction, diagnosisId: string): Promise<readonly SuppliedEvidence[]> {
  const rows = await tx
    .select()
    .from(evidenceRequests)
    .where(and(eq(evidenceRequests.diagnosisId, diagnosisId), isNotNull(evidenceRequests.answeredAt)))
    .orderBy(asc(evidenceRequests.answeredAt), asc(evidenceRequests.evidenceRequestId));
  return rows.flatMap(({ evidenceRequestId, answeredAt, answer, rows: shown }) =>
    answeredAt === null || answer === null
      ? []
      : [
          {
            evidenceRequestId,
            suppliedAt: answeredAt.toISOString(),
            rowNumbers: shown.map(({ rowNumber }) => rowNumber),
            answer,
          },
        ],
  );
}

/**
 * Diagnoses a list with all evidence supplied so far, as the next version. The row of the list is locked: two answers at
 * once make two versions, the later with both. Runs as the worker: a supplier's answer has no tenant.
 */
export async function addVersion(
  tx: Transaction,
  context: { readonly emit: Emit; readonly now: Date },
  change: {
    readonly diagnosisId: string;
    readonly cause: DiagnosisVersionRow['cause'];
    readonly evidenceRequestId?: string;
  },
): Promise<DiagnosisVersionRow> {
  const [list] = await tx.select().from(diagnoses).where(eq(diagnoses.diagnosisId, change.diagnosisId)).for('update');
  assert(list !== undefined, 'a version belongs to a list');
  const [last] = await tx
    .select({ version: diagnosisVersions.version })
    .from(diagnosisVersions)
    .where(eq(diagnosisVersions.diagnosisId, list.diagnosisId))
    .orderBy(desc(diagnosisVersions.version))
    .limit(1);
  const { policy, eastWestDefault } = await policyInForce(tx, context.now);
  const result = await diagnoseInTurns({
    table: list.shipments,
    named: list.named,
    asOf: context.now.toISOString().slice(0, 10),
    policy,
    eastWestDefault,
    isPriorityUnit: await priorityOf(tx, list.exporterId),
    evidence: await answersOf(tx, list.diagnosisId),
  });
  const row: DiagnosisVersionRow = {
    diagnosisId: list.diagnosisId,
    version: (last?.version ?? 0) + 1,
    exporterId: list.exporterId,
    submittedBy: list.submittedBy,
    cause: change.cause,
    evidenceRequestId: change.evidenceRequestId ?? null,
    policy: policy ?? null,
    result,
    madeAt: context.now,
  };
  await tx.insert(diagnosisVersions).values(row);
  await context.emit(tx, {
    type: 'org.greenlane.diagnosis.changed.v1',
    subject: row.diagnosisId,
    subjectVersion: row.version,
    key: row.diagnosisId,
    audience: [row.exporterId, row.submittedBy],
    data: {
      diagnosisId: row.diagnosisId,
      version: row.version,
      cause: row.cause,
      exporterId: row.exporterId,
      rows: result.totals.rows,
      computedRows: result.totals.computedRows,
      grades: result.totals.grades,
      wellToWakeGrams: result.totals.now.wellToWakeGrams,
      factorSetVersion: result.factorSetVersion,
      ...(row.evidenceRequestId === null ? {} : { evidenceRequestId: row.evidenceRequestId }),
      changedAt: context.now.toISOString(),
    },
  });
  return row;
}
