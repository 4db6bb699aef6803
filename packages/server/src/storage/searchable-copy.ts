import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { comparedText } from "@rollcall/scim/filter/compared-text.ts";
import { isObject, type JsonObject, type JsonValue, type Resource } from "@rollcall/scim/resource.ts";
import type { Attribute, AttributeTable } from "@rollcall/scim/schema/attribute.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { instantText } from "./instant-text.ts";

/** Kept in columns of their own, so that changing them leaves the searchable copy and its indexes alone. */
const inColumns: ReadonlySet<string> = new Set(["id", "externalId", "schemas"]);

/**
 * Makes the copy of a resource that filters read in the database: text in the form in which it is compared, instants as UTC text whose order is that of time. `schemas` is kept, folded; `id`, `externalId` and a user's `active`
 * are not: they are columns. What is never returned is not either: nobody may search for it.
 */
export function searchableCopy(type: ResourceType, resource: Resource): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(resource)) {
    if (name === "schemas") copy[name] = foldAll(value);
    if (inColumns.has(name) || (name === "active" && type.name === "User")) continue;
    const extension = type.extensionsByUrn.get(name.toLowerCase());
    const attribute = type.attributes.get(name.toLowerCase());
    if (attribute?.returned === "never") continue;
    if (extension !== undefined && isObject(value)) copy[name] = copyObject(extension.attributes, value);
    else copy[name] = attribute === undefined ? foldAll(value) : copyValue(attribute, value);
  }
  return copy;
}

function copyObject(table: AttributeTable, object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const [name, value] of Object.entries(object)) {
    const attribute = table.get(name.toLowerCase());
    if (attribute?.returned === "never") continue;
    copy[name] = attribute === undefined ? foldAll(value) : copyValue(attribute, value);
  }
  return copy;
}

function copyValue(attribute: Attribute, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item) => copyValue(attribute, item));
  if (isObject(value)) return copyObject(attribute.subAttributes, value);
  if (typeof value !== "string") return value;
  if (attribute.type === "dateTime") return instantText(value) ?? value;
  return comparedText(attribute, value);
}

/** What no schema describes compares without case. */
function foldAll(value: JsonValue): JsonValue {
  if (typeof value === "string") return foldCase(value);
  if (Array.isArray(value)) return value.map(foldAll);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, foldAll(item)]));
}
