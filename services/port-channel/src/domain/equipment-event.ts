import { EquipmentEventTypeCode } from '@greenlane/contracts/port-channel-events';
import { problemItems } from '@greenlane/contracts/problem-items';
import { DateTime, EquipmentReference, UNLocationCode } from '@greenlane/contracts/values';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { compile, z } from 'zod';

/** One equipment event in our form: the codes of T&T 2.2, one port code, one time. */
export type EquipmentEvent = {
  readonly eventID: string;
  readonly equipmentEventTypeCode: EquipmentEventCode;
  readonly eventClassifierCode: 'PLN' | 'EST' | 'ACT';
  /** RFC 3339, as it was sent. */
  readonly eventDateTime: string;
  /** Of the version: a later one with the same eventID overrides. */
  readonly updatedDateTime: string;
  readonly isRetracted: boolean;
  readonly equipmentReference: string;
  readonly isEmpty: boolean;
  /** Today's code of the port. */
  readonly UNLocationCode: string;
  /** The code that was sent, when it is a retired one. */
  readonly sentLocationCode?: string;
  readonly facilityCode?: string;
  readonly modeOfTransport?: string;
  /** Somebody answered for a stamp that looks like a mere day. */
  readonly isConfirmed?: boolean;
};
export type EquipmentEventCode = z.infer<typeof EquipmentEventTypeCode>;

/** What else readers of T&T 2.2 ask for; no clock needs it. */
export type EquipmentEventDetails = {
  readonly ISOEquipmentCode?: string;
  readonly transportCallID?: string;
  readonly vesselIMONumber?: string;
  readonly exportVoyageNumber?: string;
  readonly carrierServiceCode?: string;
  readonly carrierBookingReference?: string;
};

/** T&T 3.0 (draft of June 2026) names beside the 2.2 codes: the one mapping table; 3.0 is not claimed. */
const CODE_OF_3_0_NAME: Readonly<Record<string, EquipmentEventCode>> = {
  GATED_IN: 'GTIN',
  GATED_OUT: 'GTOT',
  LOADED: 'LOAD',
  DISCHARGED: 'DISC',
  STUFFED: 'STUF',
  STRIPPED: 'STRP',
  PICKED_UP: 'PICK',
  DROPPED_OFF: 'DROP',
  INSPECTED: 'INSP',
  RESEALED: 'RSEA',
  REMOVED: 'RMVD',
  CUSTOMS_SELECTED_FOR_SCAN: 'CUSS',
  CUSTOMS_SELECTED_FOR_INSPECTION: 'CUSI',
  CUSTOMS_RELEASED: 'CUSR',
};
const CLASSIFIER_OF_3_0_NAME: Readonly<Record<string, 'PLN' | 'EST' | 'ACT'>> = {
  PLANNED: 'PLN',
  ESTIMATED: 'EST',
  ACTUAL: 'ACT',
};

/** Containers carry no event before 2000 and none after 2090: such a time is a slip of the pen. */
const EventTime = DateTime.refine(
  (text) => Number.isNaN(Date.parse(text)) || (text >= '2000' && text < '2090'),
  'a time between 2000 and 2090',
);
const TypeCode = z.preprocess(
  (value) => (typeof value === 'string' ? (CODE_OF_3_0_NAME[value] ?? value) : value),
  EquipmentEventTypeCode,
);
const ClassifierCode = z.preprocess(
  (value) => (typeof value === 'string' ? (CLASSIFIER_OF_3_0_NAME[value] ?? value) : value),
  z.enum(['PLN', 'EST', 'ACT']),
);
export const LONGEST_EVENT_ID = 500;
const EventID = z.string().min(1).max(LONGEST_EVENT_ID);
const Location = z.object({
  UNLocationCode: UNLocationCode.optional(),
  facilityCode: z.string().max(6).optional(),
  facilitySMDGCode: z.string().max(6).optional(),
});
const TransportCall = z.object({
  transportCallID: z.string().max(100).optional(),
  UNLocationCode: UNLocationCode.optional(),
  facilityCode: z.string().max(6).optional(),
  modeOfTransport: z.string().max(20).optional(),
  exportVoyageNumber: z.string().max(50).optional(),
  carrierServiceCode: z.string().max(11).optional(),
  vessel: z.object({ vesselIMONumber: z.string().max(7).optional() }).optional(),
  location: Location.optional(),
});

const base = {
  eventID: EventID,
  eventCreatedDateTime: EventTime.optional(),
  eventUpdatedDateTime: EventTime.optional(),
  isRetracted: z.boolean().default(false),
  eventDateTime: EventTime,
};

/** The flat event of T&T 2.2; the standard lets senders add members: what we do not use is not looked at. */
const FlatEvent = z.object({
  ...base,
  eventType: z.literal('EQUIPMENT').default('EQUIPMENT'),
  eventClassifierCode: ClassifierCode,
  equipmentEventTypeCode: TypeCode,
  equipmentReference: EquipmentReference,
  ISOEquipmentCode: z.string().max(4).optional(),
  emptyIndicatorCode: z.enum(['EMPTY', 'LADEN']).optional(),
  eventLocation: Location.optional(),
  transportCall: TransportCall.optional(),
  documentReferences: z
    .array(z.object({ documentReferenceType: z.string(), documentReferenceValue: z.string().max(100) }))
    .optional(),
});

/** Events of T&T 2.2 that concern no box: checked by the letter, so that a sender learns of its mistakes, and not kept. */
const OtherEvent = z.discriminatedUnion('eventType', [
  z.object({
    ...base,
    eventID: z.guid(),
    eventCreatedDateTime: EventTime,
    eventType: z.literal('TRANSPORT'),
    eventClassifierCode: ClassifierCode,
    transportEventTypeCode: z.enum(['ARRI', 'DEPA']),
    delayReasonCode: z.string().max(3).optional(),
    transportCall: TransportCall.extend({
      transportCallID: z.string().max(100),
      modeOfTransport: z.enum(['VESSEL', 'RAIL', 'TRUCK', 'BARGE']),
    }),
  }),
  z.object({
    ...base,
    eventID: z.guid(),
    eventCreatedDateTime: EventTime,
    eventType: z.literal('SHIPMENT'),
    eventClassifierCode: z.literal('ACT'),
    shipmentEventTypeCode: z.enum([
      ...(['RECE', 'DRFT', 'PENA', 'PENU', 'REJE', 'APPR', 'ISSU', 'SURR', 'SUBM', 'VOID', 'CONF'] as const),
      ...(['REQS', 'CMPL', 'HOLD', 'RELS'] as const),
    ]),
    documentTypeCode: z.enum(['CBR', 'BKG', 'SHI', 'SRM', 'TRD', 'ARN', 'VGM', 'CAS', 'CUS', 'DGD', 'OOG']),
    documentID: z.string().min(1).max(100),
  }),
]);

/** The nested event of T&T 3.0. */
const NestedEvent = z.object({
  eventID: EventID,
  isRetracted: z.boolean().default(false),
  eventDateTime: EventTime,
  eventUpdatedDateTime: EventTime.optional(),
  eventLocation: Location.optional(),
  eventClassification: z.object({
    eventTypeCode: z.string().optional(),
    eventType: z.string().optional(),
    eventClassifierCode: ClassifierCode.optional(),
    eventClassifier: ClassifierCode.optional(),
    equipmentEventTypeCode: TypeCode.optional(),
    equipmentEventType: TypeCode.optional(),
  }),
  equipmentDetails: z
    .looseObject({
      equipmentReference: EquipmentReference,
      ISOEquipmentCode: z.string().max(4).optional(),
      emptyIndicatorCode: z.enum(['EMPTY', 'LADEN']).optional(),
    })
    .optional(),
  shipmentDetails: z
    .looseObject({ documentReference: z.object({ typeCode: z.string(), reference: z.string() }).optional() })
    .optional(),
  transportDetails: z
    .looseObject({
      transportCall: z
        .looseObject({
          transportCallReference: z.string().max(100).optional(),
          modeOfTransport: z.string().max(20).optional(),
          serviceCodeOrReference: z.object({ carrierServiceCode: z.string().max(11).optional() }).optional(),
          exportVoyageNumberOrReference: z
            .looseObject({ carrierVoyageNumber: z.string().max(50).optional() })
            .optional(),
          vesselTransport: z.object({ vesselIMONumber: z.string().max(7).optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});

type Flattened = Decision<unknown, readonly Problem[]> | { readonly isOther: true };

function flatten(value: unknown): Flattened {
  if (typeof value !== 'object' || value === null || !('eventClassification' in value)) return accept(value);
  const parsed = NestedEvent.safeParse(value);
  if (!parsed.success) return refuse(problemItems(parsed.error, value));
  const { eventClassification: classification, equipmentDetails, ...rest } = parsed.data;
  const type = classification.eventTypeCode ?? classification.eventType ?? 'EQUIPMENT';
  if (['SHIPMENT', 'TRANSPORT', 'IOT', 'REEFER'].includes(type)) return { isOther: true };
  const call = rest.transportDetails?.transportCall;
  const document = rest.shipmentDetails?.documentReference;
  return accept({
    ...rest,
    eventType: type,
    eventClassifierCode: classification.eventClassifierCode ?? classification.eventClassifier,
    equipmentEventTypeCode: classification.equipmentEventTypeCode ?? classification.equipmentEventType,
    ...equipmentDetails,
    ...(call === undefined
      ? {}
      : {
          transportCall: {
            transportCallID: call.transportCallReference,
            modeOfTransport: call.modeOfTransport,
            carrierServiceCode: call.serviceCodeOrReference?.carrierServiceCode,
            exportVoyageNumber: call.exportVoyageNumberOrReference?.carrierVoyageNumber,
            vessel: { vesselIMONumber: call.vesselTransport?.vesselIMONumber },
          },
        }),
    ...(document === undefined
      ? {}
      : {
          documentReferences: [
            { documentReferenceType: document.typeCode, documentReferenceValue: document.reference },
          ],
        }),
  });
}

type FlatEvent = z.infer<typeof FlatEvent>;
/** Compiled: nearly every message of a feed is one of these. */
const CompiledFlatEvent = compile(FlatEvent);

export type ReadEvent =
  | { readonly kind: 'equipment'; readonly event: EquipmentEvent; readonly details: EquipmentEventDetails }
  /** Well-formed, and about no box. */
  | { readonly kind: 'other' };

function readOther(value: unknown): Decision<ReadEvent, readonly Problem[]> {
  const parsed = OtherEvent.safeParse(value);
  return parsed.success ? accept({ kind: 'other' }) : refuse(problemItems(parsed.error, value));
}

const isOther = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'eventType' in value &&
  (value.eventType === 'TRANSPORT' || value.eventType === 'SHIPMENT');

/** Members are set one by one: what is spread conditionally is copied each time, and each message of a feed comes by here. */
type Mutable<Value> = { -readonly [Member in keyof Value]: Value[Member] };

/** Reads an event of T&T 2.2 (or 3.0 by the mapping table); a refusal names each property. */
export function readEquipmentEvent(value: unknown): Decision<ReadEvent, readonly Problem[]> {
  if (isOther(value)) return readOther(value);
  const flat = flatten(value);
  if ('isOther' in flat) return accept({ kind: 'other' });
  if (!flat.ok) return flat;
  const parsed = CompiledFlatEvent.safeParse(flat.value);
  if (!parsed.success) return refuse(problemItems(parsed.error, flat.value));
  const event = parsed.data;
  const call = event.transportCall;
  const sent = event.eventLocation?.UNLocationCode ?? call?.UNLocationCode ?? call?.location?.UNLocationCode;
  if (sent === undefined) {
    return refuse([
      {
        code: 'MISSING_PROPERTY',
        property: 'eventLocation.UNLocationCode',
        message: 'the port: a UN/LOCODE in eventLocation or transportCall',
      },
    ]);
  }
  const facility = event.eventLocation?.facilityCode ?? event.eventLocation?.facilitySMDGCode ?? call?.facilityCode;
  const code = canonicalLocationCode(sent);
  const read: Mutable<EquipmentEvent> = {
    eventID: event.eventID,
    equipmentEventTypeCode: event.equipmentEventTypeCode,
    eventClassifierCode: event.eventClassifierCode,
    eventDateTime: event.eventDateTime,
    updatedDateTime: event.eventUpdatedDateTime ?? event.eventCreatedDateTime ?? event.eventDateTime,
    isRetracted: event.isRetracted,
    equipmentReference: event.equipmentReference,
    isEmpty: event.emptyIndicatorCode === 'EMPTY',
    UNLocationCode: code,
  };
  if (code !== sent) read.sentLocationCode = sent;
  if (facility !== undefined) read.facilityCode = facility;
  if (call?.modeOfTransport !== undefined) read.modeOfTransport = call.modeOfTransport;
  return accept({ kind: 'equipment', event: read, details: detailsOf(event) });
}

function detailsOf({ ISOEquipmentCode, transportCall: call, documentReferences }: FlatEvent): EquipmentEventDetails {
  const details: Mutable<EquipmentEventDetails> = {};
  const booking = documentReferences?.find(({ documentReferenceType }) => documentReferenceType === 'BKG');
  if (ISOEquipmentCode !== undefined) details.ISOEquipmentCode = ISOEquipmentCode;
  if (call?.transportCallID !== undefined) details.transportCallID = call.transportCallID;
  if (call?.vessel?.vesselIMONumber !== undefined) details.vesselIMONumber = call.vessel.vesselIMONumber;
  if (call?.exportVoyageNumber !== undefined) details.exportVoyageNumber = call.exportVoyageNumber;
  if (call?.carrierServiceCode !== undefined) details.carrierServiceCode = call.carrierServiceCode;
  if (booking) details.carrierBookingReference = booking.documentReferenceValue.slice(0, 35);
  return details;
}

/** Hash of what a version says (half a SHA-256: it tells versions of one event apart): the same version twice is one, whatever its member order or extra members. */
export function versionHashOf(event: EquipmentEvent): string {
  return canonicalHash(
    [
      event.eventID,
      event.equipmentEventTypeCode,
      event.eventClassifierCode,
      event.eventDateTime,
      event.updatedDateTime,
      event.isRetracted ? 'retracted' : '',
      event.equipmentReference,
      event.isEmpty ? 'empty' : '',
      event.sentLocationCode ?? event.UNLocationCode,
      event.facilityCode ?? '',
      event.modeOfTransport ?? '',
      event.isConfirmed === true ? 'confirmed' : '',
    ].join('\n'),
  ).slice(0, 32);
}

/** Whether a version of an event overrides another of the same eventID: the later update does; of two at one instant the greater hash, so that any order of arrival agrees. */
export function supersedes(version: EquipmentEvent, other: EquipmentEvent): boolean {
  const difference = Date.parse(version.updatedDateTime) - Date.parse(other.updatedDateTime);
  return difference > 0 || (difference === 0 && versionHashOf(version) > versionHashOf(other));
}
