import type { CallInput } from "@rollcall/admin-api/client.ts";
import { type ResourceType, resourceTypeRoutes } from "@rollcall/admin-api/resource-types.ts";
import { type SchemaDocument, schemaRoutes } from "@rollcall/admin-api/schemas.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../../api/client.ts";
import { useSourceApplication } from "../../api/source-application.ts";

/** What becomes of one schema of the application's own. */
export type ExtensionChange =
  | { readonly what: "create"; readonly schema: SchemaDocument; readonly carriers: readonly string[] }
  | { readonly what: "carry"; readonly urn: string; readonly carriers: readonly string[] }
  | { readonly what: "delete"; readonly urn: string };

/**
 * Changes one schema and leaves the others as they are now: both lists are read anew before they are replaced. A schema
 * is saved before the types that carry it, and taken out of them before it goes.
 */
export function useExtensionChange(onDone: () => void) {
  const { id } = useSourceApplication();
  const queries = useQueryClient();
  const params = { sourceApplicationId: id };
  return useMutation<void, Error, ExtensionChange>({
    mutationFn: async (change) => {
      if (change.what === "create") {
        const { schemas } = await client.call(schemaRoutes.getSchemas, { params });
        await client.call(schemaRoutes.putSchemas, { params, body: { schemas: [...schemas, change.schema] } });
      }
      const urn = change.what === "create" ? change.schema.id : change.urn;
      const carriers = change.what === "delete" ? [] : change.carriers;
      await carry(params, urn, carriers);
      if (change.what === "delete") {
        const { schemas } = await client.call(schemaRoutes.getSchemas, { params });
        const kept = schemas.filter((one) => one.id !== urn);
        await client.call(schemaRoutes.putSchemas, { params, body: { schemas: kept } });
      }
    },
    // What was done of it shows, also where the rest was refused.
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) =>
          ["schemas", "resource-types", "attribute-paths", "received-attributes"].some((noun) =>
            queryKey.includes(noun),
          ),
      }),
    onSuccess: onDone,
  });
}

/** Lets these resource types, and no others, carry a schema as an extension. */
async function carry(
  params: CallInput<typeof resourceTypeRoutes.getResourceTypes>["params"],
  urn: string,
  carriers: readonly string[],
): Promise<void> {
  const { resourceTypes } = await client.call(resourceTypeRoutes.getResourceTypes, { params });
  const next = resourceTypes.map((type) => withExtension(type, urn, carriers.includes(type.name)));
  if (next.every((type, index) => type === resourceTypes[index])) return;
  await client.call(resourceTypeRoutes.putResourceTypes, { params, body: { resourceTypes: next } });
}

function withExtension(type: ResourceType, urn: string, carried: boolean): ResourceType {
  const has = type.schemaExtensions.some(({ schema }) => schema === urn);
  if (has === carried) return type;
  const others = type.schemaExtensions.filter(({ schema }) => schema !== urn);
  return { ...type, schemaExtensions: carried ? [...others, { schema: urn, required: false }] : others };
}
