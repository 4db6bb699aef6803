import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { playEverything } from "../plans/play-everything.ts";
import { MovableClock } from "../support/clock.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
const clock = new MovableClock();
before(async () => {
  server = await startTestServer({ now: clock.now });
  owner = adminCaller(server);
});
after(() => server.close());

let made = 0;
async function organization() {
  const { id: organizationId } = await owner.call(adminRoutes.createOrganization, {
    body: { name: `Customer ${++made}` },
  });
  const okta = new Source(await server.createSourceApplication("Okta", organizationId));
  const params = { sourceApplicationId: okta.applicationId };
  const flushed = () => server.recorder.flush();
  const health = async () => {
    await flushed();
    return owner.call(adminRoutes.getApplicationHealth, { params });
  };
  const checklist = async () => {
    await flushed();
    return owner.call(adminRoutes.getChecklist, { params });
  };
  const overview = async () => {
    await flushed();
    return owner.call(adminRoutes.getOrganizationOverview, { params: { organizationId } });
  };
  return { organizationId, okta, params, health, checklist, overview };
}

const userAgent = { "user-agent": "Okta SCIM Client 1.0.0" };

test("a source waits, flows once it calls, and the last call says who called", async () => {
  const { okta, health, overview } = await organization();
  const waiting = await health();
  assert.deepEqual([waiting.state, waiting.lastCall, waiting.errors], ["waiting", null, 0]);
  assert.equal((await overview()).health, "off");
  await okta.send("GET", "/Users?filter=userName%20eq%20%22ann%22", undefined, userAgent);
  const flowing = await health();
  assert.equal(flowing.state, "flowing");
  const { client, method, path, status } = flowing.lastCall ?? {};
  assert.deepEqual([client, method, path, status], ["Okta", "GET", "/Users", 200]);
  assert.equal(flowing.calls.answered.at(-1), 1);
  assert.equal((await overview()).health, "flowing");
});

test("a revoked token makes a source fail since its first refusal, and the next good call ends that", async () => {
  const { okta, params, health, checklist } = await organization();
  await okta.create("Users", person("ann"));
  const { items } = await owner.call(adminRoutes.listBearerTokens, { params });
  await owner.call(adminRoutes.revokeBearerToken, { params: { ...params, bearerTokenId: items[0]?.id ?? "" } });
  await okta.send("GET", "/Users", undefined, userAgent);
  const first = await health();
  assert.equal(first.state, "failing");
  assert.match(first.sentence, /revoked/);
  await okta.send("GET", "/Users", undefined, userAgent);
  assert.deepEqual([(await health()).since, (await health()).errors], [first.since, 2]);
  const [token] = (await checklist()).steps;
  assert.deepEqual([token?.step, token?.state], ["token", "problem"]);
  assert.deepEqual(
    (await checklist()).problems.map(({ kind }) => kind),
    ["revoked-token"],
  );
  const second = await owner.call(adminRoutes.createBearerToken, { params, body: { name: "Second" } });
  await okta.send("GET", "/Users", undefined, { authorization: `Bearer ${second.bearerToken}` });
  assert.equal((await health()).state, "flowing");
  assert.deepEqual((await checklist()).problems, []);
});

test("who only knows the URL moves no health, and is told of in the checklist until the source calls again", async () => {
  const { okta, params, health, checklist, overview } = await organization();
  const other = new Source(await server.createSourceApplication("Another"));
  const strangers = async () => {
    for (let sent = 0; sent < 6; sent += 1) {
      await okta.send("GET", "/Users", undefined, { authorization: "Bearer nonsense" });
      await okta.send("POST", "/Users", { schemas: [] }, { authorization: "" });
      await okta.send("GET", "/Users", undefined, { authorization: `Bearer ${other.token}` });
    }
  };
  await strangers();
  const untouched = await health();
  assert.deepEqual([untouched.state, untouched.lastCall, untouched.errors], ["waiting", null, 0]);
  assert.equal((await overview()).health, "off");
  const waiting = await checklist();
  assert.deepEqual(waiting.problems.map(({ kind }) => kind).toSorted(), [
    "no-token",
    "other-application",
    "unknown-token",
  ]);
  const unknown = waiting.problems.find(({ kind }) => kind === "unknown-token");
  assert.match(unknown?.meaning ?? "", /^A call with an unknown token came/);
  assert.equal(waiting.steps[0]?.state, "problem");

  await okta.send("GET", "/Users", undefined, userAgent);
  const flowing = await health();
  assert.deepEqual([flowing.state, (await checklist()).problems], ["flowing", []]);
  await strangers();
  assert.deepEqual(await health(), flowing);
  const told = await checklist();
  assert.deepEqual(
    [told.steps[0]?.state, told.problems.map(({ byStranger }) => byStranger)],
    ["done", [true, true, true]],
  );

  const { items } = await owner.call(adminRoutes.listBearerTokens, { params });
  await owner.call(adminRoutes.revokeBearerToken, { params: { ...params, bearerTokenId: items[0]?.id ?? "" } });
  await okta.send("GET", "/Users");
  const failing = await health();
  assert.deepEqual([failing.state, (await checklist()).steps[0]?.state], ["failing", "problem"]);
  await strangers();
  assert.deepEqual(await health(), failing);
});

test("modes are states; what only an administrator's mode causes is no failure of the source", async () => {
  const { okta, params, health } = await organization();
  await okta.create("Users", person("ann"));
  for (const [mode, state] of [
    ["observe", "observing"],
    ["paused", "paused"],
    ["refusing", "refusing"],
  ] as const) {
    await owner.call(adminRoutes.changeSourceApplication, { params, body: { mode } });
    await okta.send("GET", "/Users");
    const found = await health();
    assert.equal(found.state, state);
    assert.ok(Date.parse(found.since) > Date.parse(clock.now()) - 60_000);
  }
  await owner.call(adminRoutes.changeSourceApplication, { params, body: { mode: "live" } });
  assert.equal((await health()).state, "flowing");
});

test("a source most of whose requests are refused fails, although its token is good", async () => {
  const { okta, health } = await organization();
  for (let sent = 0; sent < 6; sent += 1) await okta.send("POST", "/Users", { schemas: [] });
  const { state, sentence, calls } = await health();
  assert.deepEqual([state, sentence], ["failing", "6 of the last 6 requests were refused."]);
  assert.equal(calls.refused.at(-1), 6);
});

test("a source that has not called for days asks for attention and says so", async () => {
  const { okta, health, checklist } = await organization();
  await okta.create("Users", person("ann"));
  clock.moveDays(4);
  const { state, attention, sentence, calls } = await health();
  assert.deepEqual([state, attention, sentence], ["flowing", true, "The source has not called for 4 days."]);
  assert.equal(
    calls.answered.reduce((sum, one) => sum + one),
    0,
  );
  assert.deepEqual(
    (await checklist()).problems.map(({ kind }) => kind),
    ["silent"],
  );
});

test("the checklist ticks step by step, each with when, who and what", async () => {
  const { okta, checklist } = await organization();
  const states = async () => (await checklist()).steps.map(({ state }) => state);
  assert.deepEqual(
    await states(),
    Array.from({ length: 6 }, () => "waiting"),
  );
  await okta.send("GET", "/Users?filter=userName%20eq%20%22ann%22", undefined, userAgent);
  assert.deepEqual(await states(), ["done", "done", "waiting", "waiting", "waiting", "waiting"]);
  const ann = await okta.create("Users", person("ann", { active: true }));
  const third = (await checklist()).steps[2];
  assert.deepEqual([third?.state, third?.scimId], ["done", ann.id]);
  await okta.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
  assert.deepEqual((await states()).slice(3), ["done", "waiting", "waiting"]);
  // As Entra ID writes it.
  await okta.patch("Users", ann.id, { op: "replace", path: "active", value: "False" });
  await okta.create("Groups", { displayName: "Staff" });
  const whole = await checklist();
  assert.deepEqual([whole.complete, whole.problems], [true, []]);
  assert.equal(whole.steps[0]?.client, "Okta");
});

test("what is in a source's way is told with what to do: a wrong base URL, refused creates, active never sent", async () => {
  const { okta, checklist } = await organization();
  await okta.send("POST", "/Users/Users", person("ann"));
  const stuck = await checklist();
  assert.deepEqual(
    stuck.problems.map(({ kind }) => kind),
    ["base-url"],
  );
  assert.match(stuck.problems[0]?.whatToDo ?? "", /behind \/v2/);
  assert.equal(stuck.steps[1]?.state, "problem");
  await okta.send("POST", "/Users", { schemas: [] });
  const refused = await checklist();
  assert.deepEqual(
    refused.problems.map(({ kind }) => kind),
    ["refused-create"],
  );
  assert.equal(refused.steps[2]?.state, "problem");
  const { active: _, ...silent } = person("ann");
  const ann = await okta.create("Users", silent);
  await okta.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
  const kinds = (await checklist()).problems.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["refused-create", "active-never-sent"]);
});

test("a token says when, from where and by which client it was used, and who revoked it", async () => {
  const { okta, params } = await organization();
  const token = async () => {
    await server.recorder.flush();
    return (await owner.call(adminRoutes.listBearerTokens, { params })).items[0];
  };
  assert.equal((await token())?.lastUsedAt, null);
  await okta.send("GET", "/Users", undefined, userAgent);
  const used = await token();
  assert.deepEqual([used?.lastUsedFrom, used?.lastUsedClient], ["127.0.0.1", "Okta"]);
  assert.ok(Date.parse(used?.lastUsedAt ?? "") > Date.parse(clock.now()) - 60_000);
  await owner.call(adminRoutes.revokeBearerToken, { params: { ...params, bearerTokenId: used?.id ?? "" } });
  await okta.send("GET", "/Users");
  const revoked = await token();
  assert.match(revoked?.revokedBy ?? "", /^api-key:/);
  assert.equal(revoked?.lastUsedAt, used?.lastUsedAt, "a refused token was not used");
});

test("an OAuth client says the same of its access tokens", async () => {
  const { okta, params } = await organization();
  const made = await owner.call(adminRoutes.createOauthClient, { params, body: { name: "Ping" } });
  const client = async () => {
    await server.recorder.flush();
    return (await owner.call(adminRoutes.listOauthClients, { params })).items[0];
  };
  assert.equal((await client())?.lastUsedAt, null);
  const form = { grant_type: "client_credentials", client_id: made.id, client_secret: made.clientSecret };
  const granted = await fetch(made.tokenUrl, { method: "POST", body: new URLSearchParams(form) });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  await okta.send("GET", "/Users", undefined, { ...userAgent, authorization: `Bearer ${token}` });
  const used = await client();
  assert.deepEqual([used?.lastUsedFrom, used?.lastUsedClient, used?.revokedBy], ["127.0.0.1", "Okta", null]);
  assert.ok(Date.parse(used?.lastUsedAt ?? "") > Date.parse(clock.now()) - 60_000);
  const refused = await okta.send("GET", "/Users/nobody", undefined, { authorization: `Bearer ${token}` });
  assert.equal(refused.status, 404);
  await server.recorder.flush();
  const { items } = await owner.call(adminRoutes.listExchanges, { params });
  const opened = await owner.call(adminRoutes.getExchange, { params: { ...params, exchangeId: items[0]?.id ?? "" } });
  assert.deepEqual([opened.tokenId, opened.token], [made.id, { kind: "oauth-client", name: "Ping" }]);
  await owner.call(adminRoutes.revokeOauthClient, { params: { ...params, oauthClientId: made.id } });
  assert.match((await client())?.revokedBy ?? "", /^api-key:/);
});

test("the counts of an overview are those of the directory, whatever was played, by sources and by hand", async () => {
  const { organizationId, overview } = await organization();
  const played = new TestOrganization(server, organizationId);
  await playEverything(played);
  const [someone] = await played.users();
  await played.administer("disable", someone?.id ?? "");
  await played.call("POST", `/organizations/${organizationId}/directory-users`, { attributes: { userName: "hand" } });
  const count = async (text: string) =>
    (await server.database.pool.query<{ count: number }>(unnamedStatement(text), [organizationId]))[0]?.count;
  const people = (what: string) =>
    count(`select count(*) as count from directory_users where organization_id = $1 and ${what}`);
  const found = await overview();
  assert.deepEqual(found.people, {
    enabled: await people("status = 'enabled'"),
    disabled: await people("status = 'disabled'"),
    binned: await people("status = 'binned'"),
    incomplete: await people("incomplete <> '{}'"),
  });
  assert.equal(
    found.groups,
    await count("select count(*) as count from directory_groups where organization_id = $1 and status = 'active'"),
  );
  assert.ok(found.people.enabled > 0 && found.people.disabled > 0 && found.people.binned > 0 && found.groups > 0);
  assert.ok(found.conflicts > 0 && found.health === "attention");
});

test("the list of all organizations has a dot for each, by the worst of its applications", async () => {
  const [fine, failing] = [await organization(), await organization()];
  await fine.okta.create("Users", person("ann"));
  const { items: tokens } = await owner.call(adminRoutes.listBearerTokens, { params: failing.params });
  const bearerTokenId = tokens[0]?.id ?? "";
  await owner.call(adminRoutes.revokeBearerToken, { params: { ...failing.params, bearerTokenId } });
  await failing.okta.send("GET", "/Users");
  await server.recorder.flush();
  const { items } = await owner.call(adminRoutes.listOrganizationHealth, { query: { limit: 500 } });
  const dot = (id: string) => items.find(({ organizationId }) => organizationId === id)?.health;
  assert.deepEqual([dot(fine.organizationId), dot(failing.organizationId)], ["flowing", "failing"]);
  const all = await owner.call(adminRoutes.listApplicationHealth, {
    params: { organizationId: failing.organizationId },
  });
  assert.deepEqual(
    all.items.map(({ sourceApplicationId, state }) => [sourceApplicationId, state]),
    [[failing.okta.applicationId, "failing"]],
  );
});
