import { setTimeout as wait } from "node:timers/promises";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { SeededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { type PatchOperation, person, type Source } from "../support/source.ts";

/** A source that writes at random and sends again whatever was not acknowledged, until it is. */
export class PersistentWriter {
  readonly #source: Source;
  readonly #random: SeededRandom;
  readonly #name: string;
  readonly #people: string[] = [];
  readonly #groups: string[] = [];
  #made = 0;

  constructor(source: Source, name: string, random: SeededRandom) {
    this.#source = source;
    this.#name = name;
    this.#random = random;
  }

  /** Makes changes until so many are acknowledged, some at once, and tells of each. */
  async write(count: number, atOnce: number, heard: () => void): Promise<void> {
    let left = count;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.#change();
        heard();
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  async #change(): Promise<void> {
    const dice = this.#random.integer(100);
    const [someone, group] = [this.#one(this.#people), this.#one(this.#groups)];
    if (someone === undefined || dice < 15) {
      await this.#create("Users", this.#people, (name) => person(name));
    } else if (group === undefined || dice < 18) {
      await this.#create("Groups", this.#groups, (name) => ({ displayName: name, externalId: name }));
    } else if (dice < 50) {
      const value = `Title ${this.#random.integer(1_000_000)}`;
      await this.#patch("Users", someone, { op: "replace", path: "title", value });
    } else if (dice < 70) {
      await this.#patch("Users", someone, { op: "replace", path: "active", value: dice % 2 === 0 });
    } else if (dice < 85) {
      await this.#patch("Groups", group, { op: "add", path: "members", value: [{ value: someone }] });
    } else if (dice < 95) {
      await this.#patch("Groups", group, { op: "remove", path: `members[value eq "${someone}"]` });
    } else if (dice < 98) {
      await this.#delete("Users", this.#people, someone);
    } else {
      await this.#delete("Groups", this.#groups, group);
    }
  }

  #one(ids: readonly string[]): string | undefined {
    return ids.length === 0 ? undefined : ids[this.#random.integer(ids.length)];
  }

  async #create(endpoint: "Users" | "Groups", ids: string[], bodyOf: (name: string) => JsonObject): Promise<void> {
    this.#made += 1;
    const name = `${this.#name}${this.#made}`;
    const urn = `urn:ietf:params:scim:schemas:core:2.0:${endpoint.slice(0, -1)}`;
    const { status, body } = await this.#persist("POST", `/${endpoint}`, { schemas: [urn], ...bodyOf(name) });
    // 409: it was created, and the answer was lost in a kill; nobody writes it any more.
    if (status === 201) ids.push(String(body["id"]));
  }

  async #patch(endpoint: "Users" | "Groups", id: string, operation: PatchOperation): Promise<void> {
    const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
    await this.#persist("PATCH", `/${endpoint}/${id}`, { schemas, Operations: [{ ...operation }] });
  }

  async #delete(endpoint: "Users" | "Groups", ids: string[], id: string): Promise<void> {
    const place = ids.indexOf(id);
    if (place !== -1) ids.splice(place, 1);
    await this.#persist("DELETE", `/${endpoint}/${id}`);
  }

  /** Sends until somebody answers who is not overburdened or away. */
  async #persist(method: string, path: string, body?: JsonObject): Promise<{ status: number; body: JsonObject }> {
    for (;;) {
      const answer = await this.#source.send(method, path, body).catch(() => undefined);
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) return answer;
      await wait(20);
    }
  }
}
