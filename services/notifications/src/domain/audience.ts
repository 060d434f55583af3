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

/** Who gets an event: the organisations that its emitter named, and the operators of its port. */
export function readersOf(envelope: Envelope, operatorsOf: (port: string) => readonly string[]): readonly string[] {
  if (INTERNAL_TYPES.has(envelope.type)) return [];
  const named = envelope.audience.split(' ').filter(Boolean);
  if (named.includes('*')) return ['*'];
  const port = portOf(envelope);
  return [...new Set([...named, ...(port === undefined ? [] : operatorsOf(port))])];
}
