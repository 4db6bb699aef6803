import type { MappedValues } from "./apply-mapping.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { changeEvents, nextVersion, revised, statusEvents } from "./directory-user-change.ts";
import type { HeldBecause } from "./guard.ts";
import type { Link } from "./link.ts";
import { type GivenValues, mergeValues, withoutOverrides } from "./merge-values.ts";
import type { EventDraft } from "./provisioning-event.ts";
import { hearWord, type WordEffect } from "./status-rule.ts";
import { turnStatus } from "./turn-status.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/** Decides what a change of a resource does to the directory user that it is linked to. */
export function updateLinked(
  input: UserEffectInput,
  mapped: MappedValues,
  link: Link,
  before: DirectoryUser,
): UserEffect {
  const valued = withValues(input, before, mapped, link.owning);
  if (input.heldBecause !== undefined && endsOwnPart(link, mapped)) {
    return partHeld(input, before, link, input.heldBecause);
  }
  const heard = heardOf(input, mapped, link, before);
  const { facts, sparedBecause: spared } =
    heard === undefined ? { facts: {} } : turnStatus(heard, valued, input.policy.deleteDeactivatedUsers, input);
  const after = heard === undefined ? valued : revised(valued, facts, input.now);
  if (heard !== undefined && input.heldBecause !== undefined && mapped.active === false) {
    return heldByGuard(input, before, { valued, departed: after }, link, input.heldBecause, []);
  }
  const caughtUp = linkInForce(link, mapped.active);
  const events = [
    ...statusEvents(before, after, "applied", spared ?? heard?.reason),
    ...statusSaid(before.id, link, caughtUp),
    ...(link.owning && before.status === after.status ? ownersWordBeside(before.id, heard) : []),
  ];
  if (events.length === 0 && sameFacts(before, after)) {
    return {
      outcome: "unchanged",
      reason: "no mapped attribute differs",
      link: caughtUp,
      directoryUser: undefined,
      events: [],
    };
  }
  const ownPart = link.owning ? undefined : "not the owning source: its values and memberships only";
  return {
    outcome: "applied",
    reason: spared ?? heard?.reason ?? ownPart,
    link: caughtUp,
    directoryUser: nextVersion(before, after, input.now),
    events,
  };
}

/** What the source's word on the status does, where it says something new that counts. */
function heardOf(
  { statusRule = "owner", others }: UserEffectInput,
  { active }: MappedValues,
  link: Link,
  user: DirectoryUser,
): WordEffect | undefined {
  if (typeof active !== "boolean") return undefined;
  const before = link.owning ? user.sourceActive : (link.sourceActive ?? null);
  return hearWord(statusRule, user, { owning: link.owning, active, before }, others);
}

/** The event of an owner whose word does not decide alone: the memberships that it gives follow it. */
function ownersWordBeside(directoryUserId: string, heard: WordEffect | undefined): EventDraft[] {
  if (heard?.reason === undefined) return [];
  const reason = `the owning source says ${heard.said.sourceActive === true ? "active" : "inactive"}; ${heard.reason}`;
  return [{ type: "user.changed", outcome: "applied", directoryUserId, reason }];
}

/** The link when the resource is in force: not held, and with what a source that does not own says of the status. */
function linkInForce(link: Link, active: MappedValues["active"]): Link | undefined {
  const sourceActive = link.owning || typeof active !== "boolean" ? link.sourceActive : active;
  const guarded = link.guard !== undefined && link.guard !== null;
  if (!link.held && !guarded && sourceActive === link.sourceActive) return undefined;
  return {
    ...link,
    held: false,
    ...(guarded ? { guard: null } : {}),
    ...(sourceActive === undefined ? {} : { sourceActive }),
  };
}

/** The event of a source that does not own the person and changes its word on the status: its memberships follow. */
function statusSaid(directoryUserId: string, before: Link, after: Link | undefined): EventDraft[] {
  if (after === undefined || after.sourceActive === before.sourceActive) return [];
  const reason = `another source than the owning one says ${after.sourceActive === true ? "active" : "inactive"}`;
  return [{ type: "user.changed", outcome: "applied", directoryUserId, reason }];
}

/** Tells whether a source that does not own the person takes its own values and memberships away. */
function endsOwnPart(link: Link, mapped: MappedValues): boolean {
  return !link.owning && mapped.active === false && link.sourceActive !== false;
}

/** What a source that does not own the person gave stays in force until a person approves that it ends. */
function partHeld(
  input: UserEffectInput,
  before: DirectoryUser,
  link: Link,
  { cause, reason }: HeldBecause,
): UserEffect {
  const again = link.guard !== undefined && link.guard !== null;
  const said = statusSaid(before.id, link, { ...link, sourceActive: false });
  return {
    outcome: "held",
    reason,
    link: { ...link, held: false, guard: link.guard ?? { target: "disable", since: input.now, because: cause } },
    directoryUser: undefined,
    events: again ? [] : said.map((event): EventDraft => ({ ...event, outcome: "held", reason })),
  };
}

/** What a change of somebody who is there already writes. */
export function written(
  input: UserEffectInput,
  before: DirectoryUser,
  after: DirectoryUser,
  link: Link,
  first: readonly EventDraft[],
  reason?: string,
): UserEffect {
  const events = [...first, ...statusEvents(before, after, "applied", reason)];
  return { outcome: "applied", reason: undefined, link, directoryUser: nextVersion(before, after, input.now), events };
}

/** The guard holds that somebody is disabled or binned; the values apply all the same (rules.md section 6). */
export function heldByGuard(
  input: UserEffectInput,
  before: DirectoryUser,
  { valued, departed }: { readonly valued: DirectoryUser; readonly departed: DirectoryUser },
  link: Link,
  { cause, reason }: HeldBecause,
  first: readonly EventDraft[],
): UserEffect {
  const again = link.guard !== undefined && link.guard !== null;
  const target = departed.status === "binned" ? ("bin" as const) : ("disable" as const);
  const waits = changeEvents({ ...before, attributes: departed.attributes }, departed, "held", reason);
  const events = [...first, ...changeEvents(before, valued, "applied"), ...(again ? [] : waits)];
  const changed = events.some(({ outcome }) => outcome === "applied") || !sameFacts(before, valued);
  return {
    outcome: again && changed ? "applied" : "held",
    reason,
    link: {
      ...link,
      held: false,
      guard: { target, since: link.guard?.since ?? input.now, because: link.guard?.because ?? cause },
    },
    directoryUser: changed ? nextVersion(before, valued, input.now) : undefined,
    events,
  };
}

/** What a source gives that gives nothing. */
export const noValues: MappedValues["values"] = new Map();

/** The flag of a person whose mapped status is no boolean. */
export const notBoolean = "status-not-boolean";

/** The person with what the sources give, this one among them. */
export function withValues(
  input: UserEffectInput,
  before: DirectoryUser,
  mapped: MappedValues,
  owning: boolean,
): DirectoryUser {
  // Another source's deactivation ends its own values: it gives none while it says inactive.
  const own: GivenValues =
    !owning && mapped.active === false
      ? { from: input.sourceApplicationId, values: noValues }
      : { from: input.sourceApplicationId, values: mapped.values, kept: mapped.kept };
  const sooner = owning ? [] : input.others.filter(({ later }) => later !== true);
  const given = [...sooner, own, ...input.others.filter((other) => !sooner.includes(other))];
  const values = input.withoutOverrides === true ? withoutOverrides(before.attributes) : before.attributes;
  const attributes = mergeValues(values, given, input.now, input.precedence);
  const flags = before.flags.filter((flag) => flag !== notBoolean);
  return revised(
    before,
    {
      attributes,
      incomplete: owning ? mapped.missing.filter((name) => !Object.hasOwn(attributes, name)) : before.incomplete,
      flags: owning && mapped.active === null ? [...flags, notBoolean] : owning ? flags : before.flags,
    },
    input.now,
  );
}

function sameFacts(before: DirectoryUser, after: DirectoryUser): boolean {
  return (
    before.sourceActive === after.sourceActive &&
    before.sourcesActive === after.sourcesActive &&
    before.override === after.override &&
    before.binnedBy === after.binnedBy &&
    sameList(before.incomplete, after.incomplete) &&
    sameList(before.flags, after.flags)
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
