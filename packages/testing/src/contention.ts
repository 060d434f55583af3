import pg from 'pg';
import { expect, vi } from 'vitest';
import type { TestDatabase } from './postgres.ts';

/** Waits until so many transactions of the database wait for a lock that another holds. */
export async function transactionsWait(database: TestDatabase, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [row] = await database.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      expect(row?.waiting).toBe(count);
    },
    { timeout: 30_000, interval: 20 },
  );
}

/** Runs a statement in a transaction that is still open while `work` is done, and commits it afterwards. */
export async function whileOpen<Result>(
  database: TestDatabase,
  statement: { readonly text: string; readonly values: readonly unknown[] },
  work: () => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(database.admin);
  await client.connect();
  try {
    await client.query('begin');
    await client.query(statement.text, [...statement.values]);
    const result = await work();
    await client.query('commit');
    return result;
  } finally {
    await client.end();
  }
}

/** The same, committed once `work` waits for it; answers what `work` then comes to. */
export async function committedMeanwhile<Result>(
  database: TestDatabase,
  statement: { readonly text: string; readonly values: readonly unknown[] },
  work: () => Promise<Result>,
): Promise<Result> {
  const { working } = await whileOpen(database, statement, async () => {
    const begun = work();
    await transactionsWait(database, 1);
    return { working: begun };
  });
  return working;
}
