import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
  const params = { organizationId: server.organizationId };
  await owner.call(adminRoutes.putOrganizationDomains, { params, body: { domains: ["example.com"] } });
});
after(() => server.close());

type Rules = Parameters<typeof save>[1];

async function save(
  source: Source,
  rules: readonly { attribute: string; compare: "exact" | "ignoreCase"; whenFound: "link" | "ask" | "refuse" }[],
) {
  const params = { sourceApplicationId: source.applicationId };
  return owner.call(adminRoutes.putMatchRules, { params, body: { rules: [...rules] } });
}

/** An application that maps employee numbers, has a share in example.com, and these rules. */
async function source(name: string, rules?: Rules): Promise<Source> {
  const made = new Source(await server.createSourceApplication(name));
  const params = { sourceApplicationId: made.applicationId };
  await owner.call(adminRoutes.putSourceApplicationDomains, { params, body: { domains: ["example.com"] } });
  if (rules !== undefined) await save(made, rules);
  return made;
}

const employee = (name: string, employeeNumber: string, more: JsonObject = {}): JsonObject => ({
  ...person(name),
  ...more,
  [enterpriseUserUrn]: { employeeNumber },
});

/** Whose resource it is: the directory user's id, or what keeps it from being one. */
async function personOf(from: Source, scimId: string) {
  const { organizationId } = server;
  const query = { sourceApplicationId: from.applicationId };
  const conflicts = await owner.call(adminRoutes.listConflicts, { params: { organizationId }, query });
  const conflict = conflicts.items.find((one) => one.scimId === scimId);
  if (conflict !== undefined) return conflict;
  const people = await owner.call(adminRoutes.listDirectoryUsers, {
    params: { organizationId },
    query: { limit: 500 },
  });
  for (const { id } of people.items) {
    const params = { organizationId, directoryUserId: id };
    const links = await owner.call(adminRoutes.listDirectoryUserLinks, { params });
    if (links.items.some((link) => link.scimId === scimId && link.state === "linked")) return id;
  }
  return undefined;
}

const byNumber = { attribute: "employeeNumber", compare: "ignoreCase", whenFound: "link" } as const;

test("by default people are matched by e-mail, as they always were", async () => {
  const hr = await source("Default rules");
  const params = { sourceApplicationId: hr.applicationId };
  const found = await owner.call(adminRoutes.getMatchRules, { params });
  assert.deepEqual(found.rules, [{ attribute: "email", compare: "ignoreCase", whenFound: "link" }]);
  assert.deepEqual(
    found.attributes.map(({ name }) => name),
    ["userName", "email", "employeeNumber"],
  );
});

test("a rule by employee number links people who were there before it, and those who come after", async () => {
  const hr = await source("HR");
  const early = await hr.create("Users", employee("early", "E-1"));
  const okta = await source("Okta", [byNumber]);
  const late = await hr.create("Users", employee("late", "E-2"));
  const other = { userName: "another", emails: [{ value: "another@example.com" }] };
  const first = await okta.create("Users", employee("early", "e-1", other));
  assert.equal(await personOf(okta, first.id), await personOf(hr, early.id));
  const others = { userName: "others", emails: [{ value: "others@example.com" }] };
  const second = await okta.create("Users", employee("late", "e-2", others));
  assert.equal(await personOf(okta, second.id), await personOf(hr, late.id));
});

test("who gets another number is found by that one and no longer by the former", async () => {
  const hr = await source("HR moves");
  const okta = await source("Okta moves", [byNumber]);
  const ann = await hr.create("Users", employee("moves", "M-1"));
  await hr.replace("Users", ann.id, employee("moves", "M-2"));
  const former = await okta.create("Users", employee("former", "M-1"));
  const now = await okta.create("Users", employee("now", "M-2"));
  assert.notEqual(await personOf(okta, former.id), await personOf(hr, ann.id));
  assert.equal(await personOf(okta, now.id), await personOf(hr, ann.id));
});

test("a rule never reaches beyond the application's share of domains: a person decides", async () => {
  const hr = await source("HR abroad");
  const boss = await hr.create("Users", employee("boss", "B-1", { emails: [{ value: "boss@other.example" }] }));
  const okta = await source("Okta abroad", [byNumber]);
  const taker = await okta.create("Users", employee("taker", "B-1"));
  const conflict = await personOf(okta, taker.id);
  assert.ok(typeof conflict === "object" && conflict.reason === "candidate-not-allowed");
  assert.deepEqual(
    conflict.candidates.map(({ id, foundBy }) => ({ id, foundBy })),
    [{ id: await personOf(hr, boss.id), foundBy: [{ name: "employeeNumber", label: "Employee Number" }] }],
  );
  const email = conflict.candidates[0]?.differences.find(({ attribute }) => attribute === "email");
  assert.deepEqual(email, {
    attribute: "email",
    label: "Email",
    resource: "taker@example.com",
    directory: "boss@other.example",
  });
});

test("a rule that asks makes a conflict, and one that refuses answers 409 and stores nothing", async () => {
  const hr = await source("HR strict");
  await hr.create("Users", employee("strict", "S-1"));
  const okta = await source("Okta strict", [
    { ...byNumber, compare: "exact", whenFound: "refuse" },
    { attribute: "email", compare: "ignoreCase", whenFound: "ask" },
  ]);
  const asked = await okta.create("Users", employee("strict", "S-2"));
  const conflict = await personOf(okta, asked.id);
  assert.ok(typeof conflict === "object" && conflict.reason === "asked-by-rule");
  const refused = await okta.send("POST", "/Users", employee("refused", "S-1"));
  assert.deepEqual([refused.status, refused.body["scimType"]], [409, "uniqueness"]);
  assert.match(refused.detail, /employeeNumber/);
  assert.equal((await okta.send("GET", "/Users")).body["totalResults"], 1);
  await okta.create("Users", employee("passes", "s-1"));
});

test("two applications that bring the same number at the same moment bring one person", async () => {
  const [one, two] = [await source("Twin one", [byNumber]), await source("Twin two", [byNumber])];
  for (let round = 0; round < 5; round += 1) {
    const [first, second] = await Promise.all([
      one.create("Users", employee(`one-${round}`, `T-${round}`)),
      two.create("Users", employee(`two-${round}`, `T-${round}`)),
    ]);
    const found = await personOf(one, first.id);
    assert.equal(typeof found, "string");
    assert.equal(await personOf(two, second.id), found);
  }
});

test("rules by an attribute that people are not found by are refused with those that they are found by", async () => {
  const okta = await source("Okta wrong");
  const wrong = owner.refused(adminRoutes.putMatchRules, {
    params: { sourceApplicationId: okta.applicationId },
    body: { rules: [{ attribute: "department", compare: "exact", whenFound: "link" }] },
  });
  assert.match(JSON.stringify(await wrong), /match_rules\.invalid.*userName, email, employeeNumber/);
});
