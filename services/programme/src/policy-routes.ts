import { PolicyRules } from '@greenlane/contracts/policy';
import { DateTime, Identifier, Reference, Sha256 } from '@greenlane/contracts/values';
import { PAGE_QUERY, pageOf, readCursor } from '@greenlane/runtime/paging';
import {
  defineRoute,
  type Reply,
  type Route,
  type RouteContext,
  type ServiceContext,
} from '@greenlane/runtime/service';
import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { shareAboveCost } from './domain/cost-share.ts';
import { policyDiff } from './domain/policy-diff.ts';
import { policyStart } from './domain/policy-start.ts';
import { actOf, conflict, impossible, notFound } from './refusals.ts';
import { approvePolicy, draftPolicy, inForceFrom, type PolicyRow, policyDocument } from './store.ts';
import { policies, policyPreviews } from './tables.ts';

const policyView = (row: PolicyRow) => ({
  ...policyDocument(row),
  author: row.author,
  ...(row.approvedBy === null ? {} : { approvedBy: row.approvedBy }),
  changedAt: row.changedAt.toISOString(),
});

const RULES_SCHEMA = z.toJSONSchema(PolicyRules, { io: 'input' });

const previewView = (row: typeof policyPreviews.$inferSelect) => ({
  previewId: row.previewId,
  policyId: row.policyId,
  version: row.version,
  status: row.answeredAt === null ? 'PENDING' : 'ANSWERED',
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt.toISOString(),
  ...(row.answeredAt === null ? {} : { answeredAt: row.answeredAt.toISOString() }),
  ...(row.markets === null ? {} : { markets: row.markets }),
});

type Place = Pick<PolicyRow, 'effectiveFrom' | 'policyId' | 'version'>;

/** Where the names are told apart by the length of the first, for they may hold anything. */
const keyOf = ({ effectiveFrom, policyId, version }: Place): string =>
  `${effectiveFrom.getTime()} ${policyId.length} ${policyId}${version}`;

/** The version after which a page begins. */
function placeOf(cursor: string | undefined): Place | undefined {
  const key = readCursor(cursor, /^-?\d{1,14} \d{1,3} .+$/s);
  if (key === undefined) return undefined;
  const [time = '', length = ''] = key.split(' ', 2);
  const names = key.slice(time.length + length.length + 2);
  return {
    effectiveFrom: new Date(Number(time)),
    policyId: names.slice(0, Number(length)),
    version: names.slice(Number(length)),
  };
}

/** How long a caller is kept waiting for matching's answer before 202. */
const PREVIEW_WAIT_MILLISECONDS = 5_000;
const PREVIEW_POLL_MILLISECONDS = 50;

/** Dated, versioned rules: drafted by one person, looked at against the present book, put in force by another. */
export function policyRoutes({ db, newId }: ServiceContext): Route[] {
  const params = z.object({ policyId: Identifier, version: Identifier });
  const answered = async (previewId: string, headers: Record<string, string>): Promise<Reply | undefined> => {
    for (const until = Date.now() + PREVIEW_WAIT_MILLISECONDS; Date.now() < until; ) {
      const rows = await db.asWorker((tx) =>
        tx.select().from(policyPreviews).where(eq(policyPreviews.previewId, previewId)),
      );
      if (rows[0] && rows[0].answeredAt !== null) return { status: 200, body: previewView(rows[0]), headers };
      await new Promise((resolve) => setTimeout(resolve, PREVIEW_POLL_MILLISECONDS));
    }
    return undefined;
  };
  const load = async ({
    tx,
    params: key,
  }: Pick<RouteContext<{ policyId: string; version: string }>, 'tx' | 'params'>): Promise<PolicyRow> => {
    const rows = await tx
      .select()
      .from(policies)
      .where(and(eq(policies.policyId, key.policyId), eq(policies.version, key.version)));
    if (!rows[0]) throw notFound('policy version');
    return rows[0];
  };
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/programme/policies',
      operationId: 'draftPolicy',
      summary:
        'Drafts a policy version. It comes into force when a second person approves it, from its effective date.',
      allow: ['authority'],
      scope: 'programme:write',
      body: z.strictObject({
        policyId: Identifier,
        version: Identifier,
        basis: z.enum(['PUBLISHED', 'ASSUMED']),
        effectiveFrom: DateTime.meta({
          description:
            'When the version comes into force, in whole minutes: seconds are cut off, and the answer says the moment that holds everywhere.',
        }),
        evidence: z
          .array(
            z.strictObject({
              title: z.string().trim().min(1).max(300),
              reference: Reference,
              sha256: Sha256.optional(),
            }),
          )
          .max(50),
        rules: PolicyRules,
      }),
      responses: { 201: { description: 'The draft.' } },
      handle: async (context) => {
        const { body } = context;
        if (body.basis === 'PUBLISHED' && body.evidence.length === 0)
          throw impossible(
            'EVIDENCE_MISSING',
            'evidence',
            'a rule with basis PUBLISHED needs evidence of its publication',
          );
        const tooLarge = shareAboveCost(body.rules);
        if (tooLarge !== undefined)
          throw impossible(
            'SHARE_ABOVE_COST',
            tooLarge,
            'with the basis SHARE_OF_COST the amount is a share of what was invoiced: from 0 to 1, such as 0.3',
          );
        const row = await draftPolicy(context.tx, actOf(context), {
          ...body,
          effectiveFrom: policyStart(body.effectiveFrom),
        });
        if (!row)
          throw conflict(
            'VERSION_EXISTS',
            'version',
            `there is a version ${body.version} already; a released version never changes`,
          );
        return {
          status: 201,
          body: policyView(row),
          headers: { location: `/v1/programme/policies/${row.policyId}/versions/${row.version}` },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/policies',
      operationId: 'listPolicies',
      summary: 'Policy versions, newest effective date first.',
      allow: 'authenticated',
      query: z.strictObject(PAGE_QUERY),
      responses: { 200: { description: 'A page of versions.' } },
      handle: async ({ tx, query }) => {
        const after = placeOf(query.cursor);
        const rows = await tx
          .select()
          .from(policies)
          .where(
            after &&
              sql`(${policies.effectiveFrom}, ${policies.policyId}, ${policies.version}) < (${after.effectiveFrom.toISOString()}::timestamptz, ${after.policyId}, ${after.version})`,
          )
          .orderBy(desc(policies.effectiveFrom), desc(policies.policyId), desc(policies.version))
          .limit(query.limit + 1);
        const page = pageOf(rows, query.limit, keyOf);
        return { status: 200, body: page.rows.map(policyView), headers: page.headers };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/policies/{policyId}/versions/{version}',
      operationId: 'readPolicy',
      summary: 'One policy version.',
      allow: 'authenticated',
      params,
      responses: { 200: { description: 'The policy.' } },
      handle: async (context) => ({ status: 200, body: policyView(await load(context)) }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/policies/{policyId}/versions/{version}/diff',
      operationId: 'diffPolicy',
      summary: 'Every rule in which a version differs from another.',
      allow: 'authenticated',
      params,
      query: z.strictObject({ against: Identifier }),
      responses: { 200: { description: 'Changes by path.' } },
      handle: async (context) => {
        const after = await load(context);
        const before = await load({
          tx: context.tx,
          params: { policyId: context.params.policyId, version: context.query.against },
        });
        return {
          status: 200,
          body: {
            policyId: after.policyId,
            from: before.version,
            to: after.version,
            changes: policyDiff(policyDocument(before).rules, policyDocument(after).rules),
          },
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/programme/policies/{policyId}/versions/{version}/approval',
      operationId: 'approvePolicy',
      summary: 'A second person puts a draft in force.',
      allow: ['authority'],
      scope: 'programme:write',
      params,
      responses: { 200: { description: 'In force from its effective date.' } },
      handle: async (context) => {
        const row = await load(context);
        if (row.status === 'in-force') return { status: 200, body: policyView(row) };
        const act = actOf(context);
        if (row.author === act.actor) {
          throw conflict('SAME_PERSON', 'author', 'a policy is approved with another key than it was drafted with');
        }
        const rival = await inForceFrom(context.tx, row);
        if (rival !== undefined)
          throw conflict(
            'SAME_START',
            'effectiveFrom',
            `version ${rival} is in force from that moment on; draft this one with a later effectiveFrom`,
          );
        return { status: 200, body: policyView(await approvePolicy(context.tx, act, row)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/programme/policies/{policyId}/preview',
      operationId: 'previewPolicy',
      summary: 'What a policy version would change if it came into force now, computed on copies of the market books.',
      description:
        'Answers 200 when matching answered at once; else 202, and the answer is at Location a moment later. Nothing is changed.',
      allow: ['authority'],
      scope: 'programme:write',
      params: z.object({ policyId: Identifier }),
      body: z.strictObject({ version: Identifier }),
      responses: {
        200: { description: 'What would change, by market.' },
        202: { description: 'Asked; the answer is still being computed.' },
      },
      examples: { next: { version: '2026-2' } },
      handle: async (context) => {
        const { tx, emit, principal, now } = context;
        const row = await load({ tx, params: { policyId: context.params.policyId, version: context.body.version } });
        const previewId = newId();
        await tx.insert(policyPreviews).values({
          previewId,
          policyId: row.policyId,
          version: row.version,
          requestedBy: actOf(context).actor,
          requestedAt: now,
        });
        await emit(tx, {
          type: 'org.greenlane.policy.preview-requested.v1',
          subject: previewId,
          key: row.policyId,
          audience: [principal.organisationId],
          data: { previewId, policy: policyDocument(row) },
        });
        const headers = { location: `/v1/programme/policies/${row.policyId}/previews/${previewId}` };
        const pending: Reply = { status: 202, body: { previewId, status: 'PENDING' }, headers };
        return { ...pending, settle: async () => (await answered(previewId, headers)) ?? pending };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/policies/{policyId}/previews/{previewId}',
      operationId: 'readPolicyPreview',
      summary: 'A preview that was asked for, with its answer once there is one.',
      allow: ['authority'],
      params: z.object({ policyId: Identifier, previewId: Identifier }),
      responses: { 200: { description: 'The preview.' } },
      handle: async ({ tx, params: { policyId, previewId } }) => {
        const rows = await tx
          .select()
          .from(policyPreviews)
          .where(and(eq(policyPreviews.policyId, policyId), eq(policyPreviews.previewId, previewId)));
        if (!rows[0]) throw notFound('preview');
        return { status: 200, body: previewView(rows[0]) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/programme/policies/schema',
      operationId: 'readPolicySchema',
      summary: 'The JSON Schema of the rules of a policy document.',
      allow: 'anyone',
      transaction: false,
      responses: { 200: { description: 'JSON Schema 2020-12.', contentType: 'application/schema+json' } },
      handle: async () => ({ status: 200, body: RULES_SCHEMA, contentType: 'application/schema+json' }),
    }),
  ];
}
