import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import { isBase64, isDateTime, isUriReference } from "./check-format.ts";
import { checkCount, checkOnePrimary } from "./check-final-resource.ts";
import { checkName, checkText } from "./check-text.ts";
import { collapseEqualValues } from "./collapse-equal-values.ts";
import { noteUnknown, type ReadNotes } from "./read-notes.ts";
import { noteForm } from "./value-form.ts";
import { checkDroppedValue, checkFinite } from "./unknown-values.ts";

/**
 * Turns what a client sent for one attribute into its canonical value: sub-attributes in the case of the schema,
 * read-only ones and those that are never stored left out, arrays for multi-valued attributes, nothing null and nothing empty
 * (RFC 7643 sections 2.3 to 2.5). Does not ask whether the attribute itself may be written, nor whether required
 * sub-attributes are present: `checkFinalResource` does that on the finished resource, since PATCH builds it in parts.
 *
 * Tolerated and noted: booleans as text (AMB-06), an array of one for a singular complex attribute (AMB-13), bare text
 * for a complex attribute with a `value` (AMB-14), a single value for a multi-valued attribute.
 *
 * @param where The path for messages: `emails`, `name.givenName`, `operation 2: emails[type eq "work"]`.
 * @returns `undefined` when the value is unassigned: null, `[]`, empty text, a complex value with nothing in it.
 * @throws {ScimError} invalidValue for a wrong type or format, two values marked primary, and empty text for a required
 * attribute (AMB-19); invalidSyntax for forbidden names and for names that differ only in case.
 * @example
 * coerceAttributeValue(activeAttribute, "False", "active"); // false
 */
export function coerceAttributeValue(
  attribute: Attribute,
  value: JsonValue,
  where: string,
  notes?: ReadNotes,
): JsonValue | undefined {
  if (value === null) return undefined;
  // Blank text says nothing, except about a boolean: read as "nothing said", a blank `active` would enable a leaver.
  if (value === "" && attribute.type !== "boolean") {
    if (attribute.required) throw new ScimError("invalidValue", `${where}: a value is required, found empty text`);
    return undefined;
  }
  if (attribute.multiValued) return coerceValues(attribute, value, where, notes);
  if (Array.isArray(value)) return coerceArrayOfOne(attribute, value, where, notes);
  return coerceSingleValue(attribute, value, where, notes);
}

/**
 * Turns an object into the canonical values of the attributes that a table knows; used for complex values and for
 * extension containers alike.
 *
 * @param separator What stands between `where` and a name in messages: `.` after an attribute, `:` after a URN.
 * @returns `undefined` when nothing is left.
 * @throws {ScimError} as `coerceAttributeValue`.
 */
export function coerceObject(
  table: AttributeTable,
  object: JsonObject,
  where: string,
  separator: "." | ":",
  notes?: ReadNotes,
): JsonObject | undefined {
  const coerced: JsonObject = {};
  let empty = true;
  let respelled = false;
  for (const name of Object.keys(object)) {
    const attribute = table.get(name.toLowerCase());
    respelled ||= attribute?.name !== name;
    const value = object[name] as JsonValue;
    if (attribute === undefined) {
      dropUnknown(name, value, where, separator, notes);
      continue;
    }
    const canonical = coerceStorable(attribute, value, `${where}${separator}${attribute.name}`, notes);
    if (canonical === undefined) continue;
    coerced[attribute.name] = canonical;
    empty = false;
  }
  // Two names can only mean the same attribute when at least one of them is not spelled as in the schema.
  if (respelled) checkNoTwins(object, where);
  return empty ? undefined : coerced;
}

/** Coerces a value that will be stored; read-only values are not looked at, what is never stored is checked and dropped. */
export function coerceStorable(
  attribute: Attribute,
  value: JsonValue,
  where: string,
  notes?: ReadNotes,
): JsonValue | undefined {
  if (attribute.mutability === "readOnly") {
    checkDroppedValue(value, where);
    return undefined;
  }
  const canonical = coerceAttributeValue(attribute, value, where, notes);
  return attribute.stored ? canonical : undefined;
}

/**
 * Refuses an object in which two names differ only in case (ROWN-1-02).
 *
 * @throws {ScimError} invalidSyntax.
 */
export function checkNoTwins(object: JsonObject, where: string): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(object)) {
    const folded = name.toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined) {
      const place = where === "" ? "" : `${where}: `;
      throw new ScimError("invalidSyntax", `${place}"${twin}" and "${name}" name the same attribute`);
    }
    seen.set(folded, name);
  }
}

function dropUnknown(name: string, value: JsonValue, where: string, separator: string, notes?: ReadNotes): void {
  checkName(name, where);
  checkDroppedValue(value, where);
  noteUnknown(notes, `${where}${separator}${name}`);
}

function coerceValues(
  attribute: Attribute,
  value: JsonValue,
  where: string,
  notes: ReadNotes | undefined,
): JsonValue[] | undefined {
  if (!Array.isArray(value)) {
    noteDialect(notes?.dialects, "multi-valued.single-value", where);
    const only = coerceSingleValue(attribute, value, where, notes);
    return only === undefined ? undefined : [only];
  }
  checkCount(attribute, value, where);
  const values: JsonValue[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const element = value[index] as JsonValue;
    if (element === null || element === "") continue;
    const coerced = coerceSingleValue(attribute, element, `${where}[${index}]`, notes);
    if (coerced !== undefined) values.push(coerced);
  }
  if (values.length === 0) return undefined;
  checkOnePrimary(attribute, values, where);
  return collapseEqualValues(attribute, values);
}

function coerceArrayOfOne(
  attribute: Attribute,
  value: JsonValue[],
  where: string,
  notes: ReadNotes | undefined,
): JsonValue | undefined {
  if (value.length === 0) return undefined;
  const [only] = value;
  if (attribute.type !== "complex" || value.length > 1 || Array.isArray(only)) {
    const found = value.length === 1 ? "an array" : `an array of ${value.length}`;
    throw new ScimError("invalidValue", `${where}: expected ${expectations[attribute.type]}, found ${found}`);
  }
  noteDialect(notes?.dialects, "complex.array-of-one", where);
  return coerceAttributeValue(attribute, only as JsonValue, where, notes);
}

function coerceSingleValue(
  attribute: Attribute,
  value: JsonValue,
  where: string,
  notes: ReadNotes | undefined,
): JsonValue | undefined {
  switch (attribute.type) {
    case "complex":
      return coerceComplex(attribute, value, where, notes);
    case "boolean":
      return coerceBoolean(attribute, value, where, notes);
    case "integer":
      // Beyond 2^53 a number would not read back as it was written.
      return Number.isSafeInteger(value) ? value : refuse(attribute, value, where);
    case "decimal":
      if (typeof value !== "number") return refuse(attribute, value, where);
      checkFinite(value, where);
      return value;
    default:
      return coerceText(attribute, value, where, notes);
  }
}

function coerceText(attribute: Attribute, value: JsonValue, where: string, notes: ReadNotes | undefined): string {
  if (typeof value !== "string") return refuse(attribute, value, where);
  checkText(value, where);
  if (attribute.type === "string") {
    if (attribute.form !== undefined) noteForm(attribute.form, value, where, notes);
    return value;
  }
  const valid =
    attribute.type === "dateTime"
      ? isDateTime(value)
      : attribute.type === "binary"
        ? isBase64(value)
        : isUriReference(value);
  if (!valid) return refuse(attribute, value, where);
  if (attribute.form !== undefined) noteForm(attribute.form, value, where, notes);
  return value;
}

function coerceBoolean(attribute: Attribute, value: JsonValue, where: string, notes: ReadNotes | undefined): boolean {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  if (text !== "true" && text !== "false") return refuse(attribute, value, where);
  noteDialect(notes?.dialects, "boolean.string", where);
  return text === "true";
}

function coerceComplex(
  attribute: Attribute,
  value: JsonValue,
  where: string,
  notes: ReadNotes | undefined,
): JsonObject | undefined {
  if (isObject(value)) return coerceObject(attribute.subAttributes, value, where, ".", notes);
  if (typeof value !== "string" || !attribute.subAttributes.has("value")) return refuse(attribute, value, where);
  const dialect = attribute.multiValued ? "multi-valued.bare-value" : "complex.bare-value";
  noteDialect(notes?.dialects, dialect, where);
  return coerceObject(attribute.subAttributes, { value }, where, ".", notes);
}

const expectations = {
  string: "a string",
  boolean: "true or false",
  decimal: "a number",
  integer: "a whole number",
  dateTime: "a date and time such as 2026-02-03T04:05:06Z",
  binary: "base64",
  reference: "a URI",
  complex: "an object",
} as const;

function refuse(attribute: Attribute, value: JsonValue, where: string): never {
  const expected = expectations[attribute.type];
  const isFormat = typeof value === "string" && attribute.type !== "complex";
  // The value itself stays out of the message: it may be anything, and messages reach logs.
  const found = isFormat ? "other text" : describeJsonType(value);
  throw new ScimError("invalidValue", `${where}: expected ${expected}, found ${found}`);
}
