import type { AllocationStatus } from '@greenlane/contracts/allocation';
import type { DangerousGoods } from '@greenlane/contracts/cargo-request';
import type { PolicyRules } from '@greenlane/contracts/policy';
import type { CutOff } from '@greenlane/contracts/vessel-offer';
import { messagingTables } from '@greenlane/messaging/tables';
import { runtimeTables } from '@greenlane/runtime/tables';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { PauseReason } from './domain/dwell.ts';
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
  (table) => [index('allocation_by_load_port').on(table.loadPort)],
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
    /** SHA-256 of the canonical event: the same version twice is one row. */
    versionHash: text('version_hash').notNull(),
    equipmentReference: text('equipment_reference').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    equipmentEventTypeCode: text('equipment_event_type_code').notNull(),
    eventClassifierCode: text('event_classifier_code').notNull(),
    eventAt: moment('event_at').notNull(),
    event: jsonb('event').$type<EquipmentEvent>().notNull(),
    /** The message as it was sent, for T&T readers. */
    original: jsonb('original').notNull(),
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
    reason: text('reason').$type<PauseReason>().notNull(),
    from: text('from_date_time').notNull(),
    to: text('to_date_time').notNull(),
    declaredBy: text('declared_by').notNull(),
    declaredAt: moment('declared_at').notNull(),
  },
  (table) => [index('declared_pause_by_container').on(table.equipmentReference)],
);

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
    details: jsonb('details').notNull(),
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

/**
 * Completed boxes by day of loading (port time), group and whole hour of dwell. Reading statistics costs days × hours, the
 * same at ten thousand boxes and at ten million.
 */
export const dwellHistogram = portChannelSchema.table(
  'dwell_histogram',
  {
    loadDay: date('load_day', { mode: 'string' }).notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    lane: text('lane').notNull(),
    facilityCode: text('facility_code').notNull(),
    carrierId: text('carrier_id').notNull(),
    clusterCode: text('cluster_code').notNull(),
    isDangerous: boolean('is_dangerous').notNull(),
    gateInMode: text('gate_in_mode').notNull(),
    hour: integer('hour').notNull(),
    count: integer('count').notNull(),
    sumMinutes: bigint('sum_minutes', { mode: 'number' }).notNull(),
    sumSquaredMinutes: bigint('sum_squared_minutes', { mode: 'number' }).notNull(),
    withinTarget: integer('within_target').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
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
    }),
  ],
);

export const quarantine = portChannelSchema.table(
  'quarantine',
  {
    eventID: text('event_id').primaryKey(),
    equipmentReference: text('equipment_reference').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    code: text('code').notNull(),
    quarantinedAt: moment('quarantined_at').notNull(),
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
    kind: text('kind').notNull(),
    UNLocationCode: text('un_location_code').notNull(),
    equipmentReference: text('equipment_reference'),
    passId: text('pass_id'),
    allocationId: text('allocation_id'),
    exporterId: text('exporter_id'),
    submittedBy: text('submitted_by'),
    carrierId: text('carrier_id'),
    message: text('message').notNull(),
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
