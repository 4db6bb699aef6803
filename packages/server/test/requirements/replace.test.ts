import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, errorUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { person, type Source, versionOf } from "../support/source.ts";

// RFC 7644 section 3.5.1.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

/** What a resource says beside what the service itself supplies. */
function written({ schemas: _schemas, id: _id, meta: _meta, groups: _groups, ...rest }: JsonObject): JsonObject {
  return rest;
}

describe("replacing by PUT", () => {
  test("R7644-3.5.1-01: a PUT to an unknown id is 404 and makes nothing", async () => {
    const source = await newSource();
    for (const id of ["0190c0de-0000-7000-8000-000000000000", "mine"]) {
      const body = { schemas: [coreUserUrn], ...person("ann", { id }) };
      assert.equal((await source.send("PUT", `/Users/${id}`, body)).status, 404);
    }
    const collection = await source.send("PUT", "/Users", { schemas: [coreUserUrn], ...person("ann") });
    assert.deepEqual([collection.status, collection.headers.get("allow")], [405, "POST, GET, HEAD"]);
    assert.deepEqual(await source.find("Users", "userName pr"), []);
  });

  test("R7644-3.5.1-02, R7644-3.5.1-07, ROWN-12-03: all that was read may be sent back, read-only values and another id included", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann", { [enterpriseUserUrn]: { department: "Lab" } }));
    await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const read = await source.read("Users", ann.id);
    assert.deepEqual(await source.replace("Users", ann.id, read), read);
    const foreign = { ...read, id: "other", meta: { created: "1999-01-01T00:00:00Z" }, groups: [{ value: "7f1c" }] };
    assert.deepEqual(await source.replace("Users", ann.id, foreign), read);
  });

  test("R7644-3.5.1-03: what is given replaces what was stored, lists as a whole", async () => {
    const source = await newSource();
    const emails = [
      { value: "ann@example.com", type: "work", primary: true },
      { value: "ann@home.example", type: "home" },
    ];
    const { id } = await source.create("Users", person("ann", { emails, title: "Dr" }));
    const body = person("ann", { emails: [{ value: "a@example.com", type: "other" }], title: "Prof" });
    const answer = await source.replace("Users", id, body);
    assert.deepEqual(written(answer), body);
    assert.deepEqual(await source.read("Users", id), answer);
  });

  test("R7644-3.5.1-03: the members of a group are replaced as a whole, and left out they are gone", async () => {
    const source = await newSource();
    const [ann, bob, cem] = [
      await source.create("Users", person("ann")),
      await source.create("Users", person("bob")),
      await source.create("Users", person("cem")),
    ];
    const { id } = await source.create("Groups", {
      displayName: "Lab",
      members: [{ value: ann.id }, { value: bob.id }],
    });
    await source.replace("Groups", id, { displayName: "Lab", members: [{ value: bob.id }, { value: cem.id }] });
    assert.deepEqual(await source.memberIds(id), [bob.id, cem.id].sort());
    await source.replace("Groups", id, { displayName: "Lab" });
    assert.deepEqual(await source.memberIds(id), []);
    assert.deepEqual(await source.groupIds(bob.id), []);
  });

  test("R7644-3.5.1-04, ROWN-12-01: what is left out is cleared, except active", async () => {
    const source = await newSource();
    const full = person("ann", { active: false, nickName: "Annie", externalId: "A1", roles: [{ value: "admin" }] });
    const { id } = await source.create("Users", full);
    const answer = await source.replace("Users", id, { schemas: [coreUserUrn], userName: "ann@example.com" });
    assert.deepEqual(written(answer), { userName: "ann@example.com", active: false });
    assert.deepEqual(await source.read("Users", id), answer);
  });

  test("R7644-3.5.1-05: null and [] clear", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann", { nickName: "Annie", roles: [{ value: "admin" }] }));
    const answer = await source.replace("Users", id, person("ann", { nickName: null, roles: [] }));
    assert.deepEqual(written(answer), person("ann"));
  });

  test("R7644-3.5.1-08: a required attribute that is missing refuses the PUT, and nothing changes", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab" });
    const cases = [
      ["Users", ann, { schemas: [coreUserUrn], title: "Dr" }, "userName: a value is required and was not given"],
      ["Users", ann, { schemas: [coreUserUrn], userName: "" }, "userName: a value is required, found empty text"],
      ["Groups", lab, { schemas: [coreGroupUrn], members: [] }, "displayName: a value is required and was not given"],
    ] as const;
    for (const [endpoint, before, body, detail] of cases) {
      const answer = await source.send("PUT", `/${endpoint}/${before.id}`, body as unknown as JsonObject);
      assert.deepEqual(
        [answer.status, answer.body],
        [400, { schemas: [errorUrn], status: "400", scimType: "invalidValue", detail }],
      );
      assert.deepEqual(await source.read(endpoint, before.id), before);
    }
  });

  test("R7644-3.5.1-09: 200 has the whole resource, or what of it was asked for", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const body = { schemas: [coreUserUrn], ...person("ann", { title: "Dr" }) };
    const whole = await source.send("PUT", `/Users/${id}`, body);
    assert.deepEqual([whole.status, whole.body], [200, await source.read("Users", id)]);
    const part = await source.send("PUT", `/Users/${id}?attributes=title`, { ...body, title: "Prof" });
    assert.deepEqual([part.status, part.body], [200, { schemas: [coreUserUrn], id, title: "Prof" }]);
  });

  test("R7644-3.12-uniqueness: a name that another one has is 409 uniqueness, and nothing changes", async () => {
    const source = await newSource();
    await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    await source.create("Groups", { displayName: "Lab" });
    const staff = await source.create("Groups", { displayName: "Staff" });
    const cases = [
      ["Users", bob, { schemas: [coreUserUrn], ...person("ANN@example.com") }],
      ["Groups", staff, { schemas: [coreGroupUrn], displayName: "LAB" }],
    ] as const;
    for (const [endpoint, before, body] of cases) {
      const answer = await source.send("PUT", `/${endpoint}/${before.id}`, body as unknown as JsonObject);
      assert.deepEqual([answer.status, answer.body["scimType"]], [409, "uniqueness"]);
      assert.deepEqual(await source.read(endpoint, before.id), before);
    }
  });

  test("ROWN-12-01: a PUT that changes nothing keeps version and lastModified", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const user = await source.read("Users", ann.id);
    assert.deepEqual(await source.replace("Users", ann.id, person("ann")), user);
    assert.deepEqual(await source.replace("Groups", lab.id, { displayName: "Lab", members: [{ value: ann.id }] }), lab);
    const changed = await source.replace("Users", ann.id, person("ann", { title: "Dr" }));
    assert.equal(versionOf(changed), versionOf(user) + 1);
  });

  test("ROWN-12-02: an extension that is left out is gone, with its URN", async () => {
    const source = await newSource();
    const unknownUrn = "urn:example:params:scim:schemas:extension:badge:2.0:User";
    const extensions = { [enterpriseUserUrn]: { department: "Lab" }, [unknownUrn]: { badge: "A1" } };
    const { id, schemas } = await source.create("Users", person("ann", extensions));
    assert.deepEqual(schemas, [coreUserUrn, enterpriseUserUrn, unknownUrn]);
    const answer = await source.replace("Users", id, person("ann"));
    assert.deepEqual(answer["schemas"], [coreUserUrn]);
    assert.deepEqual(written(answer), person("ann"));
  });
});
