import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compileFilter } from "../compile-filter.ts";
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

/** What distinguishes the statements of a type: `user`, `user-groups`, `group`, `group-members` or `resource`. */
function variantOf(type: string, details: Details): string {
  if (type === "User") return details.withGroups ? "user-groups" : "user";
  if (type === "Group") return details.withMembers ? "group-members" : "group";
  return "resource";
}

const everyVariant: readonly (readonly [type: string, details: Details])[] = [
  ["User", { withMembers: false, withGroups: false }],
  ["User", { withMembers: false, withGroups: true }],
  ["Group", { withMembers: false, withGroups: false }],
  ["Group", { withMembers: true, withGroups: false }],
  ["", { withMembers: false, withGroups: false }],
];

function perVariant(make: (type: string, details: Details, variant: string) => Statement) {
  const statements = new Map(
    everyVariant.map(([type, details]) => {
      const variant = variantOf(type, details);
      return [variant, make(type, details, variant)];
    }),
  );
  return (type: string, details: Details): Statement => {
    const found = statements.get(variantOf(type, details));
    if (found === undefined) throw new Error(`no statement for ${type}`);
    return found;
  };
}

/** One resource: $3 is its type, $4 its id. */
export const pointStatement = perVariant((type, details, variant) =>
  statement(
    `read-${variant}`,
    `select ${rowColumns(type, details)} from provisioned_resources r
      where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = $3 and r.id = $4`,
  ),
);

const noSubject = "'00000000-0000-0000-0000-000000000000'";

/** How many resources there are of a type: $3 is unused so that the values are those of a page; $4 the counter. */
const counted = `select coalesce(sum(amount), 0)::bigint as total from slot_counters
    where organization_id = $1 and source_application_id = $2 and kind = $4 and subject = ${noSubject}`;

/** The rows of a page of ids, each with the total; one row without an id when the page is empty. */
const pageOf = (total: string, ids: string, type: string, details: Details, typeSql: string): string =>
  `select counted.total, page.* from (${total}) as counted
  left join (select ${rowColumns(type, details)} from (${ids}) as paged
    join provisioned_resources r on r.organization_id = $1 and r.source_application_id = $2
      and r.resource_type = ${typeSql} and r.id = paged.id) as page on true
  order by page.id`;
