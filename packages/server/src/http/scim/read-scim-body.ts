import { parseScimJson } from "@rollcall/scim/messages/parse-scim-json.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";

/** Media types of a body that is read; a body without a type is read as SCIM (ROWN-1-01). */
const readTypes: ReadonlySet<string> = new Set(["application/scim+json", "application/json"]);

/**
 * Parses the body of a write.
 *
 * @throws {ScimError} 415 for another declared type; invalidSyntax for an empty body, invalid UTF-8 or JSON
 */
export function readScimBody(body: unknown, contentType: string | undefined): JsonValue {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== "" && !readTypes.has(type)) {
    throw new ScimError(
      415,
      `Expected Content-Type application/scim+json or application/json, found ${type.slice(0, 100)}`,
    );
  }
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new ScimError("invalidSyntax", "Expected a JSON object in the body, found nothing");
  }
  return parseScimJson(body);
}

/**
 * Chooses the media type of an answer: SCIM unless only plain JSON is accepted (R7644-3.8-02 to 04).
 *
 * @throws {ScimError} 406 when neither is accepted
 */
export function answerType(accept: string | undefined): string {
  if (accept === undefined || accept === "") return "application/scim+json";
  const ranges = accept.split(",").map((range) => range.split(";", 1)[0]?.trim().toLowerCase() ?? "");
  if (ranges.some((range) => scimRanges.has(range))) return "application/scim+json";
  if (ranges.includes("application/json")) return "application/json";
  throw new ScimError(
    406,
    `Answers are application/scim+json or application/json, found Accept: ${accept.slice(0, 100)}`,
  );
}

const scimRanges: ReadonlySet<string> = new Set(["application/scim+json", "application/*", "*/*"]);
