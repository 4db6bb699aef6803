import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";

interface BulkAnswer {
  readonly status: number;
  readonly body: {
    readonly status?: string;
    readonly scimType?: string;
    readonly detail?: string;
    readonly schemas: string[];
    readonly Operations: readonly {
      readonly method: string;
      readonly bulkId?: string;
      readonly status: string;
      readonly location?: string;
      readonly version?: string;
      readonly response?: { readonly status: string; readonly scimType?: string; readonly detail: string };
    }[];
  };
}

const bulkRequest = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("bulk (RFC 7644 section 3.7)", () => {
  let server: TestServer;
  let application: CreatedApplication;
  before(async () => {
    server = await startTestServer();
    application = await server.createSourceApplication("Bulk");
  });
  after(() => server.close());

  async function call<Body>(method: string, path: string, body?: unknown): Promise<{ status: number; body: Body }> {
    const response = await fetch(application.scimBaseUrl + path, {
      method,
      headers: { authorization: `Bearer ${application.bearerToken}`, "content-type": "application/scim+json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as Body };
  }
  const bulk = (Operations: unknown[], more: object = {}): Promise<BulkAnswer> =>
    call("POST", "/Bulk", { schemas: [bulkRequest], Operations, ...more });
  const user = (bulkId: string, more: object = {}) => ({
    method: "POST",
    path: "/Users",
    bulkId,
    data: { userName: `${bulkId}@bulk.example`, ...more },
  });
  const group = (bulkId: string, members: string[]) => ({
    method: "POST",
    path: "/Groups",
    bulkId,
    data: { displayName: bulkId, members: members.map((value) => ({ value })) },
  });
  const idOf = (answer: BulkAnswer, place: number) => answer.body.Operations[place]?.location?.split("/").at(-1) ?? "";
  const statuses = (answer: BulkAnswer) => answer.body.Operations.map((operation) => operation.status);

  test("R7644-3.7-05: a job answers 200 with its operations in the order of the request", async () => {
    const answer = await bulk([
      user("order-1"),
      user("order-2"),
      group("order-g", ["bulkId:order-1", "bulkId:order-2"]),
    ]);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body.schemas, ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"]);
    assert.deepEqual(
      answer.body.Operations.map(({ method, bulkId, status }) => [method, bulkId, status]),
      [
        ["POST", "order-1", "201"],
        ["POST", "order-2", "201"],
        ["POST", "order-g", "201"],
      ],
    );
    const read = await call<{ members: { value: string }[]; meta: { version: string } }>(
      "GET",
      `/Groups/${idOf(answer, 2)}`,
    );
    assert.deepEqual(read.body.members.map(({ value }) => value).sort(), [idOf(answer, 0), idOf(answer, 1)].sort());
    assert.equal(answer.body.Operations[2]?.version, read.body.meta.version);
  });

  test("R7644-3.7.2-01: a reference may come before what it refers to, in an extension too", async () => {
    const answer = await bulk([
      user("report", { [enterprise]: { manager: { value: "bulkId:boss" } } }),
      group("forward", ["bulkId:report"]),
      user("boss"),
    ]);
    assert.deepEqual(statuses(answer), ["201", "201", "201"]);
    const read = await call<Record<string, { manager: { value: string } }>>("GET", `/Users/${idOf(answer, 0)}`);
    assert.equal(read.body[enterprise]?.manager.value, idOf(answer, 2));
  });

  test("R7644-3.7.1-01: groups that contain each other and people who manage each other are made", async () => {
    const answer = await bulk([
      group("circle-a", ["bulkId:circle-b"]),
      group("circle-b", ["bulkId:circle-a"]),
      user("ann", { [enterprise]: { department: "Lab", manager: { value: "bulkId:bo" } } }),
      user("bo", { [enterprise]: { manager: { value: "bulkId:ann" } } }),
    ]);
    assert.deepEqual(statuses(answer), ["201", "201", "201", "201"]);
    const a = await call<{ members: { value: string }[] }>("GET", `/Groups/${idOf(answer, 0)}`);
    const b = await call<{ members: { value: string }[] }>("GET", `/Groups/${idOf(answer, 1)}`);
    assert.deepEqual([a.body.members[0]?.value, b.body.members[0]?.value], [idOf(answer, 1), idOf(answer, 0)]);
    const ann = await call<Record<string, unknown>>("GET", `/Users/${idOf(answer, 2)}`);
    const ref = { department: "Lab", manager: { value: idOf(answer, 3) } };
    assert.deepEqual(ann.body[enterprise], ref);
  });

  test("ROWN-15-02: a bulkId in a path and in a path's filter is resolved", async () => {
    const answer = await bulk([
      user("in-path"),
      group("in-path-group", ["bulkId:in-path"]),
      {
        method: "PATCH",
        path: "/Groups/bulkId:in-path-group",
        data: { Operations: [{ op: "remove", path: 'members[value eq "bulkId:in-path"]' }] },
      },
    ]);
    assert.deepEqual(statuses(answer), ["201", "201", "200"]);
    const read = await call<{ members?: unknown }>("GET", `/Groups/${idOf(answer, 1)}`);
    assert.equal(read.body.members, undefined);
  });

  test("R7644-3.7-06: operations fail one by one, with the Error of each", async () => {
    const answer = await bulk([
      user("alone"),
      { ...user("alone-again"), data: { userName: "ALONE@bulk.example" } },
      { method: "PUT", path: "/Users/nobody", data: { userName: "x" } },
      { method: "GET", path: "/Users/nobody" },
      group("of-nobody", ["bulkId:nobody"]),
      group("of-failed", ["bulkId:alone-again"]),
      { method: "POST", path: "/Nothing", bulkId: "nothing", data: {} },
      { method: "DELETE", path: "/Users/bulkId:alone" },
    ]);
    assert.deepEqual(
      answer.body.Operations.map(({ status, response }) => [status, response?.status, response?.scimType]),
      [
        ["201", undefined, undefined],
        ["409", "409", "uniqueness"],
        ["404", "404", undefined],
        ["400", "400", "invalidSyntax"],
        ["400", "400", "invalidValue"],
        ["409", "409", undefined],
        ["404", "404", undefined],
        ["204", undefined, undefined],
      ],
    );
    assert.ok(answer.body.Operations.every(({ response }) => response === undefined || response.detail.length > 10));
  });

  test("operations on one resource keep their order", async () => {
    const titles = Array.from({ length: 20 }, (_, n) => ({
      method: "PATCH",
      path: "/Users/bulkId:ordered",
      data: { Operations: [{ op: "replace", path: "title", value: `Title ${n}` }] },
    }));
    const answer = await bulk([user("ordered"), ...titles]);
    assert.deepEqual(new Set(statuses(answer).slice(1)), new Set(["200"]));
    const read = await call<{ title: string; meta: { version: string } }>("GET", `/Users/${idOf(answer, 0)}`);
    assert.deepEqual([read.body.title, read.body.meta.version], ["Title 19", 'W/"21"']);
  });

  test("a name that an operation sets free can be taken by a later one", async () => {
    const first = await bulk([user("free")]);
    const answer = await bulk([{ method: "DELETE", path: `/Users/${idOf(first, 0)}` }, user("free")]);
    assert.deepEqual(statuses(answer), ["204", "201"]);
  });

  test("R7644-3.7.3-01: after failOnErrors errors nothing more is begun, and what was done is answered", async () => {
    const bad = (n: number) => ({ method: "DELETE", path: `/Users/none-${n}` });
    const answer = await bulk([user("stop-1"), bad(1), user("stop-2"), bad(2), user("stop-3")], { failOnErrors: 2 });
    assert.deepEqual(statuses(answer), ["201", "404", "201", "404"]);
    const found = await call<{ totalResults: number }>(
      "GET",
      "/Users?filter=userName%20eq%20%22stop-3@bulk.example%22",
    );
    assert.equal(found.body.totalResults, 0);
  });

  test("version acts as If-Match", async () => {
    const first = await bulk([user("versioned")]);
    const change = (version: string) => ({
      method: "PATCH",
      path: `/Users/${idOf(first, 0)}`,
      version,
      data: { Operations: [{ op: "replace", path: "title", value: "Lead" }] },
    });
    assert.deepEqual(statuses(await bulk([change('W/"7"'), change('W/"1"')])), ["412", "200"]);
  });

  test("R7644-3.7.4-01: more operations than maxOperations answer 413 with the limit, and nothing is done", async () => {
    const answer = await bulk(Array.from({ length: 1_001 }, (_, n) => user(`many-${n}`)));
    assert.equal(answer.status, 413);
    assert.match(answer.body.detail ?? "", /1001.*1000/);
    const found = await call<{ totalResults: number }>("GET", "/Users?filter=userName%20sw%20%22many-%22");
    assert.equal(found.body.totalResults, 0);
  });

  test("a job whose bulkIds are not unique is refused whole", async () => {
    const answer = await bulk([user("twice"), user("twice")]);
    assert.deepEqual([answer.status, answer.body.scimType], [400, "invalidSyntax"]);
  });

  test("1,000 creates are 1,000 people with their directory users and events", async () => {
    const answer = await bulk(Array.from({ length: 1_000 }, (_, n) => user(`crowd-${n}`)));
    assert.deepEqual(new Set(statuses(answer)), new Set(["201"]));
    const found = await call<{ totalResults: number }>("GET", "/Users?filter=userName%20sw%20%22crowd-%22&count=0");
    assert.equal(found.body.totalResults, 1_000);
    const directory = await server.api<{ items: unknown[] }>(
      "GET",
      `/organizations/${server.organizationId}/directory-users?search=crowd-999%40`,
    );
    assert.equal(directory.body.items.length, 1);
  });
});
