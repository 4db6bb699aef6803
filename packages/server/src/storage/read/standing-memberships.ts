import { type Membership, membershipKey, type StandingMembership } from "../../domain/undo-membership.ts";
import { type Reader, unnamedStatement } from "../database.ts";

/**
 * The memberships of `asked (directory_group_id, directory_user_id, member_id)` with the facts that they stand by: of a
 * person by the directory user's id, of a group within the group by its SCIM id. `$1` is the organization and `$2` the
 * application. One that its source gives, or an exception keeps, stands; so does one without a source.
 */
export const standingMemberships = `select asked.*, g.resource_id as group_id, m.resource_id as scim_id,
      (g.resource_id is not null and m.resource_id is not null) as linked,
      p.member_id is not null as provisioned,
      (coalesce(x.effective, p.member_id is not null) or w.directory_user_id is not null) as stands
    from asked
    left join lateral (
      select l.resource_id from links l
        where l.organization_id = $1 and l.directory_id = asked.directory_group_id and l.source_application_id = $2
          and l.state = 'linked' limit 1) as g on true
    left join lateral (
      select l.resource_id from links l
        where l.organization_id = $1 and l.directory_id = asked.directory_user_id and l.source_application_id = $2
          and l.state = 'linked'
      union all
      select l.resource_id from links l
        where l.organization_id = $1 and l.source_application_id = $2 and l.resource_id = asked.member_id
          and l.state = 'linked' limit 1) as m on true
    left join group_memberships p on p.organization_id = $1 and p.source_application_id = $2
      and p.group_id = g.resource_id and p.member_id = m.resource_id
    left join membership_exceptions x on x.organization_id = $1 and x.source_application_id = $2
      and x.group_id = g.resource_id and x.member_id = m.resource_id
    left join directory_group_members w on w.organization_id = $1 and w.directory_group_id = asked.directory_group_id
      and w.directory_user_id = asked.directory_user_id`;

const standing = unnamedStatement(
  `with asked as materialized (
    select * from unnest($3::uuid[], $4::uuid[], $5::uuid[]) as a (directory_group_id, directory_user_id, member_id))
    ${standingMemberships}`,
);

/** Tells of memberships of an application whether they stand today, each by its key. */
export async function readStandingMemberships(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  asked: readonly Membership[],
): Promise<Map<string, StandingMembership>> {
  if (asked.length === 0) return new Map();
  const rows = await reader.query<{
    directory_group_id: string;
    directory_user_id: string | null;
    member_id: string | null;
    stands: boolean;
    linked: boolean;
  }>(standing, [
    organizationId,
    sourceApplicationId,
    asked.map(({ directoryGroupId }) => directoryGroupId),
    asked.map(({ directoryUserId }) => directoryUserId),
    asked.map(({ memberId }) => memberId),
  ]);
  return new Map(
    rows.map((row) => {
      const membership = {
        directoryGroupId: row.directory_group_id,
        directoryUserId: row.directory_user_id,
        memberId: row.member_id,
      };
      return [membershipKey(membership), { ...membership, stands: row.stands, linked: row.linked }];
    }),
  );
}
