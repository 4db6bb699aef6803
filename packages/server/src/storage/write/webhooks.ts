import type { Attempt, NextStep, Replay, Webhook, WebhookSecret, WebhookState } from "../../domain/webhook.ts";
import { wantsEventType } from "../read/wanted-events-condition.ts";
import { statement, type Tx, unnamedStatement } from "../database.ts";

const insert = unnamedStatement(
  `insert into webhooks (organization_id, id, name, url, event_types, state, epoch, position, secrets, created_at, modified_at)
    select $1, $2, $3, $4, $5, 'active', f.epoch, coalesce(f.last_position, 0), $6, $7, $7
      from (select 1) as one left join provisioning_event_feeds f on f.organization_id = $1`,
);

/** Stores a new webhook; it tells of what happens from now on. */
export async function insertWebhook(tx: Tx, organizationId: string, webhook: Webhook): Promise<void> {
  const { id, name, url, eventTypes, secrets, createdAt } = webhook;
  await tx.execute(insert, [organizationId, id, name, url, eventTypes, JSON.stringify(secrets), createdAt]);
}

const update = unnamedStatement(
  `update webhooks set name = $3, url = $4, event_types = $5, state = $6, state_reason = $7, modified_at = $8,
      failing_since = case when state = $6 then failing_since end, failures = case when state = $6 then failures else 0 end
    where organization_id = $1 and id = $2`,
);

export async function updateWebhook(
  tx: Tx,
  organizationId: string,
  id: string,
  webhook: Pick<Webhook, "name" | "url" | "eventTypes" | "state" | "stateReason">,
  now: string,
): Promise<boolean> {
  const { name, url, eventTypes, state, stateReason } = webhook;
  return (await tx.execute(update, [organizationId, id, name, url, eventTypes, state, stateReason, now])) === 1;
}

const updateSecrets = unnamedStatement(
  "update webhooks set secrets = $3, modified_at = $4 where organization_id = $1 and id = $2",
);

export async function saveWebhookSecrets(
  tx: Tx,
  organizationId: string,
  id: string,
  secrets: readonly WebhookSecret[],
  now: string,
): Promise<void> {
  await tx.execute(updateSecrets, [organizationId, id, JSON.stringify(secrets), now]);
}

const remove = unnamedStatement("delete from webhooks where organization_id = $1 and id = $2");

export async function deleteWebhook(tx: Tx, organizationId: string, id: string): Promise<boolean> {
  return (await tx.execute(remove, [organizationId, id])) === 1;
}

const lease = statement(
  "lease-webhooks",
  // By the database's clock, which is one for all nodes.
  `update webhooks set leased_by = $1, leased_until = clock_timestamp() + make_interval(secs => $2)
    where state = 'active' and (leased_by = $1 or leased_until is null or leased_until < clock_timestamp())
    returning organization_id as "organizationId", id`,
);

/** Takes or renews the right to deliver for some seconds; of two nodes one gets it. */
export async function leaseWebhooks(
  tx: Tx,
  nodeId: string,
  seconds: number,
): Promise<{ readonly organizationId: string; readonly id: string }[]> {
  return tx.query(lease, [nodeId, seconds]);
}

const release = unnamedStatement("update webhooks set leased_until = null, leased_by = null where leased_by = $1");

/** Gives back what a node that stops had the right to. */
export async function releaseWebhooks(tx: Tx, nodeId: string): Promise<void> {
  await tx.execute(release, [nodeId]);
}

const fill = statement(
  "fill-webhook",
  `with hook as materialized (
    select w.organization_id, w.id, w.event_types, f.epoch,
        case when w.epoch is not distinct from f.epoch then w.position else 0 end as position
      from webhooks w join provisioning_event_feeds f on f.organization_id = w.organization_id
      where w.organization_id = $1 and w.id = $2 and w.state = 'active'
    for update of w),
  events as materialized (
    select p.position, e.id, e.type, coalesce(e.directory_user_id, e.directory_group_id, e.scim_id, e.id) as about
      from hook, lateral (select position, event_id from provisioning_event_positions
        where organization_id = $1 and position > hook.position order by position limit $4) as p
      -- Each is looked up by its key: guessed as thousands, they would be joined by reading every event there is.
      cross join lateral (select * from provisioning_events o where o.organization_id = $1 and o.id = p.event_id
        limit 1) as e),
  -- Ids in the order of time and, within one instant, of the feed: lists read them backwards.
  instant as (select lpad(to_hex((extract(epoch from $3::timestamptz) * 1000)::bigint), 12, '0') as hex),
  filled as (
    insert into webhook_deliveries (organization_id, webhook_id, id, event_id, position, about, state, next_attempt_at, created_at)
    select $1, $2, (substr(instant.hex, 1, 8) || '-' || substr(instant.hex, 9, 4) || '-7'
          || lpad(to_hex(row_number() over (order by e.position)), 3, '0') || substr(gen_random_uuid()::text, 19))::uuid,
        e.id, e.position, e.about, 'waiting', $3, $3
      from events e, hook, instant
      where ${wantsEventType("hook.event_types", "e.type")}
    returning id),
  moved as (
    update webhooks w set position = (select max(position) from events), epoch = hook.epoch from hook
      where w.organization_id = $1 and w.id = $2 and exists (select from events)
    returning w.id)
  select (select count(*) from events) as read, (select count(*) from filled) as filled`,
);

/**
 * Makes deliveries of what is new in the feed, and moves the webhook's cursor over it, in one statement: no event is
 * missed, and none has two.
 *
 * @param limit events at most
 * @returns how many events were new
 */
export async function fillWebhook(
  tx: Tx,
  organizationId: string,
  id: string,
  now: string,
  limit: number,
): Promise<number> {
  return (await tx.query<{ read: number }>(fill, [organizationId, id, now, limit]))[0]?.read ?? 0;
}

const record = statement(
  "record-delivery-attempts",
  `with attempts as materialized (select * from json_to_recordset($3::json) as x(id uuid, state text,
      next_attempt_at timestamptz, status smallint, error text, answer text, duration integer,
      url text, sent_at timestamptz))
  update webhook_deliveries d set state = a.state, attempts = d.attempts + 1, next_attempt_at = a.next_attempt_at,
      last_attempt_at = $4, status = a.status, error = a.error, answer = a.answer, duration_milliseconds = a.duration,
      url = a.url, sent_at = a.sent_at
    from attempts a where d.organization_id = $1 and d.webhook_id = $2 and d.id = a.id`,
);

/** Notes what attempts came to. */
export async function recordAttempts(
  tx: Tx,
  organizationId: string,
  webhookId: string,
  attempts: readonly {
    readonly id: string;
    readonly attempt: Attempt;
    readonly next: NextStep;
    readonly url: string;
    readonly sentAt: string;
  }[],
  now: string,
): Promise<void> {
  const rows = attempts.map(({ id, attempt, next, url, sentAt }) => ({
    id,
    state: next.state,
    next_attempt_at: next.state === "waiting" ? next.nextAttemptAt : null,
    status: attempt.status,
    error: attempt.error,
    answer: attempt.answer,
    duration: attempt.durationMilliseconds,
    url,
    sent_at: sentAt,
  }));
  await tx.execute(record, [organizationId, webhookId, JSON.stringify(rows), now]);
}

const health = statement(
  "record-webhook-health",
  `update webhooks set last_delivered_at = case when $3 then $5 else last_delivered_at end,
      failing_since = case when $3 then null else coalesce(failing_since, $5) end,
      failures = case when $3 then 0 else failures + $4 end
    where organization_id = $1 and id = $2
    returning failures, failing_since as "failingSince"`,
);

/** Notes whether a webhook's attempts succeed. @returns since when they all fail, and how many have */
export async function recordWebhookHealth(
  tx: Tx,
  organizationId: string,
  id: string,
  succeeded: boolean,
  failures: number,
  now: string,
): Promise<{ readonly failures: number; readonly failingSince: Date | null } | undefined> {
  const values = [organizationId, id, succeeded, failures, now];
  return (await tx.query<{ failures: number; failingSince: Date | null }>(health, values))[0];
}

const stop = unnamedStatement(
  "update webhooks set state = $3, state_reason = $4, modified_at = $5 where organization_id = $1 and id = $2 and state = 'active'",
);

export async function stopWebhook(
  tx: Tx,
  organizationId: string,
  id: string,
  state: WebhookState,
  reason: string,
  now: string,
): Promise<boolean> {
  return (await tx.execute(stop, [organizationId, id, state, reason, now])) === 1;
}

const replaySome = unnamedStatement(
  `update webhook_deliveries set state = 'waiting', attempts = 0, next_attempt_at = $3
    where organization_id = $1 and webhook_id = $2 and id = any ($4) and state <> 'waiting'`,
);
const replayRange = unnamedStatement(
  `update webhook_deliveries set state = 'waiting', attempts = 0, next_attempt_at = $3
    where organization_id = $1 and webhook_id = $2 and state <> 'waiting' and created_at >= $4 and created_at < $5
      and ($6::boolean or state = 'dead')`,
);

/** @returns how many deliveries wait again */
export async function replayDeliveries(
  tx: Tx,
  organizationId: string,
  webhookId: string,
  replay: Replay,
  now: string,
): Promise<number> {
  return "ids" in replay
    ? tx.execute(replaySome, [organizationId, webhookId, now, replay.ids])
    : tx.execute(replayRange, [organizationId, webhookId, now, replay.from, replay.until, replay.delivered]);
}
