import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

// RFC 7643 sections 2, 3 and 7, as a client meets them.

/** A clock that never says the same instant twice, so that times can be compared without waiting. */
let instant = Date.parse("2026-01-01T00:00:00Z");
const own = withServer({
  now: () => {
    instant += 1;
    return new Date(instant).toISOString();
  },
});
const newSource = async (): Promise<Source> => (await own.organization()).source();

interface Meta {
  readonly resourceType: string;
  readonly created: string;
  readonly lastModified: string;
  readonly location: string;
  readonly version: string;
}
const metaOf = (resource: JsonObject) => resource["meta"] as unknown as Meta;

describe("names and structure", () => {
  test("R7643-2.1-02: a resource names the schemas of what it carries, in every answer", async () => {
    const source = await newSource();
    const plain = await source.create("Users", person("ann"));
    const extended = await source.create("Users", person("bob", { [enterpriseUserUrn]: { department: "Lab" } }));
    const group = await source.create("Groups", { displayName: "Lab" });
    assert.deepEqual(
      [plain["schemas"], extended["schemas"], group["schemas"]],
      [[coreUserUrn], [coreUserUrn, enterpriseUserUrn], [coreGroupUrn]],
    );
    for (const user of await source.find("Users", "userName pr")) {
      assert.deepEqual(user["schemas"], user.id === plain.id ? plain["schemas"] : extended["schemas"]);
    }
  });

  test("R7643-3.3-02: base attributes are read back at the top, those of an extension under its URN", async () => {
    const source = await newSource();
    const extension = { department: "Lab", employeeNumber: "0007", manager: { value: "7f1c" } };
    const { id } = await source.create("Users", person("ann", { title: "Dr", [enterpriseUserUrn]: extension }));
    const read = await source.read("Users", id);
    assert.equal(read["title"], "Dr");
    assert.deepEqual(read[enterpriseUserUrn], extension);
    assert.equal(Object.hasOwn(read, "department"), false);
  });

  test("R7643-2.3.8-02: the order of the members of an object says nothing", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann", { title: "Dr" }));
    const before = await source.read("Users", id);
    const { schemas, ...rest } = person("ann", { title: "Dr", schemas: [coreUserUrn] });
    const reversed = Object.fromEntries([...Object.entries(rest).toReversed(), ["schemas", schemas as JsonValue]]);
    const name = { familyName: "Example", givenName: "Ann" };
    const answer = await source.replace("Users", id, { ...reversed, name });
    assert.deepEqual(answer, before);
  });
});

describe("values", () => {
  test("R7643-2.3.7-02: a member may be named by a reference, absolute or relative to the base URL", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const references = [`Users/${ann.id}`, `/Users/${ann.id}`, `../Users/${ann.id}`, metaOf(ann).location];
    for (const [index, reference] of references.entries()) {
      const group = await source.create("Groups", { displayName: `Lab ${index}`, members: [{ $ref: reference }] });
      assert.deepEqual(await source.memberIds(group.id), [ann.id], reference);
    }
  });

  test("R7643-2.3.7-03: what a reference of ours points to can be read", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const inner = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const outer = await source.create("Groups", { displayName: "Staff", members: [{ value: inner.id }] });
    const references = [ann, inner, outer].map((resource) => metaOf(resource).location);
    for (const { $ref } of (await source.read("Users", ann.id))["groups"] as { $ref: string }[]) references.push($ref);
    for (const group of [inner, outer]) {
      for (const { $ref } of group["members"] as { $ref: string }[]) references.push($ref);
    }
    assert.equal(references.length, 6);
    for (const reference of references) {
      const answer = await fetch(reference, { headers: { authorization: `Bearer ${source.token}` } });
      assert.equal(answer.status, 200, reference);
      assert.equal(metaOf((await answer.json()) as JsonObject).location, reference);
    }
  });

  test("R7643-2.4-04: references and locations of ours are absolute URLs in normal form", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const references = [metaOf(lab).location, ...(lab["members"] as { $ref: string }[]).map(({ $ref }) => $ref)];
    for (const reference of references) assert.equal(new URL(reference).href, reference);
  });

  test("R7643-2.4-05: the values of members and groups are completed with their type", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const inner = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const outer = await source.create("Groups", { displayName: "Staff", members: [{ value: inner.id }] });
    assert.deepEqual(
      [inner, outer].map((group) => (group["members"] as { type: string }[]).map(({ type }) => type)),
      [["User"], ["Group"]],
    );
    assert.deepEqual((await source.read("Users", ann.id))["groups"], [
      { value: inner.id, $ref: `${source.baseUrl}/Groups/${inner.id}`, type: "direct", display: "Lab" },
    ]);
  });

  test("R7643-2.4-06: one address may stand under two types, R7643-2.4-07: but not twice under one", async () => {
    const source = await newSource();
    const value = "ann@example.com";
    const emails = [
      { value, type: "work" },
      { value, type: "home" },
      { value, type: "work", primary: true },
    ];
    const { id } = await source.create("Users", person("ann", { emails }));
    assert.deepEqual((await source.read("Users", id))["emails"], [
      { value, type: "work", primary: true },
      { value, type: "home" },
    ]);
  });

  test("R7643-2.5-01: null and [] unassign, and R7643-2.5-02: what is unassigned is not in the answer", async () => {
    const source = await newSource();
    const full = { nickName: "Annie", roles: [{ value: "admin" }], name: { givenName: "Ann", familyName: "Example" } };
    const { id } = await source.create("Users", person("ann", full));
    const emptied = person("ann", { nickName: null, roles: [], name: { givenName: null, familyName: [] } });
    const answer = await source.replace("Users", id, emptied);
    for (const name of ["nickName", "roles", "name"]) assert.equal(Object.hasOwn(answer, name), false, name);
    assert.deepEqual(await source.read("Users", id), answer);
  });

  test("R7643-7-01: text is read back in the case that was sent, whether case counts or not", async () => {
    const source = await newSource();
    const sent = person("Ann@Example.COM", {
      externalId: "aBc",
      nickName: "ANNIE",
      profileUrl: "https://EXAMPLE.com/A",
    });
    const { id } = await source.create("Users", sent);
    const { userName, externalId, nickName, profileUrl } = await source.read("Users", id);
    assert.deepEqual(
      { userName, externalId, nickName, profileUrl },
      {
        userName: "Ann@Example.COM",
        externalId: "aBc",
        nickName: "ANNIE",
        profileUrl: "https://EXAMPLE.com/A",
      },
    );
  });

  test("R7643-7-02: what is unique within the service is refused a second time, all else is not", async () => {
    const source = await newSource();
    await source.create("Users", person("ann", { externalId: "1", displayName: "Ann" }));
    const same = { externalId: "1", displayName: "Ann", emails: [{ value: "ann@example.com", type: "work" }] };
    await source.create("Users", person("bob", same));
    const answer = await source.send("POST", "/Users", { schemas: [coreUserUrn], ...person("ANN") });
    assert.deepEqual([answer.status, answer.body["scimType"]], [409, "uniqueness"]);
  });
});

describe("common attributes", () => {
  test("R7643-3.1-01: every resource that is accepted gets an id and a complete meta", async () => {
    const source = await newSource();
    const created = [
      await source.create("Users", person("ann")),
      await source.create("Groups", { displayName: "Lab" }),
    ];
    for (const resource of created) {
      assert.deepEqual(Object.keys(metaOf(resource)).sort(), [
        "created",
        "lastModified",
        "location",
        "resourceType",
        "version",
      ]);
      assert.ok(resource.id.length > 0);
    }
  });

  test("R7643-3.1-02: an id is ours, in every answer, stable, never given twice and never the client's", async () => {
    const source = await newSource();
    const ids: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const ann = await source.create("Users", person("ann", { id: "mine" }));
      const lab = await source.create("Groups", { displayName: "Lab", id: "mine" });
      assert.equal((await source.replace("Users", ann.id, person("ann", { id: "other", title: "Dr" }))).id, ann.id);
      const narrow = await source.send("GET", `/Users/${ann.id}?attributes=userName&excludedAttributes=id`);
      assert.equal(narrow.body["id"], ann.id);
      ids.push(ann.id, lab.id);
      await source.delete("Users", ann.id);
      await source.delete("Groups", lab.id);
    }
    assert.equal(new Set(ids).size, 6);
    for (const id of ids) assert.match(id, /^[0-9a-f-]{36}$/);
  });

  test("R7643-3.1-03: externalId is the client's alone: never made up, never unique, seen by its source only", async () => {
    const organization = await own.organization();
    const [one, other] = [await organization.source("One"), await organization.source("Other")];
    const without = await one.create("Users", person("ann"));
    assert.equal(Object.hasOwn(without, "externalId"), false);
    const first = await one.create("Users", person("bob", { externalId: "A1" }));
    const second = await one.create("Users", person("cem", { externalId: "A1" }));
    await other.create("Users", person("dora", { externalId: "A1" }));
    const found = await one.find("Users", 'externalId eq "A1"');
    assert.deepEqual(found.map(({ id }) => id).sort(), [first.id, second.id].sort());
  });

  test("R7643-3.1-04: meta that a client sends is ignored", async () => {
    const source = await newSource();
    const meta = { resourceType: "Robot", created: "1999-01-01T00:00:00Z", location: "https://evil.example/1" };
    const ann = await source.create("Users", person("ann", { meta }));
    assert.equal(metaOf(ann).resourceType, "User");
    assert.equal(metaOf(ann).location, `${source.baseUrl}/Users/${ann.id}`);
    assert.notEqual(metaOf(ann).created, meta.created);
    assert.deepEqual(await source.replace("Users", ann.id, person("ann", { meta })), ann);
  });

  test("R7643-3.1-05, R7644-3.3.1-01: meta.resourceType comes from the endpoint", async () => {
    const source = await newSource();
    const meta = { resourceType: "Group" };
    const ann = await source.create("Users", person("ann", { meta }));
    const lab = await source.create("Groups", { displayName: "Lab", meta: { resourceType: "User" } });
    assert.deepEqual([metaOf(ann).resourceType, metaOf(lab).resourceType], ["User", "Group"]);
  });

  test("R7643-3.1-06, R7643-3.1-07: created is a date and time, and lastModified equals it until a change", async () => {
    const source = await newSource();
    for (const resource of [
      await source.create("Users", person("ann")),
      await source.create("Groups", { displayName: "Lab" }),
    ]) {
      const { created, lastModified } = metaOf(resource);
      assert.match(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.equal(lastModified, created);
      const endpoint = metaOf(resource).resourceType === "User" ? "Users" : "Groups";
      await source.patch(endpoint, resource.id, { op: "replace", path: "externalId", value: "A1" });
      const changed = metaOf(await source.read(endpoint, resource.id));
      assert.equal(changed.created, created);
      assert.ok(changed.lastModified > created, `${changed.lastModified} after ${created}`);
    }
  });

  test("R7643-3.1-08: meta.location is the URI of the resource and no other Content-Location is sent", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const answer = await source.send("GET", `/Users/${id}`);
    assert.equal(metaOf(answer.body).location, `${source.baseUrl}/Users/${id}`);
    assert.equal(answer.headers.get("content-location"), null);
  });

  test("R7643-3.1-09: meta.version is the ETag header with its W/, and moves with a change only", async () => {
    const source = await newSource();
    const created = await source.send("POST", "/Users", { schemas: [coreUserUrn], ...person("ann") });
    const id = created.body["id"] as string;
    const read = await source.send("GET", `/Users/${id}`);
    const same = await source.tryPatch("Users", id, { op: "replace", path: "active", value: true });
    const changed = await source.tryPatch("Users", id, { op: "replace", path: "active", value: false });
    const again = await source.send("GET", `/Users/${id}`);
    for (const answer of [created, read, same, changed, again]) {
      assert.match(metaOf(answer.body).version, /^W\/"\d+"$/);
      assert.equal(answer.headers.get("etag"), metaOf(answer.body).version);
    }
    const versions = [created, read, same, changed, again].map((answer) => metaOf(answer.body).version);
    assert.deepEqual(versions, [versions[0], versions[0], versions[0], versions[3], versions[3]]);
    assert.notEqual(versions[3], versions[0]);
  });
});
