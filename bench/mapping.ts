import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../packages/server/src/cli/free-port.ts";
import { readPostmasterFile } from "../packages/server/src/storage/embedded-postgres/postmaster-file.ts";
import { MappingScene } from "../packages/server/test/faults/mapping-scene.ts";
import { RollcallProcess } from "../packages/server/test/faults/rollcall-process.ts";
import { startProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import { type MemoryUse, usedMemory } from "./process-memory.ts";
import { type Probed, startProbing } from "./probe-reads.ts";
import { writeTable } from "./report/table.ts";

// Measures the preview of a mapping over everybody and its application to everybody, each of whom it changes, and
// compares an application that is killed twice in the middle with one that is not: `npm run bench:mapping`.
//   --people 100000
//   --json            for programs

const { values: options } = parseArgs({
  options: { people: { type: "string", default: "100000" }, json: { type: "boolean", default: false } },
});
const people = Number(options.people);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

interface Measured {
  readonly name: string;
  readonly seconds: number;
  readonly perSecond: number;
  readonly memory: MemoryUse;
  /** Reads of one user by SCIM meanwhile. */
  readonly reads: Probed;
}

const folder = mkdtempSync(join(tmpdir(), "rollcall-mapping-"));
// PostgreSQL runs as somebody else when the bench runs as root, and has to get through to its folder.
chmodSync(folder, 0o711);
const rollcall = new RollcallProcess(join(folder, "data"), await freePort("127.0.0.1"));
try {
  await rollcall.start();
  const scene = await MappingScene.open(rollcall);
  say(`loading ${people.toLocaleString("en")} people`);
  const [first = ""] = await load(scene.application.id);
  const target = { url: `${scene.application.scimBaseUrl}/Users/${first}`, token: scene.application.bearerToken };

  const measured: Measured[] = [];
  const measure = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    say(name);
    const probing = startProbing(target);
    const begun = performance.now();
    await work();
    const seconds = (performance.now() - begun) / 1000;
    const reads = await probing.stop();
    const memory = usedMemory(rollcall.serverPid, rollcall.postmasterPid());
    measured.push({ name, seconds, perSecond: people / seconds, memory, reads });
  };

  await measure("nothing, for five seconds", () => new Promise((resolve) => setTimeout(resolve, 5_000)));
  let changed = 0;
  await measure("preview", async () => {
    const { counts } = await scene.preview("A");
    changed = counts.users.changed;
  });
  await measure("apply", async () => scene.ended(await scene.apply("A")));
  const undisturbed = await scene.endOfFeed();
  await measure("apply another", async () => scene.ended(await scene.apply("B")));
  const expected = { events: await scene.eventsAfter(undisturbed), everybody: await scene.everybody() };

  say("applying the first again, then the other with two kills");
  await scene.ended(await scene.apply("A"));
  const begin = await scene.endOfFeed();
  const job = await scene.apply("B");
  const kills = [await scene.killAt(job, 0.3), await scene.killAt(job, 0.7)].filter(Boolean).length;
  await scene.ended(job);
  const found = { events: await scene.eventsAfter(begin), everybody: await scene.everybody() };
  const events = new Set(found.events);
  const comparison = {
    kills,
    differingPeople: differing(expected.everybody, found.everybody),
    events: found.events.length,
    eventsTwice: found.events.length - events.size,
    eventsMissing: expected.events.filter((line) => !events.has(line)).length,
  };
  report(measured, changed, comparison);
  const good = kills === 2 && comparison.differingPeople + comparison.eventsTwice + comparison.eventsMissing === 0;
  process.exitCode = good && changed === people ? 0 : 1;
} finally {
  await rollcall.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the people straight into the server's database, and gives the ids of their resources. */
async function load(applicationId: string): Promise<string[]> {
  const postmaster = readPostmasterFile(join(rollcall.dataFolder, "postgres"));
  if (postmaster === undefined) throw new Error("the embedded PostgreSQL left no postmaster.pid");
  const driver = startProcess<DatabaseDriver>("./database-driver.ts");
  try {
    await driver.call("open", { socketFolder: postmaster.socketFolder, applicationId, most: 4 });
    const ids = await driver.call("load", { count: people });
    await driver.call("settle");
    return ids;
  } finally {
    await driver.end();
  }
}

/** Lines of one that the other does not have. */
function differing(expected: readonly string[], found: readonly string[]): number {
  const [one, other] = [new Set(expected), new Set(found)];
  return expected.filter((line) => !other.has(line)).length + found.filter((line) => !one.has(line)).length;
}

function report(all: readonly Measured[], changed: number, comparison: object): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ people, changed, measured: all, comparison }, null, 2)}\n`);
    return;
  }
  const rows = all.map(({ name, seconds, perSecond, memory, reads }) => [
    name,
    `${seconds.toFixed(1)} s`,
    name.startsWith("nothing") ? "" : Math.round(perSecond).toLocaleString("en"),
    `${memory.server} / ${memory.serverPeak} MiB`,
    `${memory.database} MiB`,
    `${reads.middle.toFixed(1)} / ${reads.p99.toFixed(1)} ms`,
  ]);
  const head = ["", "time", "people a second", "server's memory, now / most", "database's", "a read, p50 / p99"];
  process.stdout.write(`${people.toLocaleString("en")} people, ${changed.toLocaleString("en")} of them changed\n\n`);
  process.stdout.write(`${writeTable(head, rows)}\n\n${JSON.stringify(comparison)}\n`);
}
