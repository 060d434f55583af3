import type { EquipmentEventData } from '@greenlane/contracts/port-channel-events';
import { isTrackAndTraceCode } from '@greenlane/contracts/track-and-trace';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { z } from 'zod';

const list = (values: readonly [string, ...string[]]) => z.array(z.enum(values)).min(1).optional();
const text = (length: number) => z.string().min(1).max(length).optional();

/** The filters that a subscription of T&T 2.2 may name: all must be met; of a list, one value. */
export const TrackAndTraceFilter = z.strictObject({
  eventType: list(['SHIPMENT', 'TRANSPORT', 'EQUIPMENT']),
  shipmentEventTypeCode: list([
    ...(['RECE', 'DRFT', 'PENA', 'PENU', 'REJE', 'APPR', 'ISSU', 'SURR', 'SUBM', 'VOID', 'CONF', 'REQS'] as const),
    ...(['CMPL', 'HOLD', 'RELS'] as const),
  ]),
  documentTypeCode: list(['CBR', 'BKG', 'SHI', 'SRM', 'TRD', 'ARN', 'VGM', 'CAS', 'CUS', 'DGD', 'OOG']),
  transportEventTypeCode: list(['ARRI', 'DEPA']),
  equipmentEventTypeCode: list([
    ...(['LOAD', 'DISC', 'GTIN', 'GTOT', 'STUF', 'STRP', 'PICK', 'DROP', 'INSP', 'RSEA', 'RMVD'] as const),
  ]),
  carrierBookingReference: text(35),
  transportDocumentReference: text(20),
  transportCallID: text(100),
  vesselIMONumber: text(7),
  exportVoyageNumber: text(50),
  carrierServiceCode: text(5),
  UNLocationCode: text(5),
  equipmentReference: text(15),
});
export type TrackAndTraceFilter = z.infer<typeof TrackAndTraceFilter>;

/**
 * Whether an equipment event is one that a T&T 2.2 subscriber asked for. Filters of shipment and transport events are met by no
 * equipment event, as the standard has it; customs codes are none of 2.2, and 2.2 has no word for a retraction.
 */
export function isWanted(event: EquipmentEventData, filter: TrackAndTraceFilter): boolean {
  if (event.isRetracted || !isTrackAndTraceCode(event.equipmentEventTypeCode)) return false;
  if (filter.shipmentEventTypeCode || filter.documentTypeCode || filter.transportEventTypeCode) return false;
  if (filter.transportDocumentReference !== undefined) return false;
  const oneOf = (values: readonly string[] | undefined, value: string) =>
    values === undefined || values.includes(value);
  const equal = (wanted: string | undefined, value: string | undefined) => wanted === undefined || wanted === value;
  return (
    oneOf(filter.eventType, 'EQUIPMENT') &&
    oneOf(filter.equipmentEventTypeCode, event.equipmentEventTypeCode) &&
    equal(filter.carrierBookingReference, event.carrierBookingReference) &&
    equal(filter.transportCallID, event.transportCallID) &&
    equal(filter.vesselIMONumber, event.vesselIMONumber) &&
    equal(filter.exportVoyageNumber, event.exportVoyageNumber) &&
    equal(filter.carrierServiceCode, event.carrierServiceCode) &&
    equal(filter.equipmentReference, event.equipmentReference) &&
    (filter.UNLocationCode === undefined || canonicalLocationCode(filter.UNLocationCode) === event.UNLocationCode)
  );
}
