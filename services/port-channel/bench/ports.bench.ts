import { isDeepStrictEqual } from 'node:util';
import { hasValidIso6346CheckDigit } from '@greenlane/contracts/values';
import type { Database } from '@greenlane/database/database';
import type { AdminConnection } from '@greenlane/database/migrate';
import { assert } from '@greenlane/kernel/assert';
import { systemClock } from '@greenlane/kernel/clock';
import { messagingTables } from '@greenlane/messaging/tables';
import { makeEmit } from '@greenlane/runtime/emit';
import { newUuid } from '@greenlane/runtime/ids';
import type { Bench } from '@greenlane/testing/bench/bench';
import { reopenTestDatabase, type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { pgSchema } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { readEquipmentEvent, versionHashOf } from '../src/domain/equipment-event.ts';
import { type DwellQuestion, readSums, rollUpChanges } from '../src/dwell-rollups.ts';
import { type IncomingEvent, ingestEvents } from '../src/ingest.ts';
import { policyInForce } from '../src/policy-in-force.ts';

const PORTS = ['CNSGH', 'CNNBO', 'CNYTN', 'CNQIN', 'CNXAM', 'CNTAC', 'CNLYG', 'CNDAL'] as const;
const TERMINALS = ['T1', 'T2', 'T3'] as const;
const MODES = ['TRUCK', 'RAIL', 'BARGE'] as const;
/** Every so-manieth box has an allocation of the programme: by one of eight carriers, for one of three clusters or none. */
const ASSIGNED_EVERY = 9;
/** No box of the feed moves at midnight to the second: such a stamp may be a mere day, and would be held. */
const BASE = Date.parse('2026-06-01T00:07:03Z');
const HOUR = 3_600_000;
const MONTH_SECONDS = 30 * 86_400;

/** So many messages about boxes that gate in one after the other over a month, in two hundred waves. */
type Feed = { readonly events: number; readonly waveBoxes: number; readonly gateInEverySeconds: number };
const feedOf = (events: number): Feed => ({
  events,
  waveBoxes: events / 200,
  gateInEverySeconds: Math.floor(MONTH_SECONDS / (events / 4)),
});

function containerNumber(serial: number): string {
  const body = `GLNU${String(serial).padStart(6, '0')}`;
  for (let digit = 0; digit < 10; digit += 1)
    if (hasValidIso6346CheckDigit(`${body}${digit}`)) return `${body}${digit}`;
  throw new Error('one of ten digits is the check digit');
}

function message(
  { gateInEverySeconds }: Feed,
  serial: number,
  code: string,
  classifier: string,
  hours: number,
): string {
  const port = PORTS[serial % PORTS.length];
  const at = new Date(BASE + serial * gateInEverySeconds * 1_000 + hours * HOUR).toISOString();
  return JSON.stringify({
    eventID: `${String(serial).padStart(8, '0')}-0000-4000-8000-${code}${classifier}00000`,
    eventCreatedDateTime: at,
    eventType: 'EQUIPMENT',
    eventClassifierCode: classifier,
    eventDateTime: at,
    equipmentEventTypeCode: code,
    equipmentReference: containerNumber(serial),
    ISOEquipmentCode: '45G1',
    emptyIndicatorCode: 'LADEN',
    eventLocation: { UNLocationCode: port, facilityCode: TERMINALS[serial % 3], facilityCodeListProvider: 'SMDG' },
    transportCall: {
      transportCallID: `tc-${serial % 500}`,
      carrierServiceCode: 'AEU3',
      exportVoyageNumber: '054W',
      modeOfTransport: MODES[Math.floor(serial / 24) % MODES.length],
      vessel: { vesselIMONumber: '9321483', vesselName: 'King of the Seas' },
    },
    references: [{ referenceType: 'FF', referenceValue: `FF-${serial}` }],
  });
}

/** A wave of a feed: boxes that gate in now beside customs, estimates and loads of boxes that gated in waves ago. */
function wave(feed: Feed, number: number): string[] {
  const boxes = feed.waveBoxes;
  const lines: string[] = [];
  for (let index = 0; index < boxes; index += 1) {
    const of = (age: number) => (number - age) * boxes + index;
    lines.push(message(feed, of(0), 'GTIN', 'ACT', 0));
    if (number >= 1)
      lines.push(message(feed, of(1), 'CUSR', 'ACT', 5 + (of(1) % 7)), message(feed, of(1), 'LOAD', 'EST', 48));
    if (number >= 3) lines.push(message(feed, of(3), 'LOAD', 'ACT', 30 + (of(3) % 90)));
  }
  return lines;
}

/** As the route takes them; of bare rows the protocol would allow three times as many, which is no faster. */
const BATCH = 1_000;
const CONNECTIONS = 3;
const MILLION = feedOf(1_000_000);
const FEW = feedOf(10_000);

/** Works through chunks with as many transactions at once as either side has connections. */
async function inChunks<Item>(
  lines: readonly Item[],
  size: number,
  take: (chunk: readonly Item[]) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < lines.length) {
      const chunk = lines.slice(next, next + size);
      next += size;
      await take(chunk);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

/** A copy of the events table, with its key and indexes. */
const BARE = `create schema bare; create table bare.event (like port_channel.equipment_event including all)`;
const BARE_COLUMNS = [
  ...['event_id', 'version_hash', 'equipment_reference', 'un_location_code', 'equipment_event_type_code'],
  ...['event_classifier_code', 'event_at', 'event_date_time', 'updated_date_time', 'is_retracted', 'is_empty'],
  ...['is_confirmed', 'sent_location_code', 'facility_code', 'mode_of_transport', 'is_current', 'original'],
  ...['exporter_id', 'submitted_by', 'carrier_id', 'recorded_by', 'recorded_at'],
];

/** The least that keeps the same events: their columns, already made, in multi-row INSERTs, a transaction each. */
async function insertBare(pool: pg.Pool, rows: readonly (readonly unknown[])[]): Promise<void> {
  const places = rows.map(
    (_row, index) =>
      `(${BARE_COLUMNS.map((_name, column) => `$${index * BARE_COLUMNS.length + column + 1}`).join(',')})`,
  );
  await pool.query(`insert into bare.event (${BARE_COLUMNS.join(',')}) values ${places.join(',')}`, rows.flat());
}

function bareRow(line: string): readonly unknown[] {
  const read = readEquipmentEvent(JSON.parse(line));
  assert(read.ok && read.value.kind === 'equipment', 'every message of the bench is a good one');
  const { event } = read.value;
  const now = new Date();
  return [
    ...[event.eventID, versionHashOf(event), event.equipmentReference, event.UNLocationCode],
    ...[event.equipmentEventTypeCode, event.eventClassifierCode, event.eventDateTime, event.eventDateTime],
    ...[event.updatedDateTime, event.isRetracted, event.isEmpty, false, null, event.facilityCode ?? null],
    ...[event.modeOfTransport ?? null, true, line, null, null, null, 'operator', now],
  ];
}

/** What so many messages say of dwell, without any of our code: boxes by serial, gated in at 0 h and loaded after 30 h and more. */
function expectedOf(feed: Feed): { readonly open: number; readonly completed: number; readonly minutes: number } {
  const { events } = feed;
  let [open, completed, minutes, sent] = [0, 0, 0, 0];
  for (let number = 0; sent < events; number += 1)
    for (const line of wave(feed, number).slice(0, events - sent)) {
      const { eventID, eventClassifierCode, equipmentEventTypeCode } = JSON.parse(line) as Record<string, string>;
      sent += 1;
      if (equipmentEventTypeCode === 'GTIN') open += 1;
      if (equipmentEventTypeCode !== 'LOAD' || eventClassifierCode !== 'ACT') continue;
      open -= 1;
      completed += 1;
      minutes += (30 + (Number(eventID?.slice(0, 8)) % 90)) * 60;
    }
  return { open, completed, minutes };
}

/** Allocations with a container each for some of the boxes that so many messages are about. */
async function assignBoxes(database: TestDatabase, { events }: Feed): Promise<void> {
  const serials = Array.from(
    { length: Math.ceil(events / 3 / ASSIGNED_EVERY) },
    (_unused, index) => index * ASSIGNED_EVERY,
  );
  await database.query(
    `with box as (
       select 'allocation-' || serial as id, 'request-' || serial as request, 'carrier-' || serial % 8 as carrier, reference, port, serial
       from unnest($1::int[], $2::text[], $3::text[]) as box (serial, reference, port)
     ), allocation as (
       insert into port_channel.allocation (allocation_id, version, status, request_id, exporter_id, submitted_by, carrier_id, cluster_code,
         priority, indicative, policy_version, units, iso_equipment_code, dangerous_goods, vessel_imo_number, vessel_name,
         carrier_export_voyage_number, load_port, departure_date_time, cut_offs)
       select id, 1, 'confirmed', request, 'exporter', 'exporter', carrier, (array['YANCHENG', 'JIAXING', 'HUIZHOU', null])[serial / 8 % 4 + 1],
         false, true, 'none', 1, '45G1', case when serial % 5 = 0 then '[{"UNNumber": "3480"}]' else '[]' end::jsonb, '9321483',
         'King of the Seas', '054W', port, '2026-12-01T00:00:00Z', '[]' from box
     )
     insert into port_channel.container_assignment (allocation_id, unit_number, equipment_reference, exporter_id, submitted_by, carrier_id,
       load_port, is_live, assigned_at)
     select id, 1, reference, 'exporter', 'exporter', carrier, port, true, now() from box`,
    [serials, serials.map(containerNumber), serials.map((serial) => PORTS[serial % PORTS.length])],
  );
  // As autovacuum would long have done.
  await database.query('analyze port_channel.allocation, port_channel.container_assignment');
}

/** Takes messages in as the route does, from text to stored events, clocks, statistics, quarantine and outbox. */
function ingester(db: Database): (chunk: readonly string[]) => Promise<void> {
  const emit = makeEmit({
    serviceName: 'port-channel',
    outbox: messagingTables(pgSchema('port_channel')).outbox,
    clock: systemClock,
    newId: () => newUuid(systemClock),
  })({});
  return (chunk) =>
    db.asWorker(async (tx) => {
      const incoming = chunk.map((line): IncomingEvent => {
        const read = readEquipmentEvent(JSON.parse(line));
        assert(read.ok && read.value.kind === 'equipment', 'every message of the bench is a good one');
        return { event: read.value.event, details: read.value.details, original: line };
      });
      const results = await ingestEvents(tx, emit, incoming, { recordedBy: 'operator', now: new Date() });
      assert(
        results.every(({ result }) => result === 'accepted'),
        'every message of the bench is accepted',
      );
    });
}

async function rollUp(db: Database): Promise<void> {
  while (await db.asWorker(rollUpChanges));
}

/** Wave by wave: first by `before`, when there is a rival, then by us; the seconds that we took. */
async function ingestAll(
  db: Database,
  feed: Feed,
  before: (lines: readonly string[]) => Promise<void> = async () => {},
): Promise<number> {
  const ingest = ingester(db);
  const { events } = feed;
  let [taken, sent] = [0, 0];
  for (let number = 0; sent < events; number += 1) {
    const lines = wave(feed, number).slice(0, events - sent);
    sent += lines.length;
    await before(lines);
    // As the service's job does, beside those who record: what the wave before left.
    taken += await seconds(async () => void (await Promise.all([inChunks(lines, BATCH, ingest), rollUp(db)])));
  }
  return taken + (await seconds(() => rollUp(db)));
}

/** The database that holds the million, once one has been made: the two benches share it. */
let million: AdminConnection | undefined;

const ingestBench: Bench = {
  name: 'ports.ingest-1m',
  what: 'a million T&T messages from text to stored events, folded clocks, statistics, quarantine and outbox; one operation is one message',
  rival:
    'bare INSERTs: the same events as ready columns into a copy of the events table with its key and indexes, same batch, same connections',
  better: 'higher',
  floor: 0.3,
  judged: 'best',
  runs: 1,
  prepare: async ({ postgres }) => {
    await postgres();
    const database = await testDatabase(['port_channel']);
    await database.query(BARE);
    await assignBoxes(database, MILLION);
    const db = database.open('port_channel');
    const pool = new pg.Pool({ ...database.admin, max: CONNECTIONS });
    const [durable] = await database.query<{ fsync: string; commit: string }>(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    assert(durable?.fsync === 'on' && durable.commit === 'on', 'both sides commit to disk');
    return {
      measure: async () => {
        let bare = 0;
        const ours = await ingestAll(db, MILLION, async (lines) => {
          const rows = lines.map(bareRow);
          bare += await seconds(() => inChunks(rows, BATCH, (chunk) => insertBare(pool, chunk)));
        });
        const [kept] = await database.query<{ ours: number; bare: number; missing: number; open: number }>(
          `select (select count(*)::int from port_channel.equipment_event) as ours, (select count(*)::int from bare.event) as bare,
             (select count(*)::int from (select event_id, version_hash, equipment_reference, event_at, original::text from port_channel.equipment_event
               except select event_id, version_hash, equipment_reference, event_at, original::text from bare.event) only_ours) as missing,
             (select count(*)::int from port_channel.visit where state = 'open') as open`,
        );
        assert(
          kept?.ours === MILLION.events && kept.bare === MILLION.events && kept.missing === 0,
          'both sides hold every message, the same',
        );
        const expected = expectedOf(MILLION);
        const sums = await total(db);
        assert(
          sums.completed === expected.completed && sums.minutes === expected.minutes && sums.open === expected.open,
          'statistics count every box with its minutes',
        );
        assert(kept.open === expected.open, 'every box that did not load is open');
        million = database.admin;
        return {
          ratio: bare / ours,
          figures: {
            'ours a second': Math.round(MILLION.events / ours),
            'bare a second': Math.round(MILLION.events / bare),
            events: MILLION.events,
            'boxes loaded': sums.completed,
            'rows a transaction, both': BATCH,
            'connections, each': CONNECTIONS,
            'fsync and synchronous_commit': 'on',
          },
        };
      },
      close: async () => {
        await pool.end();
        await database.close();
      },
    };
  },
};

const QUESTIONS: readonly DwellQuestion['values'][] = [
  {},
  ...PORTS.map((port) => ({ UNLocationCode: [port] })),
  { UNLocationCode: ['CNSGH'], facilityCode: ['T2'] },
  { UNLocationCode: ['CNNBO'], clusterCode: ['JIAXING'] },
  { carrierId: ['carrier-3'] },
  { dangerousGoods: ['true'] },
  { gateInMode: ['BARGE'] },
  { UNLocationCode: ['CNYTN'], gateInMode: ['RAIL'] },
];
const FINEST: DwellQuestion['values'] = {
  UNLocationCode: ['CNSGH'],
  carrierId: ['carrier-0'],
  clusterCode: ['YANCHENG'],
};
const READS = 600;

const readAs = (db: Database, values: DwellQuestion['values']) =>
  db.asTenant({ organisationId: 'authority', role: 'authority' }, async (tx) => {
    await policyInForce(tx, new Date());
    return readSums(tx, { values, from: undefined, to: undefined });
  });

async function total(
  db: Database,
): Promise<{ readonly open: number; readonly completed: number; readonly minutes: number }> {
  const { GREEN, ORDINARY } = await readAs(db, {});
  return {
    open: GREEN.openBoxes + ORDINARY.openBoxes,
    completed: GREEN.completed.count + ORDINARY.completed.count,
    minutes: GREEN.completed.sumMinutes + ORDINARY.completed.sumMinutes,
  };
}

async function millisecondsOf(db: Database, values: DwellQuestion['values']): Promise<number> {
  return (await seconds(async () => void (await readAs(db, values)))) * 1_000;
}

/** A database with so many messages taken in, as autovacuum would have it by the time anyone reads. */
async function ingested(feed: Feed, made?: AdminConnection): Promise<{ database: TestDatabase; db: Database }> {
  const database = made ? reopenTestDatabase(made) : await testDatabase(['port_channel']);
  const db = database.open('port_channel');
  if (!made) {
    await assignBoxes(database, feed);
    await ingestAll(db, feed);
  }
  for (const table of ['dwell_day', 'dwell_change', 'open_box'])
    await database.query(`vacuum analyze port_channel.${table}`);
  return { database, db };
}

const p99 = (values: readonly number[]): number =>
  values.toSorted((first, second) => first - second)[Math.floor(values.length * 0.99)] ?? 0;
const rounded = (value: number) => Math.round(value * 100) / 100;

export const benches: readonly Bench[] = [
  ingestBench,
  {
    name: 'ports.statistics-read',
    what: 'dwell statistics of all, of a port and by each filter beside it, after a million messages were taken in; p99 of 600 reads',
    rival: 'the same reads after 10,000 messages',
    better: 'lower',
    floor: 2,
    judged: 'best',
    prepare: async ({ postgres }) => {
      await postgres();
      const small = await ingested(FEW);
      const large = await ingested(MILLION, million);
      for (const [{ db }, feed] of [
        [small, FEW],
        [large, MILLION],
      ] as const) {
        const expected = expectedOf(feed);
        assert(isDeepStrictEqual(await total(db), expected), 'the totals count every box with its minutes');
      }
      return {
        measure: async () => {
          const times = { small: [] as number[], large: [] as number[], finest: [] as number[] };
          for (let read = 0; read < READS; read += 1) {
            const values = QUESTIONS[read % QUESTIONS.length] ?? {};
            times.small.push(await millisecondsOf(small.db, values));
            times.large.push(await millisecondsOf(large.db, values));
            if (read % 20 === 0) times.finest.push(await millisecondsOf(large.db, FINEST));
          }
          return {
            ratio: p99(times.large) / p99(times.small),
            figures: {
              'p99 ms at 1,000,000': rounded(p99(times.large)),
              'p99 ms at 10,000': rounded(p99(times.small)),
              'p99 ms of three filters at 1,000,000': rounded(p99(times.finest)),
            },
          };
        },
        close: async () => {
          await small.database.close();
          await large.database.close();
        },
      };
    },
  },
];
