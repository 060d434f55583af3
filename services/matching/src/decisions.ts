import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
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
  /** How it came about, in one sentence. */
  readonly message: string;
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
      const ranking = decision.ranking();
      const { candidates } = ranking.explanation;
      const place = candidates.findIndex(({ offer }) => offer.terms.offerId === decision.offerId);
      found = {
        allocationId: row.allocationId,
        market: row.market,
        journalSequence: entry.sequence,
        journalInput: entry.input.kind,
        cause: decision.cause,
        offerId: decision.offerId,
        units: decision.units,
        message: wording.decision({
          input: entry.input.kind,
          units: decision.units,
          name: market.offers.get<VesselOffer>(decision.offerId).carrierOfferReference,
          rank: place === -1 ? null : place + 1,
          of: candidates.length,
          isPriority: ranking.question.priority,
          policyVersion: ranking.policy.version,
        }),
        ranking: rankingDocument(market, ranking, wording),
      };
    };
    applyInput(market, entry);
    return found;
  });
}
