import type { Database, Transaction } from '@greenlane/database/database';
import type { Market } from './domain/market.ts';
import type { MakeEngine } from './domain/ranking.ts';
import { inTurn } from './in-turn.ts';
import { catchUp, rebuild } from './snapshots.ts';
import { findMarket } from './store.ts';

/** Books of markets that other instances own, kept up by the tail of their journals, and books as they once were. */
export type Replicas = {
  readonly read: <Result>(name: string, look: (market: Market) => Result) => Promise<Result | undefined>;
  readonly readAt: <Result>(
    name: string,
    sequence: number,
    look: (market: Market, tx: Transaction) => Promise<Result>,
  ) => Promise<Result | undefined>;
  readonly forget: (isForgotten: (name: string) => boolean) => void;
};

export function openReplicas({ db, makeEngine }: { readonly db: Database; readonly makeEngine: MakeEngine }): Replicas {
  const replicas = new Map<string, { market: Market | undefined; turn: Promise<unknown> }>();

  async function read<Result>(name: string, look: (market: Market) => Result): Promise<Result | undefined> {
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

  return {
    read,
    readAt,
    forget: (isForgotten) => {
      for (const name of replicas.keys()) if (isForgotten(name)) replicas.delete(name);
    },
  };
}
