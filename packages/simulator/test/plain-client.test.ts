import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeopleGroup, Person } from "../src/people/person.ts";
import {
  authentikTraits,
  type ClientTraits,
  genericTraits,
  jumpCloudTraits,
  keycloakTraits,
  pingFederateTraits,
  sapTraits,
} from "../src/scenarios/client-traits.ts";
import { PlainClient } from "../src/scenarios/plain-client.ts";
import { type Respond, startStub } from "./stub-provider.ts";

const ann: Person = {
  key: "k1",
  userName: "ann",
  email: "ann@example.com",
  givenName: "Ann",
  familyName: "Example",
  displayName: "Ann Example",
  locale: "en",
  title: "Engineer",
  department: "Lab",
  employeeNumber: "1",
  mobile: "+1-555-0100",
  managerKey: undefined,
  access: "assigned",
};
const bob: Person = { ...ann, key: "k2", userName: "bob", email: "bob@example.com" };
const group = (keys: string[], displayName = "Lab"): PeopleGroup => {
  return { key: "g", displayName, department: undefined, memberKeys: new Set(keys) };
};

/** Creates whatever it is asked to; ids are user names. */
const willing: Respond = ({ method, body }) => {
  if (method === "GET") return { status: 200, body: { Resources: [] } };
  if (method === "DELETE") return { status: 204 };
  const sent = JSON.parse(body) as { userName?: string; displayName?: string };
  return { status: method === "POST" ? 201 : 200, body: { id: sent.userName ?? sent.displayName ?? "x", ...sent } };
};

/** Plays three days (both come; Ann moves and Bob leaves the group, which is renamed; Bob is gone) and tells what was sent. */
async function play(traits: ClientTraits, respond: Respond = willing): Promise<string[]> {
  const stub = await startStub(respond);
  const client = new PlainClient(traits, { baseUrl: stub.baseUrl, token: "t", concurrency: 1 });
  await client.testConnection();
  await client.synchronize({ people: [ann, bob], groups: [group(["k1", "k2"])] });
  await client.synchronize({ people: [{ ...ann, givenName: "Anna" }, bob], groups: [group(["k1"], "Lab 2")] });
  await client.synchronize({ people: [{ ...ann, givenName: "Anna" }], groups: [group(["k1"], "Lab 2")] });
  await client.close();
  await stub.close();
  return stub.requests.map(({ method, url, body }) => {
    const operations =
      method === "PATCH" ? ` ${JSON.stringify((JSON.parse(body) as { Operations: unknown }).Operations)}` : "";
    return `${method} ${decodeURIComponent(url)}${operations}`;
  });
}

const lookUps = [
  'GET /Users?filter=userName eq "ann"',
  "POST /Users",
  'GET /Users?filter=userName eq "bob"',
  "POST /Users",
];
const groupLookUp = 'GET /Groups?filter=displayName eq "Lab"';
const addBoth = '{"op":"add","path":"members","value":[{"value":"ann"},{"value":"bob"}]}';
const rename = '{"op":"replace","path":"displayName","value":"Lab 2"}';

const rows: readonly (readonly [traits: ClientTraits, sends: readonly string[]])[] = [
  [
    genericTraits,
    [
      "GET /ServiceProviderConfig",
      "GET /Users?startIndex=1&count=1",
      ...lookUps,
      groupLookUp,
      "POST /Groups",
      `PATCH /Groups/Lab [${addBoth}]`,
      'PATCH /Users/ann [{"op":"replace","path":"name","value":{"givenName":"Anna","familyName":"Example"}}]',
      `PATCH /Groups/Lab [${rename},{"op":"remove","path":"members[value eq \\"bob\\"]"}]`,
      "DELETE /Users/bob",
    ],
  ],
  [
    sapTraits,
    [
      "POST /Users",
      "POST /Users",
      "POST /Groups",
      "PUT /Groups/Lab",
      "PUT /Users/ann",
      "PUT /Groups/Lab",
      "DELETE /Users/bob",
    ],
  ],
  [
    authentikTraits,
    [
      "GET /ServiceProviderConfig",
      "GET /Users",
      "GET /Groups",
      "POST /Users",
      "POST /Users",
      "POST /Groups",
      'PATCH /Groups/Lab [{"op":"replace","value":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Lab","externalId":"g","id":"Lab"}}]',
      "GET /Groups/Lab",
      'PATCH /Groups/Lab [{"op":"add","path":"members","value":[{"value":"ann"}]},{"op":"add","path":"members","value":[{"value":"bob"}]}]',
      "PUT /Users/ann",
      'PATCH /Groups/Lab [{"op":"replace","value":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Lab 2","externalId":"g","id":"Lab"}}]',
      "GET /Groups/Lab",
      'PATCH /Groups/Lab [{"op":"remove","path":"members","value":[{"value":"bob"}]}]',
      "DELETE /Users/bob",
    ],
  ],
  [
    jumpCloudTraits,
    [
      ...lookUps,
      groupLookUp,
      "POST /Groups",
      `PATCH /Groups/Lab [${addBoth}]`,
      "PUT /Users/ann",
      `PATCH /Groups/Lab [${rename},{"op":"remove","path":"members","value":[{"value":"bob"}]}]`,
      "PUT /Users/bob",
    ],
  ],
  [
    keycloakTraits,
    [
      "POST /Users",
      "POST /Users",
      "POST /Groups",
      "PUT /Groups/Lab",
      "PUT /Users/ann",
      "PUT /Groups/Lab",
      "DELETE /Users/bob",
    ],
  ],
];

for (const [traits, sends] of rows) {
  test(`${traits.name} sends what its traits say`, async () => assert.deepEqual(await play(traits), sends));
}

test("PingFederate takes a 404 for nobody as a sign that somebody is there", async () => {
  const respond: Respond = (request) => (request.url === "/Users/0" ? { status: 404, body: {} } : willing(request));
  assert.deepEqual((await play(pingFederateTraits, respond)).slice(0, 3), ["GET /Users/0", ...lookUps.slice(0, 2)]);
});

test("authentik and SAP adopt whom they find after a conflict, authentik by a filter without quotes", async () => {
  const taken: Respond = (request) => {
    if (request.method === "POST" && request.url === "/Users") return { status: 409, body: { scimType: "uniqueness" } };
    if (request.url.includes("filter=userName")) return { status: 200, body: { Resources: [{ id: "old" }] } };
    return willing(request);
  };
  const first = (sent: readonly string[]): string[] => sent.filter((line) => line.includes("/Users")).slice(0, 3);
  assert.deepEqual(first(await play(sapTraits, taken)), [
    "POST /Users",
    'GET /Users?filter=userName eq "ann"',
    "PUT /Users/old",
  ]);
  assert.deepEqual(first((await play(authentikTraits, taken)).slice(3)), [
    "POST /Users",
    "GET /Users?filter=userName eq ann",
    "PUT /Users/old",
  ]);
});

test("a refusal ends only the one person it concerns, who is tried again the next time", async () => {
  let refusals = 0;
  const picky: Respond = (request) => {
    if (request.method !== "POST" || !request.body.includes('"ann"') || refusals > 0) return willing(request);
    refusals += 1;
    return { status: 400, body: { detail: "not today" } };
  };
  const sent = await play(sapTraits, picky);
  assert.equal(sent.filter((line) => line === "POST /Users").length, 3);
});
