import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { withServer } from "../support/organization.ts";
import { type PatchOperation, person, type Source } from "../support/source.ts";
import { assertRefused } from "./assert-refused.ts";

// RFC 7643 section 4.

const own = withServer();
const newSource = async (): Promise<Source> => (await own.organization()).source();

/** Creates a user and gives what is read back of the values that were sent. */
async function readBack(source: Source, sent: JsonObject): Promise<JsonObject> {
  const { id } = await source.create("Users", sent);
  const read = await source.read("Users", id);
  return Object.fromEntries(
    Object.keys(sent).flatMap((name) => (name in read ? [[name, read[name]]] : [])),
  ) as JsonObject;
}

describe("users", () => {
  test("R7643-4.1.1-01: userName is there, not empty and unique whatever its case, at POST, PUT and PATCH", async () => {
    const source = await newSource();
    await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    const missing = { status: 400, scimType: "invalidValue", detail: /userName: a value is required/ };
    const taken = { status: 409, scimType: "uniqueness", detail: /^userName: "ANN@example.com" is taken/ };
    for (const [userName, refusal] of [
      ["", missing],
      [null, missing],
      ["ANN@example.com", taken],
    ] as const) {
      const body = { schemas: [coreUserUrn], ...person("cem"), userName };
      assertRefused(await source.send("POST", "/Users", body), refusal);
      assertRefused(await source.send("PUT", `/Users/${bob.id}`, body), refusal);
      const operation = { op: "replace", path: "userName", value: userName } as const;
      assertRefused(await source.tryPatch("Users", bob.id, operation), refusal);
    }
    assert.deepEqual(await source.read("Users", bob.id), bob);
    const other = await own.organization();
    await (await other.source()).create("Users", person("ann"));
  });

  test("R7643-4.1.1-02, R7643-4.1.1-03, R7643-4.1.1-04: names are read back as they were sent, and none is made up", async () => {
    const source = await newSource();
    const cases: readonly JsonObject[] = [
      { userName: "ann", name: { formatted: "Dr Ann Example" } },
      { userName: "bob", name: { givenName: "Bob", familyName: "Example" } },
      { userName: "cem", name: { formatted: "Cem E.", givenName: "Cem" }, displayName: "Cem Example", nickName: "C" },
      { userName: "dora" },
    ];
    for (const sent of cases) {
      assert.deepEqual(await readBack(source, { name: null, displayName: null, nickName: null, ...sent }), sent);
    }
  });

  test("R7643-4.1.1-05, AMB-68: languages, locales, time zones and countries are read back in any form", async () => {
    const source = await newSource();
    const cases: readonly JsonObject[] = [
      { userName: "ann", preferredLanguage: "da, en-GB;q=0.8", locale: "de-CH", timezone: "Europe/Zurich" },
      { userName: "bob", preferredLanguage: "German", locale: "en_US", timezone: "(UTC+01:00) Bern" },
      { userName: "cem", addresses: [{ country: "CH" }, { country: "USA" }, { country: "Switzerland" }] },
    ];
    for (const sent of cases) assert.deepEqual(await readBack(source, sent), sent);
  });

  test("R7643-4.1.1-06: active false disables the person in the directory, and true enables again", async () => {
    const organization = await own.organization();
    const source = await organization.source();
    const { id } = await source.create("Users", person("ann"));
    for (const [active, status] of [
      [false, "disabled"],
      [true, "enabled"],
    ] as const) {
      await source.setActive(id, active);
      assert.deepEqual(await organization.statuses(), { "ann@example.com": status });
    }
  });

  test("R7643-4.1.2-01, AMB-65: addresses and numbers are read back as they were sent, and found however they are written", async () => {
    const source = await newSource();
    const sent = {
      userName: "ann",
      emails: [{ value: "Ann@EXAMPLE.com" }, { value: "no address" }],
      phoneNumbers: [{ value: "tel:+1-201-555-0100" }, { value: "(201) 555 0100" }],
      ims: [{ value: "Ann Example", type: "Chat" }],
    };
    assert.deepEqual(await readBack(source, sent), sent);
    assert.equal((await source.find("Users", 'emails.value eq "ann@example.COM"')).length, 1);
    const found = async (filter: string): Promise<number> => (await source.find("Users", filter)).length;
    for (const same of ["TEL:+1-201-555-0100", "tel:+12015550100", "+1 (201) 555.0100", "201 555-0100"]) {
      assert.equal(await found(`phoneNumbers.value eq "${same}"`), 1, same);
      assert.equal(await found(`phoneNumbers[value eq "${same}"]`), 1, same);
    }
    assert.equal(await found('phoneNumbers.value eq "tel:+1-201-555-0101"'), 0);
    assert.equal(await found('phoneNumbers.value co "555 01"'), 1);
    assert.equal(await found('ims.value eq "annexample"'), 1);
    const sorted = await source.send("GET", "/Users?sortBy=phoneNumbers.value&filter=ims.value%20sw%20%22ANN%20E%22");
    assert.equal(sorted.status, 200, sorted.text);
  });

  test("R7643-4.1.2-02: the value of a photo is a URI", async () => {
    const source = await newSource();
    const photos = [{ value: "https://photos.example.com/Ann.png", type: "thumbnail" }];
    assert.deepEqual(await readBack(source, { userName: "ann", photos }), { userName: "ann", photos });
    const answer = await source.send("POST", "/Users", { userName: "bob", photos: [{ value: "my photo" }] });
    const detail = "photos[0].value: expected a URI, found other text";
    assertRefused(answer, { status: 400, scimType: "invalidValue", detail });
  });

  test("R7643-7-03, AMB-67: canonical values are suggestions", async () => {
    const source = await newSource();
    const sent = {
      userName: "ann",
      emails: [{ value: "ann@example.com", type: "Büro" }],
      phoneNumbers: [{ value: "1", type: "WORK" }],
      photos: [{ value: "https://photos.example.com/1", type: "portrait" }],
      addresses: [{ locality: "Example Town", type: "Ferien", country: "Switzerland" }],
    };
    assert.deepEqual(await readBack(source, sent), sent);
  });

  test("R7643-4.1.2-04: groups is read-only, and changed through the groups", async () => {
    const source = await newSource();
    const lab = await source.create("Groups", { displayName: "Lab" });
    const ann = await source.create("Users", person("ann", { groups: [{ value: lab.id }] }));
    assert.deepEqual(await source.groupIds(ann.id), []);
    await source.replace("Users", ann.id, person("ann", { groups: [{ value: lab.id }] }));
    assert.deepEqual(await source.groupIds(ann.id), []);
    const operation: PatchOperation = { op: "add", path: "groups", value: [{ value: lab.id }] };
    const refusal = { status: 400, scimType: "mutability", detail: /^operation 1: groups: / };
    assertRefused(await source.tryPatch("Users", ann.id, operation), refusal);
    await source.addMembers(lab.id, ann.id);
    const reference = { value: lab.id, $ref: `${source.baseUrl}/Groups/${lab.id}`, type: "direct", display: "Lab" };
    assert.deepEqual((await source.read("Users", ann.id))["groups"], [reference]);
    await source.removeMembers(lab.id, ann.id);
    assert.deepEqual(await source.groupIds(ann.id), []);
  });

  test("a name that looks like a reference is read back as it was sent, in groups and in members", async () => {
    const source = await newSource();
    const hostile = '[{"value" : "x", "type" : "User"}, {\\"value\\" : \\"$1 $& "';
    const lab = await source.create("Groups", { displayName: hostile });
    const ann = await source.create("Users", person("ann", { displayName: hostile }));
    const inner = await source.create("Groups", { displayName: "Inner" });
    await source.addMembers(lab.id, ann.id, inner.id);
    const group = { value: lab.id, $ref: `${source.baseUrl}/Groups/${lab.id}`, type: "direct", display: hostile };
    assert.deepEqual((await source.read("Users", ann.id))["groups"], [group]);
    const members = [
      { value: ann.id, $ref: `${source.baseUrl}/Users/${ann.id}`, type: "User", display: hostile },
      { value: inner.id, $ref: `${source.baseUrl}/Groups/${inner.id}`, type: "Group", display: "Inner" },
    ];
    assert.deepEqual((await source.read("Groups", lab.id))["members"], members);
  });

  test("R7643-4.1.2-05: the value of a certificate is base64", async () => {
    const source = await newSource();
    const x509Certificates = [{ value: "MIIBAQ==" }, { value: "MIIBAg" }];
    assert.deepEqual(await readBack(source, { userName: "ann", x509Certificates }), {
      userName: "ann",
      x509Certificates,
    });
    for (const value of ["-----BEGIN CERTIFICATE-----", "MIIB_Q==", 7]) {
      const answer = await source.send("POST", "/Users", { userName: "bob", x509Certificates: [{ value }] });
      const detail = /^x509Certificates\[0\]\.value: expected base64/;
      assertRefused(answer, { status: 400, scimType: "invalidValue", detail });
    }
  });

  test("R7643-4.3-01: a manager has a value and a reference, both as sent, and no name of the client's", async () => {
    const source = await newSource();
    const bob = await source.create("Users", person("bob"));
    const manager = { value: bob.id, $ref: `../Users/${bob.id}` };
    const sent = person("ann", { [enterpriseUserUrn]: { manager: { ...manager, displayName: "Somebody else" } } });
    const { id } = await source.create("Users", sent);
    assert.deepEqual((await source.read("Users", id))[enterpriseUserUrn], { manager });
    const unknown = await source.create(
      "Users",
      person("cem", { [enterpriseUserUrn]: { manager: { value: "not yet" } } }),
    );
    assert.deepEqual(unknown[enterpriseUserUrn], { manager: { value: "not yet" } });
  });

  test("AMB-71: a password is accepted, kept nowhere and not advertised", async () => {
    const source = await newSource();
    const secret = "Correct horse battery staple 7";
    const { id } = await source.create("Users", person("ann", { password: secret }));
    const before = await source.read("Users", id);
    const changed = await source.patch("Users", id, { op: "replace", path: "password", value: `${secret}8` });
    assert.deepEqual(changed.body, before);
    assert.doesNotMatch(JSON.stringify(before), /password|horse/);
    const { body } = await source.send("GET", "/ServiceProviderConfig");
    assert.deepEqual(body["changePassword"], { supported: false });
    const refusal = { status: 400, scimType: "invalidValue", detail: "password: expected a string, found a number" };
    assertRefused(await source.send("POST", "/Users", person("bob", { password: 7 })), refusal);
  });
});

describe("groups", () => {
  test("R7643-4.2-01: a group has a name; a member is added and removed, and nothing about it is changed", async () => {
    const source = await newSource();
    const refusal = { status: 400, scimType: "invalidValue", detail: /^displayName: a value is required/ };
    assertRefused(await source.send("POST", "/Groups", { schemas: [coreGroupUrn], members: [] }), refusal);
    const ann = await source.create("Users", person("ann"));
    const lab = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    const member = { value: ann.id, $ref: `${source.baseUrl}/Users/${ann.id}`, type: "User", display: "Ann Example" };
    assert.deepEqual(lab["members"], [member]);
    for (const operation of [
      { op: "replace", path: `members[value eq "${ann.id}"].display`, value: "Somebody" },
      { op: "replace", path: `members[value eq "${ann.id}"].value`, value: "7f1c" },
      { op: "add", path: "members.type", value: "Group" },
    ] as const) {
      const answer = await source.tryPatch("Groups", lab.id, operation);
      const detail = /^operation 1: members.*: a member is added or removed, never changed$/;
      assertRefused(answer, { status: 400, scimType: "mutability", detail });
    }
    assert.deepEqual(await source.read("Groups", lab.id), lab);
    await source.removeMembers(lab.id, ann.id);
    assert.deepEqual(await source.memberIds(lab.id), []);
  });

  test("AMB-31: a group's name is unique whatever its case, unless both groups have different externalIds", async () => {
    const source = await newSource();
    await source.create("Groups", { displayName: "Lab", externalId: "1" });
    await source.create("Groups", { displayName: "LAB", externalId: "2" });
    for (const more of [{}, { externalId: "1" }]) {
      const answer = await source.send("POST", "/Groups", { schemas: [coreGroupUrn], displayName: "lab", ...more });
      const detail = 'displayName: "lab" is taken by another group of this application (case ignored)';
      assertRefused(answer, { status: 409, scimType: "uniqueness", detail });
    }
    const staff = await source.create("Groups", { displayName: "Staff" });
    const rename = { op: "replace", path: "displayName", value: "lab" } as const;
    const refusal = { status: 409, scimType: "uniqueness", detail: /^displayName: "lab" is taken/ };
    assertRefused(await source.tryPatch("Groups", staff.id, rename), refusal);
  });

  test("AMB-32: groups names the groups that a user is a member of itself, not those around them", async () => {
    const source = await newSource();
    const ann = await source.create("Users", person("ann"));
    const inner = await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }] });
    await source.create("Groups", { displayName: "Staff", members: [{ value: inner.id }] });
    assert.deepEqual(await source.groupIds(ann.id), [inner.id]);
  });

  test("AMB-56: a user who is deleted is in no group any more, and the groups changed", async () => {
    const source = await newSource();
    const [ann, bob] = [await source.create("Users", person("ann")), await source.create("Users", person("bob"))];
    const members = [{ value: ann.id }, { value: bob.id }];
    const lab = await source.create("Groups", { displayName: "Lab", members });
    const staff = await source.create("Groups", { displayName: "Staff", members: [{ value: lab.id }] });
    await source.delete("Users", ann.id);
    assert.deepEqual(await source.memberIds(lab.id), [bob.id]);
    assert.notEqual((await source.read("Groups", lab.id)).meta["version"], lab.meta["version"]);
    await source.delete("Groups", lab.id);
    assert.deepEqual(await source.memberIds(staff.id), []);
    assert.deepEqual(await source.groupIds(bob.id), []);
  });

  test("AMB-34: members are in the answer by default, however many", async () => {
    const source = await newSource();
    const ids: string[] = [];
    for (let index = 0; index < 120; index += 1) {
      ids.push((await source.create("Groups", { displayName: `Part ${index}` })).id);
    }
    const { id } = await source.create("Groups", { displayName: "Whole", members: ids.map((value) => ({ value })) });
    assert.deepEqual(await source.memberIds(id), ids.sort());
  });
});
