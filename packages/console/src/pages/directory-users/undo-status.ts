import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";

/** What an administrator can do to a person's status. */
export type StatusVerb = "disable" | "enable" | "restore" | "delete";

/** A change of a person's status as it is sent. */
export interface StatusChange {
  readonly verb: StatusVerb;
  readonly reason: string;
  /** When it ends by itself, where it counts against the source. */
  readonly expiresAt: string | null;
}

/**
 * The change that leads back to where a person was; undefined where none does: what a source did is not done again by
 * hand, and a person whom no source writes comes out of the bin disabled.
 *
 * @param before the person before the change
 * @param linked whether a resource of the owning source is the person
 */
export function undoOf(
  { verb, reason }: StatusChange,
  before: Pick<DirectoryUserDetails, "status" | "statusFacts">,
  linked: boolean,
): StatusChange | undefined {
  const { hold, override, binnedBy } = before.statusFacts;
  const undone = { reason: `Undone: ${reason}`.slice(0, 1_000), expiresAt: null };
  switch (verb) {
    case "disable":
      return before.status === "enabled"
        ? { ...undone, verb: "enable", expiresAt: override?.expiresAt ?? null }
        : undefined;
    case "enable":
      return hold === null ? undefined : { ...undone, verb: "disable", reason: hold.reason };
    case "restore":
      return binnedBy === "administrator" ? { ...undone, verb: "delete" } : undefined;
    case "delete":
      return binnedBy === null && override === null && linked ? { ...undone, verb: "restore" } : undefined;
  }
}
