import type { AttributeChange } from "./diff-attributes.ts";

/** What became of a write (rules.md section 1). `unchanged` and `refused` live in the exchange only. */
export type Outcome = "applied" | "unchanged" | "observed" | "held" | "conflict" | "refused";

export type ProvisioningEventType =
  | "user.created"
  | "user.linked"
  | "user.returned"
  | "user.changed"
  | "user.enabled"
  | "user.disabled"
  | "user.binned"
  | "user.restored"
  | "user.unlinked"
  | "user.conflict"
  | "user.ignored"
  | "user.flagged"
  | "group.created"
  | "group.returned"
  | "group.changed"
  | "group.binned"
  | "group.kept"
  | "group.member-added"
  | "group.member-removed";

/** One fact that happened, in order, append-only. */
export interface ProvisioningEvent {
  readonly id: string;
  readonly type: ProvisioningEventType;
  readonly outcome: Exclude<Outcome, "unchanged" | "refused">;
  /** Why, where the type does not say it. */
  readonly reason: string | null;
  /** `source`, or `api-key:` with the id of the administrator's key. */
  readonly actor: string;
  readonly sourceApplicationId: string | null;
  readonly directoryUserId: string | null;
  readonly directoryGroupId: string | null;
  readonly scimId: string | null;
  readonly externalId: string | null;
  readonly exchangeId: string | null;
  readonly changes: readonly AttributeChange[];
  readonly occurredAt: string;
}

/** An event as a decision drafts it; the action adds id, actor, exchange and instant. */
export interface EventDraft {
  readonly type: ProvisioningEventType;
  readonly outcome: ProvisioningEvent["outcome"];
  readonly reason?: string;
  readonly directoryUserId?: string;
  readonly directoryGroupId?: string;
  readonly changes?: readonly AttributeChange[];
}
