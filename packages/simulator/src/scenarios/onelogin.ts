import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn } from "@rollcall/scim/urns.ts";
import type { PeopleGroup, Person } from "../people/person.ts";
import type { SeededRandom } from "../people/seeded-random.ts";
import type { Report } from "../report.ts";
import { idOf } from "../scim-answer.ts";
import { equals, ScimClient, type ScimClientOptions } from "../scim-client.ts";
import {
  Passes,
  playFirstDay,
  type OnProgress,
  type PlayOptions,
  type Source,
  type SourceClient,
} from "./source-client.ts";
import { type KnownGroup, SourceMemory } from "./source-memory.ts";

/** Makes the id of a user as OneLogin has it, a number. */
export function oneLoginKey(random: SeededRandom): string {
  return random.text(9, "123456789");
}

/** Plays OneLogin's enabling of provisioning, its users and its groups. */
export function playOneLogin(options: PlayOptions): Promise<Report> {
  return playFirstDay(new OneLoginClient(options), options);
}

/**
 * Provisions as OneLogin does (fixtures: onelogin): `application/json`, whole users by PUT, suspension by PUT with
 * `active` false, DELETE for whoever leaves the source, groups by PATCH.
 */
export class OneLoginClient implements SourceClient {
  readonly #scim: ScimClient;
  readonly #memory = new SourceMemory<string>();

  constructor(options: ScimClientOptions) {
    this.#scim = new ScimClient(options, { accept: "application/json" }, "application/json");
  }

  async testConnection(): Promise<void> {
    await this.#scim.send("GET", `/Users?filter=${equals("userName", "onelogin-nonexistent-user")}`);
    await this.#scim.send("GET", "/Groups");
  }

  async synchronize(source: Source, onProgress?: OnProgress): Promise<void> {
    const gone = this.#memory.gone(source.people);
    const total = source.people.length + gone.length + source.groups.length;
    const passes = new Passes(this.#scim.concurrency, total, onProgress);
    await passes.each(source.people, (person) => this.#pushPerson(person));
    await passes.each(gone, async ([key, known]) => {
      await this.#scim.delete(`/Users/${known.id}`);
      this.#memory.forgetPerson(key);
    });
    await passes.each(source.groups, (group) => this.#pushGroup(group));
  }

  report(): Report {
    return this.#scim.tally.report("OneLogin", this.#memory.ids());
  }

  async close(): Promise<void> {
    await this.#scim.close();
  }

  async #pushPerson(person: Person): Promise<void> {
    const known = this.#memory.people.get(person.key);
    const body = userBody(person);
    const sent = JSON.stringify(body);
    if (known !== undefined) {
      if (known.sent === sent) return;
      await this.#scim.send("PUT", `/Users/${known.id}`, body);
      known.sent = sent;
      return;
    }
    const found = await this.#scim.lookUp(`/Users?filter=${equals("userName", person.userName)}`);
    const answer =
      found === undefined
        ? await this.#scim.send("POST", "/Users", body)
        : await this.#scim.send("PUT", `/Users/${idOf(found)}`, body);
    this.#memory.people.set(person.key, { id: idOf(answer), sent });
  }

  async #pushGroup(group: PeopleGroup): Promise<void> {
    const known = this.#memory.groups.get(group.key) ?? (await this.#findOrCreateGroup(group));
    const { added, removed } = this.#memory.memberChanges(group);
    const operations: JsonObject[] = [];
    if (known.displayName !== group.displayName) {
      operations.push({ op: "replace", path: "displayName", value: group.displayName });
    }
    for (const id of this.#memory.idsOf(removed)) {
      operations.push({ op: "remove", path: `members[value eq ${JSON.stringify(id)}]` });
    }
    const value = this.#memory.idsOf(added).map((id) => ({ value: id }));
    if (value.length > 0) operations.push({ op: "add", path: "members", value });
    if (operations.length === 0) return;
    await this.#scim.patch(`/Groups/${known.id}`, operations);
    known.displayName = group.displayName;
    for (const key of added) known.memberKeys.add(key);
    for (const key of removed) known.memberKeys.delete(key);
  }

  async #findOrCreateGroup(group: PeopleGroup): Promise<KnownGroup> {
    const found = await this.#scim.lookUp(`/Groups?filter=${equals("displayName", group.displayName)}`);
    const body = { schemas: [coreGroupUrn], displayName: group.displayName };
    const resource = found ?? (await this.#scim.send("POST", "/Groups", body));
    return this.#memory.rememberGroup(group, resource);
  }
}

function userBody(person: Person): JsonObject {
  return {
    schemas: [coreUserUrn],
    userName: person.userName,
    externalId: person.key,
    name: {
      givenName: person.givenName,
      familyName: person.familyName,
      formatted: person.displayName,
    },
    emails: [{ value: person.email, type: "work", primary: true }],
    displayName: person.displayName,
    title: person.title,
    active: person.access === "assigned",
  };
}
