import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { compileFilterTest } from "./evaluate-filter.ts";
import { filterGroups, filterUsers } from "./filter-cases.ts";
import { parseFilter } from "./parse-filter.ts";
import { resolveFilter } from "./resolve-filter.ts";

/** The ids of the shared resources of both types that match, users first; or the type of the refusal. */
function foundInBoth(text: string): string {
  const options = { unknownAttributes: "without value" } as const;
  try {
    const filter = parseFilter(text);
    const found = [
      ...filterUsers.filter(compileFilterTest(resolveFilter(userResourceType, filter, undefined, options))),
      ...filterGroups.filter(compileFilterTest(resolveFilter(groupResourceType, filter, undefined, options))),
    ];
    return found.map(({ id }) => String(id)).join(" ");
  } catch (error) {
    if (error instanceof ScimError) return String(error.scimType);
    throw error;
  }
}

const users = "ann bob cem dora eve";
const groups = "staff lab empty";

/** A filter that is put to users and groups at once, and whom it finds. */
const cases: readonly (readonly [filter: string, found: string])[] = [
  ['userName eq "bob"', "bob"],
  ["userName pr", users],
  ["not (userName pr)", groups],
  ['userName ne "bob"', `ann cem dora eve ${groups}`],
  ["userName eq null", groups],
  ["userName ne null", users],
  ['displayName eq "Bob" or displayName eq "staff"', "bob staff"],
  ['meta.resourceType eq "User"', users],
  ['meta.resourceType eq "Group" and displayName pr', groups],
  ['members.value eq "ann"', "staff lab"],
  ['members[value eq "ann" and type eq "User"]', "staff lab"],
  ['emails[type eq "work" and value sw "ann"]', "ann"],
  ['not (emails[type eq "work"])', `bob dora eve ${groups}`],
  ['emails[nope eq "x"]', ""],
  ['emails[nope ne "x" and type eq "spare"]', "cem"],
  ["nope pr", ""],
  ['nope eq "x"', ""],
  ["nope gt 3", ""],
  ['nope ne "x"', `${users} ${groups}`],
  ["nope eq null", `${users} ${groups}`],
  ['nope[type eq "x"]', ""],
  ["name.nope pr", ""],
  ["urn:example:hr:1.0:User:badge pr", ""],
  ["urn:ietf:params:scim:schemas:core:2.0:Device:serial pr", ""],
  ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Lab"', "ann cem"],
  ['password eq "x"', "invalidFilter"],
  ["active gt true", "invalidFilter"],
  ["nope gt null", "invalidFilter"],
  ["name eq null and nope", "invalidFilter"],
];

describe("an attribute that a type lacks counts as having no value where that is asked for (R7644-3.4.2.1-04)", () => {
  for (const [filter, found] of cases) {
    test(filter, () => {
      assert.equal(foundInBoth(filter), found);
    });
  }
});

test("asked of one type, an attribute that it lacks is refused (AMB-41)", () => {
  for (const filter of ["nope pr", 'emails[nope eq "x"]', "name.nope pr", "members pr"]) {
    assert.throws(
      () => resolveFilter(userResourceType, parseFilter(filter)),
      (error) => error instanceof ScimError && error.scimType === "invalidFilter",
      filter,
    );
  }
});
