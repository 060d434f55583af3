import type { Check } from './invariants.ts';

/**
 * I11 from the rows: what row level security asks of a row is who it names as its parties. A row that names another than
 * the service that owns the matter does would be shown to a stranger, and hidden from whose it is.
 */

/** Copies of an allocation in each service, with the parties that each names. */
const COPIES = [
  ['cargo_request.allocation', ['exporter_id', 'submitted_by']],
  ['vessel_offer.allocated_space', ['carrier_id']],
  ['port_channel.allocation', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['port_channel.pass', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['port_channel.container_assignment', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['carbon.allocation', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['carbon.footprint', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['carbon.fuel_entry', ['exporter_id', 'submitted_by', 'carrier_id']],
  ['carbon.claim_item', ['exporter_id']],
  ['programme.allocation_outcome', ['exporter_id']],
] as const;

const copyOf = ([table, parties]: (typeof COPIES)[number]): string =>
  `select ${parties.map((party) => `c.${party} = a.${party}`).join(' and ')} as is_right from ${table} c left join matching.allocation a using (allocation_id)`;

export const ISOLATION_CHECKS: readonly Check[] = [
  {
    invariant: 'I11',
    sentence: 'matching names the parties of each request, offer and allocation as their owners do',
    counted: 'rows',
    sql: `
      with named as (
        select r.exporter_id = m.exporter_id and r.submitted_by = m.submitted_by as is_right from cargo_request.request r join matching.request m using (request_id)
        union all select o.carrier_id = m.carrier_id from vessel_offer.offer o join matching.offer m using (offer_id)
        union all select a.exporter_id = r.exporter_id and a.submitted_by = r.submitted_by and a.carrier_id = o.carrier_id
            and a.payload ->> 'exporterId' = a.exporter_id and a.payload ->> 'submittedBy' = a.submitted_by and a.payload ->> 'carrierId' = a.carrier_id
          from matching.allocation a left join cargo_request.request r using (request_id) left join vessel_offer.offer o on o.offer_id = a.offer_id)
      select count(*)::int as checked, count(*) filter (where is_right is not true)::int as wrong from named`,
  },
  {
    invariant: 'I11',
    sentence: 'every service names the parties of an allocation, and of what follows from it, as matching does',
    counted: 'rows',
    sql: `
      with named as (${COPIES.map(copyOf).join('\n        union all ')})
      select count(*)::int as checked, count(*) filter (where is_right is not true)::int as wrong from named`,
  },
  {
    invariant: 'I11',
    sentence: 'a statement and a claim are of the exporter whose cargo they are about',
    counted: 'documents',
    sql: `
      with named as (
        select s.exporter_id = a.exporter_id as is_right
          from carbon.statement s, unnest(s.allocation_ids) one left join matching.allocation a on a.allocation_id = one
        union all select c.exporter_id = s.exporter_id from carbon.claim c left join carbon.statement s using (statement_id)
        union all select i.exporter_id = c.exporter_id and i.submitted_by = c.submitted_by from carbon.claim_item i left join carbon.claim c using (claim_id))
      select count(*)::int as checked, count(*) filter (where is_right is not true)::int as wrong from named`,
  },
  {
    invariant: 'I11',
    sentence:
      'an event is in the feed of nobody but its audience and the operators of its port, and names only parties of its allocation',
    counted: 'feed rows',
    sql: `
      with told as (
        select f.organisation_id, event::text as text, event ->> 'type' as type, event ->> 'subject' as subject,
          string_to_array(event ->> 'audience', ' ') as audience from notifications.feed f)
      select count(*)::int as checked, count(*) filter (where
        not (organisation_id = any(audience)
          or exists (select 1 from notifications.operator_port p where p.organisation_id = told.organisation_id and position(p.un_location_code in text) > 0)
          or exists (select 1 from notifications.identity_organisation i where i.organisation_id = told.organisation_id and i.role = 'port-operator' and i.version > 1))
        or (type like 'org.greenlane.allocation.%' and not audience <@ array[a.exporter_id, a.submitted_by, a.carrier_id]))::int as wrong
      from told left join matching.allocation a on a.allocation_id = told.subject`,
  },
];
