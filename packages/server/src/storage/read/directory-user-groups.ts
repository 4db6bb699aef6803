import type { DirectoryValues } from "../../domain/directory-user.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { effectiveMembership, effectiveMembershipJoins } from "./effective-memberships.ts";

/** A directory group that a person is effectively a member of. */
export interface DirectoryUserGroup {
  readonly id: string;
  readonly attributes: DirectoryValues;
  /** Null where the membership stands without a source. */
  readonly sourceApplicationId: string | null;
}

const groupsOfUser = unnamedStatement(
  `with said as (
      select l.source_application_id, g.group_id, l.resource_id as member_id
        from links l
        join group_memberships g on g.organization_id = l.organization_id
          and g.source_application_id = l.source_application_id and g.member_id = l.resource_id
        where l.organization_id = $1 and l.directory_id = $2 and l.state = 'linked'
      union
      select l.source_application_id, x.group_id, l.resource_id
        from links l
        join membership_exceptions x on x.organization_id = l.organization_id
          and x.source_application_id = l.source_application_id and x.member_id = l.resource_id and x.effective
        where l.organization_id = $1 and l.directory_id = $2 and l.state = 'linked')
    select distinct on (dg.id) dg.id, dg.attributes, effective.source_application_id
      from (
        select gl.directory_id as group_id, m.source_application_id
          from said m ${effectiveMembershipJoins}
          join links gl on gl.organization_id = $1 and gl.source_application_id = m.source_application_id
            and gl.resource_id = m.group_id and gl.state = 'linked'
          where ${effectiveMembership}
        union all
        select s.directory_group_id, null from directory_group_members s
          join directory_users d on d.organization_id = s.organization_id and d.id = s.directory_user_id
          where s.organization_id = $1 and s.directory_user_id = $2 and d.status = 'enabled') as effective
      join directory_groups dg on dg.organization_id = $1 and dg.id = effective.group_id
      where dg.status = 'active'
      order by dg.id, effective.source_application_id limit 1000`,
);

/** Lists the groups in force that a person is effectively a member of; at most 1,000. */
export async function listDirectoryUserGroups(
  reader: Reader,
  organizationId: string,
  directoryUserId: string,
): Promise<DirectoryUserGroup[]> {
  return (
    await reader.query<{ id: string; attributes: DirectoryValues; source_application_id: string | null }>(
      groupsOfUser,
      [organizationId, directoryUserId],
    )
  ).map((row) => ({ id: row.id, attributes: row.attributes, sourceApplicationId: row.source_application_id }));
}
