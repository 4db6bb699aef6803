import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import { compileElementTest } from "../filter/evaluate-filter.ts";
import { type JsonValue, own } from "../resource.ts";
import { carriedSchemas } from "../schema/carried-schemas.ts";
import { coerceAttributeValue } from "../schema/coerce-value.ts";
import { ScimError } from "../scim-error.ts";
import type { PatchVerb } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";

/**
 * Applies an operation on `schemas` itself. What a resource carries decides its `schemas`, so naming an extension adds
 * nothing, and taking its URN away takes away what it holds; the base schema stays (R7644-3.5.2-09).
 *
 * @throws {ScimError} mutability when the base schema would go
 */
export function patchSchemas(
  state: PatchState,
  op: PatchVerb,
  filter: ResolvedFilter | undefined,
  value: JsonValue | undefined,
  where: string,
): void {
  const carried = carriedSchemas(state.type, state.resource);
  const attribute = state.type.attributes.get("schemas");
  if (attribute === undefined) return;
  const sent = coerceAttributeValue(attribute, value ?? null, where, state.notes);
  const listed = new Set(
    (Array.isArray(sent) ? sent : []).map((urn) => (typeof urn === "string" ? urn.toLowerCase() : "")),
  );
  let leaving: string[] = [];
  if (op === "replace") leaving = carried.filter((urn) => !listed.has(urn.toLowerCase()));
  else if (op === "remove" && filter !== undefined) leaving = carried.filter(compileElementTest(filter));
  else if (op === "remove")
    leaving = sent === undefined ? carried : carried.filter((urn) => listed.has(urn.toLowerCase()));
  if (leaving.includes(state.type.schema.id)) {
    throw new ScimError("mutability", `${where}: ${state.type.schema.id} cannot be removed`);
  }
  for (const urn of leaving) if (own(state.resource, urn) !== undefined) delete state.resource[urn];
}
