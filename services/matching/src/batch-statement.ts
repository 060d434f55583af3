import { type Statement, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';

/**
 * What a batch writes needs no answer: it travels with the commit, in one packet. Each table is one statement of arrays,
 * whatever the batch: not a parameter for each value, whose building took a third of the time of a decision.
 */
export function writeWithCommit(tx: Transaction, make: () => Statement): void {
  const isSent = sendWithCommit(tx, make);
  assert(isSent, 'a market is written in a transaction of the worker');
}

/** A division by zero, and with it the transaction's end, when there are fewer rows than changes. */
export const allOf = (rows: string, count: string) => `select 1 / (count(*) = ${count})::integer from ${rows}`;
