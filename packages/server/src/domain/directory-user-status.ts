import type { DirectoryUserStatus, StatusFacts } from "./directory-user.ts";
import { sourcesSay } from "./status-rule.ts";

/**
 * Computes the status from the facts: enabled when the owning source says active, or the sources do by the organization's
 * and there is no hold, and it is not held back, and not in the bin (rules.md section 2).
 */
export function directoryUserStatus(facts: StatusFacts, now: string): DirectoryUserStatus {
  if (facts.binnedBy !== null) return "binned";
  if (facts.hold !== null || facts.heldBack) return "disabled";
  if (overrideInForce(facts, now)) return facts.override?.kind === "disabled" ? "disabled" : "enabled";
  return sourcesSay(facts) === true ? "enabled" : "disabled";
}

/** Tells whether an administrator's override counts at this instant. */
export function overrideInForce(facts: StatusFacts, now: string): boolean {
  if (facts.override === null) return false;
  // ISO 8601 in UTC: the order of the texts is the order of the instants.
  return facts.override.expiresAt === null || facts.override.expiresAt > now;
}
