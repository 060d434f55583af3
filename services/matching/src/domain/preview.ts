import type { Policy } from '@greenlane/contracts/policy';
import type { MarketPreview } from '@greenlane/contracts/policy-preview';
import { quarterTeuToTeuText } from '@greenlane/kernel/quantities';
import { type Book, placedUnits, policyAt } from './book.ts';
import { isLowEmission, isPriority, isProtected, protectedAmount } from './feasibility.ts';
import { applyInput, type Market } from './market.ts';
import { forkMarket } from './market-snapshot.ts';
import { dateTimeOf } from './request-terms.ts';
import { DIMENSION_COUNT } from './terms.ts';

/** Requests named in a preview; the counts beside them are of all. */
const EXAMPLES = 50;

/**
 * What would change if a policy came into force now: two copies of the market are given the same minute, one under the
 * present policy and one under the other, and compared. The market itself is not touched.
 */
export function previewPolicy(market: Market, policy: Policy, minute: number): MarketPreview {
  const before = atMinute(forkMarket(market), minute);
  const after = forkMarket(market);
  const at = dateTimeOf(minute);
  applyInput(after, {
    sequence: after.sequence + 1,
    at,
    input: { kind: 'policy-published', policy: { ...policy, status: 'in-force', effectiveFrom: at } },
  });
  atMinute(after, minute);
  const changes: MarketPreview['requests'][number][] = [];
  let priorityGained = 0;
  let priorityLost = 0;
  const was = standing(before.book, minute);
  const is = standing(after.book, minute);
  for (const requestId of [...market.book.requests.keys()].sort()) {
    const first = was.requests.get(requestId);
    const second = is.requests.get(requestId);
    if (first === undefined || second === undefined) continue;
    if (second.priority && !first.priority) priorityGained += 1;
    if (first.priority && !second.priority) priorityLost += 1;
    if (first.priority === second.priority && first.units === second.units) continue;
    changes.push({
      requestId,
      exporterId: second.exporterId,
      isPriorityBefore: first.priority,
      isPriorityAfter: second.priority,
      unitsPlacedBefore: first.units,
      unitsPlacedAfter: second.units,
    });
  }
  return {
    market: market.name,
    journalSequence: market.sequence,
    before: was.totals,
    after: is.totals,
    requestsGainingPriority: priorityGained,
    requestsLosingPriority: priorityLost,
    requestsChanged: changes.length,
    requests: changes.slice(0, EXAMPLES),
  };
}

function atMinute(market: Market, minute: number): Market {
  applyInput(market, { sequence: market.sequence + 1, at: dateTimeOf(minute), input: { kind: 'tick' } });
  return market;
}

type Standing = { readonly exporterId: string; readonly priority: boolean; readonly units: number };

function standing(
  book: Book,
  minute: number,
): { readonly requests: ReadonlyMap<string, Standing>; readonly totals: MarketPreview['before'] } {
  const policy = policyAt(book, minute);
  const requests = new Map<string, Standing>();
  const totals = { priorityUnits: 0, standardUnits: 0, waitingRequests: 0, waitingUnits: 0 };
  if (policy === undefined) {
    return { requests, totals: { policyVersion: null, ...totals, lowEmissionOffers: 0, protectedTeu: '0' } };
  }
  for (const [requestId, request] of book.requests) {
    const priority = isPriority(book, request.terms, minute, policy);
    const units = placedUnits(book, request);
    requests.set(requestId, { exporterId: request.terms.exporterId, priority, units });
    if (priority) totals.priorityUnits += units;
    else totals.standardUnits += units;
    if (!book.waiting.has(requestId)) continue;
    totals.waitingRequests += 1;
    totals.waitingUnits += request.terms.units - units;
  }
  let lowEmissionOffers = 0;
  let protectedQuarterTeu = 0;
  for (const offer of book.offers.values()) {
    if (!offer.open) continue;
    if (isLowEmission(offer, policy)) lowEmissionOffers += 1;
    if (!isProtected(offer, policy)) continue;
    let most = 0;
    for (let at = 0; at < offer.capacity.length; at += DIMENSION_COUNT) {
      most = Math.max(most, protectedAmount(offer, policy, at));
    }
    protectedQuarterTeu += most;
  }
  return {
    requests,
    totals: {
      policyVersion: policy.version,
      ...totals,
      lowEmissionOffers,
      protectedTeu: quarterTeuToTeuText(protectedQuarterTeu),
    },
  };
}
