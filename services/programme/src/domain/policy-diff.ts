/** One rule that differs between two policy versions, by its path. */
export type PolicyChange = { readonly path: string; readonly before: unknown; readonly after: unknown };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every leaf that differs, sorted by path; lists are compared whole. */
export function policyDiff(before: unknown, after: unknown, path = ''): readonly PolicyChange[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
    return keys.flatMap((key) => policyDiff(before[key], after[key], path === '' ? key : `${path}.${key}`));
  }
  return JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [{ path, before: before ?? null, after: after ?? null }];
}
