import type { Guarded } from "./guard.ts";

/** Where a provisioned resource stands towards the directory. */
export type LinkState =
  /** It is this directory user or group. */
  | "linked"
  /** Nothing is decided yet: the application observes or is paused. */
  | "pending"
  /** Somebody is there already and may not be linked: a person decides. */
  | "conflict"
  /** A person decided that it concerns nobody. */
  | "ignored"
  /** The application's group rules leave the group out of the directory. */
  | "left-out"
  /** The resource is gone. */
  | "closed";

/** Why a resource could not be linked, and with whom a person could link it. */
export interface Conflict {
  readonly reason:
    | "candidate-not-allowed"
    | "several-candidates"
    | "several-leavers"
    | "candidate-linked-already"
    /** A match rule says that a person decides. */
    | "asked-by-rule"
    /** A match rule refuses whom it finds, and the resource was stored before. */
    | "refused-by-rule"
    /** An administrator said that the resource is not this person. */
    | "unlinked-by-administrator";
  /** Directory user ids, at most 20. */
  readonly candidates: readonly string[];
  /** Of each candidate the directory attributes that it was found by; missing where nothing was compared. */
  readonly foundBy?: readonly (readonly string[])[];
}

/** Which provisioned resource is which directory user or group. */
export interface Link {
  readonly sourceApplicationId: string;
  readonly resourceId: string;
  readonly state: LinkState;
  readonly directoryId: string | null;
  /** The owning link drives status and bin of its directory user. */
  readonly owning: boolean;
  /** The directory is behind the resource: computed and not yet in force. */
  readonly held: boolean;
  /** What the guard keeps from the directory until a person decides, or the source takes it back. */
  readonly guard?: Guarded | null;
  /** Of a link that does not own its person: what its source last said of the status and is in force. */
  readonly sourceActive?: boolean | null;
  /** Of a group that a person kept in the directory when its source made it leave by the group rules. */
  readonly keptIn?: boolean | null;
  readonly conflict: Conflict | null;
  /** Of the resource when it was deleted: what its return is recognised by. */
  readonly closedExternalId?: string | null;
  readonly closedNameKey?: string | null;
}

/** A link of which nothing is decided yet. */
export function pendingLink(sourceApplicationId: string, resourceId: string): Link {
  return {
    sourceApplicationId,
    resourceId,
    state: "pending",
    directoryId: null,
    owning: false,
    held: false,
    conflict: null,
  };
}
