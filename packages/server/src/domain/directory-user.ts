import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";

export type DirectoryUserStatus = "enabled" | "disabled" | "binned";

/** A value of the directory and where it came from. */
export interface DirectoryValue {
  readonly value: JsonValue;
  /** The source application, or null when an administrator gave it. */
  readonly from: string | null;
  /** The attribute path that gave it. */
  readonly path: string | null;
  /** When it got this value, ISO 8601. */
  readonly at: string;
  /**
   * Of an override: the value that it stands against, null where there was none. It stays until the sources give another
   * one than this.
   */
  readonly insteadOf?: DirectoryValue | null;
}

export type DirectoryValues = Readonly<Record<string, DirectoryValue>>;

/** What an administrator imposed: who, why and when. */
export interface Hold {
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** An administrator's word against the source's; it ends at the source's next transition of `active`. */
export interface Override extends Hold {
  readonly kind: "enabled" | "restored" | "disabled";
  readonly expiresAt: string | null;
}

/** The facts that the status is computed from (rules.md section 2). */
export interface StatusFacts {
  /** What the owning source last said and the directory took over; null where no source has said anything. */
  readonly sourceActive: boolean | null;
  /**
   * What the linked sources come to by the organization's status rule, where that is something else than what the owner
   * says; null where the owner's word is the person's.
   */
  readonly sourcesActive: boolean | null;
  readonly hold: Hold | null;
  readonly override: Override | null;
  /** Held back: an effect is computed and waits for a person. */
  readonly heldBack: boolean;
  readonly binnedBy: "source" | "administrator" | null;
  readonly binnedAt: string | null;
}

/** Which safeguards are over a person, since when and why. */
export interface Safeguards {
  /** No source takes this person's access away, and none takes the person over, without a person's approval. */
  readonly protection: Hold | null;
  /** The person is neither put into the recycle bin nor erased while it lasts; being disabled it does not prevent. */
  readonly legalHold: Hold | null;
}

/** Where a leaver stands on a ladder. The instants are fixed when they leave: a policy that changes later changes none. */
export interface Leaving {
  /** The source application whose policy it is. */
  readonly from: string;
  readonly ladder: string;
  readonly since: string;
  /** Null: done, skipped, or no step of this ladder. */
  readonly groupsAt: string | null;
  readonly binAt: string | null;
  readonly eraseAt: string | null;
  readonly outOfGroups: boolean;
  /** An administrator stopped it: nothing happens until somebody goes on. */
  readonly stopped: Hold | null;
}

/** A person of an organization's directory. */
export interface DirectoryUser extends StatusFacts, Safeguards {
  readonly id: string;
  readonly attributes: DirectoryValues;
  readonly status: DirectoryUserStatus;
  /** Names of required attributes that did not arrive. */
  readonly incomplete: readonly string[];
  readonly flags: readonly string[];
  /** Where a leaver stands on the ladder of the policy; null for everybody else. */
  readonly leaving: Leaving | null;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export const noSafeguards: Safeguards = { protection: null, legalHold: null };

/** The facts of a person of whom nothing has been said. */
export const noStatusFacts: StatusFacts = {
  sourceActive: null,
  sourcesActive: null,
  hold: null,
  override: null,
  heldBack: false,
  binnedBy: null,
  binnedAt: null,
};

/**
 * The folded user name and e-mail, by which people are matched; the folded name that they are called by, which lists
 * are sorted by; and the text that a search looks through.
 */
export function directoryUserKeys(attributes: DirectoryValues): {
  userNameKey: string | null;
  emailKey: string | null;
  nameKey: string | null;
  searchText: string;
} {
  const key = (name: string): string | null => {
    const value = attributes[name]?.value;
    return typeof value === "string" && value !== "" ? foldCase(value) : null;
  };
  const fullName = [key("givenName"), key("familyName")].filter((part) => part !== null).join(" ");
  const searched = ["userName", "email", "displayName", "givenName", "familyName", "employeeNumber"];
  return {
    userNameKey: key("userName"),
    emailKey: key("email"),
    nameKey: key("displayName") ?? (fullName === "" ? null : fullName) ?? key("userName") ?? key("email"),
    searchText: [...new Set(searched.map(key).filter((text) => text !== null))].join(" "),
  };
}
