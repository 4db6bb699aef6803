import type { MappedValues } from "./apply-mapping.ts";
import type { DeprovisioningPolicy } from "./deprovisioning-policy.ts";
import type { DirectoryUser } from "./directory-user.ts";
import type { HeldBecause } from "./guard.ts";
import type { Link } from "./link.ts";
import type { Match } from "./match-directory-user.ts";
import type { GivenValues } from "./merge-values.ts";
import type { EventDraft, Outcome } from "./provisioning-event.ts";
import type { Precedence } from "./precedence.ts";
import type { Mode } from "./source-application.ts";
import type { OtherWord, StatusRule } from "./status-rule.ts";

/** What another source gives to the same directory user. */
export interface OtherValues extends GivenValues, OtherWord {
  /** It was linked after the source in question, so that its values come after that one's. */
  readonly later?: boolean;
}

/** Everything that the effect of a user resource on the directory follows from. */
export interface UserEffectInput {
  readonly sourceApplicationId: string;
  readonly resourceId: string;
  readonly mode: Mode;
  readonly policy: DeprovisioningPolicy;
  /** What the mapping makes of the resource; undefined when the resource is deleted. */
  readonly mapped: MappedValues | undefined;
  /** The resource's link; undefined for a resource that is being created. */
  readonly link: Link | undefined;
  /** Whom the link, or the match, leads to. */
  readonly directoryUser: DirectoryUser | undefined;
  /** For a resource whose link is not decided: what matchDirectoryUser says. */
  readonly match: Match | undefined;
  /** What the other open links of the same directory user give, the owner's first. */
  readonly others: readonly OtherValues[];
  /** Whose word on the status counts; the owner's where it is left out. */
  readonly statusRule?: StatusRule | undefined;
  /** Which sources come before the owner for which attributes; none where it is left out. */
  readonly precedence?: Precedence | undefined;
  /** Overrides of values end. */
  readonly withoutOverrides?: boolean | undefined;
  /** Why the guard holds what this change takes away from somebody; undefined when it goes through. */
  readonly heldBecause?: HeldBecause | undefined;
  /** Directory groups that the person is in, of those that the policy's ladders ask for. */
  readonly inGroups?: ReadonlySet<string> | undefined;
  /** The id that a new directory user gets. */
  readonly newDirectoryUserId: string;
  /** ISO 8601. */
  readonly now: string;
}

/** What a provisioned change leads to. */
export interface UserEffect {
  readonly outcome: Exclude<Outcome, "refused">;
  readonly reason: string | undefined;
  /** The link as it is to be; undefined when it stays as it is. */
  readonly link: Link | undefined;
  /** The directory user as it is to be; undefined when nothing changes. */
  readonly directoryUser: DirectoryUser | undefined;
  readonly events: readonly EventDraft[];
}
