import { isObject, type JsonObject, type JsonValue, type Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import { carriedSchemas } from "./carried-schemas.ts";
import { coerceStorable } from "./coerce-value.ts";
import type { ResourceType } from "./resource-type.ts";

/**
 * Reads a stored resource by schemas that have changed since it was stored, so that what was the container of an unknown
 * extension is found by its attributes: names in the case of their schema, values in canonical form. What the schemas do
 * not know, and values that do not fit them, stay as they are: nothing that a source sent is lost. Changes nothing in what
 * it is given.
 */
export function rereadResource(type: ResourceType, stored: Resource): Resource {
  const reread: Resource = { schemas: [] };
  for (const name of Object.keys(stored)) {
    const value = stored[name] as JsonValue;
    const extension = type.extensionsByUrn.get(name.toLowerCase());
    if (extension !== undefined && isObject(value)) reread[extension.id] = rereadMembers(extension.attributes, value);
    else if (name !== "schemas") rereadMember(reread, type.attributes, name, value);
  }
  reread["schemas"] = carriedSchemas(type, reread);
  return reread;
}

function rereadMembers(table: AttributeTable, stored: JsonObject): JsonObject {
  const reread: JsonObject = {};
  for (const name of Object.keys(stored)) rereadMember(reread, table, name, stored[name] as JsonValue);
  return reread;
}

function rereadMember(into: JsonObject, table: AttributeTable, name: string, value: JsonValue): void {
  const attribute = table.get(name.toLowerCase());
  if (attribute === undefined || attribute.mutability === "readOnly") {
    into[name] = value;
    return;
  }
  const canonical = canonicalValue(attribute, value);
  if (canonical !== undefined) into[attribute.name] = canonical;
}

function canonicalValue(attribute: Attribute, value: JsonValue): JsonValue | undefined {
  try {
    return coerceStorable(attribute, value, attribute.name);
  } catch (error) {
    // Caught because the source was allowed to send this when it did: the next write of it is held to the schema.
    if (error instanceof ScimError) return value;
    throw error;
  }
}
