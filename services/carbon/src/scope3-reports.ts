import { Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import { wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type Route } from '@greenlane/runtime/service';
import { reconcileScope3Report } from '@greenlane/statement/scope3-reconciliation';
import {
  makeScope3Report,
  type Scope3Figure,
  type Scope3Report,
  type Scope3Sources,
} from '@greenlane/statement/scope3-report';
import { stringify } from 'csv-stringify/sync';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { noSuch } from './footprints.ts';
import { allocations, statements } from './tables.ts';

/** A yearly report reads every statement of the exporter; beyond this it would no longer be one answer. */
const MAXIMUM_STATEMENTS = 20_000;
const SHIPPED = ['confirmed', 'loaded', 'completed'];

/** Whose report: one's own; for the authority and verifiers anyone's. A provider sees too few of a client's statements to sum them. */
function exporterOf(principal: Principal, exporterId: string | undefined): string {
  const isOverseer = principal.role === 'authority' || principal.role === 'verifier';
  if (exporterId === undefined) {
    if (!isOverseer) return principal.organisationId;
    throw new ProblemError({
      status: 400,
      title: 'The query is not valid',
      errors: [{ code: 'MISSING_PROPERTY', property: 'exporterId', message: 'name the exporter whose report it is' }],
    });
  }
  if (isOverseer || exporterId === principal.organisationId) return exporterId;
  throw noSuch('exporter');
}

async function sourcesOf(
  tx: Transaction,
  { exporterId, year }: { readonly exporterId: string; readonly year: number },
): Promise<Scope3Sources | undefined> {
  const years = [String(year), String(year - 1)];
  const rows = await tx
    .select({ signed: statements.signed })
    .from(statements)
    .where(
      and(
        eq(statements.exporterId, exporterId),
        // A statement that only supersedes one of these years still takes it out of the count.
        sql`(${statements.supersedes} is not null or exists (select 1 from jsonb_array_elements(${statements.signed} #> '{statement,shipments}') shipment
          where left(shipment ->> 'departureDateTime', 4) in (${sql.join(
            years.map((text) => sql`${text}`),
            sql`, `,
          )})))`,
      ),
    )
    .orderBy(asc(statements.chainNumber))
    .limit(MAXIMUM_STATEMENTS + 1);
  assert(rows.length <= MAXIMUM_STATEMENTS, `an exporter has at most ${MAXIMUM_STATEMENTS} statements in two years`);
  const newest = rows.at(-1)?.signed.statement;
  if (!newest) return undefined;
  const ids = [
    ...new Set(rows.flatMap(({ signed }) => signed.statement.shipments.map(({ allocationId }) => allocationId))),
  ];
  const states = await tx
    .select({ allocationId: allocations.allocationId, status: sql<string>`${allocations.state} ->> 'status'` })
    .from(allocations)
    .where(inArray(allocations.allocationId, ids));
  return {
    exporter: newest.reporter,
    year,
    statements: rows.map(({ signed }) => signed),
    notShipped: states.filter(({ status }) => !SHIPPED.includes(status)).map(({ allocationId }) => allocationId),
  };
}

const CSV_COLUMNS = [
  'section',
  'key',
  'wellToWakeKg',
  'wellToTankKg',
  'tankToWakeKg',
  'transportActivityTkm',
  'shipments',
  'detail',
  'statementIds',
] as const;

/** One table for a spreadsheet or an ESG tool: each line a figure, the statements it sums, and what it is of. */
export function scope3Csv(report: Scope3Report): string {
  const kilograms = (figure: Scope3Figure) => ({
    wellToWakeKg: gramsToKilogramText(figure.wellToWakeGrams),
    wellToTankKg: gramsToKilogramText(figure.wellToTankGrams),
    tankToWakeKg: gramsToKilogramText(figure.tankToWakeGrams),
  });
  const idsOf = (parts: readonly { readonly statementId: string }[]) =>
    [...new Set(parts.map((part) => part.statementId))].sort().join(' ');
  const groups = (
    [
      ['CATEGORY', report.byCategory],
      ['MODE', report.byMode],
      ['LANE', report.byLane],
      ['CARRIER', report.byCarrier],
      ['DATA_GRADE', report.byDataGrade],
      ['FOOTPRINT_KIND', report.byFootprintKind],
    ] as const
  ).flatMap(([section, list]) =>
    list.map((group) => ({
      section,
      key: group.key,
      ...kilograms(group),
      shipments: new Set(group.parts.map((part) => part.allocationId)).size,
      statementIds: idsOf(group.parts),
    })),
  );
  const lines = [
    {
      section: 'TOTAL',
      key: String(report.year),
      ...kilograms(report.totals),
      transportActivityTkm: report.totals.transportActivityTkm,
      shipments: report.totals.shipments,
      detail: report.indicative ? 'indicative' : '',
      statementIds: idsOf(report.shipments),
    },
    ...groups,
    ...report.factors.map((factor) => ({
      section: 'FACTOR',
      key: factor.key,
      ...kilograms(factor),
      shipments: factor.parts.length,
      detail: `${factor.factorSetVersion}; ${factor.framework}; GWP ${factor.gwpSet}; trust ${factor.trust}`,
      statementIds: idsOf(factor.parts),
    })),
    ...report.shipments.map((line) => ({
      section: 'SHIPMENT',
      key: line.allocationId,
      ...kilograms(line),
      transportActivityTkm: line.transportActivityTkm,
      shipments: 1,
      detail: `${line.requestReference}; ${line.loadPort}-${line.dischargePort}; ${line.carrier}; ${line.units} containers; ${line.dataQuality}; ${line.footprintKind}; category ${line.scope3Category ?? 'not stated'}; ${[line.incoterm ?? 'no Incoterm', line.incotermNamedPlace ?? []].flat().join(' ')}`,
      statementIds: line.statementId,
    })),
    ...report.notCounted.map((line) => ({
      section: 'NOT_COUNTED',
      key: line.allocationId,
      detail: line.reason,
      statementIds: line.statementId,
    })),
    ...(report.lastYear === null
      ? []
      : [
          {
            section: 'LAST_YEAR',
            key: String(report.lastYear.year),
            ...kilograms(report.lastYear),
            transportActivityTkm: report.lastYear.transportActivityTkm,
            shipments: report.lastYear.shipments,
            detail: report.lastYear.label,
          },
        ]),
  ];
  // Names come from other organisations: a cell that a spreadsheet would run as a formula is quoted as text.
  return stringify(lines, { header: true, columns: [...CSV_COLUMNS], escape_formulas: true, bom: true });
}

export function scope3Routes(): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/scope3-reports',
      operationId: 'readScope3Report',
      summary: 'Transport emissions of a year by GHG Protocol category, mode, lane, carrier and data grade.',
      description:
        'Made of the signed statements and reconciled to them: every figure lists the statements that it sums. JSON, or CSV by ?format=csv.',
      allow: ['exporter', 'logistics-provider', 'authority', 'verifier'],
      query: z.strictObject({
        year: wholeNumber(2000, 2100),
        exporterId: Identifier.optional(),
        format: z.enum(['json', 'csv']).default('json'),
      }),
      responses: { 200: { description: 'The report with its reconciliation.' } },
      handle: async ({ tx, query, principal }) => {
        const sources = await sourcesOf(tx, {
          exporterId: exporterOf(principal, query.exporterId),
          year: query.year,
        });
        if (!sources) throw noSuch('statement of this exporter and year');
        const report = makeScope3Report(sources);
        const difference = reconcileScope3Report(report, sources);
        if (query.format === 'csv') {
          assert(difference === undefined, `the Scope 3 report reconciles to its statements: ${difference?.path}`);
          return { status: 200, body: scope3Csv(report), contentType: 'text/csv; charset=utf-8' };
        }
        return {
          status: 200,
          body: { ...report, reconciliation: { ok: difference === undefined, ...(difference && { difference }) } },
        };
      },
    }),
  ];
}
