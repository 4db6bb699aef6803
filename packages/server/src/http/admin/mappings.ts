import type { Mapping as PresentedMapping, mappingRoutes } from "@rollcall/admin-api/mappings.ts";
import { saveMapping } from "../../actions/save-mapping.ts";
import {
  type DirectoryAttribute,
  directoryGroupAttributes,
  directoryUserAttributes,
} from "../../domain/directory-attribute.ts";
import { RollcallError } from "../../domain/errors.ts";
import type { Mapping, MappingRule } from "../../domain/mapping.ts";
import { listCustomAttributes } from "../../storage/read/directory-attributes.ts";
import { findMapping } from "../../storage/read/mappings.ts";
import type { HandlersOf } from "./handler.ts";

export const mappingHandlers: HandlersOf<typeof mappingRoutes> = {
  getMapping: async ({ deps, application }) => {
    const mapping = await findMapping(deps.database.lists, application.organizationId, application.id);
    if (mapping === undefined) throw new RollcallError("source_application.not_found");
    return present(mapping, await listCustomAttributes(deps.database.lists, application.organizationId));
  },
  putMapping: async ({ deps, application, body }) => {
    const mapping = await saveMapping(deps, application, body);
    return present(mapping, await listCustomAttributes(deps.database.lists, application.organizationId));
  },
};

function present(mapping: Mapping, customAttributes: readonly DirectoryAttribute[]): PresentedMapping {
  const rules = (attributes: readonly DirectoryAttribute[], saved: readonly MappingRule[]) => {
    const labels = new Map(attributes.map((attribute) => [attribute.name, attribute.label]));
    return saved.map(({ attribute, source, required }) => ({
      attribute,
      label: labels.get(attribute) ?? attribute,
      source: { paths: [...source.paths] },
      required,
    }));
  };
  return {
    version: mapping.version,
    users: rules([...directoryUserAttributes, ...customAttributes], mapping.users),
    groups: rules([...directoryGroupAttributes, ...customAttributes], mapping.groups),
  };
}
