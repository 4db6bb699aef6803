import type { ResourceType, resourceTypeRoutes } from "@rollcall/admin-api/resource-types.ts";
import { saveResourceTypes } from "../../actions/save-resource-types.ts";
import {
  compileResourceTypes,
  defineResourceType,
  type ResourceTypeDefinition,
} from "../../domain/application-schemas.ts";
import { findApplicationSchemas } from "../../storage/read/application-schemas.ts";
import type { HandlersOf } from "./handler.ts";

export const resourceTypeHandlers: HandlersOf<typeof resourceTypeRoutes> = {
  getResourceTypes: async ({ deps, application }) => {
    const { organizationId, id } = application;
    const schemas = await findApplicationSchemas(deps.database.lists, organizationId, id);
    return present(compileResourceTypes(schemas).map(defineResourceType));
  },
  putResourceTypes: async ({ deps, application, body }) =>
    present(await saveResourceTypes(deps, application, body.resourceTypes)),
};

function present(types: readonly ResourceTypeDefinition[]): { resourceTypes: ResourceType[] } {
  return { resourceTypes: types.map((type) => ({ ...type, schemaExtensions: [...type.schemaExtensions] })) };
}
