import { statement, type Tx } from "../database.ts";

/** Rows that one statement deletes at most: none holds its locks for long. */
const batch = 2_000;

const dropEvents = statement(
  "drop-old-events",
  `with few as materialized (
    select position, event_id from provisioning_event_positions where organization_id = $1
      order by position limit ${batch}),
  old as materialized (
    -- Only the beginning of the feed: an old event behind a newer one waits for that.
    select position, event_id from few
      where position < coalesce((select min(position) from few where event_id >= $2), 9223372036854775807)),
  feed as (
    update provisioning_event_feeds set dropped_position = (select max(position) from old)
      where organization_id = $1 and exists (select from old)),
  positions as (
    delete from provisioning_event_positions
      where organization_id = $1 and position = any(array(select position from old))),
  events as (
    delete from provisioning_events where organization_id = $1 and id = any(array(select event_id from old)))
  select count(*)::int as dropped from old`,
);

/**
 * Drops events of an organization from the beginning of its feed, some thousand at a time.
 *
 * @param below events with ids from this one stay
 * @returns whether there may be more
 */
export async function dropOldEvents(tx: Tx, organizationId: string, below: string): Promise<boolean> {
  const [row] = await tx.query<{ dropped: number }>(dropEvents, [organizationId, below]);
  return row?.dropped === batch;
}

const dropDeliveries = statement(
  "drop-old-deliveries",
  `delete from webhook_deliveries where organization_id = $1 and webhook_id = $2 and id = any(array(
    select o.id from webhook_deliveries o where o.organization_id = $1 and o.webhook_id = $2 and o.state <> 'waiting'
      and o.created_at < $3 order by o.created_at limit ${batch}))`,
);

/**
 * Drops deliveries of a webhook that were made or given up, some thousand at a time.
 *
 * @param before the instant from which on they stay
 * @returns whether there may be more
 */
export async function dropOldDeliveries(
  tx: Tx,
  organizationId: string,
  webhookId: string,
  before: string,
): Promise<boolean> {
  return (await tx.execute(dropDeliveries, [organizationId, webhookId, before])) === batch;
}
