import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { type Statement, statement } from "../database.ts";
import type { Details } from "./provisioned-resource-columns.ts";
import {
  compileCondition,
  composeLookup,
  type SearchCondition,
  variantOf,
  variants,
} from "./provisioned-resource-statements.ts";

const anId = '"00000000-0000-0000-0000-000000000000"';

/** The filters by which clients look resources up, one example of each; each answers from an index. */
const frequentFilters: readonly (readonly [type: ResourceType, name: string, example: string])[] = [
  [userResourceType, "id", `id eq ${anId}`],
  [userResourceType, "user-name", 'userName eq "x"'],
  [userResourceType, "external-id", 'externalId eq "x"'],
  [userResourceType, "email", 'emails.value eq "x"'],
  [userResourceType, "typed-email", 'emails[type eq "x" and value eq "x"]'],
  [userResourceType, "id-manager", `id eq ${anId} and manager eq "x"`],
  [groupResourceType, "id", `id eq ${anId}`],
  [groupResourceType, "name", 'displayName eq "x"'],
  [groupResourceType, "external-id", 'externalId eq "x"'],
  [groupResourceType, "member", `members.value eq ${anId}`],
  [groupResourceType, "id-member", `id eq ${anId} and members.value eq ${anId}`],
];

/** Lookups by a frequent filter, each under the variant and the condition that it is for. */
const lookups: ReadonlyMap<string, Statement> = new Map(
  frequentFilters.flatMap(([type, name, example]) => {
    const filter = resolveFilter(type, parseFilter(example));
    const condition = compileCondition({ type, filter }, Array(4));
    return variants
      .filter(([typeName]) => typeName === type.name)
      .map(([, details]) => {
        const variant = variantOf(type.name, details);
        const text = composeLookup(type.name, details, condition);
        return [lookupKey(variant, condition.sql), statement(`find-${variant}-by-${name}`, text)] as const;
      });
  }),
);

function lookupKey(variant: string, conditionSql: string): string {
  return `${variant} ${conditionSql}`;
}

/** Finds the prepared lookup for a condition, which does not depend on the values sought; `undefined` for most. */
export function findLookup(type: string, details: Details, condition: SearchCondition): Statement | undefined {
  return lookups.get(lookupKey(variantOf(type, details), condition.sql));
}
