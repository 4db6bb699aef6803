import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describeMachine, minuteLoad } from "./machine.ts";
import { peerProducts, versionOf } from "./peers/peer.ts";
import { writeDocuments } from "./report/documents.ts";
import { writeReport } from "./report/report.ts";
import { type Competitor, ours, type RunResult, yardsticks } from "./results.ts";
import { rollcallVersion } from "./rollcall-version.ts";
import { runSize } from "./run-size.ts";

// Measures Rollcall beside its yardsticks, and its peers where asked, in one run: `npm run bench`.
//   --sizes 1000,10000   users loaded, one size after the other; 100,000 unless told
//   --peers              beside the products of bench/peers too; installs them at the first time
//   --windows 5          of each in each scenario, about a second each
//   --only <text>        scenarios whose name contains it
//   --json               prints everything as JSON
//   --write              keeps the run in docs/benchmarks.md, docs/benchmarks.json and docs/benchmarks/*.svg: several
//                        sizes without peers as the growth, everything else as the comparison
//   --profile            has the server write a CPU profile when it ends

const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "100000" },
    peers: { type: "boolean", default: false },
    windows: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
  },
});
const sizes = options.sizes.split(",").map(Number);
const windows = Number(options.windows);
if (!sizes.every((size) => Number.isInteger(size) && size >= 200) || !Number.isInteger(windows) || windows < 1) {
  process.stderr.write("expected --sizes as numbers from 200, with commas between, and --windows from 1\n");
  process.exit(64);
}
const growth = sizes.length > 1 && !options.peers;
const peers = options.peers ? peerProducts : [];
const began = performance.now();
const say = (line: string): void => {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}  ${line}\n`);
};

if (options.peers) installPeers();
const loadBefore = minuteLoad();
const results = [];
for (const people of sizes) {
  say(`— ${people.toLocaleString("en")} users —`);
  results.push(
    await runSize({
      people,
      windows,
      only: options.only,
      peers,
      // Growth is of the server's own cost: the yardsticks would double the time.
      yardsticks: !growth,
      serverArguments: options.profile ? ["--cpu-prof"] : [],
      say,
    }),
  );
}
const run: RunResult = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  node: process.versions.node,
  postgres: results[0]?.postgres ?? "",
  windows,
  load: [loadBefore, minuteLoad()],
  minutes: Math.round((performance.now() - began) / 6_000) / 10,
  competitors: competitors(),
  sizes: results.map(({ people, measured, memory, bytesPerUser }) => ({ people, measured, memory, bytesPerUser })),
};
const kept = growth ? { growth: run } : { comparison: run };
if (options.write) writeDocuments({ ...kept, protocol: measureProtocol() });
process.stdout.write(options.json ? `${JSON.stringify(run, null, 2)}\n` : `\n${writeReport(kept)}\n`);

function competitors(): Competitor[] {
  return [
    { name: ours, version: rollcallVersion(), kind: "ours" },
    ...(growth ? [] : yardsticks).map((name) => ({ name, version: "", kind: "yardstick" as const })),
    ...peers.map((product) => ({
      name: product.name,
      version: versionOf(product),
      kind: product.store === "memory" ? ("in-memory peer" as const) : ("durable peer" as const),
    })),
  ];
}

/** They are 300 MB that nobody else needs, in a folder of their own with a lockfile of their own. */
function installPeers(): void {
  const folder = fileURLToPath(new URL("peers", import.meta.url));
  const script = fileURLToPath(new URL("../tools/install.sh", import.meta.url));
  execFileSync("sh", [script, folder, "installing the peers of the bench (once)"], { stdio: "inherit" });
}

/** What the protocol library costs alone. */
function measureProtocol(): string {
  const microBench = fileURLToPath(new URL("../packages/scim/bench/run.ts", import.meta.url));
  return execFileSync(process.execPath, [microBench], { encoding: "utf8" }).trim();
}
