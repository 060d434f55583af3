import type { EquipmentEventData } from '@greenlane/contracts/port-channel-events';
import type { Transaction } from '@greenlane/database/database';
import type { Emit, NewEvent } from '@greenlane/runtime/service';
import type { EquipmentEvent, EquipmentEventDetails } from './domain/equipment-event.ts';
import type { assignments, passes, visits } from './tables.ts';

type VisitRow = typeof visits.$inferInsert;
type Owner = Pick<typeof assignments.$inferSelect, 'allocationId' | 'exporterId' | 'submittedBy' | 'carrierId'>;

export function dwellChanged(
  row: VisitRow,
  state: 'open' | 'completed' | 'retracted',
): NewEvent<'org.greenlane.dwell.changed.v1'> {
  return {
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
  };
}

export function equipmentEventRecorded(
  event: EquipmentEvent,
  details: EquipmentEventDetails,
  owner: Owner | undefined,
  context: { readonly recordedBy: string; readonly recordedAt: string },
): NewEvent<'org.greenlane.equipment-event.recorded.v1'> {
  const data: EquipmentEventData = {
    eventID: event.eventID,
    equipmentEventTypeCode: event.equipmentEventTypeCode,
    eventClassifierCode: event.eventClassifierCode,
    eventDateTime: event.eventDateTime,
    equipmentReference: event.equipmentReference,
    UNLocationCode: event.UNLocationCode,
    isRetracted: event.isRetracted,
    emptyIndicatorCode: event.isEmpty ? 'EMPTY' : 'LADEN',
    ...details,
    recordedAt: context.recordedAt,
  };
  if (event.facilityCode !== undefined) data.facilityCode = event.facilityCode;
  if (event.modeOfTransport !== undefined) data.modeOfTransport = event.modeOfTransport;
  if (owner) {
    data.allocationId = owner.allocationId;
    data.exporterId = owner.exporterId;
    data.carrierId = owner.carrierId;
  }
  return {
    type: 'org.greenlane.equipment-event.recorded.v1',
    subject: event.equipmentReference,
    key: event.equipmentReference,
    audience: owner ? [owner.exporterId, owner.submittedBy, owner.carrierId, context.recordedBy] : [context.recordedBy],
    data,
  };
}

export async function emitPass(tx: Transaction, emit: Emit, pass: typeof passes.$inferSelect): Promise<void> {
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
