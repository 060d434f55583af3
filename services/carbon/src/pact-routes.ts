import { Identifier } from '@greenlane/contracts/values';
import { MAXIMUM_PAGE_SIZE } from '@greenlane/runtime/paging';
import { defineRoute, type Reply, type Route } from '@greenlane/runtime/service';
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { COMPANY_URN, PRODUCT_CATEGORY_CPC, SHIPMENT_URN, shipmentProductFootprint } from './domain/pact.ts';
import { type PactFilter, type PactOperator, type PactProperty, readPactFilter } from './domain/pact-filter.ts';
import { IS_ACTIVE, pactRows, pactSourceOf } from './ileap-source.ts';
import { allocations, footprints } from './tables.ts';

const DEFAULT_LIMIT = 50;

/** PACT wants its own error body, with a code of its table, where the rest of the platform answers problem documents. */
const PactError = z.strictObject({ code: z.string(), message: z.string() });
const refusal = (status: number, code: string, message: string): Reply => ({ status, body: { code, message } });

/** Read in the handler, so that what is wrong with it is refused in PACT's words. */
const ListQuery = z.looseObject({
  $filter: z.string().optional().meta({ description: 'OData v4: eq, lt, le, gt, ge, and, any.' }),
  limit: z.string().optional().meta({ description: 'Footprints a page, at most 100.' }),
  after: z.string().optional().meta({ description: 'Where the page begins: only of a Link header.' }),
});

const OPERATORS: Readonly<Record<PactOperator, SQL>> = {
  eq: sql.raw('='),
  lt: sql.raw('<'),
  le: sql.raw('<='),
  gt: sql.raw('>'),
  ge: sql.raw('>='),
};

/** What a property of a footprint is in our rows; one that ours do not have compares with nothing. */
const MOMENTS: Partial<Readonly<Record<PactProperty, SQL>>> = {
  created: sql`${footprints.calculatedAt}`,
  'pcf/referencePeriodStart': sql`(${allocations.state} ->> 'departureDateTime')::timestamptz`,
  'pcf/referencePeriodEnd': sql`(${allocations.state} ->> 'arrivalDateTime')::timestamptz`,
};
const NOTHING = sql`false`;

function condition(filter: PactFilter): SQL {
  switch (filter.kind) {
    case 'AND':
      return and(...filter.parts.map(condition)) ?? NOTHING;
    case 'ANY_EQUALS': {
      const isProduct = filter.collection === 'productIds';
      const urn = isProduct ? SHIPMENT_URN : COMPANY_URN;
      if (!filter.value.startsWith(urn)) return NOTHING;
      const id = filter.value.slice(urn.length);
      return isProduct
        ? sql`${allocations.state} ->> 'requestReference' = ${id}`
        : sql`${footprints.exporterId} = ${id}`;
    }
    case 'COMPARE': {
      const operator = OPERATORS[filter.operator];
      if (filter.property === 'productCategoryCpc')
        return sql`${PRODUCT_CATEGORY_CPC}::text collate "C" ${operator} ${filter.value}::text`;
      const moment = MOMENTS[filter.property];
      return moment === undefined
        ? NOTHING
        : sql`${moment} ${operator} ${new Date(filter.value).toISOString()}::timestamptz`;
    }
  }
}

/** `<absolute URL of the same host>; rel="next"` (RFC 8288). */
function nextLink(headers: Readonly<Record<string, string | undefined>>, query: Readonly<Record<string, string>>) {
  const scheme = headers['x-forwarded-proto'] === 'https' ? 'https' : 'http';
  return `<${scheme}://${headers['host'] ?? 'localhost'}/2/footprints?${new URLSearchParams(query)}>; rel="next"`;
}

/**
 * The reading half of the PACT Technical Specifications 2.x: the newest footprint of each shipment that the caller may see,
 * wrapped as ProductFootprint with its iLEAP extension. What is not built and why: docs/adr.
 */
export function pactRoutes(): readonly Route[] {
  const list = defineRoute({
    method: 'GET',
    path: '/2/footprints',
    operationId: 'listPactFootprints',
    summary: 'PACT ListFootprints: shipments as ProductFootprints, with $filter, limit and Link paging.',
    description:
      'PACT Technical Specifications 2.x. Refusals are PACT’s: `{code, message}` with BadRequest or NotImplemented. The next page is the `Link` header’s.',
    allow: 'authenticated',
    query: ListQuery,
    responses: {
      200: {
        description: 'A page; `Link` names the next one.',
        schema: z.object({ data: z.array(z.looseObject({ id: z.string() })) }),
      },
      400: { description: 'BadRequest or NotImplemented.', schema: PactError },
    },
    handle: async ({ tx, query, headers }) => {
      const { $filter, limit = String(DEFAULT_LIMIT), after = '' } = query;
      if (!/^[1-9]\d{0,8}$/.test(limit)) return refusal(400, 'BadRequest', 'limit is a positive integer');
      const filter = $filter === undefined ? undefined : readPactFilter($filter);
      if (filter?.ok === false) return refusal(400, filter.refusal.code, filter.refusal.message);
      const size = Math.min(Number(limit), MAXIMUM_PAGE_SIZE);
      const rows = await pactRows(tx)
        .where(
          and(IS_ACTIVE, gt(footprints.footprintId, after), ...(filter === undefined ? [] : [condition(filter.value)])),
        )
        .orderBy(asc(footprints.footprintId))
        .limit(size + 1);
      const page = rows.slice(0, size);
      const last = page.at(-1);
      const next = { ...($filter === undefined ? {} : { $filter }), limit, after: last?.footprint.footprintId ?? '' };
      return {
        status: 200,
        headers: rows.length > size ? { link: nextLink(headers, next) } : {},
        body: { data: page.map((row) => shipmentProductFootprint(pactSourceOf(row))) },
      };
    },
  });
  const read = defineRoute({
    method: 'GET',
    path: '/2/footprints/{footprintId}',
    operationId: 'readPactFootprint',
    summary: 'PACT GetFootprint: one shipment as ProductFootprint; Deprecated once another version replaced it.',
    allow: 'authenticated',
    params: z.object({ footprintId: Identifier }),
    responses: {
      200: { description: 'The footprint.', schema: z.object({ data: z.looseObject({ id: z.string() }) }) },
      404: { description: 'NoSuchFootprint.', schema: PactError },
    },
    handle: async ({ tx, params }) => {
      const rows = await pactRows(tx).where(eq(footprints.footprintId, params.footprintId)).limit(1);
      const row = rows[0];
      if (!row) return refusal(404, 'NoSuchFootprint', 'The specified footprint does not exist.');
      return { status: 200, body: { data: shipmentProductFootprint(pactSourceOf(row)) } };
    },
  });
  return [list, read];
}
