import type { Books } from './books.ts';
import { applyInput } from './domain/market.ts';
import { type RankingDocument, rankingDocument } from './domain/ranking-document.ts';
import type { Wording } from './domain/wording.ts';
import { readJournal } from './store.ts';
import type { allocations } from './tables.ts';

export type DecisionDocument = {
  readonly allocationId: string;
  readonly market: string;
  readonly journalSequence: number;
  /** The input that led to it: the request itself, or whatever opened space for it. */
  readonly journalInput: string;
  readonly cause: string;
  readonly offerId: string;
  readonly units: number;
  readonly ranking: RankingDocument;
};

/**
 * The decision that made an allocation, computed again at its place in the journal: the market is rebuilt up to the entry
 * before, the entry is applied, and the ranking is taken at the moment before the space was.
 */
export async function decisionOf(
  books: Books,
  row: Pick<typeof allocations.$inferSelect, 'allocationId' | 'market' | 'number' | 'decisionSequence'>,
  wording: Wording,
): Promise<DecisionDocument | undefined> {
  return books.readAt(row.market, row.decisionSequence - 1, async (market, tx) => {
    const [entry] = await readJournal(tx, row.market, { after: row.decisionSequence - 1, limit: 1 });
    if (entry === undefined) return undefined;
    let found: DecisionDocument | undefined;
    market.onDecision = (decision) => {
      if (decision.number !== row.number) return;
      found = {
        allocationId: row.allocationId,
        market: row.market,
        journalSequence: entry.sequence,
        journalInput: entry.input.kind,
        cause: decision.cause,
        offerId: decision.offerId,
        units: decision.units,
        ranking: rankingDocument(market, decision.ranking(), wording),
      };
    };
    applyInput(market, entry);
    return found;
  });
}
