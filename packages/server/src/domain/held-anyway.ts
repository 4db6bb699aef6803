import { departureOfUser, type HeldBecause, isProtected, waitsAlready } from "./guard.ts";
import { takesAway } from "./takes-away.ts";
import type { UserEffect, UserEffectInput } from "./user-effect.ts";

/** Why what a source takes away from somebody waits for a person, however much has gone within the hour. */
export function heldAnyway(input: UserEffectInput, effect: UserEffect): HeldBecause | undefined {
  const before = input.directoryUser;
  const guarded = input.link?.guard;
  const spared =
    before !== undefined &&
    before.protection !== null &&
    takesAway(before, effect.directoryUser, input.link, effect.link);
  if (spared) return guarded ? waitsAlready(guarded) : isProtected;
  return guarded && departureOfUser(before, effect.directoryUser) !== undefined ? waitsAlready(guarded) : undefined;
}
