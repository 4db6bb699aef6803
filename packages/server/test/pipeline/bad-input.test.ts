import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, coreUserUrn, errorUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { snapshot } from "../support/snapshot.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

// Whatever is refused says so in SCIM's words and changes nothing.

const own = withServer();

interface World {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly other: Source;
  readonly ann: AnsweredResource;
  readonly lab: AnsweredResource;
}

interface Case {
  readonly send: (world: World) => Promise<SourceAnswer>;
  readonly status: number;
  readonly scimType?: string;
  readonly detail?: RegExp;
}

const post = (body: JsonValue | Buffer, headers: Record<string, string> = {}) => {
  return ({ source }: World) => source.send("POST", "/Users", body, headers);
};
const patch = (operation: JsonObject) => {
  return ({ source, ann }: World) =>
    source.send("PATCH", `/Users/${ann.id}`, { schemas: [patchOpUrn], Operations: [operation] });
};
const patchGroup = (operation: JsonObject) => {
  return ({ source, lab }: World) =>
    source.send("PATCH", `/Groups/${lab.id}`, { schemas: [patchOpUrn], Operations: [operation] });
};
const filter = (text: string) => {
  return ({ source }: World) => source.send("GET", `/Users?filter=${encodeURIComponent(text)}`);
};
const search = (text: string) => {
  return ({ source }: World) => source.send("POST", "/Users/.search", { schemas: [searchRequestUrn], filter: text });
};
const raw = (text: string) => post(Buffer.from(text));
const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const nested = `${"(".repeat(10_000)}userName pr${")".repeat(10_000)}`;
const manyTerms = Array.from({ length: 20_000 }, (_, index) => `userName eq "${index}"`).join(" or ");

const cases: Record<string, Case> = {
  "an unknown application": {
    send: ({ source }) => {
      const baseUrl = source.baseUrl.replace(source.applicationId, "01a20b81-494e-7222-95a4-1d73102b48fd");
      return Object.assign(Object.create(source) as Source, { baseUrl }).send("GET", "/Users");
    },
    status: 404,
  },
  "no token": { send: ({ source }) => source.send("GET", "/Users", undefined, { authorization: "" }), status: 401 },
  "a token that never was": {
    send: post(person("bob"), { authorization: "Bearer rct-wrong" }),
    status: 401,
    detail: /unknown/,
  },
  "another application's token": {
    send: ({ source, other }) =>
      source.send("POST", "/Users", person("bob"), { authorization: `Bearer ${other.token}` }),
    status: 404,
  },
  "another content type": {
    send: post(person("bob"), { "content-type": "text/xml" }),
    status: 415,
    detail: /text\/xml/,
  },
  "a form": {
    send: post(Buffer.from("userName=bob"), { "content-type": "application/x-www-form-urlencoded" }),
    status: 415,
  },
  "no body": { send: ({ source }) => source.send("POST", "/Users"), status: 400, scimType: "invalidSyntax" },
  "a body that is no JSON": {
    send: raw('{"userName": "bob",}'),
    status: 400,
    scimType: "invalidSyntax",
    detail: /position 20/,
  },
  "a body that is no UTF-8": {
    send: post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
    status: 400,
    scimType: "invalidSyntax",
  },
  "a body that is no object": { send: raw('["userName"]'), status: 400, scimType: "invalidSyntax" },
  "a name twice in two cases": {
    send: raw('{"userName":"bob","USERNAME":"eve"}'),
    status: 400,
    scimType: "invalidSyntax",
  },
  "a body over the limit": {
    send: post({ userName: "bob", title: "x".repeat(1_048_576) }),
    status: 413,
    detail: /1048576 bytes/,
  },
  "a path that is not there": { send: ({ source }) => source.send("GET", "/Robots/1"), status: 404 },
  "a method that is not for it": { send: ({ source }) => source.send("PUT", "/Users", person("bob")), status: 405 },
  "a text where an object belongs": {
    send: post(person("bob", { name: "Bob" })),
    status: 400,
    scimType: "invalidValue",
    detail: /^name: expected/,
  },
  "a number where a text belongs": {
    send: post(person("bob", { emails: [{ value: 7 }] })),
    status: 400,
    scimType: "invalidValue",
    detail: /emails\[0\]\.value: expected a string, found a number/,
  },
  "a text where a boolean belongs": {
    send: post(person("bob", { active: "perhaps" })),
    status: 400,
    scimType: "invalidValue",
    detail: /^active: /,
  },
  "no user name": { send: post({ schemas: [coreUserUrn], displayName: "Bob" }), status: 400, scimType: "invalidValue" },
  "an empty user name": { send: post(person("bob", { userName: "" })), status: 400, scimType: "invalidValue" },
  "two primary e-mails": {
    send: post(
      person("bob", {
        emails: [
          { value: "a@example.com", primary: true },
          { value: "b@example.com", primary: true },
        ],
      }),
    ),
    status: 400,
    scimType: "invalidValue",
  },
  "a user name that is taken, in another case": {
    send: post(person("ANN@EXAMPLE.COM")),
    status: 409,
    scimType: "uniqueness",
  },
  "a read-only attribute": {
    send: patch({ op: "replace", path: "meta.created", value: "2026-01-01T00:00:00Z" }),
    status: 400,
    scimType: "mutability",
    detail: /operation 1/,
  },
  "the groups of a user": {
    send: patch({ op: "add", path: "groups", value: [{ value: "x" }] }),
    status: 400,
    scimType: "mutability",
  },
  "the removal of what is required": {
    send: patch({ op: "remove", path: "userName" }),
    status: 400,
    scimType: "mutability",
  },
  "an attribute that no schema has": {
    send: patch({ op: "add", path: "shoeSize", value: 38 }),
    status: 400,
    scimType: "invalidPath",
    detail: /shoeSize/,
  },
  "a path with a fault": {
    send: patch({ op: "replace", path: "name..givenName", value: "x" }),
    status: 400,
    scimType: "invalidPath",
    detail: /position 6/,
  },
  "a path whose filter has a fault": {
    send: patch({ op: "replace", path: 'emails[type eq "work".value', value: "x" }),
    status: 400,
    scimType: "invalidFilter",
    detail: /position 22/,
  },
  "an operation that is none": { send: patch({ op: "move", path: "title" }), status: 400, scimType: "invalidSyntax" },
  "a removal without a path": { send: patch({ op: "remove" }), status: 400, scimType: "noTarget" },
  "a member that is nobody": {
    send: patchGroup({ op: "add", path: "members", value: [{ value: "nobody" }] }),
    status: 400,
    scimType: "invalidValue",
    detail: /"nobody"/,
  },
  "a member without a value": {
    send: patchGroup({ op: "add", path: "members", value: [{ display: "Ann" }] }),
    status: 400,
    scimType: "invalidValue",
  },
  "a filter that ends too soon": {
    send: filter("userName eq"),
    status: 400,
    scimType: "invalidFilter",
    detail: /position 12/,
  },
  "an operator that is none": {
    send: filter('userName is "ann"'),
    status: 400,
    scimType: "invalidFilter",
    detail: /position 10/,
  },
  "a filter by what no schema has": { send: filter("shoeSize gt 38"), status: 400, scimType: "invalidFilter" },
  "a filter by a password": { send: filter('password eq "x"'), status: 403, scimType: "sensitive" },
  "an order of booleans": { send: filter("active gt true"), status: 400, scimType: "invalidFilter" },
  "a page that is no number": {
    send: ({ source }) => source.send("GET", "/Users?startIndex=first"),
    status: 400,
    scimType: "invalidValue",
  },
  "__proto__ as a name": {
    send: raw('{"userName":"bob","__proto__":{"active":false}}'),
    status: 400,
    scimType: "invalidSyntax",
  },
  "constructor as a name": { send: raw('{"userName":"bob","constructor":{}}'), status: 400, scimType: "invalidSyntax" },
  "prototype within an extension": {
    send: raw('{"userName":"bob","urn:example:x":{"prototype":1}}'),
    status: 400,
    scimType: "invalidSyntax",
  },
  "__proto__ as a path": {
    send: patch({ op: "add", path: "__proto__.polluted", value: true }),
    status: 400,
    scimType: "invalidPath",
  },
  "constructor as a filter": { send: filter('constructor.name eq "x"'), status: 400, scimType: "invalidFilter" },
  "10,000 nested parentheses": { send: search(nested), status: 400, scimType: "invalidFilter" },
  "10,000 open parentheses in the URL": { send: filter("(".repeat(10_000)), status: 400, scimType: "invalidFilter" },
  "10,000 nots": { send: search("not (".repeat(10_000)), status: 400, scimType: "invalidFilter" },
  "a filter of nearly a megabyte": {
    send: search(`userName eq "${"x".repeat(1_000_000)}"`),
    status: 400,
    scimType: "invalidFilter",
  },
  "20,000 terms": { send: search(manyTerms), status: 400, scimType: "invalidFilter" },
  "a path of nearly a megabyte": {
    send: patch({ op: "replace", path: `emails[type eq "${"x".repeat(1_000_000)}"].value`, value: "x" }),
    status: 400,
    scimType: "invalidPath",
  },
  "10,000 parentheses in a path": {
    send: patch({ op: "replace", path: `emails[${"(".repeat(10_000)}`, value: "x" }),
    status: 400,
    scimType: "invalidPath",
  },
  "a body of 100,000 nested arrays": {
    send: raw(`{"userName":${deep(100_000)}}`),
    status: 400,
    scimType: "invalidSyntax",
  },
  "a bulk job without operations": {
    send: ({ source }) => source.send("POST", "/Bulk", { schemas: [bulkRequestUrn] }),
    status: 400,
    scimType: "invalidSyntax",
  },
  "an id of path separators": { send: ({ source }) => source.send("GET", "/Users/..%2F..%2FGroups"), status: 404 },
  "an id with U+0000": { send: ({ source }) => source.send("GET", "/Users/%00"), status: 404 },
  "an id of 400 characters": { send: ({ source }) => source.send("GET", `/Users/${"x".repeat(400)}`), status: 404 },
  "a broken percent-encoding": {
    send: ({ source }) => source.send("GET", "/Users/%E0%A4%A"),
    status: 400,
    scimType: "invalidSyntax",
  },
};

describe("bad input", () => {
  let world: World;
  before(async () => {
    const organization = await own.organization();
    const source = await organization.source("Source");
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    world = { organization, source, other: await organization.source("Other"), ann, lab };
  });
  after(() => assert.equal(({} as Record<string, unknown>)["polluted"], undefined));

  for (const [name, { send, status, scimType, detail }] of Object.entries(cases)) {
    test(`${name}: ${status}${scimType === undefined ? "" : ` ${scimType}`}, and nothing is changed`, async () => {
      const earlier = await snapshot(own.server.database);
      const answer = await send(world);
      const { detail: _, ...body } = answer.body;
      const said = answer.detail;
      assert.deepEqual(
        [answer.status, body],
        [status, { schemas: [errorUrn], status: String(status), ...(scimType === undefined ? {} : { scimType }) }],
        answer.text.slice(0, 500),
      );
      assert.ok(said.length > 0 && said.length < 1_000, said);
      if (detail !== undefined) assert.match(said, detail);
      assert.equal(answer.headers.get("content-type"), "application/scim+json");
      assert.ok(answer.headers.has("x-request-id"));
      assert.deepEqual(await snapshot(own.server.database), earlier);
    });
  }

  test("a broken percent-encoding at the admin API is a problem of its own kind", async () => {
    const response = await fetch(`${own.server.origin}/api/v1/organizations/%E0%A4%A`);
    const problem = (await response.json()) as JsonObject;
    assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
    assert.deepEqual([response.status, problem["code"]], [404, "route.not_found"]);
  });

  test("a filter of a megabyte in the URL is refused, and the server goes on", async () => {
    const url = `${world.source.baseUrl}/Users?filter=${"x".repeat(1_048_576)}`;
    const headers = { authorization: `Bearer ${world.source.token}` };
    const status = await fetch(url, { headers }).then(
      (response) => response.status,
      // The server may close the connection while the rest of the URL is still being sent.
      (error: Error) => error.cause,
    );
    assert.ok(status === 414 || status === 431 || status instanceof Error, String(status));
    assert.deepEqual(await world.source.read("Users", world.ann.id), {
      ...world.ann,
      groups: (await world.source.read("Users", world.ann.id))["groups"],
    });
  });
});
