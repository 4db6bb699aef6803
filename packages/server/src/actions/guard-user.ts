import { decideUserEffect } from "../domain/decide-user-effect.ts";
import { departureOfUser, type HeldBecause } from "../domain/guard.ts";
import { heldAnyway } from "../domain/held-anyway.ts";
import type { ProvisionedChange } from "../domain/provisioned-change.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
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
  const because = heldAnyway(input, effect);
  if (because !== undefined) return hold(because);
  const load = departureOfUser(before, effect.directoryUser);
  if (load === undefined) return write(effect, undefined);
  return passGuard(deps, application, load, (verdict) =>
    verdict.kind === "held" ? hold({ cause: "limit", reason: verdict.reason }) : write(effect, verdict),
  );
}
