import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { silentLog } from "../../src/log.ts";
import { refreshTableStatistics } from "../../src/storage/write/table-statistics.ts";
import { startKeepingStatistics } from "../../src/worker/keep-statistics.ts";
import { TestOrganization } from "../support/organization.ts";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";
import { snapshot } from "../support/snapshot.ts";
import { person, Source } from "../support/source.ts";
import { watchTurns } from "../support/turns.ts";
import { brokenRequests } from "./broken-http.ts";
import { chanceOf } from "./chance.ts";
import { faultsOf } from "./check-answer.ts";
import { describeRequest, type FuzzRequest } from "./fuzz-request.ts";
import { makeRequest } from "./make-request.ts";
import { type FuzzAnswer, openSender, type Sender, sendBytes } from "./send-request.ts";

// Longer, or with other requests: ROLLCALL_TEST_FUZZ_REQUESTS=100000 ROLLCALL_TEST_SEED=7.
const requests = Number(process.env["ROLLCALL_TEST_FUZZ_REQUESTS"] ?? 10_000);
const seed = Number(process.env["ROLLCALL_TEST_SEED"] ?? 20_261_124);
/** Requests on their way at the same time. */
const width = 8;
/** Refused requests that are sent once more between two looks at the tables. */
const batch = 150;
/** Refused requests that are kept for that, so that a long run needs no more memory than a short one. */
const mostRefused = 6_000;

const prototypes = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];

describe(`${requests} hostile requests (seed ${seed})`, () => {
  let server: TestServer;
  let source: Source;
  let sender: Sender;
  let statistics: { stop(): Promise<void> };
  const refused: FuzzRequest[] = [];
  const faults: string[] = [];
  const byStatus = new Map<number, number>();
  let slowest = { milliseconds: 0, request: "" };

  before(async () => {
    server = await startTestServer();
    const organization = new TestOrganization(server, server.organizationId);
    const bystander = await organization.source("Bystander");
    const ann = await bystander.create("Users", person("ann"));
    await bystander.create("Groups", { displayName: "Staff", members: [{ value: ann.id }] });
    source = new Source((await server.createSourceApplication("Fuzzed")) satisfies CreatedApplication);
    sender = openSender(source.baseUrl);
    // As `serve` does: plans made while tables were empty would make lists slow.
    statistics = startKeepingStatistics({
      leads: () => true,
      refresh: () => refreshTableStatistics(server.database.pool),
      log: silentLog,
    });
  });
  after(async () => {
    sender.close();
    await statistics.stop();
    await server.close();
  });

  /** Sends one and keeps what is wrong with its answer. */
  async function send(request: FuzzRequest): Promise<FuzzAnswer | undefined> {
    try {
      const answer = await sender.send(request);
      byStatus.set(answer.status, (byStatus.get(answer.status) ?? 0) + 1);
      if (answer.milliseconds > slowest.milliseconds) {
        slowest = { milliseconds: answer.milliseconds, request: describeRequest(request).slice(0, 300) };
      }
      faults.push(...faultsOf(request, answer).map((fault) => `${fault}\n  ${describeRequest(request)}`));
      return answer;
    } catch (error) {
      // A server that refuses a large body may close before all of it was sent.
      if (Buffer.byteLength(request.body ?? "") < 500_000) {
        faults.push(`no answer (${(error as Error).message})\n  ${describeRequest(request)}`);
      }
      return undefined;
    }
  }

  /** Sends all, some at a time, and gives those that were accepted. */
  async function sendAll(waiting: readonly FuzzRequest[]): Promise<FuzzRequest[]> {
    const accepted: FuzzRequest[] = [];
    const left = [...waiting];
    const lane = async (): Promise<void> => {
      for (let request = left.shift(); request !== undefined; request = left.shift()) {
        const answer = await send(request);
        if (answer !== undefined && answer.status < 400) accepted.push(request);
      }
    };
    await Promise.all(Array.from({ length: width }, lane));
    return accepted;
  }

  test("none is answered by a fault of ours, and every answer is SCIM", async (t) => {
    const chance = chanceOf(seed);
    const known = {
      token: source.token,
      userIds: [(await source.create("Users", person("first"))).id],
      groupIds: [(await source.create("Groups", { displayName: "First" })).id],
      cursors: [] as string[],
    };
    const remember = (list: string[], value: JsonValue | undefined): void => {
      if (typeof value !== "string") return;
      list.push(value);
      if (list.length > 40) list.splice(chance.below(39), 1);
    };
    const owned = inherited();
    const memory = [measureMemory()];
    const turns = watchTurns();
    let sent = 0;
    let refusals = 0;
    const keep = (request: FuzzRequest): void => {
      refusals += 1;
      if (refused.length < mostRefused) refused.push(request);
      else if (chance.below(refusals) < mostRefused) refused[chance.below(mostRefused)] = request;
    };
    const lane = async (count: number): Promise<void> => {
      for (let left = count; left > 0; left -= 1) {
        const request = makeRequest(chance, known);
        const answer = await send(request);
        sent += 1;
        if (sent % Math.ceil(requests / 4) === 0) {
          memory.push(measureMemory());
          turns.leaveOut();
        }
        if (answer !== undefined && answer.status >= 400) keep(request);
        if (answer === undefined || answer.status >= 300) continue;
        const body = parsed(answer.text);
        remember(known.cursors, body["nextCursor"]);
        if (answer.status !== 201) continue;
        remember(body["userName"] === undefined ? known.groupIds : known.userIds, body["id"]);
      }
    };
    await Promise.all(Array.from({ length: width }, async (_, index) => lane(share(requests, index))));

    assert.deepEqual(faults.slice(0, 10), []);
    assert.deepEqual(inherited(), owned, "a prototype was changed");
    assert.equal("polluted" in {}, false);
    assert.ok(refusals >= requests / 10 && refusals < requests, `${refusals} were refused`);
    const counts = [...byStatus].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    t.diagnostic(`seed ${seed}: ${requests} requests, ${counts.join(", ")}`);
    t.diagnostic(`slowest answer ${slowest.milliseconds.toFixed(0)} ms, ${width} at a time: ${slowest.request}`);
    t.diagnostic(
      `the longest turn of the event loop, server and test together: ${turns.longest().toFixed(0)} ms of processor time`,
    );
    turns.end();
    t.diagnostic(
      `server and test together, in MB at the start and after each quarter: RSS ${memory.map(({ rss }) => rss).join(", ")}; ` +
        `in use on the heap ${memory.map(({ used }) => used).join(", ")}`,
    );
  });

  test("none that is refused alters a row of any table", async (t) => {
    let shown = 0;
    for (let from = 0; from < refused.length; from += batch) {
      let sent = refused.slice(from, from + batch);
      // What is refused no longer may change much: without it once more.
      for (let round = 1; round <= 3 && sent.length > 0; round += 1) {
        const earlier = await snapshot(server.database);
        const accepted = new Set(await sendAll(sent));
        if (accepted.size === 0) {
          assert.deepEqual(
            differences(earlier, await snapshot(server.database)),
            [],
            `after ${sent.slice(0, 5).map(describeRequest).join("\n")}`,
          );
          shown += sent.length;
          break;
        }
        sent = sent.filter((request) => !accepted.has(request));
      }
    }
    assert.deepEqual(faults.slice(0, 10), []);
    assert.ok(shown >= refused.length / 2, `${shown} of ${refused.length}`);
    t.diagnostic(`${shown} of ${refused.length} refused requests were sent again between two looks at the tables`);
  });

  test("broken HTTP is refused or cut off, and alters nothing", async (t) => {
    const earlier = await snapshot(server.database);
    const bytes = brokenRequests(new URL(source.baseUrl).pathname, source.token);
    const statuses = await Promise.all(bytes.map(async (sent) => sendBytes(server.origin, sent, 1_000)));
    const wrong = statuses.flatMap((answered, index) =>
      answered.some((status) => status >= 500 && status !== 501 && status !== 505)
        ? [String(bytes[index]).slice(0, 300)]
        : [],
    );
    assert.deepEqual(wrong, []);
    assert.deepEqual(differences(earlier, await snapshot(server.database)), []);
    t.diagnostic(`${bytes.length} connections, answers: ${statuses.map((all) => all[0] ?? "none").join(" ")}`);
  });

  test("the server answers as before", async () => {
    const ann = await source.create("Users", person("after-all"));
    assert.equal((await source.read("Users", ann.id))["userName"], "after-all@example.com");
    assert.equal((await source.find("Users", 'userName eq "after-all@example.com"')).length, 1);
    await source.delete("Users", ann.id);
  });
});

function share(whole: number, index: number): number {
  return Math.floor(whole / width) + (index < whole % width ? 1 : 0);
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** In MB; what is in use is measured after everything else was collected. */
function measureMemory(): { rss: number; used: number } {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss: Math.round(rss / 2 ** 20), used: Math.round((heapUsed + external) / 2 ** 20) };
}

/** Every name that each object has without being given it. */
function inherited(): string[][] {
  return prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).sort());
}

/** The tables that differ, each with its rows that the other does not have. */
function differences(earlier: Record<string, string[]>, later: Record<string, string[]>): object[] {
  return Object.keys(later).flatMap((table) => {
    // Where a list was left off is remembered for a while, whatever its reader may do.
    if (table === "list_bookmarks") return [];
    const [before, after] = [new Set(earlier[table]), new Set(later[table])];
    const gone = [...before].filter((row) => !after.has(row));
    const come = [...after].filter((row) => !before.has(row));
    return gone.length + come.length === 0 ? [] : [{ table, gone: gone.slice(0, 3), come: come.slice(0, 3) }];
  });
}

function parsed(text: string): Record<string, JsonValue> {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
