import { z } from 'zod';
import { ProblemError } from './service.ts';

export const MAXIMUM_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 50;

/** A whole number in a query: whatever else is given, a word or a fraction, is refused by what is allowed. */
export function wholeNumber(least: number, most: number) {
  const allowed = `a whole number from ${least} to ${most}`;
  return z.coerce.number(allowed).int(allowed).min(least, allowed).max(most, allowed);
}

/** The two query parameters of every list; filters are repeated unchanged with the cursor. */
export const PAGE_QUERY = {
  limit: wholeNumber(1, MAXIMUM_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
  /** Holds the last key of a page, and keys may hold identifiers of others: an event's has up to 500 characters. */
  cursor: z.string().max(1_000).optional(),
};

/**
 * The sort key after which the page begins; undefined on the first page.
 * @param shape what a key of this list looks like, where it is more than a text: the cursor of another list is unreadable here
 * @throws ProblemError 400 on an unreadable cursor
 */
export function readCursor(cursor: string | undefined, shape = /./s): string | undefined {
  if (cursor === undefined) return undefined;
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (shape.test(key) && Buffer.from(key, 'utf8').toString('base64url') === cursor) return key;
  throw new ProblemError({
    status: 400,
    title: 'The query is not valid',
    errors: [{ code: 'INVALID_VALUE', property: 'cursor', message: 'give the Next-Page-Cursor of the page before' }],
  });
}

/**
 * Cuts one page out of `limit + 1` rows that were read in order: the row too many says that there is a next page, so no
 * count is needed.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  sortKeyOf: (row: Row) => string,
): { readonly rows: readonly Row[]; readonly headers: Readonly<Record<string, string>> } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    rows: page,
    headers: hasMore ? { 'next-page-cursor': Buffer.from(sortKeyOf(last), 'utf8').toString('base64url') } : {},
  };
}
