import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { type Claims, typeOf } from "./claims.ts";
import type { AttributeClaim, SchemaClaim } from "./schema-claims.ts";

/**
 * Makes the body of a create: of `usual` only what the service provider declares, then `more`, then a value for each
 * attribute that it requires besides, required extensions included, and `schemas`.
 *
 * @param name Unique; part of each value that is made up.
 */
export function completeBody(
  claims: Claims,
  schemaUrn: string,
  usual: JsonObject,
  more: JsonObject,
  name: string,
): JsonObject {
  const schema = claims.schemas.get(schemaUrn.toLowerCase());
  const body: JsonObject = {};
  for (const [key, value] of Object.entries(usual)) {
    if (schema === undefined || schema.attributes.has(key.toLowerCase())) body[key] = value;
  }
  Object.assign(body, more);
  if (schema !== undefined) addRequired(body, schema, name);
  const type = typeOf(claims, schemaUrn);
  const urns = [schemaUrn];
  for (const extension of type?.extensions ?? []) {
    const extensionSchema = claims.schemas.get(extension.schema.toLowerCase());
    if (extension.required && extensionSchema !== undefined && !Object.hasOwn(body, extension.schema)) {
      const container: JsonObject = {};
      addRequired(container, extensionSchema, name);
      if (Object.keys(container).length > 0) body[extension.schema] = container;
    }
    if (Object.hasOwn(body, extension.schema)) urns.push(extension.schema);
  }
  return { schemas: urns, ...body };
}

function addRequired(body: JsonObject, schema: SchemaClaim, name: string): void {
  const given = new Set(Object.keys(body).map((key) => key.toLowerCase()));
  for (const [key, attribute] of schema.attributes) {
    const wanted = attribute.required && attribute.mutability !== "readOnly" && !given.has(key) && key !== "schemas";
    if (wanted) body[attribute.name] = exampleValue(attribute, name);
  }
}

/** Makes up a value that fits an attribute's declaration. */
export function exampleValue(attribute: AttributeClaim, name: string): JsonValue {
  const one = exampleElement(attribute, name);
  return attribute.multiValued ? [one] : one;
}

function exampleElement(attribute: AttributeClaim, name: string): JsonValue {
  switch (attribute.type) {
    case "boolean":
      return true;
    case "integer":
      return 7;
    case "decimal":
      return 7.25;
    case "dateTime":
      return "2026-02-03T04:05:06Z";
    case "binary":
      return "AQIDBA==";
    case "reference":
      return `https://example.com/${name}`;
    case "complex":
      return exampleObject(attribute, name);
    default:
      return attribute.canonicalValues[0] ?? name;
  }
}

function exampleObject(attribute: AttributeClaim, name: string): JsonObject {
  const writable = [...attribute.subAttributes.values()].filter(({ mutability }) => mutability !== "readOnly");
  const required = writable.filter((sub) => sub.required);
  const [first] = writable;
  const value = attribute.subAttributes.get("value");
  const chosen = required.length > 0 ? required : [value ?? first].filter((sub) => sub !== undefined);
  return Object.fromEntries(chosen.map((sub) => [sub.name, exampleValue(sub, name)]));
}

/** Whether a JSON value is what an attribute of this type holds; of a multi-valued one each element counts. */
export function fitsType(attribute: AttributeClaim, value: JsonValue): boolean {
  if (attribute.multiValued) return Array.isArray(value) && value.every((element) => fits(attribute.type, element));
  return fits(attribute.type, value);
}

function fits(type: string, value: JsonValue): boolean {
  if (type === "boolean") return typeof value === "boolean";
  if (type === "integer") return Number.isInteger(value);
  if (type === "decimal") return typeof value === "number";
  return type === "complex" ? isObject(value) : typeof value === "string";
}
