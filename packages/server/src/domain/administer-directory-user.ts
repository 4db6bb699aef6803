import type { DirectoryUser, Hold } from "./directory-user.ts";
import { nextVersion, revised } from "./directory-user-change.ts";
import { overrideInForce } from "./directory-user-status.ts";
import { RollcallError } from "./errors.ts";
import { sourcesSay } from "./status-rule.ts";

/** What an administrator says along with a change by hand. */
export interface ByHand extends Hold {
  /** ISO 8601; when an override ends by itself. Null: never. */
  readonly expiresAt: string | null;
}

/**
 * Disables a person by hand: a hold that only an administrator lifts, whatever the source says (rules.md section 2).
 *
 * @throws RollcallError directory_user.wrong_state when the person is in the bin or held already
 */
export function disableByHand(user: DirectoryUser, by: ByHand): DirectoryUser {
  if (user.binnedBy !== null) throw wrongState("is in the recycle bin: restore it first");
  if (user.hold !== null) throw wrongState("is disabled by an administrator already");
  const { reason, at } = by;
  return computed({ ...user, hold: { reason, by: by.by, at } }, at);
}

/**
 * Enables a person by hand: lifts the hold; where the source says inactive, an override until its next transition.
 *
 * @throws RollcallError directory_user.wrong_state when the person is in the bin or enabled
 */
export function enableByHand(user: DirectoryUser, by: ByHand): DirectoryUser {
  if (user.binnedBy !== null) throw wrongState("is in the recycle bin: restore it first");
  if (user.status === "enabled") throw wrongState("is enabled already");
  const lifted = { ...user, hold: null };
  const override = sourcesSay(lifted) === true ? null : { kind: "enabled" as const, ...by };
  return computed({ ...lifted, override, leaving: null }, by.at);
}

/**
 * Takes a person out of the bin by hand. Where the source had put it there, an override keeps it enabled against the
 * source; where no resource is left, the person is disabled until enabled by hand.
 *
 * @param linked whether a resource of the owning source still is this person
 * @throws RollcallError directory_user.wrong_state when the person is not in the bin
 */
export function restoreByHand(user: DirectoryUser, linked: boolean, by: ByHand): DirectoryUser {
  if (user.binnedBy === null) throw wrongState("is not in the recycle bin");
  const againstSource = linked && user.binnedBy === "source" && sourcesSay(user) !== true;
  const override = againstSource ? { kind: "restored" as const, ...by } : null;
  const said = linked ? {} : { sourceActive: false, sourcesActive: null };
  return computed({ ...user, ...said, binnedBy: null, binnedAt: null, override, leaving: null }, by.at);
}

/**
 * Puts a person into the bin by hand: suppressed, so that its source's pushes update and never resurrect it.
 *
 * @throws RollcallError directory_user.wrong_state when an administrator has done so already;
 * directory_user.legal_hold
 */
export function deleteByHand(user: DirectoryUser, by: ByHand): DirectoryUser {
  if (user.legalHold !== null) {
    throw new RollcallError("directory_user.legal_hold", `Under legal hold since ${user.legalHold.at}`);
  }
  if (user.binnedBy === "administrator") throw wrongState("is in the recycle bin already");
  return computed({ ...user, binnedBy: "administrator", binnedAt: by.at, override: null }, by.at);
}

/** Ends an override whose time has come; undefined when it has not. */
export function expireOverride(user: DirectoryUser, now: string): DirectoryUser | undefined {
  if (user.override === null || overrideInForce(user, now)) return undefined;
  return computed({ ...user, override: null }, now);
}

function computed(user: DirectoryUser, now: string): DirectoryUser {
  return nextVersion(user, revised(user, {}, now), now);
}

function wrongState(sentence: string): RollcallError {
  return new RollcallError("directory_user.wrong_state", `The directory user ${sentence}`);
}
