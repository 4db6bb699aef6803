import type { HeldDecision } from "../storage/read/held-changes.ts";
import { saveHeldDecision } from "../storage/write/held-changes.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Notes what a person decides about changes that the guard holds: `approve`, `disable` (approve, but bin nobody), or
 * `reject`. The worker carries it out within a second or so, also after a crash. A later decision replaces an earlier
 * one that is not carried out yet.
 *
 * @param resourceIds SCIM ids; undefined: everything that the guard holds of the application
 * @returns how many changes it is about
 */
export async function decideHeldChanges(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  resourceIds: readonly string[] | undefined,
  decision: HeldDecision,
): Promise<number> {
  return saveHeldDecision(deps.database.pool, application.organizationId, application.id, resourceIds, decision);
}
