import type { Problem } from '@greenlane/kernel/decision';
import type { z } from 'zod';
import { neededWordsOf, wordsOf } from './zod-in-plain-words.ts';

/** `["portCalls", 0, "UNLocationCode"]` → `portCalls[0].UNLocationCode`. */
export function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

function propertyItem(code: string, path: readonly PropertyKey[], message: string): Problem {
  return path.length > 0 ? { code, property: propertyPath(path), message } : { code, message };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const part of path) found = (found as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return found;
}

/** The issues of the one form of a union that the value was meant to have: the only one that takes its kind and its literals. */
function meantForm(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const near = issue.errors.filter((form) => form.every(({ path }) => path.length > 0));
  return near.length === 1 ? near[0] : undefined;
}

/**
 * What zod refused, one item per property, each naming what is allowed in plain English.
 * @param value what it was read from: zod does not say of every kind of value whether it was there at all
 */
export function problemItems(error: { readonly issues: readonly z.core.$ZodIssue[] }, value: unknown): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        propertyItem('UNKNOWN_PROPERTY', [...issue.path, key], 'this property is not part of the message'),
      );
    }
    const form = meantForm(issue);
    if (form)
      return problemItems({ issues: form.map((each) => ({ ...each, path: [...issue.path, ...each.path] })) }, value);
    const found = valueAt(value, issue.path);
    if (found === undefined)
      return [propertyItem('MISSING_PROPERTY', issue.path, `is required (${neededWordsOf(issue)})`)];
    return [propertyItem('INVALID_VALUE', issue.path, wordsOf(issue, found))];
  });
}
