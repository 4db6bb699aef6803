import { isObject, type JsonValue } from "../resource.ts";

/**
 * Sets `primary` to false on the elements that were primary before an operation made another one primary
 * (R7644-3.5.2-10). Where the operation itself made two primary, both stay, for the final check to refuse.
 *
 * @param changed The elements that the operation added or changed.
 */
export function demoteOthers(elements: readonly JsonValue[], changed: ReadonlySet<JsonValue>): JsonValue[] {
  const promoted = [...changed].some(isPrimary);
  if (!promoted) return [...elements];
  return elements.map((element) =>
    isObject(element) && isPrimary(element) && !changed.has(element) ? { ...element, primary: false } : element,
  );
}

function isPrimary(element: JsonValue): boolean {
  return isObject(element) && element.primary === true;
}
