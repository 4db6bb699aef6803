import type { Log } from "../log.ts";

export interface DomainWorkerOptions {
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Looks for the records of domains that are due; asks whether it goes on. */
  readonly check: (goesOn: () => boolean) => Promise<void>;
  readonly log: Log;
}

/** The background work that looks whether proven domains still are. */
export interface DomainWorker {
  /** Does it now, whoever leads. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const everyMilliseconds = 30_000;

/** Looks twice a minute, on the node that leads, for domains that are due. */
export function startCheckingDomains({ leads, check, log }: DomainWorkerOptions): DomainWorker {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function look(goesOn: () => boolean): Promise<void> {
    try {
      await check(goesOn);
    } catch (error) {
      // What is due stays due.
      if (!stopped) log.warn({ reason: (error as Error).message }, "domains could not be checked, trying again");
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
