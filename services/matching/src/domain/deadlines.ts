import { type Agenda, emptyAgenda, noteDue, takeDue } from './agenda.ts';
import type { Book, OfferState, RequestState } from './book.ts';
import { laneKey, type OfferTerms, type RequestTerms } from './terms.ts';

/**
 * What time alone does to a book: holds lapse, protection ends, requests become hopeless. Each is noted when it becomes
 * possible, so a tick costs what falls due in it and not a look at every offer and request. All of it follows from the rest
 * of the book: a snapshot does not hold it, whoever imports one notes it again.
 */
export type Deadlines = {
  /** Numbers of held allocations by the end of their hold. */
  readonly holds: Agenda<number>;
  /** Offers with protection by their earliest cut-off: it ends a policy's minutes before. */
  readonly cutOffs: Agenda<string>;
  /** Requests with units to place, by the minute of their last hope as far as it was known. */
  readonly hopes: Agenda<string>;
  /** Offers by the end of their voyage, and requests that expired by their latest arrival: when they leave the book. */
  readonly sailings: Agenda<string>;
  readonly expiries: Agenda<string>;
  /** Requests by lanes that no sailing has served: the first one moves their last hope forward. */
  readonly byUnknownLane: Map<string, Set<string>>;
};

export function noDeadlines(): Deadlines {
  return {
    holds: emptyAgenda(),
    cutOffs: emptyAgenda(),
    hopes: emptyAgenda(),
    sailings: emptyAgenda(),
    expiries: emptyAgenda(),
    byUnknownLane: new Map(),
  };
}

/** The minute from which no sailing can bring the cargo in time, by the fastest transit seen on its lanes. */
export function lastHope(book: Book, request: RequestTerms): number {
  let fastest = Number.MAX_SAFE_INTEGER;
  for (const { port } of request.loadPorts) {
    for (const dischargePort of request.dischargePorts) {
      // A lane that no sailing served yet may be served by a faster one: only the deadline itself ends it.
      fastest = Math.min(fastest, book.fastestTransit.get(laneKey(port, dischargePort)) ?? 0);
    }
  }
  return request.latestArrivalMinute - fastest;
}

/** Looks at the request again when its last hope has passed. */
export function noteHope(book: Book, request: RequestState): void {
  const { terms } = request;
  const { hopes, byUnknownLane } = book.deadlines;
  noteDue(hopes, lastHope(book, terms), terms.requestId);
  for (const { port } of terms.loadPorts) {
    for (const dischargePort of terms.dischargePorts) {
      const key = laneKey(port, dischargePort);
      if (book.fastestTransit.has(key)) continue;
      const waiting = byUnknownLane.get(key);
      if (waiting === undefined) byUnknownLane.set(key, new Set([terms.requestId]));
      else waiting.add(terms.requestId);
    }
  }
}

/** A transit on a lane; the first one of a lane brings the end of hope nearer for whoever asked for it. */
export function noteTransit(book: Book, key: string, minutes: number): void {
  const fastest = book.fastestTransit.get(key);
  if (fastest !== undefined && fastest <= minutes) return;
  book.fastestTransit.set(key, minutes);
  const { hopes, byUnknownLane } = book.deadlines;
  for (const requestId of byUnknownLane.get(key) ?? []) {
    const request = book.requests.get(requestId);
    if (request !== undefined) noteDue(hopes, lastHope(book, request.terms), requestId);
  }
  byUnknownLane.delete(key);
}

/** Requests whose last hope has passed; those that a faster sailing gave more time are noted again. */
export function takeHopeless(book: Book, minute: number): RequestState[] {
  const hopeless = new Set<RequestState>();
  for (const requestId of takeDue(book.deadlines.hopes, minute)) {
    const request = book.requests.get(requestId);
    if (request === undefined || request.ended !== null) continue;
    if (minute >= lastHope(book, request.terms)) hopeless.add(request);
    else noteHope(book, request);
  }
  return [...hopeless];
}

export function noteProtection(book: Book, offer: OfferState): void {
  noteDue(book.deadlines.cutOffs, offer.terms.earliestCutOffMinute, offer.terms.offerId);
}

/**
 * Minutes that a voyage stays in the book after its last date, and an expired request after its latest arrival: ports report
 * late, and whoever looks back usually looks back a few weeks.
 */
export const KEPT_MINUTES = 30 * 1_440;

function leavesMinute({ endsMinute, validUntilMinute }: OfferTerms): number {
  return Math.max(endsMinute, validUntilMinute) + KEPT_MINUTES;
}

export function isOver(terms: OfferTerms, minute: number): boolean {
  return leavesMinute(terms) <= minute;
}

export function isPast({ latestArrivalMinute }: RequestTerms, minute: number): boolean {
  return latestArrivalMinute + KEPT_MINUTES <= minute;
}

export function noteSailing(book: Book, { terms }: Pick<OfferState, 'terms'>): void {
  noteDue(book.deadlines.sailings, leavesMinute(terms), terms.offerId);
}

export function noteExpiry(book: Book, { terms }: Pick<RequestState, 'terms'>): void {
  noteDue(book.deadlines.expiries, terms.latestArrivalMinute + KEPT_MINUTES, terms.requestId);
}

/** Names whose time to leave may have come. */
export function takeOver(
  { deadlines }: Book,
  minute: number,
): { readonly offers: readonly string[]; readonly requests: readonly string[] } {
  return { offers: takeDue(deadlines.sailings, minute), requests: takeDue(deadlines.expiries, minute) };
}

/** A request that leaves, or looks elsewhere now, waits for no first sailing of its lanes. */
export function forgetUnknownLanes(book: Book, { requestId, loadPorts, dischargePorts }: RequestTerms): void {
  const { byUnknownLane } = book.deadlines;
  for (const { port } of loadPorts) {
    for (const dischargePort of dischargePorts) {
      const key = laneKey(port, dischargePort);
      const waiting = byUnknownLane.get(key);
      if (waiting?.delete(requestId) && waiting.size === 0) byUnknownLane.delete(key);
    }
  }
}
