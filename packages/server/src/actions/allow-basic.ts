import { RollcallError } from "../domain/errors.ts";
import { saveBasicAllowed } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Lets an application's tokens come as the password of HTTP Basic, or not. @throws {RollcallError} source_application.not_found */
export async function allowBasic(
  deps: ActionDeps,
  organizationId: string,
  id: string,
  allowed: boolean,
): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const found = await saveBasicAllowed(tx, organizationId, id, allowed, deps.now());
    if (!found) throw new RollcallError("source_application.not_found");
  });
}
