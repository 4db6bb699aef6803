import type { MappedValues } from "./apply-mapping.ts";
import { leavingOf } from "./begin-ladder.ts";
import { onUserDelete } from "./deprovisioning-policy.ts";
import { diffAttributes } from "./diff-attributes.ts";
import { type DirectoryUser, noSafeguards, noStatusFacts, type StatusFacts } from "./directory-user.ts";
import { changeEvents, nextVersion, revised } from "./directory-user-change.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import { type Link, pendingLink } from "./link.ts";
import type { Match } from "./match-directory-user.ts";
import { mergeValues } from "./merge-values.ts";
import type { HeldBecause } from "./guard.ts";
import type { EventDraft } from "./provisioning-event.ts";
import { heldByLaw } from "./safeguard.ts";
import { heldByGuard, noValues, notBoolean, updateLinked, withValues, written } from "./update-linked-user.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/**
 * Decides what a change of a user resource does to the directory: link, map, status, policy (rules.md sections 1 to 6).
 * Depends on today's resource and the directory's facts only, so that live traffic, resuming after a pause and
 * re-applying a mapping are the same call.
 */
export function decideUserEffect(input: UserEffectInput): UserEffect {
  const effect = input.mapped === undefined ? afterDelete(input) : afterWrite(input, input.mapped);
  if (input.mode === "live" || effect.outcome === "unchanged" || input.link?.state === "ignored") return effect;
  return notInForce(input, effect);
}

/** The effect is computed and not in force: the directory stays, the link remembers that it is behind. */
function notInForce(input: UserEffectInput, effect: UserEffect): UserEffect {
  const outcome = input.mode === "observe" ? "observed" : "held";
  const gone = input.mapped === undefined;
  const undecided = input.link === undefined || input.link.directoryId === null;
  // What never reached the directory leaves no trace there.
  if (gone && undecided) return { ...effect, directoryUser: undefined, events: [] };
  const link: Link = {
    ...(input.link ?? newLink(input)),
    state: undecided ? "pending" : "linked",
    conflict: null,
    held: true,
  };
  const events = effect.events.map((event): EventDraft => ({ ...event, outcome }));
  return { outcome, reason: `the application is in mode ${input.mode}`, link, directoryUser: undefined, events };
}

/** The guard holds the deletion of a resource: the directory stays, and so does the link. */
function deletionHeld(
  input: UserEffectInput,
  link: Link,
  events: readonly EventDraft[],
  { cause, reason }: HeldBecause,
): UserEffect {
  const guard =
    link.guard?.target === "delete"
      ? link.guard
      : { target: "delete" as const, since: input.now, because: link.guard?.because ?? cause };
  const held = events.map((event): EventDraft => ({ ...event, outcome: "held", reason }));
  return { outcome: "held", reason, link: { ...link, held: true, guard }, directoryUser: undefined, events: held };
}

function afterDelete(input: UserEffectInput): UserEffect {
  const link: Link | undefined = input.link && {
    ...input.link,
    state: "closed",
    held: false,
    ...(input.link.guard ? { guard: null } : {}),
    conflict: null,
  };
  const before = input.directoryUser;
  if (before === undefined || input.link?.state !== "linked") {
    // Whom it was is erased, or was never decided: nothing is kept that would recognise a return.
    const forgotten = before === undefined ? link && { ...link, directoryId: null } : link;
    return { outcome: "applied", reason: "nobody was linked", link: forgotten, directoryUser: undefined, events: [] };
  }
  const unlinked: EventDraft = { type: "user.unlinked", outcome: "applied", directoryUserId: before.id };
  if (!input.link.owning) {
    const given = [...input.others, { from: input.sourceApplicationId, values: noValues }];
    const after = revised(before, { attributes: mergeValues(before.attributes, given, input.now) }, input.now);
    const events = [...changeEvents(before, after, "applied"), { ...unlinked, reason: "not the owning source" }];
    if (input.heldBecause !== undefined) return deletionHeld(input, input.link, [unlinked], input.heldBecause);
    const directoryUser = nextVersion(before, after, input.now);
    return { outcome: "applied", reason: "ended this source's own link only", link, directoryUser, events };
  }
  const toBin = onUserDelete(input.policy) === "bin" && before.binnedBy === null;
  const bin = toBin && before.legalHold === null;
  const spared = toBin && !bin ? heldByLaw : undefined;
  const facts: Partial<DirectoryUser> = {
    sourceActive: false,
    leaving: leavingOf(input, before, bin),
    // DELETE is the source's last word: it ends an administrator's override.
    override: null,
    ...(bin ? { binnedBy: "source" as const, binnedAt: input.now } : {}),
  };
  const after = revised(before, facts, input.now);
  const events = [
    ...changeEvents(before, after, "applied", spared),
    spared === undefined ? unlinked : { ...unlinked, reason: spared },
  ];
  if (input.heldBecause !== undefined) return deletionHeld(input, input.link, events, input.heldBecause);
  return { outcome: "applied", reason: spared, link, directoryUser: nextVersion(before, after, input.now), events };
}

function afterWrite(input: UserEffectInput, mapped: MappedValues): UserEffect {
  const link = input.link;
  if (link?.state === "ignored" && input.match === undefined) {
    return { outcome: "unchanged", reason: "an administrator ignores this resource", ...nothing };
  }
  if (link?.state === "closed") return { outcome: "unchanged", reason: noApplication, ...nothing };
  const erased = link?.state === "linked" && link.directoryId !== input.directoryUser?.id;
  if (erased && mapped.active === false) return { outcome: "unchanged", reason: wasErased, ...nothing };
  if (link?.state === "linked" && !erased && input.directoryUser !== undefined) {
    return updateLinked(input, mapped, link, input.directoryUser);
  }
  if (link?.state === "conflict" && input.match === undefined) {
    return { outcome: "conflict", reason: "waits for a person to decide whom it concerns", ...nothing };
  }
  const match: Match = input.match ?? { kind: "create", possibleRehire: false };
  if (match.kind === "conflict") {
    return {
      outcome: "conflict",
      reason: match.conflict.reason,
      link: { ...(link ?? newLink(input)), state: "conflict", conflict: match.conflict, held: false },
      directoryUser: undefined,
      events: [{ type: "user.conflict", outcome: "conflict", reason: match.conflict.reason }],
    };
  }
  if (match.kind === "create") return createDirectoryUser(input, mapped, match.possibleRehire);
  return takeOver(input, mapped, match);
}

/** A request that began before its application was deleted, and whose resource is there for a restoration. */
const noApplication = "the source application was deleted";

/** The person is gone and the source says inactive: as somebody new it comes back when the source says active. */
const wasErased = "the person was erased, and comes back as somebody new when the source says active";

const nothing = { link: undefined, directoryUser: undefined, events: [] } as const;

function createDirectoryUser(input: UserEffectInput, mapped: MappedValues, possibleRehire: boolean): UserEffect {
  const id = input.newDirectoryUserId;
  const attributes = mergeValues({}, [{ from: input.sourceApplicationId, values: mapped.values }], input.now);
  const facts: StatusFacts = {
    ...noStatusFacts,
    sourceActive: mapped.active === undefined ? true : mapped.active === true,
  };
  const flags = [...(possibleRehire ? ["possible-rehire"] : []), ...(mapped.active === null ? [notBoolean] : [])];
  const directoryUser: DirectoryUser = {
    ...facts,
    id,
    attributes,
    status: directoryUserStatus(facts, input.now),
    incomplete: mapped.missing,
    flags,
    ...noSafeguards,
    leaving: null,
    version: 1,
    createdAt: input.now,
    modifiedAt: input.now,
  };
  return {
    outcome: "applied",
    reason: undefined,
    link: { ...(input.link ?? newLink(input)), ...linkedTo(id, true) },
    directoryUser,
    events: [
      {
        type: "user.created",
        outcome: "applied",
        directoryUserId: id,
        changes: [...diffAttributes({}, attributes), { attribute: "status", from: null, to: directoryUser.status }],
        ...(possibleRehire ? { reason: "possible rehire" } : {}),
      },
    ],
  };
}

/** Links the resource to somebody who exists: a leaver who returns, or a match. */
function takeOver(
  input: UserEffectInput,
  mapped: MappedValues,
  match: Match & { kind: "return" | "match" },
): UserEffect {
  const before = input.directoryUser;
  // The person was erased in the meantime: somebody new.
  if (before === undefined) return createDirectoryUser(input, mapped, false);
  const active = mapped.active === undefined ? true : mapped.active === true;
  const link: Link = {
    ...(input.link ?? newLink(input)),
    ...linkedTo(before.id, match.owning),
    sourceActive: match.owning ? null : active,
  };
  const type = match.kind === "return" ? "user.returned" : "user.linked";
  const linked: EventDraft = { type, outcome: "applied", directoryUserId: before.id };
  const valued = withValues(input, before, mapped, match.owning);
  if (!match.owning) return written(input, before, valued, link, [linked]);
  const unbin = before.binnedBy === "source" ? { binnedBy: null, binnedAt: null } : {};
  const after = revised(valued, { sourceActive: active, override: null, leaving: null, ...unbin }, input.now);
  if (input.heldBecause === undefined) return written(input, before, after, link, [linked]);
  return heldByGuard(input, before, { valued, departed: after }, link, input.heldBecause, [linked]);
}

function newLink({ sourceApplicationId, resourceId }: UserEffectInput): Link {
  return pendingLink(sourceApplicationId, resourceId);
}

function linkedTo(
  directoryId: string,
  owning: boolean,
): Pick<Link, "state" | "directoryId" | "owning" | "held" | "conflict"> {
  return { state: "linked", directoryId, owning, held: false, conflict: null };
}
