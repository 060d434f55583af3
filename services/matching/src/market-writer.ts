import type { Envelope } from '@greenlane/contracts/envelope';
import { allowComputing, type Database, type Transaction } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import type { EmitFor } from '@greenlane/runtime/emit';
import type { Logger } from 'pino';
import { batchWriter } from './batch-writes.ts';
import { type Decided, decide, type Known, type Taken } from './decided.ts';
import type { MarketInput } from './domain/inputs.ts';
import { namesOutside } from './domain/late.ts';
import type { Market } from './domain/market.ts';
import { snapshotOf } from './domain/market-snapshot.ts';
import type { MakeEngine } from './domain/ranking.ts';
import { findTaken, MATCHING_GROUP, writeInbox } from './inbox.ts';
import { programmeFactsAfter } from './programme-facts.ts';
import { rebuild, saveSnapshot } from './snapshots.ts';
import { knownTo, lockMarket, takeOver } from './store.ts';

export type WriterOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly emitFor: EmitFor;
  readonly newId: () => string;
  readonly log: Logger;
  readonly makeEngine: MakeEngine;
  /** Journal entries after which a snapshot is written. */
  readonly snapshotEvery?: number;
  /**
   * Events of one transaction when there are many. While it commits, the next are decided: once it has, those that are by
   * then, but no fewer than `least` and no more than `most`.
   */
  readonly eventsACommit?: { readonly least: number; readonly most: number };
};

/** Another owner took the market over: what was decided here since is void, and the book with it. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** Beside facts of the programme: what looks at a whole book at once. */
const MAY_TAKE_LONG: ReadonlySet<MarketInput['kind']> = new Set(['plan-committed', 'tick', 'bid-prices-solved']);

export type FromEvent = Taken & { readonly cause: Envelope };

/** A market that this process writes. */
export type Owned = {
  readonly name: string;
  /** Undefined until taken over, and again after any failure: the next use rebuilds from the database. */
  market: Market | undefined;
  epoch: number;
  programmePosition: number;
  lastAt: Date;
  snapshotSequence: number;
  /** Where the journal stood when prices were last solved. */
  pricedSequence: number;
  /** Whatever touches the book waits its turn here. */
  turn: Promise<unknown>;
};

/**
 * Decides inputs of owned markets in memory and commits them. Each market has one writer in the whole system: the member
 * that owns its partition. Whatever goes wrong, the book in memory is thrown away and rebuilt.
 */
export type MarketWriter = {
  /** Decides inputs in order and commits them with all that follows from them, in one transaction. */
  readonly commit: (
    holder: Owned,
    gather: (tx: Transaction) => Promise<readonly Taken[]>,
    expected?: readonly MarketInput[],
  ) => Promise<void>;
  /** The same for many events: decided ahead of their transactions. */
  readonly commitAhead: (holder: Owned, events: readonly FromEvent[]) => Promise<void>;
  /** From so many events on they are worth the round trip that asks ahead. */
  readonly manyEvents: number;
  /** Gives up the snapshots that are being written; once nobody commits any more. */
  readonly stop: () => Promise<void>;
};

export function marketWriter(options: WriterOptions): MarketWriter {
  const { db, clock, log, makeEngine, emitFor, newId } = options;
  const snapshotEvery = options.snapshotEvery ?? 1_000;
  const eventsACommit = options.eventsACommit ?? { least: 256, most: 512 };
  const write = batchWriter({ emitFor, clock });

  /** Takes the market over when its book is not in memory: a new epoch, then snapshot and tail. */
  async function ensureBook(holder: Owned): Promise<Market> {
    if (holder.market !== undefined) return holder.market;
    const row = await db.asWorker((tx) => takeOver(tx, holder.name, newId()));
    const market = await db.asWorker((tx) =>
      rebuild(tx, { name: holder.name, bookId: row.bookId, upTo: row.sequence }, makeEngine),
    );
    holder.epoch = row.epoch;
    holder.programmePosition = row.programmePosition;
    holder.lastAt = row.lastAt;
    holder.snapshotSequence = row.sequence;
    holder.market = market;
    log.info({ market: holder.name, epoch: row.epoch, sequence: row.sequence }, 'took over a market');
    return market;
  }

  /** Whatever goes wrong, what was decided and not committed is thrown away with the book. */
  async function orDiscard(holder: Owned, work: (market: Market) => Promise<void>): Promise<void> {
    const market = await ensureBook(holder);
    try {
      await work(market);
    } catch (error) {
      holder.market = undefined;
      throw error;
    }
    const entries = market.sequence - holder.snapshotSequence;
    if (entries >= Math.max(snapshotEvery, market.offers.size + market.requests.size)) saveBeside(holder, market);
  }

  const saving = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  /**
   * Snapshots only shorten the next rebuild, so nothing waits for one and nothing fails with one: the journal has it all. While
   * one is being written there is none after it.
   */
  function saveBeside(holder: Owned, market: Market): void {
    if (saving.has(holder.name) || stopping.signal.aborted) return;
    holder.snapshotSequence = market.sequence;
    const saved = saveSnapshot(db, snapshotOf(market), stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.warn({ err: error, market: holder.name }, 'a snapshot could not be written');
      })
      .finally(() => saving.delete(holder.name));
    saving.set(holder.name, saved);
  }

  type Fact = Awaited<ReturnType<typeof programmeFactsAfter>>[number];

  /** Decides the programme's facts and then the inputs; the next ones count from there. */
  async function decideNext(
    holder: Owned,
    market: Market,
    facts: readonly Fact[],
    inputs: readonly Taken[],
    known: Known,
    isEnough?: (decided: number) => boolean,
  ): Promise<Decided> {
    const at = new Date(Math.max(clock.now().getTime(), holder.lastAt.getTime()));
    const programmePosition = facts.at(-1)?.position ?? holder.programmePosition;
    const first = facts.map(({ fact, position }): Taken => ({ input: fact, causeId: `programme/${position}` }));
    const decided = await decide(market, [...first, ...inputs], { at, programmePosition, known }, log, isEnough);
    holder.lastAt = at;
    holder.programmePosition = programmePosition;
    return decided;
  }

  function assertOurs(holder: Owned, isOurs: boolean): void {
    if (!isOurs) throw new Fenced(`market ${holder.name} has another owner now`);
  }

  /** Decides inputs in order and commits them with all that follows from them, in one transaction. */
  const commit = (
    holder: Owned,
    gather: (tx: Transaction) => Promise<readonly Taken[]>,
    expected: readonly MarketInput[] = [],
  ): Promise<void> =>
    orDiscard(holder, (market) =>
      db.asWorker(async (tx) => {
        // They travel together; the server takes them one after another, so the lock is held before anything is read.
        const [isOurs, facts, gathered, expectedKnown] = await Promise.all([
          lockMarket(tx, holder.name, holder.epoch),
          programmeFactsAfter(tx, holder.programmePosition),
          gather(tx),
          knownTo(tx, holder.name, namesOutside(market, expected)),
        ]);
        assertOurs(holder, isOurs);
        if (facts.length === 0 && gathered.length === 0) return;
        // Commands are read in the transaction itself; few name anything that is not in the book.
        const known =
          expected.length > 0
            ? expectedKnown
            : await knownTo(tx, holder.name, namesOutside(market, inputsOf(gathered)));
        if (facts.length > 0 || gathered.some(({ input }) => MAY_TAKE_LONG.has(input.kind)))
          await allowComputing(tx, '2min');
        const decided = await decideNext(holder, market, facts, gathered, known);
        if (decided.journal.length === 0 && facts.length === 0 && decided.answers.length === 0) return;
        await write(tx, market.name, decided);
      }),
    );

  /**
   * The same for many events: decided in memory ahead of their transactions, which commit one after another. That they are
   * fresh is asked ahead and holds only if each transaction adds them all to the inbox. Nobody reads the book meanwhile, and
   * nothing is published before its commit.
   */
  const commitAhead = (holder: Owned, events: readonly FromEvent[]): Promise<void> =>
    orDiscard(holder, async (market) => {
      const ids = events.map(({ cause }) => cause.id);
      let [facts, taken, known] = await db.asWorker((tx) =>
        Promise.all([
          programmeFactsAfter(tx, holder.programmePosition),
          findTaken(tx, MATCHING_GROUP, ids),
          knownTo(tx, holder.name, namesOutside(market, inputsOf(events))),
        ]),
      );
      const inputs = events.filter(({ cause: { id } }) => taken.size < taken.add(id).size);
      const { least, most } = eventsACommit;
      let isCommitting = false;
      let committing: Promise<void> = Promise.resolve();
      try {
        for (let from = 0; from < inputs.length; ) {
          const waiting = inputs.slice(from, from + most);
          const ahead = facts.length;
          const left = inputs.length - from;
          const decided = await decideNext(holder, market, facts, waiting, known, (count) => {
            const events = count - ahead;
            return !isCommitting && events >= least && left - events >= least;
          });
          const next = waiting.slice(0, decided.inputs.length - ahead);
          from += next.length;
          facts = [];
          await committing;
          isCommitting = true;
          committing = commitDecided(holder, decided, next).finally(() => {
            isCommitting = false;
          });
          // Heard of when the next has been decided.
          committing.catch(() => {});
        }
      } finally {
        // Nobody has the turn, and the book is not rebuilt, while a commit is under way.
        await committing;
      }
    });

  const commitDecided = (holder: Owned, decided: Decided, events: readonly FromEvent[]): Promise<void> =>
    db.asWorker(async (tx) => {
      assertOurs(holder, await lockMarket(tx, holder.name, holder.epoch));
      const ids = events.map(({ cause }) => cause.id);
      writeInbox(tx, MATCHING_GROUP, ids);
      await write(tx, holder.name, decided);
    });

  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(saving.values());
  };

  return { commit, commitAhead, manyEvents: 2 * eventsACommit.least, stop };
}

export const inputsOf = (taken: readonly Taken[]) => taken.map(({ input }) => input);
