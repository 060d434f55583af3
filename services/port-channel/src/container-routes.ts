import { DateTime, EquipmentReference, Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { defineRoute, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { refoldContainers } from './clocks.ts';
import { EVENT_COLUMNS, eventOf } from './container-context.ts';
import { adoptContainers } from './ingest.ts';
import { notFound, passView } from './pass-routes.ts';
import { assignContainers, lockForAssignment } from './passes.ts';
import { allocations, assignments, declaredPauses, equipmentEvents, passes, visits } from './tables.ts';

/** The visit that a pause is declared for: the first of those that the caller sees, and that it overlaps. */
async function visitAt(
  tx: Transaction,
  equipmentReference: string,
  pause: { readonly from: string; readonly to: string },
): Promise<typeof visits.$inferSelect> {
  const seen = await tx
    .select()
    .from(visits)
    .where(eq(visits.equipmentReference, equipmentReference))
    .orderBy(asc(visits.gateInAt));
  if (seen.length === 0) throw notFound('container');
  const [from, to] = [Date.parse(pause.from), Date.parse(pause.to)];
  const overlapped = seen.find(
    ({ gateInAt, loadDateTime }) =>
      gateInAt.getTime() < to && (loadDateTime === null || Date.parse(loadDateTime) > from),
  );
  if (overlapped) return overlapped;
  throw new ProblemError({
    status: 422,
    title: 'The container was not in port then',
    errors: [
      {
        code: 'OUTSIDE_VISIT',
        property: 'from',
        message: 'a pause lies between the gate-in of the container and its loading',
      },
    ],
  });
}

export function containerRoutes({ newId }: ServiceContext): Route[] {
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
      handle: async ({ tx, writeAsWorker, body, emit, now }) => {
        const visible = await tx
          .select({ offerId: allocations.offerId })
          .from(allocations)
          .where(eq(allocations.allocationId, body.allocationId));
        const [allocation] = visible;
        if (allocation === undefined) throw notFound('allocation');
        return writeAsWorker(async (worker) => {
          await lockForAssignment(worker, { ...body, ...allocation });
          const result = await assignContainers(worker, emit, { ...body, now });
          if ('code' in result)
            throw new ProblemError({
              status: result.code === 'REPEATED' ? 422 : 409,
              title: 'The containers cannot be assigned',
              errors: [{ code: result.code, property: 'equipmentReferences', message: result.message }],
            });
          await adoptContainers(worker, emit, body.equipmentReferences, now);
          return { status: 201, body: { allocationId: body.allocationId, containers: result } };
        });
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
          .select(EVENT_COLUMNS)
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
            events: events.map((row) => ({
              ...eventOf(row),
              isCurrent: row.isCurrent,
              recordedAt: row.recordedAt.toISOString(),
            })),
            visits: ownVisits.map((visit) => ({
              visitId: visit.visitId,
              UNLocationCode: visit.UNLocationCode,
              lane: visit.lane,
              state: visit.state,
              gateInDateTime: visit.gateInDateTime,
              ...(visit.loadDateTime === null ? {} : { loadDateTime: visit.loadDateTime }),
              pausedMinutes: visit.pausedMinutes,
              ...(visit.dwellMinutes === null ? {} : { dwellMinutes: visit.dwellMinutes }),
              ...visit.details,
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
      handle: async ({ tx, writeAsWorker, params, body, principal, emit, now }) => {
        const isExporter = principal.role !== 'port-operator';
        if (isExporter && body.reason !== 'EXPORTER_HOLD') {
          throw new ProblemError({
            status: 403,
            title: 'Only a port operator may declare this pause',
            errors: [{ code: 'FORBIDDEN', property: 'reason', message: 'an exporter may declare EXPORTER_HOLD' }],
          });
        }
        const { UNLocationCode } = await visitAt(tx, params.equipmentReference, body);
        const pauseId = `pause-${newId()}`;
        return writeAsWorker(async (worker) => {
          await worker.insert(declaredPauses).values({
            pauseId,
            equipmentReference: params.equipmentReference,
            UNLocationCode,
            ...body,
            declaredBy: principal.organisationId,
            declaredAt: now,
          });
          await refoldContainers(worker, emit, [params.equipmentReference], now);
          return { status: 201, body: { pauseId, equipmentReference: params.equipmentReference, ...body } };
        });
      },
    }),
  ];
}
