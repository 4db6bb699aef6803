import { noticeKinds } from "./notice.ts";
import type { AttributeChange } from "./diff-attributes.ts";

/** What became of a write (rules.md section 1). `unchanged` and `refused` live in the exchange only. */
export type Outcome = "applied" | "unchanged" | "observed" | "held" | "conflict" | "refused";

/**
 * Every type of event: what it says, and the event of RFC 9967 section 2.4 that says it to a receiver of security
 * events, below `urn:ietf:params:scim:event:`; null where that vocabulary has none.
 */
export const provisioningEventTypes = {
  "user.created": { says: "A directory user was created.", securityEvent: "prov:create:notice" },
  "user.linked": {
    says: "A resource was linked to a directory user who existed already.",
    securityEvent: "feed:add",
  },
  "user.returned": { says: "A leaver came back and is the same directory user.", securityEvent: "feed:add" },
  "user.changed": { says: "Values of a directory user changed.", securityEvent: "prov:put:notice" },
  "user.enabled": { says: "A directory user is in force again.", securityEvent: "prov:activate" },
  "user.disabled": { says: "A directory user is no longer in force.", securityEvent: "prov:deactivate" },
  "user.binned": { says: "A directory user went to the recycle bin.", securityEvent: "prov:delete" },
  "user.restored": { says: "A directory user came out of the recycle bin.", securityEvent: "prov:create:notice" },
  "user.unlinked": { says: "A resource is no longer this directory user.", securityEvent: "feed:remove" },
  "user.conflict": { says: "A person has to decide whom a resource concerns.", securityEvent: null },
  "user.ignored": { says: "A person decided that a resource concerns nobody.", securityEvent: null },
  "user.flagged": { says: "Something about a directory user needs a look.", securityEvent: null },
  "user.left-groups": { says: "A leaver was taken out of all groups.", securityEvent: null },
  "user.erased": { says: "What was known of a directory user is erased.", securityEvent: "prov:delete" },
  "user.protected": { says: "No source takes anything away from a directory user any more.", securityEvent: null },
  "user.unprotected": { says: "A directory user is protected no longer.", securityEvent: null },
  "user.legal-hold-placed": { says: "A directory user is neither binned nor erased from now on.", securityEvent: null },
  "user.legal-hold-lifted": { says: "The legal hold over a directory user ended.", securityEvent: null },
  "group.created": { says: "A directory group was created.", securityEvent: "prov:create:notice" },
  "group.returned": { says: "A group came back and is the same directory group.", securityEvent: "feed:add" },
  "group.changed": { says: "Values of a directory group changed.", securityEvent: "prov:put:notice" },
  "group.binned": { says: "A directory group went to the recycle bin.", securityEvent: "prov:delete" },
  "group.kept": { says: "A group has no source any more and the directory keeps it.", securityEvent: "feed:remove" },
  "group.member-added": { says: "Somebody became a member of a group.", securityEvent: "prov:patch:notice" },
  "group.member-removed": { says: "Somebody is no longer a member of a group.", securityEvent: "prov:patch:notice" },
  "notice.held": { says: noticeKinds.held, securityEvent: null },
  "notice.conflict": { says: noticeKinds.conflict, securityEvent: null },
  "notice.source-failing": { says: noticeKinds["source-failing"], securityEvent: null },
  "notice.source-quiet": { says: noticeKinds["source-quiet"], securityEvent: null },
  "notice.token-expiring": { says: noticeKinds["token-expiring"], securityEvent: null },
  "notice.webhook-broken": { says: noticeKinds["webhook-broken"], securityEvent: null },
  "notice.domain-lost": { says: noticeKinds["domain-lost"], securityEvent: null },
} as const;

export type ProvisioningEventType = keyof typeof provisioningEventTypes;

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

/** An event with its place in its organization's feed: of two, the one with the higher position happened later. */
export interface FeedEvent extends ProvisioningEvent {
  readonly position: number;
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
