import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unnamedStatement } from "../../src/storage/database.ts";
import { namedStatements } from "../../src/storage/database/statement.ts";
import { refreshTableStatistics } from "../../src/storage/write/table-statistics.ts";
import { withDatabase } from "../support/database.ts";
import { explainPrepared, indexesOf } from "./explain-plan.ts";
import { loadUsers } from "./load-many.ts";

describe("a statement that was prepared on empty tables", () => {
  const own = withDatabase();

  test("finds its own index when they have grown, once their statistics are refreshed", async () => {
    await import("../../src/storage/read/frequent-searches.ts");
    const connection = await own.database.connect();
    const run = (text: string) => connection.query(unnamedStatement(text), []);
    await run("set plan_cache_mode = force_generic_plan");
    await run("set enable_seqscan = off");
    await run(`prepare look_up as ${namedStatements().get("find-user-by-user-name")}`);
    await explainPrepared(connection, "look_up", 5);
    await loadUsers(own.database, 5_000);

    // What a connection has written shows in the statistics of tables when it has been idle for a moment.
    let refreshed: string[] = [];
    for (const until = Date.now() + 20_000; refreshed.length === 0 && Date.now() < until; ) {
      refreshed = await refreshTableStatistics(own.database.pool);
    }
    assert.deepEqual(refreshed, ["public.provisioned_resources"]);
    assert.deepEqual(indexesOf(await explainPrepared(connection, "look_up", 5)), ["provisioned_resources_user_name"]);
    assert.deepEqual(await refreshTableStatistics(own.database.pool), [], "nothing has grown since");
    await connection.close();
  });
});
