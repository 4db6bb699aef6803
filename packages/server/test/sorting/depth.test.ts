import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { resolveSort } from "@rollcall/scim/sort/resolve-sort.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { composeSearch, type ListPosition } from "../../src/storage/read/provisioned-resource-searches.ts";
import { newOwner } from "../filters/store-resources.ts";
import { withDatabase } from "../support/database.ts";

interface Step {
  readonly "Relation Name"?: string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly Plans?: readonly Step[];
}

/** Rows that the steps of a plan read from the resources, those thrown away included. */
function rowsRead(step: Step): number {
  const inner = (step.Plans ?? []).reduce((sum, one) => sum + rowsRead(one), 0);
  if (step["Relation Name"] !== "provisioned_resources") return inner;
  return inner + (step["Actual Rows"] + (step["Rows Removed by Filter"] ?? 0)) * step["Actual Loops"];
}

describe("what a page costs deep in a list of 20,000 users and 20,000 groups", () => {
  const own = withDatabase();
  const { organizationId, sourceApplicationId } = newOwner();
  const count = 20_000;
  const idOf = (prefix: number, n: number): string => `0000000${prefix}-0000-7000-8000-${String(n).padStart(12, "0")}`;

  before(async () => {
    for (const [prefix, type] of [
      [1, "User"],
      [2, "Group"],
    ] as const) {
      const insert = `insert into provisioned_resources (organization_id, source_application_id, resource_type, id,
          name_key, document, searchable, search_text, version, created_at, modified_at)
        select $1, $2, $3, ('0000000${prefix}-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
            'name ' || lpad(n::text, 6, '0'), '{}', '{}', '', 1, '2026-01-01', '2026-01-01'
          from generate_series(1, ${count}) as n`;
      await own.database.pool.execute(unnamedStatement(insert), [organizationId, sourceApplicationId, type]);
    }
    await own.database.pool.execute(unnamedStatement("vacuum analyze provisioned_resources"), []);
  });

  const deep: ListPosition = { key: "name 015000", id: idOf(1, 15_000) };
  const both = [userResourceType, groupResourceType];
  const lists: readonly (readonly [name: string, types: readonly ResourceType[], sortBy: string | undefined])[] = [
    ["users in the order of ids", [userResourceType], undefined],
    ["users in the order of user names", [userResourceType], "userName"],
    ["groups in the order of their names", [groupResourceType], "displayName"],
    ["all types in the order of ids", both, undefined],
    ["all types in the order of ids, named", both, "id"],
  ];
  for (const [name, types, sortBy] of lists) {
    for (const sortOrder of sortBy === undefined ? ["ascending"] : ["ascending", "descending"]) {
      for (const direction of ["after", "before"] as const) {
        for (const position of [undefined, deep]) {
          const where = position === undefined ? "an end" : "the middle";
          test(`${name} ${sortOrder}: a page ${direction} ${where} reads what it shows and little more`, async () => {
            const details = { withMembers: false, withGroups: false };
            const search = {
              types: types.map((type) => ({ type, filter: undefined, ...details })),
              sort: resolveSort(types, sortBy, sortOrder),
              seek: { direction, position },
              baseUrl: undefined,
            };
            const { text, values } = composeSearch(search, [organizationId, sourceApplicationId, 101, 0]);
            const explain = unnamedStatement(`explain (analyze, timing off, format json) ${text}`);
            const [row] = await own.database.lists.query<{ "QUERY PLAN": [{ Plan: Step }] }>(explain, values);
            const read = row === undefined ? Number.NaN : rowsRead(row["QUERY PLAN"][0].Plan);
            // Each once for its id and once for its document; of two types a page of each for their ids.
            assert.ok(read >= 202 && read <= 350, `${read} rows`);
          });
        }
      }
    }
  }

  test("an order that no index has reads them all", async () => {
    const types = [{ type: userResourceType, filter: undefined, withMembers: false, withGroups: false }];
    const sort = resolveSort([userResourceType], "title", undefined);
    const search = { types, sort, seek: undefined, baseUrl: undefined };
    const { text, values } = composeSearch(search, [organizationId, sourceApplicationId, 101, 0]);
    const explain = unnamedStatement(`explain (analyze, timing off, format json) ${text}`);
    const [row] = await own.database.lists.query<{ "QUERY PLAN": [{ Plan: Step }] }>(explain, values);
    assert.ok(row !== undefined && rowsRead(row["QUERY PLAN"][0].Plan) >= count);
  });
});
