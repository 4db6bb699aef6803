import { leavingOf } from "./begin-ladder.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { heldByLaw } from "./safeguard.ts";
import type { WordEffect } from "./status-rule.ts";
import type { UserEffectInput } from "./user-effect.ts";

/**
 * What a source's word does to the facts of a person (rules.md sections 2 to 4).
 *
 * @param bins the policy puts who is gone into the recycle bin
 * @returns the facts, and why somebody does not go to the bin who would
 */
export function turnStatus(
  { said, turn, gone }: Pick<WordEffect, "said" | "turn" | "gone">,
  before: DirectoryUser,
  bins: boolean,
  input: UserEffectInput,
): { readonly facts: Partial<DirectoryUser>; readonly sparedBecause?: string } {
  if (turn === undefined) return { facts: said };
  const facts: Partial<DirectoryUser> = { ...said, override: null };
  if (turn === "returns") {
    const unbinned = before.binnedBy === "source" ? { binnedBy: null, binnedAt: null } : {};
    return { facts: { ...facts, leaving: null, ...unbinned } };
  }
  // A source has them active: who may come back tomorrow is on no way out.
  if (!gone) return { facts };
  const asked = bins && before.binnedBy === null;
  const bin = asked && before.legalHold === null;
  const left = { ...facts, leaving: leavingOf(input, before, bin) };
  if (!bin) return asked ? { facts: left, sparedBecause: heldByLaw } : { facts: left };
  return { facts: { ...left, binnedBy: "source", binnedAt: input.now } };
}
