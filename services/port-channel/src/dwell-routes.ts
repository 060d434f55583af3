import { CalendarDate, Identifier, isPeriod, UNLocationCode } from '@greenlane/contracts/values';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type Route } from '@greenlane/runtime/service';
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { publishedDwell } from './domain/plausibility.ts';
import type { DwellSums } from './domain/rollup.ts';
import { compareLanes, type DwellHistogram, laneStatistics, stageStatistics } from './domain/statistics.ts';
import { type DwellQuestion, readSums } from './dwell-rollups.ts';
import { policyInForce } from './policy-in-force.ts';
import { alerts } from './tables.ts';

const Query = z
  .strictObject({
    UNLocationCode: UNLocationCode.optional(),
    from: CalendarDate.optional(),
    to: CalendarDate.optional(),
    lane: z.enum(['GREEN', 'ORDINARY']).optional(),
    facilityCode: z.string().max(6).optional(),
    carrierId: Identifier.optional(),
    clusterCode: Identifier.optional(),
    dangerousGoods: z.enum(['true', 'false']).optional(),
    gateInMode: z.string().max(20).optional(),
  })
  .refine(isPeriod, { path: ['to'], message: 'a date not before from' });

/** What is asked, within what the caller may see: a carrier reads its own boxes, an operator its own ports. */
function questionOf(query: z.infer<typeof Query>, principal: Principal): DwellQuestion {
  if (query.carrierId !== undefined && ['exporter', 'logistics-provider'].includes(principal.role)) {
    throw new ProblemError({
      status: 403,
      title: 'Statistics by carrier are not for exporters',
      errors: [{ code: 'FORBIDDEN', property: 'carrierId', message: 'leave this filter out' }],
    });
  }
  const port = query.UNLocationCode === undefined ? undefined : canonicalLocationCode(query.UNLocationCode);
  const ports = port === undefined ? (principal.role === 'port-operator' ? principal.ports : undefined) : [port];
  const carrierId = query.carrierId ?? (principal.role === 'carrier' ? principal.organisationId : undefined);
  const one = <Name extends string>(name: Name, value: string | undefined) =>
    value === undefined ? {} : { [name]: [value] };
  return {
    values: {
      ...(ports === undefined ? {} : { UNLocationCode: ports }),
      ...one('facilityCode', query.facilityCode),
      ...one('carrierId', carrierId),
      ...one('clusterCode', query.clusterCode),
      ...one('dangerousGoods', query.dangerousGoods),
      ...one('gateInMode', query.gateInMode),
    },
    from: query.from,
    to: query.to,
  };
}

function histogramOf(sums: DwellSums): DwellHistogram {
  return {
    count: sums.count,
    sumMinutes: sums.sumMinutes,
    sumSquaredMinutes: sums.sumSquaredMinutes,
    withinTarget: sums.withinTarget,
    hours: [...sums.hours]
      .filter(([, count]) => count > 0)
      .map(([hour, count]) => ({ hour, count }))
      .toSorted((first, second) => first.hour - second.hour),
  };
}

export function dwellRoutes(): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/port-channel/dwell',
      operationId: 'readDwell',
      summary: 'Dwell of completed boxes, GREEN against ORDINARY, with open boxes counted apart.',
      description:
        'Export dwell is ACT LOAD − ACT GTIN of the same laden container at the same port, minus the pauses that the policy names. The cohort is the boxes loaded in the period (port time); open boxes are those in port now (censored). Median and p90 are exact to within an hour. The cost of an answer grows with the days asked for, not with the boxes. `published` are figures that others have published for the port or its country, with what they measured.',
      allow: 'authenticated',
      query: Query,
      responses: { 200: { description: 'Statistics by lane and their comparison.' } },
      handle: async ({ tx, query, principal, now }) => {
        const question = questionOf(query, principal);
        const policy = await policyInForce(tx, now);
        const sums = await readSums(tx, question);
        const green = histogramOf(sums.GREEN.completed);
        const ordinary = histogramOf(sums.ORDINARY.completed);
        const view = (lane: 'GREEN' | 'ORDINARY', histogram: DwellHistogram) => {
          const { completed, openBoxes } = sums[lane];
          return {
            ...laneStatistics(histogram),
            openBoxes,
            targetHours: policy.targetHours[lane],
            stages: {
              gateToCustoms: stageStatistics(completed.gateCount, completed.gateMinutes),
              customs: stageStatistics(completed.customsCount, completed.customsMinutes),
              yard: stageStatistics(completed.yardCount, completed.yardMinutes),
            },
            hours: histogram.hours,
          };
        };
        const lanes = { GREEN: view('GREEN', green), ORDINARY: view('ORDINARY', ordinary) };
        const port = query.UNLocationCode === undefined ? undefined : canonicalLocationCode(query.UNLocationCode);
        return {
          status: 200,
          body: {
            ...(port === undefined ? {} : { UNLocationCode: port }),
            ...(query.from === undefined ? {} : { from: query.from }),
            ...(query.to === undefined ? {} : { to: query.to }),
            lanes: query.lane === undefined ? lanes : { [query.lane]: lanes[query.lane] },
            comparison: compareLanes(green, ordinary, policy.minimumSample),
            published: publishedDwell(port),
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
      summary: 'Dwell targets at risk or breached, passes unused near their cut-off, cut-offs that changed.',
      allow: 'authenticated',
      query: z.strictObject({
        ...PAGE_QUERY,
        limit: PAGE_QUERY.limit.default(100),
        UNLocationCode: UNLocationCode.optional(),
      }),
      responses: { 200: { description: 'Newest first.' } },
      handle: async ({ tx, query }) => {
        const before = readCursor(query.cursor, /^\d{1,13} ./)?.split(' ');
        const rows = await tx
          .select()
          .from(alerts)
          .where(
            and(
              query.UNLocationCode === undefined
                ? undefined
                : eq(alerts.UNLocationCode, canonicalLocationCode(query.UNLocationCode)),
              before === undefined
                ? undefined
                : sql`(${alerts.raisedAt}, ${alerts.alertId}) < (${new Date(Number(before[0]))}, ${before.slice(1).join(' ')})`,
            ),
          )
          .orderBy(desc(alerts.raisedAt), desc(alerts.alertId))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => `${row.raisedAt.getTime()} ${row.alertId}`);
        return {
          status: 200,
          headers: page.headers,
          body: page.rows.map((row) => ({
            alertId: row.alertId,
            kind: row.kind,
            UNLocationCode: row.UNLocationCode,
            ...(row.equipmentReference === null ? {} : { equipmentReference: row.equipmentReference }),
            ...(row.allocationId === null ? {} : { allocationId: row.allocationId }),
            message: row.message,
            ...(row.translations === null ? {} : { translations: row.translations }),
            raisedAt: row.raisedAt.toISOString(),
          })),
        };
      },
    }),
  ];
}
