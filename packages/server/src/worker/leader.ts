import type { ActionDeps } from "../actions/action-deps.ts";
import { holdLead, leaseSeconds, letLeadGo } from "../actions/lead.ts";
import type { Log } from "../log.ts";

/** Whether this node is the one among all that does the work which is done once. */
export interface Leader {
  leads(): boolean;
  /** Lets another node lead. */
  stop(): Promise<void>;
}

const renewMilliseconds = 1_000;
const followMilliseconds = 500;

/**
 * Tries to lead, and goes on to: by a lease of three seconds in the database, so that a node that is gone without a word
 * is succeeded soon. A node that does not hear from the database stops leading before another one can begin.
 */
export function startLeading(deps: Pick<ActionDeps, "database">, nodeId: string, log: Log): Leader {
  let stopped = false;
  let wake: () => void = () => {};
  let leadsUntil = Number.NEGATIVE_INFINITY;
  let led = false;

  const leads = (): boolean => !stopped && performance.now() < leadsUntil;

  async function hold(): Promise<void> {
    // The lease begins later than it was asked for: here it ends earlier than there.
    const asked = performance.now();
    try {
      leadsUntil = (await holdLead(deps, nodeId)) ? asked + leaseSeconds * 1_000 : Number.NEGATIVE_INFINITY;
    } catch {
      // What it holds is its own until it ends; whoever works notices by itself that the database is away.
    }
    if (leads() === led) return;
    led = !led;
    log.info({ nodeId }, led ? "this node does the background work" : "another node does the background work");
  }

  async function run(): Promise<void> {
    while (!stopped) {
      await hold();
      if (stopped) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leads() ? renewMilliseconds : followMilliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    await letLeadGo(deps, nodeId).catch(() => undefined);
  }

  const running = run();
  return {
    leads,
    async stop() {
      stopped = true;
      wake();
      await running;
    },
  };
}
