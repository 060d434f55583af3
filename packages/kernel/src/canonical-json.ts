import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { assert } from './assert.ts';

/** Deeper values are left to the library, which does not recurse. */
const DEEPEST = 100;
/** All but what stands between quotes as it is: quote, backslash, control characters; and surrogates, whose halves have no form. */
const SPECIAL = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;
/** Up to so many names are in order sooner by insertion. */
const FEW_NAMES = 24;

const textOf = (text: string): string | undefined => (SPECIAL.test(text) ? canonicalize(text) : `"${text}"`);

/** In the order of UTF-16 units, as RFC 8785 §3.2.3 asks and as strings compare. */
function namesOf(value: object): readonly string[] {
  const names = Object.keys(value);
  if (names.length > FEW_NAMES) return names.sort();
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index]!;
    let place = index;
    for (; place > 0 && names[place - 1]! > name; place -= 1) names[place] = names[place - 1]!;
    names[place] = name;
  }
  return names;
}

function objectOf(value: object, depth: number): string {
  let members = '';
  for (const name of namesOf(value)) {
    const member = written((value as Readonly<Record<string, unknown>>)[name], depth);
    if (member !== undefined) members += `${members === '' ? '' : ','}${textOf(name)}:${member}`;
  }
  return `{${members}}`;
}

function arrayOf(values: readonly unknown[], depth: number): string {
  let elements = '';
  for (let index = 0; index < values.length; index += 1)
    elements += `${index === 0 ? '' : ','}${written(values[index], depth) ?? 'null'}`;
  return `[${elements}]`;
}

/** Plain data, by hand in half the time of the library; the library writes whatever else there is. */
function written(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return textOf(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (value === null) return 'null';
  if (typeof value !== 'object' || depth === DEEPEST) return canonicalize(value);
  if (Array.isArray(value)) return arrayOf(value, depth + 1);
  const isPlain = Object.getPrototypeOf(value) === Object.prototype && !('toJSON' in value);
  return isPlain ? objectOf(value, depth + 1) : canonicalize(value);
}

/** The RFC 8785 (JCS) form of a JSON value: the bytes that are hashed and signed. */
export function canonicalJson(value: unknown): string {
  const text = written(value, 0);
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
