import { linesOf, wrongInLine } from '@greenlane/runtime/ndjson';
import {
  defineRoute,
  ProblemError,
  type ProblemItem,
  type Route,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { type EquipmentEvent, readEquipmentEvent } from './domain/equipment-event.ts';
import { type IncomingEvent, type IngestResult, ingestEvents } from './ingest.ts';

const MAXIMUM_EVENTS = 10_000;
/** Events stored in one transaction: its dozen statements are shared by all, and its locks stay well below what PostgreSQL keeps room for. */
const EVENT_CHUNK = 1_000;

type LineResult =
  | IngestResult
  | { readonly eventID?: string; readonly result: 'ignored'; readonly reason: 'NOT_EQUIPMENT' }
  | { readonly eventID?: string; readonly result: 'refused'; readonly errors: readonly ProblemItem[] };

type Sent = {
  readonly value: unknown;
  /** The line that it came as. */
  readonly text?: string;
  /** A line that is no JSON, and what the parser said of it. */
  readonly malformed?: ProblemItem;
};

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (typeof body === 'object' && body !== null && 'events' in body && Array.isArray(body.events)) return body.events;
  return [body];
}

function valuesOf(body: unknown): readonly Sent[] {
  if (typeof body !== 'string') return listOf(body).map((value) => ({ value }));
  return linesOf(body).map(({ text }) => {
    try {
      return { value: JSON.parse(text) as unknown, text };
    } catch (error) {
      return { value: undefined, malformed: { code: 'MALFORMED_JSON', message: (error as Error).message } };
    }
  });
}

const eventIDOf = (value: unknown): { readonly eventID?: string } =>
  typeof value === 'object' && value !== null && 'eventID' in value && typeof value.eventID === 'string'
    ? { eventID: value.eventID }
    : {};

/**
 * Who connects a terminal tries a whole voyage at once, with moves as the schedule has them: those are taken. Beyond it lies
 * a slip of the pen, a wrong month or year, which would count as a box in port for good.
 */
const LONGEST_VOYAGE_AHEAD_MILLISECONDS = 92 * 86_400_000;

function isAhead({ eventClassifierCode, eventDateTime, isRetracted }: EquipmentEvent, now: Date): boolean {
  const ahead = Date.parse(eventDateTime) - now.getTime();
  return eventClassifierCode === 'ACT' && !isRetracted && ahead > LONGEST_VOYAGE_AHEAD_MILLISECONDS;
}

/** Sorts what was sent: fit to be stored, or its result at once. */
function sortOut(
  values: readonly Sent[],
  principal: { readonly role: string; readonly ports: readonly string[] },
  now: Date,
): {
  readonly results: LineResult[];
  readonly good: readonly { readonly index: number; readonly incoming: IncomingEvent }[];
} {
  const results: LineResult[] = [];
  const good: { readonly index: number; readonly incoming: IncomingEvent }[] = [];
  values.forEach(({ value, text, malformed }, index) => {
    if (malformed !== undefined) {
      results[index] = { result: 'refused', errors: [malformed] };
      return;
    }
    const read = readEquipmentEvent(value);
    const wrong = text === undefined ? undefined : wrongInLine(text, value);
    if (wrong) {
      results[index] = { ...eventIDOf(value), result: 'refused', errors: [wrong] };
    } else if (!read.ok) {
      results[index] = { ...eventIDOf(value), result: 'refused', errors: read.refusal };
    } else if (read.value.kind === 'other') {
      results[index] = { ...eventIDOf(value), result: 'ignored', reason: 'NOT_EQUIPMENT' };
    } else if (principal.role === 'port-operator' && !principal.ports.includes(read.value.event.UNLocationCode)) {
      results[index] = {
        eventID: read.value.event.eventID,
        result: 'refused',
        errors: [
          {
            code: 'NOT_YOUR_PORT',
            property: 'eventLocation.UNLocationCode',
            message: `you record events of ${principal.ports.join(', ')}`,
          },
        ],
      };
    } else if (isAhead(read.value.event, now)) {
      results[index] = {
        eventID: read.value.event.eventID,
        result: 'refused',
        errors: [
          {
            code: 'ACT_IN_FUTURE',
            property: 'eventDateTime',
            message: 'what is ACT has happened; what is still expected is PLN or EST',
          },
        ],
      };
    } else {
      const { event, details } = read.value;
      good.push({ index, incoming: { event, details, original: text ?? JSON.stringify(value) } });
    }
  });
  return { results, good };
}

export function eventRoutes({ db }: ServiceContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/equipment-events',
      operationId: 'recordEquipmentEvents',
      summary: 'Records DCSA T&T 2.2 EQUIPMENT events: one, a list, or NDJSON.',
      description:
        'Also customs events CUSS, CUSI, CUSR and the T&T 3.0 names. The same eventID again is harmless; a later eventUpdatedDateTime corrects, isRetracted withdraws; an eventID belongs to who recorded it first. Each event gets a result: accepted (with a reason when it came OUT_OF_ORDER or is SUPERSEDED by a later update), duplicate, corrected, retracted, quarantined (with the reason), ignored (a TRANSPORT or SHIPMENT event: checked, not kept), or refused (with the property). The list stands or falls event by event.',
      allow: ['port-operator', 'carrier', 'logistics-provider'],
      scope: 'port-channel:write',
      bodyType: 'any',
      worded: true,
      bodyLimit: 33_554_432,
      responses: { 202: { description: 'A result for each event, in order.' } },
      handle: async ({ body, principal, emit, now, inLanguage }) => {
        const values = valuesOf(body);
        if (values.length === 0 || values.length > MAXIMUM_EVENTS) {
          throw new ProblemError({
            status: 400,
            title: 'The body is not valid',
            errors: [
              { code: 'INVALID_VALUE', message: `1 to ${MAXIMUM_EVENTS} events, one, in a list, or one a line` },
            ],
          });
        }
        const { results, good } = sortOut(values, principal, now);
        for (let start = 0; start < good.length; start += EVENT_CHUNK) {
          const chunk = good.slice(start, start + EVENT_CHUNK);
          const stored = await db.asWorker((worker) =>
            ingestEvents(
              worker,
              emit,
              chunk.map(({ incoming }) => incoming),
              { recordedBy: principal.organisationId, now },
            ),
          );
          chunk.forEach(({ index }, position) => {
            const result = stored[position];
            if (result) results[index] = result;
          });
        }
        const [only] = results;
        if (results.length === 1 && only?.result === 'refused')
          throw new ProblemError({ status: 400, title: 'The body is not valid', errors: only.errors ?? [] });
        const said = results.map((each) =>
          each.result === 'refused' && each.errors ? { ...each, errors: inLanguage(each.errors) } : each,
        );
        return { status: 202, body: { results: said } };
      },
    }),
  ];
}
