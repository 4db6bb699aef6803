import type { directoryGroupRoutes, DirectoryGroup as Presented } from "@rollcall/admin-api/directory-groups.ts";
import { StatementTimeout } from "../../domain/database-failures.ts";
import { directoryGroupAttributes } from "../../domain/directory-attribute.ts";
import { RollcallError } from "../../domain/errors.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { countEffectiveMembers, listDirectoryGroupMembers } from "../../storage/read/directory-group-members.ts";
import {
  type DirectoryGroupFacts,
  findDirectoryGroup,
  listDirectoryGroups,
} from "../../storage/read/directory-groups.ts";
import { listDirectoryLinks } from "../../storage/read/directory-links.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import type { AdminDeps } from "./admin-deps.ts";
import { exportDirectoryGroupMembers, exportDirectoryGroups } from "./export-directory-groups.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { labelsOf, presentProvenance, textOf, valuesOf } from "./present-values.ts";

export const directoryGroupHandlers: HandlersOf<typeof directoryGroupRoutes> = {
  listDirectoryGroups: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters(`directory-groups-${query.sort ?? "created"}`, query);
    const page = await listDirectoryGroups(deps.database.lists, organizationId, query, after, limit);
    return presentPage(`directory-groups-${query.sort ?? "created"}`, page, present);
  },
  exportDirectoryGroups: async ({ deps, organizationId, query }) => exportDirectoryGroups(deps, organizationId, query),
  exportDirectoryGroupMembers: async ({ deps, organizationId, params }) => {
    const group = await existing(deps, organizationId, params.directoryGroupId);
    return exportDirectoryGroupMembers(deps, organizationId, group.id);
  },
  getDirectoryGroup: async ({ deps, organizationId, params }) => {
    const group = await existing(deps, organizationId, params.directoryGroupId);
    const links = await listDirectoryLinks(deps.database.lists, organizationId, group.id);
    const names = await findApplicationNames(deps.database.lists, organizationId, sourcesOf(group));
    const custom = await listCustomAttributes(deps.database.lists, organizationId);
    return {
      ...present(group),
      effectiveMembers: await countWithinBudget(deps, organizationId, group.id),
      provenance: presentProvenance(group.attributes, names, labelsOf([...directoryGroupAttributes, ...custom])),
      links: links.map(({ sourceApplicationId, sourceApplicationName, resourceId, state, owning, held }) => ({
        sourceApplicationId,
        sourceApplicationName,
        scimId: resourceId,
        state,
        owning,
        held,
      })),
    };
  },
  listDirectoryGroupMembers: async ({ deps, organizationId, params, query }) => {
    const group = await existing(deps, organizationId, params.directoryGroupId);
    // A position is a member of a source (application, group, member) or one without a source.
    const { position, limit } = listParameters("members", query, [1, 3]);
    const all = query.all ?? false;
    const page = await listDirectoryGroupMembers(
      deps.database.lists,
      organizationId,
      group.id,
      { all },
      position,
      limit,
    );
    return presentPage("members", page, ({ attributes, resourceId, ...member }) => ({
      ...member,
      userName: textOf(attributes, "userName"),
      displayName: textOf(attributes, "displayName"),
      email: textOf(attributes, "email"),
      scimId: resourceId,
    }));
  },
};

async function existing(deps: AdminDeps, organizationId: string, id: string): Promise<DirectoryGroupFacts> {
  const group = await findDirectoryGroup(deps.database.lists, organizationId, id);
  if (group === undefined) throw new RollcallError("directory_group.not_found");
  return group;
}

/** A group that is too large to be counted in time is shown without the number. */
async function countWithinBudget(deps: AdminDeps, organizationId: string, id: string): Promise<number | null> {
  try {
    return await countEffectiveMembers(deps.database.lists, organizationId, id);
  } catch (error) {
    if (error instanceof StatementTimeout) return null;
    throw error;
  }
}

/** The applications that give at least one of a group's values. */
function sourcesOf(group: DirectoryGroupFacts): string[] {
  return [...new Set(Object.values(group.attributes).flatMap(({ from }) => from ?? []))];
}

function present(group: DirectoryGroupFacts): Presented {
  const { id, attributes, status, provisionedMembers, binnedAt, createdAt, modifiedAt } = group;
  return {
    id,
    displayName: textOf(attributes, "displayName"),
    status,
    attributes: valuesOf(attributes),
    sourceApplicationIds: sourcesOf(group),
    provisionedMembers,
    binnedAt,
    createdAt,
    modifiedAt,
  };
}
