import { type AttributeName, parseAttributeName } from "../attribute-path/attribute-name.ts";
import { formatAttributeName } from "../attribute-path/format-attribute-name.ts";
import { lookUpAttribute } from "../attribute-path/look-up-attribute.ts";
import { ScimError } from "../scim-error.ts";
import type { ResourceType } from "./resource-type.ts";

/** What of a resource a client wants to see: `attributes` or `excludedAttributes`, parsed (RFC 7644 section 3.9). */
export interface Projection {
  /** `only` shows the names and what is always returned, `except` what is returned by default without the names. */
  readonly kind: "only" | "except";
  readonly names: readonly AttributeName[];
  /** What the names mean for each resource type, filled in when a type is first asked for. */
  readonly selections: WeakMap<ResourceType, Selection>;
}

/** Lower-cased names; `true` stands for all of an attribute or extension, a map for some sub-attributes of it. */
export type Selection = Map<string, Selection | true>;

/** Names in one projection; no honest client comes near it. */
const maxNames = 500;

/**
 * Parses the query parameters `attributes` and `excludedAttributes`, comma-separated, or the arrays of a search request
 * (R7644-3.9-05). When both are given `attributes` wins (AMB-47). Names that are malformed or unknown ask for nothing.
 *
 * @returns `undefined` when nothing is asked for: both missing or blank.
 * @throws {ScimError} invalidValue for more than 500 names, and in strict mode when both are given.
 * @example
 * parseProjection("userName, emails.value");
 */
export function parseProjection(
  attributes: string | readonly string[] | undefined,
  excludedAttributes: string | readonly string[] | undefined,
  options: { readonly strict?: boolean } = {},
): Projection | undefined {
  const wanted = listNames(attributes, "attributes");
  const unwanted = listNames(excludedAttributes, "excludedAttributes");
  if (options.strict === true && wanted.length > 0 && unwanted.length > 0) {
    throw new ScimError("invalidValue", "attributes and excludedAttributes exclude each other");
  }
  if (wanted.length > 0) return { kind: "only", names: wanted.flatMap(parseName), selections: new WeakMap() };
  if (unwanted.length > 0) return { kind: "except", names: unwanted.flatMap(parseName), selections: new WeakMap() };
  return undefined;
}

function listNames(list: string | readonly string[] | undefined, parameter: string): string[] {
  if (list === undefined) return [];
  const names = (typeof list === "string" ? list.split(",") : list)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > maxNames) throw new ScimError("invalidValue", `${parameter}: more than ${maxNames} names`);
  return names;
}

function parseName(text: string): AttributeName[] {
  const malformed = new Error("malformed");
  try {
    return [
      parseAttributeName(text, 0, text.length, () => {
        throw malformed;
      }),
    ];
  } catch (error) {
    // A name that cannot exist is like one that does not: it asks for nothing (R7644-3.9-03).
    if (error === malformed) return [];
    throw error;
  }
}

/** Finds what a projection names of a resource type; worked out once per type. */
export function selectionFor(type: ResourceType, projection: Projection): Selection {
  const known = projection.selections.get(type);
  if (known !== undefined) return known;
  const selection: Selection = new Map();
  for (const name of projection.names) for (const path of pathsOf(type, name)) select(selection, path);
  projection.selections.set(type, selection);
  return selection;
}

/** The places that a name means, from the top of the resource downwards. */
function pathsOf(type: ResourceType, name: AttributeName): (string | undefined)[][] {
  const target = lookUpAttribute(type, name);
  switch (target.kind) {
    case "attribute":
      return [
        [
          ...(target.extension === undefined ? [] : [target.extension]),
          target.attribute.name,
          target.subAttribute?.name,
        ],
      ];
    case "schema":
      if (target.extension !== undefined) return [[target.extension.id]];
      return [...type.schema.attributes.values()].map((attribute) => [attribute.name]);
    case "unknownExtension": {
      // Only the resource shows where a URN that no schema has ends, so each reading of the name is looked for.
      const whole = formatAttributeName(name);
      const last = whole.lastIndexOf(":");
      return [
        [whole],
        [whole.slice(0, last), whole.slice(last + 1)],
        [target.urn, target.attribute, target.subAttribute],
      ];
    }
    default:
      return [];
  }
}

function select(selection: Selection, path: readonly (string | undefined)[]): void {
  const names = path.filter((name) => name !== undefined).map((name) => name.toLowerCase());
  const last = names.pop();
  if (last === undefined) return;
  let level = selection;
  for (const name of names) {
    const next = level.get(name) ?? new Map();
    if (next === true) return;
    level.set(name, next);
    level = next;
  }
  level.set(last, true);
}
