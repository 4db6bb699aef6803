import { leaseWebhooks, releaseWebhooks } from "../storage/write/webhooks.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Takes and renews this node's right to deliver; of two nodes one gets each webhook. */
export async function holdWebhooks(
  deps: ActionDeps,
  nodeId: string,
): Promise<readonly { readonly organizationId: string; readonly id: string }[]> {
  return leaseWebhooks(deps.database.pool, nodeId, deps.now());
}

/** Lets other nodes deliver at once. */
export async function letWebhooksGo(deps: ActionDeps, nodeId: string): Promise<void> {
  await releaseWebhooks(deps.database.pool, nodeId);
}
