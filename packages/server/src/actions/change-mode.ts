import type { Principal } from "../domain/principal.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Mode } from "../domain/source-application.ts";
import { saveMode } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Changes how much of what a source writes comes into force (rules.md section 6).
 *
 * @throws {RollcallError} source_application.not_found
 */
export async function changeMode(
  deps: ActionDeps,
  _principal: Principal,
  application: { readonly organizationId: string; readonly id: string },
  mode: Mode,
): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const found = await saveMode(tx, application.organizationId, application.id, mode, deps.now());
    if (!found) throw new RollcallError("source_application.not_found");
  });
}
