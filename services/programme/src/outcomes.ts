import { type Cluster, DESIGNATED_CLUSTERS } from '@greenlane/contracts/clusters';
import { CalendarDate, Identifier, isPeriod, UNLocationCode } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { canonicalLocationCode } from '@greenlane/geography/ports';
import { defineRoute, type Route } from '@greenlane/runtime/service';
import { z } from 'zod';
import { monthWithin } from './domain/months.ts';
import {
  METHODS,
  METHODS_PATH,
  type OutcomeFigures,
  type OutcomeScope,
  outcomeFigures,
  outcomeKeys,
} from './outcome-figures.ts';

const GROUPS = ['cluster', 'province', 'port', 'month'] as const;
type Group = (typeof GROUPS)[number];

const CSV_COLUMNS: readonly (readonly [string, (figures: OutcomeFigures) => string | number | null | undefined])[] = [
  ['designatedUnits', ({ units }) => units.designated],
  ['activeUnits', ({ units }) => units.active],
  ['priorityRequests', ({ requests }) => requests.priority.requests],
  ['priorityFillRatePercent', ({ requests }) => requests.priority.fillRatePercent],
  ['priorityHoursToAllocation', ({ requests }) => requests.priority.hoursToAllocation],
  ['standardRequests', ({ requests }) => requests.standard.requests],
  ['standardFillRatePercent', ({ requests }) => requests.standard.fillRatePercent],
  ['standardHoursToAllocation', ({ requests }) => requests.standard.hoursToAllocation],
  ['teu', ({ carbon }) => carbon.teu],
  ['teuOnLowEmissionSpace', ({ carbon }) => carbon.teuOnLowEmissionSpace],
  ['co2eKg', ({ carbon }) => carbon.co2eKg],
  ['laneDefaultCo2eKg', ({ carbon }) => carbon.laneDefaultCo2eKg],
  ['greenBoxes', ({ dwell }) => dwell.GREEN.boxes],
  ['greenMeanHours', ({ dwell }) => dwell.GREEN.meanHours],
  ['ordinaryBoxes', ({ dwell }) => dwell.ORDINARY.boxes],
  ['ordinaryMeanHours', ({ dwell }) => dwell.ORDINARY.meanHours],
  ['hoursSavedPerBox', ({ dwell }) => dwell.hoursSavedPerBox],
  ['hoursSavedLow95', ({ dwell }) => dwell.confidenceInterval95Hours?.[0]],
  ['hoursSavedHigh95', ({ dwell }) => dwell.confidenceInterval95Hours?.[1]],
  ['approvedClaims', ({ claims }) => claimsIn(claims, 'approved')],
  ['openClaims', ({ claims }) => claimsIn(claims, 'draft', 'submitted', 'verified')],
  ['indicative', ({ indicative }) => String(indicative)],
];

function claimsIn(claims: OutcomeFigures['claims'], ...statuses: readonly string[]): number | null {
  if (claims === null) return null;
  return claims.reduce((sum, claim) => sum + (statuses.includes(claim.status) ? claim.claims : 0), 0);
}

type Row = { readonly key: string; readonly figures: OutcomeFigures };

function csvOf(group: Group, rows: readonly Row[]): string {
  const header = [group, ...CSV_COLUMNS.map(([name]) => name)].join(',');
  const lines = rows.map(({ key, figures }) =>
    [key, ...CSV_COLUMNS.map(([, value]) => value(figures) ?? '')].join(','),
  );
  return `${[header, ...lines].join('\n')}\n`;
}

async function groupedFigures(
  tx: Transaction,
  group: Group,
  scope: OutcomeScope,
  clusters: readonly Cluster[],
): Promise<readonly Row[]> {
  const scopes: readonly (readonly [string, OutcomeScope])[] =
    group === 'cluster'
      ? clusters.map(({ clusterCode }) => [clusterCode, { ...scope, clusters: [clusterCode] }])
      : group === 'province'
        ? [...Map.groupBy(clusters, ({ province }) => province)].map(([province, own]) => [
            province,
            { ...scope, clusters: own.map(({ clusterCode }) => clusterCode) },
          ])
        : (await outcomeKeys(tx, group, scope)).map((key) => [
            key,
            group === 'port' ? { ...scope, port: key } : { ...scope, ...monthWithin(key, scope) },
          ]);
  const rows: Row[] = [];
  for (const [key, own] of scopes) rows.push({ key, figures: await outcomeFigures(tx, own) });
  return rows;
}

/** What came of the programme, for the authority; a provincial bureau sees its province. */
export function outcomeRoutes(): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/programme/outcomes',
      operationId: 'readOutcomes',
      summary:
        'Uptake, time to allocation, fill rate, CO2e beside the lane default, dwell saved, claims: in all, by cluster, and by province, port or month.',
      description: `The method of each figure is at ${METHODS_PATH}. \`format=csv\` gives one row a group (\`by\`, default cluster).`,
      allow: ['authority', 'verifier'],
      query: z
        .strictObject({
          cluster: Identifier.optional(),
          province: z.string().max(50).optional(),
          port: UNLocationCode.optional(),
          from: CalendarDate.optional(),
          to: CalendarDate.optional(),
          by: z.enum(GROUPS).default('cluster'),
          format: z.enum(['json', 'csv']).default('json'),
        })
        .refine(isPeriod, { path: ['to'], message: 'a date not before from' }),
      responses: { 200: { description: 'Figures with the method of each.' } },
      worded: true,
      handle: async ({ tx, query, principal, language }) => {
        const province = principal.province ?? query.province;
        const chosen = DESIGNATED_CLUSTERS.filter(
          (cluster) =>
            (province === undefined || cluster.province === province) &&
            (query.cluster === undefined || cluster.clusterCode === query.cluster),
        );
        const isAll = province === undefined && query.cluster === undefined;
        const scope: OutcomeScope = {
          ...(isAll ? {} : { clusters: chosen.map(({ clusterCode }) => clusterCode) }),
          ...(query.port === undefined ? {} : { port: canonicalLocationCode(query.port) }),
          from: query.from,
          to: query.to,
        };
        // A cluster of another province, or none: there is nothing to count.
        const rows = chosen.length === 0 ? [] : await groupedFigures(tx, query.by, scope, chosen);
        if (query.format === 'csv')
          return { status: 200, body: csvOf(query.by, rows), contentType: 'text/csv; charset=utf-8' };
        const inAll = chosen.length === 0 ? undefined : await outcomeFigures(tx, scope);
        return {
          status: 200,
          body: {
            ...(province === undefined ? {} : { province }),
            ...(inAll ? { total: inAll } : {}),
            by: query.by,
            groups: rows.map(({ key, figures }) => ({ key, ...figures })),
            ...(query.by === 'cluster'
              ? {
                  clusters: rows.map(({ key, figures }) => ({
                    clusterCode: key,
                    province: chosen.find(({ clusterCode }) => clusterCode === key)?.province,
                    ...figures,
                  })),
                }
              : {}),
            methods: METHODS[language],
            indicative: inAll?.indicative ?? true,
          },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: METHODS_PATH,
      operationId: 'readOutcomeMethods',
      summary: 'How each outcome figure is made.',
      allow: 'anyone',
      transaction: false,
      responses: { 200: { description: 'A sentence a figure.' } },
      worded: true,
      handle: async ({ language }) => ({ status: 200, body: METHODS[language] }),
    }),
  ];
}
