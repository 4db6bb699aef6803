import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { type Client, createClient } from "@rollcall/admin-api/client.ts";
import { directorySnapshotRoutes } from "@rollcall/admin-api/directory-snapshot.ts";
import { followFeed } from "@rollcall/admin-api/follow-feed.ts";
import { guardRoutes } from "@rollcall/admin-api/guards.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { type FeedEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry.ts";
import { webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { type SeededRandom, seededRandom } from "@rollcall/simulator/people/seeded-random.ts";
import { DirectoryCopy } from "../../../../examples/directory-copy/directory-copy.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { Source } from "../support/source.ts";
import { compareWithFeed, type CountingReceiver, type Deviations, startCountingReceiver } from "./feed-listeners.ts";
import { PersistentWriter } from "./persistent-writer.ts";
import { RollcallProcess } from "./rollcall-process.ts";

const example = fileURLToPath(new URL("../../../../examples/directory-copy/main.ts", import.meta.url));

type Held = ReturnType<DirectoryCopy["read"]>["users"][number];

function withoutTime({ id, status, attributes, groupIds }: Held): Held {
  return { id, status, attributes, groupIds };
}

/** What everybody who listens has, compared with the feed and the directory. */
export interface FeedFindings {
  readonly events: number;
  /** By the names of those who listen. */
  readonly deviations: Readonly<
    Record<string, Deviations & { readonly requests?: number; readonly failures?: number }>
  >;
  /** Milliseconds after the last write until each had everything; of one run they can be compared. */
  readonly doneAfter: Readonly<Record<string, number>>;
  readonly copyEquals: boolean;
  readonly good: boolean;
}

/**
 * Two sources that write, a server and a consumer that are killed meanwhile, and all kinds of listeners: one webhook
 * whose receiver is well and one whose receiver fails three times of ten, a program that follows the feed, and the
 * example consumer with its copy of the directory.
 */
export class FeedRounds {
  readonly #folder: string;
  readonly #random: SeededRandom;
  readonly #rollcall: RollcallProcess;
  readonly #writers: PersistentWriter[] = [];
  readonly #receivers: CountingReceiver[] = [];
  readonly #followed: FeedEvent[] = [];
  readonly #leaving = new AbortController();
  #organizationId = "";
  #following: Promise<void> = Promise.resolve();
  #consumer: ChildProcess | undefined;

  private constructor(folder: string, seed: number, port: number) {
    this.#folder = folder;
    this.#random = seededRandom(seed);
    this.#rollcall = new RollcallProcess(join(folder, "data"), port, {
      ROLLCALL_PRIVATE_RECEIVERS: "allow",
      // Of ten chances to fail three times of ten one in 170,000 uses all up.
      ROLLCALL_DELIVERY_RETRIES: Array.from({ length: 20 }, () => "1").join(","),
    });
  }

  static async open(seed: number): Promise<FeedRounds> {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-feed-"));
    // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
    await chmod(folder, 0o711);
    const opened = new FeedRounds(folder, seed, await freePort("127.0.0.1"));
    await opened.#setUp();
    return opened;
  }

  async #setUp(): Promise<void> {
    await this.#rollcall.start();
    const client = this.#client();
    this.#organizationId = (await client.call(organizationRoutes.createOrganization, { body: { name: "Feed" } })).id;
    const params = { organizationId: this.#organizationId };
    for (const name of ["Entra ID", "Okta"]) {
      const body = { displayName: name };
      const application = await client.call(sourceApplicationRoutes.createSourceApplication, { params, body });
      await client.call(guardRoutes.putGuard, {
        params: { sourceApplicationId: application.id },
        body: { enabled: true, atLeast: 1_000_000, percent: 0 },
      });
      const prefix = name === "Okta" ? "o" : "e";
      this.#writers.push(new PersistentWriter(new Source(application), prefix, this.#random));
    }
    for (const [name, failing] of [
      ["well", 0],
      ["failing 30 %", 30],
    ] as const) {
      const receiver = await startCountingReceiver(name, failing, this.#random);
      this.#receivers.push(receiver);
      await client.call(webhookRoutes.createWebhook, { params, body: { name, url: receiver.url } });
    }
    this.#following = this.#follow();
    this.#startConsumer();
  }

  /** Has the sources write, kills server and consumer so many times each meanwhile, and compares at the end. */
  async play(changes: number, kills: number, say: (line: string) => void): Promise<FeedFindings> {
    let acknowledged = 0;
    const share = Math.ceil(changes / this.#writers.length);
    const writing = Promise.all(this.#writers.map((writer) => writer.write(share, 8, () => (acknowledged += 1))));
    for (let kill = 1; kill <= kills; kill += 1) {
      const at = Math.floor((kill * changes) / (kills + 1));
      while (acknowledged < at) await Promise.race([writing, wait(5)]);
      await this.#killConsumer();
      await this.#rollcall.killServer();
      say(`kill ${kill} of ${kills} after ${acknowledged} acknowledged changes`);
      await this.#rollcall.start();
      this.#startConsumer();
    }
    await writing;
    say(`all ${acknowledged} changes are acknowledged; waiting for who listens`);
    return this.#compare();
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#following;
    await this.#killConsumer();
    await this.#rollcall.stop();
    for (const receiver of this.#receivers) await receiver.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #compare(): Promise<FeedFindings> {
    const began = performance.now();
    const doneAfter: Record<string, number> = {};
    const waiting = new Map<string, (feed: readonly FeedEvent[]) => boolean>([
      ["follower", (feed) => this.#followed.length >= feed.length],
      ["copy", () => this.#copyStands()],
      ...this.#receivers.map(
        (one) => [one.name, (feed: readonly FeedEvent[]) => one.taken.size >= feed.length] as const,
      ),
    ]);
    let feed = await this.#readFeed();
    while (waiting.size > 0) {
      for (const [name, done] of waiting) {
        if (!done(feed)) continue;
        doneAfter[name] = Math.round(performance.now() - began);
        waiting.delete(name);
      }
      await wait(100);
      feed = await this.#readFeed(feed);
    }
    const copyEquals = await this.#copyEquals();
    const follower = compareWithFeed(this.#followed, feed);
    const sameOrder = isDeepStrictEqual(
      this.#followed.map(({ id }) => id),
      feed.map(({ id }) => id),
    );
    const deviations = {
      follower: { ...follower, outOfOrder: sameOrder ? 0 : Math.max(1, follower.outOfOrder) },
      ...Object.fromEntries(
        this.#receivers.map(({ name, taken, requests, failures }) => [
          name,
          { ...compareWithFeed(taken.values(), feed), requests, failures },
        ]),
      ),
    };
    const good =
      copyEquals &&
      Object.values(deviations).every((one) => one.missing === 0 && one.unknown === 0 && one.outOfOrder === 0);
    return { events: feed.length, deviations, doneAfter, copyEquals, good };
  }

  /** Reads the feed, or what is new in it. */
  async #readFeed(known: readonly FeedEvent[] = []): Promise<FeedEvent[]> {
    const items = [...known];
    for (let page; page?.more !== false; ) {
      page = await this.#client().call(provisioningEventRoutes.listProvisioningEvents, {
        params: { organizationId: this.#organizationId },
        query: { limit: 1000, ...(this.#cursor === undefined ? {} : { after: this.#cursor }) },
      });
      this.#cursor = page.nextCursor;
      items.push(...page.items);
    }
    return items;
  }

  #cursor: string | undefined;

  /** Whether the copy has come to the end of the feed. */
  #copyStands(): boolean {
    const copy = new DirectoryCopy(join(this.#folder, "copy.sqlite"));
    const { cursor } = copy;
    copy.close();
    return cursor !== undefined && cursor === this.#cursor;
  }

  async #copyEquals(): Promise<boolean> {
    const copy = new DirectoryCopy(join(this.#folder, "copy.sqlite"));
    const held = copy.read();
    copy.close();
    const directory: typeof held = { users: [], groups: [] };
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { users: Held[]; groups: Held[]; nextCursor: string | null } = await this.#client().call(
        directorySnapshotRoutes.readDirectorySnapshot,
        {
          params: { organizationId: this.#organizationId },
          query: { limit: 1000, ...(cursor === undefined ? {} : { cursor }) },
        },
      );
      directory.users.push(...page.users.map(withoutTime));
      directory.groups.push(...page.groups.map(withoutTime));
      cursor = page.nextCursor;
    }
    return isDeepStrictEqual(held, directory);
  }

  async #follow(): Promise<void> {
    const options = { organizationId: this.#organizationId, signal: this.#leaving.signal };
    for await (const { events } of followFeed(this.#client(), options)) this.#followed.push(...events);
  }

  #client(): Client {
    const send = retryingFetch({ attempts: Number.POSITIVE_INFINITY, firstWait: 20, longestWait: 500 });
    return createClient({ url: this.#rollcall.origin, key: this.#rollcall.apiKey, fetch: send });
  }

  #startConsumer(): void {
    this.#consumer = spawn(process.execPath, ["--no-warnings", example], {
      env: {
        ...process.env,
        ROLLCALL_URL: this.#rollcall.origin,
        ROLLCALL_API_KEY: this.#rollcall.apiKey,
        ORGANIZATION: this.#organizationId,
        COPY: join(this.#folder, "copy.sqlite"),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }

  async #killConsumer(): Promise<void> {
    const child = this.#consumer;
    if (child === undefined) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    this.#consumer = undefined;
  }
}
