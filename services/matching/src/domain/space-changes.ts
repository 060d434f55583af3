import { assert } from '@greenlane/kernel/assert';
import { noteDue } from './agenda.ts';
import {
  type AllocationState,
  type Book,
  isOnBoard,
  NO_CONTAINERS,
  type OfferState,
  offerOf,
  type RequestState,
  remainingUnits,
  requestOf,
  takesSpace,
} from './book.ts';
import { countHold, listAllocation, movedSpace, setWaiting } from './book-changes.ts';
import type { Effect, Observe } from './core-events.ts';
import { noteHope } from './deadlines.ts';
import { gateCutOff, type Question } from './feasibility.ts';
import type { RankedOffer, RankingEngine } from './ranking.ts';
import { DIMENSION_COUNT, type PolicyTerms, type RequestTerms, timesUnits } from './terms.ts';

/** The work of one event: what it changed so far, and who must be matched before it ends. */
export type Session = {
  readonly book: Book;
  readonly engine: RankingEngine;
  readonly minute: number;
  readonly policy: PolicyTerms;
  readonly effects: Effect[];
  readonly offers: Set<string>;
  readonly requests: Set<string>;
  /** Requests to match, in waiting order, before the event is done. */
  readonly queue: Set<string>;
  /** Offers with more room than before, or open to more cargo. */
  readonly opened: Set<string>;
  /** The last allocation each request lost in this event: what its next one replaces. */
  readonly lost: Map<string, number>;
  /** What has left the book. */
  readonly left: {
    readonly offers: Map<string, OfferState>;
    readonly requests: Set<string>;
    readonly allocations: Set<number>;
  };
  changed: boolean;
  readonly observe: Observe | undefined;
};

export function refreshWaiting(session: Session, request: RequestState): void {
  const { book } = session;
  const waits = !request.terms.manual && remainingUnits(book, request) > 0;
  if (waits && !book.waiting.has(request.terms.requestId)) noteHope(book, request);
  setWaiting(book, request, waits);
}

/** Units that the exporter may still hold of an offer; one that confirms by itself is never held. */
export function unitsWithinHoldLimit(
  book: Book,
  request: RequestTerms,
  offer: OfferState,
  policy: PolicyTerms,
): number {
  const limit = policy.maximumHeldQuarterTeu;
  if (limit === null || offer.terms.confirmation === 'AUTO') return request.units;
  return Math.max(0, Math.floor((limit - (book.heldQuarterTeu.get(request.exporterId) ?? 0)) / request.space[0]));
}

/** Space that was held is free for another hold of the same exporter: its waiting requests are looked at again. */
function holdEnded(session: Session, allocation: AllocationState): void {
  const { book, policy } = session;
  book.holds.delete(allocation.number);
  countHold(book, allocation, -1);
  if (policy.maximumHeldQuarterTeu === null) return;
  const { exporterId } = requestOf(book, allocation.requestId).terms;
  for (const requestId of book.waitingByExporter.get(exporterId) ?? []) session.queue.add(requestId);
}

export function take(
  session: Session,
  request: RequestState,
  candidate: RankedOffer,
  units: number,
  decision: { question: Question; cause: string },
): void {
  const { book, minute, policy } = session;
  const { offerId, offer, lane } = candidate;
  const { requestId } = request.terms;
  const automatic = offer.terms.confirmation === 'AUTO';
  session.observe?.({
    number: book.nextAllocation,
    requestId,
    offerId,
    units,
    cause: decision.cause,
    question: decision.question,
  });
  const allocation: AllocationState = {
    number: book.nextAllocation,
    requestId,
    offerId,
    offerVersion: offer.terms.version,
    units,
    priority: decision.question.priority,
    indicative: policy.indicative,
    policyVersion: policy.version,
    loadPort: lane.loadPort,
    dischargePort: lane.dischargePort,
    loadCall: lane.loadCall,
    dischargeCall: lane.dischargeCall,
    space: timesUnits(request.terms.space, units),
    grams: candidate.grams,
    rollable: request.terms.rollable,
    decidedMinute: minute,
    replaces: session.lost.get(requestId) ?? null,
    status: 'held',
    cause: decision.cause,
    version: 0,
    changedMinute: minute,
    // The carrier's deadline never runs past the last minute at which the space could still be used.
    holdExpiresMinute: Math.min(minute + policy.confirmMinutes, gateCutOff(lane, request.terms)),
    loadedContainers: NO_CONTAINERS,
    dischargedContainers: NO_CONTAINERS,
  };
  session.lost.delete(requestId);
  book.nextAllocation += 1;
  listAllocation(book, allocation, { offer, request }, 1);
  // What is confirmed with the same stroke was never anybody's hold.
  if (!automatic) {
    book.holds.add(allocation.number);
    countHold(book, allocation, 1);
    noteDue(book.deadlines.holds, allocation.holdExpiresMinute!, allocation.number);
  }
  for (let at = lane.loadCall * DIMENSION_COUNT; at < lane.dischargeCall * DIMENSION_COUNT; at += 1) {
    assert(offer.used[at]! <= offer.capacity[at]!, 'held, confirmed and loaded never exceed what is published');
  }
  session.engine.poolsChanged(offer.terms.offerId);
  restate(session, allocation, decision.cause);
  if (!automatic) return;
  allocation.holdExpiresMinute = null;
  allocation.status = 'confirmed';
  offer.confirmed = movedSpace(offer.confirmed, allocation, 1);
  restate(session, allocation, 'CONFIRMED_AUTOMATICALLY');
}

/** A live allocation goes on: held → confirmed → loaded → completed. */
export function change(
  session: Session,
  allocation: AllocationState,
  status: AllocationState['status'],
  cause: string,
): void {
  const offer = offerOf(session.book, allocation.offerId);
  if (!isOnBoard(allocation.status) && isOnBoard(status)) offer.loaded = movedSpace(offer.loaded, allocation, 1);
  const isConfirmed = Number(status === 'confirmed') - Number(allocation.status === 'confirmed');
  if (isConfirmed === 1 || isConfirmed === -1) offer.confirmed = movedSpace(offer.confirmed, allocation, isConfirmed);
  if (allocation.status === 'held' && status !== 'held') {
    holdEnded(session, allocation);
    allocation.holdExpiresMinute = null;
  }
  allocation.status = status;
  restate(session, allocation, cause);
}

export function restate(session: Session, allocation: AllocationState, cause: string): void {
  allocation.cause = cause;
  allocation.version += 1;
  allocation.changedMinute = session.minute;
  session.requests.add(allocation.requestId);
  session.offers.add(allocation.offerId);
  session.changed = true;
  session.effects.push({ kind: 'allocation-changed', allocation: { ...allocation } });
}

/** An allocation gives its space back and leaves the book; its request is matched again within the same event. */
export function end(
  session: Session,
  allocation: AllocationState,
  status: AllocationState['status'],
  cause: string,
): void {
  assert(
    takesSpace(allocation.status) && !isOnBoard(allocation.status),
    'only held or confirmed cargo gives space back',
  );
  const { book } = session;
  const request = requestOf(book, allocation.requestId);
  listAllocation(book, allocation, { offer: offerOf(book, allocation.offerId), request }, -1);
  if (allocation.status === 'held') holdEnded(session, allocation);
  allocation.status = status;
  allocation.holdExpiresMinute = null;
  if (status === 'rolled') session.lost.set(allocation.requestId, allocation.number);
  session.engine.poolsChanged(allocation.offerId);
  session.opened.add(allocation.offerId);
  restate(session, allocation, cause);
  if (request.terms.manual && request.ended === null) noteHope(book, request);
  refreshWaiting(session, request);
  if (book.waiting.has(allocation.requestId)) session.queue.add(allocation.requestId);
}
