import type { Envelope } from '@greenlane/contracts/envelope';
import { bigintArray, booleanArray, integerArray, momentArray, textArray } from '@greenlane/database/array-parameters';
import { runStatement, type Statement, sendWithCommit, type Transaction } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { and, asc, desc, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import type { OfferState } from './domain/book.ts';
import type { JournalEntry, MarketInput } from './domain/inputs.ts';
import type { Names } from './domain/late.ts';
import type { AllocationChange } from './domain/market.ts';
import { DIMENSION_COUNT } from './domain/terms.ts';
import type { CommandOutcome } from './tables.ts';
import * as tables from './tables.ts';

export type MarketRow = typeof tables.markets.$inferSelect;
export type CommandRow = typeof tables.commands.$inferSelect;

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

/** Ids of the events that this group has not taken before. */
export async function takeFresh(tx: Transaction, group: string, envelopes: readonly Envelope[]): Promise<Set<string>> {
  if (envelopes.length === 0) return new Set();
  const rows = await runStatement<{ event_id: string }>(tx, {
    name: 'matching inbox',
    text: `insert into matching.inbox (consumer_group, event_id) select $1, id from unnest($2::text[]) as id
      on conflict do nothing returning event_id`,
    values: [group, textArray(envelopes.map(({ id }) => id))],
  });
  return new Set(rows.map(({ event_id: id }) => id));
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

/** Which of these events this group has taken: asked ahead of deciding the others, and guarded by {@link writeInbox}. */
export async function findTaken(tx: Transaction, group: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runStatement<{ event_id: string }>(tx, {
    name: 'matching inbox ahead',
    text: 'select event_id from matching.inbox where consumer_group = $1 and event_id = any($2::text[])',
    values: [group, textArray(ids)],
  });
  return new Set(rows.map(({ event_id: id }) => id));
}

/** Takes events that are fresh: the commit fails when one of them is not. */
export function writeInbox(tx: Transaction, group: string, ids: readonly string[]): void {
  writeWithCommit(tx, () => ({
    name: 'matching inbox of the fresh',
    text: 'insert into matching.inbox (consumer_group, event_id) select $1, id from unnest($2::text[]) as id',
    values: [group, textArray(ids)],
  }));
}

/** Keeps an event that no retry will heal, with its reason, so that the rest of its market goes on. */
export async function park(
  tx: Transaction,
  parked: {
    readonly group: string;
    readonly envelope: Envelope;
    readonly topic: string;
    readonly reason: string;
    readonly error: string;
  },
): Promise<void> {
  const { envelope, group } = parked;
  const error = parked.error.slice(0, 10_000);
  await tx
    .insert(tables.parked)
    .values({
      parkedId: `${group}/${envelope.id}`,
      consumerGroup: group,
      topic: parked.topic,
      partition: 0,
      eventId: envelope.id,
      eventType: envelope.type,
      reason: parked.reason,
      error,
      traceparent: envelope.traceparent ?? null,
      headers: {},
      originalBytes: Buffer.from(JSON.stringify(envelope), 'utf8'),
      attempts: 1,
    })
    // It was replayed and failed again: it waits again, for what stands now.
    .onConflictDoUpdate({
      target: tables.parked.parkedId,
      set: {
        reason: parked.reason,
        error,
        attempts: sql`${tables.parked.attempts} + 1`,
        parkedAt: sql`now()`,
        replayedAt: null,
      },
    });
}

export async function pendingCommands(tx: Transaction, market: string, limit: number): Promise<CommandRow[]> {
  return tx
    .select()
    .from(tables.commands)
    .where(and(eq(tables.commands.market, market), isNull(tables.commands.outcome)))
    .orderBy(asc(tables.commands.position))
    .limit(limit);
}

/** Markets with commands to take or programme facts to journal; one cheap query, since it is asked several times a second. */
export async function marketsWithWork(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(
    sql`select name from ${tables.markets} as market where programme_position < (select coalesce(max(position), 0) from ${tables.programmeFacts}) or exists (select from ${tables.commands} as command where command.market = market.name and command.outcome is null)`,
  );
  return rows.rows.map(({ name }) => name);
}

export async function insertCommand(
  tx: Transaction,
  command: Pick<CommandRow, 'commandId' | 'market' | 'organisationId' | 'input'>,
): Promise<void> {
  await tx.insert(tables.commands).values(command);
}

export async function findCommand(tx: Transaction, commandId: string): Promise<CommandRow | undefined> {
  const rows = await tx.select().from(tables.commands).where(eq(tables.commands.commandId, commandId));
  return rows[0];
}

export function answerCommands(
  tx: Transaction,
  answers: readonly { readonly commandId: string; readonly outcome: CommandOutcome }[],
  now: Date,
): void {
  if (answers.length === 0) return;
  writeWithCommit(tx, () => ({
    name: 'matching answers',
    text: `update matching.command set outcome = answer.outcome::jsonb, taken_at = $1
      from unnest($2::text[], $3::text[]) as answer (id, outcome) where command_id = answer.id`,
    values: [
      now,
      textArray(answers.map(({ commandId }) => commandId)),
      textArray(answers.map(({ outcome }) => JSON.stringify(outcome))),
    ],
  }));
}

/** The port's facts are done with once taken; organisations' commands are kept while a client may ask for the outcome. */
export async function pruneCommands(tx: Transaction, before: Date): Promise<void> {
  await tx.delete(tables.commands).where(lt(tables.commands.takenAt, before));
}

/** A lock, so that positions become visible in order: a market that has seen one has seen all before it. */
const PROGRAMME_LOCK = 7_226_010;

export async function appendProgrammeFact(
  tx: Transaction,
  fact: (typeof tables.programmeFacts.$inferInsert)['fact'],
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PROGRAMME_LOCK})`);
  await tx.execute(
    sql`insert into ${tables.programmeFacts} (position, fact) select coalesce(max(position), 0) + 1, ${JSON.stringify(fact)}::jsonb from ${tables.programmeFacts}`,
  );
}

export async function programmeFactsAfter(
  tx: Transaction,
  position: number,
): Promise<{ readonly position: number; readonly fact: (typeof tables.programmeFacts.$inferSelect)['fact'] }[]> {
  const rows = await runStatement<{ position: string; fact: (typeof tables.programmeFacts.$inferSelect)['fact'] }>(tx, {
    name: 'matching programme',
    text: 'select position, fact from matching.programme_fact where position > $1 order by position',
    values: [position],
  });
  return rows.map((row) => ({ position: Number(row.position), fact: row.fact }));
}

export type JournalRow = JournalEntry & { readonly policyVersion: string | null; readonly causeId: string | null };

/**
 * What a batch writes needs no answer: it travels with the commit, in one packet. Each table is one statement of arrays,
 * whatever the batch: not a parameter for each value, whose building took a third of the time of a decision.
 */
function writeWithCommit(tx: Transaction, make: () => Statement): void {
  const isSent = sendWithCommit(tx, make);
  assert(isSent, 'a market is written in a transaction of the worker');
}

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
      textArray(rows.map(({ input }) => JSON.stringify(input))),
      textArray(rows.map(({ policyVersion }) => policyVersion)),
      textArray(rows.map(({ causeId }) => causeId)),
    ],
  }));
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

type ChangedAllocation = { readonly change: AllocationChange; readonly decisionSequence: number; isNew: boolean };

/** The newest state of each changed allocation. `sequence` is the journal entry of the change. */
export function writeAllocations(
  tx: Transaction,
  changes: readonly { readonly change: AllocationChange; readonly sequence: number }[],
): void {
  const newest = new Map<string, ChangedAllocation>();
  for (const { change, sequence } of changes) {
    const { allocationId, version } = change.payload;
    const before = newest.get(allocationId);
    newest.set(allocationId, {
      change,
      decisionSequence: before?.decisionSequence ?? sequence,
      isNew: before?.isNew ?? version === 1,
    });
  }
  const rows = [...newest.values()];
  insertAllocations(
    tx,
    rows.filter(({ isNew }) => isNew),
  );
  updateAllocations(
    tx,
    rows.filter(({ isNew }) => !isNew).map(({ change }) => change),
  );
}

function insertAllocations(tx: Transaction, rows: readonly ChangedAllocation[]): void {
  if (rows.length === 0) return;
  const texts = (value: (change: AllocationChange) => string) => textArray(rows.map(({ change }) => value(change)));
  const integers = (value: (change: AllocationChange) => number) =>
    integerArray(rows.map(({ change }) => value(change)));
  writeWithCommit(tx, () => ({
    name: 'matching allocations',
    text: `insert into matching.allocation (allocation_id, market, number, decision_sequence, request_id, offer_id, exporter_id,
        submitted_by, carrier_id, load_port, load_call, discharge_call, status, priority, version, quarter_teu, weight_kg,
        dangerous_goods_quarter_teu, reefer_plugs, payload)
      select allocation_id, market, number, decision_sequence, request_id, offer_id, exporter_id, submitted_by, carrier_id,
        load_port, load_call, discharge_call, status, priority, version, quarter_teu, weight_kg, dangerous_goods_quarter_teu,
        reefer_plugs, payload::json
      from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::text[], $11::integer[], $12::integer[], $13::text[], $14::boolean[], $15::integer[], $16::integer[], $17::integer[],
        $18::integer[], $19::integer[], $20::text[]) as born (allocation_id, market, number, decision_sequence, request_id,
        offer_id, exporter_id, submitted_by, carrier_id, load_port, load_call, discharge_call, status, priority, version,
        quarter_teu, weight_kg, dangerous_goods_quarter_teu, reefer_plugs, payload)`,
    values: [
      texts(({ payload }) => payload.allocationId),
      texts(({ payload }) => payload.market),
      bigintArray(rows.map(({ change }) => change.number)),
      bigintArray(rows.map(({ decisionSequence }) => decisionSequence)),
      texts(({ payload }) => payload.requestId),
      texts(({ payload }) => payload.offerId),
      texts(({ payload }) => payload.exporterId),
      texts(({ payload }) => payload.submittedBy),
      texts(({ payload }) => payload.carrierId),
      texts(({ payload }) => payload.loadPort),
      integers(({ loadCall }) => loadCall),
      integers(({ dischargeCall }) => dischargeCall),
      texts(({ payload }) => payload.status),
      booleanArray(rows.map(({ change }) => change.payload.priority)),
      integers(({ payload }) => payload.version),
      integers(({ payload }) => payload.space.quarterTeu),
      integers(({ payload }) => payload.space.weightKg),
      integers(({ payload }) => payload.space.dangerousGoodsQuarterTeu),
      integers(({ payload }) => payload.space.reeferPlugs),
      texts(({ text }) => text),
    ],
  }));
}

/** A division by zero, and with it the transaction's end, when there are fewer rows than changes. */
const allOf = (rows: string, count: string) => `select 1 / (count(*) = ${count})::integer from ${rows}`;

function updateAllocations(tx: Transaction, changes: readonly AllocationChange[]): void {
  if (changes.length === 0) return;
  writeWithCommit(tx, () => ({
    name: 'matching changed allocations',
    text: `with updated as (
        update matching.allocation as row set status = changed.status, version = changed.version,
          load_call = changed.load_call, discharge_call = changed.discharge_call, payload = changed.payload::json
        from unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::integer[], $6::text[])
          as changed (allocation_id, status, version, load_call, discharge_call, payload)
        where row.allocation_id = changed.allocation_id returning 1)
      ${allOf('updated', '$7::integer')}`,
    values: [
      textArray(changes.map(({ payload }) => payload.allocationId)),
      textArray(changes.map(({ payload }) => payload.status)),
      integerArray(changes.map(({ payload }) => payload.version)),
      integerArray(changes.map(({ loadCall }) => loadCall)),
      integerArray(changes.map(({ dischargeCall }) => dischargeCall)),
      textArray(changes.map(({ text }) => text)),
      changes.length,
    ],
  }));
}

/** Of each dimension of space, in the order of the book: what is published, and what of it is held, confirmed and loaded. */
const LEDGER_COLUMNS = ['quarter_teu', 'weight_kg', 'dangerous_goods_quarter_teu', 'reefer_plugs'].flatMap(
  (dimension) => [dimension, `held_${dimension}`, `confirmed_${dimension}`, `loaded_${dimension}`],
);
const LEDGER_ROWS = `unnest($2::text[], $3::integer[], ${LEDGER_COLUMNS.map((_column, place) => `$${place + 4}::integer[]`).join(', ')})
    as changed (offer_id, leg, ${LEDGER_COLUMNS.join(', ')})`;
/** Of offers that came anew: their rows may be there or not. */
const LEDGER_PUT = `insert into matching.ledger (offer_id, leg, market, ${LEDGER_COLUMNS.join(', ')})
  select offer_id, leg, $1, ${LEDGER_COLUMNS.join(', ')} from ${LEDGER_ROWS}
  on conflict (offer_id, leg) do update set ${LEDGER_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;
/** Of all others, whose rows are there: a guarded update costs half of an insert that conflicts. */
const LEDGER_UPDATE = `with updated as (
    update matching.ledger as row set ${LEDGER_COLUMNS.map((column) => `${column} = changed.${column}`).join(', ')}
    from ${LEDGER_ROWS} where row.offer_id = changed.offer_id and row.leg = changed.leg and row.market = $1 returning 1)
  ${allOf('updated', 'cardinality($2::text[])')}`;

type LedgerRow = { readonly offerId: string; readonly leg: number; readonly amounts: readonly number[] };

/** The ledger rows of an offer. They were counted from its allocations once: a fifth of what a decision took. */
function ledgerRows({ terms, capacity, used, confirmed, loaded }: OfferState): LedgerRow[] {
  return terms.legs.map((_published, leg) => {
    const amounts: number[] = [];
    for (let at = leg * DIMENSION_COUNT; at < (leg + 1) * DIMENSION_COUNT; at += 1)
      amounts.push(capacity[at]!, used[at]! - confirmed[at]! - loaded[at]!, confirmed[at]!, loaded[at]!);
    return { offerId: terms.offerId, leg, amounts };
  });
}

/** Ledger rows to write, and offers that may have fewer legs than before. */
export type Ledger = {
  /** Of offers whose terms came anew. */
  readonly put: readonly LedgerRow[];
  readonly updated: readonly LedgerRow[];
  readonly shortened: readonly { readonly offerId: string; readonly legs: number }[];
};

/** An offer as it stands now, also one that was taken out of the book meanwhile; `isAnew` where its terms came anew. */
export type ChangedOffer = { readonly offer: OfferState; readonly isAnew: boolean };

/**
 * The rows of changed offers, as they are now.
 * @param amended offers that have a new version: it may have fewer legs
 */
export function ledgerOf(changed: readonly ChangedOffer[], amended: ReadonlySet<string>): Ledger {
  const rowsOf = (some: readonly ChangedOffer[]) => some.flatMap(({ offer }) => ledgerRows(offer));
  return {
    put: rowsOf(changed.filter(({ isAnew }) => isAnew)),
    updated: rowsOf(changed.filter(({ isAnew }) => !isAnew)),
    shortened: changed
      .filter(({ offer }) => amended.has(offer.terms.offerId))
      .map(({ offer: { terms } }) => ({ offerId: terms.offerId, legs: terms.legs.length })),
  };
}

export function writeLedger(tx: Transaction, market: string, { put, updated, shortened }: Ledger): void {
  if (shortened.length > 0)
    writeWithCommit(tx, () => ({
      name: 'matching ledger legs',
      text: `delete from matching.ledger as row using unnest($1::text[], $2::integer[]) as now (offer_id, legs)
        where row.offer_id = now.offer_id and row.leg >= now.legs`,
      values: [textArray(shortened.map(({ offerId }) => offerId)), integerArray(shortened.map(({ legs }) => legs))],
    }));
  const writeRows = (name: string, text: string, rows: readonly LedgerRow[]) => {
    if (rows.length === 0) return;
    writeWithCommit(tx, () => ({
      name,
      text,
      values: [
        market,
        textArray(rows.map(({ offerId }) => offerId)),
        integerArray(rows.map(({ leg }) => leg)),
        ...LEDGER_COLUMNS.map((_column, place) => integerArray(rows.map(({ amounts }) => amounts[place]!))),
      ],
    }));
  };
  writeRows('matching ledger', LEDGER_PUT, put);
  writeRows('matching ledger changes', LEDGER_UPDATE, updated);
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
