import { type LeaverEvent, secondsBetween } from "../domain/leaver-evidence.ts";
import { isWantedEventType } from "../domain/wanted-event-types.ts";
import type { ToldDelivery, ToldWebhook } from "../storage/read/leaver-evidence.ts";

/** What a receiver answered to an event. */
export interface Acknowledgement {
  readonly webhookId: string;
  readonly webhookName: string;
  /** `not-logged`: its delivery is not in the log any more, or the webhook did not ask for such events then. */
  readonly state: "acknowledged" | "waiting" | "dead" | "not-logged";
  readonly acknowledgedAt: string | null;
  readonly secondsAfterStep: number | null;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly status: number | null;
  readonly error: string | null;
  readonly nextAttemptAt: string | null;
  /** Why nothing is sent at the moment: the webhook is stopped. */
  readonly stopped: "paused" | "broken" | null;
}

/** Transactions that take long put events behind younger ones: so much later all of them have their place. */
const settledMilliseconds = 60_000;

/**
 * Says of an event which receivers acknowledged it: those whom a delivery was made for, and those who were there and ask
 * for such events.
 */
export function acknowledgementsOf(
  webhooks: readonly ToldWebhook[],
  deliveries: readonly ToldDelivery[],
  now: string,
): (event: LeaverEvent) => Acknowledgement[] {
  const made = new Map(deliveries.map((delivery) => [`${delivery.webhookId} ${delivery.eventId}`, delivery]));
  return (event) =>
    webhooks.flatMap((webhook) => {
      const delivery = made.get(`${webhook.id} ${event.id}`);
      if (delivery !== undefined) return [told(webhook, event, delivery)];
      const asks = webhook.createdAt <= event.occurredAt && isWantedEventType(webhook.eventTypes, event.type);
      return asks ? [untold(webhook, isPassed(webhook, event, now) ? "not-logged" : "waiting")] : [];
    });
}

function told(webhook: ToldWebhook, event: LeaverEvent, delivery: ToldDelivery): Acknowledgement {
  const { attempts, status, error, nextAttemptAt, answeredAt } = delivery;
  const state = delivery.state === "delivered" ? "acknowledged" : delivery.state;
  const acknowledgedAt = state === "acknowledged" ? answeredAt : null;
  return {
    ...untold(webhook, state),
    acknowledgedAt,
    secondsAfterStep: acknowledgedAt === null ? null : secondsBetween(event.occurredAt, acknowledgedAt),
    attempts,
    status,
    error,
    nextAttemptAt,
  };
}

function untold({ id, name, state: of }: ToldWebhook, state: Acknowledgement["state"]): Acknowledgement {
  return {
    webhookId: id,
    webhookName: name,
    state,
    acknowledgedAt: null,
    secondsAfterStep: null,
    attempts: 0,
    status: null,
    error: null,
    nextAttemptAt: null,
    stopped: state === "waiting" && of !== "active" ? of : null,
  };
}

function isPassed({ madeUpTo }: ToldWebhook, { id, occurredAt }: LeaverEvent, now: string): boolean {
  return madeUpTo !== null && id <= madeUpTo && Date.parse(now) - Date.parse(occurredAt) > settledMilliseconds;
}
