import { policyAt, remainingUnits } from '@greenlane/matching/domain/book';
import { questionOf } from '@greenlane/matching/domain/feasibility';
import { applyInput, type Market } from '@greenlane/matching/domain/market';
import { naiveRanking } from '@greenlane/matching/domain/naive-ranking';
import type { Finding } from '../fault.ts';

/**
 * I7, its other half: once time has passed for everyone, nobody waits for space that would take them. What fits is judged
 * by the reference engine, offer by offer, and not by the index that decided.
 */
export function waitsInVain(market: Market, at: number): readonly Finding[] {
  applyInput(market, { sequence: market.sequence + 1, at: new Date(at).toISOString(), input: { kind: 'tick' } });
  const { book } = market;
  const minute = Math.floor(at / 60_000);
  const policy = policyAt(book, minute);
  if (!policy) return [];
  const reference = naiveRanking(book);
  const findings: Finding[] = [];
  for (const [requestId, request] of book.requests) {
    const units = remainingUnits(book, request);
    if (request.ended !== null || request.terms.manual || units === 0) continue;
    const best = reference.rank(questionOf(book, request, { units, minute, policy }), 1).at(0);
    if (best)
      findings.push({
        invariant: 'I7',
        says: `${requestId} waits for ${units} units while ${best.offer.terms.offerId} has room that it may take`,
      });
  }
  return findings;
}
