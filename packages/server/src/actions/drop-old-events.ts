import { idAt } from "../domain/id.ts";
import { listRetainedFeeds, listRetainedWebhooks } from "../storage/read/retained-feeds.ts";
import { dropOldDeliveries as dropDeliveries, dropOldEvents as dropEvents } from "../storage/write/old-events.ts";
import type { ActionDeps } from "./action-deps.ts";

const day = 86_400_000;
/** Days for which it can be seen what a webhook delivered. */
const deliveryDays = 30;

type RetentionDeps = Pick<ActionDeps, "database" | "now">;

/**
 * Drops provisioning events of all organizations whose days are over, from the beginning of each feed on.
 *
 * @param days 0 keeps them for ever
 * @param goesOn is asked between the batches
 */
export async function dropOldEvents(
  { database, now }: RetentionDeps,
  days: number,
  goesOn: () => boolean,
): Promise<void> {
  if (days === 0) return;
  const below = idAt(Date.parse(now()) - days * day);
  for (let page = await listRetainedFeeds(database.reader, undefined); page.length > 0; ) {
    for (const organizationId of page) while (goesOn() && (await dropEvents(database.pool, organizationId, below)));
    page = goesOn() ? await listRetainedFeeds(database.reader, page.at(-1)) : [];
  }
}

/** Drops webhook deliveries that were made or given up a month ago. @param goesOn is asked between the batches */
export async function dropOldDeliveries({ database, now }: RetentionDeps, goesOn: () => boolean): Promise<void> {
  const before = new Date(Date.parse(now()) - deliveryDays * day).toISOString();
  for (let page = await listRetainedWebhooks(database.reader, undefined); page.length > 0; ) {
    for (const { organizationId, id } of page) {
      while (goesOn() && (await dropDeliveries(database.pool, organizationId, id, before)));
    }
    page = goesOn() ? await listRetainedWebhooks(database.reader, page.at(-1)) : [];
  }
}
