import type { Envelope } from '@greenlane/contracts/envelope';
import { EVENTS, isEventType } from '@greenlane/contracts/registry';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import type { AuditFact } from './audit-chain.ts';

/** Topics whose decisions and changes other services take; the programme's own are recorded where they are made. */
export const AUDITED_TOPICS = ['vessel-offers', 'cargo-requests', 'allocations', 'port-channel', 'carbon'] as const;

/** Measurements, not decisions: each has a log of its own with its service. */
const MEASUREMENTS = new Set([
  'org.greenlane.equipment-event.recorded.v1',
  'org.greenlane.dwell.changed.v1',
  'org.greenlane.port-alert.raised.v1',
]);

/** Facts copied into the row so that it can be read by itself; the whole event is held by its hash. */
const SHOWN = [
  'version',
  'status',
  'cause',
  'reason',
  'kind',
  'requestId',
  'offerId',
  'allocationId',
  'statementId',
  'units',
  'priority',
  'isPriorityUnit',
  'decisionNumber',
  'unitsAllocated',
  'policyVersion',
  'factorSetVersion',
  'sha256',
  'supersedes',
  'amount',
  'indicative',
] as const;

/**
 * The audit row of an event: who decided (the service, on whose command the correlation says), what, why, and under
 * which policy and factor versions. Undefined for what is no decision, or what no organisation's chain can hold.
 */
export function auditFactOf(envelope: Envelope): AuditFact | undefined {
  if (!isEventType(envelope.type) || MEASUREMENTS.has(envelope.type)) return undefined;
  if (EVENTS[envelope.type].owner === 'programme') return undefined;
  const data = envelope.data as Readonly<Record<string, unknown>>;
  const chainId = data['exporterId'] ?? data['carrierId'];
  if (typeof chainId !== 'string') return undefined;
  const chain = data['chain'] as { readonly factorSetVersion?: unknown } | undefined;
  const shown = Object.fromEntries(SHOWN.flatMap((name) => (data[name] === undefined ? [] : [[name, data[name]]])));
  return {
    chainId,
    occurredAt: envelope.time,
    action: envelope.type,
    subject: envelope.subject,
    actor: envelope.source,
    detail: {
      ...shown,
      ...(chain?.factorSetVersion === undefined ? {} : { factorSetVersion: chain.factorSetVersion }),
      eventId: envelope.id,
      ...(envelope.correlationid === undefined ? {} : { correlationId: envelope.correlationid }),
      dataSha256: canonicalHash(envelope.data),
    },
  };
}
