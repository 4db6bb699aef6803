import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { CompiledMapping, CompiledRule } from "./apply-mapping.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { Mapping, MappingRule } from "./mapping.ts";
import { type CompiledSource, compileSource, defaultPath, valueFor } from "./rule-source.ts";

/**
 * Makes a saved mapping ready to be applied. Rules for attributes that no longer exist, and paths and expressions that no
 * longer resolve, are left out: saving refuses them, so only a removed custom attribute or a changed schema leads here.
 *
 * @param resourceTypes the application's, whose User and Group may have more extensions than the built-in ones
 */
export function compileMapping(
  mapping: Mapping,
  customAttributes: readonly DirectoryAttribute[],
  resourceTypes: readonly ResourceType[] = [],
): CompiledMapping {
  const typesOf = (builtIn: ResourceType) => [...resourceTypes.filter(({ name }) => name === builtIn.name), builtIn];
  return {
    version: mapping.version,
    users: compileRules(typesOf(userResourceType), mapping.users, [...directoryUserAttributes, ...customAttributes]),
    groups: compileRules(typesOf(groupResourceType), mapping.groups, [
      ...directoryGroupAttributes,
      ...customAttributes,
    ]),
  };
}

function compileRules(
  types: readonly ResourceType[],
  rules: readonly MappingRule[],
  attributes: readonly DirectoryAttribute[],
): CompiledRule[] {
  const byName = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  return rules.flatMap((rule) => {
    const attribute = byName.get(rule.attribute);
    if (attribute === undefined) return [];
    const source = compileSource(types, rule.source, attribute);
    return source === undefined ? [] : [compileRule(rule, attribute, source)];
  });
}

function compileRule(rule: MappingRule, attribute: DirectoryAttribute, source: CompiledSource): CompiledRule {
  const { apply = "always", whenMissing = "clear", merge = false } = rule;
  const value = whenMissing === "default" ? valueFor(attribute, rule.default) : undefined;
  const plain = apply === "always" && !merge;
  return {
    attribute,
    required: rule.required,
    source,
    default: value === undefined ? undefined : { value, path: defaultPath },
    keeps: whenMissing === "keep",
    manner: plain ? undefined : { ...(apply === "always" ? {} : { apply }), ...(merge ? { merge } : {}) },
  };
}
