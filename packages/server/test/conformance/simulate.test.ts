import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isObject, type JsonObject } from "@rollcall/scim/resource.ts";
import { generateGroups, generatePeople } from "@rollcall/simulator/people/generate-people.ts";
import { laterDays } from "@rollcall/simulator/people/later-days.ts";
import type { Person } from "@rollcall/simulator/people/person.ts";
import type { Report } from "@rollcall/simulator/report.ts";
import { playedClients, type PlayedClient } from "@rollcall/simulator/scenarios/played-clients.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { Source } from "../support/source.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const program = join(import.meta.dirname, "../../src/main.ts");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function simulate(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [program, "simulate", ...args], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

/** Clients that never delete anybody: whoever is gone from the source is inactive. */
const keepLeavers: ReadonlySet<string> = new Set(["okta", "okta-aiw", "jumpcloud"]);

/** The people of the last day, with those who were deleted at the source where the client keeps them. */
function peopleAtTheEnd({ name, key }: PlayedClient): {
  readonly people: Person[];
  readonly groups: [string, string[]][];
} {
  const people = generatePeople({ count: 40, seed: 3, domain: "example.com", key });
  const source = { people, groups: generateGroups(people, { count: 5, seed: 4, key }) };
  const [changes, leavers] = laterDays(source, 5);
  assert.ok(changes && leavers);
  const present = new Set(leavers.source.people.map((person) => person.key));
  const gone = changes.source.people.filter((person) => !present.has(person.key));
  const kept = keepLeavers.has(name) ? gone.map((person): Person => ({ ...person, access: "unassigned" })) : [];
  const all = [...leavers.source.people, ...kept];
  const userNames = new Map(all.map((person) => [person.key, person.userName]));
  const groups = leavers.source.groups.map((group): [string, string[]] => {
    return [group.displayName, [...group.memberKeys].map((one) => userNames.get(one) ?? one).sort()];
  });
  return { people: all, groups };
}

for (const client of playedClients) {
  test(`${client.name} provisions, changes and removes people and groups, and nothing is refused`, async () => {
    const application = await server.createSourceApplication(client.title);
    const way = [application.scimBaseUrl, "--token", application.bearerToken];
    const size = ["--users", "40", "--groups", "5", "--seed", "3"];
    const { code, out, err } = await simulate(client.name, ...way, ...size, "--json");
    assert.equal(code, 0, err || out);
    const report = JSON.parse(out) as Report & { days: { title: string }[]; known: string };
    assert.deepEqual([report.refused, report.known], [[], client.known]);
    assert.deepEqual(
      report.days.map(({ title }) => title),
      ["Connection test", "Initial synchronization", "Changes", "Leavers"],
    );
    assert.equal(out.includes(application.bearerToken), false);

    const expected = peopleAtTheEnd(client);
    const source = new Source(application);
    const users = resources((await source.send("GET", "/Users?count=200")).body);
    assert.deepEqual(
      new Map(users.map(({ userName, displayName, active }) => [userName, [displayName, active]])),
      new Map(expected.people.map((one) => [one.userName, [one.displayName, one.access === "assigned"]])),
    );
    assert.equal(users.length, expected.people.length);
    const nameOf = new Map(users.map(({ id, userName }) => [id, String(userName)]));
    const groups = resources((await source.send("GET", "/Groups?count=200")).body);
    const members = groups.map(({ displayName, members: list }) => {
      const names = (Array.isArray(list) ? list.filter(isObject) : []).map(
        ({ value }) => nameOf.get(value ?? "") ?? "?",
      );
      return [displayName, names.sort()];
    });
    // OneLogin deletes no group.
    const wanted = new Map(expected.groups);
    assert.deepEqual(new Map(members.filter(([name]) => wanted.has(String(name))) as [string, string[]][]), wanted);
  });
}

function resources(body: JsonObject): JsonObject[] {
  const list = body["Resources"];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

test("the report for people names the client, its days, its answers and what was refused", async () => {
  const application = await server.createSourceApplication("Shown");
  const way = [application.scimBaseUrl, "--token", application.bearerToken, "--users", "3", "--groups", "1"];
  const shown = await simulate("keycloak", ...way);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, /^Played Keycloak's SCIM plugin: its verbs are known, most of its bodies are inferred\.\n/);
  assert.match(shown.out, /\nInitial synchronization +\d+ +0 +\d+\n/);
  assert.match(shown.out, /; 0 refused; \d+ people and 1 groups known at the end\n$/);
  // It never looks anybody up: the second time everybody is there already.
  const again = await simulate("keycloak", ...way);
  assert.equal(again.code, 1);
  assert.match(again.out, /\nRefused:\n {2}POST \/Users: 409 uniqueness: /);
});

test("wrong usage ends it with 2, nobody there with 3, a token that is refused with 4", async () => {
  const application = await server.createSourceApplication("Refused");
  const url = application.scimBaseUrl;
  const token = ["--token", application.bearerToken];
  const cases: [string[], number, RegExp][] = [
    [[], 2, /<client>: expected one of entra, entra-optscim, okta/],
    [["nobody", url], 2, /<client>: expected one of/],
    [["okta"], 2, /<baseUrl>: expected the SCIM base URL/],
    [["okta", url], 2, /no bearer token/],
    [["okta", url, ...token, "--users", "0"], 2, /--users: expected a whole number from 1/],
    [["okta", url, ...token, "--rate", "fast"], 2, /--rate: expected a whole number/],
    [["okta", "http://127.0.0.1:9/scim", ...token], 3, /no answer/],
    [["okta", url, "--token", "rct-nobody-knows-this-token"], 4, /401/],
    [["sap", url, "--token", "rct-nobody-knows-this-token", "--users", "1", "--groups", "0"], 4, /^$/],
  ];
  for (const [args, code, said] of cases) {
    const ended = await simulate(...args);
    assert.deepEqual([args, ended.code], [args, code]);
    assert.match(ended.err, said);
  }
});
