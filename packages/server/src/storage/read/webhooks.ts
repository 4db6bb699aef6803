import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { FeedEvent } from "../../domain/provisioning-event.ts";
import type { Webhook, WebhookSecret, WebhookState } from "../../domain/webhook.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { eventColumns, type EventRow, eventFromRow } from "./provisioning-events.ts";

interface Row {
  organization_id: string;
  id: string;
  name: string;
  url: string;
  event_types: string[];
  state: WebhookState;
  state_reason: string | null;
  secrets: WebhookSecret[];
  failing_since: Date | null;
  failures: number;
  last_delivered_at: Date | null;
  created_at: Date;
  modified_at: Date;
}

const columns = `organization_id, id, name, url, event_types, state, state_reason, secrets, failing_since, failures,
    last_delivered_at, created_at, modified_at`;

function fromRow(row: Row): Webhook {
  return {
    organizationId: row.organization_id,
    id: row.id,
    name: row.name,
    url: row.url,
    eventTypes: row.event_types,
    state: row.state,
    stateReason: row.state_reason,
    secrets: row.secrets,
    failingSince: row.failing_since && instant(row.failing_since),
    failures: row.failures,
    lastDeliveredAt: row.last_delivered_at && instant(row.last_delivered_at),
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
  };
}

const webhooksOf = unnamedStatement(`select ${columns} from webhooks where organization_id = $1 order by id`);

/** Lists the webhooks of an organization, oldest first; an organization has few. */
export async function listWebhooks(reader: Reader, organizationId: string): Promise<Webhook[]> {
  return (await reader.query<Row>(webhooksOf, [organizationId])).map(fromRow);
}

const webhook = statement("webhook", `select ${columns} from webhooks where organization_id = $1 and id = $2`);

export async function findWebhook(reader: Reader, organizationId: string, id: string): Promise<Webhook | undefined> {
  const [row] = await reader.query<Row>(webhook, [organizationId, id]);
  return row && fromRow(row);
}

const counts = unnamedStatement(
  `select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'dead') as dead
    from webhook_deliveries where organization_id = $1 and webhook_id = $2 and state in ('waiting', 'dead')`,
);

/** How many deliveries of a webhook wait, and how many were given up. */
export async function countDeliveries(
  reader: Reader,
  organizationId: string,
  webhookId: string,
): Promise<{ readonly waiting: number; readonly dead: number }> {
  const [row] = await reader.query<{ waiting: number; dead: number }>(counts, [organizationId, webhookId]);
  return row ?? { waiting: 0, dead: 0 };
}

/** One event for one receiver. */
export interface Delivery {
  readonly id: string;
  readonly webhookId: string;
  readonly state: "waiting" | "delivered" | "dead";
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly lastAttemptAt: string | null;
  readonly status: number | null;
  readonly error: string | null;
  readonly answer: string | null;
  readonly durationMilliseconds: number | null;
  readonly createdAt: string;
  /** Null when retention has removed it. */
  readonly event: FeedEvent | null;
  /** Of the last attempt: where it was sent, and its webhook-timestamp; null before the first. */
  readonly url: string | null;
  readonly sentAt: string | null;
}

interface DeliveryRow extends Omit<EventRow, "id"> {
  delivery_id: string;
  webhook_id: string;
  state: Delivery["state"];
  attempts: number;
  next_attempt_at: Date | null;
  last_attempt_at: Date | null;
  status: number | null;
  error: string | null;
  answer: string | null;
  duration_milliseconds: number | null;
  created_at: Date;
  url: string | null;
  sent_at: Date | null;
  position: number;
  id: string | null;
}

const deliveryColumns = `d.id as delivery_id, d.webhook_id, d.state, d.attempts, d.next_attempt_at, d.last_attempt_at,
    d.status, d.error, d.answer, d.duration_milliseconds, d.created_at, d.url, d.sent_at, d.position, ${eventColumns}`;

function deliveryFromRow(row: DeliveryRow): Delivery {
  return {
    id: row.delivery_id,
    webhookId: row.webhook_id,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at && instant(row.next_attempt_at),
    lastAttemptAt: row.last_attempt_at && instant(row.last_attempt_at),
    status: row.status,
    error: row.error,
    answer: row.answer,
    durationMilliseconds: row.duration_milliseconds,
    createdAt: instant(row.created_at),
    event: row.id === null ? null : { ...eventFromRow({ ...row, id: row.id }), position: row.position },
    url: row.url,
    sentAt: row.sent_at && instant(row.sent_at),
  };
}

const deliveries = unnamedStatement(
  `select ${deliveryColumns}
    from (select * from webhook_deliveries where organization_id = $1 and webhook_id = $2
      and ($3::uuid is null or id < $3) and ($4::text is null or state = $4) order by id desc limit $5) as d
    left join provisioning_events e on e.organization_id = $1 and e.id = d.event_id
    order by d.id desc`,
);

/** Lists the deliveries of a webhook, newest first. */
export async function listDeliveries(
  reader: Reader,
  organizationId: string,
  webhookId: string,
  state: Delivery["state"] | null,
  before: string | null,
  limit: number,
): Promise<ListPage<Delivery>> {
  const rows = await reader.query<DeliveryRow>(deliveries, [organizationId, webhookId, before, state, limit + 1]);
  return cutPage(rows, limit, (row) => [row.delivery_id], deliveryFromRow);
}

const due = statement(
  "webhook-deliveries-due",
  `select ${deliveryColumns}
    from (
      select * from webhook_deliveries w where w.organization_id = $1 and w.webhook_id = $2 and w.state = 'waiting'
          and w.next_attempt_at <= $3
          and not exists (select from webhook_deliveries o where o.organization_id = $1 and o.webhook_id = $2
            and o.state = 'waiting' and o.about = w.about and o.position < w.position)
        order by w.next_attempt_at, w.position limit $4) as d
    left join provisioning_events e on e.organization_id = $1 and e.id = d.event_id
    order by d.next_attempt_at, d.position`,
);

/**
 * Lists deliveries that are to be made now, the longest due first. Of several about one person or group only the first
 * that waits is among them, so that they are made in their order.
 */
export async function findDueDeliveries(
  reader: Reader,
  organizationId: string,
  webhookId: string,
  now: string,
  limit: number,
): Promise<Delivery[]> {
  const rows = await reader.query<DeliveryRow>(due, [organizationId, webhookId, now, limit]);
  return rows.map(deliveryFromRow);
}
