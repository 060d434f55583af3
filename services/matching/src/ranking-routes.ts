import { type CargoRequest, CargoRequestBody } from '@greenlane/contracts/cargo-request';
import { figureProblems } from '@greenlane/contracts/request-figures';
import { Identifier } from '@greenlane/contracts/values';
import { allowComputing, type Transaction } from '@greenlane/database/database';
import { canonicalLocationCode, findPort } from '@greenlane/geography/ports';
import { marketOf, REGIONS } from '@greenlane/geography/regions';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type ProblemItem, type Route } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Books } from './books.ts';
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
import { CandidateSchema, RankingPolicySchema, RankingSchema, RefusedSchema } from './ranking-schema.ts';
import { actFor, notFound, notYet, REQUEST_READERS } from './route-parts.ts';
import * as tables from './tables.ts';

const RequestParams = z.object({ requestId: Identifier });
const PageQuery = z.strictObject(PAGE_QUERY);

/** The book as a request sees it, and the policy that ranks. */
export function rankingRoutes({ books, now }: { readonly books: Books; readonly now: () => Date }): Route[] {
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
    // A request that has left the book is asked as it last stood there, for which the market is rebuilt.
    await allowComputing(tx, '10min');
    const request =
      row.leftSequence === null
        ? undefined
        : await books.readAt(row.market, row.leftSequence - 1, async ({ requests }) =>
            requests.get<CargoRequest>(requestId),
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
        const rows = await rankingOf({ tx, principal, requestId: params.requestId }, (market, ranking) =>
          refusedDocuments(market, ranking, { from, count: query.limit + 1 }, wordingOf(language)).map(
            (refused, index) => ({
              refused,
              place: from + index + 1,
            }),
          ),
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
      query: z.strictObject({ market: z.enum(REGIONS) }),
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
  ];
}

function pageStart(cursor: string | undefined): number {
  return Number(readCursor(cursor, /^\d{1,9}$/) ?? 0);
}

/** By the codes of `POST /v1/cargo-requests`, which also judges what only a stored request needs. */
function portProblems({ origin, destination }: CargoRequestBody): ProblemItem[] {
  const unknown = (codes: readonly string[], property: string) =>
    codes.flatMap((code, index) =>
      findPort(canonicalLocationCode(code))
        ? []
        : [
            {
              code: 'UNKNOWN_LOCATION',
              property: `${property}[${index}]`,
              message: `${code} is no sea port known here by its UN/LOCODE`,
            },
          ],
    );
  const known = origin.loadPorts.map(canonicalLocationCode).filter(findPort);
  const markets = new Set(known.map(marketOf));
  const ofLoadPorts = (code: string, message: string) => [{ code, property: 'origin.loadPorts', message }];
  return [
    ...unknown(origin.loadPorts, 'origin.loadPorts'),
    ...unknown(destination.dischargePorts, 'destination.dischargePorts'),
    ...(markets.has(undefined)
      ? ofLoadPorts('NO_MARKET', `one of ${known.join(', ')} belongs to no load market`)
      : markets.size > 1
        ? ofLoadPorts('LOAD_PORTS_IN_TWO_MARKETS', `load ports lie in one market, these in ${[...markets].join(', ')}`)
        : []),
  ];
}

/** A body as the request it would be: the same checks on whom it is for and on its load ports. */
function quoteOf(body: CargoRequestBody, principal: Principal, now: Date): CargoRequest {
  const exporterId = body.onBehalfOf ?? principal.organisationId;
  if (exporterId !== principal.organisationId && !principal.actsFor.includes(exporterId)) {
    throw new ProblemError({
      status: 403,
      title: 'This organisation may not act for that exporter',
      errors: [{ code: 'MAY_NOT_ACT_FOR', property: 'onBehalfOf', message: 'no mandate of this exporter is known' }],
    });
  }
  const market = marketOf(canonicalLocationCode(body.origin.loadPorts[0]!));
  const problems = [...portProblems(body), ...figureProblems(body, now)];
  if (market === undefined || problems.length > 0)
    throw new ProblemError({ status: 422, title: 'The request can never be accepted as it is', errors: problems });
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
