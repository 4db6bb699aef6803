import type { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import {
  deleteDirectoryUser,
  disableDirectoryUser,
  enableDirectoryUser,
  reapplyFromSource,
  restoreDirectoryUser,
} from "../../actions/administer-directory-user.ts";
import {
  liftLegalHold,
  placeLegalHold,
  protectDirectoryUser,
  unprotectDirectoryUser,
} from "../../actions/administer-safeguard.ts";
import { changeLadderOfPerson } from "../../actions/change-ladder-of-person.ts";
import { actorOf } from "../../domain/principal.ts";
import { presentDirectoryUser } from "./directory-users.ts";
import type { HandlersOf } from "./handler.ts";

export const directoryUserAdministrationHandlers: HandlersOf<typeof directoryUserAdministrationRoutes> = {
  disableDirectoryUser: async ({ deps, principal, organizationId, params, body }) =>
    presentDirectoryUser(
      await disableDirectoryUser(deps, organizationId, params.directoryUserId, { actor: actorOf(principal), ...body }),
    ),
  enableDirectoryUser: async ({ deps, principal, organizationId, params, body }) =>
    presentDirectoryUser(
      await enableDirectoryUser(deps, organizationId, params.directoryUserId, { actor: actorOf(principal), ...body }),
    ),
  restoreDirectoryUser: async ({ deps, principal, organizationId, params, body }) =>
    presentDirectoryUser(
      await restoreDirectoryUser(deps, organizationId, params.directoryUserId, { actor: actorOf(principal), ...body }),
    ),
  deleteDirectoryUser: async ({ deps, principal, organizationId, params, query }) =>
    presentDirectoryUser(
      await deleteDirectoryUser(deps, organizationId, params.directoryUserId, { actor: actorOf(principal), ...query }),
    ),
  protectDirectoryUser: safeguarding(protectDirectoryUser),
  unprotectDirectoryUser: safeguarding(unprotectDirectoryUser),
  placeLegalHold: safeguarding(placeLegalHold),
  liftLegalHold: safeguarding(liftLegalHold),
  changeLadderOfDirectoryUser: async ({ deps, principal, organizationId, params, body: { change, reason } }) => {
    const by = { actor: actorOf(principal), reason };
    const user = await changeLadderOfPerson(deps, organizationId, params.directoryUserId, change, by);
    return { directoryUser: user === undefined ? null : presentDirectoryUser(user) };
  },
  reapplyDirectoryUser: async ({ deps, principal, organizationId, params }) => {
    const { outcome, reason } = await reapplyFromSource(
      deps,
      organizationId,
      params.directoryUserId,
      actorOf(principal),
    );
    // A refusal is thrown, never an outcome here.
    if (outcome === "refused") throw new Error("re-applying was refused without saying why");
    return { outcome, reason: reason ?? null };
  },
};

type SafeguardHandler = HandlersOf<typeof directoryUserAdministrationRoutes>["protectDirectoryUser"];

function safeguarding(change: typeof protectDirectoryUser): SafeguardHandler {
  return async ({ deps, principal, organizationId, params, body }) =>
    presentDirectoryUser(
      await change(deps, organizationId, params.directoryUserId, { actor: actorOf(principal), ...body }),
    );
}
