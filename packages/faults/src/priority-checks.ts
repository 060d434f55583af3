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

export const PRIORITY_CHECKS: readonly Check[] = [
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
