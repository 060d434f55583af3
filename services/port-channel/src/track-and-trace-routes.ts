import { TRACK_AND_TRACE_VERSION, trackAndTraceEvent } from '@greenlane/contracts/track-and-trace';
import { DateTime } from '@greenlane/contracts/values';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { eventOf } from './container-context.ts';
import { readEquipmentEvent } from './domain/equipment-event.ts';
import { notFound } from './pass-routes.ts';
import { equipmentEventRecorded } from './port-events.ts';
import { equipmentEvents } from './tables.ts';

type EventRow = typeof equipmentEvents.$inferSelect;

const CODES = ['LOAD', 'DISC', 'GTIN', 'GTOT', 'STUF', 'STRP', 'PICK', 'DROP', 'INSP', 'RSEA', 'RMVD'] as const;
const EVENT_TYPES = ['SHIPMENT', 'TRANSPORT', 'EQUIPMENT'] as const;
const LARGEST_PAGE = 1_000;

/** A comma-separated list of codes: one of them must match. */
const listOf = <Code extends string>(codes: readonly [Code, ...Code[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(codes)))
    .optional();
const text = z.string().min(1).max(100).optional();

const Query = z.strictObject({
  limit: wholeNumber(1, LARGEST_PAGE).default(100),
  cursor: z.string().max(1_500).optional(),
  sort: z.enum(['eventCreatedDateTime', 'eventCreatedDateTime:ASC', 'eventCreatedDateTime:DESC']).optional(),
  eventType: listOf(EVENT_TYPES),
  equipmentEventTypeCode: listOf(CODES),
  shipmentEventTypeCode: text,
  documentTypeCode: text,
  transportEventTypeCode: text,
  transportDocumentReference: text,
  carrierBookingReference: text,
  transportCallID: text,
  vesselIMONumber: text,
  exportVoyageNumber: text,
  carrierServiceCode: text,
  equipmentReference: text,
  UNLocationCode: text,
  eventCreatedDateTime: DateTime.optional(),
  'eventCreatedDateTime:eq': DateTime.optional(),
  'eventCreatedDateTime:gte': DateTime.optional(),
  'eventCreatedDateTime:gt': DateTime.optional(),
  'eventCreatedDateTime:lte': DateTime.optional(),
  'eventCreatedDateTime:lt': DateTime.optional(),
});
type Query = z.infer<typeof Query>;

/** A place in the list: rows after (or before) a key; without a key, from that end of the list. */
const Cursor = z.strictObject({
  direction: z.enum(['next', 'previous']),
  key: z.tuple([z.string(), z.string(), z.string()]).optional(),
});
type Cursor = z.infer<typeof Cursor>;

const cursorText = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor), 'utf8').toString('base64url');

function readPlace(text: string | undefined): Cursor {
  if (text === undefined) return { direction: 'next' };
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new ProblemError({
      status: 400,
      title: 'The query is not valid',
      errors: [{ code: 'INVALID_VALUE', property: 'cursor', message: 'give the Next-Page or Prev-Page of an answer' }],
    });
  }
}

const keyOf = (row: EventRow): [string, string, string] => [row.recordedAt.toISOString(), row.eventID, row.versionHash];
const KEY = sql`(${equipmentEvents.recordedAt}, ${equipmentEvents.eventID}, ${equipmentEvents.versionHash})`;

/** A member of the message's transport call, as T&T 2.2 names it. */
const inCall = (name: string): SQL => sql`${equipmentEvents.original} -> 'transportCall' ->> ${name}`;
const equals = (expression: SQL, value: string | undefined) =>
  value === undefined ? undefined : sql`${expression} = ${value}`;

function conditionsOf(query: Query): SQL | undefined {
  const created = equipmentEvents.recordedAt;
  const at = (text: string) => new Date(text);
  const exactly = query['eventCreatedDateTime:eq'] ?? query.eventCreatedDateTime;
  return and(
    // What a later update replaced, or a retraction withdrew, is told no more; 2.2 has no word for either.
    eq(equipmentEvents.isCurrent, true),
    eq(equipmentEvents.isRetracted, false),
    inArray(equipmentEvents.equipmentEventTypeCode, [...(query.equipmentEventTypeCode ?? CODES)]),
    equals(sql`${equipmentEvents.equipmentReference}`, query.equipmentReference),
    query.UNLocationCode === undefined
      ? undefined
      : eq(equipmentEvents.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
    equals(inCall('transportCallID'), query.transportCallID),
    equals(inCall('exportVoyageNumber'), query.exportVoyageNumber),
    equals(inCall('carrierServiceCode'), query.carrierServiceCode),
    equals(
      sql`${equipmentEvents.original} -> 'transportCall' -> 'vessel' ->> 'vesselIMONumber'`,
      query.vesselIMONumber,
    ),
    query.carrierBookingReference === undefined
      ? undefined
      : sql`(${equipmentEvents.original} -> 'documentReferences')::jsonb @> ${JSON.stringify([
          { documentReferenceType: 'BKG', documentReferenceValue: query.carrierBookingReference },
        ])}::jsonb`,
    exactly === undefined ? undefined : eq(created, at(exactly)),
    query['eventCreatedDateTime:gte'] === undefined ? undefined : gte(created, at(query['eventCreatedDateTime:gte'])),
    query['eventCreatedDateTime:gt'] === undefined ? undefined : gt(created, at(query['eventCreatedDateTime:gt'])),
    query['eventCreatedDateTime:lte'] === undefined ? undefined : lte(created, at(query['eventCreatedDateTime:lte'])),
    query['eventCreatedDateTime:lt'] === undefined ? undefined : lt(created, at(query['eventCreatedDateTime:lt'])),
  );
}

/** Filters of shipment and transport events: no equipment event meets one, so the list is empty, as the standard has it. */
function asksForOthers(query: Query): boolean {
  return (
    (query.eventType !== undefined && !query.eventType.includes('EQUIPMENT')) ||
    [
      query.shipmentEventTypeCode,
      query.documentTypeCode,
      query.transportEventTypeCode,
      query.transportDocumentReference,
    ].some((filter) => filter !== undefined)
  );
}

/** The event in the words of 2.2, with the members of the message that we only pass on. */
function view(row: EventRow) {
  const event = eventOf(row);
  const read = readEquipmentEvent(row.original);
  const details = read.ok && read.value.kind === 'equipment' ? read.value.details : {};
  const told = trackAndTraceEvent(
    equipmentEventRecorded(event, details, undefined, {
      recordedBy: row.recordedBy,
      recordedAt: row.recordedAt.toISOString(),
    }).data,
  );
  const sent = row.original as Readonly<Record<string, unknown>>;
  if ('eventClassification' in sent) return told;
  const member = (name: string) => (sent[name] === undefined ? {} : { [name]: sent[name] });
  const merged = (name: 'eventLocation' | 'transportCall') =>
    typeof sent[name] === 'object' && sent[name] !== null
      ? { [name]: { ...sent[name], ...(name in told ? told[name] : {}) } }
      : {};
  return {
    ...told,
    ...merged('eventLocation'),
    ...merged('transportCall'),
    ...member('documentReferences'),
    ...member('references'),
    ...member('seals'),
  };
}

const VERSION = { 'API-Version': TRACK_AND_TRACE_VERSION };

export function trackAndTraceRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v2/events',
      operationId: 'listTrackAndTraceEvents',
      summary: 'Equipment events in the shape of DCSA T&T 2.2.0, for DCSA clients.',
      description:
        'Ordered by eventCreatedDateTime, which is when the platform took the version in: ask for `eventCreatedDateTime:gte` the last one you saw, or keep the Next-Page cursor. A corrected event comes again under its eventID; a retracted one is listed no more. Customs events (CUSS, CUSI, CUSR) are not of 2.2 and are not listed.',
      allow: 'authenticated',
      query: Query,
      responses: {
        200: { description: 'A list of events; Next-Page, Prev-Page, First-Page and Last-Page hold cursors.' },
      },
      handle: async ({ tx, query }) => {
        const place = readPlace(query.cursor);
        const ends = {
          'Current-Page': query.cursor ?? cursorText({ direction: 'next' }),
          'First-Page': cursorText({ direction: 'next' }),
          'Last-Page': cursorText({ direction: 'previous' }),
        };
        if (asksForOthers(query)) return { status: 200, body: [], headers: { ...VERSION, ...ends } };
        const isDescending = query.sort === 'eventCreatedDateTime:DESC';
        const isForward = place.direction === 'next';
        const goesUp = isForward !== isDescending;
        const comparison = goesUp ? sql`>` : sql`<`;
        const after =
          place.key === undefined
            ? undefined
            : sql`${KEY} ${comparison} (${place.key[0]}::timestamptz, ${place.key[1]}, ${place.key[2]})`;
        const order = goesUp ? asc : desc;
        const found = await tx
          .select()
          .from(equipmentEvents)
          .where(and(conditionsOf(query), after))
          .orderBy(
            order(equipmentEvents.recordedAt),
            order(equipmentEvents.eventID),
            order(equipmentEvents.versionHash),
          )
          .limit(query.limit + 1);
        const hasMore = found.length > query.limit;
        const inReach = found.slice(0, query.limit);
        const rows = isForward ? inReach : inReach.toReversed();
        const [first, last] = [rows[0], rows.at(-1)];
        const hasNext = isForward ? hasMore : place.key !== undefined;
        const hasPrevious = isForward ? place.key !== undefined : hasMore;
        return {
          status: 200,
          body: rows.map(view),
          headers: {
            ...VERSION,
            ...ends,
            ...(hasNext && last ? { 'Next-Page': cursorText({ direction: 'next', key: keyOf(last) }) } : {}),
            ...(hasPrevious && first ? { 'Prev-Page': cursorText({ direction: 'previous', key: keyOf(first) }) } : {}),
          },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v2/events/{eventID}',
      operationId: 'readTrackAndTraceEvent',
      summary: 'One equipment event in the shape of DCSA T&T 2.2.0.',
      allow: 'authenticated',
      params: z.object({ eventID: z.string().min(1).max(300) }),
      responses: { 200: { description: 'The event.' } },
      handle: async ({ tx, params }) => {
        const rows = await tx
          .select()
          .from(equipmentEvents)
          .where(
            and(
              eq(equipmentEvents.eventID, params.eventID),
              eq(equipmentEvents.isCurrent, true),
              eq(equipmentEvents.isRetracted, false),
              inArray(equipmentEvents.equipmentEventTypeCode, [...CODES]),
            ),
          );
        if (!rows[0]) throw notFound('event');
        return { status: 200, body: view(rows[0]), headers: VERSION };
      },
    }),
  ];
}
