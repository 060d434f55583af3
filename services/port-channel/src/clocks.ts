import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '@greenlane/database/database';
import { findPort } from '@greenlane/geography/ports';
import type { Emit, NewEvent } from '@greenlane/runtime/service';
import { and, eq, isNull, sql } from 'drizzle-orm';
import {
  type AssignmentRow,
  type ContainerContext,
  eventOf,
  loadContainers,
  loadEvents,
  lockContainers,
  type PassRow,
  type VisitRow,
} from './container-context.ts';
import { foldVisits, type QuarantineCode, type Visit } from './domain/dwell.ts';
import { isWithin } from './domain/pass-window.ts';
import type { DwellChange } from './domain/rollup.ts';
import { appendChanges } from './dwell-rollups.ts';
import { type DwellPolicy, policyInForce } from './policy-in-force.ts';
import { dwellChanged, emitPass } from './port-events.ts';
import { passes, quarantine, visits } from './tables.ts';

type NewVisit = typeof visits.$inferInsert;

/** Formatters by time zone: making one costs a hundred times what using one does. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day of loading in the port's own time. */
export function portDay(code: string, dateTime: string): string {
  const timeZone = findPort(code)?.timeZone ?? 'UTC';
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone });
  dayFormats.set(timeZone, format);
  return format.format(Date.parse(dateTime));
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

/** How a visit is counted in statistics; one that left is not. */
function changeOf(visit: NewVisit, sign: 1 | -1): readonly DwellChange[] {
  const common = {
    sign,
    lane: visit.lane,
    group: {
      UNLocationCode: visit.UNLocationCode,
      facilityCode: visit.facilityCode ?? '',
      carrierId: visit.carrierId ?? '',
      clusterCode: visit.clusterCode ?? '',
      dangerousGoods: visit.isDangerous ? 'true' : 'false',
      gateInMode: visit.gateInMode ?? '',
    },
  } as const;
  if (visit.state === 'open') return [{ ...common, state: 'open' }];
  if (visit.state !== 'completed' || visit.dwellMinutes == null || visit.loadDay == null) return [];
  return [
    {
      ...common,
      state: 'completed',
      loadDay: visit.loadDay,
      dwellMinutes: visit.dwellMinutes,
      isWithinTarget: visit.isWithinTarget,
      stages: visit.details.stages,
    },
  ];
}

/** Which version of a visit it is, and by which policy version it was folded, is nothing that a fold says of it. */
const FORMALITIES: ReadonlySet<string> = new Set<keyof NewVisit>(['version', 'policyVersion']);

/** Whether a fold says again what is known of a visit. Column by column: most that differ do so in the first few. */
function isSaidAgain(known: VisitRow, row: NewVisit): boolean {
  const columns: Readonly<Record<string, unknown>> = known;
  return Object.entries(row).every(
    ([name, value]) => value === columns[name] || FORMALITIES.has(name) || isDeepStrictEqual(value, columns[name]),
  );
}

const stateTold = (row: Pick<NewVisit, 'state'>) => (row.state === 'left' ? ('retracted' as const) : row.state);

/** What events tell of a visit, apart from its version. */
function toldOf(row: NewVisit): string {
  const { version: _, policyVersion: __, ...told } = dwellChanged(row, stateTold(row)).data;
  return JSON.stringify(told);
}

const countedAs = (row: NewVisit): string => JSON.stringify(changeOf(row, 1));

function visitRow(
  visit: Visit,
  known: VisitRow | undefined,
  parties: { readonly pass: PassRow | undefined; readonly assignment: AssignmentRow | undefined },
  policy: DwellPolicy,
): NewVisit {
  const { pass, assignment } = parties;
  const lane = pass ? ('GREEN' as const) : ('ORDINARY' as const);
  return {
    visitId: visit.visitId,
    version: (known?.version ?? 0) + 1,
    equipmentReference: visit.equipmentReference,
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
    details: {
      pauses: visit.pauses,
      ...(visit.runningPauses.length === 0 ? {} : { runningPauses: visit.runningPauses }),
      stages: visit.stages,
      notes: visit.notes,
      gateInEventID: visit.gateInEventID,
    },
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
}

async function saveVisits(tx: Transaction, rows: readonly NewVisit[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    visit_id: row.visitId,
    version: row.version,
    equipment_reference: row.equipmentReference,
    un_location_code: row.UNLocationCode,
    lane: row.lane,
    state: row.state,
    gate_in_date_time: row.gateInDateTime,
    gate_in_at: row.gateInAt,
    load_date_time: row.loadDateTime,
    load_day: row.loadDay,
    paused_minutes: row.pausedMinutes,
    dwell_minutes: row.dwellMinutes,
    is_within_target: row.isWithinTarget,
    details: row.details,
    allocation_id: row.allocationId,
    exporter_id: row.exporterId,
    submitted_by: row.submittedBy,
    carrier_id: row.carrierId,
    cluster_code: row.clusterCode,
    facility_code: row.facilityCode,
    is_dangerous: row.isDangerous,
    gate_in_mode: row.gateInMode,
    policy_version: row.policyVersion,
    is_risk_alerted: false,
    is_breach_alerted: false,
  }));
  // What has been alerted once stays so: the flags of a known visit are left alone.
  await tx.execute(sql`
    insert into ${visits} select * from json_populate_recordset(null::port_channel.visit, ${JSON.stringify(values)}::json)
    on conflict (visit_id) do update set version = excluded.version, lane = excluded.lane, state = excluded.state,
      gate_in_date_time = excluded.gate_in_date_time, gate_in_at = excluded.gate_in_at, load_date_time = excluded.load_date_time,
      load_day = excluded.load_day, paused_minutes = excluded.paused_minutes, dwell_minutes = excluded.dwell_minutes,
      is_within_target = excluded.is_within_target, details = excluded.details, allocation_id = excluded.allocation_id,
      exporter_id = excluded.exporter_id, submitted_by = excluded.submitted_by, carrier_id = excluded.carrier_id,
      cluster_code = excluded.cluster_code, facility_code = excluded.facility_code, is_dangerous = excluded.is_dangerous,
      gate_in_mode = excluded.gate_in_mode, policy_version = excluded.policy_version`);
}

async function changePass(
  tx: Transaction,
  emit: Emit,
  pass: PassRow,
  change: { readonly status: 'used' | 'issued'; readonly cause: string; readonly now: Date },
): Promise<void> {
  const rows = await tx
    .update(passes)
    .set({ status: change.status, cause: change.cause, version: pass.version + 1, changedAt: change.now })
    .where(and(eq(passes.passId, pass.passId), eq(passes.version, pass.version)))
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
  const policy = await policyInForce(tx, now);
  const saved: NewVisit[] = [];
  const changes: DwellChange[] = [];
  const events: NewEvent<'org.greenlane.dwell.changed.v1'>[] = [];
  const gone: string[] = [];
  const held = new Map<string, readonly Held[]>();
  for (const reference of references) {
    const discarded = new Map(
      (context.quarantine.get(reference) ?? [])
        .filter((row) => row.outcome === 'DISCARDED')
        .map((row) => [row.eventID, row.resolvedAt?.getTime() ?? 0]),
    );
    // A version that was recorded after an event was discarded speaks for itself again.
    const rows = (context.events.get(reference) ?? []).filter(
      (row) => row.recordedAt.getTime() > (discarded.get(row.eventID) ?? 0),
    );
    const folded = foldVisits(rows.map(eventOf), {
      countedPauses: policy.pauses,
      declaredPauses: (context.pauses.get(reference) ?? []).map(({ reason, from, to }) => ({ reason, from, to })),
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
      if (earlier && isSaidAgain(earlier, row)) continue;
      if (!earlier || countedAs(earlier) !== countedAs(row)) {
        if (earlier) changes.push(...changeOf(earlier, -1));
        changes.push(...changeOf(row, 1));
      }
      saved.push(row);
      // A customs release on an open clock, say, changes its stages, which no event tells.
      if (!earlier || toldOf(earlier) !== toldOf(row)) events.push(dwellChanged(row, stateTold(row)));
    }
    for (const visit of known.values()) {
      changes.push(...changeOf(visit, -1));
      gone.push(visit.visitId);
      events.push(dwellChanged({ ...visit, version: visit.version + 1 }, 'retracted'));
    }
    for (const pass of ownPasses) {
      if (used.has(pass.passId) && ['issued', 'acknowledged', 'expired'].includes(pass.status))
        await changePass(tx, emit, pass, { status: 'used', cause: 'GATE_IN', now });
      else if (!used.has(pass.passId) && pass.status === 'used')
        // The gate-in that used it was corrected or withdrawn; should its window be over, the watch lets it expire.
        await changePass(tx, emit, pass, { status: 'issued', cause: 'GATE_IN_WITHDRAWN', now });
    }
    const placeOf = new Map(rows.map((row) => [row.eventID, row.UNLocationCode]));
    held.set(
      reference,
      folded.quarantined.map(({ eventID, code }) => ({ eventID, code, UNLocationCode: placeOf.get(eventID) ?? '' })),
    );
  }
  if (gone.length > 0) await tx.delete(visits).where(sql`${visits.visitId} = any(${sql.param(gone)}::text[])`);
  await saveVisits(tx, saved);
  appendChanges(tx, changes);
  await saveQuarantine(tx, context, held, now);
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
  await lockContainers(tx, containers);
  const context = await loadContainers(tx, containers, await loadEvents(tx, containers));
  const { events } = await foldContainers(tx, emit, context, { references: containers, now });
  await emit(tx, events);
}
