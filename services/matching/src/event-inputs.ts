import type { Envelope } from '@greenlane/contracts/envelope';
import { type EventData, isEventType } from '@greenlane/contracts/registry';
import { dataSchema } from '@greenlane/messaging/event-data';
import type { MarketInput } from './domain/inputs.ts';

/** The input that an event is for a market; undefined for types of no concern here. */
export function inputOf(envelope: Envelope): MarketInput | { readonly wrong: string } | undefined {
  const { type } = envelope;
  if (!isEventType(type) || !(type in KINDS)) return undefined;
  const parsed = dataSchema(type).safeParse(envelope.data);
  if (!parsed.success) return { wrong: parsed.error.message };
  return KINDS[type as keyof typeof KINDS](parsed.data as never);
}

const KINDS = {
  'org.greenlane.vessel-offer.published.v1': (
    offer: EventData<'org.greenlane.vessel-offer.published.v1'>,
  ): MarketInput => ({
    kind: 'offer-published',
    offer,
  }),
  'org.greenlane.vessel-offer.amended.v1': (
    offer: EventData<'org.greenlane.vessel-offer.amended.v1'>,
  ): MarketInput => ({
    kind: 'offer-amended',
    offer,
  }),
  'org.greenlane.vessel-offer.withdrawn.v1': ({
    offerId,
    version,
    reason,
  }: EventData<'org.greenlane.vessel-offer.withdrawn.v1'>): MarketInput => ({
    kind: 'offer-withdrawn',
    offerId,
    version,
    reason,
  }),
  'org.greenlane.cargo-request.submitted.v1': (
    request: EventData<'org.greenlane.cargo-request.submitted.v1'>,
  ): MarketInput => ({
    kind: 'request-submitted',
    request,
  }),
  'org.greenlane.cargo-request.amended.v1': (
    request: EventData<'org.greenlane.cargo-request.amended.v1'>,
  ): MarketInput => ({
    kind: 'request-amended',
    request,
  }),
  'org.greenlane.cargo-request.cancelled.v1': ({
    requestId,
    version,
    reason,
  }: EventData<'org.greenlane.cargo-request.cancelled.v1'>): MarketInput => ({
    kind: 'request-cancelled',
    requestId,
    version,
    reason,
  }),
} as const;
