import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import { type Measured, measureScenario, type Stage } from "./measure-scenario.ts";
import type { RawHttp } from "./raw-http.ts";
import { describeMachine, minuteLoad, type Surroundings, writeSurroundings, writeTable } from "./report.ts";
import { type Loaded, sampleOf, scenariosOn } from "./scenarios.ts";
import { addMembers, pathOf, readUser } from "./scim-call.ts";
import { type ScimTarget, sendCalls } from "./send-calls.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";

// Measures Rollcall beside its yardsticks, in one run: `npm run bench`.
//   --json            prints everything as JSON
//   --write           puts the tables into docs/benchmarks.md
//   --users 100000    how many are loaded
//   --windows 5       of each side in each scenario
//   --only <text>     scenarios whose name contains it; members are added only after users were created
//   --profile         has the server write a CPU profile when it ends

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
    users: { type: "string", default: "100000" },
    windows: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    profile: { type: "boolean", default: false },
  },
});
const people = Number(options.users);
const windows = Number(options.windows);
/** Ids that reads ask for. */
const sampleSize = 10_000;
/** Members in one PATCH while the group is made: a body well below the limit. */
const membersAtOnce = 5_000;

const documentPath = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));
const microBench = fileURLToPath(new URL("../packages/scim/bench/run.ts", import.meta.url));
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const driver = startProcess<DatabaseDriver>("./database-driver.ts");
const rawHttp = startProcess<RawHttp>("./raw-http.ts");
const server = await startServerProcess(options.profile ? ["--cpu-prof"] : []);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.stop().finally(() => process.exit(130)));
}
try {
  const began = minuteLoad();
  const { target, postgres, loaded } = await load(server);
  const sample = sampleOf(loaded.peopleIds, sampleSize);
  const stage: Stage = {
    server: target,
    ...(await answerRaw(target, sample)),
    driver,
    serverPid: server.pid,
    postmasterPid: server.postmasterPid,
  };
  const measured: Measured[] = [];
  for (const scenario of scenariosOn(loaded, sample)) {
    if (!scenario.name.includes(options.only)) continue;
    const one = await measureScenario(stage, scenario, windows);
    measured.push(one);
    const perSecond = Math.round(one.server.perSecond).toLocaleString("en");
    say(
      `${one.scenario}, ${one.concurrency} at once: ${perSecond}/s, ${Math.round(one.ratio * 100)} % of the yardstick`,
    );
  }
  const surroundings: Surroundings = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    node: process.versions.node,
    postgres,
    rollcall: rollcallVersion(),
    people,
    windows,
    load: [began, minuteLoad()],
  };
  const table = `${writeSurroundings(surroundings)}\n\n${writeTable(measured)}`;
  if (options.write) {
    writeIntoDocument("server", table);
    writeIntoDocument("protocol", `\`\`\`text\n${measureProtocol().trim()}\n\`\`\``);
  }
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ surroundings, measured, protocol: JSON.parse(measureProtocol("--json")) as unknown }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`\n${table}\n\n${measureProtocol()}`);
  }
} finally {
  await Promise.all([driver.end(), rawHttp.end()]);
  await server.stop();
}

/** Makes an organization with an application, the people, and a group of them all; reads back what was loaded. */
async function load(on: ServerProcess): Promise<{ target: ScimTarget; postgres: string; loaded: Loaded }> {
  const organization = await on.api<{ id: string }>("POST", "/organizations", { name: "Example Corp" });
  const application = await on.api<{ id: string; scimBaseUrl: string; bearerToken: string }>(
    "POST",
    `/organizations/${organization.id}/source-applications`,
    { displayName: "Bench" },
  );
  // The guard is on, and holds nobody.
  const guard = { enabled: true, atLeast: 10_000_000, percent: 0 };
  await on.api("PUT", `/source-applications/${application.id}/guard`, guard);
  // What is measured is how much the server can do, not how much it lets one source ask.
  const callLimit = { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 };
  await on.api("PUT", `/source-applications/${application.id}/call-limit`, callLimit);
  const target = { baseUrl: application.scimBaseUrl, token: application.bearerToken };
  const { socketFolder } = on;
  const postgres = await driver.call("open", { socketFolder, applicationId: application.id, most: 16 });
  let began = performance.now();
  const took = (): string => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    began = performance.now();
    return `${seconds} s`;
  };
  const peopleIds = await driver.call("load", { count: people });
  say(`${people.toLocaleString("en")} users loaded in ${took()}`);
  const body = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Everybody" };
  const post = { method: "POST", type: "Group", body, status: 201, contains: ["Everybody"] } as const;
  const [groupId = ""] = (await sendCalls(target, [post], 1, "ids")).ids;
  const joins = Array.from({ length: Math.ceil(people / membersAtOnce) }, (_, index) =>
    addMembers(groupId, peopleIds.slice(index * membersAtOnce, (index + 1) * membersAtOnce)),
  );
  await sendCalls(target, joins, 1);
  say(`a group of them all in ${took()}`);
  await driver.call("settle");
  say(`settled in ${took()}`);
  const ends = [peopleIds[0] ?? "", peopleIds.at(-1) ?? ""];
  await sendCalls(target, ends.map(readUser), 1);
  return { target, postgres, loaded: { peopleIds, groupId } };
}

/** Gives node:http the server's own answers, and the statements of those reads. */
async function answerRaw(
  target: ScimTarget,
  sample: readonly string[],
): Promise<Pick<Stage, "rawHttp" | "rawHttpWithStatements">> {
  const calls = [...new Set(sample)].map(readUser);
  const { answers } = await sendCalls(target, calls, 16, "answers");
  await driver.call("record", { calls });
  const reads = await driver.call("recorded");
  const base = new URL(target.baseUrl).pathname;
  const texts = calls.flatMap((call, index) => {
    const read = reads[index];
    return read === undefined ? [] : [[base + pathOf(call), answers[index] ?? "", read] as const];
  });
  const { alone, withStatements } = await rawHttp.call("serve", { socketFolder: server.socketFolder, texts });
  const { token } = target;
  return {
    rawHttp: { baseUrl: alone + base, token },
    rawHttpWithStatements: { baseUrl: withStatements + base, token },
  };
}

/** What the protocol library costs alone. */
function measureProtocol(...flags: readonly string[]): string {
  return execFileSync(process.execPath, [microBench, ...flags], { encoding: "utf8" });
}

function rollcallVersion(): string {
  const path = new URL("../package.json", import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}

/** Replaces what stands between `<!-- bench NAME -->` and `<!-- /bench -->`. */
function writeIntoDocument(name: string, text: string): void {
  const document = readFileSync(documentPath, "utf8");
  const opening = `<!-- bench ${name} -->\n`;
  const begin = document.indexOf(opening) + opening.length;
  const end = document.indexOf("<!-- /bench -->", begin);
  if (begin < opening.length || end < 0) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  writeFileSync(documentPath, `${document.slice(0, begin)}\n${text}\n\n${document.slice(end)}`);
}
