import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";

interface Answer {
  readonly status: number;
  readonly etag: string | null;
  readonly body: Record<string, unknown> & { id: string };
}

describe("conditional requests (RFC 7644 section 3.14)", () => {
  let server: TestServer;
  let application: CreatedApplication;
  before(async () => {
    server = await startTestServer();
    application = await server.createSourceApplication("Conditional");
  });
  after(() => server.close());

  async function call(
    method: string,
    path: string,
    headers: Record<string, string> = {},
    body?: unknown,
  ): Promise<Answer> {
    const response = await fetch(application.scimBaseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${application.bearerToken}`,
        ...(body === undefined ? {} : { "content-type": "application/scim+json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get("etag"),
      body: (text === "" ? {} : JSON.parse(text)) as Answer["body"],
    };
  }
  const patchOf = (...Operations: unknown[]) => ({
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations,
  });
  let people = 0;
  const newUser = () => call("POST", "/Users", {}, { userName: `person${++people}@example.com` });

  test("R7644-3.14-01: ETag and meta.version are the same weak tag", async () => {
    const { body, etag } = await newUser();
    assert.equal(etag, 'W/"1"');
    assert.equal((body["meta"] as { version: string }).version, etag);
  });

  const tags: readonly [string, (etag: string) => string, number][] = [
    ["the current tag", (etag) => etag, 200],
    ["the tag without W/ (AMB-40)", (etag) => etag.slice(2), 200],
    ["the tag without quotes (AMB-40)", (etag) => etag.slice(3, -1), 200],
    ["a list that has it", (etag) => `W/"77", ${etag}`, 200],
    ["*", () => "*", 200],
    ["another tag", () => 'W/"77"', 412],
    ["a tag that merely begins alike", (etag) => `${etag.slice(0, -1)}0"`, 412],
  ];
  for (const [name, ifMatch, status] of tags) {
    test(`R7644-3.14-03: If-Match with ${name} answers ${status} to PUT and PATCH, and DELETE agrees`, async () => {
      const { body, etag } = await newUser();
      const path = `/Users/${body.id}`;
      const patched = await call(
        "PATCH",
        path,
        { "if-match": ifMatch(etag ?? "") },
        patchOf({ op: "replace", path: "title", value: "Lead" }),
      );
      assert.equal(patched.status, status);
      const now = await call("GET", path);
      assert.equal(now.body["title"], status === 200 ? "Lead" : undefined);
      const replaced = await call(
        "PUT",
        path,
        { "if-match": ifMatch(now.etag ?? "") },
        { userName: body["userName"], title: "Head" },
      );
      assert.equal(replaced.status, status);
      const last = await call("GET", path);
      assert.equal(last.body["title"], status === 200 ? "Head" : undefined);
      const deleted = await call("DELETE", path, { "if-match": ifMatch(last.etag ?? "") });
      assert.equal(deleted.status, status === 200 ? 204 : 412);
      assert.equal((await call("GET", path)).status, status === 200 ? 404 : 200);
    });
  }

  test("R9110-13.1.2-01: If-None-Match on a write fails when the resource has that version, or any with *", async () => {
    const { body, etag } = await newUser();
    const path = `/Users/${body.id}`;
    const change = patchOf({ op: "replace", path: "title", value: "Lead" });
    assert.equal((await call("PATCH", path, { "if-none-match": etag ?? "" }, change)).status, 412);
    assert.equal((await call("PATCH", path, { "if-none-match": "*" }, change)).status, 412);
    assert.equal((await call("PATCH", path, { "if-none-match": 'W/"77"' }, change)).status, 200);
  });

  test("R7644-3.14-04: GET with the current tag in If-None-Match answers 304 with the ETag and no body", async () => {
    const { body, etag } = await newUser();
    const same = await call("GET", `/Users/${body.id}`, { "if-none-match": etag ?? "" });
    assert.deepEqual([same.status, same.etag, same.body], [304, etag, {}]);
    const other = await call("GET", `/Users/${body.id}`, { "if-none-match": 'W/"77"' });
    assert.equal(other.status, 200);
  });

  test("a group's tag changes with its members, and If-Match holds against a member that came in between", async () => {
    const users = await Promise.all([newUser(), newUser()]);
    const group = await call("POST", "/Groups", {}, { displayName: "Readers" });
    const path = `/Groups/${group.body.id}`;
    const add = (id: string) => patchOf({ op: "add", path: "members", value: [{ value: id }] });
    const added = await call("PATCH", path, {}, add(users[0]?.body.id ?? ""));
    assert.notEqual(added.etag, group.etag);
    const stale = await call("PATCH", path, { "if-match": group.etag ?? "" }, add(users[1]?.body.id ?? ""));
    assert.equal(stale.status, 412);
    const fresh = await call("PATCH", path, { "if-match": added.etag ?? "" }, add(users[1]?.body.id ?? ""));
    assert.deepEqual([fresh.status, (fresh.body["members"] as unknown[]).length], [200, 2]);
  });

  test("of many PATCHes of one group with the same If-Match exactly one is applied", async () => {
    const users = await Promise.all(Array.from({ length: 8 }, newUser));
    const group = await call("POST", "/Groups", {}, { displayName: "One winner" });
    const path = `/Groups/${group.body.id}`;
    const answers = await Promise.all(
      users.map((user) =>
        call(
          "PATCH",
          path,
          { "if-match": group.etag ?? "" },
          patchOf({ op: "add", path: "members", value: [{ value: user.body.id }] }),
        ),
      ),
    );
    assert.deepEqual(
      answers.map((answer) => answer.status).sort((a, b) => a - b),
      [200, 412, 412, 412, 412, 412, 412, 412],
    );
    assert.equal(((await call("GET", path)).body["members"] as unknown[]).length, 1);
  });

  test("of many PATCHes of one user with the same If-Match exactly one is applied", async () => {
    const { body, etag } = await newUser();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        call(
          "PATCH",
          `/Users/${body.id}`,
          { "if-match": etag ?? "" },
          patchOf({ op: "replace", path: "title", value: `Title ${n}` }),
        ),
      ),
    );
    assert.deepEqual(
      answers.map((answer) => answer.status).sort((a, b) => a - b),
      [200, 412, 412, 412, 412, 412, 412, 412],
    );
  });
});
