import { timingSafeEqual } from "node:crypto";
import { isId } from "../domain/id.ts";
import { formatAccessToken } from "../domain/oauth-secret.ts";
import { findClientSecretHash } from "../storage/read/oauth-clients.ts";
import { createAccessToken } from "../storage/write/oauth-clients.ts";
import type { ActionDeps } from "./action-deps.ts";
import { hashSecret, issueSecret } from "./issue-secret.ts";

/** Seconds for which an access token is in force. */
export const accessTokenSeconds = 3_600;

/**
 * Exchanges an OAuth client's credentials for an access token of one hour (RFC 6749 section 4.4).
 *
 * @returns undefined when the application or the client is unknown or revoked, or the secret is wrong
 */
export async function issueAccessToken(
  deps: ActionDeps,
  applicationId: string,
  clientId: string,
  clientSecret: string,
): Promise<string | undefined> {
  const application = isId(applicationId) ? await deps.settings.application(applicationId) : undefined;
  if (application === undefined || !isId(clientId)) return undefined;
  const { organizationId, id } = application;
  const expected = await findClientSecretHash(deps.database.reader, organizationId, id, clientId);
  if (expected === undefined || !timingSafeEqual(expected, hashSecret(clientSecret))) return undefined;
  const { secret, hash } = issueSecret(formatAccessToken);
  const now = deps.now();
  const expiresAt = new Date(Date.parse(now) + accessTokenSeconds * 1_000).toISOString();
  await createAccessToken(deps.database.pool, organizationId, id, { oauthClientId: clientId, hash, expiresAt }, now);
  return secret;
}
