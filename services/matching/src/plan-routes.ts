import { Identifier, type Language } from '@greenlane/contracts/values';
import { REGIONS } from '@greenlane/geography/regions';
import { defineRoute, ProblemError, type Reply, type Route } from '@greenlane/runtime/service';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type CommandAnswers, refusalReply } from './command-answers.ts';
import { insertCommand } from './commands.ts';
import { MOST_OPTIONS } from './domain/book-plan.ts';
import { REASON_CODES } from './domain/feasibility.ts';
import { planSentences } from './domain/plan-sentences.ts';
import { type Wording, wordingOf } from './domain/wording.ts';
import { LONGEST_RUN_MILLISECONDS, type PlanRow, type Plans } from './plans.ts';
import * as tables from './tables.ts';

const TupleSchema = {
  priorityUnservedTeu: z.number(),
  standardUnservedTeu: z.number(),
  co2eKg: z.string(),
  changedPlacements: z.int().nonnegative(),
};
const ReportSchema = z.strictObject({
  unitsPlaced: z.int().nonnegative(),
  allocationsMoved: z.int().nonnegative(),
  refused: z.array(
    z.strictObject({
      requestId: Identifier,
      code: z.enum(['REQUEST_CHANGED', 'OFFER_CHANGED', 'NOT_FEASIBLE']),
      reasons: z.array(z.enum(REASON_CODES as [string, ...string[]])),
    }),
  ),
});
export const PlanSchema = z.strictObject({
  planId: Identifier,
  market: Identifier,
  status: z.enum(['RUNNING', 'PLANNED', 'COMMITTED', 'FAILED']),
  failure: z.string().optional(),
  iterations: z.int().positive().optional(),
  seed: z.int().nonnegative(),
  /** Journal entry of the market up to which the plan knows the book. */
  journalSequence: z.int().nonnegative().optional(),
  policyVersion: Identifier.optional(),
  indicative: z.boolean().optional(),
  certificate: z.enum(['OPTIMAL', 'BOUND']).optional(),
  planHash: z.string().optional(),
  allocations: z
    .array(
      z.strictObject({ requestId: Identifier, offerId: Identifier, units: z.int().positive(), co2eKg: z.string() }),
    )
    .optional(),
  unserved: z
    .array(
      z.strictObject({
        requestId: Identifier,
        units: z.int().positive(),
        reason: z.enum(['NO_FEASIBLE_OFFER', 'NO_SPACE']),
        message: z.string(),
      }),
    )
    .optional(),
  totals: z
    .strictObject({
      ...TupleSchema,
      servedTeu: z.number(),
      priorityServedTeu: z.number(),
      objective: z.string(),
      lowerBound: z.string(),
      gapPercent: z.string(),
    })
    .optional(),
  firstComeFirstServed: z.strictObject(TupleSchema).optional(),
  /** Absent in plans computed before it was told. */
  optionsConsidered: z
    .strictObject({ mostPerRequest: z.int().positive(), requestsWithMore: z.int().nonnegative() })
    .optional()
    .meta({
      description:
        'How far the plan looked: for each request, so many pairs of port calls with the least CO2e. The lower bound and the certificate hold among these; requestsWithMore counts the requests that had more.',
    }),
  commit: ReportSchema.optional(),
  /** The plan in words; none before it is computed. */
  sentences: z.array(z.string()),
});

const PlanBody = z.strictObject({
  market: z.enum(REGIONS),
  /** Rounds of the search: the same book, iterations and seed give the same plan. Absent: by the size of the book. */
  iterations: z.int().min(1).max(5_000_000).optional(),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  /** Has an exact solver look at the plan for so many seconds at most. */
  certifySeconds: z.int().min(1).max(60).optional(),
  /** Carries the plan out at once; otherwise it is a dry run until its commit is asked for. */
  commit: z.boolean().default(false),
});
const PlanParams = z.object({ planId: Identifier });

const responses = {
  200: { description: 'The plan.', schema: PlanSchema },
  201: { description: 'The plan, computed.', schema: PlanSchema },
  202: { description: 'Still running; the plan follows at the Location.', schema: PlanSchema },
} as const;

function documentOf(row: PlanRow, now: Date, wording: Wording): z.infer<typeof PlanSchema> {
  const lost = row.status === 'RUNNING' && now.getTime() - row.createdAt.getTime() > LONGEST_RUN_MILLISECONDS;
  const { planId: _planId, ...report } = row.report ?? { planId: row.planId };
  const { unserved, ...document } = (row.document ?? {}) as Partial<z.infer<typeof PlanSchema>>;
  const told = { ...document, ...(row.report === null ? {} : { commit: ReportSchema.parse(report) }) };
  return {
    planId: row.planId,
    market: row.market,
    status: lost ? 'FAILED' : row.status,
    ...(lost ? { failure: 'PLANNER_LOST' } : row.failure === null ? {} : { failure: row.failure }),
    seed: row.parameters.seed,
    ...(row.parameters.iterations === undefined ? {} : { iterations: row.parameters.iterations }),
    ...(row.sequence === null ? {} : { journalSequence: row.sequence }),
    ...told,
    ...(unserved === undefined
      ? {}
      : { unserved: unserved.map((each) => ({ ...each, message: wording.plan.unserved[each.reason]() })) }),
    sentences: planSentences(told, wording),
  };
}

export function planRoutes(options: {
  readonly plans: Plans;
  readonly answers: CommandAnswers;
  readonly newId: () => string;
  readonly now: () => Date;
  /** How long an answer waits for a plan. */
  readonly waitMilliseconds?: number;
}): Route[] {
  const { plans, answers, newId, now } = options;
  const waitMilliseconds = options.waitMilliseconds ?? 10_000;

  const replyOf = (row: PlanRow, status: number, language: Language): Reply => ({
    status,
    ...(status === 200 ? {} : { headers: { location: `/v1/plans/${row.planId}` } }),
    body: documentOf(row, now(), wordingOf(language)),
  });

  async function within<Result>(work: Promise<Result>): Promise<Result | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), waitMilliseconds);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  /** Waits for what became of the command that carries a plan out; whenever that is, the plan says so. */
  async function carriedOut(row: PlanRow, commandId: string): Promise<PlanRow> {
    const outcome = await answers.outcomeOf(row.market, commandId);
    if (outcome === null) return row;
    if (!outcome.ok) return refusalReply(outcome);
    return (await plans.read(row.planId)) ?? row;
  }

  return [
    defineRoute({
      method: 'POST',
      path: '/v1/plans',
      operationId: 'planMarket',
      summary: 'Plans a whole market at once: a dry run, or carried out at once with `commit`.',
      description:
        'Minimises, in this order: priority TEU left behind, standard TEU left behind, grams CO2e, holds that move. Confirmed cargo stays where it is. ' +
        `For each request the ${MOST_OPTIONS} pairs of port calls with the least CO2e are considered, among those that its limits allow: optionsConsidered says how many requests had more, and the lower bound and the certificate hold among what was considered.`,
      allow: ['authority'],
      scope: 'allocations:write',
      body: PlanBody,
      responses: { 201: responses[201], 202: responses[202] },
      worded: true,
      handle: async ({ tx, principal, body, language }) => {
        const { market, ...parameters } = body;
        const planId = newId();
        const rows = await tx
          .insert(tables.plans)
          .values({
            planId,
            market,
            organisationId: principal.organisationId,
            status: 'RUNNING',
            parameters,
            createdAt: now(),
          })
          .returning();
        const row = rows[0]!;
        return {
          ...replyOf(row, 202, language),
          settle: async () => {
            const computed = plans
              .run(planId)
              .then((planned) =>
                parameters.commit && planned?.status === 'PLANNED' ? carriedOut(planned, planId) : planned,
              );
            const done = await within(computed);
            return done === undefined ? replyOf(row, 202, language) : replyOf(done, 201, language);
          },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/plans/{planId}',
      operationId: 'getPlan',
      summary: 'A plan, and what became of it.',
      allow: ['authority'],
      params: PlanParams,
      responses: { 200: responses[200] },
      worded: true,
      handle: async ({ tx, params, language }) => {
        const rows = await tx.select().from(tables.plans).where(eq(tables.plans.planId, params.planId));
        if (rows[0] === undefined) throw new ProblemError({ status: 404, title: 'No such plan' });
        return replyOf(rows[0], 200, language);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/plans/{planId}/commit',
      operationId: 'commitPlan',
      summary: 'Carries a plan out: one event in which every line is judged again, so a stale plan cannot oversell.',
      allow: ['authority'],
      scope: 'allocations:write',
      params: PlanParams,
      responses: { 200: responses[200], 202: responses[202] },
      worded: true,
      handle: async ({ tx, principal, params, language }) => {
        const rows = await tx.select().from(tables.plans).where(eq(tables.plans.planId, params.planId));
        const row = rows[0];
        if (row === undefined) throw new ProblemError({ status: 404, title: 'No such plan' });
        if (row.status !== 'PLANNED') {
          throw new ProblemError({
            status: 409,
            title: 'The plan cannot be carried out',
            errors: [{ code: `PLAN_${row.status}`, message: `the plan is ${row.status}; this needs PLANNED` }],
          });
        }
        const commandId = newId();
        await insertCommand(tx, {
          commandId,
          market: row.market,
          organisationId: principal.organisationId,
          input: { kind: 'plan-committed', planId: row.planId, requests: row.requests ?? [] },
        });
        return {
          ...replyOf(row, 202, language),
          settle: async () => {
            const after = await carriedOut(row, commandId);
            return replyOf(after, after.status === 'COMMITTED' ? 200 : 202, language);
          },
        };
      },
    }),
  ];
}
