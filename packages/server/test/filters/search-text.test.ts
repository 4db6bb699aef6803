import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { filterGroups, filterUsers } from "@rollcall/scim/filter/filter-cases.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { newId } from "../../src/actions/new-id.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { migrationsFolder, readMigrations } from "../../src/storage/migrate.ts";
import { withDatabase } from "../support/database.ts";
import { newOwner, storeResources } from "./store-resources.ts";

describe("the search text of resources that were there before it", () => {
  const own = withDatabase();

  test("has the same texts as the program writes", async () => {
    const owner = newOwner();
    const stored = (resource: Resource): Resource => ({ ...resource, id: newId() });
    await storeResources(own.database, owner, userResourceType, filterUsers.map(stored));
    await storeResources(own.database, owner, groupResourceType, filterGroups.map(stored));
    const written = await texts();
    const filled = /^update provisioned_resources .*?;$/ms.exec(
      readMigrations(migrationsFolder).find(({ number }) => number === 4)?.sql ?? "",
    );
    assert.ok(filled !== null, "the migration fills the column");
    await own.database.pool.execute(unnamedStatement("update provisioned_resources set search_text = ''"), []);
    await own.database.pool.execute(unnamedStatement(filled[0]), []);
    assert.deepEqual(await texts(), written);
    assert.equal(written.length, filterUsers.length + filterGroups.length);
  });

  /** The texts of each resource, of which only the order is the database's own. */
  async function texts(): Promise<string[][]> {
    const all = unnamedStatement("select search_text from provisioned_resources order by id");
    const rows = await own.database.pool.query<{ search_text: string }>(all, []);
    return rows.map(({ search_text: text }) => text.split("\n").sort());
  }
});
