import type { ProvisioningEvent } from "./provisioning-event.ts";
import {
  isInWindow,
  left,
  type LeftChange,
  type ReversedChange,
  reverseValue,
  type UndoWindow,
  type ValueChange,
} from "./undo-history.ts";

/** Who is a member of which group, whichever resource says so. */
export interface Membership {
  readonly directoryGroupId: string;
  /** A directory user; null for a group within the group. */
  readonly directoryUserId: string | null;
  /** The SCIM id of a group within the group; null for a person, who may have had several. */
  readonly memberId: string | null;
}

/** A membership as it stands today, whether or not the person is in force. */
export interface StandingMembership extends Membership {
  /** The directory has the member in the group. */
  readonly stands: boolean;
  /** The source has both resources today. */
  readonly linked: boolean;
}

/** The key of a membership among others. */
export function membershipKey({ directoryGroupId, directoryUserId, memberId }: Membership): string {
  return `${directoryGroupId} ${directoryUserId ?? memberId}`;
}

function membershipOf(event: ProvisioningEvent): Membership | undefined {
  const { type, directoryGroupId, directoryUserId, scimId } = event;
  if (type !== "group.member-added" && type !== "group.member-removed") return undefined;
  if (directoryGroupId === null || (directoryUserId ?? scimId) === null) return undefined;
  return { directoryGroupId, directoryUserId, memberId: directoryUserId === null ? scimId : null };
}

/** The memberships that a window's events changed: what the state of today is needed of. */
export function membershipsChanged(events: readonly ProvisioningEvent[], window: UndoWindow): Membership[] {
  const found = new Map<string, Membership>();
  for (const event of events) {
    const membership = membershipOf(event);
    if (membership !== undefined && isInWindow(event, window)) found.set(membershipKey(membership), membership);
  }
  return [...found.values()];
}

/** A membership that an undo gives back or takes away: `to` says whether it is to stand. */
export type ReversedMembership = ReversedChange & Membership;

/** Decides which memberships an undo gives back and takes away. */
export function reverseMemberships(
  events: readonly ProvisioningEvent[],
  window: UndoWindow,
  today: ReadonlyMap<string, StandingMembership>,
): { readonly reversed: readonly ReversedMembership[]; readonly left: readonly LeftChange[] } {
  const history = new Map<string, ValueChange[]>();
  for (const event of events) {
    const membership = event.outcome === "applied" ? membershipOf(event) : undefined;
    if (membership === undefined) continue;
    const key = membershipKey(membership);
    const added = event.type === "group.member-added";
    const changes = history.get(key);
    const change = { event, from: !added, to: added };
    if (changes === undefined) history.set(key, [change]);
    else changes.push(change);
  }
  const reversed: ReversedMembership[] = [];
  const stays: LeftChange[] = [];
  for (const [key, changes] of history) {
    const standing = today.get(key);
    if (standing === undefined) continue;
    const { stands, linked, ...membership } = standing;
    const reversal = reverseValue(changes, window, stands);
    if (reversal === undefined) continue;
    const change = { attribute: "member", ...membership, from: stands, to: reversal.to };
    if (reversal.kind === "leave") stays.push(left(change, "changed-since", reversal.since));
    else if (membership.directoryUserId === null && !linked) stays.push(left(change, "resource-gone", null));
    else reversed.push(change);
  }
  return { reversed, left: stays };
}
