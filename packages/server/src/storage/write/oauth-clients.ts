import { type Tx, unnamedStatement } from "../database.ts";

export interface NewOauthClient {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the secret. */
  readonly secretHash: Buffer;
  readonly hint: string;
}

const insertClient = unnamedStatement(
  `insert into oauth_clients (organization_id, source_application_id, id, name, secret_hash, hint, created_at)
    values ($1, $2, $3, $4, $5, $6, $7)`,
);

export async function createOauthClient(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  { id, name, secretHash, hint }: NewOauthClient,
  now: string,
): Promise<void> {
  await tx.execute(insertClient, [organizationId, sourceApplicationId, id, name, secretHash, hint, now]);
}

const revoke = unnamedStatement(
  `update oauth_clients set revoked_at = coalesce(revoked_at, $4),
      revoked_by = case when revoked_at is null then $5 else revoked_by end
    where organization_id = $1 and source_application_id = $2 and id = $3`,
);

/**
 * Revokes a client and with it the access tokens issued to it; one that was revoked before stays as it was.
 *
 * @param by the actor
 * @returns false when there is none
 */
export async function revokeOauthClient(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  id: string,
  now: string,
  by: string,
): Promise<boolean> {
  return (await tx.execute(revoke, [organizationId, sourceApplicationId, id, now, by])) === 1;
}

const insertAccessToken = unnamedStatement(
  `with expired as (
    delete from oauth_access_tokens
      where organization_id = $1 and source_application_id = $2 and oauth_client_id = $3 and expires_at < $6)
  insert into oauth_access_tokens (organization_id, source_application_id, oauth_client_id, hash, expires_at)
    values ($1, $2, $3, $4, $5)`,
);

/** Keeps an access token by its SHA-256, and drops those of the client that have expired. */
export async function createAccessToken(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  token: { readonly oauthClientId: string; readonly hash: Buffer; readonly expiresAt: string },
  now: string,
): Promise<void> {
  const { oauthClientId, hash, expiresAt } = token;
  await tx.execute(insertAccessToken, [organizationId, sourceApplicationId, oauthClientId, hash, expiresAt, now]);
}
