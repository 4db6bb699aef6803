import { isObject, type JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { collapseEqualValues } from "../schema/collapse-equal-values.ts";

/**
 * Settles the elements of a multi-valued attribute after an operation. Those that were primary before it made another
 * one primary are not any more (R7644-3.5.2-10); where the operation itself made two primary, both stay, for the final
 * check to refuse. Those that have become the same are one (R7643-2.4-07).
 *
 * @param changed The elements that the operation added or changed.
 */
export function settleElements(
  attribute: Attribute,
  elements: readonly JsonValue[],
  changed: ReadonlySet<JsonValue>,
): JsonValue[] {
  if (changed.size === 0) return [...elements];
  const promoted = [...changed].some(isPrimary);
  const settled = elements.map((element) => {
    if (!isObject(element)) return element;
    // Copies, since collapsing completes the first of equals in place.
    return promoted && isPrimary(element) && !changed.has(element) ? { ...element, primary: false } : { ...element };
  });
  return collapseEqualValues(attribute, settled);
}

function isPrimary(element: JsonValue): boolean {
  return isObject(element) && element.primary === true;
}
