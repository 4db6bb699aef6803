import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { compileFilterTest } from "@rollcall/scim/filter/evaluate-filter.ts";
import { filterCases, filterGroups, filterUsers } from "@rollcall/scim/filter/filter-cases.ts";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import type { ResolvedFilter } from "@rollcall/scim/filter/resolved-filter.ts";
import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { presentResource } from "../../src/http/scim/present-resource.ts";
import { listResources } from "../../src/storage/read/provisioned-resource-lists.ts";
import { withDatabase } from "../support/database.ts";
import { newOwner, storeMembers, storeResources, textOf } from "./store-resources.ts";

/**
 * The ids of the shared resources as ids of the database. Where a filter compares a part of an id or its order, what
 * counts is the first letter: those of the users are kept.
 */
const ids: ReadonlyMap<string, string> = new Map([
  ["ann", "a0000000-0000-7000-8000-000000000000"],
  ["bob", "b0000000-0000-7000-8000-000000000000"],
  ["cem", "c0000000-0000-7000-8000-000000000000"],
  ["dora", "d0000000-0000-7000-8000-000000000000"],
  ["eve", "e0000000-0000-7000-8000-000000000000"],
  ["staff", "f1000000-0000-7000-8000-000000000000"],
  ["lab", "f2000000-0000-7000-8000-000000000000"],
  ["empty", "f3000000-0000-7000-8000-000000000000"],
]);
const names = new Map([...ids].map(([name, id]) => [id, name]));

function idOf(name: unknown): string {
  return ids.get(String(name)) ?? String(name);
}

/** Puts the database's ids into a shared resource: its own, those of its members and groups. */
function withIds(resource: Resource): Resource {
  const elements = (value: JsonValue | undefined) =>
    (Array.isArray(value) ? value : []).map((element) => {
      const { value: id, ...rest } = element as Resource;
      return { ...rest, value: idOf(id) };
    });
  const { groups, members, ...rest } = resource;
  return {
    ...rest,
    id: idOf(resource["id"]),
    ...(groups === undefined ? {} : { groups: elements(groups) }),
    ...(members === undefined ? {} : { members: elements(members) }),
  };
}

/** Puts the database's ids into a filter, where it compares whole ids. */
function filterWithIds(filter: ResolvedFilter): ResolvedFilter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { ...filter, terms: filter.terms.map(filterWithIds) };
    case "not":
      return { ...filter, term: filterWithIds(filter.term) };
    case "valuePath":
      return { ...filter, inner: filterWithIds(filter.inner) };
    case "present":
      return filter;
    case "comparison": {
      const { attribute, subAttribute } = filter.target;
      const name = subAttribute === undefined ? attribute.name : `${attribute.name}.${subAttribute.name}`;
      const isId = ["id", "members.value", "groups.value"].includes(name);
      return isId && ["eq", "ne"].includes(filter.operator) ? { ...filter, value: idOf(filter.value) } : filter;
    }
  }
}

describe("the shared filter cases", () => {
  const baseUrl = "https://scim.example.com/scim/app/v2";
  const owner = newOwner();
  const own = withDatabase();
  const users = filterUsers.map(withIds);
  const groups = filterGroups.map(withIds);
  const types = { User: userResourceType, Group: groupResourceType };
  const shown: Record<"User" | "Group", Resource[]> = { User: [], Group: [] };

  const list = async (type: "User" | "Group", filter?: ResolvedFilter) =>
    listResources(own.database, owner.organizationId, owner.sourceApplicationId, types[type], {
      filter,
      startIndex: 1,
      count: 100,
      withMembers: true,
      withGroups: true,
      baseUrl,
    });

  before(async () => {
    await storeResources(own.database, owner, userResourceType, users);
    await storeResources(own.database, owner, groupResourceType, groups);
    await storeMembers(own.database, owner, groupResourceType, groups);
    for (const type of ["User", "Group"] as const) {
      const { rows } = await list(type);
      shown[type] = rows.map((row) => JSON.parse(presentResource(types[type], baseUrl, row, undefined)) as Resource);
    }
  });

  for (const { type, filter, expected, shows } of filterCases) {
    if (expected === "invalidFilter") continue;
    test(`${type} ${filter} (${shows})`, async () => {
      const resolved = filterWithIds(resolveFilter(types[type], parseFilter(filter)));
      const { totalResults, rows } = await list(type, resolved);
      const inMemory = shown[type].filter(compileFilterTest(resolved)).map((resource) => textOf(resource, "id"));
      const named = (found: readonly string[]) => found.map((id) => names.get(id) ?? id).sort();
      assert.deepEqual(
        { totalResults, found: named(rows.map((row) => row.id)), inMemory: named(inMemory) },
        { totalResults: expected.length, found: expected, inMemory: expected },
      );
    });
  }

  test("a filter that is refused never reaches the database", () => {
    for (const { type, filter, expected } of filterCases) {
      if (expected !== "invalidFilter") continue;
      assert.throws(
        () => resolveFilter(types[type], parseFilter(filter)),
        (error) => error instanceof ScimError && error.scimType === "invalidFilter",
        filter,
      );
    }
  });
});
