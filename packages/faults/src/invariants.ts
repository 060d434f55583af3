import { createHash } from 'node:crypto';
import { ISOLATION_CHECKS } from './isolation-checks.ts';
import { PRIORITY_CHECKS } from './priority-checks.ts';

/** Runs one query on the platform's database as someone who sees every row. */
export type Read = <Row>(text: string) => Promise<readonly Row[]>;

export type Check = {
  readonly invariant: string;
  readonly sentence: string;
  readonly counted: string;
  readonly sql: string;
};

/** States in which cargo holds its space: loaded and completed cargo keeps it. */
const TAKING = `('held', 'confirmed', 'loaded', 'completed')`;

/**
 * The checkers read only rows, never the code under test. Each query answers `checked` (how many things it looked at) and
 * `wrong` (how many break the invariant).
 */
export const CHECKS: readonly Check[] = [
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
    sentence: 'no dwell is negative, and the totals count exactly the completed and the open boxes',
    counted: 'visits',
    sql: `
      select (select count(*)::int from port_channel.visit) as checked,
        (select count(*)::int from port_channel.visit where dwell_minutes < 0)
        + abs((select count(*)::int from port_channel.visit where state = 'completed') 
          - (select coalesce(sum(count), 0)::int from port_channel.dwell_day where view = 'total')
          - (select coalesce(sum(sign), 0)::int from port_channel.dwell_change where state = 'completed'))
        + abs((select count(*)::int from port_channel.visit where state = 'open')
          - (select coalesce(sum(count), 0)::int from port_channel.open_box where view = 'total')
          - (select coalesce(sum(sign), 0)::int from port_channel.dwell_change where state = 'open')) as wrong`,
  },
  {
    invariant: 'I2',
    sentence: 'no request, offer or allocation is in a state that it cannot be in',
    counted: 'rows',
    sql: `
      select (select count(*) from cargo_request.request)::int + (select count(*) from matching.allocation)::int as checked,
        ((select count(*) from cargo_request.request where status not in ('RECEIVED', 'WAITING', 'PARTIALLY_ALLOCATED', 'ALLOCATED', 'CONFIRMED', 'SHIPPED', 'COMPLETED', 'CANCELLED', 'EXPIRED', 'REFUSED'))
        + (select count(*) from matching.allocation where status not in ('held', 'confirmed', 'loaded', 'completed', 'released', 'expired', 'declined', 'cancelled', 'rolled') or status <> payload ->> 'status'))::int as wrong`,
  },
  {
    invariant: 'I3',
    sentence: 'no event is in an organisation’s feed twice',
    counted: 'feed rows',
    sql: `select count(*)::int as checked, (count(*) - count(distinct (organisation_id, event ->> 'id')))::int as wrong from notifications.feed`,
  },
  {
    invariant: 'I3',
    sentence: 'no programme fact and no journalled input was taken twice',
    counted: 'inputs',
    sql: `
      select (select count(*) from matching.journal)::int as checked,
        ((select count(*) - count(distinct (market, cause_id)) from matching.journal where cause_id is not null)
        + (select count(*) - count(distinct fact) from matching.programme_fact))::int as wrong`,
  },
  {
    invariant: 'I8',
    sentence: 'each market’s journal has no gaps and ends where the market stands',
    counted: 'entries',
    sql: `
      select coalesce(sum(entries), 0)::int as checked, coalesce(sum(abs(entries - m.sequence) + abs(coalesce(highest, 0) - m.sequence)), 0)::int as wrong
      from matching.market m left join (select market, count(*) as entries, max(sequence) as highest from matching.journal group by 1) j on j.market = m.name`,
  },
  {
    invariant: 'I8',
    sentence: 'ranking, footprint and statement of unchanged inputs are the same grams',
    counted: 'allocations',
    sql: `
      with newest as (
        select distinct on (allocation_id) allocation_id, footprint_id, chain, result from carbon.footprint order by allocation_id, version desc),
      stated as (
        select shipment ->> 'footprintId' as footprint_id, (shipment -> 'perContainer' ->> 'wellToWakeGrams')::bigint as grams,
          (shipment -> 'totals' ->> 'wellToWakeGrams')::bigint as total, (shipment ->> 'units')::int as units
        from carbon.statement, jsonb_array_elements(signed -> 'statement' -> 'shipments') shipment)
      select count(*)::int as checked, count(*) filter (where
        (a.payload -> 'perContainer' ->> 'wellToWakeGrams')::bigint <> (n.result ->> 'wellToWakeGrams')::bigint
        or exists (select 1 from stated s where s.footprint_id = n.footprint_id
          and (s.grams <> (n.result ->> 'wellToWakeGrams')::bigint or s.total <> s.grams * s.units)))::int as wrong
      from matching.allocation a join newest n using (allocation_id) where n.chain = (a.payload -> 'chain')::jsonb`,
  },
  {
    invariant: 'I4',
    sentence: 'no fuel energy is allocated twice: published = allocated + free, and the balance equals its entries',
    counted: 'documents',
    sql: `
      select count(*)::int as checked, count(*) filter (where published_mj <> allocated_mj + free_mj or free_mj < 0
        or allocated_mj <> coalesce((select sum(energy_mj) from carbon.fuel_entry e where e.evidence_id = f.evidence_id), 0))::int as wrong
      from carbon.fuel_evidence f`,
  },
  {
    invariant: 'I9',
    sentence: 'no container is in two active claims of one programme and leg',
    counted: 'claim lines',
    sql: `
      select coalesce(sum(items), 0)::int as checked, coalesce(sum(items - 1) filter (where items > 1), 0)::int as wrong
      from (select count(*) as items from carbon.claim_item where is_active group by allocation_id, unit_number, leg, programme) held`,
  },
  {
    invariant: 'I9',
    sentence: 'what is claimed under a policy is what the budgets say, and within every cap',
    counted: 'budgets',
    sql: `
      with active as (
        select c.policy_version, c.exporter_id, sum(i.amount) as amount from carbon.claim_item i join carbon.claim c using (claim_id) where i.is_active group by 1, 2),
      spoken as (
        select policy_version, exporter_id as holder, amount from active
        union all select policy_version, '*', sum(amount) from active group by 1)
      select count(*)::int as checked, count(*) filter (where b.claimed <> coalesce(s.amount, 0) or coalesce(s.amount, 0) > b.cap)::int as wrong
      from carbon.subsidy_budget b left join spoken s using (policy_version, holder)`,
  },
];

export type CheckResult = Pick<Check, 'invariant' | 'sentence' | 'counted'> & {
  readonly checked: number;
  readonly wrong: number;
};

/** RFC 8785 for what an audit row holds, written here again: a checker must not share code with what it checks. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, part]) => `${JSON.stringify(name)}:${canonical(part)}`).join(',')}}`;
}

type AuditRow = {
  readonly chain_id: string;
  readonly sequence: number;
  readonly previous_hash: string;
  readonly hash: string;
  readonly occurred_at: string;
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly detail: unknown;
};

export const AUDIT_CHECK = {
  invariant: 'I5',
  sentence: 'every audit row recomputes and links to the one before, without gaps, up to the head of its chain',
  counted: 'audit rows',
} as const;

/** I5: every row's hash recomputes and links to the one before, without gaps, up to the head that was kept beside it. */
async function checkAudit(read: Read): Promise<CheckResult> {
  const rows = await read<AuditRow>('select * from programme.audit_log order by chain_id, sequence');
  const heads = await read<{ chain_id: string; sequence: number; hash: string }>('select * from programme.audit_head');
  const last = new Map<string, { sequence: number; hash: string }>();
  let wrong = 0;
  for (const row of rows) {
    const before = last.get(row.chain_id) ?? { sequence: 0, hash: '0'.repeat(64) };
    const text = canonical({
      chainId: row.chain_id,
      sequence: row.sequence,
      previousHash: row.previous_hash,
      occurredAt: row.occurred_at,
      action: row.action,
      subject: row.subject,
      actor: row.actor,
      detail: row.detail,
    });
    const recomputed = createHash('sha256').update(text, 'utf8').digest('hex');
    if (row.sequence !== before.sequence + 1 || row.previous_hash !== before.hash || row.hash !== recomputed)
      wrong += 1;
    last.set(row.chain_id, { sequence: row.sequence, hash: row.hash });
  }
  for (const head of heads) {
    const found = last.get(head.chain_id);
    if (found?.sequence !== head.sequence || found.hash !== head.hash) wrong += 1;
  }
  return { ...AUDIT_CHECK, checked: rows.length, wrong };
}

/** Every invariant that rows can tell, in their order. The caller gives one snapshot when the platform is running. */
export async function checkPlatform(read: Read): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { sql, ...check } of [...CHECKS, ...PRIORITY_CHECKS, ...ISOLATION_CHECKS]) {
    const [found] = await read<{ checked: number; wrong: number }>(sql);
    results.push({ ...check, checked: found?.checked ?? 0, wrong: found?.wrong ?? 1 });
  }
  results.push(await checkAudit(read));
  return results.toSorted((a, b) => Number(a.invariant.slice(1)) - Number(b.invariant.slice(1)));
}
