import {
  allocationOf,
  isOnBoard,
  NO_NUMBERS,
  NONE_DECLINED,
  NONE_DEPARTED,
  offerOf,
  placedUnits,
  type RequestState,
  remainingUnits,
  requestOf,
} from './book.ts';
import { countHold, setWaiting } from './book-changes.ts';
import type { Refusal } from './core-events.ts';
import { forgetUnknownLanes, noteHope } from './deadlines.ts';
import { portReasons } from './explain.ts';
import { judge, questionOf, reasonsOf } from './feasibility.ts';
import { rankFor } from './matching.ts';
import { matchingLanes } from './naive-ranking.ts';
import { brokenBy, laneOf } from './offer-changes.ts';
import { candidateOf, compareCandidates } from './ranking.ts';
import { end, refreshWaiting, type Session, take, unitsWithinHoldLimit } from './space-changes.ts';
import type { RequestTerms } from './terms.ts';

export function putRequest(session: Session, terms: RequestTerms): Refusal | undefined {
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
      departed: NONE_DEPARTED,
      declinedOffers: NONE_DECLINED,
      decisionNumber: 0,
      lastSaid: '',
    });
    book.nextPlace += 1;
  } else {
    setWaiting(book, known, false);
    forgetUnknownLanes(book, known.terms);
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

export function cancelRequest(session: Session, requestId: string): Refusal | undefined {
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

export function chooseUnits(
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
    const mask = judged[0]?.mask ?? portReasons(offer, question);
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
