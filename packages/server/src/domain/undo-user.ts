import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { DirectoryUser, DirectoryUserStatus, DirectoryValues, Hold, StatusFacts } from "./directory-user.ts";
import { nextVersion, revised } from "./directory-user-change.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import { requiredUserAttributes } from "./mapping.ts";
import type { ProvisioningEvent } from "./provisioning-event.ts";
import {
  changesByAttribute,
  isInWindow,
  left,
  type LeftChange,
  type ReversedChange,
  reverseValue,
  type UndoWindow,
} from "./undo-history.ts";
import { overrideValues } from "./undo-values.ts";

/** What the undo of a window does to somebody. */
export interface UserReversal {
  readonly directoryUserId: string;
  /** The application created the person within the window. */
  readonly created: boolean;
  /** Values and status that come back, in the order of their names. */
  readonly reversed: readonly ReversedChange[];
  readonly left: readonly LeftChange[];
}

/**
 * Decides what the undo of a window does to a directory user: each value and the status get back what they were before
 * the application's first change of them within the window, unless something changed them since. Somebody whom the
 * application created within the window goes to the recycle bin, values and all.
 *
 * @param events all that happened to this person from the beginning of the window until today, in order
 * @param today undefined where the directory does not hold the person any more
 */
export function reverseUser(
  directoryUserId: string,
  events: readonly ProvisioningEvent[],
  window: UndoWindow,
  today: DirectoryUser | undefined,
): UserReversal {
  const own = events.filter(({ type }) => type.startsWith("user."));
  const history = changesByAttribute(own);
  const reversed: ReversedChange[] = [];
  const stays: LeftChange[] = [];
  const created = own.some((event) => event.type === "user.created" && isInWindow(event, window));
  if (today === undefined) {
    const concerned = own.some((event) => isInWindow(event, window));
    const gone = left({ attribute: "status", from: null, to: null }, "erased", null);
    return { directoryUserId, created, reversed, left: concerned && !created ? [gone] : [] };
  }
  for (const [attribute, changes] of [...history].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (attribute === "status" || created) continue;
    const value = valueOf(today.attributes, attribute);
    const reversal = reverseValue(changes, window, value);
    if (reversal === undefined) continue;
    const change = { attribute, from: value, to: reversal.to };
    if (reversal.kind === "reverse") reversed.push(change);
    else stays.push(left(change, "changed-since", reversal.since));
  }
  // Nobody was there before: what comes nearest to that is the recycle bin.
  const changes = (history.get("status") ?? []).map((change) => ({ ...change, from: change.from ?? "binned" }));
  const reversal = reverseValue(changes, window, today.status);
  if (reversal !== undefined) {
    const change = { attribute: "status", from: today.status, to: reversal.to };
    const linked = created ? linkedSince(own, window) : undefined;
    if (reversal.kind === "leave") stays.push(left(change, "changed-since", reversal.since));
    else if (linked !== undefined) stays.push(left(change, "linked-since", linked));
    else if (reversal.to === "binned" && today.legalHold !== null) stays.push(left(change, "legal-hold", null));
    else if (isHeld(today)) stays.push(left(change, "held-by-administrator", null));
    else reversed.push(change);
  }
  return { directoryUserId, created, reversed, left: stays };
}

/** The link of another application to somebody whom this one created. */
function linkedSince(events: readonly ProvisioningEvent[], window: UndoWindow): ProvisioningEvent | undefined {
  return events.findLast(
    ({ type, outcome, sourceApplicationId }) =>
      outcome === "applied" &&
      (type === "user.linked" || type === "user.returned") &&
      sourceApplicationId !== window.sourceApplicationId,
  );
}

/** An administrator's word, which is said beside the status, stands against any change of it. */
function isHeld(user: DirectoryUser): boolean {
  return user.hold !== null || user.heldBack || user.binnedBy === "administrator";
}

/**
 * Brings values and status back. They are overrides until the source changes them: a value that it gives anew and that
 * is another one, a status that it changes. Who goes to the bin because nobody was there before stays there until an
 * administrator says otherwise.
 */
export function applyUserReversal(user: DirectoryUser, { reversed, created }: UserReversal, by: Hold): DirectoryUser {
  const values = reversed.filter(({ attribute }) => attribute !== "status");
  const status = reversed.find(({ attribute }) => attribute === "status");
  const attributes = overrideValues(user.attributes, values, by.at);
  const has = (name: string): boolean => valueOf(attributes, name) !== null;
  const required = requiredUserAttributes.filter((name) => name !== "active");
  const changed = new Set(values.map(({ attribute }) => attribute));
  const incomplete = required.filter((name) => !has(name) && (user.incomplete.includes(name) || changed.has(name)));
  const facts = status === undefined ? {} : statusFacts(user, status.to as DirectoryUserStatus, created, by);
  return nextVersion(user, revised(user, { attributes, incomplete, ...facts }, by.at), by.at);
}

/** The facts by which somebody is what they were. */
function statusFacts(
  user: DirectoryUser,
  status: DirectoryUserStatus,
  created: boolean,
  by: Hold,
): Partial<StatusFacts> {
  if (status === "binned") {
    return { binnedBy: created ? "administrator" : "source", binnedAt: by.at, override: null };
  }
  const facts = { binnedBy: null, binnedAt: null, override: null };
  if (directoryUserStatus({ ...user, ...facts }, by.at) === status) return facts;
  const kind = status === "disabled" ? "disabled" : user.status === "binned" ? "restored" : "enabled";
  return { ...facts, override: { ...by, kind, expiresAt: null } };
}

function valueOf(values: DirectoryValues, name: string): JsonValue {
  return Object.hasOwn(values, name) ? (values[name]?.value ?? null) : null;
}
