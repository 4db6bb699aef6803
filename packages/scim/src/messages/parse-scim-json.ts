import { forbiddenNames, isObject, type JsonValue, maxDepth } from "../resource.ts";
import { checkName, checkText, isStorable } from "../schema/check-text.ts";
import { ScimError } from "../scim-error.ts";
import { locateJsonError } from "./locate-json-error.ts";

/** Drops a byte-order mark and throws at the first byte that is not UTF-8. */
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Parses the body of a SCIM request into JSON that the rest of this package may trust to be bounded: at most 16 levels,
 * no name that could reach a prototype, no text that PostgreSQL cannot store, no number that JSON cannot write (RFC 7644
 * section 3.8, ROWN-1-02, ROWN-22-01). Bounding its size is the caller's part. A byte-order mark is ignored.
 *
 * @throws {ScimError} invalidSyntax, with the 1-based position, for what is not UTF-8 or not JSON, for more than 16
 * levels and for forbidden names; invalidValue, with the path, for text that cannot be stored and for numbers beyond the
 * double range.
 * @example
 * parseScimJson('{"userName":"ann"}');
 */
export function parseScimJson(body: string | Uint8Array): JsonValue {
  const text = typeof body === "string" ? withoutMark(body) : decode(body);
  const value = parse(text);
  checkJson(value, []);
  return value;
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new ScimError("invalidSyntax", `The body is not UTF-8: wrong byte at position ${firstWrongByte(bytes)}`);
  }
}

/** Halves the interval in which the decoder first refuses, 20 steps for a megabyte. */
function firstWrongByte(bytes: Uint8Array): number {
  let valid = 0;
  let wrong = bytes.length;
  while (wrong - valid > 1) {
    const middle = (valid + wrong) >> 1;
    if (isUtf8Start(bytes.subarray(0, middle))) valid = middle;
    else wrong = middle;
  }
  return wrong;
}

function isUtf8Start(bytes: Uint8Array): boolean {
  try {
    // A stream may end inside a character.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // The engine's message quotes the body, which may hold a password.
    const { offset, expected } = locateJsonError(text) ?? { offset: text.length, expected: "JSON" };
    const found = offset >= text.length ? "the end" : "something else";
    throw new ScimError(
      "invalidSyntax",
      `The body is not JSON: expected ${expected}, found ${found} at position ${offset + 1}`,
    );
  }
}

/** Walks with a path that is written out only when something is wrong. */
function checkJson(value: JsonValue, path: (string | number)[]): void {
  if (typeof value === "string") {
    if (!isStorable(value)) checkText(value, formatPath(path));
    return;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ScimError("invalidValue", `${formatPath(path)}: the number is too large`);
  }
  if (typeof value !== "object" || value === null) return;
  if (path.length >= maxDepth) {
    throw new ScimError("invalidSyntax", `The body: more than ${maxDepth} levels of objects and arrays`);
  }
  if (isObject(value)) checkMembers(value, path);
  else {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      checkJson(value[index] as JsonValue, path);
      path.pop();
    }
  }
}

function checkMembers(object: { [name: string]: JsonValue }, path: (string | number)[]): void {
  for (const name of Object.keys(object)) {
    if (forbiddenNames.has(name) || !isStorable(name)) checkName(name, path.length === 0 ? "" : formatPath(path));
    path.push(name);
    checkJson(object[name] as JsonValue, path);
    path.pop();
  }
}

function formatPath(path: readonly (string | number)[]): string {
  if (path.length === 0) return "The body";
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}
