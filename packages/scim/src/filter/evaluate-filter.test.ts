import assert from "node:assert/strict";
import { test } from "node:test";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { resourceType } from "../schema/resource-type.ts";
import { schema } from "../schema/schema.ts";
import { ScimError } from "../scim-error.ts";
import { compileFilterTest } from "./evaluate-filter.ts";
import { filterCases, filterGroups, filterUsers } from "./filter-cases.ts";
import { parseFilter } from "./parse-filter.ts";
import { resolveFilter } from "./resolve-filter.ts";

for (const { type, filter, expected, shows } of filterCases) {
  test(`${type} ${filter} (${shows})`, () => {
    const [definition, resources] =
      type === "User" ? [userResourceType, filterUsers] : [groupResourceType, filterGroups];
    let found: unknown;
    try {
      const matches = compileFilterTest(resolveFilter(definition, parseFilter(filter)));
      found = resources
        .filter(matches)
        .map(({ id }) => (typeof id === "string" ? id : ""))
        .sort();
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      found = error.scimType;
    }
    assert.deepEqual(found, expected);
  });
}

test("numbers compare as numbers, and text about them is refused (ROWN-7-03)", () => {
  const badges = resourceType({
    name: "Badge",
    endpoint: "/Badges",
    description: "Badges.",
    schema: schema({
      id: "urn:example:badge:1.0",
      name: "Badge",
      description: "A badge.",
      attributes: [
        { name: "floor", description: "Floor.", type: "integer" },
        { name: "height", description: "Metres.", type: "decimal" },
        { name: "tags", description: "Tags.", multiValued: true },
      ],
    }),
  });
  const resources = [
    { id: "a", floor: 9, height: 1.5, tags: ["x", "Y"] },
    { id: "b", floor: 10, height: 1e3 },
    { id: "c" },
  ];
  const cases: [string, string[] | "invalidFilter"][] = [
    ["floor eq 9", ["a"]],
    ["floor eq 9.0", ["a"]],
    ["floor gt 9", ["b"]],
    ["floor lt 10", ["a"]],
    ["floor ge -1", ["a", "b"]],
    ["floor ne 9", ["b", "c"]],
    ["height le 1.5", ["a"]],
    ["height eq 1E3", ["b"]],
    ['floor eq "9"', "invalidFilter"],
    ["floor co 9", "invalidFilter"],
    ['tags eq "y"', ["a"]],
    ['tags ne "x"', ["a", "b", "c"]],
    ['tags[value eq "X"]', ["a"]],
    ['tags[value eq "X" and value eq "y"]', []],
    ['tags[type eq "X"]', "invalidFilter"],
    ["urn:example:badge:1.0:floor eq 9", ["a"]],
  ];
  for (const [filter, expected] of cases) {
    let found: unknown;
    try {
      found = resources.filter(compileFilterTest(resolveFilter(badges, parseFilter(filter)))).map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof ScimError)) throw error;
      found = error.scimType;
    }
    assert.deepEqual(found, expected, filter);
  }
});
