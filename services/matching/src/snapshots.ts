import { constants } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGzip, gunzipSync } from 'node:zlib';
import { allowComputing, type Database, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { applyInput, emptyMarket, type Market } from './domain/market.ts';
import { importMarket, type MarketSnapshot } from './domain/market-snapshot.ts';
import type { MakeEngine } from './domain/ranking.ts';
import { readJournal, readSnapshot, writeSnapshot } from './store.ts';

const PART_BYTES = 4 * 1024 * 1024;
const JOURNAL_PAGE = 1_000;

/** A reader takes the JSON as one string. */
const MOST_CHARACTERS = constants.MAX_STRING_LENGTH;
/** About half a millisecond of writing JSON. */
const SLICE_CHARACTERS = 64 * 1024;

export class SnapshotTooLarge extends Error {
  override readonly name = 'SnapshotTooLarge';
}

/** Between two slices everything else in the process has its turn. */
async function* slicesOf({ name, pieces }: MarketSnapshot): AsyncGenerator<string> {
  let slice = '';
  let characters = 0;
  for (const piece of pieces()) {
    slice += piece;
    if (slice.length < SLICE_CHARACTERS) continue;
    characters += slice.length;
    if (characters > MOST_CHARACTERS) throw new SnapshotTooLarge(`the market ${name} is too large to be read back`);
    yield slice;
    slice = '';
    await setImmediate();
  }
  yield slice;
}

/**
 * Writes a market as it stood; the journal entries behind it are the tail of the next rebuild. Written in the market's turn and in
 * one go, 30,000 requests kept the whole process from doing anything else for seconds.
 * @throws SnapshotTooLarge; an AbortError once the signal says so
 */
export async function saveSnapshot(db: Database, snapshot: MarketSnapshot, signal: AbortSignal): Promise<void> {
  const chunks: Buffer[] = [];
  await pipeline(
    slicesOf(snapshot),
    createGzip({ level: 1 }),
    async (packed: AsyncIterable<Buffer>) => {
      for await (const chunk of packed) chunks.push(chunk);
    },
    { signal },
  );
  const bytes = Buffer.concat(chunks);
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += PART_BYTES) parts.push(bytes.subarray(from, from + PART_BYTES));
  await db.asWorker((tx) => writeSnapshot(tx, { market: snapshot.name, sequence: snapshot.sequence, parts }));
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

/**
 * The market after a journal entry: the newest snapshot before it, and the tail. A large one is computed for longer than a
 * session may be idle in its transaction, and this one holds no locks.
 */
export async function rebuild(
  tx: Transaction,
  which: { readonly name: string; readonly bookId: string; readonly upTo: number },
  makeEngine: MakeEngine,
): Promise<Market> {
  await allowComputing(tx, '10min');
  const parts = await readSnapshot(tx, which.name, which.upTo);
  const market =
    parts === undefined
      ? emptyMarket(which.name, which.bookId, makeEngine)
      : importMarket(JSON.parse(gunzipSync(Buffer.concat(parts)).toString('utf8')), makeEngine);
  await catchUp(tx, market, which.upTo);
  return market;
}
