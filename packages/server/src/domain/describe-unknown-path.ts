import type { Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compilePath } from "./compile-mapping.ts";

/**
 * Says of a path that no schema has how often the source sends it: what a misspelled one looks like, since any URN may
 * name an extension.
 *
 * @param resources the latest, in canonical form
 */
export function describeUnknownPath(type: ResourceType, path: string, resources: readonly Resource[]): string {
  const noun = type.name.toLowerCase();
  if (resources.length === 0) return `not in any schema; read as it arrives, once the source sends a ${noun}`;
  const { select } = compilePath(type, path);
  const sent = resources.filter((resource) => select(resource).length > 0).length;
  const of = resources.length === 1 ? `the only ${noun}` : `the ${resources.length} latest ${noun}s`;
  if (sent === 0) return `not in any schema, and sent by none of ${of}: check how the source spells it`;
  const by = resources.length === 1 ? of : `${sent} of ${of}`;
  return `not in any schema; kept as received, sent by ${by}`;
}
