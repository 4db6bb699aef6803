import type { Role } from "../../domain/principal.ts";
import { type Tx, unnamedStatement } from "../database.ts";

export interface NewApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the key. */
  readonly hash: Buffer;
  readonly hint: string;
}

const insertKey = unnamedStatement(
  `insert into api_keys (organization_id, id, role, name, hash, hint, created_at) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (hash) do nothing`,
);

/**
 * Creates an API key.
 *
 * @param organizationId null: of the whole installation
 * @returns false when the same key is there already
 */
export async function createApiKey(
  tx: Tx,
  organizationId: string | null,
  { id, role, name, hash, hint }: NewApiKey,
  now: string,
): Promise<boolean> {
  return (await tx.execute(insertKey, [organizationId, id, role, name, hash, hint, now])) === 1;
}

const revoke = unnamedStatement(
  `update api_keys set revoked_at = coalesce(revoked_at, $3) where id = $2 and ($1::uuid[] is null or organization_id = any ($1))`,
);

/**
 * Revokes an API key.
 *
 * @param organizationIds whose keys may be revoked; null: all
 * @returns false when there is none
 */
export async function revokeApiKey(
  tx: Tx,
  organizationIds: readonly string[] | null,
  id: string,
  now: string,
): Promise<boolean> {
  return (await tx.execute(revoke, [organizationIds, id, now])) === 1;
}
