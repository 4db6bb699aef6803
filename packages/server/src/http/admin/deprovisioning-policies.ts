import type {
  deprovisioningPolicyRoutes,
  SentDeprovisioningPolicy,
} from "@rollcall/admin-api/deprovisioning-policies.ts";
import { applyPolicyToDisabled } from "../../actions/apply-policy-to-disabled.ts";
import { applyLadders, previewLadders } from "../../actions/apply-ladders.ts";
import { saveDeprovisioningPolicy } from "../../actions/save-deprovisioning-policy.ts";
import { actorOf } from "../../domain/principal.ts";
import { type DeprovisioningPolicy, defaultDeprovisioningPolicy } from "../../domain/deprovisioning-policy.ts";
import { RollcallError } from "../../domain/errors.ts";
import { describeLadder, type Ladder, ladderProblems } from "../../domain/leaver-ladder.ts";
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
    checkLadders(policy.ladders ?? []);
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
  previewLadders: async ({ deps, application, body }) => {
    checkLadders(body.ladders);
    const now = await previewLadders(deps, application, body.ladders);
    const sentences = body.ladders.map((ladder) => ({ ladder: ladder.name, says: describeLadder(ladder) }));
    return { ...now, gone: [...now.gone], sentences };
  },
  applyLadders: async ({ deps, principal, application }) => ({
    applied: await applyLadders(deps, application, actorOf(principal)),
  }),
  applyDeprovisioningPolicy: async ({ deps, principal, application }) => ({
    binned: await applyPolicyToDisabled(deps, application, actorOf(principal)),
  }),
};

/** @throws {RollcallError} deprovisioning_policy.ladder */
function checkLadders(ladders: readonly Ladder[]): void {
  const problems = ladderProblems(ladders);
  const [problem] = problems;
  if (problem === undefined) return;
  throw new RollcallError("deprovisioning_policy.ladder", `${problem.where}: ${problem.detail}`, problems);
}

/** What is not sent takes its default; `onUserDelete` follows the toggle then. */
function policyFrom(sent: SentDeprovisioningPolicy): DeprovisioningPolicy {
  const { onUserDelete } = sent;
  return {
    deleteDeactivatedUsers: sent.deleteDeactivatedUsers,
    ...(onUserDelete === undefined || onUserDelete === null ? {} : { onUserDelete }),
    onGroupDelete: sent.onGroupDelete ?? defaultDeprovisioningPolicy.onGroupDelete,
    binRetentionDays: sent.binRetentionDays ?? defaultDeprovisioningPolicy.binRetentionDays,
    ...(sent.ladders === undefined || sent.ladders.length === 0 ? {} : { ladders: sent.ladders }),
  };
}
