import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type CompiledPath, compilePath } from "./compile-path.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { RuleApplication, RuleSource } from "./mapping.ts";
import { compileExpression } from "./mapping-expression.ts";

/** A value that a rule took from a resource, and what gave it: a path, or one of the names below. */
export interface MappedValue {
  readonly value: JsonValue;
  readonly path: string;
  /** When it takes the place of another value; always where it is absent. */
  readonly apply?: Exclude<RuleApplication, "always">;
  /** What other sources give is added to it: it is a list. */
  readonly merge?: true;
}

/** What stands in the place of a path for values that no path gave: neither is one. */
const constantPath = "(constant)";
const expressionPath = "(expression)";
export const defaultPath = "(default)";

/** A rule's source that is ready to be read. */
export interface CompiledSource {
  readonly read: (resource: Resource) => MappedValue | undefined;
  /** Why it gives nothing for a resource; undefined where it gives something, or nothing more can be said. */
  readonly explain: (resource: Resource) => string | undefined;
}

const unexplained = (): undefined => undefined;

/**
 * Compiles where a rule takes its value from; undefined for an expression that none of the types can read.
 *
 * @param types how the resource is read: by the first that knows a path, or an expression's names
 */
export function compileSource(
  types: readonly ResourceType[],
  source: RuleSource,
  attribute: DirectoryAttribute,
): CompiledSource | undefined {
  if ("constant" in source) {
    const value = valueFor(attribute, source.constant);
    const given = value === undefined ? undefined : { value, path: constantPath };
    return { read: () => given, explain: unexplained };
  }
  if ("paths" in source) return { read: readPaths(types, source.paths, attribute), explain: unexplained };
  for (const type of types) {
    const compiled = compileExpression(type, source.expression);
    if ("problems" in compiled) continue;
    const { evaluate } = compiled.expression;
    return {
      read: (resource) => {
        const value = valueFor(attribute, evaluate(resource).value);
        return value === undefined ? undefined : { value, path: expressionPath };
      },
      explain: (resource) => explain(evaluate(resource), attribute),
    };
  }
  return undefined;
}

function explain(
  given: { readonly value: JsonValue | undefined; readonly reason?: string },
  attribute: DirectoryAttribute,
): string | undefined {
  if (given.value === undefined) return given.reason;
  if (valueFor(attribute, given.value) !== undefined) return undefined;
  return given.value === "" || given.value === null
    ? "it gives an empty value"
    : `it gives ${JSON.stringify(given.value).slice(0, 100)}, which is no ${attribute.type}`;
}

function readPaths(
  types: readonly ResourceType[],
  paths: readonly string[],
  attribute: DirectoryAttribute,
): CompiledSource["read"] {
  const compiled = paths.flatMap((path) => compileByFirst(types, path) ?? []);
  return (resource) => {
    for (const path of compiled) {
      const found = path.select(resource);
      if (found.length === 0) continue;
      if (attribute.multiValued) return { value: [...found], path: path.path };
      // Which of several values to take would be a guess where the path does not choose.
      if (found.length > 1 && !path.chooses) continue;
      const value = valueFor(attribute, found[0]);
      if (value !== undefined) return { value, path: path.path };
    }
    return undefined;
  };
}

/** What a new schema does not know any more is read as it was before there was one: as of an unknown extension. */
function compileByFirst(types: readonly ResourceType[], path: string): CompiledPath | undefined {
  for (const type of types) {
    try {
      return compilePath(type, path);
    } catch (error) {
      // The one way in which the parser says that a path is not one.
      if (!(error instanceof ScimError)) throw error;
    }
  }
  return undefined;
}

/** Gives a value the type of its directory attribute; undefined where it has none that fits. */
export function valueFor(attribute: DirectoryAttribute, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (attribute.name === "active") return Array.isArray(value) ? undefined : value;
  if (attribute.multiValued) {
    const values = Array.isArray(value) ? value : [value];
    return values.length === 0 ? undefined : values;
  }
  switch (attribute.type) {
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "number":
      return typeof value === "number" ? value : undefined;
    default:
      return typeof value === "object" ? undefined : String(value);
  }
}

/** Says where a rule takes its value from, in the order in which that is tried. */
export function describeSource(source: RuleSource): readonly string[] {
  if ("paths" in source) return source.paths;
  return [
    "constant" in source ? `the constant ${JSON.stringify(source.constant)}` : `the expression ${source.expression}`,
  ];
}
