import type { RequestStatus } from '@greenlane/contracts/cargo-request';
import { assert, unreachable } from '@greenlane/kernel/assert';
import { noteDue, takeDue } from './agenda.ts';
import {
  type AllocationState,
  allocationOf,
  type Book,
  capacityOf,
  countHold,
  countIn,
  emptyPool,
  type GateState,
  isOnBoard,
  listAllocation,
  movedSpace,
  moveSpace,
  NO_CONTAINERS,
  NO_NUMBERS,
  NONE_DECLINED,
  newOffer,
  type OfferState,
  offerOf,
  type Pool,
  type ProtectionBasis,
  policyAt,
  type RequestState,
  requestOf,
  setDesignation,
  setRollable,
  setWaiting,
  takesSpace,
} from './book.ts';
import { noteHope, noteProtection, noteTransit, takeHopeless } from './deadlines.ts';
import {
  gateCutOff,
  isPriority,
  judge,
  type Question,
  questionOf,
  REASON,
  REASON_CODES,
  type ReasonCode,
  releaseMinute,
  requestReasons,
  SPACE_REASONS,
  unitsThatFit,
} from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { acceptPlan, inOrder, type PlannedRequest, type PlanRefusal } from './plan-commit.ts';
import { type Candidate, candidateOf, compareCandidates, type RankedOffer, type RankingEngine } from './ranking.ts';
import {
  type DesignationTerms,
  DIMENSION_COUNT,
  type Lane,
  laneKey,
  type OfferGate,
  type OfferTerms,
  type PolicyTerms,
  type RequestTerms,
  timesUnits,
} from './terms.ts';

/** What can happen to a book. The time is a field: the core reads no clock. */
export type CoreEvent = { readonly minute: number } & (
  | { readonly kind: 'offer-published' | 'offer-amended'; readonly terms: OfferTerms }
  | { readonly kind: 'offer-withdrawn'; readonly offerId: string }
  | { readonly kind: 'request-submitted' | 'request-amended'; readonly terms: RequestTerms }
  | { readonly kind: 'request-cancelled'; readonly requestId: string }
  | { readonly kind: 'policy-published'; readonly policy: PolicyTerms }
  | { readonly kind: 'designation-changed'; readonly designation: DesignationTerms }
  | { readonly kind: 'units-chosen'; readonly requestId: string; readonly offerId: string; readonly units: number }
  | {
      readonly kind: 'allocation-confirmed' | 'allocation-declined' | 'allocation-cancelled';
      readonly allocation: number;
    }
  | {
      readonly kind: 'container-moved';
      readonly allocation: number;
      readonly move: 'LOAD' | 'DISC';
      readonly port: string;
      readonly equipmentReference: string;
      readonly retracted: boolean;
    }
  | {
      readonly kind: 'bid-prices-set';
      readonly basis: ProtectionBasis;
      /** Offers not named keep what they have; under the fixed share none has any. */
      readonly gates: readonly OfferGate[];
    }
  | { readonly kind: 'plan-committed'; readonly planId: string; readonly requests: readonly PlannedRequest[] }
  | { readonly kind: 'tick' }
);

/** An allocation as it was right after a change. */
export type AllocationSnapshot = Readonly<AllocationState>;

export type Effect =
  | { readonly kind: 'allocation-changed'; readonly allocation: AllocationSnapshot }
  | {
      readonly kind: 'request-decided';
      readonly requestId: string;
      readonly decisionNumber: number;
      readonly summary: RequestSummary;
    }
  | ({ readonly kind: 'plan-carried-out' } & PlanReport)
  /** A cut went below what is on board: the pool keeps that much. */
  | {
      readonly kind: 'capacity-kept';
      readonly offerId: string;
      readonly leg: number;
      readonly dimension: number;
      readonly published: number;
      readonly kept: number;
    };

export type RequestSummary = {
  readonly status: RequestStatus;
  readonly unitsAllocated: number;
  readonly unitsConfirmed: number;
  readonly unitsShipped: number;
  readonly isPriorityUnit: boolean;
  readonly policyVersion: string;
  readonly reasons: readonly (
    | ReasonCode
    | 'WAITING_FOR_SPACE'
    | 'LATEST_ARRIVAL_UNREACHABLE'
    | 'ALLOCATION_ROLLED'
    | 'PRIORITY_ENDED'
    | 'HOLD_LIMIT_REACHED'
  )[];
};

/** What became of a plan: units newly placed, holds given up for it, and the requests that it no longer fits. */
export type PlanReport = {
  readonly planId: string;
  readonly unitsPlaced: number;
  readonly allocationsMoved: number;
  readonly refused: readonly PlanRefusal[];
};

/** An expected refusal of a command: nothing changed. */
export type Refusal = { readonly code: string; readonly message: string; readonly reasons?: readonly ReasonCode[] };

export type Outcome = {
  readonly effects: readonly Effect[];
  /** False: the book is as it was, so the input needs no place in the journal. */
  readonly changed: boolean;
  readonly refusal?: Refusal;
  /** Offers whose pools or terms changed. */
  readonly offers: ReadonlySet<string>;
};

/** The work of one event: what it changed so far, and who must be matched before it ends. */
type Session = {
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
  changed: boolean;
  readonly observe: Observe | undefined;
};

/** Told right before space is taken, while the book is still as it was when the offer was chosen. */
export type Observe = (moment: {
  readonly number: number;
  readonly requestId: string;
  readonly offerId: string;
  readonly units: number;
  readonly cause: string;
  readonly question: Question;
}) => void;

/**
 * One event into the book: changes it in place and answers what happened. Deterministic; every count is whole. An event
 * is one decision: what it rolls is matched again before it ends.
 * @throws InvariantError when no policy is in force: the market holds events back until there is one
 */
export function apply(book: Book, engine: RankingEngine, event: CoreEvent, observe?: Observe): Outcome {
  if (event.kind === 'policy-published') addPolicy(book, event.policy);
  const policy = policyAt(book, event.minute);
  assert(policy, 'events reach the core only when a policy is in force');
  const session: Session = {
    book,
    engine,
    minute: event.minute,
    policy,
    effects: [],
    offers: new Set(),
    requests: new Set(),
    queue: new Set(),
    opened: new Set(),
    lost: new Map(),
    changed: event.kind !== 'tick',
    observe,
  };
  const refusal = begin(session, event);
  if (refusal !== undefined) return { effects: [], changed: false, refusal, offers: new Set() };
  settle(session);
  say(session);
  return { effects: session.effects, changed: session.changed, offers: session.offers };
}

function begin(session: Session, event: CoreEvent): Refusal | undefined {
  if (session.book.policyVersion !== session.policy.version) {
    session.book.policyVersion = session.policy.version;
    session.changed = true;
    reviewEntitlements(session);
  }
  switch (event.kind) {
    case 'offer-published':
    case 'offer-amended':
      return putOffer(session, event.terms);
    case 'offer-withdrawn':
      return withdrawOffer(session, event.offerId);
    case 'request-submitted':
    case 'request-amended':
      return putRequest(session, event.terms);
    case 'request-cancelled':
      return cancelRequest(session, event.requestId);
    case 'policy-published':
      queueAllWaiting(session);
      return undefined;
    case 'designation-changed':
      setDesignation(session.book, event.designation);
      reviewEntitlements(session);
      return undefined;
    case 'units-chosen':
      return chooseUnits(session, event);
    case 'allocation-confirmed':
      return confirm(session, event.allocation);
    case 'allocation-declined':
      return decline(session, event.allocation);
    case 'allocation-cancelled':
      return cancelAllocation(session, event.allocation);
    case 'container-moved':
      return moveContainer(session, event);
    case 'bid-prices-set':
      setGates(session, event);
      return undefined;
    case 'plan-committed':
      carryOut(session, event);
      return undefined;
    case 'tick':
      tick(session);
      return undefined;
    default:
      return unreachable(event);
  }
}

// --- the programme -----------------------------------------------------------------------------------------------

function addPolicy(book: Book, policy: PolicyTerms): void {
  const others = book.policies.filter(
    (known) => !(known.policyId === policy.policyId && known.version === policy.version),
  );
  others.push(policy);
  others.sort(
    (a, b) =>
      a.effectiveFromMinute - b.effectiveFromMinute ||
      (a.version < b.version ? -1 : a.version > b.version ? 1 : 0) ||
      (a.policyId < b.policyId ? -1 : 1),
  );
  book.policies.splice(0, book.policies.length, ...others);
}

/**
 * Who has priority may have changed: confirmed space stays whatever happens to a designation, space that is only held on
 * the strength of a priority that ended is given back, and everyone who waits is matched again as what they are now.
 */
function reviewEntitlements(session: Session): void {
  const { book, minute, policy } = session;
  book.entitlementsMinute = minute;
  for (const number of [...book.holds].sort((a, b) => a - b)) {
    const allocation = allocationOf(book, number);
    if (!allocation.priority) continue;
    if (isPriority(book, requestOf(book, allocation.requestId).terms, minute, policy)) continue;
    end(session, allocation, 'released', 'PRIORITY_ENDED');
  }
  queueAllWaiting(session);
}

/** True when a granted designation began or ended since this was last looked at. */
function entitlementsMoved({ book, minute }: Session): boolean {
  const passed = (moment: number | null) => moment !== null && moment > book.entitlementsMinute && moment <= minute;
  for (const { status, validFromMinute, validToMinute } of book.designations.values()) {
    if (status === 'granted' && (passed(validFromMinute) || passed(validToMinute))) return true;
  }
  return false;
}

function queueAllWaiting(session: Session): void {
  for (const requestId of session.book.waiting) session.queue.add(requestId);
}

// --- prices and protection -----------------------------------------------------------------------------------------

/** New prices from the solver: whoever waits may find space that is cheaper than before. */
function setGates(session: Session, event: Extract<CoreEvent, { kind: 'bid-prices-set' }>): void {
  const { book } = session;
  book.protectionBasis = event.basis;
  if (event.basis.kind === 'FIXED_SHARE') for (const offerId of [...book.gated]) setGate(session, offerId, null);
  for (const terms of event.gates) {
    const offer = book.offers.get(terms.offerId);
    // The solver looked at an earlier moment: what has been withdrawn or released since needs no gate.
    if (offer === undefined || !offer.open || offer.released) continue;
    setGate(session, terms.offerId, { terms, protectedQuarterTeu: protectedAt(terms, session.minute) });
  }
}

function setGate(session: Session, offerId: string, gate: GateState | null): void {
  const { book } = session;
  offerOf(book, offerId).gate = gate;
  if (gate === null) book.gated.delete(offerId);
  else book.gated.add(offerId);
  session.opened.add(offerId);
  session.engine.poolsChanged(offerId);
}

/** A sailing that is released or withdrawn has no price any more; whoever calls this tells the engine. */
function dropGate(book: Book, offerId: string): void {
  offerOf(book, offerId).gate = null;
  book.gated.delete(offerId);
}

function protectedAt(terms: OfferGate, minute: number): number {
  return terms.protection.findLast(({ fromMinute }) => fromMinute <= minute)?.quarterTeu ?? 0;
}

/** Protection decays by the booking curve: each step is an event of its own, so that everyone judges by the same moment. */
function decayProtection(session: Session): void {
  const { book, minute } = session;
  for (const offerId of [...book.gated].sort()) {
    const { gate } = offerOf(book, offerId);
    assert(gate, 'a gated offer has a gate');
    const kept = protectedAt(gate.terms, minute);
    if (kept === gate.protectedQuarterTeu) continue;
    session.changed = true;
    setGate(session, offerId, { ...gate, protectedQuarterTeu: kept });
  }
}

// --- offers ------------------------------------------------------------------------------------------------------

function putOffer(session: Session, terms: OfferTerms): Refusal | undefined {
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
  offer.terms = terms;
  if (offer.rollable > 0) setRollable(book, offer, true);
  const nothing = emptyPool(terms.legs.length);
  offer.used = nothing;
  offer.priorityUsed = nothing;
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

function laneOf(terms: OfferTerms, allocation: Pick<AllocationState, 'loadCall' | 'dischargeCall'>): Lane | undefined {
  return terms.lanes.find(
    (lane) => lane.loadCall === allocation.loadCall && lane.dischargeCall === allocation.dischargeCall,
  );
}

/** Why cargo that was placed can no longer go: the gate, the arrival, or what the offer accepts. */
function brokenBy(terms: OfferTerms, lane: Lane, request: RequestTerms): string | undefined {
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
function bumpOrder(a: AllocationState, b: AllocationState): number {
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

function withdrawOffer(session: Session, offerId: string): Refusal | undefined {
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

// --- requests ----------------------------------------------------------------------------------------------------

function putRequest(session: Session, terms: RequestTerms): Refusal | undefined {
  const { book } = session;
  const known = book.requests.get(terms.requestId);
  if (known !== undefined && known.terms.version >= terms.version) {
    return {
      code: 'STALE_VERSION',
      message: `request ${terms.requestId} is already at version ${known.terms.version}`,
    };
  }
  if (known?.ended === 'CANCELLED') {
    return { code: 'REQUEST_CANCELLED', message: `request ${terms.requestId} was cancelled` };
  }
  if (known === undefined) {
    book.requests.set(terms.requestId, {
      terms,
      place: book.nextPlace,
      submittedMinute: session.minute,
      ended: null,
      allocations: NO_NUMBERS,
      declinedOffers: NONE_DECLINED,
      decisionNumber: 0,
      lastSaid: '',
    });
    book.nextPlace += 1;
  } else {
    setWaiting(book, known, false);
    const before = known.terms;
    const held = known.allocations
      .map((number) => allocationOf(book, number))
      .filter(({ status }) => status === 'held');
    // Holds count to whoever the request says its exporter is.
    for (const allocation of held) countHold(book, allocation, -1);
    known.terms = terms;
    for (const allocation of held) countHold(book, allocation, 1);
    known.ended = null;
    releaseWhatNoLongerFits(session, known, before);
  }
  session.requests.add(terms.requestId);
  const request = requestOf(book, terms.requestId);
  if (terms.manual) noteHope(book, request);
  // Who is matched at once never enters the waiting list: matching ends by putting the rest there.
  else if (remainingUnits(book, request) > 0) session.queue.add(terms.requestId);
  return undefined;
}

/** After an amendment, keeps the allocations that the new request still wants and gives back the others. */
function releaseWhatNoLongerFits(session: Session, request: RequestState, before: RequestTerms): void {
  const { terms } = request;
  const sameBox =
    before.equipment === terms.equipment &&
    before.space.every((amount, dimension) => amount === terms.space[dimension]) &&
    JSON.stringify(before.dangerousGoods) === JSON.stringify(terms.dangerousGoods);
  const live = [...request.allocations].sort((a, b) => b - a).map((number) => allocationOf(session.book, number));
  for (const allocation of live) {
    if (isOnBoard(allocation.status)) continue;
    const offer = offerOf(session.book, allocation.offerId);
    const lane = laneOf(offer.terms, allocation);
    const loadPort = terms.loadPorts.find((candidate) => candidate.port === allocation.loadPort);
    const stays =
      sameBox &&
      lane !== undefined &&
      loadPort !== undefined &&
      terms.dischargePorts.includes(allocation.dischargePort) &&
      brokenBy(offer.terms, lane, terms) === undefined &&
      (terms.maximumGrams === null || allocation.grams <= terms.maximumGrams) &&
      placedUnits(session.book, request) <= terms.units &&
      (terms.splitAllowed || allocation.units === terms.units);
    if (!stays) end(session, allocation, 'released', 'REQUEST_AMENDED');
  }
}

function cancelRequest(session: Session, requestId: string): Refusal | undefined {
  const request = session.book.requests.get(requestId);
  if (request === undefined) return { code: 'UNKNOWN_REQUEST', message: `request ${requestId} is not in the book` };
  if (request.ended === 'CANCELLED')
    return { code: 'ALREADY_CANCELLED', message: `request ${requestId} is already cancelled` };
  request.ended = 'CANCELLED';
  session.requests.add(requestId);
  for (const number of [...request.allocations].sort((a, b) => a - b)) {
    const allocation = allocationOf(session.book, number);
    if (!isOnBoard(allocation.status)) end(session, allocation, 'released', 'REQUEST_CANCELLED');
  }
  refreshWaiting(session, request);
  return undefined;
}

export function placedUnits(book: Book, request: RequestState): number {
  let units = 0;
  for (const number of request.allocations) units += allocationOf(book, number).units;
  return units;
}

export function remainingUnits(book: Book, request: RequestState): number {
  return request.ended === null ? Math.max(0, request.terms.units - placedUnits(book, request)) : 0;
}

function refreshWaiting(session: Session, request: RequestState): void {
  const { book } = session;
  const waits = !request.terms.manual && remainingUnits(book, request) > 0;
  if (waits && !book.waiting.has(request.terms.requestId)) noteHope(book, request);
  setWaiting(book, request, waits);
}

// --- commands on allocations ---------------------------------------------------------------------------------------

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

function confirm(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held']);
  if ('code' in allocation) return allocation;
  if (allocation.holdExpiresMinute !== null && allocation.holdExpiresMinute <= session.minute) {
    return { code: 'HOLD_EXPIRED', message: 'the hold has lapsed' };
  }
  change(session, allocation, 'confirmed', 'CARRIER_CONFIRMED');
  return undefined;
}

function decline(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held']);
  if ('code' in allocation) return allocation;
  leaveOffer(session, allocation);
  end(session, allocation, 'declined', 'CARRIER_DECLINED');
  return undefined;
}

function cancelAllocation(session: Session, number: number): Refusal | undefined {
  const allocation = liveAllocation(session, number, ['held', 'confirmed']);
  if ('code' in allocation) return allocation;
  const offer = offerOf(session.book, allocation.offerId);
  leaveOffer(session, allocation);
  const late = offer.terms.earliestCutOffMinute - session.minute < session.policy.lateCancellationMinutes;
  end(session, allocation, 'cancelled', late ? 'EXPORTER_CANCELLED_LATE' : 'EXPORTER_CANCELLED');
  return undefined;
}

/** The request is not offered this version again: otherwise it would be placed right where it was. */
function leaveOffer(session: Session, allocation: AllocationState): void {
  const offer = offerOf(session.book, allocation.offerId);
  const request = requestOf(session.book, allocation.requestId);
  request.declinedOffers = new Map(request.declinedOffers).set(allocation.offerId, offer.terms.version);
}

function moveContainer(session: Session, event: Extract<CoreEvent, { kind: 'container-moved' }>): Refusal | undefined {
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

function chooseUnits(
  session: Session,
  event: { requestId: string; offerId: string; units: number },
): Refusal | undefined {
  const { book } = session;
  const request = book.requests.get(event.requestId);
  if (request === undefined)
    return { code: 'UNKNOWN_REQUEST', message: `request ${event.requestId} is not in the book` };
  const offer = book.offers.get(event.offerId);
  if (offer === undefined) return { code: 'UNKNOWN_OFFER', message: `offer ${event.offerId} is not in this market` };
  if (!request.terms.manual)
    return { code: 'ALLOCATED_AUTOMATICALLY', message: 'the request asks for AUTO allocation' };
  const remaining = remainingUnits(book, request);
  if (event.units > remaining) {
    return { code: 'TOO_MANY_UNITS', message: `${remaining} units of the request still need space` };
  }
  if (!request.terms.splitAllowed && event.units !== remaining) {
    return { code: 'SPLIT_NOT_ALLOWED', message: `the request may not be split: all ${remaining} units or none` };
  }
  const asked = questionOf(book, request, { units: event.units, minute: session.minute, policy: session.policy });
  // The exporter names the offer itself, also one that it gave back before; and wants exactly these units.
  const { question } = rankFor(
    session.engine,
    { ...asked, request: { ...asked.request, splitAllowed: false }, declinedOffers: new Map() },
    1,
  );
  const lanes = matchingLanes(offer, question);
  const judged = lanes.map((pair) => ({ ...pair, mask: judge(offer, pair.lane, pair.loadPort, question) }));
  const best = judged
    .filter(({ mask }) => mask === 0)
    .map(({ lane, loadPort }) => candidateOf(offer, lane, loadPort, question))
    .sort((a, b) => compareCandidates(a, b, question))[0];
  if (best === undefined) {
    const mask = judged.length === 0 ? REASON.LOAD_PORT_NOT_CALLED | REASON.DISCHARGE_PORT_NOT_CALLED : judged[0]!.mask;
    return { code: 'NOT_FEASIBLE', message: 'the offer cannot take these units', reasons: reasonsOf(mask) };
  }
  if (unitsWithinHoldLimit(book, request.terms, offer, session.policy) < event.units) {
    return {
      code: 'HOLD_LIMIT_REACHED',
      message: 'the exporter already holds as much unconfirmed space as the policy allows',
    };
  }
  take(session, request, best, event.units, { question, cause: 'EXPORTER_CHOSE' });
  return undefined;
}

/**
 * A plan is one event: what it moves gives its space back first, then every line takes its place, so that no order of the
 * lines can oversell. What the book cannot carry out any more is refused, request by request.
 */
function carryOut(session: Session, plan: { planId: string; requests: readonly PlannedRequest[] }): void {
  const { moves, refused } = acceptPlan(session.book, plan.requests, session);
  const given = moves.flatMap((move) => move.given);
  for (const allocation of given) end(session, allocation, 'rolled', 'PLAN_MOVED');
  let unitsPlaced = 0;
  for (const { requestId, taken } of inOrder(moves)) {
    const request = requestOf(session.book, requestId);
    for (const { candidate, units, question } of taken) {
      take(session, request, candidate, units, { question, cause: 'PLANNED' });
      unitsPlaced += units;
    }
    refreshWaiting(session, request);
  }
  session.effects.push({
    kind: 'plan-carried-out',
    planId: plan.planId,
    unitsPlaced,
    allocationsMoved: given.length,
    refused,
  });
}

export function reasonsOf(mask: number): ReasonCode[] {
  return REASON_CODES.filter((code) => (mask & REASON[code]) !== 0);
}

// --- time --------------------------------------------------------------------------------------------------------

/** Lapsed holds, ended protection and hopeless requests, as of the event's minute. */
function tick(session: Session): void {
  const { book, minute, policy } = session;
  if (entitlementsMoved(session)) {
    session.changed = true;
    reviewEntitlements(session);
  }
  const lapsed = takeDue(book.deadlines.holds, minute).flatMap((number) => {
    const allocation = book.allocations.get(number);
    return allocation?.status === 'held' && allocation.holdExpiresMinute! <= minute ? [allocation] : [];
  });
  for (const allocation of lapsed.sort((a, b) => a.holdExpiresMinute! - b.holdExpiresMinute! || a.number - b.number)) {
    leaveOffer(session, allocation);
    end(session, allocation, 'expired', 'HOLD_EXPIRED');
  }
  for (const offerId of takeDue(book.deadlines.cutOffs, minute + policy.releaseMinutes)) {
    const offer = book.offers.get(offerId);
    // Of an offer that was amended the note of its earlier cut-off is left.
    if (offer === undefined || offer.released || minute < releaseMinute(offer, policy)) continue;
    offer.released = true;
    dropGate(book, offerId);
    session.changed = true;
    session.offers.add(offerId);
    session.opened.add(offerId);
    session.engine.poolsChanged(offerId);
  }
  decayProtection(session);
  for (const request of takeHopeless(book, minute)) {
    if (remainingUnits(book, request) === 0) continue;
    request.ended = 'EXPIRED';
    session.changed = true;
    session.requests.add(request.terms.requestId);
    session.queue.delete(request.terms.requestId);
    refreshWaiting(session, request);
  }
}

// --- matching ----------------------------------------------------------------------------------------------------

/** Matches whoever is queued, and whoever waits for an offer with more room, in waiting order. */
function settle(session: Session): void {
  const { book } = session;
  for (;;) {
    queueForOpened(session);
    if (session.queue.size === 0) return;
    const round = [...session.queue].map((requestId) => {
      const request = requestOf(book, requestId);
      return { request, class: waitingClass(session, request) };
    });
    session.queue.clear();
    round.sort((a, b) => a.class - b.class || a.request.place - b.request.place);
    // Displacing rollable cargo queues its requests for a further round, and whoever fits what it leaves over: they come
    // after everyone of this one.
    for (const { request } of round) match(session, request);
  }
}

/**
 * Queues whoever waits and fits an offer with more room. Who waits fitted nowhere before, and only these offers changed: to
 * judge them costs a fraction of ranking the whole lane again for each of its waiting requests.
 */
function queueForOpened(session: Session): void {
  const { book, queue } = session;
  for (const offerId of session.opened) {
    const offer = offerOf(book, offerId);
    if (!offer.open) continue;
    for (const lane of offer.terms.lanes) {
      for (const requestId of book.waitingByLane.get(laneKey(lane.loadPort, lane.dischargePort)) ?? []) {
        if (!queue.has(requestId) && mayTake(session, offer, lane, requestOf(book, requestId))) queue.add(requestId);
      }
    }
  }
  session.opened.clear();
}

function mayTake(session: Session, offer: OfferState, lane: Lane, request: RequestState): boolean {
  const { book, minute, policy } = session;
  const question = questionOf(book, request, { units: remainingUnits(book, request), minute, policy });
  if (question.priority && offer.rollable > 0) return true;
  const loadPort = request.terms.loadPorts.find(({ port }) => port === lane.loadPort)!;
  const mask = judge(offer, lane, loadPort, question);
  // A price is asked anew for the cargo's whole worth when no other sailing takes it.
  return (mask & ~REASON.DISPLACES_EXPECTED_PRIORITY) === 0;
}

/**
 * Priority first, then by place. Standard cargo that has waited longer than the policy allows stands with priority, so
 * that its wait is bounded; protected space stays closed to it all the same.
 */
function waitingClass(session: Session, request: RequestState): number {
  const overdue = session.minute - request.submittedMinute > session.policy.standardMaximumWaitMinutes;
  return overdue || isPriority(session.book, request.terms, session.minute, session.policy) ? 0 : 1;
}

const RANKED_AT_ONCE = 10;

/** The best candidates; standard cargo that no sailing takes for what a cleaner ship saves brings its whole worth. */
function rankFor(
  engine: RankingEngine,
  asked: Question,
  limit: number,
): { readonly question: Question; readonly candidates: readonly RankedOffer[] } {
  const candidates = engine.rank(asked, limit);
  if (candidates.length > 0 || asked.priority || asked.policy.protectionMode === 'FIXED_SHARE') {
    return { question: asked, candidates };
  }
  const question: Question = { ...asked, lastResort: true };
  return { question, candidates: engine.rank(question, limit) };
}

function match(session: Session, request: RequestState): void {
  const { book, engine, minute, policy } = session;
  session.requests.add(request.terms.requestId);
  if (request.terms.manual) return;
  let remaining = remainingUnits(book, request);
  while (remaining > 0) {
    const asked = questionOf(book, request, { units: remaining, minute, policy });
    const wanted = request.terms.splitAllowed ? RANKED_AT_ONCE : 1;
    const { question, candidates } = rankFor(engine, asked, wanted);
    if (candidates.length === 0) {
      if (question.priority && displaceRollable(session, question)) continue;
      break;
    }
    let placed = 0;
    for (const candidate of candidates) {
      if (placed === remaining) break;
      const wish = Math.min(candidate.units, remaining - placed);
      const units = Math.min(wish, unitsWithinHoldLimit(book, request.terms, candidate.offer, policy));
      if (units === 0 || (units < wish && !request.terms.splitAllowed)) continue;
      take(session, request, candidate, units, { question, cause: 'MATCHED' });
      placed += units;
    }
    remaining -= placed;
    // What fits would pass what the exporter may hold: its next confirmation lets it go on.
    if (placed === 0) break;
  }
  refreshWaiting(session, request);
}

/**
 * A priority request that fits nowhere may take the place of standard cargo that was sold as rollable: the latest of it
 * on the best offer where that frees enough. Firm standard cargo is never moved.
 */
function displaceRollable(session: Session, question: Question): boolean {
  const { book } = session;
  const options: { candidate: Candidate; displaced: AllocationState[] }[] = [];
  const offerIds = new Set<string>();
  for (const { port } of question.request.loadPorts) {
    for (const dischargePort of question.request.dischargePorts) {
      for (const offerId of book.rollableByLane.get(laneKey(port, dischargePort)) ?? []) offerIds.add(offerId);
    }
  }
  for (const offerId of offerIds) {
    const offer = offerOf(book, offerId);
    const lanes = matchingLanes(offer, question).filter(
      ({ lane, loadPort }) => (judge(offer, lane, loadPort, question) & ~SPACE_REASONS) === 0,
    );
    if (lanes.length === 0) continue;
    const rollable = offer.allocations
      .map((number) => allocationOf(book, number))
      .filter((allocation) => allocation.rollable && !allocation.priority && !isOnBoard(allocation.status))
      .sort(bumpOrder);
    for (const { lane, loadPort } of lanes) {
      const displaced = leastDisplaced(offer, lane, question, rollable);
      if (displaced !== undefined) options.push({ candidate: candidateOf(offer, lane, loadPort, question), displaced });
    }
  }
  const best = options.sort((a, b) => compareCandidates(a.candidate, b.candidate, question))[0];
  if (best === undefined) return false;
  for (const allocation of best.displaced) end(session, allocation, 'rolled', 'ROLLED_FOR_PRIORITY');
  return true;
}

function leastDisplaced(
  offer: OfferState,
  lane: Lane,
  question: Question,
  rollable: readonly AllocationState[],
): AllocationState[] | undefined {
  const needed = question.request.splitAllowed ? 1 : question.units;
  const used = offer.used.slice();
  const trial: OfferState = { ...offer, used };
  const fits = () => unitsThatFit(trial, lane, question).physical >= needed;
  const displaced: AllocationState[] = [];
  for (const allocation of rollable) {
    if (fits()) break;
    if (allocation.loadCall >= lane.dischargeCall || allocation.dischargeCall <= lane.loadCall) continue;
    moveSpace(used, allocation, -1);
    displaced.push(allocation);
  }
  if (!fits()) return undefined;
  return displaced.reverse().filter((allocation) => {
    moveSpace(used, allocation, 1);
    if (fits()) return false;
    moveSpace(used, allocation, -1);
    return true;
  });
}

/** Units that the exporter may still hold of an offer; one that confirms by itself is never held. */
function unitsWithinHoldLimit(book: Book, request: RequestTerms, offer: OfferState, policy: PolicyTerms): number {
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

function take(
  session: Session,
  request: RequestState,
  candidate: RankedOffer,
  units: number,
  decision: { question: Question; cause: string },
): void {
  const { book, minute, policy } = session;
  const { offer, lane } = candidate;
  const { requestId } = request.terms;
  const automatic = offer.terms.confirmation === 'AUTO';
  session.observe?.({
    number: book.nextAllocation,
    requestId,
    offerId: offer.terms.offerId,
    units,
    cause: decision.cause,
    question: decision.question,
  });
  const allocation: AllocationState = {
    number: book.nextAllocation,
    requestId,
    offerId: offer.terms.offerId,
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
  listAllocation(book, allocation, 1);
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
  restate(session, allocation, 'CONFIRMED_AUTOMATICALLY');
}

/** A live allocation goes on: held → confirmed → loaded → completed. */
function change(session: Session, allocation: AllocationState, status: AllocationState['status'], cause: string): void {
  const offer = offerOf(session.book, allocation.offerId);
  if (!isOnBoard(allocation.status) && isOnBoard(status)) offer.loaded = movedSpace(offer.loaded, allocation, 1);
  if (allocation.status === 'held' && status !== 'held') {
    holdEnded(session, allocation);
    allocation.holdExpiresMinute = null;
  }
  allocation.status = status;
  restate(session, allocation, cause);
}

function restate(session: Session, allocation: AllocationState, cause: string): void {
  allocation.cause = cause;
  allocation.version += 1;
  allocation.changedMinute = session.minute;
  session.requests.add(allocation.requestId);
  session.offers.add(allocation.offerId);
  session.changed = true;
  session.effects.push({ kind: 'allocation-changed', allocation: { ...allocation } });
}

/** An allocation gives its space back and leaves the book; its request is matched again within the same event. */
function end(session: Session, allocation: AllocationState, status: AllocationState['status'], cause: string): void {
  assert(
    takesSpace(allocation.status) && !isOnBoard(allocation.status),
    'only held or confirmed cargo gives space back',
  );
  const { book } = session;
  const request = requestOf(book, allocation.requestId);
  listAllocation(book, allocation, -1);
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

// --- what is said about requests -----------------------------------------------------------------------------------

/** True when what the request still needs at least would pass what its exporter may hold. */
function isAtHoldLimit(book: Book, request: RequestState, policy: PolicyTerms): boolean {
  if (policy.maximumHeldQuarterTeu === null) return false;
  const least = request.terms.splitAllowed ? 1 : remainingUnits(book, request);
  const held = book.heldQuarterTeu.get(request.terms.exporterId) ?? 0;
  return held + least * request.terms.space[0] > policy.maximumHeldQuarterTeu;
}

export function summaryOf(book: Book, request: RequestState, minute: number, policy: PolicyTerms): RequestSummary {
  let [unitsAllocated, unitsConfirmed, unitsShipped, unitsCompleted] = [0, 0, 0, 0];
  for (const number of request.allocations) {
    const { status, units } = allocationOf(book, number);
    unitsAllocated += units;
    if (status !== 'held') unitsConfirmed += units;
    if (isOnBoard(status)) unitsShipped += units;
    if (status === 'completed') unitsCompleted += units;
  }
  // After the end of the search, what was placed is all there will be.
  const target = request.ended === null ? request.terms.units : unitsAllocated;
  const status: RequestStatus =
    unitsAllocated === 0
      ? (request.ended ?? 'WAITING')
      : unitsCompleted >= target
        ? 'COMPLETED'
        : unitsShipped >= target
          ? 'SHIPPED'
          : unitsConfirmed >= target
            ? 'CONFIRMED'
            : unitsAllocated >= target
              ? 'ALLOCATED'
              : 'PARTIALLY_ALLOCATED';
  const reasons: RequestSummary['reasons'][number][] = [];
  if (status === 'WAITING') reasons.push(...reasonsOf(requestReasons(request.terms, policy)), 'WAITING_FOR_SPACE');
  if (book.waiting.has(request.terms.requestId) && isAtHoldLimit(book, request, policy)) {
    reasons.push('HOLD_LIMIT_REACHED');
  }
  if (status === 'EXPIRED') reasons.push('LATEST_ARRIVAL_UNREACHABLE');
  return {
    status,
    unitsAllocated,
    unitsConfirmed,
    unitsShipped,
    isPriorityUnit: isPriority(book, request.terms, minute, policy),
    policyVersion: policy.version,
    reasons,
  };
}

/** One decision per touched request, only when there is something new to say. */
function say(session: Session): void {
  const { book, minute, policy } = session;
  const touched = [...session.requests]
    .map((requestId) => requestOf(book, requestId))
    .sort((a, b) => a.place - b.place);
  const rolled = new Set<string>();
  const lapsed = new Set<string>();
  for (const effect of session.effects) {
    if (effect.kind !== 'allocation-changed') continue;
    if (effect.allocation.status === 'rolled') rolled.add(effect.allocation.requestId);
    if (effect.allocation.cause === 'PRIORITY_ENDED') lapsed.add(effect.allocation.requestId);
  }
  for (const request of touched) {
    const plain = summaryOf(book, request, minute, policy);
    const news: RequestSummary['reasons'][number][] = [];
    if (rolled.has(request.terms.requestId)) news.push('ALLOCATION_ROLLED');
    if (lapsed.has(request.terms.requestId)) news.push('PRIORITY_ENDED');
    const summary: RequestSummary = news.length === 0 ? plain : { ...plain, reasons: [...plain.reasons, ...news] };
    // Where the cargo stands belongs to what was said: another sailing is news even when no count changes.
    const said = JSON.stringify([request.terms.version, summary, [...request.allocations].sort((a, b) => a - b)]);
    if (said === request.lastSaid) continue;
    request.lastSaid = said;
    request.decisionNumber += 1;
    session.changed = true;
    session.effects.push({
      kind: 'request-decided',
      requestId: request.terms.requestId,
      decisionNumber: request.decisionNumber,
      summary,
    });
  }
}
