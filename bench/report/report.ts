import { isSupported, type LaneFigures, type Measured } from "../measure-scenario.ts";
import { type Competitor, type KeptResults, ours, type RunResult, type SizeResult, yardsticks } from "../results.ts";
import type { Window } from "../windows.ts";
import { growthOf } from "./growth.ts";
import { percent, writeTable, written } from "./table.ts";
import { holdAgainstTargets } from "./targets.ts";

/** Everything that was measured, in Markdown: the parts that are there. */
export function writeReport({ comparison, growth }: KeptResults): string {
  return [
    ...(comparison === undefined ? [] : [writeComparison(comparison)]),
    ...(growth === undefined ? [] : [writeGrowth(growth)]),
  ].join("\n\n");
}

/** Rollcall beside whoever took part, size by size, and the targets. */
export function writeComparison(run: RunResult): string {
  const parts = run.sizes.flatMap((size) => [
    `### ${size.people.toLocaleString("en")} users`,
    writeOwn(size),
    ...writePeers(run.competitors, size),
    writeMemory(size),
  ]);
  return [writeSurroundings(run), writeTargets(run), ...parts].join("\n\n");
}

/** What a call costs as the directory grows. */
export function writeGrowth(run: RunResult): string {
  const sizes = run.sizes.map(({ people }) => people.toLocaleString("en"));
  const headings = [
    "scenario",
    "at once",
    ...sizes.flatMap((size) => [`${size}: per second`, "CPU µs"]),
    "CPU, × of least",
  ];
  const rows = growthOf(run).map(({ scenario, concurrency, grows, points, ratio }) => [
    `${scenario}${grows ? " †" : ""}`,
    String(concurrency),
    ...run.sizes.flatMap(({ people }) => {
      const point = points.find((one) => one.people === people);
      return point === undefined ? ["", ""] : [written(point.perSecond), written(point.cpu)];
    }),
    ratio === undefined ? "" : ratio.toFixed(2),
  ]);
  const memory = run.sizes.map((size) => {
    const use = size.memory[ours];
    const texts = [use?.server, use?.serverPeak, use?.database].map((value) => `${written(value ?? 0)} MiB`);
    return [size.people.toLocaleString("en"), ...texts, written(size.bytesPerUser)];
  });
  return [
    writeSurroundings(run),
    writeTable(headings, rows),
    "CPU is the processor time of server and database together for one operation. † The answer, or what has to be gone through for it, grows with the directory by its nature.",
    writeTable(["users", "server", "server at most", "database", "bytes on disk per user"], memory),
  ].join("\n\n");
}

function writeSurroundings(run: RunResult): string {
  const taking = run.competitors
    .filter(({ version }) => version !== "")
    .map(({ name, version }) => `${name} ${version}`);
  return (
    `Measured on ${run.date} on ${run.machine}; Node ${run.node}, ${run.postgres}; ${taking.join(", ")}; ` +
    `load of the machine ${run.load[0]} before, ${run.load[1]} after; ${written(run.minutes)} minutes. ` +
    `Medians of ${run.windows} windows.`
  );
}

function writeTargets(run: RunResult): string {
  const answers = { true: "yes", false: "**no**", undefined: "" };
  const rows = holdAgainstTargets(run).map(({ promise, reached, kept }) => [promise, reached, answers[`${kept}`]]);
  const people = run.sizes.at(-1)?.people.toLocaleString("en") ?? "";
  return `What is aimed at, with ${people} users loaded:\n\n${writeTable(["aim", "reached", "kept"], rows, 3)}`;
}

/** Rollcall's own figures, with those of its yardsticks beside them. */
function writeOwn({ measured }: SizeResult): string {
  const headings = ["scenario", "at once", "per second", "p50 ms", "p99 ms", "CPU µs server", "CPU µs database"];
  const shown = yardsticks.filter((name) => measured.some(({ lanes }) => name in lanes));
  const rows = measured.map((one) => {
    const own = one.lanes[ours];
    const figures = isSupported(own)
      ? [
          written(own.perSecond),
          own.p50.toFixed(2),
          own.p99.toFixed(2),
          written(own.serverCpu),
          written(own.databaseCpu),
        ]
      : [];
    return [one.scenario, String(one.concurrency), ...figures, ...shown.map((name) => besideYardstick(one, name))];
  });
  return writeTable([...headings, ...shown.map((name) => `${name}: per second, Rollcall in % of it`)], rows);
}

function besideYardstick({ lanes, ratios }: Measured, name: string): string {
  const figures = lanes[name];
  const ratio = ratios[name];
  if (!isSupported(figures) || ratio === undefined) return "";
  const range = `${Math.round(ratio.least * 100)} to ${percent(ratio.most)}`;
  return `${written(figures.perSecond)}, **${percent(ratio.median)}** (${range})`;
}

/** Operations a second of everybody; what somebody does not do is told below with what came instead. */
function writePeers(competitors: readonly Competitor[], { measured }: SizeResult): string[] {
  const peers = competitors.filter(({ kind }) => kind === "durable peer" || kind === "in-memory peer");
  if (peers.length === 0) return [];
  const refused: string[] = [];
  const rows = measured.map((one) => {
    const cells = peers.flatMap(({ name }) => {
      const figures: LaneFigures | undefined = one.lanes[name];
      const ratio = one.ratios[name]?.median;
      if (isSupported(figures)) {
        return [written(figures.perSecond), ratio === undefined ? "" : `${ratio.toFixed(1)} ×`, cpuOf(figures)];
      }
      if (figures !== undefined) refused.push(`- ${name}, ${one.scenario}: \`${inCode(figures.notSupported)}\``);
      return ["not supported", "", ""];
    });
    const own = one.lanes[ours];
    return [
      one.scenario,
      String(one.concurrency),
      ...(isSupported(own) ? [written(own.perSecond), cpuOf(own)] : ["", ""]),
      ...cells,
    ];
  });
  const headings = ["operations a second", "at once", ours, "CPU µs"];
  const further = peers.flatMap(({ name }) => [name, "Rollcall", "CPU µs"]);
  const told =
    refused.length === 0 ? [] : [`What came where it says *not supported*:\n\n${[...new Set(refused)].join("\n")}`];
  return [writeTable([...headings, ...further], rows), ...told];
}

/** Of server and database together. */
function cpuOf({ serverCpu, databaseCpu }: Window): string {
  return written(serverCpu + databaseCpu);
}

function inCode(text: string): string {
  return text.replaceAll("`", "'").replaceAll(/\s+/g, " ").slice(0, 160);
}

function writeMemory({ memory, bytesPerUser }: SizeResult): string {
  const rows = Object.entries(memory).map(([name, { server, serverPeak, database }]) => [
    name,
    ...[server, serverPeak, database].map((value) => `${written(value)} MiB`),
  ]);
  const table = writeTable(["memory", "server", "server at most", "database"], rows);
  return `${table}\n\nRollcall's database takes ${written(bytesPerUser)} bytes on the disk for each user.`;
}
