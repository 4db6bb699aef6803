import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { checkManner, type SentManner } from "./check-rule-manner.ts";
import { checkSource, type SentSource } from "./check-rule-source.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import { type Mapping, type MappingRule, requiredGroupAttributes, requiredUserAttributes } from "./mapping.ts";
import type { MappingFindings, MappingProblem, UnknownPath } from "./mapping-problem.ts";

/** A rule as somebody sends it. */
export interface SentRule extends SentManner {
  readonly attribute: string;
  readonly source: SentSource;
  readonly required?: boolean;
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
  const found: MappingFindings = { problems: [], unknownPaths: [] };
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

interface Section {
  readonly where: "/users" | "/groups";
  readonly type: ResourceType;
  readonly required: readonly string[];
}

function checkRules(
  { where, type, required }: Section,
  attributes: readonly DirectoryAttribute[],
  rules: readonly SentRule[],
  found: MappingFindings,
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
    const attribute = known.get(rule.attribute);
    const source = checkSource(type, attribute, rule.source, `${here}/source`, found);
    const manner = attribute === undefined ? {} : checkManner(attribute, rule, here, problems);
    return { attribute: rule.attribute, source, required: isRequired, ...manner };
  });
  for (const attribute of required) {
    if (filled.has(attribute)) continue;
    const detail = `the rule for "${attribute}" is required`;
    problems.push({ code: "mapping.required_rule_missing", where, detail });
  }
  return checked;
}
