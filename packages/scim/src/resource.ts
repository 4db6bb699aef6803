/** A JSON value as RFC 8259 has it: what a SCIM body is made of. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. Read it with `own`, and assign only names that a schema has or that `checkName` let through. */
export interface JsonObject {
  [name: string]: JsonValue;
}

/**
 * A SCIM resource in canonical form: attribute names in the case of their schema, extension attributes in the
 * container named by their URN, nothing null and nothing empty (RFC 7643 section 2.5). `id`, `meta`, and a user's
 * `groups` are not part of it: the service provider adds them when it answers.
 */
export type Resource = JsonObject;

/** Names that would reach the prototype of an ordinary object; refused wherever a name comes from outside. */
export const forbiddenNames: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** How many objects and arrays may stand inside one another in a body, the body itself included. */
export const maxDepth = 16;

/** Reads an own property; `undefined` where the object has none of that name. */
export function own(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Tells whether a JSON value is an object (neither null nor an array). */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Names the JSON type of a value as error messages say it: `a string`, `an object`, `null`. */
export function describeJsonType(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
