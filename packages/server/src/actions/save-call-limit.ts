import type { CallLimit } from "../domain/call-limit.ts";
import { saveCallLimit as updateCallLimit } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Saves how many calls of an application each node takes; in force on all of them within a second. */
export async function saveCallLimit(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  limit: CallLimit,
): Promise<void> {
  await changeSettings(deps, (tx) => updateCallLimit(tx, application.organizationId, application.id, limit));
}
