import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { SentMapping } from "@rollcall/admin-api/mappings.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { patchOpUrn } from "@rollcall/scim/urns.ts";
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

type SentRule = SentMapping["users"][number];

async function application() {
  const created = await server.createSourceApplication("Okta");
  const params = { sourceApplicationId: created.id };
  const mapping = await owner.call(adminRoutes.getMapping, { params });
  /** The present rules with these in the place of those for the same attributes. */
  const withRules = (...rules: readonly SentRule[]): SentMapping => ({
    users: [...mapping.users.filter((rule) => rules.every(({ attribute }) => attribute !== rule.attribute)), ...rules],
    groups: mapping.groups,
  });
  return {
    source: new Source(created),
    params,
    withRules,
    save: (...rules: readonly SentRule[]) => owner.call(adminRoutes.putMapping, { params, body: withRules(...rules) }),
    check: (...rules: readonly SentRule[]) =>
      owner.call(adminRoutes.checkMapping, { params, body: withRules(...rules) }),
  };
}

/** Somebody in the directory, by user name: values, what gave them, status. */
async function found(userName: string) {
  const params = { organizationId: server.organizationId };
  const { items } = await owner.call(adminRoutes.listDirectoryUsers, { params, query: { search: userName } });
  const one = items.find((item) => item.userName === userName);
  assert.ok(one !== undefined, `nobody is called ${userName}`);
  return owner.call(adminRoutes.getDirectoryUser, { params: { ...params, directoryUserId: one.id } });
}

test("a constant and an expression fill the directory, and the person says what gave each value", async () => {
  const { source, save } = await application();
  await save(
    { attribute: "userName", source: { expression: 'regexReplace(lower(userName), "@.*$", "") + "@corp.example"' } },
    { attribute: "company", source: { constant: "Example Corp" } },
    { attribute: "title", source: { expression: 'join([userType, title], ", ")' } },
    { attribute: "department", source: { expression: "enterprise.department" } },
  );
  const { id } = await source.create("Users", person("Erna", { title: "Writer" }));
  const erna = await found("erna@corp.example");
  const { userName, company, title, department } = erna.attributes;
  assert.deepEqual([userName, company, title, department], ["erna@corp.example", "Example Corp", "Writer", undefined]);
  assert.deepEqual(
    ["userName", "company", "title"].map((name) => erna.provenance.find(({ attribute }) => attribute === name)?.path),
    ["(expression)", "(constant)", "(expression)"],
  );

  await source.send("PATCH", `/Users/${id}`, {
    schemas: [patchOpUrn],
    Operations: [{ op: "add", value: { userType: "Employee" } }],
  });
  assert.equal((await found("erna@corp.example")).attributes["title"], "Employee, Writer");
});

test("an expression decides whether somebody is active", async () => {
  const { source, save } = await application();
  await save({ attribute: "active", source: { expression: 'active && userType != "Contractor"' } });
  await source.create("Users", person("paul", { userType: "Contractor" }));
  await source.create("Users", person("mia", { userType: "Employee" }));
  assert.deepEqual(
    [(await found("paul@example.com")).status, (await found("mia@example.com")).status],
    ["disabled", "enabled"],
  );
});

test("a required attribute whose expression gives nothing makes a person incomplete, and no request fails", async () => {
  const { source, save } = await application();
  await save({ attribute: "displayName", source: { expression: 'name.givenName + " " + name.middleName' } });
  const { status } = await source.send("POST", "/Users", person("ida"));
  assert.equal(status, 201);
  assert.deepEqual((await found("ida@example.com")).missing, ["displayName"]);
});

test("a check gives the value for the latest user, or why there is none, and the place of what is wrong", async () => {
  const { source, check, params } = await application();
  await source.create("Users", person("otto", { title: "Writer" }));
  const { users, problems } = await check(
    { attribute: "title", source: { expression: "upper(title)" } },
    { attribute: "nickName", source: { expression: "nickName + 1" } },
    { attribute: "division", source: { expression: "lower(division)" } },
    { attribute: "company", source: { constant: "Example Corp" } },
    { attribute: "costCenter", source: { expression: "emails[3].value" } },
  );
  const rule = (name: string) => users.rules.find(({ attribute }) => attribute === name);
  assert.deepEqual(rule("title")?.sample, { value: "WRITER", path: "(expression)" });
  assert.deepEqual(rule("company")?.sample, { value: "Example Corp", path: "(constant)" });
  assert.deepEqual(
    [rule("costCenter")?.sample, rule("costCenter")?.reason],
    [null, "no such key: index out of bounds, index 3 >= size 1"],
  );
  const at = users.rules.findIndex(({ attribute }) => attribute === "nickName");
  assert.deepEqual(problems, [
    {
      code: "mapping.invalid_expression",
      where: `/users/${at}/source/expression`,
      detail: "at character 1: no such overload: string + int",
      range: { start: 0, end: 12 },
    },
    {
      code: "mapping.invalid_expression",
      where: `/users/${at + 1}/source/expression`,
      detail: "at character 7: unknown variable: division",
      range: { start: 6, end: 14 },
    },
  ]);
  assert.deepEqual(
    users.changes.filter(({ change }) => change === "changed").map(({ sentence }) => sentence),
    [
      "Title is filled from the expression upper(title), no longer from title.",
      "Division is filled from the expression lower(division), no longer from urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division.",
      'Company is filled from the constant "Example Corp", no longer from urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization.',
      "Cost Center is filled from the expression emails[3].value, no longer from urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter.",
    ],
  );

  const { attributes, functions } = await owner.call(adminRoutes.listExpressionNames, { params, query: {} });
  assert.deepEqual(
    attributes
      .filter(({ name }) =>
        ["userName", "emails", "emails[0].value", "enterprise.manager.value", "active", "password"].includes(name),
      )
      .map(({ name, type }) => [name, type]),
    [
      ["userName", "string"],
      ["active", "bool"],
      ["emails", "list<emails>"],
      ["emails[0].value", "string"],
      ["enterprise.manager.value", "string"],
    ],
  );
  assert.ok(functions.some(({ name, type }) => name === "lower(string)" && type === "string"));
});

test("a mapping with an expression that cannot be evaluated is not saved", async () => {
  const { params, withRules } = await application();
  const body = withRules({ attribute: "title", source: { expression: 'title.matches("(a+)+$")' } });
  const refusal = await owner.refused(adminRoutes.putMapping, { params, body });
  assert.equal(refusal.code, "mapping.invalid_expression");
  assert.match(refusal.problems[0]?.detail ?? "", /use regexMatch\(text, pattern\)/);
  assert.equal((await owner.call(adminRoutes.getMapping, { params })).version, 1);
});

test("rules apply always, only when somebody is created, or never over a value; and say what nothing becomes", async () => {
  const { source, save } = await application();
  await save(
    { attribute: "title", source: { paths: ["title"] }, apply: "whenCreating" },
    { attribute: "nickName", source: { paths: ["nickName"] }, apply: "neverOverwrite" },
    { attribute: "locale", source: { paths: ["locale"] }, whenMissing: "keep" },
    { attribute: "timezone", source: { paths: ["timezone"] }, whenMissing: "default", default: "Europe/Berlin" },
    { attribute: "userType", source: { paths: ["userType"] } },
  );
  const { id } = await source.create(
    "Users",
    person("gil", { title: "Writer", locale: "de-DE", userType: "Employee" }),
  );
  const shown = async () => {
    const { attributes } = await found("gil@example.com");
    return ["title", "nickName", "locale", "timezone", "userType"].map((name) => attributes[name]);
  };
  assert.deepEqual(await shown(), ["Writer", undefined, "de-DE", "Europe/Berlin", "Employee"]);
  const put = (more: Record<string, string>) => source.send("PUT", `/Users/${id}`, person("gil", more));
  await put({ title: "Editor", nickName: "G", timezone: "Asia/Tokyo" });
  assert.deepEqual(await shown(), ["Writer", "G", "de-DE", "Asia/Tokyo", undefined]);
  await put({ title: "Chair", nickName: "Gilly", locale: "fr-FR" });
  assert.deepEqual(await shown(), ["Writer", "G", "fr-FR", "Europe/Berlin", undefined]);
});

test("how a rule cannot apply is refused with its place, and nothing is saved", async () => {
  const { params, withRules } = await application();
  const body = withRules(
    { attribute: "active", source: { paths: ["active"] }, apply: "whenCreating" },
    { attribute: "title", source: { paths: ["title"] }, whenMissing: "default" },
    { attribute: "nickName", source: { paths: ["nickName"] }, default: "x" },
    { attribute: "locale", source: { paths: ["locale"] }, whenMissing: "default", default: 7 },
    { attribute: "timezone", source: { paths: ["timezone"] }, merge: true },
  );
  const refusal = await owner.refused(adminRoutes.putMapping, { params, body });
  assert.equal(refusal.code, "mapping.invalid_manner");
  const at = body.users.length - 5;
  assert.deepEqual(refusal.problems, [
    { where: `/users/${at}/apply`, detail: "the status follows the source always, found whenCreating" },
    { where: `/users/${at + 1}/default`, detail: "expected text for when nothing arrives, found nothing" },
    { where: `/users/${at + 2}/default`, detail: 'expected none unless whenMissing is default, found "x"' },
    { where: `/users/${at + 3}/default`, detail: "expected text, found 7" },
    { where: `/users/${at + 4}/merge`, detail: "Time Zone has one value; only several can be merged" },
  ]);
  assert.equal((await owner.call(adminRoutes.getMapping, { params })).version, 1);
});

test("lists that two sources give to one person are put together where both merge", async () => {
  const organization = { organizationId: server.organizationId };
  await owner.call(adminRoutes.createDirectoryAttribute, {
    params: organization,
    body: { name: "addressesOfMail", label: "Addresses of mail", type: "string", multiValued: true },
  });
  await owner.call(adminRoutes.putOrganizationDomains, { params: organization, body: { domains: ["example.com"] } });
  const rule: SentRule = { attribute: "addressesOfMail", source: { paths: ["emails.value"] }, merge: true };
  const sources = await Promise.all([application(), application()]);
  for (const { params, save } of sources) {
    await save(rule);
    await owner.call(adminRoutes.putSourceApplicationDomains, { params, body: { domains: ["example.com"] } });
  }
  const emails = (...values: string[]) => ({ emails: values.map((value, index) => ({ value, primary: index === 0 })) });
  for (const [index, more] of [
    emails("kim@example.com", "k@a.example"),
    emails("kim@example.com", "k@b.example"),
  ].entries()) {
    await sources[index]?.source.create("Users", person("kim", more));
  }
  assert.deepEqual((await found("kim@example.com")).attributes["addressesOfMail"], [
    "kim@example.com",
    "k@a.example",
    "k@b.example",
  ]);
});
