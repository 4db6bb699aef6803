import type { Population } from "./population.ts";
import type { LookUps } from "./replay-statements.ts";
import type { ScimCall } from "./scim-call.ts";
import type { Scenario } from "./scenarios/scenario.ts";
import { type ScimTarget, sendCalls } from "./send-calls.ts";
import type { CalledProcess } from "./call-process.ts";
import type { DatabaseDriver } from "./database-driver.ts";
import type { Timed } from "./in-turn.ts";

/** The processes whose time and memory are counted. */
export interface Pids {
  readonly server?: number;
  /** With its children. */
  readonly postmaster?: number;
}

/** What calls can go to, window by window, in turn with the others. */
export interface Lane {
  readonly name: string;
  readonly population: Population;
  readonly pids: Pids;
  /** Where what a scenario needs first is brought about. */
  readonly target: ScimTarget;
  readonly takesPart: (scenario: Scenario) => boolean;
  /** Carries calls out; `prepared` is what takes no part in the time. */
  readonly run: (
    scenario: Scenario,
    calls: readonly ScimCall[],
    concurrency: number,
    around: (run: () => Promise<Timed>) => Promise<Timed>,
  ) => Promise<readonly string[]>;
}

type HttpLane = Pick<Lane, "name" | "population" | "pids" | "target"> & Partial<Pick<Lane, "takesPart">>;

/** Calls go over HTTP. */
export function httpLane({ takesPart = () => true, ...lane }: HttpLane): Lane {
  return {
    ...lane,
    takesPart,
    async run({ done, journey }, calls, concurrency, around) {
      let ids: readonly string[] = [];
      await around(async () => {
        const sent = await sendCalls(lane.target, calls, concurrency, done === undefined ? "nothing" : "ids", journey);
        ids = sent.ids;
        return sent;
      });
      return ids;
    },
  };
}

/**
 * What the server would send to its database for the calls is sent to it, and nothing else. Of a scenario without
 * look-ups both kinds are the same, so that only reads are sent apart too.
 */
export function statementsLane(
  lane: Pick<Lane, "name" | "population" | "pids" | "target">,
  driver: CalledProcess<DatabaseDriver>,
  lookUps: LookUps,
): Lane {
  return {
    ...lane,
    takesPart: ({ statements, reads }) => statements === true && (lookUps === "pipelined" || reads === true),
    async run(_, calls, concurrency, around) {
      const ids = await driver.call("record", { calls });
      await around(() => driver.call("run", { concurrency, lookUps }));
      return ids;
    },
  };
}
