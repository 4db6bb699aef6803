import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { ScimError } from "../scim-error.ts";
import { addValue } from "./add-value.ts";
import type { PatchVerb } from "./patch-operation.ts";
import { type PatchState, spendElements } from "./patch-state.ts";
import { removeValue } from "./remove-value.ts";
import { put, replaceValue } from "./replace-value.ts";
import { settleElements } from "./settle-elements.ts";
import { settleReference } from "./settle-reference.ts";

/** Computes what an operation makes of an attribute's whole value; the path has neither filter nor sub-attribute. */
export function patchValue(
  state: PatchState,
  op: PatchVerb,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  if (op === "remove") return removeValue(state, attribute, current, value, where);
  const change = op === "add" ? addValue : replaceValue;
  return change(state, attribute, current, value ?? null, where);
}

/**
 * Computes what an operation on one sub-attribute makes of a complex value.
 *
 * @returns the same object when nothing changes; undefined when nothing of it is left
 */
export function patchSubAttribute(
  state: PatchState,
  op: PatchVerb,
  complex: JsonObject | undefined,
  subAttribute: Attribute,
  value: JsonValue | undefined,
  where: string,
): JsonObject | undefined {
  const current = complex === undefined ? undefined : own(complex, subAttribute.name);
  const next = patchValue(state, op, subAttribute, current, value, where);
  if (next === current) return complex;
  const patched = { ...complex };
  put(patched, subAttribute.name, next);
  return Object.keys(patched).length === 0 ? undefined : patched;
}

/**
 * Computes what an operation on `attribute.sub` makes of the attribute's value; of a list, in every element.
 *
 * @throws {ScimError} noTarget when there is no element whose sub-attribute could be set
 */
export function patchEverySubAttribute(
  state: PatchState,
  op: PatchVerb,
  attribute: Attribute,
  subAttribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  if (!attribute.multiValued) {
    const before = isObject(current) ? current : undefined;
    const after = patchSubAttribute(state, op, before, subAttribute, value, where);
    return settleReference(attribute, before, after, (name) => name === subAttribute.name);
  }
  if (!Array.isArray(current)) {
    if (op === "remove") return current;
    throw new ScimError("noTarget", `${where}: there is no value whose ${subAttribute.name} could be set`);
  }
  spendElements(state, current.length);
  const patched = current.flatMap((element) =>
    isObject(element) ? (patchSubAttribute(state, op, element, subAttribute, value, where) ?? []) : element,
  );
  return patched.length === 0 ? undefined : settleElements(attribute, patched, new Set(patched));
}
