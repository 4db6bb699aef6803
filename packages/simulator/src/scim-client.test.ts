import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { type AcknowledgedWrite, equals, NoAnswer, Refused, ScimClient } from "./scim-client.ts";

interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
}

describe("a SCIM client", () => {
  const seen: string[] = [];
  const writes: AcknowledgedWrite[] = [];
  let replies: (Reply | "hang up")[] = [];
  let scim: ScimClient;
  // Answers what the test has laid out, one reply per request: it plays no SCIM service.
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      const { authorization, "content-type": type } = request.headers;
      seen.push([request.method, request.url, authorization, type, text].filter(Boolean).join(" "));
      const reply = replies.shift() ?? { status: 500 };
      if (reply === "hang up") {
        request.socket.destroy();
        return;
      }
      response.writeHead(reply.status, reply.headers).end(reply.text);
    });
  });

  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/app/v2/`;
    const onWrite = (write: AcknowledgedWrite): number => writes.push(write);
    scim = new ScimClient({ baseUrl, token: "t-1", onWrite }, {}, "application/scim+json");
  });
  beforeEach(() => {
    seen.length = 0;
    writes.length = 0;
  });
  after(async () => {
    await scim.close();
    server.close();
  });

  test("sends below the base URL with its token and tells of writes that were acknowledged", async () => {
    replies = [{ status: 201, text: '{"id":"u-1"}' }, { status: 200, text: '{"id":"u-1"}' }, { status: 204 }];
    await scim.send("POST", "/Users", { userName: "a" });
    await scim.send("GET", "/Users/u-1");
    await scim.patch("/Users/u-1", [{ op: "replace", path: "active", value: false }]);
    const patch = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "replace", path: "active", value: false }],
    };
    assert.deepEqual(seen, [
      'POST /scim/app/v2/Users Bearer t-1 application/scim+json {"userName":"a"}',
      "GET /scim/app/v2/Users/u-1 Bearer t-1",
      `PATCH /scim/app/v2/Users/u-1 Bearer t-1 application/scim+json ${JSON.stringify(patch)}`,
    ]);
    assert.deepEqual(writes, [
      { method: "POST", path: "/Users", body: { userName: "a" }, status: 201, answer: { id: "u-1" } },
      { method: "PATCH", path: "/Users/u-1", body: patch, status: 204, answer: undefined },
    ]);
  });

  test("throws what was refused, with its reason, and acknowledges nothing", async () => {
    replies = [{ status: 409, text: '{"status":"409","scimType":"uniqueness","detail":"userName is taken"}' }];
    await assert.rejects(scim.send("POST", "/Users", {}), (error: unknown) => {
      assert.ok(error instanceof Refused);
      assert.deepEqual([error.status, error.scimType], [409, "uniqueness"]);
      assert.equal(error.message, "POST /Users: 409 uniqueness: userName is taken");
      return true;
    });
    assert.deepEqual(writes, []);
  });

  test("tries again when it is told when, and gives up after five times", async () => {
    const later = { status: 503, headers: { "retry-after": "0" } };
    replies = [
      later,
      { status: 429, headers: { "retry-after": "0" } },
      { status: 200, text: '{"Resources":[{"a":1}]}' },
    ];
    assert.deepEqual(await scim.lookUp("/Users"), { a: 1 });
    assert.equal(seen.length, 3);
    replies = [later, later, later, later, later, { status: 204 }];
    await assert.rejects(scim.send("GET", "/Users"), Refused);
    assert.equal(replies.length, 1);
    replies = [{ status: 503 }, { status: 204 }];
    await assert.rejects(scim.send("GET", "/Users"), Refused);
    assert.equal(replies.length, 1);
  });

  test("says that no answer came when the socket closes", async () => {
    replies = ["hang up"];
    await assert.rejects(scim.send("POST", "/Users", {}), NoAnswer);
    assert.deepEqual(writes, []);
  });

  test("counts a resource that is gone as deleted, nothing else", async () => {
    replies = [{ status: 404 }, { status: 500, text: "<html>" }];
    await scim.delete("/Users/u-1");
    await assert.rejects(scim.delete("/Users/u-1"), { message: "DELETE /Users/u-1: 500: no detail" });
  });

  test("takes a 404 for an answer where it only wants to know whether somebody is there", async () => {
    replies = [{ status: 404 }, { status: 200 }, { status: 401, text: '{"detail":"unknown token"}' }];
    const before = scim.tally.report("", { people: {}, groups: {} }).refused.length;
    await scim.knock("/Users/0");
    await scim.knock("/Users/0");
    await assert.rejects(scim.knock("/Users/0"), { message: "GET /Users/0: 401: unknown token" });
    assert.equal(scim.tally.report("", { people: {}, groups: {} }).refused.length, before + 1);
  });

  test("quotes and encodes the value of a filter", () => {
    assert.equal(decodeURIComponent(equals("displayName", 'a "b" \\')), 'displayName eq "a \\"b\\" \\\\"');
    assert.equal(equals("userName", "a+b"), "userName%20eq%20%22a%2Bb%22");
  });
});
