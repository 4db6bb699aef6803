import type { mappingVersionRoutes } from "@rollcall/admin-api/mapping-versions.ts";
import { listVersions, nameVersion, readVersion, restoreVersion } from "../../actions/manage-mapping-versions.ts";
import { actorOf } from "../../domain/principal.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import type { MappingVersion } from "../../storage/read/mapping-versions.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { presentMapping } from "./mappings.ts";

const newest = 2_147_483_647;

export const mappingVersionHandlers: HandlersOf<typeof mappingVersionRoutes> = {
  listMappingVersions: async ({ deps, application, query }) => {
    const { items, more } = await listVersions(deps, application, query.before ?? newest, query.limit ?? 20);
    const names = await namesOf(deps, application.organizationId, items);
    return {
      items: items.map((one) => ({ ...present(one, one.inForce, names), changes: [...one.changes] })),
      more,
    };
  },
  getMappingVersion: async ({ deps, application, params }) => {
    const found = await readVersion(deps, application, Number(params.mappingVersion));
    const names = await namesOf(deps, application.organizationId, [found.version]);
    return {
      ...present(found.version, found.version.version === found.present, names),
      mapping: presentMapping(found.version, found.customAttributes),
      restoring: [...found.changes],
    };
  },
  nameMappingVersion: async ({ deps, application, params, body }) => {
    const name = body.name?.trim() ?? null;
    await nameVersion(deps, application, Number(params.mappingVersion), name);
    return { name };
  },
  restoreMappingVersion: async ({ deps, application, params, principal }) => {
    const mapping = await restoreVersion(deps, application, Number(params.mappingVersion), actorOf(principal));
    return presentMapping(mapping, await listCustomAttributes(deps.database.lists, application.organizationId));
  },
};

function namesOf({ database }: AdminDeps, organizationId: string, versions: readonly MappingVersion[]) {
  const actors = versions.flatMap(({ savedBy }) => savedBy ?? []);
  return findActorNames(database.lists, organizationId, [...new Set(actors)]);
}

function present(
  { version, name, savedAt, savedBy }: MappingVersion,
  inForce: boolean,
  names: ReadonlyMap<string, string>,
) {
  return {
    version,
    name,
    savedAt,
    savedBy,
    savedByName: savedBy === null ? null : (names.get(savedBy) ?? null),
    inForce,
  };
}
