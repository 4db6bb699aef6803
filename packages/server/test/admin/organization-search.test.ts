import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
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
