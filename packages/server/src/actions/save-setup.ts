import { RollcallError } from "../domain/errors.ts";
import type { SetupStep } from "../domain/source-application.ts";
import { saveSetupStep } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Remembers where the set-up of a source application was left. No node keeps it, so nothing has to be told of it.
 *
 * @throws {RollcallError} source_application.not_found
 */
export async function saveSetup(deps: ActionDeps, organizationId: string, id: string, step: SetupStep): Promise<void> {
  const saved = await deps.database.transaction((tx) => saveSetupStep(tx, organizationId, id, step, deps.now()));
  if (!saved) throw new RollcallError("source_application.not_found");
}
