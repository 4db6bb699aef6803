import type { Log } from "../log.ts";

/** The background work that keeps plans in step with growing tables. */
export interface StatisticsKeeper {
  stop(): Promise<void>;
}

export interface StatisticsOptions {
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Brings outgrown statistics up to date; returns the tables. */
  readonly refresh: () => Promise<readonly string[]>;
  readonly log: Log;
}

const everyMilliseconds = 1_000;

/** Refreshes the statistics of tables that have outgrown them, every second. */
export function startKeepingStatistics({ leads, refresh, log }: StatisticsOptions): StatisticsKeeper {
  let running: Promise<void> | undefined;
  let broken = false;

  async function run(): Promise<void> {
    try {
      await refresh();
      broken = false;
    } catch (error) {
      // Nothing depends on it but speed, and the next second brings another chance: said once.
      if (!broken)
        log.warn({ reason: (error as Error).message }, "statistics of growing tables could not be refreshed");
      broken = true;
    }
  }

  const timer = setInterval(() => {
    if (!leads()) return;
    running ??= run().finally(() => {
      running = undefined;
    });
  }, everyMilliseconds);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
