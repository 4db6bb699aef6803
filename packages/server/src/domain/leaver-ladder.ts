import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { DirectoryUser, DirectoryValues, Leaving } from "./directory-user.ts";

/** Who goes down a ladder: members of a directory group, or people with a value. */
export type LadderCondition =
  | { readonly kind: "group"; readonly directoryGroupId: string }
  | { readonly kind: "attribute"; readonly attribute: string; readonly value: string };

/** What becomes of a leaver by and by; days count from the day the source deactivated or deleted them. */
export interface Ladder {
  readonly name: string;
  /** Null: everybody whom no ladder before this one takes. */
  readonly when: LadderCondition | null;
  /** Null: the step is left out. */
  readonly groupsAfterDays: number | null;
  readonly binAfterDays: number | null;
  readonly eraseAfterDays: number | null;
}

export type LadderStep = "groups" | "bin" | "erase";

const dayMilliseconds = 86_400_000;

/** The first ladder that takes a person; undefined where none does. */
export function chooseLadder(
  ladders: readonly Ladder[],
  attributes: DirectoryValues,
  inGroups: ReadonlySet<string>,
): Ladder | undefined {
  return ladders.find(({ when }) => {
    if (when === null) return true;
    return when.kind === "group" ? inGroups.has(when.directoryGroupId) : hasValue(attributes, when);
  });
}

function hasValue(attributes: DirectoryValues, { attribute, value }: { attribute: string; value: string }): boolean {
  const held = Object.hasOwn(attributes, attribute) ? attributes[attribute]?.value : undefined;
  const wanted = foldCase(value);
  return (Array.isArray(held) ? held : [held]).some(
    (one) => one !== undefined && one !== null && typeof one !== "object" && foldCase(String(one)) === wanted,
  );
}

/** Puts somebody who leaves now on a ladder; null where it has no step. */
export function beginLeaving(ladder: Ladder | undefined, from: string, now: string): Leaving | null {
  if (ladder === undefined) return null;
  const after = (days: number | null) =>
    days === null ? null : new Date(Date.parse(now) + days * dayMilliseconds).toISOString();
  const leaving: Leaving = {
    from,
    ladder: ladder.name,
    since: now,
    groupsAt: after(ladder.groupsAfterDays),
    binAt: after(ladder.binAfterDays),
    eraseAt: after(ladder.eraseAfterDays),
    outOfGroups: false,
    stopped: null,
  };
  return nextStep(leaving) === null ? null : leaving;
}

const fields = { groups: "groupsAt", bin: "binAt", erase: "eraseAt" } as const;

/** The step that comes next, and when; null where none is left. */
export function nextStep(leaving: Leaving): { readonly step: LadderStep; readonly at: string } | null {
  for (const step of ["groups", "bin", "erase"] as const) {
    const at = leaving[fields[step]];
    if (at !== null) return { step, at };
  }
  return null;
}

/** The ladder without a step: it is done, or skipped. */
export function withoutStep(leaving: Leaving, step: LadderStep): Leaving {
  return { ...leaving, [fields[step]]: null };
}

/** The ladder with a step at another instant. */
export function stepAt(leaving: Leaving, step: LadderStep, at: string): Leaving {
  return { ...leaving, [fields[step]]: at };
}

/** What keeps the next step from being taken, whatever its date; undefined where nothing does. */
export function stepWaitsFor(
  user: Pick<DirectoryUser, "leaving" | "protection" | "legalHold">,
): "stopped" | "protection" | "legal-hold" | undefined {
  const next = user.leaving && nextStep(user.leaving);
  if (!next) return undefined;
  if (user.leaving?.stopped) return "stopped";
  if (user.protection !== null) return "protection";
  return user.legalHold !== null && next.step !== "groups" ? "legal-hold" : undefined;
}

/** When the background work has to look at somebody; null while nothing is due by itself. */
export function ladderDueAt(user: Pick<DirectoryUser, "leaving" | "protection" | "legalHold">): string | null {
  if (user.leaving === null || stepWaitsFor(user) !== undefined) return null;
  return nextStep(user.leaving)?.at ?? null;
}

const stepWords: Readonly<Record<LadderStep, string>> = {
  groups: "out of all groups",
  bin: "in the recycle bin",
  erase: "erased",
};

/** Says what a ladder does, in one sentence. */
export function describeLadder(ladder: Ladder): string {
  const days = (count: number) => (count === 0 ? "at once" : count === 1 ? "after 1 day" : `after ${count} days`);
  const steps = (["groups", "bin", "erase"] as const).flatMap((step) => {
    const count = ladder[`${step}AfterDays`];
    return count === null ? [] : [`${stepWords[step]} ${days(count)}`];
  });
  return ["Disabled at once", ...steps].join(", ").concat(".");
}

/**
 * Where ladders contradict themselves: steps out of their order, or one that nobody reaches.
 *
 * @returns JSON pointers with what is wrong
 */
export function ladderProblems(ladders: readonly Ladder[]): { readonly where: string; readonly detail: string }[] {
  const everybody = ladders.findIndex(({ when }) => when === null);
  const names = ladders.map(({ name }) => name);
  return ladders.flatMap((ladder, index) => {
    const at = `/ladders/${index}`;
    const days = [ladder.groupsAfterDays, ladder.binAfterDays, ladder.eraseAfterDays].filter((one) => one !== null);
    const problems: { where: string; detail: string }[] = [];
    if (days.length === 0) problems.push({ where: at, detail: "has no step: give at least one a number of days" });
    if (days.some((one, place) => place > 0 && one < (days[place - 1] ?? 0))) {
      problems.push({
        where: at,
        detail: "groups come before the bin and the bin before erasing: days may not go down",
      });
    }
    if (names.indexOf(ladder.name) < index) {
      problems.push({ where: `${at}/name`, detail: `${JSON.stringify(ladder.name)} is the name of another ladder` });
    }
    if (everybody !== -1 && index > everybody) {
      problems.push({ where: at, detail: "comes after the ladder for everybody, so that nobody would go down it" });
    }
    return problems;
  });
}
