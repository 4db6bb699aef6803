import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer({ bodyLimit: 2_000 });
  owner = adminCaller(server);
});
after(() => server.close());

const { createOrganization, listOrganizations } = adminRoutes;

async function refusal(path: string, init: RequestInit): Promise<{ status: number; code: unknown; headers: Headers }> {
  const response = await fetch(`${server.origin}/api/v1${path}`, {
    ...init,
    headers: { authorization: `Bearer ${server.apiKey}`, ...(init.headers as Record<string, string>) },
  });
  assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
  const problem = (await response.json()) as { code: unknown; status: number };
  assert.equal(problem.status, response.status);
  return { status: response.status, code: problem.code, headers: response.headers };
}

test("a body that is no JSON, no UTF-8, of another type, too large or missing is refused as what it is", async () => {
  const json = { "content-type": "application/json" };
  const cases: [RequestInit, number, string][] = [
    [{ body: "{", headers: json }, 400, "request.unparsable"],
    [{ body: new Uint8Array([0x22, 0xff, 0x22]), headers: json }, 400, "request.unparsable"],
    [
      { body: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "request.unsupported_media_type",
    ],
    [{ body: "name\nx", headers: { "content-type": "text/csv" } }, 415, "request.unsupported_media_type"],
    [{ body: JSON.stringify({ name: "x".repeat(3_000) }), headers: json }, 413, "request.too_large"],
    [{ body: "", headers: json }, 400, "request.invalid"],
    [{}, 400, "request.invalid"],
    [{ body: "null", headers: json }, 400, "request.invalid"],
    [{ body: '{"name":"a\\u0000b"}', headers: json }, 400, "request.invalid"],
    [{ body: '{"name":"\\ud800"}', headers: json }, 400, "request.invalid"],
    [{ body: '{"name":"x","__proto__":{"name":"y"}}', headers: json }, 400, "request.invalid"],
  ];
  for (const [index, [init, status, code]] of cases.entries()) {
    const found = await refusal("/organizations", { method: "POST", ...init });
    assert.deepEqual({ status: found.status, code: found.code }, { status, code }, `case ${index}`);
  }
  const { items } = await owner.call(listOrganizations, {});
  assert.deepEqual(
    items.map(({ name }) => name),
    ["Example Corp"],
  );
});

test("an address that no route has is 404; one that answers to other methods is 405 and says to which", async () => {
  const id = server.organizationId;
  const cases: [string, string, number, string | null][] = [
    ["GET", "/nothing", 404, null],
    ["GET", `/organizations/${id}/nothing`, 404, null],
    ["GET", "/", 404, null],
    ["PUT", "/organizations", 405, "GET, POST"],
    ["PUT", "/organizations/", 405, "GET, POST"],
    ["DELETE", `/organizations/${id}`, 405, "GET, PATCH"],
    ["POST", `/organizations/${id}/domains?x=1`, 405, "GET, PUT"],
  ];
  for (const [method, path, status, allow] of cases) {
    const found = await refusal(path, { method });
    assert.deepEqual([found.status, found.headers.get("allow")], [status, allow], `${method} ${path}`);
  }
});

test("a key in any case of the scheme and with blanks around it is accepted", async () => {
  for (const authorization of [`bearer ${server.apiKey}`, `BEARER   ${server.apiKey}  `]) {
    const answer = await owner.send(listOrganizations, {}, { authorization });
    assert.equal(answer.status, 200);
  }
});

test("answers are not to be kept by anybody in between", async () => {
  const answer = await owner.send(listOrganizations, {});
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

test("the OpenAPI document describes every route with its parameters, body and answer", async () => {
  const response = await fetch(`${server.origin}/api/v1/openapi.json`);
  assert.equal(response.status, 200);
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
  };
  assert.match(document.openapi, /^3\.1\./);
  const described = Object.values(document.paths).flatMap((path) => Object.values(path));
  assert.deepEqual(described.map(({ operationId }) => operationId).sort(), Object.keys(adminRoutes).sort());
  const operation = document.paths["/api/v1/organizations"]?.["post"];
  assert.deepEqual(operation?.requestBody.content["application/json"]?.schema, createOrganization.body);
  assert.deepEqual(operation?.responses["201"]?.content["application/json"]?.schema, createOrganization.answer);
  const members =
    document.paths["/api/v1/organizations/{organizationId}/directory-groups/{directoryGroupId}/members"]?.["get"];
  assert.deepEqual(members?.parameters.map(({ name, in: place }) => `${place} ${name}`).sort(), [
    "path directoryGroupId",
    "path organizationId",
    "query all",
    "query cursor",
    "query limit",
  ]);
});

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: unknown }> }>;
}

test("a cursor of another list, or none at all, is refused", async () => {
  const organizationId = server.organizationId;
  const lists = [
    adminRoutes.listSourceApplications,
    adminRoutes.listDirectoryUsers,
    adminRoutes.listDirectoryGroups,
    adminRoutes.listConflicts,
  ];
  for (const route of lists) {
    const { status, code } = await owner.refused(route, { params: { organizationId }, query: { cursor: "abc" } });
    assert.deepEqual({ status, code }, { status: 400, code: "cursor.invalid" });
  }
});

test("while the database is away the answer is 503 and says when to come back", async () => {
  const other = await startTestServer();
  try {
    const caller = adminCaller(other);
    await other.database.close();
    const answer = await caller.send(listOrganizations, {});
    assert.deepEqual(
      [answer.status, answer.headers.get("retry-after"), (answer.body as { code: string }).code],
      [503, "5", "database.unavailable"],
    );
  } finally {
    await other.close();
  }
});
