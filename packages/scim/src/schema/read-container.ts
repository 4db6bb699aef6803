import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { coerceObject } from "./coerce-value.ts";
import type { ReadNotes } from "./read-notes.ts";
import type { Schema } from "./schema.ts";

/**
 * Turns what a client sent under an extension's URN into the canonical container (R7643-3.3-02). An array of one object
 * is unwrapped, as for a singular complex attribute (AMB-13).
 *
 * @returns `undefined` when the extension is unassigned: null, `[]`, empty text, an object with nothing in it.
 * @throws {ScimError} invalidValue, with the path, when it is no object or a value in it has a wrong type or format.
 */
export function readContainer(extension: Schema, value: JsonValue, notes?: ReadNotes): JsonObject | undefined {
  if (isObject(value)) return coerceObject(extension.attributes, value, extension.id, ":", notes);
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return undefined;
  if (Array.isArray(value) && value.length === 1 && isObject(value[0])) {
    noteDialect(notes?.dialects, "complex.array-of-one", extension.id);
    return coerceObject(extension.attributes, value[0], extension.id, ":", notes);
  }
  throw new ScimError("invalidValue", `${extension.id}: expected an object, found ${describeJsonType(value)}`);
}
