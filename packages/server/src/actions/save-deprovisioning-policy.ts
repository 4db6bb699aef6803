import type { DeprovisioningPolicy } from "../domain/deprovisioning-policy.ts";
import { countDisabledPeople, findDeprovisioningPolicy } from "../storage/read/deprovisioning-policies.ts";
import { saveDeprovisioningPolicy as upsertPolicy } from "../storage/write/deprovisioning-policies.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Saves what deactivation and deletion at a source do to the directory; not retroactive.
 *
 * @returns when the toggle went on, how many people are disabled already and stay as they are; otherwise undefined
 */
export async function saveDeprovisioningPolicy(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  policy: DeprovisioningPolicy,
): Promise<number | undefined> {
  const { organizationId, id } = application;
  const before = await findDeprovisioningPolicy(deps.database.lists, organizationId, id);
  await changeSettings(deps, (tx) => upsertPolicy(tx, organizationId, id, policy, deps.now()));
  const wentOn = policy.deleteDeactivatedUsers && before?.deleteDeactivatedUsers !== true;
  return wentOn ? (await countDisabledPeople(deps.database.lists, organizationId, id)).all : undefined;
}
