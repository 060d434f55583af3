import { propertyPath } from '@greenlane/contracts/problem-items';
import type { ProblemItem } from './service.ts';

/** PostgreSQL keeps no NUL and no half of a surrogate pair in text or jsonb; the escapes of JSON can carry both. */
export const UNSTORABLE_TEXT: ProblemItem = {
  code: 'INVALID_TEXT',
  message: 'a NUL or half of a surrogate pair can stand in no value',
};

const isUnstorable = (text: string) => text.includes('\0') || !text.isWellFormed();

/** Deeper, the member that holds all the rest is named: a body may be a hundred thousand brackets deep. */
const DEEPEST_NAMED = 32;

/**
 * Where the first text lies that cannot be stored; where a name cannot, the object that has it. Without recursion, for the same
 * reason.
 */
function unstorablePath(value: unknown): readonly PropertyKey[] | undefined {
  const open: { readonly value: unknown; readonly path: readonly PropertyKey[] }[] = [{ value, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: held, path } = next;
    if (typeof held === 'string' && isUnstorable(held)) return path;
    if (typeof held !== 'object' || held === null) continue;
    const members: [PropertyKey, unknown][] = Array.isArray(held) ? [...held.entries()] : Object.entries(held);
    if (!Array.isArray(held) && Object.keys(held).some(isUnstorable)) return path;
    for (const [name, member] of members.reverse())
      open.push({ value: member, path: path.length < DEEPEST_NAMED ? [...path, name] : path });
  }
  return undefined;
}

/** What is wrong with what was sent; undefined where all of it can be stored. */
function unstorableIn(value: unknown): ProblemItem | undefined {
  const path = unstorablePath(value);
  if (path === undefined) return undefined;
  return path.length === 0 ? UNSTORABLE_TEXT : { ...UNSTORABLE_TEXT, property: propertyPath(path) };
}

/** Of a JSON text and what it parsed to: only escapes bring such text past a parser of UTF-8. */
export function unstorableInJson(text: string, value: unknown): ProblemItem | undefined {
  return /\\u(?:0000|d[89a-f])/i.test(text) ? unstorableIn(value) : undefined;
}

/** Of the names or filters of an address: only percent-encoding brings a NUL. */
export function unstorableInAddress(url: string, part: unknown): ProblemItem | undefined {
  return url.includes('%00') ? unstorableIn(part) : undefined;
}
