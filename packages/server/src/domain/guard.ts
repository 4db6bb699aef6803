import type { DirectoryUser } from "./directory-user.ts";

/** How many departures of an application go through within an hour; the rest waits for a person (rules.md section 6). */
export interface GuardSettings {
  readonly enabled: boolean;
  /** Departures that always go through, however small the application is. */
  readonly atLeast: number;
  /** Of the people whom the application owns and who are enabled, 0 to 100. */
  readonly percent: number;
}

export const defaultGuard: GuardSettings = { enabled: true, atLeast: 25, percent: 10 };

/** What the guard keeps from the directory. */
export type GuardTarget = "disable" | "bin" | "delete" | "members" | "leave";

/** A change that waits for a person. */
export interface Guarded {
  readonly target: GuardTarget;
  /** ISO 8601. */
  readonly since: string;
  readonly because: HeldCause;
}

/** Why a change waits: more than the limit would go, or it takes something from somebody who is protected. */
export type HeldCause = "limit" | "protected";

/** What keeps a change from the directory, and how it is told. */
export interface HeldBecause {
  readonly cause: HeldCause;
  readonly reason: string;
}

/** Why what waits already goes on waiting. */
export function waitsAlready({ because }: Guarded): HeldBecause {
  return because === "limit" ? { cause: because, reason: "the guard holds it: it waits for a person" } : isProtected;
}

export const isProtected: HeldBecause = {
  cause: "protected",
  reason: "the person is protected: no source takes anything away without a person's approval",
};
export const holdsProtected: HeldBecause = {
  cause: "protected",
  reason: "a protected person would lose the membership: no source takes it away without a person's approval",
};

/** How the reason of an event begins by which a person kept somebody in force whose departure was held. */
export const rejection = "a held change was rejected: ";

/** What a change takes away: people who lose their access, and how many of them go to the bin. */
export interface Departures {
  readonly departures: number;
  readonly bins: number;
}

export const noDepartures: Departures = { departures: 0, bins: 0 };

/** How much may go within an hour: bins count from half of the limit of departures. */
export function guardLimits({ atLeast, percent }: GuardSettings, enabledPeople: number): Departures {
  const departures = Math.max(atLeast, Math.floor((enabledPeople * percent) / 100));
  return { departures, bins: Math.floor(departures / 2) };
}

export function sumDepartures(a: Departures, b: Departures): Departures {
  return { departures: a.departures + b.departures, bins: a.bins + b.bins };
}

/** Tells whether departures stay within a share of the limits. */
export function within(sum: Departures, limits: Departures, share = 1): boolean {
  return sum.departures <= limits.departures * share && sum.bins <= limits.bins * share;
}

/** What becomes of an enabled person by a change: undefined when the person stays enabled, or was not. */
export function departureOfUser(
  before: DirectoryUser | undefined,
  after: DirectoryUser | undefined,
): Departures | undefined {
  if (before?.status !== "enabled" || after === undefined || after.status === "enabled") return undefined;
  return { departures: 1, bins: after.status === "binned" ? 1 : 0 };
}

/** A group of at most this many members may lose all of them. */
const smallGroup = 20;

/**
 * What the loss of members counts: nobody while a group keeps half of its members or is small, else everybody whom it
 * loses.
 *
 * @param members how many it had an hour ago
 * @param lost how many of them are gone, this change included
 * @param losing how many go by this change
 */
export function departureOfMembers(members: number, lost: number, losing: number): Departures | undefined {
  if (losing === 0 || members <= smallGroup || lost * 2 <= members) return undefined;
  return { departures: losing, bins: 0 };
}

/** Tells whether a group of this many members may lose more than half of what made it large an hour ago. */
export function watchesLosses(members: number): boolean {
  return members * 2 > smallGroup;
}

/** What the deletion of a group counts: everybody who was in it, and the group itself where it was empty. */
export function departureOfGroup(members: number): Departures {
  return { departures: Math.max(1, members), bins: 0 };
}
