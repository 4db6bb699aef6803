import { formatAttributePath } from "@rollcall/scim/attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import { compileAttributePath } from "@rollcall/scim/attribute-path/select-path.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import type { CompiledMapping, CompiledPath, CompiledRule } from "./apply-mapping.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { Mapping, MappingRule } from "./mapping.ts";

/**
 * Makes a saved mapping ready to be applied. Rules for attributes that no longer exist and paths that no longer resolve
 * are left out: saving refuses them, so only a removed custom attribute leads here.
 */
export function compileMapping(mapping: Mapping, customAttributes: readonly DirectoryAttribute[]): CompiledMapping {
  return {
    version: mapping.version,
    users: compileRules(userResourceType, mapping.users, [...directoryUserAttributes, ...customAttributes]),
    groups: compileRules(groupResourceType, mapping.groups, [...directoryGroupAttributes, ...customAttributes]),
  };
}

function compileRules(
  type: ResourceType,
  rules: readonly MappingRule[],
  attributes: readonly DirectoryAttribute[],
): CompiledRule[] {
  const byName = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  return rules.flatMap((rule) => {
    const attribute = byName.get(rule.attribute);
    if (attribute === undefined) return [];
    return [{ attribute, required: rule.required, paths: rule.source.paths.map((path) => compilePath(type, path)) }];
  });
}

/**
 * Makes one path ready to be read.
 *
 * @throws {ScimError} invalidPath or invalidFilter
 */
export function compilePath(type: ResourceType, text: string): CompiledPath {
  const path = parseAttributePath(text);
  const target = resolveAttributePath(type, path);
  const multiValued =
    target.kind === "attribute" && (target.attribute.multiValued || target.subAttribute?.multiValued === true);
  return {
    path: formatAttributePath(path),
    chooses: !multiValued || path.filter !== undefined,
    select: compileAttributePath(type, path),
  };
}
