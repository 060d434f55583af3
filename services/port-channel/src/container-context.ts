import { textArray } from '@greenlane/database/array-parameters';
import { runStatement, type Transaction } from '@greenlane/database/database';
import { type Column, eq, getTableColumns, type SQL, sql, type Table } from 'drizzle-orm';
import type { EquipmentEvent } from './domain/equipment-event.ts';
import { type DwellPolicy, policyInForce } from './policy-in-force.ts';
import { allocations, assignments, declaredPauses, equipmentEvents, passes, quarantine, visits } from './tables.ts';

export type PassRow = typeof passes.$inferSelect;
export type VisitRow = typeof visits.$inferSelect;
export type EventRow = Omit<typeof equipmentEvents.$inferSelect, 'original'>;
export type AssignmentRow = typeof assignments.$inferSelect & {
  readonly clusterCode: string | null;
  readonly isDangerous: boolean;
};

/** A version of an event, as a fold needs it. */
export type EventVersion = {
  readonly event: EquipmentEvent;
  readonly versionHash: string;
  readonly recordedAt: Date;
};
/** … and as a later version of it is held against. */
export type KnownVersion = EventVersion & { readonly recordedBy: string; readonly isCurrent: boolean };

/** Everything that the clocks of some containers are folded from and held against, read in one go. */
export type ContainerContext = {
  /** The versions in force, by container. */
  readonly events: ReadonlyMap<string, readonly EventVersion[]>;
  readonly pauses: ReadonlyMap<string, readonly (typeof declaredPauses.$inferSelect)[]>;
  readonly passes: ReadonlyMap<string, readonly PassRow[]>;
  readonly visits: ReadonlyMap<string, readonly VisitRow[]>;
  readonly assignments: ReadonlyMap<string, readonly AssignmentRow[]>;
  readonly quarantine: ReadonlyMap<string, readonly (typeof quarantine.$inferSelect)[]>;
  readonly policy: DwellPolicy;
};

/**
 * Makes concurrent writers of one container take turns, whichever ports they speak for; always in one order. What is read under
 * the locks is read by index: asked for a thousand containers, the planner rather read all of a table of 60,000 events, which
 * cost 20 µs of each event recorded and grew with the table.
 */
export async function lockContainers(tx: Transaction, references: readonly string[]): Promise<void> {
  await Promise.all([
    tx.execute(sql`set local enable_seqscan = off`),
    runStatement(tx, {
      name: 'lock containers',
      text: `select pg_advisory_xact_lock(key) from (
        select distinct hashtextextended(reference, 7) as key from unnest($1::text[]) as reference order by key
      ) keys`,
      values: [textArray(references)],
    }),
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

/** The columns of a table under the names of their properties, for statements of `pg` itself; days stay the texts that they are. */
const selection = (table: Table): string =>
  Object.entries(getTableColumns(table))
    .map(([property, { name, dataType }]) => `${name}${dataType === 'string' ? '::text' : ''} as "${property}"`)
    .join(', ');

const KINDS = {
  pause: 'declared_pause',
  pass: 'pass',
  assignment: 'container_assignment',
  quarantine: 'quarantine',
} as const;
const KINDS_STATEMENT = `select kind from (values ${Object.keys(KINDS)
  .map((kind) => `('${kind}')`)
  .join(', ')}) as kinds(kind) where case kind ${Object.entries(KINDS)
  .map(
    ([kind, table]) =>
      `when '${kind}' then exists (select 1 from port_channel.${table} where equipment_reference = any($1::text[]))`,
  )
  .join(' ')} end`;

/** Which of the rarer kinds of rows the containers have at all: most boxes of a feed have none, and are asked about once. */
async function kindsOf(tx: Transaction, references: Buffer): Promise<ReadonlySet<string>> {
  const found = await runStatement<{ kind: string }>(tx, {
    name: 'kinds of rows of containers',
    text: KINDS_STATEMENT,
    values: [references],
  });
  return new Set(found.map(({ kind }) => kind));
}

const FOLDED_COLUMNS = `event_id as "eventID", version_hash as "versionHash", equipment_reference as "equipmentReference",
  un_location_code as "UNLocationCode", equipment_event_type_code as "equipmentEventTypeCode", event_date_time as "eventDateTime",
  updated_date_time as "updatedDateTime", is_retracted as "isRetracted", is_confirmed as "isConfirmed",
  sent_location_code as "sentLocationCode", facility_code as "facilityCode", mode_of_transport as "modeOfTransport",
  recorded_at as "recordedAt"`;
const KNOWN_COLUMNS = `${FOLDED_COLUMNS}, event_classifier_code as "eventClassifierCode", is_empty as "isEmpty",
  is_current as "isCurrent", recorded_by as "recordedBy"`;

type FoldedRow = Omit<EventMembers, 'eventClassifierCode' | 'isEmpty'> & Omit<EventVersion, 'event'>;
type KnownRow = EventMembers & Omit<KnownVersion, 'event'>;

/** The events in force of some containers that a clock could move by: estimates and empty boxes stay where they are. */
async function loadEvents(tx: Transaction, references: Buffer): Promise<readonly EventVersion[]> {
  const rows = await runStatement<FoldedRow>(tx, {
    name: 'events of containers',
    text: `select ${FOLDED_COLUMNS} from port_channel.equipment_event
      where equipment_reference = any($1::text[]) and is_current and event_classifier_code = 'ACT' and not is_empty`,
    values: [references],
  });
  return rows.map((row) => ({
    event: eventOf({ ...row, eventClassifierCode: 'ACT', isEmpty: false }),
    versionHash: row.versionHash,
    recordedAt: row.recordedAt,
  }));
}

async function loadVisits(tx: Transaction, references: Buffer): Promise<readonly VisitRow[]> {
  return runStatement<VisitRow>(tx, {
    name: 'visits of containers',
    text: `select ${selection(visits)} from port_channel.visit where equipment_reference = any($1::text[])`,
    values: [references],
  });
}

/** Every version of the events that come again; of fresh ids, nearly all of them, the index alone tells that there is none. */
export async function loadVersions(tx: Transaction, eventIDs: readonly string[]): Promise<readonly KnownVersion[]> {
  const rows = await runStatement<KnownRow>(tx, {
    name: 'versions of events',
    text: `select ${KNOWN_COLUMNS} from port_channel.equipment_event where event_id = any($1::text[])`,
    values: [textArray(eventIDs)],
  });
  return rows.map((row) => ({
    event: eventOf(row),
    versionHash: row.versionHash,
    recordedAt: row.recordedAt,
    recordedBy: row.recordedBy,
    isCurrent: row.isCurrent,
  }));
}

/** Sends what it asks at once: called right after {@link lockContainers}, it is answered under the locks without a wait for them here. */
export async function loadContainers(
  tx: Transaction,
  references: readonly string[],
  now: Date,
): Promise<ContainerContext> {
  const parameter = textArray(references);
  const [events, ownVisits, kinds, policy] = await Promise.all([
    loadEvents(tx, parameter),
    loadVisits(tx, parameter),
    kindsOf(tx, parameter),
    policyInForce(tx, now),
  ]);
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
  return {
    events: Map.groupBy(events, ({ event }) => event.equipmentReference),
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
    policy,
  };
}

export async function lockAndLoad(
  tx: Transaction,
  references: readonly string[],
  now: Date,
): Promise<ContainerContext> {
  const [, context] = await Promise.all([lockContainers(tx, references), loadContainers(tx, references, now)]);
  return context;
}

/** What is not known is null in a row and absent from an event. */
type EventMembers = Omit<EquipmentEvent, 'sentLocationCode' | 'facilityCode' | 'modeOfTransport' | 'isConfirmed'> & {
  readonly sentLocationCode: string | null;
  readonly facilityCode: string | null;
  readonly modeOfTransport: string | null;
  readonly isConfirmed: boolean;
};

export function eventOf(row: EventMembers): EquipmentEvent {
  const event: { -readonly [Member in keyof EquipmentEvent]: EquipmentEvent[Member] } = {
    eventID: row.eventID,
    equipmentEventTypeCode: row.equipmentEventTypeCode,
    eventClassifierCode: row.eventClassifierCode,
    eventDateTime: row.eventDateTime,
    updatedDateTime: row.updatedDateTime,
    isRetracted: row.isRetracted,
    equipmentReference: row.equipmentReference,
    isEmpty: row.isEmpty,
    UNLocationCode: row.UNLocationCode,
  };
  if (row.sentLocationCode !== null) event.sentLocationCode = row.sentLocationCode;
  if (row.facilityCode !== null) event.facilityCode = row.facilityCode;
  if (row.modeOfTransport !== null) event.modeOfTransport = row.modeOfTransport;
  if (row.isConfirmed) event.isConfirmed = true;
  return event;
}
