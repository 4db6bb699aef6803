import type { Tx } from "../storage/database.ts";
import { raiseSettingsVersion } from "../storage/write/settings-versions.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Changes what nodes keep compiled (tokens, applications, mappings, policies, domains, custom attributes) in one
 * transaction: this node knows it at once, the others within a second.
 */
export async function changeSettings<T>(deps: ActionDeps, work: (tx: Tx) => Promise<T>): Promise<T> {
  const outcome = await deps.database.transaction(async (tx) => {
    const changed = await work(tx);
    await raiseSettingsVersion(tx);
    return changed;
  });
  deps.settings.changed();
  return outcome;
}
