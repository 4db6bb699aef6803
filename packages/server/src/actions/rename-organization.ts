import { RollcallError } from "../domain/errors.ts";
import { findOrganization, type Organization } from "../storage/read/organizations.ts";
import { renameOrganization as writeName } from "../storage/write/organizations.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Renames an organization; its slug stays, so that addresses do.
 *
 * @throws {RollcallError} organization.not_found
 */
export async function renameOrganization(
  deps: ActionDeps,
  organizationId: string,
  name: string,
): Promise<Organization> {
  return deps.database.transaction(async (tx) => {
    const renamed = await writeName(tx, organizationId, name.trim());
    const organization = renamed ? await findOrganization(tx, organizationId) : undefined;
    if (organization === undefined) throw new RollcallError("organization.not_found");
    return organization;
  });
}
