import type { Resource } from "@rollcall/scim/resource.ts";
import type { FormerGroup } from "../../domain/decide-group-effect.ts";
import type { DirectoryGroup } from "../../domain/directory-group.ts";
import type { DirectoryValues } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import type { Link, LinkState } from "../../domain/link.ts";
import { type Reader, statement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { guardFromRow } from "./guard-row.ts";

/** A provisioned group with all that a change of it is decided from; its members are not. */
export interface GroupContext {
  readonly id: string;
  readonly resource: Resource;
  /** The version of the row; the group's own adds the changes of its memberships. */
  readonly version: number;
  readonly membershipChanges: number;
  readonly memberCount: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
  readonly link: Link;
  readonly directoryGroup: DirectoryGroup | undefined;
}

/** A row of directory_groups as `to_json` gives it: instants are text. */
export interface DirectoryGroupRow {
  id: string;
  attributes: DirectoryValues;
  status: "active" | "binned";
  binned_at: string | null;
  version: number;
  created_at: string;
  modified_at: string;
}

/** Ready-made JSON of the directory group `d`, as `directoryGroupFromRow` reads it. */
export const directoryGroupJson = `(select to_json(x) from
    (select d.id, d.attributes, d.status, d.binned_at, d.version, d.created_at, d.modified_at) as x)`;

const groupContext = statement(
  "group-context",
  `select r.document, r.version as resource_version, r.created_at as resource_created_at,
    greatest(r.modified_at, s.modified_at) as resource_modified_at,
    coalesce(s.changes, 0)::bigint as membership_changes, coalesce(s.amount, 0)::bigint as member_count,
    l.state, l.directory_id, l.owning, l.held, l.guard, l.guarded_at, l.guard_because, l.kept_in,
    case when d.id is null then null else ${directoryGroupJson} end as directory_group
  from provisioned_resources r
  join links l on l.organization_id = r.organization_id and l.source_application_id = r.source_application_id
    and l.resource_id = r.id
  left join directory_groups d on d.organization_id = l.organization_id and d.id = l.directory_id
  left join lateral (
    select sum(c.changes) as changes, sum(c.amount) as amount, max(c.modified_at) as modified_at
      from slot_counters c where c.organization_id = $1 and c.source_application_id = $2 and c.kind = 'members'
        and c.subject = $3) as s on true
  where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = 'Group' and r.id = $3`,
);

interface GroupContextRow {
  document: string;
  resource_version: number;
  resource_created_at: Date;
  resource_modified_at: Date;
  membership_changes: number;
  member_count: number;
  state: LinkState;
  directory_id: string | null;
  owning: boolean;
  held: boolean;
  guard: GuardTarget | null;
  guarded_at: Date | null;
  guard_because: HeldCause | null;
  kept_in: boolean | null;
  directory_group: DirectoryGroupRow | null;
}

/** Finds a provisioned group with its link and its directory group, at a cost that does not grow with its members. */
export async function findGroupContext(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
): Promise<GroupContext | undefined> {
  const [row] = await reader.query<GroupContextRow>(groupContext, [organizationId, sourceApplicationId, id]);
  if (row === undefined) return undefined;
  return {
    id,
    resource: JSON.parse(row.document) as Resource,
    version: row.resource_version,
    membershipChanges: row.membership_changes,
    memberCount: row.member_count,
    createdAt: instant(row.resource_created_at),
    modifiedAt: instant(row.resource_modified_at),
    link: {
      sourceApplicationId,
      resourceId: id,
      state: row.state,
      directoryId: row.directory_id,
      owning: row.owning,
      held: row.held,
      guard: guardFromRow(row),
      keptIn: row.kept_in,
      conflict: null,
    },
    directoryGroup: row.directory_group === null ? undefined : directoryGroupFromRow(row.directory_group),
  };
}

/** Reads a directory group from its row. */
export function directoryGroupFromRow(row: DirectoryGroupRow): DirectoryGroup {
  return {
    id: row.id,
    attributes: row.attributes,
    status: row.status,
    binnedAt: row.binned_at === null ? null : instant(row.binned_at),
    version: row.version,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
  };
}

const directoryGroup = statement(
  "directory-group",
  `select d.id, d.attributes, d.status, d.binned_at, d.version, d.created_at, d.modified_at from directory_groups d
    where d.organization_id = $1 and d.id = $2`,
);

/** Finds a group of the directory. */
export async function findDirectoryGroup(
  reader: Reader,
  organizationId: string,
  id: string,
): Promise<DirectoryGroup | undefined> {
  const [row] = await reader.query<DirectoryGroupRow>(directoryGroup, [organizationId, id]);
  return row && directoryGroupFromRow(row);
}

/** Groups of the application that have a name already, and groups that a new one may be the return of. */
export interface NewGroupContext {
  readonly sameName: readonly { readonly id: string; readonly externalId: string | null }[];
  readonly former: readonly FormerGroup[];
  readonly directoryGroups: ReadonlyMap<string, DirectoryGroup>;
}

const newGroupContext = statement(
  "new-group-context",
  `select
    (select json_agg(json_build_object('id', r.id, 'externalId', r.external_id)) from provisioned_resources r
      where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = 'Group' and r.name_key = $4
    ) as same_name,
    (select json_agg(json_build_object('externalId', l.external_id, 'nameKey', l.name_key, 'closedAt', l.closed_at,
        'group', ${directoryGroupJson}))
      from (
        select directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id = $2 and resource_type = 'Group' and state = 'closed'
            and external_id = $3 and directory_id is not null
        union
        select directory_id, external_id, name_key, closed_at from links
          where organization_id = $1 and source_application_id = $2 and resource_type = 'Group' and state = 'closed'
            and name_key = $4 and directory_id is not null
      ) as l
      join directory_groups d on d.organization_id = $1 and d.id = l.directory_id
      where not exists (select from links o where o.organization_id = $1 and o.directory_id = l.directory_id
        and o.state = 'linked')) as former`,
);

/** Finds what stands in the way of a group's name, and what a new group may be the return of. */
export async function findNewGroupContext(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  externalId: string | null,
  nameKey: string | null,
): Promise<NewGroupContext> {
  const [row] = await reader.query<{
    same_name: { id: string; externalId: string | null }[] | null;
    former: { externalId: string | null; nameKey: string | null; closedAt: string; group: DirectoryGroupRow }[] | null;
  }>(newGroupContext, [organizationId, sourceApplicationId, externalId, nameKey]);
  const former = row?.former ?? [];
  return {
    sameName: row?.same_name ?? [],
    former: former.map((one) => ({
      directoryGroupId: one.group.id,
      externalId: one.externalId,
      nameKey: one.nameKey,
      closedAt: instant(one.closedAt),
    })),
    directoryGroups: new Map(former.map((one) => [one.group.id, directoryGroupFromRow(one.group)])),
  };
}

const memberFacts = statement(
  "member-facts",
  `select asked.id, exists (
      select from provisioned_resources r where r.organization_id = $1 and r.source_application_id = $2
        and r.resource_type in ('User', 'Group') and r.id = asked.id) as present
    from unnest($3::uuid[]) as asked (id)
    join links l on l.organization_id = $1 and l.source_application_id = $2 and l.resource_id = asked.id`,
);

/** Tells of each id whether this application issued it (a missing entry: never) and whether the resource is there. */
export async function findIssuedIds(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  ids: readonly string[],
): Promise<Map<string, { readonly present: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ id: string; present: boolean }>(memberFacts, [
    organizationId,
    sourceApplicationId,
    ids,
  ]);
  return new Map(rows.map((row) => [row.id, { present: row.present }]));
}
