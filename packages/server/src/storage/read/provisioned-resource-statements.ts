import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import { groupResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compileFilter, compileMemberFilter } from "../compile-filter.ts";
import { type SqlParameters, sqlLiteral, sqlParameters } from "../compile-filter/sql-text.ts";
import { type Statement, statement } from "../database.ts";
import { type Details, rowSource } from "./provisioned-resource-columns.ts";

const plain: Details = { withMembers: false, withGroups: false };

/** Every choice of details that makes a statement of its own, by type; the empty name stands for all other types. */
export const variants: readonly (readonly [type: string, details: Details])[] = [
  ["User", plain],
  ["User", { ...plain, withGroups: true }],
  ["Group", plain],
  ["Group", { ...plain, withMembers: true }],
  ["", plain],
];

/** Names the variant that a type's details come to, as it stands in the names of statements. */
export function variantOf(type: string, details: Details): string {
  if (type === "User") return details.withGroups ? "user-groups" : "user";
  if (type === "Group") return details.withMembers ? "group-members" : "group";
  return "resource";
}

/** Declares a statement for each variant. */
function perVariant(verb: string, compose: (type: string, details: Details) => string) {
  const statements = new Map<string, Statement>();
  for (const [type, details] of variants) {
    const variant = variantOf(type, details);
    statements.set(variant, statement(`${verb}-${variant}`, compose(type, details)));
  }
  return (type: string, details: Details): Statement => statements.get(variantOf(type, details)) as Statement;
}

/** Resources by their ids: $3 is their type, $4 the ids. */
export const pointStatement = perVariant("read", (type, details) => {
  const { columns, joins } = rowSource(type, details);
  return `select ${columns} from provisioned_resources r ${joins}
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3 and r.id = any($4::uuid[])`;
});

/** The number of a group's members: $3 is the group. */
export const memberCountStatement = statement(
  "count-members",
  `select coalesce(sum(amount), 0)::bigint as total from slot_counters
    where organization_id = $1 and source_application_id = $2 and kind = 'members' and subject = $3`,
);

/** How many resources of some types there are, by their counters. */
export const totalOf = (kinds: string): string => `select coalesce(sum(amount), 0)::bigint as total from slot_counters
    where organization_id = $1 and source_application_id = $2 and kind = ${kinds}
      and subject = '00000000-0000-0000-0000-000000000000'`;

/**
 * The direct groups of all users of a page, as `userGroupsJson` has those of one: each group is read once, and its element
 * written once, for it stands in every member.
 */
const groupsOfPage = `, memberships as materialized (
    select paged.id, m.group_id from paged cross join lateral (
      select group_id from group_memberships
        where organization_id = $1 and source_application_id = $2 and member_id = paged.id offset 0
    ) as m
  ), written as materialized (
    select each.group_id, shown.element from (select distinct group_id from memberships) as each cross join lateral (
      select json_build_object('value', id, 'display', document::json ->> 'displayName', 'type', 'direct')::text as element
        from provisioned_resources
        where organization_id = $1 and source_application_id = $2 and resource_type = 'Group' and id = each.group_id limit 1
    ) as shown
  ), groups_of as materialized (
    select m.id, '[' || string_agg(w.element, ', ' order by m.group_id) || ']' as groups
      from memberships m join written w on w.group_id = m.group_id group by m.id
  )`;

/**
 * Declares a page of all resources of a type by their ids, each row with the total; a single one without an id when the
 * page is empty. $3 is how many to show, $4 where to begin, $5 the type, $6 the counter of its total.
 */
function pageStatements(verb: string, ids: { readonly begin: string; readonly order: "asc" | "desc" }) {
  return perVariant(verb, (type, details) => {
    const { columns, joins } = rowSource(type, { ...details, withGroups: false });
    // Ids are paged first, by the index alone; documents are read for those of the page only, each by its key: without
    // the offset PostgreSQL may turn the join round and read all resources of the type for one page. Materialized, the
    // ids are planned by themselves: PostgreSQL 15 else sorts all of a type beside the costly members of a group.
    return `with paged as materialized (
    select id from provisioned_resources
      where organization_id = $1 and source_application_id = $2 and resource_type = $5 ${ids.begin}
  )${details.withGroups ? groupsOfPage : ""}
  select counted.total, page.* from (${totalOf("$6")}) as counted
  left join (
    select found.*${details.withGroups ? ", groups_of.groups" : ""} from paged
      cross join lateral (
        select ${columns} from provisioned_resources r ${joins}
          where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $5 and r.id = paged.id
          offset 0
      ) as found${details.withGroups ? " left join groups_of on groups_of.id = found.id" : ""}
  ) as page on true
  order by page.id ${ids.order}`;
  });
}

/** A page by index: $4 is how many to skip. */
export const pageStatement = pageStatements("list", { begin: "order by id limit $3 offset $4", order: "asc" });

/** The page after the id $4. */
export const pageAfterStatement = pageStatements("list-after", {
  begin: "and id > $4 order by id limit $3",
  order: "asc",
});

/** The page before the id $4, the nearest first. */
export const pageBeforeStatement = pageStatements("list-before", {
  begin: "and id < $4 order by id desc limit $3",
  order: "desc",
});

/** What is sought among the resources of one type. */
export interface Search {
  readonly type: ResourceType;
  readonly filter: ResolvedFilter;
  readonly baseUrl?: string | undefined;
}

/** A filter as SQL over `provisioned_resources r`, and all values that a search by it is sent with. */
export interface SearchCondition {
  /** The same text for all filters that differ only in their values. */
  readonly sql: string;
  readonly parameters: SqlParameters;
}

/**
 * Compiles the condition of a search.
 *
 * @param page the first values: organization, application, how many to show, how many to skip
 */
export function compileCondition(search: Search, page: readonly unknown[]): SearchCondition {
  const parameters = sqlParameters(page);
  return { sql: compileMatch(search, parameters), parameters };
}

/** Compiles which resources `r` of a type belong to the application, $1 and $2, and match. */
export function compileMatch(
  { type, filter, baseUrl }: Omit<Search, "filter"> & { readonly filter: ResolvedFilter | undefined },
  parameters: SqlParameters,
): string {
  // A literal makes the indexes by name usable, which are those of one type. Beside an id it would make them tempting:
  // while a table is small, PostgreSQL prefers any index with fewer columns to compare.
  const typeSql = filter !== undefined && namesId(filter) ? parameters.add(type.name, "text") : sqlLiteral(type.name);
  const own = `r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = ${typeSql}`;
  return filter === undefined ? own : `${own} and ${compileFilter(filter, { type, parameters, baseUrl })}`;
}

/** Tells whether a filter finds at most one resource, by its id. */
function namesId(filter: ResolvedFilter): boolean {
  if (filter.kind === "and") return filter.terms.some(namesId);
  if (filter.kind !== "comparison" || filter.operator !== "eq") return false;
  return filter.target.extension === undefined && filter.target.attribute.name === "id";
}

/**
 * Composes the first page of a search that finds few: half the work of `composeSearch` (provisioned-resource-searches.ts). It reads the documents of all
 * that match, and tells the total only when there is a row.
 */
export function composeLookup(type: string, details: Details, { sql }: SearchCondition): string {
  const { columns, joins } = rowSource(type, details);
  return `select count(*) over () as total, ${columns} from provisioned_resources r ${joins}
    where ${sql}
    order by r.id limit $3 offset $4`;
}

/** Composes the search for a group's members by a filter on their elements: $3 is the group. */
export function composeMemberSearch(
  filter: ResolvedFilter,
  first: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const parameters = sqlParameters(first);
  const matches = compileMemberFilter(filter, { type: groupResourceType, parameters, baseUrl: undefined });
  const text = `select m.member_id as id from group_memberships m
    where m.organization_id = $1 and m.source_application_id = $2 and m.group_id = $3 and ${matches}
    order by m.member_id`;
  return { text, values: parameters.values };
}
