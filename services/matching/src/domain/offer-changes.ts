import { assert } from '@greenlane/kernel/assert';
import {
  type AllocationState,
  allocationOf,
  type Book,
  capacityOf,
  emptyPool,
  isOnBoard,
  newOffer,
  type OfferState,
  type Pool,
  requestOf,
  takesSpace,
} from './book.ts';
import { countIn, moveSpace, setRollable } from './book-changes.ts';
import type { Refusal } from './core-events.ts';
import { noteProtection, noteSailing, noteTransit } from './deadlines.ts';
import { gateCutOff, releaseMinute } from './feasibility.ts';
import { dropGate } from './programme.ts';
import { withSharedParts } from './shared-terms.ts';
import { end, restate, type Session } from './space-changes.ts';
import { DIMENSION_COUNT, type Lane, laneKey, type OfferTerms, type RequestTerms } from './terms.ts';

export function putOffer(session: Session, terms: OfferTerms): Refusal | undefined {
  const { book } = session;
  const known = book.offers.get(terms.offerId);
  if (known !== undefined && known.terms.version >= terms.version) {
    return { code: 'STALE_VERSION', message: `offer ${terms.offerId} is already at version ${known.terms.version}` };
  }
  noteTransits(book, terms);
  session.offers.add(terms.offerId);
  session.opened.add(terms.offerId);
  if (known === undefined) {
    const released = session.minute >= terms.earliestCutOffMinute - session.policy.releaseMinutes;
    const offer = newOffer(terms, { open: true, released, gate: null });
    book.offers.set(terms.offerId, offer);
    if (!offer.released) noteProtection(book, offer);
    noteSailing(book, offer);
    session.engine.offerChanged(terms.offerId);
    return undefined;
  }
  amendOffer(session, known, terms);
  session.engine.offerChanged(terms.offerId);
  return undefined;
}

function noteTransits(book: Book, terms: OfferTerms): void {
  for (const lane of terms.lanes) {
    const minutes = lane.arrivalMinute - lane.gateCutOffMinute;
    if (minutes > 0) noteTransit(book, laneKey(lane.loadPort, lane.dischargePort), minutes);
  }
}

/**
 * The full state of an offer is replaced: each allocation finds its calls in the new sailing or rolls, then pools that
 * are too small roll cargo in the order of {@link bumpOrder}. One event, so nobody sees it half done.
 */
function amendOffer(session: Session, offer: OfferState, terms: OfferTerms): void {
  const { book } = session;
  const before = offer.terms;
  const live = [...offer.allocations].sort((a, b) => a - b).map((number) => allocationOf(book, number));
  const rolled: { allocation: AllocationState; cause: string }[] = [];
  const kept: { allocation: AllocationState; lane: Lane | undefined }[] = [];
  // Rolled cargo leaves the old pools; the new ones are counted from those that stay.
  for (const allocation of live) {
    const request = requestOf(book, allocation.requestId);
    const lane = laneAfter(terms, before, allocation);
    if (isOnBoard(allocation.status)) kept.push({ allocation, lane });
    else if (lane === undefined) rolled.push({ allocation, cause: 'CALL_REMOVED' });
    else {
      const broken = brokenBy(terms, lane, request.terms);
      if (broken === undefined) kept.push({ allocation, lane });
      else rolled.push({ allocation, cause: broken });
    }
  }
  for (const { allocation, cause } of rolled) end(session, allocation, 'rolled', cause);
  if (offer.rollable > 0) setRollable(book, offer, false);
  offer.terms = withSharedParts(terms);
  if (offer.rollable > 0) setRollable(book, offer, true);
  const nothing = emptyPool(terms.legs.length);
  offer.used = nothing;
  offer.priorityUsed = nothing;
  offer.confirmed = nothing;
  offer.loaded = nothing;
  for (const { allocation, lane } of kept) {
    allocation.loadCall = lane?.loadCall ?? Math.min(allocation.loadCall, terms.legs.length - 1);
    allocation.dischargeCall =
      lane?.dischargeCall ?? Math.min(Math.max(allocation.dischargeCall, allocation.loadCall + 1), terms.legs.length);
    countIn(offer, allocation, 1);
  }
  offer.capacity = capacityKeepingLoaded(session, offer);
  offer.released = session.minute >= releaseMinute(offer, session.policy);
  if (offer.released) dropGate(book, terms.offerId);
  else noteProtection(book, offer);
  noteSailing(book, offer);
  for (const allocation of bumpList(book, offer)) end(session, allocation, 'rolled', 'CAPACITY_CUT');
  for (const { allocation, lane } of kept) {
    if (!takesSpace(allocation.status) || lane === undefined) continue;
    if (scheduleChanged(before, terms, allocation, lane)) restate(session, allocation, 'SCHEDULE_UPDATED');
  }
}

/** The pair of calls of the new version that an allocation uses: the same ports, the nearest position when called twice. */
function laneAfter(terms: OfferTerms, before: OfferTerms, allocation: AllocationState): Lane | undefined {
  const lanes = terms.lanes.filter(
    (lane) => lane.loadPort === allocation.loadPort && lane.dischargePort === allocation.dischargePort,
  );
  const old = laneOf(before, allocation);
  const distance = (lane: Lane) =>
    old === undefined
      ? 0
      : Math.abs(lane.departureMinute - old.departureMinute) + Math.abs(lane.arrivalMinute - old.arrivalMinute);
  return lanes.sort(
    (a, b) => distance(a) - distance(b) || a.loadCall - b.loadCall || a.dischargeCall - b.dischargeCall,
  )[0];
}

export function laneOf(
  terms: OfferTerms,
  allocation: Pick<AllocationState, 'loadCall' | 'dischargeCall'>,
): Lane | undefined {
  return terms.lanes.find(
    (lane) => lane.loadCall === allocation.loadCall && lane.dischargeCall === allocation.dischargeCall,
  );
}

/** Why cargo that was placed can no longer go: the gate, the arrival, or what the offer accepts. */
export function brokenBy(terms: OfferTerms, lane: Lane, request: RequestTerms): string | undefined {
  const loadPort = request.loadPorts.find((candidate) => candidate.port === lane.loadPort);
  if ((terms.equipmentBits & (1 << request.equipment)) === 0) return 'EQUIPMENT_NO_LONGER_ACCEPTED';
  if (request.dangerousGoods.some((goods) => !terms.unNumbers.includes(goods.unNumber))) {
    return 'DANGEROUS_GOODS_NO_LONGER_ACCEPTED';
  }
  if (loadPort !== undefined && loadPort.atGateMinute > gateCutOff(lane, request)) return 'CUT_OFF_MOVED';
  if (lane.arrivalMinute > request.latestArrivalMinute) return 'ARRIVAL_MOVED';
  return undefined;
}

function scheduleChanged(before: OfferTerms, after: OfferTerms, allocation: AllocationState, lane: Lane): boolean {
  const old = before.lanes.find(
    (candidate) => candidate.loadPort === allocation.loadPort && candidate.dischargePort === allocation.dischargePort,
  );
  assert(after.lanes.includes(lane), 'the lane belongs to the new version');
  return (
    old === undefined ||
    old.departureMinute !== lane.departureMinute ||
    old.arrivalMinute !== lane.arrivalMinute ||
    old.gateCutOffMinute !== lane.gateCutOffMinute ||
    old.dangerousGoodsCutOffMinute !== lane.dangerousGoodsCutOffMinute ||
    old.reeferCutOffMinute !== lane.reeferCutOffMinute
  );
}

/** What is on board cannot be cut away: such a pool keeps the loaded amount, and the effect says so. */
function capacityKeepingLoaded(session: Session, offer: OfferState): Pool {
  return capacityOf(offer.terms.legs).map((published, at) => {
    const kept = offer.loaded[at]!;
    if (kept <= published) return published;
    session.effects.push({
      kind: 'capacity-kept',
      offerId: offer.terms.offerId,
      leg: Math.floor(at / DIMENSION_COUNT),
      dimension: at % DIMENSION_COUNT,
      published,
      kept,
    });
    return kept;
  });
}

/** Who rolls first: standard that was sold as rollable, then standard, then priority; in each the latest first. */
export function bumpOrder(a: AllocationState, b: AllocationState): number {
  const rank = (allocation: AllocationState) => (allocation.priority ? 2 : allocation.rollable ? 0 : 1);
  return rank(a) - rank(b) || b.number - a.number;
}

/**
 * The allocations that must leave so that every pool holds, in bump order. Whoever deserves more is admitted first: what
 * is on board, then priority, then firm standard, in each the earliest first; who no longer fits rolls. So no priority
 * cargo moves for standard cargo, and nobody moves in vain.
 */
function bumpList(book: Book, offer: OfferState): AllocationState[] {
  const live = offer.allocations.map((number) => allocationOf(book, number));
  const movable = live.filter((allocation) => !isOnBoard(allocation.status)).sort(bumpOrder);
  const used = offer.loaded.slice();
  const bumped: AllocationState[] = [];
  for (const allocation of movable.toReversed()) {
    moveSpace(used, allocation, 1);
    if (used.every((amount, at) => amount <= offer.capacity[at]!)) continue;
    moveSpace(used, allocation, -1);
    bumped.push(allocation);
  }
  return bumped.reverse();
}

export function withdrawOffer(session: Session, offerId: string): Refusal | undefined {
  const offer = session.book.offers.get(offerId);
  if (offer === undefined) return { code: 'UNKNOWN_OFFER', message: `offer ${offerId} is not in the book` };
  if (!offer.open) return { code: 'ALREADY_WITHDRAWN', message: `offer ${offerId} is already withdrawn` };
  offer.open = false;
  dropGate(session.book, offerId);
  session.offers.add(offerId);
  const movable = offer.allocations
    .map((number) => allocationOf(session.book, number))
    .filter((allocation) => !isOnBoard(allocation.status))
    .sort(bumpOrder);
  for (const allocation of movable) end(session, allocation, 'rolled', 'OFFER_WITHDRAWN');
  session.engine.offerChanged(offerId);
  return undefined;
}
