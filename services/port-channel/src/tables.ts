import type { AllocationStatus } from '@greenlane/contracts/allocation';
import type { DangerousGoods } from '@greenlane/contracts/cargo-request';
import type { PolicyRules } from '@greenlane/contracts/policy';
import type { PortAlertEventData } from '@greenlane/contracts/port-channel-events';
import type { CutOff } from '@greenlane/contracts/vessel-offer';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  date,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { AlertWords } from './domain/alert-words.ts';
import type { PauseReason, QuarantineCode, RunningPause, Stages, VisitNote } from './domain/dwell.ts';
import type { EquipmentEvent } from './domain/equipment-event.ts';

export const portChannelSchema = pgSchema('port_channel');

export const { outbox, inbox, parked } = messagingTables(portChannelSchema);
export const { idempotency, identityOrganisation, identityKey } = runtimeTables(portChannelSchema);

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** What the port channel needs of an allocation: a projection of allocation events, the newest version of each. */
export const allocations = portChannelSchema.table(
  'allocation',
  {
    allocationId: text('allocation_id').primaryKey(),
    version: integer('version').notNull(),
    status: text('status').$type<AllocationStatus>().notNull(),
    requestId: text('request_id').notNull(),
    /** Empty for allocations that were projected before sailings were followed. */
    offerId: text('offer_id').notNull().default(''),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    clusterCode: text('cluster_code'),
    priority: boolean('priority').notNull(),
    indicative: boolean('indicative').notNull(),
    policyVersion: text('policy_version').notNull(),
    units: integer('units').notNull(),
    isoEquipmentCode: text('iso_equipment_code').notNull(),
    dangerousGoods: jsonb('dangerous_goods').$type<readonly z.infer<typeof DangerousGoods>[]>().notNull(),
    vesselIMONumber: text('vessel_imo_number').notNull(),
    vesselName: text('vessel_name').notNull(),
    carrierExportVoyageNumber: text('carrier_export_voyage_number').notNull(),
    loadPort: text('load_port').notNull(),
    facilitySMDGCode: text('facility_smdg_code'),
    departureDateTime: text('departure_date_time').notNull(),
    cutOffs: jsonb('cut_offs').$type<readonly CutOff[]>().notNull(),
  },
  (table) => [
    index('allocation_by_load_port').on(table.loadPort),
    index('allocation_by_offer').on(table.offerId, table.loadPort),
  ],
);

/** The calls of an offer's sailing as its carrier last published them: an allocation event carries the cut-offs of its own day. */
export const sailingCalls = portChannelSchema.table(
  'sailing_call',
  {
    offerId: text('offer_id').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    version: integer('version').notNull(),
    departureDateTime: text('departure_date_time'),
    cutOffs: jsonb('cut_offs').$type<readonly CutOff[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.offerId, table.UNLocationCode] })],
);

/** Container numbers of an allocation, by the position of the container in it. One live allocation a container. */
export const assignments = portChannelSchema.table(
  'container_assignment',
  {
    allocationId: text('allocation_id').notNull(),
    unitNumber: integer('unit_number').notNull(),
    equipmentReference: text('equipment_reference').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    loadPort: text('load_port').notNull(),
    isLive: boolean('is_live').notNull(),
    assignedAt: moment('assigned_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.allocationId, table.unitNumber] }),
    uniqueIndex('container_in_one_live_allocation').on(table.equipmentReference).where(sql`is_live`),
    index('assignment_by_container').on(table.equipmentReference),
  ],
);

export const passes = portChannelSchema.table(
  'pass',
  {
    passId: text('pass_id').primaryKey(),
    version: integer('version').notNull(),
    status: text('status').$type<'issued' | 'acknowledged' | 'used' | 'expired' | 'revoked' | 'replaced'>().notNull(),
    cause: text('cause').notNull(),
    allocationId: text('allocation_id').notNull(),
    requestId: text('request_id').notNull(),
    exporterId: text('exporter_id').notNull(),
    submittedBy: text('submitted_by').notNull(),
    carrierId: text('carrier_id').notNull(),
    unitNumber: integer('unit_number').notNull(),
    equipmentReference: text('equipment_reference'),
    isoEquipmentCode: text('iso_equipment_code').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    facilitySMDGCode: text('facility_smdg_code'),
    vesselIMONumber: text('vessel_imo_number').notNull(),
    vesselName: text('vessel_name').notNull(),
    carrierExportVoyageNumber: text('carrier_export_voyage_number').notNull(),
    opens: text('opens'),
    closes: text('closes').notNull(),
    closesAt: moment('closes_at').notNull(),
    dangerousGoods: jsonb('dangerous_goods').$type<readonly z.infer<typeof DangerousGoods>[]>().notNull(),
    indicative: boolean('indicative').notNull(),
    policyVersion: text('policy_version').notNull(),
    issuedAt: moment('issued_at').notNull(),
    changedAt: moment('changed_at').notNull(),
    isWarned: boolean('is_warned').notNull().default(false),
  },
  (table) => [
    uniqueIndex('pass_of_unit').on(table.allocationId, table.unitNumber),
    index('pass_by_port').on(table.UNLocationCode, table.passId),
    index('pass_by_container').on(table.equipmentReference),
    index('pass_open').on(table.closesAt).where(sql`status in ('issued', 'acknowledged')`),
  ],
);

/** Every version of every equipment event, as it came; clocks are folded from them and can be folded again. */
export const equipmentEvents = portChannelSchema.table(
  'equipment_event',
  {
    eventID: text('event_id').notNull(),
    /** Hash of what the version says: the same version twice is one row. */
    versionHash: text('version_hash').notNull(),
    equipmentReference: text('equipment_reference').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    equipmentEventTypeCode: text('equipment_event_type_code')
      .$type<EquipmentEvent['equipmentEventTypeCode']>()
      .notNull(),
    eventClassifierCode: text('event_classifier_code').$type<EquipmentEvent['eventClassifierCode']>().notNull(),
    eventAt: moment('event_at').notNull(),
    /** As it was sent, with its offset. */
    eventDateTime: text('event_date_time').notNull(),
    updatedDateTime: text('updated_date_time').notNull(),
    isRetracted: boolean('is_retracted').notNull(),
    isEmpty: boolean('is_empty').notNull(),
    isConfirmed: boolean('is_confirmed').notNull(),
    sentLocationCode: text('sent_location_code'),
    facilityCode: text('facility_code'),
    modeOfTransport: text('mode_of_transport'),
    /** No other version of the eventID overrides it. */
    isCurrent: boolean('is_current').notNull(),
    /** The message as it was sent. Text, not a parsed document: it is only ever handed back. */
    original: json('original').notNull(),
    exporterId: text('exporter_id'),
    submittedBy: text('submitted_by'),
    carrierId: text('carrier_id'),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: moment('recorded_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.eventID, table.versionHash] }),
    index('equipment_event_by_container').on(table.equipmentReference),
    index('equipment_event_by_recorded').on(table.recordedAt, table.eventID),
  ],
);

/** Pauses that somebody declared for a container: an exporter's hold, weather. */
export const declaredPauses = portChannelSchema.table(
  'declared_pause',
  {
    pauseId: text('pause_id').primaryKey(),
    equipmentReference: text('equipment_reference').notNull(),
    /** Of the visit that it was declared for; null in those from before it was kept. */
    UNLocationCode: text('un_location_code'),
    reason: text('reason').$type<PauseReason>().notNull(),
    from: text('from_date_time').notNull(),
    to: text('to_date_time').notNull(),
    declaredBy: text('declared_by').notNull(),
    declaredAt: moment('declared_at').notNull(),
  },
  (table) => [index('declared_pause_by_container').on(table.equipmentReference)],
);

export type VisitDetails = {
  readonly pauses: readonly { readonly reason: PauseReason; readonly minutes: number }[];
  readonly runningPauses?: readonly RunningPause[];
  readonly stages: Stages;
  readonly notes: readonly VisitNote[];
  readonly gateInEventID: string;
};

/** Visits as folded last; a correction folds the container's visits anew. */
export const visits = portChannelSchema.table(
  'visit',
  {
    visitId: text('visit_id').primaryKey(),
    version: integer('version').notNull(),
    equipmentReference: text('equipment_reference').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    lane: text('lane').$type<'GREEN' | 'ORDINARY'>().notNull(),
    state: text('state').$type<'open' | 'completed' | 'left'>().notNull(),
    gateInDateTime: text('gate_in_date_time').notNull(),
    gateInAt: moment('gate_in_at').notNull(),
    loadDateTime: text('load_date_time'),
    loadDay: date('load_day', { mode: 'string' }),
    pausedMinutes: integer('paused_minutes').notNull(),
    dwellMinutes: integer('dwell_minutes'),
    /** By the target in force when it was folded, so that a later correction takes off what was added. */
    isWithinTarget: boolean('is_within_target').notNull(),
    details: jsonb('details').$type<VisitDetails>().notNull(),
    allocationId: text('allocation_id'),
    exporterId: text('exporter_id'),
    submittedBy: text('submitted_by'),
    carrierId: text('carrier_id'),
    clusterCode: text('cluster_code'),
    facilityCode: text('facility_code'),
    isDangerous: boolean('is_dangerous').notNull(),
    gateInMode: text('gate_in_mode'),
    policyVersion: text('policy_version').notNull(),
    isRiskAlerted: boolean('is_risk_alerted').notNull().default(false),
    isBreachAlerted: boolean('is_breach_alerted').notNull().default(false),
  },
  (table) => [
    index('visit_by_container').on(table.equipmentReference),
    index('visit_open').on(table.gateInAt).where(sql`state = 'open'`),
  ],
);

const dwellGroup = {
  UNLocationCode: text('un_location_code').notNull(),
  facilityCode: text('facility_code').notNull(),
  carrierId: text('carrier_id').notNull(),
  clusterCode: text('cluster_code').notNull(),
  dangerousGoods: text('dangerous_goods').$type<'' | 'true' | 'false'>().notNull(),
  gateInMode: text('gate_in_mode').notNull(),
};

/**
 * Boxes that came to be counted or no longer are, until the next roll-up takes them. Only ever appended to by those who record
 * events, so that they wait for nobody's totals; statistics read the totals and what lies here in one statement.
 */
export const dwellChanges = portChannelSchema.table('dwell_change', {
  changeId: bigserial('change_id', { mode: 'number' }).primaryKey(),
  /** Of open boxes of one group, which are told apart by nothing, how many more or fewer there are. */
  sign: integer('sign').notNull(),
  state: text('state').$type<'open' | 'completed'>().notNull(),
  lane: text('lane').$type<'GREEN' | 'ORDINARY'>().notNull(),
  loadDay: date('load_day', { mode: 'string' }),
  ...dwellGroup,
  dwellMinutes: integer('dwell_minutes'),
  isWithinTarget: boolean('is_within_target').notNull(),
  gateToCustomsMinutes: integer('gate_to_customs_minutes'),
  customsMinutes: integer('customs_minutes'),
  yardMinutes: integer('yard_minutes'),
});

/** Sums of completed boxes by day of loading (port time), lane and view; see domain/rollup.ts. Dimensions outside the view are empty. */
export const dwellDays = portChannelSchema.table(
  'dwell_day',
  {
    view: text('view').notNull(),
    loadDay: date('load_day', { mode: 'string' }).notNull(),
    lane: text('lane').$type<'GREEN' | 'ORDINARY'>().notNull(),
    ...dwellGroup,
    count: integer('count').notNull(),
    sumMinutes: bigint('sum_minutes', { mode: 'number' }).notNull(),
    sumSquaredMinutes: bigint('sum_squared_minutes', { mode: 'number' }).notNull(),
    withinTarget: integer('within_target').notNull(),
    gateCount: integer('gate_count').notNull(),
    gateMinutes: bigint('gate_minutes', { mode: 'number' }).notNull(),
    customsCount: integer('customs_count').notNull(),
    customsMinutes: bigint('customs_minutes', { mode: 'number' }).notNull(),
    yardCount: integer('yard_count').notNull(),
    yardMinutes: bigint('yard_minutes', { mode: 'number' }).notNull(),
    /** Boxes by whole hour of dwell: `hours` and `counts` side by side. */
    hours: integer('hours').array().notNull(),
    counts: integer('counts').array().notNull(),
  },
  (table) => [
    primaryKey({
      name: 'dwell_day_pk',
      columns: [
        table.view,
        table.UNLocationCode,
        table.facilityCode,
        table.carrierId,
        table.clusterCode,
        table.dangerousGoods,
        table.gateInMode,
        table.lane,
        table.loadDay,
      ],
    }),
  ],
);

/** Boxes in port now, by lane and view: censored, and counted apart. */
export const openBoxes = portChannelSchema.table(
  'open_box',
  {
    view: text('view').notNull(),
    lane: text('lane').$type<'GREEN' | 'ORDINARY'>().notNull(),
    ...dwellGroup,
    count: integer('count').notNull(),
  },
  (table) => [
    primaryKey({
      name: 'open_box_pk',
      columns: [
        table.view,
        table.UNLocationCode,
        table.facilityCode,
        table.carrierId,
        table.clusterCode,
        table.dangerousGoods,
        table.gateInMode,
        table.lane,
      ],
    }),
  ],
);

/** Events that no clock could take. Only a person places them; `outcome` says how. */
export const quarantine = portChannelSchema.table(
  'quarantine',
  {
    eventID: text('event_id').primaryKey(),
    equipmentReference: text('equipment_reference').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    code: text('code').$type<QuarantineCode>().notNull(),
    quarantinedAt: moment('quarantined_at').notNull(),
    outcome: text('outcome').$type<'CORRECTED' | 'DISCARDED' | 'CLOSED'>(),
    resolution: text('resolution'),
    resolvedBy: text('resolved_by'),
    resolvedAt: moment('resolved_at'),
  },
  (table) => [index('quarantine_by_container').on(table.equipmentReference)],
);

export const alerts = portChannelSchema.table(
  'alert',
  {
    alertId: text('alert_id').primaryKey(),
    kind: text('kind').$type<PortAlertEventData['kind']>().notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    equipmentReference: text('equipment_reference'),
    passId: text('pass_id'),
    allocationId: text('allocation_id'),
    exporterId: text('exporter_id'),
    submittedBy: text('submitted_by'),
    carrierId: text('carrier_id'),
    message: text('message').notNull(),
    /** The same sentence in the other languages; null of an alert from before there were any. */
    translations: jsonb('translations').$type<AlertWords['translations']>(),
    raisedAt: moment('raised_at').notNull(),
  },
  (table) => [index('alert_by_port').on(table.UNLocationCode, table.raisedAt)],
);

/** Policies by version: dwell targets, counted pauses, the least sample. */
export const policies = portChannelSchema.table('policy', {
  version: text('version').primaryKey(),
  status: text('status').notNull(),
  basis: text('basis').notNull(),
  effectiveFrom: moment('effective_from').notNull(),
  dwell: jsonb('dwell').$type<PolicyRules['dwell']>().notNull(),
});
