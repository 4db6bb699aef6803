import type { DirectoryUser, Hold } from "./directory-user.ts";
import { nextVersion } from "./directory-user-change.ts";
import { RollcallError } from "./errors.ts";
import type { EventDraft } from "./provisioning-event.ts";

/** What an administrator puts over a person: `protection` against sources, `legalHold` against losing data. */
export type Safeguard = "protection" | "legalHold";

const names: Readonly<Record<Safeguard, string>> = { protection: "protected", legalHold: "under legal hold" };
const events = {
  protection: { placed: "user.protected", lifted: "user.unprotected" },
  legalHold: { placed: "user.legal-hold-placed", lifted: "user.legal-hold-lifted" },
} as const;

/** Why a legal hold leaves somebody out of the recycle bin. */
export const heldByLaw = "a legal hold is over the person: neither put into the recycle bin nor erased";

/**
 * Puts a safeguard over a person.
 *
 * @throws {RollcallError} directory_user.wrong_state when it is there already
 */
export function placeSafeguard(user: DirectoryUser, safeguard: Safeguard, by: Hold) {
  if (user[safeguard] !== null) {
    throw new RollcallError("directory_user.wrong_state", `The directory user is ${names[safeguard]} already`);
  }
  return changed(user, safeguard, { reason: by.reason, by: by.by, at: by.at }, by);
}

/**
 * Takes a safeguard away.
 *
 * @throws {RollcallError} directory_user.wrong_state when there is none
 */
export function liftSafeguard(user: DirectoryUser, safeguard: Safeguard, by: Hold) {
  if (user[safeguard] === null) {
    throw new RollcallError("directory_user.wrong_state", `The directory user is not ${names[safeguard]}`);
  }
  return changed(user, safeguard, null, by);
}

function changed(before: DirectoryUser, safeguard: Safeguard, to: Hold | null, { reason, at }: Hold) {
  const event: EventDraft = {
    type: events[safeguard][to === null ? "lifted" : "placed"],
    outcome: "applied",
    directoryUserId: before.id,
    reason,
  };
  return { after: nextVersion(before, { ...before, [safeguard]: to }, at), events: [event] };
}
