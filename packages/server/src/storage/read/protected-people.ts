import { type Reader, statement } from "../database.ts";

const protectedMember = statement(
  "protected-member-lost",
  `select exists (
    select from directory_users d
      join links l on l.organization_id = $1 and l.directory_id = d.id and l.source_application_id = $2
        and l.state = 'linked' and l.resource_type = 'User'
      join group_memberships m on m.organization_id = $1 and m.source_application_id = $2 and m.group_id = $3
        and m.member_id = l.resource_id
      where d.organization_id = $1 and d.protection is not null
        and ($4::uuid[] is null or m.member_id = any ($4)) and ($5::uuid[] is null or m.member_id <> all ($5))) as lost`,
);

/**
 * Tells whether somebody who is protected is among the members whom a group is to lose. Protected people are few: they
 * are looked at, not the group.
 *
 * @param lost those named, or all outside those named
 */
export async function losesProtectedMember(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  groupId: string,
  lost: { readonly among?: readonly string[]; readonly outside?: readonly string[] },
): Promise<boolean> {
  const values = [organizationId, sourceApplicationId, groupId, lost.among ?? null, lost.outside ?? null];
  return (await reader.query<{ lost: boolean }>(protectedMember, values))[0]?.lost === true;
}
