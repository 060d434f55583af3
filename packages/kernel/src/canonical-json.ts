import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from './assert.ts';

/** The RFC 8785 (JCS) form of a JSON value: the bytes that are hashed and signed. */
export function canonicalJson(value: unknown): string {
  // Of a text alone the canonical form is what JSON.stringify writes (RFC 8785 §3.2.2.2), ten times as fast.
  const text = typeof value === 'string' && value.isWellFormed() ? JSON.stringify(value) : canonicalize(value);
  assert(text !== undefined, 'only JSON values have a canonical form');
  return text;
}

/** Whether a value read from a file has that form: a text with half of a surrogate pair, which JSON can escape, has none. */
export function hasCanonicalForm(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

/** SHA-256 over the canonical form, in lower-case hex. */
export function canonicalHash(value: unknown): string {
  return hash('sha256', canonicalJson(value));
}
