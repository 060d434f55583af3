import type { EquipmentEventData } from './port-channel-events.ts';

/** The version of DCSA Track & Trace that is spoken to readers. */
export const TRACK_AND_TRACE_VERSION = '2.2.0';

/** CUSS, CUSI and CUSR are codes of 3.x; a 2.2 reader knows none of them. */
export function isTrackAndTraceCode(code: EquipmentEventData['equipmentEventTypeCode']): boolean {
  return !code.startsWith('CUS');
}

/** An equipment event in the flat form of T&T 2.2.0 (TNT_v2.2.0, equipmentEvent); members that were never known are left out. */
export function trackAndTraceEvent(event: EquipmentEventData) {
  const facility =
    event.facilityCode === undefined ? {} : { facilityCode: event.facilityCode, facilityCodeListProvider: 'SMDG' };
  return {
    eventID: event.eventID,
    eventType: 'EQUIPMENT',
    eventCreatedDateTime: event.recordedAt,
    eventClassifierCode: event.eventClassifierCode,
    eventDateTime: event.eventDateTime,
    equipmentEventTypeCode: event.equipmentEventTypeCode,
    equipmentReference: event.equipmentReference,
    ...(event.ISOEquipmentCode === undefined ? {} : { ISOEquipmentCode: event.ISOEquipmentCode }),
    emptyIndicatorCode: event.emptyIndicatorCode ?? 'LADEN',
    eventLocation: { UNLocationCode: event.UNLocationCode, ...facility },
    ...(event.transportCallID === undefined || event.modeOfTransport === undefined
      ? {}
      : {
          transportCall: {
            transportCallID: event.transportCallID,
            modeOfTransport: event.modeOfTransport,
            UNLocationCode: event.UNLocationCode,
            ...facility,
            ...(event.carrierServiceCode === undefined ? {} : { carrierServiceCode: event.carrierServiceCode }),
            ...(event.exportVoyageNumber === undefined ? {} : { exportVoyageNumber: event.exportVoyageNumber }),
            ...(event.vesselIMONumber === undefined ? {} : { vessel: { vesselIMONumber: event.vesselIMONumber } }),
          },
        }),
    ...(event.carrierBookingReference === undefined
      ? {}
      : {
          documentReferences: [{ documentReferenceType: 'BKG', documentReferenceValue: event.carrierBookingReference }],
        }),
  };
}
