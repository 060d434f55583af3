import { Worker } from 'node:worker_threads';
import type { Database } from '@greenlane/database/database';
import { isOutage } from '@greenlane/messaging/consumer';
import { planDocument } from '@greenlane/planning/document';
import { defaultIterations } from '@greenlane/planning/solve';
import { and, eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Books } from './books.ts';
import { insertCommand } from './commands.ts';
import { policyAt } from './domain/book.ts';
import { type BookPlan, plannedRequests, planOfBook } from './domain/book-plan.ts';
import type { Market } from './domain/market.ts';
import type { PlanResult, PlanWork } from './plan-worker.ts';
import * as tables from './tables.ts';

export type PlanRow = typeof tables.plans.$inferSelect;

export type Plans = {
  /** Computes a plan whose row is written, beside the writer of the market, and keeps the outcome in the row. */
  readonly run: (planId: string) => Promise<PlanRow | undefined>;
  readonly read: (planId: string) => Promise<PlanRow | undefined>;
  readonly stop: () => Promise<void>;
};

/** A row that still says RUNNING after so long belongs to a process that ended: its plan is lost. */
export const LONGEST_RUN_MILLISECONDS = 600_000;

const OUTAGE_PAUSE_MILLISECONDS = { first: 500, longest: 5_000 };

/**
 * Plans of whole books. The book is read as it is committed, whoever owns it; the search runs in a worker thread, one at
 * a time, so that neither reads nor the market's writer wait for it. A plan changes nothing until it is committed.
 */
export function makePlans(options: {
  readonly db: Database;
  readonly books: Books;
  readonly log: Logger;
  readonly now: () => Date;
}): Plans {
  const { db, books, log, now } = options;
  let turn: Promise<unknown> = Promise.resolve();
  let running: Worker | undefined;
  let isStopping = false;

  async function read(planId: string): Promise<PlanRow | undefined> {
    return (await db.asWorker((tx) => tx.select().from(tables.plans).where(eq(tables.plans.planId, planId))))[0];
  }

  /** Again while PostgreSQL is away: a plan is not lost for that before it counts as lost. */
  async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const { first, longest } = OUTAGE_PAUSE_MILLISECONDS;
    for (let pause = first; ; pause = Math.min(2 * pause, longest)) {
      try {
        return await work();
      } catch (error) {
        if (!isOutage(error) || isStopping || performance.now() - began > LONGEST_RUN_MILLISECONDS) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /**
   * Writes how the computation ended, once: a second try finds what the first one left, if its answer alone was lost. A plan that
   * was said to be lost stays so.
   */
  async function end(row: PlanRow, outcome: Partial<PlanRow>): Promise<PlanRow | undefined> {
    const { planId, market, organisationId, parameters } = row;
    const isLost = now().getTime() - row.createdAt.getTime() > LONGEST_RUN_MILLISECONDS;
    const changes: Partial<PlanRow> = isLost ? { status: 'FAILED', failure: 'PLANNER_LOST' } : outcome;
    return patiently(() =>
      db.asWorker(async (tx) => {
        const isRunning = and(eq(tables.plans.planId, planId), eq(tables.plans.status, 'RUNNING'));
        const [ended] = await tx.update(tables.plans).set(changes).where(isRunning).returning();
        if (ended?.status === 'PLANNED' && parameters.commit === true) {
          const input = { kind: 'plan-committed' as const, planId, requests: ended.requests ?? [] };
          await insertCommand(tx, { commandId: planId, market, organisationId, input });
        }
        return ended ?? (await tx.select().from(tables.plans).where(eq(tables.plans.planId, planId)))[0];
      }),
    );
  }

  function solveInWorker(work: PlanWork): Promise<PlanResult> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./plan-worker.ts', import.meta.url), { workerData: work });
      running = worker;
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => {
        running = undefined;
        reject(new Error(`the planner ended with code ${code} and no plan`));
      });
    });
  }

  async function computed({ planId, market, parameters }: PlanRow): Promise<Partial<PlanRow>> {
    try {
      const book = await patiently(() => books.read(market, (read) => bookPlanOf(read, minuteOfDate(now()))));
      if (book === undefined) return { status: 'FAILED', failure: 'NO_POLICY_IN_FORCE' };
      const { instance } = book.bookPlan;
      const { iterations, seed, certifySeconds } = parameters;
      const work: PlanWork = {
        instance,
        iterations: iterations ?? defaultIterations(instance),
        seed,
        ...(certifySeconds === undefined ? {} : { certifySeconds }),
      };
      const { plan, certified } = await solveInWorker(work);
      return {
        status: 'PLANNED',
        sequence: book.sequence,
        parameters: { ...parameters, iterations: work.iterations },
        document: {
          ...planDocument(instance, plan),
          optionsConsidered: book.bookPlan.options,
          policyVersion: book.policyVersion,
          indicative: book.indicative,
          ...(certified === undefined ? {} : { certificate: certified.optimal ? 'OPTIMAL' : 'BOUND' }),
        },
        requests: plannedRequests(book.bookPlan, plan.allocations),
      };
    } catch (error) {
      log.error({ err: error, planId }, 'a plan failed');
      return { status: 'FAILED', failure: 'PLANNER_FAILED' };
    }
  }

  async function compute(planId: string): Promise<PlanRow | undefined> {
    const row = await patiently(() => read(planId));
    return row === undefined ? undefined : end(row, await computed(row));
  }

  return {
    read,
    run: (planId) => {
      const result = turn.then(() => compute(planId));
      turn = result.catch(() => undefined);
      return result;
    },
    stop: async () => {
      isStopping = true;
      await running?.terminate();
      await turn;
    },
  };
}

const minuteOfDate = (date: Date) => Math.floor(date.getTime() / 60_000);

function bookPlanOf(
  market: Market,
  minute: number,
): { bookPlan: BookPlan; sequence: number; policyVersion: string; indicative: boolean } | undefined {
  const policy = policyAt(market.book, minute);
  if (policy === undefined) return undefined;
  return {
    bookPlan: planOfBook(market.book, { minute, policy }),
    sequence: market.sequence,
    policyVersion: policy.version,
    indicative: policy.indicative,
  };
}
