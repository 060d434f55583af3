import { Identifier } from '@greenlane/contracts/values';
import { SHIPMENT_FIELD_NAMES, type ShipmentField } from '@greenlane/diagnosis/shipment-fields';
import { MAXIMUM_ROWS, readShipmentCsv, type ShipmentTable, tableOfObjects } from '@greenlane/diagnosis/shipment-table';
import { PAGE_QUERY, pageOf, readCursor, wholeNumber } from '@greenlane/runtime/paging';
import { defineRoute, type Principal, ProblemError, type Route, type ServiceContext } from '@greenlane/runtime/service';
import { and, asc, desc, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { addVersion, type DiagnosisRow, type DiagnosisVersionRow } from './diagnosis-store.ts';
import { noSuch } from './footprints.ts';
import { diagnoses, diagnosisVersions } from './tables.ts';

const BODY_LIMIT_BYTES = 8_388_608;
const ROLES = ['exporter', 'logistics-provider'] as const;

const DiagnosisBody = z.strictObject({
  /** Objects with members of any name: the field names of this platform, or one's own columns. */
  shipments: z
    .array(z.record(z.string().max(200), z.union([z.string().max(2_000), z.number(), z.null()])))
    .min(1)
    .max(MAXIMUM_ROWS),
  /** What a column means, by its name, where the name does not say it. */
  columns: z
    .record(z.string().max(200), z.enum(SHIPMENT_FIELD_NAMES as [ShipmentField, ...ShipmentField[]]))
    .optional(),
});

const FORMATS = { json: 'application/json', csv: 'text/csv', html: 'text/html' } as const;

function formatOf(format: keyof typeof FORMATS | undefined, accept: string | undefined): keyof typeof FORMATS {
  if (format) return format;
  return (['html', 'csv'] as const).find((name) => accept?.includes(FORMATS[name])) ?? 'json';
}

/** One's own list, or that of an exporter that a provider may act for. */
function exporterOf(principal: Principal, onBehalfOf: string | undefined): string {
  if (onBehalfOf === undefined || onBehalfOf === principal.organisationId) return principal.organisationId;
  if (principal.role === 'logistics-provider' && principal.actsFor.includes(onBehalfOf)) return onBehalfOf;
  throw new ProblemError({
    status: 422,
    title: 'The list cannot be taken',
    errors: [
      { code: 'MAY_NOT_ACT_FOR', property: 'onBehalfOf', message: `you are not registered to act for ${onBehalfOf}` },
    ],
  });
}

function tableOf(body: unknown): { readonly table: ShipmentTable; readonly named: Record<string, ShipmentField> } {
  const isCsv = Buffer.isBuffer(body);
  const json = isCsv ? undefined : (body as z.infer<typeof DiagnosisBody>);
  const read = isCsv ? readShipmentCsv(body) : tableOfObjects(json?.shipments ?? []);
  if (!read.ok) throw new ProblemError({ status: 422, title: 'The list cannot be read', errors: read.refusal });
  return { table: read.value, named: json?.columns ?? {} };
}

export function diagnosisView(list: Pick<DiagnosisRow, 'fileName'>, row: DiagnosisVersionRow) {
  return {
    diagnosisId: row.diagnosisId,
    version: row.version,
    ...(row.version > 1 ? { supersedesVersion: row.version - 1 } : {}),
    cause: row.cause,
    exporterId: row.exporterId,
    fileName: list.fileName,
    madeAt: row.madeAt.toISOString(),
    ...row.result,
  };
}

export function diagnosisRoutes({ newId }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/diagnoses',
      operationId: 'diagnoseShipments',
      summary:
        'Diagnoses a list of past shipments: what is missing, evidence grades, footprint now and with better evidence.',
      description:
        'text/csv of any make (own column names, Chinese headers, BOM, GBK, semicolons, titles above the header) or JSON. Every row is in the answer. Nothing here is a statement or promises a subsidy.',
      allow: ROLES,
      scope: 'carbon:write',
      bodyType: 'json-or-csv',
      bodyLimit: BODY_LIMIT_BYTES,
      body: DiagnosisBody,
      query: z.strictObject({
        fileName: z.string().trim().min(1).max(200).default('shipments'),
        onBehalfOf: Identifier.optional(),
      }),
      responses: { 201: { description: 'The diagnosis, version 1.' } },
      examples: {
        'One’s own column names': {
          shipments: [
            {
              提单号: 'YC-1',
              船名: 'MANILA MAERSK',
              起运港: '上海',
              目的港: '鹿特丹',
              开船日期: '2025年3月14日',
              箱型箱量: '2*40HQ',
              '总毛重(吨)': '43.0',
              贸易术语: 'CIF',
            },
          ],
        },
      },
      handle: async ({ writeAsWorker, body, query, principal, emit, now }) => {
        const exporterId = exporterOf(principal, query.onBehalfOf);
        const { table, named } = tableOf(body);
        const diagnosisId = newId();
        const list: DiagnosisRow = {
          diagnosisId,
          exporterId,
          submittedBy: principal.organisationId,
          fileName: query.fileName,
          shipments: table,
          named,
          receivedAt: now,
        };
        // The policy and the exporter's cluster are no tenant's rows; the list goes in with its first version or not at all.
        return writeAsWorker(async (worker) => {
          await worker.insert(diagnoses).values(list);
          const row = await addVersion(worker, { emit, now }, { diagnosisId, cause: 'SUBMITTED' });
          return {
            status: 201,
            body: diagnosisView(list, row),
            headers: { location: `/v1/carbon/diagnoses/${diagnosisId}` },
          };
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/diagnoses',
      operationId: 'listDiagnoses',
      summary: 'Your diagnoses, newest version each, without their rows.',
      allow: ROLES,
      query: z.strictObject({ ...PAGE_QUERY }),
      responses: { 200: { description: 'By id.' } },
      handle: async ({ tx, query }) => {
        const after = readCursor(query.cursor);
        const rows = await tx
          .selectDistinctOn([diagnosisVersions.diagnosisId])
          .from(diagnosisVersions)
          .innerJoin(diagnoses, eq(diagnoses.diagnosisId, diagnosisVersions.diagnosisId))
          .where(after === undefined ? undefined : gt(diagnosisVersions.diagnosisId, after))
          .orderBy(asc(diagnosisVersions.diagnosisId), desc(diagnosisVersions.version))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, (row) => row.diagnosis_version.diagnosisId);
        return {
          status: 200,
          body: page.rows.map(({ diagnosis, diagnosis_version: row }) => ({
            diagnosisId: row.diagnosisId,
            version: row.version,
            cause: row.cause,
            fileName: diagnosis.fileName,
            exporterId: row.exporterId,
            madeAt: row.madeAt.toISOString(),
            totals: row.result.totals,
            readiness: row.result.readiness.outcome,
          })),
          headers: page.headers,
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/diagnoses/{diagnosisId}',
      operationId: 'readDiagnosis',
      summary:
        'A diagnosis as JSON, CSV or page (by Accept or ?format=); the newest version unless ?version= names one.',
      allow: ROLES,
      params: z.object({ diagnosisId: Identifier }),
      query: z.strictObject({
        format: z.enum(['json', 'csv', 'html']).optional(),
        version: wholeNumber(1, 2_147_483_647).optional(),
      }),
      responses: { 200: { description: 'The diagnosis.' } },
      handle: async ({ tx, params, query, headers }) => {
        const rows = await tx
          .select()
          .from(diagnosisVersions)
          .innerJoin(diagnoses, eq(diagnoses.diagnosisId, diagnosisVersions.diagnosisId))
          .where(
            and(
              eq(diagnosisVersions.diagnosisId, params.diagnosisId),
              query.version === undefined ? undefined : eq(diagnosisVersions.version, query.version),
            ),
          )
          .orderBy(desc(diagnosisVersions.version))
          .limit(1);
        const found = rows[0];
        if (!found) throw noSuch('diagnosis');
        const { diagnosis: list, diagnosis_version: row } = found;
        const format = formatOf(query.format, headers['accept']);
        // Loaded when first asked for: most processes never show a page.
        if (format === 'html') {
          const { diagnosisHtml } = await import('@greenlane/diagnosis/diagnosis-html');
          return {
            status: 200,
            body: diagnosisHtml(row.result, list.fileName),
            contentType: 'text/html; charset=utf-8',
          };
        }
        if (format === 'csv') {
          const { diagnosisCsv } = await import('@greenlane/diagnosis/diagnosis-csv');
          return {
            status: 200,
            body: diagnosisCsv(row.result, row.policy ?? undefined),
            contentType: 'text/csv; charset=utf-8',
          };
        }
        return { status: 200, body: diagnosisView(list, row) };
      },
    }),
  ];
}
