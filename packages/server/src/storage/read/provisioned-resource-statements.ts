import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import { groupResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compileFilter, compileMemberFilter } from "../compile-filter.ts";
import { sqlLiteral, sqlParameters } from "../compile-filter/sql-text.ts";
import { type Statement, statement } from "../database.ts";
import { groupMembersJson, resourceModifiedAt, resourceVersion } from "./provisioned-resource-columns.ts";
import { userGroupsJson } from "./user-contexts.ts";

/** What is read beside the document, because it costs more. */
export interface Details {
  /** Of groups. */
  readonly withMembers: boolean;
  /** Of users. */
  readonly withGroups: boolean;
}

/** The columns of a row of the resource `r`. */
function rowColumns(type: string, details: Details): string {
  const columns = [
    "r.id, r.document",
    `${resourceVersion(type)} as version`,
    "r.created_at",
    `${resourceModifiedAt(type)} as modified_at`,
  ];
  if (type === "Group" && details.withMembers) columns.push(`${groupMembersJson} as members`);
  if (type === "User" && details.withGroups) columns.push(`${userGroupsJson} as groups`);
  return columns.join(", ");
}

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
function perVariant(compose: (type: string, details: Details) => string, verb: string) {
  const statements = new Map<string, Statement>();
  for (const [type, details] of variants) {
    const variant = variantOf(type, details);
    statements.set(variant, statement(`${verb}-${variant}`, compose(type, details)));
  }
  return (type: string, details: Details): Statement => statements.get(variantOf(type, details)) as Statement;
}

/** One resource: $3 is its type, $4 its id. */
export const pointStatement = perVariant(
  (type, details) =>
    `select ${rowColumns(type, details)} from provisioned_resources r
      where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3 and r.id = $4`,
  "read",
);

/** How many resources there are of a type, by its counter `$4`. */
const countedTotal = `select coalesce(sum(amount), 0)::bigint as total from slot_counters
    where organization_id = $1 and source_application_id = $2 and kind = $4
      and subject = '00000000-0000-0000-0000-000000000000'`;

/** The number of a group's members: $3 is the group. */
export const memberCountStatement = statement(
  "count-members",
  `select coalesce(sum(amount), 0)::bigint as total from slot_counters
    where organization_id = $1 and source_application_id = $2 and kind = 'members' and subject = $3`,
);

/** The rows of a page of ids, each with the total; a single one without an id when the page is empty. */
function composePage(total: string, ids: string, typeSql: string, type: string, details: Details): string {
  return `select counted.total, page.* from (${total}) as counted
  left join (
    select ${rowColumns(type, details)} from (${ids}) as paged
      join provisioned_resources r on r.organization_id = $1 and r.source_application_id = $2
        and r.resource_type = ${typeSql} and r.id = paged.id
  ) as page on true
  order by page.id`;
}

/** A page of all resources of a type: $3 is the type, $4 its counter, $5 how many to skip, $6 how many to show. */
export const pageStatement = perVariant(
  (type, details) =>
    // Ids alone come from the index; documents are read for those of the page only.
    composePage(
      countedTotal,
      `select id from provisioned_resources
        where organization_id = $1 and source_application_id = $2 and resource_type = $3
        order by id offset $5 limit $6`,
      "$3",
      type,
      details,
    ),
  "list",
);

/** A filter on the resources of a type. */
export interface Search {
  readonly type: ResourceType;
  readonly filter: ResolvedFilter;
  readonly baseUrl?: string | undefined;
}

/**
 * Composes a page of the resources that match a filter: $1 is the organization, $2 the application, $3 how many to skip,
 * $4 how many to show. The filter's own values are added to those.
 */
export function composeSearch(
  { type, filter, baseUrl }: Search,
  details: Details,
  first: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const parameters = sqlParameters(first);
  const condition = compileFilter(filter, { type, parameters, baseUrl });
  // A literal, because the indexes by name are those of one type.
  const typeSql = sqlLiteral(type.name);
  const matches = `select r.id from provisioned_resources r
    where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = ${typeSql} and ${condition}`;
  const page = composePage(
    "select count(*) as total from matches",
    "select id from matches order by id offset $3 limit $4",
    typeSql,
    type.name,
    details,
  );
  return { text: `with matches as materialized (${matches})\n${page}`, values: parameters.values };
}

/** Composes the search for a group's members by a filter on their elements: $3 is the group. */
export function composeMemberSearch(
  filter: ResolvedFilter,
  first: readonly unknown[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const parameters = sqlParameters(first);
  const condition = compileMemberFilter(filter, { type: groupResourceType, parameters, baseUrl: undefined });
  const text = `select m.member_id as id from group_memberships m
    where m.organization_id = $1 and m.source_application_id = $2 and m.group_id = $3 and ${condition}
    order by m.member_id`;
  return { text, values: parameters.values };
}
