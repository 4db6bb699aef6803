import { findReturningGroup, type GroupEffect, type GroupEffectInput } from "../domain/decide-group-effect.ts";
import type { DirectoryGroup } from "../domain/directory-group.ts";
import { leftOutByRules, letInByRules, mapGroup } from "../domain/group-rules.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { Mode } from "../domain/source-application.ts";
import { lockGroupAt } from "../storage/write/group-locks.ts";
import { writeProvisionedChanges } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { eventsFrom } from "./events-from.ts";
import type { GroupChange } from "./group-change.ts";
import { throughGuard } from "./guard-group.ts";
import { departureOf } from "./provision-user.ts";
import { alreadyLikeThis, type Provisioned } from "./provisioned.ts";
import { refuseTakenValue, writeChange } from "./write-change.ts";

/**
 * Links, maps, decides and writes one change of a provisioned group and of its memberships in one statement, at a cost
 * that does not grow with the group unless the change names all its members.
 *
 * @throws the database's error with code RC001 when another write overtook this one: decide again
 */
export async function provisionGroup(
  deps: ActionDeps,
  { application, exchangeId, precondition }: ProvisioningRequest,
  change: GroupChange,
): Promise<Provisioned> {
  const now = deps.now();
  const { mapped, leftOut = false } =
    change.after === undefined ? {} : mapGroup(application.mapping.groups, application.groupRules, change.after);
  const returning = findReturn(change, now, application.policy.binRetentionDays);
  const before = change.directoryGroup ?? returning;
  const input: GroupEffectInput = {
    sourceApplicationId: application.id,
    resourceId: change.resourceId,
    mode: application.mode,
    policy: application.policy,
    mapped,
    leftOut,
    link: change.link,
    directoryGroup: before,
    newDirectoryGroupId: deps.newId(),
    now,
  };
  return throughGuard(deps, application, change, input, (effect, departures, guarded) =>
    writeGroup(deps, { application, exchangeId, precondition }, change, { before, effect, departures, guarded, now }),
  );
}

/** What a decision is written with. */
interface Decided {
  readonly before: DirectoryGroup | undefined;
  readonly effect: GroupEffect;
  readonly departures: ProvisionedChange["departures"];
  /** The guard holds the members' loss. */
  readonly guarded: boolean;
  readonly now: string;
}

async function writeGroup(
  deps: ActionDeps,
  { application, exchangeId, precondition }: ProvisioningRequest,
  change: GroupChange,
  { before, effect, departures, guarded, now }: Decided,
): Promise<Provisioned> {
  const writesNothing =
    change.resource === undefined &&
    change.members === undefined &&
    effect.link === undefined &&
    effect.directoryGroup === undefined;
  if (writesNothing) {
    return { outcome: effect.outcome, reason: effect.reason };
  }

  const directoryGroupId = effect.link?.directoryId ?? change.link?.directoryId ?? null;
  const link = effect.link ?? change.link;
  const isOut = link?.state === "left-out";
  const inForce = guarded ? "held" : membershipOutcome(application.mode);
  // A group is created before it has members: the ids of events are in this order.
  const events = eventsFrom(effect.events, {
    newId: deps.newId,
    now,
    actor: change.actor ?? "source",
    sourceApplicationId: application.id,
    scimId: change.resourceId,
    externalId: change.externalId,
    exchangeId,
  });
  const withEvents = (ids: readonly string[]) => ids.map((memberId) => ({ memberId, eventId: deps.newId() }));
  const provisioned: ProvisionedChange = {
    organizationId: application.organizationId,
    sourceApplicationId: application.id,
    resourceType: "Group",
    exchangeId,
    now,
    resource: change.resource,
    link: effect.link && { before: change.link, after: effect.link },
    directoryUser: undefined,
    directoryGroup: effect.directoryGroup && { before, after: effect.directoryGroup },
    memberships: change.members && {
      groupId: change.resourceId,
      directoryGroupId,
      add: withEvents(change.members.add),
      remove: withEvents(change.members.remove),
      replace: change.members.replace,
      outcome: inForce,
      guarded,
      untold: isOut,
    },
    directoryMembers:
      effect.members === undefined || before === undefined
        ? undefined
        : { directoryGroupId: before.id, groupId: change.resourceId, become: effect.members },
    departure: departureOf(application.mode, effect.link),
    departures,
    decidedOn: reliedOn(change, effect, isOut),
    membersTold:
      effect.crosses === undefined || directoryGroupId === null
        ? undefined
        : {
            groupId: change.resourceId,
            directoryGroupId,
            joins: effect.crosses === "in",
            reason: effect.crosses === "in" ? letInByRules : leftOutByRules,
            actor: change.actor ?? "source",
          },
    groupName:
      change.sameName === undefined || change.nameKey === null
        ? undefined
        : { key: change.nameKey, seen: change.sameName.map(({ id }) => id) },
    claim: undefined,
    flagged: [],
    events,
  };
  const { organizationId } = application;
  const { decidedOn } = change;
  // Members come and go without the group's row being written, so its version must be held by a lock.
  const written =
    precondition === undefined || decidedOn === undefined
      ? await writeChange(deps, provisioned)
      : await refuseTakenValue(deps, provisioned, () =>
          deps.database.transaction(async (tx) => {
            await lockGroupAt(tx, organizationId, application.id, change.resourceId, decidedOn);
            return writeProvisionedChanges(tx, organizationId, [provisioned]);
          }),
        ).then((memberships) => {
          deps.writer.written([provisioned], memberships);
          return memberships[0];
        });
  const moved = written === undefined ? 0 : written.added + written.removed;
  if (effect.outcome !== "unchanged") return { outcome: effect.outcome, reason: effect.reason, moved };
  if (moved > 0 && !isOut) return { outcome: inForce, reason: undefined, moved };
  return {
    outcome: "unchanged",
    reason: change.resource === undefined && !isOut ? alreadyLikeThis : effect.reason,
    moved,
  };
}

/** What the decision relies on and the change does not write. */
function reliedOn(change: GroupChange, effect: GroupEffect, isOut: boolean): ProvisionedChange["decidedOn"] {
  const { resourceId, decidedOn } = change;
  if (change.resource === undefined && change.members === undefined && decidedOn !== undefined) {
    return { resourceId, resourceVersion: decidedOn.version };
  }
  // Nothing is told of its members while it stays out: it must not come in at the same moment.
  return isOut && change.members !== undefined && effect.link === undefined
    ? { resourceId, linkState: "left-out" }
    : undefined;
}

function membershipOutcome(mode: Mode): "applied" | "observed" | "held" {
  return mode === "live" ? "applied" : mode === "observe" ? "observed" : "held";
}

/** The directory group that a group without a decided link was before its resource was deleted. */
function findReturn(change: GroupChange, now: string, retentionDays: number): DirectoryGroup | undefined {
  if (change.newGroup === undefined || change.after === undefined) return undefined;
  const since = new Date(Date.parse(now) - retentionDays * 86_400_000).toISOString();
  const former = findReturningGroup(change.externalId, change.nameKey, change.newGroup.former, since);
  return former && change.newGroup.directoryGroups.get(former.directoryGroupId);
}
