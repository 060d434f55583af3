import type { Check } from './invariants.ts';

/**
 * I7 from the rows. A sailing is judged where nothing but the passing of time could have moved its protection: never
 * amended, low-emission by every figure that its cargo was ranked with, all of its cargo decided under the policy that is
 * in force now, and no designation changed since it was published. Elsewhere cargo that was let in rightly may stand in
 * space that is protected by now, and rows cannot tell it from cargo that was not. F16 judges those step by step.
 */
const UNDISTURBED = `
  moved as (
    select market, max(sequence) as sequence from matching.journal where kind in ('designation-changed', 'policy-published') group by 1),
  born as (
    select market, input -> 'offer' ->> 'offerId' as offer_id, min(sequence) as sequence from matching.journal where kind = 'offer-published' group by 1, 2),
  undisturbed as (
    select distinct on (o.offer_id) o.offer_id, o.body, p.rules -> 'protection' as protection
    from vessel_offer.offer o join born using (offer_id) join moved on moved.market = born.market and moved.sequence < born.sequence
    join matching.market m on m.name = born.market join programme.policy p on p.version = m.policy_version and p.status = 'in-force'
    where o.version = 1 and o.withdrawn_at is null
      and not exists (select 1 from matching.allocation a join programme.allocation_outcome s using (allocation_id)
        where a.offer_id = o.offer_id and (a.payload ->> 'policyVersion' <> m.policy_version
          or s.sea_grams * 100 > s.lane_default_sea_grams * (100 - (p.rules -> 'lowEmission' ->> 'belowLaneDefaultPercent')::int)))
    order by o.offer_id, p.effective_from desc),
  kept as (
    select offer_id,
      case when protection ->> 'mode' = 'FIXED_SHARE' then greatest((protection ->> 'sharePercent')::int, (protection ->> 'floorSharePercent')::int)
        else (protection ->> 'floorSharePercent')::int end as percent,
      (select min((cut ->> 'cutOffDateTime')::timestamptz) from jsonb_array_elements(body -> 'portCalls') call, jsonb_array_elements(coalesce(call -> 'cutOffs', '[]')) cut)
        - make_interval(hours => (protection ->> 'releaseHoursBeforeCutOff')::int) as release
    from undisturbed)`;

/**
 * The other half of I7 from the rows: who waits, and where such cargo could go. Only what rows tell beyond doubt is judged:
 * ordinary boxes without conditions, on lanes that cargo of the market has used, before every cut-off of the load call, on
 * sailings that protect nothing: released a while ago, or with no figure of their own. All of it is read as matching took
 * it into its journal, so that a change on its way is no finding.
 */
const WAITING = `
  moment as (
    select distinct on (m.name) m.name as market, m.last_at, p.rules
    from matching.market m join programme.policy p on p.version = m.policy_version and p.status = 'in-force' order by m.name, p.effective_from desc),
  listed as (
    select market, coalesce(input -> 'offer' ->> 'offerId', input ->> 'offerId') as offer_id, max(sequence) as sequence, count(*) as versions,
      bool_or(kind = 'offer-withdrawn') as is_withdrawn
    from matching.journal where kind in ('offer-published', 'offer-amended', 'offer-withdrawn') group by 1, 2),
  sailing as materialized (
    select l.market, l.offer_id, l.versions, j.input -> 'offer' as offer from listed l join matching.journal j using (market, sequence) where not l.is_withdrawn),
  used_lane as (
    select distinct a.market, a.load_port, a.payload ->> 'dischargePort' as discharge_port, s.offer ->> 'route' as route
    from matching.allocation a join sailing s using (offer_id)),
  lane as materialized (
    select s.market, s.offer_id, s.versions, s.offer, load.n - 1 as load_call, discharge.n - 1 as discharge_call, u.load_port, u.discharge_port,
      (discharge.call ->> 'arrivalDateTime')::timestamptz as arrival, cut.earliest, cut.gate, cut.gate - make_interval(hours => (m.rules -> 'protection' ->> 'releaseHoursBeforeCutOff')::int) as release
    from sailing s join moment m using (market)
    cross join jsonb_array_elements(s.offer -> 'portCalls') with ordinality load(call, n) cross join jsonb_array_elements(s.offer -> 'portCalls') with ordinality discharge(call, n)
    join used_lane u on u.market = s.market and u.route is not distinct from s.offer ->> 'route' and u.load_port = load.call ->> 'UNLocationCode' and u.discharge_port = discharge.call ->> 'UNLocationCode'
    cross join lateral (
      select min((each ->> 'cutOffDateTime')::timestamptz) as earliest, min((each ->> 'cutOffDateTime')::timestamptz) filter (where each ->> 'cutOffDateTimeCode' in ('FCO', 'PCO')) as gate
      from jsonb_array_elements(coalesce(load.call -> 'cutOffs', '[]')) each) cut
    where load.n < discharge.n and load.call -> 'statusCode' is null and discharge.call -> 'statusCode' is null and load.call -> 'departureDateTime' is not null
      and least(cut.earliest, (s.offer ->> 'validUntil')::timestamptz) > m.last_at
      and (s.offer -> 'emissionProfile' ->> 'dataQuality' = 'DEFAULT' and (m.rules -> 'lowEmission' ->> 'belowLaneDefaultPercent')::int > 0
        or cut.gate - make_interval(hours => (m.rules -> 'protection' ->> 'releaseHoursBeforeCutOff')::int) < m.last_at - interval '5 minutes')),
  submitted as (
    select market, input -> 'request' ->> 'requestId' as request_id, min(sequence) as first, max(sequence) as sequence
    from matching.journal where kind in ('request-submitted', 'request-amended') group by 1, 2),
  waiting as materialized (
    select s.market, s.request_id, s.first, s.sequence, r.exporter_id, m.rules, j.input -> 'request' as body, (j.input -> 'request' ->> 'submittedAt')::timestamptz as since,
      case when (j.input -> 'request' ->> 'splitAllowed')::boolean then 1 else (j.input -> 'request' -> 'equipment' ->> 'units')::int - placed.units end as units,
      case when j.input -> 'request' -> 'equipment' ->> 'ISOEquipmentCode' like '2%' then 4 else 8 end as quarter_teu,
      -- With more than any box of these weighs by itself.
      ceil((j.input -> 'request' -> 'equipment' ->> 'cargoGrossWeightKg')::numeric) + 6000 as kg
    from submitted s join matching.request r using (request_id) join moment m on m.market = s.market join matching.journal j on j.market = s.market and j.sequence = s.sequence
    cross join lateral (
      select coalesce(sum((payload ->> 'units')::int), 0)::int as units from matching.allocation a
      where a.request_id = s.request_id and a.status in ('held', 'confirmed', 'loaded', 'completed')) placed
    where r.status in ('WAITING', 'PARTIALLY_ALLOCATED')),
  plain as (
    select w.* from waiting w where body ->> 'allocationMode' = 'AUTO' and body -> 'constraints' = '{}' and body -> 'cargo' -> 'dangerousGoods' = '[]'
      and body -> 'equipment' ->> 'ISOEquipmentCode' in ('22G1', '22U1', '42G1', '42P1', '42U1', '45G1')),
  could_go as (
    select w.*, l.offer_id, l.versions, l.load_call, l.discharge_call, l.release
    from plain w join lane l on l.market = w.market and w.body -> 'origin' -> 'loadPorts' ? l.load_port and w.body -> 'destination' -> 'dischargePorts' ? l.discharge_port
    cross join lateral (
      select coalesce(sum(case when leg ? 'durationHours' then 60 * (leg ->> 'durationHours')::int
        else ceil((leg ->> 'distanceKm')::numeric * 1440 / (w.rules -> 'preCarriage' -> 'kilometresPerDay' ->> (leg ->> 'mode'))::numeric) end), 0)::int as minutes
      from jsonb_array_elements(w.body -> 'origin' -> 'preCarriage') leg where leg ->> 'loadPort' = l.load_port) inland
    where l.offer -> 'acceptedEquipment' ? (w.body -> 'equipment' ->> 'ISOEquipmentCode')
      and (w.body ->> 'cargoReadyDateTime')::timestamptz + make_interval(mins => inland.minutes + 1) <= l.earliest
      and l.arrival <= (w.body ->> 'latestArrivalDateTime')::timestamptz
      -- Whom a carrier turned away, and who gave space back, is not put there again.
      and not exists (select 1 from matching.allocation a where a.request_id = w.request_id and a.offer_id = l.offer_id and a.status not in ('held', 'confirmed', 'loaded', 'completed'))
      and (w.rules -> 'limits' is null or w.units * w.quarter_teu + coalesce((
        select sum(a.quarter_teu) from matching.allocation a where a.market = w.market and a.exporter_id = w.exporter_id and a.status = 'held'), 0)
        <= 4 * (w.rules -> 'limits' ->> 'maximumHeldTeuPerUnit')::int))`;

export const PRIORITY_CHECKS: readonly Check[] = [
  {
    invariant: 'I7',
    sentence:
      'no open space stays empty while cargo that fits it is waiting, least of all what was protected until its release',
    counted: 'waiting requests',
    sql: `
      with ${WAITING},
      in_vain as (
        select distinct c.request_id from could_go c
        where (select bool_and(l.quarter_teu - l.held_quarter_teu - l.confirmed_quarter_teu - l.loaded_quarter_teu >= c.units * c.quarter_teu
            and l.weight_kg::bigint - l.held_weight_kg - l.confirmed_weight_kg - l.loaded_weight_kg >= c.units * c.kg)
          from matching.ledger l where l.offer_id = c.offer_id and l.leg >= c.load_call and l.leg < c.discharge_call))
      select (select count(*)::int from waiting) as checked, (select count(*)::int from in_vain) as wrong`,
  },
  {
    invariant: 'I7',
    sentence:
      'the wait is bounded: nobody who waited as long as the policy allows was passed over for later cargo without priority',
    counted: 'overdue requests',
    sql: `
      with ${WAITING},
      let_in as materialized (
        select a.*, later.first, (a.payload ->> 'decidedAt')::timestamptz as decided_at
        from matching.allocation a join submitted later using (market, request_id) where not a.priority and a.status in ('held', 'confirmed', 'loaded', 'completed')),
      -- PostgreSQL expects one row of could_go and goes through whatever stands beside it again for each: with 6,800 requests waiting, all
      -- later requests for each were an hour's work. So first the last let in on each lane of a sailing: few waiters stand before them.
      last_let_in as materialized (
        select offer_id, load_call, discharge_call, max(first) as first, max(decided_at) as decided_at from let_in group by 1, 2, 3),
      overdue as materialized (
        select c.*, greatest(c.since + make_interval(hours => (c.rules -> 'deadlines' ->> 'standardMaximumWaitHours')::int), c.release + interval '5 minutes') as due
        from could_go c join last_let_in l using (offer_id, load_call, discharge_call)
        where c.versions = 1 and c.first = c.sequence and l.first > c.first
          and l.decided_at > greatest(c.since + make_interval(hours => (c.rules -> 'deadlines' ->> 'standardMaximumWaitHours')::int), c.release + interval '5 minutes')),
      passed_over as (
        select distinct c.request_id from overdue c join let_in a on a.offer_id = c.offer_id and a.load_call = c.load_call and a.discharge_call = c.discharge_call
        where a.first > c.first and a.decided_at > c.due and a.quarter_teu >= c.units * c.quarter_teu and a.weight_kg >= c.units * c.kg
          and not exists (select 1 from matching.allocation own where own.request_id = c.request_id)
          and not exists (select 1 from matching.journal p where p.market = c.market and p.sequence > c.sequence and p.kind = 'plan-committed'))
      select (select count(*)::int from waiting w join moment m using (market)
          where m.last_at > w.since + make_interval(hours => (w.rules -> 'deadlines' ->> 'standardMaximumWaitHours')::int)) as checked,
        (select count(*)::int from passed_over) as wrong`,
  },
  {
    invariant: 'I7',
    sentence: 'nobody but priority units was let into protected space before its release',
    counted: 'legs',
    sql: `
      with ${UNDISTURBED},
      standard as (
        select l.offer_id, l.leg, sum(a.quarter_teu) as teu, sum(a.weight_kg) as kg, sum(a.dangerous_goods_quarter_teu) as dg, sum(a.reefer_plugs) as plugs
        from matching.ledger l join kept k using (offer_id)
        join matching.allocation a on a.offer_id = l.offer_id and a.load_call <= l.leg and a.discharge_call > l.leg
        where not a.priority and a.status in ('held', 'confirmed', 'loaded', 'completed') and (a.payload ->> 'decidedAt')::timestamptz < k.release
        group by 1, 2)
      select count(*)::int as checked, count(*) filter (where
        s.teu > l.quarter_teu - l.quarter_teu * k.percent / 100 or s.kg > l.weight_kg - l.weight_kg::bigint * k.percent / 100
        or s.dg > l.dangerous_goods_quarter_teu - l.dangerous_goods_quarter_teu * k.percent / 100
        or s.plugs > l.reefer_plugs - l.reefer_plugs * k.percent / 100)::int as wrong
      from matching.ledger l join kept k using (offer_id) left join standard s using (offer_id, leg)`,
  },
];
