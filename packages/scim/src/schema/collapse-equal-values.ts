import { isObject, type JsonObject, type JsonValue } from "../resource.ts";
import type { Attribute } from "./attribute.ts";

/**
 * Collapses the values of a multi-valued attribute that say the same: equal simple values, and complex values with
 * equal `type` and `value` (R7643-2.4-07). The first one stays in its place and takes over what only a later one says;
 * `primary` is true when any of them is. Complex values without a `value`, such as addresses, all stay.
 */
export function collapseEqualValues(attribute: Attribute, values: JsonValue[]): JsonValue[] {
  if (values.length < 2) return values;
  const firsts = new Map<string, JsonValue>();
  const collapsed: JsonValue[] = [];
  for (const value of values) {
    const key = valueKey(attribute, value);
    const first = key === undefined ? undefined : firsts.get(key);
    if (first === undefined) {
      if (key !== undefined) firsts.set(key, value);
      collapsed.push(value);
    } else if (isObject(first) && isObject(value)) {
      takeOver(first, value);
    }
  }
  return collapsed.length === values.length ? values : collapsed;
}

function valueKey(attribute: Attribute, value: JsonValue): string | undefined {
  if (!isObject(value)) return simpleKey(value);
  if (!attribute.subAttributes.has("value") || value.value === undefined) return undefined;
  // U+0000 is refused in all text, so it cannot occur in either part.
  return `${simpleKey(value.value)}\u0000${simpleKey(value.type)}`;
}

/** Canonical values of one attribute have one type, so their text tells them apart. */
function simpleKey(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function takeOver(first: JsonObject, later: JsonObject): void {
  for (const name of Object.keys(later)) {
    if (!Object.hasOwn(first, name) || (name === "primary" && later.primary === true)) {
      first[name] = later[name] as JsonValue;
    }
  }
}
