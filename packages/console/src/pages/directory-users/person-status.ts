import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";

/**
 * Why a person's status is what it is, in one sentence.
 *
 * @param owner what the application is called whose link drives the status; undefined where no source does
 */
export function statusSentence(
  { status, statusFacts: facts }: DirectoryUserDetails,
  owner: string | undefined,
): string {
  const source = owner ?? "The source";
  if (status === "binned") {
    return facts.binnedBy === "administrator"
      ? "An administrator put this person into the recycle bin. Pushes of a source update the values and never bring the person back."
      : `${source} deactivated or deleted this person, and its policy puts leavers into the recycle bin.`;
  }
  if (facts.hold !== null) {
    const { reason, byName, by } = facts.hold;
    return `Disabled by ${byName ?? by}: “${reason}”. Whatever a source says, only an administrator enables this person again.`;
  }
  if (status === "disabled") {
    if (facts.heldBack) return `${source} created this person and the guard holds it back until somebody decides.`;
    if (facts.override?.kind === "disabled") {
      const { reason, byName, by } = facts.override;
      return `Disabled by ${byName ?? by} until ${owner ?? "the source"} changes the status: “${reason}”.`;
    }
    if (facts.sourcesActive === false) return allSentence(owner);
    if (facts.sourceActive === false && owner !== undefined) return `${source} says inactive.`;
    return "No source says active, and no administrator has enabled this person.";
  }
  if (facts.override !== null && sourcesSay(facts) !== true) {
    const { reason, byName, by, kind } = facts.override;
    const against = owner === undefined ? "" : ` although ${owner} says inactive`;
    return `${kind === "restored" ? "Restored" : "Enabled"} by ${byName ?? by}${against}: “${reason}”.`;
  }
  if (facts.sourcesActive === true) {
    const although = facts.sourceActive === false && owner !== undefined ? ` although ${owner} says inactive` : "";
    return `A linked source says active${although}; by the organization’s rule any source is enough.`;
  }
  return owner === undefined ? "Nobody has disabled this person." : `${source} says active.`;
}

/** What the linked sources come to by the organization's status rule; null where none says anything. */
export function sourcesSay({
  sourceActive,
  sourcesActive,
}: Pick<DirectoryUserDetails["statusFacts"], "sourceActive" | "sourcesActive">): boolean | null {
  return sourcesActive ?? sourceActive;
}

/** Of somebody whom not all sources have active. */
function allSentence(owner: string | undefined): string {
  const although = owner === undefined ? "" : ` although ${owner} says active`;
  return `Not all linked sources say active${although}; by the organization’s rule all of them have to.`;
}
