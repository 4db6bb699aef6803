import { statement, type Tx } from "../database.ts";

/** The common table expressions of the part `rejoins`: exceptions of the ladder end, each with its event. */
export const rejoinWrites: readonly string[] = [
  `rejoined as (
  delete from membership_exceptions x using rejoins_in i, links l
    where l.organization_id = $1 and l.directory_id = i.id and l.resource_type = 'User'
      and x.organization_id = $1 and x.source_application_id = l.source_application_id
      and x.member_id = l.resource_id and x.reason = 'deprovisioned'
  returning x.source_application_id, x.group_id, x.member_id, i.id, i.actor, i.exchange_id, i.now)`,
  `rejoin_events as (
  insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
    directory_user_id, directory_group_id, scim_id, exchange_id, changes, occurred_at)
  select $1, new_event_id(j.now), 'group.member-added', 'applied', 'came back from the ladder', j.actor,
      j.source_application_id, j.id, (select g.directory_id from links g where g.organization_id = $1
        and g.source_application_id = j.source_application_id and g.resource_id = j.group_id), j.member_id, j.exchange_id,
      jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', null, 'to', j.member_id)), j.now
    from rejoined j
    where exists (select from group_memberships m where m.organization_id = $1
      and m.source_application_id = j.source_application_id and m.group_id = j.group_id and m.member_id = j.member_id)
      and not exists (select from links g where g.organization_id = $1
        and g.source_application_id = j.source_application_id and g.resource_id = j.group_id and g.state = 'left-out')
  returning organization_id, id)`,
];

const leaveGroups = statement(
  "leave-groups-by-ladder",
  `with memberships as materialized (
    select m.source_application_id, m.group_id, m.member_id from links l
      join group_memberships m on m.organization_id = $1 and m.source_application_id = l.source_application_id
        and m.member_id = l.resource_id
      where l.organization_id = $1 and l.directory_id = $2 and l.resource_type = 'User'),
  kept as (
    insert into membership_exceptions (organization_id, source_application_id, group_id, member_id, effective, reason,
      created_at)
    select $1, source_application_id, group_id, member_id, false, 'deprovisioned', $3 from memberships
    on conflict do nothing
    returning source_application_id, group_id, member_id),
  alone as (
    delete from directory_group_members where organization_id = $1 and directory_user_id = $2
    returning directory_group_id),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, changes, occurred_at)
    select $1, new_event_id($3), 'group.member-removed', 'applied', $5, $4, k.source_application_id, $2,
        (select g.directory_id from links g where g.organization_id = $1
          and g.source_application_id = k.source_application_id and g.resource_id = k.group_id), k.member_id,
        jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', k.member_id, 'to', null)), $3
      from kept k
      where not exists (select from links g where g.organization_id = $1
        and g.source_application_id = k.source_application_id and g.resource_id = k.group_id and g.state = 'left-out')
    union all
    select $1, new_event_id($3), 'group.member-removed', 'applied', $5, $4, null, $2, a.directory_group_id, null,
        jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', $2, 'to', null)), $3
      from alone a
    returning id),
  queued as (insert into provisioning_event_queue (organization_id, event_id) select $1, id from events)
  select count(*) as left from events`,
);

/** Takes a leaver out of every group, each with its event; what the source provisioned stays for SCIM to read. */
export async function leaveGroupsByLadder(
  tx: Tx,
  organizationId: string,
  directoryUserId: string,
  now: string,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<void> {
  await tx.execute(leaveGroups, [organizationId, directoryUserId, now, actor, reason]);
}
