import { formatApiKey } from "../domain/api-key.ts";
import { type Principal, type Role, sees } from "../domain/principal.ts";
import { RollcallError } from "../domain/errors.ts";
import { isId } from "../domain/id.ts";
import { findOrganization } from "../storage/read/organizations.ts";
import { createApiKey as insertKey } from "../storage/write/api-keys.ts";
import type { ActionDeps } from "./action-deps.ts";
import { issueSecret } from "./issue-secret.ts";

/** An API key just made; `secret` is shown this once. */
export interface CreatedKey {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organizationId: string | null;
  readonly hint: string;
  readonly secret: string;
  readonly createdAt: string;
}

/**
 * Creates an API key for an organization that the principal sees, or for the whole installation.
 *
 * @param organizationId null: the whole installation; undefined: what the principal's key is for
 * @throws {RollcallError} permission.denied, organization.not_found
 */
export async function createApiKey(
  deps: ActionDeps,
  principal: Principal,
  key: { readonly name: string; readonly role: Role; readonly organizationId: string | null | undefined },
): Promise<CreatedKey> {
  const organizationId =
    key.organizationId === undefined ? (principal.organizationIds?.[0] ?? null) : key.organizationId;
  if (organizationId === null) {
    if (principal.organizationIds !== null) {
      throw new RollcallError("permission.denied", "Only a key of the whole installation makes another one");
    }
  } else if (
    !isId(organizationId) ||
    !sees(principal, organizationId) ||
    (await findOrganization(deps.database.reader, organizationId)) === undefined
  ) {
    throw new RollcallError("organization.not_found");
  }
  const { secret, hash, hint } = issueSecret(formatApiKey);
  const made = { id: deps.newId(), name: key.name.trim(), role: key.role, hint };
  const now = deps.now();
  await insertKey(deps.database.pool, organizationId, { ...made, hash }, now);
  return { ...made, organizationId, secret, createdAt: now };
}
