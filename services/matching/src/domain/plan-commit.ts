import { type AllocationState, allocationOf, type Book, type OfferState, offerOf, placedUnits } from './book.ts';
import { movedSpace } from './book-changes.ts';
import type { PlanPlace } from './book-plan.ts';
import { judge, type Question, questionOf, REASON, REASON_CODES, type ReasonCode } from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import { type Candidate, candidateOf } from './ranking.ts';
import { type PolicyTerms, timesUnits } from './terms.ts';

/** All that a plan wants of one request: the units that are not fixed, by place. */
export type PlannedRequest = {
  readonly requestId: string;
  readonly version: number;
  /** Numbers of the holds that the plan may give up: it knows of no others. */
  readonly movable: readonly number[];
  readonly places: readonly (PlanPlace & { readonly units: number })[];
};

/** One request of a plan as it can be carried out now: what is given up, then what is taken. */
export type PlanMove = {
  readonly requestId: string;
  readonly given: readonly AllocationState[];
  readonly taken: readonly { readonly candidate: Candidate; readonly units: number; readonly question: Question }[];
};

export type PlanRefusal = {
  readonly requestId: string;
  readonly code: 'REQUEST_CHANGED' | 'OFFER_CHANGED' | 'NOT_FEASIBLE';
  readonly reasons: readonly ReasonCode[];
};

/** Rounds after which the rest of a plan counts as out of date: each round but the last refuses somebody. */
const MOST_ROUNDS = 20;

type Wanted = PlanMove & { readonly refusal?: undefined };

/**
 * The part of a plan that the book can carry out as it is now. Every line is judged again, with all gates, against the
 * pools as they would then be; a request of which one line fails keeps what it holds. Since others may have counted on
 * the space it would have left, the rest is judged again without it, until all lines hold together.
 */
export function acceptPlan(
  book: Book,
  planned: readonly PlannedRequest[],
  at: { readonly minute: number; readonly policy: PolicyTerms },
): { readonly moves: readonly PlanMove[]; readonly refused: readonly PlanRefusal[] } {
  const refused: PlanRefusal[] = [];
  let wanted: Wanted[] = [];
  for (const request of planned) {
    const move = moveOf(book, request, at);
    if ('code' in move) refused.push(move);
    else if (move.given.length > 0 || move.taken.length > 0) wanted.push(move);
  }
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const failed = failing(book, wanted);
    if (failed.size === 0) return { moves: wanted, refused };
    for (const [requestId, reasons] of failed) refused.push({ requestId, code: 'NOT_FEASIBLE', reasons });
    wanted = wanted.filter(({ requestId }) => !failed.has(requestId));
  }
  for (const { requestId } of wanted) refused.push({ requestId, code: 'NOT_FEASIBLE', reasons: [] });
  return { moves: [], refused };
}

/** What a request gives up and takes. Holds that the plan keeps are left as they are. */
function moveOf(
  book: Book,
  planned: PlannedRequest,
  at: { readonly minute: number; readonly policy: PolicyTerms },
): Wanted | PlanRefusal {
  const { requestId } = planned;
  const request = book.requests.get(requestId);
  if (request === undefined || request.ended !== null || request.terms.version !== planned.version) {
    return { requestId, code: 'REQUEST_CHANGED', reasons: [] };
  }
  const live = request.allocations.map((number) => allocationOf(book, number));
  const held = live.filter(({ status, number }) => status === 'held' && planned.movable.includes(number));
  const fixed = placedUnits(book, request) - held.reduce((units, allocation) => units + allocation.units, 0);
  const total = planned.places.reduce((units, place) => units + place.units, 0);
  const open = request.terms.units - fixed;
  if (total > open || (!request.terms.splitAllowed && total !== open && total !== 0)) {
    return { requestId, code: 'REQUEST_CHANGED', reasons: [] };
  }
  const given = new Set(held);
  const taken: { candidate: Candidate; units: number; question: Question }[] = [];
  for (const place of planned.places) {
    const offer = book.offers.get(place.offerId);
    if (offer === undefined || offer.terms.version !== place.offerVersion) {
      return { requestId, code: 'OFFER_CHANGED', reasons: [] };
    }
    const there = held.filter(
      ({ offerId, loadCall, dischargeCall }) =>
        offerId === place.offerId && loadCall === place.loadCall && dischargeCall === place.dischargeCall,
    );
    let kept = 0;
    for (const allocation of holdsWithin(there, place.units)) {
      given.delete(allocation);
      kept += allocation.units;
    }
    if (kept === place.units) continue;
    const asked = questionOf(book, request, { ...at, units: place.units - kept });
    // Exactly these units or none: a line is not stretched to what happens to fit.
    const question: Question = { ...asked, request: { ...asked.request, splitAllowed: false } };
    const pair = matchingLanes(offer, question).find(
      ({ lane }) => lane.loadCall === place.loadCall && lane.dischargeCall === place.dischargeCall,
    );
    if (pair === undefined) return { requestId, code: 'OFFER_CHANGED', reasons: [] };
    taken.push({ candidate: candidateOf(offer, pair.lane, pair.loadPort, question), units: question.units, question });
  }
  return { requestId, given: [...given].sort((a, b) => a.number - b.number), taken };
}

/**
 * Holds that together are as many units as possible and no more than asked for: what a plan keeps of a place stays as it
 * is, under its number and deadline, and only the rest is given up. Of equal choices, the one of the older holds.
 */
function holdsWithin(holds: readonly AllocationState[], units: number): readonly AllocationState[] {
  const reached = new Map<number, readonly AllocationState[]>([[0, []]]);
  for (const hold of holds.toSorted((a, b) => a.number - b.number)) {
    for (const [sum, chosen] of [...reached]) {
      const together = sum + hold.units;
      if (together <= units && !reached.has(together)) reached.set(together, [...chosen, hold]);
    }
  }
  return reached.get(Math.max(...reached.keys())) ?? [];
}

/** Requests with a line that does not hold when all are carried out together, priority first. */
function failing(book: Book, wanted: readonly Wanted[]): ReadonlyMap<string, readonly ReasonCode[]> {
  const scratch = new Map<string, OfferState>();
  const offerAt = (offerId: string): OfferState => {
    const known = scratch.get(offerId);
    if (known !== undefined) return known;
    const offer = offerOf(book, offerId);
    const copy = { ...offer };
    scratch.set(offerId, copy);
    return copy;
  };
  type Taking = Pick<AllocationState, 'offerId' | 'priority' | 'loadCall' | 'dischargeCall' | 'space'>;
  const move = (allocation: Taking, sign: 1 | -1) => {
    const offer = offerAt(allocation.offerId);
    offer.used = movedSpace(offer.used, allocation, sign);
    if (allocation.priority) offer.priorityUsed = movedSpace(offer.priorityUsed, allocation, sign);
  };
  for (const { given } of wanted) for (const allocation of given) move(allocation, -1);
  const failed = new Map<string, readonly ReasonCode[]>();
  for (const { requestId, taken } of inOrder(wanted)) {
    for (const { candidate, units, question } of taken) {
      const { lane, loadPort } = candidate;
      const offer = offerAt(candidate.offerId);
      const mask = judge(offer, lane, loadPort, question);
      if (mask !== 0)
        failed.set(
          requestId,
          REASON_CODES.filter((code) => (mask & REASON[code]) !== 0),
        );
      else {
        const space = timesUnits(question.request.space, units);
        move({ ...lane, space, priority: question.priority, offerId: offer.terms.offerId }, 1);
      }
    }
  }
  return failed;
}

/** Priority lines first: they open no protection to standard cargo, but what they take of it no longer needs keeping. */
export function inOrder<Move extends PlanMove>(moves: readonly Move[]): Move[] {
  const rank = ({ taken }: Move) => (taken[0]?.question.priority === true ? 0 : 1);
  return [...moves].sort((a, b) => rank(a) - rank(b));
}
