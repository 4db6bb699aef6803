import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { QueryOf } from "@rollcall/admin-api/route.ts";
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

let made = 0;
/** An organization with two sources, and what it has recorded. */
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  const source = async (name: string) => new Source(await server.createSourceApplication(name, id));
  const exchanges = async (query: QueryOf<typeof adminRoutes.listOrganizationExchanges>) => {
    await server.recorder.flush();
    return owner.call(adminRoutes.listOrganizationExchanges, { params, query });
  };
  const events = (query: QueryOf<typeof adminRoutes.listLatestProvisioningEvents>) =>
    owner.call(adminRoutes.listLatestProvisioningEvents, { params, query });
  const tokenOf = async (application: Source) => {
    const { items } = await owner.call(adminRoutes.listBearerTokens, {
      params: { sourceApplicationId: application.applicationId },
    });
    return items[0]?.id ?? "";
  };
  return { params, okta: await source("Okta"), entra: await source("Entra ID"), exchanges, events, tokenOf };
}

test("the exchanges of all applications come newest first, page by page, none twice and none missing", async () => {
  const { okta, entra, exchanges } = await organization();
  for (const name of ["ann", "ben", "cleo"]) {
    await okta.create("Users", person(name));
    await entra.create("Users", person(`${name}-2`));
  }
  const whole = await exchanges({});
  assert.deepEqual(
    whole.items.map((one) => [one.sourceApplicationId, one.method, one.path, one.status]),
    [entra, okta, entra, okta, entra, okta].map((one) => [one.applicationId, "POST", "/Users", 201]),
  );
  const paged = [];
  let cursor: string | undefined;
  do {
    const page = await exchanges({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(paged, whole.items);
});

test("exchanges are narrowed by application, status, method, outcome, token, person and time", async () => {
  const { params, okta, entra, exchanges, tokenOf } = await organization();
  const ann = await okta.create("Users", person("ann"));
  await okta.send("GET", `/Users/${ann.id}`);
  await okta.send("GET", "/Users/nobody");
  await entra.create("Users", person("ben"));
  await entra.send("POST", "/Users", { schemas: [] });
  const users = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { search: "ann" } });
  const whole = await exchanges({});
  const shown = async (query: Parameters<typeof exchanges>[0]) =>
    (await exchanges(query)).items.map(({ method, status }) => `${method} ${status}`);
  assert.deepEqual(await shown({}), ["POST 400", "POST 201", "GET 404", "GET 200", "POST 201"]);
  assert.deepEqual(await shown({ sourceApplicationId: entra.applicationId }), ["POST 400", "POST 201"]);
  assert.deepEqual(await shown({ status: "4xx" }), ["POST 400", "GET 404"]);
  assert.deepEqual(await shown({ outcome: "refused" }), ["POST 400", "GET 404"]);
  assert.deepEqual(await shown({ method: "GET" }), ["GET 404", "GET 200"]);
  assert.deepEqual(await shown({ outcome: "applied" }), ["POST 201", "POST 201"]);
  assert.deepEqual(await shown({ tokenId: await tokenOf(okta) }), ["GET 404", "POST 201"]);
  assert.deepEqual(await shown({ directoryUserId: users.items[0]?.id ?? "" }), ["POST 201"]);
  const oldest = whole.items.at(-1)?.occurredAt ?? "";
  assert.deepEqual(await shown({ until: new Date(Date.parse(oldest) - 60_000).toISOString() }), []);
  assert.equal((await shown({ since: new Date(Date.parse(oldest) - 60_000).toISOString() })).length, 5);
});

test("a token that is missing, unknown or revoked is recorded with where it came from, and which one it was", async () => {
  const { okta, exchanges, tokenOf } = await organization();
  const tokenId = await tokenOf(okta);
  await okta.send("GET", "/Users", undefined, { authorization: "" });
  await okta.send("GET", "/Users", undefined, { authorization: "Bearer nonsense" });
  await owner.call(adminRoutes.revokeBearerToken, {
    params: { sourceApplicationId: okta.applicationId, bearerTokenId: tokenId },
  });
  const refused = await okta.send("GET", "/Users");
  assert.equal(refused.status, 401);
  const { items } = await exchanges({});
  assert.deepEqual(
    items.map(({ status, outcome, detail, callerAddress, tokenId: of }) => ({
      status,
      outcome,
      detail,
      callerAddress,
      of,
    })),
    [
      ["The bearer token was revoked: create another", tokenId],
      ["The bearer token is unknown: copy it again, or create another", null],
      ["Expected a bearer token in the Authorization header, found none", null],
    ].map(([detail, of]) => ({ status: 401, outcome: "refused", detail, callerAddress: "127.0.0.1", of })),
  );
  assert.ok(!JSON.stringify(items).includes(okta.token) && !JSON.stringify(items).includes("nonsense"));
});

test("a token of another application leaves no trace of itself where it was tried", async () => {
  const { okta, entra, exchanges } = await organization();
  const answer = await okta.send("GET", "/Users", undefined, { authorization: `Bearer ${entra.token}` });
  assert.equal(answer.status, 404);
  const { items } = await exchanges({});
  assert.deepEqual(
    items.map(({ sourceApplicationId, status, tokenId }) => ({ sourceApplicationId, status, tokenId })),
    [{ sourceApplicationId: okta.applicationId, status: 404, tokenId: null }],
  );
});

test("wrong tokens are recorded sixty times a minute at most", async () => {
  const { okta, exchanges } = await organization();
  for (let sent = 0; sent < 65; sent += 1) {
    await okta.send("GET", "/Users", undefined, { authorization: `Bearer wrong-${sent}` });
  }
  assert.equal((await exchanges({})).items.length, 60);
});

test("events come newest first, narrowed by application, person, type, outcome and time", async () => {
  const { params, okta, entra, events } = await organization();
  const ann = await okta.create("Users", person("ann"));
  await entra.create("Users", person("ben"));
  await okta.setActive(ann.id, false);
  const users = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { search: "ann" } });
  const shown = async (query: Parameters<typeof events>[0]) => (await events(query)).items.map(({ type }) => type);
  assert.deepEqual(await shown({}), ["user.disabled", "user.created", "user.created"]);
  assert.deepEqual(await shown({ sourceApplicationId: entra.applicationId }), ["user.created"]);
  assert.deepEqual(await shown({ directoryUserId: users.items[0]?.id ?? "" }), ["user.disabled", "user.created"]);
  assert.deepEqual(await shown({ type: "user.disabled" }), ["user.disabled"]);
  assert.deepEqual(await shown({ outcome: "held" }), []);
  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  assert.deepEqual(await shown({ until: minuteAgo }), []);
  assert.equal((await shown({ since: minuteAgo })).length, 3);
  const first = await events({ limit: 2 });
  const rest = await events({ limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual([...first.items, ...rest.items], (await events({})).items);
  assert.equal(rest.nextCursor, null);
});
