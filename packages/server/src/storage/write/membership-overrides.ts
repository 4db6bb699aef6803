import type { Membership } from "../../domain/undo-membership.ts";
import { standingMemberships } from "../read/standing-memberships.ts";
import { statement, type Tx } from "../database.ts";

/**
 * An override is a row only where the source says otherwise. Where the member's resource or the group's is gone, the
 * membership stands without a source.
 */
const override = statement(
  "override-memberships",
  `with asked as materialized (
    select * from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[])
      as a (directory_group_id, directory_user_id, member_id, wanted)),
  facts as materialized (${standingMemberships}),
  chosen as materialized (
    select * from facts where stands <> wanted and (linked or directory_user_id is not null)),
  agreed as (
    delete from membership_exceptions x using chosen c
      where x.organization_id = $1 and x.source_application_id = $2 and x.group_id = c.group_id
        and x.member_id = c.scim_id and c.provisioned = c.wanted),
  overridden as (
    insert into membership_exceptions as x (organization_id, source_application_id, group_id, member_id, effective,
        reason, created_at)
      select $1, $2, c.group_id, c.scim_id, c.wanted, 'override', $7 from chosen c
        where c.linked and c.provisioned <> c.wanted
        order by c.group_id, c.scim_id
      on conflict (organization_id, source_application_id, group_id, member_id) do update
        set effective = excluded.effective, reason = excluded.reason),
  stayed as (
    insert into directory_group_members (organization_id, directory_group_id, directory_user_id)
      select $1, c.directory_group_id, c.directory_user_id from chosen c
        where c.wanted and not c.linked
      on conflict do nothing),
  gone as (
    delete from directory_group_members w using chosen c
      where w.organization_id = $1 and w.directory_group_id = c.directory_group_id
        and w.directory_user_id = c.directory_user_id and not c.wanted),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, changes, occurred_at)
    select $1, new_event_id($7), case when c.wanted then 'group.member-added' else 'group.member-removed' end, 'applied',
        $9, $8, $2, c.directory_user_id, c.directory_group_id, c.scim_id,
        jsonb_build_array(jsonb_build_object('attribute', 'members',
          'from', case when c.wanted then null else c.scim_id end, 'to', case when c.wanted then c.scim_id end)), $7
      from chosen c
    returning id),
  queued as (insert into provisioning_event_queue (organization_id, event_id) select $1, id from events)
  select count(*) as changed from events`,
);

/**
 * Lets memberships of an application stand, or not, against their source, each with its event, until the source takes
 * them away or gives them anew. Those that are so already are left alone.
 *
 * @returns how many changed
 */
export async function overrideMemberships(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  wanted: readonly (Membership & { readonly stands: boolean })[],
  { by, reason, at }: { readonly by: string; readonly reason: string; readonly at: string },
): Promise<number> {
  if (wanted.length === 0) return 0;
  const values = [
    organizationId,
    sourceApplicationId,
    wanted.map(({ directoryGroupId }) => directoryGroupId),
    wanted.map(({ directoryUserId }) => directoryUserId),
    wanted.map(({ memberId }) => memberId),
    wanted.map(({ stands }) => stands),
    at,
    by,
    reason,
  ];
  return (await tx.query<{ changed: number }>(override, values))[0]?.changed ?? 0;
}
