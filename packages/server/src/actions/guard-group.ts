import { decideGroupEffect, type GroupEffect, type GroupEffectInput } from "../domain/decide-group-effect.ts";
import { departureOfGroup, departureOfMembers, noDepartures, watchesLosses } from "../domain/guard.ts";
import { pendingLink } from "../domain/link.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { countLosses, countMembersOutside } from "../storage/read/guard-counts.ts";
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
  const effect = decideGroupEffect(input);
  const members = change.decidedOn?.memberCount ?? 0;
  if (application.mode !== "live" || (change.actor ?? "source") !== "source") return write(effect, undefined, false);
  if (change.after === undefined) {
    if (input.directoryGroup === undefined) return write(effect, undefined, false);
    const hold = (reason: string) => write(decideGroupEffect({ ...input, heldBecause: reason }), undefined, false);
    if (change.link?.guard?.target === "delete") return hold(waitsAlready);
    return passGuard(deps, application, departureOfGroup(members), (verdict) =>
      verdict.kind === "held" ? hold(verdict.reason) : write(effect, verdict, false),
    );
  }
  const losing = await countLosing(deps, application, change, members);
  if (losing === 0) return write(effect, undefined, false);
  const hold = (reason: string) => write(lossHeld(effect, input, reason), undefined, true);
  if (change.link?.guard) return hold(waitsAlready);
  const { organizationId, id } = application;
  const before = await countLosses(deps.database.reader, organizationId, id, change.resourceId, input.now);
  const load = departureOfMembers(members + before, before + losing, losing);
  if (load === undefined) return write(effect, { load: noDepartures, limits: undefined, lost: losing }, false);
  return passGuard(deps, application, load, (verdict) =>
    verdict.kind === "held" ? hold(verdict.reason) : write(effect, { ...verdict, lost: losing }, false),
  );
}

const waitsAlready = "the guard holds it: it waits for a person";

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
function lossHeld(effect: GroupEffect, input: GroupEffectInput, reason: string): GroupEffect {
  const link = effect.link ?? input.link ?? pendingLink(input.sourceApplicationId, input.resourceId);
  const since = input.link?.guard?.since ?? input.now;
  return { ...effect, outcome: "held", reason, link: { ...link, guard: { target: "members", since } } };
}
