import type { Transaction } from '@greenlane/database/database';
import type { Emit, Job, ServiceContext } from '@greenlane/runtime/service';
import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { raise } from './alerts.ts';
import { longDwell, unusedPass } from './domain/alert-words.ts';
import { pausedMinutesUntil } from './domain/dwell.ts';
import { rollUpChanges } from './dwell-rollups.ts';
import { policyInForce } from './policy-in-force.ts';
import { emitPass } from './port-events.ts';
import { quarantineNeverLoaded } from './quarantine.ts';
import { passes, visits } from './tables.ts';

/** How often passes and clocks are looked at; a setting, so that a test need not wait. */
const WatchMilliseconds = z.coerce.number().int().min(50).default(10_000);
const BATCH = 200;
const WATCH_PAGE = 1_000;
/** A pass that nobody used is pointed out this long before its window closes. */
const UNUSED_WARNING_HOURS = 12;
/** A dwell clock is at risk when this share of its target has run. */
const RISK_SHARE = 0.8;

/** Statistics read what has not been rolled up as well; this often keeps that little. */
const ROLL_UP_MILLISECONDS = 1_000;

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
        ...unusedPass(pass),
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

/** Watches open clocks, oldest first, a page at a time: a pause that the policy counts stops a clock here as it does in the fold. */
async function watchClocks(tx: Transaction, emit: Emit, now: Date): Promise<void> {
  const { targetHours } = await policyInForce(tx, now);
  const earliest = new Date(now.getTime() - RISK_SHARE * Math.min(targetHours.GREEN, targetHours.ORDINARY) * 3_600_000);
  let after: { readonly gateInAt: Date; readonly visitId: string } | undefined;
  for (;;) {
    const open = await tx
      .select()
      .from(visits)
      .where(
        and(
          eq(visits.state, 'open'),
          eq(visits.isBreachAlerted, false),
          lt(visits.gateInAt, earliest),
          after === undefined
            ? undefined
            : sql`(${visits.gateInAt}, ${visits.visitId}) > (${after.gateInAt.toISOString()}::timestamptz, ${after.visitId})`,
        ),
      )
      .orderBy(asc(visits.gateInAt), asc(visits.visitId))
      .limit(WATCH_PAGE);
    for (const visit of open) await watchClock(tx, emit, visit, targetHours[visit.lane], now);
    after = open.at(-1);
    if (open.length < WATCH_PAGE || after === undefined) return;
  }
}

async function watchClock(
  tx: Transaction,
  emit: Emit,
  visit: typeof visits.$inferSelect,
  target: number,
  now: Date,
): Promise<void> {
  const paused = pausedMinutesUntil(now.toISOString(), {
    gateInDateTime: visit.gateInDateTime,
    runningPauses: visit.details.runningPauses ?? [],
  });
  const hours = (now.getTime() - visit.gateInAt.getTime()) / 3_600_000 - paused / 60;
  const isBreached = hours > target;
  if (!isBreached && (hours <= target * RISK_SHARE || visit.isRiskAlerted)) return;
  const kind = isBreached ? 'DWELL_BREACHED' : 'DWELL_AT_RISK';
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
      ...longDwell({ equipmentReference: visit.equipmentReference, lane: visit.lane, hours, targetHours: target }),
    },
    now,
  );
  await tx
    .update(visits)
    .set(isBreached ? { isBreachAlerted: true, isRiskAlerted: true } : { isRiskAlerted: true })
    .where(eq(visits.visitId, visit.visitId));
}

export function portChannelJobs({ db, emit, clock, config }: ServiceContext): readonly Job[] {
  return [
    {
      name: 'port-channel.passes-and-clocks',
      everyMilliseconds: WatchMilliseconds.parse(config['PORT_CHANNEL_WATCH_MILLISECONDS']),
      run: () =>
        db.asWorker(async (tx) => {
          const now = clock.now();
          const expired = await expirePasses(tx, emit, now);
          const warned = await warnOfUnusedPasses(tx, emit, now);
          await watchClocks(tx, emit, now);
          await quarantineNeverLoaded(tx, now);
          return expired === BATCH || warned === BATCH;
        }),
    },
    {
      name: 'port-channel.dwell-rollups',
      everyMilliseconds: ROLL_UP_MILLISECONDS,
      run: () => db.asWorker(rollUpChanges),
    },
  ];
}
