import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Filter } from "../filter/filter.ts";
import type { ResolvedFilter } from "../filter/resolved-filter.ts";
import { describeJsonType, isObject, type JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { coerceAttributeValue } from "../schema/coerce-value.ts";
import { ScimError } from "../scim-error.ts";
import type { PatchVerb } from "./patch-operation.ts";
import type { PatchState } from "./patch-state.ts";
import { patchSubAttribute } from "./patch-value.ts";
import { checkImmutable, mergeObject } from "./replace-value.ts";
import { elementFromFilter, selectValues } from "./select-values.ts";
import { settleElements } from "./settle-elements.ts";

/** Which elements of an attribute an operation is about, and which part of them. */
export interface ElementsTarget {
  readonly attribute: Attribute;
  /** Undefined where the operation is about whole elements. */
  readonly subAttribute: Attribute | undefined;
  /** As it was written, to create from; and resolved, to select by. */
  readonly written: Filter;
  readonly filter: ResolvedFilter;
  readonly where: string;
}

/**
 * Computes what an operation on `attribute[filter]` or `attribute[filter].sub` makes of the attribute's value
 * (RFC 7644 sections 3.5.2.1 to 3.5.2.3). Where no element is selected, `remove` changes nothing (AMB-09), and `add` and
 * `replace` create the element that the filter describes (AMB-10).
 *
 * @throws {ScimError} noTarget where no element is selected and none can be created, or `replace` is strict
 */
export function patchElements(
  state: PatchState,
  op: PatchVerb,
  target: ElementsTarget,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const { elements, isSelected } = selectValues(state, current, target.filter);
  const next: JsonValue[] = [];
  const changed = new Set<JsonValue>();
  let selected = false;
  for (const element of elements) {
    if (!isSelected(element)) {
      next.push(element);
      continue;
    }
    selected = true;
    const patched = patchElement(state, op, target, element, value);
    if (patched === undefined) continue;
    next.push(patched);
    if (patched !== element) changed.add(patched);
  }
  if (!selected) {
    if (op === "remove") return current;
    const created = createElement(state, op, target, current, value);
    if (created !== undefined) {
      next.push(created);
      changed.add(created);
    }
  }
  return toValue(target, current, settleElements(target.attribute, next, changed));
}

function toValue(target: ElementsTarget, current: JsonValue | undefined, next: JsonValue[]): JsonValue | undefined {
  const { attribute, where } = target;
  const value = next.length === 0 ? undefined : attribute.multiValued ? next : next[0];
  if (value === undefined && current !== undefined && attribute.required) {
    throw new ScimError("mutability", `${where}: a value is required and cannot be removed`);
  }
  return checkImmutable(attribute, current, value, where);
}

/** @returns the same element when nothing changes, undefined when nothing of it is left */
function patchElement(
  state: PatchState,
  op: PatchVerb,
  target: ElementsTarget,
  element: JsonValue,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const { attribute, subAttribute, where } = target;
  if (subAttribute !== undefined) {
    return isObject(element) ? patchSubAttribute(state, op, element, subAttribute, value, where) : element;
  }
  if (op === "remove") return undefined;
  const sent = singleElement(value as JsonValue, where);
  if (!isObject(element)) return onlyElement(state, attribute, sent, where);
  if (op === "add") {
    const merged = isObject(sent) ? sent : onlyElement(state, attribute, sent, where);
    return isObject(merged) ? mergeObject(state, attribute, element, merged, where) : element;
  }
  const replacement = onlyElement(state, attribute, sent, where);
  return isObject(replacement)
    ? { ...elementFromFilter(state, attribute, target.written, where), ...replacement }
    : replacement;
}

function createElement(
  state: PatchState,
  op: PatchVerb,
  target: ElementsTarget,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
): JsonValue | undefined {
  const { attribute, subAttribute, where } = target;
  const described = elementFromFilter(state, attribute, target.written, where);
  const isTaken = !attribute.multiValued && current !== undefined;
  if (described === undefined || isTaken || (op === "replace" && state.strict)) {
    throw new ScimError("noTarget", `${where}: no value is selected by the filter`);
  }
  if (op === "replace") noteDialect(state.notes.dialects, "patch.replace-creates-value", where);
  if (subAttribute !== undefined) {
    const created = patchSubAttribute(state, op, described, subAttribute, value, where);
    // Without the value that was to be set there is nothing to create.
    return created !== undefined && Object.hasOwn(created, subAttribute.name) ? created : undefined;
  }
  const sent = onlyElement(state, attribute, singleElement(value as JsonValue, where), where);
  return isObject(sent) ? { ...described, ...sent } : sent;
}

/** Unwraps an array of one. @throws {ScimError} invalidValue for more, since the path selects by itself what to change */
function singleElement(value: JsonValue, where: string): JsonValue {
  if (!Array.isArray(value)) return value;
  if (value.length <= 1) return value[0] ?? null;
  throw new ScimError(
    "invalidValue",
    `${where}: expected one value for what the filter selects, found ${value.length}`,
  );
}

/** Reads one element of a multi-valued attribute, or a singular value. */
function onlyElement(state: PatchState, attribute: Attribute, value: JsonValue, where: string): JsonValue | undefined {
  if (attribute.type === "complex" && typeof value !== "object" && typeof value !== "string") {
    throw new ScimError("invalidValue", `${where}: expected an object, found ${describeJsonType(value)}`);
  }
  const coerced = coerceAttributeValue(
    attribute,
    attribute.multiValued && value !== null ? [value] : value,
    where,
    state.notes,
  );
  return Array.isArray(coerced) ? coerced[0] : coerced;
}
