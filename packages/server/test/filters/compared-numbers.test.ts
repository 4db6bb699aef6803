import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { migrationsFolder } from "../../src/storage/migrate.ts";
import { withServer } from "../support/organization.ts";

const own = withServer();

test("telephone numbers that were stored before they were compared without blanks are found however they are written", async () => {
  const source = await (await own.organization()).source();
  const phoneNumbers = [
    "Tel:+1-201-555-0100",
    "(201) 555.0100 / 7",
    "+41\u00a058\u2011555 01 00",
    "- ()",
    "none: tel:1",
  ].map((value) => ({ value, type: "work" }));
  const ims = [{ value: "Ann  Example", type: "xmpp" }, { type: "chat" }, { value: " " }];
  const { id } = await source.create("Users", { userName: "ann", externalId: "E-1", phoneNumbers, ims });
  const { id: other } = await source.create("Users", { userName: "bob", title: "tel:1 2" });

  const { pool } = own.server.database;
  const copies = () =>
    pool.query<{ id: string; searchable: JsonObject; texts: string[] }>(
      unnamedStatement(`select id, searchable, array(select unnest(string_to_array(search_text, E'\\n')) order by 1) as texts
        from provisioned_resources where id = any($1::uuid[]) order by id`),
      [[id, other]],
    );
  const made = await copies();
  const earlier = {
    phoneNumbers: phoneNumbers.map(({ value, type }) => ({ value: value.toLowerCase(), type })),
    ims: ims.map((one) => (one.value === undefined ? one : { ...one, value: one.value.toLowerCase() })),
  };
  await pool.execute(
    unnamedStatement(
      "update provisioned_resources set searchable = searchable || $2::jsonb, search_text = '' where id = $1",
    ),
    [id, JSON.stringify(earlier)],
  );
  assert.notDeepEqual(await copies(), made);

  const migration = readFileSync(join(migrationsFolder, "0019_compared_numbers.sql"), "utf8");
  await own.server.database.transaction(async (tx) => {
    for (const statement of migration.split(/;\n/).filter((text) => text.trim() !== "")) {
      await tx.execute(unnamedStatement(statement), []);
    }
  });
  assert.deepEqual(await copies(), made);
});
