import { decideUserEffect } from "../domain/decide-user-effect.ts";
import { departureOfUser, type HeldBecause, isProtected, waitsAlready } from "../domain/guard.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { takesAway } from "../domain/takes-away.ts";
import type { UserEffect, UserEffectInput } from "../domain/user-effect.ts";
import type { ActionDeps } from "./action-deps.ts";
import { passGuard } from "./pass-guard.ts";
import type { Provisioned } from "./provisioned.ts";
import type { UserChange } from "./user-change.ts";

/** Decides, and asks the guard where the source takes somebody's access away. */
export async function throughGuard(
  deps: ActionDeps,
  application: CompiledApplication,
  change: UserChange,
  input: UserEffectInput,
  write: (effect: UserEffect, departures: ProvisionedChange["departures"]) => Promise<Provisioned>,
): Promise<Provisioned> {
  const effect = decideUserEffect(input);
  const before = input.directoryUser;
  if (application.mode !== "live" || (change.actor ?? "source") !== "source") return write(effect, undefined);
  const hold = (heldBecause: HeldBecause) => write(decideUserEffect({ ...input, heldBecause }), undefined);
  const guarded = input.link?.guard;
  const spared =
    before !== undefined &&
    before.protection !== null &&
    takesAway(before, effect.directoryUser, input.link, effect.link);
  if (spared) return hold(guarded ? waitsAlready(guarded) : isProtected);
  const load = departureOfUser(before, effect.directoryUser);
  if (load === undefined) return write(effect, undefined);
  if (guarded) return hold(waitsAlready(guarded));
  return passGuard(deps, application, load, (verdict) =>
    verdict.kind === "held" ? hold({ cause: "limit", reason: verdict.reason }) : write(effect, verdict),
  );
}
