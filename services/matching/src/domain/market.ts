import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { EventData } from '@greenlane/contracts/registry';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { apply } from './apply.ts';
import { type Book, emptyBook, policyAt } from './book.ts';
import type { CoreEvent, Observe, Outcome, PlanReport, Refusal } from './core-events.ts';
import { AS_TEXT, asWords, type PackedDocuments, packedDocuments } from './documents.ts';
import { type Explanation, explain } from './explain.ts';
import type { Question } from './feasibility.ts';
import type { JournalEntry, MarketInput } from './inputs.ts';
import type { Left } from './leaving.ts';
import { finish, nothing } from './market-outcome.ts';
import { coreEventsOf, keepDocument, requestDocument, translationOf, translationPolicy } from './market-reading.ts';
import { offerTerms } from './offer-rows.ts';
import type { MakeEngine, RankingEngine } from './ranking.ts';
import { minuteOf, policyTerms, requestTerms } from './request-terms.ts';
import type { PolicyTerms } from './terms.ts';

/**
 * A market: the book in integers beside the documents that it was translated from. It is the fold of its journal;
 * `snapshotOf` and a tail of the journal give the same market as the whole journal.
 */
export type Market = {
  readonly name: string;
  /** Names this fold: allocation ids are made from it and a number, so replay gives the same ids. */
  readonly bookId: string;
  book: Book;
  engine: RankingEngine;
  readonly makeEngine: MakeEngine;
  readonly offers: PackedDocuments;
  readonly requests: PackedDocuments;
  /** The last full state of each live allocation, and the number behind its id. */
  readonly payloads: PackedDocuments<number>;
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

export type Translation = { readonly policyVersion: string; readonly fingerprint: string };

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
  /** What left the market with this input: offers as they last stood, and requests. */
  readonly left: Pick<Left, 'offers' | 'requests'>;
  readonly policyVersion: string | null;
  /** What became of a committed plan. */
  readonly plan?: PlanReport;
};

export function emptyMarket(name: string, bookId: string, makeEngine: MakeEngine): Market {
  const book = emptyBook(name);
  return {
    name,
    bookId,
    book,
    engine: makeEngine(book),
    makeEngine,
    offers: packedDocuments('offer', asWords()),
    requests: packedDocuments('request', AS_TEXT),
    payloads: packedDocuments('allocation', AS_TEXT),
    numbers: new Map(),
    policies: new Map(),
    deferred: [],
    translation: null,
    sequence: 0,
  };
}

/** An input that is refused before it reaches the book. */
export function refused(market: Market, refusal: Refusal): MarketOutcome {
  return { ...nothing(market), refusal };
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
      return refused(market, { code: 'NO_POLICY_IN_FORCE', message: 'no policy is in force yet' });
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
  if ('refusal' in first) return refused(market, first.refusal);
  // A policy that changes what documents mean is followed by their new translation, and by whatever waited for it.
  if (input.kind === 'policy-published') outcomes.push(...first.events.map((event) => run(market, event)));
  // One by one: a call does not take as many arguments as there may be documents.
  for (const retranslated of retranslate(market, minute)) outcomes.push(retranslated);
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

/** Documents that read differently under the policy now in force become new versions of their terms. */
function retranslate(market: Market, minute: number): Outcome[] {
  const policy = translationPolicy(market, minute);
  const translation = translationOf(policy);
  const before = market.translation;
  market.translation = translation;
  if (before === null || before.fingerprint === translation.fingerprint) return [];
  const outcomes: Outcome[] = [];
  for (const offerId of [...market.book.offers.keys()].sort()) {
    const state = market.book.offers.get(offerId);
    if (state === undefined || !state.open) continue;
    const offer = market.offers.get<VesselOffer>(offerId);
    if (offer.route !== undefined) continue;
    // The same version with other figures: the core takes it as the next reading of this version.
    const terms = offerTerms(offer, policy.rules.routes.eastWestDefault);
    state.terms = { ...state.terms, version: state.terms.version - 1 };
    outcomes.push(run(market, { kind: 'offer-amended', minute, terms }));
  }
  for (const requestId of [...market.book.requests.keys()].sort()) {
    const state = market.book.requests.get(requestId);
    // What an earlier one of these made an end of may have left.
    if (state === undefined || state.ended !== null) continue;
    const terms = requestTerms(requestDocument(market, requestId), policy);
    state.terms = { ...state.terms, version: state.terms.version - 1 };
    outcomes.push(run(market, { kind: 'request-amended', minute, terms }));
  }
  return outcomes;
}
