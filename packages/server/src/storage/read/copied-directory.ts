import type { DirectoryUserStatus, DirectoryValues } from "../../domain/directory-user.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { effectiveMembership, effectiveMembershipJoins } from "./effective-memberships.ts";

/** A directory user or group as a copy of the directory keeps it, with the groups of which it effectively is a member. */
export interface Copied<Status> {
  readonly id: string;
  readonly status: Status;
  readonly attributes: DirectoryValues;
  readonly groupIds: readonly string[];
  readonly createdAt: string;
}

export type CopiedUser = Copied<DirectoryUserStatus>;
export type CopiedGroup = Copied<"active" | "binned">;

interface Row {
  id: string;
  status: string;
  attributes: DirectoryValues;
  group_ids: string[];
  created_at: Date;
}

/** The groups of `s`, those in the bin too: whether a group is in force is said by itself. */
const groupIds = `array(select distinct effective.group_id from (
      select gl.directory_id as group_id
        from (
          select l.source_application_id, g.group_id, l.resource_id as member_id
            from links l
            join group_memberships g on g.organization_id = l.organization_id
              and g.source_application_id = l.source_application_id and g.member_id = l.resource_id
            where l.organization_id = $1 and l.directory_id = s.id and l.state = 'linked'
          union
          select l.source_application_id, x.group_id, l.resource_id
            from links l
            join membership_exceptions x on x.organization_id = l.organization_id
              and x.source_application_id = l.source_application_id and x.member_id = l.resource_id and x.effective
            where l.organization_id = $1 and l.directory_id = s.id and l.state = 'linked') as m
        ${effectiveMembershipJoins}
        join links gl on gl.organization_id = $1 and gl.source_application_id = m.source_application_id
          and gl.resource_id = m.group_id and gl.state = 'linked' and gl.directory_id is not null
        where ${effectiveMembership}
      union all
      select f.directory_group_id from directory_group_members f
        where f.organization_id = $1 and f.directory_user_id = s.id and s.status = 'enabled') as effective
    order by 1)`;

const columns = `s.id, s.status, s.attributes, s.created_at, ${groupIds} as group_ids`;

const statements = (table: "directory_users" | "directory_groups") => ({
  page: unnamedStatement(
    `select ${columns} from (select * from ${table} o where o.organization_id = $1 and ($2::uuid is null or o.id > $2)
      order by o.id limit $3) as s order by s.id`,
  ),
  some: unnamedStatement(
    `select ${columns} from (select * from ${table} o where o.organization_id = $1 and o.id = any ($2::uuid[])) as s
      order by s.id`,
  ),
});

const users = statements("directory_users");
const groups = statements("directory_groups");

function fromRow<Status>(row: Row): Copied<Status> {
  const { id, attributes } = row;
  return {
    id,
    status: row.status as Status,
    attributes,
    groupIds: row.group_ids,
    createdAt: instant(row.created_at),
  };
}

/** Lists people by their ids, each with their groups as of the same instant. */
export async function listCopiedUsers(
  reader: Reader,
  organizationId: string,
  after: string | null,
  limit: number,
): Promise<CopiedUser[]> {
  return (await reader.query<Row>(users.page, [organizationId, after, limit])).map(fromRow<CopiedUser["status"]>);
}

/** Lists groups by their ids. */
export async function listCopiedGroups(
  reader: Reader,
  organizationId: string,
  after: string | null,
  limit: number,
): Promise<CopiedGroup[]> {
  return (await reader.query<Row>(groups.page, [organizationId, after, limit])).map(fromRow<CopiedGroup["status"]>);
}

export async function findCopiedUsers(
  reader: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<CopiedUser[]> {
  if (ids.length === 0) return [];
  return (await reader.query<Row>(users.some, [organizationId, ids])).map(fromRow<CopiedUser["status"]>);
}

export async function findCopiedGroups(
  reader: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<CopiedGroup[]> {
  if (ids.length === 0) return [];
  return (await reader.query<Row>(groups.some, [organizationId, ids])).map(fromRow<CopiedGroup["status"]>);
}

const linkedGroups = unnamedStatement(
  `select distinct l.directory_id as id
    from unnest($2::uuid[], $3::uuid[]) as asked (source_application_id, scim_id)
    join links l on l.organization_id = $1 and l.source_application_id = asked.source_application_id
      and l.resource_id = asked.scim_id and l.resource_type = 'Group'
    where l.directory_id is not null`,
);

/** The directory groups that are these resources; what is no group, or linked to none, is left out. */
export async function findGroupsByScimId(
  reader: Reader,
  organizationId: string,
  resources: readonly { readonly sourceApplicationId: string; readonly scimId: string }[],
): Promise<string[]> {
  if (resources.length === 0) return [];
  const applications = resources.map(({ sourceApplicationId }) => sourceApplicationId);
  const scimIds = resources.map(({ scimId }) => scimId);
  const rows = await reader.query<{ id: string }>(linkedGroups, [organizationId, applications, scimIds]);
  return rows.map(({ id }) => id);
}
