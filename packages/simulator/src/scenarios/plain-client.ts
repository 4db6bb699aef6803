import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { coreGroupUrn } from "@rollcall/scim/urns.ts";
import type { PeopleGroup, Person } from "../people/person.ts";
import type { Report } from "../report.ts";
import { idOf } from "../scim-answer.ts";
import { equals, Refused, ScimClient, type ScimClientOptions } from "../scim-client.ts";
import type { ClientTraits } from "./client-traits.ts";
import { type OnProgress, Passes, type Source, type SourceClient } from "./source-client.ts";
import { type KnownGroup, SourceMemory } from "./source-memory.ts";

/** Provisions as its traits say. */
export class PlainClient implements SourceClient {
  readonly #traits: ClientTraits;
  readonly #scim: ScimClient;
  readonly #memory = new SourceMemory<JsonObject>();

  constructor(traits: ClientTraits, options: ScimClientOptions) {
    this.#traits = traits;
    this.#scim = new ScimClient(options, traits.headers, traits.contentType);
  }

  async testConnection(): Promise<void> {
    for (const path of this.#traits.testPaths) await this.#scim.send("GET", path);
    if (this.#traits.knocksAt !== undefined) await this.#scim.knock(this.#traits.knocksAt);
  }

  async synchronize(source: Source, onProgress?: OnProgress): Promise<void> {
    const gone = this.#memory.gone(source.people);
    const goneGroups = this.#memory.goneGroups(source.groups);
    const total = source.people.length + gone.length + source.groups.length + goneGroups.length;
    const passes = new Passes(this.#scim.concurrency, total, onProgress);
    await passes.each(source.people, (person) => this.#pushPerson(person));
    await passes.each(gone, ([key, { id, sent }]) => this.#removePerson(key, id, sent));
    await passes.each(source.groups, (group) => this.#pushGroup(group));
    await passes.each(goneGroups, async ([key, known]) => {
      await this.#scim.delete(`/Groups/${known.id}`);
      this.#memory.groups.delete(key);
    });
  }

  report(): Report {
    return this.#scim.tally.report(this.#traits.name, this.#memory.ids());
  }

  async close(): Promise<void> {
    await this.#scim.close();
  }

  async #pushPerson(person: Person): Promise<void> {
    const body = this.#traits.user(person);
    const known = this.#memory.people.get(person.key);
    if (known === undefined) {
      const filter = this.#equals("userName", person.userName);
      const resource = await this.#findOrCreate("/Users", filter, body);
      const id = idOf(resource.found);
      if (resource.old) await this.#scim.send("PUT", `/Users/${id}`, { ...body, id });
      this.#memory.people.set(person.key, { id, sent: body });
      return;
    }
    await this.#update(known.id, known.sent, body);
    known.sent = body;
  }

  async #update(id: string, sent: JsonObject, wanted: JsonObject): Promise<void> {
    const operations = differences(sent, wanted);
    if (operations.length === 0) return;
    if (this.#traits.updateUsers === "patch") await this.#scim.patch(`/Users/${id}`, operations);
    else await this.#scim.send("PUT", `/Users/${id}`, { ...wanted, id });
  }

  async #removePerson(key: string, id: string, sent: JsonObject): Promise<void> {
    if (this.#traits.leaver === "deactivate") {
      await this.#update(id, sent, { ...sent, active: false });
      return;
    }
    await this.#scim.delete(`/Users/${id}`);
    this.#memory.forgetPerson(key);
  }

  async #findOrCreate(
    endpoint: string,
    filter: string,
    body: JsonObject,
  ): Promise<{ readonly found: JsonObject | undefined; readonly old: boolean }> {
    const lookUp = () => this.#scim.lookUp(`${endpoint}?filter=${filter}`);
    if (this.#traits.find === "first") {
      const found = await lookUp();
      if (found !== undefined) return { found, old: true };
    }
    try {
      return { found: await this.#scim.send("POST", endpoint, body), old: false };
    } catch (error) {
      const adopts = this.#traits.find === "after conflict" && error instanceof Refused && error.status === 409;
      const found = adopts ? await lookUp() : undefined;
      if (found === undefined) throw error;
      return { found, old: true };
    }
  }

  async #pushGroup(group: PeopleGroup): Promise<void> {
    const known = this.#memory.groups.get(group.key) ?? (await this.#openGroup(group));
    const { added, removed } = this.#memory.memberChanges(group);
    const renamed = known.displayName !== group.displayName;
    if (!renamed && added.length === 0 && removed.length === 0) return;
    const path = `/Groups/${known.id}`;
    const changes = this.#memberOperations(this.#memory.idsOf(added), this.#memory.idsOf(removed));
    if (this.#traits.groups.members === "put") {
      const members = this.#memory.idsOf(group.memberKeys).map((value) => ({ value }));
      await this.#scim.send("PUT", path, { ...groupBody(group), id: known.id, members });
    } else if (this.#traits.groups.rename === "whole") {
      await this.#scim.patch(path, [{ op: "replace", value: { ...groupBody(group), id: known.id } }]);
      await this.#scim.send("GET", path);
      if (changes.length > 0) await this.#scim.patch(path, changes);
    } else {
      const rename: JsonObject = { op: "replace", path: "displayName", value: group.displayName };
      await this.#scim.patch(path, [...(renamed ? [rename] : []), ...changes]);
    }
    known.displayName = group.displayName;
    for (const key of added) known.memberKeys.add(key);
    for (const key of removed) known.memberKeys.delete(key);
  }

  async #openGroup(group: PeopleGroup): Promise<KnownGroup> {
    const filter = this.#equals("displayName", group.displayName);
    const { found } = await this.#findOrCreate("/Groups", filter, groupBody(group));
    return this.#memory.rememberGroup(group, found);
  }

  #memberOperations(added: readonly string[], removed: readonly string[]): JsonObject[] {
    const { members, removal } = this.#traits.groups;
    const list = (ids: readonly string[]): JsonObject[] => ids.map((value) => ({ value }));
    const batches = (ids: readonly string[]): JsonObject[][] => {
      if (ids.length === 0) return [];
      return members === "patch each" ? ids.map((id) => list([id])) : [list(ids)];
    };
    const removes: JsonObject[] =
      removal === "value list"
        ? batches(removed).map((value) => ({ op: "remove", path: "members", value }))
        : removed.map((id) => ({ op: "remove", path: `members[value eq ${JSON.stringify(id)}]` }));
    return [...removes, ...batches(added).map((value) => ({ op: "add", path: "members", value }))];
  }

  #equals(attribute: string, value: string): string {
    return this.#traits.quotes ? equals(attribute, value) : encodeURIComponent(`${attribute} eq ${value}`);
  }
}

function groupBody(group: PeopleGroup): JsonObject {
  return { schemas: [coreGroupUrn], displayName: group.displayName, externalId: group.key };
}

/** The operations that bring a user from what was sent to what is wanted; an extension's attributes one by one. */
function differences(sent: JsonObject, wanted: JsonObject, prefix = ""): JsonObject[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const before = own(sent, name);
    if (JSON.stringify(before) === JSON.stringify(value)) return [];
    if (name.startsWith("urn:") && isObject(value)) {
      return differences(isObject(before) ? before : {}, value, `${name}:`);
    }
    return [{ op: "replace", path: prefix + name, value }];
  });
}
