import type { ErrorObject } from "ajv";
import { describeJsonType, type JsonValue } from "@rollcall/scim/resource.ts";
import type { Problem } from "../../domain/errors.ts";

const maxProblems = 100;

/**
 * Says what is wrong with a part of a request: one problem per place, with what was found and what was expected.
 *
 * @param part where the place begins: a JSON pointer into the body begins with "/", a query parameter is its name
 */
export function describeFaults(errors: readonly ErrorObject[], part: "body" | "querystring"): Problem[] {
  const byPlace = new Map<string, ErrorObject[]>();
  for (const error of errors) {
    const place = placeOf(error);
    byPlace.set(place, [...(byPlace.get(place) ?? []), error]);
  }
  return [...byPlace].slice(0, maxProblems).map(([place, group]) => ({
    where: part === "body" ? place : place.slice(1),
    detail: describe(group),
  }));
}

/** The place of the value that is missing or too much, else of the value that is wrong. */
function placeOf(error: ErrorObject): string {
  const name = error.keyword === "required" ? error.params["missingProperty"] : error.params["additionalProperty"];
  return typeof name === "string" ? `${error.instancePath}/${name}` : error.instancePath;
}

function describe(errors: readonly ErrorObject[]): string {
  const [first] = errors;
  if (first?.keyword === "additionalProperties") return describeUnknown(first);
  // Alternatives fail one by one and then together; the last says nothing of its own.
  const expected = [...new Set(errors.filter((error) => error.keyword !== "anyOf").map(expectation))];
  return `expected ${expected.join(" or ")}, found ${first?.keyword === "required" ? "nothing" : found(first?.data)}`;
}

function describeUnknown({ parentSchema }: ErrorObject): string {
  const properties = Object.keys((parentSchema?.["properties"] ?? {}) as object);
  return properties.length === 0
    ? "expected nothing of this name"
    : `expected nothing of this name: there are ${properties.join(", ")}`;
}

function expectation({ keyword, params, message }: ErrorObject): string {
  const limit = Number(params["limit"]);
  switch (keyword) {
    case "required":
      return "a value";
    case "type":
      return typeName(String(params["type"]));
    case "enum":
      return (params["allowedValues"] as unknown[]).map((value) => JSON.stringify(value)).join(", ");
    case "minLength":
      return limit === 1 ? "a text that is not empty" : `at least ${limit} characters`;
    case "maxLength":
      return `at most ${limit} characters`;
    case "minItems":
      return `at least ${limit} item${limit === 1 ? "" : "s"}`;
    case "maxItems":
      return `at most ${limit} items`;
    case "minimum":
      return `a number of at least ${limit}`;
    case "maximum":
      return `a number of at most ${limit}`;
    case "format":
      return formatName(String(params["format"]));
    case "pattern":
      return params["pattern"] === "\\S" ? "a text that is not blank" : `a text like ${String(params["pattern"])}`;
    default:
      return message ?? keyword;
  }
}

function typeName(type: string): string {
  if (type === "null") return "null";
  return `${"aeio".includes(type.charAt(0)) ? "an" : "a"} ${type}`;
}

function formatName(format: string): string {
  return format === "date-time" ? "an instant such as 2026-01-31T12:00:00Z" : "an id";
}

/** What was found, short enough to read; long values are only counted. */
function found(value: unknown): string {
  if (typeof value === "string") return value.length <= 60 ? JSON.stringify(value) : `${value.length} characters`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return describeJsonType(value as JsonValue | undefined);
}
