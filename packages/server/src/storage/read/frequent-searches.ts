import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { type Statement, statement } from "../database.ts";
import { composeSearch, variantOf, variants } from "./provisioned-resource-statements.ts";

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

/**
 * Statements of the frequent filters by their text, which does not depend on the values sought: whoever composes one of
 * them sends it by its name.
 */
export const frequentSearches: ReadonlyMap<string, Statement> = new Map(
  frequentFilters.flatMap(([type, name, example]) =>
    variants
      .filter(([typeName]) => typeName === type.name)
      .map(([, details]) => {
        const filter = resolveFilter(type, parseFilter(example));
        const { text } = composeSearch({ type, filter }, details, Array(4));
        return [text, statement(`find-${variantOf(type.name, details)}-by-${name}`, text)] as const;
      }),
  ),
);
