import type { Log } from "../log.ts";

export interface RepeatedWork {
  readonly everyMilliseconds: number;
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Does what is due; asks whether it goes on. */
  readonly work: (goesOn: () => boolean) => Promise<void>;
  readonly log: Log;
  /** What the log says where it could not be done: it is tried again. */
  readonly failure: string;
}

/** Background work that is done again and again. */
export interface Repeating {
  /** Does it now, whoever leads. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** Does work every so often on the node that leads, never twice at the same time. */
export function repeatWork({ everyMilliseconds, leads, work, log, failure }: RepeatedWork): Repeating {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function attempt(goesOn: () => boolean): Promise<void> {
    try {
      await work(goesOn);
    } catch (error) {
      if (!stopped) log.warn({ reason: (error as Error).message }, failure);
    }
  }

  function begin(goesOn: () => boolean): Promise<void> {
    running = running.then(() => (goesOn() ? attempt(goesOn) : undefined));
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
