import type { AllocationStatus } from '@greenlane/contracts/allocation';
import { assert } from '@greenlane/kernel/assert';
import type { PastBookings } from './bookings.ts';
import { type Deadlines, noDeadlines } from './deadlines.ts';
import { withSharedParts } from './shared-terms.ts';
import {
  type DesignationTerms,
  DIMENSION_COUNT,
  type OfferGate,
  type OfferTerms,
  type PolicyTerms,
  type RequestTerms,
  type Space,
} from './terms.ts';
import type { WaitingLane } from './waiting-lane.ts';

/**
 * The book of one market: everything that a decision may depend on. It is changed by `apply` alone, in journal order,
 * and is a fold of the journal: the same inputs give the same book, byte for byte (see {@link bookHash}).
 */
export type Book = {
  readonly market: string;
  readonly offers: Map<string, OfferState>;
  readonly requests: Map<string, RequestState>;
  /** The allocations that take space; one that ended leaves the book with its last effect. */
  readonly allocations: Map<number, AllocationState>;
  /** Requests with units that look for space by themselves, and the same by each lane that they could use. */
  readonly waiting: Set<string>;
  readonly waitingByLane: Map<string, WaitingLane>;
  /** Numbers of the allocations whose hold can lapse. */
  readonly holds: Set<number>;
  /** Space that each exporter holds unconfirmed, and its requests that wait: follow from the allocations and the waiting list. */
  readonly heldQuarterTeu: Map<string, number>;
  readonly waitingByExporter: Map<string, Set<string>>;
  readonly deadlines: Deadlines;
  /** What the booking curve needs of requests that have left the book. */
  readonly bookings: PastBookings;
  /** Shortest minutes from gate cut-off to arrival seen on a lane: later than that before the deadline, no sailing helps. */
  readonly fastestTransit: Map<string, number>;
  /** Versions in force from their day on, ascending by that day. */
  readonly policies: PolicyTerms[];
  readonly designations: ReadonlyMap<string, DesignationTerms>;
  /** The same by exporter: who has priority is asked at each ranking. */
  readonly designationsOf: ReadonlyMap<string, readonly DesignationTerms[]>;
  /** Offers with standard cargo that was sold as rollable, by each of their lanes: follows from the allocations. */
  readonly rollableByLane: Map<string, Set<string>>;
  /** Open offers with a price of their own, whose protection falls with time. */
  readonly gated: Set<string>;
  /** What protection rests on, and since when; the fixed share until prices have been solved. */
  protectionBasis: ProtectionBasis;
  /** Version of the policy that the waiting list was last matched under. */
  policyVersion: string | null;
  /** When it was last looked at who has priority: a designation that begins or ends after it is still to be noticed. */
  entitlementsMinute: number;
  /** Grows with each allocation: its number is its name inside the book. */
  nextAllocation: number;
  /** Grows with each request: its place in the waiting list, kept whatever happens to it. */
  nextPlace: number;
};

/** FIXED_SHARE: the policy's share of each pool. BOOKING_CURVE: prices and protection learned from the market's own bookings. */
export type ProtectionBasis = {
  readonly kind: 'FIXED_SHARE' | 'BOOKING_CURVE';
  /** When this was last decided; null before the first time. */
  readonly solvedMinute: number | null;
  /** The history that was looked at. */
  readonly historyDays: number;
  readonly priorityRequests: number;
};

export const NO_HISTORY: ProtectionBasis = {
  kind: 'FIXED_SHARE',
  solvedMinute: null,
  historyDays: 0,
  priorityRequests: 0,
};

export type GateState = {
  readonly terms: OfferGate;
  /** What is kept now, by the step that the clock has reached. */
  protectedQuarterTeu: number;
};

export type OfferState = {
  terms: OfferTerms;
  /** False once withdrawn: what is loaded stays. */
  open: boolean;
  /** True once the protection of its pools has ended. */
  released: boolean;
  /** Price and protection from the booking curve; null: the fixed share. */
  gate: GateState | null;
  /** Leg after leg, four dimensions each. A cut below loaded keeps the loaded amount. */
  capacity: Pool;
  used: Pool;
  priorityUsed: Pool;
  /** Of what is used, what was confirmed and is not on board. */
  confirmed: Pool;
  loaded: Pool;
  /** Numbers of the allocations that take space. */
  allocations: readonly number[];
  /** How many of them are standard cargo that was sold as rollable. */
  rollable: number;
};

/**
 * Amounts leg after leg, four dimensions each. Replaced when they change, so that a hundred thousand offers share what is
 * the same, above all the pools that nothing was taken from.
 */
export type Pool = readonly number[];

export type RequestState = {
  terms: RequestTerms;
  readonly place: number;
  readonly submittedMinute: number;
  ended: 'CANCELLED' | 'EXPIRED' | null;
  /** Numbers of the allocations that take space. */
  allocations: readonly number[];
  /** Units whose sailings have left the book. */
  departed: Departed;
  /** Offers whose carrier declined, or let the hold lapse, at that version: not tried again until amended. */
  declinedOffers: ReadonlyMap<string, number>;
  decisionNumber: number;
  /** What was last said about the request, to speak only when something changed. */
  lastSaid: string;
};

/** How far units had come when their sailing left the book: of all of them so many were confirmed, shipped, completed. */
export type Departed = {
  readonly units: number;
  readonly confirmed: number;
  readonly shipped: number;
  readonly completed: number;
};

export type AllocationState = {
  readonly number: number;
  readonly requestId: string;
  readonly offerId: string;
  /** Version of the offer that the figures were computed from. */
  readonly offerVersion: number;
  readonly units: number;
  readonly priority: boolean;
  readonly indicative: boolean;
  readonly policyVersion: string;
  readonly loadPort: string;
  readonly dischargePort: string;
  /** Positions of the calls in the offer's present version. */
  loadCall: number;
  dischargeCall: number;
  readonly space: Space;
  /** Well-to-wake grams door to port of one container. */
  readonly grams: number;
  readonly rollable: boolean;
  readonly decidedMinute: number;
  /** The allocation that this one replaces after a roll. */
  readonly replaces: number | null;
  status: AllocationStatus;
  cause: string;
  version: number;
  changedMinute: number;
  holdExpiresMinute: number | null;
  loadedContainers: ReadonlySet<string>;
  dischargedContainers: ReadonlySet<string>;
};

export const NONE_DEPARTED: Departed = { units: 0, confirmed: 0, shipped: 0, completed: 0 };

/** Shared by all that have none. */
export const NO_NUMBERS: readonly number[] = [];

export const NONE_DECLINED: ReadonlyMap<string, number> = new Map();

export const NO_CONTAINERS: ReadonlySet<string> = new Set();

/** Statuses whose cargo takes space: loaded and completed cargo keeps it. */
export function takesSpace(status: AllocationStatus): boolean {
  return status === 'held' || status === 'confirmed' || status === 'loaded' || status === 'completed';
}

export function isOnBoard(status: AllocationStatus): boolean {
  return status === 'loaded' || status === 'completed';
}

export function emptyBook(market: string): Book {
  return {
    market,
    offers: new Map(),
    requests: new Map(),
    allocations: new Map(),
    waiting: new Set(),
    waitingByLane: new Map(),
    holds: new Set(),
    heldQuarterTeu: new Map(),
    waitingByExporter: new Map(),
    gated: new Set(),
    protectionBasis: NO_HISTORY,
    deadlines: noDeadlines(),
    bookings: new Map(),
    policyVersion: null,
    entitlementsMinute: 0,
    fastestTransit: new Map(),
    policies: [],
    designations: new Map(),
    designationsOf: new Map(),
    rollableByLane: new Map(),
    nextAllocation: 1,
    nextPlace: 1,
  };
}

export function offerOf(book: Book, offerId: string): OfferState {
  const offer = book.offers.get(offerId);
  assert(offer, `offer ${offerId} is in the book`);
  return offer;
}

export function requestOf(book: Book, requestId: string): RequestState {
  const request = book.requests.get(requestId);
  assert(request, `request ${requestId} is in the book`);
  return request;
}

export function allocationOf(book: Book, number: number): AllocationState {
  const allocation = book.allocations.get(number);
  assert(allocation, `allocation ${number} is in the book`);
  return allocation;
}

/** The policy in force: the latest effective one; undefined before the first. */
export function policyAt(book: Book, minute: number): PolicyTerms | undefined {
  let inForce: PolicyTerms | undefined;
  for (const policy of book.policies) {
    if (policy.effectiveFromMinute > minute) break;
    inForce = policy;
  }
  return inForce;
}

export function capacityOf(legs: readonly Space[]): Pool {
  const capacity: number[] = [];
  for (const leg of legs) capacity.push(leg[0], leg[1], leg[2], leg[3]);
  // Cut to its length: what grows keeps room for more.
  return capacity.slice();
}

const emptyPools: Pool[] = [];

/** A pool of so many legs that nothing was taken from. */
export function emptyPool(legs: number): Pool {
  let pool = emptyPools[legs];
  if (pool === undefined) {
    pool = Array.from({ length: legs * DIMENSION_COUNT }, () => 0);
    emptyPools[legs] = pool;
  }
  return pool;
}

/** An offer as it enters the book, with nothing taken of it. */
export function newOffer(terms: OfferTerms, known: Pick<OfferState, 'open' | 'released' | 'gate'>): OfferState {
  const nothing = emptyPool(terms.legs.length);
  return {
    terms: withSharedParts(terms),
    open: known.open,
    released: known.released,
    gate: known.gate,
    capacity: capacityOf(terms.legs),
    used: nothing,
    priorityUsed: nothing,
    confirmed: nothing,
    loaded: nothing,
    allocations: NO_NUMBERS,
    rollable: 0,
  };
}

export function placedUnits(book: Book, request: RequestState): number {
  let { units } = request.departed;
  for (const number of request.allocations) units += allocationOf(book, number).units;
  return units;
}

export function remainingUnits(book: Book, request: RequestState): number {
  return request.ended === null ? Math.max(0, request.terms.units - placedUnits(book, request)) : 0;
}
