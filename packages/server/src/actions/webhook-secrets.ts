import { randomBytes } from "node:crypto";
import { sealText, unsealText } from "../domain/seal-text.ts";
import { formatWebhookSecret, overlapMilliseconds, type WebhookSecret } from "../domain/webhook.ts";
import type { ActionDeps } from "./action-deps.ts";
import { cursorKey } from "./cursor-key.ts";

/** Makes a secret of a webhook; sealed, because signing needs it again. */
export async function newWebhookSecret(
  deps: ActionDeps,
  webhookId: string,
): Promise<{ readonly secret: string; readonly kept: WebhookSecret }> {
  const secret = formatWebhookSecret(randomBytes(32));
  const key = await cursorKey(deps.database);
  const sealed = sealText(key, boundTo(webhookId), secret, randomBytes(16));
  return { secret, kept: { sealed, hint: secret.slice(-4), createdAt: deps.now(), expiresAt: null } };
}

/** The secrets that sign at an instant, the newest first. */
export async function signingSecrets(
  deps: ActionDeps,
  webhookId: string,
  secrets: readonly WebhookSecret[],
): Promise<string[]> {
  const key = await cursorKey(deps.database);
  const now = deps.now();
  return secrets
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
    .map(({ sealed }) => unsealText(key, boundTo(webhookId), sealed))
    .filter((secret) => secret !== undefined);
}

/** The secrets after a rotation: the older ones sign for a day more, so that a receiver can change over. */
export function rotated(secrets: readonly WebhookSecret[], added: WebhookSecret): WebhookSecret[] {
  const until = new Date(Date.parse(added.createdAt) + overlapMilliseconds).toISOString();
  const older = secrets
    .filter(({ expiresAt }) => expiresAt === null || expiresAt > added.createdAt)
    .map((one) => ({ ...one, expiresAt: one.expiresAt ?? until }));
  return [added, ...older.slice(0, 4)];
}

const boundTo = (webhookId: string): string => `webhook ${webhookId}`;
