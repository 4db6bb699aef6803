import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryGroup } from "../../domain/directory-group.ts";
import type { DirectoryUser } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { Conflict, Link, LinkState } from "../../domain/link.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns } from "./directory-user-row.ts";
import { type DirectoryGroupRow, directoryGroupFromRow, directoryGroupJson } from "./group-contexts.ts";
import { guardFromRow } from "./guard-row.ts";
import { type OtherResource, otherResources } from "./user-contexts.ts";

/** A user of an application with all that a mapping of it is decided from. */
export interface MappedUser {
  readonly resource: Resource;
  readonly link: Link;
  readonly directoryUser: DirectoryUser | undefined;
  readonly others: readonly OtherResource[];
}

/** A group of an application, as `MappedUser`. */
export interface MappedGroup {
  readonly resource: Resource;
  readonly link: Link;
  readonly directoryGroup: DirectoryGroup | undefined;
  readonly memberCount: number;
}

interface LinkedRow {
  id: string;
  document: string;
  state: LinkState;
  directory_id: string | null;
  owning: boolean;
  held: boolean;
  guard: GuardTarget | null;
  guarded_at: Date | null;
  guard_because: HeldCause | null;
  source_active: boolean | null;
  conflict: Conflict | null;
}

/** A page of the resources of a type with their open links. */
const linked = (type: "User" | "Group"): string =>
  `(select r.id, r.document, l.state, l.directory_id, l.owning, l.held, l.guard, l.guarded_at, l.guard_because, l.source_active,
      l.conflict, l.created_at as linked_at
    from provisioned_resources r
    join links l on l.organization_id = r.organization_id and l.source_application_id = r.source_application_id
      and l.resource_id = r.id
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = '${type}' and r.id > $3
      and l.state <> 'closed'
    order by r.id limit $4) as l`;

const mappedUsers = unnamedStatement(
  `select l.*, case when d.id is null then null else
      (select to_json(x) from (select ${directoryUserRowColumns}) as x) end as directory_user,
    ${otherResources(
      "not o.owning and (o.created_at, o.source_application_id) > (l.linked_at, $2::uuid)",
    )} and not (o.source_application_id = $2 and o.resource_id = l.id)) as others
  from ${linked("User")}
  left join directory_users d on d.organization_id = $1 and d.id = l.directory_id
  order by l.id`,
);

/** Lists users of an application after an id, in the order of their ids. */
export async function listMappedUsers(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  limit: number,
): Promise<MappedUser[]> {
  type Row = LinkedRow & { directory_user: DirectoryUserRow | null; others: OtherResource[] | null };
  const rows = await reader.query<Row>(mappedUsers, [organizationId, sourceApplicationId, after, limit]);
  return rows.map((row) => ({
    resource: JSON.parse(row.document) as Resource,
    link: linkFromRow(sourceApplicationId, row),
    directoryUser: row.directory_user === null ? undefined : directoryUserFromRow(row.directory_user),
    others: row.others ?? [],
  }));
}

const mappedGroups = unnamedStatement(
  `select l.*, case when d.id is null then null else ${directoryGroupJson} end as directory_group,
    coalesce((select sum(c.amount) from slot_counters c where c.organization_id = $1 and c.source_application_id = $2
      and c.kind = 'members' and c.subject = l.id), 0)::bigint as member_count
  from ${linked("Group")}
  left join directory_groups d on d.organization_id = $1 and d.id = l.directory_id
  order by l.id`,
);

/** Lists groups of an application after an id, in the order of their ids. */
export async function listMappedGroups(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  after: string,
  limit: number,
): Promise<MappedGroup[]> {
  type Row = LinkedRow & { directory_group: DirectoryGroupRow | null; member_count: number };
  const rows = await reader.query<Row>(mappedGroups, [organizationId, sourceApplicationId, after, limit]);
  return rows.map((row) => ({
    resource: JSON.parse(row.document) as Resource,
    link: linkFromRow(sourceApplicationId, row),
    directoryGroup: row.directory_group === null ? undefined : directoryGroupFromRow(row.directory_group),
    memberCount: row.member_count,
  }));
}

function linkFromRow(sourceApplicationId: string, row: LinkedRow): Link {
  return {
    sourceApplicationId,
    resourceId: row.id,
    state: row.state,
    directoryId: row.directory_id,
    owning: row.owning,
    held: row.held,
    guard: guardFromRow(row),
    sourceActive: row.source_active,
    conflict: row.conflict,
  };
}
