import { assert, unreachable } from '@greenlane/kernel/assert';
import { takeDue } from './agenda.ts';
import { cancelAllocation, confirm, decline, leaveOffer, moveContainer } from './allocation-commands.ts';
import { type Book, policyAt, remainingUnits, requestOf } from './book.ts';
import { setDesignation } from './book-changes.ts';
import type { CoreEvent, Observe, Outcome, Refusal } from './core-events.ts';
import { noteExpiry, takeHopeless } from './deadlines.ts';
import { releaseMinute } from './feasibility.ts';
import { leaveWhatEnded, leaveWithTime } from './leaving.ts';
import { settle } from './matching.ts';
import { putOffer, withdrawOffer } from './offer-changes.ts';
import { acceptPlan, inOrder, type PlannedRequest } from './plan-commit.ts';
import {
  addPolicy,
  decayProtection,
  dropGate,
  entitlementsMoved,
  queueAllWaiting,
  reviewEntitlements,
  setGates,
} from './programme.ts';
import type { RankingEngine } from './ranking.ts';
import { cancelRequest, chooseUnits, putRequest } from './request-changes.ts';
import { say } from './request-summary.ts';
import { end, refreshWaiting, type Session, take } from './space-changes.ts';

/**
 * One event into the book: changes it in place and answers what happened. Deterministic; every count is whole. An event
 * is one decision: what it rolls is matched again before it ends.
 * @throws InvariantError when no policy is in force: the market holds events back until there is one
 */
export function apply(book: Book, engine: RankingEngine, event: CoreEvent, observe?: Observe): Outcome {
  if (event.kind === 'policy-published') addPolicy(book, event.policy);
  const policy = policyAt(book, event.minute);
  assert(policy, 'events reach the core only when a policy is in force');
  const session: Session = {
    book,
    engine,
    minute: event.minute,
    policy,
    effects: [],
    offers: new Set(),
    requests: new Set(),
    queue: new Set(),
    opened: new Set(),
    lost: new Map(),
    left: { offers: new Map(), requests: new Set(), allocations: new Set() },
    changed: event.kind !== 'tick',
    observe,
  };
  const refusal = begin(session, event);
  if (refusal !== undefined) return { effects: [], changed: false, refusal, offers: new Set(), left: session.left };
  settle(session);
  say(session);
  if (event.kind === 'tick') leaveWithTime(session);
  leaveWhatEnded(session);
  const { effects, changed, offers, left } = session;
  return { effects, changed, offers, left };
}

function begin(session: Session, event: CoreEvent): Refusal | undefined {
  if (session.book.policyVersion !== session.policy.version) {
    session.book.policyVersion = session.policy.version;
    session.changed = true;
    reviewEntitlements(session);
  }
  switch (event.kind) {
    case 'offer-published':
    case 'offer-amended':
      return putOffer(session, event.terms);
    case 'offer-withdrawn':
      return withdrawOffer(session, event.offerId);
    case 'request-submitted':
    case 'request-amended':
      return putRequest(session, event.terms);
    case 'request-cancelled':
      return cancelRequest(session, event.requestId);
    case 'policy-published':
      queueAllWaiting(session);
      return undefined;
    case 'designation-changed':
      setDesignation(session.book, event.designation);
      reviewEntitlements(session);
      return undefined;
    case 'units-chosen':
      return chooseUnits(session, event);
    case 'allocation-confirmed':
      return confirm(session, event.allocation);
    case 'allocation-declined':
      return decline(session, event.allocation);
    case 'allocation-cancelled':
      return cancelAllocation(session, event.allocation);
    case 'container-moved':
      return moveContainer(session, event);
    case 'bid-prices-set':
      setGates(session, event);
      return undefined;
    case 'plan-committed':
      carryOut(session, event);
      return undefined;
    case 'tick':
      tick(session);
      return undefined;
    default:
      return unreachable(event);
  }
}

/**
 * A plan is one event: what it moves gives its space back first, then every line takes its place, so that no order of the
 * lines can oversell. What the book cannot carry out any more is refused, request by request.
 */
function carryOut(session: Session, plan: { planId: string; requests: readonly PlannedRequest[] }): void {
  const { moves, refused } = acceptPlan(session.book, plan.requests, session);
  const given = moves.flatMap((move) => move.given);
  for (const allocation of given) end(session, allocation, 'rolled', 'PLAN_MOVED');
  let unitsPlaced = 0;
  for (const { requestId, taken } of inOrder(moves)) {
    const request = requestOf(session.book, requestId);
    for (const { candidate, units, question } of taken) {
      take(session, request, candidate, units, { question, cause: 'PLANNED' });
      unitsPlaced += units;
    }
    refreshWaiting(session, request);
  }
  session.effects.push({
    kind: 'plan-carried-out',
    planId: plan.planId,
    unitsPlaced,
    allocationsMoved: given.length,
    refused,
  });
}

/** Lapsed holds, ended protection and hopeless requests, as of the event's minute. */
function tick(session: Session): void {
  const { book, minute, policy } = session;
  if (entitlementsMoved(session)) {
    session.changed = true;
    reviewEntitlements(session);
  }
  const lapsed = takeDue(book.deadlines.holds, minute).flatMap((number) => {
    const allocation = book.allocations.get(number);
    return allocation?.status === 'held' && allocation.holdExpiresMinute! <= minute ? [allocation] : [];
  });
  for (const allocation of lapsed.sort((a, b) => a.holdExpiresMinute! - b.holdExpiresMinute! || a.number - b.number)) {
    leaveOffer(session, allocation);
    end(session, allocation, 'expired', 'HOLD_EXPIRED');
  }
  for (const offerId of takeDue(book.deadlines.cutOffs, minute + policy.releaseMinutes)) {
    const offer = book.offers.get(offerId);
    // Of an offer that was amended the note of its earlier cut-off is left.
    if (offer === undefined || offer.released || minute < releaseMinute(offer, policy)) continue;
    offer.released = true;
    dropGate(book, offerId);
    session.changed = true;
    session.offers.add(offerId);
    session.opened.add(offerId);
    session.engine.poolsChanged(offerId);
  }
  decayProtection(session);
  for (const request of takeHopeless(book, minute)) {
    if (remainingUnits(book, request) === 0) continue;
    request.ended = 'EXPIRED';
    noteExpiry(book, request);
    session.changed = true;
    session.requests.add(request.terms.requestId);
    session.queue.delete(request.terms.requestId);
    refreshWaiting(session, request);
  }
}
