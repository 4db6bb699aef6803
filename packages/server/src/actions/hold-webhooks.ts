import { leaseWebhooks, releaseWebhooks } from "../storage/write/webhooks.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Seconds for which a node delivers after the database last said that it may. */
export const webhookLeaseSeconds = 10;

/** Takes and renews this node's right to deliver; of two nodes one gets each webhook. */
export async function holdWebhooks(
  deps: ActionDeps,
  nodeId: string,
): Promise<readonly { readonly organizationId: string; readonly id: string }[]> {
  return leaseWebhooks(deps.database.pool, nodeId, webhookLeaseSeconds);
}

/** Lets other nodes deliver at once. */
export async function letWebhooksGo(deps: ActionDeps, nodeId: string): Promise<void> {
  await releaseWebhooks(deps.database.pool, nodeId);
}
