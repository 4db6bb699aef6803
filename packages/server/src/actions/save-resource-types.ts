import { schemaFromDocument } from "@rollcall/scim/schema/schema-from-document.ts";
import {
  compileResourceTypes,
  defineResourceType,
  type ResourceTypeDefinition,
} from "../domain/application-schemas.ts";
import { RollcallError } from "../domain/errors.ts";
import { type SentResourceType, validateResourceTypes } from "../domain/validate-resource-types.ts";
import type { Tx } from "../storage/database.ts";
import { findApplicationSchemas, hasResources } from "../storage/read/application-schemas.ts";
import { lockApplicationSchemas, saveApplicationSchemas } from "../storage/write/application-schemas.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Replaces the extensions of User and Group and the resource types that a source application has of its own. In force
 * from the next request on; resources that were stored before are read by them in the background.
 *
 * @returns all its resource types, the built-in ones first
 * @throws {RollcallError} resource_type.invalid with the problems; resource_type.in_use when one that is left out has
 * resources
 */
export async function saveResourceTypes(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  sent: readonly SentResourceType[],
): Promise<readonly ResourceTypeDefinition[]> {
  const { organizationId, id } = application;
  return changeSettings(deps, async (tx) => {
    await lockApplicationSchemas(tx, organizationId, id);
    const before = await findApplicationSchemas(tx, organizationId, id);
    const schemas = before.schemas.map((document) => schemaFromDocument(document));
    const { resourceTypes, problems } = validateResourceTypes(sent, schemas);
    const [first] = problems;
    if (first !== undefined) {
      throw new RollcallError("resource_type.invalid", `${first.where}: ${first.detail}`, problems);
    }
    const after = { schemas: before.schemas, resourceTypes };
    const present = compileResourceTypes(after);
    for (const { name } of compileResourceTypes(before)) {
      if (!present.some((type) => type.name === name)) await refuseUsed(tx, organizationId, id, name);
    }
    await saveApplicationSchemas(tx, organizationId, id, after, deps.now());
    return present.map(defineResourceType);
  });
}

async function refuseUsed(tx: Tx, organizationId: string, id: string, name: string): Promise<void> {
  if (!(await hasResources(tx, organizationId, id, name))) return;
  throw new RollcallError("resource_type.in_use", `There are resources of the type ${name}`);
}
