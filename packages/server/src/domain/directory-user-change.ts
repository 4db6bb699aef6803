import { type AttributeChange, diffAttributes } from "./diff-attributes.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import type { EventDraft } from "./provisioning-event.ts";

/** A directory user with some of its facts replaced and the status computed anew; who is in force is not leaving. */
export function revised(before: DirectoryUser, changes: Partial<DirectoryUser>, now: string): DirectoryUser {
  const after = { ...before, ...changes };
  const status = directoryUserStatus(after, now);
  return { ...after, status, leaving: status === "enabled" ? null : after.leaving };
}

/** Raises the version of a changed directory user. */
export function nextVersion(before: DirectoryUser, after: DirectoryUser, now: string): DirectoryUser {
  return { ...after, version: before.version + 1, modifiedAt: now };
}

/** One event for changed attributes and one for a changed status, each only where something changed. */
export function changeEvents(
  before: DirectoryUser,
  after: DirectoryUser,
  outcome: EventDraft["outcome"],
  reason?: string,
): EventDraft[] {
  const events: EventDraft[] = [];
  const said = reason === undefined ? {} : { reason };
  const changes = diffAttributes(before.attributes, after.attributes);
  if (changes.length > 0) {
    events.push({ type: "user.changed", outcome, directoryUserId: before.id, changes, ...said });
  }
  if (before.status !== after.status) {
    const change: AttributeChange = { attribute: "status", from: before.status, to: after.status };
    events.push({ type: statusEvent(before, after), outcome, directoryUserId: before.id, changes: [change], ...said });
  }
  return events;
}

/** As `changeEvents`, with a reason that concerns the status alone. */
export function statusEvents(
  before: DirectoryUser,
  after: DirectoryUser,
  outcome: EventDraft["outcome"],
  reason: string | undefined,
): EventDraft[] {
  const valued = changeEvents(before, { ...after, status: before.status }, outcome);
  return [...valued, ...changeEvents({ ...before, attributes: after.attributes }, after, outcome, reason)];
}

function statusEvent(before: DirectoryUser, after: DirectoryUser): EventDraft["type"] {
  if (after.status === "binned") return "user.binned";
  if (before.status === "binned") return "user.restored";
  return after.status === "enabled" ? "user.enabled" : "user.disabled";
}
