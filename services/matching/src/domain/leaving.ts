import { sweep } from './agenda.ts';
import {
  allocationOf,
  type Book,
  isOnBoard,
  type OfferState,
  type RequestState,
  remainingUnits,
  requestOf,
} from './book.ts';
import { countHold, listAllocation, setWaiting } from './book-changes.ts';
import { forgetBookings, rememberBooking } from './bookings.ts';
import { forgetUnknownLanes, isOver, isPast, takeOver } from './deadlines.ts';
import type { Session } from './space-changes.ts';

/**
 * What leaves the book. A book that kept all it ever saw would grow for ever; what has ended and can no longer matter to a
 * decision leaves with the event that ended it, or some days after its last date, when no report about it comes any more:
 * - an offer: when it is withdrawn and nothing is on board; otherwise with the end of its voyage, and its cargo with it;
 * - a request: when it is cancelled and nothing of it is on board; when it has all it asked for and its last sailing left;
 *   when it expired and the day of its latest arrival is past.
 * All of it follows from the journal alone. What was decided stays in rows, and in the journal, from which the market at any
 * earlier moment is computed again.
 */
export type Left = {
  readonly offers: ReadonlyMap<string, OfferState>;
  readonly requests: ReadonlySet<string>;
  readonly allocations: ReadonlySet<number>;
};

/** At a tick: voyages that ended long ago, and requests whose day is long past. */
export function leaveWithTime(session: Session): void {
  const { book, left, minute, policy } = session;
  const { offers, requests } = takeOver(book, minute);
  for (const offerId of offers) {
    const offer = book.offers.get(offerId);
    // Of an offer that was amended the note of its earlier end is left.
    if (offer === undefined || !isOver(offer.terms, minute)) continue;
    offerLeaves(session, offer);
    // Its rows of the ledger stay as they were: what it carried did not leave the ship.
    session.offers.delete(offerId);
  }
  for (const requestId of requests) {
    const request = book.requests.get(requestId);
    if (request !== undefined) leaveWhenDone(session, request);
  }
  if (left.offers.size + left.requests.size > 0) {
    forgetBookings(book.bookings, minute - policy.bidPrice.historyMinutes);
  }
}

/** When all has been said about an event: what it ended. */
export function leaveWhatEnded(session: Session): void {
  const { book, left } = session;
  for (const offerId of session.offers) {
    const offer = book.offers.get(offerId);
    if (offer !== undefined && !offer.open && offer.allocations.length === 0) offerLeaves(session, offer);
  }
  for (const requestId of session.requests) {
    const request = book.requests.get(requestId);
    if (request !== undefined) leaveWhenDone(session, request);
  }
  if (left.offers.size + left.requests.size === 0) return;
  session.changed = true;
  sweepDeadlines(book);
}

/** The whole sailing leaves, with what it carries; each request keeps the count of its units that sailed. */
function offerLeaves(session: Session, offer: OfferState): void {
  const { book, left } = session;
  for (const number of [...offer.allocations].sort((a, b) => a - b)) {
    const allocation = allocationOf(book, number);
    const request = requestOf(book, allocation.requestId);
    const { units, status } = allocation;
    listAllocation(book, allocation, { offer, request }, -1);
    if (status === 'held') {
      book.holds.delete(number);
      countHold(book, allocation, -1);
    }
    const { departed } = request;
    request.departed = {
      units: departed.units + units,
      confirmed: departed.confirmed + (status === 'held' ? 0 : units),
      shipped: departed.shipped + (isOnBoard(status) ? units : 0),
      completed: departed.completed + (status === 'completed' ? units : 0),
    };
    left.allocations.add(number);
    leaveWhenDone(session, request);
  }
  const { offerId } = offer.terms;
  book.offers.delete(offerId);
  book.gated.delete(offerId);
  session.engine.offerChanged(offerId);
  left.offers.set(offerId, offer);
}

function leaveWhenDone(session: Session, request: RequestState): void {
  const { book, minute, left } = session;
  if (!isDone(book, request, minute)) return;
  const { requestId } = request.terms;
  setWaiting(book, request, false);
  forgetUnknownLanes(book, request.terms);
  if (request.ended !== 'CANCELLED') rememberBooking(book.bookings, request);
  book.requests.delete(requestId);
  left.requests.add(requestId);
}

function isDone(book: Book, request: RequestState, minute: number): boolean {
  if (request.allocations.length > 0) return false;
  if (request.ended === 'CANCELLED') return true;
  // With its cargo gone and nothing to look for it is history; one that found nothing may still be asked about for a while.
  if (request.departed.units > 0 && remainingUnits(book, request) === 0) return true;
  return request.ended === 'EXPIRED' && isPast(request.terms, minute);
}

function sweepDeadlines(book: Book): void {
  const { holds, cutOffs, hopes, sailings, expiries } = book.deadlines;
  sweep(holds, (number) => book.holds.has(number));
  sweep(cutOffs, (offerId) => book.offers.get(offerId)?.released === false);
  sweep(hopes, (requestId) => book.requests.get(requestId)?.ended === null);
  sweep(sailings, (offerId) => book.offers.has(offerId));
  sweep(expiries, (requestId) => book.requests.has(requestId));
}
