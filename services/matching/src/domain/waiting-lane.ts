import type { OfferState } from './book.ts';
import { DIMENSION_COUNT, type Lane, type LoadPortTerms, type RequestTerms } from './terms.ts';

/**
 * Requests that wait on one pair of ports, each with the limits of its terms in one line of integers. An offer with more room
 * is held against those first: who is refused by any of them could not take it, and is not looked at. One market may have
 * thousands waiting on a lane, and a new sailing there is of use to few of them. To look through the 3,800 that wait on the four
 * lanes of an offer among 160,000 takes 40 µs (`pnpm bench scaling.book-1M`). So
 * they stand in no order: by gate or arrival half of them
 * would still be looked through. Rejected as no faster: the four limits that refuse most in a list of their own, compared without a branch.
 */
export type WaitingLane = {
  readonly requestIds: string[];
  readonly placeOf: Map<string, number>;
  ints: Int32Array;
};

const AT_GATE = 0;
const LATEST_ARRIVAL = 1;
/** Least space in the four dimensions. */
const NEEDS = 2;
const GRAMS_LEFT = NEEDS + DIMENSION_COUNT;
const RATE_CAP = GRAMS_LEFT + 1;
/** A bit for each UN number that must be accepted; several numbers may share one. */
const UN_NUMBERS = RATE_CAP + 1;
const EQUIPMENT = UN_NUMBERS + 1;
const EMISSION_CLASS = EQUIPMENT + 1;
const WAITING_INTS = 12;

const LARGEST = 2_147_483_647;
const unNumberBit = (unNumber: number) => 1 << (unNumber % 31);

export function noneWaiting(): WaitingLane {
  return { requestIds: [], placeOf: new Map(), ints: new Int32Array(4 * WAITING_INTS) };
}

/** @param isWhole nothing of the request is placed: unless it may be split, all of its units must fit at once */
export function enterLane(lane: WaitingLane, request: RequestTerms, loadPort: LoadPortTerms, isWhole: boolean): void {
  const { requestIds, placeOf } = lane;
  if (placeOf.has(request.requestId)) return;
  const place = requestIds.length;
  requestIds.push(request.requestId);
  placeOf.set(request.requestId, place);
  if ((place + 1) * WAITING_INTS > lane.ints.length) {
    const wider = new Int32Array(2 * lane.ints.length);
    wider.set(lane.ints);
    lane.ints = wider;
  }
  const { ints } = lane;
  const at = place * WAITING_INTS;
  const units = isWhole && !request.splitAllowed ? request.units : 1;
  ints[at + AT_GATE] = loadPort.atGateMinute;
  ints[at + LATEST_ARRIVAL] = request.latestArrivalMinute;
  for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
    ints[at + NEEDS + dimension] = Math.min(LARGEST, request.space[dimension]! * units);
  }
  ints[at + GRAMS_LEFT] =
    request.maximumGrams === null
      ? LARGEST
      : Math.max(-LARGEST, Math.min(LARGEST, request.maximumGrams - loadPort.addedGrams));
  ints[at + RATE_CAP] = request.maximumRate === null ? -1 : Math.min(LARGEST, request.maximumRate.amountMinor);
  ints[at + UN_NUMBERS] = request.dangerousGoods.reduce((bits, { unNumber }) => bits | unNumberBit(unNumber), 0);
  ints[at + EQUIPMENT] = request.equipment;
  ints[at + EMISSION_CLASS] = request.emissionClass;
}

export function leaveLane(lane: WaitingLane, requestId: string): void {
  const { requestIds, placeOf, ints } = lane;
  const place = placeOf.get(requestId);
  if (place === undefined) return;
  placeOf.delete(requestId);
  const last = requestIds.pop()!;
  if (last === requestId) return;
  // The last one takes the free line: in which order they stand is of no concern.
  requestIds[place] = last;
  placeOf.set(last, place);
  const from = placeOf.size * WAITING_INTS;
  ints.copyWithin(place * WAITING_INTS, from, from + WAITING_INTS);
}

/** Visits everyone whose limits do not keep them from the lane of an offer; some of those may still not fit. */
export function eachWhoMayFit(
  waiting: WaitingLane,
  { capacity, used, terms }: Pick<OfferState, 'capacity' | 'used' | 'terms'>,
  lane: Lane,
  visit: (requestId: string) => void,
): void {
  const free = [LARGEST, LARGEST, LARGEST, LARGEST];
  for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
    for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
      const pool = leg * DIMENSION_COUNT + dimension;
      free[dimension] = Math.max(0, Math.min(free[dimension]!, capacity[pool]! - used[pool]!));
    }
  }
  const [slots, kilograms, dangerous, plugs] = free as [number, number, number, number];
  const { equipmentBits, rates } = terms;
  const accepted = terms.unNumbers.reduce((bits, unNumber) => bits | unNumberBit(unNumber), 0);
  const { arrivalMinute, gateCutOffMinute, seaGrams } = lane;
  const { requestIds, ints } = waiting;
  for (let place = 0; place < requestIds.length; place += 1) {
    const at = place * WAITING_INTS;
    if (
      ints[at + AT_GATE]! > gateCutOffMinute ||
      ints[at + LATEST_ARRIVAL]! < arrivalMinute ||
      ints[at + NEEDS]! > slots ||
      ints[at + NEEDS + 1]! > kilograms ||
      ints[at + NEEDS + 2]! > dangerous ||
      ints[at + NEEDS + 3]! > plugs ||
      (ints[at + UN_NUMBERS]! & accepted) !== ints[at + UN_NUMBERS]! ||
      (equipmentBits & (1 << ints[at + EQUIPMENT]!)) === 0 ||
      ints[at + GRAMS_LEFT]! < seaGrams[ints[at + EMISSION_CLASS]!]!
    ) {
      continue;
    }
    const rateCap = ints[at + RATE_CAP]!;
    if (rateCap >= 0) {
      const rate = rates[ints[at + EQUIPMENT]!] ?? null;
      if (rate === null || rate.amountMinor > rateCap) continue;
    }
    visit(requestIds[place]!);
  }
}
