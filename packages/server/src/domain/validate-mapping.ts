import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { ErrorCode, Problem } from "./errors.ts";
import {
  type Mapping,
  type MappingRule,
  type RuleSource,
  requiredGroupAttributes,
  requiredUserAttributes,
} from "./mapping.ts";
import { compileExpression, fits } from "./mapping-expression.ts";

/** Where a rule takes its value from, as somebody sends it: exactly one of them. */
export interface SentSource {
  readonly paths?: readonly string[];
  readonly constant?: JsonValue;
  readonly expression?: string;
}

/** A rule as somebody sends it. */
export interface SentRule {
  readonly attribute: string;
  readonly source: SentSource;
  readonly required?: boolean;
}

/** What is wrong with a mapping. */
export interface MappingProblem extends Problem {
  readonly code: ErrorCode;
  /** Of an expression: from which of its UTF-16 units to which. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** A path into the container of an extension that no schema describes. */
export interface UnknownPath {
  readonly where: string;
  readonly section: "users" | "groups";
  readonly path: string;
}

/** The rules in their normal form, without paths that have a problem, to be saved only where there is none. */
export interface CheckedMapping extends Pick<Mapping, "users" | "groups"> {
  readonly problems: readonly MappingProblem[];
  /** Paths that no schema has, and that are read all the same: in extensions that are kept as they arrive. */
  readonly unknownPaths: readonly UnknownPath[];
}

/**
 * Checks the rules of a mapping and brings their paths into normal form: every attribute exists, none is filled twice,
 * the required rules are there, every path resolves against the schemas to something that is ever returned: what may
 * only be written is no value of the directory. All problems are found at once.
 *
 * @param resourceTypes the application's, whose User and Group may have more extensions than the built-in ones
 */
export function validateMapping(
  sent: { readonly users: readonly SentRule[]; readonly groups: readonly SentRule[] },
  customAttributes: readonly DirectoryAttribute[],
  resourceTypes: readonly ResourceType[] = [],
): CheckedMapping {
  const found: Found = { problems: [], unknownPaths: [] };
  const typeOf = (builtIn: ResourceType) => resourceTypes.find(({ name }) => name === builtIn.name) ?? builtIn;
  const users = checkRules(
    { where: "/users", type: typeOf(userResourceType), required: requiredUserAttributes },
    [...directoryUserAttributes, ...customAttributes],
    sent.users,
    found,
  );
  const groups = checkRules(
    { where: "/groups", type: typeOf(groupResourceType), required: requiredGroupAttributes },
    [...directoryGroupAttributes, ...customAttributes],
    sent.groups,
    found,
  );
  return { users, groups, ...found };
}

interface Found {
  readonly problems: MappingProblem[];
  readonly unknownPaths: UnknownPath[];
}

interface Section {
  readonly where: "/users" | "/groups";
  readonly type: ResourceType;
  readonly required: readonly string[];
}

function checkRules(
  { where, type, required }: Section,
  attributes: readonly DirectoryAttribute[],
  rules: readonly SentRule[],
  found: Found,
): MappingRule[] {
  const { problems } = found;
  const known = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const filled = new Set<string>();
  const checked = rules.map((rule, index): MappingRule => {
    const here = `${where}/${index}`;
    const isRequired = required.includes(rule.attribute);
    if (!known.has(rule.attribute)) {
      const detail = `expected a directory attribute, found "${rule.attribute}"`;
      problems.push({ code: "mapping.unknown_directory_attribute", where: `${here}/attribute`, detail });
    } else if (filled.has(rule.attribute)) {
      const detail = `"${rule.attribute}" is filled by an earlier rule: give that one several paths`;
      problems.push({ code: "mapping.duplicate_rule", where: `${here}/attribute`, detail });
    }
    filled.add(rule.attribute);
    if (rule.required !== undefined && rule.required !== isRequired) {
      const detail = `the rule for "${rule.attribute}" is ${isRequired ? "always" : "never"} required`;
      problems.push({ code: "request.invalid", where: `${here}/required`, detail });
    }
    const source = checkSource(type, known.get(rule.attribute), rule.source, `${here}/source`, found);
    return { attribute: rule.attribute, source, required: isRequired };
  });
  for (const attribute of required) {
    if (filled.has(attribute)) continue;
    const detail = `the rule for "${attribute}" is required`;
    problems.push({ code: "mapping.required_rule_missing", where, detail });
  }
  return checked;
}

function checkSource(
  type: ResourceType,
  attribute: DirectoryAttribute | undefined,
  { paths, constant, expression }: SentSource,
  where: string,
  found: Found,
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
    if (attribute !== undefined) checkConstant(attribute, constant, `${where}/constant`, found);
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
  { problems }: Found,
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

function checkConstant(attribute: DirectoryAttribute, constant: JsonValue, where: string, { problems }: Found): void {
  const fitting = attribute.name === "active" ? typeof constant === "boolean" : fitsAsItIs(attribute, constant);
  if (fitting) return;
  const detail = `expected ${kindOf(attribute)}, found ${JSON.stringify(constant).slice(0, 100)}`;
  problems.push({ code: "mapping.invalid_source", where, detail });
}

function fitsAsItIs({ type, multiValued }: DirectoryAttribute, constant: JsonValue): boolean {
  const one = (value: JsonValue) =>
    type === "boolean" || type === "number" ? typeof value === type : typeof value === "string" && value !== "";
  if (!multiValued) return one(constant);
  return Array.isArray(constant) && constant.length > 0 && constant.every(one);
}

function kindOf({ type, multiValued }: DirectoryAttribute): string {
  const one = { string: "text", boolean: "a boolean", number: "a number", dateTime: "an instant as text" }[type];
  return multiValued ? `a list of values, each ${one}` : one;
}

function normalPath(
  type: ResourceType,
  text: string,
  where: string,
  { problems, unknownPaths }: Found,
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
