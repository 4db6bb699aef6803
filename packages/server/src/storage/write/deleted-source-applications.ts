import { type Tx, unnamedStatement } from "../database.ts";

const undelete = unnamedStatement(
  `update source_applications set deleted_at = null, people_fate = null, catching_up = mode = 'live', modified_at = $3
    where organization_id = $1 and id = $2 and deleted_at is not null and deleted_at > $4`,
);

const followAgain = unnamedStatement(
  `delete from directory_group_members m using links l
    where l.organization_id = $1 and l.source_application_id = $2 and l.resource_type = 'Group' and l.state = 'closed'
      and exists (select from provisioned_resources r where r.organization_id = $1 and r.source_application_id = $2
        and r.resource_type = 'Group' and r.id = l.resource_id)
      and m.organization_id = $1 and m.directory_group_id = l.directory_id`,
);

const reopenLinks = unnamedStatement(
  `with reopened as (
  update links l set state = case when l.directory_id is null then 'pending' else 'linked' end, held = true,
      closed_at = null, external_id = null, name_key = null,
      owning = l.owning and not exists (select from links o where o.organization_id = $1
        and o.directory_id = l.directory_id and o.owning and o.state = 'linked')
    where l.organization_id = $1 and l.source_application_id = $2 and l.state = 'closed'
      and exists (select from provisioned_resources r where r.organization_id = $1 and r.source_application_id = $2
        and r.resource_type = l.resource_type and r.id = l.resource_id)
    returning l.resource_type, l.resource_id, l.directory_id),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id,
      directory_user_id, directory_group_id, scim_id, occurred_at)
    select $1, new_event_id($3), case o.resource_type when 'User' then 'user.linked' else 'group.returned' end, 'applied',
        'the source application was restored', 'source', $2, case o.resource_type when 'User' then o.directory_id end,
        case o.resource_type when 'Group' then o.directory_id end, o.resource_id, $3
      from reopened o where o.directory_id is not null
    returning id)
  insert into provisioning_event_queue (organization_id, event_id) select $1, id from events`,
);

/**
 * Brings a deleted application back: its resources are linked as before, each with its event, and wait to be decided
 * again.
 *
 * @param deletedSince ISO 8601; applications deleted before that cannot be restored any more
 * @returns false when there is none to restore
 */
export async function restoreSourceApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  now: string,
  deletedSince: string,
): Promise<boolean> {
  if ((await tx.execute(undelete, [organizationId, id, now, deletedSince])) === 0) return false;
  await tx.execute(followAgain, [organizationId, id]);
  await tx.execute(reopenLinks, [organizationId, id, now]);
  return true;
}
