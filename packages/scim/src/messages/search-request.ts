import { describeJsonType, type JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { searchRequestUrn } from "../urns.ts";
import {
  checkMessageSchema,
  type MessageMembers,
  readInteger,
  readList,
  readMembers,
  readText,
} from "./read-message.ts";

/** A query sent as a body (RFC 7644 section 3.4.3, RFC 9865 section 3); as sent, not yet bounded or checked further. */
export interface SearchRequest {
  readonly attributes: readonly string[] | undefined;
  readonly excludedAttributes: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly sortBy: string | undefined;
  readonly sortOrder: string | undefined;
  /** 1-based; below 1 means 1. */
  readonly startIndex: number | undefined;
  /** Below 0 means 0. */
  readonly count: number | undefined;
  /** Empty for the first page. */
  readonly cursor: string | undefined;
}

/**
 * Reads the body of `POST …/.search`. Missing `schemas` are tolerated (AMB-18), members that are not known are ignored.
 *
 * @throws {ScimError} invalidSyntax when it is no object, a member has a wrong type, or `schemas` names another message;
 * in strict mode also when `schemas` is missing (R7644-3.4.3-02).
 * @example
 * parseSearchRequest({ schemas: [searchRequestUrn], filter: 'displayName sw "lab"', count: 5 }).count; // 5
 */
export function parseSearchRequest(
  body: JsonValue | undefined,
  options: { readonly strict?: boolean } = {},
): SearchRequest {
  const members = readMembers(body, "The body");
  checkMessageSchema(members, searchRequestUrn, options.strict === true);
  return {
    attributes: readNames(members, "attributes"),
    excludedAttributes: readNames(members, "excludedAttributes"),
    filter: readText(members, "filter"),
    sortBy: readText(members, "sortBy"),
    sortOrder: readText(members, "sortOrder"),
    startIndex: readInteger(members, "startIndex"),
    count: readInteger(members, "count"),
    cursor: readText(members, "cursor"),
  };
}

/** A list of names; text with commas, as the query parameter has it, is read as the list it means. */
function readNames(members: MessageMembers, name: string): string[] | undefined {
  const value = members.get(name.toLowerCase());
  if (typeof value === "string") return value.split(",");
  return readList(members, name)?.map((element, index) => {
    if (typeof element === "string") return element;
    throw new ScimError("invalidSyntax", `${name}[${index}]: expected a string, found ${describeJsonType(element)}`);
  });
}
