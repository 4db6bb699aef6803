import type { WebhookDelivery, webhookRoutes } from "@rollcall/admin-api/webhooks.ts";
import { testWebhook } from "../../actions/deliver-webhook.ts";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  foundWebhook,
  replayDeliveries,
  rotateWebhookSecret,
} from "../../actions/save-webhook.ts";
import { secondsOf, type Webhook, webhookBody } from "../../domain/webhook.ts";
import { countDeliveries, type Delivery, listDeliveries, listWebhooks } from "../../storage/read/webhooks.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { presentFeedEvent } from "./provisioning-events.ts";

export const webhookHandlers: HandlersOf<typeof webhookRoutes> = {
  listWebhooks: async ({ deps, organizationId }) => {
    const webhooks = await listWebhooks(deps.database.lists, organizationId);
    return { items: await Promise.all(webhooks.map((webhook) => counted(deps, webhook))), nextCursor: null };
  },
  createWebhook: async ({ deps, organizationId, body }) => {
    const { name, url, eventTypes = [] } = body;
    const { webhook, secret } = await createWebhook(deps, organizationId, { name, url, eventTypes });
    return { ...present(webhook), secret };
  },
  getWebhook: async ({ deps, organizationId, params }) =>
    counted(deps, await foundWebhook(deps, organizationId, params.webhookId)),
  changeWebhook: async ({ deps, organizationId, params, body }) =>
    counted(deps, await changeWebhook(deps, organizationId, params.webhookId, body)),
  deleteWebhook: async ({ deps, organizationId, params }) => {
    await deleteWebhook(deps, organizationId, params.webhookId);
    return undefined;
  },
  rotateWebhookSecret: async ({ deps, organizationId, params }) => {
    const { webhook, secret } = await rotateWebhookSecret(deps, organizationId, params.webhookId);
    return { ...present(webhook), secret };
  },
  testWebhook: async ({ deps, organizationId, params }) =>
    testWebhook(deps, await foundWebhook(deps, organizationId, params.webhookId)),
  listWebhookDeliveries: async ({ deps, organizationId, params, query }) => {
    const { webhookId } = params;
    await foundWebhook(deps, organizationId, webhookId);
    const { after, limit } = listParameters("webhook-deliveries", query);
    const state = query.state ?? null;
    const page = await listDeliveries(deps.database.lists, organizationId, webhookId, state, after, limit);
    return presentPage("webhook-deliveries", page, presentDelivery);
  },
  replayWebhookDeliveries: async ({ deps, organizationId, params, body }) => ({
    replayed: await replayDeliveries(deps, organizationId, params.webhookId, body),
  }),
};

function present(webhook: Webhook) {
  const { organizationId: _, failures: __, secrets, ...shown } = webhook;
  return {
    ...shown,
    eventTypes: [...webhook.eventTypes],
    secrets: secrets.map(({ hint, createdAt, expiresAt }) => ({ hint, createdAt, expiresAt })),
  };
}

async function counted(deps: AdminDeps, webhook: Webhook) {
  const { waiting, dead } = await countDeliveries(deps.database.lists, webhook.organizationId, webhook.id);
  return { ...present(webhook), waiting, dead };
}

function presentDelivery(delivery: Delivery): WebhookDelivery {
  const { webhookId: _, event, url, sentAt, ...shown } = delivery;
  const presented = event && presentFeedEvent(event);
  const headers = { "webhook-id": delivery.id, "webhook-timestamp": String(sentAt === null ? "" : secondsOf(sentAt)) };
  const request = url === null || event === null ? null : { url, headers, body: webhookBody(event) };
  return { ...shown, event: presented, request };
}
