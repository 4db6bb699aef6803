import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@rollcall/admin-api/client.ts";
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
import {
  type Acknowledged,
  killAfter,
  synchronizeFully,
  synchronizeUntilCut,
  type Victim,
  wantedBy,
} from "./cut-short.ts";
import { Findings } from "./findings.ts";
import { readMoment } from "./read-moment.ts";
import { RollcallProcess } from "./rollcall-process.ts";

const peopleAtFirst = 60;
const peoplePerRound = 15;
/** The kill comes after at most so many acknowledged writes of its round; the sources have more to write. */
const latestKill = 120;

interface Application {
  readonly client: SourceClient;
  readonly writes: AcknowledgedWrites;
  /** Reads only: what it sends is not remembered as acknowledged. */
  readonly reader: ScimClient;
  readonly pool: readonly Person[];
  source: Source;
}

/** Two sources that write to one organization, day after day, while server and database are killed. */
export class KillRounds {
  readonly seed: number;
  readonly #random: SeededRandom;
  readonly #folder: string;
  readonly #rollcall: RollcallProcess;
  readonly #acknowledged: Acknowledged = { heard: () => undefined };
  readonly #applications: Application[] = [];
  #organizationId = "";
  #round = 0;

  private constructor(seed: number, folder: string, port: number) {
    this.seed = seed;
    this.#random = seededRandom(seed);
    this.#folder = folder;
    this.#rollcall = new RollcallProcess(join(folder, "data"), port);
  }

  /** @param rounds that will be played at most */
  static async open(seed: number, rounds: number): Promise<KillRounds> {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-kill-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    const opened = new KillRounds(seed, folder, await freePort("127.0.0.1"));
    await opened.#rollcall.start();
    const body = { name: "Fault tests" };
    opened.#organizationId = (await opened.#admin().call(organizationRoutes.createOrganization, { body })).id;
    for (const name of ["Entra ID", "Okta"] as const) {
      opened.#applications.push(await opened.#makeApplication(name, peopleAtFirst + peoplePerRound * rounds));
    }
    return opened;
  }

  /** So far. */
  get acknowledged(): number {
    return this.#applications.reduce((sum, { writes }) => sum + writes.count, 0);
  }

  /** A number below `below`. */
  choose(below: number): number {
    return this.#random.integer(below);
  }

  /** One day at the sources: both write, somebody is killed meanwhile, everything is looked at, and the rest is sent. */
  async play(victims: readonly Victim[]): Promise<Findings> {
    const findings = new Findings();
    const rollcall = this.#rollcall;
    const applications = this.#applications;
    this.#round += 1;
    for (const application of applications) application.source = nextDay(application, this.#random, this.#round);
    const killed = killAfter(rollcall, this.#acknowledged, 2 + this.#random.integer(latestKill), victims);
    await Promise.all(applications.map(({ client, source }) => synchronizeUntilCut(client, source)));
    await killed();
    await rollcall.start();
    for (const { reader, writes, client, source } of applications) {
      await checkAcknowledged(reader, writes, wantedBy(client, source), findings);
    }
    await this.#checkDirectory(findings);
    // Where something is lost the sources believe what is not so, and there is no next day.
    if (findings.all.length > 0) return findings;
    // What was not acknowledged is sent again, and only that.
    for (const { client, source } of applications) await synchronizeFully(client, source);
    for (const application of applications) await checkSource(application);
    await this.#checkDirectory(findings);
    return findings;
  }

  async close(): Promise<void> {
    for (const { client, reader } of this.#applications) await Promise.all([client.close(), reader.close()]);
    await this.#rollcall.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #admin(): Client {
    return createClient({ url: this.#rollcall.origin, key: this.#rollcall.apiKey });
  }

  async #checkDirectory(findings: Findings): Promise<void> {
    const readers = this.#applications.map(({ reader }) => reader);
    const marker = `last.${this.#random.text(12, "abcdefghijklmnopqrstuvwxyz")}@example.net`;
    checkEffects(await readMoment(this.#admin(), this.#organizationId, readers, marker), findings);
  }

  async #makeApplication(displayName: "Entra ID" | "Okta", count: number): Promise<Application> {
    const created = await this.#admin().call(sourceApplicationRoutes.createSourceApplication, {
      params: { organizationId: this.#organizationId },
      body: { displayName },
    });
    // Who leaves is to be disabled here, however many they are: what the guard holds has tests of its own.
    await this.#admin().call(guardRoutes.putGuard, {
      params: { sourceApplicationId: created.id },
      body: { enabled: true, atLeast: 10_000, percent: 0 },
    });
    const writes = new AcknowledgedWrites();
    const way = { baseUrl: created.scimBaseUrl, token: created.bearerToken, concurrency: 6 };
    const onWrite = (write: Parameters<AcknowledgedWrites["add"]>[0]): void => {
      writes.add(write);
      this.#acknowledged.heard();
    };
    const isOkta = displayName === "Okta";
    const key = isOkta ? oktaKey : entraKey;
    const domain = isOkta ? "example.org" : "example.com";
    const pool = generatePeople({ count, seed: this.seed + (isOkta ? 1 : 0), domain, key });
    const people = pool.slice(0, peopleAtFirst);
    return {
      client: isOkta ? new OktaClient({ ...way, onWrite }) : new EntraClient({ ...way, onWrite }),
      writes,
      reader: new ScimClient(way, {}, "application/scim+json"),
      pool,
      source: { people, groups: generateGroups(people, { count: 6, seed: this.seed, key }) },
    };
  }
}

/** What the source holds the next day: new people, other departments, some disabled, some back, some deleted. */
function nextDay({ source, pool }: Application, random: SeededRandom, round: number): Source {
  const arrived = pool.slice(0, peopleAtFirst + peoplePerRound * round);
  const known = new Map(source.people.map((person) => [person.key, person]));
  const deleted = new Set(
    pool
      .slice(0, peopleAtFirst + peoplePerRound * (round - 1))
      .filter(({ key }) => !known.has(key))
      .map(({ key }) => key),
  );
  const people = arrived
    .filter(({ key }) => !deleted.has(key))
    .map((person) => known.get(person.key) ?? person)
    .map((person) => changeAtRandom(person, random, round))
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

function changeAtRandom(person: Person, random: SeededRandom, round: number): Person | undefined {
  const dice = random.integer(100);
  if (dice < 2) return undefined;
  if (dice < 15) return { ...person, displayName: `${person.givenName} ${person.familyName} ${round}` };
  if (dice < 25) return { ...person, department: "Operations", title: `Day ${round}` };
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
