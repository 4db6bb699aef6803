import type { DirectoryUser } from "../domain/directory-user.ts";
import { liftSafeguard, placeSafeguard, type Safeguard } from "../domain/safeguard.ts";
import { writeProvisionedChanges } from "../storage/write/provisioned-changes.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type Administration, changeOfUser, foundDirectoryUser } from "./administer-directory-user.ts";
import { changeSettings } from "./change-settings.ts";
import { decideAgain } from "./decide-again.ts";

/** Lets no source take anything away from a person. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const protectDirectoryUser = byHand("protection", placeSafeguard);

/** Ends that. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const unprotectDirectoryUser = byHand("protection", liftSafeguard);

/** Keeps a person out of the bin. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const placeLegalHold = byHand("legalHold", placeSafeguard);

/** Ends that. @throws RollcallError directory_user.not_found, directory_user.wrong_state */
export const liftLegalHold = byHand("legalHold", liftSafeguard);

function byHand(safeguard: Safeguard, change: typeof placeSafeguard) {
  return async (
    deps: ActionDeps,
    organizationId: string,
    directoryUserId: string,
    { actor, reason }: Administration,
  ): Promise<DirectoryUser> =>
    decideAgain(async () => {
      const { directoryUser: before } = await foundDirectoryUser(deps, organizationId, directoryUserId);
      const { after, events } = change(before, safeguard, { reason, by: actor, at: deps.now() });
      const written = changeOfUser(deps, organizationId, before, after, events, actor);
      // Nodes keep whether anybody is protected with the settings of an application.
      const memberships = await changeSettings(deps, (tx) => writeProvisionedChanges(tx, organizationId, [written]));
      deps.writer.written([written], memberships);
      return after;
    });
}
