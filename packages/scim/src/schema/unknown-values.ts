import { isObject, type JsonObject, type JsonValue, maxDepth } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { checkName, checkText } from "./check-text.ts";

/** Values (objects, arrays, members) that one extension container nobody knows may hold. */
const maxValues = 10_000;

/**
 * Copies the value of an extension that no schema describes, so that its source can read it back: names and values as
 * sent, without what is unassigned (null, empty text, empty arrays and objects; RFC 7643 section 2.5) and without
 * passwords, which are never stored.
 *
 * @returns `undefined` when nothing is left.
 * @throws {ScimError} invalidSyntax for a forbidden name or more than 16 levels, invalidValue for text that cannot be
 * stored, numbers beyond the double range, and more than 10,000 values.
 */
export function keepUnknownValue(value: JsonValue, where: string): JsonValue | undefined {
  return keep(value, where, 1, { left: maxValues });
}

/** Tells whether a name in any case is that of a password, which is nowhere stored. */
export function isPassword(name: string): boolean {
  return name.toLowerCase() === "password";
}

function keep(value: JsonValue, where: string, depth: number, budget: { left: number }): JsonValue | undefined {
  budget.left -= 1;
  if (budget.left < 0) throw new ScimError("invalidValue", `${where}: more than ${maxValues} values`);
  if (typeof value === "string") {
    checkText(value, where);
    return value === "" ? undefined : value;
  }
  if (typeof value === "number") {
    checkFinite(value, where);
    return value;
  }
  if (value === null || typeof value === "boolean") return value ?? undefined;
  checkDepth(depth, where);
  if (Array.isArray(value)) {
    const kept: JsonValue[] = [];
    for (const element of value) {
      const keptElement = keep(element, where, depth + 1, budget);
      if (keptElement !== undefined) kept.push(keptElement);
    }
    return kept.length === 0 ? undefined : kept;
  }
  const kept: JsonObject = {};
  let size = 0;
  for (const name of Object.keys(value)) {
    checkName(name, where);
    if (isPassword(name)) {
      checkDroppedValue(value[name] as JsonValue, where, depth + 1);
      continue;
    }
    const member = keep(value[name] as JsonValue, where, depth + 1, budget);
    if (member === undefined) continue;
    kept[name] = member;
    size += 1;
  }
  return size === 0 ? undefined : kept;
}

/**
 * Checks a value that will not be stored for what is refused anywhere in a body.
 *
 * @throws {ScimError} invalidSyntax for a forbidden name or more than 16 levels.
 */
export function checkDroppedValue(value: JsonValue, where: string, depth = 1): void {
  if (typeof value !== "object" || value === null) return;
  checkDepth(depth, where);
  if (isObject(value)) for (const name of Object.keys(value)) checkName(name, where);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) checkDroppedValue(inner, where, depth + 1);
}

/** `JSON.parse` reads 1e999 as infinity, which JSON cannot say back. */
export function checkFinite(value: number, where: string): void {
  if (!Number.isFinite(value)) throw new ScimError("invalidValue", `${where}: the number is too large`);
}

function checkDepth(depth: number, where: string): void {
  if (depth > maxDepth) {
    throw new ScimError("invalidSyntax", `${where}: more than ${maxDepth} levels of objects and arrays`);
  }
}
