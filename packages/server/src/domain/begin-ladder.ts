import type { DirectoryUser, Leaving } from "./directory-user.ts";
import { beginLeaving, chooseLadder, withoutStep } from "./leaver-ladder.ts";
import type { UserEffectInput } from "./user-effect.ts";

const noGroups: ReadonlySet<string> = new Set();

/**
 * Where a person stands on the policy's ladder who leaves now: further down the one that they are on already, else at
 * the beginning of the first that takes them.
 *
 * @param binned the person goes to the bin at once
 */
export function leavingOf(
  input: Pick<UserEffectInput, "policy" | "inGroups" | "sourceApplicationId" | "now">,
  user: DirectoryUser,
  binned: boolean,
): Leaving | null {
  if (user.leaving !== null) return user.leaving;
  const { policy, inGroups = noGroups, sourceApplicationId, now } = input;
  if (policy.ladders === undefined) return null;
  const begun = beginLeaving(chooseLadder(policy.ladders, user.attributes, inGroups), sourceApplicationId, now);
  return begun !== null && binned ? withoutStep(begun, "bin") : begun;
}
