import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { parseFilter } from "@rollcall/scim/filter/parse-filter.ts";
import { resolveFilter } from "@rollcall/scim/filter/resolve-filter.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { compileFilter } from "../../src/storage/compile-filter.ts";
import { sqlParameters } from "../../src/storage/compile-filter/sql-text.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { withDatabase } from "../support/database.ts";
import { indexesOf, type PlanStep, stepsOf } from "./explain-plan.ts";
import { loadMany, many } from "./load-many.ts";

const bySearchText = ["provisioned_resources_search"];
const byLastChange = ["provisioned_resources_modified"];
const groupsByLastChange = [
  ...byLastChange,
  "provisioned_resources_pkey",
  "slot_counters_modified",
  "slot_counters_pkey",
];

/** Filters on 100,000 users and 1,000 groups, and by which indexes those who match are found. */
const cases: readonly (readonly [type: "User" | "Group", filter: string, found: number, indexes: readonly string[]])[] =
  [
    ["User", 'name.familyName sw "family4321"', 20, bySearchText],
    ["User", 'displayName co "son 54321"', 1, bySearchText],
    ["User", 'displayName ew "n 99999"', 1, bySearchText],
    ["User", 'displayName eq "PERSON 777"', 1, bySearchText],
    ["User", 'title eq "nobody has it"', 0, bySearchText],
    ["User", 'externalId co "user012345"', 1, bySearchText],
    ["User", 'userName co "r099998@"', 1, bySearchText],
    ["User", 'emails.value co "alias-user00012"', 1, bySearchText],
    ["User", 'emails[type eq "other" and value co "alias-user00012"]', 1, bySearchText],
    ["User", 'name[familyName eq "family4321" and givenName eq "given321"]', 20, bySearchText],
    ["User", 'active eq true and displayName eq "person 778"', 1, bySearchText],
    ["User", 'not (active eq false) and (displayName eq "person 779" or nickName co "xyzzy")', 1, bySearchText],
    ["User", 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Physics"', 0, bySearchText],
    [
      "User",
      'userName eq "user000001@example.com" or displayName eq "person 780"',
      2,
      ["provisioned_resources_search", "provisioned_resources_user_name"],
    ],
    [
      "User",
      'userName eq "user000001@example.com" and displayName co "person"',
      1,
      ["provisioned_resources_user_name"],
    ],
    ["User", 'externalId sw "E-user01234"', 10, ["provisioned_resources_external_id"]],
    ["Group", 'displayName co "oup 999"', 1, bySearchText],
    [
      "User",
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "00000001-0000-7000-8000-000000000001"',
      0,
      bySearchText,
    ],
    ["User", 'meta.lastModified gt "2026-02-01T00:00:00Z"', 3, byLastChange],
    ["User", 'meta.lastModified ge "2026-03-01T00:00:00Z" and active eq true', 3, byLastChange],
    ["Group", 'meta.lastModified gt "2026-02-01T00:00:00Z"', 2, groupsByLastChange],
  ];

const types = { User: userResourceType, Group: groupResourceType };

describe("selective filters with 100,000 users", () => {
  const own = withDatabase({ writeMilliseconds: 300_000 });

  before(async () => {
    await loadMany(own.database);
    // Three people, one group, and the members of another one.
    for (const change of [
      `update provisioned_resources set modified_at = '2026-03-01' where organization_id = $1
        and source_application_id = $2 and (external_id like 'E-user05%01' and external_id < 'E-user0503'
          or external_id = 'G-7')`,
      `update slot_counters s set modified_at = '2026-03-01' from provisioned_resources r where s.organization_id = $1
        and s.source_application_id = $2 and s.kind = 'members' and s.subject = r.id and r.external_id = 'G-8'`,
    ]) {
      await own.database.pool.execute(unnamedStatement(change), [many.organizationId, many.sourceApplicationId]);
    }
    await own.database.pool.execute(unnamedStatement("vacuum analyze"), []);
  });

  for (const [type, filter, found, indexes] of cases) {
    test(`${type} ${filter} reads by ${indexes.join(" and ")}`, async () => {
      const plan = await analyze(type, filter);
      assert.deepEqual({ found: plan["Actual Rows"], indexes: indexesOf(plan) }, { found, indexes });
      const read = Math.max(
        0,
        ...stepsOf(plan).map((step) => (step as AnalyzedStep)["Rows Removed by Index Recheck"] ?? 0),
      );
      assert.ok(read < 1_000, `${read} candidates were looked at`);
    });
  }

  test("what nearly everybody has is not looked up by the trigrams of its text", async () => {
    assert.deepEqual(
      indexesOf(await analyze("User", 'emails[type eq "work" and display pr]')).includes(bySearchText[0] ?? ""),
      false,
    );
  });

  /** Runs the condition of a filter as lists do, which are planned with their values. */
  async function analyze(type: "User" | "Group", filter: string): Promise<AnalyzedStep> {
    const parameters = sqlParameters([many.organizationId, many.sourceApplicationId]);
    const resolved = resolveFilter(types[type], parseFilter(filter));
    const condition = compileFilter(resolved, { type: types[type], parameters, baseUrl: undefined });
    const text = `explain (analyze, format json) select r.id from provisioned_resources r
      where r.organization_id = $1 and r.source_application_id = $2 and r.resource_type = '${type}' and ${condition}`;
    const rows = await own.database.lists.query<{ "QUERY PLAN": [{ Plan: AnalyzedStep }] }>(
      unnamedStatement(text),
      parameters.values,
    );
    const [row] = rows;
    if (row === undefined) throw new Error("the plan of a statement is a row");
    return row["QUERY PLAN"][0].Plan;
  }
});

interface AnalyzedStep extends PlanStep {
  readonly "Actual Rows": number;
  readonly "Rows Removed by Index Recheck"?: number;
}
