import { gunzipSync, gzipSync } from 'node:zlib';
import type { Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { applyInput, emptyMarket, type Market } from './domain/market.ts';
import { exportMarket, importMarket } from './domain/market-snapshot.ts';
import type { MakeEngine } from './domain/ranking.ts';
import { readJournal, readSnapshot, writeSnapshot } from './store.ts';

const PART_BYTES = 4 * 1024 * 1024;
const JOURNAL_PAGE = 1_000;

/** Writes the market as it is now; the journal entries behind it are the tail of the next rebuild. */
export async function saveSnapshot(tx: Transaction, market: Market): Promise<void> {
  const bytes = gzipSync(Buffer.from(JSON.stringify(exportMarket(market)), 'utf8'), { level: 1 });
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += PART_BYTES) parts.push(bytes.subarray(from, from + PART_BYTES));
  await writeSnapshot(tx, { market: market.name, sequence: market.sequence, parts });
}

/** Applies the journal from where the market stands up to a sequence; every entry changes it, or it would not be there. */
export async function catchUp(tx: Transaction, market: Market, upTo: number): Promise<void> {
  while (market.sequence < upTo) {
    const entries = await readJournal(tx, market.name, { after: market.sequence, upTo, limit: JOURNAL_PAGE });
    assert(entries.length > 0, `the journal of ${market.name} reaches ${upTo}`);
    for (const entry of entries) {
      const outcome = applyInput(market, entry);
      assert(outcome.changed, `journal entry ${entry.sequence} of ${market.name} changes the book`);
    }
  }
}

/** The market after a journal entry: the newest snapshot before it, and the tail. */
export async function rebuild(
  tx: Transaction,
  which: { readonly name: string; readonly bookId: string; readonly upTo: number },
  makeEngine: MakeEngine,
): Promise<Market> {
  const parts = await readSnapshot(tx, which.name, which.upTo);
  const market =
    parts === undefined
      ? emptyMarket(which.name, which.bookId, makeEngine)
      : importMarket(JSON.parse(gunzipSync(Buffer.concat(parts)).toString('utf8')), makeEngine);
  await catchUp(tx, market, which.upTo);
  return market;
}
