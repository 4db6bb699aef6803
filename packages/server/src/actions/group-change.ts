import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryGroup } from "../domain/directory-group.ts";
import type { Link } from "../domain/link.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { NewGroupContext } from "../storage/read/group-contexts.ts";

/** How the members of a group are to change: SCIM ids that exist in the application. */
export interface MemberDelta {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** The members after the change are those in `add` and nobody else. */
  readonly replace: boolean;
}

/** A change of a provisioned group, ready to be linked, mapped, decided and written. */
export interface GroupChange {
  readonly resourceId: string;
  readonly resource: ProvisionedChange["resource"];
  /** The resource after the change; undefined when it is deleted. */
  readonly after: Resource | undefined;
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly link: Link | undefined;
  readonly directoryGroup: DirectoryGroup | undefined;
  readonly members: MemberDelta | undefined;
  /** For a group that gets its name: the groups of the application that had it when that was found to be allowed. */
  readonly sameName?: NewGroupContext["sameName"] | undefined;
  /** For a group whose link is not decided: what it may be the return of. */
  readonly newGroup: NewGroupContext | undefined;
  /** What the decision, and the request's precondition, are made on: it must be so when the change is written. */
  readonly decidedOn?: {
    readonly version: number;
    readonly membershipChanges: number;
    readonly memberCount: number;
  };
  /** `source` unless an administrator causes the change; what an administrator causes passes no guard. */
  readonly actor?: string;
}
