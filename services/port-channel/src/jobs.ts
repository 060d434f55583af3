import type { Transaction } from '@greenlane/database/database';
import type { Emit, Job, ServiceContext } from '@greenlane/runtime/service';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { emitPass, policyInForce } from './clocks.ts';
import { alerts, passes, visits } from './tables.ts';

const EVERY_MILLISECONDS = 10_000;
const BATCH = 200;
/** A pass that nobody used is pointed out this long before its window closes. */
const UNUSED_WARNING_HOURS = 12;
/** A dwell clock is at risk when this share of its target has run. */
const RISK_SHARE = 0.8;

type Alert = Omit<typeof alerts.$inferInsert, 'raisedAt'>;

async function raise(tx: Transaction, emit: Emit, alert: Alert, now: Date): Promise<void> {
  const inserted = await tx
    .insert(alerts)
    .values({ ...alert, raisedAt: now })
    .onConflictDoNothing()
    .returning({ alertId: alerts.alertId });
  if (inserted.length === 0) return;
  await emit(tx, {
    type: 'org.greenlane.port-alert.raised.v1',
    subject: alert.alertId,
    key: alert.equipmentReference ?? alert.passId ?? alert.alertId,
    audience: [alert.exporterId, alert.submittedBy, alert.carrierId].filter((id) => id != null),
    data: {
      alertId: alert.alertId,
      kind: alert.kind as 'DWELL_AT_RISK',
      UNLocationCode: alert.UNLocationCode,
      ...(alert.equipmentReference == null ? {} : { equipmentReference: alert.equipmentReference }),
      ...(alert.passId == null ? {} : { passId: alert.passId }),
      ...(alert.allocationId == null ? {} : { allocationId: alert.allocationId }),
      ...(alert.exporterId == null ? {} : { exporterId: alert.exporterId }),
      ...(alert.carrierId == null ? {} : { carrierId: alert.carrierId }),
      message: alert.message,
      raisedAt: now.toISOString(),
    },
  });
}

/** Passes whose window has closed unused. */
async function expirePasses(tx: Transaction, emit: Emit, now: Date): Promise<number> {
  const due = await tx
    .select({ passId: passes.passId })
    .from(passes)
    .where(and(inArray(passes.status, ['issued', 'acknowledged']), lt(passes.closesAt, now)))
    .limit(BATCH)
    .for('update', { skipLocked: true });
  if (due.length === 0) return 0;
  const expired = await tx
    .update(passes)
    .set({ status: 'expired', cause: 'WINDOW_CLOSED', version: sql`${passes.version} + 1`, changedAt: now })
    .where(
      inArray(
        passes.passId,
        due.map((row) => row.passId),
      ),
    )
    .returning();
  for (const pass of expired) await emitPass(tx, emit, pass);
  return expired.length;
}

async function warnOfUnusedPasses(tx: Transaction, emit: Emit, now: Date): Promise<number> {
  const soon = new Date(now.getTime() + UNUSED_WARNING_HOURS * 3_600_000);
  const near = await tx
    .select()
    .from(passes)
    .where(
      and(inArray(passes.status, ['issued', 'acknowledged']), eq(passes.isWarned, false), lt(passes.closesAt, soon)),
    )
    .limit(BATCH)
    .for('update', { skipLocked: true });
  for (const pass of near) {
    await raise(
      tx,
      emit,
      {
        alertId: `PASS_UNUSED/${pass.passId}`,
        kind: 'PASS_UNUSED',
        UNLocationCode: pass.UNLocationCode,
        equipmentReference: pass.equipmentReference,
        passId: pass.passId,
        allocationId: pass.allocationId,
        exporterId: pass.exporterId,
        submittedBy: pass.submittedBy,
        carrierId: pass.carrierId,
        message: `the pass for ${pass.equipmentReference ?? `container ${pass.unitNumber}`} on ${pass.vesselName} ${pass.carrierExportVoyageNumber} is unused; its window closes at ${pass.closes}`,
      },
      now,
    );
  }
  if (near.length > 0)
    await tx
      .update(passes)
      .set({ isWarned: true })
      .where(
        inArray(
          passes.passId,
          near.map((pass) => pass.passId),
        ),
      );
  return near.length;
}

async function watchClocks(tx: Transaction, emit: Emit, now: Date): Promise<number> {
  const { targetHours } = await policyInForce(tx, now);
  const open = await tx
    .select()
    .from(visits)
    .where(and(eq(visits.state, 'open'), eq(visits.isBreachAlerted, false)))
    .limit(BATCH * 5);
  let raised = 0;
  for (const visit of open) {
    const hours = (now.getTime() - visit.gateInAt.getTime()) / 3_600_000 - visit.pausedMinutes / 60;
    const target = targetHours[visit.lane];
    const kind =
      hours > target
        ? 'DWELL_BREACHED'
        : hours > target * RISK_SHARE && !visit.isRiskAlerted
          ? 'DWELL_AT_RISK'
          : undefined;
    if (kind === undefined) continue;
    raised += 1;
    await raise(
      tx,
      emit,
      {
        alertId: `${kind}/${visit.visitId}`,
        kind,
        UNLocationCode: visit.UNLocationCode,
        equipmentReference: visit.equipmentReference,
        passId: null,
        allocationId: visit.allocationId,
        exporterId: visit.exporterId,
        submittedBy: visit.submittedBy,
        carrierId: visit.carrierId,
        message: `${visit.equipmentReference} has waited ${hours.toFixed(1)} hours in the ${visit.lane === 'GREEN' ? 'green' : 'ordinary'} lane; the target is ${target} hours`,
      },
      now,
    );
    await tx
      .update(visits)
      .set(kind === 'DWELL_BREACHED' ? { isBreachAlerted: true, isRiskAlerted: true } : { isRiskAlerted: true })
      .where(eq(visits.visitId, visit.visitId));
  }
  return raised;
}

export function portChannelJobs({ db, emit, clock }: ServiceContext): readonly Job[] {
  return [
    {
      name: 'port-channel.passes-and-clocks',
      everyMilliseconds: EVERY_MILLISECONDS,
      run: () =>
        db.asWorker(async (tx) => {
          const now = clock.now();
          const expired = await expirePasses(tx, emit, now);
          const warned = await warnOfUnusedPasses(tx, emit, now);
          await watchClocks(tx, emit, now);
          return expired === BATCH || warned === BATCH;
        }),
    },
  ];
}
