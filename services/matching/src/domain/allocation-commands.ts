import { type AllocationState, isOnBoard, offerOf, requestOf } from './book.ts';
import type { CoreEvent, Refusal } from './core-events.ts';
import { change, end, type Session } from './space-changes.ts';

function liveAllocation(
  session: Session,
  number: number,
  allowed: readonly AllocationState['status'][],
): AllocationState | Refusal {
  const allocation = session.book.allocations.get(number);
  if (allocation === undefined) return { code: 'ALLOCATION_ENDED', message: 'the allocation has ended' };
  if (!allowed.includes(allocation.status)) {
    return {
      code: 'WRONG_STATUS',
      message: `the allocation is ${allocation.status}; this needs ${allowed.join(' or ')}`,
    };
  }
  return allocation;
}

export function confirm(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held']);
  if ('code' in allocation) return allocation;
  if (allocation.holdExpiresMinute !== null && allocation.holdExpiresMinute <= session.minute) {
    return { code: 'HOLD_EXPIRED', message: 'the hold has lapsed' };
  }
  change(session, allocation, 'confirmed', 'CARRIER_CONFIRMED');
  return undefined;
}

export function decline(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held']);
  if ('code' in allocation) return allocation;
  leaveOffer(session, allocation);
  end(session, allocation, 'declined', 'CARRIER_DECLINED');
  return undefined;
}

export function cancelAllocation(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held', 'confirmed']);
  if ('code' in allocation) return allocation;
  const offer = offerOf(session.book, allocation.offerId);
  leaveOffer(session, allocation);
  const late = offer.terms.earliestCutOffMinute - session.minute < session.policy.lateCancellationMinutes;
  end(session, allocation, 'cancelled', late ? 'EXPORTER_CANCELLED_LATE' : 'EXPORTER_CANCELLED');
  return undefined;
}

/** The request is not offered this version again: otherwise it would be placed right where it was. */
export function leaveOffer(session: Session, allocation: AllocationState): void {
  const offer = offerOf(session.book, allocation.offerId);
  const request = requestOf(session.book, allocation.requestId);
  request.declinedOffers = new Map(request.declinedOffers).set(allocation.offerId, offer.terms.version);
}

export function moveContainer(
  session: Session,
  event: Extract<CoreEvent, { kind: 'container-moved' }>,
): Refusal | undefined {
  const allocation = session.book.allocations.get(event.allocation);
  if (allocation === undefined) return { code: 'ALLOCATION_ENDED', message: 'the allocation has ended' };
  const port = event.move === 'LOAD' ? allocation.loadPort : allocation.dischargePort;
  if (port !== event.port) return { code: 'OTHER_PORT', message: `this allocation is handled at ${port}` };
  const which = event.move === 'LOAD' ? 'loadedContainers' : 'dischargedContainers';
  const containers = new Set(allocation[which]);
  if (containers.has(event.equipmentReference) === !event.retracted) {
    return { code: 'ALREADY_KNOWN', message: 'the container event is already counted' };
  }
  if (event.retracted) containers.delete(event.equipmentReference);
  else containers.add(event.equipmentReference);
  allocation[which] = containers;
  session.offers.add(allocation.offerId);
  // A retraction after the last box was loaded corrects the count; the ship has sailed with the cargo it reported.
  if (!isOnBoard(allocation.status) && allocation.loadedContainers.size >= allocation.units) {
    change(session, allocation, 'loaded', 'ALL_CONTAINERS_LOADED');
  }
  if (allocation.status === 'loaded' && allocation.dischargedContainers.size >= allocation.units) {
    change(session, allocation, 'completed', 'ALL_CONTAINERS_DISCHARGED');
  }
  return undefined;
}
