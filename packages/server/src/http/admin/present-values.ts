import type { Provenance } from "@rollcall/admin-api/directory-users.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { DirectoryAttribute } from "../../domain/directory-attribute.ts";
import type { DirectoryValues } from "../../domain/directory-user.ts";
import { isId } from "../../domain/id.ts";
import type { ScimIdOf } from "../../storage/read/people-by-scim-id.ts";

/** A directory value as text; null where there is none, or it is no text. */
export function textOf(values: DirectoryValues, name: string): string | null {
  const value = Object.hasOwn(values, name) ? values[name]?.value : undefined;
  return typeof value === "string" ? value : null;
}

/** The values that may be SCIM ids, each with the source application that gave it. */
export function scimIdsIn(values: DirectoryValues): ScimIdOf[] {
  return Object.values(values).flatMap(({ value, from }) =>
    from !== null && typeof value === "string" && isId(value) ? [{ sourceApplicationId: from, scimId: value }] : [],
  );
}

/** Directory attribute -> value; an override that says "no value" is none. */
export function valuesOf(values: DirectoryValues): JsonObject {
  const given = Object.entries(values).filter(([, { value }]) => value !== null);
  return Object.fromEntries(given.map(([name, { value }]) => [name, value]));
}

/** What attributes are called, by their names. */
export function labelsOf(attributes: readonly DirectoryAttribute[]): ReadonlyMap<string, string> {
  return new Map(attributes.map(({ name, label }) => [name, label]));
}

/** Each value with where it came from, in the order of the attributes' names. */
export function presentProvenance(
  values: DirectoryValues,
  names: ReadonlyMap<string, string>,
  labels: ReadonlyMap<string, string>,
): Omit<Provenance, "person" | "others">[] {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([attribute, { value, from, path, at, insteadOf }]) => ({
      attribute,
      label: labels.get(attribute) ?? attribute,
      value,
      from: from === null ? null : { id: from, displayName: names.get(from) ?? "" },
      path,
      at,
      insteadOf: insteadOf === undefined ? null : { value: insteadOf?.value ?? null },
    }));
}
