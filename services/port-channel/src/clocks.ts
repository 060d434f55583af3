import type { Transaction } from '@greenlane/database/database';
import { findPort } from '@greenlane/geography/ports';
import { canonicalHash, canonicalJson } from '@greenlane/kernel/canonical-json';
import type { Emit } from '@greenlane/runtime/service';
import { and, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { foldVisits, type PauseReason, type Visit } from './domain/dwell.ts';
import type { EquipmentEvent } from './domain/equipment-event.ts';
import { isWithin } from './domain/pass-window.ts';
import {
  allocations,
  assignments,
  declaredPauses,
  dwellHistogram,
  equipmentEvents,
  passes,
  policies,
  quarantine,
  visits,
} from './tables.ts';

type VisitRow = typeof visits.$inferSelect;
type PassRow = typeof passes.$inferSelect;
type AssignmentRow = typeof assignments.$inferSelect & {
  readonly clusterCode: string | null;
  readonly isDangerous: boolean;
};

export type DwellPolicy = {
  readonly version: string;
  readonly targetHours: { readonly GREEN: number; readonly ORDINARY: number };
  readonly pauses: readonly PauseReason[];
  readonly minimumSample: number;
  readonly indicative: boolean;
};

/** Before any policy is in force no pause stops the clock and no conclusion is drawn from fewer than 30 boxes a lane. */
const NO_POLICY: DwellPolicy = {
  version: 'none',
  targetHours: { GREEN: 24, ORDINARY: 120 },
  pauses: [],
  minimumSample: 30,
  indicative: true,
};

export async function policyInForce(tx: Transaction, now: Date): Promise<DwellPolicy> {
  const rows = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.status, 'in-force'), lte(policies.effectiveFrom, now)))
    .orderBy(desc(policies.effectiveFrom), desc(policies.version))
    .limit(1);
  const row = rows[0];
  return row ? { version: row.version, ...row.dwell, indicative: row.basis === 'ASSUMED' } : NO_POLICY;
}

/** The day of loading in the port's own time. */
function portDay(code: string, dateTime: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: findPort(code)?.timeZone ?? 'UTC' }).format(new Date(dateTime));
}

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

type HistogramRow = typeof dwellHistogram.$inferInsert;

function histogramRow(visit: typeof visits.$inferInsert, sign: 1 | -1): HistogramRow | undefined {
  if (visit.state !== 'completed' || visit.dwellMinutes == null || visit.loadDay == null) return undefined;
  return {
    loadDay: visit.loadDay,
    UNLocationCode: visit.UNLocationCode,
    lane: visit.lane,
    facilityCode: visit.facilityCode ?? '',
    carrierId: visit.carrierId ?? '',
    clusterCode: visit.clusterCode ?? '',
    isDangerous: visit.isDangerous,
    gateInMode: visit.gateInMode ?? '',
    hour: Math.floor(visit.dwellMinutes / 60),
    count: sign,
    sumMinutes: sign * visit.dwellMinutes,
    sumSquaredMinutes: sign * visit.dwellMinutes ** 2,
    withinTarget: visit.isWithinTarget ? sign : 0,
  };
}

async function addToHistogram(tx: Transaction, rows: readonly HistogramRow[]): Promise<void> {
  const summed = new Map<string, HistogramRow>();
  for (const row of rows) {
    const key = canonicalJson([
      row.loadDay,
      row.UNLocationCode,
      row.lane,
      row.facilityCode,
      row.carrierId,
      row.clusterCode,
      row.isDangerous,
      row.gateInMode,
      row.hour,
    ]);
    const known = summed.get(key);
    summed.set(
      key,
      known
        ? {
            ...known,
            count: known.count + row.count,
            sumMinutes: known.sumMinutes + row.sumMinutes,
            sumSquaredMinutes: known.sumSquaredMinutes + row.sumSquaredMinutes,
            withinTarget: known.withinTarget + row.withinTarget,
          }
        : row,
    );
  }
  // Ordered, so that two transactions take the rows' locks in one order.
  const changes = [...summed].toSorted(([first], [second]) => (first < second ? -1 : 1)).map(([, row]) => row);
  if (changes.length === 0) return;
  const table = dwellHistogram;
  await tx
    .insert(table)
    .values(changes)
    .onConflictDoUpdate({
      target: [
        table.loadDay,
        table.UNLocationCode,
        table.lane,
        table.facilityCode,
        table.carrierId,
        table.clusterCode,
        table.isDangerous,
        table.gateInMode,
        table.hour,
      ],
      set: {
        count: sql`${table.count} + excluded.count`,
        sumMinutes: sql`${table.sumMinutes} + excluded.sum_minutes`,
        sumSquaredMinutes: sql`${table.sumSquaredMinutes} + excluded.sum_squared_minutes`,
        withinTarget: sql`${table.withinTarget} + excluded.within_target`,
      },
    });
}

async function emitVisit(
  tx: Transaction,
  emit: Emit,
  row: typeof visits.$inferInsert,
  state: 'open' | 'completed' | 'retracted',
): Promise<void> {
  await emit(tx, {
    type: 'org.greenlane.dwell.changed.v1',
    subject: row.visitId,
    key: row.equipmentReference,
    subjectVersion: row.version,
    audience: [row.exporterId, row.submittedBy, row.carrierId].filter((id) => id != null),
    data: {
      visitId: row.visitId,
      version: row.version,
      equipmentReference: row.equipmentReference,
      UNLocationCode: row.UNLocationCode,
      lane: row.lane,
      state,
      gateInDateTime: row.gateInDateTime,
      ...(row.loadDateTime == null ? {} : { loadDateTime: row.loadDateTime }),
      pausedMinutes: row.pausedMinutes,
      ...(row.dwellMinutes == null ? {} : { dwellMinutes: row.dwellMinutes }),
      ...(row.allocationId == null ? {} : { allocationId: row.allocationId }),
      ...(row.exporterId == null ? {} : { exporterId: row.exporterId }),
      ...(row.carrierId == null ? {} : { carrierId: row.carrierId }),
      ...(row.clusterCode == null ? {} : { clusterCode: row.clusterCode }),
      policyVersion: row.policyVersion,
    },
  });
}

export async function emitPass(tx: Transaction, emit: Emit, pass: PassRow): Promise<void> {
  await emit(tx, {
    type: 'org.greenlane.pass.changed.v1',
    subject: pass.passId,
    key: pass.allocationId,
    subjectVersion: pass.version,
    priority: true,
    audience: [pass.exporterId, pass.submittedBy, pass.carrierId],
    data: {
      passId: pass.passId,
      version: pass.version,
      status: pass.status,
      cause: pass.cause,
      allocationId: pass.allocationId,
      requestId: pass.requestId,
      exporterId: pass.exporterId,
      carrierId: pass.carrierId,
      unitNumber: pass.unitNumber,
      ...(pass.equipmentReference === null ? {} : { equipmentReference: pass.equipmentReference }),
      // The projection holds what the allocation event carried, which the registry has parsed.
      ISOEquipmentCode: pass.isoEquipmentCode as '45G1',
      UNLocationCode: pass.UNLocationCode,
      ...(pass.facilitySMDGCode === null ? {} : { facilitySMDGCode: pass.facilitySMDGCode }),
      vesselIMONumber: pass.vesselIMONumber,
      vesselName: pass.vesselName,
      carrierExportVoyageNumber: pass.carrierExportVoyageNumber,
      window: { closes: pass.closes, ...(pass.opens === null ? {} : { opens: pass.opens }) },
      dangerousGoods: [...pass.dangerousGoods],
      indicative: pass.indicative,
      policyVersion: pass.policyVersion,
      changedAt: pass.changedAt.toISOString(),
    },
  });
}

/** Makes concurrent writers of one container take turns, whichever ports they speak for. */
async function lockContainers(tx: Transaction, references: readonly string[]): Promise<void> {
  for (const reference of [...new Set(references)].toSorted())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${reference}, 7))`);
}

async function usePass(tx: Transaction, emit: Emit, pass: PassRow, now: Date): Promise<void> {
  if (!['issued', 'acknowledged', 'expired'].includes(pass.status)) return;
  const rows = await tx
    .update(passes)
    .set({ status: 'used', cause: 'GATE_IN', version: pass.version + 1, changedAt: now })
    .where(and(eq(passes.passId, pass.passId), eq(passes.version, pass.version)))
    .returning();
  if (rows[0]) await emitPass(tx, emit, rows[0]);
}

/**
 * Folds the visits of some containers anew from all their events, and brings rows, histogram, quarantine and passes in line.
 * Runs under the containers' locks in the worker role.
 */
export async function refoldContainers(
  tx: Transaction,
  emit: Emit,
  references: readonly string[],
  now: Date,
): Promise<void> {
  const containers = [...new Set(references)];
  if (containers.length === 0) return;
  const policy = await policyInForce(tx, now);
  const allEvents = await tx
    .select({ event: equipmentEvents.event })
    .from(equipmentEvents)
    .where(inArray(equipmentEvents.equipmentReference, containers));
  const allPauses = await tx
    .select()
    .from(declaredPauses)
    .where(inArray(declaredPauses.equipmentReference, containers));
  const allPasses = await tx.select().from(passes).where(inArray(passes.equipmentReference, containers));
  const allVisits = await tx.select().from(visits).where(inArray(visits.equipmentReference, containers));
  const joined = await tx
    .select({
      assignment: assignments,
      clusterCode: allocations.clusterCode,
      dangerousGoods: allocations.dangerousGoods,
    })
    .from(assignments)
    .innerJoin(allocations, eq(allocations.allocationId, assignments.allocationId))
    .where(inArray(assignments.equipmentReference, containers));
  const allAssignments: AssignmentRow[] = joined.map((row) => ({
    ...row.assignment,
    clusterCode: row.clusterCode,
    isDangerous: row.dangerousGoods.length > 0,
  }));
  const eventsOf = Map.groupBy(allEvents, ({ event }) => event.equipmentReference);
  const histogram: HistogramRow[] = [];
  await tx
    .delete(quarantine)
    .where(and(inArray(quarantine.equipmentReference, containers), isNull(quarantine.resolvedAt)));

  for (const reference of containers) {
    const events = (eventsOf.get(reference) ?? []).map(({ event }) => event);
    const folded = foldVisits(events, {
      countedPauses: policy.pauses,
      declaredPauses: allPauses
        .filter((pause) => pause.equipmentReference === reference)
        .map(({ reason, from, to }) => ({ reason, from, to })),
    });
    const known = new Map(
      allVisits.filter((row) => row.equipmentReference === reference).map((row) => [row.visitId, row]),
    );
    for (const visit of folded.visits) {
      const earlier = known.get(visit.visitId);
      known.delete(visit.visitId);
      const pass = passOf(
        visit,
        allPasses.filter((row) => row.equipmentReference === reference),
      );
      const assignment = assignmentOf(
        visit,
        allAssignments.filter((row) => row.equipmentReference === reference),
      );
      const lane = pass ? ('GREEN' as const) : ('ORDINARY' as const);
      const row = {
        visitId: visit.visitId,
        version: (earlier?.version ?? 0) + 1,
        equipmentReference: reference,
        UNLocationCode: visit.UNLocationCode,
        lane,
        state: visit.state,
        gateInDateTime: visit.gateInDateTime,
        gateInAt: new Date(visit.gateInDateTime),
        loadDateTime: visit.loadDateTime ?? null,
        loadDay: visit.loadDateTime === undefined ? null : portDay(visit.UNLocationCode, visit.loadDateTime),
        pausedMinutes: visit.pausedMinutes,
        dwellMinutes: visit.dwellMinutes ?? null,
        isWithinTarget: visit.dwellMinutes !== undefined && visit.dwellMinutes <= policy.targetHours[lane] * 60,
        details: { pauses: visit.pauses, stages: visit.stages, notes: visit.notes, gateInEventID: visit.gateInEventID },
        allocationId: assignment?.allocationId ?? null,
        exporterId: assignment?.exporterId ?? null,
        submittedBy: assignment?.submittedBy ?? null,
        carrierId: assignment?.carrierId ?? null,
        clusterCode: assignment?.clusterCode ?? null,
        facilityCode: visit.gateInFacilityCode ?? null,
        isDangerous: assignment?.isDangerous ?? false,
        gateInMode: visit.gateInMode ?? null,
        policyVersion: policy.version,
      };
      const comparable = ({ version: _, policyVersion: __, ...rest }: typeof row) =>
        canonicalJson({ ...rest, gateInAt: rest.gateInAt.toISOString() });
      if (earlier) {
        const { isRiskAlerted: _, isBreachAlerted: __, ...plain }: VisitRow = earlier;
        if (comparable(plain as typeof row) === comparable(row)) continue;
        const taken = histogramRow(earlier, -1);
        if (taken) histogram.push(taken);
        await tx.update(visits).set(row).where(eq(visits.visitId, row.visitId));
      } else {
        await tx.insert(visits).values(row);
      }
      const added = histogramRow(row, 1);
      if (added) histogram.push(added);
      await emitVisit(
        tx,
        emit,
        row,
        visit.state === 'completed' ? 'completed' : visit.state === 'left' ? 'retracted' : 'open',
      );
      if (pass) await usePass(tx, emit, pass, now);
    }
    for (const gone of known.values()) {
      const taken = histogramRow(gone, -1);
      if (taken) histogram.push(taken);
      await tx.delete(visits).where(eq(visits.visitId, gone.visitId));
      await emitVisit(tx, emit, { ...gone, version: gone.version + 1 }, 'retracted');
    }
    if (folded.quarantined.length > 0) {
      const placeOf = new Map(events.map((event) => [event.eventID, event.UNLocationCode]));
      await tx
        .insert(quarantine)
        .values(
          folded.quarantined.map(({ eventID, code }) => ({
            eventID,
            code,
            equipmentReference: reference,
            UNLocationCode: placeOf.get(eventID) ?? '',
            quarantinedAt: now,
          })),
        )
        .onConflictDoNothing();
    }
  }
  await addToHistogram(tx, histogram);
}

export type IngestResult = {
  readonly eventID: string;
  readonly result: 'accepted' | 'duplicate' | 'corrected' | 'retracted' | 'quarantined';
  readonly reason?: string;
};

export type IncomingEvent = { readonly event: EquipmentEvent; readonly original: unknown };

/** Stores equipment events and folds the clocks of their containers, in the worker role. */
export async function ingestEvents(
  tx: Transaction,
  emit: Emit,
  incoming: readonly IncomingEvent[],
  context: { readonly recordedBy: string; readonly now: Date },
): Promise<readonly IngestResult[]> {
  if (incoming.length === 0) return [];
  const references = [...new Set(incoming.map(({ event }) => event.equipmentReference))];
  await lockContainers(tx, references);
  const owners = await tx
    .select()
    .from(assignments)
    .where(and(inArray(assignments.equipmentReference, references), eq(assignments.isLive, true)));
  const ownerOf = new Map(owners.map((row) => [row.equipmentReference, row]));
  const knownIds = new Set(
    (
      await tx
        .select({ eventID: equipmentEvents.eventID })
        .from(equipmentEvents)
        .where(inArray(equipmentEvents.eventID, [...new Set(incoming.map(({ event }) => event.eventID))]))
    ).map((row) => row.eventID),
  );
  const rows = incoming.map(({ event, original }) => {
    const owner = ownerOf.get(event.equipmentReference);
    return {
      eventID: event.eventID,
      versionHash: canonicalHash(event),
      equipmentReference: event.equipmentReference,
      UNLocationCode: event.UNLocationCode,
      equipmentEventTypeCode: event.equipmentEventTypeCode,
      eventClassifierCode: event.eventClassifierCode,
      eventAt: new Date(event.eventDateTime),
      event,
      original,
      exporterId: owner?.exporterId ?? null,
      submittedBy: owner?.submittedBy ?? null,
      carrierId: owner?.carrierId ?? null,
      recordedBy: context.recordedBy,
      recordedAt: context.now,
    };
  });
  const inserted = await tx
    .insert(equipmentEvents)
    .values(rows)
    .onConflictDoNothing()
    .returning({ eventID: equipmentEvents.eventID, versionHash: equipmentEvents.versionHash });
  const fresh = new Set(inserted.map((row) => `${row.eventID} ${row.versionHash}`));
  const touched = new Set<string>();
  const results: IngestResult[] = [];
  for (const row of rows) {
    if (!fresh.delete(`${row.eventID} ${row.versionHash}`)) {
      results.push({ eventID: row.eventID, result: 'duplicate' });
      continue;
    }
    touched.add(row.equipmentReference);
    results.push({
      eventID: row.eventID,
      result: row.event.isRetracted ? 'retracted' : knownIds.has(row.eventID) ? 'corrected' : 'accepted',
    });
    knownIds.add(row.eventID);
    await emitRecorded(tx, emit, row.event, ownerOf.get(row.equipmentReference), context);
  }
  await refoldContainers(tx, emit, [...touched], context.now);
  const held = await tx
    .select()
    .from(quarantine)
    .where(
      and(
        inArray(
          quarantine.eventID,
          results.map(({ eventID }) => eventID),
        ),
        isNull(quarantine.resolvedAt),
      ),
    );
  const heldCode = new Map(held.map((row) => [row.eventID, row.code]));
  return results.map((result) => {
    const reason = heldCode.get(result.eventID);
    return reason !== undefined && result.result !== 'duplicate'
      ? { eventID: result.eventID, result: 'quarantined', reason }
      : result;
  });
}

async function emitRecorded(
  tx: Transaction,
  emit: Emit,
  event: EquipmentEvent,
  owner: typeof assignments.$inferSelect | undefined,
  context: { readonly recordedBy: string; readonly now: Date },
): Promise<void> {
  await emit(tx, {
    type: 'org.greenlane.equipment-event.recorded.v1',
    subject: event.equipmentReference,
    key: event.equipmentReference,
    audience: [owner?.exporterId, owner?.submittedBy, owner?.carrierId, context.recordedBy].filter(
      (id) => id !== undefined,
    ),
    data: {
      eventID: event.eventID.slice(0, 100),
      equipmentEventTypeCode: event.equipmentEventTypeCode,
      eventClassifierCode: event.eventClassifierCode,
      eventDateTime: event.eventDateTime,
      equipmentReference: event.equipmentReference,
      UNLocationCode: event.UNLocationCode,
      isRetracted: event.isRetracted,
      ...(owner ? { allocationId: owner.allocationId, exporterId: owner.exporterId, carrierId: owner.carrierId } : {}),
      recordedAt: context.now.toISOString(),
    },
  });
}

/** Containers that have just been assigned: what was recorded of them before is folded, and told again with the allocation it belongs to. */
export async function adoptContainers(
  tx: Transaction,
  emit: Emit,
  references: readonly string[],
  context: { readonly recordedBy: string; readonly now: Date },
): Promise<void> {
  await lockContainers(tx, references);
  const owners = await tx
    .select()
    .from(assignments)
    .where(and(inArray(assignments.equipmentReference, [...references]), eq(assignments.isLive, true)));
  const ownerOf = new Map(owners.map((row) => [row.equipmentReference, row]));
  const earlier = await tx
    .select()
    .from(equipmentEvents)
    .where(
      and(inArray(equipmentEvents.equipmentReference, [...references]), eq(equipmentEvents.eventClassifierCode, 'ACT')),
    );
  for (const row of earlier) {
    const owner = ownerOf.get(row.equipmentReference);
    if (!owner || owner.carrierId === row.carrierId) continue;
    await tx
      .update(equipmentEvents)
      .set({ exporterId: owner.exporterId, submittedBy: owner.submittedBy, carrierId: owner.carrierId })
      .where(and(eq(equipmentEvents.eventID, row.eventID), eq(equipmentEvents.versionHash, row.versionHash)));
    await emitRecorded(tx, emit, row.event, owner, context);
  }
  await refoldContainers(tx, emit, references, context.now);
}
