import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryUser } from "../domain/directory-user.ts";
import type { Link } from "../domain/link.ts";
import type { Match } from "../domain/match-directory-user.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { OtherResource } from "../storage/read/user-contexts.ts";

/** A change of a provisioned user, ready to be linked, mapped, decided and written. */
export interface UserChange {
  readonly resourceId: string;
  readonly resource: ProvisionedChange["resource"];
  /** The resource after the change; undefined when it is deleted. */
  readonly after: Resource | undefined;
  /** Of the stored resource, where the change leaves it alone. */
  readonly version?: number | undefined;
  readonly externalId: string | null;
  /** The change of a stored resource gives it another externalId. */
  readonly externalIdChanged?: boolean;
  /** Undefined for a new resource. */
  readonly link: Link | undefined;
  readonly directoryUser: DirectoryUser | undefined;
  readonly others: readonly OtherResource[];
  /** Decided by a person: overrides what matching would say. */
  readonly match?: Match;
  /** Overrides of values end: what the sources say is in force again. */
  readonly withoutOverrides?: boolean;
  /** An administrator moves the ownership of the person to `link`. */
  readonly owns?: true;
  /** The link that owned the person until then; none where nobody did. */
  readonly formerOwner?: Link | undefined;
  /** `source` unless an administrator causes the change; what an administrator causes passes no guard. */
  readonly actor?: string;
  /** The administrator's reason, as the events tell it. */
  readonly reason?: string;
}
