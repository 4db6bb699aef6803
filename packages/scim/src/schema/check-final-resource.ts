import { isObject, type JsonObject, type JsonValue, own, type Resource } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import type { ResourceType } from "./resource-type.ts";

/**
 * Checks what only the finished resource can show: required attributes and extensions are present, required
 * sub-attributes are present wherever their complex value is, and an attribute has no more values than it may have, at
 * most one of them primary (RFC 7643 sections 2.4 and 6). Takes a canonical resource, after create, replace or the last operation of a patch.
 *
 * @throws {ScimError} invalidValue, naming the attribute.
 */
export function checkFinalResource(type: ResourceType, resource: Resource): void {
  checkAttributes(type.attributes, resource, "");
  for (const { schema, required } of type.extensions) {
    const container = own(resource, schema.id);
    if (isObject(container)) checkAttributes(schema.attributes, container, `${schema.id}:`);
    else if (required) throw new ScimError("invalidValue", `${schema.id}: the extension is required and was not given`);
  }
}

function checkAttributes(table: AttributeTable, object: JsonObject, prefix: string): void {
  for (const attribute of table.values()) {
    // `schemas` is computed, and what is read-only is the service provider's to supply.
    if (attribute.mutability === "readOnly" || attribute.name === "schemas") continue;
    const value = own(object, attribute.name);
    if (value === undefined) {
      if (!attribute.required) continue;
      throw new ScimError("invalidValue", `${prefix}${attribute.name}: a value is required and was not given`);
    }
    const where = prefix + attribute.name;
    if (Array.isArray(value)) checkCount(attribute, value, where);
    if (attribute.type !== "complex") continue;
    if (isObject(value)) checkAttributes(attribute.subAttributes, value, `${where}.`);
    else if (Array.isArray(value)) checkElements(attribute, value, where);
  }
}

function checkElements(attribute: Attribute, values: JsonValue[], where: string): void {
  checkOnePrimary(attribute, values, where);
  if (!hasRequired(attribute.subAttributes)) return;
  values.forEach((value, index) => {
    if (isObject(value)) checkAttributes(attribute.subAttributes, value, `${where}[${index}].`);
  });
}

function hasRequired(table: AttributeTable): boolean {
  for (const attribute of table.values()) if (attribute.required) return true;
  return false;
}

/**
 * Refuses more values than a resource may have of an attribute.
 *
 * @throws {ScimError} invalidValue.
 */
export function checkCount({ mostValues }: Attribute, values: readonly JsonValue[], where: string): void {
  if (values.length <= mostValues) return;
  throw new ScimError("invalidValue", `${where}: expected at most ${mostValues} values, found ${values.length}`);
}

/**
 * Refuses two values of one attribute that are both marked primary (R7643-2.4-02, AMB-57).
 *
 * @throws {ScimError} invalidValue.
 */
export function checkOnePrimary(attribute: Attribute, values: readonly JsonValue[], where: string): void {
  if (values.length < 2 || !attribute.subAttributes.has("primary")) return;
  let primaries = 0;
  for (const value of values) if (isObject(value) && own(value, "primary") === true) primaries += 1;
  if (primaries > 1)
    throw new ScimError("invalidValue", `${where}: ${primaries} values are marked primary, at most one may be`);
}
