import type { Transaction } from '@greenlane/database/database';
import { and, type Column, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { EquipmentEvent } from './domain/equipment-event.ts';
import { allocations, assignments, declaredPauses, equipmentEvents, passes, quarantine, visits } from './tables.ts';

export type PassRow = typeof passes.$inferSelect;
export type VisitRow = typeof visits.$inferSelect;
export type EventRow = Omit<typeof equipmentEvents.$inferSelect, 'original'>;
export type AssignmentRow = typeof assignments.$inferSelect & {
  readonly clusterCode: string | null;
  readonly isDangerous: boolean;
};

/** Everything that the clocks of some containers are folded from and held against, read in one go. */
export type ContainerContext = {
  /** The versions in force, by container. */
  readonly events: ReadonlyMap<string, readonly EventRow[]>;
  readonly pauses: ReadonlyMap<string, readonly (typeof declaredPauses.$inferSelect)[]>;
  readonly passes: ReadonlyMap<string, readonly PassRow[]>;
  readonly visits: ReadonlyMap<string, readonly VisitRow[]>;
  readonly assignments: ReadonlyMap<string, readonly AssignmentRow[]>;
  readonly quarantine: ReadonlyMap<string, readonly (typeof quarantine.$inferSelect)[]>;
};

/**
 * Makes concurrent writers of one container take turns, whichever ports they speak for; always in one order. What is read under
 * the locks is read by index: asked for a thousand containers, the planner rather read all of a table of 60,000 events, which
 * cost 20 µs of each event recorded and grew with the table.
 */
export async function lockContainers(tx: Transaction, references: readonly string[]): Promise<void> {
  await Promise.all([
    tx.execute(sql`set local enable_seqscan = off`),
    tx.execute(sql`
      select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(reference, 7) as key from unnest(${sql.param([...references])}::text[]) as reference order by key
      ) keys`),
  ]);
}

const byContainer = <Row extends { readonly equipmentReference: string | null }>(
  rows: readonly Row[],
): ReadonlyMap<string, readonly Row[]> => Map.groupBy(rows, (row) => row.equipmentReference ?? '');

/** All but the message as it was sent, which no clock needs. */
const { original: _original, ...columns } = getTableColumns(equipmentEvents);
export const EVENT_COLUMNS = columns;

/** One array parameter: a list of as many parameters as containers would be parsed and planned anew each time. */
const anyOf = (column: Column, values: readonly string[]): SQL =>
  sql`${column} = any(${sql.param([...values])}::text[])`;

/** Which of the rarer kinds of rows the containers have at all: most boxes of a feed have none, and are asked about once. */
async function kindsOf(tx: Transaction, references: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await tx.execute<{ kind: string }>(sql`
    select kind from (values ('pause'), ('pass'), ('assignment'), ('quarantine')) as kinds(kind) where case kind
      when 'pause' then exists (select 1 from ${declaredPauses} where ${anyOf(declaredPauses.equipmentReference, references)})
      when 'pass' then exists (select 1 from ${passes} where ${anyOf(passes.equipmentReference, references)})
      when 'assignment' then exists (select 1 from ${assignments} where ${anyOf(assignments.equipmentReference, references)})
      else exists (select 1 from ${quarantine} where ${anyOf(quarantine.equipmentReference, references)}) end`);
  return new Set(found.rows.map(({ kind }) => kind));
}

/** The events in force of some containers that a clock could move by: estimates and empty boxes stay where they are. */
export function loadEvents(tx: Transaction, references: readonly string[]): Promise<EventRow[]> {
  return tx
    .select(EVENT_COLUMNS)
    .from(equipmentEvents)
    .where(
      and(
        anyOf(equipmentEvents.equipmentReference, references),
        eq(equipmentEvents.isCurrent, true),
        eq(equipmentEvents.eventClassifierCode, 'ACT'),
        eq(equipmentEvents.isEmpty, false),
      ),
    );
}

/** Every version of the events that come again. Fresh ids, nearly all of them, are told apart by the index alone. */
export async function loadVersions(tx: Transaction, eventIDs: readonly string[]): Promise<EventRow[]> {
  const known = await tx
    .selectDistinct({ eventID: equipmentEvents.eventID })
    .from(equipmentEvents)
    .where(anyOf(equipmentEvents.eventID, eventIDs));
  if (known.length === 0) return [];
  return tx
    .select(EVENT_COLUMNS)
    .from(equipmentEvents)
    .where(
      anyOf(
        equipmentEvents.eventID,
        known.map(({ eventID }) => eventID),
      ),
    );
}

export async function loadContainers(
  tx: Transaction,
  references: readonly string[],
  events: readonly EventRow[],
): Promise<ContainerContext> {
  const kinds = await kindsOf(tx, references);
  const pauses = kinds.has('pause')
    ? await tx.select().from(declaredPauses).where(anyOf(declaredPauses.equipmentReference, references))
    : [];
  const ownPasses = kinds.has('pass')
    ? await tx.select().from(passes).where(anyOf(passes.equipmentReference, references))
    : [];
  const joined = kinds.has('assignment')
    ? await tx
        .select({
          assignment: assignments,
          clusterCode: allocations.clusterCode,
          dangerousGoods: allocations.dangerousGoods,
        })
        .from(assignments)
        .innerJoin(allocations, eq(allocations.allocationId, assignments.allocationId))
        .where(anyOf(assignments.equipmentReference, references))
    : [];
  const held = kinds.has('quarantine')
    ? await tx.select().from(quarantine).where(anyOf(quarantine.equipmentReference, references))
    : [];
  const ownVisits = await tx.select().from(visits).where(anyOf(visits.equipmentReference, references));
  return {
    events: byContainer(events),
    pauses: byContainer(pauses),
    passes: byContainer(ownPasses),
    visits: byContainer(ownVisits),
    assignments: byContainer(
      joined.map((row) => ({
        ...row.assignment,
        clusterCode: row.clusterCode,
        isDangerous: row.dangerousGoods.length > 0,
      })),
    ),
    quarantine: byContainer(held),
  };
}

export function eventOf(row: EventRow): EquipmentEvent {
  return {
    eventID: row.eventID,
    equipmentEventTypeCode: row.equipmentEventTypeCode,
    eventClassifierCode: row.eventClassifierCode,
    eventDateTime: row.eventDateTime,
    updatedDateTime: row.updatedDateTime,
    isRetracted: row.isRetracted,
    equipmentReference: row.equipmentReference,
    isEmpty: row.isEmpty,
    UNLocationCode: row.UNLocationCode,
    ...(row.sentLocationCode === null ? {} : { sentLocationCode: row.sentLocationCode }),
    ...(row.facilityCode === null ? {} : { facilityCode: row.facilityCode }),
    ...(row.modeOfTransport === null ? {} : { modeOfTransport: row.modeOfTransport }),
    ...(row.isConfirmed ? { isConfirmed: true } : {}),
  };
}
