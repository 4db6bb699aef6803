import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ApiError, ServerUnreachable } from "@rollcall/admin-api/api-error.ts";
import { createClient } from "@rollcall/admin-api/client.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

test("a call answers what its route declares; a slash at the end of the address does no harm", async () => {
  const client = createClient({ url: `${server.origin}/`, key: server.apiKey });
  const { items } = await client.call(adminRoutes.listOrganizations, { query: { limit: 1 } });
  assert.deepEqual(items, [{ id: server.organizationId, name: "Example Corp", slug: "example-corp" }]);
  const params = { organizationId: server.organizationId };
  const body = "userName\nann\n";
  assert.deepEqual(await client.call(adminRoutes.importDirectoryUsers, { params, body }), { created: 1 });
  const csv = await client.call(adminRoutes.exportDirectoryUsers, { params, query: { status: "enabled" } });
  assert.match(csv, /^id,status,userName,/);
  const { id } = await server.createSourceApplication("Entra ID");
  const deleted = await client.call(adminRoutes.deleteSourceApplication, { params: { sourceApplicationId: id } });
  assert.equal(deleted, undefined);
});

test("a refusal arrives with its code, what to do and every problem", async () => {
  const client = createClient({ url: server.origin, key: server.apiKey });
  await assert.rejects(client.call(adminRoutes.createOrganization, { body: { name: "" } }), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual(
      [error.status, error.code, error.problems.map(({ where }) => where), error.whatToDo.length > 0],
      [400, "request.invalid", ["/name"], true],
    );
    assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
    return true;
  });
});

test("no server, and a server that is not Rollcall, are told from a refusal", async () => {
  const nowhere = createClient({ url: "http://127.0.0.1:9", key: "x" });
  await assert.rejects(nowhere.call(adminRoutes.listOrganizations, {}), ServerUnreachable);
  const stranger = createClient({
    url: server.origin,
    key: server.apiKey,
    fetch: async () => new Response("<html></html>", { status: 200 }),
  });
  await assert.rejects(stranger.call(adminRoutes.listOrganizations, {}), ServerUnreachable);
});

test("a parameter cannot lead to another path", async () => {
  const client = createClient({ url: server.origin, key: server.apiKey });
  const params = { organizationId: `../organizations/${server.organizationId}` };
  await assert.rejects(
    client.call(adminRoutes.getOrganization, { params }),
    (error) => error instanceof ApiError && error.code === "organization.not_found",
  );
});
