import { statement, type Tx } from "../database.ts";

const release = statement(
  "release-membership-exceptions",
  `with gone as (
    delete from membership_exceptions x using (
        select group_id, member_id from membership_exceptions
          where organization_id = $1 and source_application_id = $2 and reason in ('held', 'observed') limit $3) as chosen
      where x.organization_id = $1 and x.source_application_id = $2 and x.group_id = chosen.group_id
        and x.member_id = chosen.member_id
    returning x.group_id, x.member_id, x.effective),
  changed as materialized (
    select g.group_id, g.member_id, not g.effective as added from gone g
      where g.effective <> exists (select from group_memberships m where m.organization_id = $1
        and m.source_application_id = $2 and m.group_id = g.group_id and m.member_id = g.member_id)),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, changes, occurred_at)
    select $1, new_event_id($4), case when c.added then 'group.member-added' else 'group.member-removed' end, 'applied',
        'held until now', 'source', $2, member.directory_id, the_group.directory_id, c.member_id,
        jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', case when c.added then null else c.member_id end,
          'to', case when c.added then c.member_id end)), $4
      from changed c
      left join links member on member.organization_id = $1 and member.source_application_id = $2
        and member.resource_id = c.member_id and member.resource_type = 'User'
      left join links the_group on the_group.organization_id = $1 and the_group.source_application_id = $2
        and the_group.resource_id = c.group_id
      where the_group.state is distinct from 'left-out'
    returning id),
  queued as (insert into provisioning_event_queue (organization_id, event_id) select $1, id from events)
  select count(*) as released from gone`,
);

/**
 * Lets memberships that changed during a pause come into force, each with its event.
 *
 * @param limit how many at once
 * @returns how many there were; fewer than `limit` means none is left
 */
export async function releaseMembershipExceptions(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  limit: number,
  now: string,
): Promise<number> {
  const [row] = await tx.query<{ released: number }>(release, [organizationId, sourceApplicationId, limit, now]);
  return row?.released ?? 0;
}
