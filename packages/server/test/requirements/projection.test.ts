import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

// RFC 7644 sections 3.4.2.5 and 3.9.

const own = withServer();

const sent = person("ann", {
  nickName: "Annie",
  password: "a secret",
  emails: [
    { value: "ann@example.com", type: "work", primary: true },
    { value: "ann@home.example", type: "home" },
  ],
  [enterpriseUserUrn]: { department: "Lab", employeeNumber: "0007" },
});

async function sourceWithAnn(): Promise<{ source: Source; ann: AnsweredResource }> {
  const source = await (await own.organization()).source();
  return { source, ann: await source.create("Users", sent) };
}

describe("projection", () => {
  test("R7644-3.4.2.5-01: both parameters are understood", async () => {
    const { source, ann } = await sourceWithAnn();
    const { nickName: _, ...without } = ann;
    const only = await source.send("GET", `/Users/${ann.id}?attributes=nickName`);
    const except = await source.send("GET", `/Users/${ann.id}?excludedAttributes=nickName`);
    assert.deepEqual(only.body, { schemas: ann["schemas"], id: ann.id, nickName: "Annie" });
    assert.deepEqual(except.body, without);
  });

  test("R7644-3.9-02: a projection counts wherever a resource is answered", async () => {
    const { source, ann } = await sourceWithAnn();
    const narrow = (id: string, value: string) => ({ schemas: ann["schemas"], id, nickName: value });
    const body = { schemas: [coreUserUrn], ...sent, userName: "bob", nickName: "Bobby" };
    const created = await source.send("POST", "/Users?attributes=nickName", body);
    const id = created.body["id"] as string;
    assert.deepEqual(created.body, narrow(id, "Bobby"));
    const replaced = await source.send("PUT", `/Users/${id}?attributes=nickName`, { ...body, nickName: "Bo" });
    assert.deepEqual(replaced.body, narrow(id, "Bo"));
    const operation = { op: "replace", path: "nickName", value: "B" };
    const patch = { schemas: [patchOpUrn], Operations: [operation] };
    const patched = await source.send("PATCH", `/Users/${id}?attributes=nickName`, patch);
    assert.deepEqual(patched.body, narrow(id, "B"));
    const listed = await source.send("GET", "/Users?attributes=nickName");
    const resources = (listed.body["Resources"] as JsonObject[]).map(({ id: given }) => given);
    assert.deepEqual(listed.body["Resources"], [narrow(ann.id, "Annie"), narrow(id, "B")].sort(byId));
    assert.equal(resources.length, 2);
  });

  test("R7644-3.9-03, AMB-48: attributes shows what is always returned and exactly what is named", async () => {
    const { source, ann } = await sourceWithAnn();
    const always = { schemas: ann["schemas"], id: ann.id };
    const cases: readonly [string, JsonObject][] = [
      ["userName", { userName: "ann@example.com" }],
      ["USERNAME", { userName: "ann@example.com" }],
      ["name.givenName", { name: { givenName: "Ann" } }],
      ["name", { name: { givenName: "Ann", familyName: "Example" } }],
      ["emails.value", { emails: [{ value: "ann@example.com" }, { value: "ann@home.example" }] }],
      [`${enterpriseUserUrn}:department`, { [enterpriseUserUrn]: { department: "Lab" } }],
      [enterpriseUserUrn, { [enterpriseUserUrn]: { department: "Lab", employeeNumber: "0007" } }],
      [`${coreUserUrn}:nickName`, { nickName: "Annie" }],
      ["meta.version", { meta: { version: 'W/"1"' } }],
      ["password", {}],
      ["nope", {}],
      ["nope, userName ,title", { userName: "ann@example.com" }],
    ];
    for (const [names, shown] of cases) {
      const answer = await source.send("GET", `/Users/${ann.id}?attributes=${encodeURIComponent(names)}`);
      assert.deepEqual(answer.body, { ...always, ...shown }, names);
    }
    assert.deepEqual((await source.send("GET", `/Users/${ann.id}?attributes=`)).body, ann);
  });

  test("R7644-3.9-04: excludedAttributes hides what is named, and nothing that is always returned", async () => {
    const { source, ann } = await sourceWithAnn();
    const { name, meta, [enterpriseUserUrn]: extension, ...rest } = ann;
    const cases: readonly [string, JsonObject][] = [
      [
        "name.givenName",
        { ...rest, meta, name: { familyName: "Example" }, [enterpriseUserUrn]: extension as JsonObject },
      ],
      [`meta,${enterpriseUserUrn}`, { ...rest, name: name as JsonObject }],
      [`id,schemas,name,META,${enterpriseUserUrn}`, rest],
    ];
    for (const [names, shown] of cases) {
      const answer = await source.send("GET", `/Users/${ann.id}?excludedAttributes=${encodeURIComponent(names)}`);
      assert.deepEqual(answer.body, shown, names);
    }
  });

  test("AMB-47: when both parameters are given, attributes wins", async () => {
    const { source, ann } = await sourceWithAnn();
    const path = `/Users/${ann.id}?attributes=nickName&excludedAttributes=nickName,userName`;
    const answer = await source.send("GET", path);
    assert.deepEqual(answer.body, { schemas: ann["schemas"], id: ann.id, nickName: "Annie" });
  });

  test("R7643-7-10: a password is in no answer, also when it is asked for", async () => {
    const { source, ann } = await sourceWithAnn();
    const secret = { op: "replace", path: "password", value: "another secret" } as const;
    const answers = [
      await source.send("GET", `/Users/${ann.id}?attributes=password`),
      await source.send("GET", "/Users?attributes=password"),
      await source.tryPatch("Users", ann.id, secret),
      await source.send("PUT", `/Users/${ann.id}?attributes=password`, { schemas: [coreUserUrn], ...sent }),
    ];
    for (const answer of answers) {
      assert.equal(answer.status, 200);
      assert.doesNotMatch(answer.text, /secret|password/);
    }
  });

  test("R7643-3-02: schemas is in every resource that is answered, whatever is asked for", async () => {
    const { source, ann } = await sourceWithAnn();
    await source.create("Groups", { displayName: "Lab" });
    for (const parameters of ["attributes=userName", "attributes=nope", "excludedAttributes=schemas,id"]) {
      for (const [endpoint, schemas] of [
        ["Users", ann["schemas"]],
        ["Groups", [coreGroupUrn]],
      ] as const) {
        const answer = await source.send("GET", `/${endpoint}?${parameters}`);
        const [resource] = answer.body["Resources"] as JsonObject[];
        assert.deepEqual(resource?.["schemas"], schemas, parameters);
      }
    }
  });

  test("ROWN-10-01: a group without its members is read, listed, replaced and found as with them", async () => {
    const { source, ann } = await sourceWithAnn();
    const { members, ...lab } = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    assert.ok(members);
    const read = await source.send("GET", `/Groups/${lab.id}?excludedAttributes=members`);
    assert.deepEqual(read.body, lab);
    const filter = encodeURIComponent(`members eq "${ann.id}"`);
    const found = await source.send("GET", `/Groups?filter=${filter}&excludedAttributes=members`);
    assert.deepEqual(found.body["Resources"], [lab]);
    const part = await source.send("GET", `/Groups/${lab.id}?attributes=members.value`);
    assert.deepEqual(part.body, { schemas: [coreGroupUrn], id: lab.id, members: [{ value: ann.id }] });
  });
});

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
