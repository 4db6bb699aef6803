import type { Log } from "../log.ts";

export interface SequencerOptions {
  /** Whether this node is the one that does it. */
  readonly leads: () => boolean;
  /** Gives positions to events that wait; returns how many. */
  readonly sequence: () => Promise<number>;
  readonly log: Log;
}

export interface Sequencer {
  /** Says that this node has just written events: they get their positions within 20 milliseconds. */
  nudge(): void;
  /** Gives positions to what waits, and resolves when all is done. */
  stop(): Promise<void>;
}

const busyMilliseconds = 20;
const idleMilliseconds = 100;
const brokenMilliseconds = 500;

/**
 * Gives every provisioning event its place in its organization's feed, on one node at a time: every 20 milliseconds
 * while there is work or this node writes, every 100 otherwise. Goes on by itself when the database was away.
 */
export function startSequencer({ leads, sequence, log }: SequencerOptions): Sequencer {
  let stopping = false;
  let nudged = false;
  let wake: () => void = () => {};
  let broken = false;

  /** Waits, but no longer than a busy tick once there was a nudge, and not at all when stopping. */
  async function rest(milliseconds: number): Promise<void> {
    const began = performance.now();
    while (!stopping) {
      const left = (nudged ? Math.min(busyMilliseconds, milliseconds) : milliseconds) - (performance.now() - began);
      if (left <= 0) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    nudged = false;
  }

  /** Runs a step; when it fails, says so once until one succeeds again. */
  async function attempt<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      const outcome = await step();
      if (broken) log.info({}, "provisioning events get their positions again");
      broken = false;
      return outcome;
    } catch (error) {
      if (!broken) log.warn({ reason: String(error) }, "provisioning events wait for their positions");
      broken = true;
      return undefined;
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const given = leads() ? await attempt(sequence) : 0;
      if (given === undefined) await rest(brokenMilliseconds);
      else await rest(given > 0 ? busyMilliseconds : idleMilliseconds);
    }
    // What this node wrote last should not wait for the next leader; two at once are right too.
    for (let more = true; more; ) more = ((await attempt(sequence)) ?? 0) > 0;
  }

  const running = run();
  return {
    nudge() {
      nudged = true;
      wake();
    },
    async stop() {
      stopping = true;
      wake();
      await running;
    },
  };
}
