import type { conflictRoutes, Conflict as Presented } from "@rollcall/admin-api/conflicts.ts";
import { isObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import { listConflicts, type OpenConflict } from "../../storage/read/conflicts.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { textOf } from "./present-values.ts";

export const conflictHandlers: HandlersOf<typeof conflictRoutes> = {
  listConflicts: async ({ deps, organizationId, query }) => {
    const { position, limit } = listParameters("conflicts", query, [2]);
    const application = query.sourceApplicationId ?? null;
    const page = await listConflicts(deps.database.lists, organizationId, application, position, limit);
    return presentPage("conflicts", page, present);
  },
};

function present(conflict: OpenConflict): Presented {
  const { resource } = conflict;
  return {
    id: conflict.resourceId,
    sourceApplicationId: conflict.sourceApplicationId,
    sourceApplicationName: conflict.sourceApplicationName,
    resourceType: conflict.resourceType,
    scimId: conflict.resourceId,
    externalId: text(own(resource, "externalId")),
    userName: text(own(resource, "userName")),
    displayName: text(own(resource, "displayName")),
    email: firstEmail(resource),
    reason: conflict.reason,
    candidates: conflict.candidates.map(({ id, attributes, status }) => ({
      id,
      userName: textOf(attributes, "userName"),
      displayName: textOf(attributes, "displayName"),
      email: textOf(attributes, "email"),
      status,
    })),
    createdAt: conflict.createdAt,
  };
}

function firstEmail(resource: Resource): string | null {
  const emails = own(resource, "emails");
  const first = Array.isArray(emails) ? emails[0] : undefined;
  return isObject(first) ? text(own(first, "value")) : null;
}

function text(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}
