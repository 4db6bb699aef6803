import type { JsonObject, Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryGroup } from "./directory-group.ts";
import type { DirectoryUser } from "./directory-user.ts";
import type { Departures } from "./guard.ts";
import type { Link, LinkState } from "./link.ts";
import type { MatchKey } from "./match-rule.ts";
import type { ProvisioningEvent } from "./provisioning-event.ts";
import type { TakenValue } from "./unique-value.ts";

/** A resource as it is stored: the canonical document and the keys that it is found by. */
export interface StoredResource {
  readonly type: string;
  readonly id: string;
  readonly resource: Resource;
  /** The copy that filters read; undefined where a change left it as it was. */
  readonly searchable: JsonObject | undefined;
  /** All its values that no other resource may have; undefined where its type has none. */
  readonly unique?: readonly TakenValue[] | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** How a group's provisioned members change; the ids are SCIM ids of the same application. */
export interface MembershipChange {
  readonly groupId: string;
  readonly directoryGroupId: string | null;
  /** Each with the id of the event that tells of it, should it change anything. */
  readonly add: readonly { readonly memberId: string; readonly eventId: string }[];
  readonly remove: readonly { readonly memberId: string; readonly eventId: string }[];
  /** The members after the change are those in `add` and nobody else. */
  readonly replace: boolean;
  /** Observed or held: provisioned, and not in force in the directory. */
  readonly outcome: "applied" | "observed" | "held";
  /** Held by the guard: comes into force when a person approves it, not when a paused application resumes. */
  readonly guarded?: boolean;
  /** Of a group that the directory does not have: nothing is told of it. */
  readonly untold?: boolean;
}

/** What somebody new is found by, and who was found. */
export interface Claim {
  /** User name and e-mail, folded. */
  readonly keys: readonly string[];
  /** Of the attributes that match rules name beside them. */
  readonly attributeKeys?: readonly MatchKey[];
  readonly seen: readonly string[];
}

/**
 * One change of a provisioned resource with all that follows from it. Resource, link, directory and events are written
 * by one statement or not at all (storage/write/provisioned-changes.ts).
 */
export interface ProvisionedChange {
  readonly organizationId: string;
  /** Null for a change by hand that no resource is behind. */
  readonly sourceApplicationId: string | null;
  readonly resourceType: string;
  readonly exchangeId: string | null;
  readonly now: string;
  readonly resource:
    | { readonly kind: "insert"; readonly after: StoredResource }
    | {
        readonly kind: "update";
        readonly before: { readonly version: number };
        readonly after: StoredResource;
      }
    | {
        readonly kind: "delete";
        readonly before: Pick<StoredResource, "type" | "id" | "resource" | "version">;
      }
    | undefined;
  /** `before` undefined: a new link. */
  readonly link: { readonly before: Link | undefined; readonly after: Link } | undefined;
  /** The link that owned the person until now, where an administrator moves the ownership to `link`. */
  readonly formerOwner?: { readonly before: Link; readonly after: Link } | undefined;
  /** `before` undefined: a new directory user. */
  readonly directoryUser: { readonly before: DirectoryUser | undefined; readonly after: DirectoryUser } | undefined;
  readonly directoryGroup: { readonly before: DirectoryGroup | undefined; readonly after: DirectoryGroup } | undefined;
  readonly memberships: MembershipChange | undefined;
  /** Of a deletion: observed or held, it leaves memberships effective in the directory; in force when left out. */
  readonly departure?: MembershipChange["outcome"] | undefined;
  /** What it counts towards the guard; with limits, it fails when they are reached by the time that it is written. */
  readonly departures?:
    | {
        readonly load: Departures;
        readonly limits: Departures | undefined;
        /** Members that its group loses by it, where the group is large enough to be watched. */
        readonly lost?: number;
      }
    | undefined;
  /** What the decision relies on and this change does not write: it must still be so. */
  readonly decidedOn?:
    | { readonly resourceId: string; readonly resourceVersion?: number; readonly linkState?: LinkState }
    | undefined;
  /** Of a link that is closed with its application: that must still be deleted, with this end for its people. */
  readonly peopleFate?: "keep" | "disable" | "bin" | undefined;
  /** What becomes of the members of a directory group whose resource is gone or has come back. */
  readonly directoryMembers:
    | {
        readonly directoryGroupId: string;
        readonly groupId: string;
        readonly become: "stay-without-source" | "follow-source";
      }
    | undefined;
  /** A group that comes into the directory, or leaves it, by the group rules: an event for each of its members. */
  readonly membersTold?:
    | {
        readonly groupId: string;
        readonly directoryGroupId: string;
        readonly joins: boolean;
        readonly reason: string;
        readonly actor: string;
      }
    | undefined;
  /** The match keys of somebody new, and the people that the decision saw under them. */
  readonly claim: Claim | undefined;
  /** The folded name that a group gets, and the groups of the application that the decision saw under it. */
  readonly groupName?: { readonly key: string; readonly seen: readonly string[] } | undefined;
  /** Directory users to flag as sharing a name or e-mail with somebody. */
  readonly flagged: readonly string[];
  readonly events: readonly ProvisioningEvent[];
}
