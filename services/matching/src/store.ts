import type { Envelope } from '@greenlane/contracts/envelope';
import type { Transaction } from '@greenlane/database/database';
import { and, asc, desc, eq, gt, isNull, lt, lte, sql } from 'drizzle-orm';
import { isOnBoard, offerOf } from './domain/book.ts';
import type { JournalEntry, MarketInput } from './domain/inputs.ts';
import type { AllocationChange, Market } from './domain/market.ts';
import type { CommandOutcome } from './tables.ts';
import * as tables from './tables.ts';

export type MarketRow = typeof tables.markets.$inferSelect;
export type CommandRow = typeof tables.commands.$inferSelect;

/** PostgreSQL takes 65,535 parameters a statement; the widest row here has 22. */
const ROWS_PER_STATEMENT = 1_000;

async function inChunks<Row>(rows: readonly Row[], write: (chunk: Row[]) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    await write(rows.slice(from, from + ROWS_PER_STATEMENT));
  }
}

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

/** Locks the market until the transaction ends; undefined when another owner has taken it over since. */
export async function lockMarket(tx: Transaction, name: string, epoch: number): Promise<MarketRow | undefined> {
  const rows = await tx.select().from(tables.markets).where(eq(tables.markets.name, name)).for('update');
  return rows[0]?.epoch === epoch ? rows[0] : undefined;
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
  const rows = await tx
    .insert(tables.inbox)
    .values(envelopes.map(({ id }) => ({ consumerGroup: group, eventId: id })))
    .onConflictDoNothing()
    .returning({ eventId: tables.inbox.eventId });
  return new Set(rows.map(({ eventId }) => eventId));
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
  await takeFresh(tx, group, [envelope]);
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
      error: parked.error.slice(0, 10_000),
      traceparent: envelope.traceparent ?? null,
      headers: {},
      originalBytes: Buffer.from(JSON.stringify(envelope), 'utf8'),
      attempts: 1,
    })
    .onConflictDoNothing();
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

export async function answerCommands(
  tx: Transaction,
  answers: readonly { readonly commandId: string; readonly outcome: CommandOutcome }[],
  now: Date,
): Promise<void> {
  if (answers.length === 0) return;
  const ids = answers.map(({ commandId }) => commandId);
  const outcomes = answers.map(({ outcome }) => JSON.stringify(outcome));
  await tx.execute(
    sql`update ${tables.commands} as command set outcome = answer.outcome::jsonb, taken_at = ${now.toISOString()}::timestamptz from unnest(${sql.param(ids)}::text[], ${sql.param(outcomes)}::text[]) as answer (id, outcome) where command.command_id = answer.id`,
  );
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
): Promise<(typeof tables.programmeFacts.$inferSelect)[]> {
  return tx
    .select()
    .from(tables.programmeFacts)
    .where(gt(tables.programmeFacts.position, position))
    .orderBy(asc(tables.programmeFacts.position));
}

export type JournalRow = JournalEntry & { readonly policyVersion: string | null; readonly causeId: string | null };

/** One statement of arrays, whatever the batch: not a parameter for each value. */
export async function writeJournal(tx: Transaction, market: string, rows: readonly JournalRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <Value>(value: (row: JournalRow) => Value) => sql.param(rows.map(value));
  await tx.execute(
    sql`insert into ${tables.journal} (market, sequence, at, kind, input, policy_version, cause_id) select ${market}, sequence, at, kind, input::jsonb, policy_version, cause_id from unnest(${column(({ sequence }) => sequence)}::bigint[], ${column(({ at }) => at)}::timestamptz[], ${column(({ input }) => input.kind)}::text[], ${column(({ input }) => JSON.stringify(input))}::text[], ${column(({ policyVersion }) => policyVersion)}::text[], ${column(({ causeId }) => causeId)}::text[]) as entry (sequence, at, kind, input, policy_version, cause_id)`,
  );
}

/** The parties of requests and offers, from the inputs that bring them. */
export async function writeParties(tx: Transaction, market: string, inputs: readonly MarketInput[]): Promise<void> {
  const requests = new Map<string, typeof tables.requests.$inferInsert>();
  const offers = new Map<string, typeof tables.offers.$inferInsert>();
  for (const input of inputs) {
    if (input.kind === 'request-submitted' || input.kind === 'request-amended') {
      const { requestId, exporterId, submittedBy } = input.request;
      requests.set(requestId, { requestId, market, exporterId, submittedBy, status: 'RECEIVED' });
    }
    if (input.kind === 'offer-published' || input.kind === 'offer-amended') {
      offers.set(input.offer.offerId, { offerId: input.offer.offerId, market, carrierId: input.offer.carrierId });
    }
  }
  await inChunks([...requests.values()], (chunk) => tx.insert(tables.requests).values(chunk).onConflictDoNothing());
  await inChunks([...offers.values()], (chunk) => tx.insert(tables.offers).values(chunk).onConflictDoNothing());
}

type Decided = NonNullable<(typeof tables.requests.$inferSelect)['decision']>;

export async function writeDecisions(tx: Transaction, decided: Iterable<Decided>): Promise<void> {
  const decisions = [...decided];
  if (decisions.length === 0) return;
  const column = <Value>(value: (decision: Decided) => Value) => sql.param(decisions.map(value));
  await tx.execute(
    sql`update ${tables.requests} as request set status = decided.status, decision = decided.decision::jsonb from unnest(${column(({ requestId }) => requestId)}::text[], ${column(({ status }) => status)}::text[], ${column((decision) => JSON.stringify(decision))}::text[]) as decided (id, status, decision) where request.request_id = decided.id`,
  );
}

const excluded = (name: string) => sql.raw(`excluded.${name}`);

/** The newest state of each changed allocation. `sequence` is the journal entry of the change. */
export async function writeAllocations(
  tx: Transaction,
  changes: readonly { readonly change: AllocationChange; readonly sequence: number }[],
): Promise<void> {
  const newest = new Map<string, typeof tables.allocations.$inferInsert>();
  for (const { change, sequence } of changes) {
    const { payload, number, loadCall, dischargeCall } = change;
    newest.set(payload.allocationId, {
      allocationId: payload.allocationId,
      market: payload.market,
      number,
      decisionSequence: newest.get(payload.allocationId)?.decisionSequence ?? sequence,
      requestId: payload.requestId,
      offerId: payload.offerId,
      exporterId: payload.exporterId,
      submittedBy: payload.submittedBy,
      carrierId: payload.carrierId,
      loadPort: payload.loadPort,
      loadCall,
      dischargeCall,
      status: payload.status,
      priority: payload.priority,
      version: payload.version,
      ...payload.space,
      payload,
    });
  }
  await inChunks([...newest.values()], (chunk) =>
    tx
      .insert(tables.allocations)
      .values(chunk)
      .onConflictDoUpdate({
        target: tables.allocations.allocationId,
        set: {
          status: excluded('status'),
          version: excluded('version'),
          loadCall: excluded('load_call'),
          dischargeCall: excluded('discharge_call'),
          payload: excluded('payload'),
        },
      }),
  );
}

const LEDGER_COLUMNS = [
  'quarter_teu',
  'held_quarter_teu',
  'confirmed_quarter_teu',
  'loaded_quarter_teu',
  'weight_kg',
  'held_weight_kg',
  'confirmed_weight_kg',
  'loaded_weight_kg',
  'dangerous_goods_quarter_teu',
  'held_dangerous_goods_quarter_teu',
  'confirmed_dangerous_goods_quarter_teu',
  'loaded_dangerous_goods_quarter_teu',
  'reefer_plugs',
  'held_reefer_plugs',
  'confirmed_reefer_plugs',
  'loaded_reefer_plugs',
] as const;

/** The ledger rows of an offer, counted from its allocations. */
function ledgerRows(market: Market, offerId: string): (typeof tables.ledger.$inferInsert)[] {
  const offer = offerOf(market.book, offerId);
  return offer.terms.legs.map((_published, leg) => {
    const held = [0, 0, 0, 0];
    const confirmed = [0, 0, 0, 0];
    const loaded = [0, 0, 0, 0];
    for (const number of offer.allocations) {
      const allocation = market.book.allocations.get(number)!;
      if (leg < allocation.loadCall || leg >= allocation.dischargeCall) continue;
      const into = isOnBoard(allocation.status) ? loaded : allocation.status === 'confirmed' ? confirmed : held;
      allocation.space.forEach((amount, dimension) => {
        into[dimension]! += amount;
      });
    }
    return {
      offerId,
      leg,
      market: market.name,
      quarterTeu: offer.capacity[leg * 4]!,
      heldQuarterTeu: held[0]!,
      confirmedQuarterTeu: confirmed[0]!,
      loadedQuarterTeu: loaded[0]!,
      weightKg: offer.capacity[leg * 4 + 1]!,
      heldWeightKg: held[1]!,
      confirmedWeightKg: confirmed[1]!,
      loadedWeightKg: loaded[1]!,
      dangerousGoodsQuarterTeu: offer.capacity[leg * 4 + 2]!,
      heldDangerousGoodsQuarterTeu: held[2]!,
      confirmedDangerousGoodsQuarterTeu: confirmed[2]!,
      loadedDangerousGoodsQuarterTeu: loaded[2]!,
      reeferPlugs: offer.capacity[leg * 4 + 3]!,
      heldReeferPlugs: held[3]!,
      confirmedReeferPlugs: confirmed[3]!,
      loadedReeferPlugs: loaded[3]!,
    };
  });
}

export async function writeLedger(tx: Transaction, market: Market, offerIds: Iterable<string>): Promise<void> {
  const ids = [...offerIds];
  if (ids.length === 0) return;
  const rows = ids.flatMap((offerId) => ledgerRows(market, offerId));
  const legs = ids.map((offerId) => offerOf(market.book, offerId).terms.legs.length);
  // A new version of a sailing may have fewer legs.
  await tx.execute(
    sql`delete from ${tables.ledger} as row using unnest(${sql.param(ids)}::text[], ${sql.param(legs)}::int[]) as now (offer_id, legs) where row.offer_id = now.offer_id and row.leg >= now.legs`,
  );
  const set = Object.fromEntries(
    LEDGER_COLUMNS.map((column) => [
      column.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase()),
      excluded(column),
    ]),
  );
  await inChunks(rows, (chunk) =>
    tx
      .insert(tables.ledger)
      .values(chunk)
      .onConflictDoUpdate({ target: [tables.ledger.offerId, tables.ledger.leg], set }),
  );
}

export async function advanceMarket(
  tx: Transaction,
  name: string,
  to: {
    readonly sequence: number;
    readonly lastAt: Date;
    readonly programmePosition: number;
    readonly policyVersion: string | null;
  },
): Promise<void> {
  await tx.update(tables.markets).set(to).where(eq(tables.markets.name, name));
}
