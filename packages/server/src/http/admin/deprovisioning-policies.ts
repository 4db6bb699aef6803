import type {
  deprovisioningPolicyRoutes,
  SentDeprovisioningPolicy,
} from "@rollcall/admin-api/deprovisioning-policies.ts";
import { applyPolicyToDisabled } from "../../actions/apply-policy-to-disabled.ts";
import { saveDeprovisioningPolicy } from "../../actions/save-deprovisioning-policy.ts";
import { actorOf } from "../../domain/principal.ts";
import { type DeprovisioningPolicy, defaultDeprovisioningPolicy } from "../../domain/deprovisioning-policy.ts";
import { describeDisabledNow, policyChoices, policyConsequences } from "../../domain/policy-consequences.ts";
import { countDisabledPeople, findDeprovisioningPolicy } from "../../storage/read/deprovisioning-policies.ts";
import type { HandlersOf } from "./handler.ts";

export const deprovisioningPolicyHandlers: HandlersOf<typeof deprovisioningPolicyRoutes> = {
  getDeprovisioningPolicy: async ({ deps, application }) => {
    const { organizationId, id } = application;
    return (await findDeprovisioningPolicy(deps.database.lists, organizationId, id)) ?? defaultDeprovisioningPolicy;
  },
  putDeprovisioningPolicy: async ({ deps, application, body }) => {
    const policy = policyFrom(body);
    const alreadyDisabled = await saveDeprovisioningPolicy(deps, application, policy);
    return { ...policy, ...(alreadyDisabled === undefined ? {} : { alreadyDisabled }) };
  },
  getDeprovisioningPolicyConsequences: async ({ deps, application }) => {
    const { organizationId, id } = application;
    const found = await findDeprovisioningPolicy(deps.database.lists, organizationId, id);
    const policy = found ?? defaultDeprovisioningPolicy;
    const disabled = await countDisabledPeople(deps.database.lists, organizationId, id);
    return {
      inForce: policyConsequences(policy),
      choices: policyChoices(policy.binRetentionDays),
      disabledNow: disabled.all,
      disabledBySource: disabled.bySource,
      whenTurnedOn: describeDisabledNow(disabled.bySource),
    };
  },
  applyDeprovisioningPolicy: async ({ deps, principal, application }) => ({
    binned: await applyPolicyToDisabled(deps, application, actorOf(principal)),
  }),
};

/** What is not sent takes its default; `onUserDelete` follows the toggle then. */
function policyFrom(sent: SentDeprovisioningPolicy): DeprovisioningPolicy {
  const { onUserDelete } = sent;
  return {
    deleteDeactivatedUsers: sent.deleteDeactivatedUsers,
    ...(onUserDelete === undefined || onUserDelete === null ? {} : { onUserDelete }),
    onGroupDelete: sent.onGroupDelete ?? defaultDeprovisioningPolicy.onGroupDelete,
    binRetentionDays: sent.binRetentionDays ?? defaultDeprovisioningPolicy.binRetentionDays,
  };
}
