import { isDeepStrictEqual } from 'node:util';
import { booleanArray, integerArray, momentArray, textArray } from '@greenlane/database/array-parameters';
import { runStatement, type Transaction } from '@greenlane/database/database';
import { findPort } from '@greenlane/geography/ports';
import type { AssignmentRow, PassRow, VisitRow } from './container-context.ts';
import type { Visit } from './domain/dwell.ts';
import type { DwellChange } from './domain/rollup.ts';
import type { DwellPolicy } from './policy-in-force.ts';
import type { visits } from './tables.ts';

export type NewVisit = typeof visits.$inferInsert;

/** Formatters by time zone: making one costs a hundred times what using one does. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day of loading in the port's own time. */
export function portDay(code: string, dateTime: string): string {
  const timeZone = findPort(code)?.timeZone ?? 'UTC';
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone });
  dayFormats.set(timeZone, format);
  return format.format(Date.parse(dateTime));
}

/** How a visit is counted in statistics; one that left is not. */
export function countedBoxes(visit: NewVisit, sign: 1 | -1): readonly DwellChange[] {
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

export const stateTold = (row: Pick<NewVisit, 'state'>) => (row.state === 'left' ? ('retracted' as const) : row.state);

/** What statistics count a visit by, beside the stages of a completed one; see {@link countedBoxes}. */
const COUNTED: readonly (keyof NewVisit)[] = [
  ...([
    'state',
    'lane',
    'UNLocationCode',
    'facilityCode',
    'carrierId',
    'clusterCode',
    'isDangerous',
    'gateInMode',
  ] as const),
  ...(['loadDay', 'dwellMinutes', 'isWithinTarget'] as const),
];
/** What events tell of a visit, apart from its version and its policy's; see `dwellChanged`. */
const TOLD: readonly (keyof NewVisit)[] = [
  ...([
    'equipmentReference',
    'UNLocationCode',
    'lane',
    'state',
    'gateInDateTime',
    'loadDateTime',
    'pausedMinutes',
  ] as const),
  ...(['dwellMinutes', 'allocationId', 'exporterId', 'carrierId', 'clusterCode'] as const),
];
/** Whose it is follows from the allocation, and the moment of gate-in from its text: nothing more to compare. */
const KEPT: readonly (keyof NewVisit)[] = [...new Set([...COUNTED, ...TOLD, 'submittedBy' as const])];

/** What is new in a fold's row of a visit. Which version it is, and by which policy version it was folded, a fold does not say of it. */
export function compareVisits(
  known: VisitRow,
  row: NewVisit,
): { readonly isChanged: boolean; readonly isCountedAnew: boolean; readonly isToldAnew: boolean } {
  const differs = (name: keyof NewVisit): boolean => known[name] !== row[name];
  const hasNewDetails = !isDeepStrictEqual(known.details, row.details);
  return {
    isChanged: hasNewDetails || KEPT.some(differs),
    isCountedAnew:
      COUNTED.some(differs) ||
      (hasNewDetails && row.state === 'completed' && !isDeepStrictEqual(known.details.stages, row.details.stages)),
    isToldAnew: TOLD.some(differs),
  };
}

export function visitRow(
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

type VisitColumn = readonly [name: string, type: string, of: (rows: readonly NewVisit[]) => Buffer];
const VISIT_COLUMNS: readonly VisitColumn[] = [
  ['visit_id', 'text', (rows) => textArray(rows.map((row) => row.visitId))],
  ['version', 'integer', (rows) => integerArray(rows.map((row) => row.version))],
  ['equipment_reference', 'text', (rows) => textArray(rows.map((row) => row.equipmentReference))],
  ['un_location_code', 'text', (rows) => textArray(rows.map((row) => row.UNLocationCode))],
  ['lane', 'text', (rows) => textArray(rows.map((row) => row.lane))],
  ['state', 'text', (rows) => textArray(rows.map((row) => row.state))],
  ['gate_in_date_time', 'text', (rows) => textArray(rows.map((row) => row.gateInDateTime))],
  ['gate_in_at', 'timestamptz', (rows) => momentArray(rows.map((row) => row.gateInAt.getTime()))],
  ['load_date_time', 'text', (rows) => textArray(rows.map((row) => row.loadDateTime ?? null))],
  ['load_day', 'text', (rows) => textArray(rows.map((row) => row.loadDay ?? null))],
  ['paused_minutes', 'integer', (rows) => integerArray(rows.map((row) => row.pausedMinutes))],
  ['dwell_minutes', 'integer', (rows) => integerArray(rows.map((row) => row.dwellMinutes ?? null))],
  ['is_within_target', 'boolean', (rows) => booleanArray(rows.map((row) => row.isWithinTarget))],
  ['details', 'text', (rows) => textArray(rows.map((row) => JSON.stringify(row.details)))],
  ['allocation_id', 'text', (rows) => textArray(rows.map((row) => row.allocationId ?? null))],
  ['exporter_id', 'text', (rows) => textArray(rows.map((row) => row.exporterId ?? null))],
  ['submitted_by', 'text', (rows) => textArray(rows.map((row) => row.submittedBy ?? null))],
  ['carrier_id', 'text', (rows) => textArray(rows.map((row) => row.carrierId ?? null))],
  ['cluster_code', 'text', (rows) => textArray(rows.map((row) => row.clusterCode ?? null))],
  ['facility_code', 'text', (rows) => textArray(rows.map((row) => row.facilityCode ?? null))],
  ['is_dangerous', 'boolean', (rows) => booleanArray(rows.map((row) => row.isDangerous))],
  ['gate_in_mode', 'text', (rows) => textArray(rows.map((row) => row.gateInMode ?? null))],
  ['policy_version', 'text', (rows) => textArray(rows.map((row) => row.policyVersion))],
];
/** Where the column is of another type than the array. */
const CASTS: Readonly<Record<string, string>> = { load_day: 'load_day::date', details: 'details::jsonb' };
const VISIT_COLUMN_NAMES = VISIT_COLUMNS.map(([name]) => name);
const arraysOf = (rows: readonly NewVisit[]): Buffer[] => VISIT_COLUMNS.map(([_name, _type, of]) => of(rows));
const SENT = `(select ${VISIT_COLUMN_NAMES.map((name) => CASTS[name] ?? name).join(', ')}
  from unnest(${VISIT_COLUMNS.map(([_name, type], index) => `$${index + 1}::${type}[]`).join(', ')}) as sent (${VISIT_COLUMN_NAMES.join(', ')}))`;
const ADD_VISITS = `insert into port_channel.visit (${VISIT_COLUMN_NAMES.join(', ')}) ${SENT}`;
/** What its id is made of does not change; what has been alerted once stays so, and the flags are left alone. */
const CHANGING = VISIT_COLUMN_NAMES.filter(
  (name) => !['visit_id', 'equipment_reference', 'un_location_code'].includes(name),
);
const CHANGE_VISITS = `update port_channel.visit set ${CHANGING.map((name) => `${name} = sent.${name}`).join(', ')}
  from ${SENT} as sent where visit.visit_id = sent.visit_id`;

export async function addVisits(tx: Transaction, rows: readonly NewVisit[]): Promise<void> {
  if (rows.length > 0) await runStatement(tx, { name: 'add visits', text: ADD_VISITS, values: arraysOf(rows) });
}

/** Visits that were read under the lock of their container. */
export async function changeVisits(tx: Transaction, rows: readonly NewVisit[]): Promise<void> {
  if (rows.length > 0) await runStatement(tx, { name: 'change visits', text: CHANGE_VISITS, values: arraysOf(rows) });
}
