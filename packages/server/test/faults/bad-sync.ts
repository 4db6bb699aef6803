import type { Client } from "@rollcall/admin-api/client.ts";
import { type Mapping, mappingRoutes, type SentMapping } from "@rollcall/admin-api/mappings.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { inParallel } from "@rollcall/simulator/in-parallel.ts";
import { type SeededRandom, seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { person, type Source } from "../support/source.ts";

const workers = 16;
const teamSize = 20;

/** What a bad sync did beside wrong values, in numbers. */
export interface Damage {
  readonly deactivated: number;
  readonly deleted: number;
  readonly deletedAndSentAgain: number;
  readonly madeUp: number;
  readonly groupsDeleted: number;
  readonly groupsMadeUp: number;
}

/** A source that first says what is true of everybody, and then what is not. */
export class BadSync {
  readonly #source: Source;
  readonly #count: number;
  readonly #random: SeededRandom;
  readonly #people: string[] = [];
  readonly #teams: { readonly id: string; readonly members: readonly string[] }[] = [];
  #everybody = "";
  #allTeams = "";

  constructor(source: Source, count: number, seed: number) {
    this.#source = source;
    this.#count = count;
    this.#random = seededRandom(seed);
  }

  /** Everybody comes, some leave and some change before anything is wrong. */
  async fill(): Promise<void> {
    const source = this.#source;
    await this.#each(this.#count, async (index) => {
      const { id } = await source.create("Users", this.#bodyOf(index));
      this.#people[index] = id;
    });
    const all = this.#people.map((value) => ({ value }));
    for (let at = 0; at < all.length; at += teamSize) {
      const members = this.#people.slice(at, at + teamSize);
      const name = `Team ${at / teamSize}`;
      const { id } = await source.create("Groups", {
        displayName: name,
        externalId: name,
        members: members.map((value) => ({ value })),
      });
      this.#teams.push({ id, members });
    }
    this.#everybody = (await source.create("Groups", { displayName: "Everybody", members: all })).id;
    const teams = this.#teams.map(({ id }) => ({ value: id }));
    this.#allTeams = (await source.create("Groups", { displayName: "Teams", members: teams })).id;
    await this.#each(this.#count, async (index) => {
      if (index % 10 === 3) await source.setActive(this.#id(index), false);
      if (index % 4 === 1) await this.#set(index, "title", `Senior ${index}`);
    });
  }

  /** Wrong values, deactivations and activations, deletions, people and groups that never were, wrong memberships. */
  async damage(): Promise<Damage> {
    const source = this.#source;
    const fates = Array.from({ length: this.#count }, () => this.#random.integer(100));
    const counted = {
      deactivated: 0,
      deleted: 0,
      deletedAndSentAgain: 0,
      madeUp: 0,
      groupsDeleted: 0,
      groupsMadeUp: 0,
    };
    await this.#each(this.#count, async (index) => {
      const fate = fates[index] ?? 0;
      if (fate % 3 === 0) await this.#set(index, "displayName", "Somebody Else");
      if (fate % 3 === 0) await this.#set(index, "name.familyName", "Else");
      if (fate % 5 === 0) await this.#set(index, "userName", `wrong${index}@example.com`);
      if (fate % 7 === 0) await this.#set(index, `${enterpriseUserUrn}:costCenter`, null);
      if (fate < 25) {
        // Who was inactive becomes active.
        await source.setActive(this.#id(index), index % 10 === 3);
        counted.deactivated += 1;
      } else if (fate < 35) {
        await source.delete("Users", this.#id(index));
        counted.deleted += 1;
      } else if (fate < 40) {
        await source.delete("Users", this.#id(index));
        this.#people[index] = (await source.create("Users", this.#bodyOf(index))).id;
        counted.deletedAndSentAgain += 1;
      }
    });
    const there = this.#people.filter((_, index) => (fates[index] ?? 0) < 25 || (fates[index] ?? 0) >= 35);
    await this.#each(Math.ceil(this.#count / 20), async (index) => {
      await source.create("Users", person(`madeup${index}`));
      counted.madeUp += 1;
    });
    await this.#damageGroups(there, counted);
    return counted;
  }

  async #damageGroups(
    there: readonly string[],
    counted: { groupsDeleted: number; groupsMadeUp: number },
  ): Promise<void> {
    const source = this.#source;
    const present = new Set(there);
    for (const [place, { id, members }] of this.#teams.entries()) {
      const inside = members.filter((one) => present.has(one));
      const strangers = there.filter((one) => !members.includes(one)).slice(place, place + 3);
      if (place % 5 === 0)
        await source.patch("Groups", id, { op: "replace", path: "displayName", value: `Wrong ${place}` });
      if (place % 5 === 1) await source.patch("Groups", id, { op: "remove", path: "members" });
      else if (place % 5 === 2) {
        await source.delete("Groups", id);
        counted.groupsDeleted += 1;
      } else {
        await source.removeMembers(id, ...inside.slice(0, 5));
        if (strangers.length > 0) await source.addMembers(id, ...strangers);
      }
    }
    await source.removeMembers(this.#everybody, ...there.slice(0, Math.ceil(there.length / 3)));
    const [first] = this.#teams;
    if (first !== undefined) await source.removeMembers(this.#allTeams, first.id);
    await source.create("Groups", { displayName: "Made up", members: there.slice(0, 10).map((value) => ({ value })) });
    counted.groupsMadeUp += 1;
  }

  #bodyOf(index: number) {
    const name = `p${String(index).padStart(5, "0")}`;
    return {
      ...person(name),
      externalId: name,
      title: `Engineer ${index}`,
      nickName: `Nick ${index}`,
      [enterpriseUserUrn]: { department: `Department ${index % 10}`, costCenter: `C${index % 7}` },
    };
  }

  #id(index: number): string {
    return this.#people[index] ?? "";
  }

  async #set(index: number, path: string, value: string | null): Promise<void> {
    const operation = value === null ? { op: "remove" as const, path } : { op: "replace" as const, path, value };
    await this.#source.patch("Users", this.#id(index), operation);
  }

  async #each(count: number, work: (index: number) => Promise<void>): Promise<void> {
    await inParallel(Array.from({ length: count }).keys(), workers, work);
  }
}

/** Saves a mapping that gives everybody one e-mail address, another title and no department, and begins to apply it. */
export async function applyBadMapping(client: Client, sourceApplicationId: string) {
  const params = { sourceApplicationId };
  const mapping: Mapping = await client.call(mappingRoutes.getMapping, { params });
  const rules: SentMapping["users"] = [
    { attribute: "email", source: { constant: "everybody@example.com" } },
    { attribute: "title", source: { paths: ["nickName"] } },
    { attribute: "department", source: { expression: `"no " + userName` } },
  ];
  const names = new Set(rules.map(({ attribute }) => attribute));
  const users = [...mapping.users.filter(({ attribute }) => !names.has(attribute)), ...rules];
  await client.call(mappingRoutes.putMapping, { params, body: { users, groups: mapping.groups } });
  return client.call(mappingRoutes.applyMapping, { params });
}
