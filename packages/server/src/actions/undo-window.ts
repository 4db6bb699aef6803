import type { Hold } from "../domain/directory-user.ts";
import { changeEvents } from "../domain/directory-user-change.ts";
import type { EventDraft, ProvisioningEvent } from "../domain/provisioning-event.ts";
import { idAt } from "../domain/id.ts";
import { applyGroupReversal, type GroupReversal, reverseGroup } from "../domain/undo-group.ts";
import {
  isInWindow,
  type LeftChange,
  type ReversedChange,
  type UndoWindow,
  withoutGroupRules,
} from "../domain/undo-history.ts";
import { namesGiven } from "../domain/undo-names.ts";
import { membershipsChanged, type ReversedMembership, reverseMemberships } from "../domain/undo-membership.ts";
import { applyUserReversal, reverseUser, type UserReversal } from "../domain/undo-user.ts";
import { findDirectoryGroup } from "../storage/read/group-contexts.ts";
import { findDirectoryUser, findDirectoryUsers } from "../storage/read/open-links.ts";
import { readStandingMemberships } from "../storage/read/standing-memberships.ts";
import { readEventsOfGroups, readEventsOfPeople, readWindow } from "../storage/read/undo-events.ts";
import { liftNameCollisions } from "../storage/write/name-collisions.ts";
import { overrideMemberships } from "../storage/write/membership-overrides.ts";
import { changeOfUser } from "./administer-directory-user.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { eventsFrom } from "./events-from.ts";
import { flagCollisions } from "./name-collisions.ts";

/** Events of the organization that a batch looks through. */
const page = 512;
/** People whose changes are written side by side: their writes go together. */
const side = 32;
/** An event's id is of the node's clock, its instant may be a little older: so far apart, at most. */
const skew = 60_000;

/** What an undo does, or would do, to one person or group. */
export interface Reversed {
  readonly kind: "user" | "group";
  /** The directory user's or group's id. */
  readonly id: string;
  readonly reversed: readonly ReversedChange[];
  readonly left: readonly LeftChange[];
}

/** One batch of a window. */
export interface ReversedBatch {
  readonly items: readonly Reversed[];
  /** Events of the organization that it looked through. */
  readonly looked: number;
  /** Where the next batch begins; undefined at the end. */
  readonly next: string | undefined;
}

/** A window of an application of an organization. */
export type Where = UndoWindow & { readonly organizationId: string };

/** The ids between which the events of a window are, both exclusive. */
export function windowIds({ from, until }: UndoWindow): { readonly after: string; readonly below: string } {
  return { after: idAt(Date.parse(from) - skew), below: idAt(Date.parse(until) + skew) };
}

/**
 * Says what the undo of a window does to those whose first event within the window is in the next batch, or does it.
 * Whoever is undone already is left alone, so that a batch can be done once more.
 *
 * @param after where the batch begins
 * @param by who undoes it; undefined says what it would do
 */
export async function undoBatch(deps: ActionDeps, window: Where, after: string, by?: Hold): Promise<ReversedBatch> {
  const { organizationId, sourceApplicationId } = window;
  const { lists } = deps.database;
  const { after: start, below } = windowIds(window);
  const found = await readWindow(lists, organizationId, sourceApplicationId, after, below, page);
  const [ofPeople, ofGroups] = await Promise.all([
    readEventsOfPeople(lists, organizationId, found.people, start),
    readEventsOfGroups(lists, organizationId, found.groups, start),
  ]);
  const first = (events: readonly ProvisioningEvent[]) => events.find((event) => isInWindow(event, window));
  // Whoever's first event is in an earlier batch was met there.
  const isHere = ([, events]: readonly [string, readonly ProvisioningEvent[]]) => (first(events)?.id ?? "") > after;
  const read = (all: ReadonlyMap<string, readonly ProvisioningEvent[]>) =>
    [...all].map(([id, events]) => [id, withoutGroupRules(events)] as const).filter(isHere);
  const people = read(ofPeople);
  const groups = read(ofGroups);
  const items: Reversed[] = [];
  // Groups before their members: a membership is effective only where its group is there.
  for (const [id, events] of groups) items.push(await undoGroup(deps, window, id, events, by));
  items.push(...(await undoPeople(deps, window, people, by)));
  return {
    items: items.filter((item) => item.reversed.length + item.left.length > 0),
    looked: found.looked,
    next: found.last,
  };
}

async function undoPeople(
  deps: ActionDeps,
  window: Where,
  people: readonly (readonly [string, readonly ProvisioningEvent[]])[],
  by: Hold | undefined,
): Promise<Reversed[]> {
  const { organizationId, sourceApplicationId } = window;
  const { lists } = deps.database;
  const changed = people.flatMap(([, events]) => membershipsChanged(events, window));
  const [users, standing] = await Promise.all([
    findDirectoryUsers(
      lists,
      organizationId,
      people.map(([id]) => id),
    ),
    readStandingMemberships(lists, organizationId, sourceApplicationId, changed),
  ]);
  const items: Reversed[] = [];
  for (let at = 0; at < people.length; at += side) {
    const some = people.slice(at, at + side);
    const reversals = await Promise.all(
      some.map(async ([id, events]) => {
        const reversal = reverseUser(id, events, window, users.get(id));
        return by === undefined || reversal.reversed.length === 0
          ? reversal
          : decideAgain(() => undoUser(deps, window, id, events, by), id);
      }),
    );
    for (const [index, [id, events]] of some.entries()) {
      const own = reversals[index];
      // Somebody who is gone, or goes to the bin, has no memberships to speak of.
      const memberships =
        own === undefined || own.created || !users.has(id)
          ? { reversed: [], left: [] }
          : reverseMemberships(events, window, standing);
      if (by !== undefined) await applyMemberships(deps, window, memberships.reversed, by);
      const reversed = [...(own?.reversed ?? []), ...memberships.reversed];
      items.push({ kind: "user", id, reversed, left: [...(own?.left ?? []), ...memberships.left] });
    }
  }
  if (by !== undefined) {
    const { ids, keys } = namesGiven(people, window);
    await liftNameCollisions(deps.database.pool, organizationId, ids, keys);
  }
  return items;
}

async function applyMemberships(
  deps: ActionDeps,
  { organizationId, sourceApplicationId }: Where,
  reversed: readonly ReversedMembership[],
  by: Hold,
): Promise<void> {
  const wanted = reversed.map(({ directoryGroupId, directoryUserId, memberId, to }) => ({
    directoryGroupId,
    directoryUserId,
    memberId,
    stands: to === true,
  }));
  await overrideMemberships(deps.database.pool, organizationId, sourceApplicationId, wanted, by);
}

async function undoUser(
  deps: ActionDeps,
  window: Where,
  id: string,
  events: readonly ProvisioningEvent[],
  by: Hold,
): Promise<UserReversal> {
  const { organizationId, sourceApplicationId } = window;
  const before = await findDirectoryUser(deps.database.reader, organizationId, id);
  const reversal = reverseUser(id, events, window, before);
  if (before === undefined || reversal.reversed.length === 0) return reversal;
  const now = deps.now();
  const after = applyUserReversal(before, reversal, { ...by, at: now });
  const { directoryUser: written = after, others } = await flagCollisions(deps, organizationId, before, after);
  const drafts = changeEvents(before, after, "applied", by.reason);
  const change = changeOfUser(deps, organizationId, before, written, drafts, by.by);
  // The events are among those of the application whose doings they take back.
  const told = change.events.map((one) => ({ ...one, sourceApplicationId }));
  await deps.writer.write({ ...change, flagged: others, events: told });
  return reversal;
}

async function undoGroup(
  deps: ActionDeps,
  window: Where,
  id: string,
  events: readonly ProvisioningEvent[],
  by: Hold | undefined,
): Promise<Reversed> {
  const { organizationId, sourceApplicationId } = window;
  const standing = await readStandingMemberships(
    deps.database.lists,
    organizationId,
    sourceApplicationId,
    membershipsChanged(events, window),
  );
  const reversal = await decideAgain(async () => {
    const before = await findDirectoryGroup(deps.database.reader, organizationId, id);
    const decided = reverseGroup(id, events, window, before);
    if (by === undefined || before === undefined || decided.reversed.length === 0) return decided;
    const now = deps.now();
    const after = applyGroupReversal(before, decided, now);
    await deps.writer.write({
      organizationId,
      sourceApplicationId: null,
      resourceType: "Group",
      exchangeId: null,
      now,
      resource: undefined,
      link: undefined,
      directoryUser: undefined,
      directoryGroup: { before, after },
      memberships: undefined,
      directoryMembers: undefined,
      claim: undefined,
      flagged: [],
      events: eventsFrom([groupEvent(decided, by.reason)], {
        newId: deps.newId,
        now,
        actor: by.by,
        sourceApplicationId,
        scimId: null,
        externalId: null,
        exchangeId: null,
      }),
    });
    return decided;
  }, id);
  const memberships = reverseMemberships(events, window, standing);
  if (by !== undefined) await applyMemberships(deps, window, memberships.reversed, by);
  return {
    kind: "group",
    id,
    reversed: [...reversal.reversed, ...memberships.reversed],
    left: [...reversal.left, ...memberships.left],
  };
}

function groupEvent({ directoryGroupId, reversed }: GroupReversal, reason: string): EventDraft {
  const status = reversed.find(({ attribute }) => attribute === "status")?.to;
  const type = status === "binned" ? "group.binned" : status === "active" ? "group.returned" : "group.changed";
  const changes = reversed
    .filter(({ attribute }) => attribute !== "status")
    .map(({ attribute, from, to }) => ({ attribute, from, to }));
  return { type, outcome: "applied", reason, directoryGroupId, changes };
}
