import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { type ValidatedResource, validateResource } from "@rollcall/scim/schema/validate-resource.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { openDialectLog } from "../domain/tolerance.ts";

/**
 * Reads the body of a create or replace as far as its application tolerates it.
 *
 * @throws {ScimError} invalidSyntax, invalidValue; what a refused dialect is refused with
 */
export function readSentResource(
  { tolerance }: CompiledApplication,
  type: ResourceType,
  body: JsonValue | undefined,
): ValidatedResource {
  return validateResource(type, body, { strict: tolerance.strict, dialects: openDialectLog(tolerance) });
}
