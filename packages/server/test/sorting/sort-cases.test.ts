import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { resolveSort } from "@rollcall/scim/sort/resolve-sort.ts";
import {
  type SortCase,
  sortCases,
  sortGroups,
  sortReadings,
  sortTypes,
  sortUsers,
} from "@rollcall/scim/sort/sort-cases.ts";
import {
  listResources,
  type PageQuery,
  type ResourcePage,
  searchResources,
} from "../../src/storage/read/provisioned-resource-lists.ts";
import { newOwner, storeMembers, storeResources } from "../filters/store-resources.ts";
import { withDatabase } from "../support/database.ts";

const details = { withMembers: true, withGroups: true };

describe("the shared sorting cases on PostgreSQL", () => {
  const own = withDatabase();
  const { organizationId, sourceApplicationId } = newOwner();

  before(async () => {
    const owner = { organizationId, sourceApplicationId };
    await storeResources(own.database, owner, sortTypes.User, sortUsers);
    await storeResources(own.database, owner, sortTypes.Group, sortGroups);
    await storeResources(own.database, owner, sortTypes.Reading, sortReadings);
    await storeMembers(own.database, owner, sortTypes.Group, sortGroups);
  });

  async function page(types: SortCase["types"], query: PageQuery): Promise<ResourcePage> {
    const [only] = types;
    if (types.length === 1 && only !== undefined) {
      const asked = { ...query, ...details };
      return listResources(own.database, organizationId, sourceApplicationId, sortTypes[only], asked);
    }
    const searched = types.map((name) => ({ type: sortTypes[name], filter: undefined, ...details }));
    return searchResources(own.database, organizationId, sourceApplicationId, searched, query);
  }

  /** Walks through all pages of two, from one end to the other, and names the resources in the order of the list. */
  async function walk(types: SortCase["types"], query: PageQuery, direction: "after" | "before"): Promise<string[]> {
    const met: string[] = [];
    for (let seek: PageQuery["seek"] = { direction, position: undefined }; seek !== undefined; ) {
      const { rows, more } = await page(types, { ...query, seek });
      const names = rows.map(({ id }) => id.charAt(0));
      if (direction === "after") met.push(...names);
      else met.unshift(...names);
      const last = direction === "after" ? rows.at(-1) : rows[0];
      seek = more && last !== undefined ? { direction, position: last.position } : undefined;
    }
    return met;
  }

  for (const { types, sortBy, expected, shows } of sortCases) {
    if (expected === "invalidValue") continue;
    test(`${types.join(" and ")} by ${sortBy}: ${shows}`, async () => {
      for (const order of ["ascending", "descending"] as const) {
        const sort = resolveSort(
          types.map((name) => sortTypes[name]),
          sortBy,
          order,
        );
        const letters = expected.split(" ");
        if (order === "descending") letters.reverse();
        const whole = await page(types, { sort, count: 100 });
        const found = whole.rows.map(({ id }) => id.charAt(0));
        assert.deepEqual({ found, total: whole.totalResults }, { found: letters, total: letters.length }, order);
        const second = await page(types, { sort, count: 2, startIndex: 2 });
        assert.deepEqual(
          second.rows.map(({ id }) => id.charAt(0)),
          letters.slice(1, 3),
        );
        assert.deepEqual(await walk(types, { sort, count: 2 }, "after"), letters, `${order}, page after page`);
        assert.deepEqual(await walk(types, { sort, count: 2 }, "before"), letters, `${order}, page before page`);
      }
    });
  }
});
