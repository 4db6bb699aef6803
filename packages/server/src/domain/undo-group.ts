import type { DirectoryGroup } from "./directory-group.ts";
import type { ProvisioningEvent } from "./provisioning-event.ts";
import {
  changesByAttribute,
  isInWindow,
  left,
  type LeftChange,
  type ReversedChange,
  reverseValue,
  type UndoWindow,
  type ValueChange,
} from "./undo-history.ts";
import { overrideValues } from "./undo-values.ts";

/** What the undo of a window does to a group, apart from its members. */
export interface GroupReversal {
  readonly directoryGroupId: string;
  readonly reversed: readonly ReversedChange[];
  readonly left: readonly LeftChange[];
}

/**
 * Decides what the undo of a window does to a directory group: its values come back, it comes out of the recycle bin,
 * or goes there when the application created it within the window.
 *
 * @param events all that happened to this group from the beginning of the window until today, in order
 */
export function reverseGroup(
  directoryGroupId: string,
  events: readonly ProvisioningEvent[],
  window: UndoWindow,
  today: DirectoryGroup | undefined,
): GroupReversal {
  const reversed: ReversedChange[] = [];
  const stays: LeftChange[] = [];
  const created = events.some((event) => event.type === "group.created" && isInWindow(event, window));
  const history = changesByAttribute(events.filter(({ type }) => type.startsWith("group.") && !isMember(type)));
  history.delete("status");
  if (today === undefined) {
    const concerned = events.some((event) => !isMember(event.type) && isInWindow(event, window));
    const gone = left({ attribute: "status", from: null, to: null }, "erased", null);
    return { directoryGroupId, reversed, left: concerned && !created ? [gone] : [] };
  }
  if (!created) {
    for (const [attribute, changes] of [...history].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const value = Object.hasOwn(today.attributes, attribute) ? (today.attributes[attribute]?.value ?? null) : null;
      const reversal = reverseValue(changes, window, value);
      if (reversal === undefined) continue;
      const change = { attribute, from: value, to: reversal.to };
      if (reversal.kind === "reverse") reversed.push(change);
      else stays.push(left(change, "changed-since", reversal.since));
    }
  }
  const reversal = reverseValue(statusHistory(events), window, today.status);
  if (reversal !== undefined) {
    const change = { attribute: "status", from: today.status, to: reversal.to };
    if (reversal.kind === "reverse") reversed.push(change);
    else stays.push(left(change, "changed-since", reversal.since));
  }
  return { directoryGroupId, reversed, left: stays };
}

function isMember(type: ProvisioningEvent["type"]): boolean {
  return type === "group.member-added" || type === "group.member-removed";
}

/** A group's status says what its events are, not their changes. */
function statusHistory(events: readonly ProvisioningEvent[]): ValueChange[] {
  return events.flatMap((event): ValueChange[] => {
    if (event.outcome !== "applied") return [];
    if (event.type === "group.binned") return [{ event, from: "active", to: "binned" }];
    return event.type === "group.created" || event.type === "group.returned"
      ? [{ event, from: "binned", to: "active" }]
      : [];
  });
}

/** Brings a group's values and status back; they are overrides until the source changes them. */
export function applyGroupReversal(group: DirectoryGroup, { reversed }: GroupReversal, now: string): DirectoryGroup {
  const values = reversed.filter(({ attribute }) => attribute !== "status");
  const status = reversed.find(({ attribute }) => attribute === "status");
  const attributes = overrideValues(group.attributes, values, now);
  const facts =
    status === undefined
      ? {}
      : status.to === "binned"
        ? { status: "binned" as const, binnedAt: now }
        : { status: "active" as const, binnedAt: null };
  return { ...group, attributes, ...facts, version: group.version + 1, modifiedAt: now };
}
