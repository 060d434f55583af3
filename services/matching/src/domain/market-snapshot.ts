import type { Allocation } from '@greenlane/contracts/allocation';
import type { CargoRequest } from '@greenlane/contracts/cargo-request';
import type { Policy } from '@greenlane/contracts/policy';
import type { VesselOffer } from '@greenlane/contracts/vessel-offer';
import { assert } from '@greenlane/kernel/assert';
import { exportBook, importBook } from './book-snapshot.ts';
import type { JournalEntry } from './inputs.ts';
import { applyInput, emptyMarket, type Market, type Translation } from './market.ts';
import type { MakeEngine } from './ranking.ts';

/** Plain data of a market, for a snapshot. */
export function exportMarket(market: Market): unknown {
  return {
    name: market.name,
    bookId: market.bookId,
    sequence: market.sequence,
    translation: market.translation,
    book: exportBook(market.book),
    offers: [...market.offers.entries()],
    requests: [...market.requests.entries()],
    payloads: [...market.payloads.entries()],
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
  // What waits for a first policy has documents and no place in the book yet.
  const isHeldBack = plain.deferred.length > 0;
  for (const [key, document] of plain.offers) {
    if (isHeldBack || market.book.offers.has(key)) market.offers.set(key, document);
  }
  for (const [key, document] of plain.requests) {
    if (isHeldBack || market.book.requests.has(key)) market.requests.set(key, document);
  }
  for (const [key, document] of plain.payloads) {
    market.payloads.set(key, document);
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
    requests: market.requests.copy(),
    payloads: market.payloads.copy(),
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
