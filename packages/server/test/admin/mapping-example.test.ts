import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createClient } from "@rollcall/admin-api/client.ts";
import { mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";

const logged: string[] = [];
let server: TestServer;
let source: Source;
let ann: { id: string };
let sales: { id: string };
before(async () => {
  server = await startTestServer({ onLogLine: (line) => logged.push(line) });
  source = new Source(await server.createSourceApplication("HR feed"));
  ann = await source.create("Users", person("ann", { title: "Engineer" }));
  sales = await source.create("Groups", { displayName: "Sales" });
  await source.create("Users", person("bo", { title: "Lawyer" }));
});
after(() => server.close());

type Example = { readonly scimId: string } | { readonly text: string };

/** What a check with an example says of it, and the values of a few rules. */
async function check(example: Example, resourceType: "User" | "Group" = "User") {
  const client = createClient({ url: server.origin, key: server.apiKey });
  const params = { sourceApplicationId: source.applicationId };
  const { users, groups } = await client.call(mappingRoutes.getMapping, { params });
  const others = users.filter(({ attribute }) => attribute !== "nickName");
  const checked = await client.call(mappingRoutes.checkMapping, {
    params,
    body: {
      users: [...others, { attribute: "nickName", source: { expression: "upper(title)" } }],
      groups,
      example: { resourceType, ...example },
    },
  });
  const rules = resourceType === "User" ? checked.users.rules : checked.groups.rules;
  const given = Object.fromEntries(rules.map(({ attribute, sample, reason }) => [attribute, sample?.value ?? reason]));
  return { checked, example: checked.example, given };
}

const known = (name: string | null, resourceType = "User") => ({ resourceType, name, problem: null, notKept: [] });

test("a check shows the values of a stored user or group that is chosen", async () => {
  const shown = await check({ scimId: ann.id });
  assert.deepEqual(shown.example, known("ann@example.com"));
  assert.deepEqual(
    [shown.given["userName"], shown.given["title"], shown.given["nickName"], shown.given["active"]],
    ["ann@example.com", "Engineer", "ENGINEER", true],
  );
  assert.deepEqual([shown.checked.users.sampled, shown.checked.problems], [2, []], "the latest are looked at as well");
  const group = await check({ scimId: sales.id }, "Group");
  assert.deepEqual([group.example, group.given], [known("Sales", "Group"), { displayName: "Sales" }]);
});

test("a check shows what a pasted payload would become, read as this source's own, and stores nothing", async () => {
  const text = JSON.stringify({
    schemas: [coreUserUrn],
    id: "zoe-1",
    USERNAME: "zoe@example.com",
    title: "Pilot",
    password: "secret-of-zoe",
    shoeSize: 38,
    active: "False",
  });
  const shown = await check({ text });
  assert.deepEqual(shown.example, { ...known("zoe@example.com"), notKept: ["shoeSize"] });
  assert.deepEqual(
    [shown.given["userName"], shown.given["title"], shown.given["nickName"], shown.given["active"]],
    ["zoe@example.com", "Pilot", "PILOT", false],
  );
  assert.equal(JSON.stringify(shown.checked).includes("secret-of-zoe"), false);
  assert.equal((await check({ text: '{"userName":"new@example.com"}' })).given["active"], true, "as on a create");
  const none = await check({ text: '{"userName":"new@example.com"}' });
  assert.equal(none.given["nickName"], "title did not arrive");
  const group = await check({ text: '{"displayName":"Pilots","members":[{"value":"nobody"}]}' }, "Group");
  assert.deepEqual([group.example, group.given], [known("Pilots", "Group"), { displayName: "Pilots" }]);
  const { body } = await source.send("GET", "/Users");
  assert.equal(body.totalResults, 2);
  assert.equal(/zoe/.test(logged.join("")), false);
  const trail = await server.api("GET", `/organizations/${server.organizationId}/audit-trail`);
  assert.equal(/zoe/.test(JSON.stringify(trail.body)), false);
});

test("a payload that cannot be read says why, and gives no values", async () => {
  const nested = `${'{"a":'.repeat(17)}1${"}".repeat(17)}`;
  const unknown = "00000000-0000-7000-8000-000000000000";
  const patchOp = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [] };
  const cases: [Example, RegExp][] = [
    [{ text: "" }, /^The body is not JSON: expected .* found the end at position 1$/],
    [{ text: '{"userName": ann}' }, /^The body is not JSON: expected .* found something else at position 14$/],
    [{ text: "[1]" }, /^The body: expected an object, found an array$/],
    [{ text: nested }, /^The body: more than 16 levels of objects and arrays$/],
    [{ text: '{"__proto__":{}}' }, /__proto__/],
    [{ text: '{"title":"Pilot"}' }, /^userName: /],
    [{ text: '{"userName":"a\\u0000"}' }, /^userName: /],
    [{ text: '{"userName":"a","emails":7}' }, /^emails: expected /],
    [{ text: JSON.stringify(patchOp) }, /^The body: expected a whole User as in a POST, found a PatchOp$/],
    [{ scimId: unknown }, /^This application has no User with the id 0{8}-/],
    [{ scimId: sales.id }, /^This application has no User with the id /],
  ];
  for (const [example, problem] of cases) {
    const shown = await check(example);
    assert.match(shown.example?.problem ?? "", problem);
    assert.deepEqual(shown.example, { ...known(null), problem: shown.example?.problem });
    assert.deepEqual(
      shown.checked.users.rules.filter(({ sample, reason }) => sample !== null || reason !== null),
      [],
      JSON.stringify(example),
    );
  }
});

test("a payload of another application's schemas and size is not taken", async () => {
  const other = new Source(await server.createSourceApplication("Another"));
  const stranger = await other.create("Users", person("stranger"));
  assert.match((await check({ scimId: stranger.id })).example?.problem ?? "", /^This application has no User/);
  const path = `/source-applications/${source.applicationId}/mapping/check`;
  const body = (example: object) => ({ users: [], groups: [], example });
  for (const [example, said] of [
    [{ resourceType: "User", text: "x".repeat(65_537) }, /at most 65536 characters/],
    [{ resourceType: "Device", text: "{}" }, /\/example\/resourceType/],
    [{ resourceType: "User" }, /\/example: expected either scimId or text, found neither/],
    [{ resourceType: "User", scimId: ann.id, text: "{}" }, /\/example: expected either scimId or text, found both/],
    [{ resourceType: "User", scimId: "a_b" }, /\/example\/scimId/],
  ] as const) {
    const refused = await server.api("POST", path, body(example));
    assert.equal(refused.status, 400);
    assert.match(JSON.stringify(refused.body), said);
  }
});
