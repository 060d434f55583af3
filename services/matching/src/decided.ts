import type { Envelope } from '@greenlane/contracts/envelope';
import type { EventData } from '@greenlane/contracts/registry';
import type { Logger } from 'pino';
import { type OfferState, offerOf } from './domain/book.ts';
import { textOf } from './domain/documents.ts';
import type { JournalEntry, MarketInput } from './domain/inputs.ts';
import { lateRefusal, type Names } from './domain/late.ts';
import { type AllocationChange, applyInput, type Market, type MarketOutcome, refused } from './domain/market.ts';
import { type ChangedOffer, type Ledger, ledgerOf } from './ledger-rows.ts';
import type { JournalRow } from './store.ts';
import type { CommandOutcome } from './tables.ts';

/** An input on its way into a market. */
export type Taken = {
  readonly input: MarketInput;
  readonly causeId: string | null;
  readonly cause?: Envelope;
  /** Where the answer goes, for a command. */
  readonly commandId?: string;
};

/** What a transaction has to write, as of the moment in which the last of its inputs was decided. */
export type Decided = {
  readonly journal: readonly JournalRow[];
  readonly inputs: readonly MarketInput[];
  readonly changes: readonly {
    readonly change: AllocationChange;
    readonly sequence: number;
    readonly cause: Envelope | undefined;
  }[];
  readonly decisions: readonly {
    readonly decision: EventData<'org.greenlane.cargo-request.decided.v1'>;
    readonly text: string;
    readonly submittedBy: string;
    readonly cause: Envelope | undefined;
  }[];
  readonly ledger: Ledger;
  /** With which journal entry each left the book. */
  readonly left: Names<ReadonlyMap<string, number>>;
  readonly answers: readonly { readonly commandId: string; readonly outcome: CommandOutcome }[];
  readonly market: {
    readonly sequence: number;
    readonly lastAt: Date;
    readonly programmePosition: number;
    readonly policyVersion: string | null;
  };
};

/** Offers and requests that the market has had, in its book or not: those that leave meanwhile are added. */
export type Known = Names<Set<string>>;

/** So many decisions take a few milliseconds: between them whatever else the process does has its turn. */
const DECISIONS_A_TURN = 8;

const BRINGS_OFFERS: ReadonlySet<string> = new Set<MarketInput['kind']>([
  'offer-published',
  'offer-amended',
  'policy-published',
]);

/**
 * Decides inputs in order: all of them, or as many as are enough. The market is ahead of the database until what is answered
 * here has been committed.
 * @param isEnough asked between turns with the number of inputs that are decided by then
 */
export async function decide(
  market: Market,
  waiting: readonly Taken[],
  when: { readonly at: Date; readonly programmePosition: number; readonly known: Known },
  log: Logger,
  isEnough: (decided: number) => boolean = () => false,
): Promise<Decided> {
  const journal: JournalRow[] = [];
  const changes: Decided['changes'][number][] = [];
  const decisions: Decided['decisions'][number][] = [];
  const answers: Decided['answers'][number][] = [];
  const changed = new Map<string, ChangedOffer>();
  const left = { offers: new Map<string, number>(), requests: new Map<string, number>() };
  const at = when.at.toISOString();
  let count = 0;
  for (const { input, causeId, cause, commandId } of waiting) {
    if (count > 0 && count % DECISIONS_A_TURN === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isEnough(count)) break;
    }
    count += 1;
    const entry: JournalEntry = { sequence: market.sequence + 1, at, input };
    // A policy, and the first input after it, let in what was held back until there was one.
    const isAnew = BRINGS_OFFERS.has(input.kind) || market.deferred.length > 0;
    const late = lateRefusal(market, input, when.known);
    const outcome = late === undefined ? applyInput(market, entry) : refused(market, late);
    if (commandId !== undefined) answers.push({ commandId, outcome: answerOf(outcome) });
    if (outcome.refusal !== undefined && commandId === undefined) {
      log.info({ market: market.name, input: input.kind, code: outcome.refusal.code }, 'an input changed nothing');
    }
    if (!outcome.changed) continue;
    journal.push({ ...entry, text: inputText(market, input), policyVersion: outcome.policyVersion, causeId });
    for (const change of outcome.allocations) changes.push({ change, sequence: entry.sequence, cause });
    for (const [number, decision] of outcome.decided.entries())
      decisions.push({ decision, text: textOf(decision), submittedBy: outcome.submitters[number]!, cause });
    const { offers, requests } = outcome.left;
    for (const offerId of outcome.offers) {
      const offer: OfferState = offers.get(offerId) ?? offerOf(market.book, offerId);
      changed.set(offerId, { offer, isAnew: isAnew || changed.get(offerId)?.isAnew === true });
    }
    for (const offerId of offers.keys()) {
      // What leaves with time keeps its ledger as it was last written.
      if (!outcome.offers.has(offerId)) changed.delete(offerId);
      left.offers.set(offerId, entry.sequence);
      when.known.offers.add(offerId);
    }
    for (const requestId of requests) {
      left.requests.set(requestId, entry.sequence);
      when.known.requests.add(requestId);
    }
  }
  const inputs = waiting.slice(0, count).map(({ input }) => input);
  const amended = inputs.flatMap((input) => (input.kind === 'offer-amended' ? [input.offer.offerId] : []));
  return {
    journal,
    inputs,
    changes,
    decisions,
    ledger: ledgerOf([...changed.values()], new Set(amended)),
    left,
    answers,
    market: {
      sequence: market.sequence,
      lastAt: when.at,
      programmePosition: when.programmePosition,
      policyVersion: market.book.policyVersion,
    },
  };
}

/** An input as JSON. A request that the market keeps is the longest of it, and its text is held anyway. */
function inputText(market: Market, input: MarketInput): string {
  if (input.kind !== 'request-submitted' && input.kind !== 'request-amended') return textOf(input);
  const { requestId } = input.request;
  return market.requests.has(requestId)
    ? `{"kind":"${input.kind}","request":${market.requests.text(requestId)}}`
    : textOf(input);
}

function answerOf(outcome: MarketOutcome): CommandOutcome {
  if (outcome.refusal !== undefined) return { ok: false, ...outcome.refusal };
  if (outcome.plan !== undefined) return { ok: true, plan: outcome.plan };
  const last = outcome.allocations.at(-1);
  if (last === undefined) return { ok: false, code: 'NOTHING_CHANGED', message: 'the command changed nothing' };
  return { ok: true, allocation: last.payload };
}
