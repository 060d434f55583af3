import {
  DIMENSION_COUNT,
  defaultWeights,
  type PlanInstance,
  type PlanOption,
  type PlanRequest,
  type PlanWeights,
  type PoolSpace,
} from '@greenlane/planning/instance';
import type { PlannedUnits } from '@greenlane/planning/solve';
import {
  type AllocationState,
  allocationOf,
  type Book,
  type OfferState,
  offerOf,
  type Pool,
  placedUnits,
  type RequestState,
} from './book.ts';
import {
  isProtected,
  judge,
  protectedAmount,
  type Question,
  questionOf,
  REASON,
  SPACE_REASONS,
} from './feasibility.ts';
import { matchingLanes } from './naive-ranking.ts';
import type { PlannedRequest } from './plan-commit.ts';
import { candidateOf, compareText } from './ranking.ts';
import type { PolicyTerms } from './terms.ts';

/** Where a plan puts units of a request: one pair of calls of one version of an offer. */
export type PlanPlace = {
  readonly offerId: string;
  readonly offerVersion: number;
  readonly loadCall: number;
  readonly dischargeCall: number;
};

/** A book as a planning instance, with what is behind each position of it. */
export type BookPlan = {
  readonly instance: PlanInstance;
  /** Version of each request of the instance, and the place behind each of its options. */
  readonly requests: readonly {
    readonly requestId: string;
    readonly version: number;
    /** Numbers of the holds that the plan may move. */
    readonly movable: readonly number[];
    readonly places: readonly PlanPlace[];
  }[];
  readonly options: OptionsConsidered;
};

/** How far a plan looked: its bound and its certificate speak of these options alone. */
export type OptionsConsidered = {
  readonly mostPerRequest: number;
  /** Requests that had more. */
  readonly requestsWithMore: number;
};

/** Pairs of calls that a plan considers for one request: its best by grams. A market of many thousand sailings stays solvable. */
export const MOST_OPTIONS = 200;

type Movable = {
  readonly request: RequestState;
  readonly question: Question;
  readonly options: readonly { readonly option: PlanOption; readonly place: PlanPlace }[];
  /** It had more options than a plan considers. */
  readonly hasMore: boolean;
  /** Holds that may move: those whose place would be open to the request if it came now. */
  readonly held: readonly AllocationState[];
  readonly units: number;
};

/**
 * Everything that a plan of the book may still decide: requests that look for space by themselves, with what they hold.
 * Held space may move; whatever is confirmed, on board, chosen by an exporter or held where bookings have closed stays
 * and counts as taken. Space that protection keeps from standard cargo stays closed to it in the plan as well.
 */
export function planOfBook(book: Book, at: { readonly minute: number; readonly policy: PolicyTerms }): BookPlan {
  const offerIds = [...book.offers.keys()].sort(compareText);
  const positions = new Map(offerIds.map((offerId, position) => [offerId, position]));
  const movable = [...book.requests.values()]
    .filter((request) => request.ended === null && !request.terms.manual)
    .sort((a, b) => a.place - b.place)
    .flatMap((request) => movableOf(book, request, positions, at) ?? []);
  const heldBy = Map.groupBy(
    movable.flatMap(({ held }) => held),
    ({ offerId }) => offerId,
  );
  const offers = offerIds.map((offerId) => ({
    offerId,
    ...poolsOf(offerOf(book, offerId), at.policy, heldBy.get(offerId) ?? []),
  }));
  const requests = movable.map(
    ({ request, question, options, held, units }): PlanRequest => ({
      requestId: request.terms.requestId,
      priority: question.priority,
      units,
      space: request.terms.space,
      splitAllowed: request.terms.splitAllowed,
      options: options.map(({ option }) => option),
      pins: [],
      soft: held.map((allocation) => ({ option: positionOf(options, allocation), units: allocation.units })),
    }),
  );
  return {
    instance: { offers, requests, weights: requests.length === 0 ? NO_WEIGHTS : defaultWeights(requests) },
    requests: movable.map(({ request, options, held }) => ({
      requestId: request.terms.requestId,
      version: request.terms.version,
      movable: held.map(({ number }) => number),
      places: options.map(({ place }) => place),
    })),
    options: {
      mostPerRequest: MOST_OPTIONS,
      requestsWithMore: movable.filter(({ hasMore }) => hasMore).length,
    },
  };
}

/** Reasons that the plan itself answers: pools and what is kept of them are in the instance. */
const GIVEN_BY_PLAN = SPACE_REASONS & ~REASON.DISPLACES_EXPECTED_PRIORITY;

const NO_WEIGHTS: PlanWeights = { priorityQuarterTeu: 1, standardQuarterTeu: 1 };

function positionOf(options: Movable['options'], allocation: AllocationState): number {
  return options.findIndex(
    ({ place }) =>
      place.offerId === allocation.offerId &&
      place.loadCall === allocation.loadCall &&
      place.dischargeCall === allocation.dischargeCall,
  );
}

/** What of a request a plan may place; undefined when nothing is. */
function movableOf(
  book: Book,
  request: RequestState,
  positions: ReadonlyMap<string, number>,
  at: { readonly minute: number; readonly policy: PolicyTerms },
): Movable | undefined {
  const question = questionOf(book, request, { ...at, units: request.terms.units });
  const all = optionsOf(book, question, positions);
  const options = all.slice(0, MOST_OPTIONS);
  const live = [...request.allocations].sort((a, b) => a - b).map((number) => allocationOf(book, number));
  const held = live.filter((allocation) => allocation.status === 'held' && positionOf(options, allocation) >= 0);
  const fixed = placedUnits(book, request) - held.reduce((sum, allocation) => sum + allocation.units, 0);
  const units = request.terms.units - fixed;
  // What may not be split and stands in part already is complete where it stands.
  if (units <= 0 || (!request.terms.splitAllowed && fixed > 0)) return undefined;
  return { request, question, options, hasMore: all.length > options.length, held, units };
}

/** Every pair of calls that only space could keep from the request, the best by grams first. */
function optionsOf(book: Book, question: Question, positions: ReadonlyMap<string, number>): Movable['options'] {
  const found: { readonly option: PlanOption; readonly place: PlanPlace }[] = [];
  for (const offer of book.offers.values()) {
    const { offerId, version } = offer.terms;
    for (const { lane, loadPort } of matchingLanes(offer, question)) {
      // Space is the plan's to give; the other limits, and a price above the cargo's worth, rule an offer out.
      if ((judge(offer, lane, loadPort, question) & ~GIVEN_BY_PLAN) !== 0) continue;
      const { loadCall, dischargeCall } = lane;
      const { grams } = candidateOf(offer, lane, loadPort, question);
      found.push({
        option: { offer: positions.get(offerId)!, fromLeg: loadCall, toLeg: dischargeCall, grams },
        place: { offerId, offerVersion: version, loadCall, dischargeCall },
      });
    }
  }
  found.sort(
    (a, b) =>
      a.option.grams - b.option.grams ||
      compareText(a.place.offerId, b.place.offerId) ||
      a.place.loadCall - b.place.loadCall ||
      a.place.dischargeCall - b.place.dischargeCall,
  );
  return found;
}

/** Space of an offer that the plan may give: what is free, and what movable cargo would give back. */
function poolsOf(offer: OfferState, policy: PolicyTerms, movable: readonly AllocationState[]) {
  const free = offer.capacity.map((amount, at) => amount - offer.used[at]!);
  const standard = free.map((amount, at) =>
    isProtected(offer, policy) ? Math.max(0, amount - protectedAmount(offer, policy, at)) : amount,
  );
  for (const allocation of movable) {
    for (let leg = allocation.loadCall; leg < allocation.dischargeCall; leg += 1) {
      for (let d = 0; d < DIMENSION_COUNT; d += 1) {
        const at = leg * DIMENSION_COUNT + d;
        free[at]! += allocation.space[d]!;
        if (!allocation.priority) standard[at]! += allocation.space[d]!;
      }
    }
  }
  const legs = (amounts: Pool) =>
    offer.terms.legs.map((_leg, leg): PoolSpace => {
      const at = leg * DIMENSION_COUNT;
      return [amounts[at]!, amounts[at + 1]!, amounts[at + 2]!, amounts[at + 3]!];
    });
  return isProtected(offer, policy) ? { legs: legs(free), standardLegs: legs(standard) } : { legs: legs(free) };
}

/** A plan of the instance as what it wants of each request of the book; requests that it leaves as they are not named. */
export function plannedRequests(bookPlan: BookPlan, allocations: readonly PlannedUnits[]): PlannedRequest[] {
  const byRequest = Map.groupBy(allocations, ({ request }) => request);
  return bookPlan.requests.flatMap(({ requestId, version, movable, places }, position) => {
    const { soft } = bookPlan.instance.requests[position]!;
    const mine = byRequest.get(position) ?? [];
    const held = new Map<number, number>();
    for (const { option, units } of soft) held.set(option, (held.get(option) ?? 0) + units);
    const same = mine.length === held.size && mine.every(({ option, units }) => held.get(option) === units);
    if (same) return [];
    return [{ requestId, version, movable, places: mine.map(({ option, units }) => ({ ...places[option]!, units })) }];
  });
}
