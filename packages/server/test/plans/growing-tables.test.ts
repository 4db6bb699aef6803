import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type DedicatedConnection, unnamedStatement } from "../../src/storage/database.ts";
import { namedStatements } from "../../src/storage/database/statement.ts";
import "../../src/storage/read/provisioned-resource-lists.ts";
import { refreshTableStatistics } from "../../src/storage/write/table-statistics.ts";
import { withDatabase } from "../support/database.ts";
import { indexesOf, type PlanStep } from "./explain-plan.ts";
import { loadUsers } from "./load-many.ts";

// rules of design.md section 5: every hot statement reads by its index, whenever it was prepared.

describe("a statement that was prepared on empty tables", () => {
  const own = withDatabase();

  test("finds its own index when they have grown, once their statistics are refreshed", async () => {
    const connection = await own.database.connect();
    const run = (text: string) => connection.query(unnamedStatement(text), []);
    await run("set plan_cache_mode = force_generic_plan");
    await run("set enable_seqscan = off");
    await run(`prepare look_up as ${namedStatements().get("find-user-by-user-name")}`);
    await explain(connection);
    await loadUsers(own.database, 5_000);

    // What a connection has written shows in the statistics of tables when it has been idle for a moment.
    let refreshed: string[] = [];
    for (const until = Date.now() + 20_000; refreshed.length === 0 && Date.now() < until; ) {
      refreshed = await refreshTableStatistics(own.database.pool);
    }
    assert.deepEqual(refreshed, ["public.provisioned_resources"]);
    assert.deepEqual(indexesOf(await explain(connection)), ["provisioned_resources_user_name"]);
    assert.deepEqual(await refreshTableStatistics(own.database.pool), [], "nothing has grown since");
    await connection.close();
  });
});

async function explain(connection: DedicatedConnection): Promise<PlanStep> {
  const values = "null, null, null, null, null";
  const text = `explain (format json) execute look_up(${values})`;
  const [row] = await connection.query<{ "QUERY PLAN": [{ Plan: PlanStep }] }>(unnamedStatement(text), []);
  if (row === undefined) throw new Error("the plan of a statement is a row");
  return row["QUERY PLAN"][0].Plan;
}
