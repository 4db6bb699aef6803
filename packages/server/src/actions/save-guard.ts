import type { GuardSettings } from "../domain/guard.ts";
import { saveGuard as updateGuard } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Saves how many departures of an application go through within an hour; what is held already stays held. */
export async function saveGuard(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  guard: GuardSettings,
): Promise<void> {
  await changeSettings(deps, (tx) => updateGuard(tx, application.organizationId, application.id, guard));
}
