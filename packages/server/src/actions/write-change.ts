import type { Resource } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import { findTakenValue } from "../storage/read/unique-values.ts";
import type { WrittenMemberships } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { violatedUniqueIndex } from "./decide-again.ts";

/**
 * Writes one provisioned change, all of it or nothing.
 *
 * @throws {ScimError} uniqueness, as `refuseTakenValue`; the database's error with code RC001 when another write overtook
 * this one: decide again
 */
export function writeChange(deps: ActionDeps, change: ProvisionedChange): Promise<WrittenMemberships | undefined> {
  return refuseTakenValue(deps, change, () => deps.writer.write(change));
}

/**
 * Carries out the write of a provisioned change.
 *
 * @throws {ScimError} uniqueness, naming the attribute, where another resource has a value that only one may have
 */
export async function refuseTakenValue<T>(
  deps: ActionDeps,
  change: ProvisionedChange,
  write: () => Promise<T>,
): Promise<T> {
  try {
    return await write();
  } catch (error) {
    // Caught here because only the indexes can tell who was first.
    const refusal = await refusalOf(deps, change, error);
    if (refusal !== "again") throw refusal;
  }
  return write();
}

/** Every error that is no violation of uniqueness stays; what nobody has any more is written again. */
async function refusalOf(deps: ActionDeps, change: ProvisionedChange, error: unknown): Promise<unknown> {
  const { organizationId, sourceApplicationId, resource } = change;
  if (resource === undefined || resource.kind === "delete" || sourceApplicationId === null) return error;
  const { id, resource: document, unique = [] } = resource.after;
  switch (violatedUniqueIndex(error)) {
    case "provisioned_resources_user_name":
      return takenUserName(document);
    case "unique_values_pkey": {
      const added = unique.filter(({ kept }) => !kept);
      const path = await findTakenValue(deps.database.reader, organizationId, sourceApplicationId, id, added);
      if (path === undefined) return "again";
      return new ScimError("uniqueness", `${path}: the value is taken by another resource of this application`);
    }
    default:
      return error;
  }
}

function takenUserName(resource: Resource): ScimError {
  const userName = JSON.stringify(resource["userName"]);
  return new ScimError(
    "uniqueness",
    `userName: ${userName} is taken by another user of this application (case ignored)`,
  );
}
