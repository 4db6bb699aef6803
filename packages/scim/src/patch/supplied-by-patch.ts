import type { AttributeName } from "../attribute-path/attribute-name.ts";
import { lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import { isObject, type JsonValue } from "../resource.ts";
import type { ResourceType } from "../schema/resource-type.ts";
import { type SuppliedAttributes, supply, suppliedAt } from "../schema/supplied-attributes.ts";
import type { PatchOperation } from "./patch-operation.ts";
import { readKey } from "./read-key.ts";

/**
 * Notes all that the operations of a PATCH named, by a path or by a member of a value without one, so that what is
 * returned on request is shown to the client that wrote it (RFC 7643 section 7, AMB-72).
 */
export function suppliedByPatch(type: ResourceType, operations: readonly PatchOperation[]): SuppliedAttributes {
  const supplied: SuppliedAttributes = new Map();
  for (const { path, value } of operations) {
    if (path === undefined) supplyMembers(type, supplied, value, undefined);
    else supplyNamed(type, supplied, path, value);
  }
  return supplied;
}

function supplyNamed(
  type: ResourceType,
  supplied: SuppliedAttributes,
  name: AttributeName,
  value: JsonValue | undefined,
): void {
  const target = lookUpAttribute(type, name);
  if (target.kind === "schema") {
    supplyMembers(type, supplied, value, target.extension?.id);
  } else if (target.kind === "attribute") {
    const { extension, attribute, subAttribute } = target;
    const container = extension === undefined ? supplied : suppliedAt(supplied, extension);
    const below = suppliedAt(container, attribute.name);
    supply(subAttribute === undefined ? below : suppliedAt(below, subAttribute.name), value);
  }
}

/** @param urn of the extension whose members these are; undefined at the top */
function supplyMembers(
  type: ResourceType,
  supplied: SuppliedAttributes,
  value: JsonValue | undefined,
  urn: string | undefined,
): void {
  if (!isObject(value)) return;
  for (const key of Object.keys(value)) {
    const path = readKey(key);
    if (path !== undefined)
      supplyNamed(type, supplied, urn === undefined ? path : { ...path, schema: urn }, value[key]);
  }
}
