import { type DeliveryDeps, deliverWebhook } from "../actions/deliver-webhook.ts";
import { holdWebhooks, letWebhooksGo, webhookLeaseSeconds } from "../actions/hold-webhooks.ts";
import type { Log } from "../log.ts";

/** The deliveries of all webhooks, made in the background. */
export interface WebhookWorker {
  stop(): Promise<void>;
}

/** Renews the right long before it ends, and finds new webhooks soon. */
const leaseMilliseconds = 1_000;
/** What is under way when the node stops may take so long; what takes longer is made again by the next one. */
const partingMilliseconds = 2_000;
const idleMilliseconds = 250;

/**
 * Starts making deliveries. Each webhook is one node's at a time, by a lease in the database that another node takes
 * over ten seconds after its holder is gone; each has a loop of its own, so that a slow receiver delays nobody else.
 */
export function startWebhooks(deps: DeliveryDeps, nodeId: string, log: Log): WebhookWorker {
  const loops = new Map<string, Promise<void>>();
  let held = new Set<string>();
  let heldUntil = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let wake: () => void = () => {};
  const stopping = new Promise<void>((resolve) => {
    wake = resolve;
  });

  async function loop(organizationId: string, id: string): Promise<void> {
    while (!stopped && held.has(id) && performance.now() < heldUntil) {
      let busy = false;
      try {
        busy = await deliverWebhook(deps, organizationId, id);
      } catch (error) {
        // What is left stands in the database: the next round takes it up.
        if (!stopped) log.warn({ webhookId: id, reason: (error as Error).message }, "deliveries wait, trying again");
      }
      if (!busy) await rest(idleMilliseconds);
    }
    loops.delete(id);
  }

  async function rest(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([pause, stopping]);
    clearTimeout(timer);
  }

  async function run(): Promise<void> {
    while (!stopped) {
      try {
        const asked = performance.now();
        const mine = await holdWebhooks(deps, nodeId);
        heldUntil = asked + webhookLeaseSeconds * 1_000;
        held = new Set(mine.map(({ id }) => id));
        for (const { organizationId, id } of mine) if (!loops.has(id)) loops.set(id, loop(organizationId, id));
      } catch {
        // Without a word from the database nobody may deliver: another node may have taken over.
        held = new Set();
      }
      await rest(leaseMilliseconds);
    }
  }

  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await running;
      let timer: NodeJS.Timeout | undefined;
      const parting = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, partingMilliseconds);
      });
      await Promise.race([Promise.all(loops.values()), parting]);
      clearTimeout(timer);
      await letWebhooksGo(deps, nodeId).catch(() => undefined);
    },
  };
}
