import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";

/**
 * Joins all texts of a resource, each once and a line of its own, as its searchable copy has them: a filter that
 * compares a part of any of them finds its candidates by the one trigram index over this text, and looks at them exactly
 * afterwards. So a line break within a text does no harm.
 *
 * Left out are the `schemas`: nearly every resource has the same, which would make the index large and finds nobody.
 */
export function searchText(searchable: JsonObject, externalId: string | null): string {
  const texts = new Set<string>(externalId === null ? [] : [externalId]);
  for (const name of Object.keys(searchable)) if (name !== "schemas") collectTexts(searchable[name] ?? null, texts);
  return [...texts].join("\n");
}

function collectTexts(value: JsonValue, texts: Set<string>): void {
  if (typeof value === "string") texts.add(value);
  else if (Array.isArray(value)) for (const item of value) collectTexts(item, texts);
  else if (isObject(value)) for (const item of Object.values(value)) collectTexts(item, texts);
}
