import type { JsonValue } from "@rollcall/scim/resource.ts";
import { expectThat, type Path, shown, valueAt } from "../verify/expect.ts";

const dateTime = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/;

/** The value is a date with a time of day as xsd:dateTime writes it (RFC 7643 section 2.3.5). */
export function expectDateTime(resource: JsonValue | undefined, path: Path): void {
  const value = valueAt(resource, path);
  const holds = typeof value === "string" && dateTime.test(value) && !Number.isNaN(Date.parse(value));
  expectThat(holds, String(path), "such as 2026-02-03T04:05:06Z", shown(value));
}

/** The instant of a value, in milliseconds; NaN where it is none. */
export function instantAt(resource: JsonValue | undefined, path: Path): number {
  const value = valueAt(resource, path);
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}
