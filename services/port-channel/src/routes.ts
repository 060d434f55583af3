import { DateTime, EquipmentReference, Identifier, UNLocationCode } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { linesOf } from '@greenlane/runtime/ndjson';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  adoptContainers,
  emitPass,
  type IncomingEvent,
  type IngestResult,
  ingestEvents,
  policyInForce,
  refoldContainers,
} from './clocks.ts';
import { readEquipmentEvent } from './domain/equipment-event.ts';
import { compareLanes, type DwellHistogram, laneStatistics } from './domain/statistics.ts';
import { assignContainers } from './passes.ts';
import {
  alerts,
  allocations,
  assignments,
  declaredPauses,
  dwellHistogram,
  equipmentEvents,
  passes,
  quarantine,
  visits,
} from './tables.ts';

const PassStatus = z.enum(['issued', 'acknowledged', 'used', 'expired', 'revoked', 'replaced']);
const MAXIMUM_EVENTS = 10_000;
/** Events stored in one transaction: large enough to batch, small enough that a lock is not held long. */
const EVENT_CHUNK = 500;

function passView(pass: typeof passes.$inferSelect) {
  return {
    passId: pass.passId,
    status: pass.status,
    cause: pass.cause,
    allocationId: pass.allocationId,
    requestId: pass.requestId,
    unitNumber: pass.unitNumber,
    ...(pass.equipmentReference === null ? {} : { equipmentReference: pass.equipmentReference }),
    ISOEquipmentCode: pass.isoEquipmentCode,
    UNLocationCode: pass.UNLocationCode,
    ...(pass.facilitySMDGCode === null ? {} : { facilitySMDGCode: pass.facilitySMDGCode }),
    vessel: { vesselIMONumber: pass.vesselIMONumber, name: pass.vesselName },
    carrierExportVoyageNumber: pass.carrierExportVoyageNumber,
    window: { ...(pass.opens === null ? {} : { opens: pass.opens }), closes: pass.closes },
    dangerousGoods: pass.dangerousGoods,
    indicative: pass.indicative,
    policyVersion: pass.policyVersion,
    changedAt: pass.changedAt.toISOString(),
  };
}

const notFound = (what: string) =>
  new ProblemError({
    status: 404,
    title: `No such ${what}`,
    errors: [{ code: 'NOT_FOUND', message: `no such ${what}, or not yours` }],
  });

function passRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/passes',
      operationId: 'listPasses',
      summary: 'Green-lane passes: of your ports, your cargo or your ships.',
      allow: 'authenticated',
      query: z.strictObject({
        ...PAGE_QUERY,
        UNLocationCode: UNLocationCode.optional(),
        status: PassStatus.optional(),
        allocationId: Identifier.optional(),
        vesselIMONumber: z.string().optional(),
      }),
      responses: { 200: { description: 'Passes by id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const conditions: (SQL | undefined)[] = [
          query.UNLocationCode === undefined
            ? undefined
            : eq(passes.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
          query.status === undefined ? undefined : eq(passes.status, query.status),
          query.allocationId === undefined ? undefined : eq(passes.allocationId, query.allocationId),
          query.vesselIMONumber === undefined ? undefined : eq(passes.vesselIMONumber, query.vesselIMONumber),
          after === undefined ? undefined : gt(passes.passId, after),
        ];
        const rows = await tx
          .select()
          .from(passes)
          .where(and(...conditions))
          .orderBy(asc(passes.passId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.passId);
        return { status: 200, body: page.rows.map(passView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/passes/{passId}/acknowledgement',
      operationId: 'acknowledgePass',
      summary: 'The port operator has taken the pass into its own systems.',
      allow: ['port-operator'],
      scope: 'port-channel:write',
      params: z.object({ passId: Identifier }),
      responses: { 200: { description: 'The pass.' } },
      handle: async ({ tx, params, now, emit }) => {
        const found = await tx.select().from(passes).where(eq(passes.passId, params.passId)).for('update');
        const pass = found[0];
        if (!pass) throw notFound('pass');
        if (pass.status === 'acknowledged') return { status: 200, body: passView(pass) };
        if (pass.status !== 'issued') {
          throw new ProblemError({
            status: 409,
            title: 'The pass cannot be acknowledged',
            errors: [
              {
                code: 'WRONG_STATE',
                property: 'status',
                message: `the pass is ${pass.status}; only an issued one can be acknowledged`,
              },
            ],
          });
        }
        const changed = await tx
          .update(passes)
          .set({ status: 'acknowledged', cause: 'ACKNOWLEDGED', version: pass.version + 1, changedAt: now })
          .where(eq(passes.passId, pass.passId))
          .returning();
        const saved = changed[0];
        if (!saved) throw notFound('pass');
        await emitPass(tx, emit, saved);
        return { status: 200, body: passView(saved) };
      },
    }),
  ];
}

function containerRoutes({ db }: ServiceContext): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/containers',
      operationId: 'assignContainers',
      summary: 'Assigns container numbers to an allocation.',
      description: 'The same numbers again are harmless. A container belongs to one live allocation.',
      allow: ['exporter', 'logistics-provider', 'carrier', 'port-operator'],
      scope: 'port-channel:write',
      body: z.strictObject({
        allocationId: Identifier,
        equipmentReferences: z.array(EquipmentReference).min(1).max(2_000),
      }),
      responses: { 201: { description: 'Every container of the allocation so far, by position.' } },
      examples: { two: { allocationId: '0199…', equipmentReferences: ['APZU4812090', 'CSQU3054383'] } },
      handle: async ({ tx, body, principal, emit, now }) => {
        const visible = await tx
          .select({ allocationId: allocations.allocationId })
          .from(allocations)
          .where(eq(allocations.allocationId, body.allocationId));
        if (visible.length === 0) throw notFound('allocation');
        const units = await db.asWorker(async (worker) => {
          const result = await assignContainers(worker, emit, { ...body, now });
          if ('code' in result)
            throw new ProblemError({
              status: 409,
              title: 'The containers cannot be assigned',
              errors: [{ code: result.code, property: 'equipmentReferences', message: result.message }],
            });
          await adoptContainers(worker, emit, body.equipmentReferences, { recordedBy: principal.organisationId, now });
          return result;
        });
        return { status: 201, body: { allocationId: body.allocationId, containers: units } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/containers/{equipmentReference}',
      operationId: 'readContainer',
      summary: 'A container’s timeline, visits, pauses and passes.',
      allow: 'authenticated',
      params: z.object({ equipmentReference: EquipmentReference }),
      responses: { 200: { description: 'Its timeline, as far as you may see it.' } },
      handle: async ({ tx, params }) => {
        const reference = params.equipmentReference;
        const events = await tx
          .select()
          .from(equipmentEvents)
          .where(eq(equipmentEvents.equipmentReference, reference))
          .orderBy(asc(equipmentEvents.eventAt), asc(equipmentEvents.recordedAt));
        const ownVisits = await tx
          .select()
          .from(visits)
          .where(eq(visits.equipmentReference, reference))
          .orderBy(asc(visits.gateInAt));
        const ownPasses = await tx
          .select()
          .from(passes)
          .where(eq(passes.equipmentReference, reference))
          .orderBy(asc(passes.passId));
        const assigned = await tx
          .select()
          .from(assignments)
          .where(eq(assignments.equipmentReference, reference))
          .orderBy(asc(assignments.assignedAt));
        if (events.length + ownVisits.length + ownPasses.length + assigned.length === 0) throw notFound('container');
        return {
          status: 200,
          body: {
            equipmentReference: reference,
            events: events.map(({ event, recordedAt }) => ({ ...event, recordedAt: recordedAt.toISOString() })),
            visits: ownVisits.map((visit) => ({
              visitId: visit.visitId,
              UNLocationCode: visit.UNLocationCode,
              lane: visit.lane,
              state: visit.state,
              gateInDateTime: visit.gateInDateTime,
              ...(visit.loadDateTime === null ? {} : { loadDateTime: visit.loadDateTime }),
              pausedMinutes: visit.pausedMinutes,
              ...(visit.dwellMinutes === null ? {} : { dwellMinutes: visit.dwellMinutes }),
              ...(visit.details as object),
              policyVersion: visit.policyVersion,
            })),
            passes: ownPasses.map(passView),
            allocations: assigned.map((row) => ({
              allocationId: row.allocationId,
              unitNumber: row.unitNumber,
              isLive: row.isLive,
            })),
          },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/containers/{equipmentReference}/pauses',
      operationId: 'declarePause',
      summary: 'Declares a pause of a container’s clock: an exporter’s hold, or weather.',
      description: 'Whether it stops the clock is for the policy in force to say.',
      allow: ['port-operator', 'exporter', 'logistics-provider'],
      scope: 'port-channel:write',
      params: z.object({ equipmentReference: EquipmentReference }),
      body: z
        .strictObject({
          reason: z.enum(['EXPORTER_HOLD', 'WEATHER', 'CUSTOMS_INSPECTION']),
          from: DateTime,
          to: DateTime,
        })
        .refine((pause) => Date.parse(pause.to) > Date.parse(pause.from), {
          path: ['to'],
          message: 'must lie after from',
        }),
      examples: {
        hold: { reason: 'EXPORTER_HOLD', from: '2026-12-01T08:00:00+08:00', to: '2026-12-01T20:00:00+08:00' },
      },
      responses: { 201: { description: 'The pause.' } },
      handle: async ({ tx, params, body, principal, emit, now, correlationId }) => {
        const isExporter = principal.role !== 'port-operator';
        if (isExporter && body.reason !== 'EXPORTER_HOLD') {
          throw new ProblemError({
            status: 403,
            title: 'Only a port operator may declare this pause',
            errors: [{ code: 'FORBIDDEN', property: 'reason', message: 'an exporter may declare EXPORTER_HOLD' }],
          });
        }
        const seen = await tx
          .select({ visitId: visits.visitId })
          .from(visits)
          .where(eq(visits.equipmentReference, params.equipmentReference))
          .limit(1);
        if (seen.length === 0) throw notFound('container');
        const pauseId = `pause-${correlationId}`;
        await db.asWorker(async (worker) => {
          await worker.insert(declaredPauses).values({
            pauseId,
            equipmentReference: params.equipmentReference,
            ...body,
            declaredBy: principal.organisationId,
            declaredAt: now,
          });
          await refoldContainers(worker, emit, [params.equipmentReference], now);
        });
        return { status: 201, body: { pauseId, equipmentReference: params.equipmentReference, ...body } };
      },
    }),
  ];
}

type LineResult =
  | IngestResult
  | {
      readonly eventID?: string;
      readonly result: 'refused';
      readonly errors: readonly { readonly code: string; readonly property?: string; readonly message: string }[];
    };

function valuesOf(body: unknown): readonly unknown[] {
  if (typeof body === 'string') {
    return linesOf(body).map(({ text }) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return text;
      }
    });
  }
  if (Array.isArray(body)) return body;
  if (typeof body === 'object' && body !== null && 'events' in body && Array.isArray(body.events)) return body.events;
  return [body];
}

function eventRoutes({ db }: ServiceContext): Route[] {
  const take = async ({
    body,
    principal,
    emit,
    now,
  }: {
    body: unknown;
    principal: { organisationId: string; role: string; ports: readonly string[] };
    emit: Parameters<typeof ingestEvents>[1];
    now: Date;
  }) => {
    const values = valuesOf(body);
    if (values.length === 0 || values.length > MAXIMUM_EVENTS) {
      throw new ProblemError({
        status: 400,
        title: 'The body is not valid',
        errors: [{ code: 'INVALID_VALUE', message: `1 to ${MAXIMUM_EVENTS} events, one, in a list, or one a line` }],
      });
    }
    const results: LineResult[] = [];
    const good: { readonly index: number; readonly incoming: IncomingEvent }[] = [];
    values.forEach((value, index) => {
      const read = readEquipmentEvent(value);
      if (!read.ok) {
        const eventID =
          typeof value === 'object' && value !== null && 'eventID' in value && typeof value.eventID === 'string'
            ? { eventID: value.eventID }
            : {};
        results[index] = { ...eventID, result: 'refused', errors: read.refusal };
      } else if (principal.role === 'port-operator' && !principal.ports.includes(read.value.UNLocationCode)) {
        results[index] = {
          eventID: read.value.eventID,
          result: 'refused',
          errors: [
            {
              code: 'NOT_YOUR_PORT',
              property: 'eventLocation.UNLocationCode',
              message: `you record events of ${principal.ports.join(', ')}`,
            },
          ],
        };
      } else {
        good.push({ index, incoming: { event: read.value, original: value } });
      }
    });
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
    if (results.length === 1 && results[0]?.result === 'refused') {
      throw new ProblemError({ status: 400, title: 'The body is not valid', errors: results[0].errors });
    }
    return { status: 202, body: { results } };
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/equipment-events',
      operationId: 'recordEquipmentEvents',
      summary: 'Records DCSA T&T 2.2 EQUIPMENT events: one, a list, or NDJSON.',
      description:
        'Also customs events CUSS, CUSI, CUSR and the T&T 3.0 names. The same eventID again is harmless; a later eventUpdatedDateTime corrects, isRetracted withdraws. Each event gets a result: accepted, duplicate, corrected, retracted, quarantined (with the reason), or refused (with the property). The list stands or falls event by event.',
      allow: ['port-operator', 'carrier', 'logistics-provider'],
      scope: 'port-channel:write',
      bodyType: 'any',
      bodyLimit: 33_554_432,
      responses: { 202: { description: 'A result for each event, in order.' } },
      handle: take,
    }),
    defineRoute({
      method: 'GET',
      path: '/v2/events',
      operationId: 'listTrackAndTraceEvents',
      summary: 'Equipment events in the shape of DCSA T&T 2.2, for DCSA clients.',
      allow: 'authenticated',
      query: z.object({
        limit: z.coerce.number().int().min(1).max(100).default(100),
        cursor: z.string().max(300).optional(),
        eventType: z.string().optional(),
        equipmentEventTypeCode: z.string().optional(),
        equipmentReference: z.string().optional(),
        UNLocationCode: z.string().optional(),
        'eventCreatedDateTime:gte': DateTime.optional(),
        'eventCreatedDateTime:lte': DateTime.optional(),
      }),
      responses: { 200: { description: 'A list of events; Next-Page holds the cursor of the next.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor)?.split(' ');
        const types = query.eventType?.split(',') ?? ['EQUIPMENT'];
        if (!types.includes('EQUIPMENT')) return { status: 200, body: [] };
        const conditions: (SQL | undefined)[] = [
          // CUSS, CUSI and CUSR are no codes of T&T 2.2.
          sql`${equipmentEvents.equipmentEventTypeCode} not like 'CUS_'`,
          query.equipmentEventTypeCode === undefined
            ? undefined
            : inArray(equipmentEvents.equipmentEventTypeCode, query.equipmentEventTypeCode.split(',')),
          query.equipmentReference === undefined
            ? undefined
            : inArray(equipmentEvents.equipmentReference, query.equipmentReference.split(',')),
          query.UNLocationCode === undefined
            ? undefined
            : inArray(equipmentEvents.UNLocationCode, query.UNLocationCode.split(',').map(canonicalLocationCode)),
          query['eventCreatedDateTime:gte'] === undefined
            ? undefined
            : gte(equipmentEvents.recordedAt, new Date(query['eventCreatedDateTime:gte'])),
          query['eventCreatedDateTime:lte'] === undefined
            ? undefined
            : lte(equipmentEvents.recordedAt, new Date(query['eventCreatedDateTime:lte'])),
          after?.[0] === undefined
            ? undefined
            : or(
                gt(equipmentEvents.recordedAt, new Date(after[0])),
                and(eq(equipmentEvents.recordedAt, new Date(after[0])), gt(equipmentEvents.eventID, after[1] ?? '')),
              ),
        ];
        const rows = await tx
          .select()
          .from(equipmentEvents)
          .where(and(...conditions))
          .orderBy(asc(equipmentEvents.recordedAt), asc(equipmentEvents.eventID))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => `${row.recordedAt.toISOString()} ${row.eventID}`);
        const next = page.headers['next-page-cursor'];
        return {
          status: 200,
          body: page.rows.map(({ event, recordedAt }) => ({
            eventID: event.eventID,
            eventType: 'EQUIPMENT',
            eventCreatedDateTime: recordedAt.toISOString(),
            eventClassifierCode: event.eventClassifierCode,
            eventDateTime: event.eventDateTime,
            equipmentEventTypeCode: event.equipmentEventTypeCode,
            equipmentReference: event.equipmentReference,
            emptyIndicatorCode: event.isEmpty ? 'EMPTY' : 'LADEN',
            eventLocation: {
              UNLocationCode: event.UNLocationCode,
              ...(event.facilityCode === undefined
                ? {}
                : { facilityCode: event.facilityCode, facilityCodeListProvider: 'SMDG' }),
            },
          })),
          headers: { 'API-Version': '2.2.0', ...(next === undefined ? {} : { 'Next-Page': next }) },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/quarantine',
      operationId: 'listQuarantine',
      summary: 'Events that no clock could take, with the reason, until someone resolves them.',
      allow: ['port-operator', 'authority', 'verifier'],
      query: z.strictObject({ UNLocationCode: UNLocationCode.optional() }),
      responses: { 200: { description: 'At most 100, newest first.' } },
      handle: async ({ tx, query }) => {
        const rows = await tx
          .select()
          .from(quarantine)
          .where(
            and(
              isNull(quarantine.resolvedAt),
              query.UNLocationCode === undefined
                ? undefined
                : eq(quarantine.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
            ),
          )
          .orderBy(desc(quarantine.quarantinedAt), asc(quarantine.eventID))
          .limit(100);
        return {
          status: 200,
          body: rows.map(({ eventID, equipmentReference, UNLocationCode: code, code: reason, quarantinedAt }) => ({
            eventID,
            equipmentReference,
            UNLocationCode: code,
            reason,
            quarantinedAt: quarantinedAt.toISOString(),
          })),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/quarantine/{eventID}/resolution',
      operationId: 'resolveQuarantine',
      summary:
        'Closes a quarantined event with a word on why; a corrected event under the same eventID resolves it by itself.',
      allow: ['port-operator'],
      scope: 'port-channel:write',
      params: z.object({ eventID: Identifier }),
      body: z.strictObject({ resolution: z.string().trim().min(3).max(500) }),
      examples: { resolved: { resolution: 'the gate-in was reported late and is in now' } },
      responses: { 200: { description: 'Resolved.' } },
      handle: async ({ tx, params, body, principal, now }) => {
        const rows = await tx
          .update(quarantine)
          .set({ resolution: body.resolution, resolvedBy: principal.organisationId, resolvedAt: now })
          .where(and(eq(quarantine.eventID, params.eventID), isNull(quarantine.resolvedAt)))
          .returning();
        if (rows.length === 0) throw notFound('quarantined event');
        return {
          status: 200,
          body: { eventID: params.eventID, resolution: body.resolution, resolvedAt: now.toISOString() },
        };
      },
    }),
  ];
}

const EMPTY: DwellHistogram = { count: 0, sumMinutes: 0, sumSquaredMinutes: 0, withinTarget: 0, hours: [] };

async function readHistogram(
  tx: Transaction,
  lane: 'GREEN' | 'ORDINARY',
  where: SQL | undefined,
): Promise<DwellHistogram> {
  const rows = await tx
    .select({
      hour: dwellHistogram.hour,
      count: sql<number>`sum(${dwellHistogram.count})::int`,
      sumMinutes: sql<number>`sum(${dwellHistogram.sumMinutes})::float8`,
      sumSquaredMinutes: sql<number>`sum(${dwellHistogram.sumSquaredMinutes})::float8`,
      withinTarget: sql<number>`sum(${dwellHistogram.withinTarget})::int`,
    })
    .from(dwellHistogram)
    .where(and(eq(dwellHistogram.lane, lane), where))
    .groupBy(dwellHistogram.hour)
    .orderBy(asc(dwellHistogram.hour));
  return rows.reduce<DwellHistogram>(
    (total, row) => ({
      count: total.count + row.count,
      sumMinutes: total.sumMinutes + row.sumMinutes,
      sumSquaredMinutes: total.sumSquaredMinutes + row.sumSquaredMinutes,
      withinTarget: total.withinTarget + row.withinTarget,
      hours: row.count > 0 ? [...total.hours, { hour: row.hour, count: row.count }] : total.hours,
    }),
    EMPTY,
  );
}

function dwellRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/dwell',
      operationId: 'readDwell',
      summary: 'Dwell of completed boxes, GREEN against ORDINARY, with open boxes counted apart.',
      description:
        'Export dwell is ACT LOAD − ACT GTIN of the same laden container at the same port, minus the pauses that the policy names. The cohort is the boxes loaded in the period (port time). Median and p90 are exact to within an hour.',
      allow: 'authenticated',
      query: z.strictObject({
        UNLocationCode: UNLocationCode.optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        lane: z.enum(['GREEN', 'ORDINARY']).optional(),
        facilityCode: z.string().max(6).optional(),
        carrierId: Identifier.optional(),
        clusterCode: Identifier.optional(),
        dangerousGoods: z.enum(['true', 'false']).optional(),
        gateInMode: z.string().max(20).optional(),
      }),
      responses: { 200: { description: 'Statistics by lane and their comparison.' } },
      handle: async ({ tx, query, principal, now }) => {
        if (query.carrierId !== undefined && ['exporter', 'logistics-provider'].includes(principal.role)) {
          throw new ProblemError({
            status: 403,
            title: 'Statistics by carrier are not for exporters',
            errors: [{ code: 'FORBIDDEN', property: 'carrierId', message: 'leave this filter out' }],
          });
        }
        const port = query.UNLocationCode === undefined ? undefined : canonicalLocationCode(query.UNLocationCode);
        const where = and(
          port === undefined ? undefined : eq(dwellHistogram.UNLocationCode, port),
          query.from === undefined ? undefined : gte(dwellHistogram.loadDay, query.from),
          query.to === undefined ? undefined : lte(dwellHistogram.loadDay, query.to),
          query.facilityCode === undefined ? undefined : eq(dwellHistogram.facilityCode, query.facilityCode),
          query.carrierId === undefined ? undefined : eq(dwellHistogram.carrierId, query.carrierId),
          query.clusterCode === undefined ? undefined : eq(dwellHistogram.clusterCode, query.clusterCode),
          query.dangerousGoods === undefined
            ? undefined
            : eq(dwellHistogram.isDangerous, query.dangerousGoods === 'true'),
          query.gateInMode === undefined ? undefined : eq(dwellHistogram.gateInMode, query.gateInMode),
        );
        const policy = await policyInForce(tx, now);
        const [green, ordinary] = [await readHistogram(tx, 'GREEN', where), await readHistogram(tx, 'ORDINARY', where)];
        const open = await tx
          .select({ lane: visits.lane, count: sql<number>`count(*)::int` })
          .from(visits)
          .where(and(eq(visits.state, 'open'), port === undefined ? undefined : eq(visits.UNLocationCode, port)))
          .groupBy(visits.lane);
        const openOf = (lane: string) => open.find((row) => row.lane === lane)?.count ?? 0;
        const view = (lane: 'GREEN' | 'ORDINARY', histogram: DwellHistogram) => ({
          ...laneStatistics(histogram),
          openBoxes: openOf(lane),
          targetHours: policy.targetHours[lane],
          hours: histogram.hours,
        });
        const lanes = { GREEN: view('GREEN', green), ORDINARY: view('ORDINARY', ordinary) };
        return {
          status: 200,
          body: {
            ...(port === undefined ? {} : { UNLocationCode: port }),
            ...(query.from === undefined ? {} : { from: query.from }),
            ...(query.to === undefined ? {} : { to: query.to }),
            lanes: query.lane === undefined ? lanes : { [query.lane]: lanes[query.lane] },
            comparison: compareLanes(green, ordinary, policy.minimumSample),
            policyVersion: policy.version,
            indicative: policy.indicative,
          },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/alerts',
      operationId: 'listAlerts',
      summary: 'Dwell targets at risk or breached, passes unused near their cut-off.',
      allow: 'authenticated',
      query: z.strictObject({ UNLocationCode: UNLocationCode.optional() }),
      responses: { 200: { description: 'The newest 100.' } },
      handle: async ({ tx, query }) => {
        const rows = await tx
          .select()
          .from(alerts)
          .where(
            query.UNLocationCode === undefined
              ? undefined
              : eq(alerts.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
          )
          .orderBy(desc(alerts.raisedAt), asc(alerts.alertId))
          .limit(100);
        return {
          status: 200,
          body: rows.map((row) => ({
            alertId: row.alertId,
            kind: row.kind,
            UNLocationCode: row.UNLocationCode,
            ...(row.equipmentReference === null ? {} : { equipmentReference: row.equipmentReference }),
            ...(row.allocationId === null ? {} : { allocationId: row.allocationId }),
            message: row.message,
            raisedAt: row.raisedAt.toISOString(),
          })),
        };
      },
    }),
  ];
}

export function portChannelRoutes(context: ServiceContext): readonly Route[] {
  return [...passRoutes(), ...containerRoutes(context), ...eventRoutes(context), ...dwellRoutes()];
}
