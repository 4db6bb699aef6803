import Type, { type Static } from "typebox";
import { FeedEvent } from "./provisioning-events.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Name, nullable, page, pageQuery, SentId } from "./values.ts";

const url = Type.String({ maxLength: 2000, description: "Where deliveries are POSTed: https, or http." });
const eventTypes = Type.Array(Type.String({ maxLength: 100, pattern: "^[a-z-]+\\.([a-z-]+|\\*)$" }), {
  maxItems: 50,
  description: "user.disabled, group.* and so on; empty: all.",
});

const described = {
  id: Id,
  name: Name,
  url,
  eventTypes,
  state: Type.Enum(["active", "paused", "broken"], {
    description: "broken: the receiver failed for a day, and nothing is sent until somebody resumes it.",
  }),
  stateReason: nullable(Type.String()),
  secrets: Type.Array(
    exactly({
      hint: Type.String({ description: "Its last four characters." }),
      createdAt: Instant,
      expiresAt: nullable(Instant, "An older secret signs as well until then."),
    }),
  ),
  failingSince: nullable(Instant, "Since when every attempt has failed."),
  lastDeliveredAt: nullable(Instant),
  createdAt: Instant,
  modifiedAt: Instant,
};

export const Webhook = exactly({
  ...described,
  waiting: Type.Integer({ description: "Deliveries that wait for their first or next attempt." }),
  dead: Type.Integer({ description: "Deliveries that were given up." }),
});
export type Webhook = Static<typeof Webhook>;

export const WebhookWithSecret = exactly({ ...described, secret: Type.String({ description: "Shown this once." }) });
export type WebhookWithSecret = Static<typeof WebhookWithSecret>;

const DeliveryState = Type.Enum(["waiting", "delivered", "dead"]);
const attempt = {
  status: nullable(Type.Integer({ description: "The HTTP status of the answer." })),
  error: nullable(Type.String({ description: "Why the attempt failed." })),
  answer: nullable(Type.String({ description: "The beginning of the answer." })),
  durationMilliseconds: nullable(Type.Integer()),
};

export const WebhookDelivery = exactly({
  id: Type.String({ description: "The header webhook-id of each attempt." }),
  state: DeliveryState,
  attempts: Type.Integer(),
  nextAttemptAt: nullable(Instant),
  lastAttemptAt: nullable(Instant),
  ...attempt,
  createdAt: Instant,
  event: nullable(FeedEvent),
  request: nullable(
    exactly({
      url: Type.String(),
      headers: exactly({ "webhook-id": Type.String(), "webhook-timestamp": Type.String() }),
      body: Type.String({ description: "As it is signed; values that were erased since are gone from it." }),
    }),
    "What the last attempt sent; null before it, and when the event is no longer kept.",
  ),
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

const all = "/organizations/{organizationId}/webhooks";
const one = `${all}/{webhookId}` as const;

export const webhookRoutes = defineRoutes({
  listWebhooks: {
    method: "GET",
    path: all,
    summary: "Lists the organization's webhooks.",
    permission: "read",
    answer: exactly({ items: Type.Array(Webhook), nextCursor: Type.Null() }),
  },
  createWebhook: {
    method: "POST",
    path: all,
    summary: "Creates a webhook that tells of what happens from now on, signed as Standard Webhooks says.",
    permission: "change",
    body: exactly({ name: Name, url, eventTypes: Type.Optional(eventTypes) }),
    status: 201,
    answer: WebhookWithSecret,
  },
  getWebhook: { method: "GET", path: one, summary: "Reads a webhook.", permission: "read", answer: Webhook },
  changeWebhook: {
    method: "PATCH",
    path: one,
    summary: "Changes a webhook; a paused one keeps its place in the feed.",
    permission: "change",
    body: exactly({
      name: Type.Optional(Name),
      url: Type.Optional(url),
      eventTypes: Type.Optional(eventTypes),
      state: Type.Optional(Type.Enum(["active", "paused"])),
    }),
    answer: Webhook,
  },
  deleteWebhook: {
    method: "DELETE",
    path: one,
    summary: "Deletes a webhook with its deliveries.",
    permission: "change",
    status: 204,
  },
  rotateWebhookSecret: {
    method: "POST",
    path: `${one}/rotate-secret`,
    summary: "Makes a new secret; the older one signs as well for 24 hours.",
    permission: "change",
    answer: WebhookWithSecret,
  },
  testWebhook: {
    method: "POST",
    path: `${one}/test`,
    summary: "Sends a test event now and tells what the receiver answered.",
    permission: "change",
    answer: exactly(attempt),
  },
  listWebhookDeliveries: {
    method: "GET",
    path: `${one}/deliveries`,
    summary: "Lists the deliveries of a webhook, newest first.",
    permission: "read",
    query: exactly({ state: Type.Optional(DeliveryState), ...pageQuery(500) }),
    answer: page(WebhookDelivery),
  },
  replayWebhookDeliveries: {
    method: "POST",
    path: `${one}/replay`,
    summary: "Makes deliveries once more: those named, or those of a time that were given up (or all of them).",
    permission: "change",
    body: exactly({
      deliveryIds: Type.Optional(Type.Array(SentId, { minItems: 1, maxItems: 1000 })),
      from: Type.Optional(Instant),
      until: Type.Optional(Instant),
      delivered: Type.Optional(Type.Boolean({ description: "Of a time: those that were delivered as well." })),
    }),
    answer: exactly({ replayed: Type.Integer() }),
  },
});
