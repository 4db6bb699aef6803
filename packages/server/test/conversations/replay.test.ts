import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { parseBody, readConversations, recordedClients, type Step } from "./conversation.ts";
import { pathParts, valueAt } from "./json-path.ts";
import { replayStep } from "./replay.ts";
import { substituteJson, substituteText } from "./substitute.ts";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

/** Keeps what arrived and answers what the test says: it shows what the replayer sends, it plays no SCIM service. */
class Listener {
  readonly seen: Seen[] = [];
  answer: { status: number; body: JsonValue } = { status: 200, body: {} };
  readonly server: Server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      this.seen.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        text,
      });
      response.writeHead(this.answer.status, {
        "content-type": "application/scim+json",
      });
      response.end(JSON.stringify(this.answer.body));
    });
  });
}

function step(request: Partial<Step["request"]>, rest: Partial<Step> = {}): Step {
  return {
    client: "test",
    scenario: "replayer",
    step: 1,
    request: { method: "GET", path: "/Users", headers: {}, ...request },
    expect: { status: [200] },
    confidence: "check",
    ...rest,
  };
}

describe("the replayer", () => {
  const listener = new Listener();
  let base = "";
  before(async () => {
    await new Promise<void>((resolve) => {
      listener.server.listen(0, "127.0.0.1", resolve);
    });
    base = `http://127.0.0.1:${(listener.server.address() as AddressInfo).port}/scim/app/v2`;
  });
  after(() => listener.server.close());

  async function sent(request: Partial<Step["request"]>, captures: [string, JsonValue][] = []): Promise<Seen> {
    listener.seen.length = 0;
    listener.answer = { status: 200, body: {} };
    assert.deepEqual(await replayStep(step(request), base, new Map(captures)), []);
    assert.equal(listener.seen.length, request.repeat ?? 1);
    const [first] = listener.seen;
    assert.ok(first);
    return first;
  }

  test("sends a path below the base URL as it was recorded, doubled slashes and escapes included", async () => {
    const seen = await sent({
      path: "//Users/..%2f..%2fadmin?filter=userName+eq+%22a%40b%22&x",
    });
    assert.equal(seen.url, "/scim/app/v2//Users/..%2f..%2fadmin?filter=userName+eq+%22a%40b%22&x");
  });

  test("adds no header of its own besides the host, the length and the handling of the socket", async () => {
    const seen = await sent(
      {
        method: "POST",
        headers: { Authorization: "Bearer {{token}}" },
        body: { a: 1 },
      },
      [["token", "t-1"]],
    );
    const { host, "content-length": length, authorization, ...others } = seen.headers;
    assert.equal(typeof host, "string");
    assert.equal(length, "7");
    assert.equal(authorization, "Bearer t-1");
    assert.deepEqual(Object.keys(others), ["connection"]);
  });

  test("sends a raw body as it stands and a JSON body with its captures", async () => {
    assert.equal((await sent({ method: "POST", rawBody: '{"a":{{' })).text, '{"a":{{');
    const seen = await sent({ method: "POST", body: { members: [{ value: "{{m1}}" }] } }, [["m1", "id-1"]]);
    assert.equal(seen.text, '{"members":[{"value":"id-1"}]}');
  });

  test("repeats a step and reports each answer that differs", async () => {
    await sent({ repeat: 3 });
    listener.answer = { status: 503, body: {} };
    assert.deepEqual(await replayStep(step({ repeat: 2 }), base, new Map()), [
      "status: expected 200, found 503",
      "status: expected 200, found 503",
    ]);
  });

  test("captures from the answer before it checks the answer", async () => {
    listener.answer = {
      status: 201,
      body: { id: "u-1", meta: { version: 4 } },
    };
    const captures = new Map<string, JsonValue>();
    const expect = { status: [201], bodyContains: { id: "{{userId}}" } };
    const captured = { userId: "$.id", version: "$.meta.version" };
    assert.deepEqual(await replayStep(step({}, { expect, captures: captured }), base, captures), []);
    assert.deepEqual(
      [...captures],
      [
        ["userId", "u-1"],
        ["version", 4],
      ],
    );
  });

  test("refuses a step that names what was never captured", async () => {
    await assert.rejects(replayStep(step({ path: "/Users/{{userId}}" }), base, new Map()), {
      message: "{{userId}}: nothing was captured under this name",
    });
  });
});

describe("substitution", () => {
  const captures = new Map<string, JsonValue>([
    ["id", "a/b"],
    ["n", 3],
  ]);

  test("puts captures and generated strings into texts", () => {
    assert.equal(substituteText("x {{id}} {{n}} {{string:5}}", captures), "x a/b 3 aaaaa");
    assert.equal(substituteText("/Users/{{id}}", captures, encodeURIComponent), "/Users/a%2Fb");
  });

  test("keeps the type of a value that is one placeholder and makes arrays of members", () => {
    assert.deepEqual(substituteJson({ a: "{{n}}", b: "n={{n}}", c: "{{array:2:m}}" }, captures), {
      a: 3,
      b: "n=3",
      c: [{ value: "m-1" }, { value: "m-2" }],
    });
  });
});

describe("JSONPaths", () => {
  test("split into names and indexes", () => {
    assert.deepEqual(pathParts("$['urn:a.b:2.0:User'].manager[0]"), ["urn:a.b:2.0:User", "manager", 0]);
  });

  test("read own members only", () => {
    assert.equal(valueAt({}, "$.constructor"), undefined);
    assert.equal(valueAt({ a: [{ b: null }] }, "$.a[0].b"), null);
    assert.equal(valueAt({ a: "text" }, "$.a[0]"), undefined);
  });

  for (const path of ["a", "$.", "$..a", "$[x]", "$a"]) {
    test(`refuse ${path}`, () => assert.throws(() => pathParts(path)));
  }
});

describe("the recorded conversations", () => {
  const clients = recordedClients();
  const steps = clients.flatMap((client) => readConversations(client).flatMap((conversation) => conversation.steps));

  test("are all read: 41 scenarios and 354 steps of 13 clients", () => {
    const scenarios = new Set(steps.map(({ client, scenario }) => `${client}/${scenario}`));
    assert.deepEqual([clients.length, scenarios.size, steps.length], [13, 41, 354]);
  });

  test("number the steps of a scenario from 1 without a gap and name their client as the file does", () => {
    for (const client of clients) {
      for (const conversation of readConversations(client)) {
        assert.deepEqual(
          conversation.steps.map((entry) => [entry.client, entry.step]),
          conversation.steps.map((_, index) => [client, index + 1]),
        );
      }
    }
  });

  test("demand something that can be checked: known statuses, paths that parse, patterns that compile", () => {
    for (const { expect, captures = {} } of steps) {
      assert.ok(expect.status.length > 0 && expect.status.every((status) => status >= 200 && status < 600));
      const paths = [...(expect.bodyAbsent ?? []), ...(expect.bodyPresent ?? []), ...Object.values(captures)];
      for (const path of [...paths, ...Object.keys(expect.arrayLength ?? {})]) assert.ok(pathParts(path).length > 0);
      for (const pattern of Object.values(expect.headers ?? {})) assert.ok(new RegExp(pattern.replace("(?i)", "")));
    }
  });

  test("parse bodies or leave them", () => {
    assert.deepEqual(parseBody('{"a":1}'), { a: 1 });
    assert.equal(parseBody("<html>"), undefined);
  });
});
