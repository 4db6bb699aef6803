import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { generateGroups, generatePeople } from "@rollcall/simulator/people/generate-people.ts";
import type { Person } from "@rollcall/simulator/people/person.ts";
import type { Report } from "@rollcall/simulator/report.ts";
import { resourcesOf, textAt } from "@rollcall/simulator/scim-answer.ts";
import { ScimClient, type ScimClientOptions } from "@rollcall/simulator/scim-client.ts";
import { EntraClient, entraKey, playEntra } from "@rollcall/simulator/scenarios/entra.ts";
import { OktaClient, oktaKey, playOkta } from "@rollcall/simulator/scenarios/okta.ts";
import { OneLoginClient, oneLoginKey, playOneLogin } from "@rollcall/simulator/scenarios/onelogin.ts";
import type { PlayOptions, Source, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";
import { startTestServer } from "../support/server.ts";

interface Player {
  readonly name: string;
  readonly key: typeof entraKey;
  /** Okta never deletes: whoever leaves is deactivated. */
  readonly deletes: boolean;
  readonly play: (options: PlayOptions) => Promise<Report>;
  readonly open: (options: ScimClientOptions) => SourceClient;
}

const players: readonly Player[] = [
  { name: "Entra ID", key: entraKey, deletes: true, play: playEntra, open: (way) => new EntraClient(way) },
  {
    name: "Entra ID with its flag",
    key: entraKey,
    deletes: true,
    play: (options) => playEntra({ ...options, mode: "aadOptscim062020" }),
    open: (way) => new EntraClient({ ...way, mode: "aadOptscim062020" }),
  },
  { name: "Okta", key: oktaKey, deletes: false, play: playOkta, open: (way) => new OktaClient(way) },
  {
    name: "Okta's app wizard",
    key: oktaKey,
    deletes: false,
    play: (options) => playOkta({ ...options, kind: "aiw" }),
    open: (way) => new OktaClient({ ...way, kind: "aiw" }),
  },
  { name: "OneLogin", key: oneLoginKey, deletes: true, play: playOneLogin, open: (way) => new OneLoginClient(way) },
];

describe("a played client", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  async function wayToNewApplication(name: string): Promise<ScimClientOptions> {
    const { scimBaseUrl, bearerToken } = await server.createSourceApplication(name);
    return { baseUrl: scimBaseUrl, token: bearerToken, concurrency: 4 };
  }

  for (const player of players) {
    const people = generatePeople({ count: 40, seed: 21, domain: "example.com", key: player.key });
    const source: Source = { people, groups: generateGroups(people, { count: 13, seed: 22, key: player.key }) };

    test(`${player.name} is refused nothing on its first day, and reads back what it wrote`, async () => {
      const way = await wayToNewApplication(player.name);
      const progress: number[] = [];
      const onProgress = ({ done, total }: { done: number; total: number }): number => progress.push(done / total);
      const report = await player.play({ ...way, ...source, onProgress });
      assert.deepEqual(report.refused, []);
      assert.equal(progress.at(-1), 1);
      await holds(way, report, source);
    });

    test(`${player.name} has nothing to send when nothing changed, and only what changed otherwise`, async () => {
      const way = await wayToNewApplication(player.name);
      const client = player.open(way);
      await client.synchronize(source);
      const requests = client.report().requests;
      await client.synchronize(source);
      assert.equal(client.report().requests, requests);

      const next = nextDay(source);
      await client.synchronize(next);
      assert.deepEqual(client.report().refused, []);
      await holds(way, client.report(), player.deletes ? next : withLeavers(source, next));

      const back = { ...source, people: source.people.map((person) => ({ ...person, title: "Back again" })) };
      await client.synchronize(back);
      assert.deepEqual(client.report().refused, []);
      await holds(way, client.report(), back);
      await client.close();
    });
  }

  test("Okta pushes the whole membership of a group, and of an empty one", async () => {
    const way = await wayToNewApplication("Okta push now");
    const okta = new OktaClient(way);
    const people = generatePeople({ count: 20, seed: 31, domain: "example.com", key: oktaKey });
    const [group] = generateGroups(people, { count: 1, seed: 32, key: oktaKey });
    assert.ok(group);
    await okta.synchronize({ people, groups: [group] });
    const few = { ...group, memberKeys: new Set(people.slice(0, 3).map(({ key }) => key)) };
    await okta.pushNow(few);
    await holds(way, okta.report(), { people, groups: [few] });
    const none = { ...group, memberKeys: new Set<string>() };
    await okta.pushNow(none);
    await holds(way, okta.report(), { people, groups: [none] });
    await okta.close();
  });
});

/** A rename, a move, somebody disabled, somebody unassigned, somebody deleted; groups follow. */
function nextDay({ people, groups }: Source): Source {
  const changes: readonly ((person: Person) => Person)[] = [
    (person) => ({ ...person, familyName: "New", displayName: "New Name", userName: `new.${person.userName}` }),
    (person) => ({ ...person, department: "Sales", email: `new.${person.email}` }),
    (person) => ({ ...person, access: "disabled" }),
    (person) => ({ ...person, access: "unassigned" }),
  ];
  const deleted = people.at(-1)?.key ?? "";
  return {
    people: people.slice(0, -1).map((person, index) => changes[index - 20]?.(person) ?? person),
    groups: groups.map((group, index) => ({
      ...group,
      displayName: index === 0 ? `${group.displayName}, renamed` : group.displayName,
      memberKeys: new Set([...group.memberKeys].filter((key, place) => key !== deleted && place % 5 !== index % 5)),
    })),
  };
}

/** The people of the next day, and whoever is missing there as somebody unassigned. */
function withLeavers(yesterday: Source, today: Source): Source {
  const keys = new Set(today.people.map(({ key }) => key));
  const leavers = yesterday.people.filter(({ key }) => !keys.has(key));
  return {
    ...today,
    people: [...today.people, ...leavers.map((person): Person => ({ ...person, access: "unassigned" }))],
  };
}

/** Reads everything by SCIM and compares it with the source: nobody missing, nobody else, every membership. */
async function holds(way: ScimClientOptions, report: Report, source: Source): Promise<void> {
  const scim = new ScimClient(way, {}, "application/scim+json");
  const users = resourcesOf(await scim.send("GET", "/Users?count=1000"));
  const expected = source.people.map((person) => ({
    id: report.ids.people[person.key],
    userName: person.userName,
    displayName: person.displayName,
    email: person.email,
    active: person.access === "assigned",
  }));
  assert.deepEqual(users.map(shown).sort(byUserName), expected.sort(byUserName));
  const groups = resourcesOf(await scim.send("GET", "/Groups?count=1000"));
  const members = Object.fromEntries(
    groups.map((group) => [textAt(group, "displayName"), new Set(valuesOf(group, "members"))]),
  );
  const wanted = source.groups.map((group) => {
    const ids = [...group.memberKeys].map((key) => report.ids.people[key]);
    return [group.displayName, new Set(ids)] as const;
  });
  assert.deepEqual(members, Object.fromEntries(wanted));
  await scim.close();
}

function shown(user: JsonObject) {
  return {
    id: textAt(user, "id"),
    userName: textAt(user, "userName") ?? "",
    displayName: textAt(user, "displayName"),
    email: valuesOf(user, "emails")[0],
    active: own(user, "active"),
  };
}

function byUserName(one: { readonly userName: string }, other: { readonly userName: string }): number {
  return one.userName < other.userName ? -1 : 1;
}

function valuesOf(resource: JsonObject, attribute: string): string[] {
  const elements = own(resource, attribute);
  return Array.isArray(elements) ? elements.filter(isObject).flatMap((element) => textAt(element, "value") ?? []) : [];
}
