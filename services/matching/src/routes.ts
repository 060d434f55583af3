import { Allocation, AllocationStatus } from '@greenlane/contracts/allocation';
import { type CargoRequest, CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { BidPriceRules, Policy } from '@greenlane/contracts/policy';
import { Identifier, Money, UNLocationCode } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { marketOf } from '@greenlane/geography/regions';
import { assert } from '@greenlane/kernel/assert';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type Reply, type Route } from '@greenlane/runtime/service';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Books } from './books.ts';
import { type CommandAnswers, refusalReply } from './command-answers.ts';
import { decisionOf } from './decisions.ts';
import { documentOf } from './domain/documents.ts';
import { REASON_CODES } from './domain/feasibility.ts';
import type { CommandInput } from './domain/inputs.ts';
import type { Market, Ranking } from './domain/market.ts';
import { policyDocumentAt } from './domain/market-reading.ts';
import {
  candidateDocuments,
  rankingDocument,
  rankingMinute,
  rankQuote,
  rankStored,
  refusedDocuments,
} from './domain/ranking-document.ts';
import { rankingPolicyDocument } from './domain/ranking-policy.ts';
import { wordingOf } from './domain/wording.ts';
import { findCommand, insertCommand } from './store.ts';
import * as tables from './tables.ts';

const ReasonSchema = z.strictObject({
  code: z.enum(REASON_CODES as [string, ...string[]]),
  message: z.string(),
  limit: z.string().optional(),
  actual: z.string().optional(),
});
const Co2eSchema = z.strictObject({
  totalKg: z.string(),
  perTeuKg: z.string(),
  perContainerKg: z.string(),
  wellToTankKg: z.string(),
  tankToWakeKg: z.string(),
  laneDefaultKg: z.string(),
  byElement: z.array(
    z.strictObject({
      kind: z.string(),
      mode: z.string(),
      distanceKm: z.string(),
      kg: z.string(),
      dataQuality: z.string(),
    }),
  ),
  dataQuality: z.string(),
  primaryDataSharePercent: z.string(),
});
const CostSchema = z.strictObject({
  freight: Money.nullable(),
  euEts: z.strictObject({ allowancesKg: z.string(), amount: Money.nullable(), allocationRule: z.string() }).nullable(),
  fuelEu: z
    .strictObject({ amount: Money, position: z.enum(['DEFICIT', 'SURPLUS']), allocationRule: z.string() })
    .nullable(),
  indicativeSubsidy: Money.nullable(),
  message: z.string(),
});
const AdviceSchema = z.strictObject({
  change: z.string(),
  offerId: Identifier,
  kgCo2ePerTeu: z.string(),
  message: z.string(),
});
export const CandidateSchema = z.strictObject({
  rank: z.int().positive(),
  offerId: Identifier,
  carrierOfferReference: z.string(),
  carrierName: z.string(),
  vessel: z.strictObject({ vesselIMONumber: z.string(), name: z.string() }),
  loadPort: UNLocationCode,
  dischargePort: UNLocationCode,
  departureDateTime: z.string(),
  arrivalDateTime: z.string(),
  rate: Money.nullable(),
  paretoOptimal: z.boolean(),
  lowEmission: z.boolean(),
  withinTwoPercentOfBest: z.boolean(),
  decidedBy: z.string().nullable(),
  message: z.string(),
  units: z.int().positive(),
  freight: Money.nullable(),
  co2e: Co2eSchema,
  cost: CostSchema,
});
export const RefusedSchema = z.strictObject({ offerId: Identifier, reasons: z.array(ReasonSchema) });
export const RankingSchema = z.strictObject({
  requestId: Identifier,
  decidedAt: z.string(),
  policyVersion: Identifier,
  factorSetVersion: Identifier,
  isPriorityUnit: z.boolean(),
  indicative: z.boolean(),
  objective: z.string(),
  units: z.int().positive(),
  counts: z.strictObject({
    candidates: z.int().nonnegative(),
    refused: z.int().nonnegative(),
    byReason: z.record(z.string(), z.int()),
  }),
  protection: z.strictObject({
    mode: z.enum(['FIXED_SHARE', 'BID_PRICE']),
    basis: z.enum(['FIXED_SHARE', 'BOOKING_CURVE']),
    solvedAt: z.string().nullable(),
    message: z.string(),
  }),
  candidates: z.array(CandidateSchema),
  refused: z.array(RefusedSchema),
  counterfactuals: z.array(AdviceSchema),
  relaxation: AdviceSchema.nullable(),
});
const RankingPolicySchema = Policy.extend({
  bidPrice: BidPriceRules,
  mainParameters: z.array(z.strictObject({ name: z.string(), message: z.string() })),
});
const PendingSchema = z.strictObject({ commandId: Identifier, status: z.literal('PENDING') });

const RequestParams = z.object({ requestId: Identifier });
const AllocationParams = z.object({ allocationId: Identifier });
const CommandParams = z.object({ commandId: Identifier });
const ListQuery = z.object({
  ...PAGE_QUERY,
  requestId: Identifier.optional(),
  offerId: Identifier.optional(),
  priority: z.enum(['true', 'false']).optional(),
  loadPort: UNLocationCode.optional(),
  status: AllocationStatus.optional(),
});
const PageQuery = z.object(PAGE_QUERY);

const REQUEST_READERS = ['exporter', 'logistics-provider', 'authority', 'verifier'] as const;

export type RoutesOptions = {
  readonly books: Books;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly answers: CommandAnswers;
};

const notFound = (what: string) => new ProblemError({ status: 404, title: `No such ${what}` });

/** Row level security reads for which exporters a provider acts. */
async function actFor(tx: Transaction, principal: Principal): Promise<void> {
  await tx.execute(sql`select set_config('greenlane.acts_for', ${principal.actsFor.join(' ')}, true)`);
}

export function matchingRoutes(options: RoutesOptions): Route[] {
  const { books, newId, now, answers } = options;

  async function rankingOf<Result>(
    { tx, principal, requestId }: { tx: Transaction; principal: Principal; requestId: string },
    look: (market: Market, ranking: Ranking) => Result,
  ): Promise<Result> {
    await actFor(tx, principal);
    const rows = await tx
      .select({ market: tables.requests.market, leftSequence: tables.requests.leftSequence })
      .from(tables.requests)
      .where(eq(tables.requests.requestId, requestId));
    const [row] = rows;
    if (row === undefined) throw notFound('request');
    // A request that has left the book is asked as it last stood there.
    const request =
      row.leftSequence === null
        ? undefined
        : await books.readAt(row.market, row.leftSequence - 1, async ({ requests }) =>
            documentOf<CargoRequest>(requests, requestId, 'request'),
          );
    const found = await books.read(row.market, (market) => {
      const minute = rankingMinute(now());
      const ranking =
        request === undefined ? rankStored(market, requestId, minute) : rankQuote(market, request, minute);
      return ranking === undefined ? undefined : { result: look(market, ranking) };
    });
    if (found === undefined) throw notYet();
    return found.result;
  }

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
      method: 'GET',
      path: '/v1/rankings/{requestId}',
      operationId: 'getRanking',
      summary: 'The book as it is now for a request: the ten best offers, and why the first ten others were refused.',
      allow: REQUEST_READERS,
      params: RequestParams,
      responses: { 200: { description: 'The ranking.', schema: RankingSchema } },
      worded: true,
      handle: async ({ tx, principal, params, language }) => ({
        status: 200,
        body: await rankingOf({ tx, principal, requestId: params.requestId }, (market, ranking) =>
          rankingDocument(market, ranking, wordingOf(language)),
        ),
      }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rankings/{requestId}/candidates',
      operationId: 'listCandidates',
      summary: 'Every offer of the market that could take the request, in rank order.',
      allow: REQUEST_READERS,
      params: RequestParams,
      query: PageQuery,
      responses: { 200: { description: 'A page of candidates.', schema: z.array(CandidateSchema) } },
      worded: true,
      handle: async ({ tx, principal, params, query, language }) => {
        const from = pageStart(query.cursor);
        const rows = await rankingOf({ tx, principal, requestId: params.requestId }, (market, ranking) =>
          candidateDocuments(market, ranking, { from, count: query.limit + 1 }, wordingOf(language)),
        );
        const page = pageOf(rows, query.limit, ({ rank }) => String(rank));
        return { status: 200, body: page.rows, headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rankings/{requestId}/refused',
      operationId: 'listRefused',
      summary: 'Every offer of the market that cannot take the request, with the reasons.',
      allow: REQUEST_READERS,
      params: RequestParams,
      query: PageQuery,
      responses: { 200: { description: 'A page of refusals.', schema: z.array(RefusedSchema) } },
      worded: true,
      handle: async ({ tx, principal, params, query, language }) => {
        const from = pageStart(query.cursor);
        const rows = await rankingOf({ tx, principal, requestId: params.requestId }, (_market, ranking) =>
          refusedDocuments(ranking, { from, count: query.limit + 1 }, wordingOf(language)).map((refused, index) => ({
            refused,
            place: from + index + 1,
          })),
        );
        const page = pageOf(rows, query.limit, ({ place }) => String(place));
        return { status: 200, body: page.rows.map(({ refused }) => refused), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/rankings',
      operationId: 'quoteRanking',
      summary: 'Ranks a request that is not stored: a quote.',
      allow: ['exporter', 'logistics-provider', 'authority'],
      scope: 'read',
      body: CargoRequestBody,
      idempotent: false,
      transaction: false,
      responses: { 200: { description: 'The ranking.', schema: RankingSchema } },
      worded: true,
      handle: async ({ principal, body, language }) => {
        const request = quoteOf(body, principal, now());
        const found = await books.read(request.market, (market) => {
          const ranking = rankQuote(market, request, rankingMinute(now()));
          return ranking === undefined ? undefined : rankingDocument(market, ranking, wordingOf(language));
        });
        if (found === undefined) throw notYet();
        return { status: 200, body: found };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/ranking-policy',
      operationId: 'getRankingPolicy',
      summary: 'The policy that ranks now: weights, protection, deadlines, with its basis and evidence.',
      allow: 'authenticated',
      query: z.object({ market: Identifier }),
      transaction: false,
      responses: {
        200: { description: 'The policy in force, and its main parameters in words.', schema: RankingPolicySchema },
      },
      worded: true,
      handle: async ({ query, language }) => {
        const policy = await books.read(query.market, (market) => policyDocumentAt(market, rankingMinute(now())));
        if (policy === undefined) throw notFound('market under a policy');
        return { status: 200, body: rankingPolicyDocument(policy, wordingOf(language)) };
      },
    }),
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

function notYet(): ProblemError {
  return new ProblemError({
    status: 409,
    title: 'The market cannot rank yet',
    errors: [
      {
        code: 'NO_POLICY_IN_FORCE',
        message: 'no policy is in force for this market yet, or nothing was published in it',
      },
    ],
    headers: { 'retry-after': '2' },
  });
}

function pageStart(cursor: string | undefined): number {
  return Number(readCursor(cursor, /^\d{1,9}$/) ?? 0);
}

/** A body as the request it would be: the same checks on whom it is for and on its load ports. */
function quoteOf(body: CargoRequestBody, principal: Principal, now: Date): CargoRequest {
  const exporterId = body.onBehalfOf ?? principal.organisationId;
  if (exporterId !== principal.organisationId && !principal.actsFor.includes(exporterId)) {
    throw new ProblemError({
      status: 403,
      title: 'This organisation may not act for that exporter',
      errors: [{ code: 'NOT_ACTING_FOR', property: 'onBehalfOf', message: 'no mandate of this exporter is known' }],
    });
  }
  const markets = new Set(body.origin.loadPorts.map((port) => marketOf(canonicalLocationCode(port))));
  const [market] = markets;
  if (markets.size !== 1 || market === undefined) {
    throw new ProblemError({
      status: 422,
      title: 'The request can never be accepted as it is',
      errors: [
        {
          code: markets.size > 1 ? 'LOAD_PORTS_IN_SEVERAL_MARKETS' : 'UNKNOWN_PORT',
          property: 'origin.loadPorts',
          message: 'all load ports are known ports of one market',
        },
      ],
    });
  }
  return {
    ...body,
    requestId: 'quote',
    version: 1,
    exporterId,
    exporterName: principal.organisationName,
    submittedBy: principal.organisationId,
    market,
    submittedAt: now.toISOString(),
  };
}
