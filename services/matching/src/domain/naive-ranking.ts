import type { Book, OfferState } from './book.ts';
import { judge, type Question } from './feasibility.ts';
import { type Candidate, candidateOf, compareCandidates, type RankingEngine } from './ranking.ts';
import type { Lane, LoadPortTerms } from './terms.ts';

/** Pairs of calls of an offer that join a candidate load port with a wanted discharge port. */
export function matchingLanes(offer: OfferState, question: Question): { lane: Lane; loadPort: LoadPortTerms }[] {
  const { loadPorts, dischargePorts } = question.request;
  const pairs: { lane: Lane; loadPort: LoadPortTerms }[] = [];
  for (const lane of offer.terms.lanes) {
    if (!dischargePorts.includes(lane.dischargePort)) continue;
    for (const loadPort of loadPorts) if (loadPort.port === lane.loadPort) pairs.push({ lane, loadPort });
  }
  return pairs;
}

/**
 * The reference engine: judge every offer, keep the best pair of each, sort. Slow and plainly right; the index is
 * tested against it, and it explains what the index skips.
 */
export function naiveRanking(book: Book): RankingEngine {
  return {
    offerChanged: () => {},
    poolsChanged: () => {},
    rank: (question, limit) => {
      const best: Candidate[] = [];
      for (const offer of book.offers.values()) {
        const candidates = matchingLanes(offer, question)
          .filter(({ lane, loadPort }) => judge(offer, lane, loadPort, question) === 0)
          .map(({ lane, loadPort }) => candidateOf(offer, lane, loadPort, question))
          .sort((a, b) => compareCandidates(a, b, question));
        if (candidates[0] !== undefined) best.push(candidates[0]);
      }
      return best.sort((a, b) => compareCandidates(a, b, question)).slice(0, limit);
    },
  };
}
