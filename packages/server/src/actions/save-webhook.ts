import { RollcallError } from "../domain/errors.ts";
import { readReceiverUrl } from "../domain/receiver-address.ts";
import { readReplay, type Webhook } from "../domain/webhook.ts";
import { whyUnknownEventTypes } from "../domain/wanted-event-types.ts";
import { findWebhook } from "../storage/read/webhooks.ts";
import * as stored from "../storage/write/webhooks.ts";
import type { ActionDeps } from "./action-deps.ts";
import { newWebhookSecret, rotated } from "./webhook-secrets.ts";

/** What an administrator says of a webhook. */
export interface WebhookWords {
  readonly name: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
}

/**
 * Creates a webhook that tells of what happens from now on.
 *
 * @returns the webhook, and its secret this once
 * @throws {RollcallError} webhook.url_not_usable, webhook.unknown_event_type
 */
export async function createWebhook(
  deps: ActionDeps,
  organizationId: string,
  words: WebhookWords,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  checkUrl(words.url);
  checkEventTypes(words.eventTypes);
  const id = deps.newId();
  const { secret, kept } = await newWebhookSecret(deps, id);
  const now = deps.now();
  const webhook: Webhook = {
    organizationId,
    id,
    ...words,
    state: "active",
    stateReason: null,
    secrets: [kept],
    failingSince: null,
    failures: 0,
    lastDeliveredAt: null,
    createdAt: now,
    modifiedAt: now,
  };
  await stored.insertWebhook(deps.database.pool, organizationId, webhook);
  return { webhook, secret };
}

/**
 * Changes a webhook; what is not given stays. One that is paused keeps its place in the feed.
 *
 * @throws {RollcallError} webhook.not_found, webhook.url_not_usable, webhook.unknown_event_type
 */
export async function changeWebhook(
  deps: ActionDeps,
  organizationId: string,
  id: string,
  changes: Partial<WebhookWords> & { readonly state?: "active" | "paused" },
): Promise<Webhook> {
  const before = await foundWebhook(deps, organizationId, id);
  if (changes.url !== undefined) checkUrl(changes.url);
  if (changes.eventTypes !== undefined) checkEventTypes(changes.eventTypes);
  const state = changes.state ?? before.state;
  const stateReason = changes.state === undefined ? before.stateReason : null;
  await stored.updateWebhook(
    deps.database.pool,
    organizationId,
    id,
    {
      name: changes.name ?? before.name,
      url: changes.url ?? before.url,
      eventTypes: changes.eventTypes ?? before.eventTypes,
      state,
      stateReason,
    },
    deps.now(),
  );
  return foundWebhook(deps, organizationId, id);
}

/** Deletes a webhook with its deliveries. @throws {RollcallError} webhook.not_found */
export async function deleteWebhook(deps: ActionDeps, organizationId: string, id: string): Promise<void> {
  const found = await stored.deleteWebhook(deps.database.pool, organizationId, id);
  if (!found) throw new RollcallError("webhook.not_found");
}

/** Gives a webhook a new secret; the older one signs as well for 24 hours. @throws {RollcallError} webhook.not_found */
export async function rotateWebhookSecret(
  deps: ActionDeps,
  organizationId: string,
  id: string,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const before = await foundWebhook(deps, organizationId, id);
  const { secret, kept } = await newWebhookSecret(deps, id);
  const secrets = rotated(before.secrets, kept);
  await stored.saveWebhookSecrets(deps.database.pool, organizationId, id, secrets, deps.now());
  return { webhook: await foundWebhook(deps, organizationId, id), secret };
}

/**
 * Makes deliveries once more.
 *
 * @throws {RollcallError} webhook.not_found, webhook.replay_of_nothing
 * @returns how many wait again
 */
export async function replayDeliveries(
  deps: ActionDeps,
  organizationId: string,
  id: string,
  asked: Parameters<typeof readReplay>[0],
): Promise<number> {
  await foundWebhook(deps, organizationId, id);
  return stored.replayDeliveries(deps.database.pool, organizationId, id, readReplay(asked), deps.now());
}

/** @throws {RollcallError} webhook.not_found */
export async function foundWebhook(deps: ActionDeps, organizationId: string, id: string): Promise<Webhook> {
  const webhook = await findWebhook(deps.database.reader, organizationId, id);
  if (webhook === undefined) throw new RollcallError("webhook.not_found");
  return webhook;
}

/** Refuses types that no event has, which would make a webhook that never tells of anything. */
function checkEventTypes(eventTypes: readonly string[]): void {
  const why = whyUnknownEventTypes(eventTypes);
  if (why !== undefined) throw new RollcallError("webhook.unknown_event_type", why);
}

function checkUrl(text: string): void {
  const read = readReceiverUrl(text);
  if ("expected" in read) {
    throw new RollcallError("webhook.url_not_usable", `Found ${JSON.stringify(text)}, expected ${read.expected}`);
  }
}
