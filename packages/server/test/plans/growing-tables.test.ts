import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { groupResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { pointStatement } from "../../src/storage/read/provisioned-resource-statements.ts";
import { namedStatements } from "../../src/storage/database/statement.ts";
import { refreshTableStatistics } from "../../src/storage/write/table-statistics.ts";
import { storeMembers, storeResources } from "../filters/store-resources.ts";
import { withDatabase } from "../support/database.ts";
import { explainGeneric, explainPrepared, indexesOf, wholeApplicationSteps } from "./explain-plan.ts";
import { loadUsers, many, manyIds } from "./load-many.ts";
import { pagesRead } from "./pages-read.ts";

describe("a statement that was prepared on empty tables", () => {
  const own = withDatabase();

  /** What a connection has written shows in the statistics of tables when it has been idle for a moment. */
  async function refreshed(): Promise<string[]> {
    for (const until = Date.now() + 20_000; Date.now() < until; ) {
      const tables = await refreshTableStatistics(own.database.pool);
      if (tables.length > 0) return tables;
    }
    return [];
  }

  test("finds its own index when they have grown, once their statistics are refreshed", async () => {
    await import("../../src/storage/read/frequent-searches.ts");
    const connection = await own.database.connect();
    const run = (text: string) => connection.query(unnamedStatement(text), []);
    await run("set plan_cache_mode = force_generic_plan");
    await run("set enable_seqscan = off");
    await run(`prepare look_up as ${namedStatements().get("find-user-by-user-name")}`);
    await explainPrepared(connection, "look_up", 5);
    await loadUsers(own.database, 5_000);

    assert.deepEqual(await refreshed(), ["public.provisioned_resources"]);
    assert.deepEqual(indexesOf(await explainPrepared(connection, "look_up", 5)), ["provisioned_resources_user_name"]);
    assert.deepEqual(await refreshTableStatistics(own.database.pool), [], "nothing has grown since");
    await connection.close();
  });

  test("writes the members of a group for as few pages when most groups came after the statistics", async () => {
    const run = (text: string) => own.database.pool.execute(unnamedStatement(text), []);
    const member = manyIds.user(1);
    const joining = () =>
      pagesRead(own.database, (tx) =>
        storeMembers({ pool: tx }, many, groupResourceType, [{ id: manyIds.group(1), members: [{ value: member }] }]),
      );
    const named = (first: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ id: manyIds.group(first + n), displayName: `group ${first + n}` }));
    await storeResources(own.database, many, groupResourceType, named(1, 1));
    await run("analyze");
    const few = await joining();
    await storeResources(own.database, many, groupResourceType, named(2, 1_500));
    const among = await joining();
    assert.ok(among <= few + 20, `${few} pages with one group, ${among} with 1,500 more`);
  });

  test("finds a group by its own index when groups alone have grown, once the statistics are refreshed", async () => {
    const storage = join(import.meta.dirname, "../../src/storage");
    for (const file of globSync("**/*.ts", { cwd: storage })) {
      if (!file.endsWith(".test.ts")) await import(join(storage, file));
    }
    const connection = await own.database.connect();
    const readingAll = async () => {
      const found: string[] = [];
      for (const [name, text] of namedStatements()) {
        if (wholeApplicationSteps(await explainGeneric(connection, text)).length > 0) found.push(name);
      }
      return found;
    };
    assert.ok((await readingAll()).includes("find-group-by-name"), "with statistics of one group");
    assert.deepEqual(await refreshed(), ["public.provisioned_resources"]);
    assert.deepEqual(await readingAll(), []);
    await connection.close();
  });

  test("reads the members of a small group for the pages that they take, beside groups of thousands", async () => {
    const members = (first: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({ value: manyIds.user(first + n) }));
    const groups = [
      { id: manyIds.group(1), members: members(1, 5_000) },
      { id: manyIds.group(2), members: members(1, 10) },
    ];
    await storeMembers(own.database, many, groupResourceType, groups);
    await own.database.pool.execute(unnamedStatement("analyze"), []);
    const statement = pointStatement("Group", { withMembers: true, withGroups: false });
    const values = [many.organizationId, many.sourceApplicationId, "Group", [manyIds.group(2)]];
    const pages = await pagesRead(own.database, (tx) => tx.query(statement, values));
    assert.ok(pages < 200, `${pages} pages for ten members`);
  });
});
