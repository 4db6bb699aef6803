import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { statement, type Tx } from "../database.ts";

const insertEvent = statement(
  "lone-event",
  `with written as (
    insert into provisioning_events (organization_id, id, source_application_id, type, outcome, reason, actor,
      directory_user_id, occurred_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id)
  insert into provisioning_event_queue (organization_id, event_id) select $1, id from written`,
);

/** Writes events of which no row of the directory is left to be written with. */
export async function writeEvents(tx: Tx, organizationId: string, events: readonly ProvisioningEvent[]): Promise<void> {
  for (const { id, sourceApplicationId, type, outcome, reason, actor, directoryUserId, occurredAt } of events) {
    const values = [organizationId, id, sourceApplicationId, type, outcome, reason, actor, directoryUserId, occurredAt];
    await tx.execute(insertEvent, values);
  }
}
