import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
afterAll(() => server.close());

/** An organization of its own, so that a list holds what the test made. */
let made = 0;
async function organization() {
  const { id } = await owner.call(adminRoutes.createOrganization, { body: { name: `Customer ${++made}` } });
  const params = { organizationId: id };
  return {
    id,
    params,
    source: async (name: string) => new Source(await server.createSourceApplication(name, id)),
    list: (query: Listing = {}) => owner.call(adminRoutes.listDirectoryUsers, { params, query }),
    create: (attributes: JsonObject, enabled?: boolean) =>
      owner.call(adminRoutes.createDirectoryUser, {
        params,
        body: { attributes, ...(enabled === undefined ? {} : { enabled }) },
      }),
    importCsv: (text: string) => owner.call(adminRoutes.importDirectoryUsers, { params, body: text }),
    importRefused: (text: string) => owner.refused(adminRoutes.importDirectoryUsers, { params, body: text }),
  };
}

interface Listing {
  readonly search?: string;
  readonly status?: "enabled" | "disabled" | "binned";
  readonly incomplete?: boolean;
  readonly sourceApplicationId?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

const names = (page: { items: readonly { userName: string | null }[] }) => page.items.map(({ userName }) => userName);

test("the list shows a provisioned person with the fields that programs rely on", async () => {
  const { list, source } = await organization();
  const entra = await source("Entra ID");
  await entra.create("Users", person("ann", { title: "Chemist" }));
  const { items, nextCursor } = await list();
  const [ann] = items;
  assert.ok(ann !== undefined);
  assert.deepEqual(items, [
    {
      id: ann.id,
      userName: "ann@example.com",
      email: "ann@example.com",
      givenName: "Ann",
      familyName: "Example",
      displayName: "Ann Example",
      status: "enabled",
      incomplete: false,
      missing: [],
      flags: [],
      protected: false,
      legalHold: false,
      attributes: {
        userName: "ann@example.com",
        email: "ann@example.com",
        givenName: "Ann",
        familyName: "Example",
        displayName: "Ann Example",
        title: "Chemist",
      },
      sourceApplicationIds: [entra.applicationId],
      createdAt: ann.createdAt,
      modifiedAt: ann.modifiedAt,
    },
  ]);
  assert.equal(nextCursor, null);
});

test("a search finds every word in any case, takes LIKE's own characters as they are, and folds letters", async () => {
  const { list, create } = await organization();
  await create({ userName: "anna_1", givenName: "Änna", familyName: "Straße" });
  await create({ userName: "annax1", givenName: "Bob", familyName: "50% off" });
  await create({ userName: "back\\slash", employeeNumber: "E-0042" });
  const cases: [string, string[]][] = [
    ["ann", ["anna_1", "annax1"]],
    ["ANNA_1", ["anna_1"]],
    ["änna STRASSE", ["anna_1"]],
    ["strasse bob", []],
    ["50%", ["annax1"]],
    ["%", ["annax1"]],
    ["back\\slash", ["back\\slash"]],
    ["e-0042", ["back\\slash"]],
    ["  ", ["anna_1", "annax1", "back\\slash"]],
    ["nobody", []],
    ["'; drop table directory_users; --", []],
  ];
  for (const [search, found] of cases) assert.deepEqual(names(await list({ search })), found, search);
});

test("filters narrow together, and another organization's application finds nobody", async () => {
  const { list, source, create } = await organization();
  const [entra, okta] = [await source("Entra ID"), await source("Okta")];
  const ann = await entra.create("Users", person("ann"));
  await entra.create("Users", person("bob", { active: false }));
  await okta.create("Users", person("cleo", { name: { givenName: "Cleo" } }));
  await create({ userName: "dan" });
  assert.deepEqual(names(await list({ sourceApplicationId: entra.applicationId })), [
    "ann@example.com",
    "bob@example.com",
  ]);
  assert.deepEqual(names(await list({ sourceApplicationId: entra.applicationId, status: "disabled" })), [
    "bob@example.com",
  ]);
  assert.deepEqual(names(await list({ incomplete: true })), ["cleo@example.com", "dan"]);
  assert.deepEqual(names(await list({ incomplete: false, status: "enabled", search: "ann" })), ["ann@example.com"]);
  const elsewhere = await organization();
  assert.deepEqual(names(await elsewhere.list({ sourceApplicationId: entra.applicationId })), []);
  // A leaver stays among the people of the application that wrote them.
  await entra.delete("Users", ann.id);
  assert.deepEqual(names(await list({ sourceApplicationId: entra.applicationId, search: "ann" })), ["ann@example.com"]);
});

test("pages follow each other without gap or repetition while people come and change", async () => {
  const { list, create } = await organization();
  for (let number = 1; number <= 7; number += 1) await create({ userName: `user${number}` });
  const first = await list({ limit: 3 });
  assert.deepEqual(names(first), ["user1", "user2", "user3"]);
  await create({ userName: "user8" });
  const second = await list({ limit: 3, cursor: first.nextCursor ?? "" });
  const third = await list({ limit: 3, cursor: second.nextCursor ?? "" });
  assert.deepEqual([...names(second), ...names(third)], ["user4", "user5", "user6", "user7", "user8"]);
  assert.equal(third.nextCursor, null);
});

test("a manager is told by the name of the directory user, in the values and in the timeline, within the same source only", async () => {
  const { params, source, list } = await organization();
  const [entra, okta] = [await source("Entra ID"), await source("Okta")];
  const boss = await entra.create("Users", person("boss"));
  const managedBy = (value: string) => ({ [enterpriseUserUrn]: { manager: { value } } });
  await entra.create("Users", person("ann", managedBy(boss.id)));
  await okta.create("Users", person("bob", managedBy(boss.id)));
  const { items } = await list();
  const [chief, ann, bob] = ["boss", "ann", "bob"].map((name) =>
    items.find(({ userName }) => userName === `${name}@example.com`),
  );
  const told = async (user: typeof ann) => {
    const own = { ...params, directoryUserId: user?.id ?? "" };
    const { provenance } = await owner.call(adminRoutes.getDirectoryUser, { params: own });
    const timeline = await owner.call(adminRoutes.listDirectoryUserTimeline, { params: own, query: {} });
    return {
      people: provenance.filter(({ person }) => person !== null).map(({ attribute, person }) => [attribute, person]),
      named: timeline.items.map(({ people }) => people),
    };
  };
  assert.deepEqual(await told(ann), {
    people: [["manager", { id: chief?.id, name: "Boss Example" }]],
    named: [{ [boss.id]: "Boss Example" }],
  });
  assert.deepEqual(await told(bob), { people: [], named: [{}] });
});

test("a person's provenance says which application, path and instant each value has", async () => {
  const { params, source, list } = await organization();
  const entra = await source("Entra ID");
  await entra.create("Users", person("ann"));
  const [ann] = (await list()).items;
  const details = await owner.call(adminRoutes.getDirectoryUser, {
    params: { ...params, directoryUserId: ann?.id ?? "" },
  });
  const from = { id: entra.applicationId, displayName: "Entra ID" };
  assert.deepEqual(
    details.provenance.map(({ at, person: other, insteadOf, others, ...value }) => {
      assert.deepEqual([other, insteadOf, others], [null, null, []]);
      return { ...value, atCreation: at === ann?.createdAt };
    }),
    [
      {
        attribute: "displayName",
        label: "Display Name",
        value: "Ann Example",
        from,
        path: "displayName",
        atCreation: true,
      },
      {
        attribute: "email",
        label: "Email",
        value: "ann@example.com",
        from,
        path: 'emails[type eq "work" and primary eq true].value',
        atCreation: true,
      },
      {
        attribute: "familyName",
        label: "Last Name",
        value: "Example",
        from,
        path: "name.familyName",
        atCreation: true,
      },
      { attribute: "givenName", label: "First Name", value: "Ann", from, path: "name.givenName", atCreation: true },
      { attribute: "userName", label: "Username", value: "ann@example.com", from, path: "userName", atCreation: true },
    ],
  );
  assert.deepEqual(details.statusFacts, {
    sourceActive: true,
    sourcesActive: null,
    rule: "owner",
    hold: null,
    override: null,
    heldBack: false,
    binnedBy: null,
    binnedAt: null,
  });
});

test("a person's links show the resource as its source wrote it, closed links included", async () => {
  const { params, source, list } = await organization();
  const entra = await source("Entra ID");
  const ann = await entra.create("Users", person("ann", { nickName: "Annie" }));
  const directoryUserId = (await list()).items[0]?.id ?? "";
  const links = () => owner.call(adminRoutes.listDirectoryUserLinks, { params: { ...params, directoryUserId } });
  const [open] = (await links()).items;
  assert.ok(open !== undefined);
  assert.deepEqual(
    [open.scimId, open.state, open.owning, open.held, open.sourceApplicationName, open.closedAt, open.differences],
    [ann.id, "linked", true, false, "Entra ID", null, []],
  );
  const { meta: _meta, ...written } = ann;
  assert.deepEqual(open.resource, written);
  await entra.delete("Users", ann.id);
  const [closed] = (await links()).items;
  assert.deepEqual([closed?.state, closed?.resource, closed?.resourceModifiedAt], ["closed", null, null]);
});

test("a person's timeline is newest first, page by page", async () => {
  const { params, source, list } = await organization();
  const entra = await source("Entra ID");
  const ann = await entra.create("Users", person("ann"));
  await entra.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
  await entra.setActive(ann.id, false);
  const directoryUserId = (await list()).items[0]?.id ?? "";
  const timeline = (query: { limit?: number; cursor?: string }) =>
    owner.call(adminRoutes.listDirectoryUserTimeline, { params: { ...params, directoryUserId }, query });
  const first = await timeline({ limit: 2 });
  const rest = await timeline({ limit: 2, cursor: first.nextCursor ?? "" });
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ type, changes }) => [type, changes.at(-1)]),
    [
      ["user.disabled", { attribute: "status", from: "enabled", to: "disabled" }],
      ["user.changed", { attribute: "title", from: null, to: "Chemist" }],
      ["user.created", { attribute: "status", from: null, to: "enabled" }],
    ],
  );
  assert.equal(rest.nextCursor, null);
});

test("a person made by hand is enabled, says who made them, and is told of in an event", async () => {
  const { params, create } = await organization();
  const ann = await create({ userName: "ann", email: "ann@example.com" });
  assert.deepEqual(
    [ann.status, ann.incomplete, ann.missing],
    ["enabled", true, ["givenName", "familyName", "displayName"]],
  );
  assert.deepEqual(
    ann.provenance.map(({ attribute, from, path }) => [attribute, from, path]),
    [
      ["email", null, null],
      ["userName", null, null],
    ],
  );
  assert.match(ann.statusFacts.override?.by ?? "", /^api-key:/);
  const { items } = await owner.call(adminRoutes.listDirectoryUserTimeline, {
    params: { ...params, directoryUserId: ann.id },
  });
  assert.deepEqual(
    items.map(({ type, actor }) => [type, actor]),
    [["user.created", ann.statusFacts.override?.by]],
  );
  assert.equal((await create({ userName: "bob" }, false)).status, "disabled");
});

test("nobody is made by hand with a user name or e-mail that somebody has, in whatever case", async () => {
  const { params, create, list } = await organization();
  await create({ userName: "ann", email: "ann@example.com" });
  for (const attributes of [{ userName: "ANN" }, { userName: "other", email: "Ann@Example.com" }]) {
    const refused = await owner.refused(adminRoutes.createDirectoryUser, { params, body: { attributes } });
    assert.deepEqual([refused.status, refused.code], [409, "directory_user.exists"]);
  }
  const attributes = { title: 7, __proto__x: 1, shoeSize: 44 };
  assert.deepEqual(await owner.refused(adminRoutes.createDirectoryUser, { params, body: { attributes } }), {
    status: 400,
    code: "directory_user.invalid",
    problems: [
      { where: "/attributes/title", detail: "expected a string, found a number" },
      { where: "/attributes/__proto__x", detail: "expected the name of a directory attribute" },
      { where: "/attributes/shoeSize", detail: "expected the name of a directory attribute" },
      { where: "/attributes/userName", detail: "expected a user name, found nothing" },
    ],
  });
  assert.deepEqual(names(await list()), ["ann"]);
});

test("of many who make the same person by hand at once exactly one does", async () => {
  const { params, list } = await organization();
  const body = { attributes: { userName: "ann", email: "ann@example.com" } };
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => owner.send(adminRoutes.createDirectoryUser, { params, body })),
  );
  const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
  assert.deepEqual(statuses, [201, ...Array.from({ length: 7 }, () => 409)]);
  assert.deepEqual(names(await list()), ["ann"]);
});

test("a source that brings somebody made by hand finds them there: a conflict, never two people", async () => {
  const { params, source, create, list } = await organization();
  await create({ userName: "ann@example.com", email: "ann@example.com" });
  await (await source("Entra ID")).create("Users", person("ann"));
  assert.deepEqual(names(await list()), ["ann@example.com"]);
  const conflicts = await owner.call(adminRoutes.listConflicts, { params });
  assert.equal(conflicts.items.length, 1);
});

test("a table is imported whole, with types, several values and the status", async () => {
  const { params, importCsv, list } = await organization();
  for (const [name, type, multiValued] of [
    ["floor", "number", false],
    ["skills", "string", true],
  ] as const) {
    await owner.call(adminRoutes.createDirectoryAttribute, { params, body: { name, label: name, type, multiValued } });
  }
  const text = 'userName,displayName,active,floor,skills\r\nann,"Example, Ann",,4,scim; sql\r\nbob,Bob,FALSE,,\r\n';
  assert.deepEqual(await importCsv(text), { created: 2 });
  const { items } = await list();
  assert.deepEqual(
    items
      .map(({ status, attributes }) => [status, attributes])
      .sort(([, a], [, b]) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    [
      ["enabled", { userName: "ann", displayName: "Example, Ann", floor: 4, skills: ["scim", "sql"] }],
      ["disabled", { userName: "bob", displayName: "Bob" }],
    ],
  );
});

const nameOf = (attributes: unknown) => (attributes as { userName: string }).userName;

test("all problems of a table are answered by line, and nothing of it is imported", async () => {
  const { create, importRefused, list } = await organization();
  await create({ userName: "zoe", email: "zoe@example.com" });
  const text = [
    "userName,email,active,shoeSize",
    "ann,ann@example.com,yes,",
    "ANN,bob@example.com,true,44",
    ",,,",
    "cleo,ZOE@example.com,,",
    "dan,ann@example.com,,",
    "zoe,,,",
  ].join("\n");
  assert.deepEqual(await importRefused(text), {
    status: 400,
    code: "import.invalid",
    problems: [
      { where: "line 2: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 2: active", detail: 'expected true or false, found "yes"' },
      { where: "line 3: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 4: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 4: userName", detail: "expected a user name, found nothing" },
      { where: "line 5: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 6: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 7: shoeSize", detail: "expected the name of a directory attribute" },
      { where: "line 3: userName", detail: "line 2 has it, too" },
      { where: "line 5: email", detail: "a directory user has it already" },
      { where: "line 6: email", detail: "line 2 has it, too" },
      { where: "line 7: userName", detail: "a directory user has it already" },
    ],
  });
  assert.deepEqual(names(await list()), ["zoe"]);
});

test("people who are imported while a source creates them are never two", async () => {
  const { params, source, importCsv, importRefused, list } = await organization();
  const entra = await source("Entra ID");
  const people = Array.from({ length: 40 }, (_, index) => `p${index}`);
  const text = `userName,email\n${people.map((name) => `${name}@example.com,${name}@example.com`).join("\n")}\n`;
  const creating = (async () => {
    for (const name of people) await entra.create("Users", person(name));
  })();
  await sleep(20);
  const answer = await owner.send(adminRoutes.importDirectoryUsers, { params, body: text });
  await creating;
  assert.ok(answer.status === 201 || answer.status === 400, answer.text);
  const found = names(await list({ limit: 500 }));
  assert.equal(found.length, 40);
  assert.equal(new Set(found).size, 40);
  if (answer.status === 400) assert.equal((await importRefused(text)).code, "import.invalid");
  else await assert.rejects(importCsv(text));
});

test("10,000 people are imported by one call, each with an event, and are all exported again", async () => {
  const { id, params, importCsv } = await organization();
  const lines = Array.from({ length: 10_000 }, (_, index) => `user${index},user${index}@example.com,=cmd|'${index}`);
  assert.deepEqual(await importCsv(`userName,email,title\n${lines.join("\n")}\n`), { created: 10_000 });
  const text = await owner.call(adminRoutes.exportDirectoryUsers, { params });
  const rows = text.trimEnd().split("\r\n");
  assert.equal(rows.length, 10_001);
  const user0 = rows.find((row) => row.includes(",user0,"));
  assert.match(user0 ?? "", /^[0-9a-f-]{36},enabled,user0,,,user0@example\.com,,,,'=cmd\|'0,/);
  assert.equal(new Set(rows.map((row) => row.split(",")[2])).size, 10_001);
  const found = await owner.call(adminRoutes.exportDirectoryUsers, { params, query: { search: "user4321@" } });
  assert.equal(found.trimEnd().split("\r\n").length, 2);
  const told = new Set<string | null>();
  let after: string | undefined;
  // The sequencer gives events their places after the import is answered.
  while (told.size < 10_000) {
    const feed = await owner.call(adminRoutes.listProvisioningEvents, {
      params: { organizationId: id },
      query: { limit: 1_000, ...(after === undefined ? {} : { after }) },
    });
    for (const { type, directoryUserId } of feed.items) if (type === "user.created") told.add(directoryUserId);
    after = feed.nextCursor;
    if (feed.items.length === 0) await sleep(20);
  }
  assert.equal(told.has(user0?.split(",")[0] ?? ""), true);
});

test("values that no source gives are changed by hand, with an event that names who did it", async () => {
  const { params, create, id } = await organization();
  const made = await create({ userName: "ann", email: "ann@example.com", title: "Chemist" });
  assert.deepEqual(made.missing, ["givenName", "familyName", "displayName"]);
  const one = { ...params, directoryUserId: made.id };
  const changed = await owner.call(adminRoutes.changeDirectoryUser, {
    params: one,
    body: { attributes: { title: null, givenName: "Ann", department: "Labs" } },
  });
  assert.deepEqual(changed.attributes, {
    userName: "ann",
    email: "ann@example.com",
    givenName: "Ann",
    department: "Labs",
  });
  assert.deepEqual(changed.missing, ["familyName", "displayName"]);
  assert.deepEqual(
    changed.provenance.map(({ label, from, path }) => [label, from, path]),
    [
      ["Department", null, null],
      ["Email", null, null],
      ["First Name", null, null],
      ["Username", null, null],
    ],
  );
  const { items } = await owner.call(adminRoutes.listDirectoryUserTimeline, { params: one });
  const [event] = items;
  assert.deepEqual(
    [event?.type, event?.actorName, event?.changes],
    [
      "user.changed",
      "First owner",
      [
        { attribute: "department", from: null, to: "Labs" },
        { attribute: "givenName", from: null, to: "Ann" },
        { attribute: "title", from: "Chemist", to: null },
      ],
    ],
  );
  const same = await owner.call(adminRoutes.changeDirectoryUser, {
    params: one,
    body: { attributes: { department: "Labs" } },
  });
  assert.equal(same.modifiedAt, changed.modifiedAt, "what is so already makes no event");
  const refuse = (attributes: JsonObject) =>
    owner.refused(adminRoutes.changeDirectoryUser, { params: one, body: { attributes } });
  const wrong = await refuse({ userName: null, shoeSize: 4, title: 4 });
  assert.deepEqual(
    [wrong.code, wrong.problems.map(({ where }) => where)],
    ["directory_user.invalid", ["/attributes/shoeSize", "/attributes/title", "/attributes/userName"]],
  );
  await create({ userName: "bob" });
  assert.equal((await refuse({ userName: "BOB" })).code, "directory_user.exists");
  assert.equal((await server.api("GET", `/organizations/${id}/directory-users/${made.id}`)).status, 200);
});

test("a value that a source gives is refused by the source's name, one that it leaves empty is not", async () => {
  const { params, source, list } = await organization();
  const entra = await source("Entra ID");
  const ann = await entra.create("Users", person("ann"));
  const { items } = await list();
  const one = { ...params, directoryUserId: items[0]?.id ?? "" };
  const refused = await owner.refused(adminRoutes.changeDirectoryUser, {
    params: one,
    body: { attributes: { givenName: "Anna", title: "Chemist" } },
  });
  assert.deepEqual(refused, {
    status: 409,
    code: "directory_user.attribute_of_source",
    problems: [{ where: "/attributes/givenName", detail: 'the source "Entra ID" gives this value' }],
  });
  const changed = await owner.call(adminRoutes.changeDirectoryUser, {
    params: one,
    body: { attributes: { title: "Chemist" } },
  });
  assert.deepEqual([changed.attributes["title"], changed.attributes["givenName"]], ["Chemist", "Ann"]);
  await entra.setActive(ann.id, false);
  const { attributes } = await owner.call(adminRoutes.getDirectoryUser, { params: one });
  assert.equal(attributes["title"], "Chemist", "it stays while no source gives one");
  const timeline = await owner.call(adminRoutes.listDirectoryUserTimeline, { params: one });
  assert.deepEqual(
    timeline.items.map(({ type, actorName, sourceApplicationName }) => [type, actorName, sourceApplicationName]),
    [
      ["user.disabled", "Entra ID", "Entra ID"],
      ["user.changed", "First owner", null],
      ["user.created", "Entra ID", "Entra ID"],
    ],
  );
});
