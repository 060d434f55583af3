import type { Envelope } from '@greenlane/contracts/envelope';
import { EVENTS, type EventData, isEventType } from '@greenlane/contracts/registry';
import type { Database, Transaction } from '@greenlane/database/database';
import type { Clock } from '@greenlane/kernel/clock';
import { faultPoint } from '@greenlane/kernel/fault-point';
import { isOutage } from '@greenlane/messaging/consumer';
import { dataSchema } from '@greenlane/messaging/event-data';
import { partitionOf } from '@greenlane/messaging/partitioner';
import type { EmitFor } from '@greenlane/runtime/emit';
import type { Logger } from 'pino';
import { writeAllocations } from './allocation-rows.ts';
import { answerCommands, marketsWithWork, pendingCommands } from './commands.ts';
import { type Decided, decide, type Known, type Taken } from './decided.ts';
import { areBidPricesDue } from './domain/bid-prices.ts';
import { policyAt, takesSpace } from './domain/book.ts';
import type { MarketInput } from './domain/inputs.ts';
import { namesOutside } from './domain/late.ts';
import type { Market } from './domain/market.ts';
import type { MakeEngine } from './domain/ranking.ts';
import { findTaken, park, takeFresh, writeInbox } from './inbox.ts';
import { writeLedger } from './ledger-rows.ts';
import { type PriceTask, priceTask, solveTask } from './prices.ts';
import { programmeFactsAfter } from './programme-facts.ts';
import { catchUp, rebuild, saveSnapshot } from './snapshots.ts';
import {
  advanceMarket,
  findMarket,
  knownTo,
  listMarkets,
  lockMarket,
  takeOver,
  writeJournal,
  writeLeft,
  writeParties,
} from './store.ts';
import type { CommandOutcome } from './tables.ts';

export const MATCHING_GROUP = 'matching';

export type BooksOptions = {
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

type FromEvent = Taken & { readonly cause: Envelope };

/** A market that this process writes. */
type Owned = {
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
 * The market books of this process. Each market has one writer in the whole system: the member that owns its partition.
 * Inputs are decided one after another in memory; they commit in batches with their journal entries, effects and events,
 * under the market's epoch. Whatever goes wrong, the book in memory is thrown away and rebuilt.
 */
export type Books = {
  readonly handleBatch: (batch: {
    readonly partition: number;
    readonly envelopes: readonly Envelope[];
  }) => Promise<void>;
  readonly partitionsChanged: (owned: readonly number[]) => Promise<void>;
  /** Takes pending commands and programme facts of the owned markets; with a name, of that market at once. */
  readonly takePending: (name?: string) => Promise<void>;
  /** Lets time pass for the owned markets: lapsed holds, ended protection, hopeless requests. */
  readonly tick: () => Promise<void>;
  /** Solves the bid prices of the owned markets where they are due, beside the writer, and takes them as inputs. */
  readonly solvePrices: () => Promise<void>;
  /** Reads a market as committed, whoever owns it; undefined when there is none. */
  readonly read: <Result>(name: string, look: (market: Market) => Result) => Promise<Result | undefined>;
  /** The market right after a journal entry, rebuilt for one look. */
  readonly readAt: <Result>(
    name: string,
    sequence: number,
    look: (market: Market, tx: Transaction) => Promise<Result>,
  ) => Promise<Result | undefined>;
  readonly stop: () => Promise<void>;
  readonly gauges: { readonly owned: () => number; readonly openOffers: () => number; readonly waiting: () => number };
};

export function openBooks(options: BooksOptions): Books {
  const { db, clock, log, makeEngine, emitFor, newId } = options;
  const snapshotEvery = options.snapshotEvery ?? 1_000;
  const eventsACommit = options.eventsACommit ?? { least: 256, most: 512 };
  const owned = new Map<string, Owned>();
  let partitions: ReadonlySet<number> = new Set();
  /** Books of markets that other instances own, kept up by the tail of their journals. */
  const replicas = new Map<string, { market: Market | undefined; turn: Promise<unknown> }>();

  function inTurn<Result>(holder: { turn: Promise<unknown> }, work: () => Promise<Result>): Promise<Result> {
    const result = holder.turn.then(work);
    holder.turn = result.catch(() => undefined);
    return result;
  }

  function ownedMarket(name: string): Owned {
    const known = owned.get(name);
    if (known !== undefined) return known;
    const made: Owned = {
      name,
      market: undefined,
      epoch: 0,
      programmePosition: 0,
      lastAt: new Date(0),
      snapshotSequence: 0,
      pricedSequence: 0,
      turn: Promise.resolve(),
    };
    owned.set(name, made);
    return made;
  }

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
    if (
      market.sequence - holder.snapshotSequence >=
      Math.max(snapshotEvery, market.offers.size + market.requests.size)
    ) {
      await db.asWorker((tx) => saveSnapshot(tx, market));
      holder.snapshotSequence = market.sequence;
    }
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

  async function write(tx: Transaction, name: string, decided: Decided): Promise<void> {
    const newest = new Map(decided.decisions.map((each) => [each.decision.requestId, each]));
    writeJournal(tx, name, decided.journal);
    writeParties(tx, name, decided.inputs, newest);
    writeLeft(tx, decided.left);
    writeAllocations(tx, decided.changes);
    faultPoint('mid-batch');
    if (decided.changes.some(({ change }) => !takesSpace(change.payload.status))) faultPoint('during-release');
    writeLedger(tx, name, decided.ledger);
    for (const { change, cause } of decided.changes) {
      const { payload, text } = change;
      await emitAs(cause)(tx, {
        type: `org.greenlane.allocation.${payload.status}.v1`,
        subject: payload.allocationId,
        key: payload.requestId,
        data: payload,
        text,
        audience: [payload.exporterId, payload.submittedBy, payload.carrierId],
        subjectVersion: payload.version,
        priority: payload.priority,
      });
    }
    for (const { decision, text, submittedBy, cause } of decided.decisions) {
      await emitAs(cause)(tx, {
        type: 'org.greenlane.cargo-request.decided.v1',
        subject: decision.requestId,
        key: decision.requestId,
        data: decision,
        text,
        audience: [decision.exporterId, submittedBy],
        subjectVersion: decision.decisionNumber,
        priority: decision.isPriorityUnit,
      });
    }
    answerCommands(tx, decided.answers, clock.now());
    advanceMarket(tx, name, decided.market);
  }

  function emitAs(cause: Envelope | undefined) {
    return emitFor({
      traceparent: cause?.traceparent,
      correlationId: cause?.correlationid ?? cause?.id,
      causationId: cause?.id,
    });
  }

  // --- events of offers and requests --------------------------------------------------------------------------------

  async function takeEnvelopes(holder: Owned, envelopes: readonly Envelope[]): Promise<void> {
    const taken: FromEvent[] = [];
    for (const envelope of envelopes) {
      const input = inputOf(envelope);
      if (input === undefined) continue;
      if ('wrong' in input) {
        await db.asWorker((tx) =>
          park(tx, {
            group: MATCHING_GROUP,
            envelope,
            topic: topicOf(envelope),
            reason: 'WRONG_SCHEMA',
            error: input.wrong,
          }),
        );
        log.error({ eventId: envelope.id, type: envelope.type, error: input.wrong }, 'an event was parked');
        continue;
      }
      taken.push({ input, causeId: envelope.id, cause: envelope });
    }
    if (taken.length === 0) return;
    const some = (which: readonly FromEvent[]) => (tx: Transaction) =>
      takeFresh(
        tx,
        MATCHING_GROUP,
        which.map(({ cause }) => cause),
      ).then((fresh) => which.filter(({ cause }) => fresh.delete(cause.id)));
    try {
      // A few are not worth the round trip that asks ahead.
      if (taken.length >= 2 * eventsACommit.least) await commitAhead(holder, taken);
      else await commit(holder, some(taken), inputsOf(taken));
    } catch (error) {
      if (isOutage(error) || error instanceof Fenced) throw error;
      // One of them fails on its own account: alone, the others go on and it is parked.
      for (const one of taken) await takeAlone(holder, one, some);
    }
  }

  async function takeAlone(
    holder: Owned,
    one: FromEvent,
    some: (which: readonly FromEvent[]) => (tx: Transaction) => Promise<readonly Taken[]>,
  ): Promise<void> {
    try {
      await commit(holder, some([one]), inputsOf([one]));
    } catch (error) {
      if (isOutage(error) || error instanceof Fenced) throw error;
      const envelope = one.cause;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      await db.asWorker((tx) =>
        park(tx, { group: MATCHING_GROUP, envelope, topic: topicOf(envelope), reason: 'HANDLER_FAILED', error: text }),
      );
      log.error({ err: error, eventId: envelope.id, type: envelope.type }, 'an event was parked');
    }
  }

  async function handleBatch(batch: {
    readonly partition: number;
    readonly envelopes: readonly Envelope[];
  }): Promise<void> {
    const byMarket = new Map<string, Envelope[]>();
    for (const envelope of batch.envelopes) {
      const list = byMarket.get(envelope.partitionkey);
      if (list === undefined) byMarket.set(envelope.partitionkey, [envelope]);
      else list.push(envelope);
    }
    for (const [name, envelopes] of byMarket) {
      const holder = ownedMarket(name);
      await inTurn(holder, () => takeEnvelopes(holder, envelopes));
    }
    faultPoint('after-effect-before-acknowledgement');
  }

  // --- commands, programme and time ----------------------------------------------------------------------------------

  const COMMANDS_AT_ONCE = 200;

  async function takeCommands(holder: Owned): Promise<void> {
    for (;;) {
      let taken = 0;
      const gather = async (tx: Transaction): Promise<readonly Taken[]> => {
        const rows = await pendingCommands(tx, holder.name, COMMANDS_AT_ONCE);
        taken = rows.length;
        return rows.map(({ commandId, input }) => ({ input, causeId: commandId, commandId }));
      };
      try {
        await commit(holder, gather);
      } catch (error) {
        if (isOutage(error) || error instanceof Fenced) throw error;
        await takeCommandsAlone(holder);
      }
      if (taken < COMMANDS_AT_ONCE) return;
    }
  }

  /** A command that fails on its own account is answered as refused, and the others go on. */
  async function takeCommandsAlone(holder: Owned): Promise<void> {
    const rows = await db.asWorker((tx) => pendingCommands(tx, holder.name, COMMANDS_AT_ONCE));
    for (const { commandId, input } of rows) {
      try {
        await commit(holder, async () => [{ input, causeId: commandId, commandId }]);
      } catch (error) {
        if (isOutage(error) || error instanceof Fenced) throw error;
        log.error({ err: error, commandId }, 'a command failed');
        const outcome: CommandOutcome = {
          ok: false,
          code: 'COMMAND_FAILED',
          message: 'the command could not be carried out',
        };
        await db.asWorker(async (tx) => answerCommands(tx, [{ commandId, outcome }], clock.now()));
      }
    }
  }

  function isOwned(name: string): boolean {
    return partitions.has(partitionOf(name));
  }

  async function takePending(name?: string): Promise<void> {
    const names = name === undefined ? await db.asWorker((tx) => marketsWithWork(tx)) : [name];
    for (const each of names) {
      if (!isOwned(each)) continue;
      const holder = ownedMarket(each);
      await inTurn(holder, () => takeCommands(holder)).catch((error: unknown) => {
        // Its new owner takes the commands.
        if (!(error instanceof Fenced)) throw error;
      });
    }
  }

  /** Time is counted in minutes: between two of them, only a change of ownership gives a tick something to do. */
  let tickedMinute = 0;

  async function tick(): Promise<void> {
    const minute = Math.floor(clock.now().getTime() / 60_000);
    if (tickedMinute >= minute) return;
    for (const { name } of await db.asWorker((tx) => listMarkets(tx))) {
      if (!isOwned(name)) continue;
      const holder = ownedMarket(name);
      await inTurn(holder, () => commit(holder, async () => [{ input: { kind: 'tick' }, causeId: null }])).catch(
        (error: unknown) => {
          if (!(error instanceof Fenced)) throw error;
        },
      );
    }
    tickedMinute = minute;
  }

  /** The task of a market whose prices are due; null when they are not. */
  function duePrices(holder: Owned): PriceTask | null {
    const { market } = holder;
    if (market === undefined) return null;
    const minute = Math.floor(Math.max(clock.now().getTime(), holder.lastAt.getTime()) / 60_000);
    const policy = policyAt(market.book, minute);
    const changes = market.sequence - holder.pricedSequence;
    if (policy === undefined || !areBidPricesDue(market.book, policy, { minute, changes })) return null;
    holder.pricedSequence = market.sequence;
    return priceTask(market.book, { minute, policy, seed: market.sequence });
  }

  async function solvePrices(): Promise<void> {
    for (const [name, holder] of owned) {
      if (!isOwned(name)) continue;
      const task = await inTurn(holder, async () => duePrices(holder));
      if (task === null) continue;
      const input = await solveTask(task);
      await inTurn(holder, () => commit(holder, async () => [{ input, causeId: null }])).catch((error: unknown) => {
        if (!(error instanceof Fenced)) throw error;
      });
    }
  }

  async function partitionsChanged(now: readonly number[]): Promise<void> {
    partitions = new Set(now);
    tickedMinute = 0;
    for (const [name, holder] of owned) {
      if (isOwned(name)) continue;
      await holder.turn;
      owned.delete(name);
    }
    for (const name of replicas.keys()) if (isOwned(name)) replicas.delete(name);
  }

  // --- reading -------------------------------------------------------------------------------------------------------

  async function read<Result>(name: string, look: (market: Market) => Result): Promise<Result | undefined> {
    const holder = owned.get(name);
    if (holder !== undefined && isOwned(name)) {
      return inTurn(holder, async () =>
        holder.market === undefined ? undefined : { result: look(holder.market) },
      ).then((found) => (found === undefined ? readReplica(name, look) : found.result));
    }
    return readReplica(name, look);
  }

  async function readReplica<Result>(name: string, look: (market: Market) => Result): Promise<Result | undefined> {
    const replica = replicas.get(name) ?? { market: undefined, turn: Promise.resolve() };
    replicas.set(name, replica);
    return inTurn(replica, async () => {
      try {
        const row = await db.asWorker((tx) => findMarket(tx, name));
        if (row === undefined) return undefined;
        const before = replica.market;
        replica.market = await db.asWorker(async (tx) => {
          if (before === undefined) return rebuild(tx, { name, bookId: row.bookId, upTo: row.sequence }, makeEngine);
          await catchUp(tx, before, row.sequence);
          return before;
        });
        return look(replica.market);
      } catch (error) {
        replica.market = undefined;
        throw error;
      }
    });
  }

  async function readAt<Result>(
    name: string,
    sequence: number,
    look: (market: Market, tx: Transaction) => Promise<Result>,
  ): Promise<Result | undefined> {
    return db.asWorker(async (tx) => {
      const row = await findMarket(tx, name);
      if (row === undefined || row.sequence < sequence) return undefined;
      return look(await rebuild(tx, { name, bookId: row.bookId, upTo: sequence }, makeEngine), tx);
    });
  }

  const total = (count: (market: Market) => number) =>
    [...owned.values()].reduce((sum, { market }) => sum + (market === undefined ? 0 : count(market)), 0);

  return {
    handleBatch,
    partitionsChanged,
    takePending,
    tick,
    solvePrices,
    read,
    readAt,
    stop: async () => {
      await Promise.all([...owned.values()].map(({ turn }) => turn));
    },
    gauges: {
      owned: () => owned.size,
      openOffers: () => total((market) => market.book.offers.size),
      waiting: () => total((market) => market.book.waiting.size),
    },
  };
}

const inputsOf = (taken: readonly Taken[]) => taken.map(({ input }) => input);

function topicOf(envelope: Envelope): string {
  return isEventType(envelope.type) ? EVENTS[envelope.type].topic : 'unknown';
}

/** The input that an event is for a market; undefined for types of no concern here. */
function inputOf(envelope: Envelope): MarketInput | { readonly wrong: string } | undefined {
  const { type } = envelope;
  if (!isEventType(type) || !(type in KINDS)) return undefined;
  const parsed = dataSchema(type).safeParse(envelope.data);
  if (!parsed.success) return { wrong: parsed.error.message };
  return KINDS[type as keyof typeof KINDS](parsed.data as never);
}

const KINDS = {
  'org.greenlane.vessel-offer.published.v1': (
    offer: EventData<'org.greenlane.vessel-offer.published.v1'>,
  ): MarketInput => ({
    kind: 'offer-published',
    offer,
  }),
  'org.greenlane.vessel-offer.amended.v1': (
    offer: EventData<'org.greenlane.vessel-offer.amended.v1'>,
  ): MarketInput => ({
    kind: 'offer-amended',
    offer,
  }),
  'org.greenlane.vessel-offer.withdrawn.v1': ({
    offerId,
    version,
    reason,
  }: EventData<'org.greenlane.vessel-offer.withdrawn.v1'>): MarketInput => ({
    kind: 'offer-withdrawn',
    offerId,
    version,
    reason,
  }),
  'org.greenlane.cargo-request.submitted.v1': (
    request: EventData<'org.greenlane.cargo-request.submitted.v1'>,
  ): MarketInput => ({
    kind: 'request-submitted',
    request,
  }),
  'org.greenlane.cargo-request.amended.v1': (
    request: EventData<'org.greenlane.cargo-request.amended.v1'>,
  ): MarketInput => ({
    kind: 'request-amended',
    request,
  }),
  'org.greenlane.cargo-request.cancelled.v1': ({
    requestId,
    version,
    reason,
  }: EventData<'org.greenlane.cargo-request.cancelled.v1'>): MarketInput => ({
    kind: 'request-cancelled',
    requestId,
    version,
    reason,
  }),
} as const;
