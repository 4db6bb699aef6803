import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { listDirectoryUsers } from "../../src/storage/read/directory-users.ts";
import { searchGroups, searchPeople } from "../../src/storage/read/organization-search.ts";
import { loadMany, many, manyIds } from "../plans/load-many.ts";
import { withDatabase } from "../support/database.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

describe("what somebody types finds applications, people and groups", () => {
  let server: TestServer;
  let owner: AdminCaller;
  before(async () => {
    server = await startTestServer();
    owner = adminCaller(server);
    const source = new Source(await server.createSourceApplication("Okta of Anna"));
    for (const name of ["anna", "annabel", "anton", "bea", "ann1", "ann2", "ann3"]) {
      await source.create("Users", person(name));
    }
    await source.create("Groups", { displayName: "Annual report" });
    const other = await owner.call(adminRoutes.createOrganization, { body: { name: "Example Partner" } });
    const stranger = new Source(await server.createSourceApplication("Anna's", other.id));
    await stranger.create("Users", person("annalena"));
  });
  after(() => server.close());

  const search = async (q: string) => {
    const found = await owner.call(adminRoutes.searchOrganization, {
      params: { organizationId: server.organizationId },
      query: { q },
    });
    return {
      applications: found.applications.map(({ displayName }) => displayName),
      people: found.people.map(({ userName }) => userName?.split("@", 1)[0]),
      groups: found.groups.map(({ displayName }) => displayName),
    };
  };

  test("by words in any case, five of each at most, of this organization only", async () => {
    assert.deepEqual(await search("ANN"), {
      applications: ["Okta of Anna"],
      people: ["ann1", "ann2", "ann3", "anna", "annabel"],
      groups: ["Annual report"],
    });
    assert.deepEqual((await search("example annabel")).people, ["annabel"]);
  });

  test("one or two letters find what begins with them", async () => {
    assert.deepEqual((await search("be")).people, ["bea"]);
    assert.deepEqual(await search("x"), { applications: [], people: [], groups: [] });
  });

  test("signs that a pattern would read are only themselves, and blanks find nothing", async () => {
    assert.deepEqual(await search("%"), { applications: [], people: [], groups: [] });
    assert.deepEqual(await search("   "), { applications: [], people: [], groups: [] });
  });
});

describe("among 100,000 people", () => {
  const own = withDatabase({ writeMilliseconds: 300_000 });
  before(() => loadMany(own.database));

  test("everything that somebody may type is answered while they type", async () => {
    for (const text of ["u", "us", "user", "user09999", "person 777", "nobody at all", "x"]) {
      await searchPeople(own.database.lists, many.organizationId, text);
      const began = performance.now();
      await searchPeople(own.database.lists, many.organizationId, text);
      await searchGroups(own.database.lists, many.organizationId, text);
      const took = performance.now() - began;
      // Reading all of them takes ten times as long on this machine and any other.
      assert.ok(took < 400, `${text}: ${took} ms`);
    }
  });

  test("a page by user name costs the same in the middle as at the beginning", async () => {
    const page = async (after: string | null) => {
      const began = performance.now();
      const { items } = await listDirectoryUsers(
        own.database.lists,
        many.organizationId,
        { sort: "userName" },
        after,
        100,
      );
      return { names: items.map(({ attributes }) => attributes["userName"]?.value), took: performance.now() - began };
    };
    await page(null);
    const [first, middle] = [await page(null), await page(manyIds.directoryUser(50_000))];
    assert.equal(first.names[0], "user000001@example.com");
    assert.equal(middle.names[0], "user050001@example.com");
    // Walking there from the beginning would read half of them.
    assert.ok(middle.took < 20 * first.took + 20, `${middle.took} ms in the middle, ${first.took} ms at the beginning`);
  });
});
