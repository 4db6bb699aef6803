import { type Tx, unnamedStatement } from "../database.ts";

const keep = unnamedStatement(
  `insert into directory_group_members (organization_id, directory_group_id, directory_user_id)
    select $1, $4, l.directory_id
      from group_memberships m
      join links l on l.organization_id = $1 and l.source_application_id = $2 and l.resource_id = m.member_id
      where m.organization_id = $1 and m.source_application_id = $2 and m.group_id = $3
        and l.resource_type = 'User' and l.directory_id is not null
    on conflict do nothing`,
);

/** Keeps the members of a provisioned group as members without a source of its directory group; repeatable. */
export async function keepGroupMembers(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  directoryGroupId: string,
): Promise<void> {
  await tx.execute(keep, [organizationId, sourceApplicationId, groupId, directoryGroupId]);
}
