import type { Envelope } from '@greenlane/contracts/envelope';
import { EVENTS, isEventType } from '@greenlane/contracts/registry';
import type { Transaction } from '@greenlane/database/database';
import { faultPoint } from '@greenlane/kernel/fault-point';
import { isOutage } from '@greenlane/messaging/consumer';
import { partitionOf } from '@greenlane/messaging/partitioner';
import { answerCommands, marketsWithWork, pendingCommands } from './commands.ts';
import type { Taken } from './decided.ts';
import { areBidPricesDue } from './domain/bid-prices.ts';
import { policyAt } from './domain/book.ts';
import type { Market } from './domain/market.ts';
import { inputOf } from './event-inputs.ts';
import { inTurn } from './in-turn.ts';
import { MATCHING_GROUP, park, takeFresh } from './inbox.ts';
import { Fenced, type FromEvent, inputsOf, marketWriter, type Owned, type WriterOptions } from './market-writer.ts';
import { type PriceTask, priceTask, solveTask } from './prices.ts';
import { openReplicas } from './replicas.ts';
import { listMarkets } from './store.ts';
import type { CommandOutcome } from './tables.ts';

export type BooksOptions = WriterOptions;

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
  const { db, clock, log } = options;
  const { commit, commitAhead, manyEvents, stop } = marketWriter(options);
  const replicas = openReplicas(options);
  const owned = new Map<string, Owned>();
  let partitions: ReadonlySet<number> = new Set();

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
      if (taken.length >= manyEvents) await commitAhead(holder, taken);
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
    replicas.forget(isOwned);
  }

  // --- reading -------------------------------------------------------------------------------------------------------

  async function read<Result>(name: string, look: (market: Market) => Result): Promise<Result | undefined> {
    const holder = owned.get(name);
    if (holder !== undefined && isOwned(name)) {
      return inTurn(holder, async () =>
        holder.market === undefined ? undefined : { result: look(holder.market) },
      ).then((found) => (found === undefined ? replicas.read(name, look) : found.result));
    }
    return replicas.read(name, look);
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
    readAt: replicas.readAt,
    stop: async () => {
      await Promise.all([...owned.values()].map(({ turn }) => turn));
      await stop();
    },
    gauges: {
      owned: () => owned.size,
      openOffers: () => total((market) => market.book.offers.size),
      waiting: () => total((market) => market.book.waiting.size),
    },
  };
}

function topicOf(envelope: Envelope): string {
  return isEventType(envelope.type) ? EVENTS[envelope.type].topic : 'unknown';
}
