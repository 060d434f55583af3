import { EquipmentEventTypeCode } from '@greenlane/contracts/port-channel-events';
import { DateTime, EquipmentReference, Identifier, UNLocationCode } from '@greenlane/contracts/values';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { accept, type Decision, type Problem, refuse } from '@greenlane/kernel/decision';
import { z } from 'zod';

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
};
export type EquipmentEventCode = z.infer<typeof EquipmentEventTypeCode>;

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

const TypeCode = z.preprocess(
  (value) => (typeof value === 'string' ? (CODE_OF_3_0_NAME[value] ?? value) : value),
  EquipmentEventTypeCode,
);
const ClassifierCode = z.preprocess(
  (value) => (typeof value === 'string' ? (CLASSIFIER_OF_3_0_NAME[value] ?? value) : value),
  z.enum(['PLN', 'EST', 'ACT']),
);
const Location = z.looseObject({
  UNLocationCode: UNLocationCode.optional(),
  facilityCode: z.string().max(6).optional(),
  facilitySMDGCode: z.string().max(6).optional(),
});

/** The flat event of T&T 2.2; members we do not use pass untouched, as the standard lets senders add them. */
const FlatEvent = z.looseObject({
  eventID: Identifier,
  eventType: z.literal('EQUIPMENT').default('EQUIPMENT'),
  eventCreatedDateTime: DateTime.optional(),
  eventUpdatedDateTime: DateTime.optional(),
  isRetracted: z.boolean().default(false),
  eventClassifierCode: ClassifierCode,
  eventDateTime: DateTime,
  equipmentEventTypeCode: TypeCode,
  equipmentReference: EquipmentReference,
  emptyIndicatorCode: z.enum(['EMPTY', 'LADEN']).optional(),
  eventLocation: Location.optional(),
  transportCall: z
    .looseObject({
      UNLocationCode: UNLocationCode.optional(),
      facilityCode: z.string().max(6).optional(),
      modeOfTransport: z.string().optional(),
      location: Location.optional(),
    })
    .optional(),
});

/** The nested event of T&T 3.0. */
const NestedEvent = z.looseObject({
  eventID: z.string().min(1).max(500),
  isRetracted: z.boolean().default(false),
  eventDateTime: DateTime,
  eventUpdatedDateTime: DateTime.optional(),
  eventLocation: Location.optional(),
  eventClassification: z.looseObject({
    eventTypeCode: z.literal('EQUIPMENT').optional(),
    eventType: z.literal('EQUIPMENT').optional(),
    eventClassifierCode: ClassifierCode.optional(),
    eventClassifier: ClassifierCode.optional(),
    equipmentEventTypeCode: TypeCode.optional(),
    equipmentEventType: TypeCode.optional(),
  }),
  equipmentDetails: z.looseObject({
    equipmentReference: EquipmentReference,
    emptyIndicatorCode: z.enum(['EMPTY', 'LADEN']).optional(),
  }),
});

function problemsOf(error: z.ZodError): readonly Problem[] {
  return error.issues.map((issue) => ({
    code:
      issue.code === 'invalid_type' && issue.message.includes('received undefined')
        ? 'MISSING_PROPERTY'
        : 'INVALID_VALUE',
    property: issue.path.map(String).join('.'),
    message: issue.message,
  }));
}

function flatten(value: unknown): Decision<unknown, readonly Problem[]> {
  if (typeof value !== 'object' || value === null || !('eventClassification' in value)) return accept(value);
  const parsed = NestedEvent.safeParse(value);
  if (!parsed.success) return refuse(problemsOf(parsed.error));
  const { eventClassification: classification, equipmentDetails, ...rest } = parsed.data;
  return accept({
    ...rest,
    eventClassifierCode: classification.eventClassifierCode ?? classification.eventClassifier,
    equipmentEventTypeCode: classification.equipmentEventTypeCode ?? classification.equipmentEventType,
    equipmentReference: equipmentDetails.equipmentReference,
    emptyIndicatorCode: equipmentDetails.emptyIndicatorCode,
  });
}

/** Reads an event of T&T 2.2 (or 3.0 by the mapping table); a refusal names each property. */
export function readEquipmentEvent(value: unknown): Decision<EquipmentEvent, readonly Problem[]> {
  const flat = flatten(value);
  if (!flat.ok) return flat;
  const parsed = FlatEvent.safeParse(flat.value);
  if (!parsed.success) return refuse(problemsOf(parsed.error));
  const event = parsed.data;
  const sent =
    event.eventLocation?.UNLocationCode ??
    event.transportCall?.UNLocationCode ??
    event.transportCall?.location?.UNLocationCode;
  if (sent === undefined) {
    return refuse([
      {
        code: 'MISSING_PROPERTY',
        property: 'eventLocation.UNLocationCode',
        message: 'the port: a UN/LOCODE in eventLocation or transportCall',
      },
    ]);
  }
  const facility =
    event.eventLocation?.facilityCode ?? event.eventLocation?.facilitySMDGCode ?? event.transportCall?.facilityCode;
  const code = canonicalLocationCode(sent);
  return accept({
    eventID: event.eventID,
    equipmentEventTypeCode: event.equipmentEventTypeCode,
    eventClassifierCode: event.eventClassifierCode,
    eventDateTime: event.eventDateTime,
    updatedDateTime: event.eventUpdatedDateTime ?? event.eventCreatedDateTime ?? event.eventDateTime,
    isRetracted: event.isRetracted,
    equipmentReference: event.equipmentReference,
    isEmpty: event.emptyIndicatorCode === 'EMPTY',
    UNLocationCode: code,
    ...(code === sent ? {} : { sentLocationCode: sent }),
    ...(facility === undefined ? {} : { facilityCode: facility }),
    ...(event.transportCall?.modeOfTransport === undefined
      ? {}
      : { modeOfTransport: event.transportCall.modeOfTransport }),
  });
}
