import { array, boolean, int, strictObject, string, type z } from 'zod';
import { Allocation } from './allocation.ts';
import { ClaimEventData, DiagnosisEventData, FootprintEventData, StatementEventData } from './carbon-events.ts';
import { CargoRequest, Feedback, RequestStatus } from './cargo-request.ts';
import { Designation, DesignationStatus, Policy } from './policy.ts';
import { PolicyPreviewed, PolicyPreviewRequest } from './policy-preview.ts';
import {
  ContainerEventData,
  DwellEventData,
  EquipmentEventData,
  PassEventData,
  PortAlertEventData,
} from './port-channel-events.ts';
import { ApiKeyEventData, CredentialsUsedEventData, OrganisationEventData, UserEventData } from './programme-events.ts';
import type { Topic } from './topics.ts';
import { DateTime, Identifier } from './values.ts';
import { VesselOffer } from './vessel-offer.ts';

/** What an event type is: where it travels, what orders it, what it says. */
export type EventDefinition<Data extends z.ZodType = z.ZodType> = {
  readonly topic: Topic;
  /** The service that alone may publish it; `any`: every service says it of itself. */
  readonly owner: string;
  /** What the partition key holds. */
  readonly key:
    | 'market'
    | 'organisationId'
    | 'requestId'
    | 'allocationId'
    | 'equipmentReference'
    | 'policyId'
    | 'service'
    | 'claimId'
    | 'diagnosisId';
  readonly summary: string;
  readonly data: Data;
};

function define<Data extends z.ZodType>(definition: EventDefinition<Data>): EventDefinition<Data> {
  return definition;
}

const offer = { topic: 'vessel-offers', owner: 'vessel-offer', key: 'market' } as const;
const request = { topic: 'cargo-requests', owner: 'cargo-request', key: 'market' } as const;
const allocation = { topic: 'allocations', owner: 'matching', key: 'requestId' } as const;
const organisation = { topic: 'programme', owner: 'programme', key: 'organisationId' } as const;
const container = { topic: 'port-channel', owner: 'port-channel', key: 'equipmentReference' } as const;
const pass = { topic: 'port-channel', owner: 'port-channel', key: 'allocationId' } as const;
const carbon = { topic: 'carbon', owner: 'carbon', key: 'allocationId' } as const;
const claim = { topic: 'carbon', owner: 'carbon', key: 'claimId' } as const;

/**
 * THE registry of event types. The type carries the version; a released shape never changes: a new shape is a new
 * version beside it. AsyncAPI is generated from here.
 */
export const EVENTS = {
  'org.greenlane.vessel-offer.published.v1': define({
    ...offer,
    summary: 'A carrier published capacity on a sailing.',
    data: VesselOffer,
  }),
  'org.greenlane.vessel-offer.amended.v1': define({
    ...offer,
    summary: 'The carrier replaced the full state of an offer.',
    data: VesselOffer,
  }),
  'org.greenlane.vessel-offer.withdrawn.v1': define({
    ...offer,
    summary: 'The carrier took the offer back; its allocations roll.',
    data: strictObject({
      offerId: Identifier,
      version: int().positive(),
      market: Identifier,
      carrierId: Identifier,
      reason: string(),
    }),
  }),
  'org.greenlane.cargo-request.submitted.v1': define({
    ...request,
    summary: 'An exporter asked for space.',
    data: CargoRequest,
  }),
  'org.greenlane.cargo-request.amended.v1': define({
    ...request,
    summary: 'The request was replaced in full.',
    data: CargoRequest,
  }),
  'org.greenlane.cargo-request.cancelled.v1': define({
    ...request,
    summary: 'The exporter cancelled; its allocations are released.',
    data: strictObject({
      requestId: Identifier,
      version: int().positive(),
      market: Identifier,
      exporterId: Identifier,
      reason: string(),
    }),
  }),
  'org.greenlane.cargo-request.decided.v1': define({
    ...allocation,
    summary: 'Matching decided on a request: its status, the units placed, and the feedback.',
    data: strictObject({
      requestId: Identifier,
      exporterId: Identifier,
      market: Identifier,
      status: RequestStatus,
      /** Grows by one with each decision on the request. */
      decisionNumber: int().positive(),
      unitsAllocated: int().nonnegative(),
      unitsConfirmed: int().nonnegative(),
      unitsShipped: int().nonnegative(),
      feedbacks: array(Feedback),
      isPriorityUnit: boolean(),
      policyVersion: Identifier,
      decidedAt: DateTime,
    }),
  }),
  'org.greenlane.allocation.held.v1': define({
    ...allocation,
    summary: 'Space is held until it is confirmed or lapses.',
    data: Allocation,
  }),
  'org.greenlane.allocation.confirmed.v1': define({
    ...allocation,
    summary: 'The carrier confirmed the space.',
    data: Allocation,
  }),
  'org.greenlane.allocation.declined.v1': define({
    ...allocation,
    summary: 'The carrier declined; the request is matched again.',
    data: Allocation,
  }),
  'org.greenlane.allocation.expired.v1': define({
    ...allocation,
    summary: 'The hold lapsed unconfirmed.',
    data: Allocation,
  }),
  'org.greenlane.allocation.released.v1': define({
    ...allocation,
    summary: 'The space was given back for a named cause.',
    data: Allocation,
  }),
  'org.greenlane.allocation.cancelled.v1': define({
    ...allocation,
    summary: 'The exporter gave the space back.',
    data: Allocation,
  }),
  'org.greenlane.allocation.rolled.v1': define({
    ...allocation,
    summary: 'A cut, withdrawal or schedule change moved the cargo off.',
    data: Allocation,
  }),
  'org.greenlane.allocation.loaded.v1': define({
    ...allocation,
    summary: 'Every container of the allocation is on board.',
    data: Allocation,
  }),
  'org.greenlane.allocation.completed.v1': define({
    ...allocation,
    summary: 'Discharged at the destination port.',
    data: Allocation,
  }),
  'org.greenlane.organisation.changed.v1': define({
    ...organisation,
    summary: 'An organisation was registered, suspended or reinstated.',
    data: OrganisationEventData,
  }),
  'org.greenlane.api-key.changed.v1': define({
    ...organisation,
    summary: 'A key was issued or revoked (only its hash travels).',
    data: ApiKeyEventData,
  }),
  'org.greenlane.user.changed.v1': define({
    ...organisation,
    summary: 'A person was made a user of an organisation, or is one no more.',
    data: UserEventData,
  }),
  'org.greenlane.credentials.used.v1': define({
    topic: 'programme',
    owner: 'any',
    key: 'service',
    summary: 'When a service last let in which keys and users, told in batches.',
    data: CredentialsUsedEventData,
  }),
  'org.greenlane.designation.changed.v1': define({
    ...organisation,
    summary: 'A priority unit was designated, suspended or revoked.',
    data: Designation.extend({ status: DesignationStatus }),
  }),
  'org.greenlane.policy.published.v1': define({
    topic: 'programme',
    owner: 'programme',
    key: 'policyId',
    summary: 'A policy version was put in force (or drafted).',
    data: Policy,
  }),
  'org.greenlane.policy.preview-requested.v1': define({
    topic: 'programme',
    owner: 'programme',
    key: 'policyId',
    summary: 'An authority asks what a policy version would change.',
    data: PolicyPreviewRequest,
  }),
  'org.greenlane.policy.previewed.v1': define({
    topic: 'allocations',
    owner: 'matching',
    key: 'policyId',
    summary: 'What a policy version would change in each market, computed on copies of the books.',
    data: PolicyPreviewed,
  }),
  'org.greenlane.pass.changed.v1': define({
    ...pass,
    summary: 'A green-lane pass was issued, acknowledged, used, expired, revoked or replaced.',
    data: PassEventData,
  }),
  'org.greenlane.container.assigned.v1': define({
    ...pass,
    summary: 'Container numbers were assigned to an allocation.',
    data: ContainerEventData,
  }),
  'org.greenlane.equipment-event.recorded.v1': define({
    ...container,
    summary: 'A DCSA equipment event was accepted.',
    data: EquipmentEventData,
  }),
  'org.greenlane.dwell.changed.v1': define({
    ...container,
    summary: 'The dwell of a container visit was computed or corrected.',
    data: DwellEventData,
  }),
  'org.greenlane.port-alert.raised.v1': define({
    ...container,
    summary: 'A dwell target or a pass is at risk.',
    data: PortAlertEventData,
  }),
  'org.greenlane.footprint.calculated.v1': define({
    ...carbon,
    summary: 'The footprint of an allocation, PLANNED or ACTUAL.',
    data: FootprintEventData,
  }),
  'org.greenlane.statement.issued.v1': define({
    ...carbon,
    summary: 'A signed transport carbon statement.',
    data: StatementEventData,
  }),
  'org.greenlane.claim.changed.v1': define({
    ...claim,
    summary: 'A subsidy claim changed state.',
    data: ClaimEventData,
  }),
  'org.greenlane.diagnosis.changed.v1': define({
    topic: 'carbon',
    owner: 'carbon',
    key: 'diagnosisId',
    summary: 'A list of past shipments was diagnosed, or diagnosed anew with supplied evidence.',
    data: DiagnosisEventData,
  }),
} as const;

export type EventType = keyof typeof EVENTS;
export type EventData<Type extends EventType> = z.infer<(typeof EVENTS)[Type]['data']>;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}
