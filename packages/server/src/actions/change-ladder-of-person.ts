import type { DirectoryUser, Leaving } from "../domain/directory-user.ts";
import { nextVersion } from "../domain/directory-user-change.ts";
import { RollcallError } from "../domain/errors.ts";
import { nextStep, withoutStep } from "../domain/leaver-ladder.ts";
import type { EventDraft } from "../domain/provisioning-event.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type Administration, foundDirectoryUser, writeDirectoryUser } from "./administer-directory-user.ts";
import { decideAgain } from "./decide-again.ts";
import { takeNextStep } from "./take-ladder-steps.ts";

/** What an administrator does with somebody's ladder. */
export type LadderChange = "stop" | "resume" | "skip" | "do-now";

/**
 * Stops the ladder of a leaver, lets it go on, leaves its next step out, or takes that step now.
 *
 * @returns the person; undefined when the step erased them
 * @throws {RollcallError} directory_user.not_found; directory_user.wrong_state; directory_user.legal_hold
 */
export async function changeLadderOfPerson(
  deps: ActionDeps,
  organizationId: string,
  directoryUserId: string,
  change: LadderChange,
  { actor, reason }: Administration,
): Promise<DirectoryUser | undefined> {
  return decideAgain(async () => {
    const { directoryUser: before } = await foundDirectoryUser(deps, organizationId, directoryUserId);
    const { leaving } = before;
    const next = leaving && nextStep(leaving);
    if (leaving === null || !next) throw wrongState("has no step of a ladder ahead");
    if (change === "do-now") {
      if (before.legalHold !== null && next.step !== "groups") {
        throw new RollcallError("directory_user.legal_hold", `Under legal hold since ${before.legalHold.at}`);
      }
      await takeNextStep(deps, organizationId, before, { actor, reason });
      return next.step === "erase"
        ? undefined
        : (await foundDirectoryUser(deps, organizationId, before.id)).directoryUser;
    }
    if (change === "stop" && leaving.stopped !== null) throw wrongState("stands still on its ladder already");
    if (change === "resume" && leaving.stopped === null) throw wrongState("does not stand still on its ladder");
    const now = deps.now();
    const changed: Leaving =
      change === "skip"
        ? withoutStep(leaving, next.step)
        : { ...leaving, stopped: change === "stop" ? { reason, by: actor, at: now } : null };
    const words = { stop: "ladder stopped", resume: "ladder goes on", skip: `step left out (${next.step})` }[change];
    const event: EventDraft = {
      type: "user.changed",
      outcome: "applied",
      directoryUserId: before.id,
      reason: `${words}: ${reason}`,
    };
    const after = nextVersion(before, { ...before, leaving: changed }, now);
    await writeDirectoryUser(deps, organizationId, before, after, [event], actor);
    return after;
  });
}

function wrongState(sentence: string): RollcallError {
  return new RollcallError("directory_user.wrong_state", `The directory user ${sentence}`);
}
