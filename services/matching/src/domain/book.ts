import type { AllocationStatus } from '@greenlane/contracts/allocation';
import { assert } from '@greenlane/kernel/assert';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { noteDue } from './agenda.ts';
import { type Deadlines, noDeadlines, noteHope, noteProtection } from './deadlines.ts';
import {
  type DesignationTerms,
  DIMENSION_COUNT,
  laneKey,
  type OfferGate,
  type OfferTerms,
  type PolicyTerms,
  type RequestTerms,
  type Space,
} from './terms.ts';

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
  readonly waitingByLane: Map<string, Set<string>>;
  /** Numbers of the allocations whose hold can lapse. */
  readonly holds: Set<number>;
  /** Space that each exporter holds unconfirmed, and its requests that wait: follow from the allocations and the waiting list. */
  readonly heldQuarterTeu: Map<string, number>;
  readonly waitingByExporter: Map<string, Set<string>>;
  readonly deadlines: Deadlines;
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
const NO_HISTORY: ProtectionBasis = { kind: 'FIXED_SHARE', solvedMinute: null, historyDays: 0, priorityRequests: 0 };

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
  /** Offers whose carrier declined, or let the hold lapse, at that version: not tried again until amended. */
  declinedOffers: ReadonlyMap<string, number>;
  decisionNumber: number;
  /** What was last said about the request, to speak only when something changed. */
  lastSaid: string;
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
export function listAllocation(book: Book, allocation: AllocationState, sign: 1 | -1): void {
  const offer = offerOf(book, allocation.offerId);
  const request = requestOf(book, allocation.requestId);
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
  for (const { port } of loadPorts) {
    for (const dischargePort of dischargePorts) {
      const key = laneKey(port, dischargePort);
      const ofLane = book.waitingByLane.get(key);
      if (waits) {
        if (ofLane === undefined) book.waitingByLane.set(key, new Set([requestId]));
        else ofLane.add(requestId);
      } else if (ofLane?.delete(requestId) && ofLane.size === 0) {
        book.waitingByLane.delete(key);
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
    terms,
    open: known.open,
    released: known.released,
    gate: known.gate,
    capacity: capacityOf(terms.legs),
    used: nothing,
    priorityUsed: nothing,
    loaded: nothing,
    allocations: NO_NUMBERS,
    rollable: 0,
  };
}

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

/** Plain data of a book: the state of a snapshot, in an order that does not depend on how it was reached. */
export function exportBook(book: Book): unknown {
  const byKey = <Value>(map: ReadonlyMap<string | number, Value>, plain: (value: Value) => unknown) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, value]) => [key, plain(value)]);
  return {
    market: book.market,
    policyVersion: book.policyVersion,
    protectionBasis: book.protectionBasis,
    entitlementsMinute: book.entitlementsMinute,
    nextAllocation: book.nextAllocation,
    nextPlace: book.nextPlace,
    policies: book.policies,
    designations: byKey(book.designations, (designation) => designation),
    fastestTransit: byKey(book.fastestTransit, (minutes) => minutes),
    offers: byKey(book.offers, (offer) => ({
      terms: offer.terms,
      open: offer.open,
      released: offer.released,
      gate: offer.gate,
      capacity: [...offer.capacity],
    })),
    requests: byKey(book.requests, (request) => ({
      ...request,
      allocations: undefined,
      declinedOffers: byKey(request.declinedOffers, (version) => version),
      waiting: book.waiting.has(request.terms.requestId),
    })),
    allocations: byKey(book.allocations, (allocation) => ({
      ...allocation,
      loadedContainers: [...allocation.loadedContainers].sort(),
      dischargedContainers: [...allocation.dischargedContainers].sort(),
    })),
  };
}

type ExportedBook = {
  market: string;
  policyVersion: string | null;
  /** Absent in snapshots written before it was in them: the prices are solved anew at once then. */
  protectionBasis?: ProtectionBasis;
  /** Absent in snapshots written before designations were noticed to begin and end by themselves. */
  entitlementsMinute?: number;
  nextAllocation: number;
  nextPlace: number;
  policies: PolicyTerms[];
  designations: [string, DesignationTerms][];
  fastestTransit: [string, number][];
  offers: [
    string,
    { terms: OfferTerms; open: boolean; released: boolean; gate: GateState | null; capacity: number[] },
  ][];
  requests: [
    string,
    Omit<RequestState, 'allocations' | 'declinedOffers'> & { declinedOffers: [string, number][]; waiting: boolean },
  ][];
  allocations: [
    number,
    Omit<AllocationState, 'loadedContainers' | 'dischargedContainers'> & {
      loadedContainers: string[];
      dischargedContainers: string[];
    },
  ][];
};

/** The book that {@link exportBook} wrote; pools are counted again from the allocations. */
export function importBook(exported: unknown): Book {
  const plain = exported as ExportedBook;
  const book = emptyBook(plain.market);
  book.policyVersion = plain.policyVersion;
  book.protectionBasis = plain.protectionBasis ?? NO_HISTORY;
  book.entitlementsMinute = plain.entitlementsMinute ?? 0;
  book.nextAllocation = plain.nextAllocation;
  book.nextPlace = plain.nextPlace;
  book.policies.push(...plain.policies);
  for (const [, designation] of plain.designations) setDesignation(book, designation);
  for (const [key, value] of plain.fastestTransit) book.fastestTransit.set(key, value);
  for (const [key, { terms, open, released, gate, capacity }] of plain.offers) {
    if (gate !== null) book.gated.add(key);
    book.offers.set(key, { ...newOffer(terms, { open, released, gate }), capacity });
  }
  for (const [key, { waiting, declinedOffers, ...request }] of plain.requests) {
    const state: RequestState = {
      ...request,
      allocations: NO_NUMBERS,
      declinedOffers: declinedOffers.length === 0 ? NONE_DECLINED : new Map(declinedOffers),
    };
    book.requests.set(key, state);
    setWaiting(book, state, waiting);
  }
  for (const [number, { loadedContainers, dischargedContainers, ...rest }] of plain.allocations) {
    const allocation: AllocationState = {
      ...rest,
      loadedContainers: loadedContainers.length === 0 ? NO_CONTAINERS : new Set(loadedContainers),
      dischargedContainers: dischargedContainers.length === 0 ? NO_CONTAINERS : new Set(dischargedContainers),
    };
    listAllocation(book, allocation, 1);
    if (allocation.status === 'held') {
      book.holds.add(number);
      countHold(book, allocation, 1);
      noteDue(book.deadlines.holds, allocation.holdExpiresMinute!, number);
    }
  }
  for (const offer of book.offers.values()) if (!offer.released) noteProtection(book, offer);
  for (const request of book.requests.values()) if (request.ended === null) noteHope(book, request);
  return book;
}

/** SHA-256 over the canonical form of the whole book: equal hashes, equal books. */
export function bookHash(book: Book): string {
  return canonicalHash(JSON.parse(JSON.stringify(exportBook(book))));
}
