import { randomUUID } from "node:crypto";
import { coreGroupUrn } from "@rollcall/scim/urns.ts";
import type { PeopleGroup, Person } from "../people/person.ts";
import type { SeededRandom } from "../people/seeded-random.ts";
import type { Report } from "../report.ts";
import { idOf } from "../scim-answer.ts";
import { equals, ScimClient, type ScimClientOptions } from "../scim-client.ts";
import {
  createdUser,
  type EntraAttributes,
  type EntraMode,
  foundAttributes,
  managerOperation,
  memberOperations,
  userOperations,
  wantedAttributes,
} from "./entra-operations.ts";
import {
  Passes,
  playFirstDay,
  type OnProgress,
  type PlayOptions,
  type Source,
  type SourceClient,
} from "./source-client.ts";
import { type KnownGroup, type KnownPerson, SourceMemory } from "./source-memory.ts";

export interface EntraOptions extends ScimClientOptions {
  readonly mode?: EntraMode;
}

const adscimGroupUri = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
const membersPerRequest = 20;
const noManager = "";

/** Makes the id of an object as Entra ID has it, a GUID. */
export function entraKey(random: SeededRandom): string {
  const hex = random.text(32, "0123456789abcdef");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Plays Entra ID's initial cycle: the connection test, users, their managers, groups and memberships. */
export function playEntra(options: PlayOptions & EntraOptions): Promise<Report> {
  return playFirstDay(new EntraClient(options), options);
}

/**
 * Provisions as Entra ID does (fixtures: entra, entra-optscim): looks each object up before it creates it, sends only
 * what changed, manager references in a second pass, members in batches. Somebody who leaves the source is deactivated,
 * then deleted; somebody assigned again is looked up anew.
 */
export class EntraClient implements SourceClient {
  /** Both modes may reach one service provider: the flag does not apply to what is provisioned on demand. */
  mode: EntraMode;
  readonly #scim: ScimClient;
  readonly #memory = new SourceMemory<EntraAttributes>();
  /** SCIM ids of managers as they were sent, by the key of the person; empty when taken away. */
  readonly #managerIds = new Map<string, string>();
  readonly #outOfScope = new Set<string>();

  constructor(options: EntraOptions) {
    this.mode = options.mode ?? "default";
    this.#scim = new ScimClient(options, {}, "application/scim+json");
  }

  async testConnection(): Promise<void> {
    await this.#scim.send("GET", userLookUp(randomUUID()));
    await this.#scim.send("GET", groupLookUp(randomUUID()));
  }

  async synchronize(source: Source, onProgress?: OnProgress): Promise<void> {
    const gone = this.#memory.gone(source.people);
    const goneGroups = this.#memory.goneGroups(source.groups);
    const managed = source.people.filter((person) => person.access === "assigned");
    const total = source.people.length + gone.length + managed.length + source.groups.length + goneGroups.length;
    const passes = new Passes(this.#scim.concurrency, total, onProgress);
    await passes.each(source.people, (person) => this.#pushPerson(person));
    await passes.each(gone, ([key, known]) => this.#removePerson(key, known));
    await passes.each(managed, (person) => this.#pushManager(person));
    await passes.each(source.groups, (group) => this.#pushGroup(group));
    await passes.each(goneGroups, async ([key, known]) => {
      await this.#scim.delete(`/Groups/${known.id}`);
      this.#memory.groups.delete(key);
    });
  }

  report(): Report {
    return this.#scim.tally.report("Entra ID", this.#memory.ids());
  }

  async close(): Promise<void> {
    await this.#scim.close();
  }

  async #pushPerson(person: Person): Promise<void> {
    const known = this.#memory.people.get(person.key);
    const wanted = wantedAttributes(person);
    if (person.access === "unassigned") {
      // Out of scope: only the deactivation is sent, and no other attribute follows it.
      if (known === undefined || known.sent.get("active") === false) return;
      await this.#patchUser(person, known, new Map([["active", false]]));
      this.#outOfScope.add(person.key);
      return;
    }
    if (known !== undefined && !this.#outOfScope.has(person.key)) {
      await this.#patchUser(person, known, wanted);
      return;
    }
    const found = await this.#scim.lookUp(userLookUp(String(known?.sent.get("userName") ?? person.userName)));
    if (found !== undefined) {
      const entry = { id: idOf(found), sent: foundAttributes(found) };
      this.#memory.people.set(person.key, entry);
      await this.#patchUser(person, entry, wanted);
      this.#outOfScope.delete(person.key);
      return;
    }
    const created = await this.#scim.send("POST", "/Users", createdUser(person));
    this.#memory.people.set(person.key, { id: idOf(created), sent: wanted });
    this.#outOfScope.delete(person.key);
    this.#managerIds.delete(person.key);
  }

  async #patchUser(person: Person, known: KnownPerson<EntraAttributes>, wanted: EntraAttributes): Promise<void> {
    const operations = userOperations(known.sent, wanted, person.access, this.mode);
    if (operations.length === 0) return;
    await this.#scim.patch(`/Users/${known.id}`, operations);
    known.sent = new Map([...known.sent, ...wanted]);
  }

  async #pushManager(person: Person): Promise<void> {
    const known = this.#memory.people.get(person.key);
    if (known === undefined) return;
    const sent = this.#managerIds.get(person.key);
    const managerId =
      person.managerKey === undefined ? noManager : (this.#memory.people.get(person.managerKey)?.id ?? noManager);
    if (managerId === (sent ?? noManager)) return;
    const operation = managerOperation(managerId || undefined, sent !== undefined && sent !== noManager, this.mode);
    await this.#scim.patch(`/Users/${known.id}`, [operation]);
    this.#managerIds.set(person.key, managerId);
  }

  async #removePerson(key: string, known: KnownPerson<EntraAttributes>): Promise<void> {
    if (known.sent.get("active") === true) {
      const wanted = new Map([...known.sent, ["active", false] as const]);
      await this.#scim.patch(`/Users/${known.id}`, userOperations(known.sent, wanted, "disabled", this.mode));
      known.sent = wanted;
    }
    await this.#scim.delete(`/Users/${known.id}`);
    this.#memory.forgetPerson(key);
    this.#outOfScope.delete(key);
    this.#managerIds.delete(key);
  }

  async #pushGroup(group: PeopleGroup): Promise<void> {
    const known = this.#memory.groups.get(group.key) ?? (await this.#findOrCreateGroup(group));
    if (known.displayName !== group.displayName) {
      const op = this.mode === "default" ? "Replace" : "replace";
      await this.#scim.patch(`/Groups/${known.id}`, [{ op, path: "displayName", value: group.displayName }]);
      known.displayName = group.displayName;
    }
    const { added, removed } = this.#memory.memberChanges(group);
    for (const batch of inBatches(added, membersPerRequest)) {
      await this.#scim.patch(`/Groups/${known.id}`, memberOperations("add", this.#memory.idsOf(batch), this.mode));
      for (const key of batch) known.memberKeys.add(key);
    }
    for (const batch of inBatches(removed, membersPerRequest)) {
      await this.#scim.patch(`/Groups/${known.id}`, memberOperations("remove", this.#memory.idsOf(batch), this.mode));
      for (const key of batch) known.memberKeys.delete(key);
    }
  }

  // A group that is found keeps members this client did not add: it asks for groups without their members.
  async #findOrCreateGroup(group: PeopleGroup): Promise<KnownGroup> {
    const found = await this.#scim.lookUp(groupLookUp(group.displayName));
    const resource =
      found ??
      (await this.#scim.send("POST", "/Groups", {
        schemas: [coreGroupUrn, adscimGroupUri],
        externalId: group.key,
        displayName: group.displayName,
        meta: { resourceType: "Group" },
      }));
    return this.#memory.rememberGroup(group, resource);
  }
}

function userLookUp(userName: string): string {
  return `/Users?filter=${plusForBlanks(equals("userName", userName))}`;
}

function groupLookUp(displayName: string): string {
  return `/Groups?excludedAttributes=members&filter=${plusForBlanks(equals("displayName", displayName))}`;
}

// Entra ID writes a blank in a query as a plus sign.
function plusForBlanks(encoded: string): string {
  return encoded.replaceAll("%20", "+");
}

function inBatches<Item>(items: readonly Item[], size: number): Item[][] {
  const batches: Item[][] = [];
  for (let start = 0; start < items.length; start += size) batches.push(items.slice(start, start + size));
  return batches;
}
