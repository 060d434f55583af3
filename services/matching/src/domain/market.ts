import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequest, Feedback } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { EventData } from '@greenlane/contracts/registry';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { assert } from '@greenlane/kernel/assert';
import { canonicalHash } from '@greenlane/kernel/canonical-json';
import { type AllocationPlace, allocationBirth, allocationFacts, withSchedule } from './allocation-payload.ts';
import { apply } from './apply.ts';
import { type Book, emptyBook, policyAt, takesSpace } from './book.ts';
import { exportBook, importBook } from './book-snapshot.ts';
import type {
  AllocationSnapshot,
  CoreEvent,
  Observe,
  Outcome,
  PlanReport,
  Refusal,
  RequestSummary,
} from './core-events.ts';
import {
  documentOf,
  type PackedDocuments,
  packedDocuments,
  type RecentDocuments,
  recentDocuments,
  textOf,
} from './documents.ts';
import { type Explanation, explain } from './explain.ts';
import type { Question } from './feasibility.ts';
import type { JournalEntry, MarketInput } from './inputs.ts';
import { movedFacts } from './moved.ts';
import { offerTerms } from './offer-rows.ts';
import type { MakeEngine, RankingEngine } from './ranking.ts';
import { designationTerms, minuteOf, policyTerms, requestTerms } from './request-terms.ts';
import type { PolicyTerms } from './terms.ts';
import { type FeedbackCode, type Wording, wordingOf } from './wording.ts';

/**
 * A market: the book in integers beside the documents that it was translated from. It is the fold of its journal;
 * {@link exportMarket} and a tail of the journal give the same market as the whole journal.
 */
export type Market = {
  readonly name: string;
  /** Names this fold: allocation ids are made from it and a number, so replay gives the same ids. */
  readonly bookId: string;
  book: Book;
  engine: RankingEngine;
  readonly makeEngine: MakeEngine;
  readonly offers: PackedDocuments;
  readonly requests: Map<string, string>;
  readonly recentRequests: RecentDocuments<CargoRequest>;
  /** The last full state of each live allocation, and the number behind its id. */
  readonly payloads: Map<number, string>;
  readonly numbers: Map<string, number>;
  readonly policies: Map<string, Policy>;
  /** Inputs that came before any policy was in force: taken in order as soon as there is one. */
  deferred: JournalEntry[];
  /** What translations depend on; when a policy changes it, documents are translated again. */
  translation: Translation | null;
  sequence: number;
  /** Set while a decision is looked up again; never part of the market's state. */
  onDecision?: (moment: DecisionMoment) => void;
};

/** The moment before an allocation took its space. */
export type DecisionMoment = Omit<Parameters<Observe>[0], 'question'> & {
  /** Judges the whole market for the question, as it was then. */
  readonly ranking: () => Ranking;
};

type Translation = { readonly policyVersion: string; readonly fingerprint: string };

/** An allocation after a change, with its place in the book. */
export type AllocationChange = {
  readonly payload: Allocation;
  /** The payload as JSON, which rows and events hold alike. */
  readonly text: string;
  readonly number: number;
  readonly loadCall: number;
  readonly dischargeCall: number;
};

export type MarketOutcome = {
  readonly changed: boolean;
  readonly refusal?: Refusal;
  readonly allocations: readonly AllocationChange[];
  readonly decided: readonly EventData<'org.greenlane.cargo-request.decided.v1'>[];
  /** Who submitted the request of each. */
  readonly submitters: readonly string[];
  /** Offers whose pools or terms changed, whose ledger rows must be written. */
  readonly offers: ReadonlySet<string>;
  readonly policyVersion: string | null;
  /** What became of a committed plan. */
  readonly plan?: PlanReport;
};

/** A decision asks for its own request several times, and for few others. */
const RECENT_REQUESTS = 64;

export function emptyMarket(name: string, bookId: string, makeEngine: MakeEngine): Market {
  const book = emptyBook(name);
  return {
    name,
    bookId,
    book,
    engine: makeEngine(book),
    makeEngine,
    offers: packedDocuments('offer'),
    requests: new Map(),
    recentRequests: recentDocuments(RECENT_REQUESTS),
    payloads: new Map(),
    numbers: new Map(),
    policies: new Map(),
    deferred: [],
    translation: null,
    sequence: 0,
  };
}

/** UUID (version 8, RFC 9562: made by a rule of our own) of the n-th allocation of a book. */
export function allocationId(bookId: string, number: number): string {
  const hex = canonicalHash([bookId, number]);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * One input into the market, in journal order. An input that changes nothing (`changed` false) must not be journalled.
 * The sequence of an entry is the next one when it changes something.
 */
export function applyInput(market: Market, entry: JournalEntry): MarketOutcome {
  const { input } = entry;
  const minute = minuteOf(entry.at);
  if (input.kind === 'policy-published') {
    market.policies.set(input.policy.version, input.policy);
    if (input.policy.status === 'draft') return finish(market, entry, [], { changed: true });
  }
  if (!hasPolicy(market, input, minute)) {
    if (input.kind === 'tick' || input.kind === 'bid-prices-solved') return nothing(market);
    if (isCommand(input)) {
      return { ...nothing(market), refusal: { code: 'NO_POLICY_IN_FORCE', message: 'no policy is in force yet' } };
    }
    if (input.kind === 'policy-published') {
      market.book.policies.push(policyTerms(input.policy));
      market.book.policies.sort((a, b) => a.effectiveFromMinute - b.effectiveFromMinute);
    } else {
      market.deferred.push(entry);
      keepDocument(market, input);
    }
    return finish(market, entry, [], { changed: true });
  }
  const outcomes: Outcome[] = [];
  const first = coreEventsOf(market, input, minute);
  if ('refusal' in first) return { ...nothing(market), refusal: first.refusal };
  // A policy that changes what documents mean is followed by their new translation, and by whatever waited for it.
  if (input.kind === 'policy-published') outcomes.push(...first.events.map((event) => run(market, event)));
  const retranslated = retranslate(market, minute);
  outcomes.push(...retranslated);
  const held = market.deferred;
  market.deferred = [];
  for (const earlier of held) {
    const again = coreEventsOf(market, earlier.input, minute);
    if ('events' in again) outcomes.push(...again.events.map((event) => run(market, event)));
  }
  if (input.kind !== 'policy-published') outcomes.push(...first.events.map((event) => run(market, event)));
  const refusal = outcomes.at(-1)?.refusal;
  return finish(market, entry, outcomes, {
    changed: held.length > 0 || outcomes.some((outcome) => outcome.changed),
    ...(refusal === undefined ? {} : { refusal }),
  });
}

function run(market: Market, event: CoreEvent): Outcome {
  const { onDecision } = market;
  if (onDecision === undefined) return apply(market.book, market.engine, event);
  return apply(market.book, market.engine, event, ({ question, ...moment }) =>
    onDecision({
      ...moment,
      ranking: () => ({
        request: requestDocument(market, moment.requestId),
        question,
        policy: question.policy,
        explanation: explain(market.book, question),
      }),
    }),
  );
}

/** A whole ranking: every offer of the market is in one of the two lists. */
export type Ranking = {
  readonly request: CargoRequest;
  readonly question: Question;
  readonly explanation: Explanation;
  readonly policy: PolicyTerms;
};

function isCommand(input: MarketInput): boolean {
  return (
    input.kind === 'units-chosen' ||
    input.kind === 'plan-committed' ||
    input.kind === 'allocation-confirmed' ||
    input.kind === 'allocation-declined' ||
    input.kind === 'allocation-cancelled' ||
    input.kind === 'container-moved'
  );
}

function hasPolicy(market: Market, input: MarketInput, minute: number): boolean {
  if (policyAt(market.book, minute) !== undefined) return true;
  return input.kind === 'policy-published' && minuteOf(input.policy.effectiveFrom) <= minute;
}

function keepDocument(market: Market, input: MarketInput): void {
  if (input.kind === 'offer-published' || input.kind === 'offer-amended') {
    market.offers.set(input.offer.offerId, input.offer);
  }
  if (input.kind === 'request-submitted' || input.kind === 'request-amended') {
    const { requestId } = input.request;
    const text = textOf(input.request);
    market.requests.set(requestId, text);
    market.recentRequests.put(requestId, text, input.request);
  }
}

/** The document of a request, which nobody may change. */
export function requestDocument(market: Market, requestId: string): CargoRequest {
  const text = market.requests.get(requestId);
  assert(text, `the market holds request ${requestId}`);
  return market.recentRequests.get(requestId, text, JSON.parse);
}

/** The policy document in force: the one behind the integer terms. */
export function policyDocumentAt(market: Market, minute: number): Policy | undefined {
  const terms = policyAt(market.book, minute);
  return terms === undefined ? undefined : market.policies.get(terms.version);
}

function translationPolicy(market: Market, minute: number): Policy {
  const policy = policyDocumentAt(market, minute);
  assert(policy, 'documents are translated only under a policy');
  return policy;
}

function translationOf(policy: Policy): Translation {
  return {
    policyVersion: policy.version,
    fingerprint: JSON.stringify([policy.rules.routes.eastWestDefault, policy.rules.preCarriage.kilometresPerDay]),
  };
}

/** Documents that read differently under the policy now in force become new versions of their terms. */
function retranslate(market: Market, minute: number): Outcome[] {
  const policy = translationPolicy(market, minute);
  const translation = translationOf(policy);
  const before = market.translation;
  market.translation = translation;
  if (before === null || before.fingerprint === translation.fingerprint) return [];
  const outcomes: Outcome[] = [];
  for (const offerId of [...market.book.offers.keys()].sort()) {
    const state = market.book.offers.get(offerId)!;
    const offer = market.offers.get<VesselOffer>(offerId);
    if (offer.route !== undefined || !state.open) continue;
    // The same version with other figures: the core takes it as the next reading of this version.
    const terms = offerTerms(offer, policy.rules.routes.eastWestDefault);
    state.terms = { ...state.terms, version: state.terms.version - 1 };
    outcomes.push(run(market, { kind: 'offer-amended', minute, terms }));
  }
  for (const requestId of [...market.book.requests.keys()].sort()) {
    const state = market.book.requests.get(requestId)!;
    if (state.ended !== null) continue;
    const terms = requestTerms(requestDocument(market, requestId), policy);
    state.terms = { ...state.terms, version: state.terms.version - 1 };
    outcomes.push(run(market, { kind: 'request-amended', minute, terms }));
  }
  return outcomes;
}

function coreEventsOf(
  market: Market,
  input: MarketInput,
  minute: number,
): { readonly events: readonly CoreEvent[] } | { readonly refusal: Refusal } {
  switch (input.kind) {
    case 'offer-published':
    case 'offer-amended': {
      const policy = translationPolicy(market, minute);
      const known = market.book.offers.get(input.offer.offerId);
      if (known === undefined || known.terms.version < input.offer.version) keepDocument(market, input);
      return {
        events: [{ kind: input.kind, minute, terms: offerTerms(input.offer, policy.rules.routes.eastWestDefault) }],
      };
    }
    case 'offer-withdrawn':
      return { events: [{ kind: 'offer-withdrawn', minute, offerId: input.offerId }] };
    case 'request-submitted':
    case 'request-amended': {
      const known = market.book.requests.get(input.request.requestId);
      if (known === undefined || known.terms.version < input.request.version) keepDocument(market, input);
      return {
        events: [{ kind: input.kind, minute, terms: requestTerms(input.request, translationPolicy(market, minute)) }],
      };
    }
    case 'request-cancelled':
      return { events: [{ kind: 'request-cancelled', minute, requestId: input.requestId }] };
    case 'policy-published':
      return { events: [{ kind: 'policy-published', minute, policy: policyTerms(input.policy) }] };
    case 'designation-changed':
      return { events: [{ kind: 'designation-changed', minute, designation: designationTerms(input.designation) }] };
    case 'units-chosen':
    case 'plan-committed':
      return { events: [{ ...input, minute }] };
    case 'bid-prices-solved':
      return { events: [{ kind: 'bid-prices-set', minute, basis: input.basis, gates: input.gates }] };
    case 'tick':
      return { events: [{ kind: 'tick', minute }] };
    default: {
      const number = market.numbers.get(input.allocationId);
      if (number === undefined) {
        return { refusal: { code: 'ALLOCATION_ENDED', message: 'the allocation has ended' } };
      }
      const { allocationId: _named, ...rest } = input;
      return { events: [{ ...rest, allocation: number, minute } as CoreEvent] };
    }
  }
}

function nothing(market: Market): MarketOutcome {
  return {
    changed: false,
    allocations: [],
    decided: [],
    submitters: [],
    offers: new Set(),
    policyVersion: market.book.policyVersion,
  };
}

function finish(
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
    policyVersion: market.book.policyVersion,
    ...(plan === undefined ? {} : { plan }),
  };
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
    facts = documentOf<Allocation>(market.payloads, number, 'allocation');
  }
  const rescheduled =
    allocation.cause === 'SCHEDULE_UPDATED'
      ? withSchedule(facts, allocation, market.offers.get<VesselOffer>(allocation.offerId))
      : facts;
  const payload = allocationFacts(rescheduled, allocation, at);
  const text = textOf(payload);
  if (takesSpace(allocation.status)) {
    market.payloads.set(number, text);
  } else {
    market.payloads.delete(number);
    market.numbers.delete(id);
  }
  return { payload, text };
}

/** Plain data of a market, for a snapshot. */
export function exportMarket(market: Market): unknown {
  const documents = (map: ReadonlyMap<unknown, string>) => [...map].map(([key, text]) => [key, JSON.parse(text)]);
  return {
    name: market.name,
    bookId: market.bookId,
    sequence: market.sequence,
    translation: market.translation,
    book: exportBook(market.book),
    offers: [...market.offers.keys()].map((offerId) => [offerId, market.offers.get(offerId)]),
    requests: documents(market.requests),
    payloads: documents(market.payloads),
    policies: [...market.policies.values()],
    deferred: market.deferred,
  };
}

export function importMarket(exported: unknown, makeEngine: MakeEngine): Market {
  const plain = exported as {
    name: string;
    bookId: string;
    sequence: number;
    translation: Translation | null;
    book: unknown;
    offers: [string, VesselOffer][];
    requests: [string, CargoRequest][];
    payloads: [number, Allocation][];
    policies: Policy[];
    deferred: JournalEntry[];
  };
  const market = emptyMarket(plain.name, plain.bookId, makeEngine);
  market.book = importBook(plain.book);
  market.engine = makeEngine(market.book);
  market.sequence = plain.sequence;
  market.translation = plain.translation;
  market.deferred = plain.deferred;
  for (const [key, document] of plain.offers) market.offers.set(key, document);
  for (const [key, document] of plain.requests) market.requests.set(key, textOf(document));
  for (const [key, document] of plain.payloads) {
    market.payloads.set(key, textOf(document));
    market.numbers.set(document.allocationId, key);
  }
  for (const policy of plain.policies) market.policies.set(policy.version, policy);
  return market;
}

/** A copy that can be tried on: changes to it leave the market as it is. */
export function forkMarket(market: Market): Market {
  const book = importBook(exportBook(market.book));
  return {
    name: market.name,
    bookId: market.bookId,
    book,
    engine: market.makeEngine(book),
    makeEngine: market.makeEngine,
    offers: market.offers.copy(),
    requests: new Map(market.requests),
    recentRequests: recentDocuments(RECENT_REQUESTS),
    payloads: new Map(market.payloads),
    numbers: new Map(market.numbers),
    policies: new Map(market.policies),
    deferred: [...market.deferred],
    translation: market.translation,
    sequence: market.sequence,
  };
}

/** Replays a journal from its first entry. */
export function replay(name: string, bookId: string, entries: Iterable<JournalEntry>, makeEngine: MakeEngine): Market {
  const market = emptyMarket(name, bookId, makeEngine);
  for (const entry of entries) {
    const outcome = applyInput(market, entry);
    assert(outcome.changed, `journal entry ${entry.sequence} changed something when it was written`);
  }
  return market;
}
