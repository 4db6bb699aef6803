import type { Resource } from "../resource.ts";
import { isUrn } from "../urns.ts";
import type { ResourceType } from "./resource-type.ts";

/**
 * Computes a resource's `schemas`: the base schema, then the extensions whose containers it carries, those that no
 * schema describes last and in their order in the resource (RFC 7643 section 3, R7643-3.3-01).
 */
export function carriedSchemas(type: ResourceType, resource: Resource): string[] {
  const urns = [type.schema.id];
  for (const { schema } of type.extensions) if (Object.hasOwn(resource, schema.id)) urns.push(schema.id);
  for (const name of Object.keys(resource)) {
    if (isUrn(name) && !type.extensionsByUrn.has(name.toLowerCase())) urns.push(name);
  }
  return urns;
}
