import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { missingSchemas } from "../domain/application-schemas.ts";
import { RollcallError } from "../domain/errors.ts";
import { validateSchemas } from "../domain/validate-schemas.ts";
import { findApplicationSchemas } from "../storage/read/application-schemas.ts";
import { lockApplicationSchemas, saveApplicationSchemas } from "../storage/write/application-schemas.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * Replaces the schemas that a source application has of its own. In force from the next request on; resources that were
 * stored before are read by them in the background.
 *
 * @returns the documents as they are stored, with every characteristic
 * @throws {RollcallError} schema.invalid with the problems; schema.in_use when a resource type needs one that is left out
 */
export async function saveSchemas(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  sent: readonly JsonValue[],
): Promise<readonly JsonObject[]> {
  const { schemas, documents, problems } = validateSchemas(sent);
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("schema.invalid", `${first.where}: ${first.detail}`, problems);
  const { organizationId, id } = application;
  return changeSettings(deps, async (tx) => {
    await lockApplicationSchemas(tx, organizationId, id);
    const { resourceTypes } = await findApplicationSchemas(tx, organizationId, id);
    const [missing] = missingSchemas(resourceTypes, schemas);
    if (missing !== undefined) {
      throw new RollcallError("schema.in_use", `The resource type ${missing.resourceType} needs ${missing.urn}`);
    }
    await saveApplicationSchemas(tx, organizationId, id, { schemas: documents, resourceTypes }, deps.now());
    return documents;
  });
}
