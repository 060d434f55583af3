import { textArray } from '@greenlane/database/array-parameters';
import type { Transaction } from '@greenlane/database/database';
import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { writeWithCommit } from './batch-statement.ts';
import type { PlanReport } from './domain/core-events.ts';
import type { CommandOutcome } from './tables.ts';
import * as tables from './tables.ts';

export type CommandRow = typeof tables.commands.$inferSelect;

export async function pendingCommands(tx: Transaction, market: string, limit: number): Promise<CommandRow[]> {
  return tx
    .select()
    .from(tables.commands)
    .where(and(eq(tables.commands.market, market), isNull(tables.commands.outcome)))
    .orderBy(asc(tables.commands.position))
    .limit(limit);
}

export async function insertCommand(
  tx: Transaction,
  command: Pick<CommandRow, 'commandId' | 'market' | 'organisationId' | 'input'>,
): Promise<void> {
  await tx.insert(tables.commands).values(command);
}

export async function findCommand(tx: Transaction, commandId: string): Promise<CommandRow | undefined> {
  const rows = await tx.select().from(tables.commands).where(eq(tables.commands.commandId, commandId));
  return rows[0];
}

export function answerCommands(
  tx: Transaction,
  answers: readonly { readonly commandId: string; readonly outcome: CommandOutcome }[],
  now: Date,
): void {
  if (answers.length === 0) return;
  writeWithCommit(tx, () => ({
    name: 'matching answers',
    text: `update matching.command set outcome = answer.outcome::jsonb, taken_at = $1
      from unnest($2::text[], $3::text[]) as answer (id, outcome) where command_id = answer.id`,
    values: [
      now,
      textArray(answers.map(({ commandId }) => commandId)),
      textArray(answers.map(({ outcome }) => JSON.stringify(outcome))),
    ],
  }));
  for (const { outcome } of answers) if ('plan' in outcome) markCommitted(tx, outcome.plan);
}

/** With the commit of what it did, so that whoever asks for the plan sees both or neither. Of two commits the first counts. */
function markCommitted(tx: Transaction, report: PlanReport): void {
  writeWithCommit(tx, () => ({
    name: 'matching plan committed',
    text: `update matching.plan set status = 'COMMITTED', report = $2 where plan_id = $1 and status = 'PLANNED'`,
    values: [report.planId, JSON.stringify(report)],
  }));
}

/** The port's facts are done with once taken; organisations' commands are kept while a client may ask for the outcome. */
export async function pruneCommands(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(tables.commands).where(lt(tables.commands.takenAt, before));
}

/** Markets with commands to take or programme facts to journal; one cheap query, since it is asked several times a second. */
export async function marketsWithWork(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(
    sql`select name from ${tables.markets} as market where programme_position < (select coalesce(max(position), 0) from ${tables.programmeFacts}) or exists (select from ${tables.commands} as command where command.market = market.name and command.outcome is null)`,
  );
  return rows.rows.map(({ name }) => name);
}
