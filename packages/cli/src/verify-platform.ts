import pg from 'pg';
import { connect } from './connection.ts';

type Check = { readonly invariant: string; readonly sentence: string; readonly counted: string; readonly sql: string };

/** States in which cargo holds its space: loaded and completed cargo keeps it. */
const TAKING = `('held', 'confirmed', 'loaded', 'completed')`;

/**
 * The checkers read only rows, never the code under test. Each query answers `checked` (how many things it looked at) and
 * `wrong` (how many break the invariant).
 */
const CHECKS: readonly Check[] = [
  {
    invariant: 'I1',
    sentence: 'no leg of any offer holds more than was published, counted from the allocations',
    counted: 'legs',
    sql: `
      with leg as (
        select o.offer_id, n as leg, (o.body -> 'portCalls' -> n ->> 'UNLocationCode') as a, (o.body -> 'portCalls' -> (n + 1) ->> 'UNLocationCode') as b, o.body
        from vessel_offer.offer o, generate_series(0, jsonb_array_length(o.body -> 'portCalls') - 2) n
        where o.withdrawn_at is null),
      published as (
        select leg.offer_id, leg.leg, coalesce(own.value, leg.body -> 'capacity') as c
        from leg left join lateral (
          select value from jsonb_array_elements(coalesce(leg.body -> 'legCapacities', '[]')) value
          where value ->> 'fromUNLocationCode' = leg.a and value ->> 'toUNLocationCode' = leg.b limit 1) own on true),
      taken as (
        select p.offer_id, p.leg, sum(a.quarter_teu) as teu, sum(a.weight_kg) as kg, sum(a.dangerous_goods_quarter_teu) as dg, sum(a.reefer_plugs) as plugs
        from published p join matching.allocation a on a.offer_id = p.offer_id and a.status in ${TAKING} and a.load_call <= p.leg and a.discharge_call > p.leg
        group by 1, 2)
      select count(*)::int as checked, count(*) filter (where
        taken.teu > 4 * (c ->> 'teu')::int or taken.kg > 1000 * (c ->> 'weightTonnes')::numeric
        or taken.dg > 4 * (c ->> 'dangerousGoodsTeu')::int or taken.plugs > (c ->> 'reeferPlugs')::int)::int as wrong
      from published left join taken using (offer_id, leg)`,
  },
  {
    invariant: 'I2',
    sentence:
      'every accepted request is known to matching once, in a legal state, and no more is placed than was asked for',
    counted: 'requests',
    sql: `
      select count(*)::int as checked, count(*) filter (where m.request_id is null or not m.status = any ('{RECEIVED,WAITING,PARTIALLY_ALLOCATED,ALLOCATED,CONFIRMED,SHIPPED,COMPLETED,CANCELLED,EXPIRED,REFUSED}')
        or coalesce(placed.units, 0) > (r.body -> 'equipment' ->> 'units')::int)::int as wrong
      from cargo_request.request r left join matching.request m using (request_id)
      left join (select request_id, sum((payload ->> 'units')::int) as units from matching.allocation where status in ${TAKING} group by 1) placed using (request_id)`,
  },
  {
    invariant: 'I2',
    sentence: 'every published offer is known to matching',
    counted: 'offers',
    sql: `select count(*)::int as checked, count(*) filter (where m.offer_id is null)::int as wrong from vessel_offer.offer o left join matching.offer m using (offer_id)`,
  },
  {
    invariant: 'I3',
    sentence: 'every effect counts once: one footprint chain, one set of passes and one outcome row an allocation',
    counted: 'allocations',
    sql: `
      select count(*)::int as checked, count(*) filter (where coalesce(p.passes, 0) not in (0, (a.payload ->> 'units')::int))::int as wrong
      from matching.allocation a left join (select allocation_id, count(*)::int as passes from port_channel.pass group by 1) p using (allocation_id)`,
  },
  {
    invariant: 'I4',
    sentence: 'published = free + held + confirmed + loaded on every leg, and the ledger equals the allocations',
    counted: 'ledger legs',
    sql: `
      with counted as (
        select l.offer_id, l.leg,
          coalesce(sum(a.quarter_teu) filter (where a.status = 'held'), 0) as held, coalesce(sum(a.quarter_teu) filter (where a.status = 'confirmed'), 0) as confirmed,
          coalesce(sum(a.quarter_teu) filter (where a.status in ('loaded', 'completed')), 0) as loaded,
          coalesce(sum(a.weight_kg) filter (where a.status in ${TAKING}), 0) as kg, coalesce(sum(a.dangerous_goods_quarter_teu) filter (where a.status in ${TAKING}), 0) as dg
        from matching.ledger l left join matching.allocation a on a.offer_id = l.offer_id and a.load_call <= l.leg and a.discharge_call > l.leg
        group by 1, 2)
      select count(*)::int as checked, count(*) filter (where
        l.held_quarter_teu <> c.held or l.confirmed_quarter_teu <> c.confirmed or l.loaded_quarter_teu <> c.loaded
        or l.quarter_teu - l.held_quarter_teu - l.confirmed_quarter_teu - l.loaded_quarter_teu < 0
        or l.held_weight_kg + l.confirmed_weight_kg + l.loaded_weight_kg <> c.kg
        or l.held_dangerous_goods_quarter_teu + l.confirmed_dangerous_goods_quarter_teu + l.loaded_dangerous_goods_quarter_teu <> c.dg)::int as wrong
      from matching.ledger l join counted c using (offer_id, leg)`,
  },
  {
    invariant: 'I6',
    sentence: 'every projection of an allocation stands at the version that matching decided last',
    counted: 'allocations',
    sql: `
      select count(*)::int as checked, count(*) filter (where p.version is distinct from a.version or r.version is distinct from a.version or v.version is distinct from a.version)::int as wrong
      from matching.allocation a left join port_channel.allocation p using (allocation_id)
      left join cargo_request.allocation r using (allocation_id) left join vessel_offer.allocated_space v using (allocation_id)`,
  },
  {
    invariant: 'I10',
    sentence: 'no dwell is negative, and the histogram counts exactly the completed boxes',
    counted: 'visits',
    sql: `
      select (select count(*)::int from port_channel.visit) as checked,
        (select count(*)::int from port_channel.visit where dwell_minutes < 0)
        + abs((select count(*)::int from port_channel.visit where state = 'completed') - (select coalesce(sum(count), 0)::int from port_channel.dwell_histogram)) as wrong`,
  },
];

/** Checks the platform's invariants and prints each with its count. Answers whether all hold. */
export async function verifyPlatform(options: { readonly data: string }): Promise<boolean> {
  const connection = await connect(options);
  const client = new pg.Client(connection.admin);
  await client.connect();
  try {
    // One snapshot: the platform may be running.
    await client.query('begin isolation level repeatable read read only');
    let isSound = true;
    for (const check of CHECKS) {
      const found = await client.query<{ checked: number; wrong: number }>(check.sql);
      const { checked, wrong } = found.rows[0] ?? { checked: 0, wrong: 1 };
      console.log(
        `${check.invariant.padEnd(4)} ${wrong === 0 ? 'holds' : 'BROKEN'}  ${String(checked).padStart(6)} ${check.counted.padEnd(12)} ${wrong === 0 ? '' : `${wrong} wrong: `}${check.sentence}`,
      );
      if (wrong !== 0) isSound = false;
    }
    await client.query('commit');
    return isSound;
  } finally {
    await client.end();
    await connection.close();
  }
}
