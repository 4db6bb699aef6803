import type { Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { compilePath } from "./compile-path.ts";
import type { MappingProblem } from "./mapping-problem.ts";

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

/** Says of a path that no rule can read, where the source sends just that, how it is kept. */
export function describeUnkept(
  problem: MappingProblem,
  path: string | undefined,
  received: readonly { readonly path: string; readonly received: number }[],
): MappingProblem {
  const arrived = received.find((one) => one.path.toLowerCase() === path?.trim().toLowerCase());
  if (problem.code !== "mapping.unknown_attribute_path" || arrived === undefined) return problem;
  const times = arrived.received === 1 ? "once" : `${arrived.received} times`;
  return {
    ...problem,
    detail: `${problem.detail}; it came ${times} and is not kept: map it under Received, not mapped`,
  };
}
