import type { Log } from "../log.ts";

export interface NoticeWorkerOptions {
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Looks for what somebody should know of; asks whether it goes on. */
  readonly raise: (goesOn: () => boolean) => Promise<void>;
  /** Sends what is due; asks whether it goes on. */
  readonly send: (goesOn: () => boolean) => Promise<unknown>;
  readonly log: Log;
}

/** The background work that tells people what they should know of. */
export interface NoticeWorker {
  /** Does it now, whoever leads. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const everyMilliseconds = 10_000;

/** Looks six times a minute, on the node that leads, for what somebody should know of, and sends it. */
export function startNotices({ leads, raise, send, log }: NoticeWorkerOptions): NoticeWorker {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function look(goesOn: () => boolean): Promise<void> {
    try {
      await raise(goesOn);
      await send(goesOn);
    } catch (error) {
      // What is so is found at the next look.
      if (!stopped) log.warn({ reason: (error as Error).message }, "notices wait, trying again");
    }
  }

  function begin(goesOn: () => boolean): Promise<void> {
    running = running.then(() => (goesOn() ? look(goesOn) : undefined));
    return running;
  }

  const timer = setInterval(() => void begin(() => !stopped && leads()), everyMilliseconds);
  timer.unref();
  return {
    run: () => begin(() => !stopped),
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
