import { assert } from '@greenlane/kernel/assert';
import { allocationOf, type Book, isOnBoard, takesSpace } from './book.ts';

/**
 * Recomputes every pool from the allocations and states what must always hold; throws an InvariantError otherwise. Used
 * by tests after each step and by `greenlane verify`; it shares no code with `apply`.
 */
export function assertBook(book: Book): void {
  for (const [offerId, offer] of book.offers) {
    const legs = offer.terms.legs.length;
    const recomputed = {
      used: Array.from({ length: legs * 4 }, () => 0),
      priorityUsed: Array.from({ length: legs * 4 }, () => 0),
      confirmed: Array.from({ length: legs * 4 }, () => 0),
      loaded: Array.from({ length: legs * 4 }, () => 0),
    };
    for (const allocation of book.allocations.values()) {
      if (allocation.offerId !== offerId || !takesSpace(allocation.status)) continue;
      assert(
        offer.allocations.includes(allocation.number),
        `offer ${offerId} knows its allocation ${allocation.number}`,
      );
      for (let leg = allocation.loadCall; leg < allocation.dischargeCall; leg += 1) {
        allocation.space.forEach((amount, dimension) => {
          const at = leg * 4 + dimension;
          recomputed.used[at]! += amount;
          if (allocation.priority) recomputed.priorityUsed[at]! += amount;
          if (allocation.status === 'confirmed') recomputed.confirmed[at]! += amount;
          if (isOnBoard(allocation.status)) recomputed.loaded[at]! += amount;
        });
      }
    }
    for (let at = 0; at < legs * 4; at += 1) {
      assert(recomputed.used[at] === offer.used[at], `used of ${offerId} is what its allocations take, at ${at}`);
      assert(
        recomputed.priorityUsed[at] === offer.priorityUsed[at],
        `priority use of ${offerId} is what its allocations take`,
      );
      assert(recomputed.confirmed[at] === offer.confirmed[at], `confirmed of ${offerId} is what was confirmed`);
      assert(recomputed.loaded[at] === offer.loaded[at], `loaded of ${offerId} is what is on board`);
      assert(offer.used[at]! <= offer.capacity[at]!, `offer ${offerId} is not oversold at ${at}`);
      assert(offer.used[at]! >= 0, `used of ${offerId} is not negative`);
    }
  }
  for (const [requestId, request] of book.requests) {
    let units = 0;
    for (const number of request.allocations) {
      const allocation = allocationOf(book, number);
      assert(
        takesSpace(allocation.status) && allocation.requestId === requestId,
        `request ${requestId} lists live allocations of its own`,
      );
      units += allocation.units;
    }
    const onBoard = request.allocations.every((number) => isOnBoard(allocationOf(book, number).status));
    assert(units <= request.terms.units || onBoard, `request ${requestId} has no more units than it asked for`);
  }
}
