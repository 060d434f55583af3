import { runStatement, type Transaction } from '@greenlane/database/database';
import { sql } from 'drizzle-orm';
import * as tables from './tables.ts';

/** A lock, so that positions become visible in order: a market that has seen one has seen all before it. */
const PROGRAMME_LOCK = 7_226_010;

export async function appendProgrammeFact(
  tx: Transaction,
  fact: (typeof tables.programmeFacts.$inferInsert)['fact'],
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PROGRAMME_LOCK})`);
  await tx.execute(
    sql`insert into ${tables.programmeFacts} (position, fact) select coalesce(max(position), 0) + 1, ${JSON.stringify(fact)}::jsonb from ${tables.programmeFacts}`,
  );
}

export async function programmeFactsAfter(
  tx: Transaction,
  position: number,
): Promise<{ readonly position: number; readonly fact: (typeof tables.programmeFacts.$inferSelect)['fact'] }[]> {
  const rows = await runStatement<{ position: string; fact: (typeof tables.programmeFacts.$inferSelect)['fact'] }>(tx, {
    name: 'matching programme',
    text: 'select position, fact from matching.programme_fact where position > $1 order by position',
    values: [position],
  });
  return rows.map((row) => ({ position: Number(row.position), fact: row.fact }));
}
