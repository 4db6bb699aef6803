import { type JsonObject, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { equalValues } from "../schema/equal-values.ts";

/** Sub-attributes that describe what a reference's `value` refers to. */
const descriptions = ["$ref", "display", "displayName"];

/**
 * Settles a singular reference (a complex attribute with `value` and `$ref`, such as a manager) after a change: without
 * its `value` it refers to nothing, and what described the old value does not describe a new one.
 *
 * @param isSent Whether the client sent a sub-attribute of this name; then it stays.
 * @returns undefined when the reference is gone
 */
export function settleReference(
  attribute: Attribute,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  isSent: (name: string) => boolean,
): JsonObject | undefined {
  const isReference = attribute.subAttributes.has("value") && attribute.subAttributes.has("$ref");
  if (!isReference || before === undefined || after === undefined) return after;
  const referred = own(before, "value");
  const refersTo = own(after, "value");
  if (referred === undefined || equalValues(referred, refersTo)) return after;
  if (refersTo === undefined) return undefined;
  const settled = { ...after };
  for (const name of descriptions) if (!isSent(name)) delete settled[name];
  return settled;
}
