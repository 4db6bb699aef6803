import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Tx, unnamedStatement } from "../../src/storage/database.ts";
import { type DirectoryUserFilter, listDirectoryUsers } from "../../src/storage/read/directory-users.ts";
import { listLatestEvents } from "../../src/storage/read/latest-provisioning-events.ts";
import { searchGroups, searchPeople } from "../../src/storage/read/organization-search.ts";
import { withDatabase } from "../support/database.ts";
import { loadMany, many, manyIds } from "./load-many.ts";
import { pagesRead } from "./pages-read.ts";

const everybody = manyIds.directoryGroup(1);
const hundred = manyIds.directoryGroup(7);
/** Pages of a table or index for a list of a hundred: a few for each of its rows, far from those of all people. */
const mostPages = 2_500;

const lists: Readonly<Record<string, DirectoryUserFilter>> = {
  "by creation": {},
  "by name": { sort: "name" },
  "by user name": { sort: "userName" },
  "by e-mail": { sort: "email" },
  "by last change": { sort: "modified" },
  "of a group of a hundred, by last change": { directoryGroupId: hundred, sort: "modified" },
  "of a group of everybody, by last change": { directoryGroupId: everybody, sort: "modified" },
  "of a group of everybody": { directoryGroupId: everybody },
  "of a group of everybody, by name": { directoryGroupId: everybody, sort: "name" },
  "of a group of a hundred": { directoryGroupId: hundred },
  "of a group of a hundred, by e-mail": { directoryGroupId: hundred, sort: "email" },
  "of a group of everybody, with a word": { directoryGroupId: everybody, search: "user01234" },
  "with a word": { search: "user0123" },
  "with an externalId": { search: "E-user012345" },
  "with the externalId of a resource that is gone": { search: "E-77" },
};

describe("a page of 100,000 people", () => {
  const own = withDatabase({ writeMilliseconds: 300_000 });
  before(async () => loadMany(own.database));

  for (const [name, filter] of Object.entries(lists)) {
    test(`${name} reads few of them, at the beginning and in the middle`, async () => {
      for (const after of [null, manyIds.directoryUser(many.users / 2)]) {
        const pages = await pagesListed((tx) => listDirectoryUsers(tx, many.organizationId, filter, after, 100));
        assert.ok(pages <= mostPages, `${pages} pages of tables and indexes after ${after ?? "nobody"}`);
      }
    });
  }

  test("with an externalId finds whom the resource is and was", async () => {
    const found = async (search: string) =>
      (await listDirectoryUsers(own.database.lists, many.organizationId, { search }, null, 10)).items.map(
        ({ id }) => id,
      );
    assert.deepEqual(await found("E-user012345"), [manyIds.directoryUser(12_345)]);
    assert.deepEqual(await found("E-77"), [manyIds.directoryUser(77)]);
    assert.deepEqual(await found("e-USER012345"), []);
  });

  test("by user name goes on in the middle where the page before it ended", async () => {
    const after = manyIds.directoryUser(50_000);
    const { items } = await listDirectoryUsers(own.database.lists, many.organizationId, { sort: "userName" }, after, 1);
    assert.deepEqual(
      items.map(({ attributes }) => attributes["userName"]?.value),
      ["user050001@example.com"],
    );
  });

  for (const text of ["u", "us", "user", "user09999", "person 777", "nobody at all", "x"]) {
    test(`what somebody types reads few of them: ${text}`, async () => {
      const pages = await pagesListed(async (tx) => {
        await searchPeople(tx, many.organizationId, text);
        await searchGroups(tx, many.organizationId, text);
      });
      assert.ok(pages <= mostPages, `${pages} pages of tables and indexes`);
    });
  }

  test("events of one group are found by their index among those of everybody", async () => {
    const wanted = {
      sourceApplicationId: undefined,
      directoryUserId: undefined,
      directoryGroupId: hundred,
      type: undefined,
      outcome: undefined,
      from: undefined,
      below: undefined,
    };
    const pages = await pagesListed((tx) => listLatestEvents(tx, many.organizationId, wanted, null, 25));
    assert.ok(pages <= 50, `${pages} pages`);
  });

  /** Pages that are read where the plan is made as the connections for lists make it. */
  const pagesListed = (list: (tx: Tx) => Promise<unknown>) =>
    pagesRead(own.database, async (tx) => {
      await tx.execute(unnamedStatement("set local plan_cache_mode = auto"), []);
      await tx.execute(unnamedStatement("set local enable_seqscan = on"), []);
      await list(tx);
    });
});
