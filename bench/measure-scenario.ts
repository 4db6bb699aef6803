import type { Lane } from "./lane.ts";
import { usedCpu } from "./process-cpu.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { UnexpectedAnswer } from "./send-calls.ts";
import { medianRatio, medianWindow, type Window, windowOf } from "./windows.ts";

/** What one lane measured in one scenario at one concurrency. */
export type LaneFigures = (Window & { readonly windows: number; readonly operations: number }) | Unsupported;

/** It does not do this: what it answered instead. */
export interface Unsupported {
  readonly notSupported: string;
}

/** Of the first lane's throughput to another's, over the windows that followed each other. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Measured {
  readonly scenario: string;
  readonly concurrency: number;
  /** Without an answer of its own that could be flat in the size of the directory. */
  readonly grows: boolean;
  readonly lanes: Readonly<Record<string, LaneFigures>>;
  readonly ratios: Readonly<Record<string, Ratio>>;
}

export function isSupported(figures: LaneFigures | undefined): figures is Exclude<LaneFigures, Unsupported> {
  return figures !== undefined && !("notSupported" in figures);
}

/** About how long a window lasts, in seconds. */
const windowSeconds = 1;
/** What takes longer than this, in seconds, is measured once: further windows would show the same. */
const tooSlow = 3;

/**
 * Measures a scenario: each lane shows with one call whether it can and how fast it is, warms up, and then they take
 * windows in turn. The first lane has to be able to; what another one cannot do is told with what it answered.
 */
export async function measureScenario(
  lanes: readonly Lane[],
  scenario: Scenario,
  concurrency: number,
  windows: number,
): Promise<Measured> {
  const kept = new Map<Lane, Window[]>();
  const figures: Record<string, LaneFigures> = {};
  const sizes = new Map<Lane, number>();
  const attempt = async (lane: Lane, run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer) || lane === lanes[0]) throw error;
      figures[lane.name] = { notSupported: error.found };
      kept.delete(lane);
      sizes.delete(lane);
    }
  };
  for (const lane of lanes.filter((one) => one.takesPart(scenario))) {
    await attempt(lane, async () => {
      const { size, only } = await warmUp(lane, scenario, concurrency);
      kept.set(lane, only === undefined ? [] : [only]);
      if (only === undefined) sizes.set(lane, size);
    });
  }
  for (let window = 0; window < windows; window += 1) {
    for (const [lane, size] of sizes) {
      await attempt(lane, async () => void kept.get(lane)?.push(await runWindow(lane, scenario, concurrency, size)));
    }
  }
  const own = kept.get(lanes[0] as Lane) ?? [];
  const ratios: Record<string, Ratio> = {};
  for (const [lane, measured] of kept) {
    const operations = (sizes.get(lane) ?? 1) * (scenario.weight ?? 1);
    figures[lane.name] = { ...medianWindow(measured), windows: measured.length, operations };
    if (lane !== lanes[0]) ratios[lane.name] = ratioOf(own, measured);
  }
  return { scenario: scenario.name, concurrency, grows: scenario.grows === true, lanes: figures, ratios };
}

/** One call, then a few tenths of a second of them; says how many fill a window. */
async function warmUp(
  lane: Lane,
  scenario: Scenario,
  concurrency: number,
): Promise<{ readonly size: number; readonly only?: Window }> {
  const { weight = 1, journey = 1, size } = scenario;
  const only = await runWindow(lane, scenario, 1, journey);
  if ((journey * weight) / only.perSecond > tooSlow) return { size: journey, only };
  const filling = ({ perSecond }: Window, seconds: number): number => {
    const wanted = Math.min(size, Math.ceil((perSecond / weight) * seconds));
    return Math.max(journey, wanted - (wanted % journey));
  };
  // Connections, plans and compiled code are cold: a second look says more.
  const some = await runWindow(lane, scenario, concurrency, filling(only, windowSeconds / 5));
  const warm = await runWindow(lane, scenario, concurrency, filling(some, windowSeconds / 4));
  return { size: filling(warm, windowSeconds) };
}

async function runWindow(lane: Lane, scenario: Scenario, concurrency: number, count: number): Promise<Window> {
  const { population, target, pids } = lane;
  await scenario.prepare?.(target, population, count);
  const calls = scenario.calls(population, count);
  if (calls.length === 0) throw new Error(`${scenario.name}: nothing is there to be done at ${lane.name}`);
  let window: Window | undefined;
  const ids = await lane.run(scenario, calls, concurrency, async (run) => {
    const [server, database] = cpuOf(pids);
    const timed = await run();
    const [serverAfter, databaseAfter] = cpuOf(pids);
    const operations = calls.length * (scenario.weight ?? 1);
    window = windowOf(timed, operations, { server: serverAfter - server, database: databaseAfter - database });
    return timed;
  });
  scenario.done?.(population, ids);
  if (window === undefined) throw new Error(`${lane.name} took no time`);
  return window;
}

function cpuOf({ server, postmaster }: Lane["pids"]): readonly [number, number] {
  return [server === undefined ? 0 : usedCpu(server), postmaster === undefined ? 0 : usedCpu(postmaster, true)];
}

function ratioOf(own: readonly Window[], other: readonly Window[]): Ratio {
  const pairs = Math.min(own.length, other.length);
  const all = own.slice(0, pairs).map((window, index) => window.perSecond / (other[index]?.perSecond ?? Number.NaN));
  return {
    median: medianRatio(own.slice(0, pairs), other.slice(0, pairs)),
    least: Math.min(...all),
    most: Math.max(...all),
  };
}
