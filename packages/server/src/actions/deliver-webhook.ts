import {
  type Attempt,
  nextStep,
  secondsOf,
  signDelivery,
  type Webhook,
  webhookBody,
  whyBroken,
} from "../domain/webhook.ts";
import { type Delivery, findDueDeliveries, findWebhook } from "../storage/read/webhooks.ts";
import { fillWebhook, recordAttempts, recordWebhookHealth, stopWebhook } from "../storage/write/webhooks.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { ReceiverCaller } from "./call-receiver.ts";
import { signingSecrets } from "./webhook-secrets.ts";

/** What deliveries are made with. */
export interface DeliveryDeps extends ActionDeps {
  readonly receivers: ReceiverCaller;
  /** Seconds between the attempts of a delivery. */
  readonly retrySeconds?: readonly number[];
}

const eventsAtOnce = 500;
const deliveriesAtOnce = 32;

/**
 * Makes deliveries of what is new in the feed, and one attempt at each that is due: of those about one person or group
 * in their order, of others side by side. An attempt that was made and not noted, because of a crash, is made again:
 * the receiver knows it by its id.
 *
 * @returns whether there was anything to do
 */
export async function deliverWebhook(deps: DeliveryDeps, organizationId: string, webhookId: string): Promise<boolean> {
  const { pool, reader } = deps.database;
  const read = await fillWebhook(pool, organizationId, webhookId, deps.now(), eventsAtOnce);
  const webhook = await findWebhook(reader, organizationId, webhookId);
  if (webhook?.state !== "active") return false;
  const due = await findDueDeliveries(reader, organizationId, webhookId, deps.now(), deliveriesAtOnce);
  if (due.length === 0) return read > 0;
  const secrets = await signingSecrets(deps, webhookId, webhook.secrets);
  const attempts = await Promise.all(due.map((delivery) => attemptDelivery(deps, webhook, secrets, delivery)));
  const now = deps.now();
  await recordAttempts(
    pool,
    organizationId,
    webhookId,
    attempts.map(({ delivery, attempt, sentAt }) => ({
      id: delivery.id,
      url: webhook.url,
      sentAt,
      attempt,
      next: nextStep(attempt, delivery.attempts + 1, now, Math.random(), deps.retrySeconds),
    })),
    now,
  );
  await judge(
    deps,
    webhook,
    attempts.map(({ attempt }) => attempt),
    now,
  );
  return true;
}

async function attemptDelivery(
  deps: DeliveryDeps,
  webhook: Webhook,
  secrets: readonly string[],
  delivery: Delivery,
): Promise<{ readonly delivery: Delivery; readonly attempt: Attempt; readonly sentAt: string }> {
  const { event } = delivery;
  const sentAt = deps.now();
  if (event === null) {
    const gone = { status: null, error: null, answer: "the event is gone", durationMilliseconds: 0 };
    return { delivery, attempt: gone, sentAt };
  }
  const body = webhookBody(event);
  const headers = signDelivery(secrets, delivery.id, secondsOf(sentAt), body);
  return { delivery, attempt: await deps.receivers.call(webhook.url, headers, body), sentAt };
}

/** Notes whether the receiver is well, and stops a webhook that has failed for too long. */
async function judge(deps: DeliveryDeps, webhook: Webhook, attempts: readonly Attempt[], now: string): Promise<void> {
  const { organizationId, id } = webhook;
  const { pool } = deps.database;
  const failed = attempts.filter(({ error }) => error !== null);
  const succeeded = failed.length < attempts.length;
  // Nothing to note while all goes well, but for the last success, once a minute.
  const quiet = failed.length === 0 && webhook.failures === 0 && within(webhook.lastDeliveredAt, now, 60_000);
  if (quiet) return;
  const health = await recordWebhookHealth(pool, organizationId, id, succeeded, failed.length, now);
  const last = failed.find(({ status }) => status === 410) ?? failed.at(-1);
  if (health === undefined || last === undefined) return;
  const reason = whyBroken(last, health.failures, health.failingSince?.toISOString() ?? null, now);
  if (reason !== undefined) await stopWebhook(pool, organizationId, id, "broken", reason, now);
}

function within(instant: string | null, now: string, milliseconds: number): boolean {
  return instant !== null && Date.parse(now) - Date.parse(instant) < milliseconds;
}

/** Sends a test event to a receiver now, outside the feed. */
export async function testWebhook(deps: DeliveryDeps, webhook: Webhook): Promise<Attempt> {
  const now = deps.now();
  const body = JSON.stringify({
    type: "rollcall.test",
    timestamp: now,
    data: { webhookId: webhook.id, organizationId: webhook.organizationId },
  });
  const secrets = await signingSecrets(deps, webhook.id, webhook.secrets);
  const headers = signDelivery(secrets, deps.newId(), secondsOf(now), body);
  return deps.receivers.call(webhook.url, headers, body);
}
