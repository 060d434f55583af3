import type { AdminConnection } from '@greenlane/database/migrate';
import { gramsToKilogramText } from '@greenlane/kernel/quantities';
import pg from 'pg';

type Figures = {
  readonly offers: number;
  readonly requests: number;
  readonly allocations: number;
  readonly teu: string;
  readonly priority_asked: number;
  readonly priority_placed: number;
  readonly grams: string;
  readonly lane_default: string;
  readonly passes: number;
  readonly green: number;
  readonly green_hours: string | null;
  readonly ordinary: number;
  readonly ordinary_hours: string | null;
  readonly footprints: number;
  readonly statements: number;
  readonly proofs: number;
  readonly proven_gj: string;
  readonly spent_gj: string;
};

const FIGURES = `
  with live as (select * from matching.allocation where status in ('held', 'confirmed', 'loaded', 'completed')),
  priority as (
    select sum((r.body -> 'equipment' ->> 'units')::int) as asked, sum(coalesce((r.decision ->> 'unitsAllocated')::int, 0)) as placed
    from cargo_request.request r where (r.decision ->> 'isPriorityUnit')::boolean)
  select
    (select count(*)::int from vessel_offer.offer) as offers,
    (select count(*)::int from cargo_request.request) as requests,
    (select count(*)::int from live) as allocations,
    (select coalesce(sum(quarter_teu) / 4.0, 0)::float8::text from live) as teu,
    (select coalesce(asked, 0)::int from priority) as priority_asked,
    (select coalesce(placed, 0)::int from priority) as priority_placed,
    (select coalesce(sum((payload ->> 'units')::bigint * (payload -> 'perContainer' ->> 'wellToWakeGrams')::bigint), 0)::text from live) as grams,
    (select coalesce(sum((payload ->> 'units')::bigint * (payload -> 'perContainer' ->> 'laneDefaultWellToWakeGrams')::bigint), 0)::text from live) as lane_default,
    (select count(*)::int from port_channel.pass) as passes,
    (select count(*)::int from port_channel.visit where state = 'completed' and lane = 'GREEN') as green,
    (select round(avg(dwell_minutes) / 60.0, 1)::text from port_channel.visit where state = 'completed' and lane = 'GREEN') as green_hours,
    (select count(*)::int from port_channel.visit where state = 'completed' and lane = 'ORDINARY') as ordinary,
    (select round(avg(dwell_minutes) / 60.0, 1)::text from port_channel.visit where state = 'completed' and lane = 'ORDINARY') as ordinary_hours,
    (select count(distinct allocation_id)::int from carbon.footprint) as footprints,
    (select count(*)::int from carbon.statement) as statements,
    (select count(*)::int from carbon.fuel_evidence) as proofs,
    (select coalesce(round(sum(published_mj) / 1000), 0)::text from carbon.fuel_evidence) as proven_gj,
    (select coalesce(round(sum(allocated_mj) / 1000, 1), 0)::text from carbon.fuel_evidence) as spent_gj`;

/** True once somebody has been registered: then it is not a first run. */
export async function hasOrganisations(admin: AdminConnection): Promise<boolean> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    return (await client.query('select from programme.organisation limit 1')).rows.length > 0;
  } finally {
    await client.end();
  }
}

/** One table of what the platform holds, read from the services' own rows. */
export async function printSummary(admin: AdminConnection): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const found = await client.query<Figures>(FIGURES);
    const row = found.rows[0];
    if (!row) return;
    const grams = Number(row.grams);
    const laneDefault = Number(row.lane_default);
    const percent = laneDefault === 0 ? 0 : (100 * (laneDefault - grams)) / laneDefault;
    const below =
      laneDefault === 0
        ? '–'
        : `${Math.abs(percent).toFixed(1)} % ${percent < 0 ? 'above' : 'below'} the trade-lane default (a comparison, not a reduction)`;
    const lines: readonly (readonly [string, string])[] = [
      ['offers', String(row.offers)],
      ['requests', String(row.requests)],
      ['allocations', `${row.allocations}, ${row.teu} TEU`],
      ['priority served', `${row.priority_placed} of ${row.priority_asked} containers of priority units`],
      ['CO2e, door to port', `${gramsToKilogramText(Math.round(grams / 1_000) * 1_000)} kg, ${below}`],
      ['green-lane passes', String(row.passes)],
      ['dwell GREEN', `${row.green} boxes, mean ${row.green_hours ?? '–'} h`],
      ['dwell ORDINARY', `${row.ordinary} boxes, mean ${row.ordinary_hours ?? '–'} h`],
      ['footprints', `for ${row.footprints} allocations; ${row.statements} signed statements`],
      ['fuel evidence', `${row.proofs} documents, ${row.spent_gj} of ${row.proven_gj} GJ allocated to statements`],
    ];
    const width = Math.max(...lines.map(([name]) => name.length));
    console.log(`\n${lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n`);
  } finally {
    await client.end();
  }
}
