import type { MappedValues } from "./apply-mapping.ts";
import { decideDeletion } from "./decide-deletion.ts";
import { diffAttributes } from "./diff-attributes.ts";
import { type DirectoryUser, noSafeguards, noStatusFacts, type StatusFacts } from "./directory-user.ts";
import { revised } from "./directory-user-change.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import { type Link, pendingLink } from "./link.ts";
import type { Match } from "./match-directory-user.ts";
import { mergeValues } from "./merge-values.ts";
import type { EventDraft } from "./provisioning-event.ts";
import { hearWord, saidTogether } from "./status-rule.ts";
import { turnStatus } from "./turn-status.ts";
import { heldByGuard, notBoolean, updateLinked, withValues, written } from "./update-linked-user.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/**
 * Decides what a change of a user resource does to the directory: link, map, status, policy (rules.md sections 1 to 6).
 * Depends on today's resource and the directory's facts only, so that live traffic, resuming after a pause and
 * re-applying a mapping are the same call.
 */
export function decideUserEffect(input: UserEffectInput): UserEffect {
  const effect = input.mapped === undefined ? decideDeletion(input) : afterWrite(input, input.mapped);
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
  if (!match.owning) return joined(input, { before, valued }, link, active, linked);
  const unbin = before.binnedBy === "source" ? { binnedBy: null, binnedAt: null } : {};
  const said = saidTogether(input.statusRule ?? "owner", active, input.others);
  const after = revised(valued, { ...said, override: null, leaving: null, ...unbin }, input.now);
  if (input.heldBecause === undefined) return written(input, before, after, link, [linked]);
  return heldByGuard(input, before, { valued, departed: after }, link, input.heldBecause, [linked]);
}

/** One more source has the person: by the organization's rule its word may count. */
function joined(
  input: UserEffectInput,
  { before, valued }: { readonly before: DirectoryUser; readonly valued: DirectoryUser },
  link: Link,
  active: boolean,
  linked: EventDraft,
): UserEffect {
  const rule = input.statusRule ?? "owner";
  const heard = hearWord(rule, before, { owning: false, active, before: null }, input.others);
  if (heard === undefined) return written(input, before, valued, link, [linked]);
  const { facts, sparedBecause } = turnStatus(heard, valued, input.policy.deleteDeactivatedUsers, input);
  const after = revised(valued, facts, input.now);
  if (input.heldBecause !== undefined && !active) {
    const unsaid = { ...link, sourceActive: null };
    return heldByGuard(input, before, { valued, departed: after }, unsaid, input.heldBecause, [linked]);
  }
  return written(input, before, after, link, [linked], sparedBecause ?? heard.reason);
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
