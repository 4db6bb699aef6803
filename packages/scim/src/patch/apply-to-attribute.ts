import type { AttributePathTarget } from "../attribute-path/resolve-attribute-path.ts";
import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { checkDroppedValue } from "../schema/unknown-values.ts";
import { ScimError } from "../scim-error.ts";
import { patchElements } from "./patch-elements.ts";
import type { PatchOperation } from "./patch-operation.ts";
import { patchSchemas } from "./patch-schemas.ts";
import type { PatchState } from "./patch-state.ts";
import { patchEverySubAttribute, patchValue } from "./patch-value.ts";
import { put } from "./replace-value.ts";

/** Applies an operation to what a path, or a member's name that is a path, means. */
export function applyToAttribute(
  state: PatchState,
  { op, path, value }: Pick<PatchOperation, "op" | "path" | "value">,
  target: AttributePathTarget,
  where: string,
): void {
  const { attribute, subAttribute, extension, filter } = target;
  if (attribute.name === "schemas" && extension === undefined) {
    patchSchemas(state, op, filter, value, where);
    return;
  }
  const readOnly = attribute.mutability === "readOnly" || subAttribute?.mutability === "readOnly";
  if (readOnly) {
    refuseReadOnly(state, attribute, value, where);
    return;
  }
  const container = extension === undefined ? state.resource : containerOf(state.resource, extension);
  const current = own(container, attribute.name);
  let next: JsonValue | undefined;
  if (filter !== undefined && path?.filter !== undefined) {
    next = patchElements(state, op, { attribute, subAttribute, written: path.filter, filter, where }, current, value);
  } else if (subAttribute !== undefined) {
    next = patchEverySubAttribute(state, op, attribute, subAttribute, current, value, where);
  } else {
    next = patchValue(state, op, attribute, current, value, where);
  }
  if (next === current) return;
  if (extension === undefined) {
    put(container, attribute.name, next);
    return;
  }
  const patched = { ...container };
  put(patched, attribute.name, next);
  put(state.resource, extension, Object.keys(patched).length === 0 ? undefined : patched);
}

function containerOf(resource: JsonObject, urn: string): JsonObject {
  const container = own(resource, urn);
  return isObject(container) ? container : {};
}

/** A client that repeats what it read changes nothing (AMB-21). @throws {ScimError} mutability for anything else */
function refuseReadOnly(state: PatchState, attribute: Attribute, value: JsonValue | undefined, where: string): void {
  if (value !== undefined) checkDroppedValue(value, where);
  if (attribute.name === "id" && state.id !== undefined && value === state.id) return;
  throw new ScimError("mutability", `${where}: the value is the service provider's and cannot be changed`);
}
