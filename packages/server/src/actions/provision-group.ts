import type { Resource } from "@rollcall/scim/resource.ts";
import { applyMapping } from "../domain/apply-mapping.ts";
import { decideGroupEffect, findReturningGroup } from "../domain/decide-group-effect.ts";
import type { DirectoryGroup } from "../domain/directory-group.ts";
import type { Link } from "../domain/link.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { NewGroupContext } from "../storage/read/group-contexts.ts";
import { lockGroupAt } from "../storage/write/group-locks.ts";
import { writeProvisionedChanges } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps, ProvisioningRequest } from "./action-deps.ts";
import { eventsFrom } from "./events-from.ts";
import { alreadyLikeThis, departureOf, type Provisioned } from "./provision-user.ts";
import { refuseTakenValue, writeChange } from "./write-change.ts";

/** How the members of a group are to change: SCIM ids that exist in the application. */
export interface MemberDelta {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** The members after the change are those in `add` and nobody else. */
  readonly replace: boolean;
}

/** A change of a provisioned group, ready to be linked, mapped, decided and written. */
export interface GroupChange {
  readonly resourceId: string;
  readonly resource: ProvisionedChange["resource"];
  /** The resource after the change; undefined when it is deleted. */
  readonly after: Resource | undefined;
  readonly externalId: string | null;
  readonly nameKey: string | null;
  readonly link: Link | undefined;
  readonly directoryGroup: DirectoryGroup | undefined;
  readonly members: MemberDelta | undefined;
  /** For a group that gets its name: the groups of the application that had it when that was found to be allowed. */
  readonly sameName?: NewGroupContext["sameName"] | undefined;
  /** For a group whose link is not decided: what it may be the return of. */
  readonly newGroup: NewGroupContext | undefined;
  /** What the decision, and the request's precondition, are made on: it must be so when the change is written. */
  readonly decidedOn?: { readonly version: number; readonly membershipChanges: number };
}

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
  const mapped = change.after === undefined ? undefined : applyMapping(application.mapping.groups, change.after);
  const returning = findReturn(change, now, application.policy.binRetentionDays);
  const before = change.directoryGroup ?? returning;
  const effect = decideGroupEffect({
    sourceApplicationId: application.id,
    resourceId: change.resourceId,
    mode: application.mode,
    policy: application.policy,
    mapped,
    link: change.link,
    directoryGroup: before,
    newDirectoryGroupId: deps.newId(),
    now,
  });
  if (change.resource === undefined && effect.link === undefined && change.members === undefined) {
    return { outcome: effect.outcome, reason: effect.reason };
  }

  const directoryGroupId = effect.link?.directoryId ?? change.link?.directoryId ?? null;
  const inForce = application.mode === "live" ? "applied" : application.mode === "observe" ? "observed" : "held";
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
    },
    directoryMembers:
      effect.members === undefined || before === undefined
        ? undefined
        : { directoryGroupId: before.id, groupId: change.resourceId, become: effect.members },
    departure: departureOf(application.mode, effect.link),
    decidedOn:
      change.resource === undefined && change.members === undefined && change.decidedOn !== undefined
        ? { resourceId: change.resourceId, resourceVersion: change.decidedOn.version }
        : undefined,
    groupName:
      change.sameName === undefined || change.nameKey === null
        ? undefined
        : { key: change.nameKey, seen: change.sameName.map(({ id }) => id) },
    claim: undefined,
    flagged: [],
    events: eventsFrom(effect.events, {
      newId: deps.newId,
      now,
      actor: "source",
      sourceApplicationId: application.id,
      scimId: change.resourceId,
      externalId: change.externalId,
      exchangeId,
    }),
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
            return (await writeProvisionedChanges(tx, organizationId, [provisioned]))[0];
          }),
        );
  const moved = written !== undefined && written.added + written.removed > 0;
  if (effect.outcome !== "unchanged") return { outcome: effect.outcome, reason: effect.reason };
  if (moved) return { outcome: inForce, reason: undefined };
  return { outcome: "unchanged", reason: change.resource === undefined ? alreadyLikeThis : effect.reason };
}

/** The directory group that a group without a decided link was before its resource was deleted. */
function findReturn(change: GroupChange, now: string, retentionDays: number): DirectoryGroup | undefined {
  if (change.newGroup === undefined || change.after === undefined) return undefined;
  const since = new Date(Date.parse(now) - retentionDays * 86_400_000).toISOString();
  const former = findReturningGroup(change.externalId, change.nameKey, change.newGroup.former, since);
  return former && change.newGroup.directoryGroups.get(former.directoryGroupId);
}
