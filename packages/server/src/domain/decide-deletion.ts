import { onUserDelete } from "./deprovisioning-policy.ts";
import type { DirectoryUser } from "./directory-user.ts";
import { changeEvents, nextVersion, revised, statusEvents } from "./directory-user-change.ts";
import type { HeldBecause } from "./guard.ts";
import type { Link } from "./link.ts";
import { mergeValues } from "./merge-values.ts";
import type { EventDraft } from "./provisioning-event.ts";
import { hearWord, saidTogether, sourcesSay } from "./status-rule.ts";
import { turnStatus } from "./turn-status.ts";
import { noValues } from "./update-linked-user.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/** Decides what the deletion of a user resource does to the directory (rules.md section 4). */
export function decideDeletion(input: UserEffectInput): UserEffect {
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
  const end = drives(input, input.link) ? endOfPerson(input, before) : endOfLink(input, input.link, before);
  const unlinked: EventDraft = { type: "user.unlinked", outcome: "applied", directoryUserId: before.id };
  const { after, events, waits, reason } = end;
  const all = [...events, end.unlinkedBecause === undefined ? unlinked : { ...unlinked, reason: end.unlinkedBecause }];
  if (input.heldBecause !== undefined) {
    return deletionHeld(input, input.link, waits ? all : [unlinked], input.heldBecause);
  }
  return { outcome: "applied", reason, link, directoryUser: nextVersion(before, after, input.now), events: all };
}

interface End {
  readonly after: DirectoryUser;
  readonly events: readonly EventDraft[];
  /** The events tell what waits, where the guard holds it. */
  readonly waits: boolean;
  readonly reason: string | undefined;
  readonly unlinkedBecause: string | undefined;
}

/** Tells whether nobody has the person when this link is gone: its source's last word is the person's. */
function drives({ statusRule = "owner", others }: UserEffectInput, { owning }: Link): boolean {
  if (statusRule === "owner") return owning;
  return others.length === 0 || (owning && sourcesSay(saidTogether(statusRule, false, others)) !== true);
}

/** The person is disabled or goes to the bin, and keeps the values. */
function endOfPerson(input: UserEffectInput, before: DirectoryUser): End {
  const gone = { said: { sourceActive: false, sourcesActive: null }, turn: "departs", gone: true } as const;
  const bins = onUserDelete(input.policy) === "bin";
  // DELETE is the source's last word: it ends an administrator's override.
  const { facts, sparedBecause: spared } = turnStatus(gone, before, bins, input);
  const after = revised(before, facts, input.now);
  const events = changeEvents(before, after, "applied", spared);
  return { after, events, waits: true, reason: spared, unlinkedBecause: spared };
}

/** The person goes on by other sources: what this one gave ends, and the status is what the others say. */
function endOfLink(input: UserEffectInput, link: Link, before: DirectoryUser): End {
  const { statusRule: rule = "owner", others, precedence } = input;
  const given = [...others, { from: input.sourceApplicationId, values: noValues }];
  const attributes = mergeValues(before.attributes, given, input.now, precedence);
  const valued = revised(before, { attributes }, input.now);
  const wordBefore = link.owning ? before.sourceActive : (link.sourceActive ?? null);
  const heard = hearWord(rule, before, { owning: link.owning, active: false, before: wordBefore }, others);
  const bins = onUserDelete(input.policy) === "bin";
  const { facts, sparedBecause } = heard === undefined ? { facts: {} } : turnStatus(heard, valued, bins, input);
  const after = revised(valued, facts, input.now);
  const why = sparedBecause ?? heard?.reason;
  return {
    after,
    events: statusEvents(before, after, "applied", why),
    waits: heard?.turn === "departs",
    reason: why ?? "ended this source's own link only",
    unlinkedBecause: why ?? (link.owning ? undefined : "not the owning source"),
  };
}

/** The guard holds the deletion of a resource: the directory stays, and so does the link. */
function deletionHeld(
  input: UserEffectInput,
  link: Link,
  events: readonly EventDraft[],
  { cause, reason }: HeldBecause,
): UserEffect {
  const again = link.guard?.target === "delete";
  const guard = again
    ? link.guard
    : { target: "delete" as const, since: input.now, because: link.guard?.because ?? cause };
  // What waits already was told when it began to.
  const held = again ? [] : events.map((event): EventDraft => ({ ...event, outcome: "held", reason }));
  return { outcome: "held", reason, link: { ...link, held: true, guard }, directoryUser: undefined, events: held };
}
