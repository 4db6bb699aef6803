import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { RuleSource } from "./mapping.ts";
import { compileExpression, fits } from "./mapping-expression.ts";
import type { MappingFindings } from "./mapping-problem.ts";

/** Where a rule takes its value from, as somebody sends it: exactly one of them. */
export interface SentSource {
  readonly paths?: readonly string[];
  readonly constant?: JsonValue;
  readonly expression?: string;
}

/** Checks where a rule takes its value from, and brings its paths into normal form. */
export function checkSource(
  type: ResourceType,
  attribute: DirectoryAttribute | undefined,
  { paths, constant, expression }: SentSource,
  where: string,
  found: MappingFindings,
): RuleSource {
  const given = [paths, constant, expression].filter((one) => one !== undefined).length;
  if (given !== 1) {
    const detail = `expected one of paths, constant and expression, found ${given === 0 ? "none" : given}`;
    found.problems.push({ code: "mapping.invalid_source", where, detail });
    return { paths: [] };
  }
  if (expression !== undefined) {
    checkExpression(type, attribute, expression, `${where}/expression`, found);
    return { expression };
  }
  if (constant !== undefined) {
    if (attribute !== undefined && !fitsAttribute(attribute, constant)) {
      const detail = `expected ${kindOf(attribute)}, found ${JSON.stringify(constant).slice(0, 100)}`;
      found.problems.push({ code: "mapping.invalid_source", where: `${where}/constant`, detail });
    }
    return { constant };
  }
  const normal = (paths ?? []).flatMap((path, at) => normalPath(type, path, `${where}/paths/${at}`, found) ?? []);
  return { paths: [...new Set(normal)] };
}

function checkExpression(
  type: ResourceType,
  attribute: DirectoryAttribute | undefined,
  expression: string,
  where: string,
  { problems }: MappingFindings,
): void {
  const code = "mapping.invalid_expression";
  const compiled = compileExpression(type, expression);
  if ("problems" in compiled) {
    for (const { detail, start, end } of compiled.problems) {
      problems.push({ code, where, detail: `at character ${start + 1}: ${detail}`, range: { start, end } });
    }
  } else if (attribute !== undefined && !fits(compiled.expression.type, attribute)) {
    const detail = `expected ${kindOf(attribute)}, found an expression that gives ${compiled.expression.type}`;
    problems.push({ code, where, detail, range: { start: 0, end: expression.length } });
  }
}

/** Whether somebody may write a value for an attribute: it has its type, and is not empty. */
export function fitsAttribute({ type, multiValued }: DirectoryAttribute, value: JsonValue): boolean {
  const one = (single: JsonValue) =>
    type === "boolean" || type === "number" ? typeof single === type : typeof single === "string" && single !== "";
  if (!multiValued) return one(value);
  return Array.isArray(value) && value.length > 0 && value.every(one);
}

/** The values of an attribute in words. */
export function kindOf({ type, multiValued }: DirectoryAttribute): string {
  const one = { string: "text", boolean: "a boolean", number: "a number", dateTime: "an instant as text" }[type];
  return multiValued ? `a list of values, each ${one}` : one;
}

function normalPath(
  type: ResourceType,
  text: string,
  where: string,
  { problems, unknownPaths }: MappingFindings,
): string | undefined {
  try {
    const path = parseAttributePath(text);
    const target = resolveAttributePath(type, path);
    if (target.kind === "attribute" && (target.subAttribute ?? target.attribute).returned === "never") {
      const detail = `${formatAttributePath(path)} may be written and is never read`;
      problems.push({ code: "mapping.unknown_attribute_path", where, detail });
      return undefined;
    }
    const normal = formatAttributePath(path);
    if (target.kind === "unknownExtension") {
      unknownPaths.push({ where, section: where.startsWith("/users/") ? "users" : "groups", path: normal });
    }
    return normal;
  } catch (error) {
    // The one way in which the parser says that a path is not one.
    if (!(error instanceof ScimError)) throw error;
    problems.push({ code: "mapping.unknown_attribute_path", where, detail: error.message });
    return undefined;
  }
}
