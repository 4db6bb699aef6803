import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { describe, test } from "node:test";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, Source } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// Where the standards leave a choice: strict in what is answered, tolerant in what is accepted.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

/** Creates a user from a body and gives it without what the service supplies. */
async function created(source: Source, body: JsonObject): Promise<JsonObject> {
  const answer = await source.send("POST", "/Users", body);
  assert.equal(answer.status, 201, answer.text);
  const { id: _id, meta: _meta, userName: _userName, active: _active, ...rest } = answer.body;
  return rest;
}

describe("media types", () => {
  test("AMB-01: bodies are read as SCIM or plain JSON, with a charset or without a type; answers are SCIM unless only JSON is accepted", async () => {
    const source = await newSource();
    const types = ["application/scim+json", "application/json", "APPLICATION/SCIM+JSON; charset=utf-8", undefined];
    for (const [index, type] of types.entries()) {
      const answer = await fetch(`${source.baseUrl}/Users`, {
        method: "POST",
        headers: { authorization: `Bearer ${source.token}`, ...(type === undefined ? {} : { "content-type": type }) },
        body: new TextEncoder().encode(JSON.stringify({ schemas: [coreUserUrn], userName: `user${index}` })),
      });
      assert.deepEqual([answer.status, answer.headers.get("content-type")], [201, "application/scim+json"], type);
    }
    for (const [accept, answered] of [
      ["application/scim+json", "application/scim+json"],
      ["application/json", "application/json"],
      ["application/json, application/scim+json;q=0.1", "application/scim+json"],
      ["text/html, */*;q=0.8", "application/scim+json"],
    ] as const) {
      const answer = await source.send("GET", "/Users", undefined, { accept });
      assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, answered], accept);
    }
  });

  test("AMB-77: bodies of GET and DELETE are not read", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    assert.equal(await getWithBody(source, `/Users/${id}`, "no JSON"), 200);
    const deleted = await source.send("DELETE", `/Users/${id}`, Buffer.from("<no json>"), {
      "content-type": "text/xml",
    });
    assert.deepEqual([deleted.status, deleted.text], [204, ""]);
  });
});

describe("bodies of resources", () => {
  test("AMB-06: booleans may be text", async () => {
    const source = await newSource();
    for (const [index, [sent, active]] of (
      [
        ["True", true],
        ["false", false],
        ["FALSE", false],
      ] as const
    ).entries()) {
      const answer = await source.send("POST", "/Users", { userName: `user${index}`, active: sent });
      assert.equal(answer.body["active"], active);
    }
    const refusal = {
      status: 400,
      scimType: "invalidValue",
      detail: "active: expected true or false, found other text",
    };
    assertRefused(await source.send("POST", "/Users", { userName: "ann", active: "yes" }), refusal);
  });

  test("AMB-12, AMB-13, AMB-14, AMB-15: extension attributes and managers are understood in the forms that clients use", async () => {
    const source = await newSource();
    const lab = { schemas: [coreUserUrn, enterpriseUserUrn], [enterpriseUserUrn]: { department: "Lab" } };
    const managed = { schemas: [coreUserUrn, enterpriseUserUrn], [enterpriseUserUrn]: { manager: { value: "7f1c" } } };
    const none = { schemas: [coreUserUrn] };
    const cases: readonly [JsonObject, JsonObject][] = [
      [{ [enterpriseUserUrn]: { department: "Lab" } }, lab],
      [{ [`${enterpriseUserUrn}:department`]: "Lab" }, lab],
      [{ department: "Lab" }, lab],
      [{ [enterpriseUserUrn]: { manager: [{ value: "7f1c" }] } }, managed],
      [{ [enterpriseUserUrn]: { manager: "7f1c" } }, managed],
      [{ manager: "7f1c" }, managed],
      [{ [enterpriseUserUrn]: { manager: "" } }, none],
      [{ [enterpriseUserUrn]: { manager: null } }, none],
    ];
    for (const [index, [sent, kept]] of cases.entries()) {
      assert.deepEqual(await created(source, { userName: `user${index}`, ...sent }), kept, JSON.stringify(sent));
    }
    const two = { userName: "ann", [enterpriseUserUrn]: { manager: [{ value: "1" }, { value: "2" }] } };
    assertRefused(await source.send("POST", "/Users", two), {
      status: 400,
      scimType: "invalidValue",
      detail: `${enterpriseUserUrn}:manager: expected an object, found an array of 2`,
    });
  });

  test("AMB-16: unknown attributes of a body are not kept", async () => {
    const source = await newSource();
    const sent = { schemas: [coreUserUrn], userName: "ann", colour: "blue", name: { givenName: "Ann", nick: "A" } };
    assert.deepEqual(await created(source, sent), { schemas: [coreUserUrn], name: { givenName: "Ann" } });
  });

  test("AMB-17, AMB-18: unknown URIs in schemas are not stored, and the base schema is assumed", async () => {
    const source = await newSource();
    const lists: readonly (JsonValue | undefined)[] = [
      undefined,
      null,
      [],
      [coreUserUrn, "http://schemas.example.com/directory/User"],
      ["urn:scim:schemas:core:1.0"],
    ];
    for (const [index, schemas] of lists.entries()) {
      const body = { userName: `user${index}`, ...(schemas === undefined ? {} : { schemas }) };
      assert.deepEqual(await created(source, body), { schemas: [coreUserUrn] });
    }
    const wrong = await source.send("POST", "/Users", { schemas: [coreGroupUrn], userName: "ann" });
    assertRefused(wrong, { status: 400, scimType: "invalidSyntax", detail: `schemas: ${coreUserUrn} is missing` });
  });

  test("AMB-19: empty text is no value, and no value of what is required", async () => {
    const source = await newSource();
    const sent = { userName: "ann", title: "", name: { givenName: "Ann", middleName: "" }, emails: [{ value: "" }] };
    assert.deepEqual(await created(source, sent), { schemas: [coreUserUrn], name: { givenName: "Ann" } });
    const refusal = {
      status: 400,
      scimType: "invalidValue",
      detail: "userName: a value is required, found empty text",
    };
    assertRefused(await source.send("POST", "/Users", { userName: "" }), refusal);
  });

  test("AMB-57, AMB-58, AMB-59: two primary values are refused, none is made primary, and one type may have several", async () => {
    const source = await newSource();
    const primary = (value: string) => ({ value, type: "work", primary: true });
    const both = { userName: "ann", emails: [primary("a@example.com"), primary("b@example.com")] };
    const refusal = {
      status: 400,
      scimType: "invalidValue",
      detail: "emails: 2 values are marked primary, at most one may be",
    };
    assertRefused(await source.send("POST", "/Users", both), refusal);
    const emails = [
      { value: "a@example.com", type: "work" },
      { value: "b@example.com", type: "work" },
    ];
    const { id } = await source.create("Users", { userName: "ann", emails });
    assert.deepEqual((await source.read("Users", id))["emails"], emails);
    assertRefused(await source.send("PUT", `/Users/${id}`, both), refusal);
    await source.patch("Users", id, { op: "replace", path: 'emails[type eq "work"].display', value: "Work" });
    assert.deepEqual(
      (await source.read("Users", id))["emails"],
      emails.map((email) => ({ ...email, display: "Work" })),
    );
  });

  test("AMB-37: names are answered in the case of the schema, values as they were sent", async () => {
    const source = await newSource();
    const sent = { USERNAME: "Ann", NickName: "ANNIE", EMAILS: [{ VALUE: "ANN@example.com", Type: "Work" }] };
    assert.deepEqual(await created(source, sent as unknown as JsonObject), {
      schemas: [coreUserUrn],
      nickName: "ANNIE",
      emails: [{ value: "ANN@example.com", type: "Work" }],
    });
  });

  test("AMB-30: two resources may have the same externalId", async () => {
    const source = await newSource();
    await source.create("Users", person("ann", { externalId: "1" }));
    await source.create("Users", person("bob", { externalId: "1" }));
    assert.equal((await source.find("Users", 'externalId eq "1"')).length, 2);
  });
});

describe("addresses", () => {
  test("AMB-35: ids are lower-case UUIDs, and never have the word bulkId or an underscore", async () => {
    const source = await newSource();
    for (const { id } of [
      await source.create("Users", person("ann")),
      await source.create("Groups", { displayName: "Lab" }),
    ]) {
      assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
    assert.doesNotMatch(source.baseUrl, /_/);
  });

  test("AMB-36: references are answered absolute, and understood in every form", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const withoutVersion = `${source.baseUrl.replace(/\/v2$/, "")}/Users/${ann.id}`;
    for (const [index, $ref] of [`${source.baseUrl}/Users/${ann.id}`, withoutVersion, `../Users/${ann.id}`].entries()) {
      const { members } = await source.create("Groups", { displayName: `Lab ${index}`, members: [{ $ref }] });
      const absolute = `${source.baseUrl}/Users/${ann.id}`;
      assert.deepEqual(members, [{ value: ann.id, $ref: absolute, type: "User", display: "Ann Example" }]);
    }
  });

  test("AMB-61: slashes at the end or doubled are tolerated, another case of the endpoint is not", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    for (const path of ["/Users/", `/Users/${id}/`, "//Users", `//Users//${id}`]) {
      assert.equal((await source.send("GET", path)).status, 200, path);
    }
    for (const path of ["/users", `/USERS/${id}`, "/User"]) {
      assert.equal((await source.send("GET", path)).status, 404, path);
    }
  });

  test("AMB-62: the base URL works without /v2, and answers name the one with it", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const base = source.baseUrl.replace(/\/v2$/, "");
    const without = new Source({ id: source.applicationId, scimBaseUrl: base, bearerToken: source.token });
    assert.deepEqual(await without.read("Users", ann.id), ann);
    const bob = await without.create("Users", person("bob"));
    assert.equal(bob.meta["location"], `${source.baseUrl}/Users/${bob.id}`);
    const other = await source.send("GET", "/Users");
    assert.equal(other.body["totalResults"], 2);
    const version = await fetch(`${base}/v3/Users`, { headers: { authorization: `Bearer ${source.token}` } });
    assert.equal(version.status, 404);
  });

  test("AMB-80: Location is sent with every answer that has the resource", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const Operations = [{ op: "replace", path: "title", value: "Dr" }];
    for (const answer of [
      await source.send("GET", `/Users/${id}`),
      await source.send("PUT", `/Users/${id}`, { schemas: [coreUserUrn], ...person("ann") }),
      await source.send("PATCH", `/Users/${id}`, { schemas: [patchOpUrn], Operations }),
    ]) {
      assert.deepEqual([answer.status, answer.headers.get("location")], [200, `${source.baseUrl}/Users/${id}`]);
    }
  });
});

/** `fetch` refuses to send this; the status is answered. */
function getWithBody(source: Source, path: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${source.token}`,
      "content-type": "application/scim+json",
      "content-length": String(Buffer.byteLength(body)),
    };
    const sent = httpRequest(source.baseUrl + path, { method: "GET", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
