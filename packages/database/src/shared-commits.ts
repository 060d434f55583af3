import type pg from 'pg';
import type { TenantContext, Transaction } from './database.ts';
import { insertionOf, type NewRows } from './new-rows.ts';

/** Called once the commit stands, with what is told of the rows that were added, and the database that they are in. */
type Added = (told: readonly pg.QueryResultRow[], database: string) => void;

/** What a write that shares its commit has gathered: nothing of it has reached the database yet. */
type Draft = {
  readonly added: { readonly rows: NewRows; readonly committed: Added | undefined }[];
  readonly read: (statement: pg.QueryConfig) => Promise<readonly pg.QueryResultRow[]>;
};

/** By the transaction that its work holds. */
const drafts = new WeakMap<object, Draft>();

/** The work asked for more than new rows and single reads: it needs a transaction of its own. */
export class NeedsTransaction extends Error {
  override readonly name = 'NeedsTransaction';
}

/**
 * Adds rows that are new to a write that shares its commit. When one of their keys is taken, nothing of that write is
 * stored and its work is done again in a transaction of its own.
 * @returns false in an ordinary transaction
 */
export function addNewRows(tx: Transaction, rows: () => NewRows, committed?: Added): boolean {
  const draft = drafts.get(tx);
  draft?.added.push({ rows: rows(), committed });
  return draft !== undefined;
}

/** True in a write that shares its commit. */
export function sharesCommit(tx: Transaction): boolean {
  return drafts.has(tx);
}

/** Of a write that shares its commit, how it reads; undefined in an ordinary transaction. */
export function readOfDraft(tx: Transaction): Draft['read'] | undefined {
  return drafts.get(tx)?.read;
}

/** Sends a whole transaction at once and resolves, with the answer of each statement, when it is committed. */
type Send = (statements: readonly pg.QueryConfig[]) => Promise<readonly pg.QueryResult[]>;

export type SharedCommits = {
  /**
   * Runs work that reads with `readStatement` and adds rows with {@link addNewRows}, and commits it together with whatever
   * other callers have to commit by then.
   * @throws whatever it is, unless it is OutcomeUnknown: nothing was stored
   */
  run<Result>(tenant: TenantContext, work: (tx: Transaction) => Promise<Result>): Promise<Result>;
};

/** Two, so that the next commit is gathered and sent while the disk is busy with the one before. */
const AT_ONCE = 2;
/**
 * For so long the second waits until it has as many writes as the first: a commit costs about the same whether it holds one or
 * ten, and with one each the two took a tenth of what a POST may cost. No longer: the first may be on a connection gone silent.
 */
const PATIENCE_MILLISECONDS = 5;
const WRITES_TOGETHER = 64;
/** Whoever would wait longer for another transaction's row keeps all others waiting: it goes alone. */
const LOCK_TIMEOUT_MILLISECONDS = 250;

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

/** Hands over in one go what was asked for in one turn of the event loop, or while the flights before were under way. */
function makeGatherer<Item, Answer>(send: (items: readonly Item[]) => Promise<readonly Answer[]>) {
  let waiting: Waiting<Item, Answer>[] = [];
  let flights = 0;
  let underWay = 0;
  let isScheduled = false;
  let isStartingLate = false;
  const fly = async (): Promise<void> => {
    const taken = waiting.slice(0, WRITES_TOGETHER);
    waiting = waiting.slice(WRITES_TOGETHER);
    underWay += taken.length;
    try {
      const answers = await send(taken.map(({ item }) => item));
      for (const [place, { resolve }] of taken.entries()) resolve(answers[place]!);
    } catch (error) {
      for (const { reject } of taken) reject(error);
    } finally {
      underWay -= taken.length;
    }
  };
  const start = async (): Promise<void> => {
    isScheduled = false;
    if (waiting.length === 0 || flights >= AT_ONCE) return;
    flights += 1;
    while (waiting.length > 0) await fly();
    flights -= 1;
  };
  const startLate = (): void => {
    if (isStartingLate) return;
    isStartingLate = true;
    setTimeout(() => {
      isStartingLate = false;
      void start();
    }, PATIENCE_MILLISECONDS);
  };
  return (item: Item): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isScheduled || flights >= AT_ONCE) return;
      if (waiting.length < underWay) return startLate();
      isScheduled = true;
      setImmediate(() => void start());
    });
}

const asTenantTogether = ({ organisationId, role, ports }: TenantContext): pg.QueryConfig => ({
  name: 'tenant of a shared commit',
  text: `select set_config('greenlane.organisation', $1, true), set_config('greenlane.role', $2, true),
    set_config('greenlane.ports', $3, true), set_config('lock_timeout', $4, true)`,
  values: [organisationId, role, (ports ?? []).join(' '), String(LOCK_TIMEOUT_MILLISECONDS)],
});

const keyOf = ({ organisationId, role, ports }: TenantContext): string => JSON.stringify([organisationId, role, ports]);

type Write = { readonly tenant: TenantContext; readonly rows: readonly NewRows[] };
type Read = { readonly tenant: TenantContext; readonly statement: pg.QueryConfig };
/** Of each of a write's new rows, what is told of them. */
type Told = readonly (readonly pg.QueryResultRow[])[];

/** Row level security judges each tenant's rows under its own settings, one tenant after another. */
async function sendWrites(send: Send, writes: readonly Write[]): Promise<readonly Told[]> {
  const tenants = [...Map.groupBy(writes, ({ tenant }) => keyOf(tenant)).values()].map((own) => ({
    settings: asTenantTogether(own[0]!.tenant),
    insertion: insertionOf(own.flatMap(({ rows }) => rows)),
  }));
  const answers = await send(tenants.flatMap(({ settings, insertion }) => [settings, insertion.statement]));
  const told = new Map<NewRows, readonly pg.QueryResultRow[]>();
  for (const [index, { insertion }] of tenants.entries()) {
    const { rows } = answers[index * 2 + 1]!;
    let from = 0;
    for (const each of insertion.told) {
      told.set(each, rows.slice(from, from + each.rows.length));
      from += each.rows.length;
    }
  }
  return writes.map(({ rows }) => rows.map((each) => told.get(each) ?? []));
}

/** Touched by work that needs more than a draft has. */
const draftTransaction = (): Transaction =>
  new Proxy({} as Transaction, {
    get: () => {
      throw new NeedsTransaction('this work needs a transaction of its own');
    },
  });

/**
 * Group commit for writes that only add rows: those of one turn of the event loop, and those that arrive while the commits
 * before are under way, are sent as one transaction, in one packet, and cost one flush of the disk. None is answered before
 * that transaction is committed; when it fails, none of them is stored.
 */
export function makeSharedCommits(send: Send, database: string): SharedCommits {
  const write = makeGatherer<Write, Told>((writes) => sendWrites(send, writes));
  const read = makeGatherer<Read, pg.QueryResult>(async (reads) => {
    const statements: pg.QueryConfig[] = [];
    const placeOf = new Map<Read, number>();
    for (const own of Map.groupBy(reads, ({ tenant }) => keyOf(tenant)).values()) {
      statements.push(asTenantTogether(own[0]!.tenant));
      // What two of them ask alike is asked once.
      for (const same of Map.groupBy(
        own,
        ({ statement }) => `${statement.text} ${JSON.stringify(statement.values)}`,
      ).values()) {
        for (const each of same) placeOf.set(each, statements.length);
        statements.push(same[0]!.statement);
      }
    }
    const answers = await send(statements);
    return reads.map((each) => answers[placeOf.get(each)!]!);
  });
  return {
    run: async (tenant, work) => {
      const tx = draftTransaction();
      const draft: Draft = {
        added: [],
        read: async (statement) => (await read({ tenant, statement })).rows,
      };
      drafts.set(tx, draft);
      const result = await work(tx);
      if (draft.added.length > 0) {
        const told = await write({ tenant, rows: draft.added.map(({ rows }) => rows) });
        for (const [place, { committed }] of draft.added.entries()) committed?.(told[place] ?? [], database);
      }
      return result;
    },
  };
}
