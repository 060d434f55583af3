import type { AllocationStatus } from '@greenlane/contracts/allocation';
import type { RequestStatus } from '@greenlane/contracts/cargo-request';
import type { Problem } from '@greenlane/kernel/decision';

/** Nothing more happens to a request in one of these. */
const ENDED: ReadonlySet<RequestStatus> = new Set(['SHIPPED', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REFUSED']);
/** What a decision may still say about a request that was cancelled here: its cargo may have been on board by then. */
const OUTLASTS_CANCELLATION: ReadonlySet<RequestStatus> = new Set(['SHIPPED', 'COMPLETED', 'CANCELLED']);

/**
 * The status after a decision of matching. One that was made before the cancellation arrived there must not bring the
 * request back to life.
 */
export function statusAfterDecision(present: RequestStatus, decided: RequestStatus): RequestStatus {
  return present === 'CANCELLED' && !OUTLASTS_CANCELLATION.has(decided) ? present : decided;
}

/** Why a request can no longer be amended or cancelled; undefined while it can. */
export function closedBecause(
  status: RequestStatus,
  allocations: readonly { readonly allocationId: string; readonly status: AllocationStatus }[],
): Problem | undefined {
  if (ENDED.has(status)) {
    return { code: 'REQUEST_ENDED', message: `the request is ${status}; submit a new one instead` };
  }
  const loaded = allocations.find((allocation) => allocation.status === 'loaded' || allocation.status === 'completed');
  if (loaded) {
    return { code: 'CARGO_LOADED', message: `the containers of allocation ${loaded.allocationId} are on board` };
  }
  return undefined;
}
