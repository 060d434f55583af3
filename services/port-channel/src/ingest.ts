import { sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import type { Emit } from '@greenlane/runtime/service';
import { and, eq, sql } from 'drizzle-orm';
import { foldContainers } from './clocks.ts';
import {
  type AssignmentRow,
  type ContainerContext,
  type EventRow,
  eventOf,
  loadContainers,
  loadEvents,
  loadVersions,
  lockContainers,
} from './container-context.ts';
import { movesClock } from './domain/dwell.ts';
import {
  type EquipmentEvent,
  type EquipmentEventDetails,
  readEquipmentEvent,
  supersedes,
  versionHashOf,
} from './domain/equipment-event.ts';
import { equipmentEventRecorded } from './port-events.ts';
import { equipmentEvents } from './tables.ts';

export type IngestResult = {
  readonly eventID: string;
  readonly result: 'accepted' | 'duplicate' | 'corrected' | 'retracted' | 'quarantined' | 'refused';
  readonly reason?: string;
  readonly errors?: readonly { readonly code: string; readonly property?: string; readonly message: string }[];
};

export type IncomingEvent = {
  readonly event: EquipmentEvent;
  readonly details: EquipmentEventDetails;
  /** The message as JSON text: as it came where it came as a line, so that it is not written anew to be stored. */
  readonly original: string;
};

type NewEvent = EventRow & { readonly original: string; readonly details: EquipmentEventDetails };

const EVENT_COLUMN_NAMES = [
  ...['event_id', 'version_hash', 'equipment_reference', 'un_location_code', 'equipment_event_type_code'],
  ...['event_classifier_code', 'event_at', 'event_date_time', 'updated_date_time', 'is_retracted', 'is_empty'],
  ...['is_confirmed', 'sent_location_code', 'facility_code', 'mode_of_transport', 'is_current', 'original'],
  ...['exporter_id', 'submitted_by', 'carrier_id', 'recorded_by', 'recorded_at'],
].join(', ');

function insertEvents(tx: Transaction, rows: readonly NewEvent[]): void {
  if (rows.length === 0) return;
  // What is not known is left out: a column that no member names is null.
  const texts = rows.map((row) => {
    const columns = JSON.stringify({
      event_id: row.eventID,
      version_hash: row.versionHash,
      equipment_reference: row.equipmentReference,
      un_location_code: row.UNLocationCode,
      equipment_event_type_code: row.equipmentEventTypeCode,
      event_classifier_code: row.eventClassifierCode,
      event_at: row.eventAt,
      event_date_time: row.eventDateTime,
      updated_date_time: row.updatedDateTime,
      is_retracted: row.isRetracted,
      is_empty: row.isEmpty,
      is_confirmed: row.isConfirmed,
      sent_location_code: row.sentLocationCode ?? undefined,
      facility_code: row.facilityCode ?? undefined,
      mode_of_transport: row.modeOfTransport ?? undefined,
      is_current: row.isCurrent,
      exporter_id: row.exporterId ?? undefined,
      submitted_by: row.submittedBy ?? undefined,
      carrier_id: row.carrierId ?? undefined,
      recorded_by: row.recordedBy,
      recorded_at: row.recordedAt,
    });
    return `${columns.slice(0, -1)},"original":${row.original}}`;
  });
  // One parameter for all rows: a statement of 22 parameters a row is parsed and planned for longer than it runs. Nothing in the
  // transaction reads them again, so they travel with the commit.
  const isSent = sendWithCommit(tx, () => ({
    name: 'insert equipment events',
    text: `insert into port_channel.equipment_event (${EVENT_COLUMN_NAMES})
      select ${EVENT_COLUMN_NAMES} from json_populate_recordset(null::port_channel.equipment_event, $1::json)`,
    values: [`[${texts.join(',')}]`],
  }));
  assert(isSent, 'equipment events are taken in a transaction of the worker role');
}

function rowOf(
  { event, details, original }: IncomingEvent,
  owner: AssignmentRow | undefined,
  context: { readonly recordedBy: string; readonly now: Date },
): NewEvent {
  return {
    eventID: event.eventID,
    versionHash: versionHashOf(event),
    equipmentReference: event.equipmentReference,
    UNLocationCode: event.UNLocationCode,
    equipmentEventTypeCode: event.equipmentEventTypeCode,
    eventClassifierCode: event.eventClassifierCode,
    eventAt: new Date(event.eventDateTime),
    eventDateTime: event.eventDateTime,
    updatedDateTime: event.updatedDateTime,
    isRetracted: event.isRetracted,
    isEmpty: event.isEmpty,
    isConfirmed: event.isConfirmed === true,
    sentLocationCode: event.sentLocationCode ?? null,
    facilityCode: event.facilityCode ?? null,
    modeOfTransport: event.modeOfTransport ?? null,
    isCurrent: true,
    original,
    details,
    exporterId: owner?.exporterId ?? null,
    submittedBy: owner?.submittedBy ?? null,
    carrierId: owner?.carrierId ?? null,
    recordedBy: context.recordedBy,
    recordedAt: context.now,
  };
}

const liveOf = (context: ContainerContext, reference: string): AssignmentRow | undefined =>
  context.assignments.get(reference)?.find((row) => row.isLive);

type Known = { readonly recordedBy: string; readonly hashes: Set<string>; current: EventRow };

/** What is known of the events that come again, by id. The first recorder owns an id: nobody else may correct it. */
function knownEvents(versions: readonly EventRow[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [eventID, rows] of Map.groupBy(versions, (row) => row.eventID)) {
    const [first] = rows.toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime());
    const current = rows.find((row) => row.isCurrent) ?? first;
    if (first && current)
      known.set(eventID, {
        recordedBy: first.recordedBy,
        hashes: new Set(rows.map((row) => row.versionHash)),
        current,
      });
  }
  return known;
}

/** The events of the containers with what came now in place, as the fold wants them. */
function withFresh(
  context: ContainerContext,
  fresh: readonly NewEvent[],
  stale: ReadonlySet<string>,
): ContainerContext {
  const events = new Map(
    [...context.events].map(([reference, rows]) => [
      reference,
      rows.filter((row) => !stale.has(`${row.eventID} ${row.versionHash}`)),
    ]),
  );
  for (const row of fresh) {
    if (!row.isCurrent) continue;
    const rows = events.get(row.equipmentReference);
    if (rows) rows.push(row);
    else events.set(row.equipmentReference, [row]);
  }
  return { ...context, events };
}

/**
 * Stores equipment events and folds the clocks of their containers, in the worker role. Rules: the same version again is a
 * duplicate; a later update of an eventID corrects it, an earlier one is kept and changes nothing (SUPERSEDED); a retraction
 * withdraws it; an event that lies before one already recorded of its container is taken in its place (OUT_OF_ORDER); an
 * eventID belongs to who recorded it first (NOT_YOUR_EVENT).
 */
export async function ingestEvents(
  tx: Transaction,
  emit: Emit,
  incoming: readonly IncomingEvent[],
  context: { readonly recordedBy: string; readonly now: Date; readonly mayCorrectAll?: boolean },
): Promise<readonly IngestResult[]> {
  if (incoming.length === 0) return [];
  const eventIDs = [...new Set(incoming.map(({ event }) => event.eventID))];
  const named = [...new Set(incoming.map(({ event }) => event.equipmentReference))];
  await lockContainers(tx, named);
  const versions = await loadVersions(tx, eventIDs);
  // A correction may name another container than the event had: that one is folded too, so it is locked too.
  const others = versions.map((row) => row.equipmentReference).filter((reference) => !named.includes(reference));
  const references = others.length === 0 ? named : [...new Set([...named, ...others])];
  if (others.length > 0) await lockContainers(tx, others);
  const known = knownEvents(versions);
  const loaded = await loadContainers(tx, references, await loadEvents(tx, references));
  const newest = new Map<string, number>();
  for (const [reference, rows] of loaded.events)
    newest.set(
      reference,
      rows.reduce((latest, row) => Math.max(latest, row.eventAt.getTime()), 0),
    );

  const fresh: NewEvent[] = [];
  const stale = new Set<string>();
  const touched = new Set<string>();
  const results = incoming.map((each): IngestResult => {
    const { event } = each;
    const { eventID, equipmentReference } = event;
    const row = rowOf(each, liveOf(loaded, equipmentReference), context);
    const earlier = known.get(eventID);
    if (earlier?.hashes.has(row.versionHash)) return { eventID, result: 'duplicate' };
    if (earlier && earlier.recordedBy !== context.recordedBy && context.mayCorrectAll !== true)
      return {
        eventID,
        result: 'refused',
        errors: [
          {
            code: 'NOT_YOUR_EVENT',
            property: 'eventID',
            message: 'another organisation has recorded an event under this eventID',
          },
        ],
      };
    if (movesClock(event) || (earlier && movesClock(eventOf(earlier.current)))) touched.add(equipmentReference);
    const latest = newest.get(equipmentReference) ?? 0;
    newest.set(equipmentReference, Math.max(latest, row.eventAt.getTime()));
    if (!earlier) {
      known.set(eventID, { recordedBy: context.recordedBy, hashes: new Set([row.versionHash]), current: row });
      fresh.push(row);
      if (event.isRetracted) return { eventID, result: 'retracted' };
      return { eventID, result: 'accepted', ...(row.eventAt.getTime() < latest ? { reason: 'OUT_OF_ORDER' } : {}) };
    }
    earlier.hashes.add(row.versionHash);
    if (!supersedes(event, eventOf(earlier.current))) {
      fresh.push({ ...row, isCurrent: false });
      return { eventID, result: 'accepted', reason: 'SUPERSEDED' };
    }
    touched.add(earlier.current.equipmentReference);
    stale.add(`${eventID} ${earlier.current.versionHash}`);
    earlier.current = row;
    fresh.push(row);
    return { eventID, result: event.isRetracted ? 'retracted' : 'corrected' };
  });
  const rows = fresh.map((row) =>
    stale.has(`${row.eventID} ${row.versionHash}`) ? { ...row, isCurrent: false } : row,
  );
  if (stale.size > 0) {
    const gone = [...stale].map((text) => text.split(' ').at(-1) ?? '');
    await tx
      .update(equipmentEvents)
      .set({ isCurrent: false })
      .where(
        and(
          sql`${equipmentEvents.eventID} = any(${sql.param(eventIDs)}::text[])`,
          sql`${equipmentEvents.versionHash} = any(${sql.param(gone)}::text[])`,
        ),
      );
  }
  insertEvents(tx, rows);
  const { held, events } = await foldContainers(tx, emit, withFresh(loaded, rows, stale), {
    references: [...touched],
    now: context.now,
  });
  await emit<'org.greenlane.equipment-event.recorded.v1' | 'org.greenlane.dwell.changed.v1'>(tx, [
    ...rows.map((row) =>
      equipmentEventRecorded(eventOf(row), row.details, liveOf(loaded, row.equipmentReference), context),
    ),
    ...events,
  ]);
  return results.map((result) => {
    const reason = held.get(result.eventID);
    return reason !== undefined && !['duplicate', 'refused'].includes(result.result)
      ? { eventID: result.eventID, result: 'quarantined', reason }
      : result;
  });
}

/** Containers that have just been assigned: what was recorded of them before is folded, and told again with the allocation it belongs to. */
export async function adoptContainers(
  tx: Transaction,
  emit: Emit,
  references: readonly string[],
  now: Date,
): Promise<void> {
  await lockContainers(tx, references);
  const context = await loadContainers(tx, references, await loadEvents(tx, references));
  const earlier = await tx
    .select()
    .from(equipmentEvents)
    .where(
      and(
        sql`${equipmentEvents.equipmentReference} = any(${sql.param([...references])}::text[])`,
        eq(equipmentEvents.eventClassifierCode, 'ACT'),
        eq(equipmentEvents.isCurrent, true),
      ),
    );
  for (const row of earlier) {
    const owner = liveOf(context, row.equipmentReference);
    if (!owner || owner.carrierId === row.carrierId) continue;
    await tx
      .update(equipmentEvents)
      .set({ exporterId: owner.exporterId, submittedBy: owner.submittedBy, carrierId: owner.carrierId })
      .where(and(eq(equipmentEvents.eventID, row.eventID), eq(equipmentEvents.versionHash, row.versionHash)));
    const read = readEquipmentEvent(row.original);
    const details = read.ok && read.value.kind === 'equipment' ? read.value.details : {};
    await emit(
      tx,
      equipmentEventRecorded(eventOf(row), details, owner, { recordedBy: row.recordedBy, now: row.recordedAt }),
    );
  }
  const { events } = await foldContainers(tx, emit, context, { references, now });
  await emit(tx, events);
}
