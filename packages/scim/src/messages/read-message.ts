import { describeJsonType, isObject, type JsonObject, type JsonValue } from "../resource.ts";
import { checkNoTwins } from "../schema/coerce-value.ts";
import { ScimError } from "../scim-error.ts";

/** The members of a protocol message by lower-cased name: clients write `operations` for `Operations` (AMB-07). */
export type MessageMembers = ReadonlyMap<string, JsonValue>;

/**
 * Reads the members of a message; those that are null count as missing.
 *
 * @param where The place for messages: `The body`, `operation 2`.
 * @throws {ScimError} invalidSyntax when it is no object or has names that differ only in case.
 */
export function readMembers(value: JsonValue | undefined, where: string): MessageMembers {
  if (!isObject(value)) throw wrongType(where, "an object", value);
  checkNoTwins(value, where);
  const members = new Map<string, JsonValue>();
  for (const name of Object.keys(value)) {
    const member = value[name] as JsonValue;
    if (member !== null) members.set(name.toLowerCase(), member);
  }
  return members;
}

/** Reads a string member; `undefined` when it is missing. @throws {ScimError} invalidSyntax for another type. */
export function readText(members: MessageMembers, name: string, where = ""): string | undefined {
  const value = members.get(name.toLowerCase());
  if (value === undefined || typeof value === "string") return value;
  throw wrongType(where + name, "a string", value);
}

/** Reads a whole number; `undefined` when it is missing. @throws {ScimError} invalidSyntax for anything else. */
export function readInteger(members: MessageMembers, name: string, where = ""): number | undefined {
  const value = members.get(name.toLowerCase());
  if (value === undefined) return undefined;
  if (!Number.isSafeInteger(value)) throw wrongType(where + name, "a whole number", value);
  return value as number;
}

/** Reads an array; `undefined` when it is missing. @throws {ScimError} invalidSyntax for another type. */
export function readList(members: MessageMembers, name: string, where = ""): JsonValue[] | undefined {
  const value = members.get(name.toLowerCase());
  if (value === undefined || Array.isArray(value)) return value;
  throw wrongType(where + name, "an array", value);
}

/**
 * Checks that a message is the one that was expected (R7644-3.1-02).
 *
 * @throws {ScimError} invalidSyntax when `schemas` names only others; in strict mode also when it is missing.
 */
export function checkMessageSchema(members: MessageMembers, urn: string, strict: boolean): void {
  const sent = members.get("schemas");
  const urns = Array.isArray(sent) ? sent : sent === undefined ? [] : [sent];
  if (urns.some((found) => typeof found === "string" && found.toLowerCase() === urn.toLowerCase())) return;
  if (urns.length > 0 || strict) throw new ScimError("invalidSyntax", `schemas: ${urn} is missing`);
}

function wrongType(where: string, expected: string, found: JsonValue | JsonObject | undefined): ScimError {
  return new ScimError("invalidSyntax", `${where}: expected ${expected}, found ${describeJsonType(found)}`);
}
