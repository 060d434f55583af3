import type { Envelope } from '@greenlane/contracts/envelope';
import { canonicalLocationCode } from '@greenlane/geography/ports';

/** Key hashes and their use travel between services alone; nobody's feed holds them. */
export const INTERNAL_TYPES: ReadonlySet<string> = new Set([
  'org.greenlane.api-key.changed.v1',
  'org.greenlane.credentials.used.v1',
]);

const PLACES = ['UNLocationCode', 'loadPort'] as const;

/** The port at which an event happens, when it happens at one. */
export function portOf(envelope: Envelope): string | undefined {
  const { data } = envelope;
  if (typeof data !== 'object' || data === null) return undefined;
  for (const name of PLACES) {
    const value = (data as Record<string, unknown>)[name];
    if (typeof value === 'string') return canonicalLocationCode(value);
  }
  return undefined;
}

/** Events that services tell one another alone. */
export function isInternal(envelope: Envelope): boolean {
  return INTERNAL_TYPES.has(envelope.type);
}

/** Who gets an event by name: the organisations that its emitter named, or everyone; operators of its port come besides. */
export function readersOf(envelope: Envelope): readonly string[] {
  if (isInternal(envelope)) return [];
  const named = envelope.audience.split(' ').filter(Boolean);
  return named.includes('*') ? ['*'] : [...new Set(named)];
}
