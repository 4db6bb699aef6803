import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type PatchCase, patchCases } from "@rollcall/scim/patch/patch-cases.ts";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { carriedSchemas } from "@rollcall/scim/schema/carried-schemas.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { coreUserUrn, enterpriseUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { type PatchOperation, person, type Source, type SourceAnswer, versionOf } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// RFC 7644 section 3.5.2.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

/** Sends a PATCH body as it is. */
const send = (source: Source, id: string, operations: readonly unknown[], query = ""): Promise<SourceAnswer> =>
  source.send("PATCH", `/Users/${id}${query}`, { schemas: [patchOpUrn], Operations: operations as JsonValue[] });

/** Plays a shared case over HTTP: creates the user, patches it, compares what is read back, and deletes it. */
async function check(source: Source, patchCase: PatchCase): Promise<void> {
  const about = patchCase.shows;
  const before = await source.create("Users", { userName: "ann", ...patchCase.before });
  // The table calls the user 7f1c; here the service gives the id.
  const operations = JSON.parse(
    JSON.stringify(patchCase.operations).replaceAll('"7f1c"', `"${before.id}"`),
  ) as JsonValue[];
  const answer = await send(source, before.id, operations);
  const read = await source.read("Users", before.id);
  const { after } = patchCase;
  if (typeof after === "string" && after !== "unchanged") {
    assertRefused(answer, { status: 400, scimType: after, detail: patchCase.detail ?? /./ }, about);
    assert.deepEqual(read, before, about);
  } else {
    assert.equal(answer.status, 200, `${about}: ${answer.text}`);
    assert.deepEqual(answer.body, read, about);
    const { meta, ...values } = read;
    if (after === "unchanged") assert.deepEqual(read, before, about);
    else {
      const active = "active" in patchCase.before ? {} : { active: true };
      const rest = { id: before.id, userName: "ann", ...active, ...after };
      assert.deepEqual(values, { schemas: carriedSchemas(userResourceType, rest), ...rest }, about);
      assert.equal(versionOf({ meta }), versionOf(before) + 1, about);
    }
  }
  await source.delete("Users", before.id);
}

/** What the shared cases show, by the requirement that each of them names. */
const promises: Readonly<Record<string, string>> = {
  "R7644-3.5.2-08: operations are applied in order, each to the result of the one before": "R7644-3.5.2-08",
  "R7644-3.5.2-09: an attribute named with its URN brings the URN into schemas": "R7644-3.5.2-09",
  "R7644-3.5.2-10: making one value primary takes it from the others": "R7644-3.5.2-10",
  "R7644-3.5.2-11: an operation that fails undoes those before it": "R7644-3.5.2-11",
  "R7644-3.5.2.1-01: add without a path takes an object and adds each member by its own rule": "R7644-3.5.2.1-01",
  "R7644-3.5.2.1-02: add gives a value to an attribute that has none": "R7644-3.5.2.1-02",
  "R7644-3.5.2.1-03: add replaces a singular value": "R7644-3.5.2.1-03",
  "R7644-3.5.2.1-04: add merges sub-attributes into a complex value": "R7644-3.5.2.1-04",
  "R7644-3.5.2.1-05: add appends to a list": "R7644-3.5.2.1-05",
  "R7644-3.5.2.1-06: adding what is there changes nothing, nor the time of change": "R7644-3.5.2.1-06",
  "R7644-3.5.2.1-07: add without a value is refused": "R7644-3.5.2.1-07",
  "R7644-3.5.2.2-01: remove without a path is noTarget": "R7644-3.5.2.2-01",
  "R7644-3.5.2.2-02: remove takes a singular value": "R7644-3.5.2.2-02",
  "R7644-3.5.2.2-03: remove without a filter takes a whole list": "R7644-3.5.2.2-03",
  "R7644-3.5.2.2-04: remove takes the values that a filter selects": "R7644-3.5.2.2-04",
  "R7644-3.5.2.2-05: remove takes a sub-attribute from the values that a filter selects": "R7644-3.5.2.2-05",
  "R7644-3.5.2.2-06: what is required cannot be removed": "R7644-3.5.2.2-06",
  "R7644-3.5.2.3-01: replace without a path replaces what is named and leaves the rest": "R7644-3.5.2.3-01",
  "R7644-3.5.2.3-02: replace replaces a singular value": "R7644-3.5.2.3-02",
  "R7644-3.5.2.3-03: replace without a filter replaces a whole list": "R7644-3.5.2.3-03",
  "R7644-3.5.2.3-04: replace adds where there is no value": "R7644-3.5.2.3-04",
  "R7644-3.5.2.3-05: replace merges sub-attributes into a complex value": "R7644-3.5.2.3-05",
  "R7644-3.5.2.3-06: replace replaces each value that a filter selects": "R7644-3.5.2.3-06",
  "R7644-3.5.2.3-07: replace replaces a sub-attribute of each value that a filter selects": "R7644-3.5.2.3-07",
  "ROWN-13-02: what is required is asked of the resource at the end": "ROWN-13-02",
  "ROWN-13-03: a value that is there is known by what was sent about it": "ROWN-13-03",
  "ROWN-13-04: two primary values in one operation are refused": "ROWN-13-04",
  "ROWN-13-05: version and time of change move only when the resource differs at the end": "ROWN-13-05",
  "AMB-06: a boolean may be text": "AMB-06",
  "AMB-08: remove with a list takes only what is listed": "AMB-08",
  "AMB-09: removing what no filter finds changes nothing": "AMB-09",
  "AMB-10: add and replace make the value that a filter does not find": "AMB-10",
  "AMB-11: keys may be paths": "AMB-11",
  "AMB-12: keys may be URNs, with the attribute or with the extension": "AMB-12",
  "AMB-13: an array of one stands for its element, one of two is refused": "AMB-13",
  "AMB-14: a manager may be text, and empty text is none": "AMB-14",
  "AMB-15: an attribute of the extension needs no URN": "AMB-15",
  "AMB-16: an unknown path is refused, an unknown member is not kept": "AMB-16",
  "AMB-19: empty text is no value, and no value of what is required": "AMB-19",
  "AMB-21: the id that is there and read-only members are ignored, another id is refused": "AMB-21",
};

describe("the shared patch cases over HTTP", () => {
  const mentions = ({ shows }: PatchCase, id: string) => new RegExp(`${id.replaceAll(".", "\\.")}\\b`).test(shows);

  for (const [promise, id] of Object.entries(promises)) {
    test(promise, async () => {
      const source = await newSource();
      const cases = patchCases.filter((each) => mentions(each, id));
      assert.notEqual(cases.length, 0, id);
      for (const each of cases) await check(source, each);
    });
  }

  test("R7644-3.5.2-06: all other cases come to what the table says", async () => {
    const source = await newSource();
    const others = patchCases.filter((each) => !Object.values(promises).some((id) => mentions(each, id)));
    assert.notEqual(others.length, 0);
    for (const each of others) await check(source, each);
  });
});

describe("a PATCH of a user", () => {
  test("R7644-3.5.2-01: the configuration says that PATCH is supported", async () => {
    const { body } = await (await newSource()).send("GET", "/ServiceProviderConfig");
    assert.deepEqual(body["patch"], { supported: true });
  });

  test("R7644-3.5.2-02, AMB-18: the body is a PatchOp, and is taken for one when it does not say so", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const Operations = [{ op: "replace", path: "title", value: "Dr" }];
    for (const schemas of [[patchOpUrn], [patchOpUrn.toUpperCase()], null]) {
      const answer = await source.send("PATCH", `/Users/${id}`, {
        ...(schemas === null ? {} : { schemas }),
        Operations,
      });
      assert.deepEqual([answer.status, answer.body["title"]], [200, "Dr"]);
    }
  });

  test("R7644-3.5.2-03, ROWN-13-01, AMB-07: operations are add, remove and replace in any case, and what is none is refused", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const accepted: JsonObject[] = [
      { schemas: [patchOpUrn], Operations: [{ op: "Add", path: "nickName", value: "A" }] },
      { schemas: [patchOpUrn], operations: [{ OP: "REPLACE", Path: "nickName", Value: "B" }] },
      { schemas: [patchOpUrn], Operations: [{ op: "Remove", path: "nickName" }] },
    ];
    const nickNames: unknown[] = [];
    for (const body of accepted) {
      const answer = await source.send("PATCH", `/Users/${ann.id}`, body);
      assert.equal(answer.status, 200, answer.text);
      nickNames.push(answer.body["nickName"]);
    }
    assert.deepEqual(nickNames, ["A", "B", undefined]);
    const before = await source.read("Users", ann.id);
    const refused: readonly [JsonObject, string][] = [
      [{}, "Operations: expected an array of operations, found nothing"],
      [{ Operations: {} }, "Operations: expected an array of operations, found an object"],
      [{ Operations: ["x"] }, "operation 1: expected an object, found a string"],
      [{ Operations: [{ path: "title" }] }, "operation 1: op: expected add, remove or replace, found nothing"],
      [{ Operations: [{ op: "move" }] }, 'operation 1: op: expected add, remove or replace, found "move"'],
      [{ Operations: [], OPERATIONS: [] }, '"Operations" and "OPERATIONS" name the same attribute'],
    ];
    for (const [body, detail] of refused) {
      const answer = await source.send("PATCH", `/Users/${ann.id}`, { schemas: [patchOpUrn], ...body });
      assertRefused(answer, { status: 400, scimType: "invalidSyntax", detail });
    }
    assert.deepEqual(await source.read("Users", ann.id), before);
  });

  test("AMB-23: no operations are no change", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const answer = await send(source, ann.id, []);
    assert.deepEqual([answer.status, answer.body], [200, ann]);
  });

  test("R7644-3.5.2-04, R7644-3.5.2-05: what lacks its path or value, or has a malformed one, is refused with the place", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const cases: readonly [JsonObject, string, string | RegExp][] = [
      [{ op: "remove" }, "noTarget", "operation 1: remove needs a path that says what to remove"],
      [{ op: "add", path: "title" }, "invalidValue", "operation 1: add needs a value"],
      [{ op: "replace", path: "title" }, "invalidValue", "operation 1: replace needs a value"],
      [{ op: "add", path: "name..givenName", value: "A" }, "invalidPath", /^operation 1: .*position 6/],
      [{ op: "add", path: "name.givenName.x", value: "A" }, "invalidPath", /^operation 1: .*position/],
      [{ op: "add", path: "", value: "A" }, "invalidPath", /^operation 1: .*position 1/],
      [{ op: "add", path: 7, value: "A" }, "invalidPath", "operation 1: path: expected a string, found a number"],
      [{ op: "add", path: "emails[type eq].value", value: "A" }, "invalidFilter", /^operation 1: .*position/],
      [{ op: "remove", path: 'emails[nope eq "x"]' }, "invalidFilter", /^operation 1: .*nope/],
    ];
    for (const [operation, scimType, detail] of cases) {
      assertRefused(await send(source, id, [operation]), { status: 400, scimType, detail }, JSON.stringify(operation));
    }
  });

  test("R7644-3.5.2-07: read-only attributes cannot be changed by name", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    for (const operation of [
      { op: "replace", path: "id", value: "mine" },
      { op: "remove", path: "id" },
      { op: "replace", path: "meta.created", value: "1999-01-01T00:00:00Z" },
      { op: "add", path: "groups", value: [{ value: "7f1c" }] },
      { op: "remove", path: "meta" },
      { op: "add", path: `${enterpriseUserUrn}:manager.displayName`, value: "Bo" },
    ]) {
      const refusal = { status: 400, scimType: "mutability", detail: /cannot be changed$/ };
      assertRefused(await send(source, ann.id, [operation]), refusal, operation.path);
    }
    assert.deepEqual(await source.read("Users", ann.id), ann);
  });

  test("R7644-3.5.2-09: schemas follow what the operations leave, and later operations see it", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const department = `${enterpriseUserUrn}:department`;
    const added = await send(source, id, [
      { op: "add", path: "schemas", value: [enterpriseUserUrn] },
      { op: "add", path: department, value: "Lab" },
    ]);
    assert.deepEqual(added.body["schemas"], [coreUserUrn, enterpriseUserUrn]);
    const removed = await send(source, id, [
      { op: "remove", path: "schemas", value: [enterpriseUserUrn] },
      { op: "replace", path: "title", value: "Dr" },
    ]);
    assert.deepEqual([removed.body["schemas"], removed.body[enterpriseUserUrn]], [[coreUserUrn], undefined]);
    const base = await send(source, id, [{ op: "replace", path: "schemas", value: [enterpriseUserUrn] }]);
    assertRefused(base, { status: 400, scimType: "mutability", detail: /cannot be removed$/ });
  });

  test("R7644-3.5.2-11: a PATCH that fails at its last operation leaves everything as it was", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const lasts: readonly [JsonObject, number, string][] = [
      [{ op: "replace", path: "nope", value: "x" }, 400, "invalidPath"],
      [{ op: "remove", path: "userName" }, 400, "mutability"],
      [{ op: "replace", path: "userName", value: "BOB@example.com" }, 409, "uniqueness"],
    ];
    for (const [last, status, scimType] of lasts) {
      const first = { op: "replace", path: "title", value: "Dr" };
      const added = { op: "add", path: "emails", value: [{ value: "b@example.com", type: "home", primary: true }] };
      assertRefused(await send(source, ann.id, [first, added, last]), { status, scimType, detail: /./ });
      assert.deepEqual(await source.read("Users", ann.id), ann);
    }
    assert.deepEqual(await source.read("Users", bob.id), bob);
  });

  test("R7644-3.5.2-12, R7644-3.5.2-13, AMB-22: 200 has the whole user with its new ETag, or what was asked for", async () => {
    const source = await newSource();
    const { id } = await source.create("Users", person("ann"));
    const operation = { op: "replace", path: "title", value: "Dr" };
    const whole = await send(source, id, [operation]);
    assert.deepEqual([whole.status, whole.body], [200, await source.read("Users", id)]);
    assert.equal(whole.headers.get("etag"), 'W/"2"');
    assert.equal(whole.headers.get("location"), `${source.baseUrl}/Users/${id}`);
    const part = await send(source, id, [{ ...operation, value: "Prof" }], "?attributes=title");
    assert.deepEqual([part.status, part.body], [200, { schemas: [coreUserUrn], id, title: "Prof" }]);
    const less = await send(
      source,
      id,
      [operation],
      "?excludedAttributes=emails,name,meta,active,displayName,userName",
    );
    assert.deepEqual([less.status, less.body], [200, { schemas: [coreUserUrn], id, title: "Dr" }]);
  });

  test("R7644-3.5.2.3-08: replace where a filter on a singular value finds nothing is noTarget", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const operation = { op: "replace", path: 'name[givenName eq "Bo"].familyName', value: "E" };
    assertRefused(await send(source, ann.id, [operation]), {
      status: 400,
      scimType: "noTarget",
      detail: 'operation 1: name[givenName eq "Bo"].familyName: no value is selected by the filter',
    });
    assert.deepEqual(await source.read("Users", ann.id), ann);
  });

  test("the table of the standard's paths and operations comes to one resource", async () => {
    const source = await newSource();
    const emails = [{ value: "a@example.com", type: "work", primary: true }];
    const { id } = await source.create("Users", person("ann", { emails, nickName: "Annie" }));
    const { body } = await send(source, id, [
      { op: "add", path: "emails", value: [{ value: "b@example.com", type: "home", primary: true }] },
      { op: "replace", path: 'emails[type eq "work"].value', value: "c@example.com" },
      { op: "remove", path: "nickName" },
    ]);
    assert.deepEqual(body["emails"], [
      { value: "c@example.com", type: "work", primary: false },
      { value: "b@example.com", type: "home", primary: true },
    ]);
    assert.equal(Object.hasOwn(body, "nickName"), false);
  });
});

describe("a PATCH of a group", () => {
  const add = (...ids: string[]) => ({ op: "add", path: "members", value: ids.map((value) => ({ value })) }) as const;

  async function sourceWithGroup() {
    const source = await newSource();
    const ids: string[] = [];
    for (const name of ["ann", "bob", "cem"]) ids.push((await source.create("Users", person(name))).id);
    const [ann, bob, cem] = ids as [string, string, string];
    const group = await source.create("Groups", { displayName: "Lab", members: [{ value: ann }, { value: bob }] });
    return { source, ann, bob, cem, group };
  }

  test("R7644-3.5.2.2-07, AMB-09: removing who is no member changes nothing", async () => {
    const { source, cem, group } = await sourceWithGroup();
    const operations: readonly PatchOperation[] = [
      { op: "remove", path: `members[value eq "${cem}"]` },
      { op: "remove", path: 'members[value eq "nobody"]' },
      { op: "remove", path: "members", value: [{ value: cem }] },
      { op: "remove", path: 'members[type eq "Group"]' },
    ];
    for (const operation of operations) {
      const answer = await source.tryPatch("Groups", group.id, operation);
      assert.deepEqual([answer.status, answer.body], [200, group], operation.path);
    }
  });

  test("R7644-3.5.2.1-06, AMB-54, AMB-55: adding who is a member, even twice, changes neither version nor time", async () => {
    const { source, ann, bob, cem, group } = await sourceWithGroup();
    assert.deepEqual((await source.tryPatch("Groups", group.id, add(ann, bob, ann))).body, group);
    const once = await source.tryPatch("Groups", group.id, add(cem, cem), add(cem));
    assert.equal((once.body["members"] as unknown[]).length, 3);
    assert.equal(versionOf(once.body), versionOf(group) + 1);
  });

  test("R7644-3.5.2-11: a PATCH of members and name that fails leaves both as they were", async () => {
    const { source, cem, group } = await sourceWithGroup();
    await source.create("Groups", { displayName: "Staff" });
    const lasts: readonly [PatchOperation, number, string][] = [
      [{ op: "replace", path: "displayName", value: "STAFF" }, 409, "uniqueness"],
      [{ op: "remove", path: "displayName" }, 400, "mutability"],
      [{ op: "replace", path: "nope", value: "x" }, 400, "invalidPath"],
      [add("nobody"), 400, "invalidValue"],
    ];
    for (const [last, status, scimType] of lasts) {
      const externalId = { op: "add", path: "externalId", value: "G1" } as const;
      const answer = await source.tryPatch("Groups", group.id, externalId, add(cem), last);
      assertRefused(answer, { status, scimType, detail: /./ });
      assert.deepEqual(await source.read("Groups", group.id), group);
    }
  });

  test("AMB-08: remove with a list takes those listed, remove without one takes all", async () => {
    const { source, ann, bob, cem, group } = await sourceWithGroup();
    await source.patch("Groups", group.id, add(cem), { op: "remove", path: "members", value: [{ value: ann }] });
    assert.deepEqual(await source.memberIds(group.id), [bob, cem].sort());
    await source.patch("Groups", group.id, { op: "remove", path: "members", value: [] });
    assert.deepEqual(await source.memberIds(group.id), [bob, cem].sort());
    await source.patch("Groups", group.id, { op: "remove", path: "members" });
    assert.deepEqual(await source.memberIds(group.id), []);
  });

  test("ROWN-13-06, AMB-33, AMB-52: a member is known by its id alone, which has to be one of ours; we say the rest", async () => {
    const { source, ann, cem, group } = await sourceWithGroup();
    const value = [{ value: cem, $ref: "https://evil.example/1", type: "Group", display: "Somebody else" }];
    await source.patch("Groups", group.id, { op: "replace", path: "members", value });
    assert.deepEqual((await source.read("Groups", group.id))["members"], [
      { value: cem, $ref: `${source.baseUrl}/Users/${cem}`, type: "User", display: "Cem Example" },
    ]);
    const before = await source.read("Groups", group.id);
    for (const [ids, unknown] of [
      [[ann, "0190c0de-0000-7000-8000-000000000000"], "0190c0de-0000-7000-8000-000000000000"],
      [["nobody"], "nobody"],
    ] as const) {
      const detail = `members: "${unknown}" is not the id of a user or group of this application`;
      const answer = await source.tryPatch("Groups", group.id, add(...ids));
      assertRefused(answer, { status: 400, scimType: "invalidValue", detail });
    }
    assert.deepEqual(await source.read("Groups", group.id), before);
  });

  test("AMB-53: a group cannot contain itself, and groups may contain one another", async () => {
    const { source, group } = await sourceWithGroup();
    const detail = `members: a group cannot contain itself, found "${group.id}"`;
    const answer = await source.tryPatch("Groups", group.id, add(group.id));
    assertRefused(answer, { status: 400, scimType: "invalidValue", detail });
    const outer = await source.create("Groups", { displayName: "Staff", members: [{ value: group.id }] });
    await source.patch("Groups", group.id, add(outer.id));
    assert.ok((await source.memberIds(group.id)).includes(outer.id));
    assert.deepEqual(await source.memberIds(outer.id), [group.id]);
  });

  test("AMB-38, AMB-32: a membership touches the group's version and not the member's, whose groups show it", async () => {
    const { source, cem, group } = await sourceWithGroup();
    const before = await source.read("Users", cem);
    await source.addMembers(group.id, cem);
    assert.equal(versionOf(await source.read("Groups", group.id)), versionOf(group) + 1);
    const { groups, ...after } = await source.read("Users", cem);
    assert.deepEqual(after, before);
    assert.deepEqual(groups, [
      { value: group.id, $ref: `${source.baseUrl}/Groups/${group.id}`, type: "direct", display: "Lab" },
    ]);
  });

  test("R7644-3.5.2-12, AMB-22: a group with more than 100 members is answered with 204 and its ETag", async () => {
    const { source, group } = await sourceWithGroup();
    const ids: string[] = [];
    for (let index = 0; index < 99; index += 1) {
      ids.push((await source.create("Groups", { displayName: `Part ${index}` })).id);
    }
    const hundred = await source.tryPatch("Groups", group.id, add(...ids.slice(0, 98)));
    assert.deepEqual([hundred.status, (hundred.body["members"] as unknown[]).length], [200, 100]);
    const more = await source.tryPatch("Groups", group.id, add(...ids));
    assert.deepEqual([more.status, more.text], [204, ""]);
    const read = await source.send("GET", `/Groups/${group.id}?excludedAttributes=members`);
    assert.equal(more.headers.get("etag"), read.headers.get("etag"));
    const asked = await source.send("PATCH", `/Groups/${group.id}?attributes=displayName`, {
      schemas: [patchOpUrn],
      Operations: [{ op: "replace", path: "displayName", value: "Large lab" }],
    });
    assert.deepEqual([asked.status, asked.body["displayName"]], [200, "Large lab"]);
  });
});
