import { bigintArray, momentArray, textArray } from '@greenlane/database/array-parameters';
import { runStatement, type Transaction } from '@greenlane/database/database';
import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import { writeWithCommit } from './batch-statement.ts';
import type { JournalEntry, MarketInput } from './domain/inputs.ts';
import type { Names } from './domain/late.ts';
import * as tables from './tables.ts';

export type MarketRow = typeof tables.markets.$inferSelect;

/**
 * Takes a market over: a new epoch, so that no earlier owner can commit any more. Makes the market on first sight.
 */
export async function takeOver(tx: Transaction, name: string, bookId: string): Promise<MarketRow> {
  await tx
    .insert(tables.markets)
    .values({ name, bookId, epoch: 0, sequence: 0, lastAt: new Date(0), programmePosition: 0 })
    .onConflictDoNothing();
  const rows = await tx
    .update(tables.markets)
    .set({ epoch: sql`${tables.markets.epoch} + 1` })
    .where(eq(tables.markets.name, name))
    .returning();
  return rows[0]!;
}

/** Locks the market until the transaction ends; false when another owner has taken it over since. */
export async function lockMarket(tx: Transaction, name: string, epoch: number): Promise<boolean> {
  const rows = await runStatement<{ epoch: string }>(tx, {
    name: 'matching lock',
    text: 'select epoch from matching.market where name = $1 for update',
    values: [name],
  });
  return rows[0] !== undefined && Number(rows[0].epoch) === epoch;
}

export async function findMarket(tx: Transaction, name: string): Promise<MarketRow | undefined> {
  const rows = await tx.select().from(tables.markets).where(eq(tables.markets.name, name));
  return rows[0];
}

export async function listMarkets(tx: Transaction): Promise<MarketRow[]> {
  return tx.select().from(tables.markets).orderBy(asc(tables.markets.name));
}

export function advanceMarket(
  tx: Transaction,
  name: string,
  to: {
    readonly sequence: number;
    readonly lastAt: Date;
    readonly programmePosition: number;
    readonly policyVersion: string | null;
  },
): void {
  writeWithCommit(tx, () => ({
    name: 'matching market',
    text: `update matching.market set sequence = $2, last_at = $3, programme_position = $4, policy_version = $5 where name = $1`,
    values: [name, to.sequence, to.lastAt, to.programmePosition, to.policyVersion],
  }));
}

export type JournalRow = JournalEntry & {
  /** The input as JSON. */
  readonly text: string;
  readonly policyVersion: string | null;
  readonly causeId: string | null;
};

export function writeJournal(tx: Transaction, market: string, rows: readonly JournalRow[]): void {
  if (rows.length === 0) return;
  writeWithCommit(tx, () => ({
    name: 'matching journal',
    text: `insert into matching.journal (market, sequence, at, kind, input, policy_version, cause_id)
      select $1, sequence, at, kind, input::jsonb, policy_version, cause_id
      from unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
        as entry (sequence, at, kind, input, policy_version, cause_id)`,
    values: [
      market,
      bigintArray(rows.map(({ sequence }) => sequence)),
      momentArray(rows.map(({ at }) => Date.parse(at))),
      textArray(rows.map(({ input }) => input.kind)),
      textArray(rows.map(({ text }) => text)),
      textArray(rows.map(({ policyVersion }) => policyVersion)),
      textArray(rows.map(({ causeId }) => causeId)),
    ],
  }));
}

/** Journal entries after one sequence, up to another where given, in order. */
export async function readJournal(
  tx: Transaction,
  market: string,
  range: { readonly after: number; readonly upTo?: number; readonly limit: number },
): Promise<JournalEntry[]> {
  const rows = await tx
    .select({ sequence: tables.journal.sequence, at: tables.journal.at, input: tables.journal.input })
    .from(tables.journal)
    .where(
      and(
        eq(tables.journal.market, market),
        gt(tables.journal.sequence, range.after),
        range.upTo === undefined ? undefined : lte(tables.journal.sequence, range.upTo),
      ),
    )
    .orderBy(asc(tables.journal.sequence))
    .limit(range.limit);
  return rows.map(({ sequence, at, input }) => ({ sequence, at: at.toISOString(), input }));
}

/** The newest whole snapshot at or before a sequence, its parts in order. */
export async function readSnapshot(tx: Transaction, market: string, upTo: number): Promise<Buffer[] | undefined> {
  const newest = await tx
    .select({ sequence: tables.snapshots.sequence })
    .from(tables.snapshots)
    .where(and(eq(tables.snapshots.market, market), lte(tables.snapshots.sequence, upTo)))
    .orderBy(desc(tables.snapshots.sequence))
    .limit(1);
  if (newest[0] === undefined) return undefined;
  const parts = await tx
    .select({ data: tables.snapshots.data })
    .from(tables.snapshots)
    .where(and(eq(tables.snapshots.market, market), eq(tables.snapshots.sequence, newest[0].sequence)))
    .orderBy(asc(tables.snapshots.part));
  return parts.map(({ data }) => data);
}

/** Every so many entries one snapshot is kept for good, so that an old decision is replayed from near; between them, the newest. */
export async function writeSnapshot(
  tx: Transaction,
  snapshot: { readonly market: string; readonly sequence: number; readonly parts: readonly Buffer[] },
): Promise<void> {
  const { market, sequence, parts } = snapshot;
  for (const [part, data] of parts.entries()) {
    await tx
      .insert(tables.snapshots)
      .values({ market, sequence, part, parts: parts.length, data })
      .onConflictDoNothing();
  }
}

/** Which of these offers and requests the market has had, in its book or not. */
export async function knownTo(
  tx: Transaction,
  market: string,
  { offers, requests }: Names<readonly string[]>,
): Promise<Names<Set<string>>> {
  const known = { offers: new Set<string>(), requests: new Set<string>() };
  if (offers.length + requests.length === 0) return known;
  const rows = await runStatement<{ offer_id: string | null; request_id: string | null }>(tx, {
    name: 'matching known',
    text: `select offer_id, null as request_id from matching.offer where market = $1 and offer_id = any ($2::text[])
      union all select null, request_id from matching.request where market = $1 and request_id = any ($3::text[])`,
    values: [market, textArray(offers), textArray(requests)],
  });
  for (const { offer_id: offerId, request_id: requestId } of rows) {
    if (offerId !== null) known.offers.add(offerId);
    if (requestId !== null) known.requests.add(requestId);
  }
  return known;
}

type Decided = {
  readonly decision: NonNullable<(typeof tables.requests.$inferSelect)['decision']>;
  /** The decision as JSON. */
  readonly text: string;
};
type Party = { readonly exporterId: string; readonly submittedBy: string };

/**
 * The parties of requests and offers, from the inputs that bring them, and the newest decision about each request.
 * @param decisions by request
 */
export function writeParties(
  tx: Transaction,
  market: string,
  inputs: readonly MarketInput[],
  decisions: ReadonlyMap<string, Decided>,
): void {
  const requests = new Map<string, Party>();
  const carriers = new Map<string, string>();
  for (const input of inputs) {
    if (input.kind === 'request-submitted' || input.kind === 'request-amended')
      requests.set(input.request.requestId, input.request);
    if (input.kind === 'offer-published' || input.kind === 'offer-amended')
      carriers.set(input.offer.offerId, input.offer.carrierId);
  }
  if (requests.size > 0) {
    const ids = [...requests.keys()];
    const parties = [...requests.values()];
    writeWithCommit(tx, () => ({
      name: 'matching requests',
      // Most requests are decided in the batch that brings them.
      text: `insert into matching.request (request_id, market, exporter_id, submitted_by, status, decision)
        select id, $1, exporter, submitter, status, decision::json
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as request (id, exporter, submitter, status, decision)
        on conflict (request_id) do update set status = excluded.status, decision = excluded.decision where excluded.decision is not null`,
      values: [
        market,
        textArray(ids),
        textArray(parties.map(({ exporterId }) => exporterId)),
        textArray(parties.map(({ submittedBy }) => submittedBy)),
        textArray(ids.map((id) => decisions.get(id)?.decision.status ?? 'RECEIVED')),
        textArray(ids.map((id) => decisions.get(id)?.text ?? null)),
      ],
    }));
  }
  const others = [...decisions.values()].filter(({ decision }) => !requests.has(decision.requestId));
  if (others.length > 0)
    writeWithCommit(tx, () => ({
      name: 'matching decisions',
      text: `update matching.request set status = decided.status, decision = decided.decision::json
        from unnest($1::text[], $2::text[], $3::text[]) as decided (id, status, decision) where request_id = decided.id`,
      values: [
        textArray(others.map(({ decision }) => decision.requestId)),
        textArray(others.map(({ decision }) => decision.status)),
        textArray(others.map(({ text }) => text)),
      ],
    }));
  if (carriers.size > 0)
    writeWithCommit(tx, () => ({
      name: 'matching offers',
      text: `insert into matching.offer (offer_id, market, carrier_id)
        select id, $1, carrier from unnest($2::text[], $3::text[]) as offer (id, carrier) on conflict do nothing`,
      values: [market, textArray([...carriers.keys()]), textArray([...carriers.values()])],
    }));
}

/** Which journal entry took an offer or a request out of the book. */
export function writeLeft(
  tx: Transaction,
  left: { readonly offers: ReadonlyMap<string, number>; readonly requests: ReadonlyMap<string, number> },
): void {
  for (const [table, ids] of [
    ['offer', left.offers],
    ['request', left.requests],
  ] as const) {
    if (ids.size === 0) continue;
    writeWithCommit(tx, () => ({
      name: `matching left ${table}s`,
      text: `update matching.${table} set left_sequence = gone.sequence
        from unnest($1::text[], $2::bigint[]) as gone (id, sequence) where ${table}_id = gone.id`,
      values: [textArray([...ids.keys()]), bigintArray([...ids.values()])],
    }));
  }
}
