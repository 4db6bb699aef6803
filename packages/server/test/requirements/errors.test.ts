import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source, type SourceAnswer } from "../support/source.ts";
import { assertRefused, type Refusal } from "./assert-refused.ts";

// RFC 7644 section 3.12.

const own = withServer({ bodyLimit: 20_000 });

/** A refused request, by what it does to an application that has the user ann and the group Lab. */
type Attempt = (source: Source, ids: { readonly ann: string; readonly lab: string }) => Promise<SourceAnswer>;

const user = (more: JsonObject): JsonObject => ({ schemas: [coreUserUrn], ...more });
const post = (body: JsonObject | Buffer, headers: Record<string, string> = {}): Attempt => {
  return (source) => source.send("POST", "/Users", body, headers);
};
const get = (path: string, headers: Record<string, string> = {}): Attempt => {
  return (source) => source.send("GET", path, undefined, headers);
};
const patch = (...Operations: JsonObject[]): Attempt => {
  return (source, { ann }) => source.send("PATCH", `/Users/${ann}`, { schemas: [patchOpUrn], Operations });
};

const plain: Readonly<Record<string, readonly [Attempt, Refusal]>> = {
  "400 for a body that is no JSON": [
    post(Buffer.from('{"userName":')),
    { status: 400, scimType: "invalidSyntax", detail: /^The body is not JSON: .* position 13$/ },
  ],
  "401 without a token": [
    get("/Users", { authorization: "" }),
    { status: 401, detail: "Expected a bearer token in the Authorization header, found none" },
  ],
  "401 with a token that was never issued": [
    get("/Users", { authorization: "Bearer nothing" }),
    { status: 401, detail: "The bearer token is unknown: copy it again, or create another" },
  ],
  "403 for a filter at discovery": [
    get("/Schemas?filter=id%20pr"),
    { status: 403, detail: "Discovery is not filtered: leave the filter out" },
  ],
  "404 for a resource that is not there": [
    get("/Users/nobody"),
    { status: 404, detail: 'User "nobody" was not found in this application' },
  ],
  "404 for an address that is not there": [
    get("/Robots"),
    { status: 404, detail: 'There is nothing at "/Robots" below the SCIM base URL' },
  ],
  "405 for a method that is not for the address": [
    (source) => source.send("DELETE", "/Users"),
    { status: 405, detail: "DELETE is not for this address; it answers to POST, GET, HEAD" },
  ],
  "406 where neither media type is accepted": [
    get("/Users", { accept: "text/html" }),
    { status: 406, detail: "Answers are application/scim+json or application/json, found Accept: text/html" },
  ],
  "412 for another version than the one that is there": [
    (source, { ann }) => source.send("DELETE", `/Users/${ann}`, undefined, { "if-match": 'W/"7"' }),
    { status: 412, detail: /^If-Match: expected W\/"7", / },
  ],
  "413 for a body over the limit, which it names": [
    post(user({ userName: "x".repeat(20_000) })),
    { status: 413, detail: "The body is larger than 20000 bytes, the most that this server reads" },
  ],
  "415 for another media type": [
    post(user({ userName: "bob" }), { "content-type": "application/xml" }),
    { status: 415, detail: "Expected Content-Type application/scim+json or application/json, found application/xml" },
  ],
  "415 for what is no media type": [
    post(user({ userName: "bob" }), { "content-type": "json" }),
    {
      status: 415,
      detail: "Expected Content-Type application/scim+json or application/json, found what is no media type",
    },
  ],
  "501 for /Me": [get("/Me"), { status: 501, detail: "/Me is not supported" }],
};

const typed: Readonly<Record<string, readonly [Attempt, Refusal]>> = {
  invalidFilter: [get("/Users?filter=userName"), { status: 400, scimType: "invalidFilter", detail: /position 9/ }],
  uniqueness: [
    post(user(person("ANN"))),
    {
      status: 409,
      scimType: "uniqueness",
      detail: 'userName: "ANN@example.com" is taken by another user of this application (case ignored)',
    },
  ],
  "uniqueness of a group's name": [
    (source) => source.send("POST", "/Groups", { schemas: [coreGroupUrn], displayName: "LAB" }),
    {
      status: 409,
      scimType: "uniqueness",
      detail: 'displayName: "LAB" is taken by another group of this application (case ignored)',
    },
  ],
  mutability: [
    patch({ op: "replace", path: "id", value: "mine" }),
    {
      status: 400,
      scimType: "mutability",
      detail: "operation 1: id: the value is the service provider's and cannot be changed",
    },
  ],
  invalidSyntax: [
    post(user({ userName: "bob", USERNAME: "cem" })),
    { status: 400, scimType: "invalidSyntax", detail: '"userName" and "USERNAME" name the same attribute' },
  ],
  invalidPath: [
    patch({ op: "replace", path: "nope", value: "x" }),
    { status: 400, scimType: "invalidPath", detail: "operation 1: nope is no attribute of User" },
  ],
  noTarget: [
    patch({ op: "remove" }),
    { status: 400, scimType: "noTarget", detail: "operation 1: remove needs a path that says what to remove" },
  ],
  invalidValue: [
    post(user({ userName: "bob", emails: [{ value: 7 }] })),
    { status: 400, scimType: "invalidValue", detail: "emails[0].value: expected a string, found a number" },
  ],
};

describe("errors", () => {
  for (const [name, [attempt, refusal]] of Object.entries({ ...plain, ...typed })) {
    test(`R7644-3.12-02: ${name}`, async () => {
      const source = await (await own.organization()).source();
      const { id: ann } = await source.create("Users", person("ann"));
      const { id: lab } = await source.create("Groups", { displayName: "Lab" });
      const before = [await source.send("GET", "/Users"), await source.send("GET", "/Groups")];
      assertRefused(await attempt(source, { ann, lab }), refusal);
      const after = [await source.send("GET", "/Users"), await source.send("GET", "/Groups")];
      assert.deepEqual(
        after.map(({ body }) => body),
        before.map(({ body }) => body),
        "a refusal changes nothing",
      );
    });
  }

  test("AMB-63, AMB-64: a violated schema is always 400, a name that is taken always 409", () => {
    const status = (scimType: string | undefined) => (scimType === "uniqueness" ? 409 : 400);
    for (const [, { status: found, scimType }] of Object.values(typed)) assert.equal(found, status(scimType));
  });

  test("ROWN-18-01: an answer carries a request id, and an error neither values of others nor anything of the inside", async () => {
    const organization = await own.organization();
    const [one, other] = [await organization.source("One"), await organization.source("Other")];
    const ann = await other.create("Users", person("ann", { nickName: "somebody-elses" }));
    const answers = [
      await one.send("GET", "/Users"),
      await one.send("GET", `/Users/${ann.id}`),
      await one.send("PUT", `/Users/${ann.id}`, user(person("ann"))),
      await one.send("POST", "/Groups", { schemas: [coreGroupUrn], displayName: "Lab", members: [{ value: ann.id }] }),
      await one.send("GET", "/Users/%00'%22;--"),
      await one.send("POST", "/Users", user({ userName: "a\u0000b" })),
      await one.send("GET", "/Users?filter=userName%20eq%20%22%27%3B%20drop%20table%20provisioned_resources%22"),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 404, 404, 400, 404, 400, 200],
    );
    const requestIds = new Set<string | null>();
    for (const { headers, text } of answers) {
      requestIds.add(headers.get("x-request-id"));
      assert.doesNotMatch(text, /somebody-elses|select |\bat \w+ \(|node:|\.ts:|provisioned_resources"/);
    }
    assert.equal(requestIds.size, answers.length);
    assert.equal(requestIds.has(null), false);
  });
});
