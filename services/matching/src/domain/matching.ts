import {
  type AllocationState,
  allocationOf,
  isOnBoard,
  type OfferState,
  offerOf,
  type RequestState,
  remainingUnits,
  requestOf,
} from './book.ts';
import { moveSpace } from './book-changes.ts';
import { isPriority, judge, type Question, questionOf, REASON, SPACE_REASONS, unitsThatFit } from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { bumpOrder } from './offer-changes.ts';
import { type Candidate, candidateOf, compareCandidates, type Ranked, type RankingEngine } from './ranking.ts';
import { end, refreshWaiting, type Session, take, unitsWithinHoldLimit } from './space-changes.ts';
import { type Lane, laneKey } from './terms.ts';
import { eachWhoMayFit } from './waiting-lane.ts';

/** Matches whoever is queued, and whoever waits for an offer with more room, in waiting order. */
export function settle(session: Session): void {
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
      const waiting = book.waitingByLane.get(laneKey(lane.loadPort, lane.dischargePort));
      if (waiting === undefined) continue;
      const look = (requestId: string) => {
        if (!queue.has(requestId) && mayTake(session, offer, lane, requestOf(book, requestId))) queue.add(requestId);
      };
      // Priority cargo may also take the place of what was sold as rollable, so there nobody is kept away by what is left.
      if (offer.rollable > 0) waiting.requestIds.forEach(look);
      else eachWhoMayFit(waiting, offer, lane, look);
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
export function rankFor(
  engine: RankingEngine,
  asked: Question,
  limit: number,
): { readonly question: Question; readonly candidates: Ranked } {
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
    for (let position = 0; position < candidates.length && placed < remaining; position += 1) {
      const candidate = candidates.at(position)!;
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
