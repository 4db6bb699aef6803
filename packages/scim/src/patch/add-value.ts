import { isObject, type JsonObject, type JsonValue } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { coerceAttributeValue } from "../schema/coerce-value.ts";
import { type PatchState, spendElements } from "./patch-state.ts";
import { checkImmutable, mergeObject, replaceValue } from "./replace-value.ts";
import { settleElements } from "./settle-elements.ts";
import { ElementIndex } from "./value-key.ts";

/**
 * Computes what `add` makes of an attribute's value (RFC 7644 section 3.5.2.1): a list gains the values it lacks, and a
 * value that it has already takes over what was sent about it (R7644-3.5.2.1-06, ROWN-13-03); anything singular is
 * replaced. null and [] add nothing to a list.
 *
 * @throws {ScimError} as `replaceValue`
 */
export function addValue(
  state: PatchState,
  attribute: Attribute,
  current: JsonValue | undefined,
  value: JsonValue,
  where: string,
): JsonValue | undefined {
  if (!attribute.multiValued || !attribute.stored) {
    return replaceValue(state, attribute, current, value, where);
  }
  const sent = coerceAttributeValue(attribute, listed(value), where, state.notes);
  if (!Array.isArray(sent)) return current;
  if (!Array.isArray(current)) return sent;
  spendElements(state, current.length + sent.length);
  const next = [...current];
  const index = new ElementIndex(attribute, current);
  const changed = new Set<JsonValue>();
  for (const element of sent) {
    const position = index.find(element);
    if (position === undefined) {
      index.add(element, next.length);
      next.push(element);
      changed.add(element);
      continue;
    }
    const merged = takeOver(state, attribute, next[position], element, where);
    if (merged !== next[position]) changed.add(merged);
    next[position] = merged;
  }
  return checkImmutable(attribute, current, settleElements(attribute, next, changed), where);
}

/** The values to add as a list: one alone may be sent as it is (R7644-3.5.2.1-05). */
function listed(value: JsonValue): JsonValue {
  return Array.isArray(value) || value === null || value === "" ? value : [value];
}

/** Gives an element what was sent about it; what made them the same stays as it was spelled. */
function takeOver(
  state: PatchState,
  attribute: Attribute,
  element: JsonValue | undefined,
  sent: JsonValue,
  where: string,
): JsonValue {
  if (!isObject(element) || !isObject(sent)) return element ?? sent;
  const news: JsonObject = {};
  for (const name of Object.keys(sent)) {
    if (
      !keeps(attribute, element, name) &&
      sent[name] !== (element[name] ?? (name === "primary" ? false : undefined))
    ) {
      news[name] = sent[name] as JsonValue;
    }
  }
  return Object.keys(news).length === 0 ? element : (mergeObject(state, attribute, element, news, where) ?? element);
}

/** Adding a value that is there already is no attempt to change what cannot be changed about it. */
function keeps(attribute: Attribute, element: JsonObject, name: string): boolean {
  if (!Object.hasOwn(element, name)) return false;
  return (
    name === "value" || name === "type" || attribute.subAttributes.get(name.toLowerCase())?.mutability === "immutable"
  );
}
