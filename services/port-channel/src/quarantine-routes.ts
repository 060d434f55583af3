import { DateTime, UNLocationCode } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, ProblemError, type Route } from '@greenlane/runtime/service';
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { LONGEST_EVENT_ID } from './domain/equipment-event.ts';
import { notFound } from './pass-routes.ts';
import { closeEvent, correctEvent, discardEvent, type QuarantineRow } from './quarantine.ts';
import { quarantine } from './tables.ts';

const Params = z.object({ eventID: z.string().min(1).max(LONGEST_EVENT_ID) });
const Resolution = z.string().trim().min(2).max(500);

function view(row: QuarantineRow) {
  return {
    eventID: row.eventID,
    equipmentReference: row.equipmentReference,
    UNLocationCode: row.UNLocationCode,
    reason: row.code,
    quarantinedAt: row.quarantinedAt.toISOString(),
    ...(row.resolvedAt === null
      ? {}
      : {
          outcome: row.outcome ?? 'CLOSED',
          resolution: row.resolution,
          resolvedBy: row.resolvedBy,
          resolvedAt: row.resolvedAt.toISOString(),
        }),
  };
}

/** The quarantined event, when the caller may see it and nobody has resolved it. */
async function findHeld(tx: Transaction, eventID: string): Promise<QuarantineRow> {
  const rows = await tx
    .select()
    .from(quarantine)
    .where(and(eq(quarantine.eventID, eventID), isNull(quarantine.resolvedAt)));
  if (!rows[0]) throw notFound('quarantined event');
  return rows[0];
}

export function quarantineRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/quarantine',
      operationId: 'listQuarantine',
      summary: 'Events that no clock could take, with the reason, until someone resolves them.',
      description:
        'DATE_ONLY_STAMP: only a day is known. LOAD_WITHOUT_GATE_IN, LOAD_AT_OTHER_PORT, CUSTOMS_WITHOUT_GATE_IN: there is no visit to place it in. NEVER_LOADED: it gated in 30 days ago and neither loaded nor left. A late event that makes sense of one releases it by itself.',
      allow: ['port-operator', 'authority', 'verifier'],
      query: z.strictObject({
        ...PAGE_QUERY,
        limit: PAGE_QUERY.limit.default(100),
        UNLocationCode: UNLocationCode.optional(),
        resolved: z.enum(['true', 'false']).default('false'),
      }),
      responses: { 200: { description: 'Newest first.' } },
      handle: async ({ tx, query }) => {
        const before = readCursor(query.cursor, /^\d{1,13} ./)?.split(' ');
        const rows = await tx
          .select()
          .from(quarantine)
          .where(
            and(
              query.resolved === 'true' ? isNotNull(quarantine.resolvedAt) : isNull(quarantine.resolvedAt),
              query.UNLocationCode === undefined
                ? undefined
                : eq(quarantine.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
              before === undefined
                ? undefined
                : sql`(${quarantine.quarantinedAt}, ${quarantine.eventID}) < (${new Date(Number(before[0]))}, ${before.slice(1).join(' ')})`,
            ),
          )
          .orderBy(desc(quarantine.quarantinedAt), desc(quarantine.eventID))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => `${row.quarantinedAt.getTime()} ${row.eventID}`);
        return { status: 200, body: page.rows.map(view), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/quarantine/{eventID}/correction',
      operationId: 'correctQuarantined',
      summary: 'Places a quarantined event: the time, the port or the terminal that it should have named.',
      description:
        'Recorded as a later version of the event. Naming the time, even the one it has, answers for a stamp that looks like a mere day.',
      allow: ['port-operator', 'authority'],
      scope: 'port-channel:write',
      params: Params,
      body: z
        .strictObject({
          eventDateTime: DateTime.optional(),
          UNLocationCode: UNLocationCode.optional(),
          facilityCode: z.string().min(1).max(6).optional(),
          resolution: Resolution,
        })
        .refine(
          ({ eventDateTime, UNLocationCode: code, facilityCode }) =>
            eventDateTime !== undefined || code !== undefined || facilityCode !== undefined,
          { path: ['eventDateTime'], message: 'say what is corrected: eventDateTime, UNLocationCode or facilityCode' },
        ),
      examples: { corrected: { eventDateTime: '2026-12-01T08:30:00+08:00', resolution: 'the gate log of lane 7' } },
      responses: { 200: { description: 'What became of the event: corrected, or quarantined again with the reason.' } },
      handle: async ({ tx, writeAsWorker, params, body: { resolution, ...correction }, principal, emit, now }) => {
        const held = await findHeld(tx, params.eventID);
        const code = correction.UNLocationCode;
        if (
          principal.role === 'port-operator' &&
          code !== undefined &&
          !principal.ports.includes(canonicalLocationCode(code))
        )
          throw new ProblemError({
            status: 403,
            title: 'You speak for your own ports',
            errors: [
              {
                code: 'NOT_YOUR_PORT',
                property: 'UNLocationCode',
                message: `you record events of ${principal.ports.join(', ')}`,
              },
            ],
          });
        return writeAsWorker(async (worker) => {
          const resolver = { correction, resolution, resolvedBy: principal.organisationId, now };
          const result = await correctEvent(worker, emit, held, resolver);
          if (!result) throw notFound('quarantined event');
          return { status: 200, body: result };
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/quarantine/{eventID}/discard',
      operationId: 'discardQuarantined',
      summary: 'Leaves a quarantined event out of every clock, with a word on why.',
      allow: ['port-operator', 'authority'],
      scope: 'port-channel:write',
      params: Params,
      body: z.strictObject({ resolution: Resolution }),
      examples: { discarded: { resolution: 'no such box here' } },
      responses: { 200: { description: 'Discarded.' } },
      handle: async ({ tx, writeAsWorker, params, body, principal, emit, now }) => {
        const held = await findHeld(tx, params.eventID);
        const resolver = { ...body, resolvedBy: principal.organisationId, now };
        return writeAsWorker(async (worker) => {
          if (!(await discardEvent(worker, emit, held, resolver))) throw notFound('quarantined event');
          return { status: 200, body: view({ ...held, outcome: 'DISCARDED', ...resolver, resolvedAt: now }) };
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/port-channel/quarantine/{eventID}/resolution',
      operationId: 'resolveQuarantine',
      summary:
        'Closes a quarantined event with a word on why, and changes nothing else; a corrected event under the same eventID resolves it by itself.',
      allow: ['port-operator', 'authority'],
      scope: 'port-channel:write',
      params: Params,
      body: z.strictObject({ resolution: Resolution }),
      examples: { resolved: { resolution: 'the gate-in was reported late and is in now' } },
      responses: { 200: { description: 'Resolved.' } },
      handle: async ({ tx, writeAsWorker, params, body, principal, now }) => {
        const held = await findHeld(tx, params.eventID);
        const resolver = { ...body, resolvedBy: principal.organisationId, now };
        return writeAsWorker(async (worker) => {
          if (!(await closeEvent(worker, held, resolver))) throw notFound('quarantined event');
          return { status: 200, body: view({ ...held, outcome: 'CLOSED', ...resolver, resolvedAt: now }) };
        });
      },
    }),
  ];
}
