import type { CalledProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import type { Timed } from "./in-turn.ts";
import { usedCpu } from "./process-cpu.ts";
import type { Scenario, Side } from "./scenarios.ts";
import { type ScimTarget, sendCalls } from "./send-calls.ts";
import { medianRatio, medianWindow, type Window, windowOf } from "./windows.ts";

/** Everything that a scenario is measured with. */
export interface Stage {
  readonly server: ScimTarget;
  readonly rawHttp: ScimTarget;
  /** node:http that answers the same bytes when the statements of the read are answered. */
  readonly rawHttpWithStatements: ScimTarget;
  readonly driver: CalledProcess<DatabaseDriver>;
  readonly serverPid: number;
  readonly postmasterPid: number;
}

export interface Measured {
  readonly scenario: string;
  readonly concurrency: number;
  readonly calls: number;
  readonly server: Window;
  readonly statements: Window;
  /** Of the server's throughput to that of its statements alone. */
  readonly ratio: number;
  /** Of the windows' ratios, the smallest and the largest. */
  readonly spread: readonly [number, number];
  readonly rawHttp?: Beside;
  readonly rawHttpWithStatements?: Beside & {
    /** Of it to the statements alone: the most that anything answering by node:http can reach here. */
    readonly ofStatements: number;
  };
}

/** What another way of answering measured. */
export interface Beside extends Window {
  /** Of the server's throughput to it. */
  readonly ratio: number;
}

type Sides = Record<Side | "rawHttp" | "rawHttpWithStatements", Window[]>;

const noWindows = (): Sides => ({ server: [], statements: [], rawHttp: [], rawHttpWithStatements: [] });

/** Measures a scenario: a quarter of a window of each to warm up, then windows of each in turn. */
export async function measureScenario(stage: Stage, scenario: Scenario, windows: number): Promise<Measured> {
  const sides = noWindows();
  await runSides(stage, scenario, scenario.size >> 2, noWindows());
  for (let count = 0; count < windows; count += 1) await runSides(stage, scenario, scenario.size, sides);
  const ratios = sides.server.map((window, index) => window.perSecond / (sides.statements[index]?.perSecond ?? 0));
  return {
    scenario: scenario.name,
    concurrency: scenario.concurrency,
    calls: scenario.size,
    server: medianWindow(sides.server),
    statements: medianWindow(sides.statements),
    ratio: medianRatio(sides.server, sides.statements),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    ...(scenario.reads === true ? besideRawHttp(sides) : {}),
  };
}

function besideRawHttp(sides: Sides): Pick<Measured, "rawHttp" | "rawHttpWithStatements"> {
  const { server, statements, rawHttp, rawHttpWithStatements } = sides;
  return {
    rawHttp: { ...medianWindow(rawHttp), ratio: medianRatio(server, rawHttp) },
    rawHttpWithStatements: {
      ...medianWindow(rawHttpWithStatements),
      ratio: medianRatio(server, rawHttpWithStatements),
      ofStatements: medianRatio(rawHttpWithStatements, statements),
    },
  };
}

async function runSides(stage: Stage, scenario: Scenario, size: number, sides: Sides): Promise<void> {
  const { concurrency } = scenario;
  sides.server.push(await overHttp(stage, stage.server, scenario, size));
  const ids = await stage.driver.call("record", { calls: scenario.calls("statements", size) });
  scenario.done?.("statements", ids);
  sides.statements.push(await withCpu(stage, () => stage.driver.call("run", { concurrency })));
  if (scenario.reads !== true) return;
  sides.rawHttp.push(await overHttp(stage, stage.rawHttp, scenario, size));
  sides.rawHttpWithStatements.push(await overHttp(stage, stage.rawHttpWithStatements, scenario, size));
}

async function overHttp(stage: Stage, target: ScimTarget, scenario: Scenario, size: number): Promise<Window> {
  const calls = scenario.calls("server", size);
  const keep = scenario.done === undefined ? "nothing" : "ids";
  return withCpu(stage, async () => {
    const sent = await sendCalls(target, calls, scenario.concurrency, keep);
    scenario.done?.("server", sent.ids);
    return sent;
  });
}

async function withCpu({ serverPid, postmasterPid }: Stage, run: () => Promise<Timed>): Promise<Window> {
  const [server, database] = [usedCpu(serverPid), usedCpu(postmasterPid, true)];
  const timed = await run();
  return windowOf(timed, {
    server: usedCpu(serverPid) - server,
    database: usedCpu(postmasterPid, true) - database,
  });
}
