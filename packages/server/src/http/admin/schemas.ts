import type { SchemaDocument, schemaRoutes } from "@rollcall/admin-api/schemas.ts";
import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { schemaFromDocument } from "@rollcall/scim/schema/schema-from-document.ts";
import { saveSchemas } from "../../actions/save-schemas.ts";
import { schemaDocument } from "../../domain/application-schemas.ts";
import { findApplicationSchemas } from "../../storage/read/application-schemas.ts";
import type { HandlersOf } from "./handler.ts";

export const schemaHandlers: HandlersOf<typeof schemaRoutes> = {
  getSchemas: async ({ deps, application }) => {
    const { schemas } = await findApplicationSchemas(deps.database.lists, application.organizationId, application.id);
    // Made anew, since `jsonb` loses the order of names.
    return present(schemas.map((document) => schemaDocument(schemaFromDocument(document))));
  },
  putSchemas: async ({ deps, application, body }) =>
    present(await saveSchemas(deps, application, body.schemas as readonly JsonValue[])),
};

function present(documents: readonly JsonObject[]): { schemas: SchemaDocument[] } {
  return { schemas: documents as unknown as SchemaDocument[] };
}
