import { z } from 'zod';
import { DangerousGoods } from './cargo-request.ts';
import { DateTime, EquipmentReference, Identifier, ISOEquipmentCode, UNLocationCode } from './values.ts';

export const PassStatus = z.enum(['issued', 'acknowledged', 'used', 'expired', 'revoked', 'replaced']);
export const Lane = z.enum(['GREEN', 'ORDINARY']);
export type Lane = z.infer<typeof Lane>;

/** The right of one container to the green lane of a port. */
export const PassEventData = z.strictObject({
  passId: Identifier,
  version: z.int().positive(),
  status: PassStatus,
  cause: z.string(),
  allocationId: Identifier,
  requestId: Identifier,
  exporterId: Identifier,
  carrierId: Identifier,
  /** Position of the container in its allocation, from 1. */
  unitNumber: z.int().positive(),
  equipmentReference: EquipmentReference.optional(),
  ISOEquipmentCode,
  UNLocationCode,
  facilitySMDGCode: z.string().optional(),
  vesselIMONumber: z.string(),
  vesselName: z.string(),
  carrierExportVoyageNumber: z.string(),
  /** Gate window: EFC (when the carrier gave one) to the earliest closing cut-off. */
  window: z.strictObject({ opens: DateTime.optional(), closes: DateTime }),
  dangerousGoods: z.array(DangerousGoods),
  indicative: z.boolean(),
  policyVersion: Identifier,
  changedAt: DateTime,
});
export type PassEventData = z.infer<typeof PassEventData>;

export const ContainerEventData = z.strictObject({
  allocationId: Identifier,
  requestId: Identifier,
  exporterId: Identifier,
  carrierId: Identifier,
  equipmentReferences: z.array(EquipmentReference),
  assignedAt: DateTime,
});
export type ContainerEventData = z.infer<typeof ContainerEventData>;

/** DCSA T&T 2.2 codes, and the three customs codes of 3.x that a green lane needs. */
export const EquipmentEventTypeCode = z.enum([
  'GTIN',
  'GTOT',
  'LOAD',
  'DISC',
  'STUF',
  'STRP',
  'PICK',
  'DROP',
  'INSP',
  'RSEA',
  'RMVD',
  'CUSS',
  'CUSI',
  'CUSR',
]);

export const EquipmentEventData = z.strictObject({
  /** As the sender gave it; T&T 3.0 allows 500 characters. */
  eventID: z.string().min(1).max(500),
  equipmentEventTypeCode: EquipmentEventTypeCode,
  eventClassifierCode: z.enum(['PLN', 'EST', 'ACT']),
  eventDateTime: DateTime,
  equipmentReference: EquipmentReference,
  UNLocationCode,
  isRetracted: z.boolean(),
  emptyIndicatorCode: z.enum(['EMPTY', 'LADEN']).optional(),
  ISOEquipmentCode: z.string().max(4).optional(),
  facilityCode: z.string().max(6).optional(),
  modeOfTransport: z.string().max(20).optional(),
  transportCallID: z.string().max(100).optional(),
  vesselIMONumber: z.string().max(7).optional(),
  exportVoyageNumber: z.string().max(50).optional(),
  carrierServiceCode: z.string().max(11).optional(),
  carrierBookingReference: z.string().max(35).optional(),
  /** Set when the container is known to belong to an allocation. */
  allocationId: Identifier.optional(),
  exporterId: Identifier.optional(),
  carrierId: Identifier.optional(),
  recordedAt: DateTime,
});
export type EquipmentEventData = z.infer<typeof EquipmentEventData>;

/** The dwell of one container visit: from gate-in to load, minus the pauses that the policy names. */
export const DwellEventData = z.strictObject({
  visitId: Identifier,
  version: z.int().positive(),
  equipmentReference: EquipmentReference,
  UNLocationCode,
  lane: Lane,
  state: z.enum(['open', 'completed', 'retracted']),
  gateInDateTime: DateTime,
  loadDateTime: DateTime.optional(),
  pausedMinutes: z.int().nonnegative(),
  dwellMinutes: z.int().nonnegative().optional(),
  allocationId: Identifier.optional(),
  exporterId: Identifier.optional(),
  carrierId: Identifier.optional(),
  clusterCode: z.string().optional(),
  policyVersion: Identifier,
});
export type DwellEventData = z.infer<typeof DwellEventData>;

export const PortAlertEventData = z.strictObject({
  alertId: Identifier,
  kind: z.enum(['DWELL_AT_RISK', 'DWELL_BREACHED', 'PASS_UNUSED', 'CUT_OFF_CHANGED']),
  UNLocationCode,
  equipmentReference: EquipmentReference.optional(),
  passId: Identifier.optional(),
  allocationId: Identifier.optional(),
  exporterId: Identifier.optional(),
  carrierId: Identifier.optional(),
  message: z.string(),
  /** The same sentence in the other languages. */
  translations: z.strictObject({ zh: z.string() }).optional(),
  raisedAt: DateTime,
});
export type PortAlertEventData = z.infer<typeof PortAlertEventData>;
