import type { HeldDecision } from "../read/held-changes.ts";
import { statement, type Tx, unnamedStatement } from "../database.ts";

const decideSome = unnamedStatement(
  `update links set guard_decision = $4 where organization_id = $1 and source_application_id = $2
    and resource_id = any ($3) and guard is not null`,
);
const decideAll = unnamedStatement(
  `update links set guard_decision = $3 where organization_id = $1 and source_application_id = $2 and guard is not null`,
);

/**
 * Notes what a person decided about held changes; the worker carries it out.
 *
 * @param resourceIds undefined: all that the guard holds of the application
 * @returns how many there were
 */
export async function saveHeldDecision(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  resourceIds: readonly string[] | undefined,
  decision: HeldDecision,
): Promise<number> {
  const said = JSON.stringify(decision);
  return resourceIds === undefined
    ? tx.execute(decideAll, [organizationId, sourceApplicationId, said])
    : tx.execute(decideSome, [organizationId, sourceApplicationId, resourceIds, said]);
}

const release = statement(
  "release-guarded-memberships",
  `with chosen as (
    select group_id, member_id from membership_exceptions where organization_id = $1 and source_application_id = $2
      and group_id = $3 and reason = 'guarded' limit $4),
  gone as (
    delete from membership_exceptions x using chosen
      where x.organization_id = $1 and x.source_application_id = $2 and x.group_id = chosen.group_id
        and x.member_id = chosen.member_id
    returning x.group_id, x.member_id, x.effective),
  changed as materialized (
    select g.group_id, g.member_id from gone g
      where g.effective and not exists (select from group_memberships m where m.organization_id = $1
        and m.source_application_id = $2 and m.group_id = g.group_id and m.member_id = g.member_id)),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, changes, occurred_at)
    select $1, new_event_id($5), 'group.member-removed', 'applied', $7, $6, $2,
        (select l.directory_id from links l where l.organization_id = $1 and l.source_application_id = $2
          and l.resource_id = c.member_id and l.resource_type = 'User'),
        (select l.directory_id from links l where l.organization_id = $1 and l.source_application_id = $2
          and l.resource_id = c.group_id), c.member_id,
        jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', c.member_id, 'to', null)), $5
      from changed c
    returning id),
  queued as (insert into provisioning_event_queue (organization_id, event_id) select $1, id from events)
  select count(*) as released from gone`,
);

/**
 * Lets members whom a group lost, and whom the guard kept effective, go, each with its event.
 *
 * @param limit how many at once
 * @returns how many there were; fewer than `limit` means none is left
 */
export async function releaseGuardedMemberships(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  limit: number,
  decision: HeldDecision,
  now: string,
): Promise<number> {
  const values = [organizationId, sourceApplicationId, groupId, limit, now, decision.by, decision.reason];
  return (await tx.query<{ released: number }>(release, values))[0]?.released ?? 0;
}

const keepOfGroup = statement(
  "keep-guarded-memberships-of-group",
  `update membership_exceptions set reason = 'override' where organization_id = $1 and source_application_id = $2
    and group_id = $3 and reason = 'guarded'`,
);
const keepOfMember = statement(
  "keep-guarded-memberships-of-member",
  `with gone as (
    delete from membership_exceptions where organization_id = $1 and source_application_id = $2 and member_id = $3
      and reason = 'guarded'
    returning group_id, member_id)
  insert into directory_group_members (organization_id, directory_group_id, directory_user_id)
    select $1, the_group.directory_id, person.directory_id from gone
      join links the_group on the_group.organization_id = $1 and the_group.source_application_id = $2
        and the_group.resource_id = gone.group_id
      join links person on person.organization_id = $1 and person.source_application_id = $2
        and person.resource_id = gone.member_id
      where the_group.directory_id is not null and person.directory_id is not null
    on conflict do nothing`,
);

/**
 * Keeps memberships effective that the source took away: those of a group by an override, until the source gives them
 * again; those of a person whose resource is gone without a source.
 */
export async function keepGuardedMemberships(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  of: "group" | "member",
  resourceId: string,
): Promise<void> {
  await tx.execute(of === "group" ? keepOfGroup : keepOfMember, [organizationId, sourceApplicationId, resourceId]);
}

const releaseOfMember = statement(
  "release-guarded-memberships-of-member",
  `with gone as (
    delete from membership_exceptions where organization_id = $1 and source_application_id = $2 and member_id = $3
      and reason = 'guarded'
    returning group_id, member_id, effective),
  changed as materialized (
    select g.group_id, g.member_id from gone g
      where g.effective and not exists (select from group_memberships m where m.organization_id = $1
        and m.source_application_id = $2 and m.group_id = g.group_id and m.member_id = g.member_id)),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, changes, occurred_at)
    select $1, new_event_id($4), 'group.member-removed', 'applied', $6, $5, $2, member.directory_id,
        the_group.directory_id, c.member_id,
        jsonb_build_array(jsonb_build_object('attribute', 'members', 'from', c.member_id, 'to', null)), $4
      from changed c
      left join links member on member.organization_id = $1 and member.source_application_id = $2
        and member.resource_id = c.member_id and member.resource_type = 'User'
      left join links the_group on the_group.organization_id = $1 and the_group.source_application_id = $2
        and the_group.resource_id = c.group_id
    returning id)
  insert into provisioning_event_queue (organization_id, event_id) select $1, id from events`,
);

/** Lets the memberships of a deleted person go that the guard kept effective, each with its event. */
export async function releaseMembershipsOfMember(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  memberId: string,
  { by, reason }: HeldDecision,
  now: string,
): Promise<void> {
  await tx.execute(releaseOfMember, [organizationId, sourceApplicationId, memberId, now, by, reason]);
}
