import { ProblemError } from './service.ts';

/** The ETag of a versioned resource. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Lets a full replacement pass only when the caller has seen the present version. A weak tag counts as its strong form:
 * proxies that compress answers weaken tags, and a version number stays exact all the same.
 * @throws ProblemError 428 without If-Match, 412 when it names another version
 */
export function requireIfMatch(header: string | undefined, version: number): void {
  if (header === undefined) {
    throw new ProblemError({
      status: 428,
      title: 'If-Match is required',
      errors: [{ code: 'IF_MATCH_REQUIRED', property: 'If-Match', message: 'send the ETag that you read last' }],
    });
  }
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (tags.includes('*') || tags.includes(etagOf(version))) return;
  throw new ProblemError({
    status: 412,
    title: 'The resource has changed since it was read',
    errors: [
      { code: 'STALE_VERSION', property: 'If-Match', message: `the present ETag is ${etagOf(version)}; read it again` },
    ],
    headers: { etag: etagOf(version) },
  });
}
