import { describeJsonType, isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import type { ScimType } from "@rollcall/scim/scim-error.ts";
import { errorUrn } from "@rollcall/scim/urns.ts";
import { textAt } from "../scim-answer.ts";
import { type Answer, describeAnswer } from "./answer.ts";
import { Deviation } from "./deviation.ts";

/** The way to a value in a resource: names in any case, e.g. `["name", "givenName"]`; a text is split at its dots. */
export type Path = string | readonly string[];

/** Reads a value; null, an empty list and an object of nothing count as no value (RFC 7643 section 2.5). */
export function valueAt(resource: JsonValue | undefined, path: Path): JsonValue | undefined {
  let value = resource;
  for (const name of typeof path === "string" ? path.split(".") : path) {
    value = isObject(value) ? memberOf(value, name) : undefined;
  }
  return isUnassigned(value) ? undefined : value;
}

/** The elements of a multi-valued attribute that are objects; none where it has no value. */
export function elementsAt(resource: JsonValue | undefined, path: Path): JsonObject[] {
  const value = valueAt(resource, path);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  return Object.entries(object).find(([key]) => key.toLowerCase() === lower)?.[1];
}

function isUnassigned(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.every(isUnassigned);
  return isObject(value) && Object.values(value).every(isUnassigned);
}

export function expectThat(holds: boolean, where: string, expected: string, found: string): void {
  if (!holds) throw new Deviation(where, expected, found);
}

export function expectStatus(answer: Answer, ...statuses: readonly number[]): void {
  const where = `${answer.method} ${answer.path}`;
  expectThat(statuses.includes(answer.status), where, statuses.join(" or "), describeAnswer(answer));
}

/** The answer refuses with one of the statuses and, where any is named, with one of the scimTypes. */
export function expectRefused(
  answer: Answer,
  statuses: number | readonly number[],
  scimTypes: ScimType | readonly ScimType[] = [],
): void {
  expectStatus(answer, ...[statuses].flat());
  const wanted: readonly string[] = [scimTypes].flat();
  if (wanted.length === 0) return;
  const found = textAt(answer.body, "scimType");
  const where = `${answer.method} ${answer.path}: scimType`;
  expectThat(found !== undefined && wanted.includes(found), where, wanted.join(" or "), found ?? "none");
}

/** The body is an Error as RFC 7644 section 3.12 has it. */
export function expectErrorBody(answer: Answer): void {
  const where = `${answer.method} ${answer.path}`;
  const { body } = answer;
  if (body === undefined) throw new Deviation(where, "an Error as JSON", describeAnswer(answer));
  const schemas = body["schemas"];
  const named = Array.isArray(schemas) && schemas.some((urn) => urn === errorUrn);
  expectThat(named, `${where}: schemas`, JSON.stringify([errorUrn]), shown(schemas));
  expectThat(
    body["status"] === String(answer.status),
    `${where}: status`,
    JSON.stringify(String(answer.status)),
    shown(body["status"]),
  );
}

/** The value is there and the same; see `isSame`. */
export function expectAt(resource: JsonValue | undefined, path: Path, expected: JsonValue, caseExact = false): void {
  const found = valueAt(resource, path);
  const holds = found !== undefined && isSame(expected, found, caseExact);
  expectThat(holds, pathText(path), shown(expected), shown(found));
}

export function expectAbsent(resource: JsonValue | undefined, path: Path): void {
  const found = valueAt(resource, path);
  expectThat(found === undefined, pathText(path), "no value", shown(found));
}

export function expectPresent(resource: JsonValue | undefined, path: Path): JsonValue {
  const found = valueAt(resource, path);
  if (found === undefined) throw new Deviation(pathText(path), "a value", "nothing");
  return found;
}

/** The lists hold the same texts, in whatever order. */
export function expectSameSet(where: string, expected: readonly string[], found: readonly string[]): void {
  const sorted = (texts: readonly string[]): string => [...texts].sort().join(", ");
  expectThat(sorted(expected) === sorted(found), where, sorted(expected) || "none", sorted(found) || "none");
}

/** The lists hold the same texts in the same order. */
export function expectSameOrder(where: string, expected: readonly string[], found: readonly string[]): void {
  expectThat(expected.join("\n") === found.join("\n"), where, expected.join(", "), found.join(", ") || "none");
}

/**
 * Whether a service provider that answers with `found` kept `expected`: every member that was sent is there, more may
 * be; elements stand in any order; `primary: false` may be left out; texts may differ in case unless `caseExact`, for
 * a service provider may change it (R7643-7-01).
 */
export function isSame(expected: JsonValue, found: JsonValue | undefined, caseExact = false): boolean {
  if (typeof expected === "string" && typeof found === "string") {
    return caseExact ? expected === found : expected.toLowerCase() === found.toLowerCase();
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(found) || found.length !== expected.length) return false;
    const rest = [...found];
    return expected.every((element) => {
      const place = rest.findIndex((one) => isSame(element, one, caseExact));
      if (place >= 0) rest.splice(place, 1);
      return place >= 0;
    });
  }
  if (isObject(expected)) {
    if (!isObject(found)) return false;
    return Object.entries(expected).every(([name, value]) => {
      const member = memberOf(found, name);
      return isSame(value, member, caseExact) || (value === false && member === undefined);
    });
  }
  return expected === found;
}

/** A value as a report shows it. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= 300 ? text : `${describeJsonType(value)} of ${text.length} characters`;
}

function pathText(path: Path): string {
  return typeof path === "string" ? path : path.join(".");
}
