import type { AttributeTarget } from "@rollcall/scim/attribute-path/look-up-attribute.ts";
import type { Place } from "./place.ts";
import { sqlLiteral } from "./sql-text.ts";

/** What counts as no value (R7644-3.4.2.2-10). */
const noValues = `'{"null","\\"\\"","[]","{}"}'::jsonb[]`;

const isValue = (json: string): string => `${json} <> all (${noValues})`;

/** Places in the searchable copy of a resource `r`. */
export function placeInSearchable(target: AttributeTarget): Place {
  const { extension, attribute, subAttribute } = target;
  const names = [...(extension === undefined ? [] : [extension]), attribute.name];
  if (subAttribute !== undefined) names.push(subAttribute.name);
  const multiValued = attribute.multiValued || subAttribute?.multiValued === true;
  return multiValued ? manyPlace("r.searchable", names) : onePlace(member("r.searchable", names));
}

/** The elements of a multi-valued attribute: a source of rows with one column, the element. */
export function elementsInSearchable(target: AttributeTarget, row: string): string {
  const { extension, attribute } = target;
  return rowsOf("r.searchable", [...(extension === undefined ? [] : [extension]), attribute.name], row);
}

/** Places in one element (jsonb) of a multi-valued attribute; without a sub-attribute the element itself. */
export function placeInElement(target: AttributeTarget, element: string): Place {
  const { subAttribute } = target;
  if (subAttribute === undefined) return onePlace(element);
  return subAttribute.multiValued
    ? manyPlace(element, [subAttribute.name])
    : onePlace(member(element, [subAttribute.name]));
}

/** The value that a resource is sorted by: of several elements the primary one's, else the first one's. */
export function chosenPlace({ extension, attribute, subAttribute }: AttributeTarget): Place {
  const names = [...(extension === undefined ? [] : [extension]), attribute.name];
  const primary = attribute.subAttributes.get("primary")?.name;
  const element = attribute.multiValued ? firstOf("r.searchable", names, primary) : member("r.searchable", names);
  if (subAttribute === undefined) return onePlace(element);
  const value = subAttribute.multiValued ? firstOf : member;
  return onePlace(value(element, [subAttribute.name]));
}

function firstOf(json: string, names: readonly string[], primary?: string): string {
  const first = (condition: string): string =>
    `jsonb_path_query_first(${json}, ${sqlLiteral(`${elementsPath(names)}${condition}`)})`;
  return primary === undefined
    ? first("")
    : `coalesce(${first(` ? (@.${JSON.stringify(primary)} == true)`)}, ${first("")})`;
}

function onePlace(json: string): Place {
  return {
    form: "json",
    single: true,
    value: json,
    present: `coalesce(${isValue(json)}, false)`,
    some: (condition) => `(${condition(json)})`,
  };
}

function manyPlace(json: string, names: readonly string[]): Place {
  const rows = rowsOf(json, names, "each_value (json)");
  const value = "each_value.json";
  return {
    form: "json",
    single: false,
    present: `exists (select from ${rows} where ${isValue(value)})`,
    some: (condition) => `exists (select from ${rows} where ${isValue(value)} and ${condition(value)})`,
  };
}

function member(json: string, names: readonly string[]): string {
  return `(${[json, ...names.map(sqlLiteral)].join(" -> ")})`;
}

/** In the lax mode of a JSON path, `[*]` unwraps an array, takes a single value as it is, and finds none where none is. */
function rowsOf(json: string, names: readonly string[], row: string): string {
  return `jsonb_path_query(${json}, ${sqlLiteral(elementsPath(names))}) as ${row}`;
}

function elementsPath(names: readonly string[]): string {
  return `$${names.map((name) => `.${JSON.stringify(name)}[*]`).join("")}`;
}
