import { Allocation } from '@greenlane/contracts/allocation';
import type { Envelope } from '@greenlane/contracts/envelope';
import { DEFAULT_BID_PRICE_RULES } from '@greenlane/contracts/policy';
import { PARTITION_COUNT } from '@greenlane/contracts/topics';
import type { DatabaseOptions } from '@greenlane/database/database';
import { manualClock } from '@greenlane/kernel/clock';
import { makeEmit } from '@greenlane/runtime/emit';
import { whileOpen } from '@greenlane/testing/contention';
import { sampleEnvelope } from '@greenlane/testing/envelopes';
import { type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Books, type BooksOptions, openBooks } from '../src/books.ts';
import { insertCommand } from '../src/commands.ts';
import { bookHash } from '../src/domain/book-snapshot.ts';
import { replay } from '../src/domain/market-snapshot.ts';
import { naiveRanking } from '../src/domain/naive-ranking.ts';
import { Fenced } from '../src/market-writer.ts';
import { appendProgrammeFact } from '../src/programme-facts.ts';
import { findMarket, readJournal } from '../src/store.ts';
import { outbox } from '../src/tables.ts';
import { DEFAULT_PROFILE, sampleDesignation, sampleOffer, samplePolicy, sampleRequest } from './samples.ts';

const EVERY_PARTITION = Array.from({ length: PARTITION_COUNT }, (_none, partition) => partition);

let database: TestDatabase;
let nextId = 0;
const newId = () => `id-${String(++nextId).padStart(6, '0')}`;
const clock = manualClock(new Date('2026-11-20T00:00:00Z'));

function open(
  options: Pick<BooksOptions, 'snapshotEvery' | 'eventsACommit'> = {},
  limits?: DatabaseOptions['limits'],
): Books {
  const emitFor = makeEmit({ serviceName: 'matching', outbox, clock, newId });
  return openBooks({
    db: database.open('matching', limits),
    clock,
    emitFor,
    newId,
    log: pino({ level: 'silent' }),
    makeEngine: naiveRanking,
    ...options,
  });
}

const envelope = (type: string, data: unknown, id = newId()): Envelope =>
  sampleEnvelope({ type, id, time: clock.now().toISOString(), subject: id, partitionkey: 'CHINA', data });
const published = (changes = {}) => envelope('org.greenlane.vessel-offer.published.v1', sampleOffer(changes));
const submitted = (changes = {}) => envelope('org.greenlane.cargo-request.submitted.v1', sampleRequest(changes));
const equipment = (units: number) => ({ ISOEquipmentCode: '45G1' as const, units, cargoGrossWeightKg: '9000' });

const give = (books: Books, ...envelopes: Envelope[]) => books.handleBatch({ partition: 0, envelopes });

async function oversold() {
  return database.query(
    `select l.offer_id, l.leg from matching.ledger l left join lateral (
       select coalesce(sum(a.quarter_teu), 0) teu, coalesce(sum(a.weight_kg), 0) kg from matching.allocation a
       where a.offer_id = l.offer_id and a.load_call <= l.leg and l.leg < a.discharge_call
         and a.status in ('held', 'confirmed', 'loaded', 'completed')) used on true
     where used.teu <> l.held_quarter_teu + l.confirmed_quarter_teu + l.loaded_quarter_teu or used.teu > l.quarter_teu
        or used.kg <> l.held_weight_kg + l.confirmed_weight_kg + l.loaded_weight_kg or used.kg > l.weight_kg`,
  );
}

beforeEach(async () => {
  database = await testDatabase(['matching']);
  clock.set(new Date('2026-11-20T00:00:00Z'));
  await database.open('matching').asWorker(async (tx) => {
    await appendProgrammeFact(tx, { kind: 'policy-published', policy: samplePolicy() });
    await appendProgrammeFact(tx, { kind: 'designation-changed', designation: sampleDesignation() });
  });
});
afterEach(() => database.close());

describe('a market and its database', () => {
  it('keeps journal, allocations, ledger and events of a batch in one commit', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, published(), submitted());
    expect(await database.query('select sequence, kind from matching.journal order by sequence')).toEqual([
      { sequence: '1', kind: 'policy-published' },
      { sequence: '2', kind: 'designation-changed' },
      { sequence: '3', kind: 'offer-published' },
      { sequence: '4', kind: 'request-submitted' },
    ]);
    const [row] = await database.query<{ payload: Allocation; status: string }>(
      'select payload, status from matching.allocation',
    );
    expect(row?.status).toBe('held');
    expect(Allocation.parse(row?.payload)).toEqual(row?.payload);
    expect(
      await database.query(
        'select leg, quarter_teu, held_quarter_teu, held_weight_kg from matching.ledger order by leg',
      ),
    ).toEqual([
      { leg: 0, quarter_teu: 400, held_quarter_teu: 80, held_weight_kg: 219_000 },
      { leg: 1, quarter_teu: 400, held_quarter_teu: 80, held_weight_kg: 219_000 },
      { leg: 2, quarter_teu: 400, held_quarter_teu: 0, held_weight_kg: 0 },
    ]);
    expect(
      await database.query(
        `select line::json->>'type' as type, line::json->>'partitionkey' as partition_key, line::json->>'audience' as audience
         from matching.outbox, string_to_table(envelopes, E'\\n') as line order by sequence`,
      ),
    ).toEqual([
      {
        type: 'org.greenlane.allocation.held.v1',
        partition_key: 'request-1',
        audience: 'exporter-a carrier-a',
      },
      { type: 'org.greenlane.cargo-request.decided.v1', partition_key: 'request-1', audience: 'exporter-a' },
    ]);
    expect(await oversold()).toEqual([]);
  });

  it('changes nothing when every event is delivered again', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    const events = [published(), submitted()];
    await give(books, ...events, ...events);
    const count = async () =>
      (
        await database.query(
          `select (select count(*) from matching.journal) j, (select count(*) from matching.outbox) o`,
        )
      )[0];
    const before = await count();
    await give(books, ...events);
    expect(await count()).toEqual(before);
  });

  it('parks an event that is wrong and goes on with the others', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, envelope('org.greenlane.vessel-offer.published.v1', { offerId: 'x' }), published(), submitted());
    expect(await database.query('select reason from matching.parked')).toEqual([{ reason: 'WRONG_SCHEMA' }]);
    expect(await database.query('select status from matching.allocation')).toEqual([{ status: 'held' }]);
  });

  it('is the same book from memory, from the journal and from a snapshot with its tail', async () => {
    const books = open({ snapshotEvery: 3 });
    await books.partitionsChanged(EVERY_PARTITION);
    await give(
      books,
      published({ confirmation: 'AUTO' }),
      published({ offerId: 'other', emissionProfile: DEFAULT_PROFILE }),
    );
    for (let place = 0; place < 12; place += 1) {
      await give(books, submitted({ requestId: `request-${place}`, equipment: equipment(3 + (place % 5)) }));
    }
    await give(
      books,
      envelope(
        'org.greenlane.vessel-offer.amended.v1',
        sampleOffer({ version: 2, capacity: { ...sampleOffer().capacity, teu: 40 } }),
      ),
    );
    clock.set(new Date('2026-11-21T00:00:00Z'));
    await books.tick();
    const inMemory = await books.read('CHINA', (market) => bookHash(market.book));
    await vi.waitFor(
      async () =>
        expect(await database.query('select count(*) > 0 as some from matching.snapshot')).toEqual([{ some: true }]),
      15_000,
    );
    const reader = open();
    const fromSnapshot = await reader.read('CHINA', (market) => bookHash(market.book));
    const db = database.open('matching');
    const replayed = await db.asWorker(async (tx) => {
      const row = await findMarket(tx, 'CHINA');
      return replay('CHINA', row!.bookId, await readJournal(tx, 'CHINA', { after: 0, limit: 1_000 }), naiveRanking);
    });
    expect([fromSnapshot, bookHash(replayed.book)]).toEqual([inMemory, inMemory]);
    expect(await oversold()).toEqual([]);
  });

  it('stops at once while a snapshot is being written, and is rebuilt without it', async () => {
    const books = open({ snapshotEvery: 1 });
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, published({ confirmation: 'AUTO' }), submitted());
    const inMemory = await books.read('CHINA', (market) => bookHash(market.book));
    await books.stop();
    expect(await database.query('select count(*)::int as n from matching.snapshot')).toEqual([{ n: 0 }]);
    expect(await open().read('CHINA', (market) => bookHash(market.book))).toEqual(inMemory);
  });

  it('answers what comes late about what has left the book as it would have there, and keeps the ledger of it', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, published(), submitted());
    const withdrawn = (changes = {}) =>
      envelope('org.greenlane.vessel-offer.withdrawn.v1', {
        offerId: 'offer-1',
        version: 2,
        market: 'CHINA',
        carrierId: 'carrier-a',
        reason: 'over',
        ...changes,
      });
    const cancelled = envelope('org.greenlane.cargo-request.cancelled.v1', {
      requestId: 'request-1',
      version: 2,
      market: 'CHINA',
      exporterId: 'exporter-a',
      reason: 'over',
    });
    const amended = envelope('org.greenlane.vessel-offer.amended.v1', sampleOffer({ version: 3 }));
    const standing = () =>
      books.read('CHINA', ({ book, sequence }) => [sequence, book.offers.size, book.requests.size, bookHash(book)]);
    // In one batch with what ends them, and later: an amendment, the first version, and the request by another event.
    await give(books, cancelled, withdrawn(), amended);
    const before = await standing();
    expect(before?.slice(0, 3)).toEqual([6, 0, 0]);
    await give(
      books,
      envelope('org.greenlane.vessel-offer.amended.v1', sampleOffer({ version: 4 })),
      published(),
      submitted(),
      withdrawn(),
    );
    expect(await standing()).toEqual(before);
    const db = database.open('matching');
    await db.asWorker((tx) =>
      insertCommand(tx, {
        commandId: 'late',
        market: 'CHINA',
        organisationId: 'exporter-a',
        input: { kind: 'units-chosen', requestId: 'request-1', offerId: 'offer-1', units: 1 },
      }),
    );
    await books.takePending('CHINA');
    expect(await database.query(`select outcome ->> 'code' as code from matching.command`)).toEqual([
      { code: 'TOO_MANY_UNITS' },
    ]);
    expect(await database.query('select status from matching.allocation')).toEqual([{ status: 'released' }]);
    expect(
      await database.query(
        `select (select left_sequence from matching.offer) as offer, (select left_sequence from matching.request) as request,
           (select sum(quarter_teu)::int from matching.ledger) as published, (select sum(held_quarter_teu)::int from matching.ledger) as held`,
      ),
    ).toEqual([{ offer: '6', request: '5', published: 1_200, held: 0 }]);
    expect(await open().read('CHINA', ({ book }) => bookHash(book))).toBe(before?.[3]);
    await books.stop();
  });

  it('refuses the commit of an owner that lost the market without knowing', async () => {
    const first = open();
    await first.partitionsChanged(EVERY_PARTITION);
    await give(first, published());
    const second = open();
    await second.partitionsChanged(EVERY_PARTITION);
    await give(second, submitted({ requestId: 'by-the-second' }));
    const before = await database.query('select sequence, kind from matching.journal order by sequence');
    await expect(give(first, submitted({ requestId: 'by-the-zombie' }))).rejects.toThrow(Fenced);
    expect(await database.query('select sequence, kind from matching.journal order by sequence')).toEqual(before);
    expect(await database.query('select request_id from matching.allocation')).toEqual([
      { request_id: 'by-the-second' },
    ]);
  });

  it('refuses no command and parks no event while another session holds the market, and takes both once it has gone', async () => {
    const books = open({}, { lock_timeout: 100 });
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, published(), submitted());
    const [held] = await database.query<{ id: string }>('select allocation_id as id from matching.allocation');
    await database.open('matching').asWorker((tx) =>
      insertCommand(tx, {
        commandId: 'waits',
        market: 'CHINA',
        organisationId: 'carrier-a',
        input: { kind: 'allocation-confirmed', allocationId: held!.id },
      }),
    );
    const second = submitted({ requestId: 'request-2' });
    const lock = { text: 'select from matching.market where name = $1 for update', values: ['CHINA'] };
    await whileOpen(database, lock, async () => {
      const isKept = { code: '55P03' };
      await expect(books.takePending('CHINA')).rejects.toMatchObject(isKept);
      await expect(give(books, second)).rejects.toMatchObject({ cause: isKept });
    });
    await books.takePending('CHINA');
    await give(books, second);
    expect(await database.query(`select outcome -> 'ok' as ok from matching.command`)).toEqual([{ ok: true }]);
    expect(await database.query('select event_id from matching.parked')).toEqual([]);
    expect(
      await database.query('select request_id, status from matching.allocation order by request_id, status'),
    ).toEqual([
      { request_id: 'request-1', status: 'confirmed' },
      { request_id: 'request-2', status: 'held' },
    ]);
  });

  describe('many events at once, decided ahead of their commits', () => {
    const requests = Array.from({ length: 200 }, (_none, place) => `request-${place}`);
    const events = () => [
      published(),
      ...requests.map((requestId) => submitted({ requestId, equipment: equipment(1) })),
    ];
    /** Refuses one request's journal entry, with a state of SQL. */
    const refuse = (requestId: string, state: string) =>
      database.query(`create or replace function matching.refuse() returns trigger language plpgsql as $$ begin
          if new.input -> 'request' ->> 'requestId' = '${requestId}' then raise exception using errcode = '${state}', message = 'refused'; end if;
          return new; end $$;
        create or replace trigger refuse before insert on matching.journal for each row execute function matching.refuse()`);
    const journalled = async () =>
      (
        await database.query<{ id: string }>(
          `select input -> 'request' ->> 'requestId' as id from matching.journal where kind = 'request-submitted' order by sequence`,
        )
      ).map(({ id }) => id);
    /** The book in memory is the fold of the journal, and the ledger the sum of the allocations. */
    async function expectWhole(books: Books): Promise<void> {
      const replayed = await database.open('matching').asWorker(async (tx) => {
        const row = await findMarket(tx, 'CHINA');
        const entries = await readJournal(tx, 'CHINA', { after: 0, limit: 1_000 });
        expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_entry, place) => place + 1));
        expect(row!.sequence).toBe(entries.length);
        return replay('CHINA', row!.bookId, entries, naiveRanking);
      });
      expect(await books.read('CHINA', (market) => bookHash(market.book))).toBe(bookHash(replayed.book));
      expect(await oversold()).toEqual([]);
      const [counted] = await database.query<{ decided: number; emitted: number }>(
        `select (select count(*)::int from matching.request where decision is not null) as decided,
           (select count(distinct line::json ->> 'subject')::int from matching.outbox, string_to_table(envelopes, E'\\n') as line
            where line::json ->> 'type' = 'org.greenlane.cargo-request.decided.v1') as emitted`,
      );
      const { length } = await journalled();
      expect(counted).toEqual({ decided: length, emitted: length });
    }

    it('are journalled in order and change nothing when they come again', async () => {
      const books = open({ eventsACommit: { least: 32, most: 64 } });
      await books.partitionsChanged(EVERY_PARTITION);
      const all = events();
      await give(books, ...all, ...all);
      await give(books, ...all);
      expect(await journalled()).toEqual(requests);
      await expectWhole(books);
      const commits = await database.query<{ events: number }>(
        `select count(*)::int as events from matching.journal where cause_id not like 'programme/%' group by xmin::text`,
      );
      expect(commits.length).toBeGreaterThan(3);
      expect(Math.max(...commits.map(({ events }) => events))).toBeLessThanOrEqual(64);
    });

    it('change nothing when the market has another owner since', async () => {
      const first = open({ eventsACommit: { least: 32, most: 64 } });
      await first.partitionsChanged(EVERY_PARTITION);
      const [offer, ...others] = events();
      await give(first, offer!);
      const second = open();
      await second.partitionsChanged(EVERY_PARTITION);
      await give(second, submitted({ requestId: 'by-the-second' }));
      await expect(give(first, ...others)).rejects.toThrow(Fenced);
      expect(await journalled()).toEqual(['by-the-second']);
      await give(second, ...others);
      expect(await journalled()).toEqual(['by-the-second', ...requests]);
      await expectWhole(second);
    });

    it('lose only the one that cannot be stored: it is parked', async () => {
      const books = open({ eventsACommit: { least: 32, most: 64 } });
      await books.partitionsChanged(EVERY_PARTITION);
      await refuse('request-150', 'P0001');
      await give(books, ...events());
      expect(await journalled()).toEqual(requests.filter((id) => id !== 'request-150'));
      expect(await database.query('select reason, event_type from matching.parked')).toEqual([
        { reason: 'HANDLER_FAILED', event_type: 'org.greenlane.cargo-request.submitted.v1' },
      ]);
      await expectWhole(books);
    });

    it('stand up to the commit that failed in an outage; nothing behind it stays, and all are taken once', async () => {
      const books = open({ eventsACommit: { least: 32, most: 64 } });
      await books.partitionsChanged(EVERY_PARTITION);
      await refuse('request-150', '57P01');
      const all = events();
      await expect(give(books, ...all)).rejects.toThrow('refused');
      const stand = await journalled();
      expect(stand).toEqual(requests.slice(0, stand.length));
      expect([stand.length > 0, stand.length <= 150]).toEqual([true, true]);
      await expectWhole(books);
      await database.query('drop trigger refuse on matching.journal');
      await give(books, ...all);
      expect(await journalled()).toEqual(requests);
      await expectWhole(books);
    });
  });

  it('never oversells however many commands race for the last space', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    await give(
      books,
      published({
        emissionProfile: DEFAULT_PROFILE,
        capacity: { teu: 100, weightTonnes: '9999', dangerousGoodsTeu: 0, reeferPlugs: 0 },
      }),
    );
    await give(
      books,
      ...Array.from({ length: 64 }, (_none, client) =>
        submitted({ requestId: `client-${client}`, allocationMode: 'MANUAL', equipment: equipment(1 + (client % 4)) }),
      ),
    );
    const db = database.open('matching');
    await Promise.all(
      Array.from({ length: 64 }, async (_none, client) => {
        await db.asWorker((tx) =>
          insertCommand(tx, {
            commandId: newId(),
            market: 'CHINA',
            organisationId: 'exporter-a',
            input: { kind: 'units-chosen', requestId: `client-${client}`, offerId: 'offer-1', units: 1 + (client % 4) },
          }),
        );
        await books.takePending('CHINA');
      }),
    );
    expect(await database.query('select count(*)::int as left from matching.command where outcome is null')).toEqual([
      { left: 0 },
    ]);
    const [sold] = await database.query<{ teu: number }>(
      `select sum(quarter_teu)::int / 4 as teu from matching.allocation`,
    );
    expect(sold).toEqual({ teu: 100 });
    expect(await oversold()).toEqual([]);
  });

  it('cannot store an oversold row even when asked to', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    await give(books, published(), submitted());
    await expect(database.query('update matching.ledger set held_quarter_teu = 401 where leg = 0')).rejects.toThrow(
      /teu_not_oversold/,
    );
  });

  it('solves bid prices beside the writer, journals them, and rests on the fixed share until there is history', async () => {
    const books = open();
    await books.partitionsChanged(EVERY_PARTITION);
    const protection = {
      mode: 'BID_PRICE' as const,
      sharePercent: 35,
      floorSharePercent: 10,
      releaseHoursBeforeCutOff: 72,
      bidPrice: {
        ...DEFAULT_BID_PRICE_RULES,
        learning: { historyDays: 84, minimumDays: 1, minimumPriorityRequests: 2 },
      },
    };
    await database.open('matching').asWorker(async (tx) => {
      const policy = samplePolicy({ version: '2026-2', effectiveFrom: '2026-11-02T00:00:00Z' }, { protection });
      await appendProgrammeFact(tx, { kind: 'policy-published', policy });
    });
    await give(books, published(), submitted({ requestId: 'priority-1', exporterId: 'exporter-p' }));
    await books.solvePrices();
    const basis = () =>
      books.read('CHINA', ({ book }) => [book.protectionBasis.kind, book.offers.get('offer-1')?.gate]);
    expect(await basis()).toEqual(['FIXED_SHARE', null]);
    clock.set(new Date('2026-11-22T00:00:00Z'));
    await give(books, submitted({ requestId: 'priority-2', exporterId: 'exporter-p' }));
    await books.solvePrices();
    const [kind, gate] = (await basis())!;
    expect(kind).toBe('BOOKING_CURVE');
    expect(gate).toMatchObject({ terms: { offerId: 'offer-1' } });
    const sequence = await books.read('CHINA', (market) => market.sequence);
    await books.solvePrices();
    expect(await books.read('CHINA', (market) => market.sequence)).toBe(sequence);
    const journal = await database
      .open('matching')
      .asWorker((tx) => readJournal(tx, 'CHINA', { after: 0, limit: 100 }));
    expect(journal.filter(({ input }) => input.kind === 'bid-prices-solved')).toHaveLength(2);
    const hash = await books.read('CHINA', (market) => bookHash(market.book));
    const bookId = (await database.open('matching').asWorker((tx) => findMarket(tx, 'CHINA')))!.bookId;
    expect(bookHash(replay('CHINA', bookId, journal, naiveRanking).book)).toBe(hash);
    await books.stop();
  });
});
