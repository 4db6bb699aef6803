import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

const params = (sourceApplicationId: string) => ({ sourceApplicationId });

test("a new application answers its base URL and a token that works there", async () => {
  const created = await owner.call(adminRoutes.createSourceApplication, {
    params: { organizationId: server.organizationId },
    body: { displayName: " Entra ID " },
  });
  assert.deepEqual(created, {
    id: created.id,
    organizationId: server.organizationId,
    displayName: "Entra ID",
    kind: "scim-client",
    mode: "live",
    scimBaseUrl: `${server.origin}/scim/${created.id}/v2`,
    bearerToken: created.bearerToken,
  });
  assert.doesNotMatch(created.scimBaseUrl + created.bearerToken, /_/);
  const source = new Source(created);
  assert.equal((await source.send("GET", "/Users")).status, 200);
});

test("an application counts its users and groups, and lists with the others of its organization", async () => {
  const created = await server.createSourceApplication("Okta");
  const source = new Source(created);
  const ann = await source.create("Users", person("ann"));
  await source.create("Users", person("bob"));
  await source.create("Groups", { displayName: "Everybody" });
  await source.delete("Users", ann.id);
  const application = await owner.call(adminRoutes.getSourceApplication, { params: params(created.id) });
  assert.deepEqual([application.users, application.groups], [1, 1]);
  const { items } = await owner.call(adminRoutes.listSourceApplications, {
    params: { organizationId: server.organizationId },
  });
  assert.deepEqual(
    items.find(({ id }) => id === created.id),
    application,
  );
});

test("what a change does not name stays, and what it names is in force at the next request", async () => {
  const created = await server.createSourceApplication("Ping");
  const source = new Source(created);
  const change = (body: { displayName?: string; mode?: "live" | "refusing" }) =>
    owner.call(adminRoutes.changeSourceApplication, { params: params(created.id), body });
  const renamed = await change({ displayName: "PingOne" });
  assert.deepEqual([renamed.displayName, renamed.mode], ["PingOne", "live"]);
  const refusing = await change({ mode: "refusing" });
  assert.deepEqual([refusing.displayName, refusing.mode], ["PingOne", "refusing"]);
  assert.equal((await source.send("GET", "/Users")).status, 503);
  await change({ mode: "live" });
  assert.equal((await source.send("GET", "/Users")).status, 200);
  assert.deepEqual(
    await change({}),
    await owner.call(adminRoutes.getSourceApplication, { params: params(created.id) }),
  );
});

test("a deleted application is gone, and its tokens are dead at once", async () => {
  const created = await server.createSourceApplication("Old");
  const source = new Source(created);
  assert.equal((await source.send("GET", "/Users")).status, 200);
  await owner.call(adminRoutes.deleteSourceApplication, { params: params(created.id) });
  assert.equal((await source.send("GET", "/Users")).status, 401);
  const refused = await owner.refused(adminRoutes.getSourceApplication, { params: params(created.id) });
  assert.deepEqual([refused.status, refused.code], [404, "source_application.not_found"]);
  const again = await owner.refused(adminRoutes.deleteSourceApplication, { params: params(created.id) });
  assert.equal(again.status, 404);
});

test("tokens stand beside each other; a revoked one is dead at once and stays listed; none is ever shown again", async () => {
  const created = await server.createSourceApplication("SailPoint");
  const second = await owner.call(adminRoutes.createBearerToken, {
    params: params(created.id),
    body: { name: "Second", expiresAt: "2126-01-01T00:00:00+01:00" },
  });
  assert.equal(second.expiresAt, "2125-12-31T23:00:00.000Z");
  assert.equal(second.hint, second.bearerToken.slice(-4));
  const sources = [created, { ...created, bearerToken: second.bearerToken }].map((one) => new Source(one));
  const statuses = async () => {
    const answers = await Promise.all(sources.map((source) => source.send("GET", "/Users")));
    return answers.map(({ status }) => status);
  };
  assert.deepEqual(await statuses(), [200, 200]);
  const listed = await owner.call(adminRoutes.listBearerTokens, { params: params(created.id) });
  assert.deepEqual(
    listed.items.map(({ name, revokedAt }) => [name, revokedAt]),
    [
      ["Second", null],
      ["First token", null],
    ],
  );
  const first = listed.items[1];
  assert.ok(first !== undefined);
  const revoke = { params: { sourceApplicationId: created.id, bearerTokenId: first.id } };
  await owner.call(adminRoutes.revokeBearerToken, revoke);
  assert.deepEqual(await statuses(), [401, 200]);
  const { items } = await owner.call(adminRoutes.listBearerTokens, { params: params(created.id) });
  const revokedAt = items[1]?.revokedAt;
  assert.ok(typeof revokedAt === "string");
  await owner.call(adminRoutes.revokeBearerToken, revoke);
  const again = await owner.call(adminRoutes.listBearerTokens, { params: params(created.id) });
  // When it was used last is noted a moment after the request: what is compared is what a revocation decides.
  const decided = (tokens: typeof items) =>
    tokens.map(({ id, name, revokedAt, revokedBy, expiresAt }) => ({ id, name, revokedAt, revokedBy, expiresAt }));
  assert.deepEqual(decided(again.items), decided(items));
  for (const token of [created.bearerToken, second.bearerToken]) {
    assert.equal(JSON.stringify(again).includes(token), false);
  }
});

test("a token of one application cannot be revoked through another", async () => {
  const one = await server.createSourceApplication("One");
  const other = await server.createSourceApplication("Other");
  const { items } = await owner.call(adminRoutes.listBearerTokens, { params: params(one.id) });
  const refused = await owner.refused(adminRoutes.revokeBearerToken, {
    params: { sourceApplicationId: other.id, bearerTokenId: items[0]?.id ?? "" },
  });
  assert.deepEqual([refused.status, refused.code], [404, "bearer_token.not_found"]);
  assert.equal((await new Source(one).send("GET", "/Users")).status, 200);
});

test("a token cannot expire before it begins", async () => {
  const { id } = await server.createSourceApplication("Late");
  const body = { name: "Late", expiresAt: "2020-01-01T00:00:00Z" };
  const refused = await owner.refused(adminRoutes.createBearerToken, { params: params(id), body });
  assert.deepEqual(refused, {
    status: 400,
    code: "request.invalid",
    problems: [
      {
        where: "/expiresAt",
        detail: "expected an instant that is still to come, found 2020-01-01T00:00:00.000Z",
      },
    ],
  });
});

test("an application of a kind begins with the kind's presets, and one of no kind there is is refused", async () => {
  const create = { organizationId: server.organizationId };
  const { items } = await owner.call(adminRoutes.listApplicationKinds, {});
  const sap = items.find(({ id }) => id === "sap-cloud-identity");
  assert.deepEqual([sap?.basicAllowed, sap?.push], [true, "yes"]);
  const created = await owner.call(adminRoutes.createSourceApplication, {
    params: create,
    body: { displayName: "SAP", kind: "sap-cloud-identity", setup: { step: "authorization" } },
  });
  assert.equal(created.kind, "sap-cloud-identity");
  const application = await owner.call(adminRoutes.getSourceApplication, { params: params(created.id) });
  assert.deepEqual([application.kind, application.basicAllowed], ["sap-cloud-identity", true]);
  const { users } = await owner.call(adminRoutes.getMapping, { params: params(created.id) });
  assert.deepEqual(users.find(({ attribute }) => attribute === "locality")?.source.paths, [
    'addresses[type eq "work"].locality',
    "addresses.locality",
  ]);
  const basic = `Basic ${Buffer.from(`rollcall:${created.bearerToken}`).toString("base64")}`;
  const answer = await fetch(`${created.scimBaseUrl}/Users`, { headers: { authorization: basic } });
  assert.equal(answer.status, 200);
  const refused = await owner.refused(adminRoutes.createSourceApplication, {
    params: create,
    body: { displayName: "X", kind: "fax-machine" },
  });
  assert.deepEqual([refused.status, refused.code], [400, "application_kind.unknown"]);
});

test("the set-up is resumed where it was left, and says when the first token was shown", async () => {
  const begun = await owner.call(adminRoutes.createSourceApplication, {
    params: { organizationId: server.organizationId },
    body: { displayName: "Begun", setup: { step: "authorization" } },
  });
  const read = () => owner.call(adminRoutes.getSourceApplication, { params: params(begun.id) });
  const { setup, createdAt } = await read();
  assert.deepEqual(setup, { step: "authorization", firstTokenShownAt: createdAt });
  const changed = await owner.call(adminRoutes.changeSourceApplication, {
    params: params(begun.id),
    body: { setup: { step: "users-mapping" } },
  });
  assert.deepEqual(changed.setup, { step: "users-mapping", firstTokenShownAt: createdAt });
  assert.equal((await read()).setup.step, "users-mapping");
  const scripted = await server.createSourceApplication("Scripted");
  const other = await owner.call(adminRoutes.getSourceApplication, { params: params(scripted.id) });
  assert.equal(other.setup.step, "done");
});

test("an application says whether its source can call, and how to mend it", async () => {
  const reach = async (kind: string) => {
    const { id } = await owner.call(adminRoutes.createSourceApplication, {
      params: { organizationId: server.organizationId },
      body: { displayName: kind, kind },
    });
    return owner.call(adminRoutes.getReachability, { params: params(id) });
  };
  const okta = await reach("okta");
  assert.deepEqual([okta.callsFrom, okta.reachable], ["cloud", false]);
  assert.deepEqual(
    okta.problems.map(({ code, found, matters }) => [code, found, matters]),
    [["missing", `ROLLCALL_ORIGIN is not set: Rollcall only knows itself as ${server.origin}`, true]],
  );
  assert.ok(okta.recipes.some(({ text }) => text.includes(new URL(server.origin).host)));
  assert.equal((await reach("keycloak")).callsFrom, "network");
});
