import assert from "node:assert/strict";
import { test } from "node:test";
import { userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { compileResourceOrder } from "./compare-resources.ts";
import { resolveSort } from "./resolve-sort.ts";
import { type SortCase, sortCases, sortGroups, sortReadings, sortTypes, sortUsers } from "./sort-cases.ts";

const resources = { User: sortUsers, Group: sortGroups, Reading: sortReadings };

/** The first letters of the ids in the order found, or the type of the refusal. */
function sorted({ types, sortBy }: SortCase, sortOrder: string): string {
  try {
    const sort = resolveSort(
      types.map((name) => sortTypes[name]),
      sortBy,
      sortOrder,
    );
    assert.ok(sort !== undefined);
    const found = types.flatMap((name) => resources[name]).sort(compileResourceOrder(sort));
    return found.map(({ id }) => String(id).charAt(0)).join(" ");
  } catch (error) {
    if (error instanceof ScimError) return String(error.scimType);
    throw error;
  }
}

for (const sortCase of sortCases) {
  const { types, sortBy, expected, shows } = sortCase;
  test(`${types.join(" and ")} by ${sortBy}: ${shows}`, () => {
    const reversed = expected === "invalidValue" ? expected : expected.split(" ").toReversed().join(" ");
    assert.deepEqual([sorted(sortCase, "ascending"), sorted(sortCase, "descending")], [expected, reversed]);
  });
}

test("sortOrder is ascending unless it says descending, in any case (R7644-3.4.2.3-03)", () => {
  const descending = (order: string | undefined) => resolveSort([userResourceType], "userName", order)?.descending;
  for (const order of [undefined, "", " ", "ascending", "Ascending"]) assert.equal(descending(order), false, order);
  for (const order of ["descending", "DESCENDING", " descending "]) assert.equal(descending(order), true, order);
});

const refused: readonly (readonly [sortBy: string | undefined, sortOrder: string, detail: string])[] = [
  ["userName", "desc", 'sortOrder: expected ascending or descending, found "desc"'],
  [undefined, "up", 'sortOrder: expected ascending or descending, found "up"'],
  ["nope", "", "sortBy: nope is no attribute of User"],
  ["name", "", "sortBy: name is complex: name one of its sub-attributes"],
  ["a b", "", 'sortBy: expected an attribute name, found "a b"'],
  ["x".repeat(1_001), "", "sortBy: expected at most 1000 characters, found 1001"],
];
for (const [sortBy, sortOrder, detail] of refused) {
  test(`a refusal says what was expected and found: ${detail.slice(0, 80)} (ROWN-8-01)`, () => {
    assert.throws(
      () => resolveSort([userResourceType], sortBy, sortOrder),
      (error) => error instanceof ScimError && error.scimType === "invalidValue" && error.message === detail,
    );
  });
}

test("without sortBy, or with a blank one, nothing is sorted", () => {
  for (const sortBy of [undefined, "", "  "])
    assert.equal(resolveSort([userResourceType], sortBy, "descending"), undefined);
});
