import type { UnknownExtensionTarget } from "../attribute-path/look-up-attribute.ts";
import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import { equalValues } from "../schema/equal-values.ts";
import { checkDroppedValue, isPassword, keepUnknownValue } from "../schema/unknown-values.ts";
import type { PatchVerb } from "./patch-operation.ts";
import { type PatchState, spendElements } from "./patch-state.ts";
import { expectObject, put } from "./replace-value.ts";

/**
 * Applies an operation to the container of an extension that no schema describes: it is kept as it was sent, so that its
 * source can read it back. Names compare without case; what is there already keeps its spelling.
 */
export function patchUnknownExtension(
  state: PatchState,
  op: PatchVerb,
  target: UnknownExtensionTarget,
  value: JsonValue | undefined,
  where: string,
): void {
  const { resource } = state;
  const path = pathInContainers(resource, target, value);
  const [urn, ...names] = path;
  if (urn === undefined) return;
  if (names.some(isPassword)) return checkDroppedValue(value ?? null, where);
  const name = spelling(resource, urn);
  const next = patchAt(state, op, own(resource, name), names, value, where);
  // An extension is an object (R7643-3.3-02); anything else under its URN could not be read back as one.
  put(resource, name, next === undefined ? undefined : expectObject(next, where));
}

/**
 * Where `urn:example:badge` ends and an attribute begins, only what is stored or sent can tell: an object is the
 * container's, anything else an attribute's.
 */
function pathInContainers(
  resource: JsonObject,
  target: UnknownExtensionTarget,
  value: JsonValue | undefined,
): string[] {
  const { urn, attribute, subAttribute } = target;
  if (attribute === undefined) return [urn];
  if (subAttribute !== undefined) return [urn, attribute, subAttribute];
  const whole = `${urn}:${attribute}`;
  if (Object.hasOwn(resource, spelling(resource, whole))) return [whole];
  const isKnown = Object.hasOwn(resource, spelling(resource, urn));
  return isObject(value) && !isKnown ? [whole] : [urn, attribute];
}

function patchAt(
  state: PatchState,
  op: PatchVerb,
  current: JsonValue | undefined,
  names: readonly string[],
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  const [first, ...rest] = names;
  if (first === undefined) return patchUnknownValue(state, op, current, value, where);
  const object = isObject(current) ? current : {};
  const name = spelling(object, first);
  const patched = { ...object };
  put(patched, name, patchAt(state, op, own(object, name), rest, value, where));
  return Object.keys(patched).length === 0 ? undefined : patched;
}

function patchUnknownValue(
  state: PatchState,
  op: PatchVerb,
  current: JsonValue | undefined,
  value: JsonValue | undefined,
  where: string,
): JsonValue | undefined {
  const sent = value === undefined ? undefined : keepUnknownValue(value, where);
  if (op === "remove") {
    if (!Array.isArray(current) || !Array.isArray(sent)) return undefined;
    const kept = without(state, current, sent);
    return kept.length === 0 ? undefined : kept;
  }
  if (isObject(current) && isObject(sent)) return mergeInAnyCase(current, sent);
  if (op === "add" && Array.isArray(current)) {
    const elements = Array.isArray(sent) ? sent : sent === undefined ? [] : [sent];
    return [...current, ...without(state, elements, current)];
  }
  return sent;
}

/** The elements that are not among those listed; every two are compared, which is counted. */
function without(state: PatchState, elements: readonly JsonValue[], listed: readonly JsonValue[]): JsonValue[] {
  spendElements(state, elements.length * listed.length);
  return elements.filter((element) => !listed.some((other) => equalValues(other, element)));
}

function mergeInAnyCase(current: JsonObject, sent: JsonObject): JsonObject {
  const merged = { ...current };
  const spellings = new Map(Object.keys(current).map((name) => [name.toLowerCase(), name]));
  for (const name of Object.keys(sent)) put(merged, spellings.get(name.toLowerCase()) ?? name, sent[name]);
  return merged;
}

/** The name as the object spells it, or as given where the object has none. */
function spelling(object: JsonObject, name: string): string {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((candidate) => candidate.toLowerCase() === lower) ?? name;
}
