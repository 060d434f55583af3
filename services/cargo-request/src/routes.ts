import { Allocation } from '@greenlane/contracts/allocation';
import { CargoRequest, CargoRequestBody, Feedback, RequestStatus } from '@greenlane/contracts/cargo-request';
import { DateTime, Identifier, Reference } from '@greenlane/contracts/values';
import { REGIONS } from '@greenlane/geography/regions';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { ndjsonReply, takeLines } from '@greenlane/runtime/ndjson';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { etagOf, requireIfMatch } from '@greenlane/runtime/preconditions';
import { defineRoute, type Principal, ProblemError, type ProblemItem, type Route } from '@greenlane/runtime/service';
import { wordedInAll } from '@greenlane/runtime/translation';
import { z } from 'zod';
import { exporterOf } from './domain/acting-for.ts';
import { closedBecause } from './domain/progress.ts';
import { checkRequest } from './domain/request-check.ts';
import { CARGO_REQUEST_IN_CHINESE } from './refusals-in-chinese.ts';
import {
  allocationsOfRequest,
  findRequest,
  listRequests,
  lockRequest,
  type RequestRow,
  replaceRequest,
  screeningRules,
} from './store.ts';
import { audienceOf, hashOf, type Submitting, submitRequests, toEventData } from './submit.ts';

/** A request as its parties read it. */
export const RequestResource = CargoRequest.extend({
  status: RequestStatus,
  updatedAt: DateTime,
  /** What the pre-screen found, then what matching said with its last decision. */
  feedbacks: z.array(Feedback),
  unitsAllocated: z.int().nonnegative(),
  unitsConfirmed: z.int().nonnegative(),
  unitsShipped: z.int().nonnegative(),
  /** The last decision of matching; absent until there is one. */
  decision: z
    .strictObject({
      decisionNumber: z.int().positive(),
      isPriorityUnit: z.boolean(),
      policyVersion: Identifier,
      decidedAt: DateTime,
    })
    .optional(),
  cancellationReason: z.string().optional(),
});

const AllocationSummary = Allocation.pick({
  allocationId: true,
  version: true,
  status: true,
  cause: true,
  units: true,
  offerId: true,
  carrierOfferReference: true,
  carrierName: true,
  vessel: true,
  carrierServiceCode: true,
  carrierExportVoyageNumber: true,
  loadPort: true,
  dischargePort: true,
  departureDateTime: true,
  arrivalDateTime: true,
  rate: true,
  priority: true,
  indicative: true,
  holdExpiresAt: true,
  replaces: true,
  changedAt: true,
});

export const RequestWithAllocations = RequestResource.extend({ allocations: z.array(AllocationSummary) });

const BatchResult = z.strictObject({
  line: z.int().positive(),
  status: z.int(),
  requestReference: z.string().optional(),
  requestId: Identifier.optional(),
  version: z.int().positive().optional(),
  feedbacks: z.array(Feedback).optional(),
  errors: z
    .array(z.strictObject({ code: z.string(), property: z.string().optional(), message: z.string() }))
    .optional(),
});

const RequestParams = z.object({ requestId: Identifier });
const CancellationBody = z.strictObject({ reason: z.string().trim().min(1).max(500).optional() }).nullish();

const REQUEST_EXAMPLE = {
  requestReference: 'YC-PV-2026-118',
  cargo: { extendedHSCode: '854143', commodityType: 'PV modules', dangerousGoods: [] },
  equipment: { ISOEquipmentCode: '45G1', units: 12, cargoGrossWeightKg: '24500' },
  origin: {
    clusterCode: 'YANCHENG',
    loadPorts: ['CNSGH', 'CNNBO'],
    preCarriage: [
      { loadPort: 'CNSGH', mode: 'ROAD', distanceKm: '310' },
      { loadPort: 'CNNBO', mode: 'ROAD', distanceKm: '460' },
    ],
  },
  destination: { dischargePorts: ['NLRTM', 'DEHAM'] },
  cargoReadyDateTime: '2026-11-28T08:00:00+08:00',
  latestArrivalDateTime: '2027-01-20T00:00:00+01:00',
  constraints: { maxCo2eKgPerTeu: '1500', maxRate: { amount: '2600.00', currencyCode: 'USD' } },
  objective: 'LOWEST_EMISSIONS',
  splitAllowed: true,
};

const SUBMITTERS = ['exporter', 'logistics-provider'] as const;
const READERS = [...SUBMITTERS, 'authority', 'verifier'] as const;

const inAllLanguages = wordedInAll<Feedback>([CARGO_REQUEST_IN_CHINESE]);

function toResource(row: RequestRow): z.infer<typeof RequestResource> {
  const { decision } = row;
  return {
    ...toEventData(row),
    status: row.status,
    updatedAt: row.updatedAt.toISOString(),
    feedbacks: [...row.feedbacks, ...(decision?.feedbacks ?? [])].map(inAllLanguages),
    unitsAllocated: decision?.unitsAllocated ?? 0,
    unitsConfirmed: decision?.unitsConfirmed ?? 0,
    unitsShipped: decision?.unitsShipped ?? 0,
    ...(decision
      ? {
          decision: {
            decisionNumber: decision.decisionNumber,
            isPriorityUnit: decision.isPriorityUnit,
            policyVersion: decision.policyVersion,
            decidedAt: decision.decidedAt,
          },
        }
      : {}),
    ...(row.cancellationReason === null ? {} : { cancellationReason: row.cancellationReason }),
  };
}

function summaryOf(allocation: Allocation): z.infer<typeof AllocationSummary> {
  return z.object(AllocationSummary.shape).parse(allocation);
}

const noSuchRequest = () => new ProblemError({ status: 404, title: 'No such request' });

const TITLES: Readonly<Record<number, string>> = {
  403: 'This organisation may not act for that exporter',
  409: 'The request conflicts with what is already there',
  422: 'The request can never be accepted as it is',
};

const refused = (status: number, errors: readonly ProblemItem[]) =>
  new ProblemError({ status, title: TITLES[status] ?? 'Refused', errors });

/** A provider that lost its client may still read what it submitted, and change it no more. */
function requireMayChange(principal: Principal, row: RequestRow): void {
  const decision = exporterOf(principal, row.exporterId);
  if (!decision.ok) throw refused(403, [decision.refusal]);
}

export function cargoRequestRoutes(newId: () => string): readonly Route[] {
  const withAllocations = async (tx: Submitting['tx'], row: RequestRow) => ({
    ...toResource(row),
    allocations: (await allocationsOfRequest(tx, row.requestId)).map(summaryOf),
  });

  const submit = defineRoute({
    method: 'POST',
    path: '/v1/cargo-requests',
    operationId: 'submitCargoRequest',
    summary: 'Ask for space',
    description:
      'Taken with 202 and decided by matching; read the request or listen to its events. `requestReference` names it once per exporter: a repeat with the same body answers 200, another body 409. What the pre-screen doubts comes back in `feedbacks`; what no carrier could ever take is refused with 422. Nothing here promises capacity.',
    allow: SUBMITTERS,
    scope: 'requests:write',
    commit: 'together',
    body: CargoRequestBody,
    examples: { 'PV modules from Yancheng': REQUEST_EXAMPLE },
    responses: {
      202: { description: 'Taken; `Location` names it, `ETag` its version.', schema: RequestWithAllocations },
      200: { description: 'This request was submitted before with the same body.', schema: RequestWithAllocations },
    },
    handle: async ({ tx, emit, principal, now, body }) => {
      const [result] = await submitRequests({ tx, emit, principal, now, newId }, [body]);
      if (!result || 'problems' in result) throw refused(result?.status ?? 422, result?.problems ?? []);
      const { request } = result;
      return {
        status: result.status,
        headers: { location: `/v1/cargo-requests/${request.requestId}`, etag: etagOf(request.version) },
        // A request that is new has no allocations.
        body: result.status === 202 ? { ...toResource(request), allocations: [] } : await withAllocations(tx, request),
      };
    },
  });

  const submitBatch = defineRoute({
    method: 'POST',
    path: '/v1/cargo-requests/batch',
    operationId: 'submitCargoRequests',
    summary: 'Submit many requests, one JSON object a line',
    description:
      'Each line is judged alone and answered by a line: 202 taken, 200 repeated, 400 malformed, 403, 409 or 422 refused. Lines that were answered 202 are all stored before the answer begins.',
    allow: SUBMITTERS,
    scope: 'requests:write',
    bodyType: 'ndjson',
    worded: true,
    responses: {
      200: { description: 'A result for each line.', schema: BatchResult, contentType: 'application/x-ndjson' },
    },
    handle: async ({ tx, emit, principal, now, body, inLanguage }) => {
      const lines = await takeLines(String(body), CargoRequestBody, (bodies) =>
        submitRequests({ tx, emit, principal, now, newId }, bodies),
      );
      const answers = lines.map(({ line, taken }): z.infer<typeof BatchResult> => {
        if (!taken.ok) return { line, status: 400, errors: inLanguage(taken.refusal) };
        const { result, document } = taken.value;
        const { requestReference } = document;
        if ('problems' in result) {
          return { line, status: result.status, requestReference, errors: inLanguage(result.problems) };
        }
        const { requestId, version, feedbacks } = result.request;
        return {
          line,
          status: result.status,
          requestReference,
          requestId,
          version,
          ...(feedbacks.length > 0 ? { feedbacks: feedbacks.map(inAllLanguages) } : {}),
        };
      });
      return ndjsonReply(200, answers);
    },
  });

  const list = defineRoute({
    method: 'GET',
    path: '/v1/cargo-requests',
    operationId: 'listCargoRequests',
    summary: 'Requests of the organisation, oldest first',
    description: 'An exporter sees its own, a logistics provider those that it submitted.',
    allow: READERS,
    query: z.strictObject({
      ...PAGE_QUERY,
      status: RequestStatus.optional(),
      market: z.enum(REGIONS).optional(),
      exporterId: Identifier.optional(),
      requestReference: Reference.optional(),
    }),
    responses: {
      200: { description: 'One page; `Next-Page-Cursor` when there is more.', schema: z.array(RequestResource) },
    },
    handle: async ({ tx, query }) => {
      const { limit, cursor, ...filter } = query;
      const rows = await listRequests(tx, { after: readCursor(cursor), limit: limit + 1, filter });
      const page = pageOf(rows, limit, (row) => row.requestId);
      return { status: 200, headers: page.headers, body: page.rows.map(toResource) };
    },
  });

  const read = defineRoute({
    method: 'GET',
    path: '/v1/cargo-requests/{requestId}',
    operationId: 'getCargoRequest',
    summary: 'One request with its allocations',
    allow: READERS,
    params: RequestParams,
    responses: { 200: { description: 'The request.', schema: RequestWithAllocations } },
    handle: async ({ tx, params }) => {
      const row = await findRequest(tx, params.requestId);
      if (!row) throw noSuchRequest();
      return { status: 200, headers: { etag: etagOf(row.version) }, body: await withAllocations(tx, row) };
    },
  });

  const amend = defineRoute({
    method: 'PUT',
    path: '/v1/cargo-requests/{requestId}',
    operationId: 'amendCargoRequest',
    summary: 'Replace a request with its full new state',
    description:
      'Exporter, market and reference stay. Possible until cargo is on board; the request is matched again. The same state again makes no version.',
    allow: SUBMITTERS,
    scope: 'requests:write',
    params: RequestParams,
    body: CargoRequestBody,
    examples: { 'PV modules from Yancheng': REQUEST_EXAMPLE },
    responses: { 200: { description: 'The request as it is now.', schema: RequestWithAllocations } },
    handle: async ({ tx, emit, principal, headers, params, body, now }) => {
      const row = await lockRequest(tx, params.requestId);
      if (!row) throw noSuchRequest();
      requireMayChange(principal, row);
      requireIfMatch(headers['if-match'], row.version);
      const closed = closedBecause(row.status, await allocationsOfRequest(tx, row.requestId));
      if (closed) throw refused(409, [closed]);
      const exporter = exporterOf(principal, body.onBehalfOf);
      if (!exporter.ok) throw refused(403, [exporter.refusal]);
      if (exporter.value !== row.exporterId) {
        throw refused(422, [
          { code: 'EXPORTER_CANNOT_CHANGE', property: 'onBehalfOf', message: `the cargo is that of ${row.exporterId}` },
        ]);
      }
      if (hashOf(body) === row.bodyHash) {
        return { status: 200, headers: { etag: etagOf(row.version) }, body: await withAllocations(tx, row) };
      }
      const checked = checkRequest({
        body,
        now,
        rules: await screeningRules(tx, [body], now),
        present: row,
      });
      if (!checked.ok) throw refused(422, checked.refusal);
      const amended: RequestRow = {
        ...row,
        version: row.version + 1,
        status: 'RECEIVED',
        body: checked.value.body,
        bodyHash: canonicalHash(checked.value.body),
        feedbacks: checked.value.feedbacks,
        updatedAt: now,
      };
      await replaceRequest(tx, amended);
      await emit(tx, {
        type: 'org.greenlane.cargo-request.amended.v1',
        subject: amended.requestId,
        key: amended.market,
        subjectVersion: amended.version,
        audience: audienceOf(amended),
        data: toEventData(amended),
      });
      return { status: 200, headers: { etag: etagOf(amended.version) }, body: await withAllocations(tx, amended) };
    },
  });

  const cancel = defineRoute({
    method: 'POST',
    path: '/v1/cargo-requests/{requestId}/cancellation',
    operationId: 'cancelCargoRequest',
    summary: 'Cancel a request and give its space back',
    description:
      'Possible until cargo is on board (409). Cancelling again changes nothing and answers the same. `If-Match` is honoured when it is sent.',
    allow: SUBMITTERS,
    scope: 'requests:write',
    params: RequestParams,
    body: CancellationBody,
    examples: { 'with a reason': { reason: 'the order was cancelled' } },
    responses: { 200: { description: 'The request, cancelled.', schema: RequestWithAllocations } },
    handle: async ({ tx, emit, principal, headers, params, body, now }) => {
      const row = await lockRequest(tx, params.requestId);
      if (!row) throw noSuchRequest();
      requireMayChange(principal, row);
      if (headers['if-match'] !== undefined) requireIfMatch(headers['if-match'], row.version);
      if (row.status === 'CANCELLED') {
        return { status: 200, headers: { etag: etagOf(row.version) }, body: await withAllocations(tx, row) };
      }
      const closed = closedBecause(row.status, await allocationsOfRequest(tx, row.requestId));
      if (closed) throw refused(409, [closed]);
      const reason = body?.reason ?? 'cancelled by the exporter';
      const cancelled: RequestRow = {
        ...row,
        version: row.version + 1,
        status: 'CANCELLED',
        updatedAt: now,
        cancellationReason: reason,
      };
      await replaceRequest(tx, cancelled);
      await emit(tx, {
        type: 'org.greenlane.cargo-request.cancelled.v1',
        subject: cancelled.requestId,
        key: cancelled.market,
        subjectVersion: cancelled.version,
        audience: audienceOf(cancelled),
        data: {
          requestId: cancelled.requestId,
          version: cancelled.version,
          market: cancelled.market,
          exporterId: cancelled.exporterId,
          reason,
        },
      });
      return { status: 200, headers: { etag: etagOf(cancelled.version) }, body: await withAllocations(tx, cancelled) };
    },
  });

  return [submit, submitBatch, list, read, amend, cancel];
}
