import { assert } from '@greenlane/kernel/assert';
import pg from 'pg';
import type { Book } from '../src/domain/book.ts';
import { isProtected, leastUnits, protectedAmount, type Question } from '../src/domain/feasibility.ts';
import { DIMENSION_COUNT } from '../src/domain/terms.ts';
import { POLICY } from './bench-books.ts';

/**
 * The same book in PostgreSQL, as well as it can be kept there: one row a pair of calls, its tightest leg counted in advance, ports
 * as small integers, and an index in rank order. Statements are prepared once a connection.
 */
export type Address = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
};

const COLUMNS = [
  'offer_id text',
  'load_port smallint',
  'discharge_port smallint',
  'load_call smallint',
  'discharge_call smallint',
  'grams int',
  'arrival int',
  'rate int',
  'currency text',
  'gate int',
  'dangerous_gate int',
  'valid_until int',
  'equipment int',
  'dangerous boolean',
  'free_teu int',
  'free_kg int',
  'free_dg int',
  'free_plugs int',
  'kept_teu int',
  'kept_kg int',
  'kept_dg int',
  'kept_plugs int',
] as const;

/** A size-type and objective for which the table is in rank order: 45G1 by CO2e. */
export const RIVAL_EQUIPMENT = 6;
const RIVAL_CLASS = 2;

export const portNumber = (port: string) => Number(port.slice(1));

function rowsOf(book: Book): unknown[][] {
  return [...book.offers.values()].flatMap((offer) =>
    offer.terms.lanes.map((lane): unknown[] => {
      const free = [0, 1, 2, 3].map(() => 2_147_483_647);
      const open = [...free];
      for (let leg = lane.loadCall; leg < lane.dischargeCall; leg += 1) {
        for (let dimension = 0; dimension < DIMENSION_COUNT; dimension += 1) {
          const at = leg * DIMENSION_COUNT + dimension;
          const left = offer.capacity[at]! - offer.used[at]!;
          const kept = isProtected(offer, POLICY) ? protectedAmount(offer, POLICY, at) : 0;
          free[dimension] = Math.min(free[dimension]!, left);
          open[dimension] = Math.min(open[dimension]!, left - kept);
        }
      }
      const rate = offer.terms.rates[RIVAL_EQUIPMENT];
      return [
        offer.terms.offerId,
        portNumber(lane.loadPort),
        portNumber(lane.dischargePort),
        lane.loadCall,
        lane.dischargeCall,
        lane.seaGrams[RIVAL_CLASS],
        lane.arrivalMinute,
        rate?.amountMinor ?? null,
        rate?.currencyCode ?? null,
        lane.gateCutOffMinute,
        Math.min(lane.gateCutOffMinute, lane.dangerousGoodsCutOffMinute),
        offer.terms.validUntilMinute,
        offer.terms.equipmentBits,
        offer.terms.unNumbers.includes(3480),
        ...free,
        ...free.map((amount, dimension) => amount - open[dimension]!),
      ];
    }),
  );
}

/** A database of its own with the book in it. `covering`: everything a ranking reads is in the index. */
export async function rivalBook(
  address: Address,
  book: Book,
  { covering }: { readonly covering: boolean },
): Promise<{ readonly database: string; readonly drop: () => Promise<void> }> {
  const database = `matching_rival_${covering ? 'ranking' : 'allocating'}`;
  const maintenance = new pg.Client({ ...address, database: 'postgres' });
  await maintenance.connect();
  await maintenance.query(`drop database if exists ${database}`);
  await maintenance.query(`create database ${database}`);
  const client = new pg.Client({ ...address, database });
  await client.connect();
  // Room on each page, so that taking space rewrites the row beside itself and touches no index.
  await client.query(`create table pair (id serial primary key, ${COLUMNS.join(', ')}) with (fillfactor = 60)`);
  await client.query('create table allocation (request_id text primary key, pair int not null, units int not null)');
  const names = COLUMNS.map((column) => column.split(' ')[0]!);
  const types = COLUMNS.map((column) => column.split(' ')[1]!);
  const rows = rowsOf(book);
  for (let from = 0; from < rows.length; from += 20_000) {
    const chunk = rows.slice(from, from + 20_000);
    await client.query(
      `insert into pair (${names.join(', ')}) select * from unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')})`,
      names.map((_name, column) => chunk.map((row) => row[column])),
    );
  }
  const order = 'load_port, discharge_port, grams, arrival';
  const rest = names.filter((name) => !order.includes(name));
  await client.query(
    covering
      ? `create index rank_order on pair (${order}) include (${rest.join(', ')})`
      : `create index rank_order on pair (${order}) include (gate, valid_until, rate, currency, offer_id)`,
  );
  await client.query('vacuum analyze pair');
  await client.end();
  return {
    database,
    drop: async () => {
      await maintenance.query(`drop database ${database} with (force)`);
      await maintenance.end();
    },
  };
}

const ENOUGH = (priority: boolean) =>
  ['teu', 'kg', 'dg', 'plugs']
    .map(
      (name, at) =>
        `(${at < 2 ? '' : `$${4 + at} = 0 or `}free_${name}${priority ? '' : ` - kept_${name}`} >= $${4 + at})`,
    )
    .join(' and ');

/** The best rows of each lane, lane by lane in index order; $1–$13 are {@link parametersOf}. */
const lanesOf = (priority: boolean, limit: number) => `
  unnest($1::smallint[], $2::int[], $3::int[]) as load (port, at_gate, added)
  cross join unnest($9::smallint[]) as discharge (port)
  cross join lateral (
    select pair.* from pair
    where load_port = load.port and discharge_port = discharge.port and gate >= load.at_gate and gate > $8
      and valid_until > $8 and arrival <= $10 and equipment & ${1 << RIVAL_EQUIPMENT} <> 0
      and ($11::int is null or grams + load.added <= $11)
      and ($12::int is null or (currency = 'USD' and rate <= $12))
      and (not $13::boolean or (dangerous and dangerous_gate >= load.at_gate and dangerous_gate > $8))
      and ${ENOUGH(priority)}
    order by grams, arrival, rate is null, currency, rate, offer_id, load_call, discharge_call limit ${limit}
  ) best`;
const ORDER = 'grams + added, arrival, rate is null, currency, rate, offer_id, load_call, discharge_call';

export function rankingStatement(question: Question): pg.QueryConfig {
  return {
    name: question.priority ? 'rank priority' : 'rank standard',
    text: `select offer_id, load_call, discharge_call, grams + added as grams, arrival from ${lanesOf(question.priority, 10)} order by ${ORDER} limit 60`,
    values: parametersOf(question),
  };
}

/** Ranks, takes the space and records the allocation in one statement; the row is judged again once it is locked. */
export function allocatingStatement(question: Question): pg.QueryConfig {
  const { priority } = question;
  return {
    name: priority ? 'allocate priority' : 'allocate standard',
    text: `
      with best as (select id from ${lanesOf(priority, 1)} order by ${ORDER} limit 1),
      taken as (
        update pair set free_teu = free_teu - $4, free_kg = free_kg - $5, free_dg = free_dg - $6, free_plugs = free_plugs - $7
          ${priority ? ', kept_teu = greatest(0, kept_teu - $4), kept_kg = greatest(0, kept_kg - $5), kept_dg = greatest(0, kept_dg - $6), kept_plugs = greatest(0, kept_plugs - $7)' : ''}
        where id = (select id from best) and ${ENOUGH(priority)} returning id, offer_id)
      , kept as (insert into allocation select $14, id, $15 from taken)
      select offer_id from taken`,
    values: [...parametersOf(question), question.request.requestId, question.units],
  };
}

function parametersOf(question: Question): unknown[] {
  const { request, minute } = question;
  assert(request.equipment === RIVAL_EQUIPMENT, 'the rival keeps one size-type in rank order');
  const least = leastUnits(question);
  return [
    request.loadPorts.map(({ port }) => portNumber(port)),
    request.loadPorts.map(({ atGateMinute }) => atGateMinute),
    request.loadPorts.map(({ addedGrams }) => addedGrams),
    ...request.space.map((amount) => amount * least),
    minute,
    request.dischargePorts.map(portNumber),
    request.latestArrivalMinute,
    request.maximumGrams,
    request.maximumRate?.amountMinor ?? null,
    request.dangerousGoods.length > 0,
  ];
}

/** Runs statements over so many connections, each sending its next when the last is answered; milliseconds for all. */
export async function runOver(clients: readonly pg.Client[], statements: readonly pg.QueryConfig[]): Promise<number> {
  let next = 0;
  const from = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let statement = statements[next++]; statement !== undefined; statement = statements[next++]) {
        await client.query(statement);
      }
    }),
  );
  return performance.now() - from;
}

export async function connect(address: Address, database: string, count: number): Promise<pg.Client[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client({ ...address, database });
      await client.connect();
      return client;
    }),
  );
}
