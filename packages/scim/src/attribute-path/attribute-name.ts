import { forbiddenNames } from "../resource.ts";

/**
 * The name of an attribute as a client wrote it: `[schema URN ":"] attribute ["." sub-attribute]` (RFC 7644 section
 * 3.10). The case is the client's; names compare case-insensitively.
 */
export interface AttributeName {
  /** The URN before the last colon, or the whole text where it is a bare URN. */
  readonly schema: string | undefined;
  /** Undefined only for a bare schema URN, which names everything the extension holds. */
  readonly attribute: string | undefined;
  readonly subAttribute: string | undefined;
}

/** Refuses the text: `offset` is 0-based in the whole text, `expected` completes "expected …". */
export type Fail = (offset: number, expected: string) => never;

const colon = 58;
const dot = 46;

/** Tells whether `text` from `start` to `end` is an attribute name (RFC 7643 section 2.1, R7643-2.1-01). */
export function isName(text: string, start: number, end: number): boolean {
  if (start >= end) return false;
  // The predefined "$ref" is the only name that does not begin with a letter.
  if (!isLetter(text.charCodeAt(start)) && text.slice(start, end).toLowerCase() !== "$ref") return false;
  for (let index = start + 1; index < end; index++) {
    const code = text.charCodeAt(index);
    if (!isLetter(code) && !isDigit(code) && code !== 45 && code !== 95 && code !== 36) return false;
  }
  return end - start < 9 || !forbiddenNames.has(text.slice(start, end).toLowerCase());
}

/**
 * Reads the attribute name that `text` holds between `start` and `end`.
 *
 * URNs contain dots ("2.0"), so the URN goes first: it ends at the last colon (ROWN-7-01). Which URNs exist is not
 * known here; what ends like `…:2.0:User` is read as a bare URN, and look-up-attribute.ts reads it the other way
 * where the resource type's schemas say so.
 */
export function parseAttributeName(text: string, start: number, end: number, fail: Fail): AttributeName {
  if (!startsLikeUrn(text, start)) return namesAfter(undefined, text, start, end, fail);
  const last = text.lastIndexOf(":", end - 1);
  if (last < start + 4 || last === end - 1) return fail(end, "a name after the URN");
  if (isDigit(text.charCodeAt(last + 1)) || looksLikeTypeName(text, start, last, end)) {
    return bareUrn(text, start, end, fail);
  }
  return namesAfter(text.slice(start, last), text, last + 1, end, fail);
}

function namesAfter(schema: string | undefined, text: string, start: number, end: number, fail: Fail): AttributeName {
  let split = text.indexOf(".", start);
  if (split === -1 || split >= end) split = end;
  if (!isName(text, start, split)) return fail(start, "an attribute name");
  const attribute = text.slice(start, split);
  if (split === end) return Object.freeze({ schema, attribute, subAttribute: undefined });
  if (!isName(text, split + 1, end)) return fail(split + 1, "one sub-attribute name");
  return Object.freeze({ schema, attribute, subAttribute: text.slice(split + 1, end) });
}

function bareUrn(text: string, start: number, end: number, fail: Fail): AttributeName {
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    // The characters of RFC 8141 section 2 without percent-encoding's and the query's.
    if (code <= 32 || code >= 127 || code === 92) return fail(index, "a schema URN");
  }
  return Object.freeze({ schema: text.slice(start, end), attribute: undefined, subAttribute: undefined });
}

/** Schema URNs end in a version and the name of a resource type: `:2.0:User` (RFC 7643 section 10.2.1). */
function looksLikeTypeName(text: string, start: number, last: number, end: number): boolean {
  const segment = text.lastIndexOf(":", last - 1) + 1;
  if (segment <= start || segment === last) return false;
  for (let index = segment; index < last; index++) {
    const code = text.charCodeAt(index);
    if (!isDigit(code) && code !== dot) return false;
  }
  const split = text.indexOf(".", last);
  return (split === -1 || split >= end) && isName(text, last + 1, end);
}

function startsLikeUrn(text: string, start: number): boolean {
  return text.charCodeAt(start + 3) === colon && text.slice(start, start + 3).toLowerCase() === "urn";
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
