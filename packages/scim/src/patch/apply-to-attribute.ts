import type { AttributePathTarget } from "../attribute-path/resolve-attribute-path.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Filter } from "../filter/filter.ts";
import { isObject, type JsonValue, own } from "../resource.ts";
import { equalValues } from "../schema/equal-values.ts";
import { checkDroppedValue } from "../schema/unknown-values.ts";
import { ScimError } from "../scim-error.ts";
import { patchElements } from "./patch-elements.ts";
import type { PatchVerb } from "./patch-operation.ts";
import { patchSchemas } from "./patch-schemas.ts";
import type { PatchState } from "./patch-state.ts";
import { patchEverySubAttribute, patchValue } from "./patch-value.ts";
import { put } from "./replace-value.ts";

/** A change of one attribute, named by a path or by a member of a value without a path. */
export interface AttributeChange {
  readonly op: PatchVerb;
  readonly target: AttributePathTarget;
  /** The target's filter as it was written. */
  readonly written: Filter | undefined;
  readonly value: JsonValue | undefined;
  /** The path for messages. */
  readonly where: string;
  /** Whether the client named the attribute by a path; read-only members of a value without one are ignored (AMB-21). */
  readonly explicit: boolean;
}

/**
 * Carries out a change of one attribute that the schemas define.
 *
 * @throws {ScimError} mutability, noTarget or invalidValue, as patch-cases.ts shows for each shape of path
 */
export function applyToAttribute(state: PatchState, change: AttributeChange): void {
  const { op, target, value, where } = change;
  const { extension, attribute, subAttribute } = target;
  const container = extension === undefined ? state.resource : own(state.resource, extension);
  const current = isObject(container) ? own(container, attribute.name) : undefined;
  if (attribute.mutability === "readOnly" || subAttribute?.mutability === "readOnly") {
    refuseReadOnly(state, change, current);
    return;
  }
  if (extension === undefined && attribute.name === "schemas") {
    if (change.explicit) patchSchemas(state, op, target.filter, value, where);
    return;
  }
  const next = nextValue(state, change, current);
  if (next === current) return;
  if (extension === undefined) {
    put(state.resource, attribute.name, next);
    return;
  }
  const patched = isObject(container) ? { ...container } : {};
  put(patched, attribute.name, next);
  put(state.resource, extension, Object.keys(patched).length === 0 ? undefined : patched);
}

function nextValue(state: PatchState, change: AttributeChange, current: JsonValue | undefined): JsonValue | undefined {
  const { op, target, written, value, where } = change;
  const { attribute, subAttribute, filter } = target;
  if (filter !== undefined && written !== undefined) {
    return patchElements(state, op, { attribute, subAttribute, written, filter, where }, current, value);
  }
  if (subAttribute !== undefined) {
    return patchEverySubAttribute(state, op, attribute, subAttribute, current, value, where);
  }
  return patchValue(state, op, attribute, current, value, where);
}

/**
 * Lets pass what changes nothing: the value that is there already, and whatever a value without a path says besides its
 * `id`. Okta sends the `id` with every change of a group's name (AMB-21).
 */
function refuseReadOnly(state: PatchState, change: AttributeChange, current: JsonValue | undefined): void {
  const { op, target, value, where } = change;
  const { attribute, subAttribute, extension } = target;
  checkDroppedValue(value ?? null, where);
  const stored = subAttribute === undefined || !isObject(current) ? current : own(current, subAttribute.name);
  const isEqual = op !== "remove" && stored !== undefined && equalValues(stored, value);
  const isId = extension === undefined && attribute.name === "id";
  const isOtherId = isId && stored !== undefined && !isEqual && value !== null;
  if (isEqual || (!change.explicit && !isOtherId)) {
    noteDialect(state.notes.dialects, "patch.read-only-ignored", where);
    return;
  }
  throw new ScimError("mutability", `${where}: the value is the service provider's and cannot be changed`);
}
