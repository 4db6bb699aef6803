import { type Tx, unnamedStatement } from "../database.ts";

export interface NewBearerToken {
  readonly id: string;
  readonly name: string;
  /** SHA-256 of the token. */
  readonly hash: Buffer;
  readonly hint: string;
  readonly expiresAt: string | null;
}

const insertToken = unnamedStatement(
  `insert into bearer_tokens (organization_id, source_application_id, id, name, hash, hint, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export async function createBearerToken(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  token: NewBearerToken,
  now: string,
): Promise<void> {
  const { id, name, hash, hint, expiresAt } = token;
  await tx.execute(insertToken, [organizationId, sourceApplicationId, id, name, hash, hint, now, expiresAt]);
}

const revoke = unnamedStatement(
  `update bearer_tokens set revoked_at = coalesce(revoked_at, $4),
      revoked_by = case when revoked_at is null then $5 else revoked_by end
    where organization_id = $1 and source_application_id = $2 and ($3::uuid is null or id = $3)`,
);

/**
 * Revokes a token, or all of an application where no id is given; one that was revoked before stays as it was.
 *
 * @param by the actor
 * @returns how many tokens there were
 */
export async function revokeBearerTokens(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  id: string | null,
  now: string,
  by: string,
): Promise<number> {
  return tx.execute(revoke, [organizationId, sourceApplicationId, id, now, by]);
}
