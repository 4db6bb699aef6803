import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, errorUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// RFC 7644 sections 3.3 and 3.4.1.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

const userBody = (name: string, more: JsonObject = {}): JsonObject => ({
  schemas: [coreUserUrn],
  ...person(name, more),
});

describe("creating", () => {
  test("R7644-3.3-01: read-only attributes in the body are ignored", async () => {
    const source = await newSource();
    const groups = [{ value: "7f1c", display: "Admins" }];
    const manager = { value: "7f1c", displayName: "Bo" };
    const readOnly = { id: "mine", meta: { version: 'W/"99"' }, groups, [enterpriseUserUrn]: { manager } };
    const { id } = await source.create("Users", person("ann", readOnly));
    const read = await source.read("Users", id);
    assert.notEqual(id, "mine");
    assert.equal(read.meta["version"], 'W/"1"');
    assert.equal(Object.hasOwn(read, "groups"), false);
    assert.deepEqual(read[enterpriseUserUrn], { manager: { value: "7f1c" } });
  });

  test("R7644-3.3-02: active is set when it was not sent, and nothing else is made up", async () => {
    const source = await newSource();
    const created = await source.create("Users", { userName: "ann" });
    const { id, meta, ...rest } = created;
    assert.deepEqual(rest, { schemas: [coreUserUrn], userName: "ann", active: true });
    assert.deepEqual(await source.read("Users", id), created);
    assert.ok(meta);
  });

  test("R7644-3.3-03: null and [] leave an attribute without a value", async () => {
    const source = await newSource();
    const created = await source.create("Users", { userName: "ann", title: null, roles: [], active: false });
    assert.deepEqual(Object.keys(created).sort(), ["active", "id", "meta", "schemas", "userName"]);
    assert.equal(created["active"], false);
  });

  test("R7644-3.3-04, R7644-3.3-05, R7644-3.3-09: 201 has the whole resource, and its new URI in Location and meta.location", async () => {
    const source = await newSource();
    const bodies: readonly ["Users" | "Groups", JsonObject][] = [
      ["Users", userBody("ann", { nickName: "Annie", [enterpriseUserUrn]: { department: "Lab" } })],
      ["Groups", { schemas: [coreGroupUrn], displayName: "Lab", externalId: "G1" }],
    ];
    for (const [endpoint, body] of bodies) {
      const answer = await source.send("POST", `/${endpoint}`, body);
      const { meta, schemas, id: given, ...rest } = answer.body;
      const id = given as string;
      const { schemas: _, ...sent } = body;
      const location = `${source.baseUrl}/${endpoint}/${id}`;
      assert.equal(answer.status, 201);
      assert.deepEqual(rest, sent);
      assert.ok(schemas);
      assert.equal(answer.headers.get("location"), location);
      assert.equal((meta as JsonObject)["location"], location);
      assert.equal(answer.headers.get("content-type"), "application/scim+json");
      assert.deepEqual(await source.read(endpoint, id), answer.body);
    }
  });

  test("R7644-3.3-10: a user name that is taken, in whatever case, is 409 uniqueness and changes nothing", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const answer = await source.send("POST", "/Users", userBody("ANN@EXAMPLE.COM", { title: "Dr" }));
    assert.equal(answer.status, 409);
    assert.deepEqual(answer.body, {
      schemas: [errorUrn],
      status: "409",
      scimType: "uniqueness",
      detail: 'userName: "ANN@EXAMPLE.COM" is taken by another user of this application (case ignored)',
    });
    assert.deepEqual(await source.find("Users", "userName pr"), [ann]);
  });

  test("R7644-3.12-invalidValue: what is required and missing, or of a wrong type, is refused and named", async () => {
    const source = await newSource();
    const cases: readonly [JsonObject, string, string][] = [
      [{ displayName: "Ann" }, "invalidValue", "userName: a value is required and was not given"],
      [{ userName: null }, "invalidValue", "userName: a value is required and was not given"],
      [{ userName: "" }, "invalidValue", "userName: a value is required, found empty text"],
      [{ userName: 7 }, "invalidValue", "userName: expected a string, found a number"],
      [
        { userName: "ann", emails: [{ value: ["a"] }] },
        "invalidValue",
        "emails[0].value: expected a string, found an array",
      ],
      [{ userName: "ann", USERNAME: "bob" }, "invalidSyntax", '"userName" and "USERNAME" name the same attribute'],
    ];
    for (const [body, scimType, detail] of cases) {
      const answer = await source.send("POST", "/Users", { schemas: [coreUserUrn], ...body });
      assert.deepEqual(
        [answer.status, answer.body],
        [400, { schemas: [errorUrn], status: "400", scimType, detail }],
        JSON.stringify(body),
      );
    }
    assert.deepEqual(await source.find("Users", "userName pr"), []);
  });

  test("R7644-3.9-01: the answer to a create is projected as it is asked for", async () => {
    const source = await newSource();
    const only = await source.send("POST", "/Users?attributes=userName,name.givenName", userBody("ann"));
    assert.deepEqual([only.status, Object.keys(only.body).sort()], [201, ["id", "name", "schemas", "userName"]]);
    assert.deepEqual(only.body["name"], { givenName: "Ann" });
    const except = await source.send("POST", "/Users?excludedAttributes=emails,meta", userBody("bob"));
    assert.deepEqual(Object.keys(except.body).sort(), ["active", "displayName", "id", "name", "schemas", "userName"]);
    assert.equal((await source.read("Users", except.body["id"] as string))["displayName"], "Bob Example");
  });
});

describe("reading one", () => {
  test("R7644-3.4.1-01: 200 has the resource; 404 is for an id that never was, is another type's or was deleted", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab" });
    const gone = await source.create("Users", person("gone"));
    await source.delete("Users", gone.id);
    assert.deepEqual(await source.read("Users", ann.id), ann);
    const missing = [
      `/Users/${gone.id}`,
      `/Users/${lab.id}`,
      `/Groups/${ann.id}`,
      "/Users/0190c0de-0000-7000-8000-000000000000",
      "/Users/nobody",
    ];
    for (const path of missing) {
      const answer = await source.send("GET", path);
      const { detail, ...rest } = answer.body;
      assert.deepEqual([answer.status, rest], [404, { schemas: [errorUrn], status: "404" }], path);
      const [, endpoint, id] = path.split("/");
      const type = endpoint === "Users" ? "User" : "Group";
      assert.equal(detail, `${type} "${id}" was not found in this application`);
    }
  });

  test("R7644-3.4-01: without a projection the answer has what is returned always or by default", async () => {
    const source = await newSource();
    const sent = person("ann", { password: "a secret", nickName: "Annie" });
    const { id } = await source.create("Users", sent);
    const read = await source.read("Users", id);
    const { password: _, ...kept } = sent;
    assert.deepEqual(Object.keys(read).sort(), [...Object.keys(kept), "id", "meta", "schemas"].sort());
  });

  test("R7644-3.4.2.1-01: at a single resource the projection counts, and a filter, order or page does not", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const path = `/Users/${id}?filter=userName%20eq%20%22nobody%22&sortBy=title&startIndex=7&count=0&attributes=userName`;
    const answer = await source.send("GET", path);
    assert.deepEqual([answer.status, answer.body], [200, { schemas: [coreUserUrn], id, userName: "ann@example.com" }]);
  });

  test("ROWN-6-01: an id is looked up exactly, and one that decodes to a path is no path", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const ids = [
      id.toUpperCase(),
      `${id}%20`,
      `${id}%2F`,
      `%2e%2e%2FUsers%2F${id}`,
      `x%2F..%2F${id}`,
      "%00",
      "%22;drop",
      "__proto__",
      "a".repeat(3000),
    ];
    for (const wrong of ids) assert.equal((await source.send("GET", `/Users/${wrong}`)).status, 404, wrong);
    assert.equal((await source.send("GET", `/Users/${id.replaceAll("-", "%2D")}`)).body["id"], id);
  });
});
