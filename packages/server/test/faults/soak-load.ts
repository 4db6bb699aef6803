import { createClient } from "@rollcall/admin-api/client.ts";
import { callLimitRoutes } from "@rollcall/admin-api/call-limits.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreUserUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { Pace } from "@rollcall/simulator/pace.ts";
import { type SeededRandom, seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { findRunningPostgres } from "../../src/storage/embedded-postgres.ts";
import { loadPeople, openBeside, settleDatabase } from "../support/load-people.ts";
import { person, Source } from "../support/source.ts";
import type { RollcallProcess } from "./rollcall-process.ts";

const workers = 16;
/** Pages are asked for among so many of the first: deeper ones by index cost more the deeper they are. */
const paged = 2_000;
/** Failures that are kept; one is enough to fail. */
const keptFailures = 20;

/** A source that reads and writes in the proportions of every day, at a chosen rate; its directory keeps its size. */
export class SoakLoad {
  requests = 0;
  readonly failures: string[] = [];
  readonly #pool: Pool;
  readonly #source: Source;
  readonly #random: SeededRandom;
  readonly #ids: string[];
  readonly #members = new Set<string>();
  #groupId = "";
  #names: number;
  #durations: number[] = [];

  /** @param ids of the people that were loaded */
  constructor(source: Source, ids: string[], seed: number) {
    this.#source = source;
    this.#ids = ids;
    this.#names = ids.length;
    this.#random = seededRandom(seed);
    this.#pool = new Pool(new URL(source.baseUrl).origin, { connections: workers, pipelining: 1 });
  }

  async makeGroup(): Promise<void> {
    this.#groupId = (await this.#source.create("Groups", { displayName: "Everybody" })).id;
  }

  /** @returns requests a second when nobody waits between them */
  async findMost(seconds: number): Promise<number> {
    const until = performance.now() + seconds * 1_000;
    const before = this.requests;
    await this.#together(
      () => performance.now() < until,
      undefined,
      () => this.#something(),
    );
    return Math.floor((this.requests - before) / seconds);
  }

  /** @param rate requests a second */
  async run(rate: number, goesOn: () => boolean): Promise<void> {
    this.#durations = [];
    await this.#together(goesOn, new Pace(rate), () => this.#something());
  }

  /** Milliseconds of all requests since this was last asked, in ascending order. */
  takeDurations(): number[] {
    return this.#durations.splice(0).sort((a, b) => a - b);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #together(goesOn: () => boolean, pace: Pace | undefined, act: () => Promise<void>): Promise<void> {
    const work = async (): Promise<void> => {
      while (goesOn()) {
        const toWait = pace?.takeTurn(performance.now()) ?? 0;
        if (toWait > 0) await wait(toWait);
        await act();
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
  }

  async #something(): Promise<void> {
    const dice = this.#random.integer(100);
    const id = this.#ids[this.#random.integer(this.#ids.length)] ?? "";
    if (dice < 45) await this.#send("GET", `/Users/${id}`);
    else if (dice < 60) await this.#lookUp();
    else if (dice < 65)
      await this.#send(
        "GET",
        `/Users?startIndex=${1 + this.#random.integer(Math.min(paged, this.#ids.length))}&count=20`,
      );
    else if (dice < 85) await this.#patch(`/Users/${id}`, { op: "replace", path: "title", value: `Day ${dice}` });
    else if (dice < 95) await this.#changeMember(id);
    else await this.#replaceSomebody();
  }

  async #lookUp(): Promise<void> {
    const filter = `userName eq "soak${this.#random.integer(this.#names)}@example.com"`;
    await this.#send("GET", `/Users?filter=${encodeURIComponent(filter)}`);
  }

  async #changeMember(id: string): Promise<void> {
    const path = `/Groups/${this.#groupId}`;
    if (this.#members.delete(id)) await this.#patch(path, { op: "remove", path: `members[value eq "${id}"]` });
    else {
      this.#members.add(id);
      await this.#patch(path, { op: "add", path: "members", value: [{ value: id }] });
    }
  }

  /** Somebody leaves and somebody comes. */
  async #replaceSomebody(): Promise<void> {
    const [left] = this.#ids.splice(this.#random.integer(this.#ids.length), 1);
    this.#members.delete(left ?? "");
    // A request that was chosen before may still be about who leaves, so that person is only disabled.
    await this.#patch(`/Users/${left}`, { op: "replace", path: "active", value: false });
    await this.#create();
  }

  async #create(): Promise<void> {
    const id = (await this.#send("POST", "/Users", bodyOf((this.#names += 1) - 1)))?.["id"];
    if (typeof id === "string") this.#ids.push(id);
  }

  async #patch(path: string, operation: JsonObject): Promise<void> {
    await this.#send("PATCH", path, { schemas: [patchOpUrn], Operations: [operation] });
  }

  async #send(method: "GET" | "POST" | "PATCH", path: string, body?: JsonObject): Promise<JsonObject | undefined> {
    const { pathname } = new URL(this.#source.baseUrl);
    const headers = { authorization: `Bearer ${this.#source.token}`, "content-type": "application/scim+json" };
    const began = performance.now();
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await this.#pool.request({ method, path: pathname + path, headers, body: sent });
    const text = await answer.body.text();
    this.#durations.push(performance.now() - began);
    this.requests += 1;
    if (answer.statusCode >= 300 && this.failures.length < keptFailures) {
      this.failures.push(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 200)}`);
    }
    return method === "POST" ? (JSON.parse(text) as JsonObject) : undefined;
  }
}

function bodyOf(number: number): JsonObject {
  return { schemas: [coreUserUrn], ...person(`soak${number}`) };
}

/** Makes an organization whose source may call as often as it likes, and loads people. */
export async function openSoakLoad(rollcall: RollcallProcess, people: number, seed: number): Promise<SoakLoad> {
  const client = createClient({ url: rollcall.origin, key: rollcall.apiKey });
  const { id: organizationId } = await client.call(organizationRoutes.createOrganization, { body: { name: "Soak" } });
  const created = await client.call(sourceApplicationRoutes.createSourceApplication, {
    params: { organizationId },
    body: { displayName: "Source" },
  });
  const params = { sourceApplicationId: created.id };
  await client.call(guardRoutes.putGuard, { params, body: { enabled: false, atLeast: 0, percent: 0 } });
  const unlimited = { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
  await client.call(callLimitRoutes.putCallLimit, { params, body: unlimited });
  const load = new SoakLoad(new Source(created), await loadInto(rollcall, created.id, people), seed);
  await load.makeGroup();
  return load;
}

/** Loads people beside the server that runs: over HTTP a million would take a quarter of an hour. */
async function loadInto(rollcall: RollcallProcess, applicationId: string, people: number): Promise<string[]> {
  const target = findRunningPostgres(rollcall.dataFolder);
  if (target === undefined) throw new Error("the PostgreSQL of the soak does not run");
  const deps = openBeside(target);
  try {
    const application = await deps.settings.application(applicationId);
    if (application === undefined) throw new Error("the application of the soak is not there");
    const ids = await loadPeople(deps, application, people, bodyOf);
    await settleDatabase(deps.database);
    return ids;
  } finally {
    deps.settings.close();
    await deps.database.close();
  }
}
