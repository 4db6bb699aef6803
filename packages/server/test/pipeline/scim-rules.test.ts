import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { ReceivedAttribute } from "@rollcall/admin-api/received-attributes.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { withServer } from "../support/organization.ts";
import { snapshot } from "../support/snapshot.ts";
import { lastModifiedOf, person, type SourceAnswer, versionOf } from "../support/source.ts";

// rules.md section 7.

const own = withServer();

async function scene() {
  const organization = await own.organization();
  const source = await organization.source();
  return { organization, source };
}

function refusal({ status, body }: SourceAnswer): unknown[] {
  return [status, body["scimType"]];
}

describe("names", () => {
  test("userName is unique within an application whatever its case, and free again after DELETE", async () => {
    const { organization, source } = await scene();
    const ann = await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const taken = "ANN@example.COM";
    assert.deepEqual(refusal(await source.send("POST", "/Users", person("x", { userName: taken }))), [
      409,
      "uniqueness",
    ]);
    assert.deepEqual(refusal(await source.send("PUT", `/Users/${bob.id}`, person("bob", { userName: taken }))), [
      409,
      "uniqueness",
    ]);
    const patched = await source.tryPatch("Users", bob.id, { op: "replace", path: "userName", value: taken });
    assert.deepEqual(refusal(patched), [409, "uniqueness"]);
    const recased = await source.patch("Users", ann.id, { op: "replace", path: "userName", value: taken });
    assert.equal(recased.body["userName"], taken);
    const other = await organization.source("Other");
    await other.create("Users", person("ann"));
    await source.delete("Users", ann.id);
    await source.create("Users", person("ann"));
  });

  test("of many who post one user name at once exactly one is created", async () => {
    const { organization, source } = await scene();
    for (let round = 0; round < 10; round += 1) {
      const names = ["ann", "ANN", "Ann", "aNN"].map((name) => `${name}${round}@example.com`);
      const answers = await Promise.all(
        names.map((userName) => source.send("POST", "/Users", person("ann", { userName, emails: [] }))),
      );
      assert.deepEqual(
        answers.map(({ status }) => status).sort((a, b) => a - b),
        [201, 409, 409, 409],
      );
    }
    assert.equal((await organization.users()).length, 10);
  });

  test("externalId need not be unique", async () => {
    const { source } = await scene();
    await source.create("Users", person("ann", { externalId: "same" }));
    await source.create("Users", person("bob", { externalId: "same" }));
    assert.equal((await source.find("Users", 'externalId eq "same"')).length, 2);
    assert.equal((await source.find("Users", 'externalId eq "SAME"')).length, 0);
  });

  const groupNames: readonly [string, JsonObject, JsonObject, number][] = [
    ["neither has an externalId", {}, {}, 409],
    ["only one has an externalId", { externalId: "1" }, {}, 409],
    ["both have the same externalId", { externalId: "1" }, { externalId: "1" }, 409],
    ["both have different externalIds", { externalId: "1" }, { externalId: "2" }, 201],
  ];
  for (const [when, first, second, status] of groupNames) {
    test(`a group's name in another case when ${when}: ${status}, and renaming to it likewise`, async () => {
      const { source } = await scene();
      await source.create("Groups", { displayName: "Lab", ...first });
      const answer = await source.send("POST", "/Groups", { displayName: "LAB", ...second });
      assert.equal(answer.status, status, answer.text);
      const third = await source.create("Groups", { displayName: "Office", ...second });
      const renamed = await source.tryPatch("Groups", third.id, { op: "replace", path: "displayName", value: "lAb" });
      assert.equal(renamed.status, status === 201 && second["externalId"] !== undefined ? 409 : status, renamed.text);
    });
  }

  test("two groups of one name may not come to the same externalId, or lose theirs", async () => {
    const { source } = await scene();
    await source.create("Groups", { displayName: "Lab", externalId: "1" });
    const { id } = await source.create("Groups", { displayName: "Lab", externalId: "2" });
    const before = await source.read("Groups", id);
    const changes = [
      await source.tryPatch("Groups", id, { op: "replace", path: "externalId", value: "1" }),
      await source.tryPatch("Groups", id, { op: "remove", path: "externalId" }),
      await source.send("PUT", `/Groups/${id}`, { displayName: "Lab" }),
    ];
    for (const change of changes) assert.deepEqual(refusal(change), [409, "uniqueness"]);
    assert.deepEqual(await source.read("Groups", id), before);
  });

  test("a group may change the case of its own name", async () => {
    const { source } = await scene();
    const lab = await source.create("Groups", { displayName: "Lab" });
    const answer = await source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "LAB" });
    assert.equal(answer.body["displayName"], "LAB");
  });

  test("of many who post or rename to one group name at once exactly one gets it", async () => {
    const { organization, source } = await scene();
    for (let round = 0; round < 15; round += 1) {
      const displayName = `Lab ${round}`;
      const other = await source.create("Groups", { displayName: `Other ${round}` });
      const answers = await Promise.all([
        source.send("POST", "/Groups", { displayName }),
        source.send("POST", "/Groups", { displayName: displayName.toUpperCase() }),
        source.send("POST", "/Groups", { displayName, members: [] }),
        source.tryPatch("Groups", other.id, { op: "replace", path: "displayName", value: displayName }),
      ]);
      const good = answers.filter(({ status }) => status < 300);
      assert.equal(good.length, 1, answers.map(({ text }) => text).join("\n"));
      assert.ok(answers.every((answer) => answer.status < 300 || answer.body["scimType"] === "uniqueness"));
    }
    const names = (await organization.groups()).map(({ displayName }) => (displayName ?? "").toLowerCase());
    assert.equal(new Set(names).size, names.length);
  });

  test("groups of two applications never merge by name", async () => {
    const { organization, source } = await scene();
    const other = await organization.source("Other");
    await source.create("Groups", { displayName: "Lab" });
    await other.create("Groups", { displayName: "Lab" });
    assert.equal((await organization.groups()).length, 2);
  });
});

describe("what is kept and read back", () => {
  const container = "urn:example:params:scim:schemas:badge:1.0:User";
  const badge = { number: 7, colours: ["red", "blue"], photo: { taken: true, by: "Dana" } };

  test("everything that the schemas know", async () => {
    const { source } = await scene();
    const everything = person("ann", {
      externalId: "a-1",
      name: {
        formatted: "Dr. Ann M. Example",
        familyName: "Example",
        givenName: "Ann",
        middleName: "M.",
        honorificPrefix: "Dr.",
        honorificSuffix: "PhD",
      },
      nickName: "Annie",
      profileUrl: "https://example.com/ann",
      title: "Chemist",
      userType: "Employee",
      preferredLanguage: "de",
      locale: "de-DE",
      timezone: "Europe/Berlin",
      phoneNumbers: [{ value: "+49 30 1234567", type: "work", display: "office" }],
      ims: [{ value: "ann", type: "xmpp" }],
      photos: [{ value: "https://example.com/ann.jpg", type: "photo" }],
      addresses: [
        { streetAddress: "1 Example Street", locality: "Berlin", country: "DE", type: "work", primary: true },
      ],
      entitlements: [{ value: "e-1" }],
      roles: [{ value: "r-1", primary: true }],
      x509Certificates: [{ value: "AAAA" }],
      [enterpriseUserUrn]: {
        employeeNumber: "1",
        costCenter: "2",
        organization: "Example Corp",
        division: "North",
        department: "Lab",
        manager: { value: "26118915-6090-4610-87e4-49d8ca9f808d" },
      },
    });
    const { id, schemas, meta, ...readBack } = await source.create("Users", everything);
    assert.deepEqual(readBack, everything);
    assert.ok(Array.isArray(schemas) && schemas.includes(enterpriseUserUrn));
    assert.deepEqual(await source.read("Users", id), { id, schemas, meta, ...readBack });
  });

  test("unknown extension containers, through POST, PUT and PATCH", async () => {
    const { source } = await scene();
    const ann = await source.create("Users", person("ann", { [container]: badge }));
    assert.deepEqual(ann[container], badge);
    assert.deepEqual((await source.read("Users", ann.id))[container], badge);
    await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
    assert.deepEqual((await source.read("Users", ann.id))[container], badge);
    const other = { number: 8 };
    await source.replace("Users", ann.id, person("ann", { [container]: other }));
    assert.deepEqual((await source.read("Users", ann.id))[container], other);
    await source.patch("Users", ann.id, { op: "add", value: { [container]: badge } });
    assert.deepEqual((await source.read("Users", ann.id))[container], { ...other, ...badge });
    const { schemas } = await source.replace("Users", ann.id, person("ann"));
    assert.equal((await source.read("Users", ann.id))[container], undefined);
    assert.ok(Array.isArray(schemas) && !schemas.includes(container));
  });

  test("other unknown names are not stored; they are counted as received", async () => {
    const { organization, source } = await scene();
    const ann = await source.create("Users", person("ann", { shoeSize: 38, name: { givenName: "Ann", petName: "A" } }));
    assert.equal("shoeSize" in (await source.read("Users", ann.id)), false);
    await source.replace("Users", ann.id, person("ann", { shoeSize: 39 }));
    await source.patch("Users", ann.id, { op: "add", value: { shoeSize: 40, title: "Chemist" } });
    await organization.exchanges(source);
    const counted = unnamedStatement(
      "select path, received from received_attributes where organization_id = $1 order by path",
    );
    assert.deepEqual(await own.server.database.pool.query(counted, [organization.id]), [
      { path: "name.petName", received: 1 },
      { path: "shoeSize", received: 3 },
    ]);
    const path = `/source-applications/${source.applicationId}/received-attributes`;
    const { items } = await organization.call<{ items: ReceivedAttribute[] }>("GET", path);
    assert.deepEqual(
      items.map((item) => [item.path, item.received, item.sample]),
      [
        ["shoeSize", 3, "••"],
        ["name.petName", 1, "•"],
      ],
    );
    const stored = await snapshot(own.server.database);
    assert.ok(!JSON.stringify(stored).includes("shoeSize"));
  });

  test("nulls, empty texts and empty arrays are no value", async () => {
    const { organization, source } = await scene();
    const empty = { title: "", nickName: null, phoneNumbers: [], [enterpriseUserUrn]: { department: "" } };
    const ann = await source.create("Users", person("ann", empty));
    for (const name of Object.keys(empty)) assert.equal(name in ann, false, name);
    assert.equal("title" in (await organization.user("ann@example.com")).attributes, false);
    await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
    const cleared = await source.patch("Users", ann.id, { op: "replace", path: "title", value: "" });
    assert.equal("title" in cleared.body, false);
  });

  test("an absent value of a type is made from its filter", async () => {
    const { organization, source } = await scene();
    const ann = await source.create("Users", person("ann", { emails: [] }));
    const path = 'emails[type eq "work" and primary eq true].value';
    const answer = await source.patch("Users", ann.id, { op: "replace", path, value: "ann@example.com" });
    assert.deepEqual(answer.body["emails"], [{ type: "work", primary: true, value: "ann@example.com" }]);
    assert.equal((await organization.user("ann@example.com")).email, "ann@example.com");
  });

  for (const [what, text] of [
    ["U+0000", '{"userName":"a\\u0000b"}'],
    ["half of a surrogate pair", '{"userName":"a\\ud800b"}'],
  ] as const) {
    test(`${what}, which the database cannot hold, is refused with its position`, async () => {
      const { source } = await scene();
      const answer = await source.send("POST", "/Users", Buffer.from(text));
      assert.deepEqual(refusal(answer), [400, "invalidValue"]);
      assert.equal(answer.detail, `userName: ${what} at position 2 cannot be stored`);
    });
  }
});

describe("members", () => {
  async function team() {
    const made = await scene();
    const [ann, bob] = [
      await made.source.create("Users", person("ann")),
      await made.source.create("Users", person("bob")),
    ];
    const lab = await made.source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    return { ...made, ann, bob, lab };
  }

  test("an id that was issued here and deleted is dropped by POST, PUT and PATCH, 2xx", async () => {
    const { source, ann, bob, lab } = await team();
    await source.delete("Users", bob.id);
    const members = [{ value: ann.id }, { value: bob.id }];
    const posted = await source.create("Groups", { displayName: "Posted", members });
    assert.deepEqual(await source.memberIds(posted.id), [ann.id]);
    await source.replace("Groups", lab.id, { displayName: "Lab", members });
    assert.deepEqual(await source.memberIds(lab.id), [ann.id]);
    const before = await source.read("Groups", lab.id);
    await source.addMembers(lab.id, bob.id);
    assert.deepEqual(await source.read("Groups", lab.id), before);
  });

  test("an id that was never issued here is 400 invalidValue naming it, and nothing is changed", async () => {
    const { organization, source, ann, lab } = await team();
    const other = await organization.source("Other");
    const foreign = (await other.create("Users", person("cid"))).id;
    const before = await snapshot(own.server.database);
    for (const value of ["nobody", "01a20b81-494e-7222-95a4-1d73102b48fd", foreign]) {
      const members = [{ value: ann.id }, { value }];
      const answers = [
        await source.send("POST", "/Groups", { displayName: "Posted", members }),
        await source.send("PUT", `/Groups/${lab.id}`, { displayName: "Lab", members }),
        await source.tryPatch("Groups", lab.id, { op: "add", path: "members", value: members }),
      ];
      for (const answer of answers) {
        assert.deepEqual(refusal(answer), [400, "invalidValue"]);
        assert.ok(answer.detail.includes(value), answer.text);
      }
    }
    assert.deepEqual(await snapshot(own.server.database), before);
  });

  test("a group cannot contain itself; groups may contain each other in a circle", async () => {
    const { organization, source, lab } = await team();
    const itself = await source.tryPatch("Groups", lab.id, { op: "add", path: "members", value: [{ value: lab.id }] });
    assert.deepEqual(refusal(itself), [400, "invalidValue"]);
    const put = await source.send("PUT", `/Groups/${lab.id}`, { displayName: "Lab", members: [{ value: lab.id }] });
    assert.deepEqual(refusal(put), [400, "invalidValue"]);
    const outer = await source.create("Groups", { displayName: "Outer", members: [{ value: lab.id }] });
    await source.addMembers(lab.id, outer.id);
    assert.deepEqual(await source.memberIds(outer.id), [lab.id]);
    assert.ok((await source.memberIds(lab.id)).includes(outer.id));
    assert.deepEqual(await organization.members((await organization.group("Outer")).id), ["Lab"]);
    assert.equal((await source.send("GET", "/Groups")).status, 200);
    await source.delete("Groups", lab.id);
    assert.deepEqual(await source.memberIds(outer.id), []);
  });

  test("a removal of all members by PATCH, and one of a member who is none, are what they say", async () => {
    const { source, ann, bob, lab } = await team();
    const before = await source.read("Groups", lab.id);
    await source.removeMembers(lab.id, bob.id);
    assert.deepEqual(await source.read("Groups", lab.id), before);
    await source.addMembers(lab.id, bob.id);
    await source.patch("Groups", lab.id, { op: "remove", path: "members" });
    assert.deepEqual(await source.memberIds(lab.id), []);
    assert.deepEqual(await source.groupIds(ann.id), []);
  });
});

describe("versions", () => {
  test("a no-op changes neither version nor lastModified of a user: PUT, PATCH, PATCH there and back", async () => {
    const { source } = await scene();
    const body = person("ann", { title: "Chemist", [enterpriseUserUrn]: { department: "Lab" } });
    const ann = await source.create("Users", body);
    const noOps: readonly (() => Promise<unknown>)[] = [
      () => source.replace("Users", ann.id, body),
      () => source.replace("Users", ann.id, { ...ann }),
      () => source.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" }),
      () =>
        source.patch("Users", ann.id, {
          op: "replace",
          value: { active: true, [enterpriseUserUrn]: { department: "Lab" } },
        }),
      () => source.patch("Users", ann.id, { op: "add", path: "emails", value: body["emails"] as JsonObject[] }),
      () => source.patch("Users", ann.id, { op: "remove", path: 'phoneNumbers[type eq "work"]' }),
      () =>
        source.patch(
          "Users",
          ann.id,
          { op: "replace", path: "title", value: "Physicist" },
          { op: "replace", path: "title", value: "Chemist" },
        ),
    ];
    for (const [index, noOp] of noOps.entries()) {
      await noOp();
      assert.deepEqual(await source.read("Users", ann.id), ann, `no-op ${index + 1}`);
    }
    const changed = await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Physicist" });
    assert.equal(versionOf(changed.body), versionOf(ann) + 1);
    assert.ok(lastModifiedOf(changed.body) > lastModifiedOf(ann));
  });

  test("a no-op changes neither version nor lastModified of a group: PUT, PATCH, a member added again", async () => {
    const { source } = await scene();
    const ann = await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const members = [{ value: ann.id }];
    const lab = await source.create("Groups", { displayName: "Lab", externalId: "g-1", members });
    const noOps: readonly (() => Promise<unknown>)[] = [
      () => source.replace("Groups", lab.id, { displayName: "Lab", externalId: "g-1", members }),
      () => source.replace("Groups", lab.id, { ...lab }),
      () => source.addMembers(lab.id, ann.id),
      () => source.removeMembers(lab.id, bob.id),
      () => source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Lab" }),
      () => source.patch("Groups", lab.id, { op: "replace", path: "members", value: members }),
      () =>
        source.patch(
          "Groups",
          lab.id,
          { op: "add", path: "members", value: [{ value: bob.id }] },
          { op: "remove", path: `members[value eq "${bob.id}"]` },
        ),
    ];
    for (const [index, noOp] of noOps.entries()) {
      await noOp();
      assert.deepEqual(await source.read("Groups", lab.id), lab, `no-op ${index + 1}`);
    }
    await source.addMembers(lab.id, bob.id);
    const changed = await source.read("Groups", lab.id);
    assert.equal(versionOf(changed), versionOf(lab) + 1);
    assert.ok(lastModifiedOf(changed) > lastModifiedOf(lab));
  });

  test("a group's version counts its changes and those of its members, whoever causes them", async () => {
    const { source } = await scene();
    const people = [await source.create("Users", person("ann")), await source.create("Users", person("bob"))];
    const lab = await source.create("Groups", { displayName: "Lab", members: people.map(({ id }) => ({ value: id })) });
    const version = async () => versionOf(await source.read("Groups", lab.id));
    assert.equal(await version(), 3);
    await source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Laboratory" });
    assert.equal(await version(), 4);
    await source.delete("Users", people[0]?.id ?? "");
    assert.equal(await version(), 5);
    await source.replace("Groups", lab.id, { displayName: "Office", members: [] });
    assert.equal(await version(), 7);
    const listed = await source.send("GET", "/Groups?excludedAttributes=members");
    assert.equal(versionOf((listed.body["Resources"] as JsonObject[])[0] as JsonObject), 7);
  });
});

test("the total of an unfiltered list is exact after many creations and deletions at once", async () => {
  const { source } = await scene();
  const created = await Promise.all(
    Array.from({ length: 30 }, (_, index) => source.create("Users", person(`person${index}`))),
  );
  await Promise.all(created.slice(0, 12).map(({ id }) => source.delete("Users", id)));
  assert.equal((await source.send("GET", "/Users?count=0")).body["totalResults"], 18);
  assert.equal((await source.send("GET", "/Users")).body["totalResults"], 18);
});

test("PATCH of a user answers 200 with the resource, of a group 200 up to 100 members, else 204", async () => {
  const { source } = await scene();
  const people = await Promise.all(
    Array.from({ length: 101 }, (_, index) => source.create("Users", person(`person${index}`))),
  );
  const [first, ...others] = people.map(({ id }) => ({ value: id }));
  const lab = await source.create("Groups", { displayName: "Lab", members: others });
  const named = await source.patch("Groups", lab.id, { op: "replace", path: "displayName", value: "Laboratory" });
  assert.deepEqual([named.status, (named.body["members"] as unknown[]).length], [200, 100]);
  const grown = await source.addMembers(lab.id, first?.value ?? "");
  assert.deepEqual([grown.status, grown.text], [204, ""]);
  assert.deepEqual(await source.memberIds(lab.id), people.map(({ id }) => id).sort());
});
