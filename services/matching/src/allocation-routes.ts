import { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import { Identifier, UNLocationCode } from '@greenlane/contracts/values';
import { allowComputing, type Transaction } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { assert } from '@greenlane/kernel/assert';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type Reply, type Route } from '@greenlane/runtime/service';
import { and, asc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { Books } from './books.ts';
import { type CommandAnswers, refusalReply } from './command-answers.ts';
import { findCommand, insertCommand } from './commands.ts';
import { decisionOf } from './decisions.ts';
import type { CommandInput } from './domain/inputs.ts';
import { wordingOf } from './domain/wording.ts';
import { RankingSchema } from './ranking-schema.ts';
import { actFor, notFound, notYet, REQUEST_READERS } from './route-parts.ts';
import * as tables from './tables.ts';

const PendingSchema = z.strictObject({ commandId: Identifier, status: z.literal('PENDING') });

const AllocationParams = z.object({ allocationId: Identifier });
const CommandParams = z.object({ commandId: Identifier });
const ListQuery = z.strictObject({
  ...PAGE_QUERY,
  requestId: Identifier.optional(),
  offerId: Identifier.optional(),
  priority: z.enum(['true', 'false']).optional(),
  loadPort: UNLocationCode.optional(),
  status: AllocationStatus.optional(),
});

/** Space taken, confirmed, declined and given back, and why it was decided so. */
export function allocationRoutes(options: {
  readonly books: Books;
  readonly newId: () => string;
  readonly answers: CommandAnswers;
}): Route[] {
  const { books, newId, answers } = options;

  /** Puts a command into its market and, after the commit, waits for the outcome. */
  async function command(
    { tx, principal }: { tx: Transaction; principal: Principal },
    market: string,
    input: CommandInput,
    success: (allocation: Allocation) => Reply,
  ): Promise<Reply> {
    const commandId = newId();
    await insertCommand(tx, { commandId, market, organisationId: principal.organisationId, input });
    const pending: Reply = {
      status: 202,
      headers: { location: `/v1/allocations/commands/${commandId}` },
      body: { commandId, status: 'PENDING' },
    };
    return {
      ...pending,
      settle: async () => {
        const outcome = await answers.outcomeOf(market, commandId);
        if (outcome === null) return pending;
        return 'allocation' in outcome ? success(outcome.allocation) : refusalReply(refusalIn(outcome));
      },
    };
  }

  async function visibleAllocation(
    { tx, principal }: { tx: Transaction; principal: Principal },
    allocationId: string,
  ): Promise<typeof tables.allocations.$inferSelect> {
    await actFor(tx, principal);
    const rows = await tx.select().from(tables.allocations).where(eq(tables.allocations.allocationId, allocationId));
    if (rows[0] === undefined) throw notFound('allocation');
    return rows[0];
  }

  const allocationResponses = {
    200: { description: 'The allocation after the change.', schema: Allocation },
    202: { description: 'Taken; the outcome follows at the Location.', schema: PendingSchema },
  } as const;

  function changeRoute(part: {
    readonly path: string;
    readonly operationId: string;
    readonly summary: string;
    readonly allow: Route['allow'];
    readonly kind: 'allocation-confirmed' | 'allocation-declined' | 'allocation-cancelled';
  }): Route {
    return defineRoute({
      method: 'POST',
      path: `/v1/allocations/{allocationId}/${part.path}`,
      operationId: part.operationId,
      summary: part.summary,
      allow: part.allow,
      scope: 'allocations:write',
      params: AllocationParams,
      responses: allocationResponses,
      handle: async ({ tx, principal, params }) => {
        const row = await visibleAllocation({ tx, principal }, params.allocationId);
        return command(
          { tx, principal },
          row.market,
          { kind: part.kind, allocationId: params.allocationId },
          (allocation) => ({
            status: 200,
            body: allocation,
          }),
        );
      },
    });
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/v1/allocations',
      operationId: 'allocateUnits',
      summary: 'Takes units on an offer for a request with MANUAL allocation.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'allocations:write',
      body: z.strictObject({ requestId: Identifier, offerId: Identifier, units: z.int().min(1).max(2_000) }),
      examples: { 'two containers': { requestId: '0199…', offerId: '0199…', units: 2 } },
      responses: {
        201: { description: 'Space is held.', schema: Allocation },
        202: allocationResponses[202],
      },
      handle: async ({ tx, principal, body }) => {
        await actFor(tx, principal);
        const rows = await tx.select().from(tables.requests).where(eq(tables.requests.requestId, body.requestId));
        if (rows[0] === undefined) {
          throw new ProblemError({
            status: 422,
            title: 'The allocation cannot be made',
            errors: [{ code: 'UNKNOWN_REQUEST', property: 'requestId', message: 'no request of yours has this id' }],
          });
        }
        return command({ tx, principal }, rows[0].market, { kind: 'units-chosen', ...body }, (allocation) => ({
          status: 201,
          headers: { location: `/v1/allocations/${allocation.allocationId}` },
          body: allocation,
        }));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/allocations',
      operationId: 'listAllocations',
      summary: 'Allocations that the caller is a party of.',
      allow: 'authenticated',
      query: ListQuery,
      responses: { 200: { description: 'A page of allocations.', schema: z.array(Allocation) } },
      handle: async ({ tx, principal, query }) => {
        await actFor(tx, principal);
        const after = readCursor(query.cursor);
        const { allocations } = tables;
        const rows = await tx
          .select({ payload: allocations.payload })
          .from(allocations)
          .where(
            and(
              after === undefined ? undefined : gt(allocations.allocationId, after),
              query.requestId === undefined ? undefined : eq(allocations.requestId, query.requestId),
              query.offerId === undefined ? undefined : eq(allocations.offerId, query.offerId),
              query.priority === undefined ? undefined : eq(allocations.priority, query.priority === 'true'),
              query.loadPort === undefined
                ? undefined
                : eq(allocations.loadPort, canonicalLocationCode(query.loadPort)),
              query.status === undefined ? undefined : eq(allocations.status, query.status),
            ),
          )
          .orderBy(asc(allocations.allocationId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, ({ payload }) => payload.allocationId);
        return { status: 200, body: page.rows.map(({ payload }) => payload), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/allocations/{allocationId}',
      operationId: 'getAllocation',
      summary: 'One allocation as it is now.',
      allow: 'authenticated',
      params: AllocationParams,
      responses: { 200: { description: 'The allocation.', schema: Allocation } },
      handle: async ({ tx, principal, params }) => ({
        status: 200,
        body: (await visibleAllocation({ tx, principal }, params.allocationId)).payload,
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/allocations/{allocationId}/decision',
      operationId: 'getDecision',
      summary: 'What was decided then: the ranking at that place of the journal, replayed.',
      allow: REQUEST_READERS,
      params: AllocationParams,
      responses: {
        200: {
          description: 'The decision record.',
          schema: z.strictObject({
            allocationId: Identifier,
            market: Identifier,
            journalSequence: z.int().positive(),
            journalInput: z.string(),
            cause: z.string(),
            offerId: Identifier,
            units: z.int().positive(),
            message: z.string(),
            ranking: RankingSchema,
          }),
        },
      },
      worded: true,
      handle: async ({ tx, principal, params, language }) => {
        const row = await visibleAllocation({ tx, principal }, params.allocationId);
        await allowComputing(tx, '10min');
        const decision = await decisionOf(books, row, wordingOf(language));
        if (decision === undefined) throw notYet();
        return { status: 200, body: decision };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/allocations/commands/{commandId}',
      operationId: 'getAllocationCommand',
      summary: 'What became of a command that was answered 202.',
      allow: 'authenticated',
      params: CommandParams,
      responses: {
        200: { description: 'The allocation after the command.', schema: Allocation },
        202: allocationResponses[202],
      },
      handle: async ({ tx, params }) => {
        const row = await findCommand(tx, params.commandId);
        if (row === undefined) throw notFound('command');
        if (row.outcome === null) return { status: 202, body: { commandId: params.commandId, status: 'PENDING' } };
        return 'allocation' in row.outcome
          ? { status: 200, body: row.outcome.allocation }
          : refusalReply(refusalIn(row.outcome));
      },
    }),
    changeRoute({
      path: 'confirmation',
      operationId: 'confirmAllocation',
      summary: 'The carrier confirms held space.',
      allow: ['carrier'],
      kind: 'allocation-confirmed',
    }),
    changeRoute({
      path: 'decline',
      operationId: 'declineAllocation',
      summary: 'The carrier declines; the request is matched again at once.',
      allow: ['carrier'],
      kind: 'allocation-declined',
    }),
    changeRoute({
      path: 'cancellation',
      operationId: 'cancelAllocation',
      summary: 'The exporter gives the space back; the request is matched again elsewhere.',
      allow: ['exporter', 'logistics-provider'],
      kind: 'allocation-cancelled',
    }),
  ];
}

/** A command on an allocation ends with one, or refused. */
function refusalIn(outcome: Exclude<tables.CommandOutcome, { allocation: Allocation }>) {
  assert(!outcome.ok, 'no plan answers a command on an allocation');
  return outcome;
}
