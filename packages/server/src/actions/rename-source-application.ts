import { RollcallError } from "../domain/errors.ts";
import { renameSourceApplication as rename } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Gives a source application another display name. @throws {RollcallError} source_application.not_found */
export async function renameSourceApplication(
  deps: ActionDeps,
  organizationId: string,
  id: string,
  displayName: string,
): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const found = await rename(tx, organizationId, id, displayName.trim(), deps.now());
    if (!found) throw new RollcallError("source_application.not_found");
  });
}
