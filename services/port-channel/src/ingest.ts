import { booleanArray, jsonArray, momentArray, textArray } from '@greenlane/database/array-parameters';
import { sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import type { Emit } from '@greenlane/runtime/service';
import { and, eq, sql } from 'drizzle-orm';
import { foldContainers } from './clocks.ts';
import {
  type AssignmentRow,
  type ContainerContext,
  type EventVersion,
  eventOf,
  type KnownVersion,
  loadContainers,
  loadVersions,
  lockAndLoad,
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

type NewEvent = KnownVersion & IncomingEvent & { readonly owner: AssignmentRow | undefined };

/** Each column with its type and what stands in it: one array a column, since rows as JSON are parsed by name, and a parameter a value is planned anew. */
const EVENT_COLUMNS: readonly (readonly [name: string, type: string, of: (rows: readonly NewEvent[]) => Buffer])[] = [
  ['event_id', 'text', (rows) => textArray(rows.map(({ event }) => event.eventID))],
  ['version_hash', 'text', (rows) => textArray(rows.map(({ versionHash }) => versionHash))],
  ['equipment_reference', 'text', (rows) => textArray(rows.map(({ event }) => event.equipmentReference))],
  ['un_location_code', 'text', (rows) => textArray(rows.map(({ event }) => event.UNLocationCode))],
  ['equipment_event_type_code', 'text', (rows) => textArray(rows.map(({ event }) => event.equipmentEventTypeCode))],
  ['event_classifier_code', 'text', (rows) => textArray(rows.map(({ event }) => event.eventClassifierCode))],
  ['event_at', 'timestamptz', (rows) => momentArray(rows.map(({ event }) => Date.parse(event.eventDateTime)))],
  ['event_date_time', 'text', (rows) => textArray(rows.map(({ event }) => event.eventDateTime))],
  ['updated_date_time', 'text', (rows) => textArray(rows.map(({ event }) => event.updatedDateTime))],
  ['is_retracted', 'boolean', (rows) => booleanArray(rows.map(({ event }) => event.isRetracted))],
  ['is_empty', 'boolean', (rows) => booleanArray(rows.map(({ event }) => event.isEmpty))],
  ['is_confirmed', 'boolean', (rows) => booleanArray(rows.map(({ event }) => event.isConfirmed === true))],
  ['sent_location_code', 'text', (rows) => textArray(rows.map(({ event }) => event.sentLocationCode ?? null))],
  ['facility_code', 'text', (rows) => textArray(rows.map(({ event }) => event.facilityCode ?? null))],
  ['mode_of_transport', 'text', (rows) => textArray(rows.map(({ event }) => event.modeOfTransport ?? null))],
  ['is_current', 'boolean', (rows) => booleanArray(rows.map(({ isCurrent }) => isCurrent))],
  ['original', 'json', (rows) => jsonArray(rows.map(({ original }) => original))],
  ['exporter_id', 'text', (rows) => textArray(rows.map(({ owner }) => owner?.exporterId ?? null))],
  ['submitted_by', 'text', (rows) => textArray(rows.map(({ owner }) => owner?.submittedBy ?? null))],
  ['carrier_id', 'text', (rows) => textArray(rows.map(({ owner }) => owner?.carrierId ?? null))],
  ['recorded_by', 'text', (rows) => textArray(rows.map(({ recordedBy }) => recordedBy))],
  ['recorded_at', 'timestamptz', (rows) => momentArray(rows.map(({ recordedAt }) => recordedAt.getTime()))],
];
const INSERT_EVENTS = `insert into port_channel.equipment_event (${EVENT_COLUMNS.map(([name]) => name).join(', ')})
  select * from unnest(${EVENT_COLUMNS.map(([_name, type], index) => `$${index + 1}::${type}[]`).join(', ')})`;

function insertEvents(tx: Transaction, rows: readonly NewEvent[]): void {
  if (rows.length === 0) return;
  // Nothing in the transaction reads them again, so they travel with the commit.
  const isSent = sendWithCommit(tx, () => ({
    name: 'insert equipment events',
    text: INSERT_EVENTS,
    values: EVENT_COLUMNS.map(([_name, _type, of]) => of(rows)),
  }));
  assert(isSent, 'equipment events are taken in a transaction of the worker role');
}

const liveOf = (context: ContainerContext, reference: string): AssignmentRow | undefined =>
  context.assignments.get(reference)?.find((row) => row.isLive);

type Known = { readonly recordedBy: string; readonly hashes: Set<string>; current: KnownVersion };

/** What is known of the events that come again, by id. The first recorder owns an id: nobody else may correct it. */
function knownEvents(versions: readonly KnownVersion[]): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [eventID, rows] of Map.groupBy(versions, ({ event }) => event.eventID)) {
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

const versionKey = ({ event, versionHash }: EventVersion): string => `${event.eventID} ${versionHash}`;

/** The events of the containers with what came now in place, as the fold wants them. */
function withFresh(
  context: ContainerContext,
  fresh: readonly NewEvent[],
  stale: ReadonlySet<string>,
): ContainerContext {
  const events = new Map<string, readonly EventVersion[]>(context.events);
  if (stale.size > 0)
    for (const [reference, versions] of events)
      events.set(
        reference,
        versions.filter((version) => !stale.has(versionKey(version))),
      );
  for (const version of fresh) {
    if (!version.isCurrent) continue;
    const { equipmentReference } = version.event;
    events.set(equipmentReference, [...(events.get(equipmentReference) ?? []), version]);
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
  // All are sent at once and run one after the other: the last two read under the locks of the first.
  const [, versions, ofNamed] = await Promise.all([
    lockContainers(tx, named),
    loadVersions(tx, eventIDs),
    loadContainers(tx, named, context.now),
  ]);
  // A correction may name another container than the event had: that one is folded too, so it is locked too.
  const others = new Set(versions.map(({ event }) => event.equipmentReference)).difference(new Set(named));
  const loaded = others.size === 0 ? ofNamed : await lockAndLoad(tx, [...named, ...others], context.now);
  const known = knownEvents(versions);
  const newest = new Map<string, number>();
  for (const [reference, rows] of loaded.events)
    newest.set(
      reference,
      rows.reduce((latest, { event }) => Math.max(latest, Date.parse(event.eventDateTime)), 0),
    );

  const fresh: NewEvent[] = [];
  const stale = new Set<string>();
  const touched = new Set<string>();
  const results = incoming.map((each): IngestResult => {
    const { event } = each;
    const { eventID, equipmentReference } = event;
    const row: NewEvent = {
      ...each,
      versionHash: versionHashOf(event),
      recordedBy: context.recordedBy,
      recordedAt: context.now,
      isCurrent: true,
      owner: liveOf(loaded, equipmentReference),
    };
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
    if (movesClock(event) || (earlier && movesClock(earlier.current.event))) touched.add(equipmentReference);
    const latest = newest.get(equipmentReference) ?? 0;
    const eventAt = Date.parse(event.eventDateTime);
    newest.set(equipmentReference, Math.max(latest, eventAt));
    if (!earlier) {
      known.set(eventID, { recordedBy: context.recordedBy, hashes: new Set([row.versionHash]), current: row });
      fresh.push(row);
      if (event.isRetracted) return { eventID, result: 'retracted' };
      return { eventID, result: 'accepted', ...(eventAt < latest ? { reason: 'OUT_OF_ORDER' } : {}) };
    }
    earlier.hashes.add(row.versionHash);
    if (!supersedes(event, earlier.current.event)) {
      fresh.push({ ...row, isCurrent: false });
      return { eventID, result: 'accepted', reason: 'SUPERSEDED' };
    }
    touched.add(earlier.current.event.equipmentReference);
    stale.add(versionKey(earlier.current));
    earlier.current = row;
    fresh.push(row);
    return { eventID, result: event.isRetracted ? 'retracted' : 'corrected' };
  });
  const rows = fresh.map((row) => (stale.has(versionKey(row)) ? { ...row, isCurrent: false } : row));
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
  const recorded = { recordedBy: context.recordedBy, recordedAt: context.now.toISOString() };
  // While PostgreSQL stores the visits, their events are written here.
  const [{ held, events }] = await Promise.all([
    foldContainers(tx, emit, withFresh(loaded, rows, stale), { references: [...touched], now: context.now }),
    emit(
      tx,
      Iterator.from(rows).map((row) => equipmentEventRecorded(row.event, row.details, row.owner, recorded)),
    ),
  ]);
  await emit(tx, events);
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
  const context = await lockAndLoad(tx, references, now);
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
      equipmentEventRecorded(eventOf(row), details, owner, {
        recordedBy: row.recordedBy,
        recordedAt: row.recordedAt.toISOString(),
      }),
    );
  }
  const { events } = await foldContainers(tx, emit, context, { references, now });
  await emit(tx, events);
}
