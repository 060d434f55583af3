import { assert } from '@greenlane/kernel/assert';
import { allocationOf, type Book, type GateState, offerOf, requestOf } from './book.ts';
import type { CoreEvent } from './core-events.ts';
import { isPriority } from './feasibility.ts';
import { end, type Session } from './space-changes.ts';
import type { OfferGate, PolicyTerms } from './terms.ts';

export function addPolicy(book: Book, policy: PolicyTerms): void {
  const others = book.policies.filter(
    (known) => !(known.policyId === policy.policyId && known.version === policy.version),
  );
  others.push(policy);
  others.sort(
    (a, b) =>
      a.effectiveFromMinute - b.effectiveFromMinute ||
      (a.version < b.version ? -1 : a.version > b.version ? 1 : 0) ||
      (a.policyId < b.policyId ? -1 : 1),
  );
  book.policies.splice(0, book.policies.length, ...others);
}

/**
 * Who has priority may have changed: confirmed space stays whatever happens to a designation, space that is only held on
 * the strength of a priority that ended is given back, and everyone who waits is matched again as what they are now.
 */
export function reviewEntitlements(session: Session): void {
  const { book, minute, policy } = session;
  book.entitlementsMinute = minute;
  for (const number of [...book.holds].sort((a, b) => a - b)) {
    const allocation = allocationOf(book, number);
    if (!allocation.priority) continue;
    if (isPriority(book, requestOf(book, allocation.requestId).terms, minute, policy)) continue;
    end(session, allocation, 'released', 'PRIORITY_ENDED');
  }
  queueAllWaiting(session);
}

/** True when a granted designation began or ended since this was last looked at. */
export function entitlementsMoved({ book, minute }: Session): boolean {
  const passed = (moment: number | null) => moment !== null && moment > book.entitlementsMinute && moment <= minute;
  for (const { status, validFromMinute, validToMinute } of book.designations.values()) {
    if (status === 'granted' && (passed(validFromMinute) || passed(validToMinute))) return true;
  }
  return false;
}

export function queueAllWaiting(session: Session): void {
  for (const requestId of session.book.waiting) session.queue.add(requestId);
}

/** New prices from the solver: whoever waits may find space that is cheaper than before. */
export function setGates(session: Session, event: Extract<CoreEvent, { kind: 'bid-prices-set' }>): void {
  const { book } = session;
  book.protectionBasis = event.basis;
  if (event.basis.kind === 'FIXED_SHARE') for (const offerId of [...book.gated]) setGate(session, offerId, null);
  for (const terms of event.gates) {
    const offer = book.offers.get(terms.offerId);
    // The solver looked at an earlier moment: what has been withdrawn or released since needs no gate.
    if (offer === undefined || !offer.open || offer.released) continue;
    setGate(session, terms.offerId, { terms, protectedQuarterTeu: protectedAt(terms, session.minute) });
  }
}

function setGate(session: Session, offerId: string, gate: GateState | null): void {
  const { book } = session;
  offerOf(book, offerId).gate = gate;
  if (gate === null) book.gated.delete(offerId);
  else book.gated.add(offerId);
  session.opened.add(offerId);
  session.engine.poolsChanged(offerId);
}

/** A sailing that is released or withdrawn has no price any more; whoever calls this tells the engine. */
export function dropGate(book: Book, offerId: string): void {
  offerOf(book, offerId).gate = null;
  book.gated.delete(offerId);
}

function protectedAt(terms: OfferGate, minute: number): number {
  return terms.protection.findLast(({ fromMinute }) => fromMinute <= minute)?.quarterTeu ?? 0;
}

/** Protection decays by the booking curve: each step is an event of its own, so that everyone judges by the same moment. */
export function decayProtection(session: Session): void {
  const { book, minute } = session;
  for (const offerId of [...book.gated].sort()) {
    const { gate } = offerOf(book, offerId);
    assert(gate, 'a gated offer has a gate');
    const kept = protectedAt(gate.terms, minute);
    if (kept === gate.protectedQuarterTeu) continue;
    session.changed = true;
    setGate(session, offerId, { ...gate, protectedQuarterTeu: kept });
  }
}
