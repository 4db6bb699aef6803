import { resourceKey } from "./change-part.ts";

/**
 * The common table expressions of the part `departures`: a deleted resource leaves its groups, a deleted group is taken
 * apart, each membership that ends has its event, and the groups' slot counters follow.
 */
export const departureWrites: readonly string[] = [
  `departed_members as materialized (
select i.*, left_group.group_id, left_group.member_id
  from departures_in i, leave_groups(i.organization_id, i.source_application_id, i.resource_type, i.id, i.exception, i.now)
    as left_group)`,
  `disbanded as materialized (
select disband_group(i.organization_id, i.source_application_id, i.id, i.directory_group_id, i.outcome, i.now) as gone
  from departures_in i where i.resource_type = 'Group')`,
  `departed as (
delete from provisioned_resources r using departures_in i
  where ${resourceKey} and r.version = i.expected_version
    and (select count(*) from departed_members) >= 0 and (select count(*) from disbanded) >= 0
  returning r.id)`,
  `departed_unique_values as (
delete from unique_values v using departures_in i
  where v.organization_id = $1 and v.source_application_id = i.source_application_id
    and v.resource_id = i.id
  returning v.resource_id)`,
  `departed_slots as (
insert into slot_counters as s (organization_id, source_application_id, kind, subject, slot, changes, amount, modified_at)
select d.organization_id, d.source_application_id, 'members', d.group_id, min(d.slot), count(*), -count(*), max(d.now)
  from departed_members d
  group by d.organization_id, d.source_application_id, d.group_id
  order by d.group_id
on conflict (organization_id, source_application_id, kind, subject, slot) do update
  set changes = s.changes + excluded.changes, amount = s.amount + excluded.amount,
    modified_at = greatest(s.modified_at, excluded.modified_at))`,
  `departed_events as (
insert into provisioning_events (organization_id, id, type, outcome, actor, source_application_id, directory_user_id,
  directory_group_id, scim_id, exchange_id, changes, occurred_at)
select d.organization_id, new_event_id(d.now), 'group.member-removed', d.outcome, 'source', d.source_application_id,
    (select l.directory_id from links l where l.organization_id = $1
      and l.source_application_id = d.source_application_id and l.resource_id = d.member_id
      and l.resource_type = 'User'),
    (select l.directory_id from links l where l.organization_id = $1
      and l.source_application_id = d.source_application_id and l.resource_id = d.group_id), d.member_id, d.exchange_id,
    jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', d.member_id, 'to', null)), d.now
  from departed_members d
  where not exists (select from links l where l.organization_id = $1 and l.source_application_id = d.source_application_id
    and l.resource_id = d.group_id and l.state = 'left-out')
returning organization_id, id)`,
];
