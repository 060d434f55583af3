import { hasValidIso6346CheckDigit } from '@greenlane/contracts/values';
import type { Database } from '@greenlane/database/database';
import { assert } from '@greenlane/kernel/assert';
import { systemClock } from '@greenlane/kernel/clock';
import { messagingTables } from '@greenlane/messaging/tables';
import { makeEmit } from '@greenlane/runtime/emit';
import { newUuid } from '@greenlane/runtime/ids';
import type { Bench } from '@greenlane/testing/bench/bench';
import { type TestDatabase, testDatabase } from '@greenlane/testing/postgres';
import { pgSchema } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { readEquipmentEvent, versionHashOf } from '../src/domain/equipment-event.ts';
import type { DwellChange } from '../src/domain/rollup.ts';
import { appendChanges, type DwellQuestion, readSums, rollUpChanges } from '../src/dwell-rollups.ts';
import { type IncomingEvent, ingestEvents } from '../src/ingest.ts';
import { policyInForce } from '../src/policy-in-force.ts';

const PORTS = ['CNSGH', 'CNNBO', 'CNYTN', 'CNQIN', 'CNXAM', 'CNTAC', 'CNLYG', 'CNDAL'] as const;
const TERMINALS = ['T1', 'T2', 'T3'] as const;
const BASE = Date.parse('2026-06-01T00:07:00Z');
const HOUR = 3_600_000;

function containerNumber(serial: number): string {
  const body = `GLNU${String(serial).padStart(6, '0')}`;
  for (let digit = 0; digit < 10; digit += 1)
    if (hasValidIso6346CheckDigit(`${body}${digit}`)) return `${body}${digit}`;
  throw new Error('one of ten digits is the check digit');
}

function message(serial: number, code: string, classifier: string, hours: number): string {
  const port = PORTS[serial % PORTS.length];
  const at = new Date(BASE + (serial % 2_000) * 1_260_000 + hours * HOUR).toISOString();
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
      modeOfTransport: 'TRUCK',
      vessel: { vesselIMONumber: '9321483', vesselName: 'King of the Seas' },
    },
    references: [{ referenceType: 'FF', referenceValue: `FF-${serial}` }],
  });
}

/** A wave of a feed: boxes that gate in now beside customs, estimates and loads of boxes that gated in waves ago. */
function wave(number: number, boxes: number): string[] {
  const lines: string[] = [];
  for (let index = 0; index < boxes; index += 1) {
    const of = (age: number) => (number - age) * boxes + index;
    lines.push(message(of(0), 'GTIN', 'ACT', 0));
    if (number >= 1) lines.push(message(of(1), 'CUSR', 'ACT', 5 + (of(1) % 7)), message(of(1), 'LOAD', 'EST', 48));
    if (number >= 3) lines.push(message(of(3), 'LOAD', 'ACT', 30 + (of(3) % 90)));
  }
  return lines;
}

/** A slow machine stops here and says how far it came: the ratio is of what both sides took. */
const LONGEST_SECONDS = 240;
/** As the route takes them. */
const CHUNK = 1_000;
/** 22 columns a row: the protocol allows 65,535 parameters a statement. */
const BARE_CHUNK = 500;
const CONNECTIONS = 3;

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

function ingestBench(options: { readonly name: string; readonly events: number; readonly waveBoxes: number }): Bench {
  return {
    name: options.name,
    what: `${options.events.toLocaleString('en')} T&T messages from text to stored events, folded clocks, statistics, quarantine and outbox; one operation is one message`,
    rival:
      'bare INSERTs of 500 rows: the same events as ready columns into a copy of the events table with its key and indexes, as many connections',
    better: 'higher',
    floor: 0.3,
    judged: 'best',
    runs: 1,
    prepare: async ({ postgres }) => {
      await postgres();
      const database = await testDatabase(['port_channel']);
      await database.query(BARE);
      const db = database.open('port_channel');
      const pool = new pg.Pool({ ...database.admin, max: CONNECTIONS });
      const emit = makeEmit({
        serviceName: 'port-channel',
        outbox: messagingTables(pgSchema('port_channel')).outbox,
        clock: systemClock,
        newId: () => newUuid(systemClock),
      })({});
      const ingest = (chunk: readonly string[]): Promise<void> =>
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
      return {
        measure: async () => {
          let [ours, bare, sent] = [0, 0, 0];
          for (let number = 0; sent < options.events && ours + bare < LONGEST_SECONDS; number += 1) {
            const lines = wave(number, options.waveBoxes).slice(0, options.events - sent);
            sent += lines.length;
            const rows = lines.map(bareRow);
            bare += await seconds(() => inChunks(rows, BARE_CHUNK, (chunk) => insertBare(pool, chunk)));
            ours += await seconds(async () => {
              await inChunks(lines, CHUNK, ingest);
              while (await db.asWorker(rollUpChanges));
            });
          }
          const counted = await database.query<{ events: number; visits: number; bare: number }>(
            `select (select count(*)::int from port_channel.equipment_event) as events, (select count(*)::int from port_channel.visit) as visits,
              (select count(*)::int from bare.event) as bare`,
          );
          assert(counted[0]?.events === sent && counted[0].bare === sent, 'both sides hold every message');
          return {
            ratio: bare / ours,
            figures: {
              'ours a second': Math.round(sent / ours),
              'bare a second': Math.round(sent / bare),
              events: sent,
              visits: counted[0].visits,
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
}

const CARRIERS = 8;
const CLUSTERS = ['YANCHENG', 'JIAXING', 'HUIZHOU', ''] as const;
const DAYS = 30;
/** Completed boxes that so many events come to: four events a box. */
const EVENTS_A_BOX = 4;

function completedBox(serial: number): DwellChange {
  // A multiplicative hash spreads the dimensions independently of each other.
  const mixed = (serial * 2_654_435_761) % 4_294_967_296;
  const day = new Date(BASE + (mixed % DAYS) * 24 * HOUR).toISOString().slice(0, 10);
  const lane = mixed % 5 === 0 ? 'GREEN' : 'ORDINARY';
  return {
    sign: 1,
    state: 'completed',
    lane,
    group: {
      UNLocationCode: PORTS[mixed % PORTS.length] ?? '',
      facilityCode: TERMINALS[(mixed >> 3) % 3] ?? '',
      carrierId: `carrier-${(mixed >> 5) % CARRIERS}`,
      clusterCode: CLUSTERS[(mixed >> 8) % CLUSTERS.length] ?? '',
      dangerousGoods: (mixed >> 10) % 8 === 0 ? 'true' : 'false',
      gateInMode: (['TRUCK', 'RAIL', 'BARGE'] as const)[(mixed >> 13) % 3] ?? '',
    },
    loadDay: day,
    dwellMinutes: (lane === 'GREEN' ? 600 : 2_400) + ((mixed >> 4) % 7_200),
    isWithinTarget: mixed % 3 === 0,
    stages: { gateToCustomsMinutes: 60, customsMinutes: 120, yardMinutes: 900 },
  };
}

const QUESTIONS: readonly DwellQuestion['values'][] = [
  {},
  ...PORTS.map((port) => ({ UNLocationCode: [port] })),
  { UNLocationCode: ['CNSGH'], facilityCode: ['T2'] },
  { UNLocationCode: ['CNNBO'], clusterCode: ['JIAXING'] },
  { carrierId: ['carrier-3'] },
  { dangerousGoods: ['true'] },
  { UNLocationCode: ['CNYTN'], gateInMode: ['RAIL'] },
];
const FINEST: DwellQuestion['values'] = {
  UNLocationCode: ['CNSGH'],
  carrierId: ['carrier-3'],
  clusterCode: ['YANCHENG'],
};
const READS = 600;

async function filled(events: number): Promise<{ database: TestDatabase; db: Database }> {
  const database = await testDatabase(['port_channel']);
  const db = database.open('port_channel');
  const boxes = events / EVENTS_A_BOX;
  const step = 10_000;
  for (let start = 0; start < boxes; start += step) {
    const changes = Array.from({ length: Math.min(step, boxes - start) }, (_unused, index) =>
      completedBox(start + index),
    );
    await db.asWorker(async (tx) => appendChanges(tx, changes));
    while (await db.asWorker(rollUpChanges));
  }
  // What autovacuum would have done by the time anyone reads.
  await database.query('vacuum analyze port_channel.dwell_day');
  await database.query('vacuum analyze port_channel.dwell_change');
  return { database, db };
}

async function readOnce(
  db: Database,
  values: DwellQuestion['values'],
): Promise<{ milliseconds: number; count: number }> {
  const began = performance.now();
  const sums = await db.asTenant({ organisationId: 'authority', role: 'authority' }, async (tx) => {
    await policyInForce(tx, new Date());
    return readSums(tx, { values, from: undefined, to: undefined });
  });
  return { milliseconds: performance.now() - began, count: sums.GREEN.completed.count + sums.ORDINARY.completed.count };
}

const p99 = (values: readonly number[]): number =>
  values.toSorted((first, second) => first - second)[Math.floor(values.length * 0.99)] ?? 0;
const rounded = (value: number) => Math.round(value * 100) / 100;

export const benches: readonly Bench[] = [
  ingestBench({ name: 'ports.ingest-1m', events: 1_000_000, waveBoxes: 5_000 }),
  {
    name: 'ports.statistics-read',
    what: 'dwell statistics of all, of a port and by each filter beside it, after 1,000,000 equipment events; p99 of 600 reads',
    rival: 'the same reads after 10,000 events',
    better: 'lower',
    floor: 2,
    judged: 'best',
    prepare: async ({ postgres }) => {
      await postgres();
      const small = await filled(10_000);
      const large = await filled(1_000_000);
      const total = await readOnce(large.db, {});
      assert(total.count === 250_000, 'the totals count every box');
      return {
        measure: async () => {
          const times = { small: [] as number[], large: [] as number[], finest: [] as number[] };
          for (let read = 0; read < READS; read += 1) {
            const values = QUESTIONS[read % QUESTIONS.length] ?? {};
            times.small.push((await readOnce(small.db, values)).milliseconds);
            times.large.push((await readOnce(large.db, values)).milliseconds);
            if (read % 20 === 0) times.finest.push((await readOnce(large.db, FINEST)).milliseconds);
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
