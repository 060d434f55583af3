import { wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { asc, desc, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Hub } from './hub.ts';
import { feed } from './tables.ts';

const CURSOR = 'the cursor of an answer, or the id of an event of the stream';
const Cursor = z.coerce.number(CURSOR).int(CURSOR).min(0, CURSOR);

export function notificationRoutes(hub: Hub): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/events',
      operationId: 'readEvents',
      summary: 'Your own feed of events after a cursor, oldest first.',
      description:
        'At least once, in order, with stable event ids. Keep the cursor of the answer and give it as `after` the next time: nothing is skipped across restarts on either side.',
      allow: 'authenticated',
      query: z.strictObject({
        after: Cursor.default(0),
        limit: wholeNumber(1, 100).default(100),
        /** Instead of `after`: the newest so many, oldest of them first. */
        last: wholeNumber(1, 100).optional(),
      }),
      responses: { 200: { description: 'CloudEvents, and the cursor to go on from.' } },
      handle: async ({ tx, query }) => {
        const rows =
          query.last === undefined
            ? await tx
                .select()
                .from(feed)
                .where(gt(feed.position, query.after))
                .orderBy(asc(feed.position))
                .limit(query.limit)
            : (await tx.select().from(feed).orderBy(desc(feed.position)).limit(query.last)).toReversed();
        const cursor = String(rows.at(-1)?.position ?? query.after);
        return {
          status: 200,
          body: { events: rows.map((row) => row.event), cursor },
          headers: { 'next-page-cursor': cursor },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/events/stream',
      operationId: 'streamEvents',
      summary: 'The same feed as server-sent events; Last-Event-ID goes on where the last connection ended.',
      description:
        'Without Last-Event-ID or `after` it begins at the start of your feed; `after=now` begins with what happens next.',
      allow: 'authenticated',
      query: z.strictObject({ after: z.union([z.literal('now'), Cursor], CURSOR).optional() }),
      responses: { 200: { description: 'A stream.', contentType: 'text/event-stream' } },
      handle: async ({ principal, query, headers, signal, tx }) => {
        const last = headers['last-event-id'];
        const parsed = last === undefined ? undefined : Cursor.safeParse(last);
        if (parsed && !parsed.success) {
          throw new ProblemError({
            status: 400,
            title: 'The headers are not valid',
            errors: [
              { code: 'INVALID_VALUE', property: 'Last-Event-ID', message: 'the id of the last event received' },
            ],
          });
        }
        const newest =
          query.after === 'now' && parsed === undefined
            ? await tx.select({ position: feed.position }).from(feed).orderBy(desc(feed.position)).limit(1)
            : [];
        const after = parsed?.data ?? (query.after === 'now' ? (newest[0]?.position ?? 0) : (query.after ?? 0));
        return {
          status: 200,
          body: hub.open(principal, after, signal()),
          contentType: 'text/event-stream',
          headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        };
      },
    }),
  ];
}
