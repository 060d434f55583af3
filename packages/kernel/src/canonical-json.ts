import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from './assert.ts';

/** The RFC 8785 (JCS) form of a JSON value: the bytes that are hashed and signed. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  assert(text !== undefined, 'only JSON values have a canonical form');
  return text;
}

/** SHA-256 over the canonical form, in lower-case hex. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}
