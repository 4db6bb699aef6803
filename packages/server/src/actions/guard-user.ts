import { decideUserEffect } from "../domain/decide-user-effect.ts";
import { departureOfUser } from "../domain/guard.ts";
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
  const load = departureOfUser(before, effect.directoryUser);
  if (load === undefined || application.mode !== "live" || (change.actor ?? "source") !== "source") {
    return write(effect, undefined);
  }
  if (change.link?.guard) return write(decideUserEffect({ ...input, heldBecause: waitsAlready }), undefined);
  if (before?.protected === true) return write(decideUserEffect({ ...input, heldBecause: isProtected }), undefined);
  return passGuard(deps, application, load, (verdict) =>
    verdict.kind === "held"
      ? write(decideUserEffect({ ...input, heldBecause: verdict.reason }), undefined)
      : write(effect, verdict),
  );
}

const waitsAlready = "the guard holds it: it waits for a person";
const isProtected = "the person is protected: no source takes anything away without a person's approval";
