import type { Allocation } from '@greenlane/contracts/allocation';
import type { Feedback } from '@greenlane/contracts/cargo-request';
import type { EventData } from '@greenlane/contracts/registry';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { assert } from '@greenlane/kernel/assert';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { type AllocationPlace, allocationBirth, allocationFacts, withSchedule } from './allocation-payload.ts';
import { takesSpace } from './book.ts';
import type { AllocationSnapshot, Outcome, PlanReport, Refusal, RequestSummary } from './core-events.ts';
import { textOf } from './documents.ts';
import type { JournalEntry } from './inputs.ts';
import type { AllocationChange, Market, MarketOutcome } from './market.ts';
import { requestDocument, translationPolicy } from './market-reading.ts';
import { movedFacts } from './moved.ts';
import { type FeedbackCode, type Wording, wordingOf } from './wording.ts';

/** UUID (version 8, RFC 9562: made by a rule of our own) of the n-th allocation of a book. */
export function allocationId(bookId: string, number: number): string {
  const hex = canonicalHash([bookId, number]);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function nothing(market: Market): MarketOutcome {
  return {
    changed: false,
    allocations: [],
    decided: [],
    submitters: [],
    offers: new Set(),
    left: NOTHING_LEFT,
    policyVersion: market.book.policyVersion,
  };
}

export function finish(
  market: Market,
  entry: JournalEntry,
  outcomes: readonly Outcome[],
  how: { readonly changed: boolean; readonly refusal?: Refusal },
): MarketOutcome {
  if (how.changed) {
    assert(entry.sequence === market.sequence + 1, 'the journal has no gaps');
    market.sequence = entry.sequence;
  }
  const allocations: AllocationChange[] = [];
  const decided: EventData<'org.greenlane.cargo-request.decided.v1'>[] = [];
  const submitters: string[] = [];
  const offers = new Set<string>();
  let plan: PlanReport | undefined;
  for (const outcome of outcomes) {
    for (const offerId of outcome.offers) offers.add(offerId);
    for (const effect of outcome.effects) {
      if (effect.kind === 'allocation-changed') {
        const { number, loadCall, dischargeCall } = effect.allocation;
        allocations.push({ ...payloadOf(market, effect.allocation, entry.at), number, loadCall, dischargeCall });
      }
      if (effect.kind === 'plan-carried-out') {
        const { kind: _kind, ...report } = effect;
        plan = report;
      }
      if (effect.kind === 'request-decided') {
        const request = requestDocument(market, effect.requestId);
        submitters.push(request.submittedBy);
        decided.push({
          requestId: effect.requestId,
          exporterId: request.exporterId,
          market: market.name,
          status: effect.summary.status,
          decisionNumber: effect.decisionNumber,
          unitsAllocated: effect.summary.unitsAllocated,
          unitsConfirmed: effect.summary.unitsConfirmed,
          unitsShipped: effect.summary.unitsShipped,
          feedbacks: effect.summary.reasons.map((code) => feedbackOf(code, effect.requestId, allocations)),
          isPriorityUnit: effect.summary.isPriorityUnit,
          policyVersion: effect.summary.policyVersion,
          decidedAt: entry.at,
        });
      }
    }
  }
  return {
    changed: how.changed,
    ...(how.refusal === undefined ? {} : { refusal: how.refusal }),
    allocations,
    decided,
    submitters,
    offers,
    left: forget(market, outcomes),
    policyVersion: market.book.policyVersion,
    ...(plan === undefined ? {} : { plan }),
  };
}

const NOTHING_LEFT: MarketOutcome['left'] = { offers: new Map(), requests: new Set() };

/** The documents of whatever left the book in an event, once all has been said about it. */
function forget(market: Market, outcomes: readonly Outcome[]): MarketOutcome['left'] {
  if (outcomes.every(({ left }) => left.offers.size + left.requests.size === 0)) return NOTHING_LEFT;
  const offers = new Map(outcomes.flatMap(({ left }) => [...left.offers]));
  const requests = new Set(outcomes.flatMap(({ left }) => [...left.requests]));
  for (const offerId of offers.keys()) if (!market.book.offers.has(offerId)) market.offers.delete(offerId);
  for (const requestId of requests) if (!market.book.requests.has(requestId)) market.requests.delete(requestId);
  for (const number of outcomes.flatMap(({ left }) => [...left.allocations])) {
    market.payloads.delete(number);
    market.numbers.delete(allocationId(market.bookId, number));
  }
  return { offers, requests };
}

/** How grave each is, and which property of the request it is about; the sentences are the wordings'. */
const FEEDBACKS: Readonly<Record<FeedbackCode, Pick<Feedback, 'severity' | 'property'>>> = {
  WAITING_FOR_SPACE: { severity: 'INFO' },
  LATEST_ARRIVAL_UNREACHABLE: { severity: 'ERROR', property: 'latestArrivalDateTime' },
  ALLOCATION_ROLLED: { severity: 'WARN' },
  HOLD_LIMIT_REACHED: { severity: 'WARN' },
  PRIORITY_ENDED: { severity: 'WARN' },
  CERTIFICATE_MISSING: { severity: 'ERROR', property: 'cargo.dangerousGoods' },
  DANGEROUS_GOODS_CLASS_MISMATCH: { severity: 'ERROR', property: 'cargo.dangerousGoods' },
};

/** `changes` are those of the same event: what a moved request left, and where it is now. */
function feedbackOf(
  code: RequestSummary['reasons'][number],
  requestId: string,
  changes: readonly AllocationChange[],
): Feedback {
  assert(isFeedbackCode(code), `feedback ${code} has a sentence`);
  const own = changes.map(({ payload }) => payload).filter((payload) => payload.requestId === requestId);
  const moved =
    code === 'ALLOCATION_ROLLED'
      ? movedFacts(
          own.filter(({ status }) => status === 'rolled'),
          own.filter(({ status, version }) => status === 'held' && version === 1),
        )
      : undefined;
  const told = ({ feedback }: Wording) => (moved === undefined ? feedback[code]() : feedback.moved(moved));
  return {
    code,
    ...FEEDBACKS[code],
    message: told(wordingOf('en')),
    translations: { zh: told(wordingOf('zh')) },
  };
}

const isFeedbackCode = (code: string): code is FeedbackCode => Object.hasOwn(FEEDBACKS, code);

/** Full state of an allocation right after a change; the documents are read only at its birth and on a new schedule. */
function payloadOf(
  market: Market,
  allocation: AllocationSnapshot,
  at: string,
): Pick<AllocationChange, 'payload' | 'text'> {
  const { number } = allocation;
  const id = allocationId(market.bookId, number);
  let facts: Allocation;
  if (allocation.version === 1) {
    const place: AllocationPlace = {
      allocationId: id,
      market: market.name,
      offer: market.offers.get<VesselOffer>(allocation.offerId),
      request: requestDocument(market, allocation.requestId),
      eastWestDefault: translationPolicy(market, allocation.decidedMinute).rules.routes.eastWestDefault,
      ...(allocation.replaces === null ? {} : { replaces: allocationId(market.bookId, allocation.replaces) }),
    };
    facts = allocationBirth(allocation, place, at);
    market.numbers.set(id, number);
  } else {
    facts = market.payloads.get<Allocation>(number);
  }
  const rescheduled =
    allocation.cause === 'SCHEDULE_UPDATED'
      ? withSchedule(facts, allocation, market.offers.get<VesselOffer>(allocation.offerId))
      : facts;
  const payload = allocationFacts(rescheduled, allocation, at);
  const text = textOf(payload);
  if (takesSpace(allocation.status)) {
    market.payloads.set(number, payload, text);
  } else {
    market.payloads.delete(number);
    market.numbers.delete(id);
  }
  return { payload, text };
}
