import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { coerceAttributeValue } from "../schema/coerce-value.ts";
import { ScimError } from "../scim-error.ts";
import { type PatchState, spendElements } from "./patch-state.ts";
import { checkImmutable } from "./replace-value.ts";
import { elementMatcher } from "./value-key.ts";

/**
 * Computes what `remove` leaves of an attribute's value: nothing, or of a list with a value sent along the elements that
 * it does not name (RFC 7644 section 3.5.2.2, AMB-08). A value sent along to anything singular says nothing more.
 *
 * @throws {ScimError} mutability where a value is required or cannot be changed (R7644-3.5.2.2-06)
 */
export function removeValue(
  state: PatchState,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  if (value !== undefined && value !== null) noteDialect(state.notes.dialects, "patch.remove-with-values", where);
  const next = attribute.multiValued ? withoutListed(state, attribute, current, value, where) : undefined;
  if (next === undefined && attribute.required) {
    throw new ScimError("mutability", `${where}: a value is required and cannot be removed`);
  }
  return checkImmutable(attribute, current, next, where);
}

function withoutListed(
  state: PatchState,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  if (value === undefined || value === null || !Array.isArray(current)) return undefined;
  // An empty list names nothing; reading it as "all" would empty what nobody asked to empty.
  const listed = coerceAttributeValue(attribute, value, where, state.notes);
  if (!Array.isArray(listed)) return current;
  spendElements(state, current.length + listed.length);
  const isListed = elementMatcher(attribute, listed);
  const kept = current.filter((element) => !isListed(element));
  return kept.length === 0 ? undefined : kept;
}
