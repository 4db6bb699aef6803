import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
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

/** How a rule applies where nothing else is said. */
const asUsual = { apply: "always", whenMissing: "clear", merge: false } as const;

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
    { attribute: "displayName", label: "Group Name", source: { paths: ["displayName"] }, required: true, ...asUsual },
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
    {
      attribute: "nickName",
      label: "Nickname",
      source: { paths: ['emails[type eq "home"].value'] },
      required: false,
      ...asUsual,
    },
    {
      attribute: "badge",
      label: "Badge",
      source: { paths: ["urn:example:hr:1.0:Person:badge"] },
      required: false,
      ...asUsual,
    },
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

test("a check says what is wrong and where, and gives each sound rule its normal path and a sample", async () => {
  const { id, ...created } = await server.createSourceApplication("Okta");
  const params = { sourceApplicationId: id };
  const source = new Source({ id, ...created });
  const mapping = await owner.call(adminRoutes.getMapping, { params });
  const rules = mapping.users.map(({ attribute, source: from }) => ({ attribute, source: from }));
  const check = (users: SentMapping["users"]) =>
    owner.call(adminRoutes.checkMapping, { params, body: { users, groups: mapping.groups } });
  const nobody = await check(rules);
  assert.deepEqual([nobody.problems, nobody.users.sampled, nobody.whatWillChange], [[], 0, "Nothing changes."]);

  await source.create("Users", person("ann", { title: "Engineer" }));
  await source.create("Users", person("bob", { title: "Lawyer", nickName: "Bobby" }));
  const changed = rules
    .filter(({ attribute }) => attribute !== "locale")
    .map((rule) => (rule.attribute === "title" ? { ...rule, source: { paths: ["nickName", "title"] } } : rule));
  const added = { attribute: "nickName", source: { paths: ['emails[type eq \\"work\\"].value'] } };
  const checked = await check([...changed, added]);
  assert.deepEqual(checked.problems, []);
  const rule = checked.users.rules.at(-1);
  assert.deepEqual(rule?.source.paths, ['emails[type eq "work"].value'], "pasted backslashes are taken off");
  assert.deepEqual(rule?.sample, { value: "bob@example.com", path: 'emails[type eq "work"].value' });
  assert.deepEqual(
    checked.users.changes.map(({ change, sentence }) => [change, sentence]),
    [
      ["changed", "Title is filled from nickName, then title, no longer from title."],
      ["added", 'Nickname is filled from emails[type eq "work"].value.'],
      ["removed", "Locale is no longer filled from this application."],
    ],
  );
  assert.deepEqual(
    checked.users.effects.map(({ name, changes }) => [name, changes.map(({ label, from, to }) => [label, from, to])]),
    [
      [
        "bob@example.com",
        [
          ["Title", "Lawyer", "Bobby"],
          ["Nickname", null, "bob@example.com"],
        ],
      ],
      ["ann@example.com", [["Nickname", null, "ann@example.com"]]],
    ],
  );
  assert.deepEqual([checked.users.sampled, checked.users.total], [2, 2]);
  assert.match(
    checked.whatWillChange,
    /^3 rules change\. Of the 2 latest users, 2 get other values\. This is a sample\./,
  );

  const wrong = await check([...rules, { attribute: "nickName", source: { paths: ["nickname.x", "password"] } }]);
  assert.deepEqual(
    wrong.problems.map(({ code, where }) => [code, where]),
    [
      ["mapping.unknown_attribute_path", `/users/${rules.length}/source/paths/0`],
      ["mapping.unknown_attribute_path", `/users/${rules.length}/source/paths/1`],
    ],
  );
  assert.equal((await owner.call(adminRoutes.getMapping, { params })).version, 1, "nothing was saved");
});

test("what a check says of the latest user is what live traffic makes of that user after saving", async () => {
  const { id, ...created } = await server.createSourceApplication("Ping");
  const params = { sourceApplicationId: id };
  const source = new Source({ id, ...created });
  const mapping = await owner.call(adminRoutes.getMapping, { params });
  const users = [...mapping.users, { attribute: "nickName", source: { paths: ["name.middleName", "nickName"] } }];
  const made = await source.create("Users", person("livia", { nickName: "Liv" }));
  const checked = await owner.call(adminRoutes.checkMapping, { params, body: { ...mapping, users } });
  const predicted = checked.users.effects[0]?.changes.map(({ attribute, to }) => [attribute, to]);
  await owner.call(adminRoutes.putMapping, { params, body: { ...mapping, users } });
  await source.send("PATCH", `/Users/${made.id}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "title", value: "Writer" }],
  });
  const organization = { organizationId: server.organizationId };
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, { params: organization });
  const livia = items.find(({ userName }) => userName === "livia@example.com");
  const details = await owner.call(adminRoutes.getDirectoryUser, {
    params: { ...organization, directoryUserId: livia?.id ?? "" },
  });
  assert.deepEqual(predicted, [["nickName", "Liv"]]);
  assert.equal(details.attributes["nickName"], "Liv");
});

test("paths for completion are those of the schemas and those that were sent, with samples, and no password", async () => {
  const { id, ...created } = await server.createSourceApplication("SailPoint");
  const source = new Source({ id, ...created });
  const list = async (resourceType: "User" | "Group") => {
    const query = { resourceType };
    return (await owner.call(adminRoutes.listAttributePaths, { params: { sourceApplicationId: id }, query })).items;
  };
  const untouched = await list("User");
  assert.ok(untouched.length > 60 && untouched.every(({ sent }) => !sent));
  await source.create("Users", {
    ...person("cleo", { password: "s3cret-s3cret", shoeSize: 42 }),
    emails: [
      { type: "work", value: "cleo@example.com" },
      { type: "pager", value: "pager@example.com" },
    ],
    "urn:example:params:scim:schemas:badge:1.0:User": { badge: "B-7", colour: "red" },
  });
  await server.recorder.flush();
  const items = await list("User");
  const found = (path: string) => items.find((item) => item.path === path);
  assert.deepEqual(found('emails[type eq "pager"].value')?.sample, "pager@example.com");
  assert.deepEqual(found("emails.value"), {
    path: "emails.value",
    type: "string",
    multiValued: true,
    description: found("emails.value")?.description,
    sent: true,
    inSchema: true,
    sentBy: 1,
    kept: true,
    sample: ["cleo@example.com", "pager@example.com"],
  });
  const badge = found("urn:example:params:scim:schemas:badge:1.0:User:badge");
  assert.deepEqual([badge?.sent, badge?.sample], [true, "B-7"]);
  assert.deepEqual([found("shoeSize")?.kept, found("shoeSize")?.sample], [false, "••"]);
  assert.equal(
    items.some(({ path }) => /password/i.test(path)),
    false,
  );
  assert.deepEqual(
    (await list("Group")).map(({ path }) => path),
    ["externalId", "displayName"],
  );
  const { users, groups } = await owner.call(adminRoutes.getMapping, { params: { sourceApplicationId: id } });
  const all = items.filter(({ kept }) => kept).map(({ path }) => path);
  const tried = { users: users.filter(({ attribute }) => attribute !== "title"), groups };
  for (let at = 0; at < all.length; at += 20) {
    const rule = { attribute: "title", source: { paths: all.slice(at, at + 20) } };
    const checked = await owner.call(adminRoutes.checkMapping, {
      params: { sourceApplicationId: id },
      body: { ...tried, users: [...tried.users, rule] },
    });
    assert.deepEqual(checked.problems, [], "every path that is offered can be saved");
  }
});

test("a path that no schema has says how many of the latest people the source sent it for, and is read", async () => {
  const created = await server.createSourceApplication("HR feed");
  const params = { sourceApplicationId: created.id };
  const source = new Source(created);
  const urn = "urn:example:params:scim:schemas:extension:hr:1.0";
  const badge = (name: string, value: JsonObject) => source.create("Users", person(name, { [urn]: value }));
  await badge("unk-ann", { badge: 7, places: ["A", "B"] });
  await badge("unk-bob", { badge: 8, desk: { floor: "3" } });
  await source.create("Users", person("unk-eve"));
  const { items, read } = await owner.call(adminRoutes.listAttributePaths, { params });
  assert.equal(read, 3);
  assert.deepEqual(
    items
      .filter(({ inSchema, type }) => !inSchema && type !== "complex")
      .map(({ path, type, multiValued, sentBy, kept }) => [path, type, multiValued, sentBy, kept]),
    [
      [`${urn}:badge`, "decimal", false, 2, true],
      [`${urn}:desk.floor`, "string", false, 1, true],
      [`${urn}:places`, "string", true, 1, true],
    ],
  );
  const mapping = await owner.call(adminRoutes.getMapping, { params });
  const rule = (attribute: string, path: string) => ({ attribute, source: { paths: [path] } });
  const checked = await owner.call(adminRoutes.checkMapping, {
    params,
    body: {
      ...mapping,
      users: [...mapping.users, rule("nickName", `${urn}:badge`), rule("streetAddress", `${urn}:bagde`)],
    },
  });
  assert.deepEqual([checked.problems, checked.users.rules.at(-2)?.sample], [[], null]);
  assert.deepEqual(checked.notices, [
    {
      where: "/users/19/source/paths/0",
      detail: "not in any schema; kept as received, sent by 2 of the 3 latest users",
    },
    {
      where: "/users/20/source/paths/0",
      detail: "not in any schema, and sent by none of the 3 latest users: check how the source spells it",
    },
  ]);
  assert.equal(checked.users.effects.length, 2);
});

test("what the source sends and no schema has is kept on request, and flows from the next write on", async () => {
  const created = await server.createSourceApplication("HR feed");
  const params = { sourceApplicationId: created.id };
  const source = new Source(created);
  const ann = await source.create(
    "Users",
    person("shoe-ann", { shoeSize: 38, name: { givenName: "Ann", petName: "A" } }),
  );
  const list = () => owner.call(adminRoutes.listReceivedAttributes, { params });
  while ((await list()).items.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual(
    (await list()).items.map(({ path, type, keepable }) => [path, type, keepable]),
    [
      ["name.petName", "string", false],
      ["shoeSize", "decimal", true],
    ],
  );
  const before = await owner.call(adminRoutes.getMapping, { params });
  const typed = { attribute: "nickName", source: { paths: ["shoesize"] } };
  const kept = before.users.filter(({ attribute }) => attribute !== "nickName");
  const checked = await owner.call(adminRoutes.checkMapping, { params, body: { ...before, users: [...kept, typed] } });
  assert.deepEqual(
    checked.problems.map(({ detail }) => detail),
    ["shoesize is no attribute of User; it came once and is not kept: map it under Received, not mapped"],
  );
  const keep = (path: string) => ({ params, body: { path, type: "decimal" as const } });
  const { path } = await owner.call(adminRoutes.keepReceivedAttribute, keep("shoeSize"));
  assert.deepEqual(
    (await list()).items.map((one) => one.path),
    ["name.petName"],
  );
  for (const [name, code] of [
    ["shoeSize", "received_attribute.kept"],
    ["name.petName", "received_attribute.not_keepable"],
    ["hatSize", "received_attribute.not_found"],
  ] as const) {
    assert.equal((await owner.refused(adminRoutes.keepReceivedAttribute, keep(name))).code, code);
  }
  await owner.call(adminRoutes.createDirectoryAttribute, {
    params: { organizationId: server.organizationId },
    body: { name: "shoeSize", label: "Shoe size", type: "number" },
  });
  const mapping = await owner.call(adminRoutes.getMapping, { params });
  const users = [...mapping.users, { attribute: "shoeSize", source: { paths: [path] } }];
  await owner.call(adminRoutes.putMapping, { params, body: { ...mapping, users } });
  await source.patch("Users", ann.id, { op: "replace", value: { shoeSize: 39 } });
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, {
    params: { organizationId: server.organizationId },
    query: { search: "shoe-ann" },
  });
  assert.equal(items[0]?.attributes["shoeSize"], 39);
});
