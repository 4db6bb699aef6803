import { holdLease, releaseLease } from "../storage/write/leases.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Seconds for which a node leads after the database last said so. */
export const leaseSeconds = 3;

/** Takes or renews the lead among all nodes; false while another one has it. @throws DatabaseUnavailable */
export async function holdLead({ database }: Pick<ActionDeps, "database">, nodeId: string): Promise<boolean> {
  return holdLease(database.pool, "background", nodeId, leaseSeconds);
}

/** Lets another node lead at once. @throws DatabaseUnavailable */
export async function letLeadGo({ database }: Pick<ActionDeps, "database">, nodeId: string): Promise<void> {
  await releaseLease(database.pool, "background", nodeId);
}
