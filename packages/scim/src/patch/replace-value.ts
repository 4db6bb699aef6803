import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { checkNoTwins, coerceAttributeValue } from "../schema/coerce-value.ts";
import { noteUnknown } from "../schema/read-notes.ts";
import { sameValue } from "../schema/same-value.ts";
import { checkDroppedValue } from "../schema/unknown-values.ts";
import { checkName } from "../schema/check-text.ts";
import { ScimError } from "../scim-error.ts";
import type { PatchState } from "./patch-state.ts";
import { settleReference } from "./settle-reference.ts";

/**
 * Computes what `replace` makes of an attribute's value: simple values and lists are replaced, a singular complex value
 * is merged with the sub-attributes sent (RFC 7644 section 3.5.2.3). `add` does the same to singular attributes.
 *
 * @returns undefined when the attribute has no value any more
 * @throws {ScimError} invalidValue for a wrong type and for no value where one is required; mutability where an
 * immutable attribute has another value
 */
export function replaceValue(
  state: PatchState,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue,
  where: string,
): JsonValue | undefined {
  // What is never stored is checked and dropped: `password`.
  if (!attribute.stored) {
    coerceAttributeValue(attribute, value, where, state.notes);
    return current;
  }
  const next =
    attribute.type === "complex" && !attribute.multiValued
      ? mergeComplex(state, attribute, current, value, where)
      : coerceAttributeValue(attribute, unwrapSimple(state, attribute, value, where), where, state.notes);
  if (next === undefined && attribute.required) {
    throw new ScimError("invalidValue", `${where}: a value is required, found none`);
  }
  return checkImmutable(attribute, current, next, where);
}

/** Lets an immutable attribute be set and set again to the same value (RFC 7643 section 7). @throws {ScimError} mutability */
export function checkImmutable(
  attribute: Attribute,
  current: JsonValue | undefined,
  next: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  if (attribute.mutability !== "immutable" || current === undefined) return next;
  if (sameValue(attribute, current, next)) return current;
  throw new ScimError("mutability", `${where}: the value cannot be changed once it is set`);
}

/** Some builders of PATCH bodies wrap every value in an array, also `active: ["true"]`. */
function unwrapSimple(state: PatchState, attribute: Attribute, value: JsonValue, where: string): JsonValue {
  if (attribute.multiValued || !Array.isArray(value) || value.length !== 1) return value;
  noteDialect(state.notes.dialects, "patch.array-of-one", where);
  return value[0] as JsonValue;
}

/** Merges what was sent into a singular complex value; null, "", [] and an empty `value` clear it (AMB-13, AMB-14). */
function mergeComplex(
  state: PatchState,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue,
  where: string,
): JsonValue | undefined {
  const sent = unwrapComplex(state, value, where);
  if (!isObject(sent)) return coerceAttributeValue(attribute, sent, where, state.notes);
  const merged = mergeObject(state, attribute, isObject(current) ? current : undefined, sent, where);
  return settleReference(attribute, isObject(current) ? current : undefined, merged, (name) =>
    hasInAnyCase(sent, name),
  );
}

function unwrapComplex(state: PatchState, value: JsonValue, where: string): JsonValue {
  if (!Array.isArray(value) || value.length !== 1 || !isObject(value[0])) return value;
  noteDialect(state.notes.dialects, "complex.array-of-one", where);
  return value[0];
}

/**
 * Merges the sub-attributes sent into a complex value: those sent are replaced, cleared by null or "", the others stay.
 *
 * @returns a new object; undefined when nothing is left
 */
export function mergeObject(
  state: PatchState,
  attribute: Attribute,
  current: JsonObject | undefined,
  sent: JsonObject,
  where: string,
): JsonObject | undefined {
  const merged: JsonObject = { ...current };
  let respelled = false;
  for (const name of Object.keys(sent)) {
    const value = sent[name] as JsonValue;
    const subAttribute = attribute.subAttributes.get(name.toLowerCase());
    respelled ||= subAttribute?.name !== name;
    if (subAttribute === undefined) {
      dropUnknown(state, name, value, where);
    } else if (subAttribute.mutability === "readOnly") {
      checkDroppedValue(value, `${where}.${subAttribute.name}`);
    } else {
      const before = own(merged, subAttribute.name);
      put(merged, subAttribute.name, replaceValue(state, subAttribute, before, value, `${where}.${subAttribute.name}`));
    }
  }
  if (respelled) checkNoTwins(sent, where);
  return Object.keys(merged).length === 0 ? undefined : merged;
}

/** Checks and notes a member that nothing keeps; `separator` stands between `where` and its name. */
export function dropUnknown(
  state: PatchState,
  name: string,
  value: JsonValue,
  where: string,
  separator: "." | ":" = ".",
): void {
  const path = where === "" ? name : `${where}${separator}${name}`;
  checkName(name, where);
  checkDroppedValue(value, path);
  noteUnknown(state.notes, path);
}

/** Sets a member, or deletes it when it has no value. */
export function put(object: JsonObject, name: string, value: JsonValue | undefined): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
}

/** Takes an object where one is needed. @throws {ScimError} invalidValue */
export function expectObject(value: JsonValue | undefined, where: string): JsonObject {
  if (isObject(value)) return value;
  throw new ScimError("invalidValue", `${where}: expected an object, found ${describeJsonType(value)}`);
}

function hasInAnyCase(object: JsonObject, name: string): boolean {
  const lower = name.toLowerCase();
  return Object.keys(object).some((key) => key.toLowerCase() === lower);
}
