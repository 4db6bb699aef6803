import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { unnamedStatement } from "../../src/storage/database.ts";
import { testDatabase, withDatabase } from "./database.ts";

const countTables = unnamedStatement("select count(*) as count from pg_tables where schemaname = 'public'");

describe("the database of a test", () => {
  const own = withDatabase();

  test("a test's database has all migrations applied", async () => {
    const [row] = await own.database.lists.query<{ count: number }>(countTables, []);
    assert.ok((row?.count ?? 0) > 1, `found ${row?.count} tables`);
  });

  test("two tests' databases share nothing", async () => {
    const [first, second] = await Promise.all([testDatabase({ migrated: false }), testDatabase({ migrated: false })]);
    await first.database.pool.execute(unnamedStatement("create table only_here ()"), []);
    const find = unnamedStatement("select to_regclass('only_here') is not null as found");
    assert.deepEqual(await first.database.lists.query(find, []), [{ found: true }]);
    assert.deepEqual(await second.database.lists.query(find, []), [{ found: false }]);
    await Promise.all([first.drop(), second.drop()]);
  });
});
