import type { DirectoryValues } from "../../domain/directory-user.ts";
import type { ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { effectiveMembership, effectiveMembershipJoins } from "./effective-memberships.ts";

/** A member of a directory group with its two facts. */
export interface DirectoryGroupMember {
  readonly type: "User" | "Group";
  /** The directory user's or group's id; null for a resource that is linked to nobody. */
  readonly id: string | null;
  readonly attributes: DirectoryValues;
  readonly status: "enabled" | "disabled" | "binned" | "active" | null;
  /** Null, as the resource's id is, for a member that stands without a source. */
  readonly sourceApplicationId: string | null;
  readonly resourceId: string | null;
  readonly provisioned: boolean;
  readonly effective: boolean;
}

interface Row {
  source_application_id: string;
  group_id: string;
  member_id: string;
  provisioned: boolean;
  resource_type: "User" | "Group";
  directory_id: string | null;
  attributes: DirectoryValues | null;
  status: DirectoryGroupMember["status"];
  effective: boolean;
}

/**
 * One page of what sources say and exceptions keep, ids first: the joins see no more than a page. `$3` is the group's
 * resource and `$4` the member after which the page begins.
 */
const page = `m as materialized (
    select $2::uuid as source_application_id, $3::uuid as group_id, both_kinds.member_id
      from (
        (select g.member_id from group_memberships g
          where g.organization_id = $1 and g.source_application_id = $2 and g.group_id = $3
            and ($4::uuid is null or g.member_id > $4)
          order by g.member_id limit $5)
        union
        (select x.member_id from membership_exceptions x
          where x.organization_id = $1 and x.source_application_id = $2 and x.group_id = $3 and x.effective
            and ($4::uuid is null or x.member_id > $4)
          order by x.member_id limit $5)) as both_kinds
      order by both_kinds.member_id limit $5)`;

const members = unnamedStatement(
  `with ${page}
  select m.source_application_id, m.group_id, m.member_id, l.resource_type,
      exists (select from group_memberships g where g.organization_id = $1 and g.source_application_id = $2
        and g.group_id = $3 and g.member_id = m.member_id) as provisioned,
      coalesce(d.id, n.id) as directory_id, coalesce(d.attributes, n.attributes) as attributes,
      coalesce(d.status, n.status) as status, ${effectiveMembership} as effective
    from m ${effectiveMembershipJoins}
    order by m.member_id`,
);

const membersWithoutSource = unnamedStatement(
  `select d.id, d.attributes, d.status, d.status = 'enabled' as effective
    from directory_group_members s
    join directory_users d on d.organization_id = s.organization_id and d.id = s.directory_user_id
    where s.organization_id = $1 and s.directory_group_id = $2 and ($3::uuid is null or s.directory_user_id > $3)
    order by s.directory_user_id limit $4`,
);

const groupLinks = unnamedStatement(
  `select source_application_id, resource_id from links
    where organization_id = $1 and directory_id = $2 and resource_type = 'Group' and state = 'linked'
    order by source_application_id, resource_id`,
);

/** The resource of an application that is a directory group. */
export interface GroupLink {
  readonly source_application_id: string;
  readonly resource_id: string;
}

/** Lists the resources that are a directory group: one, unless several applications are linked to it. */
export async function listGroupLinks(
  reader: Reader,
  organizationId: string,
  directoryGroupId: string,
): Promise<GroupLink[]> {
  return reader.query<GroupLink>(groupLinks, [organizationId, directoryGroupId]);
}

const maxRounds = 50;

/**
 * Lists members of a directory group: those that its sources say, then those that stand without a source. Pages that
 * hold many members who are not effective are read on until `limit` is reached, so that a page is short only at the
 * end, or after fifty rounds.
 *
 * @param position where the list goes on: application, resource and member; or a directory user alone
 */
export async function listDirectoryGroupMembers(
  reader: Reader,
  organizationId: string,
  directoryGroupId: string,
  { all }: { readonly all: boolean },
  position: readonly string[],
  limit: number,
): Promise<ListPage<DirectoryGroupMember>> {
  const items: DirectoryGroupMember[] = [];
  const links = await listGroupLinks(reader, organizationId, directoryGroupId);
  const sourceless = position.length === 1;
  const [application, resource] = position;
  for (const link of sourceless ? [] : links) {
    const here = link.source_application_id === application && link.resource_id === resource;
    if (!here && application !== undefined && isBefore(link, application, resource ?? "")) continue;
    let after = here ? (position[2] ?? null) : null;
    for (let round = 1; ; round += 1) {
      const rows = await reader.query<Row>(members, [
        organizationId,
        link.source_application_id,
        link.resource_id,
        after,
        limit,
      ]);
      for (const row of rows) {
        after = row.member_id;
        if (all || row.effective) items.push(fromRow(row));
        if (items.length === limit) return { items, next: [row.source_application_id, row.group_id, row.member_id] };
      }
      if (rows.length < limit || after === null) break;
      if (round === maxRounds) return { items, next: [link.source_application_id, link.resource_id, after] };
    }
  }
  let after = sourceless ? (position[0] ?? null) : null;
  for (;;) {
    const rows = await reader.query<{
      id: string;
      attributes: DirectoryValues;
      status: "enabled" | "disabled" | "binned";
      effective: boolean;
    }>(membersWithoutSource, [organizationId, directoryGroupId, after, limit]);
    for (const { id, attributes, status, effective } of rows) {
      after = id;
      const facts = { sourceApplicationId: null, resourceId: null, provisioned: false, effective };
      if (all || effective) items.push({ type: "User", id, attributes, status, ...facts });
      if (items.length === limit) return { items, next: [id] };
    }
    if (rows.length < limit) return { items, next: undefined };
  }
}

function isBefore(link: GroupLink, application: string, resource: string): boolean {
  return link.source_application_id === application
    ? link.resource_id < resource
    : link.source_application_id < application;
}

function fromRow(row: Row): DirectoryGroupMember {
  return {
    type: row.resource_type,
    id: row.directory_id,
    attributes: row.attributes ?? {},
    status: row.status,
    sourceApplicationId: row.source_application_id,
    resourceId: row.member_id,
    provisioned: row.provisioned,
    effective: row.effective,
  };
}

/** Application and resource are values, not joined, so that the plan is made for the size of this very group. */
const effectiveCount = unnamedStatement(
  `select (
      select count(*) from (
        select $2::uuid as source_application_id, $3::uuid as group_id, g.member_id from group_memberships g
          where g.organization_id = $1 and g.source_application_id = $2 and g.group_id = $3) as m
        ${effectiveMembershipJoins} where ${effectiveMembership})
    + (
      select count(*) from (
        select $2::uuid as source_application_id, $3::uuid as group_id, k.member_id from membership_exceptions k
          where k.organization_id = $1 and k.source_application_id = $2 and k.group_id = $3 and k.effective
            and not exists (select from group_memberships g where g.organization_id = $1
              and g.source_application_id = $2 and g.group_id = $3 and g.member_id = k.member_id)) as m
        ${effectiveMembershipJoins} where ${effectiveMembership}) as count`,
);

const enabledWithoutSource = unnamedStatement(
  `select count(*) as count from directory_group_members s
    join directory_users d on d.organization_id = s.organization_id and d.id = s.directory_user_id
    where s.organization_id = $1 and s.directory_group_id = $2 and d.status = 'enabled'`,
);

/**
 * Counts the effective members of a directory group; reads every member, so its cost grows with the group.
 *
 * @throws StatementTimeout
 */
export async function countEffectiveMembers(
  reader: Reader,
  organizationId: string,
  directoryGroupId: string,
): Promise<number> {
  const group = [organizationId, directoryGroupId];
  const [links, sourceless] = await Promise.all([
    listGroupLinks(reader, organizationId, directoryGroupId),
    reader.query<{ count: number }>(enabledWithoutSource, group),
  ]);
  let count = sourceless[0]?.count ?? 0;
  for (const link of links) {
    const values = [organizationId, link.source_application_id, link.resource_id];
    const [row] = await reader.query<{ count: number }>(effectiveCount, values);
    count += row?.count ?? 0;
  }
  return count;
}
