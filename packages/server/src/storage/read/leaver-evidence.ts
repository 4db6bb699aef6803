import type { WebhookState } from "../../domain/webhook.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** The recorded SCIM request that asked for a departure. */
export interface AskingExchange {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly requestId: string | null;
  /** When it came in. */
  readonly at: string;
  readonly token: { readonly kind: "bearer-token" | "oauth-client"; readonly name: string } | null;
}

interface ExchangeRow extends Omit<AskingExchange, "at" | "token"> {
  readonly endedAt: Date;
  readonly microseconds: number;
  readonly tokenName: string | null;
  readonly clientName: string | null;
}

const exchanges = unnamedStatement(
  `select e.id, e.method, e.path, e.status, e.request_id as "requestId", e.occurred_at as "endedAt",
      e.duration_microseconds as microseconds, t.name as "tokenName", c.name as "clientName"
    from unnest($2::uuid[], $3::uuid[]) as asked (application, exchange)
    cross join lateral (
      select * from exchanges o where o.organization_id = $1 and o.source_application_id = asked.application
        and o.id = asked.exchange limit 1) as e
    left join bearer_tokens t on t.organization_id = $1 and t.source_application_id = e.source_application_id
      and t.id = e.token_id
    left join oauth_clients c on c.organization_id = $1 and c.source_application_id = e.source_application_id
      and c.id = e.token_id`,
);

/** Finds recorded requests by their ids; without those that are not kept any more. */
export async function findAskingExchanges(
  reader: Reader,
  organizationId: string,
  asked: readonly { readonly sourceApplicationId: string; readonly exchangeId: string }[],
): Promise<ReadonlyMap<string, AskingExchange>> {
  if (asked.length === 0) return new Map();
  const applications = asked.map(({ sourceApplicationId }) => sourceApplicationId);
  const values = [organizationId, applications, asked.map(({ exchangeId }) => exchangeId)];
  const rows = await reader.query<ExchangeRow>(exchanges, values);
  return new Map(rows.map((row) => [row.id, exchangeFromRow(row)]));
}

function exchangeFromRow({ endedAt, microseconds, tokenName, clientName, ...row }: ExchangeRow): AskingExchange {
  const named = (kind: "bearer-token" | "oauth-client", name: string | null) => (name === null ? null : { kind, name });
  return {
    ...row,
    at: new Date(endedAt.getTime() - microseconds / 1_000).toISOString(),
    token: named("bearer-token", tokenName) ?? named("oauth-client", clientName),
  };
}

/** A webhook as far as it matters who was told what. */
export interface ToldWebhook {
  readonly id: string;
  readonly name: string;
  readonly state: WebhookState;
  /** Empty: all. */
  readonly eventTypes: readonly string[];
  readonly createdAt: string;
  /** The event up to which deliveries were made; null where none was made of an event that is still there. */
  readonly madeUpTo: string | null;
}

const webhooks = unnamedStatement(
  `select w.id, w.name, w.state, w.event_types as "eventTypes", w.created_at as "createdAt", p.event_id as "madeUpTo"
    from webhooks w
    left join provisioning_event_feeds f on f.organization_id = $1 and f.epoch = w.epoch
    left join provisioning_event_positions p on p.organization_id = $1 and p.position = w.position and f.epoch is not null
    where w.organization_id = $1 order by w.id`,
);

/** Lists the webhooks of an organization, oldest first, and how far each is; an organization has few. */
export async function listToldWebhooks(reader: Reader, organizationId: string): Promise<ToldWebhook[]> {
  const rows = await reader.query<Omit<ToldWebhook, "createdAt"> & { readonly createdAt: Date }>(webhooks, [
    organizationId,
  ]);
  return rows.map((row) => ({ ...row, createdAt: instant(row.createdAt) }));
}

/** What became of the delivery of an event. */
export interface ToldDelivery {
  readonly webhookId: string;
  readonly eventId: string;
  readonly state: "waiting" | "delivered" | "dead";
  readonly attempts: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly nextAttemptAt: string | null;
  /** When the last attempt was answered; null before the first. */
  readonly answeredAt: string | null;
}

const columns = `d.webhook_id as "webhookId", d.event_id as "eventId", d.state, d.attempts, d.status, d.error,
    d.next_attempt_at as "nextAttemptAt", d.sent_at as "sentAt", d.last_attempt_at as "lastAttemptAt",
    d.duration_milliseconds as duration`;

const deliveries = unnamedStatement(
  `select ${columns} from webhook_deliveries d
      where d.organization_id = $1 and d.event_id = any ($2::uuid[]) and d.state <> 'waiting'
    union all
    select ${columns} from webhook_deliveries d
      where d.organization_id = $1 and d.webhook_id = any ($3::uuid[]) and d.about = any ($4::uuid[])
        and d.state = 'waiting' and d.event_id = any ($2::uuid[])`,
);

/** Lists what became of the deliveries of some events about some people. */
export async function listToldDeliveries(
  reader: Reader,
  organizationId: string,
  eventIds: readonly string[],
  webhookIds: readonly string[],
  directoryUserIds: readonly string[],
): Promise<ToldDelivery[]> {
  if (eventIds.length === 0 || webhookIds.length === 0) return [];
  const rows = await reader.query<
    Omit<ToldDelivery, "nextAttemptAt" | "answeredAt"> & {
      readonly nextAttemptAt: Date | null;
      readonly sentAt: Date | null;
      readonly lastAttemptAt: Date | null;
      readonly duration: number | null;
    }
  >(deliveries, [organizationId, eventIds, webhookIds, directoryUserIds]);
  return rows.map(({ nextAttemptAt, sentAt, lastAttemptAt, duration, ...row }) => ({
    ...row,
    nextAttemptAt: nextAttemptAt && instant(nextAttemptAt),
    // What was sent before its beginning was kept has only the instant at which it was noted.
    answeredAt: sentAt
      ? new Date(sentAt.getTime() + (duration ?? 0)).toISOString()
      : lastAttemptAt && instant(lastAttemptAt),
  }));
}
