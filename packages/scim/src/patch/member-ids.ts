import type { DialectLog } from "../dialects/dialect.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { describeJsonType, isObject, type JsonObject, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";

/** Ids of members in one value, and in one request. */
export const maxMemberIds = 100_000;

/**
 * Reads the ids of members, each once: objects with `value`, or with only a `$ref` that ends in the id, or bare ids.
 * `type`, `display` and whatever else is sent about a member says nothing here: the service provider knows it (AMB-33).
 *
 * @throws {ScimError} invalidValue for a member without an id, and for more than 100,000 of them
 */
export function memberIds(value: JsonValue, dialects?: DialectLog): string[] {
  if (value === null) return [];
  const elements = Array.isArray(value) ? value : [value];
  if (elements.length > maxMemberIds) {
    throw new ScimError("invalidValue", `members: expected at most ${maxMemberIds} members, found ${elements.length}`);
  }
  const ids = new Set<string>();
  elements.forEach((element, index) => {
    if (element !== null) ids.add(memberId(element, index, dialects));
  });
  return [...ids];
}

function memberId(member: JsonValue, index: number, dialects: DialectLog | undefined): string {
  if (typeof member === "string" && member !== "") {
    noteDialect(dialects, "members.bare-id", `members[${index}]`);
    return member;
  }
  if (!isObject(member)) {
    const found = member === "" ? "empty text" : describeJsonType(member);
    throw new ScimError("invalidValue", `members[${index}]: expected an object, found ${found}`);
  }
  const id = ownInAnyCase(member, "value");
  if (typeof id === "string" && id !== "") return id;
  const referred = id === undefined || id === null ? idOfReference(ownInAnyCase(member, "$ref")) : "";
  if (referred !== "") {
    noteDialect(dialects, "members.reference-only", `members[${index}]`);
    return referred;
  }
  const found = id === undefined ? "nothing" : id === "" ? "empty text" : describeJsonType(id);
  throw new ScimError("invalidValue", `members[${index}].value: expected the id of a user or group, found ${found}`);
}

/** The last segment of a URI, absolute or relative: `../Users/7f1c`. */
function idOfReference(reference: JsonValue | undefined): string {
  if (typeof reference !== "string") return "";
  const end = reference.search(/[?#]/);
  const path = end === -1 ? reference : reference.slice(0, end);
  const segment = path.slice(path.lastIndexOf("/", path.length - 2) + 1).replace("/", "");
  try {
    return decodeURIComponent(segment);
  } catch {
    // A "%" that escapes nothing: no URI, but possibly an id all the same.
    return segment;
  }
}

function ownInAnyCase(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const found = Object.keys(object).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : object[found];
}
