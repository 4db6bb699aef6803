import type { HeldChange as Presented, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import { decideHeldChanges } from "../../actions/decide-held-changes.ts";
import { actorOf } from "../../domain/principal.ts";
import { type HeldChange, listHeldChanges } from "../../storage/read/held-changes.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { textOf } from "./present-values.ts";

export const heldChangeHandlers: HandlersOf<typeof heldChangeRoutes> = {
  listHeldChanges: async ({ deps, organizationId, query }) => {
    const { position, limit } = listParameters("held-changes", query, [2]);
    const application = query.sourceApplicationId ?? null;
    const page = await listHeldChanges(deps.database.lists, organizationId, application, position, limit);
    return presentPage("held-changes", page, present);
  },
  decideHeldChanges: async ({ deps, principal, application, body }) => ({
    decided: await decideHeldChanges(deps, application, body.scimIds, {
      kind: body.decision,
      by: actorOf(principal),
      reason: body.reason,
    }),
  }),
};

function present(held: HeldChange): Presented {
  const isGroup = held.resourceType === "Group";
  return {
    sourceApplicationId: held.sourceApplicationId,
    sourceApplicationName: held.sourceApplicationName,
    scimId: held.resourceId,
    resourceType: held.resourceType,
    target: held.target,
    because: held.because,
    since: held.since,
    directoryUserId: isGroup ? null : held.directoryId,
    directoryGroupId: isGroup ? held.directoryId : null,
    displayName: held.attributes && textOf(held.attributes, "displayName"),
    email: held.attributes && textOf(held.attributes, "email"),
    decision: held.decision?.kind ?? null,
  };
}
