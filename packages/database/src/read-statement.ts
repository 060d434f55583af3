import type pg from 'pg';
import { runStatement, type Transaction } from './database.ts';
import { readOfDraft } from './shared-commits.ts';

/**
 * Runs a statement that changes nothing and locks nothing. A write that shares its commit reads what was committed when it
 * asks, under the settings of its tenant: as much as a statement of a transaction at READ COMMITTED sees.
 */
export async function readStatement<Row extends pg.QueryResultRow>(
  tx: Transaction,
  statement: pg.QueryConfig,
): Promise<readonly Row[]> {
  const read = readOfDraft(tx);
  return read === undefined ? runStatement<Row>(tx, statement) : ((await read(statement)) as readonly Row[]);
}
