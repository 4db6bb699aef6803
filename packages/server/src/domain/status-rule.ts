import type { DirectoryUser, StatusFacts } from "./directory-user.ts";

/** By whose word somebody is enabled whom several sources have: the owner's, that of any of them, or that of all. */
export type StatusRule = "owner" | "any" | "all";

/** What the other linked sources of a person say of the status, as far as it is in force; null where one said nothing. */
export interface OtherWord {
  readonly owning?: boolean;
  readonly active?: boolean | null;
}

type Said = Pick<StatusFacts, "sourceActive" | "sourcesActive">;

/** What a person's sources say of the status, by the organization's rule. */
export function sourcesSay({ sourceActive, sourcesActive }: Said): boolean | null {
  return sourcesActive ?? sourceActive;
}

/**
 * What the sources of a person come to by a rule.
 *
 * @param owner what the owner says; null where nobody owns the person
 * @param others what the sources say that do not own the person
 */
export function saidTogether(rule: StatusRule, owner: boolean | null, others: readonly OtherWord[]): Said {
  const words = [owner, ...others.filter(({ owning }) => owning !== true).map(({ active = null }) => active)];
  const [decides, otherwise] = rule === "any" ? [true, false] : [false, true];
  const together =
    rule === "owner" ? owner : words.includes(decides) ? decides : words.includes(otherwise) ? otherwise : null;
  return { sourceActive: owner, sourcesActive: together === owner ? null : together };
}

/** The owner's word as it counts: that of a former owner no longer, unless it was that the person is gone. */
function ownersWord(user: Said, ownerLinked: boolean): boolean | null {
  return ownerLinked || user.sourceActive === false ? user.sourceActive : null;
}

/** A source that says something else of somebody's status than before. */
export interface Word {
  /** The source's link owns the person. */
  readonly owning: boolean;
  readonly active: boolean;
  /** What it said before and is in force; null for nothing. */
  readonly before: boolean | null;
}

/** What a word does to the status. */
export interface WordEffect {
  readonly said: Said;
  /** The sources have the person active again, or no more; undefined where that stays as it is. */
  readonly turn: "returns" | "departs" | undefined;
  /** No linked source says active any more, or the owner does not: leavers go the way of the policy. */
  readonly gone: boolean;
  /** Why, where it is not the owner's word alone. */
  readonly reason: string | undefined;
}

/** Decides what a source's word does; undefined where it says nothing new, or its word does not count by the rule. */
export function hearWord(
  rule: StatusRule,
  user: Said,
  word: Word,
  others: readonly OtherWord[],
): WordEffect | undefined {
  if (word.active === word.before || (rule === "owner" && !word.owning)) return undefined;
  const owner = word.owning
    ? word.active
    : ownersWord(
        user,
        others.some(({ owning }) => owning === true),
      );
  const rest = others.filter(({ owning }) => owning !== true);
  const said = saidTogether(rule, owner, word.owning ? rest : [...rest, { active: word.active }]);
  // Nobody owns the person: what the former owner said last stays where it is written.
  const kept = word.owning ? said : restated(said, user.sourceActive);
  const [before, after] = [sourcesSay(user), sourcesSay(said)];
  const departs = !word.active && after !== true && (word.owning || before !== false);
  const turn = after === true && before !== true ? "returns" : departs ? "departs" : undefined;
  const several = rule !== "owner" && others.length > 0;
  return {
    said: kept,
    turn,
    gone: word.owning || (owner !== true && rest.every(({ active }) => active !== true)),
    reason: several ? reasonOf(rule, after) : undefined,
  };
}

/** The same said together, beside another word of the owner. */
function restated(said: Said, sourceActive: boolean | null): Said {
  const together = sourcesSay(said);
  return { sourceActive, sourcesActive: together === sourceActive ? null : together };
}

function reasonOf(rule: "any" | "all", together: boolean | null): string {
  if (rule === "any")
    return together === true ? "a linked source says active" : "no linked source says active any more";
  return together === true ? "all linked sources say active" : "not all linked sources say active";
}

/**
 * Decides somebody's status anew by the words that are in force: the rule changed, or a link is gone by a person's
 * decision. Nobody goes to the recycle bin by it.
 *
 * @returns the facts that change, and why; undefined when none does
 */
export function decideByWords(
  rule: StatusRule,
  user: DirectoryUser,
  words: readonly OtherWord[],
): { readonly facts: Partial<DirectoryUser>; readonly reason: string } | undefined {
  const ownerLinked = words.some(({ owning }) => owning === true);
  const said = restated(saidTogether(rule, ownersWord(user, ownerLinked), words), user.sourceActive);
  if (said.sourcesActive === user.sourcesActive) return undefined;
  const [before, after] = [sourcesSay(user), sourcesSay(said)];
  const reason =
    rule === "owner" ? `the owning source says ${after === true ? "active" : "inactive"}` : reasonOf(rule, after);
  if (before === after) return { facts: said, reason };
  const unbinned = after === true && user.binnedBy === "source" ? { binnedBy: null, binnedAt: null } : {};
  return { facts: { ...said, override: null, ...(after === true ? { leaving: null } : {}), ...unbinned }, reason };
}
