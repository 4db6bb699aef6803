import type { Database } from "../storage/database.ts";
import { giveEventPositions } from "../storage/write/provisioning-event-positions.ts";

/** Events at most in one transaction: large enough to keep up with any writer, small enough to be over in moments. */
export const eventsAtOnce = 2_000;

/**
 * Gives queued provisioning events their positions in commit order, at most 2,000.
 *
 * @returns how many it gave; 2,000 means that more may wait
 */
export async function sequenceProvisioningEvents(database: Database): Promise<number> {
  return giveEventPositions(database.pool, eventsAtOnce);
}
