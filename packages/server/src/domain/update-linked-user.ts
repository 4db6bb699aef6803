import type { MappedValues } from "./apply-mapping.ts";
import { leavingOf } from "./begin-ladder.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { changeEvents, nextVersion, revised } from "./directory-user-change.ts";
import type { HeldBecause } from "./guard.ts";
import type { Link } from "./link.ts";
import { type GivenValues, mergeValues, withoutOverrides } from "./merge-values.ts";
import type { EventDraft } from "./provisioning-event.ts";
import { heldByLaw } from "./safeguard.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/** Decides what a change of a resource does to the directory user that it is linked to. */
export function updateLinked(
  input: UserEffectInput,
  mapped: MappedValues,
  link: Link,
  before: DirectoryUser,
): UserEffect {
  const valued = withValues(input, before, mapped, link.owning);
  let after = valued;
  let spared: string | undefined;
  if (input.heldBecause !== undefined && endsOwnPart(link, mapped)) {
    return partHeld(input, before, link, input.heldBecause);
  }
  if (link.owning && typeof mapped.active === "boolean" && mapped.active !== before.sourceActive) {
    const { facts, sparedBecause } = activeTransition(valued, mapped.active, input);
    after = revised(valued, facts, input.now);
    spared = sparedBecause;
    if (input.heldBecause !== undefined && !mapped.active) {
      return heldByGuard(input, before, { valued, departed: after }, link, input.heldBecause, []);
    }
  }
  const caughtUp = linkInForce(link, mapped.active);
  const events = [...changeEvents(before, after, "applied", spared), ...statusSaid(before.id, link, caughtUp)];
  if (events.length === 0 && sameFacts(before, after)) {
    return {
      outcome: "unchanged",
      reason: "no mapped attribute differs",
      link: caughtUp,
      directoryUser: undefined,
      events: [],
    };
  }
  return {
    outcome: "applied",
    reason: link.owning ? spared : "not the owning source: its values and memberships only",
    link: caughtUp,
    directoryUser: nextVersion(before, after, input.now),
    events,
  };
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

/** What the source's change of `active` does to the facts (rules.md sections 2 and 4). */
function activeTransition(
  before: DirectoryUser,
  active: boolean,
  input: UserEffectInput,
): { readonly facts: Partial<DirectoryUser>; readonly sparedBecause?: string } {
  const facts: Partial<DirectoryUser> = { sourceActive: active, override: null, leaving: null };
  if (active) return { facts: before.binnedBy === "source" ? { ...facts, binnedBy: null, binnedAt: null } : facts };
  const asked = input.policy.deleteDeactivatedUsers && before.binnedBy === null;
  const bin = asked && before.legalHold === null;
  const left = { ...facts, leaving: leavingOf(input, before, bin) };
  if (!bin) return asked ? { facts: left, sparedBecause: heldByLaw } : { facts: left };
  return { facts: { ...left, binnedBy: "source", binnedAt: input.now } };
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
): UserEffect {
  const events = [...first, ...changeEvents(before, after, "applied")];
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
  const attributes = mergeValues(values, given, input.now);
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
    before.override === after.override &&
    before.binnedBy === after.binnedBy &&
    sameList(before.incomplete, after.incomplete) &&
    sameList(before.flags, after.flags)
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
