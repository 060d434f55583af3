import type { Problem } from '@greenlane/kernel/decision';
import type { z } from 'zod';

/** `["portCalls", 0, "UNLocationCode"]` → `portCalls[0].UNLocationCode`. */
function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

function propertyItem(code: string, path: readonly PropertyKey[], message: string): Problem {
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
  return issue.message.replace(/^Invalid (?:option: expected|discriminator value\. Expected) /, '');
}

/**
 * What zod refused, one item per property, each naming what is allowed.
 * @param value what it was read from: zod does not say of every kind of value whether it was there at all
 */
export function problemItems(error: z.ZodError, value: unknown): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
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
