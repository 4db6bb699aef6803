import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";

/** A value that a rule took from a resource, and the path that gave it. */
export interface MappedValue {
  readonly value: JsonValue;
  readonly path: string;
}

/** What a mapping makes of one resource. */
export interface MappedValues {
  /** By directory attribute; `active` is not among them. */
  readonly values: ReadonlyMap<string, MappedValue>;
  /** What the source says of the status: undefined when nothing arrived, null when it is not a boolean. */
  readonly active: boolean | null | undefined;
  /** Required attributes for which nothing arrived. */
  readonly missing: readonly string[];
}

/** A path ready to be read; a path that names all of several values gives one only where there is exactly one. */
export interface CompiledPath {
  readonly path: string;
  /** Takes one value of several (it has a filter that chooses), or is single-valued. */
  readonly chooses: boolean;
  readonly select: (resource: Resource) => readonly JsonValue[];
}

export interface CompiledRule {
  readonly attribute: DirectoryAttribute;
  readonly required: boolean;
  readonly paths: readonly CompiledPath[];
}

/** A mapping with its paths parsed and resolved. */
export interface CompiledMapping {
  readonly version: number;
  readonly users: readonly CompiledRule[];
  readonly groups: readonly CompiledRule[];
}

/** Reads the values of a resource by the rules: for each attribute the first path that has a value wins. */
export function applyMapping(rules: readonly CompiledRule[], resource: Resource): MappedValues {
  const values = new Map<string, MappedValue>();
  const missing: string[] = [];
  let active: boolean | null | undefined;
  for (const rule of rules) {
    const mapped = firstValue(rule, resource);
    if (rule.attribute.name === "active") {
      active = mapped === undefined ? undefined : typeof mapped.value === "boolean" ? mapped.value : null;
    } else if (mapped !== undefined) {
      values.set(rule.attribute.name, mapped);
    } else if (rule.required) {
      missing.push(rule.attribute.name);
    }
  }
  return { values, active, missing };
}

function firstValue(rule: CompiledRule, resource: Resource): MappedValue | undefined {
  for (const path of rule.paths) {
    const found = path.select(resource);
    if (found.length === 0) continue;
    if (rule.attribute.multiValued) return { value: [...found], path: path.path };
    // Which of several values to take would be a guess where the path does not choose.
    if (found.length > 1 && !path.chooses) continue;
    const value = convert(found[0], rule.attribute);
    if (value !== undefined) return { value, path: path.path };
  }
  return undefined;
}

/** Gives a value the type of its directory attribute; undefined where it has none that fits. */
function convert(value: JsonValue | undefined, attribute: DirectoryAttribute): JsonValue | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (attribute.name === "active") return value;
  switch (attribute.type) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "number":
      return typeof value === "number" ? value : undefined;
    default:
      return typeof value === "object" ? undefined : String(value);
  }
}
