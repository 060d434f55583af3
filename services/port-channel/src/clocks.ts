import type { Transaction } from '@greenlane/database/database';
import type { Emit, NewEvent } from '@greenlane/runtime/service';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type AssignmentRow, type ContainerContext, lockAndLoad, type PassRow } from './container-context.ts';
import { foldVisits, type QuarantineCode, type Visit } from './domain/dwell.ts';
import type { EquipmentEvent } from './domain/equipment-event.ts';
import { isWithin } from './domain/pass-window.ts';
import type { DwellChange } from './domain/rollup.ts';
import { appendChanges } from './dwell-rollups.ts';
import { dwellChanged, emitPass } from './port-events.ts';
import { passes, quarantine, visits } from './tables.ts';
import {
  addVisits,
  changeVisits,
  compareVisits,
  countedBoxes,
  type NewVisit,
  stateTold,
  visitRow,
} from './visit-rows.ts';

/** The assignment that a visit belongs to: at its port, live before past, then the newest. */
function assignmentOf(visit: Visit, candidates: readonly AssignmentRow[]): AssignmentRow | undefined {
  return candidates
    .filter((row) => row.loadPort === visit.UNLocationCode)
    .toSorted(
      (first, second) =>
        Number(second.isLive) - Number(first.isLive) || second.assignedAt.getTime() - first.assignedAt.getTime(),
    )[0];
}

/** GREEN when the container gated in at the pass's port inside its window, while the pass had not been taken back. */
function passOf(visit: Visit, candidates: readonly PassRow[]): PassRow | undefined {
  return candidates.find(
    (pass) =>
      pass.UNLocationCode === visit.UNLocationCode &&
      isWithin({ closes: pass.closes, ...(pass.opens === null ? {} : { opens: pass.opens }) }, visit.gateInDateTime) &&
      (!['revoked', 'replaced'].includes(pass.status) || pass.changedAt.getTime() > Date.parse(visit.gateInDateTime)),
  );
}

const UNUSED = ['issued', 'acknowledged', 'expired'] as const satisfies readonly PassRow['status'][];

/**
 * By its state and not by the version that was read: its port may have acknowledged it, or its window may have closed, since
 * then, and neither is under the lock of the container.
 */
async function changePass(
  tx: Transaction,
  emit: Emit,
  passId: string,
  change: {
    readonly from: readonly PassRow['status'][];
    readonly status: 'used' | 'issued';
    readonly cause: string;
    readonly now: Date;
  },
): Promise<void> {
  const rows = await tx
    .update(passes)
    .set({ status: change.status, cause: change.cause, version: sql`${passes.version} + 1`, changedAt: change.now })
    .where(and(eq(passes.passId, passId), inArray(passes.status, [...change.from])))
    .returning();
  if (rows[0]) await emitPass(tx, emit, rows[0]);
}

type Held = { readonly eventID: string; readonly code: QuarantineCode; readonly UNLocationCode: string };

async function saveQuarantine(
  tx: Transaction,
  context: ContainerContext,
  held: ReadonlyMap<string, readonly Held[]>,
  now: Date,
): Promise<void> {
  const released: string[] = [];
  const added: (typeof quarantine.$inferInsert)[] = [];
  for (const [reference, rows] of held) {
    const known = context.quarantine.get(reference) ?? [];
    const wanted = new Map(rows.map((row) => [row.eventID, row]));
    for (const row of known) {
      const again = wanted.get(row.eventID);
      if (row.resolvedAt === null && again?.code !== row.code) released.push(row.eventID);
      else wanted.delete(row.eventID);
    }
    for (const row of wanted.values()) added.push({ ...row, equipmentReference: reference, quarantinedAt: now });
  }
  if (released.length > 0)
    await tx
      .delete(quarantine)
      .where(and(sql`${quarantine.eventID} = any(${sql.param(released)}::text[])`, isNull(quarantine.resolvedAt)));
  if (added.length > 0) await tx.insert(quarantine).values(added).onConflictDoNothing();
}

/** A container's events without those that a person discarded; a version recorded since speaks for itself again. */
function spokenEvents(context: ContainerContext, reference: string): readonly EquipmentEvent[] {
  const versions = context.events.get(reference) ?? [];
  const discarded = (context.quarantine.get(reference) ?? []).filter(({ outcome }) => outcome === 'DISCARDED');
  if (discarded.length === 0) return versions.map(({ event }) => event);
  const discardedAt = new Map(discarded.map((row) => [row.eventID, row.resolvedAt?.getTime() ?? 0]));
  return versions
    .filter(({ event, recordedAt }) => recordedAt.getTime() > (discardedAt.get(event.eventID) ?? 0))
    .map(({ event }) => event);
}

/**
 * Folds the visits of some containers from their events, and brings rows, statistics, quarantine and passes in line. Runs under
 * the containers' locks in the worker role, on a context that was read under them.
 */
export async function foldContainers(
  tx: Transaction,
  emit: Emit,
  context: ContainerContext,
  { references, now }: { readonly references: readonly string[]; readonly now: Date },
): Promise<{
  /** Events that no clock took, by eventID. */
  readonly held: ReadonlyMap<string, QuarantineCode>;
  /** For the caller to emit, together with its own. */
  readonly events: readonly NewEvent<'org.greenlane.dwell.changed.v1'>[];
}> {
  const { policy } = context;
  const added: NewVisit[] = [];
  const changed: NewVisit[] = [];
  const changes: DwellChange[] = [];
  const events: NewEvent<'org.greenlane.dwell.changed.v1'>[] = [];
  const gone: string[] = [];
  const held = new Map<string, readonly Held[]>();
  for (const reference of references) {
    const spoken = spokenEvents(context, reference);
    const folded = foldVisits(spoken, {
      countedPauses: policy.pauses,
      declaredPauses: (context.pauses.get(reference) ?? []).map(({ reason, from, to, UNLocationCode }) => ({
        reason,
        from,
        to,
        ...(UNLocationCode === null ? {} : { UNLocationCode }),
      })),
    });
    const known = new Map((context.visits.get(reference) ?? []).map((row) => [row.visitId, row]));
    const ownPasses = context.passes.get(reference) ?? [];
    const used = new Set<string>();
    for (const visit of folded.visits) {
      const earlier = known.get(visit.visitId);
      known.delete(visit.visitId);
      const pass = passOf(visit, ownPasses);
      if (pass) used.add(pass.passId);
      const row = visitRow(
        visit,
        earlier,
        { pass, assignment: assignmentOf(visit, context.assignments.get(reference) ?? []) },
        policy,
      );
      if (!earlier) {
        added.push(row);
        changes.push(...countedBoxes(row, 1));
        events.push(dwellChanged(row, stateTold(row)));
        continue;
      }
      const { isChanged, isCountedAnew, isToldAnew } = compareVisits(earlier, row);
      if (!isChanged) continue;
      changed.push(row);
      if (isCountedAnew) changes.push(...countedBoxes(earlier, -1), ...countedBoxes(row, 1));
      // A customs release on an open clock, say, changes its stages, which no event tells.
      if (isToldAnew) events.push(dwellChanged(row, stateTold(row)));
    }
    for (const visit of known.values()) {
      changes.push(...countedBoxes(visit, -1));
      gone.push(visit.visitId);
      events.push(dwellChanged({ ...visit, version: visit.version + 1 }, 'retracted'));
    }
    for (const pass of ownPasses) {
      if (used.has(pass.passId) && UNUSED.some((status) => status === pass.status))
        await changePass(tx, emit, pass.passId, { from: UNUSED, status: 'used', cause: 'GATE_IN', now });
      else if (!used.has(pass.passId) && pass.status === 'used')
        // The gate-in that used it was corrected or withdrawn; should its window be over, the watch lets it expire.
        await changePass(tx, emit, pass.passId, { from: ['used'], status: 'issued', cause: 'GATE_IN_WITHDRAWN', now });
    }
    const placeOf = (eventID: string) => spoken.find((event) => event.eventID === eventID)?.UNLocationCode ?? '';
    if (folded.quarantined.length === 0 && !context.quarantine.has(reference)) continue;
    held.set(
      reference,
      folded.quarantined.map(({ eventID, code }) => ({ eventID, code, UNLocationCode: placeOf(eventID) })),
    );
  }
  if (gone.length > 0) await tx.delete(visits).where(sql`${visits.visitId} = any(${sql.param(gone)}::text[])`);
  appendChanges(tx, changes);
  await Promise.all([addVisits(tx, added), changeVisits(tx, changed), saveQuarantine(tx, context, held, now)]);
  return { held: new Map([...held.values()].flat().map(({ eventID, code }) => [eventID, code])), events };
}

/** Folds containers anew, because something beside their events changed. */
export async function refoldContainers(
  tx: Transaction,
  emit: Emit,
  references: readonly string[],
  now: Date,
): Promise<void> {
  const containers = [...new Set(references)];
  if (containers.length === 0) return;
  const context = await lockAndLoad(tx, containers, now);
  const { events } = await foldContainers(tx, emit, context, { references: containers, now });
  await emit(tx, events);
}
