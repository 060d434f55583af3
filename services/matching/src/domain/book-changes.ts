import { assert } from '@greenlane/kernel/assert';
import {
  type AllocationState,
  type Book,
  isOnBoard,
  type OfferState,
  type Pool,
  placedUnits,
  type RequestState,
  requestOf,
} from './book.ts';
import { type DesignationTerms, DIMENSION_COUNT, laneKey } from './terms.ts';
import { enterLane, leaveLane, noneWaiting } from './waiting-lane.ts';

/** A version of a designation takes the place of the one before. */
export function setDesignation(book: Book, designation: DesignationTerms): void {
  const designations = book.designations as Map<string, DesignationTerms>;
  const ofExporter = book.designationsOf as Map<string, readonly DesignationTerms[]>;
  const before = designations.get(designation.designationId);
  if (before !== undefined) {
    const others = ofExporter.get(before.exporterId)!.filter((known) => known !== before);
    ofExporter.set(before.exporterId, others);
  }
  designations.set(designation.designationId, designation);
  ofExporter.set(designation.exporterId, [...(ofExporter.get(designation.exporterId) ?? []), designation]);
}

/** Enters an offer under each of its lanes as one that holds rollable cargo, or takes it off again. */
export function setRollable(book: Book, { terms }: Pick<OfferState, 'terms'>, holds: boolean): void {
  for (const { loadPort, dischargePort } of terms.lanes) {
    const key = laneKey(loadPort, dischargePort);
    const ofLane = book.rollableByLane.get(key);
    if (holds) {
      if (ofLane === undefined) book.rollableByLane.set(key, new Set([terms.offerId]));
      else ofLane.add(terms.offerId);
    } else if (ofLane?.delete(terms.offerId) && ofLane.size === 0) {
      book.rollableByLane.delete(key);
    }
  }
}

/** Lists an allocation with its offer and its request, and counts its space; `sign` -1 takes it off. */
export function listAllocation(
  book: Book,
  allocation: AllocationState,
  { offer, request }: { readonly offer: OfferState; readonly request: RequestState },
  sign: 1 | -1,
): void {
  const { number } = allocation;
  countIn(offer, allocation, sign);
  const isRollable = allocation.rollable && !allocation.priority;
  if (sign === 1) {
    book.allocations.set(number, allocation);
    offer.allocations = [...offer.allocations, number];
    request.allocations = [...request.allocations, number];
    if (isRollable && offer.rollable === 0) setRollable(book, offer, true);
    if (isRollable) offer.rollable += 1;
    return;
  }
  book.allocations.delete(number);
  offer.allocations = offer.allocations.filter((other) => other !== number);
  request.allocations = request.allocations.filter((other) => other !== number);
  if (isRollable) offer.rollable -= 1;
  if (isRollable && offer.rollable === 0) setRollable(book, offer, false);
}

/** Counts an allocation into the pools of its offer, or out of them. */
export function countIn(offer: OfferState, allocation: AllocationState, sign: 1 | -1): void {
  offer.used = movedSpace(offer.used, allocation, sign);
  if (allocation.priority) offer.priorityUsed = movedSpace(offer.priorityUsed, allocation, sign);
  if (allocation.status === 'confirmed') offer.confirmed = movedSpace(offer.confirmed, allocation, sign);
  if (isOnBoard(allocation.status)) offer.loaded = movedSpace(offer.loaded, allocation, sign);
}

/** Puts a request into the waiting list or takes it off, in both forms. */
export function setWaiting(book: Book, request: RequestState, waits: boolean): void {
  const { requestId, loadPorts, dischargePorts } = request.terms;
  if (book.waiting.has(requestId) === waits) return;
  if (waits) book.waiting.add(requestId);
  else book.waiting.delete(requestId);
  const ofExporter = book.waitingByExporter.get(request.terms.exporterId);
  if (waits) {
    if (ofExporter === undefined) book.waitingByExporter.set(request.terms.exporterId, new Set([requestId]));
    else ofExporter.add(requestId);
  } else if (ofExporter?.delete(requestId) && ofExporter.size === 0) {
    book.waitingByExporter.delete(request.terms.exporterId);
  }
  const isWhole = placedUnits(book, request) === 0;
  for (const loadPort of loadPorts) {
    for (const dischargePort of dischargePorts) {
      const key = laneKey(loadPort.port, dischargePort);
      const ofLane = book.waitingByLane.get(key) ?? noneWaiting();
      if (waits) {
        book.waitingByLane.set(key, ofLane);
        enterLane(ofLane, request.terms, loadPort, isWhole);
      } else {
        leaveLane(ofLane, requestId);
        if (ofLane.requestIds.length === 0) book.waitingByLane.delete(key);
      }
    }
  }
}

/** Counts the space of a hold to its exporter, or takes it off again. */
export function countHold(book: Book, allocation: AllocationState, sign: 1 | -1): void {
  const { exporterId } = requestOf(book, allocation.requestId).terms;
  const held = (book.heldQuarterTeu.get(exporterId) ?? 0) + sign * allocation.space[0];
  assert(held >= 0, 'an exporter holds no less than nothing');
  if (held === 0) book.heldQuarterTeu.delete(exporterId);
  else book.heldQuarterTeu.set(exporterId, held);
}

/** Adds (`sign` 1) or takes away (`sign` -1) the space of an allocation on each leg that it uses. */
export function movedSpace(
  pool: Pool,
  allocation: Pick<AllocationState, 'loadCall' | 'dischargeCall' | 'space'>,
  sign: 1 | -1,
): Pool {
  const moved = pool.slice();
  moveSpace(moved, allocation, sign);
  return moved;
}

/** The same in place. */
export function moveSpace(
  pool: number[],
  allocation: Pick<AllocationState, 'loadCall' | 'dischargeCall' | 'space'>,
  sign: 1 | -1,
): void {
  for (let leg = allocation.loadCall; leg < allocation.dischargeCall; leg += 1) {
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const at = leg * DIMENSION_COUNT + dimension;
      pool[at] = pool[at]! + sign * allocation.space[dimension]!;
    }
  }
}
