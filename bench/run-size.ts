import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CalledProcess, startProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import { httpLane, type Lane, statementsLane } from "./lane.ts";
import { isSupported, type Measured, measureScenario } from "./measure-scenario.ts";
import { type PeerMethods, type PeerProcess, type PeerProduct } from "./peers/peer.ts";
import { chooseMembers, type Holdings, Population } from "./population.ts";
import { usedMemory } from "./process-memory.ts";
import type { RawHttp } from "./raw-http.ts";
import {
  bareHttp,
  bareHttpWithStatements,
  ours,
  type SizeResult,
  statementsAlone,
  statementsApart,
} from "./results.ts";
import { loadRollcall, stopWatch } from "./rollcall.ts";
import { allScenarios } from "./scenarios.ts";
import { pathOf, readUser } from "./scim-call.ts";
import { type ScimTarget, sendCalls } from "./send-calls.ts";
import { startServerProcess } from "./server-process.ts";

export interface SizePlan {
  readonly people: number;
  readonly windows: number;
  /** Scenarios whose name contains it. */
  readonly only: string;
  readonly peers: readonly PeerProduct[];
  readonly yardsticks: boolean;
  readonly serverArguments: readonly string[];
  readonly say: (line: string) => void;
}

const groupSizes = [1_000, 10_000, 100_000];

/** Loads Rollcall and its peers with so many people, and measures every scenario with all of them in turn. */
export async function runSize(plan: SizePlan): Promise<SizeResult & { readonly postgres: string }> {
  const { people, say } = plan;
  const endings: (() => Promise<void>)[] = [];
  const interrupted = (): void => void endAll(endings).finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    const server = await startServerProcess(plan.serverArguments);
    endings.push(() => server.stop());
    const driver = startProcess<DatabaseDriver>("./database-driver.ts");
    endings.push(() => driver.end());
    const sizes = groupSizes.filter((size) => size <= people);
    const { target, postgres, holdings, bytes } = await loadRollcall(server, driver, people, sizes, say);
    const bytesPerUser = Math.round(bytes / people);
    const pids = { server: server.pid, postmaster: server.postmasterPid };
    const [share, rest] = [0, 1].map((index) => new Population(holdings, { of: 2, index }));
    if (share === undefined || rest === undefined) throw new Error("two halves make two populations");
    const lanes: Lane[] = [httpLane({ name: ours, population: share, pids, target })];
    if (plan.yardsticks) {
      const alone = { population: rest, pids, target };
      lanes.push(statementsLane({ ...alone, name: statementsAlone }, driver, "pipelined"));
      lanes.push(statementsLane({ ...alone, name: statementsApart }, driver, "apart"));
      lanes.push(...(await bareLanes(server.socketFolder, driver, target, share, pids.postmaster, endings)));
    }
    for (const product of plan.peers) lanes.push(await peerLane(product, people, sizes, say, endings));
    const measured = await measureAll(lanes, sizes, plan);
    const memory = Object.fromEntries(
      lanes
        .filter(({ name }) => name === ours || plan.peers.some((product) => product.name === name))
        .map((lane) => [lane.name, usedMemory(lane.pids.server ?? 0, lane.pids.postmaster)]),
    );
    return { people, measured, memory, bytesPerUser, postgres };
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await endAll(endings);
  }
}

async function endAll(endings: (() => Promise<void>)[]): Promise<void> {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
}

async function measureAll(lanes: readonly Lane[], sizes: readonly number[], plan: SizePlan): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const scenario of allScenarios(sizes).filter(({ name }) => name.includes(plan.only))) {
    for (const concurrency of scenario.concurrencies) {
      const one = await measureScenario(lanes, scenario, concurrency, plan.windows);
      measured.push(one);
      const told = Object.entries(one.lanes).map(([name, figures]) =>
        isSupported(figures) ? `${name} ${perSecond(figures.perSecond)}` : `${name}: not supported`,
      );
      plan.say(`${one.scenario}, ${concurrency} at once: ${told.join("; ")}`);
    }
  }
  return measured;
}

function perSecond(value: number): string {
  return `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 })}/s`;
}

/** Starts a peer on its own folder and loads it as Rollcall was. */
async function peerLane(
  product: PeerProduct,
  people: number,
  sizes: readonly number[],
  say: SizePlan["say"],
  endings: (() => Promise<void>)[],
): Promise<Lane> {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-peer-"));
  // PostgreSQL runs as somebody else when the bench runs as root, and has to get through to its folder.
  chmodSync(folder, 0o711);
  const peer: PeerProcess = startProcess<PeerMethods>(product.module);
  endings.push(async () => {
    await peer.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const took = stopWatch();
  const face = await peer.call("open", { folder });
  const ids = await peer.call("load", { count: people });
  const groups: Holdings["groups"][number][] = [];
  for (const members of chooseMembers(ids, sizes)) {
    const size = members.length;
    const id = await peer.call("group", { displayName: `Group of ${size}`, memberIds: members });
    groups.push({ id, size, ends: [members[0] ?? "", members.at(-1) ?? ""] });
  }
  say(`${product.name}: ${people.toLocaleString("en")} users and their groups loaded in ${took()}`);
  const holdings = { people: ids.map((id, number) => ({ id, number })), groups };
  return httpLane({
    name: product.name,
    population: new Population(holdings, { of: 1, index: 0 }),
    target: { baseUrl: face.baseUrl, token: face.token },
    pids: { server: peer.pid, ...(face.postmasterPid === undefined ? {} : { postmaster: face.postmasterPid }) },
  });
}

/** Gives node:http the server's own answers, and the statements of those reads. */
async function bareLanes(
  socketFolder: string,
  driver: CalledProcess<DatabaseDriver>,
  target: ScimTarget,
  population: Population,
  postmaster: number,
  endings: (() => Promise<void>)[],
): Promise<Lane[]> {
  const rawHttp = startProcess<RawHttp>("./raw-http.ts");
  endings.push(() => rawHttp.end());
  const calls = [...new Set(population.sample.map(({ id }) => id))].map(readUser);
  const { answers } = await sendCalls(target, calls, 16, "answers");
  await driver.call("record", { calls });
  const reads = await driver.call("recorded");
  const base = new URL(target.baseUrl).pathname;
  const texts = calls.flatMap((call, index) => {
    const read = reads[index];
    return read === undefined ? [] : [[base + pathOf(call), answers[index] ?? "", read] as const];
  });
  const { alone, withStatements } = await rawHttp.call("serve", { socketFolder, texts });
  const lane = (name: string, origin: string, pids: Lane["pids"]): Lane =>
    httpLane({
      name,
      population,
      pids,
      target: { baseUrl: origin + base, token: target.token },
      takesPart: ({ reads: answered }) => answered === true,
    });
  return [
    lane(bareHttp, alone, { server: rawHttp.pid }),
    lane(bareHttpWithStatements, withStatements, { server: rawHttp.pid, postmaster }),
  ];
}
