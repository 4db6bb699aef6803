import type { MappedValues } from "./apply-mapping.ts";
import { type DeprovisioningPolicy, onUserDelete } from "./deprovisioning-policy.ts";
import { diffAttributes } from "./diff-attributes.ts";
import { type DirectoryUser, noStatusFacts, type StatusFacts } from "./directory-user.ts";
import { changeEvents, nextVersion, revised } from "./directory-user-change.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import { type Link, pendingLink } from "./link.ts";
import type { Match } from "./match-directory-user.ts";
import { type GivenValues, mergeValues } from "./merge-values.ts";
import type { EventDraft, Outcome } from "./provisioning-event.ts";
import type { Mode } from "./source-application.ts";

/** What another source gives to the same directory user. */
export interface OtherValues extends GivenValues {
  /** It was linked after the source in question, so that its values come after that one's. */
  readonly later?: boolean;
}

/** Everything that the effect of a user resource on the directory follows from. */
export interface UserEffectInput {
  readonly sourceApplicationId: string;
  readonly resourceId: string;
  readonly mode: Mode;
  readonly policy: DeprovisioningPolicy;
  /** What the mapping makes of the resource; undefined when the resource is deleted. */
  readonly mapped: MappedValues | undefined;
  /** The resource's link; undefined for a resource that is being created. */
  readonly link: Link | undefined;
  /** Whom the link, or the match, leads to. */
  readonly directoryUser: DirectoryUser | undefined;
  /** For a resource whose link is not decided: what matchDirectoryUser says. */
  readonly match: Match | undefined;
  /** What the other open links of the same directory user give, the owner's first. */
  readonly others: readonly OtherValues[];
  /** The id that a new directory user gets. */
  readonly newDirectoryUserId: string;
  /** ISO 8601. */
  readonly now: string;
}

/** What a provisioned change leads to. */
export interface UserEffect {
  readonly outcome: Exclude<Outcome, "refused">;
  readonly reason: string | undefined;
  /** The link as it is to be; undefined when it stays as it is. */
  readonly link: Link | undefined;
  /** The directory user as it is to be; undefined when nothing changes. */
  readonly directoryUser: DirectoryUser | undefined;
  readonly events: readonly EventDraft[];
}

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

function afterDelete(input: UserEffectInput): UserEffect {
  const link: Link | undefined = input.link && { ...input.link, state: "closed", held: false, conflict: null };
  const before = input.directoryUser;
  if (before === undefined || input.link?.state !== "linked") {
    return { outcome: "applied", reason: "nobody was linked", link, directoryUser: undefined, events: [] };
  }
  const unlinked: EventDraft = { type: "user.unlinked", outcome: "applied", directoryUserId: before.id };
  if (!input.link.owning) {
    const given = [...input.others, { from: input.sourceApplicationId, values: noValues }];
    const after = revised(before, { attributes: mergeValues(before.attributes, given, input.now) }, input.now);
    const events = [...changeEvents(before, after, "applied"), { ...unlinked, reason: "not the owning source" }];
    const directoryUser = nextVersion(before, after, input.now);
    return { outcome: "applied", reason: "ended this source's own link only", link, directoryUser, events };
  }
  const bin = onUserDelete(input.policy) === "bin" && before.binnedBy === null;
  const facts: Partial<StatusFacts> = {
    sourceActive: false,
    // DELETE is the source's last word: it ends an administrator's override.
    override: null,
    ...(bin ? { binnedBy: "source" as const, binnedAt: input.now } : {}),
  };
  const after = revised(before, facts, input.now);
  const events = [...changeEvents(before, after, "applied"), unlinked];
  return { outcome: "applied", reason: undefined, link, directoryUser: nextVersion(before, after, input.now), events };
}

function afterWrite(input: UserEffectInput, mapped: MappedValues): UserEffect {
  const link = input.link;
  if (link?.state === "ignored" && input.match === undefined) {
    return { outcome: "unchanged", reason: "an administrator ignores this resource", ...nothing };
  }
  if (link?.state === "closed") return { outcome: "unchanged", reason: noApplication, ...nothing };
  if (link?.state === "linked" && input.directoryUser !== undefined) {
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
    protected: false,
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
  let after = withValues(input, before, mapped, match.owning);
  if (match.owning) {
    const unbin = before.binnedBy === "source" ? { binnedBy: null, binnedAt: null } : {};
    after = revised(after, { sourceActive: active, override: null, ...unbin }, input.now);
  }
  const type = match.kind === "return" ? "user.returned" : "user.linked";
  const events: EventDraft[] = [
    { type, outcome: "applied", directoryUserId: before.id },
    ...changeEvents(before, after, "applied"),
  ];
  return { outcome: "applied", reason: undefined, link, directoryUser: nextVersion(before, after, input.now), events };
}

function updateLinked(input: UserEffectInput, mapped: MappedValues, link: Link, before: DirectoryUser): UserEffect {
  let after = withValues(input, before, mapped, link.owning);
  if (link.owning && typeof mapped.active === "boolean" && mapped.active !== before.sourceActive) {
    after = revised(after, activeTransition(before, mapped.active, input.policy, input.now), input.now);
  }
  const caughtUp = linkInForce(link, mapped.active);
  const events = [...changeEvents(before, after, "applied"), ...statusSaid(before.id, link, caughtUp)];
  if (events.length === 0 && sameFacts(before, after)) {
    return { outcome: "unchanged", reason: "no mapped attribute differs", ...nothing, link: caughtUp };
  }
  return {
    outcome: "applied",
    reason: link.owning ? undefined : "not the owning source: its values and memberships only",
    link: caughtUp,
    directoryUser: nextVersion(before, after, input.now),
    events,
  };
}

/** The link when the resource is in force: not held, and with what a source that does not own says of the status. */
function linkInForce(link: Link, active: MappedValues["active"]): Link | undefined {
  const sourceActive = link.owning || typeof active !== "boolean" ? link.sourceActive : active;
  if (!link.held && sourceActive === link.sourceActive) return undefined;
  return { ...link, held: false, ...(sourceActive === undefined ? {} : { sourceActive }) };
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
  policy: DeprovisioningPolicy,
  now: string,
): Partial<StatusFacts> {
  const facts: Partial<StatusFacts> = { sourceActive: active, override: null };
  if (active) return before.binnedBy === "source" ? { ...facts, binnedBy: null, binnedAt: null } : facts;
  const bin = policy.deleteDeactivatedUsers && before.binnedBy === null;
  return bin ? { ...facts, binnedBy: "source", binnedAt: now } : facts;
}

const noValues: MappedValues["values"] = new Map();

const notBoolean = "status-not-boolean";

function withValues(
  input: UserEffectInput,
  before: DirectoryUser,
  mapped: MappedValues,
  owning: boolean,
): DirectoryUser {
  // Another source's deactivation ends its own values: it gives none while it says inactive.
  const values = !owning && mapped.active === false ? noValues : mapped.values;
  const own: GivenValues = { from: input.sourceApplicationId, values };
  const sooner = owning ? [] : input.others.filter(({ later }) => later !== true);
  const given = [...sooner, own, ...input.others.filter((other) => !sooner.includes(other))];
  const attributes = mergeValues(before.attributes, given, input.now);
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

function newLink({ sourceApplicationId, resourceId }: UserEffectInput): Link {
  return pendingLink(sourceApplicationId, resourceId);
}

function linkedTo(
  directoryId: string,
  owning: boolean,
): Pick<Link, "state" | "directoryId" | "owning" | "held" | "conflict"> {
  return { state: "linked", directoryId, owning, held: false, conflict: null };
}
