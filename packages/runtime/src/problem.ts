import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import type { ProblemItem } from './service.ts';
import { IN_ENGLISH, type Translator } from './translation.ts';

/** An RFC 9457 problem document with the project's `errors` extension. */
export type ProblemDocument = {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors: readonly ProblemItem[];
  readonly correlationId: string;
};

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

export function problemDocument(
  problem: {
    readonly status: number;
    readonly title?: string;
    readonly errors?: readonly ProblemItem[];
    readonly instance: string;
    readonly correlationId: string;
  },
  said: Translator = IN_ENGLISH,
): ProblemDocument {
  const name = STATUS_CODES[problem.status] ?? 'Error';
  const title = problem.title ?? name;
  // Clients branch on codes: a refusal that needs no more words than its title has the code of its status.
  const items = problem.errors?.length
    ? problem.errors
    : [{ code: name.toUpperCase().replaceAll(/\W+/g, '_'), message: title }];
  const errors = items.map(said.problem);
  return {
    type: 'about:blank',
    title: said.sentence(title),
    status: problem.status,
    detail: errors
      .map((item) => (item.property ? `${item.property}${said.colon}${item.message}` : item.message))
      .join(said.separator),
    errors,
    instance: problem.instance,
    correlationId: problem.correlationId,
  };
}

/** `["portCalls", 0, "UNLocationCode"]` → `portCalls[0].UNLocationCode`. */
function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

function propertyItem(code: string, path: readonly PropertyKey[], message: string): ProblemItem {
  return path.length > 0 ? { code, property: propertyPath(path), message } : { code, message };
}

function isMissing(value: unknown, path: readonly PropertyKey[]): boolean {
  let found = value;
  for (const part of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return found === undefined;
}

/** What a schema that words its own refusal asks for, or what zod says. */
function requirement(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) return issue.expected;
  return issue.message.replace(/^Invalid option: expected /, '');
}

/**
 * What zod refused, one item per property, each naming what is allowed.
 * @param value what it was read from: zod does not say of every kind of value whether it was there at all
 */
export function problemItems(error: z.ZodError, value: unknown): ProblemItem[] {
  return error.issues.flatMap((issue): ProblemItem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        propertyItem('UNKNOWN_PROPERTY', [...issue.path, key], 'this property is not part of the message'),
      );
    }
    if (isMissing(value, issue.path))
      return [propertyItem('MISSING_PROPERTY', issue.path, `is required (${requirement(issue)})`)];
    return [propertyItem('INVALID_VALUE', issue.path, issue.message)];
  });
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair in text or jsonb; the escapes of JSON can carry both. */
export const UNSTORABLE_TEXT: ProblemItem = {
  code: 'INVALID_TEXT',
  message: 'a NUL or half of a surrogate pair can stand in no value',
};

/** `value` is what `text` parsed to: written again, it has escapes for nothing but what cannot be stored. */
export function holdsUnstorableText(text: string, value: unknown): boolean {
  return (
    /\\u(?:0000|d[89a-f])/i.test(text) &&
    /(?:^|[^\\])(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/.test(JSON.stringify(value))
  );
}

/** The bytes to send: as a Buffer, since fastify adds a charset to strings and problem+json has no such parameter. */
export function problemBytes(document: ProblemDocument): Buffer {
  return Buffer.from(JSON.stringify(document), 'utf8');
}
