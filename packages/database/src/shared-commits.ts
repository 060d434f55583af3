import type pg from 'pg';
import type { TenantContext, Transaction } from './database.ts';

/** New rows for one table; rows of the same name share their statement. */
export type NewRows = {
  /** Names the prepared statement. */
  readonly name: string;
  /** The statement up to its rows: `insert into … (…)`. */
  readonly insert: string;
  readonly rows: readonly (readonly unknown[])[];
};

/** What a write that shares its commit has gathered: nothing of it has reached the database yet. */
type Draft = {
  readonly rows: NewRows[];
  readonly committed: (() => void)[];
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
export function addNewRows(tx: Transaction, rows: () => NewRows, committed?: () => void): boolean {
  const draft = drafts.get(tx);
  if (draft === undefined) return false;
  draft.rows.push(rows());
  if (committed !== undefined) draft.committed.push(committed);
  return true;
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
const WRITES_TOGETHER = 64;
/** Rows of one statement, largest first: five prepared statements a table, not one for each number of rows. */
const ROWS_TOGETHER = [16, 8, 4, 2, 1] as const;
/** Whoever would wait longer for another transaction's row keeps all others waiting: it goes alone. */
const LOCK_TIMEOUT_MILLISECONDS = 250;

type Waiting<Item> = {
  readonly item: Item;
  readonly resolve: (answer: readonly pg.QueryResult[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Hands over in one go what was asked for in one turn of the event loop, or while the flights before were under way. */
function makeGatherer<Item>(send: (items: readonly Item[]) => Promise<readonly (readonly pg.QueryResult[])[]>) {
  let waiting: Waiting<Item>[] = [];
  let flights = 0;
  let isScheduled = false;
  const fly = async (): Promise<void> => {
    const taken = waiting.slice(0, WRITES_TOGETHER);
    waiting = waiting.slice(WRITES_TOGETHER);
    try {
      const answers = await send(taken.map(({ item }) => item));
      for (const [place, { resolve }] of taken.entries()) resolve(answers[place] ?? []);
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  };
  const start = async (): Promise<void> => {
    isScheduled = false;
    if (waiting.length === 0) return;
    flights += 1;
    while (waiting.length > 0) await fly();
    flights -= 1;
  };
  return (item: Item): Promise<readonly pg.QueryResult[]> =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isScheduled || flights >= AT_ONCE) return;
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

function insertStatements({ name, insert, rows }: NewRows): pg.QueryConfig[] {
  const statements: pg.QueryConfig[] = [];
  for (let from = 0; from < rows.length; ) {
    const count = ROWS_TOGETHER.find((size) => size <= rows.length - from) ?? 1;
    const width = rows[from]?.length ?? 0;
    const tuple = (row: number) => `(${Array.from({ length: width }, (_none, at) => `$${row * width + at + 1}`)})`;
    statements.push({
      name: `${name} x${count}`,
      text: `${insert} values ${Array.from({ length: count }, (_none, row) => tuple(row))}`,
      values: rows.slice(from, from + count).flat(),
    });
    from += count;
  }
  return statements;
}

type Write = { readonly tenant: TenantContext; readonly rows: readonly NewRows[] };
type Read = { readonly tenant: TenantContext; readonly statement: pg.QueryConfig };

/** Row level security judges each tenant's rows under its own settings, one tenant after another. */
function writeStatements(writes: readonly Write[]): pg.QueryConfig[] {
  return [...Map.groupBy(writes, ({ tenant }) => keyOf(tenant)).values()].flatMap((own) => {
    const tables = Map.groupBy(
      own.flatMap(({ rows }) => rows),
      ({ name }) => name,
    );
    return [
      asTenantTogether(own[0]!.tenant),
      ...[...tables.values()].flatMap((same) =>
        insertStatements({ ...same[0]!, rows: same.flatMap(({ rows }) => rows) }),
      ),
    ];
  });
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
export function makeSharedCommits(send: Send): SharedCommits {
  const write = makeGatherer<Write>(async (writes) => {
    await send(writeStatements(writes));
    return [];
  });
  const read = makeGatherer<Read>(async (reads) => {
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
    return reads.map((each) => [answers[placeOf.get(each)!]!]);
  });
  return {
    run: async (tenant, work) => {
      const tx = draftTransaction();
      const draft: Draft = {
        rows: [],
        committed: [],
        read: async (statement) => (await read({ tenant, statement }))[0]?.rows ?? [],
      };
      drafts.set(tx, draft);
      const result = await work(tx);
      if (draft.rows.length > 0) await write({ tenant, rows: draft.rows });
      for (const tell of draft.committed) tell();
      return result;
    },
  };
}
