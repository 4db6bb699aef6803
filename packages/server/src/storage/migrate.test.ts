import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { testDatabase } from "../../test/support/database.ts";
import { unnamedStatement } from "./database.ts";
import { findUnknownMigrations, migrate, migrationsFolder, readMigrations } from "./migrate.ts";

const first = { "0001_people.sql": "-- People.\ncreate table people (name text); insert into people values ('Ada')" };
const second = { "0002_age.sql": "-- Their age.\nalter table people add column age integer" };

/** An empty database, and folders of migrations by what is in them. */
async function trial(t: TestContext) {
  const made = await testDatabase({ migrated: false });
  const folders: string[] = [];
  t.after(async () => {
    await made.drop();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  return {
    ...made,
    folder(files: Record<string, string>): string {
      const folder = mkdtempSync(join(tmpdir(), "rollcall-migrations-"));
      folders.push(folder);
      for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
      return folder;
    },
  };
}

const selectPeople = unnamedStatement("select * from people");

test("missing migrations are carried out in order, each once", async (t) => {
  const { database, folder } = await trial(t);
  assert.deepEqual(await migrate(database, { folder: folder(first) }), { applied: ["0001_people"], version: 1 });
  const both = folder({ ...second, ...first });
  assert.deepEqual(await migrate(database, { folder: both }), { applied: ["0002_age"], version: 2 });
  assert.deepEqual(await migrate(database, { folder: both }), { applied: [], version: 2 });
  assert.deepEqual(await database.lists.query(selectPeople, []), [{ name: "Ada", age: null }]);
});

test("several nodes that start at once migrate once", async (t) => {
  const { database, openAnother, folder } = await trial(t);
  const both = folder({ ...first, ...second });
  const nodes = [database, ...Array.from({ length: 3 }, () => openAnother())];
  const outcomes = await Promise.all(nodes.map((node) => migrate(node, { folder: both })));
  assert.deepEqual(outcomes.flatMap((one) => one.applied).sort(), ["0001_people", "0002_age"]);
  assert.deepEqual(await database.lists.query(selectPeople, []), [{ name: "Ada", age: null }]);
  await Promise.all(nodes.slice(1).map((node) => node.close()));
});

test("a migration that fails leaves nothing behind and is named", async (t) => {
  const { database, folder } = await trial(t);
  const broken = folder({ ...first, "0002_broken.sql": "create table half (); select no_such_function()" });
  await assert.rejects(migrate(database, { folder: broken }), {
    message: "migration 0002_broken: function no_such_function() does not exist",
  });
  const find = unnamedStatement("select to_regclass('half') is null as absent");
  assert.deepEqual(await database.lists.query(find, []), [{ absent: true }]);
  const mended = folder({ ...first, ...second });
  assert.deepEqual(await migrate(database, { folder: mended }), { applied: ["0002_age"], version: 2 });
});

test("a newer database serves an older program, and the program can tell", async (t) => {
  const { database, folder } = await trial(t);
  await migrate(database, { folder: folder({ ...first, ...second }) });
  const older = folder(first);
  assert.deepEqual(await migrate(database, { folder: older }), { applied: [], version: 2 });
  assert.deepEqual(await findUnknownMigrations(database, older), [2]);
});

test("a newer database whose migration is marked incompatible refuses an older program", async (t) => {
  const { database, folder } = await trial(t);
  const split = "-- People have two names now.\n-- incompatible\nalter table people rename column name to given_name";
  const newer = folder({ ...first, "0002_two_names.sql": split });
  assert.deepEqual(await migrate(database, { folder: newer }), {
    applied: ["0001_people", "0002_two_names"],
    version: 2,
  });
  assert.deepEqual(await migrate(database, { folder: newer }), { applied: [], version: 2 });
  await assert.rejects(migrate(database, { folder: folder(first) }), {
    name: "StartRefusal",
    reason: "database_of_newer_version",
    message:
      "the database was migrated by a newer Rollcall (0002_two_names), and this one (up to 0001_people) cannot work with it",
  });
});

test("an empty database has no unknown migrations", async (t) => {
  const { database } = await trial(t);
  assert.deepEqual(await findUnknownMigrations(database), []);
});

test("files with other names, and two with one number, are refused", async (t) => {
  const { folder } = await trial(t);
  assert.throws(() => readMigrations(folder({ "1_people.sql": "" })), /0001_what_it_does\.sql, not 1_people\.sql/);
  assert.throws(
    () => readMigrations(folder({ "0001_a.sql": "", "0001_b.sql": "" })),
    /two migrations have the number 1/,
  );
});

test("every migration of Rollcall begins with a sentence that says why", () => {
  for (const { name, sql } of readMigrations(migrationsFolder)) {
    const comment = sql.slice(0, sql.search(/^(?!-- )/m)).replaceAll(/\n?-- /g, " ");
    assert.match(comment, /^ [A-Z].{20,}\./, name);
  }
});
