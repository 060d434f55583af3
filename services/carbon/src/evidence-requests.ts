import { createHash, randomBytes } from 'node:crypto';
import { problemItems } from '@greenlane/contracts/problem-items';
import { Identifier } from '@greenlane/contracts/values';
import type { Transaction } from '@greenlane/database/database';
import { EVIDENCE_FORM_SCRIPT } from '@greenlane/diagnosis/evidence-form-script';
import type { RowDiagnosis } from '@greenlane/diagnosis/row-diagnosis';
import { Ask, answerSchemaOf } from '@greenlane/diagnosis/supplied-evidence';
import {
  defineRoute,
  ProblemError,
  type Route,
  type RouteContext,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { addVersion } from './diagnosis-store.ts';
import type { ShownRow } from './diagnosis-tables.ts';
import { noSuch } from './footprints.ts';
import { diagnoses, diagnosisVersions, evidenceRequests } from './tables.ts';

type RequestRow = typeof evidenceRequests.$inferSelect;

const TOKEN_BYTES = 32;
const MILLISECONDS_PER_DAY = 86_400_000;
const MAXIMUM_ROWS_A_REQUEST = 100;
/** Asks about the ship and her voyage: one answer for all rows, so they must be of one ship. */
const SHIP_ASKS: readonly Ask[] = ['VOYAGE_FUEL', 'VESSEL', 'EU_MRV'];

const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

function refusal(code: string, property: string, message: string): ProblemError {
  return new ProblemError({ status: 422, title: 'The request cannot be made', errors: [{ code, property, message }] });
}

type State = 'OPEN' | 'ANSWERED' | 'WITHDRAWN' | 'EXPIRED';

function stateOf(row: RequestRow, now: Date): State {
  if (row.answeredAt !== null) return 'ANSWERED';
  if (row.withdrawnAt !== null) return 'WITHDRAWN';
  return row.expiresAt <= now ? 'EXPIRED' : 'OPEN';
}

function requestView(row: RequestRow, now: Date) {
  return {
    evidenceRequestId: row.evidenceRequestId,
    diagnosisId: row.diagnosisId,
    status: stateOf(row, now),
    addressee: row.addressee,
    asks: row.asks,
    rowNumbers: row.rows.map(({ rowNumber }) => rowNumber),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ...(row.answeredAt === null ? {} : { answeredAt: row.answeredAt.toISOString(), answer: row.answer }),
  };
}

function shownRow(row: RowDiagnosis): ShownRow {
  const { rowNumber, reference, vesselName, vesselIMONumber, loadPort, dischargePort, departureDate } = row;
  return {
    rowNumber,
    reference,
    units: row.units,
    ISOEquipmentCode: row.ISOEquipmentCode,
    ...(vesselName === undefined ? {} : { vesselName }),
    ...(vesselIMONumber === undefined ? {} : { vesselIMONumber }),
    ...(loadPort === undefined ? {} : { loadPort }),
    ...(dischargePort === undefined ? {} : { dischargePort }),
    ...(departureDate === undefined ? {} : { departureDate }),
  };
}

function chosenRows(
  rows: readonly RowDiagnosis[],
  ask: { readonly asks: readonly Ask[]; readonly rowNumbers: readonly number[] },
): readonly ShownRow[] {
  const byNumber = new Map(rows.map((row) => [row.rowNumber, row]));
  const chosen = [...new Set(ask.rowNumbers)].map((rowNumber) => {
    const row = byNumber.get(rowNumber);
    if (!row) throw refusal('UNKNOWN_ROW', 'rowNumbers', `the diagnosis has no row ${rowNumber}`);
    return row;
  });
  const ships = new Set(
    chosen.map((row) => (row.vesselIMONumber ?? row.vesselName ?? `row ${row.rowNumber}`).toUpperCase()),
  );
  if (ships.size > 1 && ask.asks.some((one) => SHIP_ASKS.includes(one)))
    throw refusal(
      'SEVERAL_SHIPS',
      'rowNumbers',
      'an answer about the ship or her fuel is of one ship: ask for each apart',
    );
  return chosen.map(shownRow);
}

function requestOrigin(headers: RouteContext['headers']): string {
  return `${headers['x-forwarded-proto'] ?? 'http'}://${headers['x-forwarded-host'] ?? headers['host'] ?? 'localhost'}`;
}

const GONE: Readonly<Record<Exclude<State, 'OPEN'>, readonly [en: string, zh: string]>> = {
  ANSWERED: ['This request has been answered. Thank you.', '该请求已收到答复，谢谢。'],
  WITHDRAWN: ['This request was withdrawn; nothing is needed.', '该请求已撤回，无需提供。'],
  EXPIRED: ['This link has expired. Ask the exporter for a new one.', '该链接已过期，请向出口商索取新链接。'],
};

async function findByToken(tx: Transaction, token: string): Promise<RequestRow> {
  const rows = await tx
    .select()
    .from(evidenceRequests)
    .where(eq(evidenceRequests.tokenSha256, hashOf(token)));
  if (!rows[0]) throw noSuch('request');
  return rows[0];
}

function goneProblem(state: Exclude<State, 'OPEN'>): ProblemError {
  return new ProblemError({
    status: 410,
    title: 'The link is closed',
    errors: [{ code: state, message: GONE[state].join(' ') }],
    headers: PRIVATE,
  });
}

/** The form's own script and no other, speaking to this server alone. */
const PAGE_CONTENT = `default-src 'none'; script-src 'sha256-${createHash('sha256').update(EVIDENCE_FORM_SCRIPT).digest('base64')}'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'`;
/** The address is the credential: it must not stay in caches or go on to other sites. */
const PRIVATE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' } as const;
const Token = z.string().regex(/^[\w-]{43}$/, 'the token of a link');

/** What exporters do with requests for evidence. */
function ownRoutes({ newId }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/diagnoses/{diagnosisId}/evidence-requests',
      operationId: 'requestEvidence',
      summary: 'Makes a link by which a supplier or carrier can give exactly the evidence that is asked, once.',
      description:
        'The link is shown once; only its hash is kept. It shows the addressee the asked shipments by reference, ship, ports and date, and nothing else.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'carbon:write',
      params: z.object({ diagnosisId: Identifier }),
      body: z.strictObject({
        addressee: z.string().trim().min(2).max(200),
        asks: z.array(Ask).min(1).max(5),
        rowNumbers: z.array(z.int().positive()).min(1).max(MAXIMUM_ROWS_A_REQUEST),
        expiresInDays: z.int().min(1).max(90).default(30),
      }),
      responses: { 201: { description: 'The request with its link.' } },
      examples: {
        'Fuel of a voyage': {
          addressee: 'Ocean Bridge Line',
          asks: ['VOYAGE_FUEL'],
          rowNumbers: [2],
          expiresInDays: 30,
        },
      },
      handle: async ({ tx, params, body, principal, headers, now }) => {
        const [newest] = await tx
          .select()
          .from(diagnosisVersions)
          .where(eq(diagnosisVersions.diagnosisId, params.diagnosisId))
          .orderBy(desc(diagnosisVersions.version))
          .limit(1);
        if (!newest) throw noSuch('diagnosis');
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
        const row: RequestRow = {
          evidenceRequestId: newId(),
          diagnosisId: newest.diagnosisId,
          exporterId: newest.exporterId,
          submittedBy: newest.submittedBy,
          tokenSha256: hashOf(token),
          addressee: body.addressee,
          exporterName: principal.organisationName,
          asks: [...new Set(body.asks)],
          rows: chosenRows(newest.result.rows, body),
          createdAt: now,
          expiresAt: new Date(now.getTime() + body.expiresInDays * MILLISECONDS_PER_DAY),
          withdrawnAt: null,
          answeredAt: null,
          answer: null,
        };
        await tx.insert(evidenceRequests).values(row);
        return {
          status: 201,
          body: { ...requestView(row, now), url: `${requestOrigin(headers)}/v1/carbon/evidence/${token}` },
          headers: { 'cache-control': 'no-store' },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/diagnoses/{diagnosisId}/evidence-requests',
      operationId: 'listEvidenceRequests',
      summary: 'The requests for evidence of a diagnosis, with their answers.',
      allow: ['exporter', 'logistics-provider'],
      params: z.object({ diagnosisId: Identifier }),
      responses: { 200: { description: 'In the order they were made; the links are not shown again.' } },
      handle: async ({ tx, params, now }) => {
        const own = await tx
          .select({ diagnosisId: diagnoses.diagnosisId })
          .from(diagnoses)
          .where(eq(diagnoses.diagnosisId, params.diagnosisId));
        if (own.length === 0) throw noSuch('diagnosis');
        const rows = await tx
          .select()
          .from(evidenceRequests)
          .where(eq(evidenceRequests.diagnosisId, params.diagnosisId))
          .orderBy(asc(evidenceRequests.createdAt), asc(evidenceRequests.evidenceRequestId));
        return { status: 200, body: rows.map((row) => requestView(row, now)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/evidence-requests/{evidenceRequestId}/withdrawal',
      operationId: 'withdrawEvidenceRequest',
      summary: 'Closes the link of a request that is not yet answered.',
      allow: ['exporter', 'logistics-provider'],
      scope: 'carbon:write',
      params: z.object({ evidenceRequestId: Identifier }),
      responses: { 200: { description: 'The closed request.' }, 409: { description: 'It was answered before.' } },
      handle: async ({ tx, params, now }) => {
        const byId = eq(evidenceRequests.evidenceRequestId, params.evidenceRequestId);
        const [closed] = await tx
          .update(evidenceRequests)
          .set({ withdrawnAt: now })
          .where(and(byId, isNull(evidenceRequests.answeredAt), isNull(evidenceRequests.withdrawnAt)))
          .returning();
        const [row] = closed ? [closed] : await tx.select().from(evidenceRequests).where(byId);
        if (!row) throw noSuch('request');
        if (row.answeredAt !== null)
          throw new ProblemError({
            status: 409,
            title: 'Already answered',
            errors: [{ code: 'ANSWERED', message: 'what was supplied stands; it is superseded by a new request' }],
          });
        return { status: 200, body: requestView(row, now) };
      },
    }),
  ];
}

/** What the holder of a link can do: see what is asked, and answer it. */
function linkRoutes({ db }: ServiceContext): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/carbon/evidence/{token}',
      operationId: 'readEvidenceRequest',
      summary: 'What a link asks for: a form for browsers, JSON with the schema of the answer otherwise.',
      allow: 'anyone',
      transaction: false,
      params: z.object({ token: Token }),
      query: z.strictObject({ format: z.enum(['json', 'html']).optional() }),
      responses: {
        200: { description: 'The asked shipments.' },
        410: { description: 'Answered, withdrawn or expired.' },
      },
      handle: async ({ params, query, headers, now }) => {
        const row = await db.asWorker((tx) => findByToken(tx, params.token));
        const state = stateOf(row, now);
        const isPage =
          query.format === 'html' || (query.format === undefined && headers['accept']?.includes('text/html'));
        const asked = { asks: row.asks, rowNumbers: row.rows.map(({ rowNumber }) => rowNumber) };
        if (!isPage) {
          if (state !== 'OPEN') throw goneProblem(state);
          return {
            status: 200,
            body: {
              exporter: row.exporterName,
              addressee: row.addressee,
              asks: row.asks,
              rows: row.rows,
              expiresAt: row.expiresAt.toISOString(),
              answerSchema: z.toJSONSchema(answerSchemaOf(asked), { io: 'input', unrepresentable: 'any' }),
            },
            headers: PRIVATE,
          };
        }
        const { closedHtml, evidenceFormHtml } = await import('@greenlane/diagnosis/evidence-html');
        return {
          status: state === 'OPEN' ? 200 : 410,
          body:
            state === 'OPEN'
              ? evidenceFormHtml({
                  exporterName: row.exporterName,
                  addressee: row.addressee,
                  asks: row.asks,
                  rows: row.rows,
                  expiresAt: row.expiresAt.toISOString(),
                })
              : closedHtml(GONE[state]),
          contentType: 'text/html; charset=utf-8',
          headers: { ...PRIVATE, 'content-security-policy': PAGE_CONTENT },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/carbon/evidence/{token}',
      operationId: 'supplyEvidence',
      summary: 'Answers a link with exactly what it asks; the diagnosis gets a new version.',
      allow: 'anyone',
      idempotent: false,
      params: z.object({ token: Token }),
      body: z.looseObject({}),
      responses: { 201: { description: 'Accepted; the link is closed.' }, 410: { description: 'The link is closed.' } },
      handle: async ({ params, body, emit, now }) =>
        db.asWorker(async (tx) => {
          const [row] = await tx
            .select()
            .from(evidenceRequests)
            .where(eq(evidenceRequests.tokenSha256, hashOf(params.token)))
            .for('update');
          if (!row) throw noSuch('request');
          const state = stateOf(row, now);
          if (state !== 'OPEN') throw goneProblem(state);
          const answer = answerSchemaOf({
            asks: row.asks,
            rowNumbers: row.rows.map(({ rowNumber }) => rowNumber),
          }).safeParse(body);
          if (!answer.success)
            throw new ProblemError({
              status: 422,
              title: 'The answer is not what was asked',
              errors: problemItems(answer.error, body),
              headers: PRIVATE,
            });
          await tx
            .update(evidenceRequests)
            .set({ answeredAt: now, answer: answer.data })
            .where(eq(evidenceRequests.evidenceRequestId, row.evidenceRequestId));
          await addVersion(
            tx,
            { emit, now },
            { diagnosisId: row.diagnosisId, cause: 'EVIDENCE_SUPPLIED', evidenceRequestId: row.evidenceRequestId },
          );
          return {
            status: 201,
            body: { evidenceRequestId: row.evidenceRequestId, acceptedAt: now.toISOString() },
            headers: PRIVATE,
          };
        }),
    }),
  ];
}

export function evidenceRequestRoutes(context: ServiceContext): readonly Route[] {
  return [...ownRoutes(context), ...linkRoutes(context)];
}
