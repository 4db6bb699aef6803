import { createHmac } from "node:crypto";
import { RollcallError } from "./errors.ts";
import type { FeedEvent } from "./provisioning-event.ts";

export type WebhookState = "active" | "paused" | "broken";

/** A secret that signs a webhook's deliveries, sealed; the newest one has no expiry. */
export interface WebhookSecret {
  readonly sealed: string;
  /** Its last four characters. */
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** Who tells a program of an organization what happened. */
export interface Webhook {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Empty: all. */
  readonly eventTypes: readonly string[];
  readonly state: WebhookState;
  readonly stateReason: string | null;
  readonly secrets: readonly WebhookSecret[];
  readonly failingSince: string | null;
  readonly failures: number;
  readonly lastDeliveredAt: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** How long an older secret goes on signing after a rotation. */
export const overlapMilliseconds = 24 * 3_600_000;
/** Attempts fail for so long before a webhook counts as broken. */
const brokenAfterMilliseconds = 24 * 3_600_000;
const brokenAfterFailures = 20;

/** Seconds between one attempt and the next: nearly four days in all. */
export const retrySeconds: readonly number[] = [
  5, 30, 120, 600, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400, 86_400,
];

const secretPrefix = "whsec_";

/**
 * Makes a secret as Standard Webhooks writes it: `whsec_` and base64.
 *
 * @param random 32 random bytes
 */
export function formatWebhookSecret(random: Buffer): string {
  return secretPrefix + random.toString("base64");
}

/** The body of a delivery: the event as the feed shows it, in the envelope of Standard Webhooks. */
export function webhookBody(event: FeedEvent): string {
  return JSON.stringify({ type: event.type, timestamp: event.occurredAt, data: event });
}

/**
 * The headers that prove a delivery to its receiver (Standard Webhooks): every valid secret signs the id, the instant
 * and the bytes that are sent.
 *
 * @param id the same for every attempt, so that a receiver tells a repetition
 * @param seconds since 1970, of this attempt
 */
export function signDelivery(
  secrets: readonly string[],
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(secretPrefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": signatures.join(" ") };
}

/** An instant as the header webhook-timestamp writes it: seconds since 1970. */
export function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** What an attempt came to. */
export interface Attempt {
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Why it failed; null when the receiver answered 2xx. */
  readonly error: string | null;
  /** The beginning of the answer. */
  readonly answer: string | null;
  readonly durationMilliseconds: number;
}

/** What becomes of a delivery after an attempt. */
export type NextStep =
  | { readonly state: "delivered" }
  | { readonly state: "waiting"; readonly nextAttemptAt: string }
  | { readonly state: "dead" };

/**
 * Decides what becomes of a delivery.
 *
 * @param attempts how many were made, this one included
 * @param spread 0 to 1, random: attempts that failed together do not come back together
 * @param seconds the waits between attempts
 */
export function nextStep(
  attempt: Attempt,
  attempts: number,
  now: string,
  spread: number,
  seconds: readonly number[] = retrySeconds,
): NextStep {
  if (attempt.error === null) return { state: "delivered" };
  const wait = seconds[attempts - 1];
  if (wait === undefined) return { state: "dead" };
  return { state: "waiting", nextAttemptAt: new Date(Date.parse(now) + wait * (900 + 200 * spread)).toISOString() };
}

/** Why a webhook is to be stopped after failures; undefined while it goes on. */
export function whyBroken(
  attempt: Attempt,
  failures: number,
  failingSince: string | null,
  now: string,
): string | undefined {
  if (attempt.status === 410) return "the receiver answered 410: it does not want any more deliveries";
  if (failures < brokenAfterFailures || failingSince === null) return undefined;
  if (Date.parse(now) - Date.parse(failingSince) < brokenAfterMilliseconds) return undefined;
  return `every one of ${failures} attempts since ${failingSince} failed, the last one: ${attempt.error ?? "unknown"}`;
}

/** Which deliveries are to be made once more. */
export type Replay =
  | { readonly ids: readonly string[] }
  /** Made from one instant until before another; those that were given up, or the delivered ones as well. */
  | { readonly from: string; readonly until: string; readonly delivered: boolean };

/**
 * Reads which deliveries are to be made once more: those named, or those of a time.
 *
 * @throws {RollcallError} webhook.replay_of_nothing
 */
export function readReplay(asked: {
  readonly deliveryIds?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  readonly delivered?: boolean;
}): Replay {
  const { deliveryIds, from, until, delivered = false } = asked;
  if (deliveryIds !== undefined && from === undefined && until === undefined) return { ids: deliveryIds };
  if (deliveryIds === undefined && from !== undefined && until !== undefined) return { from, until, delivered };
  throw new RollcallError("webhook.replay_of_nothing");
}
