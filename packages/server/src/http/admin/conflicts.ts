import type { conflictRoutes, Conflict as Presented } from "@rollcall/admin-api/conflicts.ts";
import type { ProvisioningOutcome } from "@rollcall/admin-api/directory-user-administration.ts";
import { isObject, type JsonValue, own, type Resource } from "@rollcall/scim/resource.ts";
import { type Resolution, resolveConflict } from "../../actions/resolve-conflict.ts";
import { applyMapping, type MappedValues } from "../../domain/apply-mapping.ts";
import { conflictDifferences } from "../../domain/conflict-differences.ts";
import { directoryUserAttributes } from "../../domain/directory-attribute.ts";
import { actorOf, type Principal } from "../../domain/principal.ts";
import type { SourceApplication } from "../../domain/source-application.ts";
import { listConflicts, type OpenConflict } from "../../storage/read/conflicts.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { labelsOf, textOf } from "./present-values.ts";

/** Cursors say the order of their list: those of a list by application are not read as ones by age. */
const listName = "conflicts-by-age";

export const conflictHandlers: HandlersOf<typeof conflictRoutes> = {
  listConflicts: async ({ deps, organizationId, query }) => {
    const { position, limit } = listParameters(listName, query, [2]);
    const application = query.sourceApplicationId ?? null;
    const page = await listConflicts(deps.database.lists, organizationId, application, position, limit);
    const custom = await listCustomAttributes(deps.database.lists, organizationId);
    const labels = labelsOf([...directoryUserAttributes, ...custom]);
    const mapped = new Map<OpenConflict, MappedValues["values"]>();
    for (const conflict of page.items) mapped.set(conflict, await mappedValues(deps, conflict));
    return presentPage(listName, page, (conflict) => present(conflict, mapped.get(conflict) ?? new Map(), labels));
  },
  linkConflict: async ({ deps, principal, application, params, body }) =>
    resolve(deps, principal, application, params.scimId, { kind: "link", directoryUserId: body.directoryUserId }),
  createFromConflict: async ({ deps, principal, application, params }) =>
    resolve(deps, principal, application, params.scimId, { kind: "create" }),
  ignoreConflict: async ({ deps, principal, application, params }) =>
    resolve(deps, principal, application, params.scimId, { kind: "ignore" }),
};

async function resolve(
  deps: AdminDeps,
  principal: Principal,
  { organizationId, id }: SourceApplication,
  scimId: string,
  resolution: Resolution,
): Promise<ProvisioningOutcome> {
  const { outcome, reason } = await resolveConflict(deps, organizationId, id, scimId, resolution, actorOf(principal));
  // A refusal is thrown, never an outcome here.
  if (outcome === "refused") throw new Error("a conflict's resolution was refused without saying why");
  return { outcome, reason: reason ?? null };
}

/** What the application's mapping makes of the resource. */
async function mappedValues(deps: AdminDeps, { sourceApplicationId, resource }: OpenConflict) {
  const application = await deps.settings.application(sourceApplicationId);
  return application === undefined ? new Map() : applyMapping(application.mapping.users, resource).values;
}

function present(
  conflict: OpenConflict,
  mapped: MappedValues["values"],
  labels: ReadonlyMap<string, string>,
): Presented {
  const { resource, foundBy } = conflict;
  const labelOf = (name: string): string => labels.get(name) ?? name;
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
      foundBy: (foundBy.get(id) ?? []).map((name) => ({ name, label: labelOf(name) })),
      differences: conflictDifferences(mapped, attributes).map((one) => ({ ...one, label: labelOf(one.attribute) })),
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
