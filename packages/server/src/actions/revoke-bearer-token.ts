import { actorOf, type Principal } from "../domain/principal.ts";
import { RollcallError } from "../domain/errors.ts";
import { revokeBearerTokens } from "../storage/write/bearer-tokens.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/** Revokes a bearer token: at once on this node, within a second on the others. @throws {RollcallError} bearer_token.not_found */
export async function revokeBearerToken(
  deps: ActionDeps,
  principal: Principal,
  application: { readonly organizationId: string; readonly id: string },
  id: string,
): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const found = await revokeBearerTokens(
      tx,
      application.organizationId,
      application.id,
      id,
      deps.now(),
      actorOf(principal),
    );
    if (found === 0) throw new RollcallError("bearer_token.not_found");
  });
}
