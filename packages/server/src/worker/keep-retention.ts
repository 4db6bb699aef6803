import type { Log } from "../log.ts";

export interface RetentionOptions {
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Drops what is old; asks between its batches whether it goes on. */
  readonly drop: (goesOn: () => boolean) => Promise<void>;
  readonly log: Log;
}

/** The background work that drops what need not be kept any longer. */
export interface RetentionKeeper {
  stop(): Promise<void>;
}

const everyMilliseconds = 600_000;
/** A start has more urgent things to do. */
const firstMilliseconds = 30_000;

/** Drops what is old every ten minutes, on one node at a time. */
export function startKeepingRetention({ leads, drop, log }: RetentionOptions): RetentionKeeper {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    if (!leads()) return;
    try {
      await drop(() => !stopped && leads());
    } catch (error) {
      // What is old is still there at the next time.
      if (!stopped) log.warn({ reason: (error as Error).message }, "what is old could not be dropped, trying again");
    }
  }

  const begin = (): void => {
    running = running.then(run);
  };
  const timers = [setTimeout(begin, firstMilliseconds), setInterval(begin, everyMilliseconds)];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      await running;
    },
  };
}
