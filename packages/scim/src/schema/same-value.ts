import { parseInstant, prepareBinary, prepareText } from "../filter/compare-values.ts";
import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "./attribute.ts";
import { equalValues } from "./equal-values.ts";

/**
 * Tells whether two canonical values of an attribute mean the same, so that an immutable one may be sent again: instants
 * at whatever offset, bytes however padded, text as its attribute's case rule has it (RFC 7643 section 7). The order of
 * an array's values counts.
 */
export function sameValue(attribute: Attribute, left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (equalValues(left, right)) return true;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((value, index) => sameValue(attribute, value, right[index]));
  }
  if (isObject(left)) return isObject(right) && sameMembers(attribute, left, right);
  return (
    typeof left === "string" && typeof right === "string" && prepare(attribute, left) === prepare(attribute, right)
  );
}

function sameMembers(attribute: Attribute, left: JsonObject, right: JsonObject): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => {
    const subAttribute = attribute.subAttributes.get(name.toLowerCase());
    const values = [own(left, name), own(right, name)] as const;
    return subAttribute === undefined ? equalValues(...values) : sameValue(subAttribute, ...values);
  });
}

function prepare(attribute: Attribute, text: string): string | number {
  switch (attribute.type) {
    case "dateTime":
      return parseInstant(text) ?? text;
    case "binary":
      return prepareBinary(text);
    default:
      return prepareText(text, attribute.caseExact);
  }
}
