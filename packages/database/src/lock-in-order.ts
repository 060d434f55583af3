import { textArray } from './array-parameters.ts';
import { runStatement, type Transaction } from './database.ts';

/**
 * Takes the locks of some names, whichever there are and in whatever order they are given, always in one order: two transactions
 * that each take several wait for one another, never both for the other. Held until the transaction ends; one that the
 * transaction has already is had again.
 * @param kind a number for what the names are of: the same name of another kind is another lock
 */
export async function lockInOrder(tx: Transaction, kind: number, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await runStatement(tx, {
    name: 'lock in order',
    text: `select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, $2) as key from unnest($1::text[]) as name order by key
    ) keys`,
    values: [textArray(names), kind],
  });
}
