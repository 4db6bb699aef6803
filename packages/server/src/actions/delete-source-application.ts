import { actorOf, type Principal } from "../domain/principal.ts";
import { RollcallError } from "../domain/errors.ts";
import { revokeBearerTokens } from "../storage/write/bearer-tokens.ts";
import { markSourceApplicationDeleted } from "../storage/write/source-applications.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** What becomes of the people of an application that is deleted. */
export type PeopleOfDeleted = "keep" | "disable" | "bin";

/**
 * Deletes a source application: its tokens are dead at once, it stays restorable for 30 days, and the worker settles
 * its people (rules.md section 6).
 *
 * @throws {RollcallError} source_application.not_found
 */
export async function deleteSourceApplication(
  deps: ActionDeps,
  principal: Principal,
  application: { readonly organizationId: string; readonly id: string },
  { people }: { readonly people: PeopleOfDeleted },
): Promise<void> {
  const { organizationId, id } = application;
  const now = deps.now();
  await changeSettings(deps, async (tx) => {
    const found = await markSourceApplicationDeleted(tx, organizationId, id, people, now);
    if (!found) throw new RollcallError("source_application.not_found");
    await revokeBearerTokens(tx, organizationId, id, null, now, actorOf(principal));
  });
}
