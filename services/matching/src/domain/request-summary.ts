import type { RequestStatus } from '@greenlane/contracts/cargo-request';
import { allocationOf, type Book, isOnBoard, type RequestState, remainingUnits, requestOf } from './book.ts';
import type { RequestSummary } from './core-events.ts';
import { isPriority, reasonsOf, requestReasons } from './feasibility.ts';
import type { Session } from './space-changes.ts';
import type { PolicyTerms } from './terms.ts';

/** True when what the request still needs at least would pass what its exporter may hold. */
function isAtHoldLimit(book: Book, request: RequestState, policy: PolicyTerms): boolean {
  if (policy.maximumHeldQuarterTeu === null) return false;
  const least = request.terms.splitAllowed ? 1 : remainingUnits(book, request);
  const held = book.heldQuarterTeu.get(request.terms.exporterId) ?? 0;
  return held + least * request.terms.space[0] > policy.maximumHeldQuarterTeu;
}

export function summaryOf(book: Book, request: RequestState, minute: number, policy: PolicyTerms): RequestSummary {
  const { departed } = request;
  let [unitsAllocated, unitsConfirmed] = [departed.units, departed.confirmed];
  let [unitsShipped, unitsCompleted] = [departed.shipped, departed.completed];
  for (const number of request.allocations) {
    const { status, units } = allocationOf(book, number);
    unitsAllocated += units;
    if (status !== 'held') unitsConfirmed += units;
    if (isOnBoard(status)) unitsShipped += units;
    if (status === 'completed') unitsCompleted += units;
  }
  // After the end of the search, what was placed is all there will be.
  const target = request.ended === null ? request.terms.units : unitsAllocated;
  const status: RequestStatus =
    unitsAllocated === 0
      ? (request.ended ?? 'WAITING')
      : unitsCompleted >= target
        ? 'COMPLETED'
        : unitsShipped >= target
          ? 'SHIPPED'
          : unitsConfirmed >= target
            ? 'CONFIRMED'
            : unitsAllocated >= target
              ? 'ALLOCATED'
              : 'PARTIALLY_ALLOCATED';
  const reasons: RequestSummary['reasons'][number][] = [];
  if (status === 'WAITING') reasons.push(...reasonsOf(requestReasons(request.terms, policy)), 'WAITING_FOR_SPACE');
  if (book.waiting.has(request.terms.requestId) && isAtHoldLimit(book, request, policy)) {
    reasons.push('HOLD_LIMIT_REACHED');
  }
  if (status === 'EXPIRED') reasons.push('LATEST_ARRIVAL_UNREACHABLE');
  return {
    status,
    unitsAllocated,
    unitsConfirmed,
    unitsShipped,
    isPriorityUnit: isPriority(book, request.terms, minute, policy),
    policyVersion: policy.version,
    reasons,
  };
}

/** One decision per touched request, only when there is something new to say. */
export function say(session: Session): void {
  const { book, minute, policy } = session;
  const touched = [...session.requests]
    .map((requestId) => requestOf(book, requestId))
    .sort((a, b) => a.place - b.place);
  const rolled = new Set<string>();
  const lapsed = new Set<string>();
  for (const effect of session.effects) {
    if (effect.kind !== 'allocation-changed') continue;
    if (effect.allocation.status === 'rolled') rolled.add(effect.allocation.requestId);
    if (effect.allocation.cause === 'PRIORITY_ENDED') lapsed.add(effect.allocation.requestId);
  }
  for (const request of touched) {
    const plain = summaryOf(book, request, minute, policy);
    const news: RequestSummary['reasons'][number][] = [];
    if (rolled.has(request.terms.requestId)) news.push('ALLOCATION_ROLLED');
    if (lapsed.has(request.terms.requestId)) news.push('PRIORITY_ENDED');
    // Where the cargo stands belongs to what was said: another sailing is news even when no count changes. What happened just
    // now does not: whoever looks again, at a repeated command, has nothing to add to it.
    const said = JSON.stringify([request.terms.version, plain, [...request.allocations].sort((a, b) => a - b)]);
    if (said === request.lastSaid && news.length === 0) continue;
    request.lastSaid = said;
    request.decisionNumber += 1;
    session.changed = true;
    session.effects.push({
      kind: 'request-decided',
      requestId: request.terms.requestId,
      decisionNumber: request.decisionNumber,
      summary: news.length === 0 ? plain : { ...plain, reasons: [...plain.reasons, ...news] },
    });
  }
}
