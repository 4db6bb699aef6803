import { RollcallError } from "../domain/errors.ts";
import {
  type DeletedSourceApplication,
  listDeletedSourceApplications as readDeleted,
} from "../storage/read/deleted-source-applications.ts";
import { restoreSourceApplication as undelete } from "../storage/write/deleted-source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Days for which a deleted application can be restored (rules.md section 6). */
const restorableDays = 30;

/** Lists the applications of an organization that can be restored, newest first. */
export async function listDeletedSourceApplications(
  deps: ActionDeps,
  organizationId: string,
): Promise<DeletedSourceApplication[]> {
  return readDeleted(deps.database.lists, organizationId, restorableSince(deps));
}

/**
 * Restores a deleted application: its resources are linked as before, and the worker decides each again on today's
 * resource. Its tokens stay dead: create another.
 *
 * @throws {RollcallError} source_application.not_found: none that was deleted within 30 days
 */
export async function restoreSourceApplication(deps: ActionDeps, organizationId: string, id: string): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const restored = await undelete(tx, organizationId, id, deps.now(), restorableSince(deps));
    if (!restored) throw new RollcallError("source_application.not_found");
  });
}

function restorableSince(deps: ActionDeps): string {
  return new Date(Date.parse(deps.now()) - restorableDays * 86_400_000).toISOString();
}
