import assert from "node:assert/strict";
import { test } from "node:test";
import { dropOldBookmarks } from "../../src/actions/bookmark-list.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { withServer } from "../support/organization.ts";
import { person } from "../support/source.ts";

const own = withServer();

test("where lists were left off is dropped when its hour is over, and kept until then", async () => {
  const organization = await own.organization();
  const { database } = own.server;
  const sources = [await organization.source("Read long ago"), await organization.source("Being read")];
  for (const source of sources) {
    for (const name of ["ann", "bob"]) await source.create("Users", person(name));
    assert.equal((await source.send("GET", "/Users?startIndex=1&count=1")).status, 200);
  }
  const kept = async (): Promise<string[]> => {
    const sql = "select source_application_id from list_bookmarks where organization_id = $1";
    const rows = await database.reader.query<{ source_application_id: string }>(unnamedStatement(sql), [
      organization.id,
    ]);
    return rows.map((row) => row.source_application_id).sort();
  };
  const ids = sources.map(({ applicationId }) => applicationId);
  assert.deepEqual(await kept(), [...ids].sort());

  const age = "update list_bookmarks set kept_until = now() - interval '1 second' where source_application_id = $1";
  await database.pool.execute(unnamedStatement(age), [ids[0]]);
  await dropOldBookmarks({ database });
  assert.deepEqual(await kept(), ids.slice(1));
});

test("where a list was left off is written again only when its hour would be over, or the page ended elsewhere", async () => {
  const organization = await own.organization();
  const { database } = own.server;
  const source = await organization.source("Read again and again");
  const ann = await source.create("Users", person("ann"));
  for (const name of ["bob", "cid"]) await source.create("Users", person(name));
  const read = async (): Promise<string> => {
    assert.equal((await source.send("GET", "/Users?startIndex=1&count=1")).status, 200);
    const rows = await database.reader.query<{ row: string }>(
      unnamedStatement("select xmin::text || ' ' || position as row from list_bookmarks where organization_id = $1"),
      [organization.id],
    );
    assert.equal(rows.length, 1);
    return rows[0]?.row ?? "";
  };
  const first = await read();
  assert.equal(await read(), first, "the same page ended there a moment ago");

  const age = "update list_bookmarks set kept_until = now() + interval '59 minutes' where organization_id = $1";
  await database.pool.execute(unnamedStatement(age), [organization.id]);
  const aged = await read();
  assert.notEqual(aged, first);
  assert.equal(await read(), aged, "kept for an hour again");

  assert.equal((await source.send("DELETE", `/Users/${ann.id}`)).status, 204);
  assert.notEqual(await read(), aged, "the page ends with another user now");
});
