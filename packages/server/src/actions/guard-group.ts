import { decideGroupEffect, type GroupEffect, type GroupEffectInput } from "../domain/decide-group-effect.ts";
import {
  departureOfGroup,
  departureOfMembers,
  type HeldBecause,
  holdsProtected,
  noDepartures,
  waitsAlready,
  watchesLosses,
} from "../domain/guard.ts";
import { pendingLink } from "../domain/link.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { countLosses, countMembersOutside, hasGuardedMembers } from "../storage/read/guard-counts.ts";
import { losesProtectedMember } from "../storage/read/protected-people.ts";
import type { ActionDeps } from "./action-deps.ts";
import { passGuard } from "./pass-guard.ts";
import type { GroupChange } from "./group-change.ts";
import type { Provisioned } from "./provisioned.ts";

type Write = (
  effect: GroupEffect,
  departures: ProvisionedChange["departures"],
  guarded: boolean,
) => Promise<Provisioned>;

/** Decides, and asks the guard where a group goes or loses more than half of its members within an hour. */
export async function throughGuard(
  deps: ActionDeps,
  application: CompiledApplication,
  change: GroupChange,
  input: GroupEffectInput,
  write: Write,
): Promise<Provisioned> {
  const { organizationId, id } = application;
  const waits = change.link?.guard;
  const isLetIn = waits?.target === "leave" && !input.leftOut;
  const holdsMembers =
    isLetIn && (await hasGuardedMembers(deps.database.reader, organizationId, id, change.resourceId));
  const effect = decideGroupEffect({ ...input, holdsMembers });
  const members = change.decidedOn?.memberCount ?? 0;
  if (application.mode !== "live" || (change.actor ?? "source") !== "source") return write(effect, undefined, false);
  if (change.after === undefined) {
    if (input.directoryGroup === undefined || change.link?.state === "left-out") return write(effect, undefined, false);
    const hold = (heldBecause: HeldBecause) => write(decideGroupEffect({ ...input, heldBecause }), undefined, false);
    if (change.link?.guard?.target === "delete") return hold(waitsAlready(change.link.guard));
    if (await hasProtectedMembers(deps, application, change.resourceId)) return hold(holdsProtected);
    return passGuard(deps, application, departureOfGroup(members), (verdict) =>
      verdict.kind === "held" ? hold({ cause: "limit", reason: verdict.reason }) : write(effect, verdict, false),
    );
  }
  if (effect.crosses !== "out") return guardLosses(deps, application, change, input, effect, write);
  const stays = (heldBecause: HeldBecause) =>
    guardLosses(deps, application, change, input, decideGroupEffect({ ...input, heldBecause }), write);
  if (waits?.target === "leave") return stays(waitsAlready(waits));
  if (await hasProtectedMembers(deps, application, change.resourceId)) return stays(holdsProtected);
  return passGuard(deps, application, departureOfGroup(members), (verdict) =>
    verdict.kind === "held" ? stays({ cause: "limit", reason: verdict.reason }) : write(effect, verdict, false),
  );
}

/** Asks the guard where a group that stays loses more than half of its members within an hour. */
async function guardLosses(
  deps: ActionDeps,
  application: CompiledApplication,
  change: GroupChange,
  input: GroupEffectInput,
  effect: GroupEffect,
  write: Write,
): Promise<Provisioned> {
  // Nothing of a group that is left out of the directory is lost there.
  if ((effect.link ?? input.link)?.state === "left-out") return write(effect, undefined, false);
  const members = change.decidedOn?.memberCount ?? 0;
  const hold = (because: HeldBecause) => write(lossHeld(effect, input, because), undefined, true);
  if (await losesProtectedMembers(deps, application, change)) {
    return hold(change.link?.guard ? waitsAlready(change.link.guard) : holdsProtected);
  }
  const losing = await countLosing(deps, application, change, members);
  if (losing === 0) return write(effect, undefined, false);
  if (change.link?.guard) return hold(waitsAlready(change.link.guard));
  const { organizationId, id } = application;
  const before = await countLosses(deps.database.reader, organizationId, id, change.resourceId, input.now);
  const load = departureOfMembers(members + before, before + losing, losing);
  if (load === undefined) return write(effect, { load: noDepartures, limits: undefined, lost: losing }, false);
  return passGuard(deps, application, load, (verdict) =>
    verdict.kind === "held"
      ? hold({ cause: "limit", reason: verdict.reason })
      : write(effect, { ...verdict, lost: losing }, false),
  );
}

/** Tells whether a group holds somebody who is protected; asks only where the organization protects anybody. */
async function hasProtectedMembers(
  { database }: ActionDeps,
  { organizationId, id, protectsPeople }: CompiledApplication,
  groupId: string,
): Promise<boolean> {
  return protectsPeople && losesProtectedMember(database.reader, organizationId, id, groupId, { outside: [] });
}

async function losesProtectedMembers(
  { database }: ActionDeps,
  { organizationId, id, protectsPeople }: CompiledApplication,
  { resourceId, members }: GroupChange,
): Promise<boolean> {
  if (!protectsPeople || members === undefined) return false;
  if (!members.replace && members.remove.length === 0) return false;
  const lost = members.replace ? { outside: members.add } : { among: members.remove };
  return losesProtectedMember(database.reader, organizationId, id, resourceId, lost);
}

/** How many members a large group loses by a change. */
async function countLosing(
  deps: ActionDeps,
  { organizationId, id }: CompiledApplication,
  { resourceId, link, members }: GroupChange,
  present: number,
): Promise<number> {
  if (members === undefined || !(watchesLosses(present) || link?.guard)) return 0;
  if (!members.replace) return members.remove.length;
  return countMembersOutside(deps.database.reader, organizationId, id, resourceId, members.add);
}

/** The guard holds that members are lost: everything else of the change applies. */
function lossHeld(effect: GroupEffect, input: GroupEffectInput, { cause, reason }: HeldBecause): GroupEffect {
  const link = effect.link ?? input.link ?? pendingLink(input.sourceApplicationId, input.resourceId);
  const { since, because } = link.guard ?? { since: input.now, because: cause };
  const target = link.guard?.target === "leave" ? "leave" : "members";
  return { ...effect, outcome: "held", reason, link: { ...link, guard: { target, since, because } } };
}
