import { setTimeout as wait } from "node:timers/promises";
import { coreUserUrn, errorUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { person, type Source } from "../support/source.ts";
import { AcknowledgedWrites } from "./acknowledged-writes.ts";

/** Milliseconds until a write that was refused is followed by the next; short, so that a recovery is seen at once. */
const pauseMilliseconds = 20;

/** Workers that write by SCIM without an end: people, changes of them, members of one group. */
export class SteadyWriters {
  readonly acknowledged = new AcknowledgedWrites();
  /** Answers of 503 in the form that they must have. */
  refused = 0;
  /** The sentences of all answers that were no success. */
  readonly refusalSentences = new Set<string>();
  /** Every answer that is neither a success nor a clear 503, in a sentence. */
  readonly unclear: string[] = [];
  readonly #source: Source;
  readonly #waiting: { count: number; resolve: () => void }[] = [];
  readonly #workers: Promise<void>[];
  #groupId = "";
  #names = 0;
  #stopped = false;
  #lastAt = performance.now();
  #longest = 0;

  private constructor(source: Source, groupId: string, workers: number) {
    this.#source = source;
    this.#groupId = groupId;
    this.#workers = Array.from({ length: workers }, () => this.#work());
  }

  static async start(source: Source, workers: number): Promise<SteadyWriters> {
    const group = await source.create("Groups", { displayName: "Everybody" });
    const started = new SteadyWriters(source, group.id, workers);
    started.acknowledged.memberships.set(group.id, new Map());
    return started;
  }

  /** Waits for so many further acknowledged writes. */
  more(count: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ count: this.acknowledged.count + count, resolve }));
  }

  /** Milliseconds: the longest time without an acknowledged write since this was last asked. */
  takeLongest(): number {
    const longest = Math.max(this.#longest, performance.now() - this.#lastAt);
    this.#longest = 0;
    return Math.round(longest);
  }

  /** Waits until so many further writes were refused. */
  async refusals(count: number): Promise<void> {
    const wanted = this.refused + this.unclear.length + count;
    while (this.refused + this.unclear.length < wanted) await wait(pauseMilliseconds);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const name = `steady${(this.#names += 1)}`;
      const made = await this.#write("POST", "/Users", { schemas: [coreUserUrn], ...person(name) });
      const id = made?.["id"];
      if (typeof id !== "string") continue;
      await this.#patch(`/Users/${id}`, { op: "replace", path: "active", value: false });
      await this.#patch(`/Groups/${this.#groupId}`, { op: "add", path: "members", value: [{ value: id }] });
      await this.#patch(`/Users/${id}`, { op: "replace", path: "active", value: true });
    }
  }

  async #patch(path: string, operation: JsonObject): Promise<void> {
    await this.#write("PATCH", path, { schemas: [patchOpUrn], Operations: [operation] });
  }

  /** @returns the answer's body; undefined when it was refused */
  async #write(method: string, path: string, body: JsonObject): Promise<JsonObject | undefined> {
    const answer = await this.#source.send(method, path, body);
    const { status } = answer;
    if (status < 300) {
      const now = performance.now();
      this.#longest = Math.max(this.#longest, now - this.#lastAt);
      this.#lastAt = now;
      const shown = answer.text === "" ? undefined : answer.body;
      this.acknowledged.add({ method, path, body, status, answer: shown });
      for (const one of this.#waiting.splice(0)) {
        if (this.acknowledged.count >= one.count) one.resolve();
        else this.#waiting.push(one);
      }
      return answer.body;
    }
    const clear =
      status === 503 &&
      JSON.stringify(answer.body["schemas"]) === JSON.stringify([errorUrn]) &&
      answer.body["status"] === "503" &&
      /^[1-9]\d*$/.test(answer.headers.get("retry-after") ?? "");
    this.refusalSentences.add(answer.detail);
    if (clear) this.refused += 1;
    else this.unclear.push(`${method} ${path}: ${status} ${answer.text.slice(0, 200)}`);
    await wait(pauseMilliseconds);
    return undefined;
  }
}
