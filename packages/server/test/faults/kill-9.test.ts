import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createClient } from "@rollcall/admin-api/client.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { generateGroups, generatePeople } from "@rollcall/simulator/people/generate-people.ts";
import type { PeopleGroup, Person } from "@rollcall/simulator/people/person.ts";
import { type SeededRandom, seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { EntraClient, entraKey } from "@rollcall/simulator/scenarios/entra.ts";
import { OktaClient, oktaKey } from "@rollcall/simulator/scenarios/okta.ts";
import type { Source, SourceClient } from "@rollcall/simulator/scenarios/source-client.ts";
import { ScimClient } from "@rollcall/simulator/scim-client.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { AcknowledgedWrites } from "./acknowledged-writes.ts";
import { checkAcknowledged, checkEffects, memberIds, readAll } from "./check-durability.ts";
import { type Acknowledged, killAfter, synchronizeFully, synchronizeUntilCut, wantedBy } from "./cut-short.ts";
import { readMoment } from "./read-moment.ts";
import { RollcallProcess } from "./rollcall-process.ts";

const victimsByRound = [
  ["server"],
  ["postmaster"],
  ["server", "postmaster"],
  ["postmaster", "server"],
  ["server"],
] as const;
const peopleAtFirst = 60;
const peoplePerRound = 30;

interface Application {
  readonly id: string;
  readonly client: SourceClient;
  readonly writes: AcknowledgedWrites;
  /** Reads only: what it sends is not remembered as acknowledged. */
  readonly reader: ScimClient;
  readonly pool: readonly Person[];
  source: Source;
}

// The moment of the kill is counted in acknowledged writes. With synchronous_commit off, which loses acknowledged writes
// when the postmaster dies, round 2 has been seen failing.
const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? Math.floor(Math.random() * 1_000_000));

describe("kill -9 while sources write", () => {
  const random = seededRandom(seed);
  let folder = "";
  let rollcall: RollcallProcess;
  let organizationId = "";
  const applications: Application[] = [];
  const acknowledged: Acknowledged = { heard: () => undefined };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rollcall-kill-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
    await rollcall.start();
    const client = admin();
    const organization = await client.call(organizationRoutes.createOrganization, { body: { name: "Fault tests" } });
    organizationId = organization.id;
    for (const name of ["Entra ID", "Okta"] as const) {
      const created = await client.call(sourceApplicationRoutes.createSourceApplication, {
        params: { organizationId },
        body: { displayName: name },
      });
      // Who leaves is to be disabled here, however many they are: what the guard holds has tests of its own.
      await client.call(guardRoutes.putGuard, {
        params: { sourceApplicationId: created.id },
        body: { enabled: true, atLeast: 10_000, percent: 0 },
      });
      const writes = new AcknowledgedWrites();
      const way = { baseUrl: created.scimBaseUrl, token: created.bearerToken, concurrency: 6 };
      const onWrite = (write: Parameters<AcknowledgedWrites["add"]>[0]): void => {
        writes.add(write);
        acknowledged.heard();
      };
      const key = name === "Okta" ? oktaKey : entraKey;
      const domain = name === "Okta" ? "example.org" : "example.com";
      const pool = generatePeople({ count: 300, seed: seed + (name === "Okta" ? 1 : 0), domain, key });
      const people = pool.slice(0, peopleAtFirst);
      applications.push({
        id: created.id,
        client: name === "Okta" ? new OktaClient({ ...way, onWrite }) : new EntraClient({ ...way, onWrite }),
        writes,
        reader: new ScimClient(way, {}, "application/scim+json"),
        pool,
        source: { people, groups: generateGroups(people, { count: 6, seed, key }) },
      });
    }
  });

  after(async () => {
    for (const { client, reader } of applications) await Promise.all([client.close(), reader.close()]);
    await rollcall.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [index, victims] of victimsByRound.entries()) {
    test(`round ${index + 1}: no acknowledged write is lost when ${victims.join(" and ")} is killed`, async (t) => {
      t.diagnostic(`seed ${seed}: ROLLCALL_TEST_SEED=${seed} repeats what the sources do`);
      for (const application of applications) application.source = nextDay(application, random, index);
      const killed = killAfter(rollcall, acknowledged, 2 + random.integer(150), victims);
      await Promise.all(applications.map(({ client, source }) => synchronizeUntilCut(client, source)));
      await killed();
      await rollcall.start();
      for (const { reader, writes, client, source } of applications) {
        await checkAcknowledged(reader, writes, wantedBy(client, source));
      }
      await checkDirectory();
      // What was not acknowledged is sent again, and only that.
      for (const { client, source } of applications) await synchronizeFully(client, source);
      for (const application of applications) await checkSource(application);
      await checkDirectory();
      const counts = applications.map(({ writes }) => writes.count);
      t.diagnostic(`acknowledged so far: ${counts.join(" and ")} writes`);
    });
  }

  function admin() {
    return createClient({ url: rollcall.origin, key: rollcall.apiKey });
  }

  async function checkDirectory(): Promise<void> {
    const readers = applications.map(({ reader }) => reader);
    const marker = `last.${random.text(12, "abcdefghijklmnopqrstuvwxyz")}@example.net`;
    checkEffects(await readMoment(admin(), organizationId, readers, marker));
  }
});

/** What the source holds the next day: new people, other departments, some disabled, some back, some deleted. */
function nextDay({ source, pool }: Application, random: SeededRandom, index: number): Source {
  const arrived = pool.slice(0, peopleAtFirst + peoplePerRound * (index + 1));
  const known = new Map(source.people.map((person) => [person.key, person]));
  const deleted = new Set(
    pool
      .slice(0, peopleAtFirst + peoplePerRound * index)
      .filter(({ key }) => !known.has(key))
      .map(({ key }) => key),
  );
  const people = arrived
    .filter(({ key }) => !deleted.has(key))
    .map((person) => known.get(person.key) ?? person)
    .map((person) => changeAtRandom(person, random, index))
    .filter((person) => person !== undefined);
  const keys = people.map(({ key }) => key);
  const groups = source.groups.map((group): PeopleGroup => {
    const memberKeys = new Set(
      keys.filter((key) => (group.memberKeys.has(key) ? random.integer(10) > 0 : random.integer(4) === 0)),
    );
    return { ...group, department: undefined, memberKeys };
  });
  return { people, groups };
}

function changeAtRandom(person: Person, random: SeededRandom, index: number): Person | undefined {
  const dice = random.integer(100);
  if (dice < 2) return undefined;
  if (dice < 15) return { ...person, displayName: `${person.givenName} ${person.familyName} ${index}` };
  if (dice < 25) return { ...person, department: "Operations", title: `Day ${index}` };
  if (dice < 40) return { ...person, access: person.access === "assigned" ? "disabled" : "assigned" };
  return person;
}

/** After the replay the service provider holds what the source holds, nothing twice and nothing else. */
async function checkSource({ reader, client, source }: Application): Promise<void> {
  const { ids } = client.report();
  const found = await readAll(reader, "/Users");
  const byName = new Map(found.map((user) => [user["userName"], user]));
  assert.equal(byName.size, found.length);
  for (const person of source.people) {
    const user = byName.get(person.userName);
    // Okta does not provision somebody who never had access.
    if (user === undefined && person.access !== "assigned" && ids.people[person.key] === undefined) continue;
    assert.ok(user, person.userName);
    assert.equal(user["id"], ids.people[person.key]);
    assert.equal(user["active"], person.access === "assigned", person.userName);
    assert.equal(user["displayName"], person.displayName);
  }
  for (const group of source.groups) {
    const read = await reader.send("GET", `/Groups/${ids.groups[group.key]}`);
    const wanted = [...group.memberKeys].flatMap((key) => ids.people[key] ?? []).sort();
    assert.deepEqual(memberIds(read ?? {}).sort(), wanted, group.displayName);
  }
}
