import type { Ladder } from "./leaver-ladder.ts";

/** What deactivation and deletion at the source do to the directory (rules.md section 4). */
export interface DeprovisioningPolicy {
  /** The toggle: a user that the source deactivates goes to the recycle bin instead of being disabled. */
  readonly deleteDeactivatedUsers: boolean;
  /** What DELETE of a user does; follows the toggle unless set. */
  readonly onUserDelete?: "disable" | "bin";
  readonly onGroupDelete: "bin" | "keep";
  /** Days, 1 to 3,650. */
  readonly binRetentionDays: number;
  /** What becomes of leavers by and by; the first that takes a person counts. */
  readonly ladders?: Ladder[];
}

export const defaultDeprovisioningPolicy: DeprovisioningPolicy = {
  deleteDeactivatedUsers: false,
  onGroupDelete: "bin",
  binRetentionDays: 30,
};

/** Says what DELETE of a user does under a policy: what it sets, else what the toggle means. */
export function onUserDelete(policy: DeprovisioningPolicy): "disable" | "bin" {
  return policy.onUserDelete ?? (policy.deleteDeactivatedUsers ? "bin" : "disable");
}
