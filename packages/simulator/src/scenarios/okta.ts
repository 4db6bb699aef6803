import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { PeopleGroup, Person } from "../people/person.ts";
import { type SeededRandom, seededRandom } from "../people/seeded-random.ts";
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

/**
 * Okta's two kinds of SCIM app: `oin`, from its catalogue, changes access and groups by PATCH; `aiw`, made by its app
 * wizard, does everything by PUT. Both change a person's attributes by PUT.
 */
export type OktaKind = "oin" | "aiw";

export interface OktaOptions extends ScimClientOptions {
  readonly kind?: OktaKind;
}

const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const paging = "&startIndex=1&count=100";
const headers = {
  "user-agent": "Okta SCIM Client 1.0.0",
  accept: "application/scim+json",
  "accept-charset": "utf-8",
};

/** Makes the id of a user or group as Okta has it. */
export function oktaKey(random: SeededRandom): string {
  return `00u${random.text(17, lettersAndDigits)}`;
}

/** Plays Okta's connector test, its provisioning of users and its group push. */
export function playOkta(options: PlayOptions & OktaOptions): Promise<Report> {
  return playFirstDay(new OktaClient(options), options);
}

/**
 * Provisions as Okta does (fixtures: okta): looks people up with paging, creates them with a password that means
 * nothing, reads and replaces to change them, never deletes them, pushes groups in small steps.
 */
export class OktaClient implements SourceClient {
  /** Which kind of app speaks from now on; an organization's two apps may stand for one service provider. */
  kind: OktaKind;
  readonly #scim: ScimClient;
  readonly #memory = new SourceMemory<Person>();
  readonly #passwords = seededRandom(7);

  constructor(options: OktaOptions) {
    this.kind = options.kind ?? "oin";
    this.#scim = new ScimClient(options, headers, "application/scim+json; charset=utf-8");
  }

  async testConnection(): Promise<void> {
    await this.#scim.send("GET", "/Users?startIndex=1&count=2");
    await this.#scim.send("GET", "/Groups?startIndex=1&count=100");
  }

  async synchronize(source: Source, onProgress?: OnProgress): Promise<void> {
    const gone = this.#memory.gone(source.people);
    const goneGroups = this.#memory.goneGroups(source.groups);
    const total = source.people.length + gone.length + source.groups.length + goneGroups.length;
    const passes = new Passes(this.#scim.concurrency, total, onProgress);
    await passes.each(source.people, (person) => this.#pushPerson(person));
    // Okta never deletes: whoever is deleted there is deactivated here, and known still when they come back.
    await passes.each(gone, ([, known]) => this.#pushPerson({ ...known.sent, access: "unassigned" }));
    await passes.each(source.groups, (group) => this.#pushGroup(group));
    await passes.each(goneGroups, async ([key, known]) => {
      await this.#scim.delete(`/Groups/${known.id}`);
      this.#memory.groups.delete(key);
    });
  }

  /** Sends the whole membership of a group again, as the button "Push now" does. */
  async pushNow(group: PeopleGroup): Promise<void> {
    const known = this.#memory.groups.get(group.key) ?? (await this.#findOrCreateGroup(group));
    const keys = [...group.memberKeys].filter((key) => this.#memory.people.has(key));
    await this.#scim.patch(`/Groups/${known.id}`, [
      {
        op: "replace",
        path: "members",
        value: keys.map((key) => this.#member(key)),
      },
    ]);
    known.memberKeys.clear();
    for (const key of keys) known.memberKeys.add(key);
  }

  report(): Report {
    return this.#scim.tally.report("Okta", this.#memory.ids());
  }

  async close(): Promise<void> {
    await this.#scim.close();
  }

  async #pushPerson(person: Person): Promise<void> {
    const known = this.#memory.people.get(person.key);
    if (known === undefined) {
      if (person.access !== "assigned") return;
      await this.#findOrCreatePerson(person);
      return;
    }
    const { sent } = known;
    if (!sameAttributes(sent, person)) {
      await this.#replaceUser(known.id, person, isActive(sent));
      known.sent = { ...person, access: sent.access };
    }
    if (isActive(sent) === isActive(person)) return;
    if (this.kind === "oin") {
      // No path, one value: fixtures okta, activate-deactivate-password-patch, step 2.
      await this.#scim.patch(`/Users/${known.id}`, [{ op: "replace", value: { active: isActive(person) } }]);
    } else {
      await this.#replaceUser(known.id, person, isActive(person));
    }
    known.sent = person;
  }

  async #findOrCreatePerson(person: Person): Promise<void> {
    const found = await this.#scim.lookUp(`/Users?filter=${equals("userName", person.userName)}${paging}`);
    if (found === undefined) {
      const password = this.#passwords.text(16, lettersAndDigits);
      const body = {
        ...userBody(person, true),
        locale: person.locale,
        groups: [],
        password,
      };
      const created = await this.#scim.send("POST", "/Users", body);
      this.#memory.people.set(person.key, { id: idOf(created), sent: person });
      return;
    }
    const id = idOf(found);
    await this.#replaceUser(id, person, true);
    this.#memory.people.set(person.key, { id, sent: person });
  }

  // Reads, lays its own attributes over what it read, and sends all of it back, id and meta included.
  async #replaceUser(id: string, person: Person, active: boolean): Promise<void> {
    const read = (await this.#scim.send("GET", `/Users/${id}`)) ?? {};
    const wanted = userBody(person, active);
    const name = {
      ...asObject(own(read, "name")),
      ...asObject(own(wanted, "name")),
    };
    const enterprise = {
      ...asObject(own(read, enterpriseUserUrn)),
      ...asObject(own(wanted, enterpriseUserUrn)),
    };
    await this.#scim.send("PUT", `/Users/${id}`, {
      ...read,
      ...wanted,
      name,
      [enterpriseUserUrn]: enterprise,
    });
  }

  async #pushGroup(group: PeopleGroup): Promise<void> {
    const known = this.#memory.groups.get(group.key) ?? (await this.#findOrCreateGroup(group));
    const { added, removed } = this.#memory.memberChanges(group);
    const renamed = known.displayName !== group.displayName;
    if (!renamed && added.length === 0 && removed.length === 0) return;
    if (this.kind === "aiw") {
      await this.#replaceGroup(known, group);
    } else {
      // The name is sent with every change of members.
      await this.#scim.patch(`/Groups/${known.id}`, [
        {
          op: "replace",
          value: { id: known.id, displayName: group.displayName },
        },
      ]);
      known.displayName = group.displayName;
      const operations: JsonObject[] = this.#memory
        .idsOf(removed)
        .map((id) => ({ op: "remove", path: `members[value eq ${JSON.stringify(id)}]` }));
      if (added.length > 0) {
        operations.push({
          op: "add",
          path: "members",
          value: added.map((key) => this.#member(key)),
        });
      }
      if (operations.length > 0) await this.#scim.patch(`/Groups/${known.id}`, operations);
    }
    for (const key of added) known.memberKeys.add(key);
    for (const key of removed) known.memberKeys.delete(key);
  }

  async #replaceGroup(known: KnownGroup, group: PeopleGroup): Promise<void> {
    const keys = [...group.memberKeys].filter((key) => this.#memory.people.has(key));
    await this.#scim.send("PUT", `/Groups/${known.id}`, {
      schemas: [coreGroupUrn],
      id: known.id,
      displayName: group.displayName,
      members: keys.map((key) => ({ ...this.#member(key), display: null })),
    });
    known.displayName = group.displayName;
  }

  async #findOrCreateGroup(group: PeopleGroup): Promise<KnownGroup> {
    const found = await this.#scim.lookUp(`/Groups?filter=${equals("displayName", group.displayName)}${paging}`);
    const body = {
      schemas: [coreGroupUrn],
      displayName: group.displayName,
      members: [],
    };
    const resource = found ?? (await this.#scim.send("POST", "/Groups", body));
    return this.#memory.rememberGroup(group, resource);
  }

  #member(key: string): JsonObject {
    const known = this.#memory.people.get(key);
    return known === undefined ? {} : { value: known.id, display: known.sent.userName };
  }
}

function userBody(person: Person, active: boolean): JsonObject {
  return {
    schemas: [coreUserUrn, enterpriseUserUrn],
    userName: person.userName,
    name: { givenName: person.givenName, familyName: person.familyName },
    emails: [{ primary: true, value: person.email, type: "work" }],
    displayName: person.displayName,
    externalId: person.key,
    title: person.title,
    phoneNumbers: [{ value: person.mobile, type: "mobile" }],
    active,
    [enterpriseUserUrn]: {
      employeeNumber: person.employeeNumber,
      department: person.department,
    },
  };
}

function isActive(person: Person): boolean {
  return person.access === "assigned";
}

const attributesSent = [
  "userName",
  "email",
  "givenName",
  "familyName",
  "displayName",
  "title",
  "department",
  "employeeNumber",
  "mobile",
] as const satisfies readonly (keyof Person)[];

function sameAttributes(one: Person, other: Person): boolean {
  return attributesSent.every((name) => one[name] === other[name]);
}

function asObject(value: JsonObject[string] | undefined): JsonObject {
  return isObject(value) ? value : {};
}
