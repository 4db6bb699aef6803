import type { MappedValues } from "./apply-mapping.ts";
import type { DeprovisioningPolicy } from "./deprovisioning-policy.ts";
import { diffAttributes } from "./diff-attributes.ts";
import type { DirectoryGroup } from "./directory-group.ts";
import { leftOutByRules, letInByRules } from "./group-rules.ts";
import type { HeldBecause } from "./guard.ts";
import { type Link, pendingLink } from "./link.ts";
import { mergeValues } from "./merge-values.ts";
import type { EventDraft, Outcome } from "./provisioning-event.ts";
import type { Mode } from "./source-application.ts";

/** A group that a resource of the same application was, until that resource was deleted. */
export interface FormerGroup {
  readonly directoryGroupId: string;
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly closedAt: string;
}

/** Everything that the effect of a group resource on the directory follows from. */
export interface GroupEffectInput {
  readonly sourceApplicationId: string;
  readonly resourceId: string;
  readonly mode: Mode;
  readonly policy: DeprovisioningPolicy;
  /** What the mapping makes of the resource; undefined when the resource is deleted. */
  readonly mapped: MappedValues | undefined;
  /** The group rules leave it out of the directory. */
  readonly leftOut: boolean;
  readonly link: Link | undefined;
  /** Whom the link, or the return, leads to. */
  readonly directoryGroup: DirectoryGroup | undefined;
  /** Why the guard holds that the group goes; undefined when it does. */
  readonly heldBecause?: HeldBecause | undefined;
  /** The guard holds the loss of members as well. */
  readonly holdsMembers?: boolean;
  readonly newDirectoryGroupId: string;
  readonly now: string;
}

export interface GroupEffect {
  readonly outcome: Exclude<Outcome, "refused" | "conflict">;
  readonly reason: string | undefined;
  readonly link: Link | undefined;
  readonly directoryGroup: DirectoryGroup | undefined;
  /** What becomes of the directory group's members when its resource is gone, or has come back. */
  readonly members: "stay-without-source" | "follow-source" | undefined;
  /** Everybody in the group becomes a member in the directory, or is one no longer: by the group rules. */
  readonly crosses?: "in" | "out";
  readonly events: readonly EventDraft[];
}

/**
 * Finds the directory group that a new group resource was before: the same externalId, or the same name when neither
 * has one, within the retention (rules.md section 4). Newest first where there are several.
 */
export function findReturningGroup(
  externalId: string | null,
  nameKey: string | null,
  former: readonly FormerGroup[],
  returnableSince: string,
): FormerGroup | undefined {
  return former
    .filter((group) => group.closedAt >= returnableSince)
    .filter((group) =>
      externalId !== null || group.externalId !== null
        ? externalId === group.externalId
        : nameKey !== null && nameKey === group.nameKey,
    )
    .sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1))[0];
}

/** Decides what a change of a group resource does to the directory. */
export function decideGroupEffect(input: GroupEffectInput): GroupEffect {
  const effect = input.mapped === undefined ? afterDelete(input) : afterWrite(input, input.mapped);
  if (input.mode === "live" || effect.outcome === "unchanged") return effect;
  const outcome = input.mode === "observe" ? "observed" : "held";
  const undecided = input.link === undefined || input.link.directoryId === null;
  if (input.mapped === undefined && undecided) {
    return { ...effect, directoryGroup: undefined, members: undefined, events: [] };
  }
  return {
    outcome,
    reason: `the application is in mode ${input.mode}`,
    link: { ...(input.link ?? newLink(input)), state: stateMeanwhile(input.link, undecided), held: true },
    directoryGroup: undefined,
    members: undefined,
    events: effect.events.map((event): EventDraft => ({ ...event, outcome })),
  };
}

/** A group that was left out stays so until it comes in: who is in it then is told of at once. */
function stateMeanwhile(link: Link | undefined, undecided: boolean): Link["state"] {
  if (link?.state === "left-out") return "left-out";
  return undecided ? "pending" : "linked";
}

function afterDelete(input: GroupEffectInput): GroupEffect {
  const link: Link | undefined = input.link && {
    ...input.link,
    state: "closed",
    held: false,
    ...(input.link.guard ? { guard: null } : {}),
  };
  if (input.link?.state === "left-out") return { outcome: "unchanged", reason: leftOutByRules, ...nothing, link };
  const before = input.directoryGroup;
  if (before === undefined) {
    return { outcome: "applied", reason: "no directory group was linked", link, ...nothing };
  }
  const keep = input.policy.onGroupDelete === "keep";
  if (input.heldBecause !== undefined && input.link !== undefined) {
    return deletionHeld(input.link, before.id, keep, input.heldBecause, input.now);
  }
  const directoryGroup: DirectoryGroup | undefined = keep
    ? undefined
    : { ...before, status: "binned", binnedAt: input.now, version: before.version + 1, modifiedAt: input.now };
  return {
    outcome: "applied",
    reason: undefined,
    link,
    directoryGroup,
    members: "stay-without-source",
    events: [{ type: keep ? "group.kept" : "group.binned", outcome: "applied", directoryGroupId: before.id }],
  };
}

/** The guard holds the deletion of a group: the directory group stays with its members, and so does the link. */
function deletionHeld(
  link: Link,
  directoryGroupId: string,
  keep: boolean,
  { cause, reason }: HeldBecause,
  now: string,
): GroupEffect {
  // What waits already was told when it began to.
  if (link.guard?.target === "delete") return { outcome: "held", reason, ...nothing, link: { ...link, held: true } };
  return {
    outcome: "held",
    reason,
    link: { ...link, held: true, guard: { target: "delete", since: now, because: cause } },
    ...nothing,
    events: [{ type: keep ? "group.kept" : "group.binned", outcome: "held", reason, directoryGroupId }],
  };
}

function afterWrite(input: GroupEffectInput, mapped: MappedValues): GroupEffect {
  // A request that began before its application was deleted, and whose resource is there for a restoration.
  if (input.link?.state === "closed") {
    return { outcome: "unchanged", reason: "the source application was deleted", ...nothing, link: undefined };
  }
  if (!input.leftOut) return afterComingIn(input, mapped);
  if (input.link?.state !== "linked") return staysOut(input);
  if (input.link.keptIn === true) return inDirectory(input, mapped);
  return input.heldBecause === undefined ? goesOut(input, input.link) : leavingHeld(input, mapped, input.heldBecause);
}

/** Nothing of a group that the rules leave out is in the directory, and nothing comes in. */
function staysOut(input: GroupEffectInput): GroupEffect {
  const { link } = input;
  const isOut = link?.state === "left-out" && !link.held;
  return {
    outcome: "unchanged",
    reason: leftOutByRules,
    ...nothing,
    link: isOut ? undefined : { ...(link ?? newLink(input)), state: "left-out", held: false },
  };
}

/** A group that was in the directory goes to the bin and keeps its id, should the rules let it in again. */
function goesOut({ directoryGroup: before, now }: GroupEffectInput, link: Link): GroupEffect {
  const out: Link = { ...link, state: "left-out", held: false, guard: null, keptIn: null };
  if (before?.status !== "active") return { outcome: "unchanged", reason: leftOutByRules, ...nothing, link: out };
  return {
    outcome: "applied",
    reason: leftOutByRules,
    link: out,
    directoryGroup: { ...before, status: "binned", binnedAt: now, version: before.version + 1, modifiedAt: now },
    members: undefined,
    crosses: "out",
    events: [{ type: "group.binned", outcome: "applied", reason: leftOutByRules, directoryGroupId: before.id }],
  };
}

/** The guard holds that a group leaves by the rules: everything else of the change applies. */
function leavingHeld(input: GroupEffectInput, mapped: MappedValues, { cause, reason }: HeldBecause): GroupEffect {
  const effect = inDirectory(input, mapped);
  const link = effect.link ?? input.link ?? newLink(input);
  const waits = link.guard?.target === "leave" ? link.guard : undefined;
  const directoryGroupId = link.directoryId ?? "";
  const event: EventDraft = { type: "group.binned", outcome: "held", reason, directoryGroupId };
  return {
    ...effect,
    outcome: "held",
    reason,
    link: { ...link, guard: waits ?? { target: "leave", since: input.now, because: cause } },
    events: waits === undefined ? [...effect.events, event] : effect.events,
  };
}

/** Once the rules let a group in, nothing waits any more that would have it leave, and nobody has to keep it. */
function afterComingIn(input: GroupEffectInput, mapped: MappedValues): GroupEffect {
  const { link } = input;
  if (link?.state === "left-out") {
    const effect = inDirectory(input, mapped);
    const events = effect.events.map((event): EventDraft => ({ ...event, reason: letInByRules }));
    return { ...effect, crosses: "in", events };
  }
  const effect = inDirectory(input, mapped);
  if (link?.guard?.target !== "leave" && link?.keptIn !== true) return effect;
  const present = link.guard ?? null;
  const stillHeld = present && input.holdsMembers === true ? { ...present, target: "members" as const } : null;
  const guard = present?.target === "leave" ? stillHeld : present;
  return { ...effect, link: { ...(effect.link ?? link), guard, keptIn: null } };
}

function inDirectory(input: GroupEffectInput, mapped: MappedValues): GroupEffect {
  const given = [{ from: input.sourceApplicationId, values: mapped.values, kept: mapped.kept }];
  const before = input.directoryGroup;
  if (before === undefined) {
    const attributes = mergeValues({}, given, input.now);
    const directoryGroup: DirectoryGroup = {
      id: input.newDirectoryGroupId,
      attributes,
      status: "active",
      binnedAt: null,
      version: 1,
      createdAt: input.now,
      modifiedAt: input.now,
    };
    const changes = diffAttributes({}, attributes);
    return {
      outcome: "applied",
      reason: undefined,
      link: linkTo(input, directoryGroup.id),
      directoryGroup,
      members: undefined,
      events: [{ type: "group.created", outcome: "applied", directoryGroupId: directoryGroup.id, changes }],
    };
  }
  const attributes = mergeValues(before.attributes, given, input.now);
  const changes = diffAttributes(before.attributes, attributes);
  const returns = input.link?.state !== "linked";
  const caughtUp = returns || (input.link?.held ?? false) ? linkTo(input, before.id) : undefined;
  if (!returns && changes.length === 0) {
    return { outcome: "unchanged", reason: "no mapped attribute differs", ...nothing, link: caughtUp };
  }
  const after: DirectoryGroup = {
    ...before,
    attributes,
    status: "active",
    binnedAt: null,
    version: before.version + 1,
    modifiedAt: input.now,
  };
  return {
    outcome: "applied",
    reason: undefined,
    link: caughtUp,
    directoryGroup: after,
    members: returns ? "follow-source" : undefined,
    events: [
      { type: returns ? "group.returned" : "group.changed", outcome: "applied", directoryGroupId: before.id, changes },
    ],
  };
}

const nothing = { directoryGroup: undefined, members: undefined, events: [] } as const;

function newLink({ sourceApplicationId, resourceId }: GroupEffectInput): Link {
  return pendingLink(sourceApplicationId, resourceId);
}

function linkTo(input: GroupEffectInput, directoryId: string): Link {
  return { ...(input.link ?? newLink(input)), state: "linked", directoryId, owning: true, held: false };
}
