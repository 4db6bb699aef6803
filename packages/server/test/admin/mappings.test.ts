import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SentMapping } from "@rollcall/admin-api/mappings.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

async function application() {
  const created = await server.createSourceApplication("Entra ID");
  const params = { sourceApplicationId: created.id };
  return {
    source: new Source(created),
    read: () => owner.call(adminRoutes.getMapping, { params }),
    save: (body: SentMapping) => owner.call(adminRoutes.putMapping, { params, body }),
    refused: (body: SentMapping) => owner.refused(adminRoutes.putMapping, { params, body }),
  };
}

test("the default mapping is filled in, with the six required rules and the labels of the console", async () => {
  const { read } = await application();
  const mapping = await read();
  assert.equal(mapping.version, 1);
  assert.deepEqual(
    mapping.users.filter(({ required }) => required).map(({ attribute, label }) => [attribute, label]),
    [
      ["userName", "Username"],
      ["givenName", "First Name"],
      ["familyName", "Last Name"],
      ["email", "Email"],
      ["displayName", "Display Name"],
      ["active", "Status"],
    ],
  );
  assert.deepEqual(mapping.groups, [
    { attribute: "displayName", label: "Group Name", source: { paths: ["displayName"] }, required: true },
  ]);
});

test("what was read is saved as it is, as the next version", async () => {
  const { read, save } = await application();
  const mapping = await read();
  assert.deepEqual(await save(mapping), { ...mapping, version: 2 });
  assert.deepEqual(await read(), { ...mapping, version: 2 });
});

test("a path with pasted backslashes is kept without them and fills the directory from the next write on", async () => {
  const { read, save, source } = await application();
  await owner.call(adminRoutes.createDirectoryAttribute, {
    params: { organizationId: server.organizationId },
    body: { name: "badge", label: "Badge", type: "string" },
  });
  const mapping = await read();
  const saved = await save({
    ...mapping,
    users: [
      ...mapping.users,
      { attribute: "nickName", source: { paths: ['emails[type eq \\"home\\"].value'] } },
      { attribute: "badge", source: { paths: ["urn:example:hr:1.0:Person:badge"] } },
    ],
  });
  assert.deepEqual(saved.users.slice(-2), [
    { attribute: "nickName", label: "Nickname", source: { paths: ['emails[type eq "home"].value'] }, required: false },
    { attribute: "badge", label: "Badge", source: { paths: ["urn:example:hr:1.0:Person:badge"] }, required: false },
  ]);
  await source.create(
    "Users",
    person("ann", {
      emails: [
        { value: "ann@example.com", type: "work", primary: true },
        { value: "ann@example.org", type: "home" },
      ],
      "urn:example:hr:1.0:Person": { badge: "B-7" },
    }),
  );
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, {
    params: { organizationId: server.organizationId },
    query: { search: "ann@example.com" },
  });
  assert.deepEqual([items[0]?.attributes["nickName"], items[0]?.attributes["badge"]], ["ann@example.org", "B-7"]);
});

test("all faults of a mapping are answered at once, and nothing is saved", async () => {
  const { read, refused } = await application();
  const mapping = await read();
  const users = mapping.users.filter(({ attribute }) => attribute !== "active");
  const answer = await refused({
    ...mapping,
    users: [...users, { attribute: "shoeSize", source: { paths: ["nikName"] } }],
  });
  assert.deepEqual(answer, {
    status: 400,
    code: "mapping.unknown_directory_attribute",
    problems: [
      { where: "/users/18/attribute", detail: 'expected a directory attribute, found "shoeSize"' },
      { where: "/users/18/source/paths/0", detail: "nikName is no attribute of User" },
      { where: "/users", detail: 'the rule for "active" is required' },
    ],
  });
  assert.deepEqual(await read(), mapping);
});

test("of two who save on the same version one is told, and one without a version overwrites", async () => {
  const { read, save, refused } = await application();
  const mapping = await read();
  await save(mapping);
  assert.deepEqual(await refused(mapping), { status: 409, code: "mapping.version_conflict", problems: [] });
  const { users, groups } = mapping;
  assert.equal((await save({ users, groups })).version, 3);
});

test("a policy reads back as it was saved, and DELETE follows the toggle until it is set", async () => {
  const created = await server.createSourceApplication("Okta");
  const params = { sourceApplicationId: created.id };
  const read = () => owner.call(adminRoutes.getDeprovisioningPolicy, { params });
  const save = (body: object) => owner.call(adminRoutes.putDeprovisioningPolicy, { params, body: body as never });
  const defaults = { deleteDeactivatedUsers: false, onGroupDelete: "bin", binRetentionDays: 30 };
  assert.deepEqual(await read(), defaults);
  const whole = { deleteDeactivatedUsers: true, onUserDelete: "disable", onGroupDelete: "keep", binRetentionDays: 7 };
  assert.deepEqual(await save(whole), { ...whole, alreadyDisabled: 0 });
  assert.deepEqual(await read(), whole);
  assert.deepEqual(await save({ deleteDeactivatedUsers: false, onUserDelete: null }), defaults);
  assert.deepEqual(await read(), defaults);
});

test("turning the toggle on says how many are disabled already and leaves them as they are", async () => {
  const created = await server.createSourceApplication("OneLogin");
  const source = new Source(created);
  for (const name of ["kim", "lee", "max"]) await source.create("Users", person(name, { active: name === "max" }));
  const params = { sourceApplicationId: created.id };
  const body = { deleteDeactivatedUsers: true };
  const on = await owner.call(adminRoutes.putDeprovisioningPolicy, { params, body });
  assert.equal(on.alreadyDisabled, 2);
  const again = await owner.call(adminRoutes.putDeprovisioningPolicy, { params, body });
  assert.equal(again.alreadyDisabled, undefined);
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, {
    params: { organizationId: server.organizationId },
    query: { sourceApplicationId: created.id },
  });
  assert.deepEqual(
    items.map(({ userName, status }) => [userName, status]),
    [
      ["kim@example.com", "disabled"],
      ["lee@example.com", "disabled"],
      ["max@example.com", "enabled"],
    ],
  );
});

test("a custom attribute's name is unique among all attributes, in whatever case", async () => {
  const params = { organizationId: server.organizationId };
  const create = (name: string) => ({ params, body: { name, label: "X", type: "number" as const, multiValued: true } });
  const made = await owner.call(adminRoutes.createDirectoryAttribute, create("floors"));
  assert.deepEqual(made, { name: "floors", label: "X", type: "number", multiValued: true, custom: true });
  for (const name of ["floors", "FLOORS", "username", "description", "constructor", "prototype"]) {
    const { status, code } = await owner.refused(adminRoutes.createDirectoryAttribute, create(name));
    assert.deepEqual([name, status, code], [name, 409, "directory_attribute.exists"]);
  }
  for (const name of ["__proto__", "a-b", "1a", "a_b", ""]) {
    const { status } = await owner.refused(adminRoutes.createDirectoryAttribute, create(name));
    assert.equal(status, 400, name);
  }
  const { users, groups } = await owner.call(adminRoutes.listDirectoryAttributes, { params });
  assert.deepEqual(users.at(-1), made);
  assert.deepEqual(groups.at(-1), made);
  assert.equal(users[0]?.custom, false);
});
