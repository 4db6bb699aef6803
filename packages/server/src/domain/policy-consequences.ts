import { type DeprovisioningPolicy, onUserDelete } from "./deprovisioning-policy.ts";

/** What a policy does, in sentences: the same on the page, on the command line and in the documents. */
export interface PolicyConsequences {
  /** The source deactivates, suspends or unassigns somebody. */
  readonly userDeactivated: string;
  readonly userReactivated: string;
  /** The source creates somebody who is inactive. */
  readonly userCreatedInactive: string;
  readonly userDeleted: string;
  readonly groupDeleted: string;
}

/** Says what a policy does to the next person who leaves, and to groups. */
export function policyConsequences(policy: DeprovisioningPolicy): PolicyConsequences {
  const days = policy.binRetentionDays === 1 ? "1 day" : `${policy.binRetentionDays} days`;
  const bins = policy.deleteDeactivatedUsers;
  return {
    userDeactivated: bins
      ? `Somebody whom the source deactivates goes to the recycle bin and out of all groups, and can be restored for ${days}.`
      : "Somebody whom the source deactivates is disabled, stays in the directory, and is in no group while disabled.",
    userReactivated: bins
      ? `Somebody whom the source activates again within ${days} comes back from the recycle bin as the same person, with the groups.`
      : "Somebody whom the source activates again is enabled, with the groups.",
    userCreatedInactive: "Somebody whom the source creates as inactive has not started yet, and is created disabled.",
    userDeleted:
      onUserDelete(policy) === "bin"
        ? `Somebody whom the source deletes goes to the recycle bin for ${days}.`
        : "Somebody whom the source deletes is disabled and stays in the directory.",
    groupDeleted:
      policy.onGroupDelete === "bin"
        ? "A group that the source deletes goes to the recycle bin with its members, and comes back as the same group when the source creates it again."
        : "A group that the source deletes stays in the directory.",
  };
}

/** Every choice of the page with what it does; the days are the policy's. */
export function policyChoices(
  binRetentionDays: number,
): { readonly policy: DeprovisioningPolicy; readonly consequences: PolicyConsequences }[] {
  const choices: { policy: DeprovisioningPolicy; consequences: PolicyConsequences }[] = [];
  for (const deleteDeactivatedUsers of [false, true]) {
    for (const deletion of [{}, { onUserDelete: "disable" }, { onUserDelete: "bin" }] as const) {
      for (const onGroupDelete of ["bin", "keep"] as const) {
        const policy = { deleteDeactivatedUsers, ...deletion, onGroupDelete, binRetentionDays };
        choices.push({ policy, consequences: policyConsequences(policy) });
      }
    }
  }
  return choices;
}

/** Says what turning the toggle on means for those who are disabled already. */
export function describeDisabledNow(disabledBySource: number): string {
  if (disabledBySource === 0) return "Nobody is disabled by this source now.";
  const who =
    disabledBySource === 1
      ? "1 person whom this source disabled stays"
      : `${disabledBySource} people whom this source disabled stay`;
  return `${who} disabled; turning this on does not change them, unless you apply it to them.`;
}
