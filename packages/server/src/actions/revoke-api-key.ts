import type { Principal } from "../domain/principal.ts";
import { RollcallError } from "../domain/errors.ts";
import { revokeApiKey as revoke } from "../storage/write/api-keys.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Revokes an API key that the principal sees, its own included. @throws {RollcallError} api_key.not_found */
export async function revokeApiKey(deps: ActionDeps, principal: Principal, id: string): Promise<void> {
  const found = await revoke(deps.database.pool, principal.organizationIds, id, deps.now());
  if (!found) throw new RollcallError("api_key.not_found");
}
